"""Rule system: T = G on a domain of one or several sizes, for several functions at once, by substitution.

Needs    for each function a form G, a domain (linear inequalities between sizes) and a measure (linear forms);
         for each sum over k in an equation a form V
Checks   every size of a domain is covered by an equation; for every equation, at all its sizes in the domain: calls
         are inside the domain of their function and have a smaller measure, lexicographically, in natural numbers;
         G satisfies the equation identically (ring), where V(k+1) - V(k) is a sum's body with G for T; nothing is
         divided by 0, no factorial taken below 0. Signs that max, min and binomials depend on give cases
Gives    the verdict on a claim about T at several sizes; T(n) == G(n) for n >= low as a premise
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from checkers.kernel import linear, ring
from checkers.kernel.decode import (
    Claim,
    Equation,
    Expr,
    all_parts,
    calls,
    expression,
    fields,
    name,
    sequence,
    substitute,
    symbols,
)
from checkers.kernel.linear import Row, follows
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.rules.closed_form import differs
from checkers.kernel.step import Bound, step_of

RULE = "system"
CASES, LITERAL, WORK, VARIABLES = 10, 64, 4_000, 6
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


class System:
    """The solutions that a certificate states, and what has to be shown of them."""

    def __init__(self, claim: Claim, forms: Any, sums: Any) -> None:
        self.claim, self.work = claim, WORK
        self.integers = {p[0] for p in claim.parameters if p[1] == "integer"}
        self.names = {p[0] for p in claim.parameters}
        stated = [c for p in claim.parameters if p[1] == "integer" for c in p[2]]
        rows = [self.rows_of(c, self.integers) for c in stated]
        self.given = [row for options in rows if len(options) == 1 for row in options[0]]
        self.solutions = dict(map(self._solution, sequence(forms)))
        require(len(self.solutions) == len(forms), RULE, "one form for each function", sorted(self.solutions))
        require(len(sequence(sums)) == len(claim.equations), RULE, "the sums of each equation", len(sums))
        self.sums = [[expression(v) for v in sequence(item)] for item in sums]

    def _solution(self, item: Any) -> tuple[str, Solution]:
        function, variables, form, domain, measure = fields(item, ("function", "variables", "form", "domain", "measure"))
        names = [name(x) for x in sequence(variables)]
        require(0 < len(set(names) - self.names) == len(names) <= VARIABLES, RULE, "a few sizes", names)

        def own(e: Expr) -> Expr:
            require(not calls(e) and symbols(e) <= self.names | set(names), RULE, "a form in sizes and parameters", e)
            for i, x in enumerate(names):
                e = substitute(e, x, ("var", f"#{i}"))
            return e

        sizes = self.integers | {f"#{i}" for i in range(len(names))}
        rows = [[linear.row_of(own(expression(e)), sizes) for e in sequence(part)] for part in (domain, measure)]
        whole = [[row for row in part if row is not None and linear.is_whole(row)] for part in rows]
        require(whole == rows, RULE, "domain and measure linear with integer coefficients", (domain, measure))
        return name(function), Solution(len(names), own(expression(form)), *whole)

    def rows_of(self, c: Comparison, integers: set[str]) -> list[list[Row]]:
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

    def choices(self, comparisons: tuple[Comparison, ...], integers: set[str]) -> Iterator[list[Row]]:
        """The comparisons as a union of conjunctions of rows."""
        options = [self.rows_of(c, integers) for c in comparisons]
        require(all(options), RULE, "ranges linear in integers", comparisons)
        for chosen in product(*options):
            yield [row for rows in chosen for row in rows]

    def follows(self, known: list[Row], goal: Row) -> bool:
        self.work -= 1
        require(self.work > 0, RULE, f"fewer than {WORK} questions", "more")
        return follows(known, goal)

    def show_all(self) -> None:
        """Every obligation about the solutions."""
        lengths = {len(s.measure) for s in self.solutions.values()}
        require(len(lengths) == 1, RULE, "measures of one length", sorted(lengths))
        for f, s in self.solutions.items():
            known = [*self.given, *s.domain]
            require(not linear.is_empty(known), RULE, "a domain that is not empty", f)
            for row in s.measure:
                require(self.follows(known, row), RULE, "a measure >= 0 on the domain", row)
            require(self._is_covered(known, list(self._cells(f, s))), RULE, "an equation for each size", f)
        for e, sums in zip(self.claim.equations, self.sums, strict=True):
            if e.function in self.solutions and len(e.patterns) == self.solutions[e.function].arity:
                self._satisfied(e, sums, self.solutions[e.function])

    def _patterns(self, e: Equation) -> tuple[list[Row], set[str]]:
        """The sizes of an equation as rows, and its variables."""
        variables = set().union(*map(symbols, e.patterns))
        rows = [linear.row_of(p, variables) for p in e.patterns]
        plain = [row for row in rows if row is not None and linear.is_whole(row) and len(set(row) - {""}) <= 1]
        require(len(plain) == len(rows), RULE, "sizes linear in one variable", e.patterns)
        require(set().union(*plain) - {""} == variables, RULE, "patterns that hold each of their variables", e.patterns)
        spoken = symbols(e.body).union(*(symbols(side) for c in e.range for side in c[1:]))
        require(spoken <= variables | self.names, RULE, "an equation in its sizes and parameters", sorted(spoken))
        return plain, variables

    def _cells(self, f: str, s: Solution) -> Iterator[list[Row]]:
        """For each equation of f, as rows in #0, #1, ...: where it holds. Patterns such as 2*m are left out."""
        for e in self.claim.equations:
            if e.function != f or len(e.patterns) != s.arity:
                continue
            rows, variables = self._patterns(e)
            values: dict[str, Row] = {}
            same: list[Row] = []
            for i, row in enumerate(rows):
                size: Row = {f"#{i}": Fraction(1)}
                x = next(iter(set(row) - {""}), "")
                if x and x not in values and abs(row[x]) == 1:
                    rest = linear.plus(size, {"": -row.get("", Fraction(0))})
                    values[x] = linear.scaled(rest, row[x])
                else:
                    gap = linear.plus(size, linear.scaled(row, Fraction(-1)))
                    same += [gap, linear.scaled(gap, Fraction(-1))]
            if set(values) == variables:
                for cell in self.choices(e.range, variables | self.integers):
                    yield [linear.composed(row, values) for row in (*same, *cell)]

    def _is_covered(self, known: list[Row], cells: list[list[Row]]) -> bool:
        """Whether every point where known >= 0 is shown to be in a cell."""
        if self.follows(known, {"": Fraction(-1)}):
            return True
        if not cells:
            return False
        first, rest = cells[0], cells[1:]
        outside = ([*known, *first[:i], linear.opposite(row)] for i, row in enumerate(first))
        return all(self._is_covered(part, rest) for part in outside)

    def _satisfied(self, e: Equation, sums: list[Expr], s: Solution) -> None:
        """The equation holds for the forms at all its sizes in the domain, and its calls are good."""
        here, variables = self._patterns(e)
        at = {f"#{i}": row for i, row in enumerate(here)}
        sizes = variables | self.integers
        folds = [part for part in dict.fromkeys(all_parts(e.body)) if part[:2] == ("fold", "sum")]
        require(len(sums) == len(folds), RULE, "a form for each sum of the equation", len(sums))
        inside = Place(self, [linear.composed(row, at) for row in s.measure], dict(zip(folds, sums, strict=True)))
        value = placed(s.form, e.patterns)
        for cell in self.choices(e.range, sizes):
            known = [*self.given, *cell, *(linear.composed(row, at) for row in s.domain)]
            inside.cases(known, lambda rows: inside.vanish(rows, inside.formed(e.body, rows), value))


