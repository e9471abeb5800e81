"""Polynomials with one positive root: x^K = sum a_i*x^(K-k_i), all a_i > 0 (Descartes: exactly one, and simple)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

Terms: TypeAlias = tuple[tuple[Fraction, int], ...]
"""(a_i, k_i), standing for the equation sum a_i*x^-k_i = 1."""

Polynomial: TypeAlias = list[Fraction]
"""Coefficients from the constant upwards, the last one nonzero; [] is 0."""


def merge(terms: Sequence[tuple[Fraction, int]]) -> Terms:
    """The same equation with one term for each k, in order of k."""
    total: dict[int, Fraction] = {}
    for a, k in terms:
        total[k] = total.get(k, Fraction(0)) + a
    return tuple((a, k) for k, a in sorted(total.items()))


def from_terms(terms: Terms) -> Polynomial:
    """x^K - sum a_i*x^(K-k_i)."""
    degree = terms[-1][1]
    p = [Fraction(0)] * (degree + 1)
    p[degree] = Fraction(1)
    for a, k in terms:
        p[degree - k] -= a
    return p


def _divide(p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder."""
    p, quotient = list(p), [Fraction(0)] * max(len(p) - len(q) + 1, 0)
    while len(p) >= len(q):
        c, shift = p[-1] / q[-1], len(p) - len(q)
        quotient[shift] = c
        for i, x in enumerate(q):
            p[i + shift] -= c * x
        while p and not p[-1]:
            p.pop()
        if not p:
            break
    return quotient, p


def same_positive_root(left: Terms, right: Terms) -> bool:
    """Whether the positive roots of two equations agree: whether the greatest common divisor changes sign on x > 0."""
    p, q = from_terms(left), from_terms(right)
    while q:
        p, q = q, _divide(p, q)[1]
        if q:
            q = [x / q[-1] for x in q]
    return len(p) > 1 and (p[0] < 0) != (p[-1] < 0)


def rational_root(terms: Terms, near: Fraction, error: Fraction) -> Fraction | None:
    """The positive root when it is rational, given |root - near| <= error: its denominator divides the lead."""
    lead = math.lcm(*(a.denominator for a, _ in terms))
    low, high = math.ceil((near - error) * lead), math.floor((near + error) * lead)
    for candidate in range(low, min(high, low + 4) + 1):
        x = Fraction(candidate, lead)
        if x > 0 and sum(a / x**k for a, k in terms) == 1:
            return x
    return None


def without_integer_roots(p: Polynomial) -> Polynomial:
    """The polynomial divided by its linear factors x + r, r = 1 .. 20."""
    for r in range(1, 21):
        factor = [Fraction(r), Fraction(1)]
        while len(p) > 3:
            quotient, rest = _divide(p, factor)
            if rest:
                break
            p = quotient
    return p
