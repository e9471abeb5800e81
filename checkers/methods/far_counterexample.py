"""Far counterexample: sizes up to a million where an explicit claim may fail, tried once every proof has failed."""

from __future__ import annotations

from bounds.claim import Claim
from checkers.found import Found
from checkers.methods.counterexample import scan
from checkers.verdict import Blocked

RULE, ORDER = "witness", 90
LARGEST = 10**6
"""The largest size at which the kernel looks at a witness."""
SIZES = [
    *range(66, 200), 255, 256, 257, 511, 512, 513, 1000, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096,
    *sorted({b**k + d for b in (2, 3, 5) for k in range(5, 20) for d in (-1, 0, 1) if 4096 < b**k + d <= LARGEST}),
]  # fmt: skip
STEPS = 60_000


def find(claim: Claim) -> Found | Blocked | None:
    """A witness of refutation among larger sizes, powers and their neighbours above all."""
    found = scan(claim, SIZES, STEPS)
    return Blocked("far_counterexample", found.reason, found.attempt) if isinstance(found, Blocked) else found
