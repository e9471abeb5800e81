"""Sums over earlier values: drawn, decided, evaluated; published figures; mutants; tampering."""

import math
import random
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json, expression_from_json
from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import decide
from checkers.invariants import to_json
from checkers.methods import history_induction
from checkers.telescoped_sums import Term, forms
from tests.benchmarks.exact_claims import truth_at
from tests.benchmarks.exact_values import Evaluator
from tests.benchmarks.mutations import all_mutations
from tests.benchmarks.random_claims import growth_claim, weighted_history
from tests.checkers.methods.test_split_induction import check

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins
QUICKSELECT = "T(0) = 0; T(n) = (2/n)*sum(k=floor(n/2)..n-1: T(k)) + n - 1 for n >= 1"
QUICKSORT = "T(0) = 0; T(n) = (2/n)*sum(k=0..n-1: T(k)) + n - 1 for n >= 1"
DOUBLING = "T(0) = 1; T(n) = sum(k=0..n-1: T(k)) + n for n >= 1"
SQUARES = "T(0) = 1; T(n) = (5/n^3)*sum(k=0..n-1: k^2*T(k)) + n for n >= 1"
MIRRORED = "T(0) = 1; T(n) = (1/n)*sum(k=0..n-1: T(k) + T(n-1-k)) + sqrt(n) for n >= 1"
MOMENT = "T(0) = 0; T(1) = 1; T(n) = (6/n^2)*sum(k=0..n-1: (n-k)*T(k)) + 1 for n >= 2"


def decided(text, statement):
    return decide(parse_claim(statement, parse_recurrence(text)))


def answer(about, certificate):
    """What the kernel says, or that it refuses."""
    try:
        return kernel.check(about, certificate)
    except kernel.Rejected:
        return "rejected"


@pytest.mark.parametrize(
    ("text", "statement", "expected"),
    [
        (QUICKSELECT, "T in Theta(n)", "proved"),
        (QUICKSELECT, "T(n) <= 4*n", "proved"),  # Cormen et al., 4th ed., 9.2: O(n), and 4n for this recurrence
        (QUICKSELECT, "T in O(sqrt(n))", "refuted"),
        (QUICKSELECT, "T in Omega(n*log(n))", "refuted"),
        (QUICKSORT, "T in Theta(n*log(n))", "proved"),
        (DOUBLING, "T in Theta(2^n)", "proved"),
        (DOUBLING, "T(n) <= 3*2^n", "proved"),
        (DOUBLING, "T in O(2^n/n)", "refuted"),
        (SQUARES, "T in Theta(n^2)", "proved"),  # M(p) = 5/(p + 3) is 1 at p = 2
        (SQUARES, "T in o(n^2)", "refuted"),
        (MIRRORED, "T in Theta(n)", "proved"),
        (MOMENT, "T in Theta(n)", "proved"),  # M(p) = 6/((p + 1)*(p + 2)) is 1 at p = 1
        (MOMENT, "T in omega(n)", "refuted"),
    ],
)
def test_a_cost_that_sums_over_earlier_ones_has_the_order_of_its_moment(text, statement, expected):
    assert decided(text, statement).decision == expected


def test_what_this_method_decides_the_kernel_accepts_under_its_rule():
    for text, statement in ((QUICKSELECT, "T(n) <= 4*n"), (DOUBLING, "T in Theta(2^n)"), (SQUARES, "T in O(n^2)")):
        verdict = decided(text, statement)
        assert verdict.method == "history_induction"
        assert kernel.check(claim_to_json(verdict.claim), verdict.certificate) == "proved"


def test_a_sum_that_is_empty_is_not_taken_to_be_positive():
    """T is 0 from 5 on, though its step would preserve 2^n + 1; an earlier state of the kernel believed it."""
    nothing = "T(n) = 1 for n < 5; T(n) = sum(k=10..n-1: T(k)) for n >= 5"
    assert decided(nothing, "T in Omega(2^n)").decision != "proved"
    assert decided(nothing, "T in Omega(1)").decision != "proved"


def test_a_step_without_sums_is_none_of_this_methods_business():
    claim = parse_claim("T in O(n)", parse_recurrence("T(0) = 0; T(n) = T(floor(n/2)) + n for n >= 1"))
    assert history_induction.find(claim) is None


