"""Bodies of requests to an OpenAI-compatible API, read strictly: what the mock is asked for, or who needs what instead.

Tokens in are the words of all texts of a conversation, in order: messages, tool calls, tool results. The roles, and the
descriptions of tools, are not counted. What the mock cannot count (images, stored conversations) is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Literal, TypeAlias

from attrs import frozen

from checkers.executions.http_messages import RefusedRequest
from checkers.executions.mock import Request
from checkers.executions.scripts import ToolCall, tool_calls

Endpoint: TypeAlias = Literal["chat", "completions", "responses"]

CHOICES_LIMIT = 128
TOKENS_LIMIT = 1_000_000
TEXT_PARTS = ("text", "input_text", "output_text", "summary_text")
_ABSENT = object()


@frozen
class Asked:
    """What one request asks for: so many answers to a prompt, in one piece or as events, with tools or without."""

    endpoint: Endpoint
    request: Request
    choices: int = 1
    stream: bool = False
    with_usage: bool = True
    tools: bool = False


def read_json(raw: bytes) -> dict[str, Any]:
    """The body of a request.

    Raises   RefusedRequest for what is no JSON object
    """
    try:
        data = json.loads(raw.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as why:
        raise RefusedRequest("a JSON object", f"{raw[:60]!r} ({type(why).__name__}: {why})") from None
    if not isinstance(data, dict):
        raise RefusedRequest("a JSON object", named(data))
    return data


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def named(value: Any) -> str:
    """What was found, for a message."""
    if value is _ABSENT:
        return "nothing"
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:60] + "..."


def read_asked(endpoint: Endpoint, body: Mapping[str, Any], primitive: str = "", label: str = "") -> Asked:
    """What a request asks for.

    Raises   RefusedRequest naming the field, need and have
    """
    model = read_text(body, "model")
    prompt = {"chat": _chat_prompt, "completions": _plain_prompt, "responses": _responses_prompt}[endpoint](body)
    stream = _read_flag(body, "stream", False)
    options = body.get("stream_options") or {}
    if not isinstance(options, dict):
        raise RefusedRequest("stream_options an object", named(options), param="stream_options")
    return Asked(
        endpoint,
        Request(prompt, _limit(endpoint, body), primitive or endpoint, model, label, body),
        1 if endpoint == "responses" else _read_count(body, "n", CHOICES_LIMIT) or 1,
        stream,
        not stream or endpoint == "responses" or _read_flag(options, "include_usage", False),
        bool(body.get("tools")) and body.get("tool_choice") != "none",
    )


def read_text(body: Mapping[str, Any], name: str, where: str = "") -> str:
    """A field that must be there and a text."""
    value = body.get(name, _ABSENT)
    if not isinstance(value, str):
        raise RefusedRequest(f"{where}{name} a text", named(value), param=where + name)
    return value


def _read_flag(body: Mapping[str, Any], name: str, otherwise: bool) -> bool:
    value = body.get(name)
    if value is None:
        return otherwise
    if not isinstance(value, bool):
        raise RefusedRequest(f"{name} true or false", named(value), param=name)
    return value


def _read_count(body: Mapping[str, Any], name: str, most: int) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= most:
        raise RefusedRequest(f"{name} an integer from 1 to {most}", named(value), param=name)
    return value


def _limit(endpoint: Endpoint, body: Mapping[str, Any]) -> int | None:
    names = {
        "chat": ("max_completion_tokens", "max_tokens"), "completions": ("max_tokens",),
        "responses": ("max_output_tokens",),
    }[endpoint]  # fmt: skip
    given = [n for n in (_read_count(body, name, TOKENS_LIMIT) for name in names) if n is not None]
    return min(given, default=None)


def _plain_prompt(body: Mapping[str, Any]) -> str:
    prompt = body.get("prompt", _ABSENT)
    if isinstance(prompt, list) and len(prompt) == 1:
        prompt = prompt[0]
    if not isinstance(prompt, str):
        several = "send each prompt in a request of its own" if isinstance(prompt, list) else ""
        raise RefusedRequest("prompt one text", named(prompt), attempt=several, param="prompt")
    return prompt


def _chat_prompt(body: Mapping[str, Any]) -> str:
    return "\n".join(t for k, m in _objects(body, "messages") for t in _message_texts(m, f"messages[{k}].") if t)


def _message_texts(message: Mapping[str, Any], where: str) -> Iterator[str]:
    role = read_text(message, "role", where)
    content = message.get("content")
    if content is not None:
        yield read_content(content, where + "content")
    elif role != "assistant":
        raise RefusedRequest(f"{where}content a text or a list of parts", "nothing", param=where + "content")
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list) or not all(isinstance(c, dict) for c in calls):
        raise RefusedRequest(f"{where}tool_calls a list of tool calls", named(calls), param=where + "tool_calls")
    if calls:
        functions = [c.get("function") for c in calls]
        yield tool_calls(*(_tool_call(f, f"{where}tool_calls.") for f in functions))


def _tool_call(function: Any, where: str) -> ToolCall:
    if not isinstance(function, dict):
        raise RefusedRequest(f"{where}function an object", named(function), param=where + "function")
    text = read_text(function, "arguments", where)
    try:
        arguments = json.loads(text)
    except (ValueError, RecursionError):
        arguments = text
    return ToolCall(read_text(function, "name", where), arguments if isinstance(arguments, dict) else text)


def read_content(content: Any, where: str) -> str:
    """The text of a message: itself, or its parts.

    Raises   RefusedRequest for parts that are no text: the mock could not count their tokens
    """
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise RefusedRequest(f"{where} a text or a list of parts", named(content), param=where)
    texts = []
    for k, part in enumerate(content):
        if isinstance(part, dict) and part.get("type") == "refusal":
            texts.append(read_text(part, "refusal", f"{where}[{k}]."))
        elif isinstance(part, dict) and part.get("type") in TEXT_PARTS:
            texts.append(read_text(part, "text", f"{where}[{k}]."))
        else:
            raise RefusedRequest(f"{where}[{k}] a part with text", named(part), param=where)
    return "\n".join(texts)


def _objects(body: Mapping[str, Any], name: str) -> list[tuple[int, Mapping[str, Any]]]:
    items = body.get(name, _ABSENT)
    if not isinstance(items, list) or not items:
        raise RefusedRequest(f"{name} a list of at least one", named(items), param=name)
    for k, item in enumerate(items):
        if not isinstance(item, dict):
            raise RefusedRequest(f"{name}[{k}] an object", named(item), param=f"{name}[{k}]")
    return list(enumerate(items))


def _responses_prompt(body: Mapping[str, Any]) -> str:
    for name in ("previous_response_id", "conversation"):
        if body.get(name) is not None:
            raise RefusedRequest(
                "the whole conversation in input", f"{name} {named(body[name])}", param=name,
                attempt="send the items again: the mock stores no answers",
            )  # fmt: skip
    instructions = body.get("instructions")
    texts = [] if instructions is None else [read_content(instructions, "instructions")]
    if isinstance(body.get("input"), str):
        texts.append(body["input"])
    else:
        # tool calls side by side are one answer of the model, and are counted as it was
        for calling, items in groupby(_objects(body, "input"), lambda i: i[1].get("type") == "function_call"):
            if calling:
                texts.append(tool_calls(*(_tool_call(item, f"input[{k}].") for k, item in items)))
            else:
                texts += [_item_text(item, f"input[{k}]") for k, item in items]
    return "\n".join(t for t in texts if t)


def _item_text(item: Mapping[str, Any], where: str) -> str:
    kind = item.get("type", "message")
    if kind == "message":
        read_text(item, "role", where + ".")
        return read_content(item.get("content"), where + ".content")
    if kind == "function_call_output":
        return read_content(item.get("output"), where + ".output")
    raise RefusedRequest(
        f"{where}.type message, function_call or function_call_output", named(kind), param=where + ".type"
    )
