"""What a worker does with a stored certificate: the kernel checks it against the claim as it stands now."""

from __future__ import annotations

import time

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from checkers import kernel
from checkers.interfaces.lock import digest_of
from checkers.kernel.decode import load
from checkers.kernel.refusal import require
from checkers.verdict import Verdict

RECHECK = "checkers.interfaces.recheck:recheck"


def recheck(item: tuple[Claim, str, str, str]) -> Verdict:
    """The kernel's verdict on a claim by the text of a certificate of this digest, found by this method.

    Raises   Rejected
    """
    claim, text, digest, method = item
    began = time.perf_counter()
    certificate = load(text)
    have = digest_of(certificate)
    require(have == digest, "certificate", f"the digest of the lock, {digest}", have)
    decision = kernel.check(claim_to_json(claim), certificate)
    seconds = time.perf_counter() - began
    proved = decision == "proved"
    return Verdict(claim, "proved" if proved else "refuted", ("kernel",), method, "", certificate, (), seconds, seconds)
