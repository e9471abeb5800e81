"""Window induction: explicit bounds by a function F preserved by the step from some n on, and exact values before.

Candidates for F, in order: the claimed function itself; the claimed function shifted so that every rounding moves its
argument one way; the claimed leading term with the toll's particular solution; a growth invariant scaled to fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from checkers.branching import leading_part, particular
from checkers.found import Found
from checkers.invariants import Shape, growth_candidates, monomial, shape_of, to_json, total
from checkers.kernel import decode
from checkers.kernel import exponent as ex
from checkers.kernel import series as sr
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.expand import Expander
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, induction
from checkers.kernel.series import Frame
from checkers.kernel.step import Bound, linear_parts
from checkers.verdict import Blocked

RULE, ORDER = "induction", 30
STARTS = (4, 8, 16, 64, 256)
FIT_STARTS = (32, 256)
SLACK_STARTS = (16, 64, 256, 1024)
STEPS = 1_500_000


@frozen
class Candidate:
    """A form F at n + shift, tried from each of `starts`; `fit` asks for the factor to hold on the window."""

    form: Expr
    shift: Fraction = Fraction(0)
    fit: bool = False
    starts: tuple[int, ...] = STARTS


def find(claim: Claim) -> Found | Blocked | None:
    """A proof of an explicit bound by induction with an exactly evaluated window.

    Shape    T(n) = sum a_i T(phi_i(n)) + g(n), phi_i = b n + bounded, a_i >= 0
    Needs    relation <= or >=, no parameters, no free base values
    Gives    a proof for rule bound with a premise of rule induction
    """
    if claim.relation not in ("<=", ">="):
        return None
    decoded = decode.claim(claim_to_json(claim))
    try:
        shape = shape_of(decoded)
    except Rejected as e:
        return Blocked("window_induction", f"{e.rule} needs {e.need}", e.have)
    upper, last = claim.relation == "<=", "no candidate invariant"
    symbol = shape.step.symbol
    own = decode.substitute(decoded.bound, symbol, ("var", "n")) if symbol != "n" else decoded.bound
    values = Values(decoded, {}, {})
    values.steps = STEPS
    for candidate in _candidates(shape, own, upper):
        for start in candidate.starts:
            try:
                proof = _proof(decoded, shape, values, candidate, start, upper)
            except Rejected as e:
                last = f"{e.rule} needs {e.need}"
                if "equation for every value" in e.need or "steps" in e.need:
                    return Blocked("window_induction", last)
                continue
            return Found("proved", proof)
    return Blocked("window_induction", last)


def _proof(
    claim: decode.Claim, shape: Shape, values: Values, candidate: Candidate, start: int, upper: bool
) -> dict[str, Any]:
    """The proof with this candidate and start; raises Rejected where the kernel would."""
    symbol = shape.step.symbol
    start = max(start, shape.step.start, 2)
    low = _low(claim, shape, values, start)
    form = candidate.form
    if candidate.fit:
        form = ("mul", _factor(values, shape, form, low, start, upper), form)
    if symbol != "n":
        form = decode.substitute(form, "n", ("var", symbol))
    premise = {
        "rule": "induction", "side": "upper" if upper else "lower", "mode": "window", "form": to_json(form),
        "shift": str(candidate.shift), "from": start, "low": low, "base": shape.base, "order": 3,
        "turned": [], "splits": [], "sign": {},
    }  # fmt: skip
    at = _fitting_start(claim, shape, premise, low, start)
    try:
        induction.conclude(claim, premise)
    except Rejected:
        if candidate.shift == 0:
            raise
        premise["turned"] = _roundings(claim, shape)
        induction.conclude(claim, premise)
    proof = {"rule": "bound", "premise": premise, "from": at, "base": shape.base, "order": 3}
    bound.verdict(claim, proof)
    return proof


def _fitting_start(claim: decode.Claim, shape: Shape, premise: dict[str, Any], low: int, start: int) -> int:
    """A size from which the form lies within the claim; the cheap part of what the kernel will check."""
    shift = Fraction(premise["shift"])
    concluded = Bound(claim.relation, decode.expression(premise["form"]), shift, low, start)
    for at in (max(low, 2), max(low, 16), max(low, 256)):
        try:
            bound.compare_forms(claim, shape.step, concluded, at, shape.base, 3)
        except Rejected as e:
            last = e
            continue
        return at
    raise last


def _low(claim: decode.Claim, shape: Shape, values: Values, start: int) -> int:
    """The least size that a step from `start` on calls."""
    terms, _ = linear_parts(shape.step.body, values, shape.step.symbol)
    sizes = [
        values.exactly(call[2], {shape.step.symbol: Fraction(n)}) for _, call in terms for n in range(start, start + 12)
    ]
    return max(int(min(sizes, default=Fraction(start))), shape.step.low)


def _factor(values: Values, shape: Shape, form: Expr, low: int, start: int, upper: bool) -> Fraction:
    """The least factor (greatest, for lower bounds) with which the form holds on the window, rounded outward."""
    best: Fraction | None = None
    for n in range(low, start):
        t, f = values.at(shape.step.function, n), values.value(form, {"n": Fraction(n)})
        if f[0] <= 0:
            raise Rejected("fit", "a positive form on the window", str(n))
        ratio = t[1] / f[0] if upper else t[0] / f[1]
        best = ratio if best is None else max(best, ratio) if upper else min(best, ratio)
    best = best if best is not None else Fraction(1)
    if best <= 0:
        raise Rejected("fit", "a positive factor", str(best))
    scaled = best * 10**6
    return Fraction(-(-scaled // 1) if upper else scaled // 1, 10**6)


def _roundings(claim: decode.Claim, shape: Shape) -> list[str]:
    """The names of every rounding in the step."""
    frame = Frame(Fraction(1 << 20), shape.base, 3)
    expand = Expander(frame, shape.step.symbol, Fraction(0))
    for part in decode.calls(shape.step.body):
        expand.expand(part[2])
    return sorted(frame.range)


def _candidates(shape: Shape, f: Expr, upper: bool) -> Iterator[Candidate]:
    yield Candidate(f)
    shift = _shift(shape, upper)
    if shift:
        yield Candidate(f, shift)
    yield from _particular(shape, f, upper)
    for form, k in growth_candidates(shape, upper):
        if not k.bases or shape.branching is not None:
            yield Candidate(form, Fraction(0), True, FIT_STARTS)


def _beside_exponential(shape: Shape, f: Expr) -> Iterator[Candidate]:
    """The leading term of f with the toll's particular solution, a sum of terms n^j b^n."""
    frame = Frame(Fraction(1 << 40), shape.base, 3)
    try:
        lead = leading_part(Expander(frame, "n", Fraction(0)).expand(f))
        toll = Expander(frame, shape.step.symbol, Fraction(0)).expand(shape.toll_expression)
    except Rejected:
        return
    more = particular(shape.branching, toll) if shape.branching is not None else None
    if more:
        yield Candidate(total([*lead, *more], shape.base))


