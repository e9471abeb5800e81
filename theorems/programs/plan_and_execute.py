"""A task of 10 words is planned in n steps; each is executed with all results so far in the prompt, then reported."""

from __future__ import annotations

from checkers.executions.mock import Mock
from theorems.programs.contents import document

TASK = 10


async def run(llm: Mock, n: int, *, s: int = 2, seed: int = 0) -> str | None:
    """The outcome after n steps; None when there are none."""
    if n == 0:
        return None
    task = " ".join(document(TASK, seed))
    plan = await llm.complete(f"Plan {n} steps for the task. Task: {task}", n, primitive="plan")
    results: list[str] = []
    for step in plan.split():
        prompt = f"Execute one step. Step: {step} Results: {' '.join(results)}"
        results.append(await llm.complete(prompt, s, primitive="execute"))
    return await llm.complete(f"Report the outcome. Results: {' '.join(results)}", 1, primitive="report")
