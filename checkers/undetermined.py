"""Undetermined coefficients: linear recurrences with constant coefficients and polynomial-times-exponential forcing.

The characteristic roots, rational or in pairs u +- v*sqrt(d), and the exponentials of the forcing give a basis of
functions n^j * r^n; the coefficients come from exact values by one linear system. Everything is in Fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from attrs import frozen

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
    all_subexpressions,
    mul,
    neg,
    number,
)
from checkers.exact_values import Exact, Inexact, Monomial, Values, exact, square_root, symbol

Row = list[Fraction]


class NoBasis(Exception):
    """The forcing is no sum of polynomials times exponentials."""


@frozen
class Root:
    """u + v*sqrt(d), together with its conjugate when v is not 0."""

    u: Fraction
    v: Fraction = Fraction(0)
    d: int = 1

    def power(self, n: int) -> tuple[Fraction, Fraction]:
        """(a, b) with self^n = a + b*sqrt(d)."""
        number = exact(self.u) + exact(self.v) * square_root(Fraction(self.d))
        terms = number.power(n).terms
        return terms.get((), Fraction(0)), sum((q for m, q in terms.items() if m), Fraction(0))


def fitted(
    values: Values, function: str, low: int, basis: Sequence[tuple[Root, int]], variable: str
) -> Expression | None:
    """The combination of the functions n^j * root^n that equals T(n) at low, low + 1, ...; None when there is none.

    Shape    a pair of conjugate roots stands for two functions; values may hold symbols, each has its own combination
    """
    rows: list[Row] = []
    width = sum(2 if root.v else 1 for root, _ in basis)
    points = range(low, low + width + 2)
    for n in points:
        row: Row = []
        for root, j in basis:
            a, b = root.power(n)
            row += [2 * a * n**j, 2 * b * root.d * n**j] if root.v else [a * n**j]
        rows.append(row)
    targets = [values.at(function, n) for n in points]
    monomials, solutions = _unknowns(rows, targets)
    return None if solutions is None else _combined(basis, monomials, solutions, variable)


def matched(rows: list[Row], targets: list[Exact], basis: Sequence[Expression]) -> Expression | None:
    """The combination of basis expressions with those values in each row that equals the targets."""
    monomials, solutions = _unknowns(rows, targets)
    if solutions is None:
        return None
    coefficients = [_as_exact(monomials, row) for row in solutions]
    return add(*(product(from_exact(c), f) for c, f in zip(coefficients, basis, strict=True) if c.terms))


def _unknowns(rows: list[Row], targets: list[Exact]) -> tuple[list[Monomial], list[Row] | None]:
    """One linear system for each monomial of the targets."""
    monomials = sorted({m for target in targets for m in target.terms})
    return monomials, solve(rows, [[t.terms.get(m, Fraction(0)) for m in monomials] for t in targets])


def solve(rows: list[Row], targets: list[Row]) -> list[Row] | None:
    """The unique X with rows * X = targets, by elimination; None when there is none or it is not unique."""
    table = [[*row, *target] for row, target in zip(rows, targets, strict=True)]
    width = len(rows[0])
    for column in range(width):
        pivot = next((i for i in range(column, len(table)) if table[i][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        lead = table[column][column]
        table[column] = [q / lead for q in table[column]]
        for i, row in enumerate(table):
            if i != column and row[column]:
                factor = row[column]
                table[i] = [q - factor * r for q, r in zip(row, table[column], strict=True)]
    if any(any(row) for row in table[width:]):
        return None
    return [row[width:] for row in table[:width]]


def _combined(
    basis: Sequence[tuple[Root, int]], monomials: list[Monomial], solutions: list[Row], variable: str
) -> Expression:
    """The sum of coefficient * n^j * root^n, grouped by root."""
    n, parts, position = Variable(variable), [], 0
    for root in dict.fromkeys(root for root, _ in basis):
        sides: list[list[Expression]] = [[], []]
        for _, j in (item for item in basis if item[0] == root):
            rational = _as_exact(monomials, solutions[position])
            surd = _as_exact(monomials, solutions[position + 1]) * square_root(Fraction(root.d)) if root.v else exact(0)
            position += 2 if root.v else 1
            for side, coefficient in zip(sides, (rational + surd, rational + -surd), strict=True):
                if coefficient.terms:
                    power = [] if j == 0 else [n] if j == 1 else [Pow(n, number(j))]
                    side.append(product(from_exact(coefficient), *power))
        parts += [product(add(*sides[0]), *exponential(root, n))] * bool(sides[0])
        if root.v:
            conjugate = Root(root.u, -root.v, root.d)
            parts += [product(add(*sides[1]), *exponential(conjugate, n))] * bool(sides[1])
    return add(*parts)


def _as_exact(monomials: list[Monomial], row: Row) -> Exact:
    return Exact({m: q for m, q in zip(monomials, row, strict=True) if q})


def exponential(root: Root, n: Expression) -> list[Expression]:
    """root^n as a list of factors: none for 1^n."""
    base = from_exact(exact(root.u) + exact(root.v) * square_root(Fraction(root.d)))
    return [] if base == number(1) else [Pow(base, n)]


def product(*factors: Expression) -> Expression:
    """The product without factors 1, a sign in front."""
    kept = [f for f in factors if f not in (number(1), number(-1))]
    sign = sum(f == number(-1) for f in factors)
    inner = []
    for f in kept:
        sign += isinstance(f, Neg)
        inner.append(f.operand if isinstance(f, Neg) else f)
    return neg(mul(*inner)) if sign % 2 else mul(*inner)


def from_exact(value: Exact) -> Expression:
    """The expression of a polynomial in symbols: "T(0)" is a call, "sqrt 5" a root, others variables."""
    terms = []
    for monomial, q in value.terms.items():
        whole = number(abs(q.numerator))
        size = whole if q.denominator == 1 else Div(whole, number(q.denominator))
        factors = [_symbol(name) if k == 1 else Pow(_symbol(name), number(k)) for name, k in monomial]
        terms.append(product(number(-1) if q < 0 else number(1), size, *factors))
    return add(*terms)


def _symbol(name: str) -> Expression:
    if name.startswith("sqrt "):
        return Apply("sqrt", (number(name.removeprefix("sqrt ")),))
    function, bracket, size = name.partition("(")
    return Call(function, (number(size.removesuffix(")")),)) if bracket else Variable(name)


def characteristic_roots(coefficients: Sequence[Fraction]) -> dict[Root, int] | None:
    """Roots with multiplicities of x^k - c1*x^(k-1) - ... - ck; None when some are not rational or real quadratic."""
    poly = [Fraction(1), *(-c for c in coefficients)]
    found: dict[Root, int] = {}
    while len(poly) > 1:
        root = next((r for r in _rational_candidates(poly) if _at(poly, r) == 0), None)
        if root is None:
            break
        found[Root(root)] = found.get(Root(root), 0) + 1
        poly = _deflated(poly, root)
    for a, b, c in _quadratics(poly):
        discriminant = b * b - 4 * a * c
        if discriminant <= 0:
            return None
        ((monomial, v),) = square_root(discriminant).terms.items()
        pair = Root(-b / (2 * a), abs(v / (2 * a)), int(monomial[0][0].removeprefix("sqrt ")))
        found[pair] = found.get(pair, 0) + 1
    return found if sum(m * (2 if r.v else 1) for r, m in found.items()) == len(coefficients) else None


def _quadratics(poly: list[Fraction]) -> list[tuple[Fraction, Fraction, Fraction]]:
    """The quadratic factors of a polynomial without rational roots; sympy factors those of degree above 3."""
    if len(poly) < 5:
        return [(poly[0], poly[1], poly[2])] if len(poly) == 3 else []
    import sympy as sp  # slow to load, seldom needed

    x = sp.Symbol("x")
    whole = sp.Poly([sp.Rational(q.numerator, q.denominator) for q in poly], x)
    factors = [([Fraction(int(c.p), int(c.q)) for c in f.all_coeffs()], m) for f, m in whole.factor_list()[1]]
    return [(c[0], c[1], c[2]) for c, m in factors if len(c) == 3 for _ in range(m)]


def _rational_candidates(poly: list[Fraction]) -> list[Fraction]:
    scale = 1
    for q in poly:
        scale *= q.denominator
    first, last = abs(int(poly[0] * scale)), abs(int(poly[-1] * scale))
    if last == 0:
        return [Fraction(0)]
    if max(first, last) > 10**8:
        return []
    sizes = {Fraction(p, q) for p in _divisors(last) for q in _divisors(first)}
    return sorted({s * r for r in sizes for s in (1, -1)})


def _divisors(n: int) -> list[int]:
    small = [i for i in range(1, isqrt(n) + 1) if n % i == 0]
    return small + [n // i for i in small]


def _at(poly: list[Fraction], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in poly:
        total = total * x + c
    return total


def _deflated(poly: list[Fraction], root: Fraction) -> list[Fraction]:
    out = [poly[0]]
    for c in poly[1:-1]:
        out.append(c + root * out[-1])
    return out


def forcing(e: Expression, variable: str, values: Values) -> dict[Fraction, int]:
    """For each exponential r^n of an expression the degree of its polynomial. Raises NoBasis for anything else."""
    if all(part != Variable(variable) for part in all_subexpressions(e)):
        return {Fraction(1): 0}
    match e:
        case Variable():
            return {Fraction(1): 1}
        case Add(terms):
            found: dict[Fraction, int] = {}
            for term in terms:
                for r, degree in forcing(term, variable, values).items():
                    found[r] = max(degree, found.get(r, 0))
            return found
        case Mul(factors):
            return _products([forcing(f, variable, values) for f in factors])
        case Neg(operand) | Div(operand, Number()):
            return forcing(operand, variable, values)
        case Pow(base, Number(k)) if k.denominator == 1 and k <= 12:
            return _products([forcing(base, variable, values)] * int(k))
        case Pow(base, exponent):
            return {_ratio(base, exponent, variable, values): 0}
    raise NoBasis(type(e).__name__)


def _products(parts: list[dict[Fraction, int]]) -> dict[Fraction, int]:
    result = {Fraction(1): 0}
    for part in parts:
        found: dict[Fraction, int] = {}
        for r, i in result.items():
            for s, j in part.items():
                found[r * s] = max(i + j, found.get(r * s, 0))
        result = found
    return result


def _ratio(base: Expression, exponent: Expression, variable: str, values: Values) -> Fraction:
    """base^slope for a rational base and a linear exponent."""
    try:
        number = values.value(base, {}).rational()
        terms = values.value(exponent, {variable: symbol(variable)}).terms
    except Inexact as e:
        raise NoBasis(str(e)) from None
    slope = terms.get(((variable, 1),), Fraction(0))
    if terms.keys() - {((variable, 1),), ()} or slope.denominator != 1 or abs(slope) > 20 or number == 0:
        raise NoBasis("an exponent that is not linear")
    return number ** int(slope)


def basis_of(roots: dict[Root, int], exponentials: dict[Fraction, int]) -> list[tuple[Root, int]]:
    """The functions n^j * r^n that can occur: forcing meets a root, its degree rises by the multiplicity."""
    degrees = {root: m - 1 for root, m in roots.items()}
    for r, degree in exponentials.items():
        degrees[Root(r)] = degree + roots.get(Root(r), 0)
    return [(root, j) for root, top in degrees.items() for j in range(top + 1)]
