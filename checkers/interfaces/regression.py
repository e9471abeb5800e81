"""One run of `tightbound regress`, from the lock file to the exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from attrs import frozen

from checkers.interfaces import certify, lock, regress, regress_reports, table
from checkers.interfaces.lock import Lock


@frozen
class Reports:
    """Where to write what was found, besides the table."""

    junit: Path | None = None
    sarif: Path | None = None
    as_json: bool = False


@frozen
class Settings:
    """How to compare: with which lock, whether to write it, seconds for each claim, worker processes."""

    lock: Path
    update: bool
    timeout: float
    jobs: int
    reports: Reports = Reports()


def run(paths: Sequence[Path], settings: Settings, out: TextIO, err: TextIO) -> int:
    """Compare, report, and write the lock when asked to; the exit code.

    Raises   BadInput; WorkerError
    """
    old = lock.read(settings.lock)
    roots = regress.roots(paths, old, settings.lock, updating=settings.update)
    asked, refusals = certify.gather(roots) if roots else ([], [])
    if refusals:
        err.write(table.printable("\n".join(refusals)) + "\n")
        return 2
    before = old or Lock()
    entries = regress.in_scope(before.entries, paths, settings.lock)
    changes = _changes(regress.pairs(asked, entries, settings.lock), settings, err)
    if changes is None:
        err.write("interrupted: nothing was compared, and no lock was written\n")
        return 130
    if settings.update:
        rest = [e for e in before.entries if e not in entries]
        after = regress.new_lock(changes, before, rest, regress.paths_after(paths, old, settings.lock))
        regress.update(settings.lock, after, changes)
    _report(changes, settings, out)
    return 1 if any(c.fails(settings.update) for c in changes) else 0


def _changes(found: Sequence[regress.Pair], settings: Settings, err: TextIO) -> list[regress.Change] | None:
    """What became of each claim, in order; None when interrupted."""
    changes: dict[int, regress.Change] = {}
    with table.progress(err) as bar:
        task = bar.add_task("comparing", total=len(found))
        try:
            for i, change in regress.all_changes(found, settings.lock, jobs=settings.jobs, timeout=settings.timeout):
                changes[i] = change
                bar.advance(task)
        except KeyboardInterrupt:
            return None
    return [changes[i] for i in range(len(found))]


def _report(changes: Sequence[regress.Change], settings: Settings, out: TextIO) -> None:
    path, updated, reports = settings.lock, settings.update, settings.reports
    if reports.junit is not None:
        regress_reports.write(reports.junit, regress_reports.to_junit(changes, path, updated))
    if reports.sarif is not None:
        document = regress_reports.to_sarif(changes, path, updated)
        regress_reports.write(reports.sarif, json.dumps(document, indent=1, allow_nan=False) + "\n")
    if reports.as_json:
        rows = [regress.to_json(c) for c in changes]
        json.dump({"lock": str(path), "updated": updated, "claims": rows}, out, indent=1, allow_nan=False)
        out.write("\n")
        return
    shown = regress_reports.to_table(changes)
    if shown is not None:
        table.show(out, shown)
    out.write(regress_reports.closing(changes, updated) + "\n")
