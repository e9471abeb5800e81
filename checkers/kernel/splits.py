"""Splits: a step with max or min over values of T, as ordinary steps that all must keep F on its side.

One instance is enough where it bounds the step the right way: an index or argument for max below, for min above.
Otherwise every value counts. For a sum over k of T(k + c), T(n + c - k) and a part affine in k, F convex makes
the largest the one at an end of the range, and the smallest (if k and its mirror image may be exchanged) the one
in the middle; F concave the other way round. Indices near an end, where a size is a number, are cases of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel import interval as iv
from checkers.kernel import ring
from checkers.kernel import series as sr
from checkers.kernel.decode import Expr, calls, expression, fields, integer, one_of, sequence, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.expand import N1, Expander
from checkers.kernel.history import History, histories, is_history
from checkers.kernel.refusal import require
from checkers.kernel.series import KAPPA, Frame, Series
from checkers.kernel.step import Step, is_integer, linear_parts

RULE = "splits"
PEELED, CASES, SUMS = 16, 64, 8
DOWN = {"max": "convex", "min": "concave"}  # the curve whose extreme value lies at an end


class Case(NamedTuple):
    """sum a_i T(size_i) + toll + sums over T; a size marked real is no call, but a number between sizes called."""

    terms: tuple[tuple[Expr, Expr, bool], ...]
    toll: tuple[Expr, ...]
    sums: tuple[History, ...] = ()


class Reading(NamedTuple):
    """How a step is to be read: for which side, over which frame, and what is to be checked of a size it calls.

    With every set, no instance is enough: what is wanted then is a sign, and F plays no part.
    """

    values: Values
    upper: bool
    every: bool
    expand: Expander
    called: Callable[[Expr], None]


def all_cases(step: Step, choices: Any, reading: Reading) -> tuple[list[Case], set[str]]:
    """The steps that stand for this one, and the curves that F must have."""
    chosen, curves = list(sequence(choices)), set[str]()
    out = [Case((), ())]
    for addend in step.body[1:] if step.body[0] == "add" else (step.body,):
        scale, node = _scaled(addend)
        if is_history(addend):
            require(bool(chosen) and not reading.values.any_rounding, RULE, "parts for each sum over T", addend)
            options = [Case((), (), histories(addend, step, chosen.pop(0), reading.values))]
            many = len(out[0].sums) + len(options[0].sums)
            require(many <= SUMS, RULE, f"at most {SUMS} sums over T", many)
        elif not _is_split(node):
            options = [_plain(addend, step, reading)]
        else:
            require(bool(chosen), RULE, "a choice for each max and min", node)
            options = _options(node, step, chosen.pop(0), reading, curves)
            options = [_times(scale, option) for option in options]
        out = [Case(a.terms + b.terms, a.toll + b.toll, a.sums + b.sums) for a in out for b in options]
        require(len(out) <= CASES, RULE, f"at most {CASES} cases", len(out))
    require(not chosen, RULE, "as many choices as max and min", len(chosen))
    return out, curves


def _scaled(e: Expr) -> tuple[Fraction, Expr]:
    """(q, x) with e = q*x, q >= 0 a number, where e is evidently of that form."""
    if isinstance(e, tuple) and e[0] == "div" and isinstance(e[2], Fraction) and e[2] > 0:
        q, x = _scaled(e[1])
        return q / e[2], x
    if isinstance(e, tuple) and e[0] == "mul":
        numbers = [p for p in e[1:] if isinstance(p, Fraction)]
        if len(numbers) == len(e) - 2 and all(q >= 0 for q in numbers):
            total = Fraction(1)
            for q in numbers:
                total *= q
            return total, next(p for p in e[1:] if not isinstance(p, Fraction))
    return Fraction(1), e


def _is_split(e: Expr) -> bool:
    return bool(calls(e)) and (e[:2] in (("fn", "max"), ("fn", "min")) or (e[0] == "fold" and e[1] in DOWN))


def _times(q: Fraction, case: Case) -> Case:
    return Case(
        tuple((("mul", q, a), call, real) for a, call, real in case.terms), tuple(("mul", q, g) for g in case.toll)
    )


def _plain(e: Expr, step: Step, reading: Reading) -> Case:
    terms, rest = linear_parts(_settled(e, step.symbol), reading.values, step.symbol)
    return Case(tuple((a, call, False) for a, call in terms), tuple(rest))


def _settled(e: Expr, n: str) -> Expr:
    """e with each size in which n cancels, as in n - 1 - (n - 2), written as the number it is."""
    if not isinstance(e, tuple):
        return e
    if e[0] == "call" and len(e) == 3 and is_integer(e[2], n):
        try:
            return (*e[:2], ring.literal(e[2], n))
        except ring.OutsideRing:
            return e
    return tuple(_settled(part, n) if isinstance(part, tuple) else part for part in e)


def _options(node: Expr, step: Step, choice: Any, reading: Reading, curves: set[str]) -> list[Case]:
    if node[0] == "fn":
        (pick,) = fields(choice, ("pick",))
        pick = integer(pick, 0, len(node) - 3)
        one = (node[1] == "max") != reading.upper and not reading.every
        return [_plain(part, step, reading) for part in ((node[2 + pick],) if one else node[2:])]
    _, kind, k, first, last, body = node
    at, curve, peel, half = fields(choice, ("at", "curve", "peel", "half"))
    require(is_integer(first) and is_integer(last, step.symbol), RULE, "a range of integers a..n-c", (first, last))
    _never_negative(("add", last, ("neg", first)), reading, "a range that is not empty")
    if (kind == "max") != reading.upper and not reading.every:
        index = expression(at)
        require(is_integer(index, step.symbol) and not calls(index), RULE, "an index that is an integer", index)
        _never_negative(("add", index, ("neg", first)), reading, "an index in the range")
        _never_negative(("add", last, ("neg", index)), reading, "an index in the range")
        return [_plain(substitute(body, k, index), step, reading)]
    low, high = (integer(q, 0, PEELED) for q in sequence(peel))
    peeled: list[Expr] = [("add", first, Fraction(i)) for i in range(low)]
    peeled += [("add", last, Fraction(-i)) for i in range(high)]
    ends = (("add", first, Fraction(low)), ("add", last, Fraction(-high)))
    extremes, symmetry = _extremes(
        kind, one_of(curve, ("convex", "concave")), one_of(half, ("yes", "no")), ends, reading
    )
    curves.add(curve)
    return [
        *(_plain(substitute(body, k, i), step, reading) for i in peeled),
        *_ends(body, k, step, ends, extremes, symmetry, reading),
    ]


def _extremes(
    kind: str, curve: str, half: str, ends: tuple[Expr, Expr], reading: Reading
) -> tuple[tuple[Expr, ...], str]:
    """Where the extreme value lies, and which symmetry that takes: none, of the calls, or of all."""
    middle: Expr = ("div", ("add", *ends), Fraction(2))
    if half == "yes":
        require(reading.every or curve == DOWN[kind], RULE, f"F {DOWN[kind]} on half a range", curve)
        return (ends[0], middle), "half"
    return (ends, "") if reading.every or curve == DOWN[kind] else ((middle,), "whole")


def _ends(
    body: Expr, k: str, step: Step, ends: tuple[Expr, Expr], extremes: tuple[Expr, ...], symmetry: str, reading: Reading
) -> list[Case]:
    """The body at the extremes, after a check that nothing lies beyond its values there."""
    n, mirror = step.symbol, ("add", *ends, ("neg", ("var", k)))
    terms, rest = linear_parts(body, reading.values, n, k)
    for a, call in terms:
        require(k not in symbols(a), RULE, "coefficients without the index", a)
        rise = ("add", substitute(call[2], k, ("add", ("var", k), Fraction(1))), ("neg", call[2]))
        require(any(_same(rise, Fraction(s), n) for s in (-1, 0, 1)), RULE, "sizes k + c or n + c - k", call[2])
        for end in ends:
            reading.called(substitute(call[2], k, end))
    if symmetry:
        mirrored = [(a, substitute(call, k, mirror)) for a, call in terms]
        for a, call in terms:
            image = next((m for m in mirrored if m[0] == a and m[1][1] == call[1] and _same(m[1][2], call[2], n)), None)
            require(image is not None, RULE, "calls that mirror each other", call)
            mirrored.remove(image)  # type: ignore[arg-type]
        rest = [_on_half(part, k, mirror, extremes, n, reading, symmetry == "half") for part in rest]
    for part in rest:
        _affine(part, k, n)
    return [
        Case(tuple((a, substitute(call, k, x), True) for a, call in terms), tuple(substitute(g, k, x) for g in rest))
        for x in extremes
    ]


def _on_half(
    part: Expr, k: str, mirror: Expr, extremes: tuple[Expr, ...], n: str, reading: Reading, half: bool
) -> Expr:
    """A part that is its own mirror image; on half the range, min or max of mirror images is one of them."""
    scale, inner = _scaled(part)
    if half and isinstance(inner, tuple) and inner[:2] in (("fn", "min"), ("fn", "max")) and len(inner) == 4:
        require(_same(substitute(inner[2], k, mirror), inner[3], n), RULE, "min or max of mirror images", part)
        _affine(("add", inner[2], ("neg", inner[3])), k, n)
        for one, other in (inner[2:], inner[:1:-1]):
            gap = ("add", one, ("neg", other)) if inner[1] == "max" else ("add", other, ("neg", one))
            if all(_at_least(substitute(gap, k, end), reading) for end in extremes):
                return ("mul", scale, one)
        require(False, RULE, "one of the mirror images to be the min or max on half the range", part)
    require(_same(substitute(part, k, mirror), part, n), RULE, "a rest that is its own mirror image", part)
    return part


def _affine(e: Expr, k: str, n: str) -> None:
    at = [substitute(e, k, ("add", ("var", k), Fraction(i))) for i in (0, 1, 2)]
    flat = _same(("add", at[0], at[2]), ("mul", Fraction(2), at[1]), n)
    require(flat, RULE, "a rest affine in the index", e)


def _same(a: Expr, b: Expr, n: str) -> bool:
    try:
        return ring.vanishes(("add", a, ("neg", b)), n)
    except ring.OutsideRing:
        return False


def _at_least(e: Expr, reading: Reading) -> bool:
    """Whether e >= 0 for every n of the frame."""
    return sr.nonpositive(sr.minus(reading.expand.expand(e)), reading.expand.frame)


def _never_negative(e: Expr, reading: Reading, what: str) -> None:
    require(_at_least(e, reading), RULE, what, e)


def curved(whole: Series, curve: str, frame: Frame) -> bool:
    """Whether a sum of monomials is convex (concave) on [start of the frame, oo)."""
    second = _derivative(_derivative(whole))
    return sr.nonpositive(sr.minus(second) if curve == "convex" else second, frame)


def _derivative(a: Series) -> Series:
    """d/dn of c b^(qn) n^a L^s LL^t: L' = kappa/n, LL' = kappa/(n L)."""
    down, parts = ex.rational(-1), []
    for k, c in a.items():
        require(not k.factorial, RULE, "F without factorials", k)
        parts.append(sr.scaled({k: c}, xp.ln(k.bases)))
        for power, by in (
            (k.n, N1._replace(n=down)),
            (k.log, KAPPA._replace(n=down, log=down)),
            (k.loglog, KAPPA._replace(n=down, log=down, loglog=down)),
        ):
            if power != ex.NIL:
                parts.append(sr.scaled({k: iv.times(c, ex.value(power))}, iv.ONE, by))
    return sr.plus(*parts) if parts else {}
