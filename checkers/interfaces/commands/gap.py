"""`tightbound gap`: a decomposition beside the least cost. Exit codes: 0 a gap is proved, 1 none is, 2 bad input."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from checkers.interfaces.options import Name, Source

Problem = Annotated[str, typer.Option("--problem", metavar="FAMILY", help="What it solves: max, second, select-3, ...")]
Calls = Annotated[str, typer.Option("--primitive", metavar="CALL", help="compare, best-10, read-4000, ...")]


def _gap(
    source: Source,
    problem: Problem,
    primitive: Calls = "compare",
    name: Name = None,
    upto: Annotated[int, typer.Option("--upto", min=0, max=200, help="Show sizes up to this one.")] = 8,
    every: Annotated[bool, typer.Option("--all", help="Show every proved bound, not only the closest.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", "-s", min=0.1, max=1e6, help="For all claims.")] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="JSON with the certificates instead of a table.")] = False,
) -> None:
    """Show how far a decomposition is from the least that any strategy for the problem can cost, for every size.

    Exit code 0: a gap is proved; 1: none is, or it costs less than all that solve the problem; 2: bad input.
    """
    from rich.console import Console

    from checkers.exploration.naming import setting_of
    from checkers.interfaces import decompositions, gaps

    setting = setting_of(problem, primitive)
    decomposition = decompositions.only(gaps.WHO, decompositions.read(gaps.WHO, source), name)
    found = gaps.find(setting, decomposition, seconds)
    rows = gaps.sizes(setting, decomposition, found[0], upto)
    if as_json:
        sys.stdout.write(json.dumps(gaps.to_json(found, rows), indent=1) + "\n")
    else:
        console = Console(soft_wrap=True)
        console.print(gaps.to_table(found, every=every))
        if rows:
            console.print()
            console.print(gaps.to_sizes(rows))
        console.print(f"\n{gaps.closing(setting, decomposition, found[0])}", markup=False, highlight=False)
    raise typer.Exit(0 if found[0].how not in ("unknown", "impossible") else 1)


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "gap",
        short_help="Show how far a decomposition is from the least cost.",
        epilog="Try:  tightbound gap 'S(n) = loop(i=1..n: call(a, 9, 1)) for n >= 1' --problem max --primitive compare",
    )(_gap)
