"""Closed intervals of rationals, with sound enclosures of ln, exp and powers.

An interval is a pair (lo, hi) of Fractions with lo <= hi; every function returns an interval that contains the value at
every choice of points in its arguments. An exact value is a pair (q, q), and stays exact under + - * / while it is
short; longer ends are rounded outward to BITS significant bits. ln and exp sum their series in integers scaled by
2^GUARD, each term rounded down, and widen the result by the stated count of units.
"""

from __future__ import annotations

from fractions import Fraction

from checkers.kernel.refusal import require

Interval = tuple[Fraction, Fraction]
BITS, GUARD, SHORT, LARGEST = 88, 128, 192, 1 << 16
ZERO, ONE = (Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))
LN2 = 235865763225513294137944142764154484399  # floor(2^128 * ln 2)


def exact(q: Fraction | int) -> Interval:
    q = q if type(q) is Fraction else Fraction(q)
    return (q, q)


def _cut(q: Fraction, up: bool) -> Fraction:
    """q rounded to BITS significant bits, upward or downward; short fractions stay as they are."""
    p, d = q.numerator, q.denominator
    if d.bit_length() <= SHORT and p.bit_length() <= 2 * SHORT:
        return q
    shift = BITS - p.bit_length() + d.bit_length()
    scaled = ((p << shift) // d if shift >= 0 else p // (d << -shift)) + up
    return Fraction(scaled, 1 << shift) if shift >= 0 else Fraction(scaled << -shift)


def tidy(a: Interval) -> Interval:
    low, high = _cut(a[0], False), _cut(a[1], True)
    return (low, low) if low == high else (low, high)


def plus(a: Interval, b: Interval) -> Interval:
    if a[0] is a[1] and b[0] is b[1]:
        total = a[0] + b[0]
        return tidy((total, total)) if total.denominator.bit_length() > SHORT else (total, total)
    return tidy((a[0] + b[0], a[1] + b[1]))


def minus(a: Interval) -> Interval:
    return (-a[1], -a[0])


def times(a: Interval, b: Interval) -> Interval:
    if a[0] is a[1] and b[0] is b[1]:
        return tidy((a[0] * b[0],) * 2)
    if a[0] >= 0 and b[0] >= 0:
        return tidy((a[0] * b[0], a[1] * b[1]))
    ends = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return tidy((min(ends), max(ends)))


def inverse(a: Interval) -> Interval:
    require(a[0] > 0 or a[1] < 0, "interval/divide", "a divisor away from 0", a)
    return tidy((1 / a[1], 1 / a[0]))


def hull(*parts: Interval) -> Interval:
    return (min(p[0] for p in parts), max(p[1] for p in parts))


def integer_power(a: Interval, k: int) -> Interval:
    """a^k for k >= 0, with even powers known to be nonnegative."""
    require(k * max(abs(e.numerator).bit_length() + e.denominator.bit_length() for e in a) <= LARGEST * 8,
            "interval/power", "a power below 2^524288", k)  # fmt: skip
    low, high = a[0] ** k, a[1] ** k
    if k % 2 or a[0] >= 0:
        return tidy((low, high))
    return tidy((high, low)) if a[1] <= 0 else tidy((Fraction(0), max(low, high)))


def _ln_point(q: Fraction) -> Interval:
    """ln q for q > 0: q = 2^k m with 1 <= m < 2, ln m = 2 artanh z, z = (m-1)/(m+1) < 1/3."""
    k = q.numerator.bit_length() - q.denominator.bit_length()
    m = q / Fraction(2) ** k
    if m < 1:
        k, m = k - 1, m * 2
    ratio = (m - 1) / (m + 1)
    z = (ratio.numerator << GUARD) // ratio.denominator
    square, power, total, terms, i = z * z >> GUARD, z, 0, 0, 1
    while power:
        total += power // i
        power, i, terms = power * square >> GUARD, i + 2, terms + 1
    low = 2 * total + (k * LN2 if k >= 0 else k * (LN2 + 1))
    high = 2 * (total + 4 * terms + 4) + (k * (LN2 + 1) if k >= 0 else k * LN2)
    return tidy((Fraction(low, 1 << GUARD), Fraction(high, 1 << GUARD)))


def ln(a: Interval) -> Interval:
    require(a[0] > 0, "interval/ln", "a positive argument", a)
    if a[0] == a[1]:
        return ZERO if a[0] == 1 else _ln_point(a[0])
    return (_ln_point(a[0])[0], _ln_point(a[1])[1])


def _exp_point(q: Fraction) -> Interval:
    """exp q = 2^k exp r with r = q - k ln 2 in [0, 1): the Taylor series in scaled integers."""
    if q == 0:
        return ONE
    x = (q.numerator << GUARD) // q.denominator
    k = x // LN2
    require(abs(k) <= LARGEST, "interval/exp", "an exponent below 2^16", q)
    r = x - k * LN2  # scaled; off by at most |k| + 1 units either way
    total, term, i = 0, 1 << GUARD, 0
    while term:
        total, i = total + term, i + 1
        term = (term * r >> GUARD) // i
    slack = 4 * (abs(k) + i + 4)
    unit = Fraction(2) ** (k - GUARD)
    return tidy(((total - slack) * unit, (total + slack) * unit))


def exp(a: Interval) -> Interval:
    low = _exp_point(a[0])
    return low if a[0] == a[1] else (low[0], _exp_point(a[1])[1])


def integer_root(x: int, k: int) -> int:
    """floor(x^(1/k)) for x >= 0, k >= 1, by bisection on integers."""
    low, high = 0, 1 << (x.bit_length() // k + 1)
    while high - low > 1:
        mid = (low + high) // 2
        low, high = (mid, high) if mid**k <= x else (low, mid)
    return low


def exact_power(q: Fraction, e: Fraction) -> Fraction | None:
    """q^e when it is rational and short, for q >= 0; None otherwise."""
    size = max(q.numerator.bit_length(), q.denominator.bit_length()) * max(1, abs(e.numerator) // e.denominator)
    if q < 0 or (q == 0 and e <= 0) or e.denominator > 64 or size > LARGEST:
        return Fraction(1) if e == 0 else None
    top, bottom = integer_root(q.numerator, e.denominator), integer_root(q.denominator, e.denominator)
    if top**e.denominator != q.numerator or bottom**e.denominator != q.denominator:
        return None
    return Fraction(top, bottom) ** e.numerator


def power(a: Interval, e: Interval) -> Interval:
    """a^e for a > 0 (or a >= 0 with e > 0): exact when both are exact and the power is rational."""
    if a[0] == a[1] and e[0] == e[1]:
        known = exact_power(a[0], e[0])
        if known is not None:
            return tidy((known, known))
    if a[0] == 0 and e[0] > 0:
        return (Fraction(0), power((a[1], a[1]), e)[1]) if a[1] > 0 else ZERO
    return exp(times(e, ln(a)))
