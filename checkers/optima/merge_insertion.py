"""Sorting by merge insertion (Ford and Johnson), as a strategy table: the upper end where a search is too slow.

Pairs are compared, the larger items sorted in the same way, and the smaller ones inserted in groups, so that each
insertion by halving goes among 2^k - 1 items at most. It makes sum(ceil(log2(3i/4)), i = 1..n) comparisons.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from attrs import frozen

from checkers.optima.canonical import Forms, Poset, covers, put_below

Json: TypeAlias = Any
Less: TypeAlias = Callable[[int, int], bool]


class NextComparison(Exception):
    """The answers given so far are used up; these two items are compared next."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} with {second}")
        self.first, self.second = first, second


def merge_insertion(items: list[int], is_less: Less) -> list[int]:
    """The items in order, the smallest first.

    >>> merge_insertion([3, 1, 2, 0], lambda a, b: a < b)
    [0, 1, 2, 3]
    """
    if len(items) < 2:
        return items
    smaller: dict[int, int] = {}
    for a, b in zip(items[::2], items[1::2], strict=False):
        low, high = (a, b) if is_less(a, b) else (b, a)
        smaller[high] = low
    chain = merge_insertion(list(smaller), is_less)
    waiting = [smaller[high] for high in chain] + items[len(items) & ~1 :]
    partner = dict(zip(waiting, chain, strict=False))
    placed = [waiting[0], *chain]
    done, last = 1, 1
    while done < len(waiting):
        group, last = done + 2 * last, done
        for item in reversed(waiting[done:group]):
            low, high = 0, placed.index(partner[item]) if item in partner else len(placed)
            while low < high:
                middle = (low + high) // 2
                if is_less(item, placed[middle]):
                    high = middle
                else:
                    low = middle + 1
            placed.insert(low, item)
        done = group
    return placed


def comparisons(n: int) -> int:
    """How many comparisons merge insertion makes in the worst case.

    >>> [comparisons(n) for n in (1, 2, 5, 11, 12, 22)]
    [0, 1, 7, 26, 30, 71]
    """
    return sum((-(-3 * i // 4) - 1).bit_length() for i in range(1, n + 1))


@frozen
class Reached:
    """A poset that merge insertion comes to: the answers that lead there, and its canonical order of the items."""

    answers: tuple[bool, ...]
    ups: Poset
    order: list[int]


def strategy(n: int) -> list[Json]:
    """Merge insertion as the nodes of a strategy; posets that are alike are one node."""
    forms = Forms()
    first = (0,) * n
    form, order = forms.canonical(first)
    number = {form: 0}
    reached = [Reached((), first, order)]
    calls: list[Json] = []
    after: list[list[Json]] = []
    for node in reached:
        asked = _next(n, node.answers)
        calls.append(None if asked is None else {"primitive": 0, "items": sorted(asked)})
        after.append([])
        for low, high in (asked, asked[::-1]) if asked else ():
            ups = list(node.ups)
            put_below(ups, low, high)
            form, order = forms.canonical(tuple(ups))
            if form not in number:
                number[form] = len(reached)
                reached.append(Reached((*node.answers, (low, high) == asked), tuple(ups), order))
            names = dict(zip(reached[number[form]].order, order, strict=True))
            answer = [0, 1] if low < high else [1, 0]
            after[-1].append({"answer": answer, "to": number[form], "names": [names[i] for i in range(n)]})
    costs: dict[int, int] = {}

    def cost(place: int) -> int:
        if place not in costs:
            costs[place] = max((1 + cost(reply["to"]) for reply in after[place]), default=0)
        return costs[place]

    return [
        {"known": [list(p) for p in covers(node.ups)], "cost": str(cost(place)), "call": call, "after": replies}
        for place, (node, call, replies) in enumerate(zip(reached, calls, after, strict=True))
    ]


def _next(n: int, answers: tuple[bool, ...]) -> tuple[int, int] | None:
    """The comparison that merge insertion makes after these answers; None when it is done."""
    left = list(answers)

    def is_less(a: int, b: int) -> bool:
        if not left:
            raise NextComparison(a, b)
        return left.pop(0)

    try:
        merge_insertion(list(range(n)), is_less)
    except NextComparison as asked:
        return asked.first, asked.second
    return None
