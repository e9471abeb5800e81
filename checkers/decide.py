"""Decide a claim: for each method that applies, find a certificate, check it in the kernel, stop at the first accepted."""
from __future__ import annotations

from bounds.claim import Claim
from checkers.verdict import Verdict


def decide(claim: Claim, *, timeout: float | None = None) -> Verdict:
    raise NotImplementedError
