"""The command line: certify, check, explain, tighten, batch; commands about decompositions and runs are in commands/.

Exit codes  certify  0 every claim meets its expectation, 1 one does not, 2 bad input
            check    0 proved, 1 refuted, 2 rejected, 3 outside the kernel's language
            explain  0 decided, 1 unknown, 2 bad input
            tighten  0 a constant is proved, 1 none is, 2 bad input
            batch    0 every line has its row, 2 bad input
            130 when interrupted
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bounds.language import LanguageError
from checkers.interfaces import batch as batches
from checkers.interfaces import certificates, certify, explanation, table, tightening
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.commands import derive, draw, explore, gap, regress, serve_mock, trace
from checkers.interfaces.commands import run as run_on_mock
from checkers.interfaces.options import Jobs, NoHints, Timeout
from checkers.interfaces.workers import WorkerError, available_cores

if TYPE_CHECKING:
    from checkers.tighten import Tightened

app = typer.Typer(
    name="tightbound",
    help="Prove or refute claims about the cost of LLM systems, with certificates that a small kernel checks again.",
    epilog="Try:  tightbound explain 'T(1) = 0; T(n) = 2*T(floor(n/2)) + n for n >= 2; claim T in O(n*log(n))'",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run(arguments: Sequence[str]) -> int:
    """Run one command; refusals go to standard error and give exit code 2."""
    try:
        app(args=list(arguments), prog_name="tightbound")
    except (BadInput, LanguageError) as error:
        _complain(str(error))
        return 2
    except WorkerError as error:
        _complain(f"tightbound: {error}")
        return 2
    return 0


def _complain(text: str) -> None:
    sys.stderr.write(table.printable(text) + "\n")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tightbound {version('tightbound')}")
        raise typer.Exit


@app.callback()
def _tightbound(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command(
    "certify",
    short_help="Decide the claims of claims files.",
    epilog="Try:  tightbound certify paper/claims --certificates build/certificates",
)
def _certify(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Claims files (*.claims) or folders.", show_default="the bundled theorems"),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--certificates", metavar="DIR", help="Write NAME.claim.json and NAME.certificate.json there."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
    timeout: Timeout = 60.0,
    jobs: Jobs = None,
    no_hints: NoHints = False,
) -> None:
    """Decide every claim of claims files and compare with what each file expects (default: proved).

    Exit code 0: every claim meets its expectation; 1: one does not; 2: bad input.
    """
    asked, refusals = certify.gather(paths or [])
    for refusal in refusals:
        _complain(refusal)
    answers = _decide(asked, jobs or available_cores(), timeout, hints=not no_hints)
    if len(answers) < len(asked):
        _complain(f"interrupted: {len(answers)} of {len(asked)} claims decided")
    if folder is not None:
        certificates.write_all(folder, answers)
    if as_json:
        _print_json(answers, refusals)
    elif answers:
        table.show(sys.stdout, table.verdicts(answers))
        sys.stdout.write(table.closing(answers) + "\n")
    if len(answers) < len(asked):
        raise typer.Exit(130)
    raise typer.Exit(2 if refusals else 0 if all(a.met for a in answers) else 1)


def _decide(asked: Sequence[certify.Asked], jobs: int, timeout: float, *, hints: bool) -> list[certify.Answer]:
    """The answers in the order of the claims; those there are when interrupted. Hints go to what misses its goal."""
    found: dict[int, certify.Answer] = {}
    with table.progress(sys.stderr) as bar, suppress(KeyboardInterrupt):
        task = bar.add_task("deciding", total=len(asked))
        for index, verdict in certify.all_verdicts(asked, jobs=jobs, timeout=timeout):
            found[index] = certify.Answer(asked[index], verdict)
            bar.advance(task)
        missed = [i for i in sorted(found) if not found[i].met] if hints else []
        bar.update(task, description="looking for bounds near the unknown claims")
        for index, verdict in certify.all_hints([found[i].verdict for i in missed], jobs=jobs, timeout=timeout):
            found[missed[index]] = certify.Answer(asked[missed[index]], verdict)
    return [found[i] for i in sorted(found)]


def _print_json(answers: Sequence[certify.Answer], refusals: Sequence[str]) -> None:
    document = {"claims": [certify.to_json(a) for a in answers], "refusals": list(refusals)}
    sys.stdout.write(json.dumps(document, indent=1, allow_nan=False) + "\n")


@app.command("check", short_help="Check a certificate again, kernel only.")
def _check(
    claim: Annotated[Path, typer.Argument(help="A claim as JSON, as `certify --certificates` writes it.")],
    certificate: Annotated[Path, typer.Argument(metavar="CERT", help="Its certificate.")],
) -> None:
    """Check a certificate again, by the kernel alone: no solver is loaded.

    Exit code 0: proved; 1: refuted; 2: rejected; 3: outside the kernel's language.
    """
    from checkers.kernel.__main__ import main

    raise typer.Exit(main([str(claim), str(certificate)]))


@app.command(
    "explain",
    short_help="Show a proof for a person.",
    epilog="Try:  tightbound explain theorems/merge_sort.claims --claim 1 --latex",
)
def _explain(
    claim: Annotated[
        str, typer.Argument(help="A claims file, or a text such as 'T(0) = 0; T(n) = ...; claim T in O(n)'.")
    ],
    which: Annotated[
        str | None, typer.Option("--claim", metavar="LABEL", help="Only the claim with this name or number.")
    ] = None,
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX instead of text.")] = False,
    timeout: Timeout = 60.0,
    no_hints: NoHints = False,
) -> None:
    """Show the proof for a person: the invariant found, the step, the base window.

    Exit code 0: every claim shown is decided; 1: one is unknown; 2: bad input.
    """
    asked = explanation.choose(explanation.read(claim), which)
    decided = True
    for number, (explained, verdict) in enumerate(explanation.all_explained(asked, timeout, hints=not no_hints)):
        text = explained.latex if latex else table.printable(explained.text)
        sys.stdout.write(("\n" if number else "") + text.rstrip("\n") + "\n")
        decided = decided and verdict.decision != "unknown"
    raise typer.Exit(0 if decided else 1)


@app.command(
    "tighten",
    short_help="Find the best constant of a claim.",
    epilog="Try:  tightbound tighten 'T(1) = 0; T(n) = 2*T(floor(n/2)) + n for n >= 2; claim T(n) <= 9*n*log2(n)'",
)
def _tighten(
    claim: Annotated[
        str, typer.Argument(help="A claims file, or a text such as 'T(0) = 0; T(n) = ...; claim T(n) <= 5*n'.")
    ],
    which: Annotated[str | None, typer.Option("--claim", metavar="LABEL", help="The claim's name or number.")] = None,
    vary: Annotated[
        int | None,
        typer.Option("--vary", metavar="K", min=1, help="Only the K-th term of the bound.", show_default="all of it"),
    ] = None,
    start: Annotated[bool, typer.Option("--start", help="The size the claim starts from instead.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", "-s", min=0.1, max=1e6, help="Stop after so long.")] = 20.0,
    precision: Annotated[
        str, typer.Option("--precision", metavar="Q", help="Stop at this relative width, such as 1/1000 or 0.01.")
    ] = "1/1000",
    as_json: Annotated[bool, typer.Option("--json", help="JSON with the certificates instead of a table.")] = False,
) -> None:
    """Find the best constant of an explicit claim that can be proved, the best that can be refuted, and the gap.

    Exit code 0: a constant is proved; 1: none is; 2: bad input.
    """
    if start and vary is not None:
        raise BadInput(tightening.WHO, need="one of --start and --vary", have="both")
    settings = tightening.Settings("start" if start else vary, seconds, tightening.read_precision(precision))
    asked = tightening.one_claim(explanation.choose(explanation.read(claim, tightening.WHO), which, tightening.WHO))
    found, interrupted = _search(asked, settings)
    if found is not None and as_json:
        document = tightening.to_json(asked, found, interrupted=interrupted)
        sys.stdout.write(json.dumps(document, indent=1, allow_nan=False) + "\n")
    elif found is not None:
        if found.proved or found.refuted:
            table.show(sys.stdout, tightening.to_table(found))
        sys.stdout.write(table.printable(tightening.closing(found, interrupted=interrupted)) + "\n")
    if interrupted:
        _complain("interrupted" if found is not None else "interrupted: nothing was found yet")
        raise typer.Exit(130)
    raise typer.Exit(0 if found is not None and found.proved is not None else 1)


def _search(asked: certify.Asked, settings: tightening.Settings) -> tuple[Tightened | None, bool]:
    """The last state of a search, and whether it was interrupted."""
    found: Tightened | None = None
    with table.progress(sys.stderr) as bar:
        task = bar.add_task("evaluating sizes", total=None)
        try:
            for found in tightening.all_found(asked.stated.claim, settings):
                bar.update(task, description=tightening.progress_text(found))
        except KeyboardInterrupt:
            return found, True
    return found, False


@app.command(
    "batch",
    short_help="Decide every line of a JSON Lines file.",
    epilog="Try:  tightbound batch claims.jsonl verdicts.jsonl --timeout 5 --resume",
)
def _batch(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help='Lines {"id", "text", "claim"}.')],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="One row for each line, as each is completed.")],
    jobs: Jobs = None,
    timeout: Timeout = 10.0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the rows OUT.jsonl has.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Start OUT.jsonl again.")] = False,
) -> None:
    """Decide every line of a JSON Lines file; a bad line or a crash is an error row and stops nothing.

    Exit code 0: every line has its row, whatever the verdicts; 2: bad input.
    """
    if resume and overwrite:
        raise BadInput(batches.WHO, need="one of --resume and --overwrite", have="both")
    existing: batches.Existing = "resume" if resume else "overwrite" if overwrite else "refuse"
    settings = batches.Settings(jobs or available_cores(), timeout, existing)
    raise typer.Exit(_run_batch(source, target, settings))


def _run_batch(source: Path, target: Path, settings: batches.Settings) -> int:
    tally = batches.Tally()
    began = time.monotonic()
    interrupted = False
    with table.progress(sys.stderr) as bar:
        task = bar.add_task("deciding", total=(source.stat().st_size or None) if source.is_file() else None)

        def report(tally: batches.Tally) -> None:
            rows = f"{tally.rows.total()} rows, {tally.rows['error']} errors"
            bar.update(task, completed=tally.bytes_read, description=rows)

        try:
            batches.run(source, target, settings, tally, report)
        except KeyboardInterrupt:
            interrupted = True
    lines = [(kind, tally.rows[kind]) for kind in ("proved", "refuted", "unknown", "error")]
    lines += [("already there", tally.already)] if tally.already else []
    table.show(sys.stderr, table.counts(lines))
    seconds = time.monotonic() - began
    sys.stderr.write(f"{tally.rows.total()} rows in {seconds:.1f} s, written to {target}\n")
    if interrupted:
        sys.stderr.write("interrupted; run again with --resume to go on\n")
    return 130 if interrupted else 0


for command in (explore, gap, draw, derive, run_on_mock, regress, trace, serve_mock):
    command.add_to(app)
