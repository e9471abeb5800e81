"""The best three of n items: three passes from the back, each of which carries the best of the rest to the front."""

from __future__ import annotations

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, k: int = 3, seed: int = 0) -> list[str]:
    """The best k of n items, best first."""
    items = document(n, seed)
    for front in range(k):
        for j in range(len(items) - 1, front, -1):
            prompt = f"Compare the two items. A: {items[j - 1]} B: {items[j]}"
            answer = await llm.complete(prompt, 1, primitive="compare")
            if answer == "B":
                items[j - 1], items[j] = items[j], items[j - 1]
    return items[:k]
