"""Arithmetic for the oracle: ints, Fractions, and enclosures of mpmath where a logarithm, root or cosine enters.

Comparisons have three answers: True, False, and None for "the enclosures overlap". Whatever is rational is kept exact.

>>> logarithm(8, 4)
Fraction(3, 2)
"""

from __future__ import annotations

import math
import operator
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, TypeAlias

import mpmath  # type: ignore[import-untyped]

iv = mpmath.iv
Value: TypeAlias = Any
"""An int, a Fraction, or an mpmath interval."""

MAX_EXACT_BITS = 4_000_000


class Undefined(Exception):
    """The expression has no value here: log of 0, division by 0, a size no equation speaks of."""


class Undecided(Exception):
    """The enclosures are too wide to say which case applies."""


class TooLarge(Exception):
    """The value would not fit, or not come in time; nothing is said about it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooLarge in the block after so many seconds (main thread of a Unix process)."""

    def stop(signum: int, frame: object) -> None:
        raise TooLarge("out of time")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def is_exact(x: Value) -> bool:
    return isinstance(x, int | Fraction)


def small(x: int | Fraction) -> int | Fraction:
    return x.numerator if isinstance(x, Fraction) and x.denominator == 1 else x


def to_interval(x: Value) -> Value:
    if isinstance(x, int):
        return iv.mpf(x)
    if isinstance(x, Fraction):
        return iv.mpf(x.numerator) / iv.mpf(x.denominator)
    return x


def plus(a: Value, b: Value) -> Value:
    """a + b."""
    return a + b if is_exact(a) and is_exact(b) else to_interval(a) + to_interval(b)


def times(a: Value, b: Value) -> Value:
    """a * b; an exact 0 wins over any interval."""
    if is_exact(a) and is_exact(b):
        return a * b
    return 0 if (is_exact(a) and a == 0) or (is_exact(b) and b == 0) else to_interval(a) * to_interval(b)


def over(a: Value, b: Value) -> Value:
    """a / b; refuses when b may be 0."""
    if is_exact(b):
        if b == 0:
            raise Undefined("division by 0")
        return small(Fraction(a) / b) if is_exact(a) else a / to_interval(b)
    try:
        around = bool(b.a <= 0 <= b.b)
    except TypeError:  # an end that is no number
        around = True
    if around:
        raise Undecided("division by an interval around 0")
    return to_interval(a) / b


def compare(a: Value, relation: str, b: Value) -> bool | None:
    """`a relation b`: True, False, or None when the enclosures overlap."""
    if is_exact(a) and is_exact(b):
        return bool(ORDER_RELATIONS[relation](a, b))
    x, y = to_interval(a), to_interval(b)
    below, above = x.b < y.a, x.a > y.b
    match relation:
        case "<":
            return True if below else (False if x.a >= y.b else None)
        case "<=":
            return True if x.b <= y.a else (False if above else None)
        case ">" | ">=":
            return compare(b, "<" if relation == ">" else "<=", a)
        case "==":
            return False if below or above else None
        case "!=":
            return True if below or above else None
    raise ValueError(f"not an order relation: {relation}")


ORDER_RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "!=": operator.ne,
}


def rounded(x: Value, up: bool) -> int:
    """Floor or ceiling, when the enclosure leaves one choice."""
    if is_exact(x):
        return int(math.ceil(x) if up else math.floor(x))
    rounding = mpmath.ceil if up else mpmath.floor
    low, high = (int(rounding(endpoint(end))) for end in (x.a, x.b))
    if low != high:
        raise Undecided("a rounding falls inside an enclosure")
    return int(low)


def endpoint(end: Value) -> Value:
    """One end of an interval as a float of unlimited precision, unrounded."""
    return mpmath.mp.make_mpf(end._mpi_[0])


