"""A question about a long text: windows of 8 words that share 4 are searched at once, then one call answers."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import facts


async def run(llm: Mock, n: int, *, w: int = 8, overlap: int = 4, s: int = 2, seed: int = 0) -> str:
    """The answer to a question about a document of n words."""
    text, question, _ = facts(n, seed)
    windows, start = [], 0
    while True:
        windows.append(text[start : start + w])
        if start + w >= len(text):
            break
        start += w - overlap
    extracts = await asyncio.gather(*(extract(llm, question, window, s) for window in windows))
    prompt = f"Answer the question from these extracts. Question: {question} Text: {' '.join(extracts)}"
    return await llm.complete(prompt, 1, primitive="answer")


async def extract(llm: Mock, question: str, window: list[str], s: int) -> str:
    prompt = f"Extract what answers the question in {s} words. Question: {question} Text: {' '.join(window)}"
    return await llm.complete(prompt, s, primitive="extract")
