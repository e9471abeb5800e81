"""Reading the step of a univariate recurrence: its calls as a_i(n)*T(b*n^e + offset), and its toll.

Untrusted, like everything a search uses: a misread step gives a useless hint, and the kernel refuses what it leads to.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, field, frozen

from bounds.expression import (
    Add,
    Apply,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Pow,
    Variable,
    add,
    has_call,
    mul,
    neg,
)
from bounds.recurrence import Equation, Recurrence


@frozen
class Size:
    """scale*n^power + offset, with the offset anywhere in [low, high]."""

    scale: Fraction
    power: Fraction
    low: Fraction = field(default=Fraction(0))
    high: Fraction = field(default=Fraction(0))


@frozen
class CallTerm:
    """weight*T(size): the weight is a call-free expression, a size without the variable is None."""

    weight: Expression
    size: Size | None


@frozen
class Step:
    """T(variable) = sum of terms + toll; toll None when there is none."""

    variable: str
    terms: tuple[CallTerm, ...]
    toll: Expression | None


def read_step(recurrence: Recurrence, function: str) -> Step | None:
    """The one step equation of a function of one variable whose body is linear in its calls; None otherwise."""
    steps = [e for e in recurrence.equations if e.function == function and has_call(e.body)]
    if len(steps) != 1 or len(steps[0].patterns) != 1:
        return None
    (pattern,) = steps[0].patterns
    if not isinstance(pattern, Variable):
        return None
    return _read_equation(steps[0], pattern.name, recurrence.rounding == "any")


def _read_equation(equation: Equation, variable: str, any_rounding: bool) -> Step | None:
    parts = _linear(equation.body)
    if parts is None:
        return None
    terms: list[CallTerm] = []
    toll: list[Expression] = []
    for weight, call in parts:
        if call is None:
            toll.append(weight)
            continue
        if call.function != equation.function or len(call.arguments) != 1:
            return None
        size = read_size(call.arguments[0], variable)
        if size is None:
            return None
        if any_rounding:
            size = _rounded(size, up=None)
        terms.append(CallTerm(weight, size if size.scale else None))
    return Step(variable, tuple(terms), add(*toll) if toll else None)


def _linear(e: Expression) -> list[tuple[Expression, Call | None]] | None:
    """The expression as a sum of weight*call and weight, None when it is not linear in its calls."""
    one = Number(Fraction(1))
    if not has_call(e):
        return [(e, None)]
    match e:
        case Call(_, arguments):
            return None if any(has_call(a) for a in arguments) else [(one, e)]
        case Add(terms):
            found = [_linear(t) for t in terms]
            return None if any(f is None for f in found) else [p for f in found if f is not None for p in f]
        case Neg(operand):
            inner = _linear(operand)
            return None if inner is None else [(neg(w), c) for w, c in inner]
        case Div(numerator, denominator) if not has_call(denominator):
            inner = _linear(numerator)
            return None if inner is None else [(Div(w, denominator), c) for w, c in inner]
        case Mul(factors):
            calling = [f for f in factors if has_call(f)]
            rest = [f for f in factors if not has_call(f)]
            inner = _linear(calling[0]) if len(calling) == 1 else None
            return None if inner is None else [(_product(rest, w), c) for w, c in inner]
        case _:
            return None


def _product(rest: list[Expression], weight: Expression) -> Expression:
    return mul(*rest) if weight == Number(Fraction(1)) and rest else mul(*rest, weight)


def read_size(e: Expression, variable: str) -> Size | None:
    """An argument as scale*n^power + [low, high]: sums with constants, rational factors, floors, ceilings, roots."""
    match e:
        case Number(value):
            return Size(Fraction(0), Fraction(1), value, value)
        case Variable(name):
            return Size(Fraction(1), Fraction(1)) if name == variable else None
        case Add(terms):
            total: Size | None = Size(Fraction(0), Fraction(1))
            for t in terms:
                total = _sum(total, read_size(t, variable))
            return total
        case Neg(operand):
            return _times(read_size(operand, variable), Fraction(-1))
        case Mul(factors):
            return _size_product([read_size(f, variable) for f in factors])
        case Div(numerator, denominator):
            divisor = _constant(read_size(denominator, variable))
            return _times(read_size(numerator, variable), 1 / divisor) if divisor else None
        case Apply(("floor" | "ceil") as name, (argument,)):
            inner = read_size(argument, variable)
            return None if inner is None else _rounded(inner, up=name == "ceil")
        case Apply("sqrt", (argument,)):
            return _root(read_size(argument, variable), Fraction(1, 2))
        case Pow(base, exponent):
            power = _constant(read_size(exponent, variable))
            return None if power is None else _root(read_size(base, variable), power)
        case _:
            return None


def _constant(size: Size | None) -> Fraction | None:
    """The value of a size that does not depend on the variable."""
    return size.low if size is not None and not size.scale and size.low == size.high else None


def _sum(a: Size | None, b: Size | None) -> Size | None:
    if a is None or b is None:
        return None
    if a.scale and b.scale and a.power != b.power:
        return None
    power = a.power if a.scale else b.power
    return Size(a.scale + b.scale, power, a.low + b.low, a.high + b.high)


def _times(a: Size | None, q: Fraction) -> Size | None:
    if a is None:
        return None
    low, high = sorted((a.low * q, a.high * q))
    return Size(a.scale * q, a.power, low, high)


def _size_product(sizes: list[Size | None]) -> Size | None:
    total: Size | None = Size(Fraction(0), Fraction(1), Fraction(1), Fraction(1))
    for size in sizes:
        factor, other = _constant(total), _constant(size)
        if factor is not None:
            total = _times(size, factor)
        elif other is not None:
            total = _times(total, other)
        else:
            return None
    return total


def _root(a: Size | None, power: Fraction) -> Size | None:
    """n^power of a bare n; constants only when the power is an exact integer."""
    constant = _constant(a)
    if constant is not None and power.denominator == 1 and abs(power) <= 64 and (constant or power > 0):
        value = constant ** int(power)
        return Size(Fraction(0), Fraction(1), value, value)
    if a is None or a.scale != 1 or a.low or a.high or power <= 0:
        return None
    return evolve(a, power=a.power * power)


def _rounded(a: Size, up: bool | None) -> Size:
    """After a floor (up False), a ceiling (True) or either (None); a linear argument misses by less than a unit."""
    exact = a.power == 1 and a.low == a.high
    whole = (a.scale.denominator * a.low.denominator) if exact else 0
    slack = 1 - Fraction(1, whole) if whole else Fraction(1)
    return evolve(a, low=a.low if up else a.low - slack, high=a.high if up is False else a.high + slack)
