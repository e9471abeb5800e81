"""Decide a claim: each method in turn looks for a certificate; the first that the kernel accepts is the answer."""

from __future__ import annotations

import time
from typing import Any

from attrs import evolve

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from checkers import kernel
from checkers.found import Found
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.candidates import METHODS as PROBLEM_METHODS
from checkers.methods import METHODS
from checkers.verdict import Blocked, Verdict


def certificate_of(claim_json: dict[str, Any], verdict: str, proof: dict[str, Any]) -> dict[str, Any]:
    """The certificate object that carries a proof of the verdict on the claim."""
    return {"format": "tightbound/certificate/1", "claim": claim_json, "verdict": verdict, "proof": proof}


def about_extremal_solution(claim: Claim) -> Claim:
    """The claim with == for the inequalities of its recurrence: what the kernel, where it may, takes it to say."""
    equations = tuple(evolve(e, relation="==") for e in claim.recurrence.equations)
    return evolve(claim, recurrence=evolve(claim.recurrence, equations=equations))


def _withheld(claim: Claim, method: str, found: Found) -> Blocked | None:
    """Why a lower bound that the kernel accepted is not accepted; None when it is."""
    from checkers.lower_bounds.acceptance import accept

    try:
        return accept(claim, found.proof)
    except Exception as e:  # noqa: BLE001 - an error of ours, a Contradiction above all: no verdict rests on it
        reason = f"an error of tightbound, so no verdict: {type(e).__name__}: {e}"
        return Blocked(method, reason[:300], "reporting this claim")


def decide(claim: Claim, *, timeout: float | None = None) -> Verdict:
    """Proved, refuted or unknown, with the certificate that the kernel accepted.

    Shape    any claim of the language; methods say themselves what they do not apply to
    Units    timeout in seconds of wall time, looked at between methods
    Gives    a verdict; for unknown, what stopped each method
    Raises   nothing for a well-formed claim: a method that fails is a `Blocked` record
    Source   design.md sections 1 and 2
    """
    start = time.perf_counter()
    claim_json = claim_to_json(claim)
    working = about_extremal_solution(claim)
    blocked: list[Blocked] = []
    for name, method in (PROBLEM_METHODS if claim.setting else METHODS).items():
        if timeout is not None and time.perf_counter() - start > timeout:
            blocked.append(Blocked(name, f"not tried: {timeout:g} s were over"))
            continue
        try:
            found = method.find(working)
        except Exception as e:  # noqa: BLE001 - search is not trusted, and its failure is no verdict
            blocked.append(Blocked(name, f"failed with {type(e).__name__}: {e}"[:200], "reporting this claim"))
            continue
        if not isinstance(found, Found):
            blocked += [found] if found is not None else []
            continue
        certificate = certificate_of(claim_json, found.verdict, found.proof)
        before = time.perf_counter()
        try:
            decision = kernel.check(claim_json, certificate)
        except Rejected as e:
            blocked.append(Blocked(name, f"its certificate was rejected: {e.rule} needs {e.need}", e.have))
            continue
        checked = time.perf_counter()
        refusal = _withheld(claim, name, found) if claim.setting and decision == "proved" else None
        if refusal is not None:
            blocked.append(refusal)
            continue
        now = time.perf_counter()
        return Verdict(
            claim, "proved" if decision == "proved" else "refuted", ("kernel",), name,
            found.witness, certificate, tuple(blocked), now - start, checked - before,
        )  # fmt: skip
    if not blocked:
        blocked.append(Blocked("decide", f"no method applies to a claim in {claim.relation} on this recurrence"))
    return Verdict(claim, "unknown", blocked=tuple(blocked), seconds=time.perf_counter() - start)
