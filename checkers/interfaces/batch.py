"""`tightbound batch`: decide every line of a JSON Lines file, and lose nothing when killed.

Rows are written in the order in which they are completed, each flushed at once; a row is found by its id, not by its
place. Every line of the input that is not blank gives exactly one row. The row of a line without a usable id has the
id "line N". Lines may share an id; a row answers a line when id and claim agree, so k lines with the same id and claim
get k rows (give different texts different ids: nothing in a row tells them apart).

A resumed run counts the complete rows in the output, drops a last line torn by a kill, and skips as many lines of
each id and claim as have a row. Rows with an error count as complete. The output is locked while a run writes to it.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Literal

from attrs import define, field, frozen

from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.rows import FIELDS, Request, all_requests, error_row, row_key, to_line
from checkers.interfaces.tasks import DECIDE_LINE, hard_limit
from checkers.interfaces.workers import all_outcomes

WHO = "tightbound batch"

Existing = Literal["refuse", "resume", "overwrite"]


@frozen
class Settings:
    """How to run a batch. `existing` says what an output that already has rows means."""

    jobs: int
    timeout: float
    existing: Existing = "refuse"
    task: str = DECIDE_LINE


@define
class Tally:
    """Progress of a run: how many rows of each kind, how many were there already, bytes of input read."""

    rows: Counter[str] = field(factory=Counter)
    already: int = 0
    bytes_read: int = 0


def run(source: Path, target: Path, settings: Settings, tally: Tally, report: Callable[[Tally], None]) -> None:
    """Write a row to `target` for every line of `source`; `tally` is kept true, and `report` called after each row.

    Raises   BadInput when either file cannot be used, WorkerError when no worker can start
    """
    with _open_source(source) as lines, _open_target(source, target) as out:
        done = _prepare(out, target, settings)
        tally.already = done.total()

        def write(kind: str, line: bytes) -> None:
            _write(out, target, line)
            tally.rows[kind] += 1
            report(tally)

        def all_items() -> Iterator[tuple[Request, tuple[Request, float]]]:
            for request in all_requests(lines):
                tally.bytes_read = _position(lines)
                key = request.key()
                if done[key]:
                    done[key] -= 1
                elif request.problem:
                    write("error", to_line(error_row(request, request.problem)))
                else:
                    yield request, (request, settings.timeout)

        limit = hard_limit(settings.timeout)
        for outcome in all_outcomes(settings.task, all_items(), jobs=settings.jobs, timeout=limit):
            if outcome.failure:
                write("error", to_line(error_row(outcome.tag, outcome.failure, outcome.seconds)))
            else:
                write(*outcome.value)


def _open_source(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as error:
        need = "a file of lines {id, text, claim} to read"
        raise BadInput(WHO, need=need, have=f"{source}: {error.strerror}") from None


def _open_target(source: Path, target: Path) -> FileIO:
    if target.exists() and source.samefile(target):
        raise BadInput(WHO, need="two different files", have=f"{target} as input and as output")
    try:
        return target.open("ab", buffering=0)
    except OSError as error:
        raise BadInput(WHO, need="a file to write rows to", have=f"{target}: {error.strerror}") from None


def _prepare(out: FileIO, target: Path, settings: Settings) -> Counter[str]:
    """Bring the output to where the run goes on, and count the rows it has by key."""
    _lock(out, target)
    status = os.fstat(out.fileno())
    if not stat.S_ISREG(status.st_mode) or status.st_size == 0:
        return Counter()
    if settings.existing == "refuse":
        have = f"{status.st_size} bytes in {target}"
        attempt = "--resume to go on with it, --overwrite to start again, or another file"
        raise BadInput(WHO, need="an output file that is absent or empty", have=have, attempt=attempt)
    length, done = _complete_rows(target) if settings.existing == "resume" else (0, Counter[str]())
    out.truncate(length)
    return done


def _lock(out: FileIO, target: Path) -> None:
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        need, attempt = "an output file that no other run writes to", "wait for that run, or stop it"
        raise BadInput(WHO, need=need, have=f"{target} in use by another run", attempt=attempt) from None
    except OSError:
        return  # a file system without locks


def _complete_rows(target: Path) -> tuple[int, Counter[str]]:
    """The length of the output up to its last complete line, and how many rows it has of each key."""
    done: Counter[str] = Counter()
    length = 0
    with target.open("rb") as rows:
        for number, raw in enumerate(rows, start=1):
            if not raw.endswith(b"\n"):
                break
            try:
                row = json.loads(raw)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict) or not row.keys() >= set(FIELDS):
                attempt = "remove that line, or write to another file"
                have = f"line {number} of {target} is not one"
                raise BadInput(WHO, need="rows of an earlier run to resume", have=have, attempt=attempt)
            done[row_key(row["id"], row["claim"])] += 1
            length += len(raw)
    return length, done


def _position(lines: BinaryIO) -> int:
    return lines.tell() if lines.seekable() else 0


def _write(out: FileIO, target: Path, line: bytes) -> None:
    try:
        written = 0
        while written < len(line):
            written += out.write(line[written:])
    except OSError as error:
        attempt = "make room, then run again with --resume; the rows written so far are kept"
        raise BadInput(WHO, need="room to write", have=f"{target}: {error.strerror}", attempt=attempt) from None
