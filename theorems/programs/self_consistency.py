"""A problem of n words solved m times; the answer given most often is taken."""

from __future__ import annotations

import asyncio
from collections import Counter

from checkers.executions.mock import Mock
from theorems.programs.contents import document


async def run(llm: Mock, n: int, *, m: int = 5, t: int = 6, seed: int = 0) -> str | None:
    """The answer that most of m samples of t words end with; None when there is no problem."""
    problem = document(n, seed)
    if not problem:
        return None
    prompt = f"Solve the problem step by step. Problem: {' '.join(problem)}"
    samples = await asyncio.gather(*(llm.complete(prompt, t, primitive="solve") for _ in range(m)))
    return Counter(sample.split()[-1] for sample in samples).most_common(1)[0][0]
