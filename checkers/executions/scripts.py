"""Scripted replies: what a task answers where a program is given tools, and conversations written down in advance.

A reply that asks for tools is a text as any other, so that it is counted, spoilt and replayed as any other: a JSON
object with the one key `tool_calls`, as `tool_calls` writes it. The server turns it into the wire's tool calls when the
request offers tools; to a request without tools it is plain text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from attrs import field, frozen

from checkers.executions.mock import Request

OPENING = '{"tool_calls":'


@frozen
class ToolCall:
    """A wish to have a tool called. Arguments that are no JSON, as a spoilt answer may have them, are a text."""

    name: str
    arguments: Mapping[str, Any] | str = field(factory=dict)

    def encoded(self) -> str:
        """The arguments as the wire has them."""
        return self.arguments if isinstance(self.arguments, str) else _compact(self.arguments)


def tool_calls(*calls: ToolCall) -> str:
    """The text by which a task asks for tools.

    >>> tool_calls(ToolCall("add", {"a": 1, "b": 2}))
    '{"tool_calls":[{"name":"add","arguments":{"a":1,"b":2}}]}'
    """
    return _compact({"tool_calls": [{"name": c.name, "arguments": c.arguments} for c in calls]})


def _compact(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"))


def read_tool_calls(text: str) -> tuple[ToolCall, ...]:
    """The tool calls that a text asks for; none where it is plain text."""
    if not text.startswith(OPENING):
        return ()
    try:
        data = json.loads(text)
        return tuple(ToolCall(c["name"], c["arguments"]) for c in data["tool_calls"]) if _is_asking(data) else ()
    except (ValueError, RecursionError):
        return ()


def _is_asking(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and set(data) == {"tool_calls"}
        and isinstance(data["tool_calls"], list)
        and all(isinstance(c, dict) and set(c) == {"name", "arguments"} for c in data["tool_calls"])
        and all(isinstance(c["name"], str) and isinstance(c["arguments"], dict | str) for c in data["tool_calls"])
    )


@frozen
class Scripted:
    """A task that gives the k-th reply to a conversation with k answers in it, and the last one ever after.

    It keeps no state, so conversations may overlap and requests may be sent again. A tool called three times, then an
    answer:

    >>> task = Scripted([tool_calls(ToolCall("f", {"x": 1}))] * 3 + ["done"])
    >>> task(Request("hi", body={"messages": [{"role": "user", "content": "hi"}]}), Random(0))
    '{"tool_calls":[{"name":"f","arguments":{"x":1}}]}'
    """

    replies: Sequence[str] = field()

    @replies.validator
    def _has_one(self, _: object, replies: Sequence[str]) -> None:
        if isinstance(replies, str) or not replies:
            raise ValueError(f"scripted replies: need a list of at least one text, have {replies!r}")

    def __call__(self, request: Request, chance: Random) -> str:
        return self.replies[min(answers(request.body), len(self.replies) - 1)]


def answers(body: Mapping[str, Any]) -> int:
    """How many answers of the model a conversation has; tool calls side by side are one answer."""
    items = body.get("messages", body.get("input"))
    if not isinstance(items, list):
        return 0
    items = [i for i in items if isinstance(i, dict)]
    by_model = [i.get("role") == "assistant" or i.get("type") == "function_call" for i in items]
    beside = [False, *(i.get("type") == "function_call" for i in items)]  # a call right after a call
    return sum(mine and not (items[k].get("type") == "function_call" and beside[k]) for k, mine in enumerate(by_model))
