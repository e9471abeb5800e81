"""Rule squeeze: T(n) = G(n), because G bounds T from both sides.

Needs    a premise T(n) <= G(n + shift) and a premise T(n) >= G(n + shift), with the same G and shift
Checks   that they are of this form
Gives    T(n) == G(n + shift) from where both hold
"""

from __future__ import annotations

from typing import Any

from checkers.kernel.decode import Claim, fields
from checkers.kernel.refusal import require
from checkers.kernel.rules import induction, polynomial, thinning
from checkers.kernel.step import Bound

RULE = "squeeze"
SIDES = {induction.RULE: induction.conclude, polynomial.RULE: polynomial.conclude, thinning.RULE: thinning.conclude}


def conclude(claim: Claim, proof: Any) -> Bound:
    _, above, below = fields(proof, ("rule", "above", "below"))
    upper, lower = _premise(claim, above), _premise(claim, below)
    require(upper.relation == "<=", RULE, "a bound from above", upper.relation)
    require(lower.relation == ">=", RULE, "a bound from below", lower.relation)
    require(upper[1:3] == lower[1:3], RULE, "the same form on both sides", (upper[1:3], lower[1:3]))
    return Bound("==", upper.form, upper.shift, max(upper.low, lower.low), max(upper.settled, lower.settled))


def _premise(claim: Claim, proof: Any) -> Bound:
    known = type(proof) is dict and proof.get("rule") in SIDES
    require(known, RULE, f"premises by {' or '.join(SIDES)}", proof)
    return SIDES[proof["rule"]](claim, proof)