class Place(NamedTuple):
    """Where the forms are put in for the functions: below a measure, or anywhere when there is none."""

    system: System
    measure: list[Row] | None
    sums: dict[Expr, Expr]

    def cases(self, known: list[Row], show: Callable[[list[Row]], None], depth: int = CASES) -> None:
        """Show something wherever the rows are >= 0, in cases if it needs them."""
        if self.system.follows(known, {"": Fraction(-1)}):
            return
        require(depth > 0, RULE, f"at most {CASES} nested cases", depth)
        try:
            show(known)
        except Cases as split:
            self.cases([*known, split.row], show, depth - 1)
            self.cases([*known, linear.opposite(split.row)], show, depth - 1)

    def is_nonnegative(self, known: list[Row], row: Row) -> bool:
        """The sign of a row, or a split into cases."""
        if self.system.follows(known, row):
            return True
        if self.system.follows(known, linear.opposite(row)):
            return False
        raise Cases(row)

    def row(self, e: Expr, known: list[Row]) -> Row:
        found = linear.row_of(self.resolved(e, known), self.integers(known, e))
        require(found is not None, RULE, "a form linear in integers", e)
        return found or {}

    def integers(self, known: list[Row], *parts: Expr) -> set[str]:
        """The names of integers among those in rows and expressions: all but real parameters."""
        names = set().union(*known, *map(symbols, parts)) - {""}
        return names - (self.system.names - self.system.integers)

    def formed(self, e: Expr, known: list[Row]) -> Expr:
        """e with a form for each call and each sum."""
        if not isinstance(e, tuple) or e[0] in ("var", "const"):
            return e
        if e[0] == "fold":
            return self._fold(e, known)
        parts = [self.formed(part, known) if isinstance(part, (tuple, Fraction)) else part for part in e]
        if e[0] != "call":
            return tuple(parts)
        solution = self.system.solutions.get(e[1])
        require(solution is not None and solution.arity == len(e) - 2, RULE, "a form for each function called", e)
        rows = [self.row(part, known) for part in parts[2:]]
        require(all(map(linear.is_whole, rows)), RULE, "integer sizes", e)
        at = {f"#{i}": row for i, row in enumerate(rows)}
        for row in solution.domain if solution else ():
            inside = self.system.follows(known, linear.composed(row, at))
            require(inside, RULE, "calls inside the domain of their form", e)
        if self.measure is not None and solution:
            there = [linear.composed(row, at) for row in solution.measure]
            require(self._is_smaller(known, there, self.measure), RULE, "calls of smaller measure", e)
        return placed(solution.form if solution else e, tuple(map(linear.expression_of, rows)))

    def _is_smaller(self, known: list[Row], there: list[Row], here: list[Row]) -> bool:
        """Whether one list of measures comes before another, lexicographically."""
        for a, b in zip(there, here, strict=True):
            fall = linear.plus(b, linear.scaled(a, Fraction(-1)))
            if self.system.follows(known, linear.plus(fall, {"": Fraction(-1)})):
                return True
            if not self.system.follows(known, fall):
                return False
            known = [*known, linear.scaled(fall, Fraction(-1))]
        return False

    def _fold(self, e: Expr, known: list[Row]) -> Expr:
        """A sum, or the greatest or least value of what is linear, over k = first..last."""
        _, kind, k, first, last, body = e
        taken = self.integers([*known, *(self.measure or [])], *self.sums) | self.system.names
        require(k not in taken, RULE, "a variable of the fold's own", k)
        low, high = (self.row(self.formed(end, known), known) for end in (first, last))
        require(linear.is_whole(low) and linear.is_whole(high), RULE, "a range between integers", e)
        least = 1 if kind == "sum" else 0
        count = linear.plus(high, linear.scaled(low, Fraction(-1)), {"": Fraction(least)})
        require(self.system.follows(known, count), RULE, "a range first..last, last >= first (sum: first - 1)", e)
        own: Row = {k: Fraction(1)}
        inner = [*known, linear.plus(own, linear.scaled(low, Fraction(-1)))]
        inner += [linear.plus(high, linear.scaled(own, Fraction(-1)))]
        if kind == "sum":
            return self._sum(self.sums.get(e, Fraction(0)), k, body, inner, (low, high))
        row = self.row(self.formed(body, inner), inner)
        rises = row.get(k, Fraction(0)) >= 0
        return linear.expression_of(linear.composed(row, {k: high if rises == (kind == "max") else low}))

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
                rises = self.is_nonnegative(known, self.row(("add", other, ("neg", best)), known))
                best = other if rises == (e[1] == "max") else best
            return best
        return self._binomial(parts[2], parts[3], known) if e[:2] == ("fn", "binomial") else tuple(parts)

    def _binomial(self, a: Expr, b: Expr, known: list[Row]) -> Expr:
        top, below = self.row(a, known), self.row(b, known)
        require(linear.is_whole(top) and linear.is_whole(below), RULE, "binomials of integers", (a, b))
        require(self.system.follows(known, top), RULE, "binomial(a, b) with a >= 0", a)
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
        rounded = set().union(*(symbols(p) for p in all_parts(e) if p[:2] in (("fn", "floor"), ("fn", "ceil"))))
        sizes = sorted(self.integers(known, e) - self.system.names, key=lambda x: (x not in rounded, x)) or [""]
        try:
            for part in ring.divisors(e, *sizes):
                require(self._never_zero(part, known, sizes), RULE, "a divisor that is never 0", part)
            for part in ring.naturals(e, *sizes):
                row = self.row(part, known)
                ok = linear.is_whole(row) and self.system.follows(known, row)
                require(ok, RULE, "an integer >= 0", part)
            same = ring.vanishes(self._settled(e, known), *sizes)
        except ring.OutsideRing as refused:
            raise Rejected(RULE, "expressions the ring can represent", str(refused)) from None
        require(same, RULE, "the forms to satisfy the equation", e)

    def _settled(self, e: Expr, known: list[Row]) -> Expr:
        """e with what the rows say with equality put in."""
        rows = list(map(linear.tight, known))
        while True:
            units = [(r, min(x for x in r if x and abs(r[x]) == 1)) for r in rows if any(x and abs(r[x]) == 1 for x in r)]
            row, x = next(((r, x) for r, x in units if self._is_zero(rows, r)), ({}, ""))
            if not row:
                return e
            value = linear.scaled({y: c for y, c in row.items() if y != x}, -row[x])
            e = substitute(e, x, linear.expression_of(value))
            rows = [linear.composed(r, {x: value}) for r in rows]

    def _is_zero(self, rows: list[Row], row: Row) -> bool:
        return self.system.follows(rows, linear.scaled(row, Fraction(-1)))

    def _never_zero(self, e: Expr, known: list[Row], sizes: list[str]) -> bool:
        """Linear and not 0 at integers where the rows are >= 0; a parameter said to differ from 0; a product of such."""
        if not ring.divisors(("div", Fraction(1), e), *sizes) or differs(self.system.claim, e, *sizes):
            return True
        if not isinstance(e, tuple):
            return False
        if e[0] in ("mul", "neg", "div") or (e[0] == "pow" and isinstance(e[2], Fraction)):
            return all(self._never_zero(p, known, sizes) for p in (e[1:2] if e[0] == "pow" else e[1:]))
        if e[:2] == ("fn", "factorial"):
            return True  # at least 1 where it is defined, and that is shown of its argument
        row = linear.row_of(e, set(sizes) | self.system.integers)
        return row is not None and linear.is_empty([*known, row, linear.scaled(row, Fraction(-1))])


