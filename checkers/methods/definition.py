"""Definition: claims about a cost that calls no other cost, as those of a decomposition without recursion.

T(n) = ceil(n/w) + 1 is its own closed form. An explicit claim compares two formulas; a growth claim looks at the order
of one, or, with parameters, is one about the formula itself, by linear programming.
"""

from __future__ import annotations

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json
from bounds.recurrence import EXPLICIT, Recurrence
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, order
from checkers.kernel.rules import definition as rule
from checkers.kernel.step import Step
from checkers.methods import posynomial
from checkers.verdict import Blocked

RULE, ORDER = "definition", 8
NAME = "definition"
STARTS = (0, 1, 4, 16, 64, 256, 1024, 8192)


def find(claim: Claim) -> Found | Blocked | None:
    """A proof from the formula that the step is.

    Shape    one function of one size whose step calls nothing; sums, products, powers, roundings, max and min
    Gives    a proof for rule bound, order or definition
    """
    if not claim.recurrence.equations:
        return None
    decoded = decode.claim(claim_to_json(claim))
    try:
        step = rule.defined_step(decoded)
    except Rejected:
        return None
    if claim.relation in EXPLICIT:
        return _explicit(decoded, step)
    return _growth(claim, decoded, step)


def _explicit(decoded: decode.Claim, step: Step) -> Found | Blocked:
    last = Blocked(NAME, "no size from which the formulas compare as claimed")
    for further in STARTS:
        proof = {
            "rule": "bound", "premise": {"rule": RULE}, "from": step.start + further, "base": 2, "order": 4,
        }  # fmt: skip
        try:
            return Found(bound.verdict(decoded, proof), proof)
        except Rejected as e:
            last = Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
            if decoded.relation == "==" or decoded.parameters:
                break
    return last


def _growth(claim: Claim, decoded: decode.Claim, step: Step) -> Found | Blocked | None:
    proof = {"rule": "order", "premises": [{"rule": RULE}]}
    try:
        return Found(order.verdict(decoded, proof), proof)
    except Rejected as e:
        last = Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    if decoded.subject != ("call", step.function, ("var", step.symbol)):
        return last
    body = expression_from_json(to_json(step.body))
    about = Claim(
        Recurrence((), claim.recurrence.parameters), body, claim.relation, claim.bound, claim.range, claim.assuming,
        claim.uniform,
    )  # fmt: skip
    found = posynomial.find(about)
    if isinstance(found, Found):
        return Found(found.verdict, {"rule": RULE, "proof": found.proof}, found.witness)
    return found or last
