"""`tightbound trace`: what runs cost, and which claims hold of them. Exits with 0, 1 when one is broken, or 2."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checkers.interfaces import table

if TYPE_CHECKING:
    from checkers.interfaces.tracing import Measured


class SpanFormat(StrEnum):
    """What the files of `trace` hold."""

    AUTO = "auto"
    OTLP = "otlp"
    TRACE = "trace"


def _trace(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE", help="OTLP/JSON spans, or traces of tightbound.")],
    claims: Annotated[list[str] | None, typer.Option("--claim", "-c", help="Such as 'depth(n) <= 3'.")] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--value", "-v", metavar="NAME=Q", help="A size: n=37, or n=@KEY, an attribute of the root span."),
    ] = None,
    size_attribute: Annotated[
        str | None, typer.Option("--size-attribute", metavar="KEY", help="The same as --value n=@KEY.")
    ] = None,
    form: Annotated[SpanFormat, typer.Option("--format", help="What the files hold.")] = SpanFormat.AUTO,
    trace_id: Annotated[str, typer.Option("--trace-id", metavar="ID", help="Only this trace (or how it begins).")] = "",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Count this primitive only, such as chat.")
    ] = None,
    count_all: Annotated[
        bool, typer.Option("--count-all", help="Count a call that two instrumentors report twice.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 2 when a claim is not compared.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,
) -> None:
    """Show what runs cost in calls, tokens and depth, from OpenTelemetry spans, and whether claims hold of them.

    Exit code 0: no claim is broken; 1: one is; 2: bad input.
    """
    from checkers.interfaces import tracing

    chosen = tracing.settings(
        claims or (), values or (), size_attribute, form.value,
        trace_id=trace_id, only=tuple(only or ()), count_all=count_all,
    )  # fmt: skip
    found, notes = tracing.measure(paths, chosen)
    if as_json:
        sys.stdout.write(json.dumps(tracing.to_json(found, notes), indent=1, allow_nan=False) + "\n")
    else:
        _show_runs(found, notes)
    raise typer.Exit(tracing.code(found, strict=strict))


def _show_runs(found: Sequence[Measured], notes: Sequence[str]) -> None:
    from checkers.interfaces import tracing

    for number, measured in enumerate(found):
        sys.stdout.write(("\n" if number else "") + table.printable(tracing.heading(measured)) + "\n")
        table.show(sys.stdout, tracing.to_table(measured))
        sys.stdout.writelines(table.printable(line) + "\n" for line in tracing.lines(measured))
    sys.stdout.writelines(f"note: {table.printable(note)}\n" for note in notes)
    closing = tracing.closing(found)
    sys.stdout.write(closing + "\n" if closing else "")


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "trace",
        short_help="Measure runs, and hold claims against them.",
        epilog="Try:  tightbound trace spans.jsonl --claim 'calls(n) <= 2*ceil(n/w) + 1' --value n=37 --value w=4",
    )(_trace)
