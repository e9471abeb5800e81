"""Thinning: recurrences that average over a random part of n, each item staying with probability p.

The toll decides F: a toll near g0 needs c*log(n) with c near g0/log(1/p), one near g1*n needs g1/(1 - p)*n beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import EXPLICIT, LANDAU
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel import interval as iv
from checkers.kernel.decode import Expr, all_parts, calls
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, order, thinning
from checkers.kernel.step import Step, step_of
from checkers.verdict import Blocked

RULE, ORDER = "thinning", 36
STARTS, BASES = (4, 16, 64), (2, 3, 4, 5, 8, 10)
FAR = 1 << 20
SLACK = {
    "upper": (Fraction(1), Fraction(3, 2), Fraction(2), Fraction(4)),
    "lower": (Fraction(1), Fraction(7, 8), Fraction(1, 2)),
}
Json = Any


@frozen
class Average:
    """T(n) = toll(n) + E T(X), X binomial with parameters n and p; the toll is near g1*n + g0."""

    step: Step
    p: Fraction
    toll: Expr
    g1: Fraction
    g0: Fraction


def find(claim: Claim) -> Found | Blocked | None:
    """A proof by Jensen's inequality for a binomial average.

    Shape    T(n) = (g(n) + sum(k=0..n-1: binomial(n,k)*p^k*(1-p)^(n-k)*T(k)))/(1 - p^n), g near a line
    Gives    a proof for rule bound or order from premises of rule thinning
    """
    decoded = decode.claim(claim_to_json(claim))
    try:
        average = _read(decoded)
    except Rejected as e:
        return Blocked("thinning", f"{e.rule} needs {e.need}", e.have)
    if average is None:
        return None
    if claim.relation in LANDAU:
        premises = [p for side in ("upper", "lower") if (p := next(_premises(decoded, average, side), None))]
        return _order(decoded, premises)
    if claim.relation in EXPLICIT:
        return _explicit(decoded, average)
    return None


def _read(claim: decode.Claim) -> Average | None:
    step = step_of(claim)
    folds = [e for e in all_parts(step.body) if e[0] == "fold" and calls(e)]
    named = [e for e in all_parts(step.body) if e[:2] == ("fn", "binomial")]
    if len(folds) != 1 or not named or claim.parameters:
        return None
    values, n, fold = Values(claim, {}, {}), step.symbol, folds[0]
    one = ("call", step.function, ("var", fold[2]))
    weight = _with(fold[5], one, Fraction(1))
    p = values.exactly(weight, {n: Fraction(1), fold[2]: Fraction(1)})
    if not 0 < p < 1:
        return None
    rest = _with(step.body, fold, Fraction(0))
    stays: Expr = ("add", Fraction(1), ("neg", ("pow", p, ("var", n))))
    toll = _plain(step.body[1], fold) if step.body[0] == "div" else ("mul", rest, stays)
    near, far = (values.exactly(toll, {n: Fraction(x)}) for x in (100, 200))
    g1 = ((far - near) / 100).limit_denominator(1000)
    return Average(step, p, toll, g1, (far - 200 * g1).limit_denominator(1000))


def _with(e: Expr, old: Expr, new: Expr) -> Expr:
    if e == old or not isinstance(e, tuple):
        return new if e == old else e
    return tuple(_with(part, old, new) if isinstance(part, tuple) else part for part in e)


def _plain(e: Expr, fold: Expr) -> Expr:
    """What is added to the sum in a numerator."""
    parts = [part for part in (e[1:] if e[0] == "add" else (e,)) if part != fold]
    return parts[0] if len(parts) == 1 else ("add", Fraction(0), *parts, Fraction(0))


def _premises(claim: decode.Claim, average: Average, side: str) -> Iterator[dict[str, Json]]:
    """Premises of rule thinning that the kernel accepts, the tightest first."""
    values = Values(claim, {}, {})
    a = average.g1 / (1 - average.p)
    exact = [b for b in BASES if average.p.denominator == b and average.p.numerator == 1]
    base = exact[0] if exact else 2
    per_level = iv.times(iv.ln(iv.exact(1 / average.p)), iv.inverse(iv.ln(iv.exact(base))))
    level = (per_level[0] + per_level[1]) / 2
    unit = max(average.g0, Fraction(0)) / (Fraction(1) if exact else level)
    for slack, start in product(SLACK[side], STARTS):
        c = (unit * slack).limit_denominator(1000)
        if side == "upper" and average.g0 <= 0 and slack > 1:
            c = slack - 1
        log = ("fn", "log", ("add", ("var", average.step.symbol), Fraction(1)), Fraction(base))
        form: Expr = ("add", ("mul", a, ("var", average.step.symbol)), ("mul", c, log))
        start = max(start, average.step.start)
        try:
            proof = _proof(average, side, ("add", form, _offset(values, average.step, form, side, start)), base, start)
            thinning.conclude(claim, proof)
        except Rejected:
            continue
        yield proof


def _proof(average: Average, side: str, form: Expr, base: int, start: int) -> dict[str, Json]:
    return {
        "rule": "thinning", "side": side, "p": str(average.p), "toll": to_json(average.toll), "form": to_json(form),
        "base": base, "from": start, "order": 3,
    }  # fmt: skip


def _offset(values: Values, step: Step, form: Expr, side: str, start: int) -> Fraction:
    """The least number (greatest, from below) that makes F bound T on the window, rounded outward."""
    gaps = []
    for size in range(start):
        t, f = values.at(step.function, size), values.value(form, {step.symbol: Fraction(size)})
        gaps.append(t[1] - f[0] if side == "upper" else t[0] - f[1])
    worst = max(gaps) if side == "upper" else min(gaps)
    return Fraction(-(-worst * 64 // 1) if side == "upper" else worst * 64 // 1) / 64


def _order(claim: decode.Claim, premises: list[dict[str, Json]]) -> Found | Blocked:
    proof = {"rule": "order", "premises": premises}
    try:
        verdict = order.verdict(claim, proof)
    except Rejected as e:
        return Blocked("thinning", f"{e.rule} needs {e.need}", e.have)
    return Found(verdict, proof, "T lies between two multiples of its order" if verdict == "refuted" else "")


def _explicit(claim: decode.Claim, average: Average) -> Found | Blocked:
    """The claimed bound as F, for an exact claim from both sides; or a bound that implies it."""
    sides = {"<=": ("upper",), ">=": ("lower",)}.get(claim.relation, ("upper", "lower"))
    last = Rejected("thinning", "a bound that the average preserves", "none")
    for base, start in product((2, average.p.denominator), STARTS):
        own = [_proof(average, side, claim.bound, base, max(start, average.step.start)) for side in sides]
        whole = own[0] if len(own) == 1 else {"rule": "squeeze", "above": own[0], "below": own[1]}
        proof = {"rule": "bound", "premise": whole, "from": 0, "base": base, "order": 3}
        try:
            return Found(bound.verdict(claim, proof), proof)
        except Rejected as e:
            last = e
    for premise in _premises(claim, average, sides[0]) if len(sides) == 1 else ():
        for at in (premise["from"], 64, 256):
            proof = {"rule": "bound", "premise": premise, "from": at, "base": premise["base"], "order": 3}
            try:
                return Found(bound.verdict(claim, proof), proof)
            except Rejected as e:
                last = e
    return Blocked("thinning", f"{last.rule} needs {last.need}", last.have)
