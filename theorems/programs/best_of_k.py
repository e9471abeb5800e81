"""k drafts of an answer to a problem of n words; one judgement of all of them picks the best."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, k: int = 3, s: int = 4, seed: int = 0) -> str | None:
    """The draft that the judge finds best; None when there is no problem."""
    problem = " ".join(document(n, seed))
    if not problem:
        return None
    prompt = f"Draft an answer in {s} words. Problem: {problem}"
    drafts = await asyncio.gather(*(llm.complete(prompt, s, primitive="draft") for _ in range(k)))
    shown = " ".join(f"Candidate{i}: {draft}" for i, draft in enumerate(drafts))
    prompt = f"Judge which candidate is best. Problem: {problem} {shown}"
    best = await llm.complete(prompt, 1, primitive="judge", model="large")
    return drafts[int(best.removeprefix("Candidate"))]
