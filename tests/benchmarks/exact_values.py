"""Values of recurrences, computed a second time: the oracle of the benchmarks, and nothing the kernel uses.

It works on the records of `bounds` alone. A value is an int, a Fraction, or (where a logarithm, a root or a cosine
enters) an interval of mpmath at the precision asked for. Comparisons have three answers: True, False, and None for
"the enclosures overlap". Tables are filled upwards; single huge sizes (n = 2^60) are reached top-down through the memo.

>>> from bounds.expression import Add, Call, Number, Variable, Neg
>>> from bounds.recurrence import Comparison, Equation, Recurrence
>>> n, one, zero = Variable("n"), Number(Fraction(1)), Number(Fraction(0))
>>> step = Equation("T", (n,), Add((Call("T", (Add((n, Neg(one))),)), n)), (Comparison(n, ">=", one),))
>>> Evaluator(Recurrence((Equation("T", (zero,), zero), step))).value("T", 100)
5050
"""

from __future__ import annotations

import math
import operator
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

import mpmath  # type: ignore[import-untyped]
from attrs import define, field, frozen

from bounds.claim import Claim
from bounds.expression import (
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Variable,
    all_subexpressions,
)
from bounds.recurrence import Comparison, Equation, Recurrence

iv = mpmath.iv
Value: TypeAlias = Any
"""An int, a Fraction, or an mpmath interval."""
Environment: TypeAlias = dict[str, Value]
Compiled: TypeAlias = Callable[[Environment], Value]

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


def _exact(x: Value) -> bool:
    return isinstance(x, int | Fraction)


def _small(x: int | Fraction) -> int | Fraction:
    return x.numerator if isinstance(x, Fraction) and x.denominator == 1 else x


def _interval(x: Value) -> Value:
    if isinstance(x, int):
        return iv.mpf(x)
    if isinstance(x, Fraction):
        return iv.mpf(x.numerator) / iv.mpf(x.denominator)
    return x


def plus(a: Value, b: Value) -> Value:
    """a + b."""
    return a + b if _exact(a) and _exact(b) else _interval(a) + _interval(b)


def times(a: Value, b: Value) -> Value:
    """a * b; an exact 0 wins over any interval."""
    if _exact(a) and _exact(b):
        return a * b
    return 0 if (_exact(a) and a == 0) or (_exact(b) and b == 0) else _interval(a) * _interval(b)


def over(a: Value, b: Value) -> Value:
    """a / b; refuses when b may be 0."""
    if _exact(b):
        if b == 0:
            raise Undefined("division by 0")
        return _small(Fraction(a) / b) if _exact(a) else a / _interval(b)
    if b.a <= 0 <= b.b:
        raise Undecided("division by an interval around 0")
    return _interval(a) / b


def compare(a: Value, relation: str, b: Value) -> bool | None:
    """`a relation b`: True, False, or None when the enclosures overlap."""
    if _exact(a) and _exact(b):
        return bool(_ORDER[relation](a, b))
    x, y = _interval(a), _interval(b)
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


_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "!=": operator.ne,
}


def _rounded(x: Value, up: bool) -> int:
    """Floor or ceiling, when the enclosure leaves one choice."""
    if _exact(x):
        return int(math.ceil(x) if up else math.floor(x))
    rounding = mpmath.ceil if up else mpmath.floor
    low, high = (int(rounding(_endpoint(end))) for end in (x.a, x.b))
    if low != high:
        raise Undecided("a rounding falls inside an enclosure")
    return int(low)


def _endpoint(end: Value) -> Value:
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
    if not (_exact(x) and _exact(base)) or x <= 0 or base <= 0 or base == 1:
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
    if _exact(x) and x == 1:
        return 0
    if base is None:
        return iv.log(_interval(x))
    rational = exact_log(x, base)
    return over(iv.log(_interval(x)), logarithm(base)) if rational is None else _small(rational)


def power(x: Value, y: Value) -> Value:
    """x^y, exact whenever both are rational and the result is."""
    if _exact(y) and Fraction(y).denominator == 1:
        return _integer_power(x, int(y))
    if _exact(x) and x in (0, 1):
        return _zero_or_one_power(x, y)
    if compare(x, ">", 0) is not True:
        raise Undefined("fractional power of a number not above 0") if compare(x, "<=", 0) else Undecided("base sign")
    if _exact(x) and _exact(y):
        y = Fraction(y)
        top, bottom = (_nth_root(part, y.denominator) for part in (Fraction(x).numerator, Fraction(x).denominator))
        if top is not None and bottom is not None:
            return _integer_power(_small(Fraction(top, bottom)), y.numerator)
    return exponential(iv.log(_interval(x)) * _interval(y))


