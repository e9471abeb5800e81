"""The model calls of OpenTelemetry spans, as traces: one trace for each trace id.

A call is a span by a GenAI or OpenInference instrumentor about one request to a model; agents, tools and workflows are
structure. Two things make the spans of a run differ from its calls, and both are counted and told:

- Two instrumentors report the same call: a call's span lies inside that of another, with nothing of an agent or tool
  between. The inner one counts, and the outer one is folded into it.
- A client library sends a request again: the conventions give one span to the call with all its retries. The requests
  show only where the HTTP client is instrumented too; otherwise how many there were is not known.

Times are the clocks' of those who wrote the spans. A call depends on another when it began at or after the other's end;
clocks of several machines that differ make chains look shorter or longer than they are, and nothing here corrects that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from checkers.executions.conventions import (
    ERROR,
    failure,
    has_tokens,
    is_exported,
    is_failed_post,
    is_guessed,
    is_http,
    kind,
    record,
)
from checkers.executions.json_documents import Unreadable, all_documents, all_lines, opened
from checkers.executions.otlp import Attribute, Span, all_spans
from checkers.executions.trace import ANSWERED, CallRecord, Trace

TOKEN_MEASURES = ("tokens_in", "tokens_out", "tokens", "peak")
REQUEST_MEASURES = ("requests", "retries")


@frozen
class Run:
    """The calls of one trace id.

    `folded` counts the spans that report a call which another span reports too. `unknown` says why a measure is only a
    lower bound of the real one. `sizes` are the attributes of the root spans that agree on them.
    """

    trace_id: str
    trace: Trace
    spans: int
    folded: int = 0
    notes: tuple[str, ...] = ()
    unknown: Mapping[str, str] = field(factory=dict)
    sizes: Mapping[str, Attribute] = field(factory=dict)


def read_spans(paths: Iterable[Path], notes: list[str]) -> dict[str, list[Span]]:
    """The spans of files by trace id, in order of appearance; a trace may lie in several files.

    Raises   Unreadable, OSError
    """
    found: dict[str, dict[str, Span]] = {}
    repeated = 0
    for path in paths:
        with opened(path) as source:
            for span in all_spans(all_documents(all_lines(source, str(path)), str(path), notes), notes):
                earlier = found.setdefault(span.trace_id, {}).setdefault(span.span_id, span)
                if earlier is not span and evolve(earlier, place=span.place) != span:
                    need = f"each span once, or twice the same; the first is at {earlier.place}"
                    raise Unreadable(span.place, need, f"span id {span.span_id} with something else")
                repeated += earlier is not span
    if repeated:
        notes.append(f"{repeated} spans exported twice, counted once")
    return {trace_id: list(spans.values()) for trace_id, spans in found.items()}


def is_of_calls(spans: Iterable[Span]) -> bool:
    """Whether a model is called at all."""
    return any(kind(span) in ("generation", "embedding") for span in spans)


def read_run(spans: Sequence[Span], *, count_all: bool = False) -> Run:
    """The calls of the spans of one trace id; with `count_all` every span about a call counts, also one inside another.

    Raises   Unreadable: parents that go in a circle, a call that ends before it begins, a number that is none
    """
    tree = Tree.of(spans)
    folded, twins = ({}, 0) if count_all else tree.folded()
    kept = [tree.merged(c, folded) for c in tree.calls if c.span_id not in folded]
    requests = tree.requests(kept)
    records = [r for c in kept for r in _records(c, tree.labels[c.span_id], requests.get(c.span_id, ()))]
    records.sort(key=lambda r: r.start)
    answered = [c for c, r in ((c, record(c, "", 0)) for c in kept) if r.outcome in ANSWERED]
    unmetered = sum(not has_tokens(c) for c in answered)
    unseen = sum(c.span_id not in requests and not is_exported(c) for c in kept)
    unknown = dict.fromkeys(TOKEN_MEASURES, f"{unmetered} of {len(answered)} answered calls without token counts")
    unknown = unknown if unmetered else {}
    if unseen:
        why = f"{unseen} of {len(kept)} calls without spans of their HTTP requests: requests sent again are not seen"
        unknown |= dict.fromkeys(REQUEST_MEASURES, why)
    return Run(
        trace_id=spans[0].trace_id,
        trace=Trace(evolve(r, index=i) for i, r in enumerate(records)),
        spans=len(spans),
        folded=len(folded),
        notes=(*tree.notes(len(folded), twins), *dict.fromkeys(unknown.values())),
        unknown=unknown,
        sizes=tree.sizes(),
    )


def _records(call: Span, label: str, requests: Sequence[Span]) -> list[CallRecord]:
    """A call and, before it, the requests of it that failed; the last request of a call that failed is the call."""
    failed = sorted((s for s in requests if is_failed_post(s)), key=lambda s: s.start)
    main = record(call, label, len(failed))
    if main.outcome not in ANSWERED and failed:
        failed = failed[:-1]
        main = evolve(main, attempt=len(failed))
    again = [
        evolve(record(evolve(s, attributes={ERROR: "error"}), label, k), outcome=failure(s), primitive=main.primitive)
        for k, s in enumerate(failed)
    ]
    return [*(evolve(r, model=main.model) for r in again), main]


@frozen
class Tree:
    """The spans of one trace by id, with the calls among them.

    `hosts` names for each span the call it is part of: the nearest one above with no agent, tool or workflow between.
    `labels` names the span it is part of that is neither a call nor a request: what the program was doing.
    """

    spans: Mapping[str, Span]
    calls: Sequence[Span]
    hosts: Mapping[str, str]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, spans: Sequence[Span]) -> Tree:
        """Raises   Unreadable: parents that go in a circle"""
        by_id = {s.span_id: s for s in spans}
        kinds = {s.span_id: kind(s) for s in spans}
        hosts: dict[str, str] = {}
        labels: dict[str, str] = {}
        for span in _from_the_roots(by_id):
            parent = by_id.get(span.parent_id)
            hosts[span.span_id] = labels[span.span_id] = ""
            if parent is None:
                continue
            above = kinds[parent.span_id]
            is_call = above in ("generation", "embedding")
            labels[span.span_id] = labels[parent.span_id] if is_call or is_http(parent) else parent.name
            if above != "structure":
                hosts[span.span_id] = parent.span_id if is_call else hosts[parent.span_id]
        calls = [s for s in spans if kinds[s.span_id] in ("generation", "embedding")]
        return cls(by_id, calls, hosts, labels)

    def folded(self) -> tuple[dict[str, list[str]], int]:
        """The calls with calls inside them, each with those; and how many inside another overlap it only in part."""
        found: dict[str, list[str]] = defaultdict(list)
        apart = 0
        for inner in self.calls:
            outer = self.spans.get(self.hosts[inner.span_id])
            if outer is not None and kind(outer) == kind(inner):
                if outer.start <= inner.start and inner.end <= outer.end:
                    found[outer.span_id].append(inner.span_id)
                else:
                    apart += 1
        return dict(found), apart

    def merged(self, call: Span, folded: Mapping[str, list[str]]) -> Span:
        """The call with what the spans folded into it say besides, where they fold into no other."""
        attributes = dict(call.attributes)
        inner = call
        while folded.get(self.hosts[inner.span_id]) == [inner.span_id]:
            inner = self.spans[self.hosts[inner.span_id]]
            attributes = {**{k: v for k, v in inner.attributes.items() if k != ERROR}, **attributes}
        return evolve(call, attributes=attributes)

    def requests(self, calls: Iterable[Span]) -> dict[str, list[Span]]:
        """The HTTP requests of each call; a call without any is not there."""
        kept = {c.span_id for c in calls}
        found: dict[str, list[Span]] = defaultdict(list)
        for span in self.spans.values():
            if is_http(span) and kind(span) == "other" and self.hosts[span.span_id] in kept:
                found[self.hosts[span.span_id]].append(span)
        return dict(found)

    def sizes(self) -> dict[str, Attribute]:
        """The attributes of the root spans, less those on which two roots differ."""
        found: dict[str, Attribute] = {}
        differ: set[str] = set()
        for root in (s for s in self.spans.values() if not s.parent_id):
            differ |= {k for k, v in root.attributes.items() if found.setdefault(k, v) != v}
        return {k: v for k, v in found.items() if k not in differ}

    def notes(self, folded: int, apart: int) -> list[str]:
        """What a reader of the counts must know."""
        guessed = Counter(s.name for s in self.calls if is_guessed(s))
        orphans = sum(bool(s.parent_id) and s.parent_id not in self.spans for s in self.spans.values())
        found = [f"{folded} spans folded: a span inside reports the same call"] if folded else []
        if apart:
            found.append(f"{apart} calls inside another overlap it only in part and count apart")
        if guessed:
            names = ", ".join(name for name, _ in guessed.most_common(3))
            found.append(f"{guessed.total()} spans counted as calls for their model and tokens alone: {names}")
        if orphans:
            found.append(f"{orphans} spans name a parent that is not there: the trace may lack spans")
        return found


def _from_the_roots(spans: Mapping[str, Span]) -> list[Span]:
    """The spans, each after its parent.

    Raises   Unreadable: parents that go in a circle
    """
    children: dict[str, list[Span]] = defaultdict(list)
    found: list[Span] = []
    for span in spans.values():
        if span.parent_id in spans:
            children[span.parent_id].append(span)
        else:
            found.append(span)
    for span in found:
        found += children.get(span.span_id, ())
    if len(found) < len(spans):
        reached = {s.span_id for s in found}
        stuck = next(s for s in spans.values() if s.span_id not in reached)
        raise Unreadable(stuck.place, "a parent above", "parents that go in a circle")
    return found
