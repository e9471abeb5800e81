"""Posynomials: examples, drawn formulas against values on random curves, mutants, spoiled certificates."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import parse_document
from checkers import kernel
from checkers.decide import certificate_of
from checkers.found import Found
from checkers.kernel.refusal import Rejected
from checkers.methods import posynomial
from checkers.verdict import Blocked

Term = tuple[int, tuple[Fraction, ...], tuple[int, ...]]  # coefficient, powers, powers of logarithms
NAMES = "xyzu"
QUICK = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])

TRUE = [
    "n^2 - 2*n*m + m^2 in O(n^2 + m^2)",
    "2^k in O(3^l) assuming k == l",
    "k*log(N, c) in O(k*log(N))",
    "n*log(n)/log(log(n)) in o(n*log(n))",
    "n in Theta(k*log(n)) assuming k in Theta(n/log(n))",
    "n*k in O(m) assuming n*k <= m",
    "n in o(m) assuming n*log(m) in O(m)",
    "n/m in o(1) assuming n in o(m)",
    "max(n, m)*min(n, m) in Theta(n*m)",
    "n + k in O(m) assuming m == n + 2*k",
    "n*k in O(m) assuming n + k <= m, m*k <= m^2/n",
    "2^(n + m)*n in o(2^(n + m)*n*m)",
    "exp(n) in omega(2^n)",
    "3 in O(4)",
    "n*m in O(m^2) assuming n/m == 1",
    "ceil(n/m) in O(n) for n >= m",
]
FALSE = [
    "n in O(m)",
    "2^k in O(3^l)",
    "log(n)^64 in Omega(m)",
    "k*log(N) in O(k*log(N, c))",
    "n + m in O(sqrt(n*m))",
    "n in O(k) assuming k in Theta(n/log(n))",
    "exp(n) in O(2.7^n)",
    "n in o(m) assuming n in O(m)",
    "n*m in O(k) assuming n <= k, m <= k",
    "n in omega(3*n + m)",
    "n in Theta(m) assuming 2*n <= m",
    "3 in o(4)",
]
UNKNOWN = [
    ("n in o(n*m) assuming m in O(1)", "contradict"),
    ("n in O(m) assuming n*m <= 5", "contradict"),
    ("n in O(n - m)", "may cancel"),
    ("n/(n - m) in O(n)", "a divisor that may not be positive"),
    ("n in O(n) assuming sqrt(n - m) >= m", "a divisor that may not be positive"),
    ("n in O(floor(n))", "log, log2, sqrt, exp, ceil, max or min"),
    ("n^k in O(n^k)", "a positive number as the base"),
]
P = "parameters p real in (1/2, 1), k integer >= 1, q real > 0; "
PARAMETERS = [
    ("n*q in O(n)", "proved"),
    ("n*q in O(n) uniformly in q", "refuted"),
    ("n in O(n*q) uniformly in q", "refuted"),
    ("n in O(n*k) uniformly in k", "proved"),
    ("n*k in O(n) uniformly in k", "refuted"),
    ("n*k in O(n) uniformly in p", "proved"),
    ("n/(2*p - 1) in O(n)", "proved"),
    ("n/(2*p - 1) in O(n) uniformly in p", "refuted"),
    ("n*(1 - p)/(2*p - 1) in O(n/(2*p - 1)) uniformly in p", "proved"),
    ("n in O(n*(1 - p)) uniformly in p", "refuted"),
    ("k*q*n/(k + q*n) in Theta(k) uniformly in k", "refuted"),
    ("k*q*n/(k + q*n) in Theta(k)", "proved"),
    ("k*n in o(n^2) uniformly in k assuming k <= log(n)", "proved"),
]


def claim_of(text: str, before: str = "") -> Claim:
    return parse_document(f"{before}claim {text}")[0].claim


def decision(claim: Claim) -> Found:
    """What the method found, accepted by the kernel."""
    found = posynomial.find(claim)
    assert isinstance(found, Found), found
    judged = claim_to_json(claim)
    assert kernel.check(judged, certificate_of(judged, found.verdict, found.proof)) == found.verdict
    return found


@pytest.mark.parametrize("text", TRUE)
def test_a_true_claim_is_proved(text: str) -> None:
    assert decision(claim_of(text)).verdict == "proved"


@pytest.mark.parametrize("text", FALSE)
def test_a_false_claim_is_refuted(text: str) -> None:
    assert decision(claim_of(text)).verdict == "refuted"


@pytest.mark.parametrize(("text", "reason"), UNKNOWN)
def test_what_is_not_decided_says_why(text: str, reason: str) -> None:
    found = posynomial.find(claim_of(text))
    assert isinstance(found, Blocked)
    assert reason in found.reason


NEAR_A_ZERO = [
    ("p real in [3/5, 1); claim s/(2*p - 1)^2 in Theta(s/p) uniformly in p", "proved"),
    ("p real in (1/2, 1); claim s/(2*p - 1)^2 in Theta(s/p) uniformly in p", "refuted"),
    ("p real >= 1/2 and < 1; claim s/(3*p - 1) in Theta(s) uniformly in p", "proved"),
    ("p real > 1/3 and < 1; claim s/(3*p - 1) in Theta(s) uniformly in p", "refuted"),
]


@pytest.mark.parametrize(("text", "verdict"), NEAR_A_ZERO)
def test_a_divisor_that_is_zero_outside_the_range_of_a_parameter(text: str, verdict: str) -> None:
    (stated,) = parse_document(f"parameters {text}")
    found = posynomial.find(stated.claim)
    assert isinstance(found, Found)
    assert found.verdict == verdict
    text_of_claim = claim_to_json(stated.claim)
    assert kernel.check(text_of_claim, certificate_of(text_of_claim, found.verdict, found.proof)) == verdict


@pytest.mark.parametrize(("text", "verdict"), PARAMETERS)
def test_constants_may_depend_on_parameters_that_are_not_uniform(text: str, verdict: str) -> None:
    assert decision(claim_of(text, P)).verdict == verdict


def test_a_refutation_offers_the_weakest_condition_found() -> None:
    found = decision(claim_of("b^2*k*(1 + k*l)/(k + b*l) in Theta(b*k^2)"))
    assert found.witness == "b = t, k = t^3, l = t: the quotient tends to 0; holds assuming b*l in Omega(k)"


def test_claims_with_a_recurrence_are_left_to_other_methods() -> None:
    text = "T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim T in O(n); claim n in O(m)"
    about_cost, formula = (s.claim for s in parse_document(text))
    assert posynomial.find(about_cost) is None
    assert isinstance(posynomial.find(formula), Blocked)


# --- drawn formulas --------------------------------------------------------------------------------------------------


@st.composite
def sums(draw: st.DrawFn, count: int) -> list[Term]:
    """A sum of one to three monomials in `count` variables."""
    halves = st.integers(-2, 4).map(lambda h: Fraction(h, 2))
    powers = st.tuples(*[halves] * count)
    logs = st.tuples(*[st.sampled_from([0, 0, 0, 1, -1])] * count)
    return draw(st.lists(st.tuples(st.integers(1, 3), powers, logs), min_size=1, max_size=2))


def text_of(terms: list[Term]) -> str:
    parts = []
    for c, powers, logs in terms:
        factors = [f"{x}^({p})" for x, p in zip(NAMES, powers, strict=False) if p]
        factors += [f"log({x})^({b})" for x, b in zip(NAMES, logs, strict=False) if b]
        parts.append("*".join([str(c), *factors]))
    return " + ".join(parts)


def log_of(terms: list[Term], logs_of: list[float]) -> float:
    """ln of a sum of monomials where the variables have these logarithms."""
    values = [
        math.log(c) + sum(float(p) * v + b * math.log(v) for p, b, v in zip(powers, logs, logs_of, strict=True))
        for c, powers, logs in terms
    ]
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values))


Quotients = tuple[int, list[list[Term]]]
quotients = st.integers(2, 3).flatmap(lambda n: st.tuples(st.just(n), st.lists(sums(n), min_size=4, max_size=4)))
places = st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=4, max_size=4)


def gap(parts: list[list[Term]], logs_of: list[float]) -> float:
    p, q, r, s = (log_of(part, logs_of) for part in parts)
    return p - q - r + s


@QUICK
@given(quotients, st.sampled_from(["O", "Omega", "Theta", "o", "omega"]), st.lists(places, min_size=8, max_size=8))
def test_drawn_claims_agree_with_values_on_curves(
    drawn: Quotients, relation: str, curves: list[list[tuple[int, bool]]]
) -> None:
    count, parts = drawn
    f, g = (f"({text_of(parts[i])})/({text_of(parts[i + 1])})" for i in (0, 2))
    claim = claim_of(f"{f} in {relation}({g})")
    found = posynomial.find(claim)
    if not isinstance(found, Found):
        return
    if found.verdict == "proved":
        for curve in curves:
            near, far = ([w * (v if tall else math.log(v)) for w, tall in curve[:count]] for v in (1e6, 1e13))
            change = gap(parts, far) - gap(parts, near)
            assert relation not in ("O", "Theta", "o") or change < 1.5
            assert relation not in ("Omega", "Theta", "omega") or change > -1.5
            assert relation not in ("o", "omega") or abs(change) > 0.05
        return
    powers = [found.proof["curve"].get(x, {"powers": []})["powers"] for x in NAMES[:count]]
    used = [x in f"{f} {g}" for x in NAMES[:count]]
    tall = max((len(w) for w in powers), default=1) > 2
    at: list[float] = []
    for t in (60.0, 600.0) if tall else (1e6, 1e13):
        bases = [math.log(t), t * math.log(2), 2**t * math.log(2) if tall else 0.0]
        here = [
            sum(w * b for w, b in zip(ws, bases, strict=False)) if u else 1.0
            for ws, u in zip(powers, used, strict=True)
        ]
        at.append(gap(parts, here))
    change = at[1] - at[0]
    wrong = {"O": change > 0, "Omega": change < 0, "Theta": change != 0, "o": change > -0.5, "omega": change < 0.5}
    assert wrong[relation]


@QUICK
@given(quotients, st.integers(0, 3), st.sampled_from([("O", "/"), ("Omega", "*")]))
def test_mutants_of_a_true_claim_are_not_proved(drawn: Quotients, index: int, how: tuple[str, str]) -> None:
    count, parts = drawn
    f, x = f"({text_of(parts[0])})/({text_of(parts[1])})", NAMES[index % count]
    relation, sign = how
    assert decision(claim_of(f"{f} in {relation}({f})")).verdict == "proved"
    for factor in (x, f"log({x})"):
        found = posynomial.find(claim_of(f"{f} in {relation}(({f}){sign}{factor})"))
        assert not isinstance(found, Found) or found.verdict == "refuted"


@QUICK
@given(quotients, st.sampled_from(["O", "Omega"]))
def test_a_claim_and_its_strict_opposite_are_never_both_proved(drawn: Quotients, relation: str) -> None:
    _, parts = drawn
    f, g = (f"({text_of(parts[i])})/({text_of(parts[i + 1])})" for i in (0, 2))
    opposite = {"O": "omega", "Omega": "o"}[relation]
    found = [posynomial.find(claim_of(f"{f} in {r}({g})")) for r in (relation, opposite)]
    assert [x.verdict for x in found if isinstance(x, Found)] != ["proved", "proved"]


# --- spoiled certificates --------------------------------------------------------------------------------------------


def all_spoiled(value: Any) -> Iterator[Any]:
    """The value with one leaf changed, or one item dropped, in each way."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from ({**value, key: spoiled} for spoiled in all_spoiled(part))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from ([*value[:i], spoiled, *value[i + 1 :]] for spoiled in all_spoiled(part))
            yield [*value[:i], *value[i + 1 :]]
    elif isinstance(value, int):
        yield from (value + 1, value - 1, -value, 10**9)
    elif value and value[0] in "-0123456789":
        q = Fraction(value)
        yield from (str(q + 1), str(-q), str(q / 2), "0")


