"""What the tests of the methods do with a text: the claim in it, and the kernel's own verdict on a proof."""

from __future__ import annotations

from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import parse_document
from checkers import kernel
from checkers.decide import certificate_of
from checkers.kernel.refusal import Rejected


def claim_of(text: str) -> Claim:
    """The one claim of a text."""
    (stated,) = parse_document(text)
    return stated.claim


def verdict_of(claim: Claim, verdict: str, proof: Any) -> str:
    """The verdict of the kernel on a proof, "" where it is rejected."""
    about = claim_to_json(claim)
    try:
        return kernel.check(about, certificate_of(about, verdict, proof))
    except Rejected:
        return ""
