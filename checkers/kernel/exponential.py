"""Bases of exponentials b1^(q1 n) b2^(q2 n) ...: primes, e and roots; their logarithms, and what is exactly 1.

A root is the only r > 0 with sum a_i r^-k_i = 1, all a_i > 0 and k_i >= 1: the rate at which T(n) = sum a_i T(n - k_i)
grows. The golden ratio is the root of 1/r + 1/r^2. Two equations define one number when the greatest common divisor of
their polynomials r^K - sum a_i r^(K-k_i) changes sign on r > 0, since each has one positive root, and a simple one.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from checkers.kernel import exponent as ex
from checkers.kernel import interval as iv
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import require

RULE = "exponential"
BACK, WORK = 200, 4_000
Terms = tuple[tuple[Fraction, int], ...]  # (a, k), in order of k, each k once


class Root(NamedTuple):
    """The r > 0 with sum a r^-k = 1 over its terms, whose k have no common factor; and an enclosure of ln r."""

    terms: Terms
    ln: Interval


Base = str | Root  # a prime in decimals, "e", or a root
Bases = tuple[tuple[Base, Fraction], ...]  # the product of the base^q, sorted, each base once, no q = 0
GOLDEN: Terms = ((Fraction(1), 1), (Fraction(1), 2))


def root(pairs: Terms) -> Bases:
    """The r > 0 with sum a r^-k = 1; with one term, or a common factor of the k, as a power."""
    for a, k in pairs:
        require(a > 0 and 1 <= k <= BACK, RULE, f"terms a*x^-k with a > 0 and k from 1 to {BACK}", (a, k))
    terms = _merged(pairs)
    common = gcd(*(k for _, k in terms))
    terms = tuple((a, k // common) for a, k in terms)
    if len(terms) == 1:
        return power(prime_powers(terms[0][0]), Fraction(1, common))
    binary = ex.enclose_root(tuple((a, Fraction(1, 1 << k)) for a, k in terms))  # log2 r, by sum a (2^-k)^x = 1
    return ((Root(terms, iv.times(binary, iv.ln(iv.exact(2)))), Fraction(1, common)),)


def _merged(pairs: Terms) -> Terms:
    total: dict[int, Fraction] = {}
    for a, k in pairs:
        total[k] = total.get(k, Fraction(0)) + a
    return tuple((a, k) for k, a in sorted(total.items()))


def prime_powers(q: Fraction) -> Bases:
    """q > 0 as a product of primes to integer powers; refuses a prime above 100,000 squared."""
    out: Bases = ()
    for x, sign in ((q.numerator, 1), (q.denominator, -1)):
        p = 2
        while x > 1:
            if p * p > x:
                p = x
            require(p < 100_000 or p == x, RULE, "a base whose primes are small", q)
            k = 0
            while x % p == 0:
                x, k = x // p, k + 1
            if k:
                out = product(out, ((str(p), Fraction(sign * k)),))
            p += 1
    return out


def product(a: Bases, b: Bases, sign: int = 1) -> Bases:
    """a*b, or a/b for sign -1."""
    if not a and not b:
        return ()
    out = dict(a)
    for base, q in b:
        out[base] = out.get(base, Fraction(0)) + sign * q
    return tuple(sorted(((base, q) for base, q in out.items() if q), key=lambda item: str(item[0])))


def power(a: Bases, q: Fraction) -> Bases:
    return tuple((base, p * q) for base, p in a) if q else ()


def ln(a: Bases) -> Interval:
    """An enclosure of the logarithm of the product."""
    total = iv.ZERO
    for base, q in a:
        one = base.ln if isinstance(base, Root) else iv.ONE if base == "e" else iv.ln(iv.exact(int(base)))
        total = iv.plus(total, iv.times(iv.exact(q), one))
    return total


def value(a: Bases) -> Interval:
    """An enclosure of the product; exact where it is a product of rational powers."""
    out, rest = iv.ONE, []
    for base, q in a:
        known = None if isinstance(base, Root) or base == "e" else iv.exact_power(Fraction(int(base)), q)
        if known is None:
            rest.append((base, q))
        else:
            out = iv.times(out, iv.exact(known))
    return iv.times(out, iv.exp(ln(tuple(rest)))) if rest else out


def sums_to_one(a: Bases, calls: Terms) -> bool:
    """Whether sum c*A^-k over the calls (c, k), c > 0 and k >= 1, is seen to be exactly 1; A is the product."""
    roots = [(base, q) for base, q in a if isinstance(base, Root)]
    plain = tuple((base, q) for base, q in a if not isinstance(base, Root))
    weights = [value(power(plain, Fraction(-k))) for _, k in calls]
    if len(roots) > 1 or any(w[0] != w[1] for w in weights):
        return False
    left = _merged(tuple((c * w[0], k) for (c, k), w in zip(calls, weights, strict=True)))
    if not roots:
        return sum(c for c, _ in left) == 1
    ((r, q),) = roots  # A = plain*y^(numerator of q), with y the root for r's terms at k*(denominator of q)
    right = tuple((c, k * q.denominator) for c, k in r.terms)
    return q > 0 and _same_root(tuple((c, k * q.numerator) for c, k in left), right)


def _same_root(left: Terms, right: Terms) -> bool:
    """Whether two equations are seen to define the same number."""
    common = gcd(*(k for _, k in (*left, *right)))
    left, right = (tuple((c, k // common) for c, k in side) for side in (left, right))
    if left == right:
        return True
    p, q = _polynomial(left), _polynomial(right)
    bits = max(lcm(*(c.denominator for c in x)).bit_length() + max(c.numerator.bit_length() for c in x) for x in (p, q))
    if max(len(p), len(q)) * bits > WORK:
        return False
    while q:
        p, q = q, _remainder(p, q)
    return (p[0] < 0) != (p[-1] < 0)


def _polynomial(terms: Terms) -> list[Fraction]:
    """x^K - sum a x^(K-k), from the constant upwards."""
    degree = terms[-1][1]
    p = [Fraction(0)] * degree + [Fraction(1)]
    for a, k in terms:
        p[degree - k] -= a
    return p


def _remainder(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    """p modulo q, with leading coefficient 1 unless it is 0, which is []."""
    p = list(p)
    while len(p) >= len(q):
        c, low = p[-1] / q[-1], len(p) - len(q)
        for i, x in enumerate(q):
            p[low + i] -= c * x
        while p and not p[-1]:
            p.pop()
    return [x / p[-1] for x in p]


def sign(a: Bases) -> int:
    """The sign of the logarithm of the product: exact, or refused."""
    low, high = ln(a)
    if low <= 0 <= high:
        require(not a or _is_one(a), RULE, "bases that an enclosure separates, or that are seen to be equal", a)
        return 0
    return 1 if low > 0 else -1


def _is_one(a: Bases) -> bool:
    """Whether the product is seen to be 1: whether the other bases, to the power that leaves r, solve r's equation."""
    roots = [(base, q) for base, q in a if isinstance(base, Root)]
    if not roots:
        return False
    r, q = roots[0]
    return sums_to_one(power(tuple(item for item in a if item[0] != r), -1 / q), r.terms)
