"""A debate of a agents over n rounds: in each round all argue at once, having read all that was said before."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import document

QUESTION = 20
MESSAGE = 3


class Briefs:
    """Summaries of questions; a question is summarised once."""

    def __init__(self, llm: Mock) -> None:
        self.llm = llm
        self.known: dict[str, str] = {}

    async def of(self, question: str) -> str:
        if question not in self.known:
            prompt = f"Summarise this text in at most 4 words. Text: {question}"
            self.known[question] = await self.llm.complete(prompt, 4, primitive="brief")
        return self.known[question]


async def run(llm: Mock, n: int, *, a: int = 3, seed: int = 0) -> str | None:
    """What the judge decides after n rounds; None when there were none."""
    if n == 0:
        return None
    briefs, question = Briefs(llm), " ".join(document(QUESTION, seed))
    history: list[str] = []
    for _ in range(n):
        brief = await briefs.of(question)
        said = await asyncio.gather(*(argue(llm, brief, history) for _ in range(a)))
        history = history + said
    prompt = f"Decide the debate. Question: {await briefs.of(question)} Debate: {' '.join(history)}"
    return await llm.complete(prompt, 1, primitive="judge")


async def argue(llm: Mock, brief: str, history: list[str]) -> str:
    prompt = f"Argue for an answer in {MESSAGE} words. Question: {brief} Debate: {' '.join(history)}"
    return await llm.complete(prompt, MESSAGE, primitive="argue")