def _shift(shape: Shape, upper: bool) -> Fraction:
    """The shift after which floor (lower bounds: ceil) can only help: -max hi/(1-b), or -min lo/(1-b)."""
    frame = Frame(Fraction(1 << 20), shape.base, 2)
    expand = Expander(frame, shape.step.symbol, Fraction(0))
    ends: list[Fraction] = []
    for call in decode.calls(shape.step.body):
        phi = expand.expand(call[2])
        slope = phi.get(sr.Key(n=ex.UNIT), (Fraction(0),) * 2)[0]
        if not 0 < slope < 1:
            return Fraction(0)
        rest = sr.bounds({k: c for k, c in phi.items() if k.n != ex.UNIT}, frame)
        ends.append(rest[1 if upper else 0] / (1 - slope))
    return -(max(ends) if upper else min(ends)) if ends else Fraction(0)


def _particular(shape: Shape, f: Expr, upper: bool) -> Iterator[Candidate]:
    """The claimed function's terms of T's own order with what pays for the toll and the roundings.

    D n^a, D = g/(1 - S(a)), pays for a term g n^a of the toll exactly; taken at n + shift, the roundings cost nothing.
    A term n^(p - 1/2) on the strict side of the claim pays for what is of lower order, since S(p - 1/2) > 1.
    """
    if shape.branching is not None:
        yield from _beside_exponential(shape, f)
        return
    if any(t.e != 1 or t.degree for t in shape.terms) or shape.order is None:
        return
    frame = Frame(Fraction(1 << 40), shape.base, 3)
    try:
        claimed = Expander(frame, "n", Fraction(0)).expand(f)
        key, c, _ = sr.leading(claimed)
    except Rejected:
        return
    if key.n != shape.order:
        return
    lead = (c[0] + c[1]) / 2
    own = [((v[0] + v[1]) / 2, k) for k, v in claimed.items() if k.n == shape.order]
    for shift in dict.fromkeys((Fraction(0), _shift(shape, upper))):
        parts = _paying_for_toll(shape, frame, shift)
        if parts:
            whole = [*own, *[p for p in parts if p[1] not in {k for _, k in own}]]
            yield Candidate(total(whole, shape.base), shift)
    h = key._replace(n=ex.minus(key.n, ex.rational(Fraction(1, 2))))
    slack = h._replace(log=ex.NIL, loglog=ex.NIL)
    for small in (Fraction(1, 8), Fraction(1)):
        sign = -small if upper else small
        yield Candidate(total([(lead, key), (sign, h)], shape.base))
        if len(claimed) > 1:
            exactly = all(claimed[k][0] == claimed[k][1] for _, k in own)
            for kept in (f, total(own, shape.base)) if exactly else (f,):
                yield Candidate(("add", kept, monomial(sign, slack, shape.base)), starts=SLACK_STARTS)


def _paying_for_toll(shape: Shape, frame: Frame, shift: Fraction) -> list[tuple[Fraction, sr.Key]]:
    """D n^a for each term g n^a of the toll as a function of n + shift, where D = g/(1 - S(a)) is exact."""
    try:
        toll = Expander(frame, shape.step.symbol, shift).expand(shape.toll_expression)
    except Rejected:
        return []
    pairs = tuple((t.a, t.b) for t in shape.terms)
    parts: list[tuple[Fraction, sr.Key]] = []
    for k, g in toll.items():
        s = ex.total(pairs, k.n) if not k.bases else (Fraction(0), Fraction(1))
        if k.rounding or k.log != ex.NIL or k.loglog != ex.NIL or g[0] != g[1] or s[0] != s[1] or s[0] == 1:
            continue
        parts.append((g[0] / (1 - s[0]), k))
    return parts
