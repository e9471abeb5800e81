"""What the files of reject/ are made of: a certificate that the kernel must reject, why, and ways to write it."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from tests.checkers.accepted import COUNT, HALVE, UPPER
from tests.checkers.proofs import bound, case, changed, claim, form, order, split, sums, witness


@frozen
class Reject:
    """What is wrong with it: the name of an accept file or a case of its own, and changes by path."""

    original: Any
    rule: str
    need: str
    why: str
    changes: dict[str, Any] = field(factory=dict)


def of_values(bound_text: str, need: str, why: str, rule: str = "evaluate", n: int = 0, **claim_fields: Any) -> Reject:
    """A claim T(n) <= bound and a witness that evaluates what it must not."""
    made = case(claim(COUNT, "T(n) <= n"), witness({"n": n}), "refuted")
    fields = {f"claim.{name}": value for name, value in claim_fields.items()}
    return Reject(changed(made, {"claim.bound": form(bound_text), **fields}), rule, need, why)


def of_growth(bound_text: Any, rule: str, need: str, why: str) -> Reject:
    """T in O(bound), of whose bound the kernel wants the order."""
    made = case(claim(HALVE, "T in O(n)"), order(UPPER))
    bound_json = form(bound_text) if isinstance(bound_text, str) else bound_text
    return Reject(changed(made, {"claim.bound": bound_json}), rule, need, why)


def of_window(recurrence: str, statement: str, premise: Any, need: str, why: str, rule: str = "induction") -> Reject:
    """A proof by rule bound whose premise fails, or does not suffice."""
    return Reject(case(claim(recurrence, statement), bound(premise, premise["low"])), rule, need, why)


def of_order(recurrence: str, statement: str, premise: Any, need: str, why: str, rule: str = "induction") -> Reject:
    return Reject(case(claim(recurrence, statement), order(premise)), rule, need, why)


def of_closed(recurrence: str, statement: str, premise: Any, need: str, why: str, rule: str = "closed-form") -> Reject:
    return Reject(case(claim(recurrence, statement), bound(premise, premise["low"])), rule, need, why)


def edited(original: str, path: str, value: Any, rule: str, need: str, why: str) -> Reject:
    return Reject(original, rule, need, why, {path: value})


def deep_split(depth: int) -> Any:
    """A case within a case, where nothing is left to be split."""
    out = sums(("1",))
    for _ in range(depth):
        out = split("n", 9, sums(("1",)), out)
    return out


N, HANOI_CASE, PROOF = ["var", "n"], "hanoi-closed-form", "certificate.proof"
PREMISE = f"{PROOF}.premise"
UP = f"{PROOF}.premises.0"
NESTED: Any = N
for _ in range(210):
    NESTED = ["neg", NESTED]
EXPRESSION_CAP = "depth below 210 and size below 200000"
CLAIM_FIELDS = "format, parameters, rounding, equations, subject, relation, bound, range, assuming"
FEW = ["var", "x"]
NOT_ONE = "an object with fields "


def with_equations(*equations: Any, n: int = 3) -> Any:
    """A false claim about the recurrence with these equations, and a witness that asks for T(n)."""
    made = case(claim(COUNT, "T(n) <= 0"), witness({"n": n}), "refuted")
    return changed(made, {"claim.equations": list(equations)})
