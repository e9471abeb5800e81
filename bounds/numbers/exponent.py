"""Exact real exponents: q + sum m_i*x_i, with q, m_i rational and x_i a ratio of logarithms or a branching exponent.

A ratio ln u/ln v is canonical: v is scaled so that its largest generator has coefficient 1, and that generator is
eliminated from u. So log_4 9 and log_2 3 are one exponent, log_6 2 + log_6 3 is 1, log_2 12 is 2 + log_2 3.
A branching exponent is the unique p with sum a_i*b_i^p = 1 (the p of Akra and Bazzi). It is rewritten as a rational
or as a ratio of logarithms when all b_i are powers of one number or p is rational; otherwise p is irrational:
distinct positive radicals are linearly independent over the rationals (Besicovitch), so a rational p needs every
b_i^p rational.

Two exponents are equal when an exact test says so, ordered when certified enclosures separate them, else Undecided.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from attrs import frozen

from bounds.numbers import enclosure
from bounds.numbers.enclosure import Interval
from bounds.numbers.logarithm import (
    ONE_E,
    PRECISIONS,
    Euler,
    Generator,
    Logarithm,
    Undecided,
    combine,
    factor,
    log_of_characteristic,
    log_of_rational,
)

Branches: TypeAlias = tuple[tuple[Fraction, Fraction], ...]
"""(a_i, b_i), standing for the equation sum a_i*b_i^p = 1."""


@frozen
class LogRatio:
    """ln(generator)/base, for a base whose largest generator is another one and has coefficient 1."""

    generator: Generator
    base: Logarithm

    def key(self) -> tuple[Any, ...]:
        return 0, tuple((g.key(), r) for g, r in self.base.terms), self.generator.key()

    def enclosure(self, bits: int) -> Interval:
        return enclosure.divide(self.generator.enclosure(bits), self.base.enclosure(bits), bits)


@frozen
class Branching:
    """The irrational p with sum a_i*b_i^p = 1, for b_i that are not powers of one number."""

    branches: Branches

    def key(self) -> tuple[Any, ...]:
        return 1, self.branches

    def enclosure(self, bits: int) -> Interval:
        return _branching_enclosure(self.branches, bits)


Atom: TypeAlias = LogRatio | Branching


@lru_cache(maxsize=256)
def _branching_enclosure(branches: Branches, bits: int) -> Interval:
    def rates(work: int) -> list[Interval]:
        return [enclosure.ln(1 / b, work) for _, b in branches]

    return enclosure.decay_root([a for a, _ in branches], rates, bits)


@frozen
class Exponent:
    """rational + sum m*atom, atoms in canonical order, no m = 0."""

    rational: Fraction = Fraction(0)
    terms: tuple[tuple[Atom, Fraction], ...] = ()

    def __add__(self, other: Exponent) -> Exponent:
        rational = self.rational + other.rational
        if not self.terms or not other.terms:
            return Exponent(rational, self.terms or other.terms)
        total: dict[Atom, Fraction] = dict(self.terms)
        for atom, m in other.terms:
            total[atom] = total.get(atom, Fraction(0)) + m
        kept = sorted(((a, m) for a, m in total.items() if m), key=lambda t: t[0].key())
        return Exponent(rational, tuple(kept))

    def __neg__(self) -> Exponent:
        return self.scaled(Fraction(-1))

    def __sub__(self, other: Exponent) -> Exponent:
        return self + -other

    def scaled(self, q: Fraction) -> Exponent:
        """q*self."""
        return Exponent(self.rational * q, tuple((a, m * q) for a, m in self.terms)) if q else Exponent()

    def is_rational(self) -> bool:
        """Whether the exponent is written without irrational atoms; then it is its rational."""
        return not self.terms

    def times(self, other: Exponent) -> Exponent | None:
        """The product, when it is again an exponent: a rational factor, or ln u/ln v * ln v/ln w; else None."""
        if self.is_rational() or other.is_rational():
            return self.scaled(other.rational) if other.is_rational() else other.scaled(self.rational)
        left, right = self.as_ratio(), other.as_ratio()
        if left is None or right is None:
            return None
        for (u, v), (w, x) in ((left, right), (right, left)):
            factor_ = _proportion(w, v)
            if factor_ is not None:
                return log_ratio(u, x).scaled(factor_)
        return None

    def inverse(self) -> Exponent | None:
        """1/self, when it is again an exponent; self must not be 0."""
        if self.is_rational():
            return Exponent(1 / self.rational)
        ratio = self.as_ratio()
        return None if ratio is None else log_ratio(ratio[1], ratio[0])

    def as_ratio(self) -> tuple[Logarithm, Logarithm] | None:
        """(u, v) with self = u/v, when one base serves all terms; a rational q is ln(e^q)/ln e."""
        bases = {a.base if isinstance(a, LogRatio) else None for a, _ in self.terms} or {ONE_E}
        base = bases.pop()
        if base is None or bases:
            return None
        parts = [(a.generator, m) for a, m in self.terms if isinstance(a, LogRatio)]
        return combine(parts) + base.scaled(self.rational), base

    def as_logarithm(self) -> Logarithm | None:
        """The B with self = ln B, when the terms are natural logarithms; None otherwise."""
        ratio = self.as_ratio()
        return ratio[0] if ratio is not None and ratio[1] == ONE_E else None

    def enclosure(self, bits: int) -> Interval:
        """A certified interval around the value."""
        low, high = enclosure.of_rational(self.rational, bits)
        for atom, m in self.terms:
            part = enclosure.scale(atom.enclosure(bits), m)
            low, high = low + part[0], high + part[1]
        return low, high

    def sign(self) -> int:
        """-1, 0 or 1, exactly; raises Undecided."""
        if not self.terms:
            return (self.rational > 0) - (self.rational < 0)
        ratio = self.as_ratio()
        if ratio is not None:
            return ratio[0].sign() * ratio[1].sign()
        for bits in PRECISIONS:
            try:
                low, high = self.enclosure(bits)
            except ZeroDivisionError:  # the base of a ratio is not yet separated from 1
                continue
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
        raise Undecided(self, 0)


ZERO = Exponent()
ONE = Exponent(Fraction(1))


def rational(q: Fraction | int) -> Exponent:
    """The exponent of a rational."""
    return Exponent(Fraction(q))


def compare_exponents(left: Exponent, right: Exponent) -> int:
    """-1, 0 or 1 as left <, = or > right, exactly; raises Undecided.

    >>> log2_of_3 = log_ratio(log_of_rational(Fraction(3)), log_of_rational(Fraction(2)))
    >>> compare_exponents(log2_of_3, rational(Fraction(8, 5)))
    -1
    """
    return 0 if left == right else (left - right).sign()


def _proportion(left: Logarithm, right: Logarithm) -> Fraction | None:
    """The rational q with left = q*right, when both are over the same generators."""
    if not left.terms or len(left.terms) != len(right.terms):
        return None
    q = left.terms[0][1] / right.terms[0][1]
    return q if left == right.scaled(q) else None


def log_ratio(numerator: Logarithm, denominator: Logarithm) -> Exponent:
    """ln u/ln v as a canonical exponent; v must not be 1."""
    if denominator.is_zero():
        raise ZeroDivisionError("a logarithm to the base 1")
    pivot, size = _pivot(denominator)
    base = denominator.scaled(1 / size)
    total = dict(numerator.terms)
    whole = total.get(pivot, Fraction(0))
    rest = numerator - base.scaled(whole) if whole else numerator
    terms = sorted(((LogRatio(g, base), r / size) for g, r in rest.terms), key=lambda t: t[0].key())
    return Exponent(whole / size, tuple(terms))


def _pivot(base: Logarithm) -> tuple[Generator, Fraction]:
    """The generator a base eliminates: e when there, so that natural logarithms stay themselves; else the largest."""
    for g, r in base.terms:
        if isinstance(g, Euler):
            return g, r
    return base.terms[-1]


def natural_log(b: Logarithm) -> Exponent:
    """ln B as an exponent."""
    return log_ratio(b, ONE_E)


@lru_cache(maxsize=1024)
def branching_exponent(branches: Branches) -> Exponent:
    """The unique p with sum a_i*b_i^p = 1, canonical.

    Shape    a_i > 0 and 0 < b_i < 1, all rational
    Gives    a rational, a ratio of logarithms, or an irrational `Branching` scaled so that the b_i have no common root
    Raises   Undecided when a number is too large to factor
    Source   Akra and Bazzi 1998; Leighton 1996

    >>> branching_exponent(((Fraction(2), Fraction(1, 2)),))
    Exponent(rational=Fraction(1, 1), terms=())
    """
    merged: dict[Fraction, Fraction] = {}
    for a, b in branches:
        if a <= 0 or not 0 < b < 1:
            raise ValueError(f"a branch needs a > 0 and 0 < b < 1, found a = {a}, b = {b}")
        merged[b] = merged.get(b, Fraction(0)) + a
    bs = sorted(merged)
    vectors = [_prime_vector(b) for b in bs]
    common = math.gcd(*(k for v in vectors for k in v.values()))
    root = _common_base(vectors)
    if root is not None:
        c, powers = root
        terms = tuple((merged[b], k) for b, k in zip(bs, powers, strict=True))
        return log_ratio(log_of_characteristic(terms), -log_of_rational(c))
    reduced = tuple((merged[b], _from_vector(v, common)) for b, v in zip(bs, vectors, strict=True))
    low, high = _branching_enclosure(reduced, 64)
    for k in range(-(-low >> 64), (high >> 64) + 1):
        if sum(a * b**k for a, b in reduced) == 1:
            return Exponent(Fraction(k, common))
    return Exponent(Fraction(0), ((Branching(reduced), Fraction(1, common)),))


def _prime_vector(b: Fraction) -> dict[int, int]:
    return {**factor(b.numerator), **{p: -k for p, k in factor(b.denominator).items()}}


def _from_vector(vector: dict[int, int], divisor: int) -> Fraction:
    value = Fraction(1)
    for p, k in vector.items():
        value *= Fraction(p) ** (k // divisor)
    return value


def _common_base(vectors: list[dict[int, int]]) -> tuple[Fraction, list[int]] | None:
    """(c, k) with b_i = c^k_i, k_i >= 1, for 0 < c < 1, when there is such a c."""
    sizes = [math.gcd(*v.values()) for v in vectors]
    primitive = {p: k // sizes[0] for p, k in vectors[0].items()}
    if any({p: k // s for p, k in v.items()} != primitive for v, s in zip(vectors, sizes, strict=True)):
        return None
    common = math.gcd(*sizes)
    return _from_vector({p: k * common for p, k in primitive.items()}, 1), [s // common for s in sizes]


def sum_of(exponents: Iterable[Exponent]) -> Exponent:
    """The sum of exponents."""
    total = ZERO
    for e in exponents:
        total = total + e
    return total
