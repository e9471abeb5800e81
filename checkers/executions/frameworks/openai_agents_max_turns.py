"""OpenAI Agents SDK: max_turns = n stops an agent that never ends after exactly n calls, as documented."""

from __future__ import annotations

from contextlib import suppress

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import ENDLESS, calls_look, look

CLAIMS = """
source "openai-agents 0.24.0, Runner.run_sync with max_turns n, model that always calls a tool"
recurrence openai_agents_max_turns
calls(0) = 0
calls(n) = calls(n-1) + 1                        for n >= 1
claim max_turns_calls: calls(n) == n
# A word of instructions, two of the prompt, and a call and its result for each turn before.
recurrence openai_agents_max_turns_tokens
tokens_in(0) = 0
tokens_in(n) = tokens_in(n-1) + 2*n + 1          for n >= 1
claim max_turns_tokens: tokens_in(n) == n*(n + 2)
claim max_turns_linear: tokens_in in O(n)        expect refuted
"""


def run(n: int, server: Server) -> None:
    """An agent that never stops, until its n turns are over."""
    from agents import Agent, MaxTurnsExceeded, OpenAIChatCompletionsModel, RunConfig, Runner, function_tool
    from openai import AsyncOpenAI

    model = OpenAIChatCompletionsModel("mock", AsyncOpenAI(base_url=server.url, api_key="mock"))
    agent = Agent(name="agent", instructions="Answer", tools=[function_tool(look)], model=model)
    with suppress(MaxTurnsExceeded):
        Runner.run_sync(agent, ENDLESS, max_turns=n, run_config=RunConfig(tracing_disabled=True))


PROGRAM = Program(
    "openai_agents_max_turns", "max_turns", ("openai-agents", "openai"), CLAIMS, lambda: Mock(task=calls_look), run
)
