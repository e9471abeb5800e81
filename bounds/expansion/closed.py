"""Exact values of closed expressions: quadratic numbers, logarithms of positive numbers, exponents."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce

from bounds.expansion.coefficient import OutOfScale, Span, span
from bounds.expression import (
    Add,
    Apply,
    Constant,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Variable,
    all_subexpressions,
    free_variables,
)
from bounds.numbers import enclosure, exponent, logarithm
from bounds.numbers.exponent import Branches, Exponent, branching_exponent, log_ratio, natural_log
from bounds.numbers.logarithm import ONE_E, Logarithm, log_of_characteristic, log_of_quadratic, log_of_rational
from bounds.numbers.quadratic import GOLDEN, MixedFields, Quadratic, square_root

_LARGEST_BACK, _LARGEST_BITS, _BITS = 200, 1 << 16, 64


def root_exponent(e: Root) -> Exponent:
    """The exact exponent of `root(x: sum a_i*b_i^x)`."""
    terms = e.body.terms if isinstance(e.body, Add) else (e.body,)
    branches: list[tuple[Fraction, Fraction]] = []
    for term in terms:
        a, b = _branch(term, e.variable)
        branches.append((a, b))
    canonical: Branches = tuple(branches)
    if any(a <= 0 or not 0 < b < 1 for a, b in canonical):
        raise OutOfScale("a root with a weight or a base out of range")
    return branching_exponent(canonical)


def _branch(term: Expression, x: str) -> tuple[Fraction, Fraction]:
    """(a, b) for a term a*b^x."""
    match term:
        case Pow(base, Variable(name)) if name == x:
            return Fraction(1), _rational(base)
        case Mul(factors):
            powers = [f for f in factors if isinstance(f, Pow) and f.exponent == Variable(x)]
            rest = [_rational(f) for f in factors if f not in powers]
            if len(powers) == 1:
                return Fraction(math.prod(rest)), _rational(powers[0].base)
        case Div(numerator, denominator):
            a, b = _branch(numerator, x)
            return a / _rational(denominator), b
    raise OutOfScale("a root whose body is not a sum of a*b^x")


def root_base(e: Root) -> Logarithm | None:
    """ln of the x > 0 with body 1, for `root(x: sum a_i*x^-k_i)`; None when x stands in an exponent."""
    if any(isinstance(p, Pow) and e.variable in free_variables(p.exponent) for p in all_subexpressions(e.body)):
        return None
    decays = [_decay(t, e.variable) for t in (e.body.terms if isinstance(e.body, Add) else (e.body,))]
    if any(a <= 0 or not 1 <= k <= _LARGEST_BACK for a, k in decays):
        raise OutOfScale("a root whose body is not a sum of a*x^-k")
    return log_of_characteristic(tuple(decays))


def enclosed(logarithm: Logarithm) -> Span:
    """The number B for ln B, between rationals."""
    low, high = enclosure.exp(logarithm.enclosure(_BITS), _BITS)
    return span(Fraction(low, 1 << _BITS), Fraction(high, 1 << _BITS))


def _decay(e: Expression, x: str) -> tuple[Fraction, int]:
    """(a, k) for a term a*x^-k."""
    if x not in free_variables(e):
        return _rational(e), 0
    match e:
        case Variable():
            return Fraction(1), -1
        case Mul(factors):
            parts = [_decay(f, x) for f in factors]
            return Fraction(math.prod(a for a, _ in parts)), sum(k for _, k in parts)
        case Div(numerator, denominator):
            (a, k), (b, m) = _decay(numerator, x), _decay(denominator, x)
            if b:
                return a / b, k - m
        case Pow(base, power):
            (a, k), by = _decay(base, x), _rational(power)
            bits = max(a.numerator, a.denominator).bit_length()
            if by.denominator == 1 and abs(by) * bits <= _LARGEST_BITS and a > 0:
                return a ** int(by), k * int(by)
    raise OutOfScale("a root whose body is not a sum of a*x^-k")


def _rational(e: Expression) -> Fraction:
    value = _quadratic(e)
    if value is None or value.b:
        raise OutOfScale("a number that is not rational")
    return value.a


def _quadratic(e: Expression) -> Quadratic | None:
    """The value of a closed expression in one quadratic field, None otherwise."""
    try:
        return _quadratic_value(e)
    except (MixedFields, ZeroDivisionError):
        return None


def _quadratic_value(e: Expression) -> Quadratic | None:
    match e:
        case Number(value):
            return Quadratic(value)
        case Constant("phi"):
            return GOLDEN
        case Neg(operand):
            value_of = _quadratic_value(operand)
            return None if value_of is None else -value_of
        case Add(parts) | Mul(parts):
            values = [v for p in parts if (v := _quadratic_value(p)) is not None]
            if len(values) < len(parts):
                return None
            return reduce(Quadratic.__add__ if isinstance(e, Add) else Quadratic.__mul__, values)
        case Div(numerator, denominator):
            top, below = _quadratic_value(numerator), _quadratic_value(denominator)
            return None if top is None or below is None else top * below.inverse()
        case Pow(base, power):
            b, k = _quadratic_value(base), _quadratic_value(power)
            if b is None or k is None or k.b or k.a.denominator != 1 or abs(k.a) > 64:
                return None
            return b.power(int(k.a))
        case Apply("sqrt", (argument,)):
            return _quadratic_root(_quadratic_value(argument))
        case _:
            return None


def _quadratic_root(x: Quadratic | None) -> Quadratic | None:
    return None if x is None or x.b or x.a < 0 or x.a > 10**9 else square_root(x.a)


def positive_constant(e: Expression) -> Logarithm | None:
    """ln of a closed positive expression, exactly, when its form allows that."""
    if isinstance(e, Number):
        return log_of_rational(e.value) if e.value else None
    if isinstance(e, Variable):
        return None
    value = _quadratic(e)
    if value is not None:
        return log_of_quadratic(value) if value.sign() > 0 else None
    match e:
        case Root():
            return root_base(e)
        case Constant("e"):
            return ONE_E
        case Mul(factors):
            parts = [positive_constant(f) for f in factors]
            known = [p for p in parts if p is not None]
            return sum(known, logarithm.ZERO) if len(known) == len(parts) else None
        case Div(numerator, denominator):
            top, below = positive_constant(numerator), positive_constant(denominator)
            return None if top is None or below is None else top - below
        case Pow(base, power):
            return _constant_power(positive_constant(base), power)
        case Apply("sqrt", (argument,)):
            inner = positive_constant(argument)
            return None if inner is None else inner.scaled(Fraction(1, 2))
        case Apply("exp", (argument,)):
            return _constant_power(ONE_E, argument)
        case _:
            return None


def _constant_power(base: Logarithm | None, power: Expression) -> Logarithm | None:
    """p*ln B for a closed exact exponent p."""
    p = exact_exponent(power) if base is not None else None
    exact = natural_log(base).times(p) if p is not None and base is not None else None
    return None if exact is None else exact.as_logarithm()


def exact_exponent(e: Expression) -> Exponent | None:
    """The value of a closed expression as an exact exponent: rationals, logarithms, their quotients, roots, sums."""
    value = _quadratic(e)
    if value is not None and not value.b:
        return exponent.rational(value.a)
    match e:
        case Root():
            return root_exponent(e)
        case Add(terms):
            parts = [exact_exponent(t) for t in terms]
            known = [p for p in parts if p is not None]
            return exponent.sum_of(known) if len(known) == len(parts) else None
        case Neg(operand):
            inner = exact_exponent(operand)
            return None if inner is None else -inner
        case Mul(factors):
            total: Exponent | None = exponent.ONE
            for f in factors:
                x = exact_exponent(f)
                total = None if total is None or x is None else total.times(x)
            return total
        case Div(numerator, denominator):
            top, below = exact_exponent(numerator), exact_exponent(denominator)
            inverted = None if below is None or not below.sign() else below.inverse()
            return None if top is None or inverted is None else top.times(inverted)
        case Apply("log" | "log2" as name, arguments):
            base = Number(Fraction(2)) if name == "log2" else arguments[1] if len(arguments) == 2 else Constant("e")
            u, v = positive_constant(arguments[0]), positive_constant(base)
            return None if u is None or v is None or not v.sign() else log_ratio(u, v)
        case _:
            return None
