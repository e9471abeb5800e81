"""Factorial growth, and growth between powers and exponentials: known orders, mutants, random steps, tampering."""

import math
import random
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import decide
from tests.benchmarks.arithmetic import log2_size
from tests.benchmarks.exact_values import Evaluator
from tests.benchmarks.mutations import all_mutations
from tests.benchmarks.random_claims import factorial, factorial_claim

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins
ARRANGEMENTS = "T(n) = n*T(n-1) + 1 for n >= 1; T(0) = 1"
SQUARES = "T(n) = n*T(n-1) + n^2 for n >= 1; T(0) = 0"
DERANGEMENTS = "T(n) = (n-1)*(T(n-1) + T(n-2)) for n >= 2; T(0) = 1; T(1) = 0"
DOUBLE = "T(n) = (2*n + 3)*T(n-1) + n for n >= 1; T(0) = 1"
BETWEEN = "T(n) = T(n-1) + T(floor(n/2)) + n for n >= 2; T(0) = 1; T(1) = 1"


def decided(text, statement):
    return decide(parse_claim(statement, parse_recurrence(text)))


@pytest.mark.parametrize(
    ("text", "statement", "expected"),
    [
        (ARRANGEMENTS, "T in Theta(n!)", "proved"),  # floor(e*n!) for n >= 1: Graham, Knuth, Patashnik, 5.50
        (ARRANGEMENTS, "T(n) <= 3*n! - 1 for n >= 1", "proved"),
        (ARRANGEMENTS, "T(n) >= 5/2*n! for n >= 2", "proved"),
        (ARRANGEMENTS, "T in o(n!)", "refuted"),
        (ARRANGEMENTS, "T in O(n!/n)", "refuted"),
        (ARRANGEMENTS, "T in omega(n!)", "refuted"),
        (ARRANGEMENTS, "T in O(100^n)", "refuted"),
        (SQUARES, "T in Theta(n!)", "proved"),
        (DERANGEMENTS, "T in Theta(n!)", "proved"),
        (DOUBLE, "T in Theta(2^n*n!*n^(3/2))", "proved"),
        (DOUBLE, "T in O(2^n*n!*n^(4/3))", "refuted"),
        (BETWEEN, "T in omega(n^10)", "proved"),
        (BETWEEN, "T in o((101/100)^n)", "proved"),
        (BETWEEN, "T in O(n^5)", "refuted"),
        (BETWEEN, "T in Theta(2^n)", "refuted"),
        ("T(n) = T(n-2) + 2*T(floor(n/3)) for n >= 2; T(0) = 1; T(1) = 1", "T in omega(n^4*log(n))", "proved"),
    ],
)
def test_the_order_is_decided(text, statement, expected):
    assert decided(text, statement).decision == expected


def test_a_bound_that_lies_beside_says_so():
    assert decided(BETWEEN, "T in O(n^5)").witness == "T is at least of order n^7, above the bound"
    assert decided(BETWEEN, "T in Theta(2^n)").witness.startswith("T is at most of order")


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=25)
def test_factorial_growth_that_is_decided_agrees_with_exact_values(seed):
    """The order that theory gives moves T(n)/(a^n n!) from n = 100 to 200 by about 2^q; verdicts agree with it."""
    draw = random.Random(seed)
    sample = factorial(draw)
    statement, _, truth = factorial_claim(draw, sample)
    claim = parse_claim(statement, parse_recurrence(sample.text))
    decision = decide(claim).decision
    values = Evaluator(claim.recurrence)
    early, late = (_over_factorial(values.evaluate(claim.subject, {"n": n}), sample.geometric, n) for n in (100, 200))
    assert (
        abs(late - early - float(Fraction(sample.exponent))) < 0.4 + abs(float(Fraction(sample.exponent))) / 10
    )  # the theory, against exact values
    assert decision in ("unknown", "proved" if truth else "refuted"), (sample.text, claim.bound)


def _over_factorial(value, base, n):
    """log2 of value / (base^n n!)."""
    return log2_size(value) - n * math.log2(base) - math.log2(math.factorial(n))


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (ARRANGEMENTS, "T in Theta(n!)", ("T in o(n!)", "T in O(n!/log(n))", "T in omega(n!)")),
        (ARRANGEMENTS, "T(n) <= 3*n! - 1 for n >= 1", ("T(n) <= 27/10*n! for n >= 1", "T(n) >= 3*n! for n >= 1")),
        (BETWEEN, "T in omega(n^3)", ("T in O(n^3)", "T in omega(2^n)", "T in Omega((3/2)^n)")),
    ],
)
def test_no_changed_certificate_proves_a_false_claim(text, true, false):
    certificate = decided(text, true).certificate
    proofs = [certificate["proof"], *(m.result for m in all_mutations(certificate["proof"]))]
    assert len(proofs) > 50
    for statement in false:
        about = claim_to_json(parse_claim(statement, parse_recurrence(text)))
        for proof in proofs:
            try:
                answer = kernel.check(about, {**certificate, "claim": about, "proof": proof})
            except kernel.Rejected:
                continue
            assert answer != "proved"
