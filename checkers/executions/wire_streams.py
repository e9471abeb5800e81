"""The same answers as server-sent events, one for each token written, under the names that clients wait for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checkers.executions.http_messages import to_json
from checkers.executions.wire_answers import Answer, output_items, response, usage, wire_call

Event = dict[str, Any]


def events(answer: Answer) -> bytes:
    """The whole stream."""
    if answer.asked.endpoint == "responses":
        numbered = ({**e, "sequence_number": k} for k, e in enumerate(_response_events(answer)))
        return b"".join(b"event: " + e["type"].encode() + b"\ndata: " + to_json(e) + b"\n\n" for e in numbered)
    chunks = _chat_chunks(answer) if answer.asked.endpoint == "chat" else _completion_chunks(answer)
    return b"".join(b"data: " + to_json(c) + b"\n\n" for c in chunks) + b"data: [DONE]\n\n"


def pieces(text: str) -> list[str]:
    """A text in pieces of one token, which together are the text.

    >>> pieces(" two  words")
    [' two', '  words']
    """
    return re.findall(r"\s*\S+\s*\Z|\s*\S+|\s+\Z", text)


def _chat_chunks(answer: Answer) -> Iterator[Event]:
    head = answer.head("chatcmpl", "chat.completion.chunk") | ({"usage": None} if answer.asked.with_usage else {})

    def chunk(choice: int, delta: Event, reason: str | None = None) -> Event:
        return {**head, "choices": [{"index": choice, "delta": delta, "logprobs": None, "finish_reason": reason}]}

    for k, reply in enumerate(answer.replies):
        calls = answer.calls(k)
        yield chunk(k, {"role": "assistant", "content": None if calls else "", "refusal": None})
        for place, call in enumerate(calls):
            whole = wire_call(answer, k, place, call)
            named = {**whole, "index": place, "function": {**whole["function"], "arguments": ""}}
            yield chunk(k, {"tool_calls": [named]})
            for piece in pieces(call.encoded()):
                yield chunk(k, {"tool_calls": [{"index": place, "function": {"arguments": piece}}]})
        if not calls:
            yield from (chunk(k, {"content": piece}) for piece in pieces(reply.text))
        yield chunk(k, {}, answer.finish_reason(k))
    if answer.asked.with_usage:
        yield {**head, "choices": [], "usage": usage(answer)}


def _completion_chunks(answer: Answer) -> Iterator[Event]:
    head = answer.head("cmpl", "text_completion") | ({"usage": None} if answer.asked.with_usage else {})
    for k, reply in enumerate(answer.replies):
        for piece in pieces(reply.text):
            yield {**head, "choices": [{"index": k, "text": piece, "logprobs": None, "finish_reason": None}]}
        last = {"index": k, "text": "", "logprobs": None, "finish_reason": answer.finish_reason(k)}
        yield {**head, "choices": [last]}
    if answer.asked.with_usage:
        yield {**head, "choices": [], "usage": usage(answer)}


def _response_events(answer: Answer) -> Iterator[Event]:
    begun = response(answer, ended=False)
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    for k, item in enumerate(output_items(answer)):
        yield from _call_events(k, item) if item["type"] == "function_call" else _message_events(k, item)
    ended = response(answer)
    yield {"type": f"response.{ended['status']}", "response": ended}


def _message_events(place: int, item: Event) -> Iterator[Event]:
    (part,) = item["content"]
    at = {"item_id": item["id"], "output_index": place, "content_index": 0}
    begun = {**item, "status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "output_index": place, "item": begun}
    yield {"type": "response.content_part.added", **at, "part": {**part, "text": ""}}
    for piece in pieces(part["text"]):
        yield {"type": "response.output_text.delta", **at, "delta": piece, "logprobs": []}
    yield {"type": "response.output_text.done", **at, "text": part["text"], "logprobs": []}
    yield {"type": "response.content_part.done", **at, "part": part}
    yield {"type": "response.output_item.done", "output_index": place, "item": item}


def _call_events(place: int, item: Event) -> Iterator[Event]:
    at = {"item_id": item["id"], "output_index": place}
    begun = {**item, "status": "in_progress", "arguments": ""}
    yield {"type": "response.output_item.added", "output_index": place, "item": begun}
    for piece in pieces(item["arguments"]):
        yield {"type": "response.function_call_arguments.delta", **at, "delta": piece}
    done = {"name": item["name"], "arguments": item["arguments"]}
    yield {"type": "response.function_call_arguments.done", **at, **done}
    yield {"type": "response.output_item.done", "output_index": place, "item": item}
