"""What the attributes of one span say: whether it is a model call, its model, its tokens, how it ended.

Followed are OpenTelemetry's GenAI conventions with their older names (as in opentelemetry-semantic-conventions 0.66b2,
schema 1.44.0; they move to the repository semantic-conventions-genai), and OpenInference's (0.1.42).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from attrs import evolve

from checkers.executions.json_documents import Unreadable
from checkers.executions.otlp import OWN, Attribute, Span
from checkers.executions.trace import CallRecord, Outcome

Kind: TypeAlias = Literal["generation", "embedding", "structure", "other"]
"""A call that writes, a call that embeds, an agent or tool or workflow, or anything else (HTTP, databases)."""

OPERATIONS: Mapping[str, Kind] = {
    "chat": "generation", "text_completion": "generation", "generate_content": "generation", "embeddings": "embedding",
    "create_agent": "structure", "invoke_agent": "structure", "execute_tool": "structure", "retrieval": "structure",
    "invoke_workflow": "structure",
}  # fmt: skip
"""Values of `gen_ai.operation.name`."""
OPENINFERENCE: Mapping[str, Kind] = {"LLM": "generation", "EMBEDDING": "embedding"}
"""Values of `openinference.span.kind`; all others are structure."""

OPERATION, REQUEST_MODEL = "gen_ai.operation.name", "gen_ai.request.model"
TOKENS_IN = ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt")
TOKENS_OUT = ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion")
MODEL = (REQUEST_MODEL, "llm.model_name", "embedding.model_name", "gen_ai.response.model")
FINISH = ("gen_ai.response.finish_reasons", "llm.finish_reason")
ERROR, RESEND_COUNT = "error.type", "http.request.resend_count"
HTTP_METHOD = ("http.request.method", "http.method")
HTTP_STATUS = ("http.response.status_code", "http.status_code")

CUT = {"length", "max_tokens", "max_output_tokens", "model_length"}
FAILURES: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    ("rate_limited", re.compile(r"rate.?limit|too.?many.?requests|^429$|throttl", re.IGNORECASE)),
    ("over_window", re.compile(r"context.?(length|window)", re.IGNORECASE)),
    ("dropped", re.compile(r"cancel|generatorexit", re.IGNORECASE)),
)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def kind(span: Span) -> Kind:
    """What the span stands for.

    Without a known operation a span is a call when it names the model asked and counts tokens: older instrumentors
    name no operation, others their own.
    """
    operation = text(span, (OPERATION,))
    if operation in OPERATIONS:
        return OPERATIONS[operation]
    inference = text(span, ("openinference.span.kind",)).upper()
    if inference:
        return OPENINFERENCE.get(inference, "structure")
    if REQUEST_MODEL in span.attributes and any(name in span.attributes for name in (*TOKENS_IN, *TOKENS_OUT)):
        return "generation"
    return "structure" if operation else "other"


def is_guessed(span: Span) -> bool:
    """Whether a call is one only by its model and tokens."""
    return text(span, (OPERATION,)) not in OPERATIONS and "openinference.span.kind" not in span.attributes


def text(span: Span, names: tuple[str, ...]) -> str:
    """The first of the attributes that is a text, or ""."""
    return next((found for name in names if isinstance(found := span.attributes.get(name), str)), "")


def number(span: Span, names: tuple[str, ...]) -> int | None:
    """The first of the attributes that is there, a whole number >= 0.

    Raises   Unreadable: it is something else
    """
    for name in names:
        if name in span.attributes:
            found = whole(span.attributes[name])
            if found is None or found < 0:
                raise Unreadable(span.place, f"{name}, a whole number >= 0", repr(span.attributes[name])[:60])
            return found
    return None


def whole(value: Attribute) -> int | None:
    """A whole number, also one that some exporters write as 7.0; None for others."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else None
    return value if type(value) is int else None


def outcome(span: Span) -> Outcome:
    """How a call ended. A call that failed after the model wrote was answered, and is billed: "malformed"."""
    if span.failed or ERROR in span.attributes:
        if number(span, TOKENS_OUT):
            return "malformed"
        return failure(span)
    reasons = {str(reason).lower() for name in FINISH for reason in _several(span.attributes.get(name, ()))}
    if "error" in reasons:
        return "error"
    return "truncated" if reasons & CUT else "ok"


def failure(span: Span) -> Outcome:
    """Why a request failed, as far as its status and the type of its error say."""
    if 429 in (span.attributes.get(name) for name in HTTP_STATUS):
        return "rate_limited"
    words = (str(span.attributes.get(ERROR, "")), span.message.partition(":")[0])
    return next((found for found, pattern in FAILURES for word in words if pattern.search(word)), "error")


def _several(value: Attribute) -> tuple[str | int | float | bool, ...]:
    return value if isinstance(value, tuple) else (value,)


def has_tokens(span: Span) -> bool:
    """Whether a call says how many tokens it read and, if it writes any, wrote."""
    read = any(name in span.attributes for name in TOKENS_IN)
    return read and (kind(span) == "embedding" or any(name in span.attributes for name in TOKENS_OUT))


def is_failed_post(span: Span) -> bool:
    """Whether the span is a POST that was answered with an error, or not at all."""
    if text(span, HTTP_METHOD).upper() != "POST":
        return False
    status = next((whole(span.attributes[name]) for name in HTTP_STATUS if name in span.attributes), None)
    return span.failed or ERROR in span.attributes or (status is not None and status >= 400)


def is_http(span: Span) -> bool:
    """Whether the span is a request over HTTP."""
    return any(name in span.attributes for name in HTTP_METHOD)


def record(span: Span, label: str, attempt: int) -> CallRecord:
    """The call that a span stands for, with index 0.

    Raises   Unreadable: it ended before it began, or its numbers are none
    """
    if span.end < span.start:
        have = f"{span.end - span.start} ns" if span.end else "no end"
        raise Unreadable(span.place, "a call that ends at or after its start", have, "--trace-id with another trace")
    found = CallRecord(
        index=0,
        primitive=text(span, (OPERATION,)) or span.name or "call",
        tokens_in=number(span, TOKENS_IN) or 0,
        tokens_out=number(span, TOKENS_OUT) or 0,
        start=span.start,
        end=span.end,
        outcome=outcome(span),
        attempt=attempt or number(span, (RESEND_COUNT,)) or 0,
        model=text(span, MODEL),
        label=label,
    )
    return _as_exported(found, span) if is_exported(span) else found


def is_exported(span: Span) -> bool:
    """Whether the span was written by `span_export`."""
    return OWN + "outcome" in span.attributes


def _as_exported(found: CallRecord, span: Span) -> CallRecord:
    ended = text(span, (OWN + "outcome",))
    if ended not in OUTCOMES:
        raise Unreadable(span.place, f"{OWN}outcome, one of {', '.join(OUTCOMES)}", repr(ended)[:60])
    own = {name: text(span, (OWN + name,)) for name in ("primitive", "model", "label", "digest", "prompt", "reply")}
    attempt = number(span, (OWN + "attempt",)) or 0
    return evolve(found, outcome=ended, attempt=attempt, **own)  # type: ignore[arg-type]
