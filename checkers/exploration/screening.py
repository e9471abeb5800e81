"""Formulas in floating point, fast: where to look, never what is found. Whoever uses it looks exactly at what it shows.

`screen` gives a float at each size; `above` moves one up by far more than rounding can have moved it down.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from bounds.expression import Add, Apply, Div, Expression, Mul, Neg, Number, Pow, Variable

Approximation = Callable[[int], float]


def above(value: float) -> float:
    """A float above every number that rounding can have brought to this one."""
    return value + abs(value) * 1e-9 + 1e-6


def screen(e: Expression) -> Approximation | None:
    """The formula in floats; None for one that this cannot follow closely, such as a rounded logarithm."""
    try:
        found = _value(e)
        found(2)
    except (NotImplementedError, ValueError, OverflowError, ZeroDivisionError):
        return None
    return found


def _value(e: Expression) -> Approximation:
    match e:
        case Number(value):
            number = float(value)
            return lambda n: number
        case Variable("n"):
            return float
        case Add(terms):
            parts = [_value(t) for t in terms]
            return lambda n: sum(part(n) for part in parts)
        case Mul(factors):
            parts = [_value(f) for f in factors]
            return lambda n: math.prod(part(n) for part in parts)
        case Neg(operand):
            inner = _value(operand)
            return lambda n: -inner(n)
        case Div(above, below):
            over, under = _value(above), _value(below)
            return lambda n: over(n) / under(n)
        case Pow(base, Number(exponent)):
            root, power = _value(base), float(exponent)
            return lambda n: float(root(n) ** power)
        case Apply("ceil" | "floor" as name, (Div(Variable("n"), Number(divisor)),)) if divisor.denominator == 1:
            k = int(divisor)
            return (lambda n: float(-(-n // k))) if name == "ceil" else (lambda n: float(n // k))
        case Apply("log2", (x,)):
            inside = _logarithm(x)
            return lambda n: inside(n) / math.log(2)
        case Apply("log", (x, base)):
            inside, under = _logarithm(x), _logarithm(base)
            return lambda n: inside(n) / under(n)
        case Apply("log", (x,)):
            return _logarithm(x)
    raise NotImplementedError


def _logarithm(x: Expression) -> Approximation:
    match x:
        case Apply("factorial", (k,)):
            inner = _value(k)
            return lambda n: math.lgamma(inner(n) + 1)
        case Apply("binomial", (m, k)):
            above, below = _value(m), _value(k)
            return lambda n: (
                math.lgamma(above(n) + 1) - math.lgamma(below(n) + 1) - math.lgamma(above(n) - below(n) + 1)
            )
        case Mul(factors):
            parts = [_logarithm(f) for f in factors]
            return lambda n: sum(part(n) for part in parts)
        case Pow(base, exponent):
            root, power = _logarithm(base), _value(exponent)
            return lambda n: power(n) * root(n)
    inside = _value(x)
    return lambda n: math.log(inside(n))
