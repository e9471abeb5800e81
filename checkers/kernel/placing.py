"""Forms put in for functions: what is left of an equation is shown to be an identity between numbers.

At each call the sizes are inside the domain of the function's form, and its measure is smaller; a sum telescopes; max,
min and binomials are decided by signs, in cases if they must be; what is left vanishes in the ring. Everything is
shown at all integers where some rows are >= 0. Used by rule system, which says why that proves anything.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

from checkers.kernel import linear, ring
from checkers.kernel.decode import Claim, Equation, Expr, all_parts, calls, substitute, symbols
from checkers.kernel.linear import Row
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.step import differs

RULE = "system"
CASES, LITERAL, WORK = 10, 64, 100_000
Comparison = tuple[str, Expr, Expr]


class Solution(NamedTuple):
    """T(#0, #1, ...) = form where each row of domain is >= 0; the names are none that a claim can hold."""

    arity: int
    form: Expr
    domain: list[Row]
    measure: list[Row]


class Cases(Exception):
    """What is to be shown depends on the sign of a row."""

    def __init__(self, row: Row) -> None:
        super().__init__(str(row))
        self.row = row


class Setting:
    """What does not vary: the claim, its parameters, the integers among them, a solution for each function."""

    def __init__(self, claim: Claim) -> None:
        self.claim, self.work = claim, WORK
        self.names = {p[0] for p in claim.parameters}
        self.integers = {p[0] for p in claim.parameters if p[1] == "integer"}
        self.solutions: dict[str, Solution] = {}
        self.given = tuple(
            e for e in claim.equations if not calls(e.body) and not any(map(_is_fold, all_parts(e.body)))
        )

    def follows(self, known: list[Row], goal: Row) -> bool:
        """Whether goal >= 0 is shown wherever the rows are >= 0."""
        self.work -= 1 + len(known)
        require(self.work > 0, RULE, f"inequalities looked at less than {WORK} times", "more")
        return linear.follows(known, goal)


class Place(NamedTuple):
    """Where the forms are put in for the functions: below a measure, or anywhere when there is none."""

    setting: Setting
    measure: list[Row] | None
    sums: dict[Expr, Expr]

    def cases(self, known: list[Row], show: Callable[[list[Row]], None], depth: int = CASES) -> None:
        """Show something wherever the rows are >= 0, in cases if it needs them."""
        if self.setting.follows(known, {"": Fraction(-1)}):
            return
        require(depth > 0, RULE, f"at most {CASES} nested cases", depth)
        try:
            show(known)
        except Cases as split:
            self.cases([*known, split.row], show, depth - 1)
            self.cases([*known, linear.opposite(split.row)], show, depth - 1)

    def is_nonnegative(self, known: list[Row], row: Row) -> bool:
        """The sign of a row, or a split into cases."""
        if self.setting.follows(known, row):
            return True
        if self.setting.follows(known, linear.opposite(row)):
            return False
        raise Cases(row)

    def row(self, e: Expr, known: list[Row]) -> Row:
        found = linear.row_of(self.resolved(e, known), self.integers(known, e))
        if found is None:
            raise Rejected(RULE, "an expression linear in integers", str(e))
        return found

    def integers(self, known: list[Row], *parts: Expr) -> set[str]:
        """The names of integers among those in rows and expressions: all but real parameters."""
        names = set().union(*known, *map(symbols, parts)) - {""}
        return names - (self.setting.names - self.setting.integers)

    def formed(self, e: Expr, known: list[Row]) -> Expr:
        """e with a form for each call and each sum."""
        if not isinstance(e, tuple) or e[0] in ("var", "const"):
            return e
        if e[0] == "fold":
            return self._fold(e, known)
        parts = [self.formed(part, known) if isinstance(part, (tuple, Fraction)) else part for part in e]
        if e[0] != "call":
            return tuple(parts)
        solution = self.setting.solutions.get(e[1])
        if solution is None or solution.arity != len(e) - 2:
            raise Rejected(RULE, "a form for each function called", str(e))
        rows = [self.row(part, known) for part in parts[2:]]
        require(all(map(linear.is_whole, rows)), RULE, "integer sizes", e)
        at = {f"#{i}": row for i, row in enumerate(rows)}
        for row in solution.domain:
            inside = linear.composed(row, at)
            if not self.setting.follows(known, inside):
                return self._outside(e, rows, known, inside)
        if self.measure is not None:
            there = [linear.composed(row, at) for row in solution.measure]
            require(self._is_smaller(known, there, self.measure), RULE, "calls of smaller measure", e)
        return placed(solution.form, tuple(map(linear.expression_of, rows)))

    def _outside(self, e: Expr, rows: list[Row], known: list[Row], inside: Row) -> Expr:
        """The call e where its form is not used: what an equation without calls gives, or a split into cases."""
        outside = linear.opposite(inside)
        all_given = (self._given(q, e[1], rows, [*known, outside]) for q in self.setting.given)
        value = next((v for v in all_given if v is not None), None)
        if value is None:
            raise Rejected(RULE, "calls inside the domain of their form, or at sizes whose value is given", str(e))
        if not self.setting.follows(known, outside):
            raise Cases(inside)
        return value

    def _given(self, q: Equation, function: str, rows: list[Row], known: list[Row]) -> Expr | None:
        """The right side of an equation at these sizes; None unless it is shown to hold there."""
        if q.function != function or len(q.patterns) != len(rows):
            return None
        at: dict[str, Row] = {}
        asked: list[list[Row]] = []
        body = q.body
        for i, (pattern, row) in enumerate(zip(q.patterns, rows, strict=True)):
            if isinstance(pattern, Fraction):
                gap = linear.plus(row, {"": -pattern})
                asked.append([gap, linear.scaled(gap, Fraction(-1))])
            elif pattern[0] == "var" and pattern[1] not in self.setting.names | set(at):
                at[pattern[1]] = row
                body = substitute(body, pattern[1], ("var", f"#{i}"))
            else:
                return None
        if not symbols(body) <= self.setting.names | {f"#{i}" for i in range(len(rows))}:
            return None
        for c in q.range:
            options = rows_of(c, set(at) | self.setting.integers)
            if len(options) != 1:
                return None
            asked.append([linear.composed(row, at) for row in options[0]])
        if not all(self.setting.follows(known, row) for part in asked for row in part):
            return None
        return placed(body, tuple(map(linear.expression_of, rows)))

    def _is_smaller(self, known: list[Row], there: list[Row], here: list[Row]) -> bool:
        """Whether one list of measures comes before another, lexicographically."""
        for a, b in zip(there, here, strict=True):
            fall = linear.plus(b, linear.scaled(a, Fraction(-1)))
            if self.setting.follows(known, linear.plus(fall, {"": Fraction(-1)})):
                return True
            if not self.setting.follows(known, fall):
                return False
            known = [*known, linear.scaled(fall, Fraction(-1))]
        return False

    def _fold(self, e: Expr, known: list[Row]) -> Expr:
        """A sum, or the greatest or least value of what is linear or bends to its ends, over k = first..last."""
        _, kind, k, first, last, body = e
        taken = self.integers([*known, *(self.measure or [])], *self.sums) | self.setting.names
        require(k not in taken, RULE, "a variable of the fold's own", k)
        low, high = (self.row(self.formed(end, known), known) for end in (first, last))
        require(linear.is_whole(low) and linear.is_whole(high), RULE, "a range between integers", e)
        least = 1 if kind == "sum" else 0
        count = linear.plus(high, linear.scaled(low, Fraction(-1)), {"": Fraction(least)})
        require(self.setting.follows(known, count), RULE, "a range first..last, last >= first (sum: first - 1)", e)
        own: Row = {k: Fraction(1)}
        inner = [*known, linear.plus(own, linear.scaled(low, Fraction(-1)))]
        inner += [linear.plus(high, linear.scaled(own, Fraction(-1)))]
        if kind == "sum":
            return self._sum(self.sums.get(e, Fraction(0)), k, body, inner, (low, high))
        found = [x for part in alternatives(body, kind) for x in self._extremes(part, e, inner, (low, high))]
        return ("fn", kind, *found) if len(found) > 1 else found[0]

    def _extremes(self, body: Expr, e: Expr, inner: list[Row], ends: tuple[Row, Row]) -> list[Expr]:
        """Where a body in the fold e is greatest (least): at one end when linear, at either when convex (concave)."""
        kind, k = e[1], e[2]
        g = self.resolved(self.formed(body, inner), inner)
        first, last = (substitute(g, k, linear.expression_of(row)) for row in ends)
        row = linear.row_of(g, self.integers(inner, g))
        if row is not None:
            return [last if (row.get(k, Fraction(0)) >= 0) == (kind == "max") else first]
        near = [substitute(g, k, ("add", ("var", k), Fraction(i))) for i in (-1, 1)]
        bend: Expr = ("add", *near, ("mul", Fraction(-2), g))
        bend = bend if kind == "max" else ("neg", bend)
        require(linear.is_nonnegative(bend, inner), RULE, "what is linear or bends away from its ends", g)
        return [first, last]

    def _sum(self, v: Expr, k: str, body: Expr, inner: list[Row], ends: tuple[Row, Row]) -> Expr:
        """V(last + 1) - V(first), where V(k + 1) - V(k) is the summand for first <= k <= last."""
        after = substitute(v, k, ("add", ("var", k), Fraction(1)))
        self.cases(inner, lambda rows: self.vanish(rows, ("add", after, ("neg", v)), self.formed(body, rows)))
        first, end = (linear.expression_of(row) for row in (ends[0], linear.plus(ends[1], {"": Fraction(1)})))
        return ("add", substitute(v, k, end), ("neg", substitute(v, k, first)))

    def resolved(self, e: Expr, known: list[Row]) -> Expr:
        """e without max and min, and with factorials or falling products for binomials."""
        if not isinstance(e, tuple) or e[0] in ("var", "const"):
            return e
        parts = [self.resolved(part, known) if isinstance(part, (tuple, Fraction)) else part for part in e]
        if e[0] == "fn" and e[1] in ("max", "min"):
            best = parts[2]
            for other in parts[3:]:
                best = other if self._rises(best, other, known) == (e[1] == "max") else best
            return best
        return self._binomial(parts[2], parts[3], known) if e[:2] == ("fn", "binomial") else tuple(parts)

    def _rises(self, a: Expr, b: Expr, known: list[Row]) -> bool:
        """Whether b >= a, or else a >= b: by their difference, which is a polynomial or linear."""
        if linear.is_nonnegative(("add", b, ("neg", a)), known):
            return True
        if linear.is_nonnegative(("add", a, ("neg", b)), known):
            return False
        return self.is_nonnegative(known, self.row(("add", b, ("neg", a)), known))

    def _binomial(self, a: Expr, b: Expr, known: list[Row]) -> Expr:
        top, below = self.row(a, known), self.row(b, known)
        require(linear.is_whole(top) and linear.is_whole(below), RULE, "binomials of integers", (a, b))
        require(self.setting.follows(known, top), RULE, "binomial(a, b) with a >= 0", a)
        if set(below) <= {""} and 0 <= linear.constant(below) <= LITERAL:
            factors = [("div", ("add", a, Fraction(-i)), Fraction(i + 1)) for i in range(int(linear.constant(below)))]
            return ("mul", Fraction(1), Fraction(1), *factors)
        rest = linear.plus(top, linear.scaled(below, Fraction(-1)))
        if not (self.is_nonnegative(known, below) and self.is_nonnegative(known, rest)):
            return Fraction(0)
        factorials = [("fn", "factorial", linear.expression_of(row)) for row in (top, below, rest)]
        return ("div", factorials[0], ("mul", *factorials[1:]))

    def vanish(self, known: list[Row], left: Expr, right: Expr) -> None:
        """left = right, and both are defined, wherever the rows are >= 0."""
        e = self.resolved(("add", left, ("neg", right)), known)
        parts, names = all_parts(e), self.integers(known, e) - self.setting.names
        rounded = set().union(*(symbols(p) for p in parts if p[:2] in (("fn", "floor"), ("fn", "ceil"))))
        bases = set().union(*(symbols(p[1]) for p in parts if p[0] == "pow" and symbols(p[2])))
        sizes = sorted(names - bases, key=lambda x: (x not in rounded, x)) or [""]  # the ring's other names are real
        try:
            for part in ring.divisors(e, *sizes):
                require(self._never_zero(part, known, sizes), RULE, "a divisor that is never 0", part)
            for part in ring.naturals(e, *sizes):
                row = self.row(part, known)
                ok = linear.is_whole(row) and self.setting.follows(known, row)
                require(ok, RULE, "an integer >= 0", part)
            same = ring.vanishes(self._settled(e, known), *sizes)
        except ring.OutsideRing as refused:
            raise Rejected(RULE, "expressions the ring can represent", str(refused)) from None
        require(same, RULE, "the forms to satisfy the equation", e)

    def _settled(self, e: Expr, known: list[Row]) -> Expr:
        """e with what the rows say with equality put in."""
        rows = list(map(linear.tight, known))
        while True:
            units = [
                (r, min(x for x in r if x and abs(r[x]) == 1)) for r in rows if any(x and abs(r[x]) == 1 for x in r)
            ]
            row, x = next(((r, x) for r, x in units if self._is_zero(rows, r)), ({}, ""))
            if not row:
                return e
            value = linear.scaled({y: c for y, c in row.items() if y != x}, -row[x])
            e = substitute(e, x, linear.expression_of(value))
            rows = [linear.composed(r, {x: value}) for r in rows]

    def _is_zero(self, rows: list[Row], row: Row) -> bool:
        return self.setting.follows(rows, linear.scaled(row, Fraction(-1)))

    def _never_zero(self, e: Expr, known: list[Row], sizes: list[str]) -> bool:
        """Linear, and 0 at no integers with rows >= 0; a parameter said to differ from 0; a product of such."""
        if not ring.divisors(("div", Fraction(1), e), *sizes) or differs(self.setting.claim, e, *sizes):
            return True
        if not isinstance(e, tuple):
            return False
        if e[0] in ("mul", "neg", "div") or (e[0] == "pow" and isinstance(e[2], Fraction)):
            return all(self._never_zero(p, known, sizes) for p in (e[1:2] if e[0] == "pow" else e[1:]))
        if e[:2] == ("fn", "factorial"):
            return True  # at least 1 where it is defined, and that is shown of its argument
        row = linear.row_of(e, self.integers(known, e))
        return row is not None and linear.is_empty([*known, row, linear.scaled(row, Fraction(-1))])


def _is_fold(e: Expr) -> bool:
    return bool(e[0] == "fold")


def rows_of(c: Comparison, integers: set[str]) -> list[list[Row]]:
    """A comparison as a choice of rows that are all >= 0; no choice when it is not linear in integers."""
    row = linear.row_of(("add", c[1], ("neg", c[2])), integers)
    if row is None:
        return []
    less = linear.scaled(row, Fraction(-1))
    choices = {
        ">=": [[row]],
        "<=": [[less]],
        "==": [[row, less]],
        ">": [[linear.above(row)]],
        "<": [[linear.above(less)]],
        "!=": [[linear.above(row)], [linear.above(less)]],
    }
    return choices.get(c[0], [])


def alternatives(e: Expr, kind: str) -> list[Expr]:
    """Expressions of which e is the greatest (kind max) or the least: max(a, b) + c is that of a + c and b + c."""
    if isinstance(e, tuple) and e[:2] == ("fn", kind):
        return [x for part in e[2:] for x in alternatives(part, kind)]
    if isinstance(e, tuple) and e[0] == "add":
        options = [alternatives(part, kind) for part in e[1:]]
        require(prod(map(len, options)) <= LITERAL, RULE, f"at most {LITERAL} alternatives", len(options))
        return [("add", *parts) for parts in product(*options)]
    return [e]


def placed(form: Expr, sizes: tuple[Expr, ...]) -> Expr:
    """A form at sizes, which hold none of its own names."""
    for i, size in enumerate(sizes):
        form = substitute(form, f"#{i}", size)
    return form
