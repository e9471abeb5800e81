"""What a claim says of its recurrence for all large n: the step equation, and what any rule concludes about T."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from checkers.kernel import ring
from checkers.kernel.decode import Claim, Expr, all_parts, calls, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import outside, require

RULE = "step"
INLINED, FURTHER, CLASSES = 16, 4096, 64


class Step(NamedTuple):
    """T(symbol) = body for every integer symbol >= start that is residue mod modulus.

    low is the least size any equation may speak of.
    Other functions that the equation calls at varying sizes are inlined: their own steps are kept in `inlined`.
    """

    function: str
    symbol: str
    start: int
    body: Expr
    low: int
    inlined: tuple[Step, ...] = ()
    modulus: int = 1
    residue: int = 0


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
    """The one equation T(n) = ... that holds for every n >= start, and calls T alone at sizes that vary."""
    steps = steps_of(claim)
    require(len(steps) == 1 == steps[0].modulus, RULE, "a step for all sizes at once", len(steps))
    step = steps[0]
    while others := [c for c in calls(step.body) if _is_other(c, step)]:
        require(len(step.inlined) < INLINED, RULE, f"at most {INLINED} calls of other functions", others[0][1])
        step = _inlined(claim, step, others[0])
    for one in step.inlined:
        require_agreement(claim, one)
    return step


def _is_other(call: Expr, step: Step) -> bool:
    return call[1] != step.function and symbols(call) == {step.symbol} and not calls(call[2:])


def steps_of(claim: Claim) -> list[Step]:
    """The equations for large sizes, from one start: T(n) = ..., or T(a*x+c) = ... for each residue of the size."""
    subject = claim.subject
    ok = isinstance(subject, tuple) and subject[0] == "call" and len(subject) == 3
    if not ok or not isinstance(subject[2], tuple) or subject[2][0] != "var":
        raise outside(RULE, "a claim about T(n), for one variable n", subject)
    function, symbol = subject[1], subject[2][1]
    require(symbol not in {p[0] for p in claim.parameters}, RULE, "a size that is no parameter", symbol)
    return _stated_steps(claim, function, symbol)


def _inlined(claim: Claim, step: Step, call: Expr) -> Step:
    """The step with a call g(phi(n)) replaced by the right side of g's own step at phi(n), from where that holds."""
    whole = len(call) == 3 and is_integer(call[2], step.symbol)
    require(whole and _rises(call[2]), RULE, "an inlined call g(size), an integer that never falls", call)
    stated, start, values = _stated_steps(claim, call[1], step.symbol), step.start, Values(claim, {}, {})
    require(len(stated) == 1 == stated[0].modulus, RULE, "an inlined step for all sizes at once", len(stated))
    other = stated[0]
    again = [c for c in calls(other.body) if c[1] == other.function and step.symbol in symbols(c)]
    require(not again, RULE, "an inlined function that does not call itself", again[:1])

    def reached(n: int) -> bool:
        return values.exactly(call[2], {step.symbol: Fraction(n)}) >= other.start

    far = start + FURTHER  # the least start from which on the size is in range, by bisection, as it never falls
    require(reached(far), RULE, f"an inlined step that holds within {FURTHER} sizes", call)
    while not reached(start):
        middle = (start + far) // 2
        start, far = (start + 1, middle) if reached(middle) else (middle + 1, far)
    body = _replaced(step.body, call, substitute(other.body, step.symbol, call[2]))
    return step._replace(start=start, body=body, inlined=(*step.inlined, other))


def _rises(e: Expr) -> bool:
    """Whether an expression in one variable evidently never falls as the variable grows."""
    if isinstance(e, Fraction) or e[0] == "var":
        return True
    if e[0] == "div":
        return isinstance(e[2], Fraction) and e[2] > 0 and _rises(e[1])
    if e[0] == "mul":
        return sum(not isinstance(p, Fraction) for p in e[1:]) <= 1 and all(
            p >= 0 if isinstance(p, Fraction) else _rises(p) for p in e[1:]
        )
    fallen = isinstance(e[1], Fraction) if e[0] == "neg" else False
    rounded = e[:2] in (("fn", "floor"), ("fn", "ceil")) and _rises(e[2])
    return fallen or rounded or (e[0] == "add" and all(map(_rises, e[1:])))


def _replaced(e: Expr, old: Expr, new: Expr) -> Expr:
    if e == old or not isinstance(e, tuple):
        return new if e == old else e
    return tuple(_replaced(part, old, new) if isinstance(part, tuple) else part for part in e)


