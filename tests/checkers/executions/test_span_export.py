"""A trace written as spans is read back as it was; spans spoiled at random are read or refused, nothing else."""

import base64
import json
from typing import get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from checkers.executions.json_documents import Unreadable, all_documents
from checkers.executions.mock import Mock
from checkers.executions.otlp import all_spans
from checkers.executions.span_export import to_otlp
from checkers.executions.spans import Run, read_run
from checkers.executions.trace import CallRecord, Outcome, Trace
from tests.checkers.executions.made_spans import chat, request, span

TEXTS = st.text(max_size=12)
SIZES = st.integers(0, 2**40)


@st.composite
def traces(draw) -> Trace:
    """Traces as a meter leaves them: indexes in the order in which the calls began."""
    starts = sorted(draw(st.lists(SIZES, max_size=8)))
    records = [
        CallRecord(
            index, draw(TEXTS), draw(SIZES), draw(SIZES), start, start + draw(SIZES),
            draw(st.sampled_from(get_args(Outcome))), draw(st.integers(0, 3)), *(draw(TEXTS) for _ in range(5)),
        )
        for index, start in enumerate(starts)
    ]  # fmt: skip
    return Trace(records)


def read(text: str) -> list[Run]:
    """The runs of a file with this text."""
    groups: dict[str, list] = {}
    for found in all_spans(all_documents(text.splitlines(keepends=True), "f", []), []):
        groups.setdefault(found.trace_id, []).append(found)
    return [read_run(spans) for spans in groups.values()]


@given(traces(), st.integers(0, 10**18))
def test_a_trace_written_as_spans_is_read_back_as_it_was(trace, began):
    (run,) = read(json.dumps(to_otlp(trace, began=began, sizes={"n": 7})) + "\n")
    assert Trace(evolve(r, start=r.start - began, end=r.end - began) for r in run.trace) == trace
    assert (run.folded, run.notes, dict(run.unknown), run.sizes["n"]) == (0, (), {}, 7)


def test_long_texts_of_a_trace_are_kept_and_those_of_others_are_not():
    trace = Trace([CallRecord(0, "map", 1, 1, 0, 1, prompt="x" * 20_000)])
    document = to_otlp(trace)
    (run,) = read(json.dumps(document) + "\n")
    assert run.trace == trace
    other = span("run", 0, 1, text="x" * 20_000, short="x")
    (found,) = all_spans([("f", request(other))], [])
    assert set(found.attributes) == {"short"}


def test_the_conventions_attributes_say_the_same_to_others():
    mock = Mock(window=4)
    mock.ask("one two", 1, primitive="map", model="m")
    with pytest.raises(Exception, match="over_window"):
        mock.ask("one two three four", 1)
    document = to_otlp(mock.meter.trace())
    for found in document["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        found["attributes"] = [a for a in found["attributes"] if not a["key"].startswith("tightbound.")]
    (run,) = read(json.dumps(document) + "\n")
    assert [(r.primitive, r.tokens_in, r.tokens_out, r.model) for r in run.trace] == [
        ("chat", 2, 1, "m"),
        ("chat", 4, 0, ""),
    ]
    assert [r.outcome for r in run.trace] == ["ok", "error"]
    assert run.trace.calls() == 1


def test_the_protobuf_of_opentelemetry_takes_what_is_written():
    json_format = pytest.importorskip("google.protobuf.json_format")
    service = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    document = to_otlp(
        Trace([CallRecord(0, "map", 3, 2, 5, 9), CallRecord(1, "map", 3, 0, 6, 9, "error")]), began=10**18
    )
    for found in document["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        for name in {"traceId", "spanId", "parentSpanId"} & set(found):
            found[name] = base64.b64encode(bytes.fromhex(found[name])).decode()
    message = json_format.ParseDict(document, service.ExportTraceServiceRequest())
    spans = message.resource_spans[0].scope_spans[0].spans
    assert [(s.start_time_unix_nano - 10**18, s.status.code, len(s.span_id)) for s in spans] == [
        (5, 0, 8), (5, 0, 8), (6, 2, 8),
    ]  # fmt: skip
    document["resourceSpans"][0]["unknown"] = 1
    with pytest.raises(json_format.ParseError):
        json_format.ParseDict(document, service.ExportTraceServiceRequest())


@given(traces())
def test_the_same_trace_gives_the_same_bytes_and_ids_of_the_right_length(trace):
    assert json.dumps(to_otlp(trace)) == json.dumps(to_otlp(trace))
    spans = to_otlp(trace)["resourceSpans"][0]["scopeSpans"][0]["spans"]
    assert len({s["spanId"] for s in spans}) == len(spans) == len(trace) + 1
    assert all(len(s["spanId"]) == 16 and len(s["traceId"]) == 32 for s in spans)


GOOD = json.dumps(
    request(
        span("run", 0, 9, n=3),
        chat("a", 0, 8, parent="run", **{"gen_ai.response.finish_reasons": ["stop"]}),
        chat("b", 1, 7, parent="a"),
        span("h", 2, 6, parent="b", **{"http.request.method": "POST", "http.response.status_code": 429}),
    )
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.integers().map(str),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=5,
)


def is_read_or_refused(text: str) -> bool:
    """Whether a text is read as no more calls than it has spans, or refused with a place; anything else is raised."""
    try:
        return all(run.trace.calls() <= run.spans for run in read(text))
    except Unreadable as why:
        return str(why).startswith("f") and why.need != ""


@given(st.data())
def test_spans_spoiled_in_one_place_are_read_or_refused(data):
    document = json.loads(GOOD)
    at, key = document, "resourceSpans"
    while isinstance(at[key], dict | list) and at[key] and data.draw(st.integers(0, 9)):
        at = at[key]
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
    at[key] = data.draw(JUNK)
    assert is_read_or_refused(json.dumps(document) + "\n")


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.characters()), min_size=1, max_size=4))
def test_text_spoiled_in_some_places_is_read_or_refused(changes):
    text = list(GOOD)
    for at, character in changes:
        text[at] = character
    assert is_read_or_refused("".join(text) + "\n")


def test_the_unspoiled_spans_are_one_call_and_two_requests():
    (run,) = read(GOOD + "\n")
    assert (run.trace.calls(), run.trace.requests(), run.folded) == (1, 2, 1)
