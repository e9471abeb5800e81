"""A trace replayed: the model answers as it did in the run that was recorded, and says where the program differs."""

from __future__ import annotations

from collections import defaultdict, deque

from attrs import define, field

from checkers.executions.mock import Reply, Request
from checkers.executions.trace import Trace


class NotInTrace(Exception):
    """The program asked for something that the recorded run did not ask for, or more often."""


@define
class Recorded:
    """The replies of a trace with texts, by request, in the order they were given."""

    waiting: dict[str, deque[Reply]] = field(factory=lambda: defaultdict(deque))

    @classmethod
    def of(cls, trace: Trace) -> Recorded:
        """Needs a trace written with `keep_texts`."""
        found = cls()
        for r in trace:
            if not r.digest:
                raise ValueError(
                    f"replay: need a trace with texts, have call {r.index} without; try Mock(keep_texts=True)"
                )
            found.waiting[r.digest].append(Reply(r.reply, r.outcome))
        return found

    def __call__(self, request: Request) -> Reply:
        """The recorded answer to a request."""
        waiting = self.waiting.get(request.digest())
        if not waiting:
            raise NotInTrace(
                f"replay: need a request of the recorded run, have {request.primitive} on {request.prompt[:60]!r}, "
                "which is not in it, or not so often"
            )
        return waiting.popleft()
