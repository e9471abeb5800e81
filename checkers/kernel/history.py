"""History sums: a(n) * sum over k = first..last of w(n, k) T(k), as a part of a step that rule induction reads.

With w = sum of u_j(n) v_j(k), and for each j a form S_j with S_j(k+1) - S_j(k) on one side of v_j(k) F(k + shift) at
every k, the sum of w F from B on lies on the side wanted of sum of u_j (S_j(last+1) - S_j(B)), by telescoping. What
the sum holds below the sizes of the induction is evaluated, or bounded by a constant.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel import interval as iv
from checkers.kernel import ring
from checkers.kernel import series as sr
from checkers.kernel.decode import Expr, calls, expression, sequence, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.expand import Expander
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.series import Frame, Series
from checkers.kernel.step import Step, is_integer, linear_parts

RULE = "history"
BELOW, PARTS = 20_000, 8
ONE = Fraction(1)


class Part(NamedTuple):
    """u(n) v(k) with the form S; v and S are in the step's own variable."""

    times: Expr
    weight: Expr
    form: Expr


class History(NamedTuple):
    """a(n) * sum over variable = first..last of weight * T(variable)."""

    coefficient: Expr
    variable: str
    weight: Expr
    first: Expr
    last: Expr
    parts: tuple[Part, ...]


class Place(NamedTuple):
    """Where the induction is: its F at n + shift, from low on, on which side; in growth mode F up to a factor."""

    function: str
    f: Expr
    shift: Fraction
    low: int
    upper: bool
    growth: bool


def is_history(e: Expr) -> bool:
    """Whether an addend of a step is a sum over calls at more than finitely many sizes, times or over something."""
    while isinstance(e, tuple) and e[0] in ("neg", "mul", "div") and calls(e):
        e = next(part for part in e[1:] if calls(part))
    return isinstance(e, tuple) and e[:2] == ("fold", "sum") and bool(calls(e[5]))


def histories(addend: Expr, step: Step, choice: Any, values: Values) -> tuple[History, ...]:
    """An addend as sums over T(k); raises Rejected for one of another form."""
    coefficient, fold = around(addend)
    _, _, k, first, last, body = fold
    n = step.symbol
    terms, rest = linear_parts(body, values, n, k)
    require(not any(r != 0 for r in rest), RULE, "a sum of T alone", rest)
    given = list(sequence(choice))
    require(len(given) == len(terms) > 0, RULE, "parts for each call in the sum", len(given))
    return tuple(
        _one(step, (coefficient, k, first, last), term, parts) for term, parts in zip(terms, given, strict=True)
    )


def around(e: Expr) -> tuple[Expr, Expr]:
    """(a, sum) with e = a * sum."""
    if e[0] == "fold":
        return ONE, e
    holders = [part for part in e[1:] if calls(part)]
    require(len(holders) == 1 and (e[0] != "div" or holders[0] is e[1]), RULE, "a multiple of one sum", e)
    a, fold = around(holders[0])
    if e[0] == "neg":
        return ("neg", a), fold
    return (e[0], *(a if part is holders[0] else part for part in e[1:])), fold


def _one(step: Step, around: tuple[Expr, str, Expr, Expr], term: tuple[Expr, Expr], given: Any) -> History:
    """One call in the sum, its size as the index."""
    coefficient, k, first, last = around
    weight, call = term
    n = step.symbol
    require(call[1] == step.function, RULE, "calls of the same function", call[1])
    require(symbols(weight) <= {n, k}, RULE, "weights in the size and the index", weight)
    for sign in (1, -1):
        offset = substitute(call[2], k, Fraction(0))
        index = ("add", ("var", k), offset) if sign == 1 else ("add", offset, ("neg", ("var", k)))
        if not vanishes(("add", call[2], ("neg", index)), n, k):
            continue
        if sign == 1:
            ends = (("add", first, offset), ("add", last, offset))
            weight = substitute(weight, k, ("add", ("var", k), ("neg", offset)))
        else:
            ends = (("add", offset, ("neg", last)), ("add", offset, ("neg", first)))
            weight = substitute(weight, k, index)
        # as written: an end that is a number once 0/(n-5) is dropped is not defined at every n
        require(is_integer(ends[0], n) and is_integer(ends[1], n), RULE, "a range of integers", ends)
        threes = 0 < len(sequence(given)) <= PARTS and all(len(sequence(p)) == 3 for p in given)
        require(threes, RULE, f"up to {PARTS} parts u, v, S", given)
        parts = tuple(Part(*map(expression, part)) for part in given)
        whole = ("add", Fraction(0), *(("mul", p.times, substitute(p.weight, n, ("var", k))) for p in parts))
        names = {name for p in parts for name in symbols(p.times) | symbols(p.weight) | symbols(p.form)}
        require(names <= {n} and not any(map(calls, parts)), RULE, "parts in the size alone", sorted(names))
        require(vanishes(("add", whole, ("neg", weight)), n, k), RULE, "parts whose sum is the weight", weight)
        return History(coefficient, k, weight, _number(ends[0], n), ends[1], parts)
    raise Rejected(RULE, "sizes k + c or c - k", repr(call[2]))


def _number(e: Expr, n: str) -> Expr:
    """e, as a number where it is one."""
    try:
        return ring.literal(e, n)
    except ring.OutsideRing:
        return e


def vanishes(e: Expr, n: str, k: str) -> bool:
    try:
        return ring.vanishes(e, n, k)
    except ring.OutsideRing:
        return False


