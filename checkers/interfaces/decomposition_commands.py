"""The commands about decompositions: draw, derive, run. `add_to` gives them to the command line.

Exit codes  draw    0 drawn, 2 bad input
            derive  0 every measure is derived, 1 one is not, 2 bad input
            run     0 measured as derived, 1 a measure differs, 2 bad input
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checkers.interfaces.table import printable, show


class DrawFormat(StrEnum):
    """The language of a drawing."""

    MERMAID = "mermaid"
    GRAPHVIZ = "graphviz"


Source = Annotated[
    str, typer.Argument(metavar="FILE|TEXT", help="A claims file, or a text such as 'S(n) = call(a, n, 1) for n >= 1'.")
]
Name = Annotated[
    str | None, typer.Option("--name", metavar="LABEL", help="The decomposition with this name or number.")
]
Values = Annotated[
    list[str] | None, typer.Option("--value", "-v", metavar="NAME=Q", help="A size or a parameter: n=20, p=2/3.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="S", help="What chance and contents decide.")]
Measures = Annotated[
    list[str] | None, typer.Option("--measure", "-m", metavar="NAME", help="Such as calls, tokens_in, depth.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "draw",
        short_help="Draw a decomposition, or one execution of it.",
        epilog="Try:  tightbound draw 'S(n) = each(i=1..n: call(a)) for n >= 1' --unroll n=3 --format graphviz",
    )(_draw)
    app.command(
        "derive",
        short_help="Show the recurrences of a decomposition.",
        epilog="Try:  tightbound derive 'S(n) = call(a) for n <= 1; S(n) = then(call(a, n, 1), S(n-1)) for n >= 2'",
    )(_derive)
    app.command(
        "run",
        short_help="Run a decomposition on the mock LLM.",
        epilog="Try:  tightbound run 'S(n) = each(x in n by 8: call(a, x, 1)) for n >= 1' --value n=20 --workers 2",
    )(_run)


def _draw(
    source: Source,
    name: Name = None,
    form: Annotated[DrawFormat, typer.Option("--format", help="The language of the drawing.")] = DrawFormat.MERMAID,
    unroll: Annotated[
        list[str] | None,
        typer.Option("--unroll", metavar="NAME=Q", help="Draw the calls of one execution at this size instead."),
    ] = None,
    values: Values = None,
    seed: Seed = 0,
) -> None:
    """Draw the structure of a decomposition, or the call graph of one execution, as text for Mermaid or Graphviz.

    Exit code 0: drawn; 2: bad input.
    """
    from checkers.interfaces import decompositions, drawing
    from checkers.interfaces.bad_input import BadInput

    if values and not unroll:
        raise BadInput(drawing.WHO, need="--unroll with --value", have="--value alone", attempt=f"--unroll {values[0]}")
    d = decompositions.only(drawing.WHO, decompositions.read(drawing.WHO, source), name)
    text, note = drawing.text(d, form.value, [*unroll, *(values or ())] if unroll else None, seed)
    sys.stdout.write(text + "\n")
    sys.stderr.write(f"note: {note}\n" if note else "")


def _derive(source: Source, name: Name = None, measures: Measures = None) -> None:
    """Show the recurrence of each measure, in the language of claims; or what a measure needs to have one.

    Exit code 0: every measure is derived; 1: one is not; 2: bad input.
    """
    from checkers.interfaces import decompositions, deriving

    found = decompositions.choose(deriving.WHO, decompositions.read(deriving.WHO, source), name)
    every = [(d, deriving.derive(d, measures or ())) for d in found]
    sys.stdout.write("\n\n".join(printable(deriving.document(d, derived)) for d, derived in every) + "\n")
    raise typer.Exit(0 if all(m.found for _, derived in every for m in derived) else 1)


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
