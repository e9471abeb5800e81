"""Dominance: bracketed induction on a function F that the step preserves.

For growth claims F comes from the shape of T (checkers.invariants), starts are as large as they need to be, and each
bound that the kernel accepts is compared with the claim. For explicit claims F is near the claimed function.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import LANDAU
from checkers.found import Found
from checkers.invariants import Shape, growth_candidates, reach, shape_of, to_json
from checkers.kernel import decode
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import induction, order
from checkers.kernel.series import compare
from checkers.verdict import Blocked

RULE, ORDER = "induction", 20
STARTS = (1 << 10, 1 << 40, 1 << 200, 1 << 1000, 1 << 4000)
SMALL_STARTS = (1 << 5, 1 << 8, 1 << 11, 1 << 14)
SIGNS = (0, 1, 2, 3, 4, 5, 8, 16, 32, 64, 128, 512)


def find(claim: Claim) -> Found | Blocked:
    """A proof or refutation by induction on a dominating function.

    Shape    T(n) = sum a_i T(phi_i(n)) + g(n), phi_i = b n^e + bounded, a_i >= 0, g in the scale of growth
    Needs    no parameters
    Gives    a proof for rule order, from one or two premises of rule induction
    """
    decoded = decode.claim(claim_to_json(claim))
    try:
        shape = shape_of(decoded)
    except Rejected as e:
        return Blocked("dominance", f"{e.rule} needs {e.need}", e.have)
    if claim.relation not in LANDAU:
        return Blocked("dominance", "explicit claims are not tried yet")
    return _growth(decoded, shape)


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
            witness = f"T is of order {show(k)}, {side} the bound" if against else f"T is of the bound's own order {show(k)}"
            return Found(verdict, {"rule": "order", "premises": premises}, witness if verdict == "refuted" and at else "")
    return Blocked("dominance", last)


def show(k: Any) -> str:
    """A monomial as a person writes it."""
    from fractions import Fraction

    from checkers.invariants import monomial

    return text(monomial(Fraction(1), k, 2))


def text(e: Any) -> str:
    """A kernel expression on one line, for messages."""
    from fractions import Fraction

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
        return f"{text(parts[0])}^({text(parts[1])})"
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
    return {"O": against <= 0, "o": against < 0, "Theta": against == 0, "Omega": against >= 0, "omega": against > 0}[relation]


def _premises(claim: decode.Claim, shape: Shape, upper: bool, order_wanted: Any) -> Iterator[dict[str, Any]]:
    """Premises of rule induction that the kernel accepts, for invariants of the wanted order."""
    signs = _signs(claim, shape, upper)
    for form, k in growth_candidates(shape, upper):
        if k != order_wanted:
            continue
        for start in SMALL_STARTS if k.bases else STARTS:
            low = reach(shape, start)
            if low < 3:
                continue
            for sign in signs:
                proof = {
                    "rule": "induction", "side": "upper" if upper else "lower", "mode": "growth", "form": to_json(form),
                    "shift": "0", "from": start, "low": low, "base": shape.base, "order": 3, "turned": [], "sign": sign,
                }  # fmt: skip
                try:
                    induction.conclude(claim, proof)
                except Rejected as e:
                    if "positive" in e.need or "toll never negative" in e.need or "sizes from" in e.need:
                        continue
                    break
                yield proof
                return


def _signs(claim: decode.Claim, shape: Shape, upper: bool) -> list[dict[str, int]]:
    """Windows on which T is seen to be positive; the later ones for recurrences with zeros at the start."""
    start = shape.step.start
    out = []
    for first in SIGNS:
        if first >= shape.step.low:
            spread = max((int((first + 8) / t.b) if t.e == 1 else (first + 4) ** 2 for t in shape.terms), default=0)
            out.append({"first": first, "last": max(start, 3, min(spread, 4000))})
    return out
