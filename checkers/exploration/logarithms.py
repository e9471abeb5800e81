"""Values of formulas in n at many sizes, exactly or between rationals: logarithms come from one table.

A formula with log(n!, b) takes seconds at each large n when the factorial is worked out; here ln(k) is looked up, and
ln(n!) is a sum of such values. Everything is enclosed: no value is rounded to the nearest.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from bounds.evaluation import Evaluator
from bounds.expression import Add, Apply, Div, Expression, Mul, Neg, Number, Pow, Variable, add, mul, neg
from bounds.value import Enclosure, TooLarge, Undefined, Value, apply, ends

STEPS = 100_000
UNIT = 1 << 90
_LN, _LNF = "ln of ", "ln of the factorial of "


class Logarithms:
    """ln(k) and ln(k!) for k = 1, 2, ..., as enclosures with the denominator 2^90."""

    def __init__(self) -> None:
        self._ln: list[tuple[int, int]] = [(0, 0), (0, 0)]
        self._factorial: list[tuple[int, int]] = [(0, 0), (0, 0)]

    def ln(self, k: int) -> Enclosure | None:
        """ln(k); None for k < 1."""
        self._grow(k)
        return _enclosure(self._ln[k]) if k >= 1 else None

    def ln_factorial(self, k: int) -> Enclosure | None:
        """ln(k!); None for k < 0."""
        self._grow(k)
        return _enclosure(self._factorial[k]) if k >= 0 else None

    def _grow(self, k: int) -> None:
        while len(self._ln) <= k:
            m = len(self._ln)
            low, high = ends(apply(Apply("log", (Number(Fraction(m)),)), [m]) or 0)
            self._ln.append((floor(low * UNIT), ceil(high * UNIT)))
            below, above = self._factorial[-1]
            self._factorial.append((below + self._ln[-1][0], above + self._ln[-1][1]))


class Series:
    """One formula at size after size.

    >>> Series(Apply("log2", (Apply("factorial", (Variable("n"),)),)), Logarithms()).rounded_up(12)
    29
    """

    def __init__(self, formula: Expression, table: Logarithms) -> None:
        self.formula, self.table = formula, table
        self.asked: dict[str, Expression] = {}
        self._taken = self._without_logarithms(formula)

    def at(self, n: int) -> Value:
        """The value at n; None where there is none, or none that can be told."""
        looked_up: dict[str, Value] = {"n": n}
        try:
            for name, argument in self.asked.items():
                k = Evaluator(STEPS).value(argument, {"n": n})
                if not isinstance(k, int) or k < 0 or k > 4 * n * n + 64:
                    return self._slowly(n)
                looked_up[name] = self.table.ln_factorial(k) if name.startswith(_LNF) else self.table.ln(k)
            return Evaluator(STEPS).value(self._taken, looked_up)
        except (Undefined, TooLarge):
            return None

    def _slowly(self, n: int) -> Value:
        return Evaluator(STEPS).value(self.formula, {"n": n})

    def low(self, n: int) -> Fraction | None:
        """A number that the value at n is not below: exact for small n."""
        try:
            value = self._slowly(n) if n <= 256 else self.at(n)
        except (Undefined, TooLarge):
            value = None
        return None if value is None else ends(value)[0]

    def rounded_up(self, n: int) -> int | None:
        """The least integer that is not below `low`."""
        low = self.low(n)
        return None if low is None else ceil(low)

    def _without_logarithms(self, e: Expression) -> Expression:
        """e with the logarithms of integers looked up."""
        match e:
            case Apply("log2", (x,)):
                return Div(self._ln_of(x), self._ln_of(Number(Fraction(2))))
            case Apply("log", (x, base)):
                return Div(self._ln_of(x), self._ln_of(base))
            case Apply("log", (x,)):
                return self._ln_of(x)
            case Add(terms):
                return add(*map(self._without_logarithms, terms))
            case Mul(factors):
                return mul(*map(self._without_logarithms, factors))
            case Neg(operand):
                return neg(self._without_logarithms(operand))
            case Div(above, below):
                return Div(self._without_logarithms(above), self._without_logarithms(below))
            case Apply(function, arguments):
                return Apply(function, tuple(map(self._without_logarithms, arguments)))
        return e

    def _ln_of(self, x: Expression) -> Expression:
        match x:
            case Apply("factorial", (k,)):
                return self._looked_up(_LNF, k)
            case Apply("binomial", (m, k)):
                rest = add(m, neg(k))
                return add(*(self._looked_up(_LNF, m), neg(self._looked_up(_LNF, k)), neg(self._looked_up(_LNF, rest))))
            case Mul(factors):
                return add(*map(self._ln_of, factors))
            case Pow(base, exponent):
                return mul(exponent, self._ln_of(base))
            case Number(value) if value.denominator != 1:
                return Apply("log", (x,))
        return self._looked_up(_LN, x)

    def _looked_up(self, kind: str, argument: Expression) -> Expression:
        name = f"{kind}{len(self.asked)}"
        for known, other in self.asked.items():
            if other == argument and known.startswith(kind) and (kind == _LNF) == known.startswith(_LNF):
                return Variable(known)
        self.asked[name] = argument
        return Variable(name)


def _enclosure(pair: tuple[int, int]) -> Enclosure:
    return Enclosure(Fraction(pair[0], UNIT), Fraction(pair[1], UNIT))
