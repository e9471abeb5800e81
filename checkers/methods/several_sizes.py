"""Several sizes: bounds of T(n, m) by forms that every equation keeps on one side of T.

Forms are multiples of a few products of sizes and exponentials, less or plus a constant that the values at small sizes
call for: the claim's own bound first, then what lies near T, at all sizes or where the equations call. For growth
claims the forms are compared with the bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any, cast

from attrs import evolve, frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json
from bounds.recurrence import EXPLICIT, Relation
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import several
from checkers.methods import posynomial
from checkers.methods.system import Domains, Measures, Task, all_fitted, all_grounds, functions_of
from checkers.verdict import Blocked

RULE, ORDER = "several", 13
NAME = "several_sizes"
GRID, STEPS, FORMS, GROUNDS = 7, 300_000, 10, 3
Sizes = tuple[int, ...]
Region = tuple[Expr, ...]
"""Expressions that are all >= 0 there."""


@frozen
class Table:
    """T at small sizes, and where an induction can go: domains that calls stay in, each with measures that fall."""

    task: Task
    known: dict[Sizes, Fraction]
    grounds: list[tuple[Domains, Measures]]

    @property
    def names(self) -> tuple[str, ...]:
        return self.task.functions[self.task.function]

    def of(self, e: Expr) -> dict[Sizes, Fraction]:
        """The values of an expression in the sizes, as far as they are known exactly."""
        values, out = Values(self.task.decoded, {}, {}), {}
        for sizes in self.known:
            try:
                out[sizes] = values.exactly(e, dict(zip(self.names, map(Fraction, sizes), strict=True)))
            except Rejected:
                continue
        return out

    def within(self, region: Region) -> set[Sizes]:
        """The small sizes in a region."""
        rows = [self.of(e) for e in region]
        return {sizes for sizes in self.known if all(row.get(sizes, Fraction(-1)) >= 0 for row in rows)}

    def regions(self) -> list[set[Sizes]]:
        """The small sizes in each of the domains, the widest first, without repetition."""
        found: list[set[Sizes]] = []
        for domains, _ in self.grounds:
            here = self.within(tuple(domains[self.task.function]))
            if here and here not in found:
                found.append(here)
        return sorted(found, key=len, reverse=True)


def find(claim: Claim) -> Found | Blocked | None:
    """A bound of T at several sizes by induction over all of them.

    Shape    equations of one function of 2 or 3 sizes, calls at linear sizes with coefficients >= 0
    Needs    no parameters; forms c*B + d with products B of sizes and exponentials
    Gives    a proof for rule several
    """
    decoded = decode.claim(claim_to_json(claim))
    subject = decoded.subject
    plain = isinstance(subject, tuple) and subject[0] == "call" and 4 <= len(subject) <= 5 and not decoded.parameters
    if not plain or claim.relation == "==" or claim.recurrence.rounding != "stated":
        return None
    functions = functions_of(decoded)
    if functions is None or len(functions) > 1 or any(e[0] != "var" for e in subject[2:]):
        return Blocked(NAME, "equations of one function, at sizes that are names")
    task = Task(claim, decoded, {subject[1]: tuple(e[1] for e in subject[2:])})
    try:
        table = _table(task)
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    if not table.grounds:
        return Blocked(NAME, "no domain was found that calls do not leave, with a measure that falls")
    return _explicit(table) if claim.relation in EXPLICIT else _growth(table)


def _table(task: Task) -> Table:
    """T at small sizes, where equations give it."""
    known, values = {}, Values(task.decoded, {}, {})
    values.steps = STEPS
    names = task.functions[task.function]
    for sizes in sorted(product(range(GRID), repeat=len(names)), key=sum):
        if values.all_fitting((task.function, sizes)):
            known[sizes] = values.at(task.function, *sizes)[0]
    return Table(task, known, list(all_grounds(task, {task.function: (Fraction(0), 0)})))


def _atoms(names: tuple[str, ...]) -> list[Expr]:
    """Products of sizes and exponentials, the largest first."""
    sizes: list[Expr] = [("var", x) for x in names]
    whole: Expr = ("add", *sizes)
    powers: list[Expr] = [("pow", Fraction(b), e) for b in (3, 2) for e in (whole, *sizes)]
    several_of = [("mul", *part) for i in range(len(sizes), 1, -1) for part in combinations(sizes, i)]
    mixed = [("mul", x, e) for x in sizes for e in powers[-len(sizes) :] if e[2] != x]
    return [*powers[:1], powers[1 + len(sizes)], *powers[1 : 1 + len(sizes)], *mixed, *powers[2 + len(sizes) :],
            ("pow", whole, Fraction(2)), *several_of, whole, *sizes, Fraction(1)]  # fmt: skip


def _forms(table: Table, upper: bool, first: list[Expr]) -> Iterator[tuple[Expr, Expr]]:
    """c*B - d above the values (c*B + d below them), c as small (large) as they allow, with B, the closest first."""
    atoms = _atoms(table.names)
    slack: list[Expr] = [Fraction(0), Fraction(1), Fraction(2), *(("var", x) for x in table.names)]
    less = [(d, table.of(d)) for d in slack]
    for region in table.regions():
        for b in (*first, *(atoms[::-1] if upper else atoms)):
            at = table.of(b)
            for d, shift in less:
                c = _factor(table.known, at, shift, region, upper)
                if c is not None:
                    whole: Expr = ("mul", c, b)
                    yield ("add", whole, ("neg", d) if upper else d) if d != 0 else whole, b


def _factor(
    known: dict[Sizes, Fraction],
    at: dict[Sizes, Fraction],
    shift: dict[Sizes, Fraction],
    region: set[Sizes],
    upper: bool,
) -> Fraction | None:
    """The c > 0 with c*B - d above the values of T in a region, or c*B + d below them."""
    ratios = []
    for sizes in region:
        if sizes not in at or sizes not in shift:
            return None
        moved = known[sizes] + shift[sizes] if upper else known[sizes] - shift[sizes]
        if at[sizes] > 0:
            ratios.append(moved / at[sizes])
        elif at[sizes] < 0 or ((moved > 0) == upper and moved != 0):
            return None
    c = (max if upper else min)(ratios, default=Fraction(0))
    c = Fraction(-(-c // 1)) if upper else Fraction(c // 1) or c
    return c if c > 0 else None


def _side(table: Table, form: Expr, upper: bool) -> Iterator[dict[str, Any]]:
    """The form with domains where it is on its side of the values, and measures, as one side of a certificate."""
    f, at, sign = table.task.function, table.of(form), 1 if upper else -1
    wrong = {sizes for sizes, v in at.items() if sign * v < sign * table.known[sizes]} | (set(table.known) - set(at))
    good = (g for g in table.grounds if not wrong & table.within(tuple(g[0][f])))
    for domains, measures in islice(good, GROUNDS):
        forms = {
            "function": f, "variables": list(table.names), "form": to_json(form),
            "domain": list(map(to_json, domains[f])), "measure": list(map(to_json, measures[f])),
        }  # fmt: skip
        yield {"side": "upper" if upper else "lower", "forms": [forms]}


def _explicit(table: Table) -> Found | Blocked:
    upper, last = table.task.claim.relation == "<=", Blocked(NAME, "no form was found that the equations keep")
    near = (form for form, _ in _forms(table, upper, []))
    for form in (table.task.decoded.bound, *islice(near, FORMS)):
        for side in _side(table, form, upper):
            proof = {"rule": RULE, "sides": [side], "comparisons": []}
            try:
                return Found(several.verdict(table.task.decoded, proof), proof)
            except Rejected as e:
                last = Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    return last


def _growth(table: Table) -> Found | Blocked:
    """Forms on the sides that a proof, or a refutation, needs."""
    task, relation = table.task, table.task.claim.relation
    last = Blocked(NAME, "no forms were found that the equations keep and that decide the claim")
    floor = next(_kept(table, Fraction(0), False), None)
    if floor is None:
        return Blocked(NAME, "T is not shown to be >= 0")
    refuting = [{pair} for pair in several.REFUTED[relation]]
    for needs, wanted in ((several.PROVED[relation], "proved"), *((pairs, "refuted") for pairs in refuting)):
        sides, comparisons, witness = {"lower": floor}, [], ""
        for name, asked in sorted(needs):
            upper = name == "upper"
            for form, found in _deciding(table, _near(table, upper), asked, wanted):
                side = next(_kept(table, form, upper), None)
                if side is not None:
                    sides[name], witness = side, found.witness
                    comparisons.append({"side": name, "relation": asked, "proof": found.proof})
                    break
        proof = {"rule": RULE, "sides": list(sides.values()), "comparisons": comparisons}
        try:
            verdict = several.verdict(task.decoded, proof)
        except Rejected as e:
            last = Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
            continue
        return Found(verdict, proof, witness if verdict == "refuted" else "")
    return last


def _near(table: Table, upper: bool) -> Iterator[tuple[Expr, Expr]]:
    """Forms near the claim's bound (at sizes one larger, too), and near T, each with its main part."""
    bound = later = table.task.decoded.bound
    for x in table.names:
        later = decode.substitute(later, x, ("add", ("var", x), Fraction(1)))
    first = [bound, later] if upper else [bound]
    yield bound, bound
    for form, _ in all_fitted(table.task, table.task.function, table.names):
        if upper or not any(
            part[0] == "fn" for part in decode.all_parts(form)
        ):  # what is below T must be seen to be >= 0
            yield form, form
    yield from islice(_forms(table, upper, first), 4 * FORMS)


def _deciding(
    table: Table, forms: Iterator[tuple[Expr, Expr]], asked: str, wanted: str
) -> Iterator[tuple[Expr, Found]]:
    """The forms that, compared with the bound, decide the claim as wanted."""
    orders: dict[Expr, Found | Blocked] = {}
    for form, main in forms:
        if main not in orders:  # the order of a form is that of its product, but for rare signs
            orders[main] = posynomial.compared(_about(table.task, form, asked))
        first = orders[main]
        if not isinstance(first, Found) or first.verdict != wanted:
            continue
        found = posynomial.compared(_about(table.task, form, asked))
        if isinstance(found, Found) and found.verdict == wanted:
            yield form, found


def _about(task: Task, form: Expr, relation: str) -> Claim:
    """The claim that compares a form with the bound."""
    plain = evolve(task.claim.recurrence, equations=())
    subject = expression_from_json(to_json(form))
    return evolve(task.claim, recurrence=plain, relation=cast(Relation, relation), subject=subject)


def _kept(table: Table, form: Expr, upper: bool) -> Iterator[dict[str, Any]]:
    """The form as a side that the equations keep T on."""
    for side in _side(table, form, upper):
        try:
            several.shown(table.task.decoded, side)
        except Rejected:
            continue
        yield side
