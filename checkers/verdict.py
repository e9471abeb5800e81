"""Verdicts: what was decided of a claim, what that rests on, and what stopped each method that failed."""

from __future__ import annotations

from typing import Any, Literal

from attrs import field, frozen

from bounds.claim import Claim

Decision = Literal["proved", "refuted", "unknown"]


@frozen
class Blocked:
    """Why one method did not decide a claim, and what would help it."""

    method: str
    reason: str
    attempt: str = ""


@frozen
class ProvedBound:
    """A claim near an undecided one that was proved, and the certificate the kernel accepted."""

    claim: Claim
    rests_on: tuple[str, ...]
    method: str
    certificate: dict[str, Any] | None = field(default=None, repr=False)


@frozen
class Verdict:
    """The answer to one claim.

    decision     proved and refuted are final: the kernel accepted `certificate`; unknown lists `blocked`
    rests_on     empty for unknown, else grades such as "kernel"; the union over all premises
    method       the file name in checkers/methods/ of the method whose certificate was accepted, "" for unknown
    witness      for a refuted claim, one line a person can check ("n = 3: T(3) = 5 > 4.75"); "" otherwise
    certificate  the JSON object the kernel accepted, None for unknown
    strongest    for unknown, what was proved instead when the caller asked for it (`checkers.strongest_bounds`)
    seconds      wall time of the decision; check_seconds that of the accepted kernel check
    """

    claim: Claim
    decision: Decision
    rests_on: tuple[str, ...] = ()
    method: str = ""
    witness: str = ""
    certificate: dict[str, Any] | None = field(default=None, repr=False)
    blocked: tuple[Blocked, ...] = ()
    seconds: float = 0.0
    check_seconds: float = 0.0
    strongest: tuple[ProvedBound, ...] = ()
