"""n summaries of s words are combined k at a time, until one is left."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, k: int = 4, s: int = 2, seed: int = 0) -> list[str]:
    """The s most important words of n summaries."""
    text = document(n * s, seed)
    summaries = [text[i : i + s] for i in range(0, n * s, s)]
    while len(summaries) > 1:
        groups = [summaries[i : i + k] for i in range(0, len(summaries), k)]
        summaries = await asyncio.gather(*(combine(llm, group, s) for group in groups))
    return summaries[0]


async def combine(llm: Mock, group: list[list[str]], s: int) -> list[str]:
    together = " ".join(" ".join(summary) for summary in group)
    prompt = f"Combine these summaries into {s} words. Text: {together}"
    return (await llm.complete(prompt, s, primitive="combine")).split()
