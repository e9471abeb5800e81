"""A ranking by counting wins: every pair is compared in both orders, all at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import permutations

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, seed: int = 0) -> list[str]:
    """n items, best first."""
    items = document(n, seed)
    winners = await asyncio.gather(*(better(llm, a, b) for a, b in permutations(items, 2)))
    wins = Counter(winners)
    return sorted(items, key=lambda item: -wins[item])


async def better(llm: Mock, a: str, b: str) -> str:
    answer = await llm.complete(f"Compare the two items. A: {a} B: {b}", 1, primitive="compare")
    return a if answer == "A" else b
