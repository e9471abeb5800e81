"""Spans read as calls: recorded and live instrumentors, what is folded, what is not known, what is refused."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from checkers.executions import json_documents
from checkers.executions.conventions import failure, outcome
from checkers.executions.json_documents import Unreadable, all_documents, all_lines, opened
from checkers.executions.otlp import Span, all_spans
from checkers.executions.spans import Run, read_run, read_spans
from checkers.executions.trace import BadTrace, read_trace
from tests.checkers.executions.instrumented import NOT_THERE
from tests.checkers.executions.made_spans import call, chat, request, span

SPANS = Path(__file__).parent / "spans"
ROOT = Path(__file__).parents[3]


def run(*spans: dict, count_all: bool = False) -> Run:
    """The run of spans of one trace."""
    found = list(all_spans([("made", request(*spans))], []))
    return read_run(found, count_all=count_all)


def refused(*spans: dict) -> str:
    with pytest.raises(Unreadable) as caught:
        run(*spans)
    return str(caught.value)


def read(path: Path, **more: bool) -> Run:
    """The only run of a file."""
    notes: list[str] = []
    (spans,) = read_spans([path], notes).values()
    assert notes == []
    return read_run(spans, **more)


RECORDED = {
    "openai_v2.jsonl": ("chat", 0), "openinference.jsonl": ("ChatCompletion", 0), "twice.jsonl": ("chat", 5),
    "with_http.jsonl": ("chat", 0), "console.txt": ("chat", 0), "streamed.jsonl": ("chat", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_spans_of_real_instrumentors_are_five_calls_of_depth_two(name):
    found = read(SPANS / name)
    primitive, folded = RECORDED[name]
    assert found.trace.by_primitive() == {primitive: 5}
    assert (found.trace.depth(), found.folded, found.sizes["app.documents"]) == (2, folded, 4)
    assert [r.label for r in found.trace if r.outcome == "ok"][:4] == ["map"] * 4


@pytest.mark.parametrize("name", sorted({*RECORDED} - {"streamed.jsonl"}))
def test_recorded_tokens_and_a_cut_answer_are_read(name):
    found = read(SPANS / name)
    assert (found.trace.tokens_in(), found.trace.tokens_out(), found.trace.peak()) == (35, 10, 9)
    assert [r.outcome for r in found.trace if r.outcome != "rate_limited"] == ["ok"] * 4 + ["truncated"]
    assert {r.model for r in found.trace} == {"mock-1"}
    assert "tokens" not in found.unknown


def test_two_instrumentors_report_ten_spans_for_five_calls_and_all_count_when_asked():
    assert read(SPANS / "twice.jsonl").notes[0] == "5 spans folded: a span inside reports the same call"
    counted = read(SPANS / "twice.jsonl", count_all=True)
    assert (counted.trace.calls(), counted.trace.tokens_in(), counted.folded) == (10, 70, 0)


def test_a_request_sent_again_is_seen_where_the_http_client_is_instrumented():
    found = read(SPANS / "with_http.jsonl")
    assert (found.trace.requests(), found.trace.retries(), found.trace.calls()) == (6, 1, 5)
    assert [r.outcome for r in found.trace].count("rate_limited") == 1
    assert found.unknown == {}


def test_requests_are_not_known_where_it_is_not():
    found = read(SPANS / "openai_v2.jsonl")
    why = "5 of 5 calls without spans of their HTTP requests: requests sent again are not seen"
    assert found.unknown == {"requests": why, "retries": why}


def test_a_stream_without_usage_has_no_known_tokens():
    found = read(SPANS / "streamed.jsonl")
    assert {"tokens", "tokens_in", "tokens_out", "peak"} <= set(found.unknown)
    assert "5 of 5 answered calls without token counts" in found.notes


def is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.skipif(
    not (is_there("openai") and is_there("opentelemetry.sdk") and is_there("opentelemetry.exporter.otlp.proto.common")),
    reason="openai, opentelemetry-sdk and opentelemetry-exporter-otlp-proto-common are not installed",
)
@pytest.mark.parametrize(
    ("names", "how", "folded", "requests"),
    [("openai_v2", "plain", 0, None), ("openai_v2", "console", 0, None), ("openinference", "plain", 0, None),
     ("openai_v2,openinference", "plain", 5, None), ("openai_v2,openinference,httpx", "plain", 5, 6)],
)  # fmt: skip
def test_live_instrumentors_give_the_same_five_calls(tmp_path, names, how, folded, requests):
    target = tmp_path / "spans.jsonl"
    words = [sys.executable, "-m", "tests.checkers.executions.instrumented", names, str(target), how]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode == NOT_THERE:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    found = read(target)
    assert (found.trace.calls(), found.trace.depth(), found.folded) == (5, 2, folded)
    assert (found.trace.tokens_in(), found.trace.tokens_out()) == (35, 10)
    assert requests is None or (found.trace.requests(), found.unknown) == (requests, {})


def test_a_call_inside_a_call_is_folded_also_through_a_span_of_something_else():
    assert run(chat("a", 0, 9), call("b", 1, 8, parent="a")).trace.calls() == 1
    through = run(chat("a", 0, 9), span("h", 1, 8, parent="a"), call("b", 2, 7, parent="h"))
    assert (through.trace.calls(), through.folded) == (1, 1)
    assert run(chat("a", 0, 9), call("b", 1, 8)).trace.calls() == 2


@pytest.mark.parametrize("operation", ["execute_tool", "invoke_agent", "invoke_workflow"])
def test_a_call_by_a_tool_or_agent_inside_a_call_is_another_call(operation):
    tool = span("t", 1, 8, parent="a", **{"gen_ai.operation.name": operation})
    assert run(chat("a", 0, 9), tool, chat("b", 2, 7, parent="t")).trace.calls() == 2


def test_an_embedding_inside_a_chat_is_another_call():
    found = run(chat("a", 0, 9), chat("b", 1, 8, parent="a", operation="embeddings"))
    assert found.trace.by_primitive() == {"chat": 1, "embeddings": 1}


def test_calls_that_overlap_their_parent_in_part_count_apart_and_are_told():
    found = run(chat("a", 0, 9), chat("b", 1, 10, parent="a"))
    assert (found.trace.calls(), found.folded) == (2, 0)
    assert found.notes[0] == "1 calls inside another overlap it only in part and count apart"


def test_a_span_that_wraps_attempts_counts_as_its_attempts():
    failed = call("b", 1, 3, parent="a", error="RateLimitError", tokens=None)
    found = run(chat("a", 0, 9), failed, call("c", 4, 8, parent="a"))
    assert [r.outcome for r in found.trace] == ["rate_limited", "ok"]
    assert (found.trace.calls(), found.trace.requests()) == (1, 2)


def test_the_outer_span_gives_what_the_inner_one_leaves_out():
    found = run(chat("a", 0, 9, tokens=(7, 2)), chat("b", 1, 8, parent="a", tokens=None))
    assert (found.trace.tokens_in(), found.trace.tokens_out(), "tokens" in found.unknown) == (7, 2, False)
    two = run(chat("a", 0, 9, tokens=(7, 2)), *(chat(k, 1, 8, parent="a", tokens=None) for k in "bc"))
    assert (two.trace.tokens_in(), "tokens" in two.unknown) == (0, True)


def test_a_failed_call_with_two_failed_requests_is_two_requests_and_no_call():
    posts = [
        span(k, s, s + 1, parent="a", **{"http.request.method": "POST", "http.response.status_code": 503})
        for k, s in (("p", 1), ("q", 3))
    ]
    found = run(chat("a", 0, 9, error="InternalServerError", tokens=None), *posts)
    assert [(r.outcome, r.attempt) for r in found.trace] == [("error", 1), ("error", 0)]
    assert (found.trace.calls(), found.trace.requests(), found.trace.retries()) == (0, 2, 1)


def test_a_redirect_and_a_get_are_no_request_sent_again():
    others = [
        span("p", 1, 2, parent="a", **{"http.request.method": "POST", "http.response.status_code": 307}),
        span("q", 3, 4, parent="a", **{"http.request.method": "GET", "http.response.status_code": 404}),
    ]
    assert run(chat("a", 0, 9), *others).trace.requests() == 1


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [({}, "ok"), ({"gen_ai.response.finish_reasons": ["stop", "length"]}, "truncated"),
     ({"llm.finish_reason": "MAX_TOKENS"}, "truncated"), ({"gen_ai.response.finish_reasons": ["error"]}, "error"),
     ({"error.type": "openai.RateLimitError"}, "rate_limited"), ({"error.type": "429"}, "rate_limited"),
     ({"error.type": "ContextWindowExceeded"}, "over_window"), ({"error.type": "CancelledError"}, "dropped"),
     ({"error.type": "ValueError"}, "error"),
     ({"error.type": "LengthFinishReasonError", "gen_ai.usage.output_tokens": 3}, "malformed")],
)  # fmt: skip
def test_the_outcome_of_a_call_is_read_from_its_attributes(attributes, expected):
    (found,) = all_spans([("made", request(chat("a", 0, 1, tokens=None, **attributes)))], [])
    assert outcome(found) == expected


def test_a_failed_status_without_an_error_type_is_an_error():
    failed = {**chat("a", 0, 1, tokens=None), "status": {"code": 2, "message": "RateLimitError: slow down"}}
    (found,) = all_spans([("made", request(failed))], [])
    assert failure(found) == outcome(found) == "rate_limited"


def test_older_names_count_and_a_span_without_an_operation_is_a_call_by_its_model_and_tokens():
    older = span("a", 0, 1, **{"gen_ai.request.model": "m", "gen_ai.usage.prompt_tokens": 7})
    found = run(older, span("b", 2, 3, **{"gen_ai.request.model": "m"}))
    assert (found.trace.calls(), found.trace.tokens_in()) == (1, 7)
    assert found.notes[0] == "1 spans counted as calls for their model and tokens alone: a"


def test_a_lost_parent_is_told():
    assert "1 spans name a parent that is not there: the trace may lack spans" in run(chat("a", 0, 1, parent="z")).notes


def test_sizes_on_which_two_roots_differ_are_not_known():
    roots = [span("a", 0, 1, n=3, m=4), span("b", 0, 1, n=3, m=5), chat("c", 0, 1)]
    assert run(*roots).sizes["n"] == 3
    assert "m" not in run(*roots).sizes


def test_what_cannot_be_is_refused():
    late = refused(chat("a", 5, 3))
    want = "made, span 'a': need a call that ends at or after its start, have -2 ns; try --trace-id with another trace"
    assert late == want
    assert refused(chat("a", 0, 1, parent="b"), chat("b", 0, 1, parent="a")) == (
        "made, span 'a': need a parent above, have parents that go in a circle"
    )
    assert refused(chat("a", 0, 1, tokens=(-1, 2))) == (
        "made, span 'a': need gen_ai.usage.input_tokens, a whole number >= 0, have -1"
    )
    assert run(chat("a", 3, 3)).trace.latency() == 0


def test_a_span_exported_twice_counts_once_and_one_that_changed_is_refused(tmp_path):
    path = tmp_path / "spans.jsonl"
    line = json.dumps(request(chat("a", 0, 1)))
    path.write_text(f"{line}\n{line}\n")
    notes: list[str] = []
    (spans,) = read_spans([path], notes).values()
    assert (len(spans), notes) == (1, ["1 spans exported twice, counted once"])
    path.write_text(f"{line}\n{json.dumps(request(chat('a', 0, 2)))}\n")
    with pytest.raises(Unreadable, match=r"spans.jsonl:2.*need each span once.*with something else"):
        read_spans([path], [])


def documents(text: str, limit: int = json_documents.CHARACTERS) -> tuple[list, list[str]]:
    notes: list[str] = []
    return [d for _, d in all_documents(text.splitlines(keepends=True), "f", notes, limit)], notes


def test_a_last_line_cut_short_is_left_out_with_a_note_and_one_in_the_middle_is_refused():
    assert documents('{"a": 1}\n{"a": ') == ([{"a": 1}], ["f:2: the last line is cut short and left out"])
    with pytest.raises(Unreadable, match=r"^f:2: need one JSON document a line"):
        documents('{"a": 1}\n{"a": \n{"a": 2}\n')


def test_documents_printed_over_many_lines_are_read_one_after_the_other():
    assert documents('{\n"a": 1\n}\n[{\n"a": 2}, 3]\n') == ([{"a": 1}, {"a": 2}, 3], [])
    assert documents('{\n"a": 1\n}\n{\n"a"')[1] == ["f, document 2: the last one is cut short and left out"]
    with pytest.raises(Unreadable, match="at most 10 characters in all"):
        documents('{\n"a": 1,\n"b": 2}', limit=10)


@pytest.mark.parametrize(
    ("text", "why"),
    [('{"a": NaN}\n', "NaN is no JSON number"), ('{"a": 1, "a": 2}\n', "a key twice: 'a'"),
     ("[" * 100_000 + "\n", "nested too deeply"), ('{"a": ' + "9" * 5000 + "}\n", "4300 digits"),
     ("{'a': 1}\n", "property name")],
)  # fmt: skip
def test_what_is_no_json_is_refused(text, why):
    with pytest.raises(Unreadable, match=why):
        documents(text)
    with pytest.raises(Unreadable, match=why):
        documents('{"first": 1}\n' + text)


def test_long_lines_and_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "spans.jsonl"
    path.write_bytes(b"\xef\xbb\xbf{}\n" + b"x" * 50 + b"\n")
    with opened(path) as source, pytest.raises(Unreadable, match=r":2: need lines of at most 20 characters"):
        list(all_lines(source, "f", 20))
    path.write_bytes(b"{}\n\xff\xfe\n")
    with opened(path) as source, pytest.raises(Unreadable, match="need text in UTF-8"):
        list(all_lines(source, "f"))


def test_more_spans_than_are_kept_are_refused():
    two = [("f", request(chat("a", 0, 1), chat("b", 0, 1)))]
    assert len(list(all_spans(two, [], limit=2))) == 2
    with pytest.raises(Unreadable, match="need at most 1 spans, have more"):
        list(all_spans(two, [], limit=1))


def test_documents_with_logs_are_left_out_and_others_refused():
    notes: list[str] = []
    assert list(all_spans([("f", {"resourceLogs": []})], notes)) == []
    assert notes == ["1 documents with logs or metrics left out"]
    with pytest.raises(Unreadable, match="an object with a"):
        list(all_spans([("f", {"a": 1})], []))


WRONG = {
    "traceId": [None, "", 7, "x" * 200], "spanId": [None, []], "parentSpanId": [3, {}], "name": [1],
    "startTimeUnixNano": [None, "", "-1", "1.5", 1.5, True, str(2**64)], "endTimeUnixNano": [None, "soon", []],
    "attributes": [{}, "x", [1], [{"key": 1, "value": {}}], [{"key": "k", "value": "v"}],
                   [{"key": "k", "value": {"intValue": "x"}}], [{"key": "k", "value": {"boolValue": 1}}],
                   [{"key": "k", "value": {"intValue": str(2**63)}}], [{"key": "k", "value": {"doubleValue": "1"}}],
                   [{"key": "k", "value": {"intValue": 1}}, {"key": "k", "value": {"intValue": 2}}]],
    "status": [2, "ERROR", {"message": 7}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_field_of_a_wrong_type_is_refused_with_its_name(name, value):
    assert len(list(all_spans([("f", request(chat("a", 0, 1)))], []))) == 1
    with pytest.raises(Unreadable, match=name if name not in ("attributes", "status") else "need"):
        list(all_spans([("f", request({**chat("a", 0, 1), name: value}))], []))


def test_unknown_fields_and_kinds_of_values_are_left_out():
    later = [{"key": "k", "value": {"laterValue": 1}}, {"key": "m", "value": {"kvlistValue": {"values": []}}}]
    (found,) = all_spans([("f", request({**chat("a", 0, 1), "later": 1, "attributes": later}))], [])
    assert isinstance(found, Span)
    assert found.attributes == {}


LINE = {"index": 0, "primitive": "a", "tokens_in": 0, "tokens_out": 0, "start": 0, "end": 0}


@pytest.mark.parametrize(
    "line", ["[" * 100_000, json.dumps({**LINE, "primitive": 3}), json.dumps({**LINE, "outcome": "fine"})]
)
def test_a_trace_nested_too_deeply_or_with_a_wrong_text_is_refused(line):
    with pytest.raises(BadTrace, match=r"^t:1: need a call"):
        read_trace([line + "\n"], "t")
    assert len(read_trace([json.dumps(LINE) + "\n"])) == 1
