"""Dominance: bracketed induction on a function F that the step preserves.

For growth claims F comes from the shape of T (checkers.invariants), starts are as large as they need to be, and each
bound that the kernel accepts is compared with the claim. For explicit claims F is near the claimed function.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import evolve

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import print_expression
from bounds.recurrence import LANDAU
from checkers.found import Found
from checkers.invariants import Shape, growth_candidates, monomial, reach, shape_of, to_json
from checkers.kernel import decode
from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import induction, order
from checkers.kernel.series import Key, compare
from checkers.order_of import holds, show, sides
from checkers.shape import predicted_shape
from checkers.verdict import Blocked

RULE, ORDER = "induction", 20
STARTS = (1 << 40, 1 << 200, 1 << 1000, 1 << 4000)
SMALL_STARTS = (1 << 5, 1 << 8, 1 << 11, 1 << 14)
SIGN_STEPS = 100_000
SIGNS = (0, 1, 2, 3, 4, 5, 8, 16, 32, 64, 128, 512)


def find(claim: Claim) -> Found | Blocked | None:
    """A proof or refutation by induction on a dominating function.

    Shape    T(n) = sum a_i T(phi_i(n)) + g(n), phi_i = b n^e + bounded, a_i >= 0, g in the scale of growth
    Needs    no parameters
    Gives    a proof for rule order, from one or two premises of rule induction
    """
    if claim.relation not in LANDAU:
        return None  # explicit claims are for window_induction
    decoded = decode.claim(claim_to_json(claim))
    try:
        shape = shape_of(decoded)
    except Rejected as e:
        return Blocked("dominance", f"{e.rule} needs {e.need}", e.have)
    found = _growth(decoded, shape)
    return evolve(found, attempt=_expected(claim, shape)) if isinstance(found, Blocked) and not found.attempt else found


def _expected(claim: Claim, shape: Shape) -> str:
    """What the Akra-Bazzi oracle expects of T, for a person to try; nothing rests on it."""
    expected = predicted_shape(claim.recurrence, shape.step.function)
    if expected is None or expected.growth is None:
        return ""
    order = print_expression(expected.growth.to_expression(shape.step.symbol))
    return f"a claim {shape.step.function} in Theta({order}), which is what the recurrence looks like"


def _growth(claim: decode.Claim, shape: Shape) -> Found | Blocked:
    """Decide O, Omega, Theta, o, omega by proving what the comparison with the claim calls for."""
    try:
        f, positive = order.leading_monomial(claim.bound, shape.step.symbol)
    except Rejected as e:
        return Blocked("dominance", f"the bound: {e.rule} needs {e.need}", e.have)
    if not positive:
        return Blocked("dominance", "the bound is not eventually positive")
    last = "no candidate invariant for this shape"
    for k in _orders(shape, f):
        try:
            against = compare(k, f)
        except Rejected as e:
            last = f"{e.rule} needs {e.need}"
            continue
        wanted = sides(claim.relation, against)
        premises: list[dict[str, Any]] = []
        for side in wanted:
            got = next(_premises(claim, shape, side == "upper", (k, f)), None)
            if isinstance(got, dict):
                premises.append(got)
            else:
                last = f"no {side} bound of the order expected was preserved by the step"
        if len(premises) == len(wanted):
            verdict = "proved" if holds(claim.relation, against) else "refuted"
            witness = "" if verdict == "proved" else _witness(shape, k, against)
            return Found(verdict, {"rule": "order", "premises": premises}, witness)
    return Blocked("dominance", last)


def _witness(shape: Shape, k: Key, against: int) -> str:
    """Where T lies beside the bound."""
    if not against:
        return f"T is of the bound's own order {show(k)}"
    own = any(k == order for _, order in growth_candidates(shape, True))
    least = "" if own else "at least " if against > 0 else "at most "
    return f"T is {least}of order {show(k)}, {'above' if against > 0 else 'below'} the bound"


def _orders(shape: Shape, bound: Key) -> Iterator[Key]:
    """The orders T may have, by the oracle; or orders that it is above, or below, as far as the bound is."""
    seen = []
    for _, k in (*growth_candidates(shape, True), *_beside(shape, bound)):
        if k not in seen:
            seen.append(k)
            yield k


def _beside(shape: Shape, bound: Key) -> Iterator[tuple[Expr, Key]]:
    """For T(n) = T(n-k) + a T(b n) + ..., above every power of n and below every c^n: what lies beside a bound.

    A bound without exponentials is below T, as a higher power is; one with an exponential above 1 is above T.
    """
    steps = sum((t.a for t in shape.terms if t.b == t.e == 1 and t.back), Fraction(0))
    rest = [t for t in shape.terms if not t.back]
    toll = shape.toll
    if steps != 1 or not rest or any(t.b == 1 or t.degree for t in rest) or bound.factorial:
        return
    if bound.bases:
        low, high = xp.value(bound.bases)
        c = 1 + (Fraction((low + high) / 2).limit_denominator(1 << 20) - 1) / 2
        c = next(x for i in range(40) if (x := c.limit_denominator(1 << i)) > 1)
        if 1 < c < low and (toll is None or not toll.bases):
            k = Key(bases=xp.prime_powers(c))
            yield monomial(Fraction(1), k, shape.base), k
        return
    q = Fraction(int(ex.value(bound.n)[1]) + 1) + 1
    if q > 0:
        k = Key(n=ex.rational(q))
        yield monomial(Fraction(1), k, shape.base), k


def _premises(claim: decode.Claim, shape: Shape, upper: bool, wanted: tuple[Key, Key]) -> Iterator[dict[str, Any]]:
    """Premises of rule induction that the kernel accepts, for invariants of the wanted order, beside the bound's."""
    sign = _sign(claim, shape, upper)
    for form, k in (*growth_candidates(shape, upper), *_beside(shape, wanted[1])) if sign else ():
        if k != wanted[0]:
            continue
        form = decode.substitute(form, "n", ("var", shape.step.symbol))
        for start in SMALL_STARTS if k.bases or k.factorial else STARTS:
            low = reach(shape, start)
            if low < 3:
                continue
            proof = {
                "rule": "induction", "side": "upper" if upper else "lower", "mode": "growth", "form": to_json(form),
                "shift": "0", "from": start, "low": low, "base": shape.base, "order": 3 if k.factorial else 1,
                "turned": [], "splits": [],
                "sign": sign,
            }  # fmt: skip
            try:
                induction.conclude(claim, proof)
            except Rejected:
                continue
            yield proof
            return


def _sign(claim: decode.Claim, shape: Shape, upper: bool) -> dict[str, int] | None:
    """A window on which T is seen to be positive and which its step preserves; later ones for zeros at the start."""
    values = Values(claim, {}, {})
    values.steps = SIGN_STEPS
    for first, more in product(SIGNS, (0, 8, 64)):
        spread = max(
            (int((first + more) / t.b) + 1 if t.e == 1 else (first + 1 + more) ** 2 for t in shape.terms), default=0
        )
        sign = {"first": first, "last": max(shape.step.start, 3, first, min(spread, 4000))}
        try:
            induction.keeps_sign(values, shape.step, [], sign, int(upper), None, shape.base)
        except Rejected:
            continue
        return sign
    return None
