"""`tightbound regress`: compare the claims of claims files with the lock file of an earlier run.

A claim that did not change is checked again by the kernel, against its stored certificate. What is new, what changed,
and what the kernel does not accept any more is decided anew; nothing is believed because the lock says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, frozen

from bounds.encoding import claim_to_json
from bounds.language import print_claim
from checkers.interfaces import certify, lock
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.certify import Answer, Asked
from checkers.interfaces.lock import WHO, Entry, Lock
from checkers.interfaces.recheck import RECHECK
from checkers.interfaces.tasks import hard_limit
from checkers.interfaces.workers import all_outcomes
from checkers.verdict import Blocked, Verdict

Status = Literal["added", "removed", "changed", "worse", "better", "same"]
STATUSES: tuple[Status, ...] = ("added", "removed", "changed", "worse", "better", "same")
RANK = {"proved": 2, "refuted": 1, "unknown": 0}


@frozen
class Pair:
    """A claim as it stands, the lock's entry of it, or both; `file` and `name` as a lock has them."""

    asked: Asked | None
    entry: Entry | None
    file: str
    name: str
    statement: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether the lock has this very claim, with this expectation."""
        if self.asked is None or self.entry is None:
            return False
        return (self.entry.statement, self.entry.expect) == (self.statement, self.asked.stated.expect)


@frozen
class Change:
    """What became of one claim: `answer` is None for one that is gone; `note` says why it was decided anew."""

    pair: Pair
    answer: Answer | None
    note: str = ""
    rechecked: bool = False

    @property
    def status(self) -> Status:
        """worse: it was as expected and is not, or it is not and was decided (or even proved) before."""
        before, answer = self.pair.entry, self.answer
        if answer is None or before is None:
            return "removed" if answer is None else "added"
        was, now = RANK[before.verdict], RANK[answer.verdict.decision]
        was_met = before.verdict == before.expect
        if not answer.met and (was_met or now < was):
            return "worse"
        if not self.pair.unchanged:
            return "changed"
        return "better" if now > was or (answer.met and not was_met) else "same"

    def fails(self, updated: bool) -> bool:
        """Whether the run fails for it; an update accepts every change, but no verdict that was not expected."""
        if self.answer is not None and not self.answer.met:
            return True
        return not updated and self.status in ("added", "removed", "changed", "worse")


def pairs(asked: Sequence[Asked], entries: Sequence[Entry], path: Path) -> list[Pair]:
    """Every claim with its entry: by name, then by what it says, then (where it has no name) by its number."""
    files: dict[str, list[Asked]] = {}
    for a in asked:
        files.setdefault(lock.from_folder(a.path, path), []).append(a)
    found: list[Pair] = []
    for file in sorted({*files, *(e.file for e in entries)}):
        found += _pairs_of_file(file, files.get(file, []), [e for e in entries if e.file == file])
    return found


def _pairs_of_file(file: str, asked: Sequence[Asked], entries: Sequence[Entry]) -> list[Pair]:
    names = lock.one_of_a_kind([a.label for a in asked])
    made = [
        Pair(a, None, file, name, lock.digest_of(claim_to_json(a.stated.claim)))
        for a, name in zip(asked, names, strict=True)
    ]
    left = {e.name: e for e in entries}

    def match(i: int, entry: Entry | None) -> None:
        if made[i].entry is None and entry is not None:
            made[i] = evolve(made[i], entry=left.pop(entry.name))

    for i, pair in enumerate(made):
        same = left.get(pair.name)
        match(i, same if same is not None and (not pair.name.isdigit() or same.statement == pair.statement) else None)
    for i, pair in enumerate(made):
        match(i, next((e for e in left.values() if e.statement == pair.statement), None))
    for i, pair in enumerate(made):
        match(i, left.get(pair.name))
    return made + [Pair(None, e, file, e.name) for e in left.values()]


def in_scope(entries: Iterable[Entry], paths: Sequence[Path], path: Path) -> list[Entry]:
    """The entries of the files at or under these paths; all of them where no path is named."""
    roots = [p.resolve() for p in paths]
    files = {e.file: (path.parent / e.file).resolve() for e in entries}
    return [e for e in entries if not roots or any(files[e.file].is_relative_to(root) for root in roots)]


def all_changes(found: Sequence[Pair], path: Path, *, jobs: int, timeout: float) -> Iterator[tuple[int, Change]]:
    """The index of each pair and what became of it, as each is decided."""
    settled: dict[int, str] = {}
    checkable: list[int] = []
    for i, pair in enumerate(found):
        kept = _kept(pair)
        if pair.asked is None:
            yield i, Change(pair, None)
        elif kept is not None:
            yield i, Change(pair, Answer(pair.asked, kept))
        elif pair.unchanged and pair.entry and pair.entry.verdict == pair.entry.expect:
            checkable.append(i)
        else:
            settled[i] = ""
    for i, verdict, why in _rechecked(found, checkable, path, jobs, timeout):
        asked = found[i].asked
        if asked is None or (verdict is not None and verdict.decision != asked.stated.expect):
            verdict, why = None, "its certificate shows another verdict than the lock says"
        if verdict is None or asked is None:
            settled[i] = why
        else:
            yield i, Change(found[i], Answer(asked, verdict), rechecked=True)
    anew = sorted(settled)
    claims = [a for i in anew if (a := found[i].asked) is not None]
    for k, verdict in certify.all_verdicts(claims, jobs=jobs, timeout=timeout) if claims else ():
        yield anew[k], Change(found[anew[k]], Answer(claims[k], verdict), settled[anew[k]])


def _kept(pair: Pair) -> Verdict | None:
    """The verdict unknown, where it is expected and neither claim nor tightbound changed: no search is repeated."""
    if pair.asked is None or pair.entry is None or not pair.unchanged:
        return None
    then = (pair.entry.verdict, pair.entry.expect, pair.entry.tightbound, pair.entry.kernel)
    if then != ("unknown", "unknown", version("tightbound"), lock.kernel_digest()):
        return None
    return Verdict(pair.asked.stated.claim, "unknown", blocked=(Blocked("lock", "unknown before; nothing changed"),))


def _rechecked(
    found: Sequence[Pair], indices: Sequence[int], path: Path, jobs: int, timeout: float
) -> Iterator[tuple[int, Verdict | None, str]]:
    """The kernel's verdict by the stored certificate; where there is none, why."""
    unread: dict[int, str] = {}

    def all_items() -> Iterator[tuple[int, Any]]:
        for i in indices:
            asked, entry = found[i].asked, found[i].entry
            if asked is None or entry is None:
                continue
            file = lock.certificates_folder(path) / entry.certificate_file()
            try:
                text = lock.read_text(file)
            except BadInput as error:
                unread[i] = f"its certificate cannot be read: {error.have}"
            else:
                yield i, (asked.stated.claim, text, entry.certificate, entry.method)

    jobs = max(1, min(jobs, len(indices)))
    for outcome in all_outcomes(RECHECK, all_items(), jobs=jobs, timeout=hard_limit(timeout)):
        why = outcome.failure.removeprefix("Rejected: Rejected: ")
        yield outcome.tag, outcome.value, f"its certificate was not accepted: {why}" if why else ""
    for i, why in unread.items():
        yield i, None, why


