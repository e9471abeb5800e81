"""Exponents q + sum m_i x_i with exact equality, and the irrational numbers x_i they are made of.

A spec names an irrational number by its definition, and carries the enclosure computed from that definition:
  ("log", u, v, enclosure)           ln u / ln v, with u and v positive rationals (u may be "phi"), no perfect powers
  ("root", ((a, b), ...), enclosure) the unique real x with sum a b^x = 1, all a > 0, 0 < b < 1
Equal exponents have equal forms as far as canonical forms reach; two forms that no enclosure separates are refused,
never guessed.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple

from checkers.kernel import interval as iv
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import require

Spec = tuple[Any, ...]
RULE = "exponent"


class Exponent(NamedTuple):
    """top/bottom in lowest terms + sum of m*x over irrational: pairs (spec, m), sorted, m nonzero."""

    top: int
    bottom: int = 1
    irrational: tuple[tuple[Spec, Fraction], ...] = ()

    @property
    def q(self) -> Fraction:
        """The rational part."""
        return Fraction(self.top, self.bottom)


NIL, UNIT = Exponent(0), Exponent(1)


class Terms(tuple[tuple[Fraction, Fraction], ...]):
    """The terms (a, b) that define a root: a tuple, hashed and written out once, as series do it all the time."""

    _hash: int | None = None
    _text: str | None = None

    def __hash__(self) -> int:
        self._hash = tuple.__hash__(self) if self._hash is None else self._hash
        return self._hash

    def __repr__(self) -> str:
        self._text = tuple.__repr__(self) if self._text is None else self._text
        return self._text


def rational(q: Fraction | int, irrational: tuple[tuple[Spec, Fraction], ...] = ()) -> Exponent:
    return Exponent(q.numerator, q.denominator, irrational)


def plus(a: Exponent, b: Exponent) -> Exponent:
    if not a.irrational and not b.irrational:
        top, bottom = a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom
        common = gcd(top, bottom)
        return Exponent(top // common, bottom // common)
    total = dict(a.irrational)
    for spec, m in b.irrational:
        total[spec] = total.get(spec, Fraction(0)) + m
    return rational(a.q + b.q, tuple(sorted(((s, m) for s, m in total.items() if m), key=repr)))


def scale(a: Exponent, k: Fraction | int) -> Exponent:
    return rational(a.q * k, tuple((s, m * k) for s, m in a.irrational) if k else ())


def minus(a: Exponent, b: Exponent) -> Exponent:
    return plus(a, Exponent(-b.top, b.bottom, tuple((s, -m) for s, m in b.irrational)))


def value(a: Exponent) -> Interval:
    """An enclosure of the exponent; exact when it is rational."""
    total = iv.exact(a.q)
    for spec, m in a.irrational:
        total = iv.plus(total, iv.times(iv.exact(m), spec[-1]))
    return total


def sign(a: Exponent) -> int:
    """-1, 0 or 1, exactly; refuses when an irrational part cannot be told from 0."""
    if not a.irrational:
        return (a.top > 0) - (a.top < 0)
    low, high = value(a)
    require(low > 0 or high < 0, RULE, "exponents that an enclosure separates", (a, low, high))
    return 1 if low > 0 else -1


def primitive(q: Fraction) -> tuple[Fraction, int]:
    """(r, k) with q = r^k and k > 0, the largest k for a q of at most 512 bits; q > 0, q != 1."""
    bits = max(q.numerator.bit_length(), q.denominator.bit_length())
    for k in range(min(bits, 64) if bits <= 512 else 1, 1, -1):
        r = iv.exact_power(q, Fraction(1, k))
        if r is not None:
            base, more = primitive(r)
            return base, k * more
    return q, 1


def logarithm(u: Fraction | str, v: Fraction) -> Exponent:
    """ln u / ln v as an exponent, rational when u and v are powers of one number; v > 0, v != 1, u > 0."""
    require(v > 0 and v != 1 and (isinstance(u, str) or u > 0), RULE, "a logarithm of a positive number", (u, v))
    if u == 1:
        return NIL
    top, j = (u, 1) if isinstance(u, str) else primitive(u)
    bottom, k = primitive(v)
    if bottom < 1:
        bottom, k = 1 / bottom, -k
    if not isinstance(top, str) and top < 1:
        top, j = 1 / top, -j
    if top == bottom:
        return rational(Fraction(j, k))
    golden = iv.times(iv.plus(iv.ONE, sqrt5()), iv.exact(Fraction(1, 2)))
    ratio = iv.times(iv.ln(golden if isinstance(top, str) else iv.exact(top)), iv.inverse(iv.ln(iv.exact(bottom))))
    return Exponent(0, 1, ((("log", top, bottom, ratio), Fraction(j, k)),))


def root(terms: tuple[tuple[Fraction, Fraction], ...]) -> Exponent:
    """The real x with sum a b^x = 1: rational or a log ratio where that is decided exactly, else a "root" spec."""
    merged: dict[Fraction, Fraction] = {}
    for a, b in terms:
        require(a > 0 and 0 < b < 1, RULE, "terms a*b^x with a > 0 and 0 < b < 1", (a, b))
        merged[b] = merged.get(b, Fraction(0)) + a
    require(0 < len(merged) <= 64, RULE, "1 to 64 terms", len(merged))
    if len(merged) == 1:
        ((b, a),) = merged.items()
        return logarithm(a, 1 / b)
    bases = {b: primitive(1 / b) for b in merged}
    powers = {k: merged[b] for b, (_, k) in bases.items()}
    if len({r for r, _ in bases.values()}) == 1 and powers == {1: 1, 2: 1}:  # y + y^2 = 1 at y = 1/phi
        return logarithm("phi", next(iter(bases.values()))[0])
    canonical = Terms(sorted((a, b) for b, a in merged.items()))
    low, high = enclose_root(canonical)
    q = ((low + high) / 2).limit_denominator(60)
    if low <= q <= high and total(canonical, rational(q)) == iv.ONE:
        return rational(q)
    return Exponent(0, 1, ((("root", canonical, (low, high)), Fraction(1)),))


def total(terms: tuple[tuple[Fraction, Fraction], ...], x: Exponent) -> Interval:
    """An enclosure of sum a b^x; exact where every b^x is rational."""
    parts = iv.ZERO
    for a, b in terms:
        parts = iv.plus(parts, iv.times(iv.exact(a), base_power(b, x)))
    return parts


def base_power(b: Fraction, x: Exponent) -> Interval:
    """An enclosure of b^x for b > 0, exact where x is rational, or where the log in x cancels against b."""
    out = iv.power(iv.exact(b), iv.exact(x.q))
    for spec, m in x.irrational:
        if b == 1:
            continue
        r, k = primitive(b if b > 1 else 1 / b)
        if spec[0] == "log" and spec[2] == r and spec[1] != "phi":  # r^(k m log_r u) = u^(k m)
            out = iv.times(out, iv.power(iv.exact(spec[1]), iv.exact(m * k * (1 if b > 1 else -1))))
        else:
            out = iv.times(out, iv.power(iv.exact(b), iv.times(iv.exact(m), spec[-1])))
    return out


def sqrt5() -> Interval:
    r = iv.integer_root(5 << 2 * iv.GUARD, 2)
    return (Fraction(r, 1 << iv.GUARD), Fraction(r + 1, 1 << iv.GUARD))


def enclose_root(terms: tuple[tuple[Fraction, Fraction], ...]) -> Interval:
    """Newton steps propose x (convex decreasing, so from the left they stay left); two enclosed signs confirm it."""
    logs = [(a, iv.ln(iv.exact(b))) for a, b in terms]

    def at(x: Fraction) -> tuple[Interval, Fraction]:
        parts = [iv.times(iv.exact(a), iv.exp(iv.times(iv.exact(x), lb))) for a, lb in logs]
        s = iv.ZERO
        for part in parts:
            s = iv.plus(s, part)
        return s, sum((part[0] * lb[0] for part, (_, lb) in zip(parts, logs, strict=True)), Fraction(0))

    x, width = Fraction(0), Fraction(1, 1 << 64)
    for _ in range(60):
        s, slope = at(x)
        step = (1 - (s[0] + s[1]) / 2) / slope
        x = Fraction((x + step) * (1 << 72) // 1, 1 << 72)
        if abs(step) < width / 4:
            break
    low, high = x - width, x + width
    require(at(low)[0][0] > 1 and at(high)[0][1] < 1, RULE, "a root confirmed by two signs", terms)
    return low, high
