"""`tightbound derive`: recurrences of a decomposition. Exit codes: 0 all derived, 1 one is not, 2 bad input."""

from __future__ import annotations

import sys

import typer

from checkers.interfaces.options import Measures, Name, Source
from checkers.interfaces.table import printable


def _derive(source: Source, name: Name = None, measures: Measures = None) -> None:
    """Show the recurrence of each measure, in the language of claims; or what a measure needs to have one.

    Exit code 0: every measure is derived; 1: one is not; 2: bad input.
    """
    from checkers.interfaces import decompositions, deriving

    found = decompositions.choose(deriving.WHO, decompositions.read(deriving.WHO, source), name)
    every = [(d, deriving.derive(d, measures or ())) for d in found]
    sys.stdout.write("\n\n".join(printable(deriving.document(d, derived)) for d, derived in every) + "\n")
    raise typer.Exit(0 if all(m.found for _, derived in every for m in derived) else 1)


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "derive",
        short_help="Show the recurrences of a decomposition.",
        epilog="Try:  tightbound derive 'S(n) = call(a) for n <= 1; S(n) = then(call(a, n, 1), S(n-1)) for n >= 2'",
    )(_derive)
