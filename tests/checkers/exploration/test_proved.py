"""Bounds for every size: their values, and costs that are certainly enough, against exact costs."""

from fractions import Fraction
from math import factorial

import pytest

from bounds.evaluation import Evaluator
from bounds.language import parse_expression, parse_setting
from bounds.value import ends
from checkers import kernel
from checkers.exploration import explore
from checkers.exploration.certain import CertainCosts
from checkers.exploration.logarithms import Logarithms, Series
from checkers.exploration.proved import ProvedBounds
from checkers.exploration.screening import above, screen

SETTINGS = [
    "sort by compare",
    "sort by best(3)",
    "max by best(3)",
    "max by best(4) at 2",
    "min_and_max by compare",
    "min_and_max by best_and_worst(3)",
    "second by sort(3)",
    "second by compare at 2, sort(3) at 3",
    "median by compare",
    "top_sequence(2) by compare",
    "select(2) by best(3)",
    "search by compare",
    "merge(2) by compare",
    "majority by read(2)",
    "read(2) by read(1)",
    "connectivity by read(1)",
    "connectivity by read(2)",
    "distinguish by split(3)",
    "distinguish by split(2) with lies 1",
    "distinct by match(2)",
    "group_testing(1) by pool",
    "sort by best(3) exactly, compare at 5",
    "max by compare with nonadaptive",
]


@pytest.mark.parametrize("text", SETTINGS)
def test_no_proved_bound_is_above_and_no_certain_cost_below_the_optimum(text):
    session = explore(text).run(
        upto=4 if "nonadaptive" in text or "distinct" in text or "conn" in text else 6, seconds=None
    )
    certain = CertainCosts(session.setting)
    assert len(session.costs) >= 3
    for n, cost in session.costs.items():
        assert session.bounds.at(n) is None or session.bounds.at(n).value <= cost
        for _, enough in certain.strategies if n >= 2 else ():
            assert enough(n) >= cost


def test_a_wrong_certain_cost_would_be_seen():
    costs = explore("second").run(upto=6, seconds=None).costs
    assert any(n - 1 < cost for n, cost in costs.items())


def test_certificates_of_all_bounds_are_accepted_and_not_with_more():
    for text in SETTINGS:
        for bound in ProvedBounds(parse_setting(text)).all:
            assert kernel.check(bound.certificate["claim"], bound.certificate) == "proved"


@pytest.mark.parametrize(
    "text",
    ["log2(n)", "log(n, 3)", "log2(factorial(n))", "log(factorial(n), 6) - n/2", "n - 2 + log2(n)", "log2(n*(n-1))",
     "n - ceil(n/2) + log2(binomial(n, ceil(n/2) - 1))", "(0.9*log2(n) - 1)/2", "log(3^n, 9)", "n*(n-1)/2/3",
     "log2((log2(n)^2 + log2(n) + 2)/2)"],
)  # fmt: skip
def test_values_by_the_table_enclose_the_exact_ones_and_screens_are_close(text):
    formula = parse_expression(text)
    series, near = Series(formula, Logarithms()), screen(formula)
    for n in (2, 3, 9, 64, 200, 300):
        low, high = ends(series.at(n))
        exact_low, exact_high = ends(Evaluator(10**6).value(formula, {"n": n}))
        assert low <= exact_high
        assert exact_low <= high
        assert high - low < Fraction(1, 10**15)
        if near is not None:
            assert above(near(n)) >= exact_low
            assert abs(near(n) - float(exact_low)) < 1e-6


def test_a_bound_is_rounded_up_to_a_cost_that_is_possible():
    bounds = ProvedBounds(parse_setting("max by best(4) at 2"))
    assert [bounds.at(n).value for n in (2, 4, 5)] == [2, 2, 4]
    assert ProvedBounds(parse_setting("sort by compare with expected")).at(3).value == Fraction(8, 3)


def test_the_counting_bound_at_12_and_1000_is_the_known_number():
    bounds = ProvedBounds(parse_setting("sort by compare"))
    assert bounds.at(12).value == 29
    assert bounds.at(1000).value == (factorial(1000) - 1).bit_length()


def test_the_first_size_where_numbers_are_below_a_bound_is_found_exactly():
    bounds = ProvedBounds(parse_setting("sort by compare"))
    truth = [0] + [(factorial(n) - 1).bit_length() for n in range(1, 1001)]
    assert bounds.first_above(truth[1:], 1, Fraction(1)) is None
    truth[700] -= 1
    assert bounds.first_above(truth[1:], 1, Fraction(1))[0] == 700
