"""`tightbound run`: a decomposition run on the mock LLM, and what it cost beside what is derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from attrs import frozen
from rich.table import Table
from rich.text import Text

from bounds.decomposition import Decomposition
from bounds.derivation import NotDerivable, derive_all
from bounds.measure import EXPECTED, MEASURES, Measure
from bounds.value import Exact, TooLarge, Undefined, Value, ends
from checkers.executions.costs import Costs, NoValue
from checkers.executions.crosscheck import is_certain, timed
from checkers.executions.measuring import measured
from checkers.executions.mock import Mock, Refused
from checkers.executions.running import run
from checkers.executions.schedules import least_latency, most_latency
from checkers.executions.trace import Trace
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.decompositions import At, place, read_values

WHO = "tightbound run"
SHOWN = ("calls", "tokens_in", "tokens_out", "depth", "peak")


@frozen
class Row:
    """A measure: what was measured, what is derived, and whether they agree; None where they cannot be compared."""

    measure: str
    measured: str
    derived: str
    agrees: bool | None


@frozen
class Ran:
    """One run, and its measures."""

    at: At
    trace: Trace
    rows: tuple[Row, ...]


def run_at(
    decomposition: Decomposition,
    values: Sequence[str],
    measures: Sequence[str],
    *,
    seed: int = 0,
    workers: int | None = None,
) -> Ran:
    """Run the decomposition and compare.

    Needs    a value for each size and parameter; a parameter `workers` without one has the number of workers
    Raises   BadInput: values, a measure that is none, sizes that no case speaks of, a prompt over a window
    """
    given = read_values(WHO, values)
    if workers is not None and any(p.name == "workers" for p in decomposition.parameters):
        given.setdefault("workers", workers)
    at = place(WHO, decomposition, given)
    unknown = next((m for m in measures if m.removeprefix(EXPECTED) not in MEASURES), None)
    if unknown is not None:
        raise BadInput(WHO, need="a measure", have=unknown[:200], attempt=", ".join(MEASURES))
    try:
        return _ran(decomposition, at, measures or SHOWN, seed, workers)
    except Refused as why:
        raise BadInput(WHO, need=why.need, have=f"{why.have}, in a call at {at.shown}") from None
    except (NoValue, ValueError, Undefined, TooLarge) as why:
        have = str(why)[:400] or f"a number that is {type(why).__name__}"
        raise BadInput(WHO, need="an execution, and costs that have a value", have=have) from None


def _ran(
    decomposition: Decomposition, at: At, measures: Sequence[str], seed: int, workers: int | None
) -> Ran:  # fmt: skip
    trace = run(decomposition, at.sizes, at.parameters, mock=Mock(workers=workers), seed=seed)
    certain = is_certain(decomposition)
    rows = []
    for name in measures:
        kind = MEASURES[name.removeprefix(EXPECTED)]
        cost = measured(_timed(decomposition, at, kind, trace, seed), kind, decomposition, at.parameters)
        derived = _derived(decomposition, at, name)
        rows.append(_row(name, cost, derived, certain=certain))
    if workers is not None:
        rows.append(_latency(decomposition, at, trace, workers, certain=certain))
    return Ran(at, trace, tuple(rows))


def _timed(decomposition: Decomposition, at: At, kind: Measure, trace: Trace, seed: int) -> Trace:
    """A path is measured on a run with workers enough, in which each call takes as long as it costs."""
    if kind.combine != "path":
        return trace
    return run(decomposition, at.sizes, at.parameters, mock=timed(kind), seed=seed)


def _derived(decomposition: Decomposition, at: At, name: str) -> Value | str:
    try:
        recurrence = derive_all(decomposition, [name])
    except NotDerivable as why:
        return f"not derived: {why.need}"
    return Costs(recurrence, at.parameters).at(name, *at.sizes)


def _row(name: str, cost: Exact, derived: Value | str, *, certain: bool) -> Row:
    if isinstance(derived, str):
        return Row(name, str(cost), derived, None)
    if derived is None:
        raise NoValue(f"{name} has no value here")
    low, high = ends(derived)
    if name.startswith(EXPECTED):
        return Row(name, str(cost), f"{_shown(low, high)} on average", None)
    if certain:
        return Row(name, str(cost), _shown(low, high), low <= cost <= high)
    return Row(name, str(cost), f"<= {_shown(low, high)}", cost <= high)


def _latency(decomposition: Decomposition, at: At, trace: Trace, workers: int, *, certain: bool) -> Row:
    """The length of the run in ticks, each call taking 1, against the bounds of any greedy schedule."""
    name = f"latency with {workers} worker{'s' if workers != 1 else ''}"
    work, depth = (_derived(decomposition, at, m) for m in ("calls", "depth"))
    if not isinstance(work, int) or not isinstance(depth, int):
        return Row(name, str(trace.latency()), "not derived: needs calls and depth", None)
    least, most = (of(work, depth, workers) for of in (least_latency, most_latency))
    latency = trace.latency()
    if certain:
        return Row(name, str(latency), f"from {least} to {most}", least <= latency <= most)
    return Row(name, str(latency), f"<= {most}", latency <= most)


def _shown(low: Fraction | int, high: Fraction | int) -> str:
    return str(low) if low == high else f"{float(low):.6g}"


def to_table(ran: Ran) -> Table:
    """The measures, one row each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measure", no_wrap=True)
    table.add_column("measured", justify="right", no_wrap=True)
    table.add_column("derived", overflow="fold")
    table.add_column("", no_wrap=True)
    words: Mapping[bool | None, str] = {True: "", False: "differs (!)", None: "not compared"}
    for row in ran.rows:
        table.add_row(Text(row.measure), row.measured, Text(row.derived), words[row.agrees])
    return table


def closing(ran: Ran) -> str:
    """One line that counts the measures that differ."""
    compared = [row.agrees for row in ran.rows if row.agrees is not None]
    differ = compared.count(False)
    return f"{len(compared)} compared: " + ("all as derived" if not differ else f"{differ} not as derived (!)")


def write(ran: Ran, path: Path) -> None:
    """Write the trace of the run.

    Raises   BadInput: a file that cannot be written
    """
    try:
        ran.trace.write(path)
    except OSError as why:
        raise BadInput(WHO, need="a file to write the trace to", have=f"{path}: {why.strerror}") from None
