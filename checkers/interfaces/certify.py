"""`tightbound certify`: decide the claims of claims files, and compare each verdict with what the file expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from bounds.claim import Stated
from bounds.language import LanguageError, parse_document, print_claim
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.tasks import DECIDE_CLAIM, STRONGEST_BOUNDS, hard_limit
from checkers.interfaces.workers import all_outcomes
from checkers.verdict import Blocked, Verdict

WHO = "tightbound certify"
SUFFIX = ".claims"
HINT_SECONDS = 5.0
"""What the search for bounds near one undecided claim may take, unless the claim itself was given less."""
FILE_LIMIT = 10 << 20
"""Largest claims file in bytes."""


@frozen
class Asked:
    """One claim of a claims file: `number` counts from 1 in its file, `stem` names the file within the path asked."""

    path: Path
    stem: str
    number: int
    stated: Stated

    @property
    def label(self) -> str:
        """The claim's name, or its number where it has none."""
        return self.stated.name or str(self.number)


@frozen
class Answer:
    """A claim and its verdict."""

    asked: Asked
    verdict: Verdict

    @property
    def met(self) -> bool:
        """Whether the verdict is the one the claims file expects."""
        return self.verdict.decision == self.asked.stated.expect


def bundled() -> Path:
    """The folder of the theorems that ship with tightbound."""
    spec = find_spec("theorems")
    if spec is None or not spec.submodule_search_locations:
        raise BadInput(WHO, need="the bundled theorems", have="no package `theorems`", attempt="name a claims file")
    return Path(next(iter(spec.submodule_search_locations)))


def all_files(path: Path) -> Iterator[tuple[Path, str]]:
    """Each claims file at or under a path, with its name within that path, in order.

    Raises   BadInput for a path that is missing and for a folder that holds no claims file
    """
    if not path.is_dir():
        if not path.exists():
            raise BadInput(WHO, need=f"a *{SUFFIX} file or a folder", have=f"{path}: no such file or folder")
        yield path, path.stem
        return
    files = sorted(path.rglob(f"*{SUFFIX}"))
    if not files:
        raise BadInput(WHO, need=f"a folder with *{SUFFIX} files", have=f"{path}: none in it")
    for file in files:
        yield file, "-".join(file.relative_to(path).with_suffix("").parts)


def read_claims(path: Path, stem: str) -> list[Asked]:
    """The claims of one file.

    Raises   BadInput when it cannot be read or holds no claim, LanguageError when it is not in the language
    """
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise BadInput(WHO, need=f"at most {FILE_LIMIT} bytes", have=f"{path}: {size} bytes")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BadInput(WHO, need="a readable file", have=f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadInput(WHO, need="UTF-8 text", have=f"{path}: {error.reason} at byte {error.start}") from None
    stated = parse_document(text, path=str(path))
    if not stated:
        raise BadInput(WHO, need="at least one claim", have=f"{path}: none", attempt="a line such as: claim T in O(n)")
    return [Asked(path, stem, number, s) for number, s in enumerate(stated, start=1)]


def gather(paths: Sequence[Path]) -> tuple[list[Asked], list[str]]:
    """All claims under the paths, each file once, and the text of each refusal.

    A file that is refused does not hide the others.
    """
    files: dict[Path, tuple[Path, str]] = {}
    asked: list[Asked] = []
    refusals: list[str] = []
    for path in paths or [bundled()]:
        try:
            for file, stem in all_files(path):
                files.setdefault(file.resolve(), (file, stem))
        except BadInput as error:
            refusals.append(str(error))
    for file, stem in files.values():
        try:
            asked += read_claims(file, stem)
        except (BadInput, LanguageError) as error:
            refusals.append(str(error))
    return asked, refusals


def all_verdicts(
    asked: Sequence[Asked], *, jobs: int, timeout: float, task: str = DECIDE_CLAIM
) -> Iterator[tuple[int, Verdict]]:
    """The index of each claim and its verdict, in order of completion; a search that fails leaves the claim unknown."""
    items = ((i, (a.stated.claim, timeout)) for i, a in enumerate(asked))
    jobs = max(1, min(jobs, len(asked)))
    for outcome in all_outcomes(task, items, jobs=jobs, timeout=hard_limit(timeout)):
        if outcome.failure:
            attempt = "a longer --timeout" if outcome.failed == "timeout" else ""
            blocked = (Blocked("search", outcome.failure, attempt),)
            claim = asked[outcome.tag].stated.claim
            yield outcome.tag, Verdict(claim, "unknown", blocked=blocked, seconds=outcome.seconds)
        else:
            yield outcome.tag, outcome.value


def all_hints(
    verdicts: Sequence[Verdict], *, jobs: int, timeout: float, task: str = STRONGEST_BOUNDS
) -> Iterator[tuple[int, Verdict]]:
    """The index of each verdict that is unknown, and the verdict with the strongest bounds that could be proved."""
    items = [(i, (v.claim, min(timeout, HINT_SECONDS))) for i, v in enumerate(verdicts) if v.decision == "unknown"]
    if not items:
        return
    jobs = max(1, min(jobs, len(items)))
    for outcome in all_outcomes(task, items, jobs=jobs, timeout=2 * min(timeout, HINT_SECONDS)):
        yield outcome.tag, evolve(verdicts[outcome.tag], strongest=() if outcome.failure else outcome.value)


def to_json(answer: Answer) -> dict[str, Any]:
    """One answer as plain JSON."""
    asked, verdict = answer.asked, answer.verdict
    return {
        "file": str(asked.path),
        "line": asked.stated.line,
        "number": asked.number,
        "name": asked.stated.name or None,
        "claim": print_claim(asked.stated.claim),
        "source": asked.stated.source or None,
        "expected": asked.stated.expect,
        "verdict": verdict.decision,
        "met": answer.met,
        "rests_on": list(verdict.rests_on),
        "method": verdict.method or None,
        "witness": verdict.witness or None,
        "blocked": [{"method": b.method, "reason": b.reason, "try": b.attempt or None} for b in verdict.blocked],
        "strongest_bounds": [
            {
                "claim": print_claim(b.claim),
                "rests_on": list(b.rests_on),
                "method": b.method,
                "certificate": b.certificate,
            }
            for b in verdict.strongest
        ],
        "seconds": round(verdict.seconds, 6),
        "check_seconds": round(verdict.check_seconds, 6),
        "certificate": verdict.certificate,
    }
