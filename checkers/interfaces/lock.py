"""The lock file of `tightbound regress`: what was decided of each claim, in TOML, one field a line, one entry a claim.

Certificates stand in a folder beside it (`tightbound.lock`, `tightbound.certificates/`), each named by its digest: a
new state never overwrites a file of the old one, so the lock, which is replaced last and whole, always finds its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import field, fields, frozen

from checkers import kernel
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.certificates import CERTIFICATE_SUFFIX, plain_name, replace_whole, to_text

WHO = "tightbound regress"
FORMAT = "tightbound/lock/1"
HEADER = "# Written by `tightbound regress --update`, and compared with the claims by `tightbound regress`.\n"
VERDICTS = {"proved", "refuted", "unknown"}
LIMIT = 64 << 20
"""Largest lock file, and largest certificate, in bytes."""


@frozen
class Entry:
    """What the lock says of one claim.

    file, name    where it stands: the path from the lock's folder, and its name or number, one of a kind in its file
    claim         the claim as the printer writes it
    statement     the digest of claim and recurrence, as the kernel has them
    certificate   the digest of its JSON, "" for unknown
    tightbound    the version that decided it; kernel: the digest of the kernel that accepted it
    """

    file: str
    name: str
    claim: str
    statement: str
    expect: str
    verdict: str
    method: str
    certificate: str
    tightbound: str
    kernel: str
    line: int = field(default=0, eq=False)

    def certificate_file(self) -> str:
        """The name of its certificate's file."""
        stem = self.file.removesuffix(".claims").replace("/", "-")
        digest = self.certificate.removeprefix("sha256:")[:16]
        return f"{plain_name(f'{stem}-{self.name}')}-{digest}{CERTIFICATE_SUFFIX}"


FIELDS = tuple(f.name for f in fields(Entry) if f.name != "line")


@frozen
class Lock:
    """The state of all claims under `paths`, which are paths from the lock's folder."""

    paths: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


def digest_of(value: object) -> str:
    """The SHA-256 of plain JSON, whatever its spacing and the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


@lru_cache(maxsize=1)
def kernel_digest() -> str:
    """The SHA-256 of the kernel's source."""
    folder = Path(kernel.__file__).parent
    files = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*.py"))}
    return digest_of(files)


def certificates_folder(path: Path) -> Path:
    """The folder of the certificates of a lock file."""
    return path.with_name(path.name.removesuffix(".lock") + ".certificates")


def to_toml(lock: Lock) -> str:
    """The text of a lock file; the same for the same state."""
    lines = [f"format = {_quoted(FORMAT)}", "paths = ["]
    lines += [*(f"  {_quoted(p)}," for p in lock.paths), "]"]
    for entry in lock.entries:
        lines += ["", "[[claim]]", *(f"{name} = {_quoted(getattr(entry, name))}" for name in FIELDS)]
    return HEADER + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise BadInput(WHO, need="file names in UTF-8", have=ascii(text)) from None
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read(path: Path) -> Lock | None:
    """The lock of a file, None where there is no file.

    Raises   BadInput when it is no lock file that this version reads
    """
    if not path.exists():
        return None
    text = read_text(path)
    if any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in text.splitlines()):
        raise _unreadable(
            path, "the marks of a merge", "settle the merge, or remove the file and write it anew: --update"
        )
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(path, str(error)) from None
    if data.get("format") != FORMAT:
        raise _unreadable(path, f"format {data.get('format')!r}", "the version of tightbound that wrote it")
    paths, claims = data.get("paths", []), data.get("claim", [])
    if not _are_texts(paths) or not isinstance(claims, list) or not {*data} <= {"format", "paths", "claim"}:
        raise _unreadable(path, "other fields")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line == "[[claim]]"]
    lines += [1] * (len(claims) - len(lines))
    entries = tuple(_entry(path, c, n) for c, n in zip(claims, lines, strict=False))
    if len({(e.file, e.name) for e in entries}) < len(entries):
        raise _unreadable(path, "a claim twice", "remove the file and write it anew: --update")
    return Lock(tuple(paths), entries)


def read_text(path: Path) -> str:
    """The text of a file; raises BadInput when it cannot be read."""
    try:
        if path.stat().st_size > LIMIT:
            raise BadInput(WHO, need=f"at most {LIMIT} bytes", have=f"{path}: {path.stat().st_size} bytes")
        return path.read_text("utf-8")
    except OSError as error:
        raise BadInput(WHO, need="a readable file", have=f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadInput(WHO, need="UTF-8 text", have=f"{path}: {error.reason} at byte {error.start}") from None


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(v, str) for v in values)


def _entry(path: Path, data: Any, line: int) -> Entry:
    if not isinstance(data, dict) or {*data} != {*FIELDS} or not _are_texts([*data.values()]):
        raise _unreadable(path, f"line {line}: no entry with the texts {', '.join(FIELDS)}")
    entry = Entry(**data, line=line)
    if not {entry.verdict, entry.expect} <= VERDICTS:
        raise _unreadable(path, f"line {line}: no entry with verdicts {', '.join(sorted(VERDICTS))}")
    return entry


def _unreadable(path: Path, have: str, attempt: str = "remove it and write it anew: --update") -> BadInput:
    return BadInput(WHO, need=f"a lock file, {FORMAT}", have=f"{path}: {have}", attempt=attempt)


def write(path: Path, lock: Lock, certificates: Mapping[str, object]) -> None:
    """Write certificates, given by the name of their files, and then the lock; drop certificates it no longer names.

    Killed at any moment, it leaves the old state or the new one.

    Raises   BadInput when the folder cannot be written
    """
    folder = certificates_folder(path)
    text = to_toml(lock)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if certificates:
            folder.mkdir(exist_ok=True)
        for name, certificate in sorted(certificates.items()):
            replace_whole(folder / name, to_text(certificate))
        replace_whole(path, text)
        named = {e.certificate_file() for e in lock.entries if e.certificate}
        for file in sorted(folder.glob(f"*{CERTIFICATE_SUFFIX}")):
            if file.name not in named:
                file.unlink()
    except OSError as error:
        raise BadInput(WHO, need="a lock file that can be written", have=f"{path}: {error.strerror}") from None


def from_folder(file: Path, lock: Path) -> str:
    """The path of a file from the lock's folder, with `/`."""
    return Path(os.path.relpath(file, lock.parent)).as_posix()


def one_of_a_kind(labels: Sequence[str]) -> list[str]:
    """The labels of one file's claims, later ones of the same label with -2, -3."""
    taken: set[str] = set()
    names = []
    for label in labels:
        number, name = 1, label
        while name in taken:
            number += 1
            name = f"{label}-{number}"
        taken.add(name)
        names.append(name)
    return names
