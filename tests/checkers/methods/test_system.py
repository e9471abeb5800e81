"""Method system: what it decides is true, what is false is not proved, and no tampered certificate is accepted."""

from __future__ import annotations

import sys
from copy import deepcopy
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import certificate_of, decide
from checkers.fitted_forms import shortest_recurrence
from checkers.found import Found
from checkers.kernel.refusal import Rejected
from checkers.methods import system
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined
from tests.benchmarks.exact_claims import evaluator_for, truth_at
from tests.checkers.proofs import form

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins

CATALAN = "T(n) = sum(k=0..n-1: T(k)*T(n-1-k)) for n > 0; T(0) = 1"
ZIP = "T(m,n) = T(m-1,n-1) + 1 for m >= 1, n >= 1; T(m,0) = m; T(0,n) = n"
MUTUAL = "A(n) = B(n-1) + 1 for n >= 1; B(n) = A(n-1) + 2 for n >= 1; A(0) = 0; B(0) = 0"
FIBONACCI = "A(n) = A(n-1) + B(n-1) for n >= 1; B(n) = A(n-1) for n >= 1; A(0) = 1; B(0) = 0"
LATTICE = "T(m,n) = T(m-1,n) + T(m,n-1) + 1 for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1"
COVER = "T(m,k) = 2*T(m-1,k-1) + 1 for m >= 1, k >= 1; T(m,0) = 1; T(0,k) = 1"
PASCAL = "T(m,n) = T(m-1,n) + T(m-1,n-1) for m > n, n >= 1; T(m,0) = 1; T(m,m) = 1"
OSCILLATING = "T(m,n) = T(m+1,n-1) + n for n >= 1; T(m,0) = T(m-1,0) + 1 for m >= 1; T(0,0) = 1"

WORST = "T(n) = max(k=0..n-1: T(k)+T(n-1-k)) + n for n > 0; T(0) = 0"

DECIDED = [
    (ZIP, "T(m,n) == max(m,n) for m >= 1, n >= 1", "proved"),
    (ZIP, "T(m,n) <= m + n", "proved"),
    (OSCILLATING, "T(m,n) == 1 + m + n*(n+3)/2 for m >= 1, n >= 1", "proved"),
    (OSCILLATING, "T(m,n) <= 1 + m + 2*n^2 for n >= 1", "proved"),
    (OSCILLATING, "T(m,n) >= m + n*(n+1)/2", "proved"),
    (PASCAL, "T(m,n) == binomial(m,n) for m >= n, n >= 1", "proved"),
    (LATTICE, "T(m,n) == 2*binomial(m+n,n) - 1 for m >= 1, n >= 1", "proved"),
    (COVER, "T(m,k) == 2^(k+1) - 1 for m >= k, k >= 1", "proved"),
    (COVER, "T(m,k) == 2^(min(m,k)+1) - 1", "proved"),
    ("T(k,n) = T(k-1,n) + n/k for k >= 1; T(0,n) = 0", "T(k,n) == n*H(k) for k >= 1", "proved"),
    ("T(i,j,k) = T(i-1,j,k) + j*k for i >= 1; T(0,j,k) = 0", "T(i,j,k) == i*j*k", "proved"),
    ("T(d,b) = b*T(d-1,b) + 1 for d >= 1; T(0,b) = 1", "T(d,b) == (b^(d+1)-1)/(b-1) for b >= 2", "proved"),
    ("T(m,n) = n*T(m-1,n) for m >= 1; T(0,n) = 1", "T(m,n) == n^m", "proved"),
    ("T(m,n) = sum(k=0..n: T(m-1,k)) for m >= 1; T(0,n) = 1", "T(m,n) == binomial(m+n,n)", "proved"),
    ("T(n) = T(n-1) + S(n) for n >= 1; S(n) = S(n-1) + 1/n for n >= 1; T(0) = 0; S(0) = 0", "T(n) == (n+1)*H(n) - n",
     "proved"),
    (WORST, "T(n) == n*(n+1)/2", "proved"),
    (WORST, "T in Theta(n^2)", "proved"),
    (WORST, "T in o(n^2)", "refuted"),
    ("T(n) = max(k=0..n-1: max(T(k),T(n-1-k))) + 1 for n >= 1; T(0) = 0", "T(n) == n", "proved"),
    (MUTUAL, "A(n) == (6*n-1+(-1)^n)/4 for n >= 1", "proved"),
    (MUTUAL, "A in Theta(n)", "proved"),
    (MUTUAL, "A in O(n/log(n))", "refuted"),
    (MUTUAL, "B(n) <= 2*n", "proved"),
    (FIBONACCI, "A(n) == Fib(n+1)", "proved"),
    (FIBONACCI, "A in Theta(phi^n)", "proved"),
    (FIBONACCI, "A in o(phi^n)", "refuted"),
    ("A(n) = A(n-1) + 2*B(n-1) for n >= 1; B(n) = A(n-1) for n >= 1; A(0) = 1; B(0) = 0", "A in Theta(2^n)", "proved"),
    (CATALAN, "T(n) == binomial(2*n,n)/(n+1) for n >= 0", "proved"),
    (CATALAN, "T in Theta(4^n/n^(3/2))", "proved"),
    (CATALAN, "T in O(4^n/n^2)", "refuted"),
    ("T(n) = max(k=0..n-1: T(k)+T(n-1-k)) for n > 0; T(0) = 1", "T(n) == n+1 for n >= 0", "proved"),
    ("A(n) = B(n) + 1 for n >= 1; B(n) = 2*A(n-1) for n >= 1; A(0) = 0; B(0) = 0", "A(n) == 2^n - 1", "proved"),
]  # fmt: skip