def _nth_root(x: int, n: int) -> int | None:
    """The exact n-th root of a nonnegative integer, or None."""
    if x < 2 or n == 1:
        return x
    if n > x.bit_length():
        return None
    if n == 2:
        guess = math.isqrt(x)
        return guess if guess * guess == x else None
    low, high = 1, 1 << (x.bit_length() // n + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**n < x else (low, middle)
    return low if low**n == x else None


def exact_log(x: Value, base: Value) -> Fraction | None:
    """The logarithm when it is a small rational, found by floats and confirmed in integers; None otherwise."""
    if not (is_exact(x) and is_exact(base)) or x <= 0 or base <= 0 or base == 1:
        return None
    estimate = _float_log(Fraction(x)) / _float_log(Fraction(base))
    for q in range(1, 7):
        p = round(estimate * q)
        if abs(estimate * q - p) < 1e-9 * max(1, abs(p)) and Fraction(x) ** q == Fraction(base) ** p:
            return Fraction(p, q)
    return None


def _float_log(x: Fraction) -> float:
    return math.log(x.numerator) - math.log(x.denominator)


def logarithm(x: Value, base: Value | None = None) -> Value:
    """log of x to the base (natural without one)."""
    if compare(x, ">", 0) is not True:
        raise Undefined("log of a number not above 0") if compare(x, "<=", 0) else Undecided("sign under log")
    if is_exact(x) and x == 1:
        return 0
    if base is None:
        return iv.log(to_interval(x))
    rational = exact_log(x, base)
    return over(iv.log(to_interval(x)), logarithm(base)) if rational is None else small(rational)


def power(x: Value, y: Value) -> Value:
    """x^y, exact whenever both are rational and the result is."""
    if is_exact(y) and Fraction(y).denominator == 1:
        return _integer_power(x, int(y))
    if is_exact(x) and x in (0, 1):
        return _zero_or_one_power(x, y)
    if compare(x, ">", 0) is not True:
        raise Undefined("fractional power of a number not above 0") if compare(x, "<=", 0) else Undecided("base sign")
    if is_exact(x) and is_exact(y):
        y = Fraction(y)
        top, bottom = (_nth_root(part, y.denominator) for part in (Fraction(x).numerator, Fraction(x).denominator))
        if top is not None and bottom is not None:
            return _integer_power(small(Fraction(top, bottom)), y.numerator)
    return exponential(iv.log(to_interval(x)) * to_interval(y))


def exponential(x: Value) -> Value:
    """e^x, refused where its exponent would not fit."""
    if is_exact(x) and x == 0:
        return 1
    if abs(endpoint(to_interval(x).b)) > 10**12:
        raise TooLarge("exponential")
    return iv.exp(to_interval(x))


def _zero_or_one_power(x: Value, y: Value) -> Value:
    if x == 0 and compare(y, ">", 0) is not True:
        raise Undefined("0 to a power not above 0")
    return x


def _integer_power(x: Value, y: int) -> Value:
    if not is_exact(x):
        if abs(y) > 10**6:
            return exponential(logarithm(x) * y)
        return x**y if y >= 0 else over(1, x**-y)
    if x == 0 and y < 0:
        raise Undefined("division by 0")
    if x in (0, 1, -1):
        return x ** abs(y)
    q = Fraction(x)
    if max(q.numerator.bit_length(), q.denominator.bit_length()) * abs(y) > MAX_EXACT_BITS:
        sign = -1 if x < 0 and y % 2 else 1
        return sign * exponential(iv.log(to_interval(abs(x))) * y)
    return small(q**y)


def _factorial(x: Value) -> int:
    n = _natural(x)
    if n > 20_000:
        raise TooLarge("factorial")
    return math.factorial(n)


def _natural(x: Value) -> int:
    if not is_exact(x) or Fraction(x).denominator != 1 or x < 0:
        raise Undefined("a natural number is needed")
    return int(x)


_HARMONIC = [Fraction(0)]


def _harmonic(x: Value) -> Value:
    """H(n): exact to 5000, beyond by ln n + gamma + 1/(2n) - [0, 1/(8n^2)]."""
    n = _natural(x)
    if n > 5000:
        return iv.log(iv.mpf(n)) + +iv.euler + 1 / iv.mpf(2 * n) - iv.mpf([0, 1]) / (8 * iv.mpf(n) ** 2)
    while len(_HARMONIC) <= n:
        _HARMONIC.append(_HARMONIC[-1] + Fraction(1, len(_HARMONIC)))
    return _HARMONIC[n]


def _fibonacci(x: Value) -> int:
    a, b = 0, 1
    for _ in range(_natural(x)):
        a, b = b, a + b
    return a


def _logstar(x: Value) -> int:
    count = 0
    while compare(x, ">", 1):
        x, count = logarithm(x, 2), count + 1
    return count


def extreme(kind: str, values: list[Value]) -> Value:
    """max or min of values, some of which may be enclosures."""
    if all(map(is_exact, values)):
        return max(values) if kind == "max" else min(values)
    parts = [to_interval(v) for v in values]
    pick = max if kind == "max" else min
    return iv.mpf([pick((p.a for p in parts), key=endpoint), pick((p.b for p in parts), key=endpoint)])


FUNCTION_VALUES: dict[str, Callable[..., Value]] = {
    "floor": lambda x: rounded(x, up=False),
    "ceil": lambda x: rounded(x, up=True),
    "sqrt": lambda x: power(x, Fraction(1, 2)),
    "log": logarithm,
    "log2": lambda x: logarithm(x, 2),
    "exp": lambda x: exponential(x),
    "factorial": _factorial,
    "binomial": lambda n, k: math.comb(_natural(n), _natural(k)),
    "H": _harmonic,
    "logstar": _logstar,
    "Fib": _fibonacci,
    "sin": lambda x: iv.sin(to_interval(x)),
    "cos": lambda x: iv.cos(to_interval(x)),
    "max": lambda *values: extreme("max", list(values)),
    "min": lambda *values: extreme("min", list(values)),
}

CONSTANT_VALUES: dict[str, Callable[[], Value]] = {
    "e": lambda: +iv.e,
    "pi": lambda: +iv.pi,
    "phi": lambda: (1 + iv.sqrt(iv.mpf(5))) / 2,
}


def log2_size(value: Value) -> float:
    """log2 of the absolute value as a float, whatever its size; -inf for 0."""
    if not is_exact(value):
        middle = mpmath.mp.make_mpf(value.mid._mpi_[0])
        return float(mpmath.log(abs(middle), 2)) if middle else -math.inf
    q = Fraction(value)
    if not q:
        return -math.inf
    return math.log2(abs(q.numerator)) - math.log2(q.denominator)
