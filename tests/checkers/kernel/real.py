"""Real numbers to 300 bits, as an oracle for the kernel's enclosures: mpmath, which the kernel never sees."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import mpmath
from mpmath import mpf

from checkers.kernel import exponent as ex
from checkers.kernel.exponential import GOLDEN, Root, Terms
from checkers.kernel.interval import Interval
from checkers.kernel.series import INVERSE_LN, Frame, Key, Series

BITS = 300
TINY = Fraction(1, 1 << 250)
context = mpmath.mp.clone()
context.prec = BITS


def real(q: Fraction | int) -> Any:
    """A rational as a real."""
    q = Fraction(q)
    return context.mpf(q.numerator) / q.denominator


def rational(x: Any) -> Fraction:
    """A real as the rational it is stored as."""
    sign, man, exponent, _ = x._mpf_
    return (-1) ** sign * man * Fraction(2) ** exponent


def encloses(a: Interval, x: Any) -> bool:
    """Whether a real lies in an interval, up to the oracle's own error."""
    q = x if isinstance(x, Fraction) else rational(context.mpf(x))
    slack = abs(q) * TINY + TINY
    return a[0] - slack <= q <= a[1] + slack


@cache
def exponent_value(x: ex.Exponent) -> Any:
    """An exponent as a real, from the definitions of its irrational parts."""
    total = real(x.q)
    for spec, m in x.irrational:
        if spec[0] == "log":
            u = context.phi if spec[1] == "phi" else real(spec[1])
            total += real(m) * context.log(u) / context.log(real(spec[2]))
        else:
            total += real(m) * root_value(spec[1])
    return total


@cache
def root_value(terms: Any) -> Any:
    """The x with sum a*b^x = 1, by bisection and Newton steps."""

    def at(x: Any) -> Any:
        return sum(real(a) * real(b) ** x for a, b in terms)

    low, high = context.mpf(-1), context.mpf(1)
    while at(low) < 1:
        low *= 2
    while at(high) > 1:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle) > 1 else (low, middle)
    for _ in range(4):  # Newton: convex and decreasing, so from the left it stays left
        low += (at(low) - 1) / -sum(real(a) * real(b) ** low * context.log(real(b)) for a, b in terms)
    return low


def _power(x: Any, e: ex.Exponent) -> Any:
    if e.irrational:
        return x ** exponent_value(e)
    if e.bottom <= 2:  # much faster
        return (x if e.bottom == 1 else context.sqrt(x)) ** e.top
    return x ** real(e.q)


def decay_root(terms: Terms) -> Any:
    """The x > 0 with sum a*x^-k = 1, by bisection."""
    if terms == GOLDEN:
        return context.phi
    low, high = context.mpf(0), 1 + sum(real(a) for a, _ in terms)
    for _ in range(BITS + 20):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(real(a) / middle**k for a, k in terms) > 1 else (low, middle)
    return low


def monomial_value(k: Key, n: Any, frame: Frame, roundings: Mapping[str, Fraction]) -> Any:
    """A monomial at a real n, with values for its roundings."""
    out = _power(n, k.n)
    if k.log != ex.NIL or k.loglog != ex.NIL:
        log = context.log(n) / context.log(frame.base)
        out *= _power(log, k.log)
        if k.loglog != ex.NIL:
            out *= _power(context.log(log), k.loglog)
    for b, q in k.bases:
        base = decay_root(b.terms) if isinstance(b, Root) else context.e if b == "e" else context.mpf(int(b))
        out *= base ** (real(q) * n)
    for d, power in k.rounding:
        out *= (1 / context.log(frame.base) if d == INVERSE_LN else real(roundings[d])) ** power
    return out * context.factorial(n) ** k.factorial if k.factorial else out


def series_value(a: Series, n: Any, frame: Frame, roundings: Mapping[str, Fraction]) -> tuple[mpf, mpf]:
    """The least and the greatest value of a series at n, over its coefficients."""
    low, high = context.mpf(0), context.mpf(0)
    for k, c in a.items():
        m = monomial_value(k, n, frame, roundings)
        ends = sorted((m * real(c[0]), m * real(c[1])))
        low, high = low + ends[0], high + ends[1]
    return low, high


def is_within(x: Any, ends: tuple[Any, Any]) -> bool:
    """Whether a real lies between two, up to the oracle's own error."""
    slack = (abs(x) + abs(ends[0]) + abs(ends[1]) + 1) * context.mpf(2) ** -230
    return ends[0] - slack <= x <= ends[1] + slack
