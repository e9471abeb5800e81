"""What is said to be proved near an undecided claim is proved, true, and as near as is known to be possible."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence, print_claim
from bounds.recurrence import EXPLICIT
from checkers import kernel
from checkers.strongest_bounds import strongest_bounds
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined
from tests.benchmarks.exact_claims import evaluator_for, truth_at

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins

KNOWN = [
    (
        "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2",
        "T(n) <= 0.99*n*log2(n) for n >= 2",
        ["T(n) in Theta(n*log(n))", "T(n) <= n*log2(n) for n >= 2", "T(n) >= 1/2*n*log2(n) for n >= 2"],
    ),
    ("parameters k integer >= 2; R(1) = 0; R(m) = ceil(m/k) + R(ceil(m/k)) for m >= 2",
     "R(m) <= 3/2*(m - 1) for m >= 1", ["R(m) <= 2*(m - 1) for m >= 1"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim", "expected"), KNOWN)
def test_known_bounds_are_found(text, claim, expected):
    found = strongest_bounds(parse_claim(claim, parse_recurrence(text)), 8.0)
    assert [print_claim(b.claim) for b in found] == expected


def test_a_growth_claim_between_families_gets_a_bound_fitted_to_exact_values():
    recurrence = parse_recurrence("T(0) = 1; T(n) = T(n-1) + T(floor(n/2)) for n >= 1")
    found = strongest_bounds(parse_claim("T in O(n^5)", recurrence), 8.0)
    assert {b.claim.relation for b in found} & {"<=", ">=", "Omega"}


@pytest.mark.parametrize("claim", ["T(n, m) <= n*m", "T in O(n*m)"])
def test_a_claim_about_several_sizes_gets_none(claim):
    recurrence = parse_recurrence("T(n, 0) = 1; T(0, m) = 1; T(n, m) = T(n-1, m) + T(n, m-1) + 1 for n >= 1, m >= 1")
    assert strongest_bounds(parse_claim(claim, recurrence), 5.0) == ()


def test_no_time_gives_nothing():
    recurrence = parse_recurrence("T(1) = 0; T(n) = 2*T(floor(n/2)) + n for n >= 2")
    assert strongest_bounds(parse_claim("T(n) <= n", recurrence), 0.0) == ()


CALLS = ("2*T(floor(n/2))", "T(floor(n/2)) + T(ceil(n/2))", "3*T(ceil(n/3))", "T(n-1) + T(floor(n/2))", "T(n-1)")
CLAIMS = ("T(n) <= n^2 for n >= 2", "T(n) >= n for n >= 2", "T(n) == 2*n for n >= 2", "T in O(n)", "T in omega(n^2)")


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(CALLS), st.sampled_from(["1", "n", "n - 5", "n*log2(n)"]), st.sampled_from(CLAIMS))
def test_every_bound_is_proved_and_holds_where_it_can_be_evaluated(calls, toll, text):
    recurrence = parse_recurrence(f"T(0) = 2; T(1) = 1; T(2) = 1; T(n) = {calls} + {toll} for n >= 3")
    for bound in strongest_bounds(parse_claim(text, recurrence), 1.0):
        assert kernel.check(claim_to_json(bound.claim), bound.certificate) == "proved"
        if bound.claim.relation not in EXPLICIT:
            continue
        values = evaluator_for(bound.claim)
        for n in range(1, 301):
            try:
                assert truth_at(bound.claim, (n,), values) is not False, (n, print_claim(bound.claim))
            except (Undefined, Undecided, TooLarge):
                continue
