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

import random
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from attrs import define, field

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
from tests.benchmarks.arithmetic import (
    CONSTANT_VALUES,
    FUNCTION_VALUES,
    ORDER_RELATIONS,
    TooLarge,
    Undecided,
    Undefined,
    Value,
    compare,
    exact_log,
    extreme,
    is_exact,
    iv,
    over,
    plus,
    power,
    rounded,
    small,
    times,
    to_interval,
)

Environment: TypeAlias = dict[str, Value]
Compiled: TypeAlias = Callable[[Environment], Value]


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

    def covers(self, function: str, arguments: tuple[int, ...]) -> bool:
        """Whether an equation gives the value at the arguments."""
        return any(self._match(e, arguments) is not None for e in self._by_function.get(function, ()))

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
            if c.relation not in ORDER_RELATIONS:
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
            if is_exact(a) and Fraction(a).denominator == 1:
                sizes.append(int(a))
            elif self.recurrence.rounding == "any":
                sizes.append(rounded(a, up=self.choose_up()))
            else:
                raise Undefined(f"{function} at a size that is no integer: {a}")
        return self.value(function, *sizes)


_PENDING = object()


def _compile(e: Expression, evaluator: Evaluator) -> Compiled:
    """A closure that computes the expression."""
    match e:
        case Number(q):
            constant = small(q)
            return lambda env: constant
        case Constant(name):
            return _closed(CONSTANT_VALUES[name])
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
            powers = [s for s in all_subexpressions(body) if isinstance(s, Pow)]
            rate = not any(Variable(name) in all_subexpressions(s.exponent) for s in powers)
            return _closed(lambda: _root(name, inside, rate=rate))
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
                return small(total) if isinstance(total, Fraction) else total

            return folded
        case Apply(name, arguments):
            function, codes = FUNCTION_VALUES[name], [_compile(a, evaluator) for a in arguments]
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


def _root(name: str, inside: Compiled, *, rate: bool = False) -> Value:
    """An enclosure of the x at which the decreasing body is 1; a rate, with x in no exponent, is the one above 0."""
    low, high = Fraction(1 if rate else -1), Fraction(1)
    while _sign(inside, name, low) == -1:
        low = low / 2 if rate else low * 2
    while _sign(inside, name, high) == 1:
        high *= 2
    for _ in range(iv.prec):
        middle = (low + high) / 2
        sign = _sign(inside, name, middle)
        if sign == 0:
            return small(middle)
        if sign is None:  # as near the root as this precision sees
            break
        low, high = (middle, high) if sign > 0 else (low, middle)
    return iv.mpf([to_interval(low).a, to_interval(high).b])


def _sign(inside: Compiled, name: str, x: Fraction) -> int | None:
    """The sign of body(x) - 1; None when the precision does not tell."""
    value = inside({name: small(x)})
    if is_exact(value) and value == 1:
        return 0
    return 1 if compare(value, ">", 1) else (-1 if compare(value, "<", 1) else None)


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
            return extreme(e.kind, values)
        total: Value = 0
        for value in values:
            total = plus(total, value)
        return total

    return code
