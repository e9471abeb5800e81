"""`tightbound trace`: what a measured run cost, from spans or from a trace, and whether claims hold of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeAlias

from attrs import asdict, evolve, field, frozen
from rich.table import Table
from rich.text import Text

from bounds.expression import Call, all_subexpressions
from bounds.value import Exact, exact
from checkers.executions.conventions import whole
from checkers.executions.json_documents import Unreadable, all_documents, all_lines, opened
from checkers.executions.observed import MEASURES, Observation, ObservedClaim
from checkers.executions.otlp import Attribute, Span
from checkers.executions.spans import Run, is_of_calls, read_run, read_spans
from checkers.executions.trace import BadTrace, Trace, read_trace
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.table import printable

WHO = "tightbound trace"
Format: TypeAlias = Literal["auto", "otlp", "trace"]
SHOWN = ("calls", "requests", "retries", "tokens_in", "tokens_out", "peak", "depth", "latency")
_NUMBER = re.compile(r"-?[0-9]{1,100}(?:/[0-9]{1,100}|\.[0-9]{1,100})?")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@frozen
class Settings:
    """Which runs of the files to measure and how; `values` are numbers, or "@" and an attribute of the root span."""

    claims: tuple[ObservedClaim, ...] = ()
    values: Mapping[str, str] = field(factory=dict)
    form: Format = "auto"
    trace_id: str = ""
    only: tuple[str, ...] = ()
    count_all: bool = False


@frozen
class Measured:
    """One run, and what it says of each claim."""

    name: str
    run: Run
    observations: tuple[Observation, ...] = ()


def settings(
    claims: Sequence[str], values: Sequence[str], size_attribute: str | None, form: Format, **more: Any
) -> Settings:
    """What the options say.

    Raises   BadInput, LanguageError
    """
    found: dict[str, str] = {"n": "@" + size_attribute} if size_attribute else {}
    for text in values:
        name, _, value = text.partition("=")
        if not _NAME.fullmatch(name) or not (value.startswith("@") or _NUMBER.fullmatch(value)):
            need = "a size as NAME=NUMBER, or as NAME=@ATTRIBUTE of the root span"
            raise BadInput(WHO, need=need, have=text[:200], attempt="--value n=37")
        if found.setdefault(name, value) != value:
            raise BadInput(WHO, need=f"one value of {name}", have=f"{found[name]} and {value}"[:200])
    return Settings(tuple(ObservedClaim.parse(text) for text in claims), found, form, **more)


def measure(paths: Sequence[Path], chosen: Settings) -> tuple[list[Measured], list[str]]:
    """Each run of the files with its observations, and notes on the files.

    Raises   BadInput: a file that cannot be read, no model call, a size that is not known
    """
    notes: list[str] = []
    try:
        runs = _runs(paths, chosen, notes)
    except Unreadable as why:
        raise BadInput(WHO, need=why.need, have=f"{why.place}: {why.have}", attempt=why.attempt) from None
    except BadTrace as why:
        raise BadInput(WHO, need="one call a line, as a trace has", have=str(why)) from None
    except OSError as why:
        have = f"{why.filename}: {why.strerror}"
        raise BadInput(WHO, need="files of spans, or traces", have=have) from None
    found = []
    for name, run in runs:
        counted = _only(run, chosen.only)
        found.append(Measured(name, counted, tuple(_observe(c, name, counted, chosen) for c in chosen.claims)))
    return found, notes


def _runs(paths: Sequence[Path], chosen: Settings, notes: list[str]) -> list[tuple[str, Run]]:
    forms = {path: chosen.form if chosen.form != "auto" else _form(path) for path in paths}
    traces = [] if chosen.trace_id else [_own(p, notes) for p, form in forms.items() if form == "trace"]
    of_spans = [p for p, form in forms.items() if form == "otlp"]
    if not of_spans and traces:
        return traces
    groups = read_spans(of_spans, notes)
    called = {name: spans for name, spans in groups.items() if is_of_calls(spans)}
    if chosen.trace_id:
        called = {name: spans for name, spans in groups.items() if name.startswith(chosen.trace_id.lower())}
        if len(called) != 1:
            have = f"{len(called)} that begin with {chosen.trace_id}, of {', '.join(list(groups)[:6]) or 'none'}"
            raise BadInput(WHO, need="one trace id", have=have[:400])
    elif len(called) < len(groups):
        notes.append(f"{len(groups) - len(called)} traces without a model call left out")
    if not called:
        raise _no_call(groups)
    return [*traces, *((name, read_run(s, count_all=chosen.count_all)) for name, s in called.items())]


def _no_call(groups: Mapping[str, Sequence[Span]]) -> BadInput:
    names = list(dict.fromkeys(span.name for spans in groups.values() for span in spans))
    have = f"{sum(map(len, groups.values()))} spans of other things: {', '.join(names[:5])}" if names else "no span"
    need = "spans of model calls, with gen_ai.operation.name or openinference.span.kind"
    return BadInput(WHO, need=need, have=have[:400], attempt="an instrumentor of the client library of the model")


def _form(path: Path) -> Format:
    """What a file holds, from its first document."""
    with opened(path) as source:
        first = next((line for line in all_lines(source, str(path)) if line.strip()), None)
    if first is None:
        raise Unreadable(str(path), "spans, or calls of a trace", "an empty file")
    try:
        found = next((d for _, d in all_documents([first], str(path), [])), None)
    except Unreadable:
        return "otlp"
    return "trace" if isinstance(found, dict) and {"index", "primitive"} <= set(found) else "otlp"


def _own(path: Path, notes: list[str]) -> tuple[str, Run]:
    """A trace of `trace.py`, in the order in which the calls began: a meter writes them as they end."""
    filled = 0

    def counted(lines: Iterator[str]) -> Iterator[str]:
        nonlocal filled
        for line in lines:
            filled += bool(line.strip())
            yield line

    with opened(path) as source:
        trace = read_trace(counted(all_lines(source, str(path))), str(path))
    if len(trace) < filled:
        notes.append(f"{path}: the last line is cut short and left out")
    return str(path), Run("", Trace(sorted(trace, key=lambda r: (r.start, r.index))), spans=0)


def _only(run: Run, primitives: Sequence[str]) -> Run:
    if not primitives:
        return run
    kept = Trace(r for r in run.trace if r.primitive in primitives)
    note = f"{len(run.trace) - len(kept)} requests of other primitives left out"
    return evolve(run, trace=kept, notes=(*run.notes, note))


def _observe(claim: ObservedClaim, name: str, run: Run, chosen: Settings) -> Observation:
    missing = [size for size in claim.names() if size not in chosen.values]
    if missing:
        have = ", ".join(chosen.values) or "none"
        raise BadInput(
            WHO, need=f"a value of {missing[0]} for {claim.text}", have=have, attempt=f"--value {missing[0]}=7"
        )
    at = {size: _size(size, chosen.values[size], name, run) for size in claim.names()}
    observation = claim.observe(run.trace, at)
    unknown = next((run.unknown[m] for m in claim.measures() if m in run.unknown), None)
    if unknown is None or _is_sure(claim, observation):
        return observation
    return evolve(observation, holds=None, bound=unknown, first=None)


def _is_sure(claim: ObservedClaim, observation: Observation) -> bool:
    """Whether a verdict stands when what was measured is only a lower bound of what was."""
    alone = isinstance(claim.subject, Call) and not any(isinstance(e, Call) for e in all_subexpressions(claim.bound))
    return alone and (claim.relation, observation.holds) in (("<=", False), (">=", True))


def _size(size: str, given: str, name: str, run: Run) -> Exact:
    if not given.startswith("@"):
        return _number(size, given)
    key = given[1:]
    if key not in run.sizes:
        have = ", ".join(list(run.sizes)[:10]) or "none"
        need = f"the attribute {key} on the root span of {name}, for {size}"
        raise BadInput(WHO, need=need, have=printable(have)[:400], attempt=f"--value {size}=7")
    return _number(size, run.sizes[key])


def _number(size: str, value: Attribute) -> Exact:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        top, _, below = value.partition("/")
        if not below or int(below):
            return exact(Fraction(top) / int(below or 1))
    found = None if isinstance(value, str) else whole(value)
    if found is None:
        need = f"an exact number for {size}"
        raise BadInput(WHO, need=need, have=f"{value!r}"[:200], attempt=f"--value {size}=7")
    return found


def to_table(measured: Measured) -> Table:
    """What a run cost: one row a primitive, and one for all."""
    run = measured.run
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("primitive", overflow="fold")
    for name in SHOWN:
        of_spans = "latency (ns)" if run.trace_id else name
        table.add_column(of_spans if name == "latency" else name.replace("_", " "), justify="right", no_wrap=True)
    primitives = dict.fromkeys(r.primitive for r in run.trace)
    for primitive in primitives if len(primitives) > 1 else ():
        part = Trace(r for r in run.trace if r.primitive == primitive)
        table.add_row(Text(printable(primitive)), *_cells(part, run))
    alone = next(iter(primitives), "") if len(primitives) == 1 else "all"
    table.add_row(Text(printable(alone)), *_cells(run.trace, run))
    return table


def _cells(trace: Trace, run: Run) -> list[str]:
    return [(">= " if name in run.unknown else "") + str(MEASURES[name](trace)) for name in SHOWN]


def heading(measured: Measured) -> str:
    """Which run it is, and how many spans it had."""
    spans = f": {measured.run.spans} spans" if measured.run.trace_id else ""
    return f"{measured.name}{spans}"


def lines(measured: Measured) -> Iterator[str]:
    """The notes on a run and what it says of each claim."""
    yield from (f"note: {note}" for note in measured.run.notes)
    yield from (str(observation) for observation in measured.observations)


def closing(found: Sequence[Measured]) -> str:
    """One line that counts the claims, or ""."""
    verdicts = [verdict(o) for m in found for o in m.observations]
    if not verdicts:
        return ""
    counted = ", ".join(f"{verdicts.count(v)} {v}" for v in ("holds", "broken", "not compared"))
    return f"{len(verdicts)} claim{'s' if len(verdicts) != 1 else ''} on runs: {counted}"


def verdict(observation: Observation) -> str:
    """What a run says of a claim, in a word or two."""
    return {True: "holds", False: "broken", None: "not compared"}[observation.holds]


def code(found: Sequence[Measured], *, strict: bool) -> int:
    """The exit code: 1 a claim is broken, 2 one is not compared where that matters, 0 otherwise."""
    holds = [o.holds for m in found for o in m.observations]
    return 1 if False in holds else 2 if strict and None in holds else 0


def to_json(found: Sequence[Measured], notes: Sequence[str]) -> dict[str, Any]:
    """The same as data."""
    return {"runs": [_run_json(m) for m in found], "notes": list(notes)}


def _run_json(measured: Measured) -> dict[str, Any]:
    run = measured.run
    return {
        "name": measured.name,
        "trace_id": run.trace_id or None,
        "spans": run.spans,
        "folded": run.folded,
        "measured": {name: of(run.trace) for name, of in MEASURES.items()},
        "lower_bounds": dict(run.unknown),
        "by_primitive": run.trace.by_primitive(),
        "notes": list(run.notes),
        "claims": [_claim_json(o) for o in measured.observations],
    }


def _claim_json(o: Observation) -> dict[str, Any]:
    compared = o.holds is not None
    return {
        "claim": o.claim,
        "verdict": verdict(o),
        "values": {name: str(value) for name, value in o.values.items()},
        "measured": dict(o.measured),
        "need": f"{o.subject} {o.bound}" if compared else None,
        "reason": None if compared else o.bound,
        "first": asdict(o.first) if o.first else None,
    }
