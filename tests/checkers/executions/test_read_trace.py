"""Lines of a trace that must be refused with their number."""

import json

import pytest

from checkers.executions.trace import BadTrace, read_trace

LINE = {"index": 0, "primitive": "a", "tokens_in": 0, "tokens_out": 0, "start": 0, "end": 0}


@pytest.mark.parametrize(
    "line", ["[" * 100_000, json.dumps({**LINE, "primitive": 3}), json.dumps({**LINE, "outcome": "fine"})]
)
def test_a_trace_nested_too_deeply_or_with_a_wrong_text_is_refused(line):
    with pytest.raises(BadTrace, match=r"^t:1: need a call"):
        read_trace([line + "\n"], "t")
    assert len(read_trace([json.dumps(LINE) + "\n"])) == 1
