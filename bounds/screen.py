"""A quick look at recurrences in one size with plain calls, so that the slow look is rarely needed.

Most recurrences call only at n - k, floor((a*n + b)/c) and the like, and divide only by what plainly is not 0. For
these, integer arithmetic settles in a millisecond that every size up to the window has an equation, that every call is
smaller, and that every call has an equation or is a free base value. `passes` answers True only then; False means
"look properly", which `bounds.wellfounded` does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import define, field, frozen

from bounds.expression import Add, Apply, Call, Div, Expression, Fold, Mul, Neg, Number, Variable
from bounds.language.integrality import linear
from bounds.recurrence import Equation, Recurrence

Line = tuple[int, int, int]
"""(a, b, c) for the size floor((a*n + b)/c), c > 0."""


@frozen
class _Step:
    """An equation on the sizes low..high (high or low None: no end), and the lines its calls follow."""

    function: str
    low: int | None
    high: int | None
    calls: tuple[tuple[str, tuple[Line, ...]], ...]


@define
class _Covered:
    """Which sizes in low..high have an equation; `below` when every size under them has one too."""

    low: int
    flags: bytearray
    below: bool = False
    calls_below: bool = False
    first: int = field(default=0)


def passes(recurrence: Recurrence, demands: Sequence[tuple[Expression, ...]], low: int, high: int) -> bool:
    """Whether it is plain that low..high is well founded; `demands` are the partial parts of each body."""
    steps: list[_Step] = []
    for e, parts in zip(recurrence.equations, demands, strict=True):
        step = _step(e, parts, high)
        if step is None:
            return False
        steps.append(step)
    covered = _coverage(steps, low, high)
    return covered is not None and all(_is_smaller(s, covered, low, high) for s in steps)


def _coverage(steps: list[_Step], low: int, high: int) -> dict[str, _Covered] | None:
    """The sizes with an equation; None when two equations meet or a gap is left."""
    covered = {s.function: _Covered(low, bytearray(high - low + 1)) for s in steps}
    for s in steps:
        c = covered[s.function]
        start = low if s.low is None else max(s.low, low)
        stop = high if s.high is None else min(s.high, high)
        if start > stop:
            continue
        if any(c.flags[start - low : stop - low + 1]):
            return None
        c.flags[start - low : stop - low + 1] = b"\1" * (stop - start + 1)
        c.below |= s.low is None
        c.calls_below |= s.low is None and bool(s.calls)
    for c in covered.values():
        c.first = c.flags.find(b"\1")
        last = c.flags.rfind(b"\1")
        if c.calls_below or c.flags.find(b"\0", c.first, last) >= 0:
            return None
    return covered


def _is_smaller(step: _Step, covered: dict[str, _Covered], low: int, high: int) -> bool:
    start = low if step.low is None else max(step.low, low)
    stop = high if step.high is None else min(step.high, high)
    for function, lines in step.calls:
        target = covered.get(function)
        if target is None:
            return False
        for n in range(start, stop + 1):
            sizes = [(a * n + b) // c for a, b, c in lines]
            if len(sizes) == 4 and sizes[3] < sizes[2]:  # an empty fold
                continue
            for size in sizes[:2]:
                if size >= n or (size < low and not target.below):
                    return False
                free = 0 <= size < target.first + low
                if size >= low and not target.flags[size - low] and not free:
                    return False
    return True


def _step(e: Equation, parts: tuple[Expression, ...], high: int) -> _Step | None:
    [pattern] = e.patterns
    point = linear(pattern)
    if point is None or e.relation != "==":
        return None
    if not point[0]:
        size = int(point[2])
        return _Step(e.function, size, size, ()) if not parts and not e.range else None
    if not isinstance(pattern, Variable):
        return None
    ends = _interval(e, pattern.name)
    if ends is None:
        return None
    calls: list[tuple[str, tuple[Line, ...]]] = []
    for part in parts:
        found = _calls(part, pattern.name)
        if found is None:
            if not _is_defined(part, pattern.name, ends[0]):
                return None
            continue
        calls += found
    return _Step(e.function, ends[0], ends[1], tuple(calls))


def _interval(e: Equation, name: str) -> tuple[int | None, int | None] | None:
    """The sizes of an equation's range, when it compares its variable with integers only."""
    low: int | None = None if e.range else 0
    high: int | None = None
    for c in e.range:
        left, right = linear(c.left), linear(c.right)
        if left is None or right is None or c.left != Variable(name) or right[0] or right[2].denominator != 1:
            return None
        bound = int(right[2])
        match c.relation:
            case ">" | ">=":
                low = max(bound + (c.relation == ">"), bound if low is None else low)
            case "<" | "<=":
                high = min(bound - (c.relation == "<"), bound if high is None else high)
            case _:
                return None
    return low, high


