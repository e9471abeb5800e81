"""`tightbound tighten`: the best constant of one explicit claim, shown while it is being found."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen
from rich.table import Table
from rich.text import Text

from bounds.claim import Claim, Stated
from bounds.language import print_claim
from checkers.interfaces import certify
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.table import STYLE, printable
from checkers.verdict import Verdict

if TYPE_CHECKING:
    from checkers.tighten import Probe, Tightened

WHO = "tightbound tighten"
LONG = 24
"""Digits beyond which a constant is shown rounded, in the table only."""


@frozen
class Settings:
    """What to vary (None: the coefficient of the whole bound) and when to stop."""

    vary: int | Literal["start"] | None
    seconds: float
    precision: Fraction


def read_precision(text: str) -> Fraction:
    """The relative width at which to stop.

    Raises   BadInput for what is not a number above 0
    """
    try:
        q = Fraction(text)
    except (ValueError, ZeroDivisionError):
        q = Fraction(0)
    if q <= 0:
        raise BadInput(WHO, need="a precision above 0", have=text, attempt="--precision 1/1000")
    return q


def one_claim(asked: list[certify.Asked]) -> certify.Asked:
    """The only claim among those asked.

    Raises   BadInput when there are several
    """
    if len(asked) > 1:
        labels = ", ".join(a.label for a in asked)
        raise BadInput(WHO, need="one claim", have=f"{len(asked)} claims", attempt=f"--claim with one of: {labels}")
    return asked[0]


def all_found(claim: Claim, settings: Settings) -> Iterator[Tightened]:
    """What is known after each probe, each probe in a worker that is killed when it overruns.

    Raises   BadInput for a claim without a constant to tighten
    """
    from checkers.tighten import CannotTighten, all_tightened

    try:
        yield from all_tightened(
            claim, settings.vary, seconds=settings.seconds, precision=settings.precision, decider=_decide_apart
        )
    except CannotTighten as error:
        raise BadInput(WHO, need=error.need, have=error.have, attempt=error.attempt) from None


def _decide_apart(claim: Claim, timeout: float) -> Verdict:
    asked = certify.Asked(Path("tighten"), "tighten", 1, Stated(claim))
    ((_, verdict),) = certify.all_verdicts([asked], jobs=1, timeout=timeout)
    return verdict


def progress_text(found: Tightened) -> str:
    """One line on how far the search is: (0.95, 1] after 4 probes."""
    proved, refuted = (_short(p.constant) if p else "?" for p in (found.proved, found.refuted))
    probes = f"{found.probes} probe{'s' if found.probes != 1 else ''}"
    return f"{found.name}: refuted {refuted}, proved {proved}, {probes}"


def to_table(found: Tightened) -> Table:
    """The best proved and the best refuted claim, each with what it rests on."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("verdict", "rests on", "method"):
        table.add_column(heading, no_wrap=True)
    table.add_column("constant", justify="right", no_wrap=True)
    table.add_column("claim", overflow="fold")
    for probe in (found.proved, found.refuted):
        if probe is not None:
            table.add_row(*_row(probe))
    return table


def _row(probe: Probe) -> list[Text]:
    verdict = probe.verdict
    text = Text(printable(print_claim(probe.claim)))
    if verdict.witness:
        text.append("\n  " + printable(f"witness  {verdict.witness}"))
    decision = Text(verdict.decision, style=STYLE[verdict.decision])
    return [decision, Text(", ".join(verdict.rests_on)), Text(verdict.method), Text(_short(probe.constant)), text]


def closing(found: Tightened, *, interrupted: bool = False) -> str:
    """What is known of the constant, and why the search stopped."""
    what = found.name
    proved, refuted = found.proved, found.refuted
    if found.stopped == "never":
        return f"{what}: no value can do; {found.reason}"
    if found.optimum and proved is not None:
        return f"{what}: {_exact(proved.constant)} is optimal; {found.reason}"
    end = "interrupted" if interrupted else _END[found.stopped]
    end = f"{end} after {found.probes} probe{'s' if found.probes != 1 else ''}, {found.seconds:.1f} s"
    if proved is None:
        tail = f"; {found.reason}" if found.reason else ""
        known = f", {_exact(refuted.constant)} is refuted" if refuted is not None else ""
        return f"{what}: none was proved{known}; {end}{tail}"
    if refuted is None:
        return f"{what}: {_exact(proved.constant)} is proved, none is refuted; {end}"
    low, high = sorted((proved.constant, refuted.constant))
    left, right = ("(", "]") if proved.constant == high else ("[", ")")
    gap = float((high - low) / max(abs(high), abs(low))) if high != low else 0.0
    return f"{what}: the best is in {left}{_exact(low)}, {_exact(high)}{right}, {gap:.2%} wide; {end}"


_END = {
    "precision": "nothing tighter was proved",
    "time": "time was over",
    "exhausted": "nothing was left to try",
    "searching": "stopped",
    "optimum": "done",
}


def _exact(q: Fraction) -> str:
    return str(q) if q.denominator == 1 or len(str(q)) > LONG else f"{q} = {_decimal(q)}"


def _decimal(q: Fraction) -> str:
    shown = f"{float(q):.6g}"
    return shown if Fraction(shown) == q else f"{shown}..."


def _short(q: Fraction) -> str:
    text = str(q)
    return text if len(text) <= LONG else f"about {float(q):.6g}"


def to_json(asked: certify.Asked, found: Tightened, *, interrupted: bool = False) -> dict[str, Any]:
    """The whole answer as plain JSON, certificates included."""
    return {
        "file": str(asked.path),
        "line": asked.stated.line,
        "claim": print_claim(found.claim),
        "pattern": found.pattern,
        "varied": found.name,
        "proved": _probe_json(found.proved),
        "refuted": _probe_json(found.refuted),
        "optimum": found.optimum,
        "reason": found.reason or None,
        "stopped": "interrupted" if interrupted else found.stopped,
        "probes": found.probes,
        "seconds": round(found.seconds, 6),
    }


def _probe_json(probe: Probe | None) -> dict[str, Any] | None:
    if probe is None:
        return None
    verdict = probe.verdict
    return {
        "constant": str(probe.constant),
        "claim": print_claim(probe.claim),
        "rests_on": list(verdict.rests_on),
        "method": verdict.method,
        "witness": verdict.witness or None,
        "certificate": verdict.certificate,
    }
