"""Answers of an OpenAI-compatible API in one piece: chat completions, completions and responses."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from checkers.executions.mock import Reply, tokens
from checkers.executions.scripts import ToolCall, read_tool_calls
from checkers.executions.wire_requests import Asked


@frozen
class Answer:
    """The replies to one request, with the number of the call, from which every identifier is made, and its second."""

    asked: Asked
    replies: tuple[Reply, ...]
    index: int
    second: int

    def tokens_in(self) -> int:
        """Tokens read: the prompt's, once."""
        return tokens(self.asked.request.prompt)

    def tokens_out(self) -> int:
        """Tokens written, over all choices."""
        return sum(tokens(r.text) for r in self.replies)

    def calls(self, choice: int) -> tuple[ToolCall, ...]:
        """The tool calls that a choice asks for; none where no tools were offered."""
        return read_tool_calls(self.replies[choice].text) if self.asked.tools else ()

    def finish_reason(self, choice: int) -> str:
        """Why a choice ended."""
        if self.replies[choice].outcome == "truncated":
            return "length"
        return "tool_calls" if self.calls(choice) else "stop"

    def identity(self, prefix: str, *parts: int) -> str:
        """An identifier, the same in every run."""
        return "_".join([prefix, "mock", *(str(p) for p in (self.index, *parts))])

    def head(self, prefix: str, kind: str) -> dict[str, Any]:
        """What completions of both sorts begin with."""
        model = self.asked.request.model
        return {"id": self.identity(prefix), "object": kind, "created": self.second, "model": model}


def usage(answer: Answer) -> dict[str, Any]:
    """What a completion is billed for."""
    read, written = answer.tokens_in(), answer.tokens_out()
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def whole(answer: Answer) -> dict[str, Any]:
    """The answer as the endpoint writes it."""
    shape = {"chat": _chat, "completions": _completion, "responses": response}[answer.asked.endpoint]
    return shape(answer)


def _chat(answer: Answer) -> dict[str, Any]:
    choices = [
        {
            "index": k, "message": _message(answer, k), "logprobs": None, "finish_reason": answer.finish_reason(k),
        }
        for k in range(len(answer.replies))
    ]  # fmt: skip
    return answer.head("chatcmpl", "chat.completion") | {"choices": choices, "usage": usage(answer)}


def _message(answer: Answer, choice: int) -> dict[str, Any]:
    calls = answer.calls(choice)
    if not calls:
        return {"role": "assistant", "content": answer.replies[choice].text, "refusal": None}
    wanted = [wire_call(answer, choice, k, call) for k, call in enumerate(calls)]
    return {"role": "assistant", "content": None, "refusal": None, "tool_calls": wanted}


def wire_call(answer: Answer, choice: int, k: int, call: ToolCall) -> dict[str, Any]:
    """A tool call as chat completions have it."""
    function = {"name": call.name, "arguments": call.encoded()}
    return {"id": answer.identity("call", choice, k), "type": "function", "function": function}


def _completion(answer: Answer) -> dict[str, Any]:
    choices = [
        {"index": k, "text": r.text, "logprobs": None, "finish_reason": answer.finish_reason(k)}
        for k, r in enumerate(answer.replies)
    ]
    return answer.head("cmpl", "text_completion") | {"choices": choices, "usage": usage(answer)}


def response(answer: Answer, *, ended: bool = True) -> dict[str, Any]:
    """A response; one that has not ended has no output yet and no usage."""
    body, request = answer.asked.request.body, answer.asked.request
    cut = ended and answer.finish_reason(0) == "length"
    read, written = answer.tokens_in(), answer.tokens_out()
    billed = {
        "input_tokens": read, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": read + written,
    }  # fmt: skip
    return {
        "id": answer.identity("resp"), "object": "response", "created_at": answer.second, "model": request.model,
        "status": "incomplete" if cut else "completed" if ended else "in_progress", "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "instructions": body.get("instructions"), "max_output_tokens": request.limit, "metadata": {},
        "output": output_items(answer) if ended else [], "parallel_tool_calls": True, "temperature": None,
        "tool_choice": body.get("tool_choice") or "auto", "tools": body.get("tools") or [], "top_p": None,
        "usage": billed if ended else None,
    }  # fmt: skip


def output_items(answer: Answer) -> list[dict[str, Any]]:
    """What a response holds: a message, or the calls of functions."""
    calls = answer.calls(0)
    if calls:
        return [
            {
                "id": answer.identity("fc", k), "type": "function_call", "call_id": answer.identity("call", 0, k),
                "name": call.name, "arguments": call.encoded(), "status": "completed",
            }
            for k, call in enumerate(calls)
        ]  # fmt: skip
    status = "incomplete" if answer.finish_reason(0) == "length" else "completed"
    part = {"type": "output_text", "text": answer.replies[0].text, "annotations": []}
    return [{"id": answer.identity("msg"), "type": "message", "role": "assistant", "status": status, "content": [part]}]
