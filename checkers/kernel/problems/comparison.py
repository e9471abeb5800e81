"""From what a rule derives to what is claimed: cost(n) >= B(n) for n >= start gives `cost(n) relation f(n)`.

Needs    a derived bound, as a formula B or as a recurrence whose solution it is; a range that starts no earlier; a
         growth claim has none
Checks   same: f is B, up to the relations of `ring`, each function of n taken for an unknown; no part of f is without
         a value where B has one
         claim: the claim with `cost` defined as B is proved by the rules for recurrences
Uses     where all prices are integers, so is the cost: cost >= g + r with r an integer gives cost >= ceil(g) + r
Gives    proved
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel import ring
from checkers.kernel.decode import Expr, all_parts, one_of
from checkers.kernel.problems.setting import COSTS, SIZE, LowerBound, least
from checkers.kernel.refusal import require

RULE = "comparison"
Check = Callable[[Any, Any], str]
POWER = 64
GROWTH = ("Omega", "omega")


class Derived(NamedTuple):
    """cost(n) >= body for every n >= start; `equations` say the same of a function, instead of a body."""

    start: int
    body: Expr | None
    equations: tuple[dict[str, Any], ...] = ()


def conclude(claim: LowerBound, derived: Derived, proof: Any, check: Check) -> None:
    """Refuse unless the derived bound gives the claim."""
    first = 1 if claim.first is None else claim.first
    is_growth = claim.relation in GROWTH
    require(is_growth or first >= derived.start, RULE, f"a range that starts at {derived.start} or later", first)
    require(not is_growth or claim.first is None, RULE, "a growth claim without a range", first)
    require(type(proof) is dict and "by" in proof, RULE, "how the claim follows", proof)
    if one_of(proof["by"], ("same", "claim")) == "same":
        require(set(proof) == {"by"}, RULE, "nothing but `by`", sorted(proof))
        require(claim.relation == ">=", RULE, "a claim with >=", claim.relation)
        require_same(claim, stripped(claim), derived.body)
        return
    require(set(proof) == {"by", "proof"}, RULE, "`by` and a proof", sorted(proof))
    about = derived_claim(claim, derived)
    inner = {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": proof["proof"]}
    require(check(about, inner) == "proved", RULE, "a proof", "a refutation")


def derived_claim(claim: LowerBound, derived: Derived) -> dict[str, Any]:
    """The claim about the derived bound that gives the claim about the cost."""
    cost = COSTS[claim.setting.mode]
    start = [[">=", ["var", "n"], str(derived.start)]]
    own = {
        "function": cost,
        "patterns": [["var", "n"]],
        "relation": "==",
        "body": encoded(derived.body),
        "range": start,
    }
    return {
        "format": "tightbound/claim/1",
        "parameters": claim.raw["parameters"],
        "rounding": "stated",
        "equations": list(derived.equations) or [own],
        "subject": claim.raw["subject"],
        "relation": claim.relation,
        "bound": encoded(stripped(claim)),
        "range": claim.raw["range"],
        "assuming": [],
    }


def encoded(e: Expr) -> Any:
    """The JSON of an expression."""
    return (
        [encoded(part) if isinstance(part, tuple | Fraction) else part for part in e]
        if isinstance(e, tuple)
        else str(e)
    )


def stripped(claim: LowerBound) -> Expr:
    """The bound without its one ceil, where the cost is an integer and so is the rest of the bound."""
    f = claim.bound
    is_integer = claim.setting.mode != "expected" and all(k.price.denominator == 1 for k in claim.setting.kinds)
    terms = f[1:] if isinstance(f, tuple) and f[0] == "add" else (f,)
    rounded = [t for t in terms if isinstance(t, tuple) and t[:2] == ("fn", "ceil")]
    if claim.relation != ">=" or not is_integer or len(rounded) != 1:
        return f
    rest = tuple(t for t in terms if t is not rounded[0])
    if not all(is_integral(claim, t) for t in rest):
        return f
    return ("add", *rest, rounded[0][2]) if rest else rounded[0][2]


def is_integral(claim: LowerBound, e: Expr) -> bool:
    """Whether e evidently is an integer at every n."""
    if isinstance(e, Fraction):
        return e.denominator == 1
    if e[0] == "var":
        return e == SIZE or any((p[0], p[1]) == (e[1], "integer") for p in claim.parameters)
    if e[0] in ("add", "mul", "neg"):
        return all(is_integral(claim, part) for part in e[1:])
    return bool(e[:2] in (("fn", "floor"), ("fn", "ceil")))


def require_same(claim: LowerBound, f: Expr, body: Expr | None) -> None:
    """Refuse unless f and body are one formula."""
    require(body is not None, RULE, "a bound that is a formula", "a recurrence")
    names: list[Expr] = []
    right = named(body, names)
    known = len(names)
    left = named(f, names)
    require(len(names) == known, RULE, "the functions of the derived bound", names[known:])
    for part in all_parts(left):
        if part[0] == "pow":
            ok = isinstance(part[2], Fraction) and part[2].denominator == 1 and 0 <= part[2] <= POWER
            require(ok, RULE, f"powers with exponents 0, 1, ..., {POWER}", part[2])
    require_defined(claim, f, body, names)
    require(_equal(left, right), RULE, f"the bound {body}", f)


def require_defined(claim: LowerBound, f: Expr, body: Expr | None, names: list[Expr]) -> None:
    """Refuse unless f, also inside its functions, divides by what is not 0 where body has a value."""
    allowed = [named(p[2], names) for p in all_parts(body) if p[0] == "div"]
    for part in all_parts(f):
        if part[0] == "div":
            divisor = named(part[2], names)
            ok = is_nonzero(claim, part[2]) or any(_equal(divisor, other) for other in allowed)
            require(ok, RULE, "divisors that are not 0", part[2])
        if part[0] == "pow" and isinstance(part[2], Fraction):
            require(part[2].denominator == 1 and part[2] >= 0, RULE, "powers with exponents 0, 1, ...", part[2])


def is_nonzero(claim: LowerBound, e: Expr) -> bool:
    """Whether e evidently is not 0: a number, k or k - c for a parameter k > c >= 0, or a product of such."""
    if isinstance(e, Fraction):
        return e != 0
    if e[0] == "mul":
        return all(is_nonzero(claim, part) for part in e[1:])
    parts = e[1:] if e[0] == "add" and len(e) == 3 else (e, ("neg", Fraction(0)))
    symbols = {("var", p[0]) for p in claim.parameters if p[1] == "integer" and p[2]}
    lowered = isinstance(parts[1], tuple) and parts[1][0] == "neg" and isinstance(parts[1][1], Fraction)
    return parts[0] in symbols and lowered and least(claim, parts[0]) > parts[1][1]


def _equal(a: Expr, b: Expr) -> bool:
    try:
        return ring.vanishes(("add", a, ("neg", b)), "n")
    except ring.OutsideRing:
        return False


def named(e: Expr, names: list[Expr]) -> Expr:
    """e with each function of something replaced by an unknown: the same one for the same function of the same."""
    if not isinstance(e, tuple) or e[0] == "var":
        return e
    inside = tuple(named(p, names) if isinstance(p, tuple) else p for p in e)
    if e[0] in ("add", "mul", "neg", "div") or (e[0] == "pow" and isinstance(e[2], Fraction)):
        return inside
    if inside[:2] == ("fn", "log") and len(inside) == 4 and inside[3] == 2:
        inside = ("fn", "log2", inside[2])
    for i, other in enumerate(names):
        if _is_same_function(inside, other):
            return ("var", f"unknown {i}")
    names.append(inside)
    return ("var", f"unknown {len(names) - 1}")


def _is_same_function(a: Expr, b: Expr) -> bool:
    if len(a) != len(b) or a[0] != b[0] or (a[0] == "fn" and a[1] != b[1]):
        return False
    parts = zip(a[1 + (a[0] == "fn") :], b[1 + (a[0] == "fn") :], strict=True)
    return a == b or (a[0] in ("fn", "pow") and all(_equal(x, y) for x, y in parts))