@pytest.mark.parametrize(("recurrence", "statement", "verdict"), DECIDED)
def test_a_claim_is_decided_by_closed_forms_of_all_functions(recurrence, statement, verdict):
    found = system.find(parse_claim(statement, parse_recurrence(recurrence)))
    assert isinstance(found, Found), found
    assert found.verdict == verdict


NOT_PROVED = [
    (ZIP, "T(m,n) == max(m,n) + 1 for m >= 1, n >= 1"),
    (ZIP, "T(m,n) == min(m,n) for m >= 1, n >= 1"),
    (ZIP, "T(m,n) <= m for m >= 1, n >= 1"),
    (ZIP, "T(m,n) <= m + n - 1"),
    (OSCILLATING, "T(m,n) == 1 + m + n*(n+1)/2 for m >= 1, n >= 1"),
    (OSCILLATING, "T(m,n) <= 1 + m + n^2 for m >= 1, n >= 1"),
    (OSCILLATING, "T(m,n) >= m + n*(n+4)/2"),
    (PASCAL, "T(m,n) == binomial(m,n) for m >= 1, n >= 1"),
    (PASCAL, "T(m,n) == binomial(m,n) + 0^(m-n)  for m >= n, n >= 1"),
    (LATTICE, "T(m,n) == 2*binomial(m+n,n) for m >= 1, n >= 1"),
    (LATTICE, "T(m,n) == 2*binomial(m+n,m-n) - 1 for m >= n, n >= 1"),
    (COVER, "T(m,k) == 2^(k+1) - 1 for m >= 1, k >= 1"),
    (COVER, "T(m,k) == 2^(k+1) - 1 for m >= k - 1, k >= 1"),
    (MUTUAL, "A(n) == (6*n-1-(-1)^n)/4 for n >= 1"),
    (WORST.replace("max", "min"), "T(n) == n*(n+1)/2"),
    (WORST.replace("T(n-1-k)", "T(n-1-k)+k*(n-1-k)"), "T(n) == n*(n+1)/2 + n"),
    (MUTUAL, "A in o(n)"),
    (FIBONACCI, "A(n) == Fib(n) for n >= 1"),
    (FIBONACCI, "A in O(phi^n/n)"),
    (CATALAN, "T(n) == binomial(2*n,n)/(n+2)"),
    (CATALAN, "T in O(4^n/n^2)"),
    ("T(d,b) = b*T(d-1,b) + 1 for d >= 1; T(0,b) = 1", "T(d,b) == (b^d-1)/(b-1) for b >= 2"),
    ("T(m,n) = n*T(m-1,n) for m >= 1; T(0,n) = 1", "T(m,n) == m^n"),
    ("T(m,n) = T(m-1,n) + n/m for m >= 1; T(0,n) = 0", "T(m,n) == m*H(n)"),
    ("T(m,n) = T(m-1,n) + 1 for m >= 2; T(0,n) = 0; T(1,n) = 2", "T(m,n) == m"),
    ("T(m,n) = T(m-1,n) + 1 for m >= 1; T(0,n) = 0 for n != 3; T(0,3) = 1", "T(m,n) == m"),
]  # fmt: skip


