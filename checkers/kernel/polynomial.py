"""Polynomials over Q in generators that may stand in exponents: the form in which `ring` compares two sides.

A generator is raised to x = x2*n^2 + x1*n + x0. These are the kinds, and the only relations used between them:

  sizes, parameters, calls of numbers g^x * g^y = g^(x+y), integer x and y; the same for all kinds below
  primes, e, pi                       also for rational x, as they are positive; p^(x+1) = p * p^x
  sign                                (-1)^x for integer x, taken mod 2, where n^2 = n
  sums                                of other generators: a denominator n + 1, a base 1 - a - b or 1 + sqrt(5)
  factorial, H, log                   L!, H(L), log(p), L linear in sizes; ring reduces others to these
  power                               g^m for a size m other than n and g as above that does not vary with any size

Each relation is true where both sides are defined. Generators may have more relations: two forms of one value are
then taken for different, which proves nothing.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any, NamedTuple, TypeAlias

Generator: TypeAlias = tuple[str, Any]  # kind; a name, or for a sum its terms, sorted, the first with coefficient 1
Rational: TypeAlias = int | Fraction  # in exponents, where int is much faster; equal ones are one key
Exponent: TypeAlias = tuple[Rational, Rational, Rational]  # coefficients of n^2, n, 1
Monomial: TypeAlias = tuple[tuple[Generator, Exponent], ...]  # sorted, no exponent 0

ZERO, ONE = Fraction(0), Fraction(1)
NIL: Exponent = (0, 0, 0)
UNIT: Exponent = (0, 0, 1)
ROOT: Exponent = (0, 0, Fraction(1, 2))
POSITIVE = ("prime", "e", "pi")
WORK, BITS, FACTOR = 100_000, 20_000, 10**10


class OutsideRing(Exception):
    """A part of the expression is none the ring can represent, or too large; nothing was decided."""


class Value(NamedTuple):
    """A polynomial: coefficients, none 0, and the work it took, in products of 64-bit terms."""

    terms: dict[Monomial, Fraction]
    work: int = 0


def term(powers: dict[Generator, Exponent], coefficient: Fraction = ONE, work: int = 0) -> Value:
    """A product of powers with a coefficient."""
    monomial, coefficient = _reduced(powers, coefficient)
    return Value({monomial: coefficient} if coefficient else {}, work)


def _reduced(powers: dict[Generator, Exponent], coefficient: Fraction) -> tuple[Monomial, Fraction]:
    """A product of powers, with p^k taken out of p^(x+k), the sign out of (-1)^(x+k), and numbers."""
    kept = []
    for g, x in powers.items():
        if g[0] == "sign":
            coefficient, x = coefficient * (-1) ** int(x[2] % 2), (0, (x[0] + x[1]) % 2, 0)
        elif g[0] == "power" and g[1][0][0] == "sign":
            x = (0, 0, x[2] % 2)
        elif g[0] in ("prime", "number") and not 0 <= x[2] < 1:
            k, number = floor(x[2]), Fraction(g[1])
            if abs(k) * (max(abs(number.numerator), number.denominator).bit_length() - 1) > BITS:
                raise OutsideRing(f"{number}^{k} is too large")
            coefficient, x = coefficient * number**k, (x[0], x[1], x[2] - k)
        if x != NIL:
            kept.append((g, x))
    return tuple(sorted(kept)), coefficient


def plus(*values: Value) -> Value:
    total: dict[Monomial, Fraction] = {}
    for value in values:
        for m, q in value.terms.items():
            total[m] = total.get(m, ZERO) + q
    return Value({m: q for m, q in total.items() if q}, _capped(sum(value.work + _size(value) for value in values)))


def times(*values: Value) -> Value:
    result = Value({(): ONE})
    for value in values:
        work = _capped(result.work + value.work + _size(result) * _size(value))
        total: dict[Monomial, Fraction] = {}
        for m, q in result.terms.items():
            for other, r in value.terms.items():
                powers = dict(m)
                for g, x in other:
                    powers[g] = _added(powers.get(g, NIL), x)
                monomial, coefficient = _reduced(powers, q * r)
                total[monomial] = total.get(monomial, ZERO) + coefficient
        result = Value({m: q for m, q in total.items() if q}, work)
    return result


def repeated(value: Value, k: int) -> Value:
    """value^k by squaring."""
    result = Value({(): ONE})
    for bit in f"{k:b}":
        result = times(result, result, *[value] * (bit == "1"))
    return result


def cleared(value: Value, most: int = BITS) -> tuple[Value, dict[Generator, Exponent]]:
    """value as a polynomial without literal powers of sums and, to multiply it with, such powers, none above most."""
    common: dict[Generator, Exponent] = {}
    for g in sorted({g for m in value.terms for g, _ in m if g[0] == "sum"}):
        low = min([most, *(int(dict(m).get(g, NIL)[2]) for m in value.terms)])
        common |= {g: (0, 0, low)} if low else {}
        groups: dict[int, list[Value]] = {}
        for m, q in value.terms.items():
            x = dict(m).get(g, NIL)
            groups.setdefault(int(x[2] - low), []).append(term({**dict(m), g: (x[0], x[1], 0)}, q))
        raised = (times(plus(*terms), repeated(Value(dict(g[1])), k)) for k, terms in groups.items())
        value = plus(Value({}, value.work), *raised)
    return value, common


def power(base: Value, x: Exponent) -> Value:
    """base^x: a product of generators, one of them the sum that is left when its denominators are cleared."""
    top, powers = cleared(base)
    literal, whole = x[0] == x[1] == 0, all(q.denominator == 1 for q in x)
    if not top.terms:
        if literal and whole and x[2] >= 0:
            return Value({} if x[2] else {(): ONE}, top.work)
        raise OutsideRing(f"0 to the power {shown(x)}")
    monomial, coefficient = min(top.terms.items())
    if len(top.terms) > 1:
        monomial = ((("sum", tuple(sorted((m, q / coefficient) for m, q in top.terms.items()))), UNIT),)
    bases = [(("number", coefficient), UNIT)] if literal and whole else factors(coefficient)
    result: dict[Generator, Exponent] = {}
    for g, y in (*powers.items(), *monomial, *bases):
        if (not whole and g[0] not in POSITIVE) or not (literal or _is_steady(g)):
            raise OutsideRing(f"{shown(g)} to the power {shown(x)}")
        if (x[0] and (y[0] or y[1])) or (x[1] and y[0]):
            raise OutsideRing(f"the power {shown(x)} of a power {shown(y)}")
        square, line = x[0] * y[2] + x[1] * y[1] + x[2] * y[0], x[1] * y[2] + x[2] * y[1]
        result[g] = _added(result.get(g, NIL), (square, line, x[2] * y[2]))
    return term(result, ONE, top.work)


def size_power(base: Value, m: str, c: Rational) -> Value:
    """base^(c*m) for a size m other than n: what base^(c*n) is, g^(x*n) becoming (g^m)^x."""
    powers: dict[Generator, Exponent] = {}
    ((monomial, coefficient),) = power(base, (0, c, 0)).terms.items()
    for g, (square, line, _) in monomial:
        if square:
            raise OutsideRing(f"the power {c}*{m} of a power that varies")
        powers[("power", (g, m))] = (0, 0, line)
    return term(powers, coefficient, base.work)


def inverse(value: Value) -> Value:
    return power(value, (0, 0, -1))


def _is_steady(g: Generator) -> bool:
    """Whether the generator itself does not vary with n, and is 0 at most for few parameters."""
    if g[0] == "sum" and not is_surd(dict(g[1])):
        return all(h[0] in ("parameter", "call") and x[0] == x[1] == 0 for m, _ in g[1] for h, x in m)
    return g[0] not in ("n", "factorial", "H", "power")


def is_nonzero(g: Generator) -> bool:
    """Whether the generator evidently is not 0."""
    if g[0] == "power":
        return is_nonzero(g[1][0])
    return g[0] in (*POSITIVE, "log", "sign", "factorial") or (g[0] == "sum" and is_surd(dict(g[1])))


def is_surd(terms: dict[Monomial, Fraction]) -> bool:
    """Whether the sum is u + v*sqrt(d) for squarefree d > 1: irrational, so not 0."""
    return len(terms) == 2 and () in terms and all(g[0] == "prime" and x == ROOT for m in terms for g, x in m)


def factors(q: Fraction) -> list[tuple[Generator, Exponent]]:
    """A nonzero rational as a product of sign and primes, by trial division."""
    if max(abs(q.numerator), q.denominator) > FACTOR:
        raise OutsideRing(f"a power or logarithm of {q}, which is too large")
    found: list[tuple[Generator, Exponent]] = [(("sign", ""), UNIT)] * (q < 0)
    for number, step in ((abs(q.numerator), 1), (q.denominator, -1)):
        p = 2
        while number > 1:
            p = p if p * p <= number else number
            times = 0
            while number % p == 0:
                number, times = number // p, times + step
            found += [(("prime", str(p)), (0, 0, times))] * (times != 0)
            p += 1
    return found


def _added(x: Exponent, y: Exponent) -> Exponent:
    return (x[0] + y[0], x[1] + y[1], x[2] + y[2])


def simplest(q: Fraction) -> Rational:
    return q.numerator if q.denominator == 1 else q


def _size(value: Value) -> int:
    return sum(1 + (q.numerator.bit_length() + q.denominator.bit_length()) // 64 for q in value.terms.values())


def _capped(work: int) -> int:
    if work > WORK:
        raise OutsideRing(f"more than {WORK} products of terms")
    return work


def shown(thing: object) -> str:
    text = str(thing)
    return text if len(text) <= 200 else text[:200] + "..."
