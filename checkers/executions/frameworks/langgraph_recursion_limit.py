"""LangGraph's recursion limit n on an agent that never stops: every other step is a call, so there are ceil(n/2).

The default, 25, stops such an agent after 13 calls. Limits count steps of the graph, not calls of the model.
"""

from __future__ import annotations

from contextlib import suppress

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import ENDLESS, calls_look, look

CLAIMS = """
source "langgraph 1.2.22, recursion_limit n, on create_react_agent whose model always calls a tool"
recurrence langgraph_recursion_limit
calls(1) = 1
calls(2) = 1
calls(n) = calls(n-2) + 1                        for n >= 3
claim limit_calls: calls(n) == ceil(n/2)         for n >= 1
claim limit_is_a_number_of_calls: calls(n) == n  for n >= 1   expect refuted
"""


def run(n: int, server: Server) -> None:
    """An agent that never stops, until the limit n."""
    from langchain_openai import ChatOpenAI
    from langgraph.errors import GraphRecursionError
    from langgraph.prebuilt import create_react_agent

    agent = create_react_agent(ChatOpenAI(model="mock", base_url=server.url, api_key="mock"), [look])
    with suppress(GraphRecursionError):
        agent.invoke({"messages": [("user", ENDLESS)]}, {"recursion_limit": n})


PROGRAM = Program(
    "langgraph_recursion_limit",
    "limit",
    ("langgraph", "langchain-openai"),
    CLAIMS,
    lambda: Mock(task=calls_look),
    run,
)
