"""Normal forms: an expression as a polynomial in its parts, so that costs that are put together stay readable.

The parts are variables and whatever is no sum, product, integer power or quotient: `ceil(n/w)`, `T(n - 1)`.
A quotient is a product with a negative power; a denominator is taken to be nonzero, as where it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import count
from typing import TypeAlias

from bounds.expression import (
    FUNCTIONS,
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
    free_variables,
    mul,
    neg,
    number,
)

Monomial: TypeAlias = tuple[tuple[Expression, int], ...]  # parts with powers, in order of first appearance
Form: TypeAlias = dict[Monomial, Fraction]  # no coefficient 0

ONE: Form = {(): Fraction(1)}
TERMS, POWER = 200, 12
"""A product of more terms, or a larger power, stays as it is written."""


def plus(*forms: Form) -> Form:
    """The sum."""
    out: Form = {}
    written: dict[frozenset[tuple[Expression, int]], Monomial] = {}  # the monomial as it is already written there
    for form in forms:
        for m, q in form.items():
            key = written.setdefault(frozenset(m), m)
            out[key] = out.get(key, Fraction(0)) + q
    return {m: q for m, q in out.items() if q}


def times(a: Form, b: Form) -> Form:
    """The product."""
    return plus(*({_joined(m, k): q * r} for m, q in a.items() for k, r in b.items()))


def scaled(a: Form, q: Fraction) -> Form:
    """q times the form."""
    return {m: c * q for m, c in a.items()} if q else {}


def form(e: Expression) -> Form:
    """The normal form of an expression; its parts are in normal form too."""
    match e:
        case Number(value):
            return {(): value} if value else {}
        case Add(terms):
            return plus(*map(form, terms))
        case Neg(operand):
            return scaled(form(operand), Fraction(-1))
        case Mul(factors):
            out = ONE
            for f in map(form, factors):
                if len(out) * len(f) > TERMS:
                    return _part(e)
                out = times(out, f)
            return out
        case Div(top, bottom):
            out = form(top)
            for factor in bottom.factors if isinstance(bottom, Mul) else (bottom,):
                out = times(out, _inverse(form(factor), factor))
            return out
        case Pow(base, Number(k)) if k.denominator == 1 and 0 <= k <= POWER:
            inside, out = form(base), ONE
            for _ in range(int(k)):
                if len(out) * len(inside) > TERMS:
                    return _part(e)
                out = times(out, inside)
            return out
    return _part(e)


def normal(e: Expression) -> Expression:
    """The expression of its normal form.

    >>> from bounds.language import parse_expression, print_expression
    >>> print_expression(normal(parse_expression("2*(n + 1)*n/2 + 0*m - n + 1*ceil(n/2 + 0)")))
    'n^2 + ceil(n/2 + 0)'
    """
    return expression(form(e))


def _inverse(bottom: Form, written: Expression) -> Form:
    if len(bottom) == 1:
        [(m, q)] = bottom.items()
        return {tuple((part, -k) for part, k in m): 1 / q}
    return {((expression(bottom) if bottom else written, -1),): Fraction(1)}


def _part(e: Expression) -> Form:
    inside = _inside(e)
    if isinstance(e, Apply) and not (isinstance(inside, Apply) and inside.function == e.function):
        return form(inside)  # max(a, a) is a
    return {((inside, 1),): Fraction(1)}


def _inside(e: Expression) -> Expression:
    """A part with what is inside it in normal form; sizes of costs and rounded quotients keep the form they have."""
    match e:
        case Apply(name, arguments) if name in ("max", "min"):
            return _extreme(name, [normal(a) for a in arguments])
        case Fold(kind, variable, lower, upper, body):
            return Fold(kind, variable, lower, upper, normal(body))
    return e


def _extreme(name: str, arguments: list[Expression]) -> Expression:
    flat: list[Expression] = []
    for a in arguments:
        if isinstance(a, Apply) and a.function == name:
            flat += a.arguments
        else:
            flat.append(a)
    kept: list[Expression] = list(dict.fromkeys(flat))
    numbers = [k.value for k in kept if isinstance(k, Number)]
    if len(numbers) > 1:
        best = max(numbers) if name == "max" else min(numbers)
        kept = [*(k for k in kept if not isinstance(k, Number)), number(best)]
    most = max(FUNCTIONS[name])
    while len(kept) > most:
        kept = [Apply(name, tuple(kept[:most])), *kept[most:]]
    return kept[0] if len(kept) == 1 else Apply(name, tuple(kept))


def _joined(a: Monomial, b: Monomial) -> Monomial:
    powers: dict[Expression, int] = dict(a)
    for part, k in b:
        powers[part] = powers.get(part, 0) + k
    return tuple((part, k) for part, k in powers.items() if k)


def expression(form: Form) -> Expression:
    """The expression that a normal form stands for: terms with variables first, the constant last."""
    ordered = sorted(form.items(), key=lambda item: not item[0])
    return add(*(_term(m, q) for m, q in ordered)) if form else number(0)


def _term(m: Monomial, q: Fraction) -> Expression:
    above = [_power(part, k) for part, k in m if k > 0]
    below = [_power(part, -k) for part, k in m if k < 0]
    if q.denominator != 1 and not below and above:
        above, below = ([number(abs(q.numerator))] if abs(q.numerator) != 1 else []) + above, [number(q.denominator)]
    elif abs(q) != 1 or not above:
        above = [number(abs(q)), *above]
    top = mul(*above)
    whole = top if not below else Div(top, mul(*below))
    return whole if q > 0 else neg(whole)


def _power(part: Expression, k: int) -> Expression:
    return part if k == 1 else Pow(part, number(k))


def affine(e: Expression, variable: str) -> tuple[Expression, Expression] | None:
    """(a, b) with e = a + b*variable, neither with the variable in it; None when e is not of this form."""
    rest: Form = {}
    slope: Form = {}
    for m, q in form(e).items():
        own = [k for part, k in m if part == Variable(variable)]
        others = tuple((part, k) for part, k in m if part != Variable(variable))
        if any(variable in free_variables(part) for part, _ in others) or own not in ([], [1]):
            return None
        into = slope if own else rest
        into[others] = q
    return expression(rest), expression(slope)


def substitute(e: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with names replaced. A fold or root keeps the name it binds, or takes another for it where a value
    speaks of something else of that name.

    >>> from bounds.language import parse_expression, print_expression
    >>> print_expression(substitute(parse_expression("sum(k=0..n: k*x)"), {"x": Variable("k"), "k": Variable("a")}))
    'sum(k_1=0..n: k_1*k)'
    """

    def inner(x: Expression) -> Expression:
        return substitute(x, values)

    def under(name: str, body: Expression) -> tuple[str, Expression]:
        own = {x: v for x, v in values.items() if x != name}
        reached = set(free_variables(body))
        taken = {y for x, v in own.items() if x in reached for y in free_variables(v)}
        if name not in taken:
            return name, substitute(body, own)
        new = next(x for i in count(1) if (x := f"{name}_{i}") not in taken | reached)
        return new, substitute(body, {**own, name: Variable(new)})

    match e:
        case Variable(name):
            return values.get(name, e)
        case Number() | Constant():
            return e
        case Add(terms):
            return add(*(inner(t) for t in terms))
        case Mul(factors):
            return mul(*(inner(f) for f in factors))
        case Neg(operand):
            return neg(inner(operand))
        case Div(top, bottom):
            return Div(inner(top), inner(bottom))
        case Pow(base, exponent):
            return Pow(inner(base), inner(exponent))
        case Apply(name, arguments):
            return Apply(name, tuple(inner(a) for a in arguments))
        case Call(name, arguments):
            return Call(name, tuple(inner(a) for a in arguments))
        case Fold(kind, x, lower, upper, body):
            name, inside = under(x, body)
            return Fold(kind, name, inner(lower), inner(upper), inside)
        case Root(x, body):
            return Root(*under(x, body))
