"""`tightbound regress`: claims against a lock file. Exits with 0, 1 when something is lost or new, or 2."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from checkers.interfaces import regression
from checkers.interfaces.options import Jobs, Timeout
from checkers.interfaces.workers import available_cores


def _regress(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Claims files or folders.", show_default="those of the lock"),
    ] = None,
    lock: Annotated[Path, typer.Option("--lock", metavar="FILE", help="The lock file.")] = Path("tightbound.lock"),
    update: Annotated[bool, typer.Option("--update", help="Write the lock and its certificates; never in CI.")] = False,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML there.")] = None,
    sarif: Annotated[Path | None, typer.Option("--sarif", metavar="FILE", help="Write SARIF 2.1.0 there.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
    timeout: Timeout = 60.0,
    jobs: Jobs = None,
) -> None:
    """Compare claims with a lock file: the kernel checks what did not change, the rest is decided anew.

    Exit code 0: nothing lost, nothing new, all as expected; 1: otherwise; 2: bad input, or no lock file.
    """
    reports = regression.Reports(junit, sarif, as_json)
    settings = regression.Settings(lock, update, timeout, jobs or available_cores(), reports)
    raise typer.Exit(regression.run(paths or [], settings, sys.stdout, sys.stderr))


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "regress",
        short_help="Compare claims with a lock file, in CI.",
        epilog="Try:  tightbound regress claims --update, commit what it writes, and in CI:  tightbound regress",
    )(_regress)
