"""Strings, symmetric functions, group testing, hypotheses: every engine agrees with the oracle."""

import time
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bounds.known_problems import (
    connectivity,
    distinguish,
    group_testing,
    identical,
    maximum,
    minimum_and_maximum,
    parity,
    sorting,
    threshold,
)
from bounds.problem import (
    COMPARE,
    Mode,
    Pooling,
    Primitive,
    Reading,
    Splitting,
    StringProblem,
    SymmetricProblem,
)
from checkers.optima import counts
from checkers.optima.by_instances import optimum as by_instances
from checkers.optima.engines import brackets, engine, optimum
from checkers.optima.masks import Masks
from checkers.optima.pools import Pools
from checkers.optima.posets import Posets
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Search
from checkers.optima.subcubes import Graphs, Subcubes
from checkers.optima.weights import Weights
from tests.checkers.optima.cases import found, random_mixes, random_orders, random_reads
from tests.checkers.optima.test_by_instances import Coins

READ, POOL, EXPECTED = Primitive(Reading()), Primitive(Pooling()), Mode("expected")


@st.composite
def strings(draw):
    """A random function of up to four symbols, perhaps of strings of a known kind."""
    symbols = draw(st.sampled_from([2, 2, 3]))
    size = symbols ** draw(st.integers(1, 4 if symbols == 2 else 2))
    value = tuple(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
    possible = tuple(draw(st.lists(st.booleans(), min_size=size, max_size=size))) if draw(st.booleans()) else ()
    assume(not possible or any(possible))
    n = next(n for n in range(5) if symbols**n == size)
    return StringProblem(n, value, possible, symbols)


@settings(max_examples=80)
@given(strings(), random_reads())
def test_random_functions_of_a_string_have_the_value_by_instances(problem, mix):
    assert found(Subcubes(problem, mix)) == by_instances(problem, mix)


@settings(max_examples=80)
@given(st.lists(st.integers(0, 2), min_size=2, max_size=5), random_reads(), st.sampled_from([Mode(), EXPECTED]))
def test_random_functions_of_the_number_of_ones_have_the_value_by_instances(value, mix, mode):
    problem = SymmetricProblem(len(value) - 1, tuple(value))
    assert counts.optimum(problem, mix, mode) == by_instances(problem, mix, mode)


@settings(max_examples=25)
@given(random_orders(2, 3), random_mixes())
def test_sets_of_instances_serve_any_problem(problem, mix):
    assert found(Masks(problem, mix)) == by_instances(problem, mix)


def test_sets_of_instances_serve_a_problem_of_the_users_own():
    assert isinstance(engine(Coins(5), [COMPARE]), Masks)
    assert optimum(Coins(5), [COMPARE]).lower == 2


@pytest.mark.parametrize("n", range(2, 6))
def test_two_defectives_are_found_at_the_cost_by_instances(n):
    assert found(Pools(group_testing(n, 2), [POOL])) == by_instances(group_testing(n, 2), [POOL])


def test_two_defectives_among_three_to_twelve_take_the_known_numbers_of_tests():
    assert [found(Pools(group_testing(n, 2), [POOL])) for n in range(3, 13)] == [2, 3, 4, 5, 5, 6, 6, 6, 7, 7]


def test_two_defectives_of_which_some_pairs_cannot_occur():
    full = group_testing(4, 2)
    for left_out in range(1, 6):
        seen = -1
        possible = []
        for p in full.possible:
            seen += p
            possible.append(p and seen >= left_out)
        problem = StringProblem(4, full.value, tuple(possible))
        assert found(Pools(problem, [POOL])) == by_instances(problem, [POOL])


@pytest.mark.parametrize(("a", "lies", "most"), [(2, 0, 7), (3, 0, 6), (4, 0, 6), (2, 1, 5), (3, 1, 4), (2, 2, 3)])
def test_hypotheses_are_told_apart_at_the_cost_by_instances(a, lies, most):
    mix = [Primitive(Splitting(a), lies=lies)]
    for n in range(1, most + 1):
        assert found(Weights(distinguish(n), mix)) == by_instances(distinguish(n), mix)


def test_dearer_splits_into_more_parts_are_weighed():
    mix = [Primitive(Splitting(2)), Primitive(Splitting(4), price=Fraction(3, 2))]
    for n in range(1, 7):
        assert found(Weights(distinguish(n), mix)) == by_instances(distinguish(n), mix)


def test_one_lie_costs_what_pelc_proved():
    """The least q with n (q+1) <= 2^q for even n, with n (q+1) + (q-1) <= 2^q for odd n."""
    for n in range(2, 18):
        q = next(q for q in range(20) if n * (q + 1) + (q - 1) * (n % 2) <= 2**q)
        assert found(Weights(distinguish(n), [Primitive(Splitting(2), lies=1)])) == q


@pytest.mark.parametrize(("lies", "questions"), [(0, 20), (1, 25), (2, 29), (3, 33)])
def test_a_million_numbers_take_the_questions_that_ulams_game_is_known_for(lies, questions):
    last = optimum(distinguish(10**6), [Primitive(Splitting(2), lies=lies)])
    assert last.lower == last.upper == questions


@pytest.mark.parametrize(("a", "lies", "most"), [(2, 1, 18), (2, 2, 7), (3, 1, 8), (4, 0, 20)])
def test_sharing_fairly_is_a_strategy_and_never_cheaper_than_the_optimum(a, lies, most):
    for n in range(1, most):
        game = Weights(distinguish(n), [Primitive(Splitting(a), lies=lies)])
        assert found(game) <= game.sure() <= found(game) + 1


def test_connectivity_is_evasive_up_to_five_vertices():
    for v, edges in ((2, 1), (3, 3), (4, 6), (5, 10)):
        game = Graphs(connectivity(v), READ)
        *_, last = Search(game, game.sure(), descends=True).brackets()
        assert last.lower == last.upper == edges
    assert found(Subcubes(connectivity(4), [READ])) == 6


def test_a_graph_property_that_is_not_evasive_is_seen():
    """Of three vertices: has the graph exactly the edges of a triangle, or none? A property of isomorphic graphs."""
    value = tuple(int(sum(x) == 2) for x in connectivity(3).instances())
    problem = StringProblem(3, value)
    assert found(Graphs(problem, READ)) == by_instances(problem, [READ])
    scorpion = tuple(int(sum(x) in (0, 6)) for x in connectivity(4).instances())
    assert found(Graphs(StringProblem(6, scorpion), READ)) == found(Subcubes(StringProblem(6, scorpion), [READ]))


def test_a_function_that_is_not_the_same_for_isomorphic_graphs_is_no_graph_property():
    value = tuple(x[0] for x in connectivity(3).instances())
    with pytest.raises(OutOfReach) as refused:
        Graphs(StringProblem(3, value), READ)
    assert refused.value.need == "a property of graphs up to isomorphism"


def test_symmetric_functions_of_hundreds_of_bits_are_read_whole():
    assert counts.optimum(threshold(301, 151), [READ]) == 301
    assert counts.optimum(parity(100), [Primitive(Reading(7))]) == 15
    assert counts.optimum(threshold(5, 0), [READ]) == 0


@pytest.mark.parametrize(
    ("problem", "mix", "kind"),
    [
        (sorting(3), [COMPARE], Posets),
        (distinguish(3), [Primitive(Splitting(2))], Weights),
        (group_testing(4, 2), [POOL], Pools),
        (group_testing(4, 1), [POOL], Masks),
        (connectivity(4), [READ], Graphs),
        (identical(6, 2), [READ], Subcubes),  # the strings themselves are not the same for isomorphic graphs
        (StringProblem(6, tuple(range(64))), [READ], Subcubes),
        (identical(2, 3), [READ], Subcubes),
    ],
    ids=lambda x: getattr(x, "__name__", None) or str(x)[:30],
)
def test_each_kind_of_problem_has_its_engine(problem, mix, kind):
    assert type(engine(problem, mix)) is kind


@pytest.mark.parametrize("mode", [Mode(), EXPECTED, Mode(rounds=2), Mode("expected", rounds=3)], ids=str)
def test_the_entrance_gives_the_value_by_instances_in_every_mode(mode):
    for problem, mix in [
        (minimum_and_maximum(3), [COMPARE]),
        (threshold(3, 2), [READ]),
        (connectivity(3), [Primitive(Reading(2))]),
        (distinguish(4), [Primitive(Splitting(2))]),
    ]:
        last = optimum(problem, mix, mode)
        value = by_instances(problem, mix, mode)
        assert (last.impossible, last.lower if value is not None else None) == (value is None, value)


def test_a_search_left_early_keeps_what_is_known_and_ends():
    for problem, mode in ((sorting(13), Mode()), (maximum(5), Mode(rounds=3)), (sorting(9), EXPECTED)):
        began = time.monotonic()
        work = brackets(problem, [COMPARE], mode)
        first = next(work)
        work.close()
        assert not first.is_tight
        assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("problem", "mix", "mode", "who"),
    [
        (sorting(3), [], Mode(), "optima/engines"),
        (sorting(3), [COMPARE], Mode(error=Fraction(1, 2)), "optima/engines"),
        (distinguish(3), [COMPARE], Mode(), "optima/weights"),
        (sorting(3), [POOL], Mode(), "optima/posets"),
        (identical(2, 2), [Primitive(Pooling(), noise=Fraction(1, 3))], Mode(), "optima/by_instances"),
    ],
)
def test_what_no_engine_knows_is_refused(problem, mix, mode, who):
    with pytest.raises(OutOfReach) as refused:
        optimum(problem, mix, mode)
    assert refused.value.who == who
