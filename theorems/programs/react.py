"""An agent with one tool: it looks up place after place until it is told that it is at the end, n steps away."""

from __future__ import annotations

from checkers.executions.mock import Mock
from theorems.programs.contents import trail


async def run(llm: Mock, n: int, *, seed: int = 0) -> list[str]:
    """The places that were looked up."""
    goal, found_at = trail(n, seed)
    visited: list[str] = []
    history = ""
    while True:
        prompt = f"Think, then act. Goal: {goal} History: {history}"
        action = await llm.complete(prompt, 2, primitive="think")
        place = action.split()[-1]
        visited.append(place)
        observation = f"found {found_at[place]}"
        history = f"{history} {action} {observation}"
        if found_at[place] == "end":
            return visited
