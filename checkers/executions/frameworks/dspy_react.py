"""dspy ReAct: max_iters = n makes n + 1 calls where the model never finishes: one more extracts the answer."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import Fields, look

CLAIMS = """
source "dspy 3.4.1, ReAct with max_iters n, model that never finishes"
recurrence dspy_react
calls(1) = 2
calls(n) = calls(n-1) + 1                        for n >= 2
claim max_iters_calls: calls(n) == n + 1         for n >= 1
claim max_iters_is_a_bound: calls(n) <= n        for n >= 1   expect refuted
recurrence dspy_react_history
reported(1) = 2
reported(n) = reported(n-1) + 1                  for n >= 2
claim max_iters_history: reported(n) == n + 1    for n >= 1
# The constants are words of the prompts of this version.
recurrence dspy_react_tokens
tokens_in(1) = 517
tokens_in(n) = tokens_in(n-1) + 25*n + 367       for n >= 2
claim max_iters_tokens: tokens_in(n) == 25/2*n^2 + 759/2*n + 125   for n >= 1
"""

STEP = {"next_thought": "x", "next_tool_name": "look", "next_tool_args": '{"key": "k"}'}


def run(n: int, server: Server) -> int:
    """An agent that never finishes, until its n iterations are over; gives the number of calls in the history."""
    import dspy

    lm = dspy.LM("openai/mock", api_base=server.url, api_key="mock", cache=False)
    with dspy.context(lm=lm):
        dspy.ReAct("question -> answer", tools=[look], max_iters=n)(question="turns 1000")
    return len(lm.history)


PROGRAM = Program(
    "dspy_react",
    "max_iters",
    ("dspy",),
    CLAIMS,
    lambda: Mock(task=Fields((STEP, {"reasoning": "x", "answer": "y"}))),
    run,
)
