"""Every bound that the rules derive: at most the exact optimum, and each with a certificate."""

import pytest

from bounds.language import parse_asked, parse_recurrence, print_claim, print_expression
from bounds.setting import primitives_at, problem_at
from checkers import kernel
from checkers.decide import decide
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.derived import all_derived, spoken_of
from checkers.optima.engines import optimum
from checkers.strongest_bounds import strongest_bounds
from checkers.tighten import CannotTighten, tighten

SETTINGS = (
    "sort by compare", "sort by best(3)", "max by best(3)", "max by sort(4) exactly", "second by compare",
    "median by compare", "select(3) by compare", "top_set(2) by compare", "top_sequence(2) by best(3)",
    "merge(2) by compare", "merge(n) by compare", "search by sort(3)", "min_and_max by compare",
    "min_and_max by compare, sort(3) at 2",
    "OR by read(2)", "threshold(2) by read(1)", "parity by read(1)", "distinguish by split(3)", "distinct by match(3)",
    "group_testing(2) by pool", "distinguish by split(2) with lies 1", "sort by compare with nonadaptive",
)  # fmt: skip


def claim_about(text, asked="calls >= 0"):
    return parse_asked(f"problem {text}", asked)


@pytest.mark.parametrize("text", SETTINGS)
def test_no_derived_bound_is_above_the_least_cost(text):
    setting = claim_about(text).setting
    found = list(all_derived(setting))
    assert found
    compared = 0
    for n in range(1, 6):
        problem = problem_at(setting, n)
        if problem is None or setting.mode == "nonadaptive":
            continue
        least = optimum(problem, primitives_at(setting, n), seconds=5).upper
        if least is None:
            continue
        for b in found:
            if n >= b.start:
                compared += 1
                assert b.at(n) <= least, (print_expression(b.bound), n)
    assert compared >= 3 or setting.mode == "nonadaptive"


@pytest.mark.parametrize("text", SETTINGS)
def test_each_derived_bound_has_a_certificate_for_it_and_for_no_higher_one(text):
    for b in all_derived(claim_about(text).setting):
        assert b.certificate["claim"]["bound"] != "0"
        assert kernel.check(b.certificate["claim"], b.certificate) == "proved"
        higher = {**b.certificate["claim"], "bound": ["add", b.certificate["claim"]["bound"], "1"]}
        with pytest.raises(Rejected):
            kernel.check(higher, {**b.certificate, "claim": higher})


def test_the_best_bounds_are_the_known_ones():
    def bounds(text, parameters=""):
        claim = parse_asked(f"problem {text}\n{parameters}", "calls >= 0")
        return {print_expression(b.bound) for b in all_derived(claim.setting, claim.recurrence.parameters)}

    assert "ceil(n - 2 + log2(n))" in bounds("second by compare")
    assert {"ceil(log2(factorial(n)))", "n*log2(n) - 3/2*n"} <= bounds("sort by compare")
    assert "ceil((n - 1)/(k - 1))" in bounds("max by best(k)", "parameters k integer >= 2")
    assert bounds("aggregate by combine(4)") == {"ceil((n - 1)/3)"}


def test_parameters_that_the_setting_does_not_name_are_left_out():
    claim = parse_asked("problem max by best(k)\nparameters k integer >= 2, m integer >= k", "calls >= 0")
    assert [p.name for p in spoken_of(claim.setting, claim.recurrence.parameters)] == ["k"]
    other = parse_asked("problem max by best(m)\nparameters k integer >= 2, m integer >= k", "calls >= 0").setting
    assert [p.name for p in spoken_of(other, claim.recurrence.parameters)] == ["k", "m"]


def test_an_undecided_claim_about_a_problem_is_told_what_is_proved():
    claim = claim_about("second by compare", "calls >= 2*n for n >= 40")
    shown = [print_claim(b.claim) for b in strongest_bounds(claim, 5)]
    assert "calls(n) >= ceil(n - 2 + log2(n)) for n >= 2" in shown


def test_a_growth_claim_about_a_problem_needs_no_range():
    assert decide(claim_about("second by compare", "calls in Omega(n)")).decision == "proved"
    assert decide(claim_about("second by compare", "calls in omega(n)")).decision != "proved"
    assert decide(claim_about("sort by compare", "calls in Omega(n*log(n))")).decision == "proved"


def test_a_bound_of_a_problem_has_no_constant_to_tighten():
    with pytest.raises(CannotTighten, match="tightbound explore"):
        tighten(claim_about("second by compare", "calls >= n - 1 for n >= 2"))


def test_a_claim_is_read_about_a_recurrence_too():
    recurrence = "T(0) = 0; T(n) = T(n-1) + 1 for n >= 1"
    assert parse_asked(recurrence, "T(n) == n").recurrence == parse_recurrence(recurrence)
