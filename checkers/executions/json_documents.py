"""JSON documents of a file: one a line, or printed over many lines, one after the other. Nothing is guessed.

A file of lines is read line by line, so its length does not matter. Keys that come twice, NaN and Infinity, numbers of
thousands of digits and nesting beyond what can be read are refused with the place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from checkers.executions.trace import BadTrace

CHARACTERS = 128 * 2**20
"""The longest line, and the longest file that is not one document a line."""


class Unreadable(BadTrace):
    """A file of spans that cannot be read: where, what was needed, what was found, what to try."""

    def __init__(self, place: str, need: str, have: str, attempt: str = "") -> None:
        self.place, self.need, self.have, self.attempt = place, need, have, attempt
        super().__init__(f"{place}: need {need}, have {have}" + (f"; try {attempt}" if attempt else ""))


def opened(path: Path) -> TextIO:
    """The file as text; a byte order mark is left out."""
    return path.open(encoding="utf-8-sig", newline="\n")


def all_lines(source: TextIO, path: str, limit: int = CHARACTERS) -> Iterator[str]:
    """The lines of a file, each with its end.

    Raises   Unreadable: a line that is too long, or bytes that are no UTF-8
    """
    number = 0
    while True:
        number += 1
        try:
            line = source.readline(limit + 1)
        except UnicodeDecodeError as why:
            raise Unreadable(f"{path}:{number}", "text in UTF-8", str(why)) from None
        if not line:
            return
        if len(line) > limit:
            raise Unreadable(f"{path}:{number}", f"lines of at most {limit} characters", "a longer one")
        yield line


def all_documents(
    lines: Iterable[str], path: str, notes: list[str], limit: int = CHARACTERS
) -> Iterator[tuple[str, Any]]:
    """Each document with its place; of an array, its items. A last one cut short is left out, with a note.

    Raises   Unreadable
    """
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    first = next(numbered, None)
    if first is None:
        return
    try:
        found = _decoded(first[1])
    except ValueError:
        yield from _printed(chain([first], numbered), path, notes, limit)
        return
    yield from _items(f"{path}:{first[0]}", found)
    for number, line in numbered:
        place = f"{path}:{number}"
        try:
            found = _decoded(line)
        except ValueError as why:
            if line.endswith("\n"):
                raise Unreadable(place, "one JSON document a line", f"{_shown(line)} ({why})") from None
            notes.append(f"{place}: the last line is cut short and left out")
            return
        yield from _items(place, found)


def _printed(numbered: Iterator[tuple[int, str]], path: str, notes: list[str], limit: int) -> Iterator[tuple[str, Any]]:
    """Documents printed over many lines, as the console exporter does."""
    kept: list[str] = []
    size = 0
    for _, line in numbered:
        size += len(line)
        if size > limit:
            need = f"one JSON document a line, or at most {limit} characters in all"
            raise Unreadable(path, need, "more", "the Collector's file exporter, which writes lines")
        kept.append(line)
    text = "".join(kept)
    at, count = _blank(text, 0), 0
    while at < len(text):
        count += 1
        place = f"{path}, document {count}"
        try:
            found, end = _scanned(text, at)
        except ValueError as why:
            if count == 1 or text.endswith("\n"):
                raise Unreadable(place, "JSON", f"{_shown(text[at:])} ({why})") from None
            notes.append(f"{place}: the last one is cut short and left out")
            return
        yield from _items(place, found)
        at = _blank(text, end)


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _items(place: str, found: Any) -> Iterator[tuple[str, Any]]:
    yield from ((place, item) for item in (found if isinstance(found, list) else [found]))


def _shown(text: str) -> str:
    return repr(text[:60].strip())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [k for k, _ in pairs]
        raise ValueError(f"a key twice: {next(k for k in keys if keys.count(k) > 1)[:40]!r}")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON number")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def _decoded(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _scanned(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError:
        raise ValueError("nested too deeply") from None
