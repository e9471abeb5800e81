"""The scale of growth in one variable n -> infinity: n!^f * B^n * n^a * (log n)^s * (log log n)^t, compared exactly.

The logarithm of a growth is f*n*log n + n*ln B + a*log n + s*log log n + t*log log log n up to a bounded term when
f is read through Stirling's formula, so growths are ordered lexicographically by (f, ln B, a, s, t). n^n is in the
scale: it is n!*e^n/sqrt(n) up to a constant.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from bounds.expression import Apply, Div, Expression, Variable, mul
from bounds.numbers import exponent, logarithm
from bounds.numbers.exponent import Exponent, compare_exponents
from bounds.numbers.logarithm import Logarithm
from bounds.numbers.spelling import base_powers, exponent_expression, power, rational_expression


@frozen
class Growth:
    """n!^factorial * exp(base)^n * n^power * (log n)^log * (log log n)^loglog, the factor in front left open."""

    factorial: Fraction = field(default=Fraction(0))
    base: Logarithm = field(default=logarithm.ZERO)
    power: Exponent = field(default=exponent.ZERO)
    log: Exponent = field(default=exponent.ZERO)
    loglog: Fraction = field(default=Fraction(0))

    def __mul__(self, other: Growth) -> Growth:
        return Growth(
            self.factorial + other.factorial,
            self.base + other.base,
            self.power + other.power,
            self.log + other.log,
            self.loglog + other.loglog,
        )

    def __truediv__(self, other: Growth) -> Growth:
        return self * other.to_power(Fraction(-1))

    def to_power(self, r: Fraction) -> Growth:
        """The r-th power."""
        return Growth(
            self.factorial * r, self.base.scaled(r), self.power.scaled(r), self.log.scaled(r), self.loglog * r
        )

    def is_superpolynomial(self) -> bool:
        """Whether a factor n! or B^n, growing or decaying, is present."""
        return self.factorial != 0 or bool(self.base.terms)

    def to_expression(self, variable: str = "n") -> Expression:
        """The growth in the claim language: n*log(n), n^log2(3), phi^n, n/log(n)."""
        n = Variable(variable)
        above: list[Expression] = []
        below: list[Expression] = []
        log_n = Apply("log", (n,))
        _place(n, self.power, above, below)
        above += base_powers(self.base, n)
        _place(Apply("factorial", (n,)), exponent.rational(self.factorial), above, below)
        _place(log_n, self.log, above, below)
        _place(Apply("log", (log_n,)), exponent.rational(self.loglog), above, below)
        top = mul(*above)
        return Div(top, mul(*below)) if below else top


def _place(base: Expression, p: Exponent, above: list[Expression], below: list[Expression]) -> None:
    """Put base^p above or below the line."""
    if p == exponent.ZERO:
        return
    if p.is_rational() and p.rational < 0:
        below.append(power(base, rational_expression(-p.rational)))
    else:
        above.append(power(base, exponent_expression(p)))


ONE = Growth()
LINEAR = Growth(power=exponent.ONE)
LOG = Growth(log=exponent.ONE)
LOGLOG = Growth(loglog=Fraction(1))


def compare(f: Growth, g: Growth) -> Literal[-1, 0, 1]:
    """-1, 0 or 1 as f/g tends to 0, is constant, or tends to infinity; exact; raises Undecided.

    >>> compare(LINEAR, LOG)
    1
    """
    if f == g:
        return 0
    order = _sign(f.factorial - g.factorial)
    if not order and f.base != g.base:
        order = (f.base - g.base).sign()
    if not order:
        order = compare_exponents(f.power, g.power) or compare_exponents(f.log, g.log)
    order = order or _sign(f.loglog - g.loglog)
    return 1 if order > 0 else -1 if order < 0 else 0


def _sign(q: Fraction) -> int:
    return (q > 0) - (q < 0)
