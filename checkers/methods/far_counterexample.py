"""Far counterexample: sizes up to 4096 where an explicit claim may fail, tried once every proof has failed."""

from __future__ import annotations

from bounds.claim import Claim
from checkers.found import Found
from checkers.methods.counterexample import scan
from checkers.verdict import Blocked

RULE, ORDER = "witness", 90
SIZES = [*range(66, 200), 255, 256, 257, 511, 512, 513, 1000, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096]
STEPS = 60_000


def find(claim: Claim) -> Found | Blocked | None:
    """A witness of refutation among larger sizes, powers of two and their neighbours above all."""
    found = scan(claim, SIZES, STEPS)
    return Blocked("far_counterexample", found.reason, found.attempt) if isinstance(found, Blocked) else found
