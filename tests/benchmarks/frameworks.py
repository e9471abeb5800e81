"""Real frameworks against the mock server: does each cost exactly what its claims say, at every n from 1 to 200?

    python -m tests.benchmarks.frameworks                        every program that is installed here
    python -m tests.benchmarks.frameworks dspy_react --upto 20   one program, fewer sizes
    python -m tests.benchmarks.frameworks --file runs.jsonl      keep the runs there, and go on with those it has
    python -m tests.benchmarks.frameworks --claims               the text of theorems/frameworks.claims; nothing is run

One line of the file is one run with what the server counted. A run is made again when a version changed. Equal means
that every measure the claims define by equations had exactly that value at every n. The exit code is 0 when every
program that was run is confirmed, 1 when one is not, 2 when nothing could be run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen

from checkers.executions.framework_runs import Confirmation, MeteredServer, Program, Run, all_programs, run_once
from checkers.executions.mock import Mock
from checkers.executions.server import MockServer

UPTO = 200
HEAD = """# What frameworks cost that none of us wrote. Each text is from a file of checkers/executions/frameworks;
# `python -m tests.benchmarks.frameworks` compares it with the framework itself at every n from 1 to 200.
# Written by `python -m tests.benchmarks.frameworks --claims`."""
HEADER = (
    f"{'program':38} {'verdict':13} {'runs':>4} {'wire':>5} {'calls':>5} {'own':>5} {'tokens':>8}  {'equal':30} "
    "false (smallest n)"
)


@frozen
class Runs:
    """Runs kept in a file, one line each; without a file nothing is kept."""

    path: Path | None

    def known(self, program: Program) -> dict[int, Run]:
        """The runs of this program, as it is installed here; where it is not, those of the last versions there are."""
        rows = [row for row in self._rows() if row["program"] == program.name]
        wanted = program.versions() if program.is_installed() else rows[-1]["versions"] if rows else None
        return {row["n"]: Run(row["n"], row["figures"]) for row in rows if row["versions"] == wanted}

    def keep(self, program: Program, run: Run) -> None:
        """Append a run."""
        if self.path is not None:
            row = {"program": program.name, "n": run.n, "versions": program.versions(), "figures": dict(run.figures)}
            with self.path.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row, separators=(",", ":")) + "\n")

    def _rows(self) -> Iterator[dict[str, Any]]:
        if self.path is not None and self.path.exists():
            for line in self.path.read_text("utf-8").splitlines(keepends=True):
                if line.endswith("\n"):  # a line cut short by a kill is run again
                    yield json.loads(line)


def claims_text() -> str:
    """The claims of all programs as one claims file."""
    return "\n".join([HEAD, *(p.claims.strip("\n") for p in all_programs())]) + "\n"


def serve(mock: Mock) -> MeteredServer:
    """A server whose clock counts, and which tells those it turns away to come back at once."""
    return MockServer(mock, clock="ticks", retry_after=0.01)


def confirmation(program: Program, sizes: Sequence[int], runs: Runs) -> Confirmation:
    """The program at these sizes: the runs that are kept, and new ones for the others where it is installed."""
    found, known, installed = Confirmation(program), runs.known(program), program.is_installed()
    for n in sizes:
        if n in known:
            found.add(known[n])
        elif installed:
            run = run_once(program, n, serve)
            runs.keep(program, run)
            found.add(run)
    return found


def row(found: Confirmation, wanted: int) -> str:
    """The program's line of the table; a program is confirmed when all wanted runs agree."""
    last = found.figures[max(found.figures)]
    false = ", ".join(f"{name} (n = {n})" for name, n in sorted(found.broken.items()))
    own = f"{last['reported']}" if "reported" in last else "-"
    complete = "confirmed" if len(found.figures) == wanted else "agrees so far"
    verdict = complete if found.is_confirmed() else "NOT CONFIRMED"
    return (
        f"{found.program.name:38} {verdict:13} {len(found.figures):4} {last['requests']:5} {last['calls']:5} {own:>5} "
        f"{last['tokens_in']:8}  {', '.join(found.defined()):30} {false or '-'}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, compare, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="programs (default: all)")
    parser.add_argument("--upto", type=int, default=UPTO, help="the largest n")
    parser.add_argument("--file", type=Path, help="runs are kept here, and read from here")
    parser.add_argument("--claims", action="store_true", help="print the claims of all programs; run nothing")
    wanted = parser.parse_args(arguments)
    if wanted.claims:
        print(claims_text(), end="")
        return 0
    known = {p.name: p for p in all_programs()}
    wrong = sorted(set(wanted.names) - set(known))
    if wrong:
        print(f"frameworks: refused\n  need  programs: {', '.join(known)}\n  have  {', '.join(wrong)}", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore")  # the frameworks' own deprecations
    say = partial(print, flush=True)
    say(HEADER)
    confirmed: list[bool] = []
    for program in (known[name] for name in wanted.names or known):
        began = time.monotonic()
        found = confirmation(program, range(1, wanted.upto + 1), Runs(wanted.file))
        if not found.figures:
            missing = ", ".join(name for name, version in program.versions().items() if version is None)
            say(f"{program.name:38} not installed: {missing}")
            continue
        say(row(found, wanted.upto), f" [{time.monotonic() - began:.0f} s]")
        for difference in found.differences[:5]:
            say(f"    {difference}")
        confirmed.append(found.is_confirmed() and len(found.figures) == wanted.upto)
    say(f"{sum(confirmed)} of {len(confirmed)} programs confirmed; the columns are those of the largest n")
    return 2 if not confirmed else 0 if all(confirmed) else 1


if __name__ == "__main__":
    sys.exit(main())
