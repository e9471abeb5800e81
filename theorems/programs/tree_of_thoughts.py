"""A breadth-first search of n levels: 3 thoughts continue each kept path, each path is valued, the best 2 are kept."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock


async def run(llm: Mock, n: int, *, b: int = 3, keep: int = 2) -> list[str]:
    """The best path of n thoughts that was found."""
    paths: list[list[str]] = [[]]
    for _ in range(n):
        found = await asyncio.gather(*(continued(llm, path, j) for path in paths for j in range(b)))
        best = sorted(found, key=lambda scored: -scored[0])
        paths = [path for _, path in best[:keep]]
    return paths[0]


async def continued(llm: Mock, path: list[str], option: int) -> tuple[int, list[str]]:
    prompt = f"Propose one thought. Option: {option} Path: {' '.join(path)}"
    thought = await llm.complete(prompt, 1, primitive="propose")
    longer = [*path, thought]
    prompt = f"Value this path, from 0 up. Path: {' '.join(longer)}"
    return int(await llm.complete(prompt, 1, primitive="value")), longer
