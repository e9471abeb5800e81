"""Coefficients of asymptotic expansions: an exact real, or a span in which a bounded quantity stays."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from attrs import frozen

from bounds.numbers import enclosure, exponent
from bounds.numbers.exponent import Exponent, natural_log
from bounds.numbers.logarithm import log_of_rational

_BITS = 64


class OutOfScale(Exception):
    """An expression whose leading order is not in the scale, or was not established."""


@frozen
class Span:
    """A bounded quantity in [low, high]: an oscillating factor, a rounding, or a constant known by enclosure only."""

    low: Fraction
    high: Fraction


Coefficient: TypeAlias = Exponent | Span


def span(low: Fraction, high: Fraction) -> Span:
    """The span, its ends rounded outward to 64 significant digits so that products stay small."""
    return Span(_rounded(low, up=False), _rounded(high, up=True))


def _rounded(q: Fraction, *, up: bool) -> Fraction:
    if q.denominator.bit_length() <= _BITS and q.numerator.bit_length() <= 2 * _BITS:
        return q
    shift = _BITS - q.numerator.bit_length() + q.denominator.bit_length()
    factor = Fraction(2) ** shift
    scaled = q * factor
    whole = -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    return whole / factor


def enclose(c: Coefficient) -> Span:
    """A span around a coefficient."""
    if isinstance(c, Span):
        return c
    if c.is_rational():
        return Span(c.rational, c.rational)
    low, high = c.enclosure(_BITS)
    return Span(Fraction(low, 1 << _BITS), Fraction(high, 1 << _BITS))


def sign(c: Coefficient) -> int | None:
    """-1, 0, 1; None for a span that meets 0."""
    if isinstance(c, Span):
        return 1 if c.low > 0 else -1 if c.high < 0 else None
    return c.sign()


def plus(a: Coefficient, b: Coefficient) -> Coefficient:
    """The sum."""
    if isinstance(a, Exponent) and isinstance(b, Exponent):
        return a + b
    x, y = enclose(a), enclose(b)
    return span(x.low + y.low, x.high + y.high)


def product(a: Coefficient, b: Coefficient) -> Coefficient:
    """The product, exact where it is again an exact exponent."""
    if isinstance(a, Exponent) and isinstance(b, Exponent):
        exact = a.times(b)
        if exact is not None:
            return exact
    x, y = enclose(a), enclose(b)
    ends = (x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high)
    return span(min(ends), max(ends))


def inverse(c: Coefficient) -> Coefficient:
    """1/c."""
    if not sign(c):
        raise OutOfScale("a divisor whose sign is unknown")
    exact = c.inverse() if isinstance(c, Exponent) else None
    if exact is not None:
        return exact
    x = enclose(c)
    return span(1 / x.high, 1 / x.low)


def to_power(c: Coefficient, r: Fraction) -> Coefficient:
    """c^r for c > 0, exact where it is again an exact exponent."""
    if r.denominator == 1 and 0 < abs(r) <= 6:
        return reduce(product, [c if r > 0 else inverse(c)] * abs(int(r)))
    if isinstance(c, Exponent) and c.is_rational():
        exact = log_of_rational(c.rational).scaled(r).rational_value()
        if exact is not None:
            return exponent.rational(exact)
    logarithm = enclose(ln(c))
    ends = sorted((logarithm.low * r, logarithm.high * r))
    return _exp_span(Span(ends[0], ends[1]))


def ln(c: Coefficient) -> Coefficient:
    """ln c for c > 0."""
    if isinstance(c, Exponent) and c.is_rational():
        return natural_log(log_of_rational(c.rational))
    x = enclose(c)
    unit = 1 << _BITS
    return span(
        Fraction(enclosure.ln(x.low, _BITS)[0], unit),
        Fraction(enclosure.ln(x.high, _BITS)[1], unit),
    )


def exp(c: Coefficient) -> Coefficient:
    """e^c."""
    if isinstance(c, Exponent):
        logarithm = c.as_logarithm()
        exact = logarithm.rational_value() if logarithm is not None else None
        if exact is not None:
            return exponent.rational(exact)
    return _exp_span(enclose(c))


def _exp_span(x: Span) -> Span:
    unit = 1 << _BITS
    if max(abs(x.low), abs(x.high)) > 4096:
        raise OutOfScale("the exponential of a large constant")
    low = enclosure.exp((x.low.numerator * unit // x.low.denominator,) * 2, _BITS)[0]
    high = enclosure.exp((-(-x.high.numerator * unit // x.high.denominator),) * 2, _BITS)[1]
    return span(Fraction(low, unit), Fraction(high, unit))