@st.composite
def histories(draw):
    """a(n) * sum of w*T over all, the upper half, a mirror image, or from a number on, and a claim near its size."""
    d = draw(st.integers(0, 2))
    over = draw(st.sampled_from(("1", "n", "(n + 1)", "n^2", "n^3")))
    weight = draw(st.sampled_from(("", "k*", "k^2*", "(n - k)*", "2*", "(n - k)*k*")))
    where, call = draw(
        st.sampled_from(
            (
                ("k=0..n-1", "T(k)"),
                ("k=1..n-1", "T(k)"),
                ("k=3..n-1", "T(k)"),
                ("k=floor(n/2)..n-1", "T(k)"),
                ("k=ceil(n/3)..n-1", "T(k)"),
                ("k=0..n-1", "T(n-1-k)"),
                ("k=1..n", "T(n-k)"),
                ("k=0..n-2", "T(k) + T(n-1-k)"),
                ("k=n-3..n-1", "T(k)"),
                ("k=0..floor(n/2)", "T(k)"),
            )
        )
    )
    a = draw(st.sampled_from(("1", "2", "3", "1/2", "8/3")))
    toll = draw(st.sampled_from(("0", "1", "n", "n - 1", "log(n)", "sqrt(n)", "n^2", "3 - n", "n*log(n)")))
    start = draw(st.integers(3, 6))
    base = draw(st.sampled_from(("0", "1", "2", "-1", "n")))
    body = weight + (f"({call})" if "+" in call and weight else call)
    text = f"T(n) = {base} for n < {start}; T(n) = ({a})/{over}*sum({where}: {body}) + {toll} for n >= {start}"
    size = draw(st.sampled_from(("1", "log(n)", "n", "n*log(n)", "n^2", "n^3", "2^n", "3^n", "sqrt(n)")))
    if draw(st.booleans()):
        return text, f"T in {draw(st.sampled_from(('O', 'Omega', 'Theta', 'o', 'omega')))}({size})"
    c = draw(st.sampled_from(("1/4", "1", "2", "4", "10")))
    return text, f"T(n) {draw(st.sampled_from(('<=', '>=')))} {c}*{size} - {d} for n >= {draw(st.integers(2, 7))}"


@given(histories())
@settings(deadline=None, max_examples=80)
def test_what_is_decided_about_sums_over_earlier_values_is_so(drawn):
    check(*drawn)


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=80)
def test_growth_that_is_decided_agrees_with_theory(seed):
    draw = random.Random(seed)
    sample = weighted_history(draw)
    statement, _, truth = growth_claim(draw, sample)
    decision = decided(sample.text, statement).decision
    assert truth is None or decision in ("unknown", "proved" if truth else "refuted"), (sample.text, statement)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (QUICKSELECT, "T(n) <= 4*n", ("T(n) <= 5*n/2", "T(n) <= 3*n - 8 for n >= 1", "T(n) >= 4*n")),
        (DOUBLING, "T(n) <= 3*2^n", ("T(n) <= 3*2^n/2 - 2*n", "T(n) >= 3*2^n")),
        (QUICKSELECT, "T in Theta(n)", ("T in o(n)", "T in Theta(n*log(n))", "T in O(n/log(n))")),
        (SQUARES, "T in O(n^2)", ("T in o(n^2)", "T in O(n^2/log(n))", "T in Omega(n^3)")),
    ],
)
def test_no_changed_certificate_proves_a_false_claim(text, true, false):
    """The proof of a true claim and every change of it, beside claims that are false."""
    certificate = decided(text, true).certificate
    proofs = [certificate["proof"], *(m.result for m in all_mutations(certificate["proof"]))]
    assert len(proofs) > 50
    for statement in false:
        about = claim_to_json(parse_claim(statement, parse_recurrence(text)))
        for proof in proofs:
            assert answer(about, {**certificate, "claim": about, "proof": proof}) != "proved"


@pytest.mark.parametrize("claimed", ["T(n) <= 3*n", "T(n) <= n*log(n) - n", "T(n) >= 4*n - 5"])
def test_a_false_bound_of_quickselect_is_not_proved(claimed):
    claim = parse_claim(f"{claimed} for n >= 1", parse_recurrence(QUICKSELECT))
    values = Evaluator(claim.recurrence)
    truths = [truth_at(claim, (n,), values) for n in range(1, 400)]
    assert (decide(claim).decision == "proved") <= (False not in truths)


TERMS = [Term(Fraction(c), Fraction(p), Fraction(s)) for c in (1, -2) for p in (0, 1, 2) for s in (0, 1)]


def middle(value):
    """A number near a value of the evaluator, which may be an interval."""
    return float(value if isinstance(value, int | Fraction) else value.mid.a)


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("i", [0, 1, 2])
@pytest.mark.parametrize("term", TERMS, ids=str)
def test_of_the_forms_one_rises_on_the_side_asked_for(term, i, above):
    """S(k+1) - S(k) against k^i F(k), at k from 40 to 200; the closest is within a tenth of it."""
    evaluator = Evaluator(parse_recurrence("T(n) = n for n >= 0"))
    sides = []
    for form in forms([term], i, above, None):
        e = expression_from_json(to_json(form))
        at = {k: middle(evaluator.evaluate(e, {"n": k})) for k in range(40, 202)}
        want = {k: float(term.c) * k ** float(term.p + i) * math.log(k) ** float(term.s) for k in range(40, 201)}
        gaps = {k: at[k + 1] - at[k] - w for k, w in want.items()}
        sides.append(all((g if above else -g) >= -1e-6 * abs(want[k]) for k, g in gaps.items()))
        assert all(abs(g) <= abs(want[k]) / 10 for k, g in gaps.items())
    assert any(sides)
