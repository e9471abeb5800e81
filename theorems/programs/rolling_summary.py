"""A long text in 2 words: one window of 8 words after the other refines the summary so far."""

from __future__ import annotations

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, w: int = 8, s: int = 2, seed: int = 0) -> list[str]:
    """The s most important words of a document of n words."""
    text = document(n, seed)
    summary = " ".join(["."] * s)
    for i in range(0, len(text), w):
        window = " ".join(text[i : i + w])
        prompt = f"Refine the summary with this text. Summary: {summary} Text: {window}"
        summary = await llm.complete(prompt, s, primitive="refine")
    return summary.split()