@pytest.mark.parametrize(("recurrence", "statement"), NOT_PROVED)
def test_a_false_claim_is_not_proved(recurrence, statement):
    claim = parse_claim(statement, parse_recurrence(recurrence))
    assert decide(claim).decision != "proved"


FORMS = ("m", "n", "m*n", "n^2", "m^2 + n", "2^n", "2^m*n", "(-1)^n*m", "max(m,n)", "min(m,n)", "binomial(m+n,n)",
         "H(m)", "factorial(n)", "max(m-n,0)", "2^min(m,n)", "3", "binomial(m,n)", "n^m", "(m+1)^n")  # fmt: skip
STEPS = (("m-1", "n"), ("m-1", "n-1"), ("m", "n-1"), ("m-1", "n+2"), ("m-1", "0"))


def placed(text: str, m: str, n: str) -> str:
    """A form at other sizes."""
    out = text.replace("max", "MAX").replace("min", "MIN").replace("binomial", "BINO")
    out = out.replace("m", f"#{m}#").replace("n", f"({n})").replace("#(", "(").replace(f"#{m}#", f"({m})")
    return out.replace("MAX", "max").replace("MIN", "min").replace("BINO", "binomial")


@st.composite
def problems(draw):
    """A recurrence in two sizes that a drawn form solves, perhaps with an error in it, and a claim near the form."""
    f = " + ".join(
        f"{draw(st.integers(1, 3))}*({x})" for x in draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=2))
    )
    calls = draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=2, unique=True))
    toll = f"({placed(f, 'm', 'n')})" + "".join(f" - ({placed(f, *c)})" for c in calls)
    body = " + ".join(f"T({a},{b})" for a, b in calls) + f" + {toll}"
    error, where = draw(st.sampled_from(["0", "0", "0", "1", "m-n", "m", "n"])), draw(st.integers(0, 2))
    e = [f" + {error}" if i == where else "" for i in range(3)]
    bases = f"T(0,n) = {placed(f, '0', 'n')}{e[0]}; T(m,0) = {placed(f, 'm', '0')}{e[1].replace('n', '0')} for m >= 1"
    text = f"T(m,n) = {body}{e[2]} for m >= 1, n >= 1; {bases.replace('(0)', '0')}"
    low, relation = draw(st.integers(0, 2)), draw(st.sampled_from(["==", "==", "<=", ">="]))
    more = draw(st.sampled_from(["", "", f" + {draw(st.integers(-2, 2))}", " + m", " - n", " + 0*m"]))
    return text, f"T(m,n) {relation} {f}{more} for m >= {low}, n >= {low}"


def holds_on_a_grid(claim) -> bool:
    values = evaluator_for(claim)
    for sizes in product(range(7), repeat=2):
        try:
            if truth_at(claim, sizes, values) is False:
                return False
        except (Undefined, Undecided, TooLarge):
            continue
    return True


