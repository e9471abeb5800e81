"""Rule definition: T(n) = e(n) for every n >= start, because the step says so and calls nothing.

Needs    a step T(n) = e whose right side holds no cost (calls of other functions are inlined), n and parameters alone
Checks   e is made of numbers, n, parameters, + - *, powers with exponents 0, 1, 2, ..., floor, ceil, max and min, and
         divides only by numbers other than 0 and by parameters that a condition keeps from 0: so it has a value at
         every n
Gives    T(n) == e(n) for n >= start; as a verdict, for a growth claim: what rule posynomial says of e in the place of T
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import ring
from checkers.kernel.decode import Claim, Expr, calls, fields, symbols
from checkers.kernel.refusal import require
from checkers.kernel.rules import posynomial
from checkers.kernel.step import Bound, Step, differs, require_agreement, step_of

RULE = "definition"
PLAIN = ("add", "mul", "neg")
ROUNDED = ("floor", "ceil", "max", "min")
POWER = 64


def conclude(claim: Claim, proof: Any) -> Bound:
    fields(proof, ("rule",))
    step = defined_step(claim)
    return Bound("==", step.body, Fraction(0), step.start, step.start - 1)


def verdict(claim: Claim, proof: Any) -> str:
    _, inner = fields(proof, ("rule", "proof"))
    step = defined_step(claim)
    require_agreement(claim, step)
    require(not claim.range, RULE, "a growth claim without a range", claim.range)
    return posynomial.verdict(claim._replace(equations=(), subject=step.body), inner)


def defined_step(claim: Claim) -> Step:
    """The step, when its right side calls nothing and has a value at every size."""
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    step = step_of(claim)
    require(not calls(step.body), RULE, "a right side without costs", calls(step.body)[:1])
    others = symbols(step.body) - {step.symbol} - {p[0] for p in claim.parameters}
    require(not others, RULE, "no names but the size and parameters", sorted(others))
    require_defined(claim, step.body, step.symbol)
    return step


def require_defined(claim: Claim, e: Expr, n: str) -> None:
    """Refuses what might have no value at some size."""
    if isinstance(e, Fraction) or e[0] == "var":
        return
    ok = e[0] in PLAIN or (e[0] == "fn" and e[1] in ROUNDED)
    if e[0] == "div":
        ok = e[2] != 0 if isinstance(e[2], Fraction) else differs(claim, e[2], n) or _is_positive(claim, e[2])
    if e[0] == "pow":
        ok = isinstance(e[2], Fraction) and e[2].denominator == 1 and 0 <= e[2] <= POWER
    require(ok, RULE, "a formula that has a value at every size", e)
    for part in e[1:]:
        if not isinstance(part, str):
            require_defined(claim, part, n)


def _is_positive(claim: Claim, e: Expr) -> bool:
    """Whether e is a parameter that a condition keeps at or above a number > 0."""
    stated = [c for p in claim.parameters for c in p[2]]
    ends = [c[2] for c in stated if c[:2] == (">=", e)] + [c[1] for c in stated if (c[0], c[2]) == ("<=", e)]
    return any(isinstance(end, Fraction) and end > 0 for end in ends)


def same(claim: Claim, a: Expr, b: Expr, n: str) -> bool:
    """Whether a and b, both with a value at every size, are one polynomial in n, parameters and equal roundings."""
    require_defined(claim, a, n)
    require_defined(claim, b, n)
    names: dict[Expr, Expr] = {}
    try:
        return ring.vanishes(("add", _named(a, names), ("neg", _named(b, names))), n)
    except ring.OutsideRing:
        return False


def _named(e: Expr, names: dict[Expr, Expr]) -> Expr:
    """e with each rounding, max and min replaced by a parameter of its own, the same one for the same expression."""
    if not isinstance(e, tuple) or e[0] == "var":
        return e
    inside = tuple(_named(p, names) if isinstance(p, tuple) else p for p in e)
    return names.setdefault(inside, ("var", f"rounding {len(names)}")) if e[0] == "fn" else inside
