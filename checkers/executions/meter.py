"""The meter: every request to a model passes it, and what it counted survives the program that is metered."""

from __future__ import annotations

import threading
from io import TextIOWrapper
from pathlib import Path

from attrs import define, evolve, field

from checkers.executions.trace import CallRecord, Outcome, Trace, to_line


@define
class Meter:
    """Counts calls as they begin and end; safe to share among threads.

    With a `sink` each call is written to that file, as one line of a trace, before its answer is given: a program or
    server killed in the middle of a run loses no call that ended. Lines stand in the order in which calls ended.
    """

    sink: Path | None = None
    _open: dict[int, CallRecord] = field(factory=dict, init=False)
    _done: list[CallRecord] = field(factory=list, init=False)
    _next: int = field(default=0, init=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)
    _file: TextIOWrapper | None = field(default=None, init=False, repr=False)

    def begin(self, primitive: str, tokens_in: int, start: int, **more: str | int) -> int:
        """Note that a call begins; gives its index."""
        with self._lock:
            index = self._next
            self._next += 1
            self._open[index] = CallRecord(index, primitive, tokens_in, 0, start, start, **more)  # type: ignore[arg-type]
            return index

    def begun(self) -> int:
        """How many calls began: the index of the next."""
        with self._lock:
            return self._next

    def end(self, index: int, tokens_out: int, end: int, outcome: Outcome = "ok", reply: str = "") -> CallRecord:
        """Note that call `index` ended; gives its record."""
        with self._lock:
            begun = self._open.pop(index)
            done = evolve(begun, tokens_out=tokens_out, end=max(end, begun.start), outcome=outcome, reply=reply)
            self._done.append(done)
            if self.sink is not None:
                self._file = self._file or self.sink.open("a", encoding="utf-8", newline="\n")
                self._file.write(to_line(done) + "\n")
                self._file.flush()
            return done

    def trace(self) -> Trace:
        """The calls that ended so far, in the order they began."""
        with self._lock:
            return Trace(sorted(self._done, key=lambda r: r.index))

    def clear(self) -> None:
        """Forget what was counted; calls still open are counted when they end."""
        with self._lock:
            self._done.clear()

    def close(self) -> None:
        """Close the sink."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None