def placed(form: Expr, sizes: tuple[Expr, ...]) -> Expr:
    """A form at sizes, which hold none of its own names."""
    for i, size in enumerate(sizes):
        form = substitute(form, f"#{i}", size)
    return form


def _system(claim: Claim, proof: Any) -> System:
    _, forms, sums = fields(proof, ("rule", "forms", "sums"))
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    require(all(e.relation == "==" for e in claim.equations), RULE, "equations, not inequalities", "an inequality")
    system = System(claim, forms, sums)
    system.show_all()
    return system


def verdict(claim: Claim, proof: Any) -> str:
    """A claim about T at several sizes: T == f by identity, T <= f when the difference is linear."""
    system, subject = _system(claim, proof), claim.subject
    require(claim.relation in ("==", "<=", ">="), RULE, "an explicit claim", claim.relation)
    ok = isinstance(subject, tuple) and subject[0] == "call" and len(subject) > 3 and not calls(claim.bound)
    require(ok, RULE, "a claim about T at several sizes", subject)
    names = symbols(subject) - system.names
    spoken = symbols(claim.bound).union(*(symbols(side) for c in claim.range for side in c[1:]))
    require(spoken <= names | system.names, RULE, "a claim in its sizes and parameters", sorted(spoken))
    sizes: list[Row] = [{x: Fraction(1)} for x in sorted(names - _from_below(claim.range))]
    place = Place(system, None, {})

    def show(known: list[Row]) -> None:
        value = place.formed(subject, known)
        gap = place.resolved(("add", claim.bound, ("neg", value)), known)
        row = linear.row_of(gap, place.integers(known, gap)) if claim.relation != "==" else None
        if row is None:
            place.vanish(known, claim.bound, value)
            return
        row = row if claim.relation == "<=" else linear.scaled(row, Fraction(-1))
        require(place.is_nonnegative(known, row), RULE, f"T {claim.relation} the bound", gap)

    for cell in system.choices(claim.range, names | system.integers):
        place.cases([*system.given, *sizes, *cell], show)
    return "proved"


def _from_below(comparisons: tuple[Comparison, ...]) -> set[str]:
    """The sizes for which a range names a lower end: x >= e, x > e, x == number. Others are 0 or more."""
    out = set()
    for relation, left, right in comparisons:
        for x, e, lower in ((left, right, (">=", ">")), (right, left, ("<=", "<"))):
            if isinstance(x, tuple) and x[0] == "var" and (relation in lower or (relation == "==" and not symbols(e))):
                out.add(x[1])
    return out


def conclude(claim: Claim, proof: Any) -> Bound:
    """T(n) == G(n) for every n >= low, where T's domain begins."""
    step, solution = step_of(claim), _system(claim, proof).solutions.get(step_of(claim).function)
    require(solution is not None and solution.arity == 1, RULE, "a form of T(n)", step.function)
    low, form = -(10**6), Fraction(0)
    for row in solution.domain if solution else ():
        require(set(row) <= {"", "#0"} and row.get("#0", 0) == 1, RULE, "a domain n >= low", row)
        low = max(low, int(-row.get("", Fraction(0))))
    if solution:
        form = substitute(solution.form, "#0", ("var", step.symbol))
    return Bound("==", form, Fraction(0), low, low)