def _stated_steps(claim: Claim, function: str, symbol: str) -> list[Step]:
    """The equations of a function that hold for every large size, as the claim states them."""
    found, low = [], 0
    ends: list[int] = []
    for e in claim.equations:
        if e.function != function or len(e.patterns) != 1:
            continue
        pattern = e.patterns[0]
        if isinstance(pattern, Fraction) or (pattern[0] == "neg" and isinstance(pattern[1], Fraction)):
            size = pattern if isinstance(pattern, Fraction) else -pattern[1]
            low, ends = min(low, int(size // 1)), [*ends, int(size // 1)]
            continue
        x, (a, c) = _pattern(pattern)
        parts = [integer_bound(r, x) for r in e.range]
        lows, highs = ([p[1] for p in parts if p and p[0] == side] for side in ("low", "high"))
        low = min([low, *lows, *(a * q + c for q in lows)])
        if lows and len(lows) == len(parts):
            folds = {f[2] for f in all_parts(e.body) if f[0] == "fold"}
            require(not folds & {symbol, x}, RULE, "sums over variables of their own", sorted(folds))
            require(symbol not in symbols(e.body) or x == symbol, RULE, "the claim's own variable", symbol)
            value: Expr = ("var", symbol)
            if pattern[0] != "var":
                value = ("div", ("add", value, Fraction(-c)), Fraction(a))
            body = substitute(e.body, x, value)
            found.append(Step(function, symbol, a * max(lows) + c, body, 0, (), a, c % a))
        else:
            require(pattern[0] == "var", RULE, "sizes given as a number or a variable", pattern)
            require(bool(highs), RULE, "ranges n >= c or n <= c", e.range)
            ends.append(min(highs))
    whole = lcm(*(s.modulus for s in found))
    once = 0 < whole <= CLASSES and all(sum((r - s.residue) % s.modulus == 0 for s in found) == 1 for r in range(whole))
    require(bool(found) and once, RULE, "one equation T(n) = ... for n >= start", len(found))
    start = max(s.start for s in found)
    last = max(ends, default=low - 1)  # no other equation: the step alone speaks of every size
    require(last < start, RULE, "other equations only below the step's start", last)
    return [s._replace(low=low, start=start) for s in found]


def _pattern(pattern: Expr) -> tuple[str, tuple[int, int]]:
    """(x, (a, c)) for a size a*x + c with integers a >= 1 and c."""
    names = symbols(pattern)
    x = min(names, default="")
    a, c = line(pattern, x) or (Fraction(0), Fraction(0))
    ok = len(names) == 1 and a.denominator == c.denominator == 1 and a >= 1
    require(ok, RULE, "sizes given as a number or a variable", pattern)
    return x, (int(a), int(c))


def line(e: Expr, symbol: str) -> tuple[Fraction, Fraction] | None:
    """(a, c) where e is a*symbol + c, by + - * and division by numbers; None where that is not so as written."""
    if isinstance(e, Fraction):
        return Fraction(0), e
    if e == ("var", symbol):
        return Fraction(1), Fraction(0)
    parts = [line(p, symbol) for p in e[1:]] if e[0] in ("add", "neg", "mul", "div") else [None]
    known = [p for p in parts if p is not None]
    if len(known) < len(parts):
        return None
    a, c = known[0]
    if e[0] == "neg":
        return -a, -c
    for q, r in known[1:]:
        if e[0] == "add":
            a, c = a + q, c + r
        elif (e[0] == "mul" and a and q) or (e[0] == "div" and (q or not r)):
            return None
        else:
            a, c = (a * r + q * c, c * r) if e[0] == "mul" else (a / r, c / r)
    return a, c


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


def is_integer(e: Expr, *names: str) -> bool:
    """Whether an expression is evidently an integer at every integer value of the names."""
    if isinstance(e, Fraction):
        return e.denominator == 1
    if e[0] in ("add", "mul", "neg"):
        return all(is_integer(part, *names) for part in e[1:])
    return (e[0] == "var" and e[1] in names) or e[:2] in (("fn", "floor"), ("fn", "ceil"))


def linear_parts(e: Expr, values: Values, *names: str) -> tuple[list[tuple[Expr, Expr]], list[Expr]]:
    """e as a sum: (coefficient, call) for each call of a size that varies with the names, and the call-free rest.

    A call at a constant size stands for its value, which must be exact.
    """
    if not calls(e):
        return [], [e]
    kind = e[0]
    if kind == "call":
        require(len(e) == 3 and not calls(e[2]), RULE, "calls T(size), the size without calls", e)
        require(values.any_rounding or is_integer(e[2], *names), RULE, "a size that is an integer as written", e[2])
        if not symbols(e[2]) & set(names):
            size = values.exactly(e[2], {})
            require(size.denominator == 1, RULE, "an integer size", size)
            low, high = values.at(e[1], int(size))
            require(low == high, RULE, "an exact value at a constant size", e)
            return [], [low]
        return [(Fraction(1), e)], []
    if kind == "add":
        parts = [linear_parts(part, values, *names) for part in e[1:]]
        return [t for p in parts for t in p[0]], [r for p in parts for r in p[1]]
    if kind in ("neg", "div", "mul"):
        holders = [part for part in e[1:] if calls(part)]
        others = [part for part in e[1:] if not calls(part)]
        require(len(holders) == 1 and holders[0] is not (e[2] if kind == "div" else None), RULE, "a sum linear in T", e)
        terms, rest = linear_parts(holders[0], values, *names)
        return [(_times(kind, others, c), call) for c, call in terms], [_times(kind, others, r) for r in rest]
    raise outside(RULE, "a sum linear in T", kind)


def _times(kind: str, others: list[Expr], x: Expr) -> Expr:
    """-x, x/d or f*g*x, whichever way x stood in its term."""
    if kind == "neg":
        return ("neg", x)
    if kind == "div":
        return ("div", x, others[0])
    return ("mul", *others, x) if x != 1 else others[0] if len(others) == 1 else ("mul", *others)
