"""Rational enclosures of ln, exp and the root of sum a_i*exp(-l_i*t) = 1, in integer arithmetic.

An `Interval` (lo, hi) at `bits` binary digits says lo/2^bits <= x <= hi/2^bits. Every rounding is outward, every
series carries its own error bound, so an answer may be wide and is never wrong. A float appears once, as the first
guess of a root; the guess is then certified by two signs, and a bad guess costs time only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int]
Rates: TypeAlias = Callable[[int], Sequence[Interval]]

_GUARD = 16


def scale(x: Interval, r: Fraction) -> Interval:
    """The interval times an exact rational."""
    p, q = r.numerator, r.denominator
    lo, hi = (x[0] * p, x[1] * p) if p >= 0 else (x[1] * p, x[0] * p)
    return lo // q, -(-hi // q)


def times(x: Interval, y: Interval, bits: int) -> Interval:
    """The product of two intervals."""
    products = (x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1])
    return min(products) >> bits, -(-max(products) >> bits)


def divide(x: Interval, y: Interval, bits: int) -> Interval:
    """The quotient; the divisor must not contain 0."""
    if y[0] <= 0 <= y[1]:
        raise ZeroDivisionError("an enclosure that contains 0 divides")
    pairs = [((a << bits), b) for a in x for b in y]
    return min(a // b for a, b in pairs), max(-(-a // b) for a, b in pairs)


def of_rational(q: Fraction, bits: int) -> Interval:
    """The tightest interval around a rational."""
    return scale((1 << bits, 1 << bits), q)


def _atanh(p: int, q: int, work: int) -> tuple[int, int]:
    """atanh(p/q) for |p/q| <= 1/3 as (value, error), in units of 2^-work."""
    z = (abs(p) << work) // q
    square, power, total, j = (z * z) >> work, z, 0, 1
    while power:
        total += power // j
        power = (power * square) >> work
        j += 2
    return (total if p >= 0 else -total), 2 * j + 8


@lru_cache(maxsize=4096)
def ln(x: Fraction, bits: int) -> Interval:
    """ln x for a rational x > 0, by x = 2^k*m and 2*atanh((m-1)/(m+1))."""
    if x <= 0:
        raise ValueError(f"ln needs x > 0, found {x}")
    work = bits + _GUARD
    k = x.numerator.bit_length() - x.denominator.bit_length()
    m = x / Fraction(2) ** k
    value, error = _atanh(m.numerator - m.denominator, m.numerator + m.denominator, work)
    value, error = 2 * value, 2 * error
    if k:
        two, two_error = _atanh(1, 3, work)
        value, error = value + 2 * k * two, error + 2 * abs(k) * two_error
    return (value - error) >> _GUARD, -((-(value + error)) >> _GUARD)


def _exp_point(t: int, bits: int) -> Interval:
    """exp(t/2^bits), by t = k*ln 2 + r with 0 <= r < 1 and Taylor's series."""
    work = bits + _GUARD
    t <<= _GUARD
    lo2, hi2 = ln(Fraction(2), work)
    k = t // hi2 if t >= 0 else -((-t + lo2 - 1) // lo2)
    low = t - k * (hi2 if k >= 0 else lo2)
    high = t - k * (lo2 if k >= 0 else hi2)
    down, total_down = 1 << work, 1 << work
    up, total_up = 1 << work, 1 << work
    j = 1
    while up > 2 or j < 4:
        down = ((down * low) >> work) // j
        up = -((-((up * high) >> work) - 1) // j)
        total_down, total_up = total_down + down, total_up + up
        j += 1
    total_up += 4
    shift = _GUARD - k
    if shift >= 0:
        return total_down >> shift, -((-total_up) >> shift)
    return total_down << -shift, total_up << -shift


def exp(x: Interval, bits: int) -> Interval:
    """exp of an interval."""
    if x[0] == x[1]:
        return _exp_point(x[0], bits)
    return _exp_point(x[0], bits)[0], _exp_point(x[1], bits)[1]


def ln_between(x: Interval, bits: int) -> Interval:
    """ln of a positive interval."""
    unit = 1 << bits
    return ln(Fraction(x[0], unit), bits)[0], ln(Fraction(x[1], unit), bits)[1]


def sqrt(q: Fraction, bits: int) -> Interval:
    """The square root of a nonnegative rational."""
    low = math.isqrt((q.numerator << (2 * bits)) // q.denominator)
    return low, low + 1


def _float_guess(weights: Sequence[Fraction], rates: Sequence[Interval], bits: int) -> Fraction:
    """A first guess at the root, by bisection in floats on ln sum a_i*exp(-l_i*t)."""
    logs = [math.log(a.numerator) - math.log(a.denominator) for a in weights]
    speeds = [float(Fraction(lo, 1 << bits)) for lo, _ in rates]

    def excess(t: float) -> float:
        parts = [a - s * t for a, s in zip(logs, speeds, strict=True)]
        top = max(parts)
        return top + math.log(math.fsum(math.exp(x - top) for x in parts))

    low, high = -1.0, 1.0
    while excess(low) < 0:
        low *= 2
    while excess(high) > 0:
        high *= 2
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return Fraction((low + high) / 2)


def decaying_sum(weights: Sequence[Fraction], rates: Sequence[Interval], t: int, bits: int) -> Interval:
    """sum a_i*exp(-l_i*t) at the fixed-point t."""
    parts = [scale(exp(times((-t, -t), rate, bits), bits), a) for a, rate in zip(weights, rates, strict=True)]
    return sum(p[0] for p in parts), sum(p[1] for p in parts)


def decay_root(weights: Sequence[Fraction], rates: Rates, bits: int) -> Interval:
    """The one t with sum a_i*exp(-l_i*t) = 1, for a_i > 0 and l_i > 0, certified by the signs at both ends."""
    work = bits + _GUARD
    speeds = rates(work)
    t = int(_float_guess(weights, speeds, work) * (1 << work))
    precision = 40
    while precision < bits:
        low, high = decaying_sum(weights, speeds, t, work)
        slope = 0
        for a, rate in zip(weights, speeds, strict=True):
            slope += (scale(exp(times((-t, -t), rate, work), work), a)[0] * rate[0]) >> work
        t += (((low + high) // 2 - (1 << work)) << work) // max(slope, 1)
        precision *= 2
    margin = 1 << 6 if bits > 40 else 1 << max(6, work - 48)
    one = 1 << work
    while True:
        below = decaying_sum(weights, speeds, t - margin, work)
        above = decaying_sum(weights, speeds, t + margin, work)
        if below[0] >= one and above[1] <= one:
            return (t - margin) >> _GUARD, -((-(t + margin)) >> _GUARD)
        margin <<= 4
