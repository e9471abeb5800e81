"""The least number of noisy calls with which hypotheses can be told apart: exact, for two or three of them.

A strategy is judged by the probability, for each hypothesis, that it is right. What T calls can reach follows from what
T - 1 can: a call is made, and one of those strategies goes on after each answer. Only the best vectors are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from operator import add

from bounds.problem import HypothesisProblem, Primitive, Splitting

Success = tuple[Fraction, ...]
"""For each hypothesis, the probability that a strategy is right."""
Channel = tuple[tuple[Fraction, ...], ...]
"""For each hypothesis, the probability of each answer."""


def channels(n: int, a: int, p: Fraction) -> Iterator[Channel]:
    """Every call: a split into parts, with up to a answers; a wrong one is any of the others."""
    for parts in HypothesisProblem(n).queries(Primitive(Splitting(a))):
        for answers in range(max(parts) + 1, a + 1):
            yield tuple(
                tuple(1 - p if answer == part else p / (answers - 1) for answer in range(answers)) for part in parts
            )


@cache
def reached(n: int, a: int, p: Fraction, calls: int) -> frozenset[Success]:
    """The best that so many calls can do."""
    if calls == 0:
        return frozenset(tuple(Fraction(int(i == h)) for i in range(n)) for h in range(n))
    before, found = reached(n, a, p, calls - 1), set()
    for channel in set(channels(n, a, p)):
        sums = frozenset([(Fraction(0),) * n])
        for y in range(len(channel[0])):
            parts = {tuple(channel[h][y] * s[h] for h in range(n)) for s in before}
            sums = best({tuple(map(add, s, part)) for s in sums for part in parts})
        found |= sums
    return best(found)


def best(found: set[Success]) -> frozenset[Success]:
    """Those of the vectors that no other is at least as good as everywhere."""
    kept: list[Success] = []
    for s in sorted(found, reverse=True):
        if not any(all(x >= y for x, y in zip(t, s, strict=True)) for t in kept):
            kept.append(s)
    return frozenset(kept)


def fewest_calls(n: int, a: int, p: Fraction, d: Fraction, most: int) -> int | None:
    """The least number of calls that err with probability at most d whatever is true; None for more than `most`.

    Two strategies may also be mixed by a coin of any bias.
    """
    for calls in range(most + 1):
        ends = sorted(reached(n, a, p, calls))
        if any(_mixes(s, t, 1 - d) for s in ends for t in ends):
            return calls
    return None


def _mixes(s: Success, t: Success, wanted: Fraction) -> bool:
    """Whether x*s + (1-x)*t is at least `wanted` everywhere for some x in [0, 1]."""
    low, high = Fraction(0), Fraction(1)
    for x, y in zip(s, t, strict=True):
        if x == y:
            if x < wanted:
                return False
        elif x > y:
            low = max(low, (wanted - y) / (x - y))
        else:
            high = min(high, (wanted - y) / (x - y))
    return low <= high
