"""What a worker does with one item. The command line names these functions; the workers import them by name."""

from __future__ import annotations

import time

from bounds.claim import Claim
from bounds.language import LanguageError, parse_asked
from checkers.decide import decide
from checkers.interfaces.rows import Request, answer_row, error_row, to_line
from checkers.strongest_bounds import strongest_bounds
from checkers.verdict import ProvedBound, Verdict

DECIDE_CLAIM = "checkers.interfaces.tasks:decide_claim"
STRONGEST_BOUNDS = "checkers.interfaces.tasks:strongest_of_claim"
DECIDE_LINE = "checkers.interfaces.tasks:decide_line"

GRACE = 0.5
"""Seconds beyond its timeout after which a worker is killed; until then the search may still stop by itself and say
what stopped it."""


def hard_limit(timeout: float) -> float:
    """When to kill the worker of a search that was asked to stop after `timeout` seconds."""
    return timeout + GRACE


def decide_claim(item: tuple[Claim, float]) -> Verdict:
    """Decide one claim within about so many seconds."""
    claim, timeout = item
    return decide(claim, timeout=timeout)


def strongest_of_claim(item: tuple[Claim, float]) -> tuple[ProvedBound, ...]:
    """What can be proved near a claim that was not decided, within about so many seconds."""
    claim, seconds = item
    return strongest_bounds(claim, seconds)


def decide_line(item: tuple[Request, float]) -> tuple[str, bytes]:
    """Decide one line of a batch; what it counts as ("proved" .. "error"), and the bytes of its row."""
    request, timeout = item
    began = time.perf_counter()
    try:
        claim = parse_asked(request.text, request.claim or "")
    except LanguageError as error:
        return "error", to_line(error_row(request, str(error), time.perf_counter() - began))
    verdict = decide(claim, timeout=timeout)
    return verdict.decision, to_line(answer_row(request, verdict))