def new_lock(changes: Sequence[Change], old: Lock, out_of_scope: Sequence[Entry], paths: Sequence[str]) -> Lock:
    """The lock after an update: what was decided now, and what was not asked about."""
    entries = [entry for c in changes if (entry := _entry(c)) is not None]
    order = {(e.file, e.name): k for k, e in enumerate(old.entries)}
    kept = sorted(out_of_scope, key=lambda e: order[e.file, e.name])
    return Lock(tuple(sorted(paths)), tuple(sorted([*entries, *kept], key=lambda e: e.file)))


def _entry(change: Change) -> Entry | None:
    if change.answer is None:
        return None
    asked, verdict = change.answer.asked, change.answer.verdict
    digest = "" if verdict.certificate is None else lock.digest_of(verdict.certificate)
    return Entry(
        change.pair.file, change.pair.name, print_claim(asked.stated.claim), change.pair.statement,
        asked.stated.expect, verdict.decision, verdict.method, digest, version("tightbound"), lock.kernel_digest(),
    )  # fmt: skip


def update(path: Path, lock_now: Lock, changes: Sequence[Change]) -> None:
    """Write the lock and the certificates that it names."""
    certificates = {
        entry.certificate_file(): c.answer.verdict.certificate
        for c in changes
        if (entry := _entry(c)) is not None and c.answer is not None and entry.certificate
    }
    lock.write(path, lock_now, certificates)


def roots(paths: Sequence[Path], old: Lock | None, path: Path, *, updating: bool) -> list[Path]:
    """The paths to look for claims in: those named, or those of the lock that still have claims.

    Raises   BadInput without a lock to compare with, and without a path to write one from; for an update in CI
    """
    if updating and os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise BadInput(
            WHO, need="no --update in CI (the variable CI is set)", have="--update",
            attempt="tightbound regress --update on your machine, and commit what it writes",
        )  # fmt: skip
    if old is None and not updating:
        raise BadInput(
            WHO, need="a lock file to compare with", have=f"{path}: no such file",
            attempt="tightbound regress PATH --update, and commit the lock and its certificates",
        )  # fmt: skip
    if old is None and not paths:
        raise BadInput(WHO, need="a claims file or folder", have="none", attempt="tightbound regress PATH --update")
    named = list(paths) if paths or old is None else [path.parent / p for p in old.paths]
    return named if paths else [p for p in named if p.is_file() or any(p.rglob(f"*{certify.SUFFIX}"))]


def paths_after(paths: Sequence[Path], old: Lock | None, path: Path) -> list[str]:
    """The paths of the lock after an update: those it had that are still there, and those named."""
    before = [p for p in (old.paths if old else ()) if (path.parent / p).exists()]
    return list(dict.fromkeys([*before, *(lock.from_folder(p, path) for p in paths)]))


def to_json(change: Change) -> dict[str, Any]:
    """One claim as plain JSON: the row of `certify` without its certificate, and what became of it."""
    entry = change.pair.entry
    row: dict[str, Any] = {"status": change.status, "name": change.pair.name, "file": change.pair.file}
    row |= {"before": entry.verdict if entry else None, "rechecked": change.rechecked, "note": change.note or None}
    if change.answer is None:
        return {**row, "claim": entry.claim if entry else None, "verdict": None}
    hidden = ("certificate", "strongest_bounds", "file", "name")
    return {**row, **{k: v for k, v in certify.to_json(change.answer).items() if k not in hidden}}
