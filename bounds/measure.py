"""Measures: what a decomposition is charged for. Each is a fold over the same object.

A measure says what one call costs, as an expression in `reads` and `writes` (tokens), `size` (of the model), `price_in`
and `price_out`, and how costs of calls combine:

    sum    over all calls
    path   along the dearest chain of calls that wait for one another: parts done at once count as their dearest
    peak   the dearest single call
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from attrs import field, frozen

from bounds.expression import Add, Expression, Mul, Neg, Number, Pow, Variable, number

Combine: TypeAlias = Literal["sum", "path", "peak"]

READS, WRITES, SIZE = Variable("reads"), Variable("writes"), Variable("size")
ATTRIBUTES = ("reads", "writes", "size", "price_in", "price_out")
"""Names that a cost of one call may use."""

_MILLION = 1_000_000
_PAIRS = Mul((number("1/2"), WRITES, Add((WRITES, Neg(number(1))))))
_GENERATED = Add((Mul((WRITES, READS)), _PAIRS))
"""The sum of reads + j for j = 0 .. writes - 1: what is read again for each token written."""


@frozen
class Measure:
    """What is counted, in which unit.

    `random` says what is meant where chance decides: the "worst" case, or the "expected" cost.
    """

    name: str
    one: Expression
    combine: Combine = "sum"
    unit: str = ""
    random: Literal["worst", "expected"] = field(default="worst")


MEASURES: dict[str, Measure] = {
    m.name: m
    for m in (
        Measure("calls", number(1), "sum", "calls"),
        Measure("tokens_in", READS, "sum", "tokens"),
        Measure("tokens_out", WRITES, "sum", "tokens"),
        Measure("tokens", Add((READS, WRITES)), "sum", "tokens"),
        # Meyerson & Qiu Def. 2.2: one forward pass of a model of size m on n tokens costs m*n.
        Measure("work", Mul((SIZE, _GENERATED)), "sum", "size times tokens"),
        # Chen et al., arXiv 2407.14788: prefill reads the prompt, decoding reads it again for each token.
        Measure("prefill", READS, "sum", "tokens"),
        Measure("prefill_square", Pow(READS, number(2)), "sum", "tokens squared"),
        Measure("decode", _GENERATED, "sum", "tokens"),
        Measure("depth", number(1), "path", "calls"),
        Measure("span", WRITES, "path", "tokens written one after the other"),
        Measure("peak", Add((READS, WRITES)), "peak", "tokens"),
        Measure(
            "money",
            Add((
                Mul((Variable("price_in"), READS, number(f"1/{_MILLION}"))),
                Mul((Variable("price_out"), WRITES, number(f"1/{_MILLION}"))),
            )),
            "sum",
            "money",
        ),
    )
}  # fmt: skip
"""The measures that claims can name; `expected_calls` and so on stand for the expected cost of a sum or a path."""

EXPECTED = "expected_"


def measure(name: str) -> Measure | None:
    """The measure of a name that a claim uses, or None: `calls`, `expected_tokens`.

    >>> measure("expected_calls").random
    'expected'
    """
    if name in MEASURES:
        return MEASURES[name]
    found = MEASURES.get(name.removeprefix(EXPECTED)) if name.startswith(EXPECTED) else None
    if found is None or found.combine == "peak":
        return None
    return Measure(name, found.one, found.combine, found.unit, "expected")


def per_call(name: str, one: Expression, combine: Combine = "sum", unit: str = "") -> Measure:
    """A measure of one's own: `one` is an expression in reads, writes, size, price_in and price_out, never below 0.

    Raises   ValueError: another name, or what is no sum, product or power

    >>> per_call("prefill_and_decode", Add((Pow(READS, number(2)), Mul((number(3), WRITES))))).combine
    'sum'
    """

    def known(attribute: str) -> Expression:
        if attribute not in ATTRIBUTES:
            raise ValueError(f"a cost of one call is made of {', '.join(ATTRIBUTES)}, found {attribute}")
        return Variable(attribute)

    with_sizes(one, known)
    return Measure(name, one, combine, unit)


def with_sizes(e: Expression, value: Callable[[str], Expression]) -> Expression:
    """The expression with each attribute of a call replaced by its value."""
    match e:
        case Variable(name):
            return value(name)
        case Add(terms):
            return Add(tuple(with_sizes(t, value) for t in terms))
        case Mul(factors):
            return Mul(tuple(with_sizes(f, value) for f in factors))
        case Neg(operand):
            return Neg(with_sizes(operand, value))
        case Pow(base, exponent):
            return Pow(with_sizes(base, value), exponent)
        case Number():
            return e
    raise ValueError(f"a cost of one call is made of sums, products and powers, found {e}")
