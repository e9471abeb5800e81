"""Spans as OpenTelemetry writes them in JSON: read from OTLP/JSON and the console exporter, and written as OTLP/JSON.

OTLP 1.x, section "JSON Protobuf Encoding" (opentelemetry.io/docs/specs/otlp): names in lowerCamelCase, ids in
hexadecimal, 64-bit integers as strings, unknown fields ignored. What the attributes mean is said in `conventions.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from attrs import frozen

from checkers.executions.json_documents import Unreadable

Attribute: TypeAlias = "str | int | float | bool | tuple[str | int | float | bool, ...]"

KEPT_TEXT = 10_000
"""Longer texts (prompts, answers) are not kept, but for those under OWN."""
OWN = "tightbound.call."
SPANS = 2_000_000
ID = 128

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)")


@frozen
class Span:
    """One span; times in nanoseconds, `parent_id` "" for a root, `failed` when its status is an error."""

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    start: int
    end: int
    attributes: Mapping[str, Attribute]
    failed: bool
    message: str
    place: str


def all_spans(documents: Iterable[tuple[str, Any]], notes: list[str], limit: int = SPANS) -> Iterator[Span]:
    """The spans of documents: ExportTraceServiceRequest objects, or spans of the console exporter.

    Raises   Unreadable
    """
    other = count = 0
    for place, document in documents:
        if not isinstance(document, dict):
            raise Unreadable(place, "an object with resourceSpans", type(document).__name__)
        if "resourceSpans" not in document and not _is_printed(document):
            if not {"resourceLogs", "resourceMetrics"} & set(document):
                have = f"an object with {', '.join(list(document)[:6]) or 'nothing'}"
                raise Unreadable(place, "an object with resourceSpans, as OTLP/JSON has", have[:200])
            other += 1
            continue
        for span in [_printed(place, document)] if _is_printed(document) else _of_request(place, document):
            count += 1
            if count > limit:
                raise Unreadable(place, f"at most {limit} spans", "more", "a file for each run")
            yield span
    if other:
        notes.append(f"{other} documents with logs or metrics left out")


def _is_printed(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("context"), dict) and "start_time" in document


def _of_request(place: str, request: Mapping[str, Any]) -> Iterator[Span]:
    for resource in _list(place, request, "resourceSpans"):
        for scope in _list(place, resource, "scopeSpans"):
            for span in _list(place, scope, "spans"):
                yield _span(place, span)


def _list(place: str, owner: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = owner.get(name)
    found = [] if found is None else found
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Unreadable(place, f"{name}, a list of objects", _shown(found))
    return found


def _span(place: str, data: Mapping[str, Any]) -> Span:
    name = _text(place, data, "name")
    place = f"{place}, span {name[:60]!r}"
    status = _object(place, data, "status")
    return Span(
        trace_id=_id(place, data, "traceId"),
        span_id=_id(place, data, "spanId"),
        parent_id=_id(place, data, "parentSpanId", needed=False),
        name=name,
        start=_nanoseconds(place, data, "startTimeUnixNano"),
        end=_nanoseconds(place, data, "endTimeUnixNano"),
        attributes=_attributes(place, _list(place, data, "attributes")),
        failed=status.get("code") in (2, "STATUS_CODE_ERROR"),
        message=_text(place, status, "message")[:KEPT_TEXT],
        place=place,
    )


def _object(place: str, owner: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = owner.get(name)
    found = {} if found is None else found
    if not isinstance(found, dict):
        raise Unreadable(place, f"{name}, an object", _shown(found))
    return found


def _text(place: str, owner: Mapping[str, Any], name: str) -> str:
    found = owner.get(name)
    found = "" if found is None else found
    if not isinstance(found, str):
        raise Unreadable(place, f"{name}, a text", _shown(found))
    return found


def _id(place: str, owner: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    """An id as small letters. Some exporters write base64 instead of hexadecimal: any text tells spans apart."""
    found = _text(place, owner, name).removeprefix("0x")
    if len(found) > ID or (needed and not found):
        raise Unreadable(place, f"{name}, an id of 1 to {ID} characters", _shown(found))
    if re.fullmatch("[0-9a-fA-F]+", found):
        return "" if not found.strip("0") and not needed else found.lower()
    return found


def _nanoseconds(place: str, owner: Mapping[str, Any], name: str) -> int:
    found = _integer(owner.get(name))
    if found is None or not 0 <= found < 2**64:
        raise Unreadable(place, f"{name}, nanoseconds since 1970", _shown(owner.get(name)))
    return found


def _integer(found: Any) -> int | None:
    """A 64-bit integer: OTLP writes a text, others a number."""
    if isinstance(found, str) and re.fullmatch("-?[0-9]{1,20}", found):
        return int(found)
    return found if type(found) is int else None


def _attributes(place: str, pairs: list[dict[str, Any]]) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    for pair in pairs:
        key = _text(place, pair, "key")
        value = _value(f"{place}, attribute {key[:60]!r}", _object(place, pair, "value"))
        if key in found and found[key] != value:
            raise Unreadable(place, "each attribute once", f"{key[:60]!r} with two values")
        if value is not None and _is_kept(key, value):
            found[key] = value
    return found


def _is_kept(key: str, value: Attribute) -> bool:
    return not isinstance(value, str) or len(value) <= KEPT_TEXT or key.startswith(OWN)


def _value(place: str, data: Mapping[str, Any]) -> Attribute | None:
    """An AnyValue; None for maps, bytes and what later versions may add."""
    if "arrayValue" in data:
        items = [_scalar(place, item) for item in _list(place, _object(place, data, "arrayValue"), "values")]
        return tuple(item for item in items if item is not None)
    return _scalar(place, data)


def _scalar(place: str, data: Mapping[str, Any]) -> str | int | float | bool | None:
    if "stringValue" in data:
        return _text(place, data, "stringValue")
    if "intValue" in data:
        found = _integer(data["intValue"])
        if found is None or not -(2**63) <= found < 2**63:
            raise Unreadable(place, "intValue, a 64-bit integer", _shown(data["intValue"]))
        return found
    for name, kinds in (("boolValue", (bool,)), ("doubleValue", (int, float))):
        if name in data and (type(data[name]) in kinds or data[name] in ("NaN", "Infinity", "-Infinity")):
            return data[name]  # type: ignore[no-any-return]
        if name in data:
            raise Unreadable(place, f"{name}, a {kinds[-1].__name__}", _shown(data[name]))
    return None


def _shown(found: Any) -> str:
    return "nothing" if found is None or found == "" else f"{str(found)[:60]!r} ({type(found).__name__})"


def _printed(place: str, data: Mapping[str, Any]) -> Span:
    """A span of the console exporter of the Python SDK."""
    name = _text(place, data, "name")
    place = f"{place}, span {name[:60]!r}"
    context, status = _object(place, data, "context"), _object(place, data, "status")
    attributes = {k: _plain(v) for k, v in _object(place, data, "attributes").items()}
    return Span(
        trace_id=_id(place, context, "trace_id"),
        span_id=_id(place, context, "span_id"),
        parent_id=_id(place, data, "parent_id", needed=False),
        name=name,
        start=_moment(place, data, "start_time"),
        end=_moment(place, data, "end_time"),
        attributes={k: v for k, v in attributes.items() if v is not None and _is_kept(k, v)},
        failed=status.get("status_code") == "ERROR",
        message=_text(place, status, "description")[:KEPT_TEXT],
        place=place,
    )


def _plain(value: Any) -> Attribute | None:
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str | int | float))
    return value if isinstance(value, str | int | float) else None


def _moment(place: str, owner: Mapping[str, Any], name: str) -> int:
    text = _text(place, owner, name)
    parts = _TIME.fullmatch(text)
    try:
        moment = datetime.fromisoformat(parts[1]).replace(tzinfo=UTC) if parts else None
    except ValueError:
        moment = None
    if parts is None or moment is None or moment.year < 1970:
        raise Unreadable(place, f"{name}, a time such as 2026-01-31T09:30:00.000000Z", _shown(text))
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 10**9 + int((parts[2] or "").ljust(9, "0"))
