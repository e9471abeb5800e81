"""How exact numbers of the scale are written in the claim language: log2(3), (3/2)^n, phi^(n/10), root(x: ...)^n."""

from __future__ import annotations

import math
from fractions import Fraction

from bounds.expression import Apply, Constant, Div, Expression, Pow, Root, Variable, add, mul, neg, number
from bounds.numbers.exponent import Branching, Exponent, LogRatio
from bounds.numbers.logarithm import ONE_E, Characteristic, Euler, Generator, Logarithm, Prime, Surd, combine

_LARGEST_NUMBER = Fraction(10) ** 12


def rational_expression(q: Fraction) -> Expression:
    """A rational as a person writes it: 3, 1/2, -5/3."""
    if q.denominator == 1:
        return number(q)
    quotient = Div(number(abs(q.numerator)), number(q.denominator))
    return neg(quotient) if q < 0 else quotient


def times(q: Fraction, e: Expression) -> Expression:
    """q*e, with q = 1, -1 and 1/k written e, -e and e/k."""
    if q < 0:
        return neg(times(-q, e))
    if isinstance(e, Div) and q.denominator == 1:
        return Div(times(q, e.numerator), e.denominator)
    top = e if q.numerator == 1 else mul(number(q.numerator), e)
    return top if q.denominator == 1 else Div(top, number(q.denominator))


def power(base: Expression, exponent: Expression) -> Expression:
    """base^exponent, with exponents 1 and 1/2 written base and sqrt(base)."""
    if exponent == number(1):
        return base
    return Apply("sqrt", (base,)) if exponent == rational_expression(Fraction(1, 2)) else Pow(base, exponent)


def quotient(factors: list[tuple[Expression, Fraction | None]]) -> Expression:
    """The product of the factors, those with a negative exponent below the line; None marks a factor as it stands."""
    above = [e if q is None else power(e, rational_expression(q)) for e, q in factors if q is None or q > 0]
    below = [power(e, rational_expression(-q)) for e, q in factors if q is not None and q < 0]
    top = mul(*above)
    return Div(top, mul(*below)) if below else top


def _golden(logarithm: Logarithm) -> tuple[Logarithm, Fraction]:
    """(rest, r) with ln B = rest + r*ln phi: 1 + sqrt(5) is 2*phi."""
    for g, r in logarithm.terms:
        if g == Surd(1, 1, 5):
            return combine((*logarithm.terms, (g, -r), (Prime(2), r))), r
    return logarithm, Fraction(0)


def _surd(s: Surd) -> Expression:
    root = Apply("sqrt", (number(s.d),))
    return add(number(s.a), times(Fraction(s.b), root))


def base_powers(logarithm: Logarithm, variable: Expression) -> list[Expression]:
    """B^variable as factors, for ln B given: the rational part as one power, then e, phi, surds, roots."""
    rest, golden = _golden(logarithm)
    primes = [(g, r) for g, r in rest.terms if isinstance(g, Prime)]
    factors: list[Expression] = []
    if primes:
        common = math.lcm(*(r.denominator for _, r in primes))
        content = math.gcd(*(int(r * common) for _, r in primes))
        value = Logarithm(tuple(primes)).scaled(Fraction(common, content)).rational_value()
        if value is None:
            factors += [Pow(number(g.value), times(r, variable)) for g, r in primes]
        else:
            if max(value.numerator, value.denominator) ** content <= 1_000_000:
                value, content = value**content, 1
            inverted = value < 1 and value.numerator == 1
            base = rational_expression(1 / value if inverted else value)
            factors.append(Pow(base, times(Fraction(-content if inverted else content, common), variable)))
    others: list[tuple[Expression, Fraction]] = [(Constant("phi"), golden)] if golden else []
    for g, r in rest.terms:
        match g:
            case Euler():
                others.append((Constant("e"), r))
            case Surd():
                others.append((_surd(g), r))
            case Characteristic():
                others.append((_decay_root(g), r))
            case Prime():
                pass
    return factors + [Pow(base, times(r, variable)) for base, r in others]


def _decay_root(c: Characteristic) -> Expression:
    """The root itself: root(x: 1/x + 2/x^3)."""
    x = Variable("x")
    return Root("x", add(*(Div(rational_expression(a), power(x, number(k))) for a, k in c.terms)))


def _characteristic(c: Characteristic, base: Fraction) -> Expression:
    """log_base of a characteristic root, as the root of sum a_i*(base^-k_i)^x."""
    return _root([(a, 1 / base**k) for a, k in c.terms])


