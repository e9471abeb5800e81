"""A list ranked by windows of 8 items that move from the back to the front by 4: good items are carried along."""

from __future__ import annotations

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, w: int = 8, step: int = 4, seed: int = 0) -> list[str]:
    """n items; the best w - step of them are at the front, best first."""
    items = document(n, seed)
    end = len(items)
    while True:
        start = max(0, end - w)
        window = items[start:end]
        prompt = f"Rank these items, best first. Items: {' '.join(window)}"
        answer = await llm.complete(prompt, len(window), primitive="rank")
        items[start:end] = answer.split()
        if start == 0:
            return items
        end -= step
