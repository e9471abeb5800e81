"""What a recurrence says at concrete sizes, to compare with what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field

from bounds.evaluation import Evaluator
from bounds.expression import Expression
from bounds.language.integrality import linear
from bounds.recurrence import Comparison, Equation, Recurrence
from bounds.value import Exact, Value, ends

STEPS = 50_000_000
Sizes = tuple[Exact, ...]


class NoValue(Exception):
    """A cost has no value there: no equation speaks of these sizes, or more than one does."""


class _Missing(Exception):
    def __init__(self, function: str, sizes: Sizes) -> None:
        super().__init__(function, sizes)
        self.function, self.sizes = function, sizes


def matched(patterns: tuple[Expression, ...], sizes: Sizes) -> dict[str, Exact] | None:
    """The values of the variables with which the patterns are these sizes, or None."""
    found: dict[str, Exact] = {}
    for pattern, size in zip(patterns, sizes, strict=True):
        line = linear(pattern)
        if line is None:
            return None
        name, slope, offset = line
        if not name:
            if size != offset:
                return None
            continue
        value = (size - offset) / slope
        if value.denominator != 1 or found.setdefault(name, int(value)) != value:
            return None
    return found


def holds(conditions: tuple[Comparison, ...], at: Mapping[str, Exact]) -> bool:
    """Whether comparisons of exact values hold."""
    return all(_holds(c, at) for c in conditions)


def _holds(c: Comparison, at: Mapping[str, Exact]) -> bool:
    evaluator = Evaluator(STEPS)
    sides = evaluator.value(c.left, at), evaluator.value(c.right, at)
    if sides[0] is None or sides[1] is None:
        raise NoValue(f"a condition without a value: {c}")
    (low, _), (other, _) = ends(sides[0]), ends(sides[1])
    return {
        "<=": low <= other, ">=": low >= other, "<": low < other, ">": low > other, "==": low == other,
        "!=": low != other,
    }[c.relation]  # fmt: skip


@define
class Costs:
    """The values of a recurrence with its parameters bound.

    >>> from bounds.language import parse_recurrence
    >>> costs = Costs(parse_recurrence("T(0) = 0; T(n) = T(n-1) + a for n >= 1"), {"a": 3})
    >>> costs.at("T", 1000)
    3000
    """

    recurrence: Recurrence
    values: Mapping[str, Exact] = field(factory=dict)
    known: dict[tuple[str, Sizes], Value] = field(factory=dict, init=False)

    def at(self, function: str, *sizes: Exact) -> Value:
        """The value of a cost; every value it needs is found first, so depth costs no Python stack.

        Raises   NoValue when no equation, or more than one, speaks of these sizes
        """
        waiting: dict[tuple[str, Sizes], None] = {(function, sizes): None}
        while waiting:
            name, at = next(reversed(waiting))
            try:
                self.known[name, at] = self._value(name, at)
                del waiting[name, at]
            except _Missing as missing:
                if (missing.function, missing.sizes) in waiting:
                    raise NoValue(f"{missing.function}{missing.sizes} needs its own value") from None
                waiting[missing.function, missing.sizes] = None
        return self.known[function, sizes]

    def _value(self, function: str, sizes: Sizes) -> Value:
        found = list(self._cases(function, sizes))
        if len(found) != 1:
            raise NoValue(f"{function}{sizes}: need one equation, have {len(found)}")
        [(equation, at)] = found
        return Evaluator(STEPS, self._known).value(equation.body, at)

    def _cases(self, function: str, sizes: Sizes) -> Iterator[tuple[Equation, dict[str, Exact]]]:
        for e in self.recurrence.equations:
            if e.function == function:
                own = matched(e.patterns, sizes)
                at = None if own is None else {**self.values, **own}
                if at is not None and holds(e.range, at):
                    yield e, at

    def _known(self, function: str, sizes: tuple[Value, ...]) -> Value:
        exact = tuple(s for s in sizes if isinstance(s, int))
        if len(exact) < len(sizes):
            raise NoValue(f"{function} at a size that is no integer")
        if (function, exact) not in self.known:
            raise _Missing(function, exact)
        return self.known[function, exact]
