"""pydantic-ai: an agent that calls its tool n times makes n + 1 requests, and counts them itself."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import calls_look, look, turns

CLAIMS = """
source "pydantic-ai-slim 2.68.0, Agent.run_sync: n calls of a tool; a call and its result are one word each"
recurrence pydantic_ai_tool_loop
calls(0) = 1
calls(n) = calls(n-1) + 1                        for n >= 1
reported(n) = calls(n)                           for n >= 0
claim pydantic_calls: calls(n) == n + 1
claim pydantic_one_a_tool: calls(n) <= n         for n >= 1   expect refuted
recurrence pydantic_ai_tool_loop_tokens
tokens_in(0) = 2
tokens_in(n) = tokens_in(n-1) + 2*n + 2          for n >= 1
claim pydantic_tokens: tokens_in(n) == (n + 1)*(n + 2)
"""


def run(n: int, server: Server) -> int:
    """An agent that calls its tool n times; gives its own count of requests."""
    from pydantic_ai import Agent, UsageLimits
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    model = OpenAIChatModel("mock", provider=OpenAIProvider(base_url=server.url, api_key="mock"))
    result = Agent(model, tools=[look]).run_sync(turns(n), usage_limits=UsageLimits(request_limit=None))
    return int(result.usage.requests)


PROGRAM = Program(
    "pydantic_ai_tool_loop", "turns", ("pydantic-ai-slim", "openai"), CLAIMS, lambda: Mock(task=calls_look), run
)
