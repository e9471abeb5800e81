"""Several sizes: bounds of T(n, m) by forms that every equation keeps on one side of T.

Forms are multiples of a few products of sizes and exponentials, less or plus a constant that the values at small sizes
call for: the claim's own bound first, then what lies near T. For growth claims the forms are compared with the bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any, cast

from attrs import evolve

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
from checkers.methods.system import Task, all_grounds, functions_of
from checkers.verdict import Blocked

RULE, ORDER = "several", 13
NAME = "several_sizes"
GRID, STEPS, FORMS, GROUNDS = 7, 300_000, 10, 3


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
        values = _values(task)
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    if claim.relation in EXPLICIT:
        return _explicit(task, values)
    return _growth(task, values)


def _values(task: Task) -> dict[tuple[int, ...], Fraction]:
    """T at small sizes, where equations give it."""
    known, values = {}, Values(task.decoded, {}, {})
    values.steps = STEPS
    names = task.functions[task.function]
    for sizes in sorted(product(range(GRID), repeat=len(names)), key=sum):
        if values.all_fitting((task.function, sizes)):
            known[sizes] = values.at(task.function, *sizes)[0]
    return known


def _atoms(names: tuple[str, ...]) -> list[Expr]:
    """Products of sizes and exponentials, the largest first."""
    sizes: list[Expr] = [("var", x) for x in names]
    whole: Expr = ("add", *sizes)
    powers: list[Expr] = [("pow", Fraction(b), e) for b in (3, 2) for e in (whole, *sizes)]
    several_of = [("mul", *part) for i in range(len(sizes), 1, -1) for part in combinations(sizes, i)]
    mixed = [("mul", x, e) for x in sizes for e in powers[-len(sizes) :] if e[2] != x]
    return [*powers[:1], powers[1 + len(sizes)], *powers[1 : 1 + len(sizes)], *mixed, *powers[2 + len(sizes) :],
            ("pow", whole, Fraction(2)), *several_of, whole, *sizes, Fraction(1)]  # fmt: skip


def _forms(task: Task, values: dict[tuple[int, ...], Fraction], upper: bool, first: list[Expr]) -> Iterator[Expr]:
    """c*B - d above the values (c*B + d below them), c as small (large) as they allow, the closest B first."""
    names = task.functions[task.function]
    own = Values(task.decoded, {}, {})
    atoms = _atoms(names)
    slack: list[Expr] = [Fraction(0), Fraction(1), Fraction(2), *(("var", x) for x in names)]
    for b, d in product([*first, *(atoms[::-1] if upper else atoms)], slack):
        ratios = []
        for sizes, t in values.items():
            at_sizes = dict(zip(names, map(Fraction, sizes), strict=True))
            try:
                at, less = own.exactly(b, at_sizes), own.exactly(d, at_sizes)
            except Rejected:
                break
            moved = t + less if upper else t - less
            if at > 0:
                ratios.append(moved / at)
            elif at < 0 or ((moved > 0) == upper and moved != 0):
                break
        else:
            c = (max if upper else min)(ratios, default=Fraction(0))
            if c > 0:
                c = Fraction(-(-c // 1)) if upper else Fraction(c // 1) or c
                yield ("add", ("mul", c, b), ("neg", d) if upper else d) if d != 0 else ("mul", c, b)


def _side(task: Task, form: Expr, upper: bool) -> Iterator[dict[str, Any]]:
    """The form with domains and measures, as one side of a certificate."""
    ((f, names),) = task.functions.items()
    for domains, measures in islice(all_grounds(task, {f: (form, 0)}), GROUNDS):
        forms = {
            "function": f, "variables": list(names), "form": to_json(form),
            "domain": list(map(to_json, domains[f])), "measure": list(map(to_json, measures[f])),
        }  # fmt: skip
        yield {"side": "upper" if upper else "lower", "forms": [forms]}


def _explicit(task: Task, values: dict[tuple[int, ...], Fraction]) -> Found | Blocked:
    upper, last = task.claim.relation == "<=", Blocked(NAME, "no form was found that the equations keep")
    near = _forms(task, values, upper, [])
    for form in (task.decoded.bound, *islice(near, FORMS)):
        for side in _side(task, form, upper):
            proof = {"rule": RULE, "sides": [side], "comparisons": []}
            try:
                return Found(several.verdict(task.decoded, proof), proof)
            except Rejected as e:
                last = Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    return last


def _growth(task: Task, values: dict[tuple[int, ...], Fraction]) -> Found | Blocked:
    """Forms on the sides that a proof, or a refutation, needs."""
    last = Blocked(NAME, "no forms were found that the equations keep and that decide the claim")
    floor = next(_kept(task, [Fraction(0)], False), None)
    if floor is None:
        return Blocked(NAME, "T is not shown to be >= 0")
    relation = task.claim.relation
    refuting = [{pair} for pair in several.REFUTED[relation]]
    for needs, wanted in ((several.PROVED[relation], "proved"), *((pairs, "refuted") for pairs in refuting)):
        sides, comparisons, witness = {"lower": floor[1]}, [], ""
        for name, asked in sorted(needs):
            for form, side in _kept(task, _near(task, values, name == "upper"), name == "upper"):
                found = posynomial.find(_about(task, form, asked))
                if isinstance(found, Found) and found.verdict == wanted:
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


def _near(task: Task, values: dict[tuple[int, ...], Fraction], upper: bool) -> list[Expr]:
    """Forms near the claim's bound (at sizes one larger, too), and near T."""
    bound = later = task.decoded.bound
    for x in task.functions[task.function]:
        later = decode.substitute(later, x, ("add", ("var", x), Fraction(1)))
    first = [bound, later] if upper else [bound]
    return [bound, *islice(_forms(task, values, upper, first), 4 * FORMS)]


def _about(task: Task, form: Expr, relation: str) -> Claim:
    """The claim that compares a form with the bound."""
    plain = evolve(task.claim.recurrence, equations=())
    subject = expression_from_json(to_json(form))
    return evolve(task.claim, recurrence=plain, relation=cast(Relation, relation), subject=subject)


def _kept(task: Task, forms: list[Expr], upper: bool) -> Iterator[tuple[Expr, dict[str, Any]]]:
    """The forms that the equations keep on their side of T."""
    for form in forms:
        for side in _side(task, form, upper):
            names = evolve(task.claim, relation="<=" if upper else ">=", bound=expression_from_json(to_json(form)))
            about = decode.claim(claim_to_json(evolve(names, range=(), assuming=())))
            try:
                several.verdict(about, {"rule": RULE, "sides": [side], "comparisons": []})
            except Rejected:
                continue
            yield form, side
            break