def exponential(x: Value) -> Value:
    """e^x, refused where its exponent would not fit."""
    if _exact(x) and x == 0:
        return 1
    if abs(_endpoint(_interval(x).b)) > 10**12:
        raise TooLarge("exponential")
    return iv.exp(_interval(x))


def _zero_or_one_power(x: Value, y: Value) -> Value:
    if x == 0 and compare(y, ">", 0) is not True:
        raise Undefined("0 to a power not above 0")
    return x


def _integer_power(x: Value, y: int) -> Value:
    if not _exact(x):
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
        return sign * exponential(iv.log(_interval(abs(x))) * y)
    return _small(q**y)


def _factorial(x: Value) -> int:
    n = _natural(x)
    if n > 20_000:
        raise TooLarge("factorial")
    return math.factorial(n)


def _natural(x: Value) -> int:
    if not _exact(x) or Fraction(x).denominator != 1 or x < 0:
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


def _extreme(kind: str, values: list[Value]) -> Value:
    """max or min of values, some of which may be enclosures."""
    if all(map(_exact, values)):
        return max(values) if kind == "max" else min(values)
    parts = [_interval(v) for v in values]
    pick = max if kind == "max" else min
    return iv.mpf([pick((p.a for p in parts), key=_endpoint), pick((p.b for p in parts), key=_endpoint)])


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "floor": lambda x: _rounded(x, up=False),
    "ceil": lambda x: _rounded(x, up=True),
    "sqrt": lambda x: power(x, Fraction(1, 2)),
    "log": logarithm,
    "log2": lambda x: logarithm(x, 2),
    "exp": lambda x: exponential(x),
    "factorial": _factorial,
    "binomial": lambda n, k: math.comb(_natural(n), _natural(k)),
    "H": _harmonic,
    "logstar": _logstar,
    "Fib": _fibonacci,
    "sin": lambda x: iv.sin(_interval(x)),
    "cos": lambda x: iv.cos(_interval(x)),
    "max": lambda *values: _extreme("max", list(values)),
    "min": lambda *values: _extreme("min", list(values)),
}

_CONSTANTS: dict[str, Callable[[], Value]] = {
    "e": lambda: +iv.e,
    "pi": lambda: +iv.pi,
    "phi": lambda: (1 + iv.sqrt(iv.mpf(5))) / 2,
}


def free_base(seed: int = 0) -> Callable[[str, tuple[int, ...]], Fraction]:
    """A provider of base values nobody gave: the same small rational each time it is asked for the same size."""

    def provide(function: str, arguments: tuple[int, ...]) -> Fraction:
        draw = random.Random(f"{seed}/{function}/{arguments}")
        return Fraction(draw.randint(-20, 20), draw.randint(1, 4))

    return provide


