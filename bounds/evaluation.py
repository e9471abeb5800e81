"""Evaluate an expression at given sizes, within a bounded number of steps.

The parser uses it to refuse constants too large to hold, and `bounds.wellfounded` to look for the smallest size at
which a recurrence says nothing. It decides nothing about a claim; the kernel has its own arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from attrs import define

from bounds.expression import Add, Apply, Call, Constant, Div, Expression, Fold, Mul, Neg, Number, Pow, Root, Variable
from bounds.value import Enclosure, TooLarge, Value, apply, extreme, power, product, quotient, total

_CONSTANTS = {
    "e": Enclosure(Fraction("2.718281828459045235360287"), Fraction("2.718281828459045235360288")),
    "pi": Enclosure(Fraction("3.141592653589793238462643"), Fraction("3.141592653589793238462644")),
    "phi": Enclosure(Fraction("1.618033988749894848204586"), Fraction("1.618033988749894848204587")),
}


@define
class Evaluator:
    """Evaluates expressions within `steps` in all; `cost` gives the value of a call at exact sizes.

    A fold of more than `longest` terms is evaluated at its ends only, and its value is unknown.
    """

    steps: int
    cost: Callable[[str, tuple[Value, ...]], Value] = lambda _name, _sizes: None
    longest: int = 100_000

    def value(self, e: Expression, at: Mapping[str, Value]) -> Value:
        """The value of `e` where each name stands for what is known in `at`; a name not there is unknown."""
        self.steps -= 1
        if self.steps < 0:
            raise TooLarge
        match e:
            case Number(value):
                return value.numerator if value.denominator == 1 else value
            case Variable(name):
                return at.get(name)
            case Add(terms):
                found: Value = 0
                for term in terms:
                    found = total(found, self.value(term, at))
                return found
            case Neg(operand):
                return product(-1, self.value(operand, at))
            case Mul(factors):
                found = 1
                for factor in factors:
                    found = product(found, self.value(factor, at))
                return found
            case Div(numerator, denominator):
                return quotient(self.value(numerator, at), self.value(denominator, at), e)
            case Pow(base, exponent):
                return self._paid(power(self.value(base, at), self.value(exponent, at), e))
            case Apply(_, arguments) | Call(_, arguments):
                values: list[Value] = []
                for argument in arguments:
                    values.append(self.value(argument, at))
                return self._paid(apply(e, values)) if isinstance(e, Apply) else self.cost(e.function, tuple(values))
            case Fold():
                return self._fold(e, at)
            case Constant(name):
                return _CONSTANTS[name]
            case Root():
                return None

    def _paid(self, value: Value) -> Value:
        """The value, charged for what it cost to find: an enclosure, or the bits of a long integer."""
        if isinstance(value, int):
            self.steps -= value.bit_length() >> 8
        elif value is not None:
            self.steps -= 60
        return value

    def _fold(self, e: Fold, at: Mapping[str, Value]) -> Value:
        lower, upper = self.value(e.lower, at), self.value(e.upper, at)
        if not isinstance(lower, int) or not isinstance(upper, int):
            return None
        if upper < lower:
            return 0
        if upper - lower >= self.longest:
            for turn in (lower, upper):
                self.value(e.body, {**at, e.variable: turn})
            return None
        values: list[Value] = []
        found: Value = 0
        for turn in range(lower, upper + 1):
            value = self.value(e.body, {**at, e.variable: turn})
            if e.kind == "sum":
                found = total(found, value)
            else:
                values.append(value)
        return found if e.kind == "sum" else extreme(e.kind, values)
