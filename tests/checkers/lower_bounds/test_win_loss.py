"""Claims that rule win-loss decides, and what is said where it does not."""

import pytest

from checkers.decide import decide
from tests.checkers.lower_bounds.settings_read import claim_of


@pytest.mark.parametrize(
    ("problem", "claim", "parameters"),
    [
        ("min_and_max by compare", "calls >= ceil(3*n/2) - 2 for n >= 2", ""),
        ("min_and_max by compare, best_and_worst(5) at 2", "calls >= 3*n/5 - 1 for n >= 2", ""),
        ("min_and_max by compare, best_and_worst(5) at 5", "calls >= 7*n/5 - 2 for n >= 2", ""),
        ("max by compare, best(10) at 3", "calls >= (n - 1)/3 for n >= 1", ""),
        ("max by compare, best(k) at 2", "calls >= 2*(n - 1)/(k - 1) for n >= 1", "k integer >= 3"),
        ("min_and_max by best_and_worst(4) exactly", "calls >= 5*n/12 - 2/3 for n >= 4", ""),
        ("sort by best_and_worst(3)", "calls >= 2*n/3 - 1 for n >= 2", ""),
        ("min_and_max by best(k)", "calls >= (k^2 - k + 1)*n/(k*(k - 1)) - k/(k - 1) for n >= 2", "k integer >= 2"),
        ("min_and_max by best_and_worst(3)", "calls in Omega(n)", ""),
        ("min_and_max by compare with nonadaptive", "calls >= 3*n/2 - 2 for n >= 2", ""),
    ],
)
def test_a_claim_is_proved_at_grade_kernel(problem, claim, parameters):
    verdict = decide(claim_of(problem, claim, parameters))
    assert (verdict.decision, verdict.rests_on) == ("proved", ("kernel",))


@pytest.mark.parametrize(
    ("problem", "claim", "parameters"),
    [
        ("min_and_max by compare", "calls >= 3*n/2 - 1 for n >= 2", ""),
        ("min_and_max by compare, best_and_worst(5) at 2", "calls >= 3*n/5 for n >= 2", ""),
        ("max by compare, best(k) at 2", "calls >= 2*(n - 1)/(k - 1) for n >= 1", "k integer >= 2"),
    ],
)
def test_a_claim_that_is_too_strong_is_refuted(problem, claim, parameters):
    assert decide(claim_of(problem, claim, parameters)).decision == "refuted"


@pytest.mark.parametrize(
    ("problem", "claim", "parameters"),
    [
        ("max by best(k), sort(m)", "calls >= (n - 1)/(k + m) for n >= 1", "k integer >= 2, m integer >= 2"),
        ("min_and_max by sort(k)", "calls >= n/(2*k) for n >= 2", "k integer >= 1"),
        ("min_and_max by sort(k)", "calls >= n/(2*k) - 2 for n >= 2", "k integer"),
    ],
)
def test_a_claim_out_of_reach_is_unknown_and_nothing_fails(problem, claim, parameters):
    verdict = decide(claim_of(problem, claim, parameters))
    assert verdict.decision == "unknown"
    assert verdict.blocked
    assert not any("failed with" in b.reason or "an error" in b.reason for b in verdict.blocked)