SPOILED = [*TRUE[:11], *FALSE[:9]]


@pytest.mark.parametrize("text", SPOILED)
def test_a_spoiled_certificate_never_turns_a_verdict(text: str) -> None:
    claim = claim_of(text)
    judged, found = claim_to_json(claim), decision(claim)
    other = {"proved": "refuted", "refuted": "proved"}[found.verdict]
    rejected = 0
    for proof in all_spoiled(found.proof):
        with pytest.raises(Rejected):
            kernel.check(judged, certificate_of(judged, other, proof))
        try:
            kernel.check(judged, certificate_of(judged, found.verdict, proof))
        except Rejected:
            rejected += 1
    assert rejected > 0


@pytest.mark.parametrize("text", TRUE)
def test_a_certificate_does_not_prove_a_claim_without_its_assumptions_or_of_a_larger_side(text: str) -> None:
    claim = claim_of(text)
    judged, found = claim_to_json(claim), decision(claim)
    for field, value in (("subject", ["mul", judged["subject"], ["var", "zz"]]), ("relation", "<=")):
        spoiled: dict[str, Any] = copy.deepcopy(judged)
        spoiled[field] = value
        with pytest.raises(Rejected):
            kernel.check(spoiled, certificate_of(spoiled, "proved", found.proof))