def change(h: History, place: Place, values: Values, expand: Expander) -> Series:
    """What the sum adds to the step with F in the place of T, or more (upper) or less (lower)."""
    n, frame = expand.symbol, expand.frame
    a = expand.expand(h.coefficient)
    never_negative(h, place.low, expand)
    start = _start(h, place.low)
    before = ("add", start, Fraction(-1), ("neg", h.last))
    require(sr.nonpositive(expand.expand(before), frame), RULE, "a sum that is not empty", (h.first, h.last))
    out: Series = {}
    for part in h.parts:
        u = expand.expand(part.times)
        rising = sr.nonpositive(sr.minus(u), frame)
        require(rising or sr.nonpositive(u, frame), RULE, "parts u of one sign", part.times)
        _telescopes(part, place, rising == place.upper, values, expand, start)
        ends = [substitute(part.form, n, e) for e in (("add", h.last, ONE), start)]
        whole = ("mul", h.coefficient, part.times, ("add", ends[0], ("neg", ends[1])))
        out = sr.plus(out, expand.expand(whole))
        if isinstance(h.first, Fraction) and h.first < place.low:
            au = sr.times(a, u)
            if not place.growth:
                out = sr.plus(out, sr.scaled(au, _below(h, part, place.low, place.function, n, values)))
            elif place.upper:
                out = sr.plus(out, au if rising else sr.minus(au))
    return out


def _start(h: History, low: int) -> Expr:
    """The first index that the induction speaks of."""
    return max(h.first, Fraction(low)) if isinstance(h.first, Fraction) else h.first


def _telescopes(part: Part, place: Place, above: bool, values: Values, expand: Expander, start: Expr) -> None:
    """S(k+1) - S(k) is at least v(k) F(k + shift), or at most, for every integer k that the sum may hold."""
    n = expand.symbol
    first = int(start) if isinstance(start, Fraction) else place.low
    now = ("mul", part.weight, substitute(place.f, n, ("add", ("var", n), place.shift)))
    gap = ("add", substitute(part.form, n, ("add", ("var", n), ONE)), ("neg", part.form), ("neg", now))
    while first + place.shift < 2:  # frames start at 2
        low, high = values.value(gap, {n: Fraction(first)})
        require(low >= 0 if above else high <= 0, RULE, f"a form that telescopes at {first}", (low, high))
        first += 1
    frame = Frame(first + place.shift, expand.frame.base, expand.frame.order)
    series = Expander(frame, n, place.shift).expand(gap)
    fits = sr.nonpositive(sr.minus(series) if above else series, frame)
    require(fits, RULE, f"a form that telescopes from {first} on", part.form)


def _below(h: History, part: Part, low: int, function: str, n: str, values: Values) -> Interval:
    """Sum of v(k) T(k) over the indices below the induction's sizes."""
    total = iv.ZERO
    for k in _indices(h, low):
        total = iv.plus(total, iv.times(values.value(part.weight, {n: Fraction(k)}), values.at(function, k)))
    return total


def _indices(h: History, end: int) -> range:
    """The indices below end, of a sum that starts at a number."""
    if not isinstance(h.first, Fraction):
        return range(0)
    require(end - h.first <= BELOW, RULE, f"at most {BELOW} sizes below", h.first)
    return range(int(h.first), end)


def never_negative(h: History, low: int, expand: Expander) -> None:
    """The coefficient and all weights are >= 0, and all sizes lie below n; from low on, if they start at no number."""
    n, k, frame = expand.symbol, h.variable, expand.frame

    def at_least(e: Expr, what: str) -> None:
        require(sr.nonpositive(sr.minus(expand.expand(e)), frame), RULE, what, e)

    at_least(h.coefficient, "a coefficient >= 0")
    at_least(("add", ("var", n), Fraction(-1), ("neg", h.last)), "sizes below n")
    if not isinstance(h.first, Fraction):
        at_least(("add", h.first, Fraction(-low)), f"sizes from {low} on")
    require(_is_defined(h.weight, n, k), RULE, "weights defined at every index", h.weight)
    for factor in _factors(h.weight):
        at = [substitute(factor, k, ("add", ("var", k), Fraction(i))) for i in (0, 1, 2)]
        bend = ("add", at[0], at[2], ("mul", Fraction(-2), at[1]))
        require(vanishes(bend, n, k), RULE, "weights whose factors are affine in the index", factor)
        for end in (h.first, h.last) if k in symbols(factor) else (Fraction(0),):
            at_least(substitute(factor, k, end), "weights >= 0")


def _is_defined(weight: Expr, n: str, k: str) -> bool:
    """Whether no divisor in a weight varies with the index."""
    try:
        return not any(k in symbols(d) for d in ring.divisors(weight, n, k))
    except ring.OutsideRing:
        return False


def _factors(e: Expr) -> list[Expr]:
    """What e is a product of powers >= 1 of."""
    if isinstance(e, tuple) and e[0] == "mul":
        return [factor for part in e[1:] for factor in _factors(part)]
    power = isinstance(e, tuple) and e[0] == "pow" and isinstance(e[2], Fraction) and e[2] >= 1
    return _factors(e[1]) if power else [e]


def keeps_sign(h: History, first: int, function: str, values: Values, expand: Expander) -> bool:
    """Requires the sum to be >= 0 if T is from `first` on; whether it is then > 0 where T > 0 from there on."""
    never_negative(h, first, expand)
    for k in _indices(h, first):
        low, _ = values.at(function, k)
        require(low >= 0, RULE, f"T({k}) never negative", low)
    # a size that is in the sum at every n: its last, where that is no less than its first
    held = [("add", end, ("neg", h.last)) for end in (Fraction(first), h.first)]
    reached = h.weight == 1 and all(sr.nonpositive(expand.expand(e), expand.frame) for e in held)
    return reached and sr.nonpositive(sr.minus(expand.expand(h.coefficient)), expand.frame, strict=True)
