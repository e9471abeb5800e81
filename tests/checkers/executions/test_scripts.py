"""Scripted replies: what asks for tools, and which reply of a script is next."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.executions.mock import Mock, Request
from checkers.executions.scripts import Scripted, ToolCall, answers, read_tool_calls, tool_calls

NAMES = st.text(max_size=8)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5)
CALLS = st.lists(st.builds(ToolCall, NAMES, st.dictionaries(NAMES, VALUES, max_size=3)), min_size=1, max_size=3)


@given(CALLS)
def test_what_asks_for_tools_is_read_again(calls):
    assert read_tool_calls(tool_calls(*calls)) == tuple(calls)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "{}", '{"tool_calls":', '{"tool_calls":{}}', '{"tool_calls":[1]}', '{"tool_calls":[{"name":"f"}]}',
        '{"tool_calls":[{"name":1,"arguments":{}}]}', '{"tool_calls":[{"name":"f","arguments":[]}]}',
        '{"tool_calls":[],"more":1}', 'so: {"tool_calls":[{"name":"f","arguments":{}}]}',
        '{"tool_calls":' + "[" * 10**5,
    ],
)  # fmt: skip
def test_any_other_text_is_plain(text):
    assert read_tool_calls(text) == ()


def test_arguments_that_are_no_json_stay_a_text():
    (call,) = read_tool_calls('{"tool_calls":[{"name":"f","arguments":"{broken"}]}')
    assert call.encoded() == "{broken"


def test_the_next_reply_is_read_off_the_conversation():
    def said(*roles: str) -> str:
        return task(Request("p", body={"messages": [{"role": r} for r in roles]}), Random(0))

    task = Scripted(["a", "b", "c"])
    assert said("system", "user") == "a"
    assert said("user", "assistant", "tool") == "b"
    assert said("user", "assistant", "tool", "tool", "assistant", "user") == "c"
    assert said("user", *["assistant", "user"] * 7) == "c"


def test_calls_side_by_side_are_one_answer():
    call, result = {"type": "function_call"}, {"type": "function_call_output"}
    message = {"type": "message", "role": "assistant"}
    assert answers({"input": [call, call, result, result]}) == 1
    assert answers({"input": [call, result, call, result]}) == 2
    assert answers({"input": [message, call, call, message, {"role": "user"}, 7]}) == 4 - 1
    assert answers({"input": "text"}) == answers({}) == 0


def test_a_request_without_a_conversation_gets_the_first_reply():
    assert Mock(task=Scripted(["a", "b"])).ask("p") == "a"


@pytest.mark.parametrize("replies", [[], "text"])
def test_a_script_without_replies_is_refused(replies):
    with pytest.raises(ValueError, match="need a list of at least one text"):
        Scripted(replies)
