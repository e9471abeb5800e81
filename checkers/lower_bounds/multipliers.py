"""Farkas multipliers: why no integers meet conditions, as numbers that anyone can add up.

A tree closes an obligation: a leaf gives numbers >= 0 by which the conditions on its branch, all >= 0, are multiplied;
their sum has no names in it and is negative. A branching takes one of the ways of the obligation and says for each set
of conditions that closes the way how to go on. z3 finds the numbers; `is_closed` adds them up and trusts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

from checkers.kernel.linear import Row, plus, scaled
from checkers.lower_bounds.obligations import Obligation, closed, closings, smt

QUESTIONS = 120
"""Sets of conditions that z3 is asked about, for one obligation."""


@frozen
class Leaf:
    """The numbers, by the place of the condition they multiply."""

    numbers: Mapping[int, Fraction]


@frozen
class Branching:
    """A way, by its place, and a tree for each set of conditions that closes it."""

    way: int
    trees: tuple[Tree, ...]


Tree: TypeAlias = Leaf | Branching


def is_closed(obligation: Obligation, tree: Tree, more: Sequence[Row] = ()) -> bool:
    """Whether a tree shows that the obligation always holds."""
    rows = [*obligation.hypotheses, *more]
    if isinstance(tree, Leaf):
        if not all(0 <= i < len(rows) and q >= 0 for i, q in tree.numbers.items()):
            return False
        total = plus(*(scaled(rows[i], q) for i, q in tree.numbers.items()))
        return not set(total) - {""} and total.get("", Fraction(0)) < 0
    if not 0 <= tree.way < len(obligation.ways):
        return False
    closing = closings(obligation.ways[tree.way])
    return len(closing) == len(tree.trees) and all(
        is_closed(obligation, below, (*more, *rows_of)) for below, rows_of in zip(tree.trees, closing, strict=True)
    )


def find_tree(obligation: Obligation) -> Tree | None:
    """A tree that closes an obligation; None when none was found: then solvers alone say that it holds."""
    search = _Search(obligation)
    return search.tree((), search.needed())


class _Search:
    def __init__(self, obligation: Obligation) -> None:
        import z3

        self.z3: Any = z3
        self.context = z3.Context()
        self.obligation = obligation
        self.closing = [closings(way) for way in obligation.ways]
        self.left = QUESTIONS

    def needed(self) -> frozenset[int]:
        """Ways without which the obligation would not hold, few of them."""
        solver = self.z3.Solver(ctx=self.context)
        names = [f"(declare-const |{x}| Int)" for x in self.obligation.names()]
        known = [f"(assert {smt(row)})" for row in self.obligation.hypotheses]
        marks = [f"(declare-const way{i} Bool)" for i in range(len(self.closing))]
        ways = [f"(assert (=> way{i} {closed(way)}))" for i, way in enumerate(self.obligation.ways)]
        solver.from_string("\n".join([*names, *known, *marks, *ways]))
        kept = list(range(len(self.closing)))
        for i in range(len(self.closing)):
            fewer = [j for j in kept if j != i]
            if solver.check([self.z3.Bool(f"way{j}", self.context) for j in fewer]) == self.z3.unsat:
                kept = fewer
        return frozenset(kept)

    def tree(self, more: tuple[Row, ...], ways: frozenset[int]) -> Tree | None:
        rows = [*self.obligation.hypotheses, *more]
        numbers = opposites(rows) or self.numbers(rows)
        if numbers is not None:
            return Leaf(numbers)
        if not ways or self.left <= 0:
            return None
        way = min(sorted(ways), key=lambda i: len(self.closing[i]))
        trees = []
        for closing in self.closing[way]:
            below = self.tree((*more, *closing), ways - {way})
            if below is None:
                return None
            trees.append(below)
        return Branching(way, tuple(trees))

    def numbers(self, rows: list[Row]) -> dict[int, Fraction] | None:
        """Numbers that add the rows up to -1."""
        self.left -= 1
        names = sorted({x for row in rows for x in row if x})
        solver = self.z3.SimpleSolver(ctx=self.context)
        unknown = [self.z3.Real(f"m{i}", self.context) for i in range(len(rows))]
        solver.add([x >= 0 for x in unknown])
        for name in (*names, ""):
            parts = [self._rational(row[name]) * x for row, x in zip(rows, unknown, strict=True) if row.get(name)]
            total = self.z3.Sum(parts) if parts else self._rational(Fraction(0))
            solver.add(total == (0 if name else -1))
        if solver.check() != self.z3.sat:
            return None
        model = solver.model()
        found = {i: Fraction(str(model.eval(x, True).as_fraction())) for i, x in enumerate(unknown)}
        return {i: q for i, q in found.items() if q}

    def _rational(self, q: Fraction) -> Any:
        return self.z3.Q(q.numerator, q.denominator, self.context)


def opposites(rows: Sequence[Row]) -> dict[int, Fraction] | None:
    """The last row, and another one that with it adds up to a negative number."""
    for i, row in enumerate(rows):
        total = plus(row, rows[-1])
        if not set(total) - {""} and total.get("", Fraction(0)) < 0:
            return {i: Fraction(1), len(rows) - 1: Fraction(1)} if i < len(rows) - 1 else {i: Fraction(1)}
    return None
