"""Rule several: T at several sizes stays on one side of a form, because every equation keeps it there.

Needs    equations linear in calls with coefficients >= 0, or max and min of such; forms G of the sizes with a domain
         and a measure, as in rule system
Checks   as rule system does, but for every equation: it does not fall when a call rises, and with G for T it is on
         the side wanted of G
Gives    an explicit claim, compared with G as in rule system; a growth claim, all sizes growing: T >= L >= 0 (and
         T <= U) where all sizes are large, and L and U compared with the bound by rule posynomial
"""

from __future__ import annotations

from typing import Any

from checkers.kernel import linear
from checkers.kernel.decode import Claim, Expr, calls, fields, one_of, sequence, symbols
from checkers.kernel.placing import placed
from checkers.kernel.refusal import require
from checkers.kernel.rules import posynomial
from checkers.kernel.rules.system import System, compared

RULE = "several"
PROVED = {
    "O": {("upper", "O")}, "o": {("upper", "o")}, "Omega": {("lower", "Omega")}, "omega": {("lower", "omega")},
    "Theta": {("upper", "O"), ("lower", "Omega")},
}  # fmt: skip
REFUTED = {
    "O": [("lower", "O")], "o": [("lower", "o")], "Omega": [("upper", "Omega")], "omega": [("upper", "omega")],
    "Theta": [("lower", "O"), ("upper", "Omega")],
}  # fmt: skip


def verdict(claim: Claim, proof: Any) -> str:
    _, sides, comparisons = fields(proof, ("rule", "sides", "comparisons"))
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    systems: dict[str, System] = {}
    for item in sequence(sides):
        side, system = shown(claim, item)
        require(side not in systems, RULE, "each side once", side)
        systems[side] = system
    if claim.relation in PROVED:
        return _growth(claim, systems, comparisons)
    wanted = {"<=": "upper", ">=": "lower"}.get(claim.relation, "")
    require(set(systems) == {wanted} and comparisons == [], RULE, "the claim's own side", sorted(systems))
    return compared(claim, systems[wanted])


def shown(claim: Claim, item: Any) -> tuple[str, System]:
    """One side of a proof: forms that the equations keep above T, or below."""
    side, forms = fields(item, ("side", "forms"))
    side = one_of(side, ("upper", "lower"))
    system = System(claim, forms, [[] for _ in claim.equations], "<=" if side == "upper" else ">=")
    system.show_all()
    return side, system


def _growth(claim: Claim, systems: dict[str, System], comparisons: Any) -> str:
    """A growth claim from forms on both sides, or on one, compared with the bound."""
    subject = claim.subject
    plain = not (claim.parameters or claim.uniform or calls(claim.bound))
    require(plain and len(subject) > 3, RULE, "a claim about T at several sizes, no parameters", subject)
    names = [e[1] for e in subject[2:] if isinstance(e, tuple) and e[0] == "var"]
    require(len(set(names)) == len(subject) - 2, RULE, "sizes that are different names", subject)
    spoken = symbols(claim.bound).union(*(symbols(e) for c in (*claim.range, *claim.assuming) for e in c[1:]))
    require(spoken <= set(names), RULE, "a claim in its own sizes", sorted(spoken))
    forms = {side: _form(claim, system, side == "lower") for side, system in systems.items()}
    require("lower" in forms, RULE, "a form below T that is never negative", sorted(forms))
    found = []
    for item in sequence(comparisons):
        side, relation, inner = fields(item, ("side", "relation", "proof"))
        require(side in forms, RULE, "a side that has a form", side)
        about = claim._replace(equations=(), subject=forms[side], relation=one_of(relation, posynomial.LANDAU))
        found.append((side, relation, posynomial.verdict(about, inner)))
    if {(s, r) for s, r, v in found if v == "proved"} >= PROVED[claim.relation]:
        return "proved"
    refuted = any((s, r) in REFUTED[claim.relation] for s, r, v in found if v == "refuted")
    require(refuted, RULE, "comparisons that decide the claim", found)
    return "refuted"


def _form(claim: Claim, system: System, never_negative: bool) -> Expr:
    """The form of the claim's function at the claim's sizes; its domain holds all large sizes."""
    function, sizes = claim.subject[1], claim.subject[2:]
    solution = system.setting.solutions.get(function)
    fits = solution is not None and solution.arity == len(sizes)
    require(fits, RULE, "a form of the claim's function", function)
    if solution is None:
        return sizes
    for row in solution.domain:
        far = bool(set(row) - {""}) and all(c > 0 for x, c in row.items() if x)
        require(far, RULE, "a domain that holds all large sizes", row)
    if never_negative:
        require(linear.is_nonnegative(solution.form, solution.domain), RULE, "a form that is never negative", function)
    return placed(solution.form, sizes)