def _calls(part: Expression, name: str) -> list[tuple[str, tuple[Line, ...]]] | None:
    """The lines that the calls of a part follow; None when it is no plain call."""
    match part:
        case Call(function, (size,)):
            line = _line(size, name)
            return None if line is None else [(function, (line,))]
        case Fold(_, variable, lower, upper, Add(terms)):
            ends = _line(lower, name), _line(upper, name)
            if ends[0] is None or ends[1] is None or variable == name:
                return None
            found: list[tuple[str, tuple[Line, ...]]] = []
            for term in terms:
                if isinstance(term, Number):
                    continue
                if not isinstance(term, Call) or len(term.arguments) != 1:
                    return None
                at = [_line(_with(term.arguments[0], variable, end), name) for end in (lower, upper)]
                if at[0] is None or at[1] is None or not _is_straight(term.arguments[0]):
                    return None
                found.append((term.function, (at[0], at[1], ends[0], ends[1])))
            return found
        case _:
            return None


def _is_straight(size: Expression) -> bool:
    """Whether a size is a sum of variables and numbers, so that its extremes lie at the ends of a range."""
    parts = size.terms if isinstance(size, Add) else (size,)
    return all(isinstance(p.operand if isinstance(p, Neg) else p, (Variable, Number)) for p in parts)


def _with(e: Expression, name: str, value: Expression) -> Expression:
    match e:
        case Variable(own):
            return value if own == name else e
        case Add(terms):
            return Add(tuple(_with(t, name, value) for t in terms))
        case Neg(operand):
            return Neg(_with(operand, name, value))
        case _:
            return e


def _line(size: Expression, name: str) -> Line | None:
    """floor((a*n + b)/c) for a size that is linear, floor or ceil of linear, or one of these plus an integer."""
    shift = Fraction(0)
    if isinstance(size, Add) and len(size.terms) == 2 and isinstance(size.terms[0], Apply):
        more = linear(size.terms[1])
        if more is None or more[0] or more[2].denominator != 1:
            return None
        size, shift = size.terms[0], more[2]
    up = isinstance(size, Apply) and size.function == "ceil"
    if isinstance(size, Apply) and size.function in ("floor", "ceil"):
        found = linear(size.arguments[0])
    else:
        found = linear(size)
        if found is not None and (found[1].denominator != 1 or found[2].denominator != 1):
            return None
    if found is None or found[0] not in ("", name) or found[1] < 0:
        return None
    slope, offset = found[1], found[2] + shift
    c = math.lcm(slope.denominator, offset.denominator)
    return int(slope * c), int(offset * c) + (c - 1 if up else 0), c


_LEAST: dict[str, Callable[[Fraction], bool]] = {
    "log": lambda x: x > 0,
    "log2": lambda x: x > 0,
    "sqrt": lambda x: x >= 0,
    "factorial": lambda x: x >= 0,
    "H": lambda x: x >= 0,
    "Fib": lambda x: x >= 0,
    "logstar": lambda x: x > 0,
}


def _is_defined(part: Expression, name: str, low: int | None) -> bool:
    """Whether a part that rises with n is plainly defined from its lowest size on."""
    if low is None:
        return False
    match part:
        case Apply(function, (Apply("log" | "log2", (argument,)),)) if function in ("log", "log2"):
            value = _rising(argument, name, low)
            return value is not None and value > 1
        case Div(Number(_), Apply("log" | "log2", (argument,))):
            value = _rising(argument, name, low)
            return value is not None and value > 1
        case Apply(function, (argument,)) if function in _LEAST:
            value = _rising(argument, name, low)
            return value is not None and _LEAST[function](value)
        case Div(Number(_), denominator):
            value = _rising(denominator, name, low)
            return value is not None and value > 0
        case _:
            return False


def _rising(e: Expression, name: str, low: int) -> Fraction | None:
    """The value at n = low of a linear expression, or a product of them, that does not fall with n."""
    if isinstance(e, Mul):
        parts = [_rising(f, name, low) for f in e.factors]
        known = [p for p in parts if p is not None and p >= 0]
        return math.prod(known, start=Fraction(1)) if len(known) == len(parts) else None
    found = linear(e)
    if found is None or found[0] not in ("", name) or found[1] < 0:
        return None
    return found[1] * low + found[2]
