"""Values of the built-in operations: exact rationals, or rational enclosures of irrational values.

A value is an int or a Fraction when it is known exactly, an `Enclosure` when it is known to lie between two
rationals, and None when nothing is known of it but that it exists (a base value nobody gives). Decimal's `ln` and
`exp` are correctly rounded; every bound taken from them is moved outward by more than one unit in the last place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from bounds.expression import (
    Apply,
    Expression,
)

Exact: TypeAlias = "int | Fraction"

MAX_BITS = 200_000
"""Numbers with more bits than this are not computed: `TooLarge`."""

_DOWN = Context(prec=30, rounding=ROUND_FLOOR, Emax=MAX_EMAX, Emin=MIN_EMIN)
_ULP = Fraction(1, 10**28)
_SCALE = 10**20
_UP = Context(prec=30, rounding=ROUND_CEILING, Emax=MAX_EMAX, Emin=MIN_EMIN)


@frozen
class Enclosure:
    """A real number known to lie in [low, high]."""

    low: Fraction
    high: Fraction


Value: TypeAlias = "int | Fraction | Enclosure | None"


class Undefined(Exception):
    """`part` has no value: its denominator is 0, its logarithm is taken of -1, ...; `reason` says which."""

    def __init__(self, part: Expression, reason: str) -> None:
        super().__init__(reason)
        self.part = part
        self.reason = reason


class TooLarge(Exception):
    """The value, or the work to find it, is beyond what is computed here."""


def exact(value: Fraction | int) -> Exact:
    """The same rational, as an int when it is one."""
    return value.numerator if value.denominator == 1 else value


def ends(value: int | Fraction | Enclosure) -> tuple[Fraction, Fraction]:
    """The lower and the upper end of what is known."""
    return (value.low, value.high) if isinstance(value, Enclosure) else (Fraction(value), Fraction(value))


def between(low: Fraction, high: Fraction) -> int | Fraction | Enclosure:
    """The value known to lie in [low, high]; exact when the ends meet."""
    return exact(low) if low == high else Enclosure(_outward(low, math.floor), _outward(high, math.ceil))


def _outward(end: Fraction, turn: Callable[[Fraction], int]) -> Fraction:
    """The end with about 100 significant bits, moved outward."""
    size = end.numerator.bit_length() - end.denominator.bit_length()
    if end.numerator.bit_length() + end.denominator.bit_length() < 400:
        return end
    unit = Fraction(2) ** (size - 100)
    return turn(end / unit) * unit


def _log_scale(argument: Decimal) -> int:
    """At least the absolute value of the logarithm, and at least 1."""
    return 3 * abs(argument.adjusted()) + 3


def _logarithm(low: Fraction, high: Fraction) -> int | Fraction | Enclosure:
    if low == high == 1:
        return 0
    down = _DOWN.divide(_DOWN.create_decimal(low.numerator), _UP.create_decimal(low.denominator))
    up = _UP.divide(_UP.create_decimal(high.numerator), _DOWN.create_decimal(high.denominator))
    return between(Fraction(down.ln(_DOWN)) - _ULP * _log_scale(down), Fraction(up.ln(_UP)) + _ULP * _log_scale(up))


def _exponential(low: Fraction, high: Fraction) -> int | Fraction | Enclosure:
    if low == high == 0:
        return 1
    if max(-low, high) > MAX_BITS // 2:
        raise TooLarge
    down = _DOWN.divide(_DOWN.create_decimal(low.numerator), _DOWN.create_decimal(low.denominator))
    up = _UP.divide(_UP.create_decimal(high.numerator), _UP.create_decimal(high.denominator))
    widest = Fraction(1, 10**20)  # far above the rounding of the quotients, whatever the sign
    return between(
        Fraction(down.exp(_DOWN).next_minus(_DOWN)) * (1 - widest), Fraction(up.exp(_UP).next_plus(_UP)) * (1 + widest)
    )


def _integer_root(value: int, degree: int) -> int | None:
    if value < 2 or degree > value.bit_length():
        return value if value < 2 else None
    low, high = 1, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle - 1)
    return low if low**degree == value else None


def _integer_power(base: Exact, exponent: int, part: Expression) -> Exact:
    if exponent < 0 and base == 0:
        raise Undefined(part, f"0 to the power {exponent}")
    size = max(abs(base.numerator), base.denominator).bit_length()
    if size > 1 and size * abs(exponent) > MAX_BITS:
        raise TooLarge
    return exact(Fraction(base) ** exponent)


def power(base: Value, exponent: Value, part: Expression) -> Value:
    if isinstance(exponent, int) and isinstance(base, (int, Fraction)):
        return base**exponent if isinstance(base, int) and 0 <= exponent < 64 else _integer_power(base, exponent, part)
    if base is None or exponent is None:
        return None
    low, high = ends(base)
    if high < 0:
        if isinstance(exponent, Fraction):
            raise Undefined(part, f"a negative number to the power {exponent}")
        return None
    if low == high == 0:
        if ends(exponent)[1] < 0:
            raise Undefined(part, "0 to a negative power")
        return 0 if ends(exponent)[0] > 0 else None
    if low <= 0:
        return None
    if isinstance(exponent, Fraction) and isinstance(base, (int, Fraction)):
        numerator, denominator = (_integer_root(x, exponent.denominator) for x in (base.numerator, base.denominator))
        if numerator is not None and denominator is not None:
            return _integer_power(Fraction(numerator, denominator), exponent.numerator, part)
    scaled = product(_logarithm(low, high), exponent)
    return None if scaled is None else _exponential(*ends(scaled))


def product(a: Value, b: Value) -> Value:
    if isinstance(a, (int, Fraction)) and isinstance(b, (int, Fraction)):
        if a.numerator.bit_length() + b.numerator.bit_length() > MAX_BITS:
            raise TooLarge
        return exact(a * b)
    if (isinstance(a, int) and a == 0) or (isinstance(b, int) and b == 0):
        return 0
    if a is None or b is None:
        return None
    corners = [x * y for x in ends(a) for y in ends(b)]
    return between(min(corners), max(corners))


def total(a: Value, b: Value) -> Value:
    if isinstance(a, (int, Fraction)) and isinstance(b, (int, Fraction)):
        return exact(a + b)
    if a is None or b is None:
        return None
    (a_low, a_high), (b_low, b_high) = ends(a), ends(b)
    return between(a_low + b_low, a_high + b_high)


def quotient(a: Value, b: Value, part: Expression) -> Value:
    if isinstance(b, (int, Fraction)):
        if b == 0:
            raise Undefined(part, "the denominator is 0")
        if isinstance(a, (int, Fraction)):
            return exact(Fraction(a) / b)
        return product(a, Fraction(1) / b)
    if b is None:
        return None
    low, high = ends(b)
    return None if low <= 0 <= high else product(a, between(1 / high, 1 / low))


def _ln(value: Value, part: Expression) -> Value:
    if value is None:
        return None
    low, high = ends(value)
    if high <= 0:
        shown = value if isinstance(value, (int, Fraction)) else "a negative number"
        raise Undefined(part, f"the logarithm is taken of {shown}")
    return None if low <= 0 else _logarithm(low, high)


def _log(value: Value, base: Value, part: Expression) -> Value:
    over, under = _ln(value, part), _ln(base, part)
    if over is None or under is None:
        return None
    if isinstance(under, int):
        raise Undefined(part, "the base of the logarithm is 1")
    if isinstance(value, int) and isinstance(base, int) and base > 1:
        low, high = ends(quotient(over, under, part) or 0)
        turn = round((low + high) / 2)
        if turn >= 0 and turn * base.bit_length() < MAX_BITS and base**turn == value:
            return turn
    return quotient(over, under, part)


def _rounded(value: Value, turn: Callable[[Fraction], int]) -> Value:
    if isinstance(value, int) or value is None:
        return value
    low, high = ends(value)
    return between(Fraction(turn(low)), Fraction(turn(high)))


def _square_root(value: Value, part: Expression) -> Value:
    if value is not None and ends(value)[1] < 0:
        raise Undefined(part, "the square root is taken of a negative number")
    if isinstance(value, int):
        root = math.isqrt(value)
        if root * root == value:
            return root
        scaled = math.isqrt(value * _SCALE * _SCALE)
        return Enclosure(Fraction(scaled, _SCALE), Fraction(scaled + 1, _SCALE))
    return power(value, Fraction(1, 2), part)


def _factorial(value: Value, part: Expression) -> Value:
    if isinstance(value, int) and value < 0:
        raise Undefined(part, f"the factorial is taken of {value}")
    if isinstance(value, int) and value > 10_000:
        raise TooLarge
    return math.factorial(value) if isinstance(value, int) else None


def _fibonacci(value: Value) -> Value:
    if not isinstance(value, int) or value < 0:
        return None
    if value > MAX_BITS:
        raise TooLarge
    a, b = 0, 1
    for bit in f"{value:b}":
        a, b = a * (2 * b - a), a * a + b * b
        if bit == "1":
            a, b = b, a + b
    return a


def _binomial(n: Value, k: Value) -> Value:
    if not isinstance(n, int) or not isinstance(k, int) or n < 0:
        return None
    if min(k, n - k) > 10_000 or n.bit_length() * min(k, n - k) > 40 * MAX_BITS:
        raise TooLarge
    return math.comb(n, k) if k >= 0 else 0


def _harmonic(n: Value) -> Value:
    if not isinstance(n, int) or n < 0 or n > 600:
        return None
    return exact(sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0)))


def extreme(name: str, values: list[Value]) -> Value:
    pick = max if name == "max" else min
    known = [v for v in values if v is not None]
    if len(known) < len(values):
        return None
    return between(pick(ends(v)[0] for v in known), pick(ends(v)[1] for v in known))


def apply(part: Apply, values: list[Value]) -> Value:
    """The value of a built-in function at known arguments."""
    first = values[0]
    match part.function:
        case "floor":
            return _rounded(first, math.floor)
        case "ceil":
            return _rounded(first, math.ceil)
        case "log":
            return _ln(first, part) if len(values) == 1 else _log(first, values[1], part)
        case "log2":
            return _log(first, 2, part)
        case "sqrt":
            return _square_root(first, part)
        case "exp":
            return None if first is None else _exponential(*ends(first))
        case "factorial":
            return _factorial(first, part)
        case "binomial":
            return _binomial(first, values[1])
        case "Fib":
            return _fibonacci(first)
        case "H":
            return _harmonic(first)
        case "max" | "min":
            return extreme(part.function, values)
        case "sin" | "cos":
            return Enclosure(Fraction(-1), Fraction(1))
        case _:
            return None
