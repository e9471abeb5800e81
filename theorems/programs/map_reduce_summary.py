"""A long text in 2 words: each window of 8 words is summarised, all at once, and the summaries are combined."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, w: int = 8, s: int = 2, seed: int = 0) -> list[str]:
    """The s most important words of a document of n words."""
    text = document(n, seed)
    if not text:
        return []
    windows = [text[i : i + w] for i in range(0, len(text), w)]
    summaries = await asyncio.gather(*(summarise(llm, window, s) for window in windows))
    everything = " ".join(summaries)
    prompt = f"Combine these summaries into {s} words. Text: {everything}"
    return (await llm.complete(prompt, s, primitive="combine")).split()


async def summarise(llm: Mock, window: list[str], s: int) -> str:
    prompt = f"Summarise this text in at most {s} words. Text: {' '.join(window)}"
    return await llm.complete(prompt, s, primitive="summarise")
