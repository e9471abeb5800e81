"""Brackets tighten, hold the optimum, and can be left at any time."""

import time
from fractions import Fraction
from itertools import permutations

import pytest

from bounds.known_problems import maximum, median, selection, sorting
from bounds.problem import COMPARE, Best, Primitive, Reading, Sorting, StringProblem
from checkers.optima.engines import brackets
from checkers.optima.merge_insertion import comparisons, merge_insertion, strategy
from checkers.optima.posets import Posets
from checkers.optima.search import Search, drain, in_units, optimum
from checkers.optima.subcubes import Subcubes
from tests.checkers.optima.cases import found


def test_brackets_tighten_and_always_hold_the_optimum():
    seen = list(Search(Posets(selection(7, 4), [COMPARE])).brackets())
    assert seen[-1].is_tight
    assert seen[-1].lower == 10
    assert all(b.lower <= 10 and (b.upper is None or b.upper >= 10) for b in seen)
    lowers = [b.lower for b in seen]
    assert lowers == sorted(lowers)


def test_a_bracket_comes_at_least_every_two_seconds():
    for problem in (sorting(13),):
        last = time.monotonic()
        longest = 0.0
        until = last + 1.5
        for bracket in brackets(problem, [COMPARE]):
            now = time.monotonic()
            longest, last = max(longest, now - last), now
            if bracket.is_tight or now > until:
                break
        assert longest < 6  # two seconds, on a machine that does something else as well


def test_a_search_goes_on_where_it_was_left():
    search = Search(Posets(median(8), [COMPARE]))
    first = next(iter(search.brackets()))
    expanded = len(search.expanded)
    *_, last = search.brackets()
    assert first.lower <= last.lower == last.upper == 12
    assert len(search.expanded) >= expanded


def test_a_limit_of_time_gives_a_bracket_that_holds_what_is_published():
    bracket = optimum(Posets(median(13), [COMPARE]), seconds=0.5)
    assert not bracket.is_tight
    assert bracket.lower <= 23


def test_the_greedy_strategy_gives_an_upper_end():
    search = Search(Posets(median(7), [COMPARE]))
    start = search.game.start()
    drain(search._greedy(start))
    assert 10 <= search.upper[start] <= 21


def test_the_value_of_a_single_state_is_found_and_its_deadline_kept():
    search = Search(Posets(median(7), [COMPARE]))
    with pytest.raises(TimeoutError):
        drain(search.value(search.game.start()), deadline=time.monotonic() - 1)
    assert drain(search.value(search.game.start())) == 10


def test_it_is_said_that_no_strategy_exists():
    bracket = optimum(Posets(sorting(5), [Primitive(Best(3), exactly=True)]))
    assert (bracket.impossible, bracket.is_tight, bracket.upper) == (True, True, None)
    assert not optimum(Posets(sorting(4), [COMPARE])).impossible


def test_prices_become_whole_numbers_of_a_unit():
    mix = (Primitive(Sorting(2), price=Fraction(3, 2)), Primitive(Sorting(3), price=Fraction(9, 4)))
    assert in_units(mix) == (Fraction(3, 4), (2, 3))


def test_a_table_of_one_value_costs_nothing():
    assert found(Subcubes(StringProblem(2, (1, 1, 1, 1)), [Primitive(Reading())])) == 0


def test_merge_insertion_sorts_with_the_number_of_comparisons_it_is_known_for():
    for n in range(1, 7):
        calls = [sorted_by(order) for order in permutations(range(n))]
        assert max(calls) == comparisons(n)


def sorted_by(order):
    """The number of comparisons that merge insertion makes on an order, which it must find."""
    asked = []

    def is_less(a, b):
        asked.append((a, b))
        return order[a] < order[b]

    assert [order[i] for i in merge_insertion(list(range(len(order))), is_less)] == sorted(order)
    return len(asked)


@pytest.mark.parametrize("n", [1, 2, 5, 11, 12])
def test_the_nodes_of_merge_insertion_cost_what_it_costs(n):
    nodes = strategy(n)
    assert nodes[0]["cost"] == str(comparisons(n))
    assert sum(node["call"] is None for node in nodes) >= 1


def test_the_maximum_needs_no_search_that_grows():
    search = Search(Posets(maximum(20), [COMPARE]))
    *_, last = search.brackets()
    assert last.lower == 19
    assert last.states < 50