def _root(branches: list[tuple[Fraction, Fraction]]) -> Expression:
    terms = [times(a, Pow(rational_expression(b), Variable("x"))) for a, b in branches]
    return Root("x", add(*terms))


def _positive(logarithm: Logarithm) -> Expression:
    """B itself, for ln B with integer coefficients and no characteristic root."""
    rest, golden = _golden(logarithm)
    primes = Logarithm(tuple((g, r) for g, r in rest.terms if isinstance(g, Prime)))
    value = primes.rational_value()
    factors: list[tuple[Expression, Fraction | None]]
    if value is not None and max(value.numerator, value.denominator) <= _LARGEST_NUMBER:
        factors = [] if value == 1 else [(rational_expression(value), None)]
    else:
        factors = [(_generator(g), r) for g, r in primes.terms]
    if golden:
        factors.append((Constant("phi"), golden))
    factors += [(_generator(g), r) for g, r in rest.terms if not isinstance(g, Prime)]
    return quotient(factors)


def _generator(g: Generator) -> Expression:
    match g:
        case Prime(value):
            return number(value)
        case Euler():
            return Constant("e")
        case Surd():
            return _surd(g)
        case Characteristic():
            return _decay_root(g)


def _log_quotient(numerator: Logarithm, base: Logarithm) -> Expression:
    """ln u/ln v: log2(3), log(3), log(4)/log(3), with the common rational factor taken out."""
    u, upper = _integral(numerator)
    v, lower = _integral(base)
    factor = upper / lower
    if factor.numerator != 1 and _is_short(u.scaled(Fraction(abs(factor.numerator)))):
        u, factor = u.scaled(Fraction(abs(factor.numerator))), factor / abs(factor.numerator)
    if v == ONE_E:
        return times(factor, Apply("log", (_positive(u),)))
    if u == ONE_E:
        return Div(times(Fraction(factor.numerator), number(1)), times(Fraction(factor.denominator), _log(v)))
    if v == Logarithm(((Prime(2), Fraction(1)),)):
        return times(factor, Apply("log2", (_positive(u),)))
    return times(factor, Div(_log(u), _log(v)))


def _log(u: Logarithm) -> Expression:
    return Apply("log", (_positive(u),))


def _integral(logarithm: Logarithm) -> tuple[Logarithm, Fraction]:
    """(primitive, factor): coprime integer coefficients, the last one positive."""
    rest, golden = _golden(logarithm)
    coefficients = [r for _, r in rest.terms if r] + ([golden] if golden else [])
    common = math.lcm(*(r.denominator for r in coefficients))
    factor = Fraction(math.gcd(*(int(r * common) for r in coefficients)), common)
    if coefficients[-1] < 0:
        factor = -factor
    return logarithm.scaled(1 / factor), factor


def exponent_expression(exponent: Exponent) -> Expression:
    """An exact exponent in the claim language; a rational next to one logarithm is drawn into it when that stays short.

    >>> exponent_expression(Exponent(Fraction(3, 2)))
    Div(numerator=Number(value=Fraction(3, 1)), denominator=Number(value=Fraction(2, 1)))
    """
    by_base: dict[Logarithm, list[tuple[Generator, Fraction]]] = {}
    parts: list[Expression] = []
    rational = exponent.rational
    for atom, m in exponent.terms:
        match atom:
            case LogRatio(Characteristic() as g, base) if (value := base.rational_value()) is not None and value > 1:
                parts.append(times(m, _characteristic(g, value)))
            case LogRatio(g, base):
                by_base.setdefault(base, []).append((g, m))
            case Branching(branches):
                parts.append(times(m, _root(list(branches))))
    if len(by_base) == 1 and rational:
        (base, terms), *_ = by_base.items()
        joined = combine(terms) + base.scaled(rational)
        if base != ONE_E and _integral(joined)[1].denominator == 1 and _is_short(_integral(joined)[0]):
            by_base, rational = {base: list(joined.terms)}, Fraction(0)
    parts += [_log_quotient(combine(terms), base) for base, terms in by_base.items()]
    if rational or not parts:
        parts.append(rational_expression(rational))
    return add(*parts)


def _is_short(u: Logarithm) -> bool:
    rest, _ = _golden(u)
    value = Logarithm(tuple((g, r) for g, r in rest.terms if isinstance(g, Prime))).rational_value()
    return value is not None and max(value.numerator, value.denominator) < 1_000_000
