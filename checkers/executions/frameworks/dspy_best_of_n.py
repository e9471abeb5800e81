"""dspy BestOfN: n calls where no answer is good enough, none of them in the history of the LM that was configured."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import Fields

CLAIMS = """
source "dspy 3.4.1, BestOfN of ChainOfThought where no reward reaches the threshold"
recurrence dspy_best_of_n
calls(0) = 0
calls(n) = calls(n-1) + 1                        for n >= 1
claim best_of_n_calls: calls(n) == n
# The framework's own count: the length of lm.history. It calls copies of the LM.
recurrence dspy_best_of_n_history
calls(n) = n                                     for n >= 0
reported(n) = 0                                  for n >= 0
claim best_of_n_history: reported(n) == calls(n)   for n >= 1   expect refuted
recurrence dspy_best_of_n_tokens
tokens_in(0) = 0
tokens_in(n) = tokens_in(n-1) + 110              for n >= 1
claim best_of_n_tokens: tokens_in(n) == 110*n
"""


def run(n: int, server: Server) -> int:
    """The best of n answers; gives the number of calls in the history."""
    import dspy

    lm = dspy.LM("openai/mock", api_base=server.url, api_key="mock", cache=False)
    with dspy.context(lm=lm):
        best = dspy.BestOfN(dspy.ChainOfThought("question -> answer"), n, lambda _inputs, _answer: 0.0, threshold=1.0)
        best(question="q")
    return len(lm.history)


PROGRAM = Program(
    "dspy_best_of_n",
    "N",
    ("dspy",),
    CLAIMS,
    lambda: Mock(task=Fields(({"reasoning": "x", "answer": "y"},))),
    run,
)
