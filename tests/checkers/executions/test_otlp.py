"""Spans as OTLP/JSON writes them: what is read of them, and what is refused."""

import pytest

from checkers.executions.json_documents import Unreadable
from checkers.executions.otlp import Span, all_spans
from tests.checkers.executions.made_spans import chat, request


def test_more_spans_than_are_kept_are_refused():
    two = [("f", request(chat("a", 0, 1), chat("b", 0, 1)))]
    assert len(list(all_spans(two, [], limit=2))) == 2
    with pytest.raises(Unreadable, match="need at most 1 spans, have more"):
        list(all_spans(two, [], limit=1))


def test_documents_with_logs_are_left_out_and_others_refused():
    notes: list[str] = []
    assert list(all_spans([("f", {"resourceLogs": []})], notes)) == []
    assert notes == ["1 documents with logs or metrics left out"]
    with pytest.raises(Unreadable, match="an object with a"):
        list(all_spans([("f", {"a": 1})], []))


WRONG = {
    "traceId": [None, "", 7, "x" * 200], "spanId": [None, []], "parentSpanId": [3, {}], "name": [1],
    "startTimeUnixNano": [None, "", "-1", "1.5", 1.5, True, str(2**64)], "endTimeUnixNano": [None, "soon", []],
    "attributes": [{}, "x", [1], [{"key": 1, "value": {}}], [{"key": "k", "value": "v"}],
                   [{"key": "k", "value": {"intValue": "x"}}], [{"key": "k", "value": {"boolValue": 1}}],
                   [{"key": "k", "value": {"intValue": str(2**63)}}], [{"key": "k", "value": {"doubleValue": "1"}}],
                   [{"key": "k", "value": {"intValue": 1}}, {"key": "k", "value": {"intValue": 2}}]],
    "status": [2, "ERROR", {"message": 7}],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_field_of_a_wrong_type_is_refused_with_its_name(name, value):
    assert len(list(all_spans([("f", request(chat("a", 0, 1)))], []))) == 1
    with pytest.raises(Unreadable, match=name if name not in ("attributes", "status") else "need"):
        list(all_spans([("f", request({**chat("a", 0, 1), name: value}))], []))


def test_unknown_fields_and_kinds_of_values_are_left_out():
    later = [{"key": "k", "value": {"laterValue": 1}}, {"key": "m", "value": {"kvlistValue": {"values": []}}}]
    (found,) = all_spans([("f", request({**chat("a", 0, 1), "later": 1, "attributes": later}))], [])
    assert isinstance(found, Span)
    assert found.attributes == {}
