"""Max and min over splits, systems, inequalities, finite ranges: drawn, decided, evaluated; mutants; tampering."""

import sys
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import LanguageError, parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import about_extremal_solution, decide
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined
from tests.benchmarks.exact_claims import truth_at
from tests.benchmarks.exact_values import Evaluator
from tests.benchmarks.mutations import all_mutations

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins
UPTO = 64


def values_of(claim):
    """The evaluator of the claim; of inequalities, of their extremal solution."""
    return Evaluator(about_extremal_solution(claim).recurrence)


def check(text, statement, upto=UPTO):
    """The decision, after a comparison with exact values at small sizes."""
    try:
        claim = parse_claim(statement, parse_recurrence(text))
    except LanguageError:
        assume(False)
    verdict = decide(claim)
    if verdict.decision == "unknown" or claim.relation not in ("<=", ">=", "=="):
        return verdict.decision
    values, truths = values_of(claim), []
    for n in range(upto):
        try:
            truths.append(truth_at(claim, (n,), values))
        except (Undefined, Undecided, TooLarge):
            continue
    assert verdict.decision == "refuted" or False not in truths, (text, statement)
    assert verdict.decision == "proved" or False in truths or verdict.method == "far_counterexample"
    return verdict.decision


TOLLS = ("0", "1", "n", "2*n - 1", "min(k, n-k)", "n - 1", "floor(n/2)", "n^2")
FORMS = ("{c}*n + {d}", "{c}*n - {d}", "{c}*n*log2(n)", "{c}*n^2", "{c}*n^2 + {d}*n", "{c}*log2(n) + {d}")


@st.composite
def splits(draw):
    """max or min over k of T(k) + T(n - k) or one of them, a toll within or beside, and a claim near its size."""
    kind, toll = draw(st.sampled_from(("max", "min"))), draw(st.sampled_from(TOLLS))
    calls = draw(st.sampled_from(("T(k) + T(n-k)", "T(k) + T(n-1-k)", "T(k)", "T(n-1-k)", "2*T(k) + T(n-k)")))
    low = draw(st.integers(0, 2))
    high = draw(st.sampled_from(("n-1", "n-2", "floor(n/2)")))
    inside = toll if "k" in toll or draw(st.booleans()) else "0"
    outside = toll if inside == "0" and "k" not in toll else "0"
    base = [draw(st.integers(0, 2)) for _ in range(4)]
    values = "; ".join(f"T({i}) = {q}" for i, q in enumerate(base))
    text = f"{values}; T(n) = {kind}(k={low}..{high}: {calls} + {inside}) + {outside} for n >= 4"
    c, d = draw(st.fractions(0, 4, max_denominator=4)), draw(st.integers(0, 4))
    form = draw(st.sampled_from(FORMS)).format(c=f"({c})", d=f"({d})")
    return text, f"T(n) {draw(st.sampled_from(('<=', '>=', '==')))} {form} for n >= {draw(st.integers(0, 4))}"


@settings(max_examples=40, deadline=None)
@given(splits())
def test_what_is_decided_of_a_split_is_so(problem):
    check(*problem)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(("max", "min")),
    st.sampled_from(TOLLS),
    st.integers(0, 2),
    st.sampled_from(("n", "n*log(n)", "n^2", "1")),
)
def test_orders_of_a_split_do_not_contradict_each_other(kind, toll, low, order):
    text = f"T(n) = 1 for n <= 3; T(n) = {kind}(k={low}..n-1: T(k) + T(n-1-k) + {toll}) for n >= 4"
    assume("min(k" not in toll)
    said = {r: check(text, f"T in {r}({order})") for r in ("O", "Omega", "Theta", "o", "omega")}
    assert not (said["O"] == "proved" and said["omega"] == "proved")
    assert not (said["Omega"] == "proved" and said["o"] == "proved")
    assert not (said["Theta"] == "proved" and "refuted" in (said["O"], said["Omega"]))


LARGEST = "T(1) = 0; T(n) = max(k=1..n-1: T(k) + T(n-k)) + 1 for n >= 2"
SMALL = "T(1) = 0; T(n) = max(k=1..n-1: T(k) + T(n-k) + min(k, n-k)) for n >= 2"
BEST = "T(n) = 1 for n <= 1; T(n) = min(q=1..n-1: T(q) + T(n-q-1)) + n for n >= 2"
WORST = "T(0) = 0; T(n) = max(q=0..n-1: T(q) + T(n-1-q)) + n for n >= 1"
KNOWN = [
    (LARGEST, "T(n) == n - 1", "proved"),
    (LARGEST, "T(n) == n", "refuted"),
    (LARGEST, "T(n) <= n - 2", "refuted"),
    (SMALL, "T(n) <= n*log2(n)/2", "proved"),
    (SMALL, "T(n) <= 49/100*n*log2(n)", "refuted"),
    (SMALL, "T in Theta(n*log(n))", "proved"),
    (SMALL, "T in O(n)", "refuted"),
    (SMALL, "T in Omega(n^2)", "refuted"),
    (BEST, "T in Theta(n*log(n))", "proved"),
    (BEST, "T in Theta(n^2)", "refuted"),
    (WORST, "T in Theta(n^2)", "proved"),
    (WORST, "T in o(n^2)", "refuted"),
    (WORST, "T(n) <= n^2", "proved"),
    ("T(0) = 0; T(n) = max(k=0..n-1: T(k)) + 1 for n >= 1", "T(n) == n", "proved"),
    ("T(n) = 1 for n <= 3; T(n) = min(T(floor(n/2)), T(n-1)) + 1 for n >= 4", "T in O(log(n))", "proved"),
    ("T(n) = 1 for n <= 3; T(n) = min(T(floor(n/2)), T(n-1)) + 1 for n >= 4", "T in Theta(n)", "refuted"),
]


