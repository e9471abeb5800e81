"""What `tightbound regress` shows: a table for people, JUnit XML and SARIF for CI."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from rich.table import Table
from rich.text import Text

from bounds.language import print_claim
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.certificates import replace_whole
from checkers.interfaces.lock import WHO
from checkers.interfaces.regress import STATUSES, Change
from checkers.interfaces.table import STYLE, printable

UPDATE = "tightbound regress --update"
STATUS_STYLE = {"worse": "red", "removed": "red", "added": "cyan", "changed": "cyan", "better": "green", "same": ""}
RULES = {
    "claim-worse": "A claim lost the verdict that the lock file has.",
    "claim-not-as-expected": "A claim has another verdict than its file expects.",
    "claim-removed": "A claim of the lock file is in no claims file.",
    "lock-out-of-date": "A claim is new or changed, and the lock file does not have it so.",
}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text_of(change: Change) -> str:
    """The claim, as it stands or as it stood."""
    if change.answer is not None:
        return print_claim(change.answer.asked.stated.claim)
    return change.pair.entry.claim if change.pair.entry else ""


def verdict_of(change: Change) -> str:
    """The verdict, with the one before where it is another."""
    before = change.pair.entry.verdict if change.pair.entry else ""
    now = change.answer.verdict.decision if change.answer else "gone"
    return now if before in ("", now) else f"{before} -> {now}"


def reasons(change: Change) -> list[str]:
    """What a person needs to know of a change: expectation, witness, what stopped each method, why it was decided."""
    lines: list[str] = []
    if change.answer is not None:
        stated, verdict = change.answer.asked.stated, change.answer.verdict
        lines += [] if change.answer.met else [f"(!) expected {stated.expect}"]
        lines += [f"witness  {verdict.witness}"] if verdict.witness else []
        if not change.answer.met:
            lines += [f"{b.method}  {b.reason}" for b in verdict.blocked if verdict.decision == "unknown"]
    before = change.pair.entry
    if before is not None and change.answer is not None and not change.pair.unchanged:
        lines += [f"before  {before.claim}"] if before.claim != text_of(change) else []
        lines += [f"before  expect {before.expect}"] if before.expect != change.answer.asked.stated.expect else []
        lines += ["before  with another recurrence"] if before.claim == text_of(change) and _restated(change) else []
    return [*lines, *([f"decided anew: {change.note}"] if change.note else [])]


def _restated(change: Change) -> bool:
    return change.pair.entry is not None and change.pair.entry.statement != change.pair.statement


def to_table(changes: Sequence[Change]) -> Table | None:
    """One row for each claim of which there is something to say; None when there is none."""
    shown = [c for c in changes if c.status != "same" or c.note or (c.answer is not None and not c.answer.met)]
    if not shown:
        return None
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("change", "verdict"):
        table.add_column(heading, no_wrap=True)
    table.add_column("claim", overflow="fold")
    file = ""
    for change in shown:
        if change.pair.file != file:
            file = change.pair.file
            table.add_row("", "", Text(printable(file), style="dim"))
        verdict = change.answer.verdict.decision if change.answer else ""
        claim = Text(printable(f"{change.pair.name}: "), style="dim")
        claim.append("\n  ".join(map(printable, [text_of(change), *reasons(change)])), style="not dim")
        status = Text(change.status, style=STATUS_STYLE[change.status])
        table.add_row(status, Text(verdict_of(change), style=STYLE.get(verdict, "")), claim)
    return table


def closing(changes: Sequence[Change], updated: bool) -> str:
    """One line of counts, and what to do."""
    statuses = [c.status for c in changes]
    counts = ", ".join(f"{n} {s}" for s in STATUSES if (n := statuses.count(s)))
    again = sum(c.rechecked for c in changes)
    missed = sum(c.answer is not None and not c.answer.met for c in changes)
    parts = [f"{len(changes)} claim{'s' if len(changes) != 1 else ''}: {counts or 'none'}"]
    parts += [f"{again} checked again by the kernel alone"] if again else []
    parts += [f"{missed} not as expected (!)"] if missed else []
    stale = any(c.status not in ("same", "worse") or c.note for c in changes)
    end = "; the lock is written" if updated else f"\ntry {UPDATE}" if stale else ""
    return "; ".join(parts) + end


def rule_of(change: Change) -> str:
    """The rule that a failing change breaks."""
    if change.status in ("worse", "removed"):
        return f"claim-{change.status}"
    met = change.answer is None or change.answer.met
    return "lock-out-of-date" if met else "claim-not-as-expected"


def message_of(change: Change) -> str:
    """The whole of a failure in a few lines."""
    lines = [f"{change.status}: {verdict_of(change)}", text_of(change), *reasons(change)]
    lines += [f"try {UPDATE}"] if rule_of(change) in ("lock-out-of-date", "claim-removed") else []
    return printable("\n".join(lines))


def place_of(change: Change, lock: Path) -> tuple[Path, int]:
    """The file and line of the claim; for one that is gone, those of its entry in the lock."""
    if change.answer is not None:
        return change.answer.asked.path, max(1, change.answer.asked.stated.line)
    return lock, max(1, change.pair.entry.line if change.pair.entry else 1)


def to_junit(changes: Sequence[Change], lock: Path, updated: bool) -> str:
    """JUnit XML: one test case a claim, with its seconds."""
    seconds = [c.answer.verdict.seconds if c.answer else 0.0 for c in changes]
    failed = sum(c.fails(updated) for c in changes)
    totals = {"tests": str(len(changes)), "failures": str(failed), "errors": "0", "skipped": "0"}
    totals["time"] = f"{sum(seconds):.3f}"
    root = ElementTree.Element("testsuites", {"name": "tightbound regress", **totals})
    suite = ElementTree.SubElement(root, "testsuite", {"name": "tightbound regress", **totals})
    for change, time in zip(changes, seconds, strict=True):
        file, line = place_of(change, lock)
        names = {"classname": printable(change.pair.file), "name": printable(f"{change.pair.name}: {text_of(change)}")}
        where = {"file": printable(str(file)), "line": str(line), "time": f"{time:.3f}"}
        case = ElementTree.SubElement(suite, "testcase", {**names, **where})
        if change.fails(updated):
            message = f"{change.status}: {verdict_of(change)}"
            failure = ElementTree.SubElement(case, "failure", {"message": message, "type": rule_of(change)})
            failure.text = message_of(change)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def to_sarif(changes: Sequence[Change], lock: Path, updated: bool) -> dict[str, Any]:
    """A SARIF 2.1.0 log: one result for each claim that fails the run."""
    rules = [
        {"id": rule, "shortDescription": {"text": text}, "defaultConfiguration": {"level": _level(rule)}}
        for rule, text in RULES.items()
    ]
    driver = {"name": "tightbound", "version": version("tightbound"), "rules": rules}
    results = [_result(c, lock) for c in changes if c.fails(updated)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _level(rule: str) -> str:
    return "warning" if rule == "lock-out-of-date" else "error"


def _result(change: Change, lock: Path) -> dict[str, Any]:
    file, line = place_of(change, lock)
    place = {"artifactLocation": _artifact(file), "region": {"startLine": line}}
    rule = rule_of(change)
    return {
        "ruleId": rule,
        "ruleIndex": list(RULES).index(rule),
        "level": _level(rule),
        "message": {"text": message_of(change)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"tightboundClaim/v1": f"{change.pair.file}#{change.pair.name}#{rule}"},
    }


def _artifact(file: Path) -> dict[str, str]:
    here, there = Path.cwd().resolve(), Path(os.path.abspath(file))
    if there.is_relative_to(here):
        return {"uri": quote(there.relative_to(here).as_posix()), "uriBaseId": "%SRCROOT%"}
    return {"uri": there.as_uri()}


def write(path: Path, text: str) -> None:
    """Write a report, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(path, text)
    except OSError as error:
        raise BadInput(WHO, need="a report that can be written", have=f"{path}: {error.strerror}") from None
