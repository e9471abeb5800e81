"""Numbers read from n records, all at once; an answer that is no number is asked for again, r times at most in all."""

from __future__ import annotations

import asyncio

from checkers.executions.mock import Mock


async def run(llm: Mock, n: int, *, r: int = 3) -> list[int | None]:
    """The number of each record, None where no answer was valid."""
    return list(await asyncio.gather(*(number(llm, f"invoice no{i}", r) for i in range(n))))


async def number(llm: Mock, record: str, r: int) -> int | None:
    prompt = f"Give the number as digits. Record: {record}"
    for _ in range(r):
        answer = await llm.complete(prompt, 1, primitive="extract")
        if answer.isdigit():
            return int(answer)
    return None
