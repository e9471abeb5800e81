"""What a claim says of its recurrence for all large n: the step equation, and what any rule concludes about T."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checkers.kernel import ring
from checkers.kernel.decode import Claim, Expr, all_parts, calls, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import outside, require

RULE = "step"


class Step(NamedTuple):
    """T(symbol) = body for every integer symbol >= start; low is the least size any equation may speak of."""

    function: str
    symbol: str
    start: int
    body: Expr
    low: int


class Bound(NamedTuple):
    """What a premise concludes, with g(n) = form at n + shift.

    relation "==", "<=" or ">=": T(n) relation g(n) for every n >= low; no step from settled on reaches below.
    relation "O": 0 <= T(n) <= C g(n); "Omega": T(n) >= c g(n); for some C, c > 0 and every large n.
    """

    relation: str
    form: Expr
    shift: Fraction
    low: int
    settled: int


def integer_bound(comparison: tuple[str, Expr, Expr], symbol: str) -> tuple[str, int] | None:
    """("low", c) or ("high", c) when a comparison says symbol >= c or symbol <= c for integers; None otherwise."""
    relation, left, right = comparison
    flip = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "==": "=="}
    if right == ("var", symbol) and relation in flip:
        relation, left, right = flip[relation], right, left
    negative = isinstance(right, tuple) and right[0] == "neg" and isinstance(right[1], Fraction)
    c = -right[1] if negative else right
    if left != ("var", symbol) or not isinstance(c, Fraction) or relation not in ("<=", ">=", "<", ">"):
        return None
    if relation in (">=", ">"):
        return "low", int(-(-c // 1) if relation == ">=" else c // 1 + 1)
    return "high", int(c // 1 if relation == "<=" else -(-c // 1) - 1)


def step_of(claim: Claim) -> Step:
    """The one equation T(n) = ... that holds for every n >= start, and calls T."""
    subject = claim.subject
    ok = isinstance(subject, tuple) and subject[0] == "call" and len(subject) == 3
    if not ok or not isinstance(subject[2], tuple) or subject[2][0] != "var":
        raise outside(RULE, "a claim about T(n), for one variable n", subject)
    function, symbol = subject[1], subject[2][1]
    require(symbol not in {p[0] for p in claim.parameters}, RULE, "a size that is no parameter", symbol)
    found, low = [], 0
    ends: list[int] = []
    for e in claim.equations:
        if e.function != function or len(e.patterns) != 1:
            continue
        require(e.relation == "==", RULE, "equations, not inequalities", e.relation)
        pattern = e.patterns[0]
        if isinstance(pattern, Fraction) or (pattern[0] == "neg" and isinstance(pattern[1], Fraction)):
            size = pattern if isinstance(pattern, Fraction) else -pattern[1]
            low, ends = min(low, int(size // 1)), [*ends, int(size // 1)]
            continue
        require(pattern[0] == "var", RULE, "sizes given as a number or a variable", pattern)
        parts = [integer_bound(c, pattern[1]) for c in e.range]
        lows, highs = ([p[1] for p in parts if p and p[0] == side] for side in ("low", "high"))
        low = min([low, *lows])
        if lows and len(lows) == len(parts):
            folds = {f[2] for f in all_parts(e.body) if f[0] == "fold"}
            require(not folds & {symbol, pattern[1]}, RULE, "sums over variables of their own", sorted(folds))
            require(symbol not in symbols(e.body) or pattern[1] == symbol, RULE, "the claim's own variable", symbol)
            found.append(Step(function, symbol, max(lows), substitute(e.body, pattern[1], ("var", symbol)), 0))
        else:
            require(bool(highs), RULE, "ranges n >= c or n <= c", e.range)
            ends.append(min(highs))
    require(len(found) == 1, RULE, "one equation T(n) = ... for n >= start", len(found))
    require(
        max(ends, default=low) < found[0].start,
        RULE,
        "other equations only below the step's start",
        max(ends, default=low),
    )
    return found[0]._replace(low=low)


def require_agreement(claim: Claim, step: Step) -> None:
    """Equations that overlap below the step agree: a claim is not proved from equations that no T satisfies."""
    values = Values(claim, {}, {})
    require(step.start - step.low <= 20_000, RULE, "a step that starts below 20,000", step.start)
    for n in range(step.low, step.start):
        if len(values.all_fitting((step.function, (n,)))) > 1:
            values.at(step.function, n)


def differs(claim: Claim, e: Expr, *n: str) -> bool:
    """Whether e is, up to sign, the difference of two sides that a condition on parameters says differ."""
    stated = [c for p in claim.parameters for c in p[2]]
    names = {p[0] for p in claim.parameters}
    stated += [c for c in claim.assuming if symbols(c[1]) | symbols(c[2]) <= names]
    for relation, left, right in stated:
        gap = ("add", left, ("neg", right))
        apart = relation in ("!=", "<", ">")
        if apart and any(ring.vanishes(("add", e, x), *n) for x in (gap, ("neg", gap))):
            return True
    return False


def is_integer(e: Expr, symbol: str) -> bool:
    """Whether an expression is evidently an integer at every integer value of the symbol."""
    if isinstance(e, Fraction):
        return e.denominator == 1
    if e[0] in ("add", "mul", "neg"):
        return all(is_integer(part, symbol) for part in e[1:])
    return e == ("var", symbol) or e[:2] in (("fn", "floor"), ("fn", "ceil"))


def linear_parts(e: Expr, values: Values, symbol: str) -> tuple[list[tuple[Expr, Expr]], list[Expr]]:
    """e as a sum: (coefficient, argument) for each call of a size that varies, and the call-free rest.

    A call at a constant size stands for its value, which must be exact.
    """
    if not calls(e):
        return [], [e]
    kind = e[0]
    if kind == "call":
        require(len(e) == 3 and not calls(e[2]), RULE, "calls T(size), the size without calls", e)
        require(values.any_rounding or is_integer(e[2], symbol), RULE, "a size that is an integer as written", e[2])
        if symbol not in symbols(e[2]):
            size = values.exactly(e[2], {})
            require(size.denominator == 1, RULE, "an integer size", size)
            low, high = values.at(e[1], int(size))
            require(low == high, RULE, "an exact value at a constant size", e)
            return [], [low]
        return [(Fraction(1), e)], []
    if kind == "add":
        parts = [linear_parts(part, values, symbol) for part in e[1:]]
        return [t for p in parts for t in p[0]], [r for p in parts for r in p[1]]
    if kind in ("neg", "div", "mul"):
        holders = [part for part in e[1:] if calls(part)]
        others = [part for part in e[1:] if not calls(part)]
        require(len(holders) == 1 and holders[0] is not (e[2] if kind == "div" else None), RULE, "a sum linear in T", e)
        terms, rest = linear_parts(holders[0], values, symbol)
        return [(_times(kind, others, c), call) for c, call in terms], [_times(kind, others, r) for r in rest]
    raise outside(RULE, "a sum linear in T", kind)


def _times(kind: str, others: list[Expr], x: Expr) -> Expr:
    """-x, x/d or f*g*x, whichever way x stood in its term."""
    if kind == "neg":
        return ("neg", x)
    if kind == "div":
        return ("div", x, others[0])
    return ("mul", *others, x) if x != 1 else others[0] if len(others) == 1 else ("mul", *others)
