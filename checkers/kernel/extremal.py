"""Inequalities: a claim about every T that satisfies them is a claim about the largest (or least) such T.

Needs    equations T(n) <= e (or all >=), beside equalities; a claim <=, <, O, o (or >=, >, Omega, omega) on that side
Checks   each right side never falls when values of T rise: T under + max min sum, times and over what is never negative
Gives    the same claim about the U that satisfies all of them with ==: then T <= U everywhere (or T >= U), and U is
         itself one such T. A Landau claim takes T >= 0, as costs are
"""

from __future__ import annotations

from fractions import Fraction

from checkers.kernel.decode import Claim, Equation, Expr, calls
from checkers.kernel.refusal import require
from checkers.kernel.step import integer_bound

RULE = "extremal"
SIDE = {"<=": ("<=", "<", "O", "o"), ">=": (">=", ">", "Omega", "omega")}


def extremal(claim: Claim) -> Claim:
    """The claim about the extremal solution; a claim about equations is itself."""
    sides = {e.relation for e in claim.equations} - {"=="}
    if not sides:
        return claim
    require(len(sides) == 1, RULE, "inequalities in one direction", sorted(sides))
    (side,) = sides
    require(claim.relation in SIDE[side], RULE, f"a claim with one of {', '.join(SIDE[side])}", claim.relation)
    require(claim.subject[0] == "call" and not calls(claim.subject[2:]), RULE, "a claim about T(...)", claim.subject)
    require(not calls(claim.bound), RULE, "a bound without values of the recurrence", claim.bound)
    conditions = [*claim.range, *claim.assuming, *(c for e in claim.equations for c in e.range)]
    require(not any(calls(c[1:]) for c in conditions), RULE, "ranges without values of the recurrence", conditions)
    for e in claim.equations:
        require(_rises(e.body, _never_negative(claim, e)), RULE, "right sides that rise with T", e.body)
    return claim._replace(equations=tuple(e._replace(relation="==") for e in claim.equations))


def _never_negative(claim: Claim, e: Equation) -> set[str]:
    """The names in an equation that are >= 0: sizes with a range n >= 0 or higher, parameters stated to be."""
    sizes = {p[1] for p in e.patterns if isinstance(p, tuple) and p[0] == "var"}
    ranges = [(x, integer_bound(c, x)) for c in e.range for x in sizes]
    stated = [(p[0], integer_bound(c, p[0])) for p in claim.parameters for c in p[2]]
    return {x for x, b in (*ranges, *stated) if b and b[0] == "low" and b[1] >= 0}


def _rises(e: Expr, known: set[str]) -> bool:
    """Whether e never falls when values of T rise."""
    if not calls(e):
        return True
    kind = e[0]
    if kind == "call":
        return not calls(e[2:])
    if kind == "add" or e[:2] in (("fn", "max"), ("fn", "min")):
        return all(_rises(part, known) for part in e[1:])
    if kind == "fold":
        return not calls(e[3:5]) and _rises(e[5], known - {e[2]})
    if kind == "div":
        return not calls(e[2]) and _is_nonnegative(e[2], known) and _rises(e[1], known)
    holders = [part for part in e[1:] if calls(part)] if kind == "mul" else []
    others = [part for part in e[1:] if not calls(part)]
    return len(holders) == 1 and _rises(holders[0], known) and all(_is_nonnegative(p, known) for p in others)


def _is_nonnegative(e: Expr, known: set[str]) -> bool:
    """Whether e is evidently >= 0 where it is defined."""
    if isinstance(e, Fraction):
        return e >= 0
    if e[0] in ("add", "mul", "div"):
        return all(_is_nonnegative(part, known) for part in e[1:])
    return e[0] == "var" and e[1] in known
