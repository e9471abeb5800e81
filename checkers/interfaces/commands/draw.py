"""`tightbound draw`: a decomposition as Mermaid or Graphviz text. Exit codes: 0 drawn, 2 bad input."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.options import Name, Seed, Source, Values


class DrawFormat(StrEnum):
    """The language of a drawing."""

    MERMAID = "mermaid"
    GRAPHVIZ = "graphviz"


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

    if values and not unroll:
        raise BadInput(drawing.WHO, need="--unroll with --value", have="--value alone", attempt=f"--unroll {values[0]}")
    d = decompositions.only(drawing.WHO, decompositions.read(drawing.WHO, source), name)
    text, note = drawing.text(d, form.value, [*unroll, *(values or ())] if unroll else None, seed)
    sys.stdout.write(text + "\n")
    sys.stderr.write(f"note: {note}\n" if note else "")


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "draw",
        short_help="Draw a decomposition, or one execution of it.",
        epilog="Try:  tightbound draw 'S(n) = each(i=1..n: call(a)) for n >= 1' --unroll n=3 --format graphviz",
    )(_draw)
