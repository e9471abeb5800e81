"""Exact logarithms of positive numbers: rational combinations of ln g over independent generators g.

A `Logarithm` stands for ln B, with B = product g^r: g a prime, e, a quadratic number a + b*sqrt(d), or the positive
root of sum a_i*x^-k_i = 1; r rational. Primes and e are multiplicatively independent (unique factorisation; e is
transcendental), so two logarithms over them are equal exactly when they are written alike; quadratic numbers and
roots are tested exactly where that can be done, and separated by certified enclosures otherwise.
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
from bounds.numbers.polynomial import (
    Terms,
    from_terms,
    merge,
    rational_root,
    same_positive_root,
    without_integer_roots,
)
from bounds.numbers.quadratic import MixedFields, Quadratic, square_root

PRECISIONS = (64, 128, 256, 400)
"""Binary digits at which two numbers are separated, in order, before a comparison gives up."""

_LARGEST = 1 << 160


class Undecided(Exception):
    """Two exact numbers that no enclosure separates and no exact test proves equal."""

    def __init__(self, left: object, right: object) -> None:
        self.left, self.right = left, right
        super().__init__(f"neither equality nor order of {left} and {right} was established")


@frozen
class Prime:
    value: int

    def key(self) -> tuple[Any, ...]:
        return 0, self.value

    def enclosure(self, bits: int) -> Interval:
        return enclosure.ln(Fraction(self.value), bits)


@frozen
class Euler:
    """The number e."""

    def key(self) -> tuple[Any, ...]:
        return (1,)

    def enclosure(self, bits: int) -> Interval:
        return 1 << bits, 1 << bits


@frozen
class Surd:
    """a + b*sqrt(d), with a, b coprime positive integers and d squarefree."""

    a: int
    b: int
    d: int

    def key(self) -> tuple[Any, ...]:
        return 2, self.d, self.a, self.b

    def quadratic(self) -> Quadratic:
        return Quadratic(Fraction(self.a), Fraction(self.b), self.d)

    def enclosure(self, bits: int) -> Interval:
        low, high = enclosure.scale(enclosure.sqrt(Fraction(self.d), bits), Fraction(self.b))
        whole = self.a << bits
        return enclosure.ln_between((low + whole, high + whole), bits)


@frozen
class Characteristic:
    """The x > 0 with sum a_i*x^-k_i = 1: the growth rate of T(n) = sum a_i*T(n-k_i). Degree 3 or more."""

    terms: Terms

    def key(self) -> tuple[Any, ...]:
        return 3, self.terms

    def enclosure(self, bits: int) -> Interval:
        return _characteristic_enclosure(self.terms, bits)


Generator: TypeAlias = Prime | Euler | Surd | Characteristic


@lru_cache(maxsize=256)
def _characteristic_enclosure(terms: Terms, bits: int) -> Interval:
    weights = [a for a, _ in terms]
    return enclosure.decay_root(weights, lambda work: [(k << work, k << work) for _, k in terms], bits)


@frozen
class Logarithm:
    """sum r_g*ln g, terms sorted by generator, no r_g = 0."""

    terms: tuple[tuple[Generator, Fraction], ...] = ()

    def __add__(self, other: Logarithm) -> Logarithm:
        if not other.terms:
            return self
        return combine((*self.terms, *other.terms)) if self.terms else other

    def __sub__(self, other: Logarithm) -> Logarithm:
        return self + -other

    def __neg__(self) -> Logarithm:
        return Logarithm(tuple((g, -r) for g, r in self.terms))

    def scaled(self, q: Fraction) -> Logarithm:
        """q*self, the logarithm of the q-th power."""
        return Logarithm(tuple((g, r * q) for g, r in self.terms)) if q else Logarithm()

    def enclosure(self, bits: int) -> Interval:
        """A certified interval around the value."""
        low = high = 0
        for g, r in self.terms:
            part = enclosure.scale(g.enclosure(bits), r)
            low, high = low + part[0], high + part[1]
        return low, high

    def sign(self) -> int:
        """-1, 0 or 1, exactly; raises Undecided."""
        for attempt, bits in enumerate(PRECISIONS):
            low, high = self.enclosure(bits) if self.terms else (0, 0)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
            if attempt == 0 and self.is_zero():
                return 0
        raise Undecided(self, 0)

    def is_zero(self) -> bool:
        """Whether an exact test proves the value 0; False also where no test applies."""
        if not self.terms or all(isinstance(g, Prime | Euler) for g, _ in self.terms):
            return not self.terms
        if any(isinstance(g, Euler) for g, _ in self.terms):
            return False
        if any(isinstance(g, Characteristic) for g, _ in self.terms):
            return _roots_cancel(self.terms)
        return _surds_cancel(self.terms)

    def rational_value(self) -> Fraction | None:
        """B itself when it is seen to be rational: primes to integer powers, below a size cap."""
        if sum(abs(r) for _, r in self.terms) > 4096:
            return None
        value = Fraction(1)
        for g, r in self.terms:
            if not isinstance(g, Prime) or r.denominator != 1:
                return None
            value *= Fraction(g.value) ** r.numerator
        return value


def _roots_cancel(terms: tuple[tuple[Generator, Fraction], ...]) -> bool:
    """Whether a product of primes and one or two roots is 1: whether what is left of a root solves its equation."""
    (root, r), *others = sorted(terms, key=lambda t: not isinstance(t[0], Characteristic))
    left = [(g, -q / r) for g, q in others]
    roots = [(g, q) for g, q in left if isinstance(g, Characteristic)]
    primes = Logarithm(tuple((g, q) for g, q in left if isinstance(g, Prime)))
    if len(roots) > 1 or len(roots) + len(primes.terms) < len(left) or any(q <= 0 for _, q in roots):
        return False
    if not isinstance(root, Characteristic):
        return False
    weights = [primes.scaled(Fraction(-k)).rational_value() for _, k in root.terms]
    if None in weights:
        return False
    scaled = tuple((a * (w or 1), k) for (a, k), w in zip(root.terms, weights, strict=True))
    if not roots:
        return sum(a for a, _ in scaled) == 1
    ((other, q),) = roots
    m, d = q.numerator, q.denominator
    return same_positive_root(tuple((a, k * m) for a, k in scaled), tuple((a, k * d) for a, k in other.terms))


def _surds_cancel(terms: tuple[tuple[Generator, Fraction], ...]) -> bool:
    """Whether a product of primes and quadratic numbers of one field is 1."""
    common = math.lcm(*(r.denominator for _, r in terms))
    if sum(abs(r) for _, r in terms) * common > 4096:
        return False
    product = Quadratic(Fraction(1))
    try:
        for g, r in terms:
            base = g.quadratic() if isinstance(g, Surd) else Quadratic(Fraction(g.value))  # type: ignore[union-attr]
            product = product * base.power(int(r * common))
    except MixedFields:
        return False
    return product == Quadratic(Fraction(1))


ZERO = Logarithm()
ONE_E = Logarithm(((Euler(), Fraction(1)),))


def combine(terms: Iterable[tuple[Generator, Fraction]]) -> Logarithm:
    """The canonical sum of r*ln g."""
    total: dict[Generator, Fraction] = {}
    for g, r in terms:
        total[g] = total.get(g, Fraction(0)) + r
    return Logarithm(tuple(sorted(((g, r) for g, r in total.items() if r), key=lambda t: t[0].key())))


@lru_cache(maxsize=1024)
def log_of_rational(q: Fraction) -> Logarithm:
    """ln q for a rational q > 0."""
    if q <= 0:
        raise ValueError(f"a logarithm needs a positive number, found {q}")
    powers = [(p, k) for p, k in factor(q.numerator).items()]
    powers += [(p, -k) for p, k in factor(q.denominator).items()]
    return combine((Prime(p), Fraction(k)) for p, k in powers)


def log_of_quadratic(x: Quadratic) -> Logarithm:
    """ln x for x = a + b*sqrt(d) > 0; the conjugate replaces x when a*b < 0, so one number has one form."""
    if x.sign() <= 0:
        raise ValueError(f"a logarithm needs a positive number, found {x}")
    if not x.b:
        return log_of_rational(x.a)
    if not x.a:
        return log_of_rational(x.b) + log_of_rational(Fraction(x.d)).scaled(Fraction(1, 2))
    if x.a < 0 or x.b < 0:
        norm = abs(x.a * x.a - x.b * x.b * x.d)
        return log_of_rational(norm) - log_of_quadratic(Quadratic(abs(x.a), abs(x.b), x.d))
    common = math.lcm(x.a.denominator, x.b.denominator)
    a, b = int(x.a * common), int(x.b * common)
    content = math.gcd(a, b)
    surd = Logarithm(((Surd(a // content, b // content, x.d), Fraction(1)),))
    return surd + log_of_rational(Fraction(content, common))


@lru_cache(maxsize=256)
def log_of_characteristic(terms: Terms) -> Logarithm:
    """ln x for the x > 0 with sum a_i*x^-k_i = 1, simplified to rational powers and quadratic numbers if it can be."""
    terms = merge(terms)
    if any(a <= 0 or k < 1 for a, k in terms):
        raise ValueError(f"a characteristic equation needs a > 0 and k >= 1, found {terms}")
    common = math.gcd(*(k for _, k in terms))
    if common > 1:
        return log_of_characteristic(tuple((a, k // common) for a, k in terms)).scaled(Fraction(1, common))
    if len(terms) == 1:
        return log_of_rational(terms[0][0])
    if terms[-1][1] > 2:
        near, error = _near_root(terms)
        root = rational_root(terms, near, error)
        if root is not None:
            return log_of_rational(root)
    quotient = without_integer_roots(from_terms(terms)) if terms[-1][1] <= 64 else []
    if len(quotient) == 3:
        c, b, a = quotient
        root_of_discriminant = square_root(b * b - 4 * a * c)
        x = (Quadratic(-b) + root_of_discriminant) * Quadratic(1 / (2 * a))
        return log_of_quadratic(x)
    return Logarithm(((Characteristic(terms), Fraction(1)),))


def _near_root(terms: Terms) -> tuple[Fraction, Fraction]:
    low, high = enclosure.exp(_characteristic_enclosure(terms, 64), 64)
    return Fraction(low + high, 1 << 65), Fraction(high - low, 1 << 65)


@lru_cache(maxsize=1024)
def _factored(n: int) -> tuple[tuple[int, int], ...]:
    if n > _LARGEST:
        raise Undecided(n, "its prime factors")
    found: dict[int, int] = {}
    p = 2
    while p * p <= n and p < 1000:
        while n % p == 0:
            found[p] = found.get(p, 0) + 1
            n //= p
        p += 1 if p == 2 else 2
    for q in _split(n) if n > 1 else []:
        found[q] = found.get(q, 0) + 1
    return tuple(sorted(found.items()))


def factor(n: int) -> dict[int, int]:
    """The prime factors of n >= 1 with their multiplicities; raises Undecided above 2^160."""
    return dict(_factored(n))


def _is_prime(n: int) -> bool:
    """Miller-Rabin with the first 13 primes as bases: exact below 3.3*10^24; beyond, a factor may stay whole."""
    if n < 1_000_000 or n % 2 == 0:
        return n > 1 and all(n % k for k in range(2, math.isqrt(n) + 1))
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41):
        x = pow(base, d, n)
        if x not in (1, n - 1) and all((x := x * x % n) != n - 1 for _ in range(s - 1)):
            return False
    return True


def _split(n: int) -> list[int]:
    """Prime factors of an n without factors below 1000, by Pollard's rho."""
    if n < 1_000_000 or _is_prime(n):
        return [n]
    for c in range(1, 20):
        x = y = 2
        d, steps = 1, 0
        while d == 1 and steps < 20_000:
            x = (x * x + c) % n
            y = (y * y + c) % n
            y = (y * y + c) % n
            d, steps = math.gcd(x - y, n), steps + 1
        if 1 < d < n:
            return [*_split(d), *_split(n // d)]
    raise Undecided(n, "its prime factors")
