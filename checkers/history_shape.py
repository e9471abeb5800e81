"""What a step T(n) = a(n) * (sum of w(n, k) T(k)) + g(n) makes T grow like: the moment M(p), and where it is 1.

M(p) = lim a(n) * sum of w(n, k) (k/n)^p, so that n^p is preserved where M(p) = 1. Search only, floats included.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf, log
from typing import Any, NamedTuple

from attrs import frozen

from bounds.encoding import expression_from_json, expression_to_json
from checkers.invariants import to_json
from checkers.kernel import exponent as ex
from checkers.kernel import history, ring
from checkers.kernel import series as sr
from checkers.kernel.decode import Claim, Expr, expression, substitute
from checkers.kernel.evaluate import Values
from checkers.kernel.expand import Expander
from checkers.kernel.refusal import Rejected
from checkers.kernel.series import Frame, Key
from checkers.kernel.step import Step, is_integer, linear_parts, step_of

FAR = Fraction(1 << 64)


class Weighted(NamedTuple):
    """u(n) * sum over k of k^power T(k), k from about low*n to high*n, as a part of one call in a sum."""

    times: Expr
    power: int


@frozen
class HistoryShape:
    """The sums of a step by addend and call, its toll, and M."""

    step: Step
    sums: tuple[tuple[tuple[Weighted, ...], ...], ...]
    """for each addend with a sum over T: for each call in it, its parts"""
    toll: Expr
    lead: Key | None
    size: float
    moment: Callable[[float], float] | None
    """None where the sum grows faster or slower than an average"""
    rate: Fraction | None
    """a where T(n) = a * (sum of all T before) + g(n), or more of it"""


def history_shape(claim: Claim) -> HistoryShape:
    """The shape of a claim's step; raises Rejected where it holds no sums over T, or others than these."""
    step = step_of(claim)
    values = Values(claim, {}, {})
    expand = Expander(Frame(FAR, None, 3), step.symbol, Fraction(0))
    sums, rest, pieces = [], [], []
    rates: list[Fraction | None] = []
    addends = step.body[1:] if step.body[0] == "add" else (step.body,)
    if not any(map(history.is_history, addends)):
        raise Rejected("shape", "a sum over T", "none")
    for addend in addends:
        if not history.is_history(addend):
            terms, plain = linear_parts(addend, values, step.symbol)
            if terms:
                raise Rejected("shape", "sums over T and no other calls", str(terms[0][1]))
            rest += plain
            continue
        given = []
        a, (_, _, k, first, last, body) = history.around(addend)
        for weight, call in linear_parts(body, values, step.symbol, k)[0]:
            w, ends = _as_index(weight, call[2], k, (first, last), step.symbol)
            parts = _polynomial(w, step.symbol, k)
            given.append(tuple(Weighted(u, i) for i, u in parts))
            for i, u in parts:
                pieces.append(_piece(expand, ("mul", a, u), i, ends))
            rates.append(_number(a, step.symbol) if parts == [(0, Fraction(1))] else None)
        sums.append(tuple(given))
    toll: Expr = ("add", Fraction(0), *rest)
    series = expand.expand(toll)
    lead, c, _ = sr.leading(series) if series else (None, (Fraction(0),) * 2, {})
    known = [q for q in rates if q is not None]
    rate = sum(known, Fraction(0)) if len(known) == len(rates) else None
    return HistoryShape(step, tuple(sums), toll, lead, float(c[0] + c[1]) / 2, _moment(pieces), rate)


def _number(e: Expr, n: str) -> Fraction | None:
    try:
        return ring.literal(e, n)
    except ring.OutsideRing:
        return None


def _as_index(weight: Expr, size: Expr, k: str, ends: tuple[Expr, Expr], n: str) -> tuple[Expr, tuple[Expr, Expr]]:
    """The weight and the ends with the size of the call as the index."""
    offset = substitute(size, k, Fraction(0))
    one = substitute(size, k, Fraction(1))
    if not is_integer(offset, n):
        raise Rejected("shape", "integer sizes", str(size))
    up = history.vanishes(("add", one, ("neg", offset), Fraction(-1)), n, k)
    index = ("add", ("var", k), ("neg", offset)) if up else ("add", offset, ("neg", ("var", k)))
    at = [("add", e, offset) if up else ("add", offset, ("neg", e)) for e in ends]
    return substitute(weight, k, index), (at[0], at[1]) if up else (at[1], at[0])


def _polynomial(w: Expr, n: str, k: str) -> list[tuple[int, Expr]]:
    """w as a polynomial in k: powers with coefficients in n."""
    if not isinstance(w, tuple):
        return [(0, w)]
    import sympy as sp

    from checkers.sympy_form import NoForm, from_sympy, to_sympy

    try:
        whole = sp.Poly(to_sympy(expression_from_json(to_json(w))), sp.Symbol(k))
        found = [(int(i), from_sympy(sp.factor(u))) for (i,), u in whole.terms()]
    except (NoForm, sp.PolynomialError) as e:
        raise Rejected("shape", "weights that are polynomials in the index", str(e)) from None
    return [(i, expression(expression_to_json(u))) for i, u in found]


class Piece(NamedTuple):
    """size * n^degree * (integral of x^power from low to high): what one part adds to M, over n^p."""

    size: float
    degree: Fraction
    power: int
    low: float
    high: float


def _piece(expand: Expander, times: Expr, i: int, ends: tuple[Expr, Expr]) -> Piece:
    key, c, _ = sr.leading(expand.expand(times))
    if key._replace(n=ex.NIL) != Key() or key.n.irrational:
        raise Rejected("shape", "coefficients n^d", str(times))
    slopes = []
    for e in ends:
        series = expand.expand(e)
        at = series.get(Key(n=ex.UNIT), (Fraction(0),) * 2)
        slopes.append(float(at[0] + at[1]) / 2)
    return Piece(float(c[0] + c[1]) / 2, key.n.q + i + 1, i, slopes[0], slopes[1])


def _moment(pieces: list[Piece]) -> Callable[[float], float] | None:
    if not pieces or max(p.degree for p in pieces) != 0:
        return None
    kept = [p for p in pieces if p.degree == 0]

    def moment(p: float) -> float:
        total = 0.0
        for x in kept:
            q = p + x.power + 1
            if abs(q) < 1e-12:
                total += x.size * (log(x.high / x.low) if x.low else inf)
            else:
                total += x.size * (x.high**q - (x.low**q if x.low else 0.0)) / q
        return total

    return moment


def preserved_power(moment: Callable[[float], float]) -> Fraction | None:
    """The rational p > -1 with M(p) = 1, when it is a short one; M falls."""
    low, high = -1 + 1e-9, 64.0
    if not moment(low) > 1 > moment(high):
        return None
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if moment(middle) > 1 else (low, middle)
    p = Fraction(low).limit_denominator(24)
    return p if abs(float(p) - low) < 1e-9 else None


def toll_of(shape: HistoryShape) -> Any:
    """The toll's leading monomial as (n, log) exponents, or None for one of another kind."""
    k = shape.lead
    if k is None or k.bases or k.factorial or k.n.irrational or k.log.irrational or k.loglog != ex.NIL:
        return None
    return k.n.q, k.log.q


__all__ = ["HistoryShape", "Weighted", "history_shape", "preserved_power", "toll_of"]
