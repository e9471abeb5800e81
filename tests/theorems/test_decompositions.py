"""Runs of the decompositions of theorems/ do not contradict what is proved of them, and contradict what is refuted."""

import pytest

from bounds.language import parse_document
from bounds.measure import EXPECTED
from bounds.recurrence import EXPLICIT
from checkers.executions.crosscheck import crosscheck
from tests.theorems.pairs import ROOM

STATED = [
    s
    for f in sorted(ROOM.glob("*.claims"))
    for s in parse_document(f.read_text("utf-8"), path=f.name)
    if s.decomposition is not None and s.claim.relation in EXPLICIT
    if not s.claim.subject.function.startswith((EXPECTED, "latency"))
]
"""Explicit claims about costs of one run; the means and the times on workers are in test_programs.py."""

FAR = {"debate_linear", "debate_window", "notes_linear", "plan_linear"}
"""False only at sizes, or with parameters, that these few runs do not reach."""


def name(stated):
    return stated.name


@pytest.mark.parametrize("stated", [s for s in STATED if s.expect == "proved"], ids=name)
def test_no_run_contradicts_a_claim_that_is_proved(stated):
    assert crosscheck(stated, examples=8, largest=20) is None


@pytest.mark.parametrize("stated", [s for s in STATED if s.expect == "refuted" and s.name not in FAR], ids=name)
def test_a_run_contradicts_a_claim_that_is_refuted(stated):
    found = crosscheck(stated, examples=30, largest=20)
    assert found is not None
    assert found.what.startswith(stated.claim.subject.function)


def test_there_are_claims_of_both_kinds():
    assert sum(s.expect == "proved" for s in STATED) >= 40
    assert sum(s.expect == "refuted" for s in STATED) >= 20
