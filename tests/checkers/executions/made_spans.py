"""Spans made for tests, as OTLP/JSON writes them."""

from typing import Any

TRACE = "0af7651916cd43dd8448eb211c80319c"


def span(name: str, start: int, end: int, parent: str = "", **attributes: Any) -> dict[str, Any]:
    """A span of anything; its name gives its id."""
    found = {
        "traceId": TRACE, "spanId": identity(name), "name": name, "kind": 1,
        "startTimeUnixNano": str(start), "endTimeUnixNano": str(end),
        "attributes": [{"key": key, "value": value(v)} for key, v in attributes.items()], "status": {},
    }  # fmt: skip
    return {**found, "parentSpanId": identity(parent)} if parent else found


def identity(name: str) -> str:
    return name.encode().hex().rjust(16, "0")


def value(v: Any) -> dict[str, Any]:
    if isinstance(v, list):
        return {"arrayValue": {"values": [value(item) for item in v]}}
    kinds = {bool: "boolValue", int: "intValue", float: "doubleValue", str: "stringValue"}
    return {kinds[type(v)]: str(v) if type(v) is int else v}


def chat(
    name: str, start: int, end: int, parent: str = "", *, operation: str = "chat",
    tokens: tuple[int, int] | None = (7, 2), error: str = "", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A call as an OpenTelemetry instrumentor reports it."""
    names = ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
    counts = {} if tokens is None else dict(zip(names, tokens, strict=True))
    failed = {"error.type": error} if error else {}
    return span(name, start, end, parent, **{"gen_ai.operation.name": operation, **counts, **failed, **more})


def call(
    name: str, start: int, end: int, parent: str = "", *, tokens: tuple[int, int] | None = (7, 2), error: str = ""
) -> dict[str, Any]:
    """A call as an OpenInference instrumentor reports it."""
    names = ("llm.token_count.prompt", "llm.token_count.completion")
    counts = {} if tokens is None else dict(zip(names, tokens, strict=True))
    failed = {"error.type": error} if error else {}
    return span(name, start, end, parent, **{"openinference.span.kind": "LLM", **counts, **failed})


def request(*spans: dict[str, Any]) -> dict[str, Any]:
    """One ExportTraceServiceRequest."""
    return {"resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {"name": "made"}, "spans": list(spans)}]}]}
