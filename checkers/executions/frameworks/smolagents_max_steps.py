"""smolagents: an agent of max_steps = n that never ends makes n + 1 calls: the last one asks for an answer anyway."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import ENDLESS, calls_look, look

CLAIMS = """
source "smolagents 1.26.0, ToolCallingAgent with max_steps n, model that always calls a tool"
recurrence smolagents_max_steps
calls(1) = 2
calls(n) = calls(n-1) + 1                        for n >= 2
claim max_steps_calls: calls(n) == n + 1         for n >= 1
claim max_steps_is_a_bound: calls(n) <= n        for n >= 1   expect refuted
# The constants are words of the prompts of this version.
recurrence smolagents_max_steps_tokens
tokens_in(1) = 587
tokens_in(n) = tokens_in(n-1) + 14*n + 524       for n >= 2
claim max_steps_tokens: tokens_in(n) == 7*n^2 + 531*n + 49   for n >= 1
"""


def run(n: int, server: Server) -> None:
    """An agent that never stops, until its n steps are over."""
    from smolagents import LogLevel, OpenAIServerModel, ToolCallingAgent, tool

    model = OpenAIServerModel("mock", api_base=server.url, api_key="mock")
    ToolCallingAgent(tools=[tool(look)], model=model, max_steps=n, verbosity_level=LogLevel.OFF).run(ENDLESS)


PROGRAM = Program(
    "smolagents_max_steps", "max_steps", ("smolagents", "openai"), CLAIMS, lambda: Mock(task=calls_look), run
)
