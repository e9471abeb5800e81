"""The lines of a batch: requests in, rows out, both JSON Lines.

A request is {"id": string or integer, "text": a recurrence, "claim": a claim}; further fields are ignored.
A row has exactly the fields FIELDS; what a row does not have (a witness of a proved claim, an error) is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from attrs import frozen

from checkers.verdict import Verdict

FIELDS = ("id", "claim", "verdict", "rests_on", "method", "seconds", "witness", "certificate", "error")

LINE_LIMIT = 1 << 20
"""Longest line of a batch in bytes; a longer one is an error row, and is skipped without being held in memory."""


@frozen
class Request:
    """One line of the input, numbered from 1. `problem` is empty, or says why the line cannot be asked."""

    number: int
    id: str | int
    text: str = ""
    claim: str | None = None
    problem: str = ""

    def key(self) -> str:
        """What tells this line's row from others: its id and claim."""
        return row_key(self.id, self.claim)


def row_key(identity: object, claim: object) -> str:
    """A key that keeps the id 1 and the id "1" apart."""
    return json.dumps([identity, claim])


def all_requests(file: BinaryIO) -> Iterator[Request]:
    """The lines of a batch one at a time; blank lines are skipped, a bad line is a Request with a problem."""
    number = 0
    while raw := file.readline(LINE_LIMIT + 1):
        number += 1
        if len(raw) > LINE_LIMIT:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LINE_LIMIT)
            yield _bad(number, f"the line is longer than {LINE_LIMIT} bytes")
        elif raw.strip():
            yield read_request(raw, number)


def read_request(raw: bytes, number: int) -> Request:
    """Read one line; whatever is wrong with it becomes the request's problem."""
    try:
        line = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return _bad(number, f"not UTF-8: {error.reason} at byte {error.start}")
    except json.JSONDecodeError as error:
        return _bad(number, f"not JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError) as error:
        return _bad(number, f"not readable as JSON: {error}")
    if not isinstance(line, dict):
        return _bad(number, f"need an object with id, text and claim, have {_kind(line)}")
    identity, claim = line.get("id"), line.get("claim")
    named = isinstance(identity, str | int) and not isinstance(identity, bool)
    problems = [] if named else [f"id: need a string or an integer, have {_kind(identity)}"]
    wrong = [key for key in ("text", "claim") if not _is_text(line.get(key))]
    problems += [f"{key}: need a string, have {_kind(line.get(key))}" for key in wrong]
    known: str | int = identity if named and identity is not None else f"line {number}"
    if problems:
        return Request(number, known, claim=claim if _is_text(claim) else None, problem="; ".join(problems))
    return Request(number, known, line["text"], claim)


def _bad(number: int, problem: str) -> Request:
    return Request(number, f"line {number}", problem=problem)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _kind(value: object) -> str:
    names = {type(None): "nothing", bool: "a boolean", int: "a number", float: "a number", str: "a string"}
    return names.get(type(value), "an array" if isinstance(value, list) else "an object")


def answer_row(request: Request, verdict: Verdict) -> dict[str, Any]:
    """The row of a request that was decided, or left unknown."""
    return {
        "id": request.id,
        "claim": request.claim,
        "verdict": verdict.decision,
        "rests_on": list(verdict.rests_on),
        "method": verdict.method or None,
        "seconds": round(verdict.seconds, 6),
        "witness": verdict.witness or None,
        "certificate": verdict.certificate,
        "error": None,
    }


def error_row(request: Request, error: str, seconds: float = 0.0) -> dict[str, Any]:
    """The row of a request that could not be asked, or whose worker did not answer."""
    empty = dict.fromkeys(FIELDS)
    known: dict[str, Any] = {"id": request.id, "claim": request.claim, "verdict": "unknown", "rests_on": []}
    return {**empty, **known, "seconds": round(seconds, 6), "error": error}


def to_line(row: dict[str, Any]) -> bytes:
    """The bytes of a row: ASCII, one line."""
    return json.dumps(row, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"
