"""Exact arithmetic in Q(sqrt d): the numbers a + b*sqrt(d), for one squarefree d > 1."""

from __future__ import annotations

import math
from fractions import Fraction

from attrs import frozen


class MixedFields(ValueError):
    """Two numbers from different quadratic fields met in one operation."""


@frozen
class Quadratic:
    """a + b*sqrt(d); a rational has b = 0 and d = 1."""

    a: Fraction
    b: Fraction = Fraction(0)
    d: int = 1

    def _field(self, other: Quadratic) -> int:
        if self.b and other.b and self.d != other.d:
            raise MixedFields(f"sqrt({self.d}) and sqrt({other.d})")
        return self.d if self.b else other.d

    def __add__(self, other: Quadratic) -> Quadratic:
        return _tidy(self.a + other.a, self.b + other.b, self._field(other))

    def __mul__(self, other: Quadratic) -> Quadratic:
        d = self._field(other)
        return _tidy(self.a * other.a + self.b * other.b * d, self.a * other.b + self.b * other.a, d)

    def __neg__(self) -> Quadratic:
        return Quadratic(-self.a, -self.b, self.d)

    def inverse(self) -> Quadratic:
        """1/self; self must not be 0."""
        norm = self.a * self.a - self.b * self.b * self.d
        return _tidy(self.a / norm, -self.b / norm, self.d)

    def power(self, k: int) -> Quadratic:
        """The k-th power, k any integer."""
        base, result, k = (self if k >= 0 else self.inverse()), Quadratic(Fraction(1)), abs(k)
        while k:
            if k & 1:
                result = result * base
            base, k = base * base, k >> 1
        return result

    def sign(self) -> int:
        """The exact sign: a and b*sqrt(d) compared through their squares."""
        left, right = _sign(self.a), _sign(self.b)
        if left == right or right == 0:
            return left
        if left == 0:
            return right
        return left if self.a * self.a > self.b * self.b * self.d else right


def _sign(q: Fraction) -> int:
    return (q > 0) - (q < 0)


def _tidy(a: Fraction, b: Fraction, d: int) -> Quadratic:
    return Quadratic(a, b, d) if b else Quadratic(a)


def square_root(q: Fraction) -> Quadratic:
    """sqrt(q) for a rational q >= 0, with the square part taken out of the root."""
    n = q.numerator * q.denominator
    square, d = 1, n
    factor = 2
    while factor * factor <= d and factor <= 10_000:
        while d % (factor * factor) == 0:
            d //= factor * factor
            square *= factor
        factor += 1
    root = math.isqrt(d)
    if root * root == d:
        return Quadratic(Fraction(square * root, q.denominator))
    return Quadratic(Fraction(0), Fraction(square, q.denominator), d)


GOLDEN = Quadratic(Fraction(1, 2), Fraction(1, 2), 5)
