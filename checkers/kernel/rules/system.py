"""Rule system: T = G on a domain of one or several sizes, for several functions at once, by substitution.

Needs    for each function a form G, a domain (linear inequalities between sizes) and a measure (linear forms);
         for each sum over k in an equation a form V
Checks   every size of a domain is covered by an equation; for every equation, at all its sizes in the domain: calls
         are inside the domain of their function and have a smaller measure, lexicographically, in natural numbers, or
         an equation without calls gives their value; G satisfies the equation identically (ring), where V(k+1) - V(k)
         is a sum's body with G for T; nothing is divided by 0, no factorial taken below 0. Signs that max, min and
         binomials depend on give cases, and so does whether a call is inside
Gives    the verdict on a claim about T at several sizes; T(n) == G(n) for n >= low as a premise
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from checkers.kernel import linear
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
from checkers.kernel.linear import Row
from checkers.kernel.placing import Comparison, Place, Setting, Solution, placed, rows_of
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.step import Bound, steps_of

RULE = "system"
VARIABLES, CHOICES = 6, 64


class System:
    """The solutions that a certificate states, and what has to be shown of them.

    relation "==": T = G; "<=" and ">=": T is on that side of G, as every equation with G for T is.
    """

    def __init__(self, claim: Claim, forms: Any, sums: Any, relation: str = "==") -> None:
        self.claim, self.setting, self.relation = claim, Setting(claim), relation
        stated = [c for p in claim.parameters if p[1] == "integer" for c in p[2]]
        rows = [rows_of(c, self.setting.integers) for c in stated]
        self.given = [row for options in rows if len(options) == 1 for row in options[0]]
        self.setting.solutions = dict(map(self._solution, sequence(forms)))
        require(
            len(self.setting.solutions) == len(forms),
            RULE,
            "one form for each function",
            sorted(self.setting.solutions),
        )
        require(len(sequence(sums)) == len(claim.equations), RULE, "the sums of each equation", len(sums))
        self.sums = [[expression(v) for v in sequence(item)] for item in sums]

    def _solution(self, item: Any) -> tuple[str, Solution]:
        function, variables, form, domain, measure = fields(
            item, ("function", "variables", "form", "domain", "measure")
        )
        names = [name(x) for x in sequence(variables)]
        require(0 < len(set(names) - self.setting.names) == len(names) <= VARIABLES, RULE, "a few sizes", names)

        def own(e: Expr) -> Expr:
            require(
                not calls(e) and symbols(e) <= self.setting.names | set(names),
                RULE,
                "a form in sizes and parameters",
                e,
            )
            for i, x in enumerate(names):
                e = substitute(e, x, ("var", f"#{i}"))
            return e

        sizes = self.setting.integers | {f"#{i}" for i in range(len(names))}
        rows = [[linear.row_of(own(expression(e)), sizes) for e in sequence(part)] for part in (domain, measure)]
        whole = [[row for row in part if row is not None and linear.is_whole(row)] for part in rows]
        require(whole == rows, RULE, "domain and measure linear with integer coefficients", (domain, measure))
        return name(function), Solution(len(names), own(expression(form)), *whole)

    def choices(self, comparisons: tuple[Comparison, ...], integers: set[str]) -> Iterator[list[Row]]:
        """The comparisons as a union of conjunctions of rows."""
        options = [rows_of(c, integers) for c in comparisons]
        require(all(options), RULE, "ranges linear in integers", comparisons)
        require(prod(map(len, options)) <= CHOICES, RULE, f"at most {CHOICES} cases of a range", len(options))
        for chosen in product(*options):
            yield [row for rows in chosen for row in rows]

    def show_all(self) -> None:
        """Every obligation about the solutions."""
        lengths = {len(s.measure) for s in self.setting.solutions.values()}
        require(len(lengths) == 1, RULE, "measures of one length", sorted(lengths))
        for f, s in self.setting.solutions.items():
            known = [*self.given, *s.domain]
            require(not linear.is_empty(known), RULE, "a domain that is not empty", f)
            for row in s.measure:
                require(self.setting.follows(known, row), RULE, "a measure >= 0 on the domain", row)
            require(self._is_covered(known, list(self._cells(f, s))), RULE, "an equation for each size", f)
        for e, sums in zip(self.claim.equations, self.sums, strict=True):
            if e.function in self.setting.solutions and len(e.patterns) == self.setting.solutions[e.function].arity:
                self._satisfied(e, sums, self.setting.solutions[e.function])

    def _patterns(self, e: Equation) -> tuple[list[Row], set[str]]:
        """The sizes of an equation as rows, and its variables."""
        variables = set().union(*map(symbols, e.patterns))
        rows = [linear.row_of(p, variables) for p in e.patterns]
        plain = [row for row in rows if row is not None and linear.is_whole(row) and len(set(row) - {""}) <= 1]
        require(len(plain) == len(rows), RULE, "sizes linear in one variable", e.patterns)
        require(set().union(*plain) - {""} == variables, RULE, "patterns that hold each of their variables", e.patterns)
        spoken = symbols(e.body).union(*(symbols(side) for c in e.range for side in c[1:]))
        require(
            spoken <= variables | self.setting.names, RULE, "an equation in its sizes and parameters", sorted(spoken)
        )
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
                for cell in self.choices(e.range, variables | self.setting.integers):
                    yield [linear.composed(row, values) for row in (*same, *cell)]

    def _is_covered(self, known: list[Row], cells: list[list[Row]]) -> bool:
        """Whether every point where known >= 0 is shown to be in a cell."""
        if self.setting.follows(known, {"": Fraction(-1)}):
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
        sizes = variables | self.setting.integers
        folds = [part for part in dict.fromkeys(all_parts(e.body)) if part[:2] == ("fold", "sum")]
        require(len(sums) == len(folds), RULE, "a form for each sum of the equation", len(sums))
        inside = Place(
            self.setting, [linear.composed(row, at) for row in s.measure], dict(zip(folds, sums, strict=True))
        )
        value = placed(s.form, e.patterns)
        for cell in self.choices(e.range, sizes):
            known = [*self.given, *cell, *(linear.composed(row, at) for row in s.domain)]
            inside.cases(known, lambda rows: self._compared(inside, e.body, rows, value))

    def _compared(self, inside: Place, body: Expr, known: list[Row], value: Expr) -> None:
        """The right side with the forms in it is the form, or on the side wanted and rising in every call."""
        formed = inside.formed(body, known)
        if self.relation == "==":
            inside.vanish(known, formed, value)
            return
        require_rising(body, known)
        high, low = (value, formed) if self.relation == "<=" else (formed, value)
        require_at_least(inside, known, (high, low), f"an equation that keeps T {self.relation} its form")


def require_rising(e: Expr, known: list[Row]) -> None:
    """e does not fall when a value of a call in it rises: sums, max, min, multiples by what is never negative."""
    if not calls(e):
        return
    kind, parts = e[0], e[1:]
    if kind == "call":
        require(not any(map(calls, parts[1:])), RULE, "sizes without calls", e)
        return
    if kind == "fn":
        kind, parts = e[1], e[2:]
    require(kind in ("add", "mul", "div", "max", "min"), RULE, "sums, multiples, max and min of calls", kind)
    factors = [part for part in parts if not calls(part)]
    if kind in ("mul", "div"):
        alone = len(parts) - len(factors) == 1 and (kind == "mul" or bool(calls(parts[0])))
        require(alone, RULE, "a multiple of one call", e)
        never = all(linear.is_nonnegative(part, known) and (kind == "mul" or part != 0) for part in factors)
        require(never, RULE, "multiples by what is never negative", factors)
    for part in parts:
        require_rising(part, known)


def require_at_least(place: Place, known: list[Row], sides: tuple[Expr, Expr], need: str) -> None:
    """One side is at least the other wherever the rows are >= 0: a polynomial, a linear form, or an identity."""
    high, low = sides
    gap = place.resolved(("add", high, ("neg", low)), known)
    if linear.is_nonnegative(gap, known):
        return
    row = linear.row_of(gap, place.integers(known, gap))
    if row is None:
        place.vanish(known, high, low)
    else:
        require(place.is_nonnegative(known, row), RULE, need, gap)


def _system(claim: Claim, proof: Any, outside: bool = True) -> System:
    """The system shown; a premise says that no call is outside the domains, where values are given."""
    _, forms, sums = fields(proof, ("rule", "forms", "sums"))
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    system = System(claim, forms, sums)
    if not outside:
        system.setting.given = ()
    system.show_all()
    return system


def verdict(claim: Claim, proof: Any) -> str:
    """A claim about T at several sizes: T == f by identity, T <= f by the sign of a polynomial."""
    return compared(claim, _system(claim, proof))


def compared(claim: Claim, system: System) -> str:
    """What follows of an explicit claim from the forms of a system that was shown."""
    subject, setting = claim.subject, system.setting
    require(claim.relation in ("==", "<=", ">="), RULE, "an explicit claim", claim.relation)
    ok = isinstance(subject, tuple) and subject[0] == "call" and len(subject) > 3 and not calls(claim.bound)
    require(ok, RULE, "a claim about T at several sizes", subject)
    names = symbols(subject) - setting.names
    spoken = symbols(claim.bound).union(*(symbols(side) for c in claim.range for side in c[1:]))
    require(spoken <= names | setting.names, RULE, "a claim in its sizes and parameters", sorted(spoken))
    sizes: list[Row] = [{x: Fraction(1)} for x in sorted(names - _from_below(claim.range))]
    place = Place(setting, None, {})

    def show(known: list[Row]) -> None:
        value = place.formed(subject, known)
        if claim.relation == "==":
            place.vanish(known, claim.bound, value)
            return
        sides = (claim.bound, value) if claim.relation == "<=" else (value, claim.bound)
        require_at_least(place, known, sides, f"T {claim.relation} the bound")

    for cell in system.choices(claim.range, names | setting.integers):
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
    step, system = steps_of(claim)[0], _system(claim, proof, outside=False)
    solution = system.setting.solutions.get(step.function)
    if solution is None or solution.arity != 1:
        raise Rejected(RULE, "a form of T(n)", step.function)
    plain = [set(row) <= {"", "#0"} and row.get("#0") == 1 for row in solution.domain]
    require(bool(plain) and all(plain), RULE, "a domain n >= low", solution.domain)
    low = max(int(-row.get("", Fraction(0))) for row in solution.domain)
    return Bound("==", substitute(solution.form, "#0", ("var", step.symbol)), Fraction(0), low, low)
