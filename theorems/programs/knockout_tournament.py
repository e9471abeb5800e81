"""The best of n items: pairs are compared at once, winners go on; an odd one out goes on without a comparison."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, seed: int = 0) -> str:
    """The best of n items."""
    left = document(n, seed)
    while len(left) > 1:
        pairs = list(zip(left[0::2], left[1::2], strict=False))
        odd = left[-1:] if len(left) % 2 else []
        winners = await asyncio.gather(*(better(llm, a, b) for a, b in pairs))
        left = [*winners, *odd]
    return left[0]


async def better(llm: Mock, a: str, b: str) -> str:
    answer = await llm.complete(f"Compare the two items. A: {a} B: {b}", 1, primitive="compare")
    return a if answer == "A" else b
