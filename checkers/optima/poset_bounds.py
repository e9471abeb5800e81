"""Costs below which no strategy solves an order problem, read off what is known of the order.

Each is a theorem about every strategy; the search uses them, and nothing that it claims rests on a heuristic.

    leaves      a strategy of cost c has at most leaves(c) ends. Sorting needs one for each linear extension. The item
                at one rank needs, for each set A that can lie above it, the ends of a strategy for the maximum of the
                rest R: calls that touch A tell nothing about R that a call on R alone does not (Fussenegger, Gabow)
    merging     what is solved is connected: a call on k items joins at most k parts into one
    losing      for the maximum all items but one must lose, and a call on k items makes at most k - 1 of them lose;
                likewise the minimum, where `best of k` makes only one item win for the first time
    both ends   by comparisons: 3/2 for an item that never lost nor won, 1 for one that did only one of the two
"""

from __future__ import annotations

from functools import cache
from math import comb, factorial

from bounds.problem import Best, BestAndWorst, Comparing, Sorting
from checkers.optima.canonical import Poset, components, downs, dual, items, restrict

WIDE = 10
"""Upsets are counted from both sides up to so many items; from the side with fewer of them beyond."""


def all_answers(asks: Comparing) -> int:
    """How many answers one call can have."""
    match asks:
        case Sorting(k):
            return factorial(k)
        case Best(k):
            return k
        case BestAndWorst(k):
            return k * (k - 1)


class Counting:
    """Linear extensions and upsets of posets, remembered for each part."""

    def __init__(self) -> None:
        self._extensions: dict[Poset, int] = {}
        self._upsets: dict[tuple[Poset, int], dict[tuple[int, int], int]] = {}

    def extensions(self, ups: Poset) -> int:
        """How many linear extensions a poset has."""
        total, placed = 1, 0
        for part in components(ups):
            placed += len(part)
            total *= comb(placed, len(part)) * self._connected(restrict(ups, part))
        return total

    def _connected(self, ups: Poset) -> int:
        if ups not in self._extensions:
            left = {(1 << len(ups)) - 1: 1}
            below = downs(ups)
            for _ in ups:
                after: dict[int, int] = {}
                for mask, ways in left.items():
                    for item in items(mask):
                        if not below[item] & mask:
                            after[mask ^ 1 << item] = after.get(mask ^ 1 << item, 0) + ways
                left = after
            self._extensions[ups] = left[0]
        return self._extensions[ups]

    def upsets(self, ups: Poset, size: int) -> dict[int, int]:
        """How many upsets of `size` items leave a rest with each number of maximal items."""
        found: dict[tuple[int, int], int] = {(0, 0): 1}
        for part in components(ups):
            table = self._upsets_of(restrict(ups, part), size)
            joined: dict[tuple[int, int], int] = {}
            for (taken, tops), ways in found.items():
                for (more, others), times in table.items():
                    if taken + more <= size:
                        key = (taken + more, tops + others)
                        joined[key] = joined.get(key, 0) + ways * times
            found = joined
        return {tops: ways for (taken, tops), ways in found.items() if taken == size}

    def _upsets_of(self, ups: Poset, size: int) -> dict[tuple[int, int], int]:
        key = (ups, min(size, len(ups)))
        if key not in self._upsets:
            table: dict[tuple[int, int], int] = {}
            everything = (1 << len(ups)) - 1
            level = {0}
            for taken in range(key[1] + 1):
                after: set[int] = set()
                for mask in level:
                    rest = everything ^ mask
                    tops = [i for i in items(rest) if not ups[i] & rest]
                    table[taken, len(tops)] = table.get((taken, len(tops)), 0) + 1
                    after.update(mask | 1 << i for i in tops)
                level = after
            self._upsets[key] = table
        return self._upsets[key]


class LeastCosts:
    """Lower bounds for one mix of primitives; prices are whole numbers."""

    def __init__(self, mix: tuple[tuple[Comparing, int], ...]) -> None:
        self.mix = mix
        self.counting = Counting()
        self._leaves = [1]
        self.is_one_sided = any(isinstance(asks, Best) and asks.k > 2 for asks, _ in mix)
        self.is_comparing = all(asks.k == 2 for asks, _ in mix)

    def leaves(self, count: int) -> int:
        """The least cost of a strategy with so many ends."""
        table = self._leaves
        while table[-1] < count:
            cost = len(table)
            table.append(max([table[-1], *(all_answers(a) * table[cost - p] for a, p in self.mix if p <= cost)]))
        return next(cost for cost, most in enumerate(table) if most >= count)

    def maximum_ends(self, tops: int) -> int:
        """The fewest ends of a strategy for the maximum among so many items that never lost."""
        return _maximum_ends(tops, max(asks.k for asks, _ in self.mix))

    def losing(self, items_to_lose: int, *, is_minimum: bool = False) -> int:
        """The least cost of calls that make so many items lose (or win, for the minimum) for the first time."""
        rates = [(p, 1 if is_minimum and isinstance(a, Best) else a.k - 1) for a, p in self.mix]
        return min(-(-items_to_lose * price // each) for price, each in rates)

    def ends(self, ups: Poset, classes: tuple[int, ...]) -> int:
        """A number of ends that every strategy has; classes[r] is what is asked of rank r."""
        m = len(ups)
        if len(set(classes)) == m:
            return self.counting.extensions(ups)
        most = 1
        for rank in range(m):
            if (rank == 0 or classes[rank - 1] != classes[rank]) and (
                rank == m - 1 or classes[rank + 1] != classes[rank]
            ):
                above, below = m - 1 - rank, rank
                if m <= WIDE or above <= below:
                    most = max(most, self.ends_at(ups, above))
                if (m <= WIDE or below < above) and not self.is_one_sided:
                    most = max(most, self.ends_at(dual(ups), below))
        changes = [r for r in range(1, m) if classes[r] != classes[r - 1]]
        if len(changes) == 1 and m <= WIDE:
            most = max(most, sum(self.counting.upsets(ups, m - changes[0]).values()))
        return most

    def ends_at(self, ups: Poset, above: int) -> int:
        """A number of ends of every strategy for the item with so many above it."""
        return sum(ways * self.maximum_ends(tops) for tops, ways in self.counting.upsets(ups, above).items())

    def least(self, ups: Poset, classes: tuple[int, ...], ends: int) -> int:
        """A cost below which no strategy solves this; `ends` as counted by `ends`, classes not all the same."""
        below = downs(ups)
        bound = max(self.leaves(ends), self.losing(len(components(ups)) - 1))
        tops, bottoms = sum(not mask for mask in ups), sum(not mask for mask in below)
        asks_top, asks_bottom = classes[-1] != classes[-2], classes[0] != classes[1]
        if asks_top:
            bound = max(bound, self.losing(tops - 1))
        if asks_bottom:
            bound = max(bound, self.losing(bottoms - 1, is_minimum=True))
        if asks_top and asks_bottom and self.is_comparing:
            untouched = sum(not (ups[i] or below[i]) for i in range(len(ups)))
            doubled = 3 * untouched + 2 * (tops - untouched) + 2 * (bottoms - untouched) - 4
            bound = max(bound, -(-doubled // 2) * min(price for _, price in self.mix))
        return bound


@cache
def _maximum_ends(tops: int, k: int) -> int:
    return 1 if tops <= 1 else min(j * _maximum_ends(tops - j + 1, k) for j in range(2, min(k, tops) + 1))
