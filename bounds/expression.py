"""Expressions of the claim language: one closed union of frozen records.

Every part of tightbound that speaks of a formula speaks of these records: the parser builds them, the printer
shows them, `bounds.encoding` turns them into the plain JSON the kernel reads. Nothing here computes a value.

Canonical shape (what the parser builds and the smart constructors `add`, `mul`, `neg` keep):

* `Number` holds a nonnegative rational; a negative one is `Neg(Number)`. `3/4` in text is `Div(Number(3), Number(4))`,
  `0.75` is `Number(3/4)`.
* `Add` and `Mul` have at least two terms and never contain their own kind directly. `a - b` is `Add((a, Neg(b)))`.
* `a*b/c*d` is `Mul((Div(Mul((a, b)), c), d))`: `/` binds like `*`, from the left.
* `-x` binds weaker than `^` and stronger than `*`; `2^-n` is `Pow(2, Neg(n))`; `^` groups to the right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

from attrs import field, frozen

FUNCTIONS: dict[str, tuple[int, ...]] = {
    "floor": (1,), "ceil": (1,), "sqrt": (1,), "log": (1, 2), "log2": (1,), "exp": (1,), "factorial": (1,),
    "binomial": (2,), "H": (1,), "logstar": (1,), "Fib": (1,), "sin": (1,), "cos": (1,),
    "max": tuple(range(2, 65)), "min": tuple(range(2, 65)),
}  # fmt: skip
"""Name of each built-in function and the numbers of arguments it takes. `log(x)` is natural, `log(x, b)` has base b."""

T = TypeVar("T")

CONSTANTS = ("e", "pi", "phi")
FOLDS = ("sum", "max", "min")


@frozen
class Number:
    value: Fraction = field()

    @value.validator
    def _nonnegative(self, _: object, value: Fraction) -> None:
        if not isinstance(value, Fraction) or value < 0:
            raise ValueError(f"a Number holds a nonnegative Fraction, found {value!r}; write Neg(Number(...))")


@frozen
class Constant:
    name: str


@frozen
class Variable:
    name: str


@frozen
class Add:
    terms: tuple[Expression, ...]


@frozen
class Mul:
    factors: tuple[Expression, ...]


@frozen
class Neg:
    operand: Expression


@frozen
class Div:
    numerator: Expression
    denominator: Expression


@frozen
class Pow:
    base: Expression
    exponent: Expression


@frozen
class Apply:
    """A built-in function at its arguments: `floor(n/2)`, `log(x, b)`, `max(a, b)`."""

    function: str
    arguments: tuple[Expression, ...]


@frozen
class Call:
    """The unknown cost at given sizes: `T(n-1)`, `T(0)` where T(0) is a free base value."""

    function: str
    arguments: tuple[Expression, ...]


@frozen
class Fold:
    """`sum(k=lower..upper: body)`, and the same with max and min; an empty sum is 0."""

    kind: Literal["sum", "max", "min"]
    variable: str
    lower: Expression
    upper: Expression
    body: Expression


@frozen
class Root:
    """`root(x: body)`: where body is 1. That is one real x for a body sum of a_i*b_i^x, a_i > 0 and 0 < b_i < 1.

    For a body sum of a_i*x^-k_i, a_i > 0 and integers k_i >= 1, it is the one x > 0: the base that
    T(n) = sum of a_i*T(n - k_i) grows with.
    """

    variable: str
    body: Expression


Expression: TypeAlias = Number | Constant | Variable | Add | Mul | Neg | Div | Pow | Apply | Call | Fold | Root


def number(value: int | str | Fraction) -> Expression:
    """The expression of a rational: `number(-2)` is `Neg(Number(2))`, `number("3/4")` is `Number(3/4)`."""
    q = Fraction(value)
    return Number(q) if q >= 0 else Neg(Number(-q))


def add(*terms: Expression) -> Expression:
    """The sum in canonical shape: nested sums are flattened, one term stands alone, none is 0."""
    flat = tuple(t for term in terms for t in (term.terms if isinstance(term, Add) else (term,)))
    return Add(flat) if len(flat) > 1 else (flat[0] if flat else Number(Fraction(0)))


def mul(*factors: Expression) -> Expression:
    """The product in canonical shape: a product in first place is flattened, as the parser reads `a*b*c`."""
    if not factors:
        return Number(Fraction(1))
    flat = tuple(f for factor in factors for f in (factor.factors if isinstance(factor, Mul) else (factor,)))
    return Mul(flat) if len(flat) > 1 else flat[0]


def neg(operand: Expression) -> Expression:
    """The negative; a double negative cancels."""
    return operand.operand if isinstance(operand, Neg) else Neg(operand)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The direct parts of an expression, left to right."""
    match expression:
        case Number() | Constant() | Variable():
            return ()
        case Add(terms):
            return terms
        case Mul(factors):
            return factors
        case Neg(operand):
            return (operand,)
        case Div(numerator, denominator):
            return (numerator, denominator)
        case Pow(base, exponent):
            return (base, exponent)
        case Apply(_, arguments) | Call(_, arguments):
            return arguments
        case Fold(_, _, lower, upper, body):
            return (lower, upper, body)
        case Root(_, body):
            return (body,)


def all_subexpressions(expression: Expression) -> Iterator[Expression]:
    """Every part of the expression, itself first; iterative, so depth costs no stack."""
    stack = [expression]
    while stack:
        e = stack.pop()
        yield e
        stack.extend(reversed(children(e)))


def fold_up(expression: Expression, combine: Callable[[Expression, list[T]], T]) -> T:
    """What `combine` makes of the expression and of what it made of each direct part; depth costs no stack."""
    made: list[T] = []
    waiting: list[tuple[Expression, bool]] = [(expression, False)]
    while waiting:
        e, ready = waiting.pop()
        parts = children(e)
        if ready or not parts:
            start = len(made) - len(parts)
            made[start:] = [combine(e, made[start:])]
        else:
            waiting.append((e, True))
            waiting.extend((p, False) for p in reversed(parts))
    return made[0]


def all_calls(expression: Expression) -> Iterator[Call]:
    """Every call of an unknown cost in the expression."""
    return (e for e in all_subexpressions(expression) if isinstance(e, Call))


def has_call(expression: Expression) -> bool:
    """Whether an unknown cost occurs in the expression."""
    return any(True for _ in all_calls(expression))


def free_variables(expression: Expression) -> tuple[str, ...]:
    """The names that stand for a number from outside, in order of appearance; a fold or a root binds its own."""
    found: dict[str, None] = {}
    stack: list[tuple[Expression, frozenset[str]]] = [(expression, frozenset())]
    while stack:
        e, bound = stack.pop()
        match e:
            case Variable(name) if name not in bound:
                found[name] = None
            case Fold(_, variable, lower, upper, body):
                stack += [(body, bound | {variable}), (upper, bound), (lower, bound)]
            case Root(variable, body):
                stack.append((body, bound | {variable}))
            case _:
                stack.extend((c, bound) for c in reversed(children(e)))
    return tuple(found)
