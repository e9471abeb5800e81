"""A step may hold from size 0 on with no other equation; where it calls a size below, that value is open."""

from __future__ import annotations

import pytest
from attrs import evolve

from bounds.claim import Claim
from bounds.language import parse_document
from checkers.decide import decide

STEPS = ("T(n-1) + 1", "2*T(n-1)", "max(T(n-1), 3)", "T(n-1)/2 + 1")


def without_base(step: str, statement: str) -> Claim:
    """The claim about the step alone: the language asks for T(-1), the kernel is not told it."""
    (stated,) = parse_document(f"T(-1) = 0; T(n) = {step} for n >= 0; claim {statement}")
    recurrence = stated.claim.recurrence
    return evolve(stated.claim, recurrence=evolve(recurrence, equations=recurrence.equations[1:]))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("statement", ["T(n) >= 0", "T(n) == n + 1", "T(n) <= 2^n + n + 4", "T in Omega(1)"])
def test_nothing_is_proved_that_the_open_value_could_spoil(step: str, statement: str) -> None:
    assert decide(without_base(step, statement)).decision != "proved"


def test_a_step_that_reaches_nothing_below_is_decided() -> None:
    (stated,) = parse_document("T(n) = sum(k=0..n-1: T(k)) + 1 for n >= 0; claim T(n) == 2^n")
    assert decide(stated.claim).decision == "proved"
