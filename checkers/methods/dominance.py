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
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import induction, order
from checkers.kernel.series import compare
from checkers.kernel.step import linear_parts
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
    for k in _orders(shape):
        try:
            against = compare(k, f)
        except Rejected as e:
            last = f"{e.rule} needs {e.need}"
            continue
        sides = _sides(claim.relation, against)
        premises: list[dict[str, Any]] = []
        for side in sides:
            got = next(_premises(claim, shape, side == "upper", k), None)
            if isinstance(got, dict):
                premises.append(got)
            else:
                last = f"no {side} bound of the order expected was preserved by the step"
        if len(premises) == len(sides):
            verdict = "proved" if _true(claim.relation, against) else "refuted"
            side, at = ("below", "above")[against > 0], ("lower", "upper")[sides[0] == "upper"]
            witness = (
                f"T is of order {show(k)}, {side} the bound" if against else f"T is of the bound's own order {show(k)}"
            )
            return Found(
                verdict, {"rule": "order", "premises": premises}, witness if verdict == "refuted" and at else ""
            )
    return Blocked("dominance", last)


def show(k: Any) -> str:
    """A monomial as a person writes it."""
    return text(monomial(Fraction(1), k, 2))


def text(e: Any) -> str:
    """A kernel expression on one line, for messages."""
    if isinstance(e, Fraction):
        return str(e)
    kind, parts = e[0], e[1:]
    if kind in ("var", "const"):
        return str(parts[0])
    if kind == "fn":
        if parts[0] == "log" and len(parts) == 3:
            return f"log({text(parts[1])})"
        return f"{parts[0]}({', '.join(map(text, parts[1:]))})"
    if kind == "root":
        return f"root({parts[0]}: {text(parts[1])})"
    if kind == "neg":
        return f"-{text(parts[0])}"
    if kind == "pow":
        plain = parts[1][0] == "var" if isinstance(parts[1], tuple) else parts[1].denominator == 1 and parts[1] >= 0
        return f"{text(parts[0])}^{text(parts[1])}" if plain else f"{text(parts[0])}^({text(parts[1])})"
    return f" {({'add': '+', 'mul': '*', 'div': '/'}[kind])} ".join(map(text, parts)) if kind == "add" else {
        "mul": "*", "div": "/"}[kind].join(map(text, parts))  # fmt: skip


def _orders(shape: Shape) -> Iterator[Any]:
    """The orders T may have, by the oracle."""
    seen = []
    for _, k in growth_candidates(shape, True):
        if k not in seen:
            seen.append(k)
            yield k


def _sides(relation: str, against: int) -> list[str]:
    """Which bounds of T decide the claim when T's order is below (-1), at (0) or above (1) that of the claim."""
    if relation == "Theta":
        return [["upper"], ["upper", "lower"], ["lower"]][against + 1]
    if relation in ("O", "o"):
        return ["upper"] if against < 0 or (against == 0 and relation == "O") else ["lower"]
    return ["lower"] if against > 0 or (against == 0 and relation == "Omega") else ["upper"]


def _true(relation: str, against: int) -> bool:
    return {"O": against <= 0, "o": against < 0, "Theta": against == 0, "Omega": against >= 0, "omega": against > 0}[
        relation
    ]


def _premises(claim: decode.Claim, shape: Shape, upper: bool, order_wanted: Any) -> Iterator[dict[str, Any]]:
    """Premises of rule induction that the kernel accepts, for invariants of the wanted order."""
    sign = _sign(claim, shape, upper)
    for form, k in growth_candidates(shape, upper) if sign else ():
        if k != order_wanted:
            continue
        form = decode.substitute(form, "n", ("var", shape.step.symbol))
        for start in SMALL_STARTS if k.bases else STARTS:
            low = reach(shape, start)
            if low < 3:
                continue
            proof = {
                "rule": "induction", "side": "upper" if upper else "lower", "mode": "growth", "form": to_json(form),
                "shift": "0", "from": start, "low": low, "base": shape.base, "order": 1, "turned": [], "sign": sign,
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
    terms, rest = linear_parts(shape.step.body, values, shape.step.symbol)
    for first, more in product(SIGNS, (0, 8, 64)):
        spread = max(
            (int((first + more) / t.b) + 1 if t.e == 1 else (first + 1 + more) ** 2 for t in shape.terms), default=0
        )
        sign = {"first": first, "last": max(shape.step.start, 3, first, min(spread, 4000))}
        try:
            induction.keeps_sign(
                values, shape.step, terms, ("add", Fraction(0), *rest), sign, int(upper), None, shape.base
            )
        except Rejected:
            continue
        return sign
    return None
