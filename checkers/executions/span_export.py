"""A trace as OTLP/JSON spans: what a Collector takes, and what `spans` reads back as the same trace."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from checkers.executions.conventions import ERROR, FINISH, OPERATION, REQUEST_MODEL, RESEND_COUNT, TOKENS_IN, TOKENS_OUT
from checkers.executions.otlp import OWN
from checkers.executions.trace import ANSWERED, CallRecord, Trace

CLIENT, INTERNAL, FAILED = 3, 1, 2


def to_otlp(
    trace: Trace, *, name: str = "run", began: int = 0, sizes: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """One ExportTraceServiceRequest: a root span with the sizes as attributes, and below it a span for each call.

    `began` is added to the times: nanoseconds since 1970 where the trace counts from 0. The ids are a hash of the
    trace, so the same run gives the same bytes. Beside the conventions' attributes stand `tightbound.call.*`, which
    hold what the conventions have no name for.
    """
    digest = hashlib.sha256(
        "\n".join([name, str(began), *trace.to_lines()]).encode(errors="backslashreplace")
    ).hexdigest()
    trace_id, root = digest[:32], digest[32:48]
    span = {
        "traceId": trace_id, "spanId": root, "name": name, "kind": INTERNAL,
        "startTimeUnixNano": str(began + min((r.start for r in trace), default=0)),
        "endTimeUnixNano": str(began + max((r.end for r in trace), default=0)),
        "attributes": _attributes({OPERATION: "invoke_workflow", **(sizes or {})}),
    }  # fmt: skip
    spans = [span, *(_call(r, trace_id, root, began, position) for position, r in enumerate(trace, 1))]
    scope = {"scope": {"name": "tightbound"}, "spans": spans}
    resource = {"attributes": _attributes({"service.name": "tightbound"})}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}


def _call(r: CallRecord, trace_id: str, root: str, began: int, position: int) -> dict[str, Any]:
    own = {
        "outcome": r.outcome, "attempt": r.attempt, "primitive": r.primitive, "model": r.model, "label": r.label,
        "digest": r.digest, "prompt": r.prompt, "reply": r.reply,
    }  # fmt: skip
    attributes: dict[str, Any] = {
        OPERATION: "chat", "gen_ai.provider.name": "mock", TOKENS_IN[0]: r.tokens_in, TOKENS_OUT[0]: r.tokens_out,
        **{OWN + key: value for key, value in own.items() if value != "" or key == "primitive"},
    }  # fmt: skip
    attributes |= {REQUEST_MODEL: r.model} if r.model else {}
    attributes |= {RESEND_COUNT: r.attempt} if r.attempt else {}
    answered = r.outcome in ANSWERED
    attributes |= {FINISH[0]: ["length" if r.outcome == "truncated" else "stop"]} if answered else {ERROR: r.outcome}
    return {
        "traceId": trace_id, "spanId": _span_id(trace_id, position), "parentSpanId": root, "name": r.primitive,
        "kind": CLIENT, "startTimeUnixNano": str(began + r.start), "endTimeUnixNano": str(began + r.end),
        "attributes": _attributes(attributes), "status": {} if answered else {"code": FAILED, "message": r.outcome},
    }  # fmt: skip


def _span_id(trace_id: str, position: int) -> str:
    """An id of its own for each position: never all zeros, and never twice in a trace."""
    return f"{(int(trace_id[:16], 16) + position) % 2**64 or 2**64 - 1:016x}"


def _attributes(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in found.items()]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {"arrayValue": {"values": [_value(item) for item in value]}}
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}
