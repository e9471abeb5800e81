"""dspy asked the same n times: one request on the wire, n calls in the history; the others come from its cache."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import Fields

CLAIMS = """
source "dspy 3.4.1, Predict with the default cache (in memory only), the same question n times"
recurrence dspy_cache
requests(n) = 1                                  for n >= 1
claim cache_requests: requests in O(1)
recurrence dspy_cache_history
requests(n) = 1                                  for n >= 1
reported(0) = 0
reported(n) = reported(n-1) + 1                  for n >= 1
claim cache_history: reported(n) == n
claim cache_history_is_the_wire: requests(n) == reported(n)   for n >= 1   expect refuted
"""


def run(n: int, server: Server) -> int:
    """The same question n times; gives the number of calls in the history."""
    import dspy

    dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=True)
    lm = dspy.LM("openai/mock", api_base=server.url, api_key="mock")
    with dspy.context(lm=lm):
        predict = dspy.Predict("question -> answer")
        for _ in range(n):
            predict(question="q")
    return len(lm.history)


PROGRAM = Program("dspy_cache", "questions", ("dspy",), CLAIMS, lambda: Mock(task=Fields(({"answer": "y"},))), run)
