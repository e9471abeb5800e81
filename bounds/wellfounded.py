"""Whether a recurrence says something at every size it speaks of.

The sizes of a small window are evaluated exactly, smallest first; what is found is a definite counterexample (the
smallest size with no equation, a call that comes back to itself, a denominator 0 ...), never a guess. A recurrence that
passes is not proved well founded: the kernel checks, for the claim at hand, that every call is smaller.

Reading of a recurrence, shared with the kernel:

* a size is an integer; a variable of a left side is >= 0 unless its range compares it with a constant (`for n <= 0`);
* a size below every size that has an equation is a free base value; a size above one that has must have an equation;
* where several equations `==` hold at one size, they must give the same value.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TypeAlias

from attrs import define, field, frozen

from bounds.evaluation import Evaluator
from bounds.expression import Expression, Variable, all_calls, free_variables, has_call
from bounds.language.errors import LanguageError, Span
from bounds.language.integrality import linear
from bounds.language.printer import print_expression
from bounds.recurrence import Comparison, Equation, Recurrence
from bounds.samples import LONGEST, all_samples, demands, holds, window
from bounds.screen import passes
from bounds.value import Exact, TooLarge, Undefined, Value

Node: TypeAlias = tuple[str, tuple[int, ...]]

GRID = 6
STEPS = 100_000
PATH = 3_000
"""Sizes looked at when there are several: up to GRID; evaluations in all; calls inside each other."""


class NotWellFounded(LanguageError):
    """A recurrence that says nothing, or goes in a circle, at some size; `equation` is the index of the culprit."""

    def __init__(
        self, *, need: str, have: str, try_: str = "", equation: int = 0, span: Span | None = None
    ) -> None:  # fmt: skip
        self.equation = equation
        super().__init__("well-founded", need=need, have=have, try_=try_, span=span)

    def placed(self, span: Span) -> NotWellFounded:
        """The same error, shown at a place of a text."""
        return NotWellFounded(need=self.need, have=self.have, try_=self.try_, equation=self.equation, span=span)


def check_well_founded(recurrence: Recurrence) -> None:
    """Refuse a recurrence that has no meaning at some small size.

    Shape    one size: every size up to WINDOW; several: a grid up to GRID; parameters at a few permitted values
    Raises   NotWellFounded naming the smallest size found
    """
    if not recurrence.equations:
        return
    if _is_plain(recurrence):
        return
    steps = STEPS if all(len(e.patterns) == 1 for e in recurrence.equations) else STEPS // 5
    for sample in all_samples(recurrence):
        for valued in (False, True):
            check = _Check(recurrence, sample, steps, valued)
            check.run()
            steps = check.evaluator.steps
            if steps <= 0:
                return
            if not check.meets:
                break


def _is_plain(recurrence: Recurrence) -> bool:
    """Whether the quick look is enough."""
    equations = recurrence.equations
    if recurrence.rounding != "stated" or any(len(e.patterns) != 1 for e in equations):
        return False
    return passes(recurrence, [tuple(demands(e.body)) for e in equations], *window(recurrence))


class _Needs(Exception):
    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.node = node


@frozen
class _Case:
    """An equation prepared for one sample: its index and the parts to evaluate at each size."""

    index: int
    equation: Equation
    parts: tuple[Expression, ...]


@define
class _Check:
    recurrence: Recurrence
    sample: dict[str, Exact]
    budget: int
    valued: bool
    evaluator: Evaluator = field(init=False)
    cases: dict[str, list[_Case]] = field(factory=dict)
    literal: dict[Node, list[_Case]] = field(factory=dict)
    known: dict[Node, Value] = field(factory=dict)
    path: dict[Node, None] = field(factory=dict)
    lowest: dict[str, int] = field(factory=dict)
    bound: dict[Node, list[tuple[_Case, dict[str, Exact]]]] = field(factory=dict)
    meets: bool = False
    several: bool = False

    def __attrs_post_init__(self) -> None:
        equations = self.recurrence.equations
        self.valued |= any(has_call(a) for e in equations for c in all_calls(e.body) for a in c.arguments)
        self.several = any(len(e.patterns) > 1 for e in equations)
        self.evaluator = Evaluator(self.budget, self._cost, LONGEST)
        for index, e in enumerate(equations):
            case = _Case(index, e, (e.body,) if self.valued else tuple(demands(e.body)))
            numbers = [linear(p) for p in e.patterns]
            if all(n is not None and not n[0] for n in numbers):
                sizes = tuple(int(n[2]) for n in numbers if n is not None)
                self.literal.setdefault((e.function, sizes), []).append(case)
            else:
                self.cases.setdefault(e.function, []).append(case)

    def run(self) -> None:
        """Look at every size of the window, smallest first; running out of steps ends the search without a finding."""
        functions = self.recurrence.functions()
        arity = {e.function: len(e.patterns) for e in self.recurrence.equations}
        low, high = window(self.recurrence)
        try:
            if not self.several:
                self._check_gaps(functions, low, high)
            for size in itertools.count(0) if self.several else range(low, high + 1):
                nodes = [(f, s) for f in functions for s in _sizes(arity[f], size, several=self.several)]
                if self.several and size > GRID * max(arity.values()):
                    return
                for node in nodes:
                    if self._applicable(node):
                        self._visit(node)
        except TooLarge:
            return

    def _check_gaps(self, functions: tuple[str, ...], low: int, high: int) -> None:
        for f in functions:
            gap = None
            for n in range(low, high + 1):
                cases = self._applicable((f, (n,)))
                if cases:
                    self.lowest.setdefault(f, n)
                if cases and gap is not None:
                    raise NotWellFounded(
                        need="an equation for every size between those that have one",
                        have=f"{f}({gap}) has none, {f}({self.lowest[f]}) and {f}({n}) have{self._with()}",
                        try_=f"{f}({gap}) = ..., or a range that begins at {gap}", equation=cases[0].index,
                    )  # fmt: skip
                if not cases and f in self.lowest and gap is None:
                    gap = n

    def _with(self) -> str:
        values = ", ".join(f"{k} = {v}" for k, v in self.sample.items())
        return f" (with {values})" if values else ""

    def _applicable(self, node: Node) -> list[_Case]:
        return [case for case, _ in self._bound(node)]

    def _bound(self, node: Node) -> list[tuple[_Case, dict[str, Exact]]]:
        """The equations that apply at a node, each with the values of its variables."""
        if node not in self.bound:
            function, sizes = node
            cases = self.literal.get(node, []) + self.cases.get(function, [])
            bindings = [(c, self._binding(c.equation, sizes)) for c in cases]
            self.bound[node] = [(c, at) for c, at in bindings if at is not None]
        return self.bound[node]

    def _binding(self, e: Equation, sizes: tuple[int, ...]) -> dict[str, Exact] | None:
        """The values of the variables when the equation applies at these sizes (or may apply)."""
        if len(sizes) != len(e.patterns):
            return None
        at: dict[str, Exact] = dict(self.sample)
        own: set[str] = set()
        for pattern, size in zip(e.patterns, sizes, strict=True):
            name, slope, offset = linear(pattern) or ("", Fraction(0), Fraction(0))
            value = (size - offset) / slope if slope else size - offset
            if value.denominator != 1 or (not name and value != 0) or (name in own and at[name] != value):
                return None
            if name:
                own.add(name)
                at[name] = value.numerator
                if value < 0 and not any(_bounds(c, name) for c in e.range):
                    return None
        return None if any(holds(c, at, self.evaluator) is False for c in e.range) else at

    def _visit(self, root: Node) -> None:
        self.path = {root: None}
        while self.path:
            node = next(reversed(self.path))
            try:
                self.known[node] = self._value(node)
                del self.path[node]
            except _Needs as needs:
                self._descend(node, needs.node)

    def _descend(self, node: Node, child: Node) -> None:
        shown = f"{_shown(node)} calls {_shown(child)}"
        cases = self._applicable(node)
        if child in self.path:
            steps = list(self.path)
            circle = [*steps[steps.index(child) :], child]
            shown = " calls ".join(map(_shown, circle if len(circle) < 6 else [*circle[:4], circle[-1]]))
            raise NotWellFounded(
                need="calls at smaller sizes", have=f"{shown}{self._with()}", equation=cases[0].index,
                try_=self._later(node),
            )  # fmt: skip
        if len(self.path) >= PATH:
            if self.several:
                raise TooLarge
            steps = list(self.path)[:3]
            raise NotWellFounded(
                need="calls that come to an end",
                have=f"{' calls '.join(map(_shown, steps))} and so on, {PATH:,} calls deep{self._with()}",
                equation=self._applicable(steps[0])[0].index, try_=self._later(steps[0]),
            )  # fmt: skip
        self.path[child] = None

    def _later(self, node: Node) -> str:
        if len(node[1]) > 1:
            return f"an equation {_shown(node)} = ..."
        [pattern] = self._applicable(node)[0].equation.patterns
        name = next(iter(free_variables(pattern)), "n")
        step = f", and the step only for {name} >= {node[1][0] + 1}" if isinstance(pattern, Variable) else ""
        return f"an equation {_shown(node)} = ...{step}"

    def _value(self, node: Node) -> Value:
        cases = self._bound(node)
        if not cases:
            self._missing(node)
            return None
        values: list[tuple[_Case, Value]] = []
        for case, at in cases:
            try:
                found = [self._part(part, at) for part in case.parts]
            except Undefined as error:
                raise NotWellFounded(
                    need=f"a value of {print_expression(error.part)}",
                    have=f"{error.reason} at {_shown(node)}{self._with()}", equation=case.index, try_=self._later(node),
                ) from None  # fmt: skip
            values.append((case, found[0] if self.valued else None))
        self._check_agreement(node, values)
        return values[0][1]

    def _part(self, part: Expression, at: dict[str, Exact]) -> Value:
        """The value of a part; None when it is too large to hold, while steps are left."""
        try:
            return self.evaluator.value(part, at)
        except TooLarge:
            if self.evaluator.steps < 0:
                raise
            return None

    def _check_agreement(self, node: Node, values: list[tuple[_Case, Value]]) -> None:
        """Refuse two equations for one size that do not certainly give the same value."""
        equal = [(case, value) for case, value in values if case.equation.relation == "=="]
        for case, value in equal[1:]:
            first, known = equal[0]
            if case.equation == first.equation:
                continue
            if not self.valued:
                self.meets = True
            elif not isinstance(value, (int, Fraction)) or value != known:
                exact = isinstance(value, (int, Fraction)) and isinstance(known, (int, Fraction))
                have = f"{_shown(node)} is {known} and {value}" if exact else f"{_shown(node)} has two equations"
                raise NotWellFounded(
                    need="one value for each size", have=f"{have}{self._with()}", equation=case.index,
                    try_="ranges that do not overlap",
                )  # fmt: skip

    def _missing(self, node: Node) -> None:
        """Refuse a size without an equation that is not a free base value."""
        function, sizes = node
        caller = list(self.path)[-2]
        index = self._applicable(caller)[0].index
        if min(sizes) < 0:
            raise NotWellFounded(
                need="calls at sizes that an equation gives", equation=index,
                have=f"{_shown(caller)} calls {_shown(node)}, which has none{self._with()}",
                try_=f"an equation {_shown(caller)} = ..., or {_shown(node)} = ...",
            )  # fmt: skip
        if not self.several and sizes[0] > self.lowest.get(function, sizes[0]):
            raise NotWellFounded(
                need="calls at sizes that an equation gives", equation=index,
                have=f"{_shown(caller)} calls {_shown(node)}, which has none{self._with()}",
                try_=f"an equation {_shown(node)} = ...",
            )  # fmt: skip

    def _cost(self, function: str, sizes: tuple[Value, ...]) -> Value:
        if any(s is None or not isinstance(s, (int, Fraction)) for s in sizes):
            return None
        whole = tuple(s for s in sizes if isinstance(s, int))
        node = (function, whole)
        if len(whole) < len(sizes):
            self._round(function, [Fraction(s) for s in sizes if isinstance(s, (int, Fraction))])
            return None
        if node not in self.known:
            raise _Needs(node)
        return self.known[node]

    def _round(self, function: str, sizes: list[Fraction]) -> None:
        caller = next(reversed(self.path))
        if self.recurrence.rounding == "stated":
            raise NotWellFounded(
                need="sizes that are integers", equation=self._applicable(caller)[0].index,
                have=f"{_shown(caller)} calls {function}({', '.join(map(_digits, sizes))}){self._with()}",
                try_="floor or ceil around the size",
            )  # fmt: skip
        for node in itertools.product(*({s.__floor__(), s.__ceil__()} for s in sizes)):
            if (function, node) not in self.known:
                raise _Needs((function, node))


def _bounds(c: Comparison, name: str) -> bool:
    """Whether the comparison sets a variable against a constant."""
    for side, other in ((c.left, c.right), (c.right, c.left)):
        if side == Variable(name) and name not in free_variables(other) and c.relation != "!=":
            found = linear(other)
            return found is None or not found[0]
    return False


def _shown(node: Node) -> str:
    return f"{node[0]}({', '.join(map(_digits, node[1]))})"


def _digits(size: int | Fraction) -> str:
    """A size as text; Python refuses to write one of thousands of digits."""
    bits = max(size.numerator.bit_length(), size.denominator.bit_length())
    return str(size) if bits <= 1000 else f"{'-' if size < 0 else ''}2^{bits - 1}..."


def _sizes(arity: int, size: int, *, several: bool) -> list[tuple[int, ...]]:
    """The sizes looked at in turn `size`: that size alone, or all of the grid whose sum it is."""
    if not several:
        return [(size,)]
    reach = GRID if arity <= 3 else 2
    grid = itertools.product(range(reach + 1), repeat=arity) if arity <= 6 else iter(())
    return [s for s in grid if sum(s) == size]
