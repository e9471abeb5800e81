"""Traces: what a run called, in what order, with how many tokens; and what such a run cost.

A trace is plain data: one line of JSON a call, the same bytes for the same run. Times are integers (ticks of the
virtual clock, or nanoseconds of a real one). A call is taken to wait for every call that ended before it began: that is
what the program did, and where all calls take the same time and start as soon as they can, the longest such chain is
the longest chain of calls that need one another; otherwise it may be longer.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from attrs import asdict, field, fields, frozen

Outcome: TypeAlias = Literal["ok", "malformed", "truncated", "rate_limited", "over_window", "error", "dropped"]
ANSWERED: tuple[Outcome, ...] = ("ok", "malformed", "truncated")
"""Outcomes that are billed: the model wrote something."""


@frozen
class CallRecord:
    """One request to a model, from its beginning to its end.

    `index` counts requests in the order they began. `attempt` is 0, or k for the k-th retry of the same request made
    by a client library; `prompt` and `reply` are texts, or "" where only sizes are kept; `digest` is the hash of the
    prompt, by which a replay finds the reply again.
    """

    index: int
    primitive: str
    tokens_in: int
    tokens_out: int
    start: int
    end: int
    outcome: Outcome = "ok"
    attempt: int = 0
    model: str = ""
    label: str = ""
    digest: str = ""
    prompt: str = ""
    reply: str = ""


_FIELDS = {f.name for f in fields(CallRecord)}


class BadTrace(ValueError):
    """A trace that cannot be read, with file, line, need and have."""


def _tuple(records: Iterable[CallRecord]) -> tuple[CallRecord, ...]:
    return tuple(records)


@frozen
class Trace:
    """The calls of one run, in the order they began.

    >>> mapped = [CallRecord(i, "map", 8, 2, 0, 1) for i in range(2)]
    >>> run = Trace([*mapped, CallRecord(2, "reduce", 4, 2, 1, 2)])
    >>> run.calls(), run.depth(), run.tokens_in(), run.peak()
    (3, 2, 20, 10)
    """

    records: tuple[CallRecord, ...] = field(converter=_tuple)

    def __iter__(self) -> Iterator[CallRecord]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def answered(self) -> Trace:
        """The calls the model answered, well or badly: what is billed."""
        return Trace(r for r in self.records if r.outcome in ANSWERED)

    def requests(self) -> int:
        """All requests, with those refused and those that a client library sent again."""
        return len(self.records)

    def calls(self) -> int:
        """Answered calls."""
        return sum(r.outcome in ANSWERED for r in self.records)

    def retries(self) -> int:
        """Requests that a client library sent again."""
        return sum(r.attempt > 0 for r in self.records)

    def tokens_in(self) -> int:
        """Tokens read, over the answered calls."""
        return sum(r.tokens_in for r in self.answered())

    def tokens_out(self) -> int:
        """Tokens written, over the answered calls."""
        return sum(r.tokens_out for r in self.answered())

    def tokens(self) -> int:
        """Tokens read and written, over the answered calls."""
        return self.tokens_in() + self.tokens_out()

    def peak(self) -> int:
        """The largest context: tokens read and written by one answered call."""
        return max((r.tokens_in + r.tokens_out for r in self.answered()), default=0)

    def depth(self) -> int:
        """Answered calls on the longest chain in which each began at or after the end of the one before."""
        return self.longest_chain(lambda _: 1)

    def latency(self) -> int:
        """Time from the first beginning to the last end."""
        return max((r.end for r in self.records), default=0) - min((r.start for r in self.records), default=0)

    def by_primitive(self) -> dict[str, int]:
        """Answered calls of each primitive."""
        return dict(sorted(Counter(r.primitive for r in self.answered()).items()))

    def longest_chain(self, weight: Callable[[CallRecord], int]) -> int:
        """The greatest total weight of answered calls that follow one another."""
        best = done = 0
        running: list[tuple[int, int]] = []
        for r in sorted(self.answered(), key=lambda r: (r.start, r.end)):
            while running and running[0][0] <= r.start:
                done = max(done, heapq.heappop(running)[1])
            heapq.heappush(running, (r.end, done + weight(r)))
            best = max(best, done + weight(r))
        return best

    def to_lines(self) -> Iterator[str]:
        """One line of JSON a call, without the line's end; the same bytes for the same run."""
        return map(to_line, self.records)

    def write(self, path: Path) -> None:
        """Write the trace, whole or not at all."""
        beside = path.with_name(path.name + ".part")
        with beside.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(line + "\n" for line in self.to_lines())
        beside.replace(path)


def to_line(record: CallRecord) -> str:
    """The call as one line of JSON; fields that hold nothing are left out."""
    kept = {k: v for k, v in asdict(record).items() if v != "" and not (k == "attempt" and v == 0)}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def read_trace(lines: Iterable[str], path: str = "trace") -> Trace:
    """The trace of lines of JSON, in any order; a last line cut short by a killed program is left out.

    Raises   BadTrace with the line's number
    """
    found: dict[int, CallRecord] = {}
    cut: str | None = None
    for number, line in enumerate(lines, 1):
        if cut is not None:
            raise BadTrace(cut)
        if not line.strip():
            continue
        try:
            record = _record(json.loads(line))
            if record.index in found:
                raise TypeError(f"a second call {record.index}; a trace is of one run")
            found[record.index] = record
        except (ValueError, TypeError, RecursionError) as why:
            cut = f"{path}:{number}: need a call as {{index, primitive, tokens_in, ...}}, have {line[:80]!r} ({why})"
            torn = isinstance(why, json.JSONDecodeError) and line.startswith("{") and not line.endswith("\n")
            if not torn:
                raise BadTrace(cut) from why
    return Trace(found[index] for index in sorted(found))


def _record(data: Any) -> CallRecord:
    if not isinstance(data, dict) or not set(data) <= _FIELDS:
        raise TypeError("not the fields of a call")
    record = CallRecord(**data)
    numbers = (record.index, record.tokens_in, record.tokens_out, record.start, record.end, record.attempt)
    if any(type(q) is not int or q < 0 for q in numbers) or record.end < record.start:
        raise TypeError("sizes and times are integers >= 0, and a call ends after it began")
    texts = (record.primitive, record.model, record.label, record.digest, record.prompt, record.reply)
    if not all(isinstance(text, str) for text in texts) or record.outcome not in get_args(Outcome):
        raise TypeError(f"texts are strings, and an outcome is one of {', '.join(get_args(Outcome))}")
    return record
