"""Asymptotic expansions over the scale: finitely many terms, largest first, and an error of exact order.

A `Series` says f(n) = c_1*m_1 + ... + c_k*m_k + O(error) as n -> infinity, m_1 > ... > m_k > error in the scale.
`error` None means that the sum is exact. A coefficient is an exact real or a `Span` (a bounded factor).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cmp_to_key, reduce

from attrs import frozen

from bounds.expansion import coefficient as co
from bounds.expansion.coefficient import Coefficient, OutOfScale, Span
from bounds.numbers import exponent
from bounds.numbers.exponent import Exponent
from bounds.scale import LINEAR, LOG, LOGLOG, ONE, Growth, compare

MAX_TERMS = 8
_LENGTH = 4
"""Terms kept of the expansions of (1+x)^r, ln(1+x) and e^x, x -> 0."""

HALF_LN_TWO_PI = Span(Fraction(91893853, 10**8), Fraction(91893854, 10**8))
"""ln(2*pi)/2, the constant of Stirling's formula."""

N_LOG_N = LINEAR * LOG


@frozen
class Series:
    terms: tuple[tuple[Growth, Coefficient], ...] = ()
    error: Growth | None = None

    def lead(self) -> tuple[Growth, Coefficient]:
        """The leading term; its coefficient has a known sign."""
        if not self.terms or not co.sign(self.terms[0][1]):
            raise OutOfScale("no leading term of known sign")
        return self.terms[0]

    def top(self) -> Growth | None:
        """A growth of at least the order of f, None for f = 0."""
        return self.terms[0][0] if self.terms else self.error

    def constant(self) -> Coefficient | None:
        """The value of an exact constant, None for anything else."""
        if self.error is not None or len(self.terms) > 1 or any(g != ONE for g, _ in self.terms):
            return None
        return self.terms[0][1] if self.terms else exponent.ZERO

    def rational(self) -> Fraction | None:
        """The value of an exact rational constant."""
        c = self.constant()
        return c.rational if isinstance(c, Exponent) and c.is_rational() else None


def of(c: Coefficient | Fraction | int, g: Growth = ONE) -> Series:
    """The series c*g."""
    return series([(g, c if isinstance(c, Exponent | Span) else exponent.rational(c))])


def larger(f: Growth | None, g: Growth | None) -> Growth | None:
    """The larger of two orders; None stands for 0."""
    if f is None or g is None:
        return f or g
    return f if compare(f, g) >= 0 else g


def _order(x: tuple[Growth, Coefficient], y: tuple[Growth, Coefficient]) -> int:
    return compare(y[0], x[0])


_descending = cmp_to_key(_order)


def series(terms: Iterable[tuple[Growth, Coefficient]], error: Growth | None = None) -> Series:
    """The canonical series: like terms merged, zeros dropped, terms below the error absorbed, at most MAX_TERMS."""
    merged: list[tuple[Growth, Coefficient]] = []
    for g, c in sorted(terms, key=_descending):
        if merged and compare(merged[-1][0], g) == 0:
            merged[-1] = (merged[-1][0], co.plus(merged[-1][1], c))
        else:
            merged.append((g, c))
    kept = [(g, c) for g, c in merged if co.sign(c) != 0]
    if error is not None:
        kept = [(g, c) for g, c in kept if compare(g, error) > 0]
    if len(kept) > MAX_TERMS:
        error, kept = larger(kept[MAX_TERMS][0], error), kept[:MAX_TERMS]
    return Series(tuple(kept), error)


def plus(*parts: Series) -> Series:
    """The sum."""
    return series([t for p in parts for t in p.terms], reduce(larger, (p.error for p in parts), None))


def negative(s: Series) -> Series:
    """-f."""
    return scaled(s, exponent.rational(-1))


def scaled(s: Series, c: Coefficient, g: Growth = ONE) -> Series:
    """c*g*f."""
    return series([(m * g, co.product(k, c)) for m, k in s.terms], None if s.error is None else s.error * g)


def times(a: Series, b: Series) -> Series:
    """The product."""
    error: Growth | None = None
    for x, y in ((a, b), (b, a)):
        top = y.top()
        if x.error is not None and top is not None:
            error = larger(error, x.error * top)
    return series([(f * g, co.product(c, d)) for f, c in a.terms for g, d in b.terms], error)


def _unit(s: Series) -> tuple[Growth, Coefficient, Series]:
    """(m, c, x) with f = c*m*(1 + x) and x -> 0."""
    g, c = s.lead()
    return g, c, scaled(Series(s.terms[1:], s.error), co.inverse(c), ONE / g)


def _expand(x: Series, coefficients: list[Fraction]) -> Series:
    """sum coefficients[j]*x^j + O(x^len(coefficients)) for x -> 0."""
    total, power = of(coefficients[0]), of(1)
    for a in coefficients[1:]:
        power = times(power, x)
        total = plus(total, scaled(power, exponent.rational(a)))
    top = x.top()
    if top is None:
        return total
    return plus(total, Series((), top.to_power(Fraction(len(coefficients)))))


