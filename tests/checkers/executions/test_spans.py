"""Spans read as calls: recorded and live instrumentors, what is folded, what is not known, what is refused."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from checkers.executions.conventions import failure, outcome
from checkers.executions.json_documents import Unreadable
from checkers.executions.otlp import all_spans
from checkers.executions.spans import Run, read_run, read_spans
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


def test_an_error_of_the_outer_span_alone_is_none_of_the_call():
    found = run(chat("a", 0, 9, error="ParseError"), call("b", 1, 8, parent="a"))
    assert [(r.outcome, r.primitive) for r in found.trace] == [("ok", "chat")]


def test_an_embedding_writes_no_tokens_and_a_chat_that_says_none_is_not_known():
    counted = {"gen_ai.usage.input_tokens": 7}
    embedded = run(chat("a", 0, 1, operation="embeddings", tokens=None, **counted))
    assert (embedded.trace.tokens(), "tokens" in embedded.unknown) == (7, False)
    assert "tokens" in run(chat("a", 0, 1, tokens=None, **counted)).unknown


def test_calls_that_overlap_by_a_nanosecond_are_no_chain():
    assert run(chat("a", 0, 5), chat("b", 4, 9)).trace.depth() == 1
    assert run(chat("a", 0, 5), chat("b", 5, 9)).trace.depth() == 2


def test_ids_in_capitals_are_the_same_ids():
    inner = chat("k", 1, 8, parent="j")
    assert inner["parentSpanId"] == "000000000000006a"
    found = run(chat("j", 0, 9), {**inner, "parentSpanId": "000000000000006A"})
    assert (found.trace.calls(), found.folded) == (1, 1)


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
