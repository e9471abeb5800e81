"""Bounds over several sizes: drawn, decided, evaluated; orders in all sizes; mutants; tampering."""

import sys
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import LanguageError, parse_claim, parse_recurrence
from bounds.recurrence import EXPLICIT
from checkers import kernel
from checkers.decide import decide
from checkers.kernel import linear
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined
from tests.benchmarks.exact_claims import truth_at
from tests.benchmarks.exact_values import Evaluator
from tests.benchmarks.mutations import all_mutations
from tests.checkers.proofs import form
from tests.checkers.several_cases import ALIGN, STEPWISE, THREE

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins
COVER = "T(m,n) = 2*T(m-1,n-1) + 1 for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1"
LARGEST = "T(m,n) = max(T(m-1,n), T(m,n-1)) + 1 for m >= 1, n >= 1; T(m,0) = 0; T(0,n) = 0"
ROWS = "T(m,n) = T(m-1,n) + n for m >= 1; T(0,n) = 0"


def decided(text, statement):
    return decide(parse_claim(statement, parse_recurrence(text)))


@pytest.mark.parametrize(
    ("text", "statement", "expected"),
    [
        (ALIGN, "T in O(2^(m+n))", "proved"),
        (ALIGN, "T in o(3^(m+n))", "proved"),
        (ALIGN, "T in Omega(m*n)", "proved"),
        (ALIGN, "T in O(m + n)", "refuted"),
        (ALIGN, "T(m,n) <= 2^(m+n+1) - 1", "proved"),
        (ALIGN, "T(m,n) <= 2*binomial(m+n, n) - 1", "proved"),
        (ALIGN, "T(m,n) <= 2^(m+n) - 1", "refuted"),
        (STEPWISE, "T in Theta(m + n)", "proved"),
        (STEPWISE, "T in O(m)", "refuted"),
        (STEPWISE, "T in Omega(m*n)", "refuted"),
        (COVER, "T in O(2^n)", "proved"),
        (COVER, "T in O(2^m)", "proved"),
        (LARGEST, "T(m,n) <= m + n", "proved"),
        (LARGEST, "T(m,n) == m + n - 1 for m >= 1, n >= 1", "proved"),
        (LARGEST, "T(m,n) == m + n - 1 for m >= 1", "refuted"),
        (LARGEST, "T in Theta(m + n)", "proved"),
        (LARGEST, "T in O(m^2)", "refuted"),
        (LARGEST, "T in Omega(m*n)", "refuted"),
        (ROWS, "T in Theta(m*n)", "proved"),
        (ROWS, "T in o(m*n)", "refuted"),
        ("T(m,n) = T(m-1,n) + 3*m for m >= 1; T(0,n) = n", "T in Omega(m*n)", "refuted"),
        (THREE, "T in O(3^(a+b+c))", "proved"),
        (THREE, "T in Omega(a*b*c)", "proved"),
    ],
)
def test_the_order_in_all_sizes_is_decided(text, statement, expected):
    assert decided(text, statement).decision == expected


@st.composite
def grids(draw):
    """T(m,n) from neighbours on a grid with weights, tolls and edges, and a claim."""
    calls = ["T(m-1,n)", "T(m,n-1)", "T(m-1,n-1)", "T(m-1,0)", "T(0,n)", "T(m-1,n+1)", "T(floor(m/2),n)"]
    weights = ["", "", "2*", "3*", "1/2*", "m*", "-", "n*"]
    terms = [
        draw(st.sampled_from(weights)) + draw(st.sampled_from(calls[: 3 + 4 * draw(st.booleans())]))
        for _ in range(draw(st.integers(1, 3)))
    ]
    step = " + ".join(terms) if draw(st.booleans()) or len(terms) < 2 else f"max({', '.join(terms)})"
    toll = draw(st.sampled_from(["0", "1", "m", "n", "m*n", "m - n", "-1"]))
    edges = [draw(st.sampled_from(["0", "1", "2", "m", "-1"])), draw(st.sampled_from(["0", "1", "n", "3"]))]
    text = f"T(m,n) = {step} + {toll} for m >= 1, n >= 1; T(m,0) = {edges[0]}; T(0,n) = {edges[1]} for n >= 1"
    size = draw(
        st.sampled_from(["m", "n", "m + n", "m*n", "2^(m+n)", "3^(m+n)", "2^m", "2^n", "n*2^m", "(m+n)^2", "1"])
    )
    if draw(st.booleans()):
        return text, f"T in {draw(st.sampled_from(['O', 'Omega', 'Theta', 'o', 'omega']))}({size})"
    c, d = draw(st.sampled_from(["1", "2", "4"])), draw(st.integers(-1, 2))
    where = draw(st.sampled_from(["", "", " for m >= 1, n >= 1", " for m >= 1", " for n >= 1"]))
    return text, f"T(m,n) {draw(st.sampled_from(['<=', '>=', '==']))} {c}*{size} + {d}{where}"


