"""Claims about a measured run."""

from checkers.executions.observed import ObservedClaim
from checkers.executions.trace import CallRecord, Trace


def test_a_run_without_calls_can_break_a_bound_and_no_call_is_to_blame():
    claim = ObservedClaim.parse("calls(n) <= n - 1")
    found = claim.observe(Trace([]), {"n": 0})
    assert (found.holds, found.first) == (False, None)
    blamed = claim.observe(Trace([CallRecord(0, "chat", 1, 1, 0, 1), CallRecord(1, "chat", 1, 1, 1, 2)]), {"n": 2})
    assert (blamed.holds, blamed.first and blamed.first.index) == (False, 1)
