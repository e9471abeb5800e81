"""Rounds: the values that `each` and `loop` go through, and the total or the largest of a cost over them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NoReturn

from attrs import frozen

from bounds.decomposition import Chunks, Over, Parts, Range
from bounds.expression import (
    Add,
    Apply,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Number,
    Variable,
    free_variables,
    number,
)
from bounds.least import Knowledge
from bounds.normal_form import affine, normal, substitute
from bounds.recurrence import Comparison

ONE = number(1)
PARTS = 64
"""More parts than this are written as a sum over them."""

Refuse = Callable[[str, str], NoReturn]
"""Told what was needed and what was found; raises."""


def less(a: Expression, b: Expression) -> Expression:
    """a - b in normal form."""
    return normal(Add((a, Neg(b))))


def _times(*factors: Expression) -> Expression:
    return normal(Mul(factors))


def _nondecreasing(slope: Expression, known: Knowledge) -> bool:
    return known.at_least(slope, 0)


@frozen
class Rounds:
    """The values of one `each` or `loop`, with what is known outside of it."""

    over: Over
    known: Knowledge
    refuse: Refuse

    def facts(self) -> tuple[Comparison, ...]:
        """What holds for the variable in every round."""
        x = Variable(self.over.variable)
        match self.over:
            case Range(_, lower, upper):
                return Comparison(x, ">=", lower), Comparison(x, "<=", upper)
            case Chunks(_, _, window, _):
                return Comparison(x, ">=", ONE), Comparison(x, "<=", window)
            case Parts(_, size, parts):
                return (Comparison(x, ">=", number(int(self.known.at_least(less(size, parts), 0)))),)

    def within(self) -> Knowledge:
        """What is known inside a round."""
        return Knowledge(self.known.integers | {self.over.variable}, (*self.known.facts, *self.facts()))

    def total(self, cost: Expression) -> Expression:
        """The sum of a cost over all rounds."""
        line = affine(cost, self.over.variable)
        match self.over:
            case Range(x, lower, upper):
                count = normal(Add((less(upper, lower), ONE)))
                if line is None or not self.known.at_least(count, 0):
                    return Fold("sum", x, lower, upper, cost)
                middle = normal(Div(Add((lower, upper)), number(2)))
                return normal(Add((_times(line[0], count), _times(line[1], middle, count))))
            case Chunks(x, size, window, overlap):
                self._check_window(window, overlap)
                count = self.count()
                if line is not None and (overlap == number(0) or line[1] == number(0) or self._is_positive(size)):
                    shared = _times(overlap, less(count, ONE))
                    return normal(Add((_times(line[0], count), _times(line[1], Add((size, shared))))))
                self._need_positive(size)
                whole = _times(less(count, ONE), substitute(cost, {x: window}))
                return normal(Add((whole, substitute(cost, {x: self._last()}))))
            case Parts(x, size, parts):
                self._check_parts(parts)
                if line is not None:
                    return normal(Add((_times(line[0], parts), _times(line[1], size))))
                if isinstance(parts, Number) and parts.value <= PARTS:
                    k = int(parts.value)
                    each = (substitute(cost, {x: _part(size, i, k)}) for i in range(k))
                    return normal(Add((*each, number(0))))
                nth = Apply("floor", (Div(Add((size, Variable(x))), parts),))
                return Fold("sum", x, number(0), less(parts, ONE), substitute(cost, {x: nth}))

    def largest(self, cost: Expression) -> Expression:
        """The largest cost of a round, 0 where there is none."""
        x = self.over.variable
        if cost == number(0):
            return cost
        line = affine(cost, x)
        if line is not None and line[1] == number(0):
            return self._if_any(cost)
        rises = line is not None and _nondecreasing(line[1], self.within())
        falls = line is not None and _nondecreasing(normal(Neg(line[1])), self.within())
        match self.over:
            case Range(_, lower, upper):
                if not self.known.at_least(less(upper, lower), 0):
                    return Fold("max", x, lower, upper, cost)  # 0 where there is no round
                if rises or falls:
                    return normal(substitute(cost, {x: upper if rises else lower}))
                return Fold("max", x, lower, upper, cost)
            case Chunks(_, size, window, overlap):
                self._check_window(window, overlap)
                self._need_positive(size)
                first = normal(substitute(cost, {x: Apply("min", (size, window))}))
                if rises:
                    return first
                return normal(Apply("max", (first, normal(substitute(cost, {x: self._last()})))))
            case Parts(_, size, parts):
                self._check_parts(parts)
                least, most = (Apply(turn, (Div(size, parts),)) for turn in ("floor", "ceil"))
                ends = [normal(substitute(cost, {x: end})) for end in (most, least)]
                return ends[0] if rises else ends[1] if falls else normal(Apply("max", tuple(ends)))

    def count(self) -> Expression:
        """The number of rounds."""
        match self.over:
            case Range(_, lower, upper):
                count = normal(Add((less(upper, lower), ONE)))
                return count if self.known.at_least(count, 0) else Apply("max", (number(0), count))
            case Chunks(_, size, window, overlap):
                if overlap == number(0):
                    return Apply("ceil", (Div(size, window),))
                step, rest = less(window, overlap), less(size, overlap)
                if not self.known.at_least(rest, 1):
                    some = ONE if self._is_positive(size) else Apply("min", (size, ONE))
                    rest = Apply("max", (rest, some))
                return Apply("ceil", (Div(rest, step),))
            case Parts(_, _, parts):
                return parts

    def _if_any(self, cost: Expression) -> Expression:
        count = self.count()
        positive = self._is_positive(self.over.size) if isinstance(self.over, Chunks) else self.known.at_least(count, 1)
        return cost if positive else _times(cost, Apply("min", (ONE, count)))

    def _last(self) -> Expression:
        """The size of the last chunk."""
        if not isinstance(self.over, Chunks):
            raise TypeError("only chunks have a last one")
        step = less(self.over.window, self.over.overlap)
        return less(self.over.size, _times(less(self.count(), ONE), step))

    def _is_positive(self, size: Expression) -> bool:
        return self.known.at_least(size, 1)

    def _need_positive(self, size: Expression) -> None:
        if not self._is_positive(size):
            self.refuse("a size that is evidently >= 1, to be cut into chunks whose costs differ", _shown(size))

    def _check_window(self, window: Expression, overlap: Expression) -> None:
        if not self.known.at_least(less(window, overlap), 1) or not self.known.at_least(overlap, 0):
            self.refuse("a window that is evidently larger than its overlap", f"{_shown(window)}, {_shown(overlap)}")

    def _check_parts(self, parts: Expression) -> None:
        if not self.known.at_least(parts, 1):
            self.refuse("a number of parts that is evidently >= 1", _shown(parts))


def _part(size: Expression, i: int, k: int) -> Expression:
    """The i-th of k parts."""
    if k == 1:
        return size
    if i == k - 1:
        return Apply("ceil", (Div(size, number(k)),))
    return Apply("floor", (Div(normal(Add((size, number(Fraction(i))))), number(k)),))


def _shown(e: Expression) -> str:
    from bounds.language.printer import print_expression  # the printer prints decompositions too

    names = ", ".join(free_variables(e))
    return print_expression(e) + (f" (what is known of {names}: its range and conditions)" if names else "")