@pytest.mark.parametrize(("text", "statement", "expected"), KNOWN)
def test_known_answers(text, statement, expected):
    assert check(text, statement) == expected


FALSE = [
    (LARGEST, "T(n) <= n - 1", "T(n) <= n - 2"),
    (LARGEST, "T(n) >= n - 1", "T(n) >= n"),
    (SMALL, "T(n) <= n*log2(n)/2", "T(n) <= 2/5*n*log2(n)"),
    (WORST, "T in Theta(n^2)", "T in Theta(n*log(n))"),
    (BEST, "T in Theta(n*log(n))", "T in Theta(n)"),
]


@pytest.mark.parametrize(("text", "true", "false"), FALSE)
def test_no_spoiled_certificate_proves_a_false_claim(text, true, false):
    certificate = decide(parse_claim(true, parse_recurrence(text))).certificate
    claim = claim_to_json(parse_claim(false, parse_recurrence(text)))
    proofs = [certificate["proof"], *(m.result for m in all_mutations(certificate["proof"]))]
    for proof in proofs[:150]:
        spoiled = {**certificate, "claim": claim, "proof": proof}
        with pytest.raises(kernel.Rejected):
            kernel.check(claim, spoiled)


@st.composite
def systems(draw):
    """Two functions that call each other, and an explicit claim about one of them."""
    sizes = st.sampled_from(("n-1", "n-2", "floor(n/2)", "ceil(n/2)", "floor(n/3)"))
    a, b = (f"{draw(st.integers(1, 3))}*{f}({draw(sizes)})" for f in "BA")
    tolls = [draw(st.sampled_from(("0", "1", "n", "n + 2"))) for _ in range(2)]
    base = "; ".join(f"{f}({i}) = {draw(st.integers(0, 3))}" for f in "AB" for i in range(3))
    text = f"A(n) = {a} + {tolls[0]} for n >= 3; B(n) = {b} + {tolls[1]} for n >= 3; {base}"
    c = draw(st.fractions(0, 6, max_denominator=3))
    form = draw(st.sampled_from(("{c}*n", "{c}*n*log2(n)", "{c}*n^2", "{c}*2^n", "{c}*n + 2"))).format(c=f"({c})")
    return text, f"A(n) {draw(st.sampled_from(('<=', '>=', '==')))} {form} for n >= 2"


@settings(max_examples=40, deadline=None)
@given(systems())
def test_what_is_decided_of_a_system_is_so(problem):
    check(*problem, upto=200)


RIGHT_SIDES = ("T(n-1)", "2*T(floor(n/2))", "max(T(n-1), 3)", "n*T(n-1)/2", "n - T(n-1)")


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(("<=", ">=")), st.sampled_from(RIGHT_SIDES), st.sampled_from(("0", "1", "n")),
    st.sampled_from(("<=", ">=")), st.integers(0, 4), st.sampled_from(("n", "n^2", "2^n", "1")),
)  # fmt: skip
def test_what_is_decided_of_an_inequality_is_so_of_its_extremal_solution(side, call, toll, relation, c, form):
    text = f"T(0) {side} 1; T(n) {side} {call} + {toll} for n >= 1"
    decision = check(text, f"T(n) {relation} {c}*{form} + 1")
    if relation != side or call == "n - T(n-1)":
        assert decision == "unknown"


@pytest.mark.parametrize(("relation", "expected"), [("<=", "proved"), (">=", "unknown"), ("==", "unknown")])
def test_an_upper_inequality_says_nothing_from_below(relation, expected):
    assert check("T(0) <= 0; T(n) <= T(n-1) + 1 for n >= 1", f"T(n) {relation} n") == expected


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 30), st.integers(0, 30), st.fractions(0, 3, max_denominator=3), st.sampled_from(("<=", ">=", "=="))
)
def test_a_finite_range_is_decided_by_its_points(low, length, c, relation):
    text = "T(0) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2) - 1) + 1 for n >= 1"
    claim = parse_claim(f"T(n) {relation} ({c})*n for n >= {low}, n <= {low + length}", parse_recurrence(text))
    values = values_of(claim)
    truths = [truth_at(claim, (n,), values) for n in range(low, low + length + 1)]
    assert decide(claim).decision == ("proved" if all(truths) else "refuted")
    assert decide(evolve(claim, bound=claim.subject, relation="==")).decision == "proved"
    assert Fraction(values.value("T", 5)) == 5
