"""Numbers read from n records, one after the other; an answer that is no number is asked for again, twice at most."""

from __future__ import annotations

from checkers.executions.mock import Mock


async def run(llm: Mock, n: int) -> list[int | None]:
    """The number of each record, None where no answer was valid."""
    found: list[int | None] = []
    for i in range(n):
        prompt = f"Give the number as digits. Record: invoice no{i}"
        number = None
        for _ in range(3):
            answer = await llm.complete(prompt, 1, primitive="extract")
            if answer.isdigit():
                number = int(answer)
                break
        found.append(number)
    return found
