"""The leading order of an expression as n -> infinity, exactly, or None.

`growth_of` walks an expression and expands each part as a `Series` over the scale. Leading terms that cancel are
found by exact coefficients; an oscillating factor (sin, cos, (-1)^n, a rounding) is a span, and dominates only when
its sign is known. What leaves the scale gives None, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from bounds.expansion import coefficient as co
from bounds.expansion import series, special
from bounds.expansion.closed import enclosed, positive_constant, root_base, root_exponent
from bounds.expansion.coefficient import OutOfScale, Span
from bounds.expansion.series import Series, of
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
    has_call,
    mul,
)
from bounds.numbers.exponent import natural_log
from bounds.numbers.logarithm import ZERO, Logarithm, Undecided, log_of_rational
from bounds.scale import LINEAR, Growth, compare

__all__ = ["Growth", "Undecided", "compare", "expand", "growth_of", "leading_sign"]

_CONSTANTS = {
    "e": Span(Fraction(271828182, 10**8), Fraction(271828183, 10**8)),
    "pi": Span(Fraction(314159265, 10**8), Fraction(314159266, 10**8)),
    "phi": Span(Fraction(161803398, 10**8), Fraction(161803399, 10**8)),
}
_WAVE = Span(Fraction(-1), Fraction(1))


def growth_of(expression: Expression, variable: str = "n") -> Growth | None:
    """The exact order of a call-free expression as the variable tends to infinity.

    Shape    sums, products, quotients, powers, and the functions of the language, in one variable
    Gives    the growth g with expression = Theta(g) and expression > 0 eventually; None when the expression is
             eventually negative, identically 0, outside the scale, or when this was not decided

    >>> n = Variable("n")
    >>> growth_of(Add((n, Apply("log2", (n,))))) == growth_of(n)
    True
    """
    found = expand(expression, variable)
    return found.terms[0][0] if found is not None and leading_sign(found) == 1 else None


def expand(expression: Expression, variable: str = "n") -> Series | None:
    """The expansion of an expression over the scale, None when it leaves the scale."""
    if has_call(expression):
        return None
    try:
        return _walk(expression, variable)
    except (OutOfScale, Undecided, ArithmeticError, RecursionError):
        return None


def leading_sign(s: Series) -> int | None:
    """The eventual sign of an expansion: 1, -1, 0 for identically zero, None when it is unknown."""
    if not s.terms:
        return 0 if s.error is None else None
    try:
        return co.sign(s.terms[0][1])
    except Undecided:
        return None


def _walk(e: Expression, variable: str) -> Series:
    match e:
        case Number(value):
            return of(value)
        case Constant(name):
            return of(_CONSTANTS[name])
        case Variable(name):
            if name != variable:
                raise OutOfScale(f"another variable, {name}")
            return of(1, LINEAR)
        case Root():
            base = root_base(e)
            return of(root_exponent(e) if base is None else enclosed(base))
        case Apply(function, arguments):
            return _apply(function, arguments, variable)
        case Fold() | Call():
            raise OutOfScale("a fold or a call")
        case _:
            return _arithmetic(e, variable)


def _arithmetic(e: Add | Mul | Neg | Div | Pow, variable: str) -> Series:
    match e:
        case Add(terms):
            return series.plus(*(_walk(t, variable) for t in terms))
        case Mul(factors):
            return reduce(series.times, [_walk(f, variable) for f in factors])
        case Neg(operand):
            return series.negative(_walk(operand, variable))
        case Div(numerator, denominator):
            return series.times(_walk(numerator, variable), series.to_power(_walk(denominator, variable), Fraction(-1)))
        case Pow(base, power):
            return _power(base, power, variable)


def _power(base: Expression, power: Expression, variable: str) -> Series:
    p = _walk(power, variable)
    r = p.rational()
    exact = positive_constant(base)
    if exact is None:
        b = _walk(base, variable)
        if r is not None:
            return series.to_power(b, r)
        value = b.rational()
        if value is not None and value < 0 and _is_integer_valued(power):
            size = series.exp(series.scaled(p, natural_log(log_of_rational(-value))))
            return series.scaled(size, _WAVE)
        constant, rest = _split_constant(base)
        if constant.terms:
            return series.times(series.exp(series.scaled(p, natural_log(constant))), _power(rest, power, variable))
        return series.exp(series.times(p, series.log(b)))
    return series.exp(series.scaled(p, natural_log(exact)))


def _split_constant(base: Expression) -> tuple[Logarithm, Expression]:
    """(ln c, rest) with base = c*rest, c the closed positive factors: (n/e)^n is e^-n * n^n."""
    match base:
        case Div(numerator, denominator) if (below := positive_constant(denominator)) is not None:
            constant, rest = _split_constant(numerator)
            return constant - below, rest
        case Mul(factors):
            logs = [(f, positive_constant(f)) for f in factors]
            known = [c for _, c in logs if c is not None]
            return sum(known, ZERO), mul(*(f for f, c in logs if c is None))
        case _:
            return ZERO, base


def _is_integer_valued(e: Expression) -> bool:
    """Whether an expression is an integer at every integer, by its form."""
    match e:
        case Number(value):
            return value.denominator == 1
        case Variable():
            return True
        case Add(parts) | Mul(parts):
            return all(_is_integer_valued(p) for p in parts)
        case Neg(operand):
            return _is_integer_valued(operand)
        case Apply("floor" | "ceil", _):
            return True
        case _:
            return False


def _apply(function: str, arguments: tuple[Expression, ...], variable: str) -> Series:
    if function in ("sin", "cos"):
        return of(_WAVE)
    parts = [_walk(a, variable) for a in arguments]
    if function in ("log", "log2"):
        return _log(function, arguments, parts)
    if function == "max":
        return reduce(series.maximum, parts)
    if function == "min":
        return series.negative(reduce(series.maximum, [series.negative(p) for p in parts]))
    if function == "binomial":
        return special.binomial(*parts)
    if function not in _FUNCTIONS:
        raise OutOfScale(f"the function {function}")
    return _FUNCTIONS[function](parts[0])


def _log(function: str, arguments: tuple[Expression, ...], parts: list[Series]) -> Series:
    exact = positive_constant(arguments[0])
    top = series.log(parts[0]) if exact is None else of(natural_log(exact))
    if function == "log2":
        base = natural_log(log_of_rational(Fraction(2)))
    elif len(arguments) == 1:
        return top
    else:
        exact_base = positive_constant(arguments[1])
        if exact_base is None:
            return series.times(top, series.to_power(series.log(parts[1]), Fraction(-1)))
        base = natural_log(exact_base)
    return series.scaled(top, co.inverse(base))


_FUNCTIONS: dict[str, Callable[[Series], Series]] = {
    "floor": series.floor,
    "ceil": lambda x: series.negative(series.floor(series.negative(x))),
    "sqrt": lambda x: series.to_power(x, Fraction(1, 2)),
    "exp": series.exp,
    "factorial": special.factorial,
    "H": special.harmonic,
    "Fib": special.fibonacci,
}
