"""Bodies as no client should send them: refused by name, and never anything else."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.executions.embeddings import embedded, read_vectors
from checkers.executions.http_messages import RefusedRequest, to_json
from checkers.executions.mock import Mock
from checkers.executions.scripts import Scripted, ToolCall, tool_calls
from checkers.executions.wire_answers import Answer, whole
from checkers.executions.wire_requests import read_asked, read_json
from checkers.executions.wire_streams import events

CALL = {"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
GOOD = {
    "chat": {
        "model": "m", "n": 2, "max_tokens": 3, "stream": True, "stream_options": {"include_usage": True},
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "a"}]}, {"role": "user", "content": "b"},
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "1", "content": "c"},
        ],
        "tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "auto",
    },
    "completions": {"model": "m", "prompt": "a b", "max_tokens": 3, "n": 2, "stream": False},
    "responses": {
        "model": "m", "instructions": "a", "max_output_tokens": 3, "stream": True, "tools": [{"type": "function"}],
        "input": [
            {"role": "user", "content": "b"},
            {"type": "function_call", "call_id": "1", "name": "f", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "1", "output": "c"},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "d"}]},
        ],
    },
    "embeddings": {"model": "m", "input": ["a", "b"], "dimensions": 4, "encoding_format": "base64"},
}  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
ANYTHING = st.recursive(SCALARS, lambda v: st.lists(v) | st.dictionaries(st.text(), v), max_leaves=4)
TASK = Scripted([tool_calls(ToolCall("f", {"x": "y"})), "so be it", tool_calls(ToolCall("f"), ToolCall("g"))])


def spots(value: object, path: tuple = ()) -> list[tuple]:
    """The path of everything in a body."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for k, v in inner for found in spots(v, (*path, k)))]


def put(value: object, path: tuple, new: object) -> object:
    """The same body with something else at this path."""
    if not path:
        return new
    changed = deepcopy(value)
    inside = changed
    for k in path[:-1]:
        inside = inside[k]
    inside[path[-1]] = new
    return changed


def answer(endpoint: str, raw: bytes) -> list[bytes]:
    """All ways to answer a body."""
    body = read_json(raw)
    if endpoint == "embeddings":
        return [to_json(embedded(read_vectors(body)))]
    asked = read_asked(endpoint, body)
    replies = tuple(Mock(task=TASK).reply(asked.request) for _ in range(asked.choices))
    found = Answer(asked, replies, 0, 0)
    return [to_json(whole(found)), events(found)]


def refusal(attempt: Callable[[], object]) -> RefusedRequest | None:
    """The refusal of what is tried, None where it works; any other exception is not caught."""
    try:
        attempt()
    except RefusedRequest as refused:
        return refused
    return None


@pytest.mark.parametrize("endpoint", GOOD)
def test_the_bodies_that_are_spoilt_here_are_good(endpoint):
    assert all(answer(endpoint, json.dumps(GOOD[endpoint]).encode()))
    assert len(spots(GOOD[endpoint])) > 5


@pytest.mark.parametrize("endpoint", GOOD)
@given(data=st.data())
def test_a_body_with_anything_anywhere_is_answered_or_refused(endpoint, data):
    path = data.draw(st.sampled_from(spots(GOOD[endpoint])))
    raw = json.dumps(put(GOOD[endpoint], path, data.draw(ANYTHING))).encode()
    refused = refusal(partial(answer, endpoint, raw))
    if refused is not None:
        assert json.loads(refused.response().body)["error"]["message"].startswith("mock server: refused\n  need  ")
        assert refused.status == 400


@given(st.binary() | st.text().map(str.encode))
def test_bytes_that_are_no_json_are_refused(raw):
    refused = refusal(partial(read_json, raw))
    assert refused is None or refused.need == "a JSON object"
    assert refused is not None or raw.strip().startswith(b"{")


@pytest.mark.parametrize("raw", [b"[" * 10**5, b'{"a":' + b"9" * 5000 + b"}", b"\xff", b""])
def test_json_too_deep_or_too_long_a_number_is_refused(raw):
    with pytest.raises(RefusedRequest, match="need  a JSON object"):
        read_json(raw)


def test_half_a_surrogate_pair_is_answered():
    for endpoint, field in (("completions", "prompt"), ("embeddings", "input")):
        assert all(answer(endpoint, b'{"model":"m","%s":"\\ud800"}' % field.encode()))
