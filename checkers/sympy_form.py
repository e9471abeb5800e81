"""bounds expressions as sympy expressions and back, by walking the records; no text is ever parsed.

Calls such as T(0) become symbols named "T(0)" and come back as calls. `H` is sympy's harmonic.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

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
    add,
    mul,
    neg,
    number,
)

CONSTANTS = {"e": sp.E, "pi": sp.pi, "phi": (1 + sp.sqrt(5)) / 2}
FUNCTIONS: dict[str, Any] = {
    "floor": sp.floor, "ceil": sp.ceiling, "sqrt": sp.sqrt, "log": sp.log, "exp": sp.exp, "factorial": sp.factorial,
    "binomial": sp.binomial, "H": sp.harmonic, "Fib": sp.fibonacci, "max": sp.Max, "min": sp.Min, "sin": sp.sin,
    "cos": sp.cos,
}  # fmt: skip


class NoForm(Exception):
    """The expression has no counterpart on the other side."""


def to_sympy(e: Expression) -> Any:
    """The sympy expression of a record. Raises NoForm for folds, roots and logstar."""
    match e:
        case Number(value):
            return sp.Rational(value.numerator, value.denominator)
        case Constant(name):
            return CONSTANTS[name]
        case Variable(name):
            return sp.Symbol(name)
        case Add(terms):
            return sp.Add(*map(to_sympy, terms))
        case Mul(factors):
            return sp.Mul(*map(to_sympy, factors))
        case Neg(operand):
            return -to_sympy(operand)
        case Div(numerator, denominator):
            return to_sympy(numerator) / to_sympy(denominator)
        case Pow(base, exponent):
            return to_sympy(base) ** to_sympy(exponent)
        case Apply("log2", (argument,)):
            return sp.log(to_sympy(argument), 2)
        case Apply(function, arguments) if function in FUNCTIONS:
            return FUNCTIONS[function](*map(to_sympy, arguments))
        case Call(function, (Number(value),)) if value.denominator == 1:
            return sp.Symbol(f"{function}({value})")
        case Apply() | Call() | Fold() | Root():
            raise NoForm(type(e).__name__)


def from_sympy(e: Any) -> Expression:
    """The record of a sympy expression. Raises NoForm for what the claim language cannot say."""
    if e.is_Rational:
        return _rational(Fraction(int(e.p), int(e.q)))
    if e.is_Symbol:
        return _symbol(e.name)
    if e.is_Add:
        return add(*map(from_sympy, _ordered(e)))
    if e.is_Mul:
        return _product(e)
    if e is sp.E or e is sp.pi:
        return Constant("e" if e is sp.E else "pi")
    if e.is_Pow:
        return _power(e.base, e.exp)
    if isinstance(e, sp.exp):
        return Pow(Constant("e"), from_sympy(e.args[0]))
    names = [name for name, function in FUNCTIONS.items() if e.func is function]
    if not names:
        raise NoForm(str(e))
    return Apply(names[0], tuple(map(from_sympy, e.args)))


def _rational(q: Fraction) -> Expression:
    whole = Div(Number(Fraction(abs(q.numerator))), Number(Fraction(q.denominator)))
    return number(q) if q.denominator == 1 else whole if q > 0 else Neg(whole)


def _symbol(name: str) -> Expression:
    function, bracket, size = name.partition("(")
    return Call(function, (number(size.removesuffix(")")),)) if bracket else Variable(name)


def _power(base: Any, exponent: Any) -> Expression:
    if exponent == sp.Rational(1, 2):
        return Apply("sqrt", (from_sympy(base),))
    if exponent.is_Rational and exponent < 0:
        return Div(number(1), from_sympy(base**-exponent))
    return Pow(from_sympy(base), from_sympy(exponent))


def _product(e: Any) -> Expression:
    """A product with one division: rational and negative literal powers below, a sign in front."""
    above, below, q = [], [], Fraction(1)
    for factor in e.args:
        if factor.is_Rational:
            q *= Fraction(int(factor.p), int(factor.q))
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(from_sympy(1 / factor))
        else:
            above.append(from_sympy(factor))
    above = [number(abs(q.numerator))] * (abs(q.numerator) != 1 or not above) + above
    below = [number(q.denominator)] * (q.denominator != 1) + below
    result = Div(mul(*above), mul(*below)) if below else mul(*above)
    return neg(result) if q < 0 else result


def _ordered(e: Any) -> list[Any]:
    """The terms of a sum in sympy's printing order, those without a leading minus sign first."""
    terms = e.as_ordered_terms()
    return sorted(terms, key=lambda t: bool(t.could_extract_minus_sign()))
