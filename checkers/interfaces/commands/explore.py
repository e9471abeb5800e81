"""`tightbound explore`: exact costs, conjectures, adversaries. Exit codes: 0 done, 1 not proved, 2 bad input, 130."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from checkers.interfaces import exploring
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.table import printable

if TYPE_CHECKING:
    from checkers.exploration import Session


def _explore(
    problem: Annotated[
        str, typer.Argument(metavar="PROBLEM", help="Such as second, min-and-max, select-3, 'max by best(3) at 2'.")
    ],
    primitive: Annotated[
        list[str] | None,
        typer.Option(
            "--primitive",
            "-p",
            metavar="CALL",
            show_default="compare, or what fits the problem",
            help="What calls may ask: compare, sort-3, best-10@3 (at a price), best-and-worst-4; again for a mix.",
        ),
    ] = None,
    mode: Annotated[str, typer.Option("--mode", metavar="M", help="worst, expected or nonadaptive.")] = "worst",
    upto: Annotated[int | None, typer.Option("--upto", metavar="N", min=1, help="The last size.")] = None,
    seconds: Annotated[float, typer.Option("--seconds", "-s", min=0.01, max=1e6, help="Search so long.")] = 10.0,
    conjecture: Annotated[bool, typer.Option("--conjecture", help="Formulas that agree with all exact costs.")] = False,
    start: Annotated[
        int | None, typer.Option("--start", metavar="N", help="The first size of a conjecture or a proof.")
    ] = None,
    prove: Annotated[
        str | None, typer.Option("--prove", metavar="FORM", help="Decide cost >= FORM for every size.")
    ] = None,
    why: Annotated[
        str | None, typer.Option("--why", metavar="N,D", help="Play: you call, an adversary makes you pay D at size N.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw into a .png, .svg or .pdf file.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE", help="Write a proof of the cost at size --n.")
    ] = None,
    size: Annotated[int | None, typer.Option("--n", metavar="N", min=1, help="The size of --certificate.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of text.")] = False,
) -> None:
    """Find how few calls solve a problem: exact costs as they are found, the best proved bound, and the gap.

    Exit code 0: done; 1: --prove, and it is not proved; 2: bad input; 130: interrupted, with what was found.
    """
    if (certificate is None) != (size is None):
        raise BadInput(exploring.WHO, need="--certificate FILE with --n N", have="one of them alone")
    request = exploring.Request(problem, tuple(primitive or ()), mode, upto, seconds, start)
    with exploring.refusals():
        session = exploring.open_session(request)
        if why is not None:
            _play(session, why)
            return
        if certificate is not None and size is not None:
            typer.echo(printable(exploring.write_certificate(session, certificate, size, seconds)))
            return
        interrupted = exploring.stream(session, request, is_shown=not as_json)
        document = _found(session, request, prove, plot, is_conjecture=conjecture, is_shown=not as_json)
    if as_json:
        sys.stdout.write(json.dumps({**document, "interrupted": interrupted}, indent=1, allow_nan=False) + "\n")
    if interrupted:
        sys.stderr.write("interrupted: the rows are what was found\n")
        raise typer.Exit(130)
    raise typer.Exit(0 if prove is None or document["proof"]["verdict"] == "proved" else 1)


def _found(
    session: Session, request: exploring.Request, prove: str | None, plot: Path | None, *, is_conjecture: bool,
    is_shown: bool,
) -> dict[str, Any]:  # fmt: skip
    """What follows from the rows: shown, where it is, and as one document."""

    def show(text: str) -> None:
        if is_shown:
            sys.stdout.write(printable(text) + "\n")

    document = session.to_json()
    show(str(session.table()) if sys.stdout.isatty() else exploring.notes(session))
    if is_conjecture:
        with exploring.waiting("fitting formulas"):
            found = session.conjecture(request.start)
        document["conjectures"] = found.to_json()
        show(f"\n{found}")
    if prove is not None:
        with exploring.waiting("looking for a proof"):
            tried = session.prove(prove, request.start)
        document["proof"] = tried.to_json()
        show(f"\n{tried}")
    if plot is not None:
        document["plot"] = str(session.plot(plot))
        show(f"\ndrawn: {plot}")
    return document


def _play(session: Session, text: str) -> None:
    n, d = exploring.read_why(text)
    with exploring.waiting(f"{session.text}, n = {n}: searching"):
        game = session.why(n, d)
    try:
        exploring.play(game, exploring.prompted(sys.stdin), typer.echo)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "explore",
        short_help="Find how few calls solve a problem.",
        epilog="Try:  tightbound explore second --primitive sort-3 --conjecture",
    )(_explore)
