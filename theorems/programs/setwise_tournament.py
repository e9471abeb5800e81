"""The best of n items: the best of each 4 is picked at once, until one is left."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, c: int = 4, seed: int = 0) -> str:
    """The best of n items; a group of one is asked about too, as the model may still refuse it."""
    left = document(n, seed)
    while len(left) > 1:
        groups = [left[i : i + c] for i in range(0, len(left), c)]
        left = await asyncio.gather(*(pick(llm, group) for group in groups))
    return left[0]


async def pick(llm: Mock, group: list[str]) -> str:
    return await llm.complete(f"Pick the best item. Items: {' '.join(group)}", 1, primitive="pick")
