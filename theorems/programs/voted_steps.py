"""A task of n moves; each move is asked for until one answer is 2 votes ahead of every other."""

from __future__ import annotations

from collections import Counter

from checkers.executions.mock import Mock

AHEAD = 2


async def run(llm: Mock, n: int) -> int:
    """The state after n moves from state 0."""
    state = 0
    for _ in range(n):
        state = await voted(llm, state)
    return state


async def voted(llm: Mock, state: int) -> int:
    votes: Counter[str] = Counter()
    while True:
        votes[await llm.complete(f"Move from this state. State: {state}", 1, primitive="move")] += 1
        (first, most), *others = votes.most_common(2)
        if most - (others[0][1] if others else 0) >= AHEAD:
            return int(first)
