"""Faults of a server, beside those of the model (`faults.py`): what goes wrong between a model and its client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Literal, TypeAlias

from attrs import define, field, frozen

from checkers.executions.faults import happens

FaultKind: TypeAlias = Literal["error", "dropped", "slow", "invalid_json"]


@frozen
class ServerFault:
    """One thing that goes wrong, with the first `first` requests, and with each later one at a rate.

    error         status 500; the model is not asked
    dropped       the connection is closed without an answer; the model is not asked
    slow          the answer comes `seconds` later
    invalid_json  half of the answer's bytes; the model wrote it all, and it is metered as malformed
    """

    kind: FaultKind
    rate: Fraction | int = 0
    first: int = 0
    seconds: float = 0.0


@frozen
class Strike:
    """What goes wrong with one request."""

    refused: Literal["error", "dropped"] | None = None
    seconds: float = 0.0
    cut: bool = False


@define
class Striking:
    """Decides by seed, request and repetition which faults strike, so that runs are alike however requests overlap."""

    faults: Sequence[ServerFault]
    seed: int
    arrived: int = field(default=0, init=False)
    seen: Counter[str] = field(factory=Counter, init=False)

    def next(self, digest: str) -> Strike:
        """What goes wrong with the next request, which has this digest."""
        if not self.faults:
            return Strike()
        arrival, turn = self.arrived, self.seen[digest]
        self.arrived += 1
        self.seen[digest] += 1
        struck = [
            fault
            for place, fault in enumerate(self.faults)
            if arrival < fault.first or happens(Random(f"{self.seed}/{fault.kind}/{place}/{digest}/{turn}"), fault.rate)  # noqa: S311
        ]
        refused = [fault.kind for fault in struck if fault.kind == "error" or fault.kind == "dropped"]
        return Strike(
            refused[0] if refused else None,
            sum(fault.seconds for fault in struck if fault.kind == "slow"),
            any(fault.kind == "invalid_json" for fault in struck),
        )
