"""Order problems by posets agree with the oracle, for every primitive."""

from math import comb, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.known_problems import maximum, median, merging, minimum_and_maximum, second, selection, sorting
from bounds.problem import COMPARE, Best, Mode, OrderProblem, Primitive, Reading, Sorting
from checkers.optima import expected
from checkers.optima.by_instances import optimum
from checkers.optima.canonical import closure, dual
from checkers.optima.merge_insertion import comparisons
from checkers.optima.poset_bounds import Counting, LeastCosts
from checkers.optima.posets import Posets
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import NEVER
from tests.checkers.optima.cases import (
    COMPARING,
    PRICED,
    disagreements,
    found,
    known_pairs,
    order_problems,
    random_mixes,
    random_orders,
)


def by_posets(problem, mix):
    return found(Posets(problem, mix))


def in_expectation(problem, mix):
    return expected.optimum(problem, mix)


@pytest.mark.parametrize("mix", COMPARING, ids=str)
def test_every_named_problem_up_to_four_items_has_the_value_by_instances(mix):
    assert disagreements(by_posets, ((p, mix) for n in (2, 3, 4) for p in order_problems(n))) == []


@pytest.mark.parametrize("mix", [COMPARING[0], COMPARING[3], COMPARING[4], COMPARING[7], PRICED[0]], ids=str)
def test_five_items_have_the_value_by_instances(mix):
    problems = [median(5), minimum_and_maximum(5), selection(5, 2)]
    assert disagreements(by_posets, ((p, mix) for p in problems)) == []


@settings(max_examples=120)
@given(random_orders(), random_mixes())
def test_random_ranks_known_relations_and_prices_have_the_value_by_instances(problem, mix):
    assert by_posets(problem, mix) == optimum(problem, mix)


@settings(max_examples=6)
@given(random_orders(5, 5), random_mixes())
def test_random_problems_of_five_items_have_the_value_by_instances(problem, mix):
    assert by_posets(problem, mix) == optimum(problem, mix)


@settings(max_examples=60)
@given(random_orders(), random_mixes())
def test_random_expected_costs_are_those_by_instances(problem, mix):
    assert expected.optimum(problem, mix) == optimum(problem, mix, Mode("expected"))


def test_the_expected_cost_of_the_named_problems_is_that_by_instances():
    cases = [(p, mix) for n in (2, 3, 4) for p in (median(n), minimum_and_maximum(n)) for mix in COMPARING]
    assert disagreements(in_expectation, cases, Mode("expected")) == []


@pytest.mark.parametrize(("n", "total"), [(2, 2), (3, 16), (4, 112), (5, 832), (6, 6896), (7, 62416)])
def test_sorting_takes_the_published_expected_number_of_comparisons(n, total):
    assert expected.optimum(sorting(n), [COMPARE]) * factorial(n) == total


@pytest.mark.parametrize(
    ("problem", "value"),
    [
        *((sorting(n), v) for n, v in ((6, 10), (7, 13))),
        *((selection(7, t), v) for t, v in enumerate((6, 8, 10, 10, 10, 8, 6), start=1)),
        *((second(n), v) for n, v in ((9, 11), (12, 14))),
        *((minimum_and_maximum(n), v) for n, v in ((7, 9), (10, 13))),
        *((merging(m, m), 2 * m - 1) for m in (2, 3, 4)),
        *((merging(2, n), v) for n, v in ((5, 5), (8, 6), (12, 7))),
        (maximum(29), 28),
    ],
    ids=str,
)
def test_published_optima_are_found(problem, value):
    assert by_posets(problem, (COMPARE,)) == value


def test_the_median_of_six_by_best_of_three_takes_six_calls():
    assert by_posets(median(6), (Primitive(Best(3)),)) == 6


def test_a_lower_bound_is_never_above_the_optimum_of_a_state():
    """Every state that is reached from a start, not only the start."""
    for problem, mix in [(median(5), COMPARING[0]), (minimum_and_maximum(5), COMPARING[4]), (sorting(4), PRICED[0])]:
        game = Posets(problem, mix)
        queue = [game.start()]
        for state in queue:
            after = [s for move in game.moves(state) if move for s in move.after]
            queue.extend(dict.fromkeys(s for s in after if s not in queue))
        assert len(queue) > 10
        values = all_values(game, queue)
        assert [s for s in queue if not game.is_solved(s) and game.least(s) > values[s]] == []
        assert any(game.least(s) == values[s] > 1 for s in queue if not game.is_solved(s))


def all_values(game, states):
    """The optimum of each state by its moves alone."""
    values = {}

    def value(state):
        if state not in values:
            moves = [] if game.is_solved(state) else [move for move in game.moves(state) if move]
            stuck = 0 if game.is_solved(state) else NEVER
            values[state] = min((m.price + max(map(value, m.after)) for m in moves), default=stuck)
        return values[state]

    return {state: value(state) for state in states}


@given(st.data())
def test_linear_extensions_and_upsets_are_counted_as_by_hand(data):
    n = data.draw(st.integers(1, 5))
    problem = OrderProblem(n, tuple(frozenset({r}) for r in range(1, n + 1)), data.draw(known_pairs(n)))
    orders = list(problem.instances())
    ups = closure(n, problem.known)
    assert Counting().extensions(ups) == len(orders)
    assert Counting().extensions(dual(ups)) == len(orders)
    for size in range(n + 1):
        tops = {frozenset(i for i in range(n) if order[i] > n - size) for order in orders}
        assert sum(Counting().upsets(ups, size).values()) == len(tops)


def test_the_ends_of_a_strategy_for_the_maximum_are_powers_of_two_for_comparisons_and_fewer_for_more_items():
    pairs, threes = LeastCosts(((Sorting(2), 1),)), LeastCosts(((Best(3), 1),))
    assert [pairs.maximum_ends(t) for t in range(1, 6)] == [1, 2, 4, 8, 16]
    assert [threes.maximum_ends(t) for t in range(1, 6)] == [1, 2, 3, 6, 9]
    assert Counting().upsets((0,) * 6, 2) == {4: comb(6, 2)}


def test_an_upper_end_is_known_at_once_when_two_items_can_be_compared():
    assert Posets(sorting(12), [COMPARE]).sure() == comparisons(12) == 30
    assert Posets(sorting(12), [Primitive(Best(3), exactly=True)]).sure() is None


@pytest.mark.parametrize(
    ("primitive", "need"),
    [
        (Primitive(Reading()), "sort, best, or best and worst of k >= 2"),
        (Primitive(Sorting(2), lies=1), "answers that are right"),
        (Primitive(Sorting(2), price=0), "a price above 0"),
    ],
)
def test_a_primitive_that_posets_do_not_know_is_refused(primitive, need):
    with pytest.raises(OutOfReach) as refused:
        Posets(sorting(3), [primitive])
    assert refused.value.need == need
