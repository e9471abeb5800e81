"""`tightbound run`: a decomposition on the mock LLM. Exit codes: 0 measured as derived, 1 one differs, 2 bad input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from checkers.interfaces.options import Measures, Name, Seed, Source, Values
from checkers.interfaces.table import printable, show


def _run(
    source: Source,
    values: Values = None,
    name: Name = None,
    measures: Measures = None,
    seed: Seed = 0,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="P", min=1, help="Calls that run at once.", show_default="any")
    ] = None,
    trace: Annotated[Path | None, typer.Option("--trace", metavar="OUT.jsonl", help="Write the trace there.")] = None,
) -> None:
    """Run a decomposition on the mock LLM, and show what it costs beside what is derived for it.

    Exit code 0: every measure is as derived; 1: one differs; 2: bad input.
    """
    from checkers.interfaces import decompositions, mock_run

    d = decompositions.only(mock_run.WHO, decompositions.read(mock_run.WHO, source), name)
    ran = mock_run.run_at(d, values or (), measures or (), seed=seed, workers=workers)
    if trace is not None:
        mock_run.write(ran, trace)
    sys.stdout.write(printable(f"{d.name or d.main} at {ran.at.shown}") + "\n")
    show(sys.stdout, mock_run.to_table(ran))
    sys.stdout.write(mock_run.closing(ran) + "\n")
    raise typer.Exit(1 if any(row.agrees is False for row in ran.rows) else 0)


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "run",
        short_help="Run a decomposition on the mock LLM.",
        epilog="Try:  tightbound run 'S(n) = each(x in n by 8: call(a, x, 1)) for n >= 1' --value n=20 --workers 2",
    )(_run)
