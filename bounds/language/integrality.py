"""Which expressions are integers as written, and which are linear in one variable."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from bounds.expression import Add, Apply, Call, Constant, Div, Expression, Fold, Mul, Neg, Number, Pow, Root, Variable

_INTEGER_FUNCTIONS = ("floor", "ceil", "factorial", "binomial", "Fib", "logstar")


def first_noninteger(e: Expression, reals: Collection[str]) -> Expression | None:
    """The part that keeps a size from being an integer as written, or None when it is one.

    Shape    `reals` are the names that may stand for any real number; every other name is an integer, and so is
             every value of a cost
    """
    match e:
        case Number(value):
            return None if value.denominator == 1 else e
        case Variable(name):
            return e if name in reals else None
        case Neg(operand):
            return first_noninteger(operand, reals)
        case Pow(base, exponent):
            found = first_noninteger(base, reals) or first_noninteger(exponent, reals)
            return e if found is None and isinstance(exponent, Neg) else found
        case Add(parts) | Mul(parts):
            return next((f for p in parts if (f := first_noninteger(p, reals)) is not None), None)
        case Apply(function, arguments):
            if function in ("max", "min"):
                return next((f for a in arguments if (f := first_noninteger(a, reals)) is not None), None)
            return None if function in _INTEGER_FUNCTIONS else e
        case Fold(_, variable, _, _, body):
            return first_noninteger(body, [r for r in reals if r != variable])
        case Call():
            return None
        case Div() | Constant() | Root():
            return e


def linear(e: Expression) -> tuple[str, Fraction, Fraction] | None:
    """`(name, a, b)` when the expression is a*name + b with numbers a and b; the name is "" when there is none."""
    match e:
        case Number(value):
            return "", Fraction(0), value
        case Variable(name):
            return name, Fraction(1), Fraction(0)
        case Neg(operand):
            inner = linear(operand)
            return inner and (inner[0], -inner[1], -inner[2])
        case Add(terms):
            return _linear_sum(terms)
        case Mul(factors):
            return _linear_product(factors)
        case Div(numerator, denominator):
            above, below = linear(numerator), linear(denominator)
            if above is None or below is None or below[0] or below[2] == 0:
                return None
            return above[0], above[1] / below[2], above[2] / below[2]
        case _:
            return None


def _linear_sum(terms: tuple[Expression, ...]) -> tuple[str, Fraction, Fraction] | None:
    name, slope, offset = "", Fraction(0), Fraction(0)
    for term in terms:
        found = linear(term)
        if found is None or (name and found[0] and found[0] != name):
            return None
        name, slope, offset = name or found[0], slope + found[1], offset + found[2]
    return name, slope, offset


def _linear_product(factors: tuple[Expression, ...]) -> tuple[str, Fraction, Fraction] | None:
    name, slope, offset = "", Fraction(0), Fraction(1)
    for factor in factors:
        found = linear(factor)
        if found is None or (name and found[0]):
            return None
        if found[0]:
            name, slope, offset = found[0], found[1] * offset, found[2] * offset
        else:
            slope, offset = slope * found[2], offset * found[2]
    return name, slope, offset