@define
class Evaluator:
    """The values of one recurrence, remembered.

    parameters  a value for each named parameter
    free        gives base values that no equation gives; None makes them an error
    precision   bits of the enclosures
    choose_up   for `rounding any`: whether the next fractional argument is rounded up
    """

    recurrence: Recurrence
    parameters: Environment = field(factory=dict)
    free: Callable[[str, tuple[int, ...]], Value] | None = None
    precision: int = 128
    choose_up: Callable[[], bool] = field(default=lambda: False)
    steps: int = field(default=0, init=False)
    max_steps: int = 50_000_000
    _memo: dict[tuple[str, tuple[int, ...]], Value] = field(factory=dict, init=False)
    _compiled: dict[int, tuple[Expression, Compiled]] = field(factory=dict, init=False)
    _by_function: dict[str, list[Equation]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Order the equations, literal patterns first, and make room for deep recursion."""
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 60_000))
        for equation in self.recurrence.equations:
            self._by_function.setdefault(equation.function, []).append(equation)
        for equations in self._by_function.values():
            equations.sort(key=lambda e: -sum(isinstance(p, Number | Neg) for p in e.patterns))

    def value(self, function: str, *arguments: int) -> Value:
        """The value at the arguments.

        Raises   Undefined where the recurrence gives none, Undecided, TooLarge
        """
        key = (function, arguments)
        if key in self._memo:
            found = self._memo[key]
            if found is _PENDING:
                raise Undefined(f"{function}{arguments} calls itself")
            return found
        iv.prec = self.precision
        self.steps += 1
        if self.steps > self.max_steps:
            raise TooLarge("too many sizes")
        self._memo[key] = _PENDING
        try:
            self._memo[key] = self._fresh(function, arguments)
        except BaseException:
            del self._memo[key]
            raise
        return self._memo[key]

    def _fresh(self, function: str, arguments: tuple[int, ...]) -> Value:
        for equation in self._by_function.get(function, ()):
            environment = self._match(equation, arguments)
            if environment is not None:
                return self.evaluate(equation.body, environment)
        if self.free is None:
            raise Undefined(f"no equation gives {function}{arguments}")
        return self.free(function, arguments)

    def _match(self, equation: Equation, arguments: tuple[int, ...]) -> Environment | None:
        """The variables under which the equation speaks of these arguments, or None."""
        if len(arguments) != len(equation.patterns):
            return None
        environment = dict(self.parameters)
        for pattern, argument in zip(equation.patterns, arguments, strict=True):
            name, size = self._unify(pattern, argument)
            if size is None or (name and environment.setdefault(name, size) != size):
                return None
        return environment if self.holds(equation.range, environment) else None

    def _unify(self, pattern: Expression, argument: int) -> tuple[str, Value | None]:
        """The variable of a pattern and its size at the argument; size None when it does not fit."""
        if isinstance(pattern, Variable) and pattern.name not in self.parameters:
            return pattern.name, argument
        names = {e.name for e in all_subexpressions(pattern) if isinstance(e, Variable)} - self.parameters.keys()
        if not names:
            return "", 0 if self.evaluate(pattern, dict(self.parameters)) == argument else None
        (name,) = names
        at_zero, at_one = (self.evaluate(pattern, {**self.parameters, name: x}) for x in (0, 1))
        size = Fraction(argument - at_zero) / (at_one - at_zero)
        return name, int(size) if size.denominator == 1 else None

    def holds(self, conditions: tuple[Comparison, ...], environment: Environment) -> bool:
        """Whether every condition holds; Landau assumptions are passed over."""
        for c in conditions:
            if c.relation not in _ORDER:
                continue
            truth = compare(self.evaluate(c.left, environment), c.relation, self.evaluate(c.right, environment))
            if truth is None:
                raise Undecided("a range condition")
            if not truth:
                return False
        return True

    def evaluate(self, expression: Expression, environment: Environment) -> Value:
        """The value of an expression under sizes for its variables."""
        iv.prec = self.precision
        return self._code(expression)(environment)

    def _code(self, expression: Expression) -> Compiled:
        entry = self._compiled.get(id(expression))
        if entry is None:
            entry = (expression, _compile(expression, self))
            self._compiled[id(expression)] = entry
        return entry[1]

    def call(self, function: str, arguments: list[Value]) -> Value:
        """The value at computed arguments, rounded as the recurrence says."""
        sizes: list[int] = []
        for a in arguments:
            if _exact(a) and Fraction(a).denominator == 1:
                sizes.append(int(a))
            elif self.recurrence.rounding == "any":
                sizes.append(_rounded(a, up=self.choose_up()))
            else:
                raise Undefined(f"{function} at a size that is no integer: {a}")
        return self.value(function, *sizes)


_PENDING = object()


def _compile(e: Expression, evaluator: Evaluator) -> Compiled:
    """A closure that computes the expression."""
    match e:
        case Number(q):
            constant = _small(q)
            return lambda env: constant
        case Constant(name):
            return _closed(_CONSTANTS[name])
        case Variable(name):
            return lambda env: _lookup(env, name)
        case Neg(x):
            inner = _compile(x, evaluator)
            return lambda env: -inner(env)
        case Div(x, y):
            top, bottom = _compile(x, evaluator), _compile(y, evaluator)
            return lambda env: over(top(env), bottom(env))
        case Pow(x, y):
            return _compile_power(x, y, evaluator)
        case Root(name, body):
            inside = _compile(body, evaluator)
            return _closed(lambda: _root(name, inside))
        case Fold():
            return _compile_fold(e, evaluator)
    return _compile_list(e, evaluator)


def _compile_list(e: Expression, evaluator: Evaluator) -> Compiled:
    """A closure for the kinds with any number of parts."""
    match e:
        case Add(parts) | Mul(parts):
            combine = plus if isinstance(e, Add) else times
            first, *rest = [_compile(p, evaluator) for p in parts]

            def folded(env: Environment) -> Value:
                total = first(env)
                for part in rest:
                    total = combine(total, part(env))
                return _small(total) if isinstance(total, Fraction) else total

            return folded
        case Apply(name, arguments):
            function, codes = _FUNCTIONS[name], [_compile(a, evaluator) for a in arguments]
            return lambda env: function(*[code(env) for code in codes])
        case Call(name, arguments):
            codes = [_compile(a, evaluator) for a in arguments]
            return lambda env: evaluator.call(name, [code(env) for code in codes])
    raise TypeError(f"not an expression: {e!r}")


def _lookup(env: Environment, name: str) -> Value:
    if name not in env:
        raise Undefined(f"{name} has no value")
    return env[name]


def _closed(compute: Callable[[], Value]) -> Compiled:
    """A closure for something without variables, computed once per precision."""
    known: dict[int, Value] = {}

    def code(env: Environment) -> Value:
        if iv.prec not in known:
            known[iv.prec] = compute()
        return known[iv.prec]

    return code


def _compile_power(base: Expression, exponent: Expression, evaluator: Evaluator) -> Compiled:
    """x^y; for x^(log c / log b) with x a power of b the exact power of c."""
    x, y = _compile(base, evaluator), _compile(exponent, evaluator)
    logs = _as_log(exponent)
    if logs is None:
        return lambda env: power(x(env), y(env))
    c, b = (_compile(part, evaluator) for part in logs)

    def code(env: Environment) -> Value:
        at = x(env)
        height = exact_log(at, b(env))
        return power(at, y(env)) if height is None else power(c(env), height)

    return code


def _as_log(e: Expression) -> tuple[Expression, Expression] | None:
    """(c, b) when the expression is log of c to the base b."""
    match e:
        case Apply("log2", (c,)):
            return c, Number(Fraction(2))
        case Apply("log", (c, b)):
            return c, b
        case Div(Apply("log", (c,)), Apply("log", (b,))):
            return c, b
    return None


def _root(name: str, inside: Compiled) -> Value:
    """An enclosure of the x at which the decreasing body is 1."""
    low, high = Fraction(-1), Fraction(1)
    while _sign(inside, name, low) < 0:
        low *= 2
    while _sign(inside, name, high) > 0:
        high *= 2
    for _ in range(iv.prec):
        middle = (low + high) / 2
        sign = _sign(inside, name, middle)
        if sign == 0:
            return middle
        low, high = (middle, high) if sign > 0 else (low, middle)
    return iv.mpf([_interval(low).a, _interval(high).b])


def _sign(inside: Compiled, name: str, x: Fraction) -> int:
    """The sign of body(x) - 1; 0 also when x is as near the root as this precision sees."""
    value = inside({name: _small(x)})
    return 1 if compare(value, ">", 1) else (-1 if compare(value, "<", 1) else 0)


def _compile_fold(e: Fold, evaluator: Evaluator) -> Compiled:
    """sum, max or min over a range; a sum whose body does not mention other sizes keeps its partial sums."""
    lower, upper, body = (_compile(part, evaluator) for part in (e.lower, e.upper, e.body))
    free = {s.name for s in all_subexpressions(e.body) if isinstance(s, Variable)} - {e.variable}
    partial: dict[int, list[Value]] = {}

    def code(env: Environment) -> Value:
        low, high = int(lower(env)), int(upper(env))
        if high < low:
            if e.kind == "sum":
                return 0
            raise Undefined(f"{e.kind} over nothing")
        inner = dict(env)
        if e.kind == "sum" and free <= evaluator.parameters.keys():
            sums = partial.setdefault(low, [0])
            while len(sums) <= high - low + 1:
                inner[e.variable] = low + len(sums) - 1
                sums.append(plus(sums[-1], body(inner)))
            return sums[high - low + 1]
        values = []
        for k in range(low, high + 1):
            inner[e.variable] = k
            values.append(body(inner))
        if e.kind != "sum":
            return _extreme(e.kind, values)
        total: Value = 0
        for value in values:
            total = plus(total, value)
        return total

    return code


# --- claims ---------------------------------------------------------------------------------------------------------


@frozen
class Report:
    """What evaluation says of an explicit claim.

    checked     sizes compared; the claim was true at `true` of them and undecided at `undecided`
    false_at    the sizes at which it is false, the first few
    reached     the largest size of the first variable compared
    """

    checked: int
    true: int
    undecided: int
    false_at: tuple[tuple[int, ...], ...]
    reached: int


def parameter_values(recurrence: Recurrence, draw: random.Random) -> Environment:
    """Values for the parameters that satisfy their conditions."""
    for _ in range(2000):
        values: Environment = {}
        for p in recurrence.parameters:
            values[p.name] = draw.randint(-6, 12) if p.kind == "integer" else Fraction(draw.randint(-24, 48), 8)
        probe = Evaluator(Recurrence(()), parameters=values)
        with suppress(Undefined, Undecided):
            if all(probe.holds(p.conditions, values) for p in recurrence.parameters):
                return values
    raise Undefined("no parameter values satisfy the conditions")


def claim_variables(claim: Claim) -> tuple[str, ...]:
    """The sizes a claim speaks of, in the order of its subject."""
    parameters = {p.name for p in claim.recurrence.parameters}
    names = [e.name for e in all_subexpressions(claim.subject) if isinstance(e, Variable)]
    return tuple(dict.fromkeys(x for x in names if x not in parameters))


def evaluator_for(claim: Claim, *, seed: int = 0, precision: int = 128) -> Evaluator:
    """An evaluator with parameter values and free base values drawn from the seed."""
    parameters = parameter_values(claim.recurrence, random.Random(seed)) if claim.recurrence.parameters else {}
    return Evaluator(claim.recurrence, parameters=parameters, free=free_base(seed), precision=precision)


def truth_at(claim: Claim, sizes: tuple[int, ...], evaluator: Evaluator) -> bool | None:
    """Whether an explicit claim holds at the sizes; raises Undefined outside its range."""
    environment = {**evaluator.parameters, **dict(zip(claim_variables(claim), sizes, strict=True))}
    if not evaluator.holds(claim.range, environment):
        raise Undefined("outside the range of the claim")
    left = evaluator.evaluate(claim.subject, environment)
    right = evaluator.evaluate(claim.bound, environment)
    truth = compare(left, claim.relation, right)
    if truth is None and evaluator.precision < 1024 and sum(sizes) <= (16 if claim.relation == "==" else 600):
        finer = Evaluator(evaluator.recurrence, evaluator.parameters, evaluator.free, 4 * evaluator.precision)
        return truth_at(claim, sizes, finer)
    return truth


def least_size(recurrence: Recurrence) -> int:
    """The smallest size of the domain: 0, or the least literal base of a function of one size."""
    least = 0
    for e in recurrence.equations:
        if len(e.patterns) == 1 and isinstance(e.patterns[0], Neg) and isinstance(e.patterns[0].operand, Number):
            least = min(least, -int(e.patterns[0].operand.value))
    return least


def all_sizes(claim: Claim, upto: int) -> Iterator[tuple[int, ...]]:
    """The sizes to compare at, in increasing order; a square grid for several variables."""
    variables = claim_variables(claim)
    if len(variables) <= 1:
        yield from ((n,) for n in range(least_size(claim.recurrence), upto + 1)) if variables else [()]
        return
    side = max(4, round(upto ** (1 / len(variables))))
    yield from sorted(product(range(side + 1), repeat=len(variables)), key=lambda s: (sum(s), s))


def check_claim(
    claim: Claim, upto: int, *, seed: int = 0, seconds: float = 60.0, evaluator: Evaluator | None = None
) -> Report:
    """Compare both sides of an explicit claim at every size of its range up to a bound, or until time runs out.

    Stops early at the fifth size where it is false.
    """
    evaluator = evaluator or evaluator_for(claim, seed=seed)
    stop = time.monotonic() + seconds
    checked = true = undecided = reached = 0
    false_at: list[tuple[int, ...]] = []
    for sizes in all_sizes(claim, upto):
        if time.monotonic() > stop or len(false_at) >= 5:
            break
        _fill(evaluator, sizes)
        try:
            truth = truth_at(claim, sizes, evaluator)
        except Undefined:
            continue
        except (Undecided, TooLarge):
            truth = None
        checked, reached = checked + 1, max(reached, *sizes[:1], 0)
        true, undecided = true + (truth is True), undecided + (truth is None)
        if truth is False:
            false_at.append(sizes)
    return Report(checked, true, undecided, tuple(false_at), reached)


def _fill(evaluator: Evaluator, sizes: tuple[int, ...]) -> None:
    """Compute every function at these sizes first, so that no recursion grows deep."""
    if len(sizes) == 1:
        for function in evaluator.recurrence.functions():
            with suppress(Undefined, Undecided, TooLarge):
                evaluator.value(function, *sizes)


def log2_size(value: Value) -> float:
    """log2 of the absolute value as a float, whatever its size; -inf for 0."""
    if not _exact(value):
        middle = mpmath.mp.make_mpf(value.mid._mpi_[0])
        return float(mpmath.log(abs(middle), 2)) if middle else -math.inf
    q = Fraction(value)
    if not q:
        return -math.inf
    return math.log2(abs(q.numerator)) - math.log2(q.denominator)
