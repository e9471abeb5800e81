"""Leaves of certificates and claims about problems changed one by one: what is still accepted is true by the oracle."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import Any

import pytest

from checkers import kernel
from checkers.kernel.refusal import Rejected
from checkers.optima.refusal import OutOfReach
from tests.benchmarks.mutations import some_mutations
from tests.checkers.problem_cases import ACCEPTED
from tests.checkers.problems.judged import is_true

CHANGES = int(os.environ.get("CHANGES", "100"))
"""Changes of each certificate, and as many of its claim; a campaign sets more."""


def judgement(claim: Any) -> str:
    """true, false, unjudged; or unreadable."""
    try:
        return is_true(claim)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OutOfReach):
        return "unreadable"


def judged(claim: Any, certificate: Any, changes: int) -> tuple[Counter[str], list[Any]]:
    """What became of the changed certificates, and those that were accepted though what they claim is false."""
    draw = random.Random(1)
    mutations = some_mutations(claim, certificate, changes, draw)
    counts: Counter[str] = Counter()
    wrong = []
    for where, mutation, claim_now, certificate_now in draw.sample(mutations, min(2 * changes, len(mutations))):
        try:
            said = kernel.check(claim_now, certificate_now)
        except Rejected:
            counts["rejected"] += 1
            continue
        truth = "the same claim" if claim_now == claim else judgement(claim_now)
        counts[f"accepted: {truth}"] += 1
        if said != "proved" or truth in ("false", "unreadable"):
            wrong.append((where, mutation.place, mutation.change, claim_now, certificate_now))
    return counts, wrong


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_accepted_after_a_change_is_true(name):
    made = ACCEPTED[name]()
    counts, wrong = judged(made["claim"], made["certificate"], CHANGES)
    assert wrong == []
    assert counts["rejected"] > counts.total() // 2


def test_a_kernel_that_accepts_everything_would_be_seen(monkeypatch):
    made = ACCEPTED["second-by-selection"]()
    monkeypatch.setattr(kernel, "check", lambda *_: "proved")
    assert judged(made["claim"], made["certificate"], CHANGES)[1] != []
