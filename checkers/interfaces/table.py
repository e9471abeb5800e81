"""What a person sees: the table of verdicts, the counts of a batch. Plain, untruncated text when not on a terminal."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bounds.language import print_claim
from checkers.interfaces.certify import Answer

STYLE = {"proved": "green", "refuted": "red", "unknown": "yellow", "error": "magenta"}
UNLIMITED = 1_000_000


def console(file: TextIO) -> Console:
    """A console for `file`: no colour and no other escape with NO_COLOR, no line broken when not a terminal."""
    plain = bool(os.environ.get("NO_COLOR"))
    found = Console(file=file, highlight=False, markup=False, emoji=False, color_system=None if plain else "auto")
    if not found.is_terminal:
        found.width = UNLIMITED
    return found


def progress(file: TextIO) -> Progress:
    """A progress bar on `file`; silent when it is not a terminal, gone when it is done."""
    there = console(file)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=there, transient=True, disable=not there.is_terminal)


def printable(text: str) -> str:
    """The text with control characters and other invisible ones written out, so that input cannot steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii") for c in text)


def show(file: TextIO, table: Table) -> None:
    """Print a table; trailing spaces are cut where nobody sees a frame."""
    there = console(file)
    if there.is_terminal:
        there.print(table)
        return
    with io.StringIO() as text:
        Console(file=text, width=UNLIMITED, color_system=None, highlight=False).print(table)
        file.write("".join(line.rstrip() + "\n" for line in text.getvalue().splitlines()))


def verdicts(answers: Sequence[Answer]) -> Table:
    """The table of verdicts: one row a claim, with its witness or what stopped each method below the claim."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("verdict", "rests on", "method"):
        table.add_column(heading, no_wrap=True)
    table.add_column("ms", justify="right", no_wrap=True)
    table.add_column("claim", overflow="fold")
    shown = None
    for answer in answers:
        if answer.asked.path != shown:
            shown = answer.asked.path
            table.add_row("", "", "", "", Text(printable(str(shown)), style="dim"))
        table.add_row(*_row(answer))
    return table


def _row(answer: Answer) -> list[Text]:
    verdict = answer.verdict
    decision = Text(verdict.decision, style=STYLE[verdict.decision])
    if not answer.met:
        decision.append(" (!)", style="bold red")
    grades = Text(", ".join(verdict.rests_on) or "-")
    return [decision, grades, Text(verdict.method or "-"), Text(f"{verdict.seconds * 1000:.1f}"), _claim(answer)]


def _claim(answer: Answer) -> Text:
    stated, verdict = answer.asked.stated, answer.verdict
    name = f"{answer.asked.label}: " if stated.name else f"[{answer.asked.number}] "
    lines = [] if stated.expect == "proved" else ["as expected"]
    lines = lines if answer.met else [f"(!) expected {stated.expect}"]
    lines += [f"witness  {verdict.witness}"] if verdict.witness else []
    if verdict.decision == "unknown":
        for blocked in verdict.blocked:
            lines.append(f"{blocked.method}  {blocked.reason}")
            lines += [f"  try  {blocked.attempt}"] if blocked.attempt else []
        lines += [f"proved instead  {print_claim(bound.claim)}" for bound in verdict.strongest]
    text = Text(printable(name), style="dim")
    text.append(printable(print_claim(stated.claim)), style="not dim")
    for line in lines:
        text.append("\n  " + printable(line), style="not dim")
    return text


def closing(answers: Sequence[Answer]) -> str:
    """One line that counts the verdicts and those that were not expected."""
    decisions = [a.verdict.decision for a in answers]
    counts = ", ".join(f"{decisions.count(d)} {d}" for d in ("proved", "refuted", "unknown"))
    missed = sum(not a.met for a in answers)
    end = "all as expected" if not missed else f"{missed} not as expected (!)"
    return f"{len(answers)} claim{'s' if len(answers) != 1 else ''}: {counts}; {end}"


def counts(rows: Sequence[tuple[str, int]]) -> Table:
    """The counts of a batch."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rows")
    table.add_column("count", justify="right")
    for name, count in rows:
        table.add_row(Text(name, style=STYLE.get(name, "")), str(count))
    return table
