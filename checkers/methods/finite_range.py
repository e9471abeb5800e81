"""Finite range: an explicit claim about finitely many sizes is true when it is true at each of them."""

from __future__ import annotations

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import EXPLICIT
from checkers.found import Found
from checkers.kernel import decode
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import points
from checkers.verdict import Blocked

RULE, ORDER = "points", 5


def find(claim: Claim) -> Found | Blocked | None:
    """A proof by evaluation at every point of the range.

    Shape    explicit claims whose range bounds each variable from both sides
    Gives    a proof for rule points
    """
    if claim.relation not in EXPLICIT or not claim.range:
        return None
    proof = {"rule": "points"}
    try:
        return Found(points.verdict(decode.claim(claim_to_json(claim)), proof), proof)
    except Rejected as e:
        return (
            None if "a lowest and a highest" in e.need else Blocked("finite_range", f"{e.rule} needs {e.need}", e.have)
        )
