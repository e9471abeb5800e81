"""Certificates as files: for each decided claim one claim file and one certificate file, for `tightbound check`."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bounds.encoding import claim_to_json
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.certify import Answer

CLAIM_SUFFIX = ".claim.json"
CERTIFICATE_SUFFIX = ".certificate.json"


def write_all(folder: Path, answers: Iterable[Answer]) -> list[str]:
    """Write the pair NAME.claim.json and NAME.certificate.json of every decided claim; the names written.

    NAME is the claims file's name and the claim's own name or number (`merge_sort-1`), the same on every run. Where
    two claims would share a name, the later ones get `-2`, `-3`.
    """
    names: list[str] = []
    taken: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for answer in answers:
            name = _free(plain_name(f"{answer.asked.stem}-{answer.asked.label}"), taken)
            taken.add(name.lower())
            if answer.verdict.certificate is not None:
                _write(folder / (name + CLAIM_SUFFIX), claim_to_json(answer.asked.stated.claim))
                _write(folder / (name + CERTIFICATE_SUFFIX), answer.verdict.certificate)
                names.append(name)
    except OSError as error:
        have = f"{folder}: {error.strerror}"
        raise BadInput("tightbound certify", need="a folder to write certificates to", have=have) from None
    return names


def plain_name(name: str) -> str:
    """The text as a part of a file name."""
    return re.sub(r"[^A-Za-z0-9_.+-]+", "_", name).strip("._")[:120] or "claim"


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _write(path: Path, content: object) -> None:
    replace_whole(path, to_text(content))


def to_text(certificate: object) -> str:
    """The JSON of a certificate as it stands in a file."""
    return json.dumps(certificate, indent=1, allow_nan=False) + "\n"


def replace_whole(path: Path, text: str) -> None:
    """Replace the file whole: a reader sees the old content or the new, never a part."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
