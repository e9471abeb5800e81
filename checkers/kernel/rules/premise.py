"""The rules that conclude something about T, by name."""

from __future__ import annotations

from typing import Any

from checkers.kernel.decode import Claim, one_of
from checkers.kernel.refusal import require
from checkers.kernel.rules import (
    blocks,
    closed_form,
    definition,
    induction,
    nested,
    polynomial,
    squeeze,
    system,
    thinning,
)
from checkers.kernel.step import Bound

PREMISES = {
    blocks.RULE: blocks.conclude,
    closed_form.RULE: closed_form.conclude,
    definition.RULE: definition.conclude,
    induction.RULE: induction.conclude,
    nested.RULE: nested.conclude,
    polynomial.RULE: polynomial.conclude,
    squeeze.RULE: squeeze.conclude,
    system.RULE: system.conclude,
    thinning.RULE: thinning.conclude,
}


def conclude(claim: Claim, proof: Any) -> Bound:
    """What a premise proves of T, re-derived."""
    require(type(proof) is dict and "rule" in proof, "premise", "an object with a rule", type(proof).__name__)
    return PREMISES[one_of(proof["rule"], tuple(PREMISES))](claim, proof)
