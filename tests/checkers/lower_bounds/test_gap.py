"""The certified gap: optimal, within a constant, a ratio, a growing ratio, or no solution of the problem at all."""

from fractions import Fraction

import pytest

from bounds.language import parse_asked, parse_decomposition, print_claim, print_expression
from checkers import kernel
from checkers.lower_bounds.gap import all_gaps, gap

KNOCKOUT = "S(1) = nothing; S(n) = then(each(i=1..floor(n/2): call(compare, 8, 1)), S(ceil(n/2))) for n >= 2"
PAIRS = "S(n) = nothing for n <= 1; S(n) = each(i=1..n-1: each(j=1..i: call(compare, 8, 1))) for n >= 2"
SCAN = "S(1) = nothing; S(n) = then(loop(i=1..n-1: call(a)), call(b), call(c)) for n >= 2"


def about(problem, decomposition):
    return parse_asked(f"problem {problem}", "calls >= 0").setting, parse_decomposition(decomposition)


def test_a_tournament_finds_the_largest_with_the_fewest_comparisons():
    found = gap(*about("max by compare", KNOCKOUT))
    assert found.how == "optimal"
    assert print_claim(found.above.claim) == "calls(n) == n - 1 for n >= 1"
    assert found.sentence() == "optimal: it costs n - 1, and no strategy costs less"


def test_a_cost_above_the_least_by_a_constant_is_within_it():
    found = gap(*about("max by compare", SCAN))
    assert (found.how, found.constant) == ("within", Fraction(2))
    assert found.refuted is not None
    assert found.refuted.decision == "refuted"


def test_comparing_all_pairs_grows_beyond_what_sorting_needs():
    assert {print_expression(g.lower.bound): g.how for g in all_gaps(*about("sort by compare", PAIRS))}[
        "n*log2(n) - 3/2*n"
    ] == "grows"


def test_comparing_all_pairs_at_once_is_optimal_when_no_answer_may_be_waited_for():
    found = gap(*about("sort by compare with nonadaptive", PAIRS))
    assert found.how == "optimal"


def test_a_ratio_near_the_best_is_proved():
    found = gap(*about("max by best(3)", KNOCKOUT))
    assert found.how == "ratio"
    assert 2 <= found.constant < Fraction(41, 20)
    assert found.above.decision == "proved"


def test_a_decomposition_cheaper_than_every_strategy_does_not_solve_the_problem():
    found = gap(*about("second by compare", KNOCKOUT))
    assert found.how == "impossible"
    assert "n = 3" in found.sentence()
    assert "does not solve the problem" in found.sentence()


def test_both_sides_of_a_gap_have_certificates_that_the_kernel_accepts():
    found = gap(*about("max by best(3)", KNOCKOUT))
    for certificate in (found.lower.certificate, found.above.certificate):
        assert kernel.check(certificate["claim"], certificate) == "proved"


def test_a_decomposition_of_two_sizes_is_refused():
    two = "S(m, n) = each(i=1..m: each(j=1..n: call(a)))"
    with pytest.raises(ValueError, match="a decomposition of one size"):
        gap(*about("max by compare", two))
