"""Merge sort in which a model compares: halves are sorted at once, then merged one comparison after the other."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import document, worst_for_merging


async def run(llm: Mock, n: int, *, order: str = "worst", seed: int = 0) -> list[str]:
    """n items, best first; `order` is "worst" or "any"."""
    return await ranked(llm, worst_for_merging(n, seed) if order == "worst" else document(n, seed))


async def ranked(llm: Mock, items: list[str]) -> list[str]:
    if len(items) <= 1:
        return items
    middle = len(items) // 2
    left, right = await asyncio.gather(ranked(llm, items[:middle]), ranked(llm, items[middle:]))
    return await merged(llm, left, right)


async def merged(llm: Mock, left: list[str], right: list[str]) -> list[str]:
    found: list[str] = []
    i = j = 0
    while i < len(left) and j < len(right):
        prompt = f"Compare the two items. A: {left[i]} B: {right[j]}"
        answer = await llm.complete(prompt, 1, primitive="compare")
        if answer == "A":
            found.append(left[i])
            i += 1
        else:
            found.append(right[j])
            j += 1
    return found + left[i:] + right[j:]