@given(grids())
@settings(deadline=None, max_examples=60)
def test_what_is_decided_about_a_grid_is_so(drawn):
    text, statement = drawn
    try:
        claim = parse_claim(statement, parse_recurrence(text))
    except LanguageError:
        return
    verdict = decide(claim)
    if verdict.decision == "unknown":
        return
    values = Evaluator(claim.recurrence)
    if claim.relation in EXPLICIT:
        truths = [_truth(claim, at, values) for at in product(range(9), repeat=2)]
        assert verdict.decision == "refuted" or False not in truths, drawn
        assert verdict.decision == "proved" or False in truths or "counterexample" in verdict.method, drawn
    elif verdict.decision == "proved" and claim.relation in ("O", "Theta", "o"):
        assert _ratio(claim, values, 16) <= 8 * max(_ratio(claim, values, 8), Fraction(1)), drawn


def _truth(claim, at, values):
    try:
        return truth_at(claim, at, values)
    except (Undefined, Undecided, TooLarge):
        return None


def _ratio(claim, values, far):
    """The largest |T/f| with one size at `far` and the other between 4 and there."""
    names = [e.name for e in claim.subject.arguments]
    best = Fraction(0)
    for near in range(4, far + 1):
        for at in ((near, far), (far, near)):
            here = dict(zip(names, at, strict=True))
            top, bottom = values.evaluate(claim.subject, here), values.evaluate(claim.bound, here)
            best = max(best, abs(Fraction(top)) / Fraction(bottom))
    return best


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            ALIGN,
            "T(m,n) <= 2^(m+n+1) - 1",
            ("T(m,n) <= 2^(m+n) - 1", "T(m,n) <= m*n + m + n", "T(m,n) >= 2^(m+n+1) - 1"),
        ),
        (ALIGN, "T in O(2^(m+n))", ("T in O(m + n)", "T in Omega(2^(m+n))", "T in o(m*n)")),
        (STEPWISE, "T in Theta(m + n)", ("T in Theta(m)", "T in o(m + n)", "T in Omega(m*n)")),
    ],
)
def test_no_changed_certificate_proves_a_false_claim(text, true, false):
    certificate = decided(text, true).certificate
    assert certificate["proof"]["rule"] == "several"
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


@given(
    st.dictionaries(
        st.sampled_from(["1", "m", "n", "m*n", "2^m", "2^(m+n)", "m*2^n", "3^n", "4^(m+1)", "(3/2)^(2*m+n)", "n^2"]),
        st.integers(-6, 8),
        max_size=5,
    ),
    st.integers(0, 3),
    st.integers(0, 3),
)
@settings(max_examples=300)
def test_an_expression_said_to_be_nonnegative_is_so_on_the_grid(terms, low, other):
    text = " + ".join(f"({c})*{t}" for t, c in terms.items()) or "0"
    known = [{"m": Fraction(1), "": Fraction(-low)}, {"n": Fraction(1), "": Fraction(-other)}]
    if linear.is_nonnegative(kernel.decode.expression(form(text)), known):
        for m, n in product(range(low, low + 7), range(other, other + 7)):
            value = sum(Fraction(c) * _at(t, m, n) for t, c in terms.items())
            assert value >= 0, (text, m, n)


def _at(term, m, n):
    values = {
        "1": 1, "m": m, "n": n, "m*n": m * n, "2^m": 2**m, "2^(m+n)": 2 ** (m + n), "m*2^n": m * 2**n, "3^n": 3**n,
        "4^(m+1)": 4 ** (m + 1), "(3/2)^(2*m+n)": Fraction(3, 2) ** (2 * m + n), "n^2": n * n,
    }  # fmt: skip
    return values[term]


def test_what_is_nonnegative_is_seen_to_be_and_what_is_not_is_not():
    """A control: 2^m - m - 1 by Bernoulli's inequality; 2^m - m - 2 is -1 at 0."""
    known = [{"m": Fraction(1)}]
    seen = [linear.is_nonnegative(kernel.decode.expression(form(t)), known) for t in ("2^m - m - 1", "2^m - m - 2")]
    assert seen == [True, False]
