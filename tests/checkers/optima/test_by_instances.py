"""The oracle itself: values that are known by hand, and what it refuses."""

import time
from fractions import Fraction
from itertools import permutations

import pytest

from bounds.known_problems import distinguish, maximum, median, minimum_and_maximum, parity, second, sorting
from bounds.problem import COMPARE, Best, BestAndWorst, Mode, Primitive, Reading, Sorting, Splitting
from checkers.optima.by_instances import Stopped, TimeIsUp, fewest_rounds, optimum
from checkers.optima.refusal import OutOfReach

EXPECTED = Mode("expected")


class Coins:
    """A user's own problem: one of n coins is light, a call weighs two of them against each other."""

    def __init__(self, n):
        self.n = n

    def instances(self):
        return ((i,) for i in range(self.n))

    def goal(self, instance):
        return instance[0]

    def queries(self, primitive):
        return permutations(range(self.n), 2)

    def answer(self, primitive, query, instance):
        return query.index(instance[0]) if instance[0] in query else "level"


@pytest.mark.parametrize(
    ("problem", "value"),
    [(sorting(4), 5), (maximum(4), 3), (second(4), 4), (median(5), 6), (minimum_and_maximum(4), 4), (sorting(1), 0)],
)
def test_small_comparison_problems_have_the_values_of_the_textbooks(problem, value):
    assert optimum(problem, [COMPARE]) == value


def test_the_expected_cost_of_sorting_three_items_is_eight_thirds():
    assert optimum(sorting(3), [COMPARE], EXPECTED) == Fraction(8, 3)


def test_a_problem_of_the_users_own_is_solved():
    assert [optimum(Coins(n), [COMPARE]) for n in (1, 2, 3, 4, 5)] == [0, 1, 1, 2, 2]


def test_the_cheaper_of_two_ways_is_taken():
    dear, fair = Primitive(Sorting(3), price=4), Primitive(Sorting(3), price=Fraction(5, 2))
    assert optimum(sorting(3), [COMPARE, dear]) == 3
    assert optimum(sorting(3), [COMPARE, fair]) == Fraction(5, 2)


def test_nothing_is_found_where_the_calls_cannot_tell():
    best = Primitive(Best(3), exactly=True)
    assert optimum(sorting(3), [best]) is None
    assert optimum(sorting(3), [best], EXPECTED) is None
    assert optimum(sorting(3), [best], Mode(rounds=2)) is None
    assert fewest_rounds(sorting(3), [best], 2) is None


def test_fewer_rounds_cost_more_calls():
    costs = [optimum(maximum(4), [COMPARE], Mode(rounds=r)) for r in (1, 2, 3)]
    assert costs == [6, 3, 3]
    assert optimum(maximum(4), [COMPARE], Mode(rounds=1, width=5)) is None
    assert optimum(sorting(3), [COMPARE], Mode("expected", rounds=3)) == Fraction(8, 3)


def test_the_maximum_in_rounds_of_half_as_many_comparisons_takes_1_2_2_rounds():
    assert [fewest_rounds(maximum(n), [COMPARE], n // 2) for n in (2, 3, 4)] == [1, 2, 2]


def test_one_lie_among_eight_hypotheses_takes_six_questions():
    assert optimum(distinguish(8), [Primitive(Splitting(2))]) == 3
    assert optimum(distinguish(4), [Primitive(Splitting(2), lies=1)]) == 5


def test_at_most_k_is_no_dearer_than_exactly_k():
    for asks in (Best(3), BestAndWorst(3), Sorting(3)):
        at_most = optimum(median(4), [Primitive(asks)])
        exactly = optimum(median(4), [Primitive(asks, exactly=True)])
        assert at_most is not None
        assert exactly is None or at_most <= exactly


def test_a_deadline_and_a_stop_end_the_search():
    with pytest.raises(TimeIsUp):
        optimum(sorting(5), [COMPARE], seconds=0)
    calls = iter([False] * 30)
    with pytest.raises(Stopped):
        optimum(sorting(5), [COMPARE], stop=lambda: next(calls, True))
    began = time.monotonic()
    with pytest.raises(TimeIsUp):
        optimum(maximum(6), [COMPARE], Mode(rounds=3), seconds=0.05)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("mix", "mode", "need"),
    [
        ([Primitive(Reading(), noise=Fraction(1, 10))], Mode(), "no noise"),
        ([Primitive(Reading())], Mode(error=Fraction(1, 3)), "no error"),
        ([Primitive(Reading(), price=0)], Mode(), "prices above 0"),
        ([Primitive(Reading(), lies=1), Primitive(Reading())], Mode(), "one number of lies for all primitives"),
        ([Primitive(Reading(), lies=1)], EXPECTED, "no lies for an expected cost"),
        ([Primitive(Reading(), lies=1)], Mode(rounds=2), "no lies in rounds"),
        ([], Mode(), "at least one primitive"),
    ],
)
def test_what_the_oracle_does_not_decide_is_refused(mix, mode, need):
    with pytest.raises(OutOfReach) as refused:
        optimum(parity(2), mix, mode)
    assert refused.value.need == need
    assert str(refused.value).startswith(f"optima/by_instances: refused\n  need  {need}\n  have  ")
