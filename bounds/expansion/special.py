"""Expansions of the special functions of the language: H, Fib, factorial, binomial."""

from __future__ import annotations

import math
from fractions import Fraction

from bounds.expansion import coefficient as co
from bounds.expansion import series
from bounds.expansion.coefficient import OutOfScale, Span
from bounds.expansion.series import Series, of
from bounds.numbers import exponent
from bounds.numbers.exponent import natural_log
from bounds.numbers.logarithm import log_of_quadratic, log_of_rational
from bounds.numbers.quadratic import GOLDEN
from bounds.scale import LINEAR, ONE, Growth, compare

_EULER_GAMMA = Span(Fraction(57721566, 10**8), Fraction(57721567, 10**8))


def harmonic(x: Series) -> Series:
    """H(x) = ln x + gamma + O(1/x); exact at small integers."""
    value = x.rational()
    if value is not None and value.denominator == 1 and 0 <= value <= 100:
        return of(sum((Fraction(1, k) for k in range(1, int(value) + 1)), Fraction(0)))
    g, c = x.lead()
    if compare(g, ONE) <= 0 or co.sign(c) != 1:
        raise OutOfScale("H of a bounded argument")
    return series.plus(series.log(x), of(_EULER_GAMMA), Series((), ONE / g))


def fibonacci(x: Series) -> Series:
    """Fib(x) = phi^x/sqrt(5) + O(phi^-x)."""
    g, c = x.lead()
    if compare(g, ONE) <= 0 or co.sign(c) != 1:
        raise OutOfScale("Fib of a bounded argument")
    size = series.exp(series.scaled(x, natural_log(log_of_quadratic(GOLDEN))))
    main = series.scaled(size, co.to_power(exponent.rational(5), Fraction(-1, 2)))
    return series.plus(main, Series((), ONE / size.lead()[0]))


def _linear(x: Series) -> tuple[Fraction, Fraction]:
    """(a, c) for x = a*n + c exactly, a and c rational, a >= 0."""
    a = c = Fraction(0)
    for g, k in x.terms:
        if isinstance(k, Span) or not k.is_rational() or g not in (LINEAR, ONE):
            raise OutOfScale("a factorial of an argument that is not linear")
        a, c = (k.rational, c) if g == LINEAR else (a, k.rational)
    if x.error is not None or a < 0:
        raise OutOfScale("a factorial of an argument that is not linear")
    return a, c


def factorial(x: Series) -> Series:
    """(a*n + c)! through Stirling: (2*pi)^((1-a)/2) * a^(a*n+c+1/2) * n^(c+1/2-a/2) * n!^a * (1 + O(1/n))."""
    a, c = _linear(x)
    if a == 0:
        if c.denominator != 1 or not 0 <= c <= 1000:
            raise OutOfScale("the factorial of a constant that is not a small natural number")
        return of(math.factorial(int(c)))
    if a == 1 and c.denominator == 1 and abs(c) <= 8:
        result = of(1, Growth(factorial=Fraction(1)))
        for j in range(1, int(c) + 1):
            result = series.times(result, series.plus(of(1, LINEAR), of(j)))
        for j in range(int(c) + 1, 1):
            result = series.times(result, series.to_power(series.plus(of(1, LINEAR), of(j)), Fraction(-1)))
        return result
    half = Fraction(1, 2)
    growth = Growth(a, log_of_rational(a).scaled(a), exponent.rational(c + half - a * half))
    stirling = co.exp(co.product(series.HALF_LN_TWO_PI, exponent.rational(1 - a)))
    front = co.product(stirling, co.to_power(exponent.rational(a), c + half))
    return series.series([(growth, front)], growth / LINEAR)


def binomial(u: Series, v: Series) -> Series:
    """binomial(u, v) as a falling power for a constant v, through factorials otherwise."""
    k = v.rational()
    if u.top() is None or co.sign(u.lead()[1]) != 1:
        raise OutOfScale("a binomial of a negative number")
    if k is not None and k.denominator == 1 and 0 <= k <= 12:
        result = of(Fraction(1, math.factorial(int(k))))
        for j in range(int(k)):
            result = series.times(result, series.plus(u, of(-j)))
        return result
    below = series.times(factorial(v), factorial(series.plus(u, series.negative(v))))
    return series.times(factorial(u), series.to_power(below, Fraction(-1)))