def to_power(s: Series, r: Fraction) -> Series:
    """f^r for a rational r; f of known sign, positive unless r is an integer."""
    if r.denominator == 1 and 0 <= r <= 6:
        return reduce(times, [s] * int(r), of(1))
    g, c, x = _unit(s)
    odd = 1
    if co.sign(c) == -1:
        if r.denominator != 1:
            raise OutOfScale("a root of a negative number")
        c, odd = co.product(c, exponent.rational(-1)), -1 if r % 2 else 1
    binomials = [Fraction(1)]
    for j in range(1, _LENGTH):
        binomials.append(binomials[-1] * (r - j + 1) / j)
    front = co.product(co.to_power(c, r), exponent.rational(odd))
    return scaled(_expand(x, binomials), front, g.to_power(r))


def log(s: Series) -> Series:
    """ln f, for f > 0 eventually."""
    g, c, x = _unit(s)
    if co.sign(c) != 1:
        raise OutOfScale("the logarithm of a negative number")
    f = g.factorial
    parts: list[tuple[Growth, Coefficient]] = [
        (N_LOG_N, exponent.rational(f)),
        (LINEAR, exponent.natural_log(g.base) + exponent.rational(-f)),
        (LOG, g.power + exponent.rational(f / 2)),
        (LOGLOG, g.log),
        (ONE, co.ln(c)),
    ]
    error: Growth | None = None
    if f:
        parts.append((ONE, co.product(HALF_LN_TWO_PI, exponent.rational(f))))
        error = ONE / LINEAR
    if g.loglog:
        error = LOGLOG  # log log log n is below the scale: dominated by log log n
    tail = _expand(x, [Fraction(0)] + [Fraction((-1) ** (j + 1), j) for j in range(1, _LENGTH)])
    return plus(series(parts, error), tail)


def exp(s: Series) -> Series:
    """e^f, for f = a*n*log n + b*n + c*log n + d*log log n + bounded, a rational and b a logarithm."""
    if s.error is not None and compare(s.error, ONE) >= 0:
        raise OutOfScale("an exponent known only up to a bounded error")
    small: list[tuple[Growth, Coefficient]] = []
    growth, front, error = ONE, of(1), None
    for g, c in s.terms:
        if compare(g, ONE) < 0:
            small.append((g, c))
        elif g == ONE:
            front = of(co.exp(c))
        elif isinstance(c, Span):
            raise OutOfScale("an exponent whose growing part oscillates")
        else:
            growth = growth * _exp_growth(g, c)
            if g == N_LOG_N:
                front_constant = co.exp(co.product(HALF_LN_TWO_PI, -c))
                front, error = scaled(front, front_constant), ONE / LINEAR
    inverse_factorials = [Fraction(1), Fraction(1), Fraction(1, 2), Fraction(1, 6)]
    tail = plus(_expand(series(small, s.error), inverse_factorials), Series((), error))
    return scaled(times(tail, front), exponent.ONE, growth)


def _exp_growth(g: Growth, c: Exponent) -> Growth:
    """e^(c*g) up to a constant, for g one of n*log n, n, log n, log log n."""
    if g == N_LOG_N and c.is_rational():
        f = c.rational
        half = exponent.rational(-f / 2)
        return Growth(factorial=f, base=exponent.rational(f).as_logarithm() or ONE.base, power=half)
    if g == LINEAR:
        base = c.as_logarithm()
        if base is not None:
            return Growth(base=base)
    if g == LOG:
        return Growth(power=c)
    if g == LOGLOG:
        return Growth(log=c)
    raise OutOfScale("an exponential outside the scale")


def floor(s: Series) -> Series:
    """The floor of f: f + [-1, 0] when f is unbounded, the floor of the limit when that is decided."""
    top = s.top()
    if top is None:
        return s
    order = compare(top, ONE)
    if order > 0:
        return plus(s, of(Span(Fraction(-1), Fraction(0))))
    value = s.rational()
    if value is not None:
        return of(value.numerator // value.denominator)
    if order < 0:
        return of(0 if co.sign(s.lead()[1]) == 1 else -1)
    if not s.terms:
        raise OutOfScale("the floor of a bounded quantity")
    limit = co.enclose(s.terms[0][1])
    low, high = -(-limit.low.numerator // limit.low.denominator) - 1, limit.high.numerator // limit.high.denominator
    return of(low) if low == high else of(Span(Fraction(low), Fraction(high)))


def maximum(a: Series, b: Series) -> Series:
    """max(f, g): the one that is eventually larger; for leads of one order, the hull of both."""
    difference = plus(a, negative(b))
    if difference.top() is None:
        return a
    if difference.terms and co.sign(difference.terms[0][1]):
        return a if co.sign(difference.terms[0][1]) == 1 else b
    if not a.terms or not b.terms or compare(a.terms[0][0], b.terms[0][0]) != 0:
        raise OutOfScale("the larger of two terms is not decided")
    x, y = co.enclose(a.terms[0][1]), co.enclose(b.terms[0][1])
    hull = Span(max(x.low, y.low), max(x.high, y.high))
    rest = larger(Series(a.terms[1:], a.error).top(), Series(b.terms[1:], b.error).top())
    return series([(a.terms[0][0], hull)], rest)
