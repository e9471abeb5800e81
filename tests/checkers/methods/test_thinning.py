"""Binomial averages: drawn, decided, evaluated exactly; mutants; tampering."""

import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import decide
from tests.benchmarks.exact_claims import truth_at
from tests.benchmarks.exact_values import Evaluator
from tests.benchmarks.mutations import all_mutations

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins


def average(p: Fraction, toll: str, base: str = "T(0) = 0") -> str:
    weight = f"binomial(n,k)*({p})^k*({1 - p})^(n-k)"
    return f"{base}; T(n) = ({toll} + sum(k=0..n-1: {weight}*T(k)))/(1 - ({p})^n) for n >= 1"


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from((Fraction(1, 2), Fraction(1, 3), Fraction(3, 4))), st.sampled_from(("1", "2", "n", "2*n + 1", "0")),
    st.sampled_from(("<=", ">=", "==")), st.fractions(0, 6, max_denominator=4), st.integers(-2, 3),
    st.sampled_from(("log2(n+1)", "n", "log(n+1, 3)")),
)  # fmt: skip
def test_what_is_decided_of_an_average_is_so(p, toll, relation, c, d, form):
    claim = parse_claim(f"T(n) {relation} ({c})*{form} + {d}", parse_recurrence(average(p, toll)))
    verdict = decide(claim)
    values = Evaluator(claim.recurrence)
    truths = [truth_at(claim, (n,), values) for n in range(40)]
    assert verdict.decision != "proved" or False not in truths
    assert verdict.decision != "refuted" or False in truths


KNOWN = [
    (average(Fraction(1, 2), "1"), "T in Theta(log(n))", "proved"),
    (average(Fraction(1, 2), "1"), "T in o(log(n))", "refuted"),
    (average(Fraction(2, 3), "1"), "T in Theta(log(n))", "proved"),
    (average(Fraction(1, 4), "n"), "T(n) == 4/3*n", "proved"),
    (average(Fraction(1, 4), "n"), "T(n) == 4/3*n + 1", "refuted"),
    (average(Fraction(1, 4), "n"), "T in Theta(n*log(n))", "refuted"),
    (average(Fraction(1, 2), "n + 1"), "T in Theta(n)", "proved"),
]


@pytest.mark.parametrize(("text", "statement", "expected"), KNOWN)
def test_known_answers(text, statement, expected):
    assert decide(parse_claim(statement, parse_recurrence(text))).decision == expected


@pytest.mark.parametrize(
    ("true", "false"),
    [("T(n) <= 2*log2(n+1) + 1", "T(n) <= log2(n+1)/2 + 2"), ("T(n) >= log2(n+1)", "T(n) >= 2*log2(n+1)")],
)
def test_no_spoiled_certificate_proves_a_false_claim(true, false):
    recurrence = parse_recurrence(average(Fraction(1, 2), "1"))
    certificate = decide(parse_claim(true, recurrence)).certificate
    claim = claim_to_json(parse_claim(false, recurrence))
    proofs = [certificate["proof"], *(m.result for m in all_mutations(certificate["proof"]))]
    for proof in proofs[:200]:
        with pytest.raises(kernel.Rejected):
            kernel.check(claim, {**certificate, "claim": claim, "proof": proof})
