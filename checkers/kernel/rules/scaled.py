"""Rule scaled: T(a, n) = a^k U(n), because every equation of T is homogeneous of degree k in the size a.

Needs    equations of one function of two sizes, a variable in the place of `a`; a claim about T(a, n), bound a^k f(n)
Checks   right sides and bound are homogeneous of degree k in a, with calls T(q*a, s), q a positive integer and s free
         of a; calls in the step of U are of earlier sizes, and U has a value at every size below the step: so T and U
         are determined by their equations. The claim about U, by a rule for claims about one size
Gives    what that rule gives. An explicit claim is about a >= 1; constants of growth are the same for all a >= 1
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from checkers.kernel.decode import Claim, Equation, Expr, calls, fields, integer, one_of, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import require
from checkers.kernel.rules import bound, order, subsequence, witness
from checkers.kernel.step import Step, integer_bound, line, require_agreement, step_of

RULE = "scaled"
INNER: dict[str, Callable[[Claim, Any], str]] = {r.RULE: r.verdict for r in (bound, order, subsequence, witness)}
DEGREE, FACTOR = 16, 64


def verdict(claim: Claim, proof: Any) -> str:
    _, place, degree, inner = fields(proof, ("rule", "place", "degree", "proof"))
    about = of_one_size(claim, integer(place, 0, 1), integer(degree, 0, DEGREE))
    require_determined(about, step_of(about))
    require(type(inner) is dict and "rule" in inner, RULE, "a proof with a rule", type(inner).__name__)
    return INNER[one_of(inner["rule"], tuple(INNER))](about, inner)


def of_one_size(claim: Claim, place: int, k: int) -> Claim:
    """The claim about U(n) = T(1, n) that says the same as this one about T(a, n) = a^k U(n)."""
    plain = claim.rounding == "stated" and not (claim.parameters or claim.assuming or claim.uniform)
    require(plain, RULE, "rounding as stated, no parameters and assumptions", claim.rounding)
    subject = claim.subject
    ok = isinstance(subject, tuple) and subject[0] == "call" and len(subject) == 4
    ok = ok and all(isinstance(e, tuple) and e[0] == "var" for e in subject[2:]) and subject[2] != subject[3]
    require(ok, RULE, "a claim about T(a, n)", subject)
    function, a, n = subject[1], subject[2 + place][1], subject[3 - place]
    equations = [_equation(e, (function, place, k)) for e in claim.equations]
    ranges = [integer_bound(c, a) for c in claim.range if a in symbols(c)]
    explicit = claim.relation in ("<=", ">=", "==")
    least = max((r[1] for r in ranges if r), default=0) >= 1
    require(all(r and r[0] == "low" for r in ranges) and least == explicit, RULE, f"an explicit claim for {a} >= 1", a)
    return claim._replace(
        equations=tuple(e for e in equations if e), subject=("call", function, n),
        bound=_at_one(claim.bound, a, (function, place, k)),
        range=tuple(c for c in claim.range if a not in symbols(c)),
    )  # fmt: skip


def _equation(e: Equation, shape: tuple[str, int, int]) -> Equation | None:
    """The equation of U at a = 1; None for one that fits at no a >= 1."""
    function, place, _ = shape
    require(e.function == function and len(e.patterns) == 2, RULE, f"equations of {function} alone", e.function)
    pattern, other = e.patterns[place], e.patterns[1 - place]
    if isinstance(pattern, Fraction) and pattern <= 0:
        return None
    require(isinstance(pattern, tuple) and pattern[0] == "var", RULE, "a variable in the place of a", pattern)
    a = pattern[1]
    ranges = [(c, integer_bound(c, a)) for c in e.range if a in symbols(c) or calls(c)]
    require(all(r and r[0] == "low" and r[1] <= 1 for _, r in ranges), RULE, f"equations for all {a} >= 1", ranges)
    require(a not in symbols(other), RULE, "patterns that share no variable", e.patterns)
    kept = tuple(c for c in e.range if a not in symbols(c))
    return e._replace(patterns=(other,), body=_at_one(e.body, a, shape), range=kept)


def _at_one(e: Expr, a: str, shape: tuple[str, int, int]) -> Expr:
    """e at a = 1, with q^k U(s) for T(q*a, s); refuses unless e is homogeneous of degree k in a, given T is."""
    degree = _degree(e, a, shape)
    require(degree in (None, shape[2]), RULE, f"degree {shape[2]} in {a}", (degree, e))
    return substitute(_called(e, a, shape), a, Fraction(1))


def _degree(e: Expr, a: str, shape: tuple[str, int, int]) -> Fraction | None:
    """d where e(a) = a^d e(1) for every a >= 1; None for 0, which has every degree."""
    if e == 0:
        return None
    if not calls(e) and a not in symbols(e):
        return Fraction(0)
    if e == ("var", a):
        return Fraction(1)
    if e[0] == "call":
        _call(e, a, shape)
        return Fraction(shape[2])
    if e[0] == "pow":
        require(isinstance(e[2], Fraction) and not calls(e), RULE, "literal powers", e)
        inner = _degree(e[1], a, shape)
        if inner is None:  # 0^0 is 1
            return None if e[2] > 0 else Fraction(0)
        return Fraction(inner * e[2])
    alike = e[0] in ("add", "neg") or e[:2] in (("fn", "max"), ("fn", "min"))
    require(alike or e[0] in ("mul", "div"), RULE, f"sums, products, max and min of what depends on {a}", e)
    parts = [_degree(part, a, shape) for part in e[1:] if isinstance(part, (tuple, Fraction))]
    known = [d for d in parts if d is not None]
    if alike:
        require(len(set(known)) <= 1, RULE, "terms of one degree", known)
        return known[0] if known else None
    if len(known) < len(parts):
        return None
    return sum(known, Fraction(0)) if e[0] == "mul" else known[0] - known[1]


def _call(e: Expr, a: str, shape: tuple[str, int, int]) -> tuple[Fraction, Expr]:
    """(q, s) of a call T(q*a, s)."""
    function, place, _ = shape
    require(e[1] == function and len(e) == 4, RULE, f"calls of {function} alone", e)
    q, c = line(e[2 + place], a) or (Fraction(0), Fraction(0))
    other = e[3 - place]
    ok = 0 < q <= FACTOR and q.denominator == 1 and c == 0 and not calls(other) and a not in symbols(other)
    require(ok, RULE, f"calls T(q*{a}, s), s free of {a}", e)
    return q, other


def _called(e: Expr, a: str, shape: tuple[str, int, int]) -> Expr:
    """e with q^k U(s) in place of T(q*a, s)."""
    if not isinstance(e, tuple):
        return e
    if e[0] == "call":
        q, size = _call(e, a, shape)
        return ("mul", q ** shape[2], ("call", e[1], size)) if q ** shape[2] != 1 else ("call", e[1], size)
    return tuple(_called(part, a, shape) if isinstance(part, tuple) else part for part in e)


def require_determined(claim: Claim, step: Step) -> None:
    """U has exactly one value at every size: calls of the step are of earlier sizes, down to sizes with a value."""
    require_agreement(claim, step)
    start, values, least = Fraction(step.start), Values(claim, {}, {}), step.start
    for call in calls(step.body):
        size = call[2]
        rounding = size[1] if isinstance(size, tuple) and size[0] == "fn" and size[1] in ("floor", "ceil") else ""
        a, c = line(size[2] if rounding else size, step.symbol) or (Fraction(2), Fraction(0))
        over = c + 1 if rounding == "ceil" else c  # the size is a*n + c at most; or less than a*n + c + 1
        earlier = 0 <= a <= 1 and ((1 - a) * start > over or ((1 - a) * start == over and rounding == "ceil"))
        require(earlier, RULE, "calls of earlier sizes a*n + c, rounded", call)
        least = min(least, int(values.exactly(size, {step.symbol: start})))
    require(step.start - least <= bound.POINTS, RULE, f"at most {bound.POINTS} sizes below the step", least)
    for n in range(min(least, step.low), step.start):
        if n >= least or values.all_fitting((step.function, (n,))):
            values.at(step.function, n)
