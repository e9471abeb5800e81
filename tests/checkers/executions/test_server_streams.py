"""Answers as events: the names clients wait for, the same text and the same usage as in one piece."""

import pytest

from checkers.executions.mock import Mock
from checkers.executions.scripts import ToolCall, tool_calls
from checkers.executions.server import MockServer
from checkers.executions.wire_streams import pieces
from tests.checkers.executions.server_client import USER, chat, request

TEXT = "one  two\nthree "
TOOLS = [{"type": "function", "name": "f", "function": {"name": "f"}}]
CALLS = tool_calls(ToolCall("f", {"x": "a b"}), ToolCall("g"))


@pytest.fixture(scope="module")
def texts():
    with MockServer(Mock(task=lambda *_: TEXT)) as running:
        yield running.url


@pytest.fixture(scope="module")
def calling():
    with MockServer(Mock(task=lambda *_: CALLS)) as running:
        yield running.url


def test_chunks_are_the_text_then_the_reason_then_done(texts):
    answered = chat(texts, stream=True)
    assert answered.headers["content-type"] == "text/event-stream"
    *chunks, (_, done) = answered.events()
    assert done == "[DONE]"
    choices = [c["choices"][0] for _, c in chunks]
    assert choices[0]["delta"] == {"role": "assistant", "content": "", "refusal": None}
    assert "".join(c["delta"].get("content", "") for c in choices) == TEXT
    assert [c["finish_reason"] for c in choices] == [None] * 4 + ["stop"]
    assert all("usage" not in c for _, c in chunks)
    assert {c["object"] for _, c in chunks} == {"chat.completion.chunk"}


def test_usage_comes_last_and_only_to_those_who_ask(texts):
    for path, body in (("/chat/completions", {"messages": USER}), ("/completions", {"prompt": "say three words"})):
        body = {"model": "m", "stream": True, **body}
        *_, (_, with_usage), _ = request(texts, path, {**body, "stream_options": {"include_usage": True}}).events()
        *_, (_, without), _ = request(texts, path, body).events()
        assert with_usage["choices"] == []
        assert with_usage["usage"] == {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6}
        assert "usage" not in without
        assert without["choices"][0]["finish_reason"] == "stop"


def test_several_choices_are_streamed_under_their_numbers(texts):
    chunks = [c["choices"][0] for _, c in chat(texts, stream=True, n=2).events()[:-1]]
    for k in range(2):
        assert "".join(c["delta"].get("content", "") for c in chunks if c["index"] == k) == TEXT


def test_completions_stream_their_text(texts):
    *chunks, _ = request(texts, "/completions", {"model": "m", "prompt": "a", "stream": True}).events()
    assert "".join(c["choices"][0]["text"] for _, c in chunks) == TEXT
    assert {c["object"] for _, c in chunks} == {"text_completion"}


def test_tool_calls_are_streamed_name_first_and_arguments_in_pieces(calling):
    chunks = [c["choices"][0] for _, c in chat(calling, stream=True, tools=TOOLS).events()[:-1]]
    deltas = [d for c in chunks for d in c["delta"].get("tool_calls", [])]
    assert [(d["index"], d["function"]["name"]) for d in deltas if "name" in d["function"]] == [(0, "f"), (1, "g")]
    assert len({d["id"] for d in deltas if "id" in d}) == 2
    arguments = ["".join(d["function"]["arguments"] for d in deltas if d["index"] == k) for k in range(2)]
    assert arguments == ['{"x":"a b"}', "{}"]
    assert chunks[-1]["finish_reason"] == "tool_calls"


def test_a_response_is_streamed_under_the_names_of_its_events(texts):
    body = {"model": "m", "input": "say three words"}
    found = request(texts, "/responses", {**body, "stream": True}).events()
    assert [name for name, _ in found] == [
        "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
        *["response.output_text.delta"] * 3, "response.output_text.done", "response.content_part.done",
        "response.output_item.done", "response.completed",
    ]  # fmt: skip
    assert [data["sequence_number"] for _, data in found] == list(range(11))
    assert all(name == data["type"] for name, data in found)
    assert "".join(data["delta"] for name, data in found if name.endswith(".delta")) == TEXT
    whole = request(texts, "/responses", body).json()
    assert found[-1][1]["response"]["usage"] == whole["usage"]
    assert found[-1][1]["response"]["output"][0]["content"] == whole["output"][0]["content"]
    assert (found[0][1]["response"]["status"], found[0][1]["response"]["usage"]) == ("in_progress", None)


def test_a_response_that_was_cut_ends_as_incomplete(texts):
    body = {"model": "m", "input": "a", "max_output_tokens": 2, "stream": True}
    name, last = request(texts, "/responses", body).events()[-1]
    assert (name, last["response"]["status"]) == ("response.incomplete", "incomplete")


def test_functions_of_a_response_are_streamed_one_after_another(calling):
    found = request(calling, "/responses", {"model": "m", "input": "a", "tools": TOOLS, "stream": True}).events()
    done = [data for name, data in found if name == "response.function_call_arguments.done"]
    assert [(d["output_index"], d["arguments"]) for d in done] == [(0, '{"x":"a b"}'), (1, "{}")]
    deltas = [data for name, data in found if name == "response.function_call_arguments.delta"]
    assert "".join(d["delta"] for d in deltas if d["output_index"] == 0) == '{"x":"a b"}'
    assert [i["name"] for i in found[-1][1]["response"]["output"]] == ["f", "g"]


@pytest.mark.parametrize(("text", "count"), [("", 0), ("a", 1), (" a  b ", 2), ("  ", 1), ("\n\na", 1)])
def test_pieces_are_the_text_again(text, count):
    assert "".join(pieces(text)) == text
    assert len(pieces(text)) == count


@pytest.mark.parametrize("path", ["/chat/completions", "/completions", "/responses"])
def test_a_bad_request_for_a_stream_is_an_error_and_no_stream(texts, path):
    answered = request(texts, path, {"model": "m", "stream": True})
    assert (answered.status, answered.headers["content-type"]) == (400, "application/json")
    assert "need" in answered.error()["message"]
