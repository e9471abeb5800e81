"""LangGraph create_react_agent: n calls of a tool, each of which sends the whole conversation again.

It takes 2*n + 1 steps. With the `recursion_limit = 2 * max_iterations + 1` of LangChain's guides an agent that calls
its tool max_iterations times is paid for and then refused: reaching the limit raises, even if the last step answered.
"""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import calls_look, look, turns

CLAIMS = """
source "langgraph-prebuilt 1.1.2, create_react_agent: n calls of a tool; a call and its result are one word each"
recurrence langgraph_react_agent
calls(0) = 1
calls(n) = calls(n-1) + 1                        for n >= 1
claim react_agent_calls: calls(n) == n + 1
recurrence langgraph_react_agent_depth
depth(0) = 1
depth(n) = depth(n-1) + 1                        for n >= 1
claim react_agent_depth: depth(n) == n + 1
recurrence langgraph_react_agent_tokens
tokens_in(0) = 2
tokens_in(n) = tokens_in(n-1) + 2*n + 2          for n >= 1
claim react_agent_tokens: tokens_in(n) == (n + 1)*(n + 2)
claim react_agent_linear: tokens_in in O(n)      expect refuted
"""


def run(n: int, server: Server, limit: int | None = None) -> None:
    """An agent that calls its tool n times; `limit` is the recursion limit, just large enough where none is given."""
    from langchain_openai import ChatOpenAI
    from langgraph.prebuilt import create_react_agent

    agent = create_react_agent(ChatOpenAI(model="mock", base_url=server.url, api_key="mock"), [look])
    agent.invoke({"messages": [("user", turns(n))]}, {"recursion_limit": 2 * n + 2 if limit is None else limit})


PROGRAM = Program(
    "langgraph_react_agent",
    "turns",
    ("langgraph", "langchain-openai"),
    CLAIMS,
    lambda: Mock(task=calls_look),
    run,
)
