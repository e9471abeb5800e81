"""Exact values of expressions and recurrences at concrete sizes, as polynomials in what is left open.

Parameters and free base values stay symbols unless the caller binds them, and square roots stay exact, so one run of a
recurrence gives each value as a formula: T(5) = 32*T(0) + 31*a. Search only; the kernel has an evaluator of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb, factorial, isqrt

from attrs import frozen

from bounds.expression import (
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Variable,
)
from bounds.recurrence import Comparison, Equation, Recurrence

Monomial = tuple[tuple[str, int], ...]
LARGEST = 4_000  # bits of a power


class Inexact(Exception):
    """The expression has no value of this kind at this size."""


@frozen
class Exact:
    """A polynomial over Q in named symbols; a symbol "sqrt 5" squares to 5. Never holds a coefficient 0."""

    terms: Mapping[Monomial, Fraction]

    def __add__(self, other: Exact) -> Exact:
        total = dict(self.terms)
        for m, q in other.terms.items():
            total[m] = total.get(m, Fraction(0)) + q
        return Exact({m: q for m, q in total.items() if q})

    def __neg__(self) -> Exact:
        return Exact({m: -q for m, q in self.terms.items()})

    def __mul__(self, other: Exact) -> Exact:
        total: dict[Monomial, Fraction] = {}
        for m, q in self.terms.items():
            for k, r in other.terms.items():
                monomial, factor = _merged(m, k)
                total[monomial] = total.get(monomial, Fraction(0)) + q * r * factor
        return Exact({m: q for m, q in total.items() if q})

    def power(self, k: int) -> Exact:
        if k < 0:
            return self.inverse().power(-k)
        result = exact(1)
        for bit in f"{k:b}":
            if sum(q.numerator.bit_length() + q.denominator.bit_length() for q in result.terms.values()) > LARGEST:
                raise Inexact("a power that is too large")
            result = result * result
            result = result * self if bit == "1" else result
        return result

    def inverse(self) -> Exact:
        """1/self for a number u + v*sqrt(d)."""
        roots = {m for m in self.terms if m}
        if not self.terms or len(roots) > 1 or any(len(m) > 1 or not m[0][0].startswith("sqrt ") for m in roots):
            raise Inexact("division by 0 or by a symbol")
        conjugate = Exact({m: q if not m else -q for m, q in self.terms.items()})
        norm = (self * conjugate).terms[()]
        return Exact({m: q / norm for m, q in conjugate.terms.items()})

    def rational(self) -> Fraction:
        if any(self.terms.keys() - {()}):
            raise Inexact("a number that is not rational, or a symbol")
        return self.terms.get((), Fraction(0))

    def integer(self) -> int:
        q = self.rational()
        if q.denominator != 1:
            raise Inexact("a size that is not an integer")
        return int(q)


def _merged(m: Monomial, k: Monomial) -> tuple[Monomial, int]:
    powers, factor = dict(m), 1
    for name, power in k:
        powers[name] = powers.get(name, 0) + power
        if name.startswith("sqrt ") and powers[name] == 2:
            factor *= int(name.removeprefix("sqrt "))
            del powers[name]
    return tuple(sorted(powers.items())), factor


def exact(q: int | Fraction) -> Exact:
    return Exact({(): Fraction(q)} if q else {})


def symbol(name: str) -> Exact:
    return Exact({((name, 1),): Fraction(1)})


def square_root(q: Fraction) -> Exact:
    """sqrt(q) as a rational times the root of a squarefree integer."""
    if q < 0 or max(q.numerator, q.denominator) > 10**12:
        raise Inexact("a square root")
    d, outside = q.numerator * q.denominator, Fraction(1, q.denominator)
    for p in range(2, 1000):
        while d and d % (p * p) == 0:
            d, outside = d // (p * p), outside * p
    if isqrt(d) ** 2 == d:
        return exact(outside * isqrt(d))
    return exact(outside) * symbol(f"sqrt {d}")


class Values:
    """Values of the functions of a recurrence, by memory.

    Shape    `bindings` gives parameters and free base values ("T(0)") a number; what it leaves out stays a symbol
    """

    def __init__(self, recurrence: Recurrence, bindings: Mapping[str, Fraction] | None = None) -> None:
        self.recurrence = recurrence
        self.bindings = dict(bindings or {})
        self.known: dict[tuple[str, int], Exact] = {}
        self.waiting: set[tuple[str, int]] = set()

    def at(self, function: str, size: int) -> Exact:
        """T(size). Raises Inexact when it has no exact value."""
        key = (function, size)
        if key not in self.known:
            if key in self.waiting or len(self.waiting) > 200:
                raise Inexact("a value that depends on itself, or too deep")
            self.waiting.add(key)
            self.known[key] = self._compute(function, size)
            self.waiting.discard(key)
        return self.known[key]

    def applies(self, e: Equation, size: int) -> bool:
        """Whether an equation's pattern and range fit a size."""
        bound = self._match(e, size)
        return bound is not None and all(self._holds(c, bound) for c in e.range)

    def _compute(self, function: str, size: int) -> Exact:
        for e in self.recurrence.equations:
            if e.function == function and e.relation == "==" and len(e.patterns) == 1:
                bound = self._match(e, size)
                if bound is not None and all(self._holds(c, bound) for c in e.range):
                    return self.value(e.body, bound)
        name = f"{function}({size})"
        return exact(self.bindings[name]) if name in self.bindings else symbol(name)

    def _match(self, e: Equation, size: int) -> dict[str, Exact] | None:
        pattern = e.patterns[0]
        if isinstance(pattern, Variable):
            return {pattern.name: exact(size)}
        if isinstance(pattern, Number | Neg):
            return {} if self.value(pattern, {}).rational() == size else None
        raise Inexact("a pattern that is neither a variable nor a literal")

    def _holds(self, c: Comparison, bound: Mapping[str, Exact]) -> bool:
        gap = (self.value(c.left, bound) + -self.value(c.right, bound)).rational()
        holds = {"<=": gap <= 0, ">=": gap >= 0, "<": gap < 0, ">": gap > 0, "==": gap == 0, "!=": gap != 0}
        if c.relation not in holds:
            raise Inexact("a range that is no comparison")
        return holds[c.relation]

    def value(self, e: Expression, bound: Mapping[str, Exact]) -> Exact:
        """The value of an expression whose variables are bound, or parameters."""
        match e:
            case Number(q):
                return exact(q)
            case Variable(name):
                free = exact(self.bindings[name]) if name in self.bindings else symbol(name)
                return bound.get(name, free)
            case Add(terms):
                result = exact(0)
                for term in terms:
                    result = result + self.value(term, bound)
                return result
            case Mul(factors):
                result = exact(1)
                for factor in factors:
                    result = result * self.value(factor, bound)
                return result
            case Neg(operand):
                return -self.value(operand, bound)
            case Div(numerator, denominator):
                return self.value(numerator, bound) * self.value(denominator, bound).inverse()
            case Pow(base, exponent):
                return self._power(self.value(base, bound), self.value(exponent, bound).rational())
            case Apply(function, arguments):
                return self._apply(function, [self.value(a, bound) for a in arguments])
            case Call(function, (argument,)):
                return self.at(function, self.value(argument, bound).integer())
            case Fold():
                return self._fold(e, bound)
            case Constant("phi"):
                return (exact(1) + square_root(Fraction(5))) * exact(Fraction(1, 2))
            case Constant() | Root() | Call():
                raise Inexact("a constant or call with no exact value")

    def _power(self, base: Exact, exponent: Fraction) -> Exact:
        if exponent.denominator == 1:
            return base.power(int(exponent))
        if exponent.denominator == 2:
            return square_root(base.rational()).power(int(2 * exponent))
        raise Inexact("a root")

    def _fold(self, e: Fold, bound: Mapping[str, Exact]) -> Exact:
        low, high = self.value(e.lower, bound).integer(), self.value(e.upper, bound).integer()
        if high - low > 200:
            raise Inexact("a long sum")
        values = [self.value(e.body, {**bound, e.variable: exact(k)}) for k in range(low, high + 1)]
        if e.kind != "sum" and values:
            return exact((max if e.kind == "max" else min)(v.rational() for v in values))
        result = exact(0)
        for value in values:
            result = result + value
        return result

    def _apply(self, function: str, arguments: list[Exact]) -> Exact:
        first = arguments[0].rational()
        match function:
            case "sqrt":
                return square_root(first)
            case "floor":
                return exact(first // 1)
            case "ceil":
                return exact(-(-first // 1))
            case "max" | "min":
                return exact((max if function == "max" else min)(a.rational() for a in arguments))
        n, *rest = (a.integer() for a in arguments)
        if not 0 <= n <= 400:
            raise Inexact(f"{function} of a negative or large number")
        match function:
            case "factorial":
                return exact(factorial(n))
            case "binomial":
                return exact(comb(n, rest[0]) if rest[0] >= 0 else 0)
            case "H":
                return exact(sum((Fraction(1, i) for i in range(1, n + 1)), Fraction(0)))
            case "Fib":
                a, b = 0, 1
                for _ in range(n):
                    a, b = b, a + b
                return exact(a)
        raise Inexact(function)