@settings(max_examples=40, deadline=None)
@given(problems())
def test_what_is_proved_holds_on_a_grid(problem):
    try:
        recurrence = parse_recurrence(problem[0])
    except ValueError:
        return  # a recurrence without meaning at a small size
    claim = parse_claim(problem[1], recurrence)
    verdict = decide(claim)
    true = holds_on_a_grid(claim)
    assert verdict.decision != "proved" or true, verdict
    assert verdict.decision != "refuted" or not true, verdict


ROWS = ("m", "n", "m-n", "n-m", "m-1", "n-1", "m+n", "5-m", "0", "1", "m-n-1", "m+n-2")


@st.composite
def tampered(draw):
    """A false claim, and a proof whose form, domain and measure are anything."""
    recurrence, statement = draw(st.sampled_from(
        [(r, s) for r, s in NOT_PROVED if s.startswith("T(m,") and "in" not in s.split()]
    ))  # fmt: skip
    claim = claim_to_json(parse_claim(statement, parse_recurrence(recurrence)))
    other = draw(st.sampled_from(FORMS))
    item = {
        "function": "T",
        "variables": [v[1] for v in claim["subject"][2:]],
        "form": draw(st.sampled_from([claim["bound"], claim["bound"], form(other)])),
    }
    names = dict(zip("mn", item["variables"], strict=True))
    rows = [form(row.replace("n", names["n"])) for row in ROWS]
    item["domain"] = draw(st.lists(st.sampled_from(rows), max_size=4))
    item["measure"] = draw(st.lists(st.sampled_from(rows), min_size=1, max_size=2))
    return claim, {"rule": "system", "forms": [item], "sums": [[] for _ in claim["equations"]]}


@settings(max_examples=300, deadline=None)
@given(tampered())
def test_no_proof_of_a_false_claim_is_accepted(made):
    claim, proof = made
    with pytest.raises(Rejected):
        kernel.check(claim, certificate_of(claim, "proved", proof))


TRUE = [(r, s) for r, s, verdict in DECIDED if verdict == "proved" and "==" in s]


@pytest.mark.parametrize(("recurrence", "statement"), TRUE)
def test_a_certificate_with_another_form_measure_or_sum_is_rejected(recurrence, statement):
    claim = claim_to_json(parse_claim(statement, parse_recurrence(recurrence)))
    found = system.find(parse_claim(statement, parse_recurrence(recurrence)))
    assert kernel.check(claim, certificate_of(claim, found.verdict, found.proof)) == "proved"
    inner = lambda proof: proof.get("premise", proof)  # noqa: E731
    for i, item in enumerate(inner(found.proof)["forms"]):
        x = ["var", item["variables"][0]]
        for name, value in (
            ("form", ["add", item["form"], "1"]),
            ("form", ["add", item["form"], x]),
            ("measure", ["0"]),
            ("measure", [["neg", x]]),
            ("domain", []),
            ("domain", ["-1"]),
        ):
            proof = deepcopy(found.proof)
            inner(proof)["forms"][i][name] = value
            with pytest.raises(Rejected):
                kernel.check(claim, certificate_of(claim, "proved", proof))
    for i, sums in enumerate(inner(found.proof)["sums"]):
        for j, v in enumerate(sums):
            proof = deepcopy(found.proof)
            inner(proof)["sums"][i][j] = ["mul", "2", v]
            with pytest.raises(Rejected):
                kernel.check(claim, certificate_of(claim, "proved", proof))


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4), st.lists(st.integers(-4, 4), min_size=4, max_size=4))
def test_a_linear_recurrence_is_recognised(coefficients, start):
    terms = list(start)
    for _ in range(20):
        terms.append(sum(c * terms[-1 - j] for j, c in enumerate(coefficients)))
    found = shortest_recurrence(terms)
    assert len(found) <= len(coefficients) + 4
    for i in range(len(found), len(terms)):
        assert terms[i] == sum(c * terms[i - 1 - j] for j, c in enumerate(found))
