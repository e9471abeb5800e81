"""The strategy and the adversary of an order problem, as tables about posets of all items.

A row of the adversary gives away what the search dropped: items at the bottom and at the top become chains. A node of
the strategy gives nothing away. Each is written for one poset among those that are alike; replies name the items.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, TypeAlias

from bounds.problem import Best, BestAndWorst, Comparing, Sorting
from checkers.optima.canonical import Forms, Poset, closure, covers, dual, restrict
from checkers.optima.posets import Pairs, Posets, State, answers, told
from checkers.optima.search import Search, drain

Json: TypeAlias = Any
Row: TypeAlias = tuple[int, Poset]
"""Items at the bottom, and the poset of those between them and the top: canonical, but for the start."""

Reply: TypeAlias = tuple[int, list[int], list[int], Row, list[int]]
"""A call, by its primitive and its items; the answer; the row it leads to, and how that row's items are called."""

SMALL, FEW = 16, 3
"""The kernel counts ends in posets of so many items, or for ranks that so many items are beyond."""


class PosetTables:
    """The tables of one search; states that it did not decide yet are decided on the way."""

    def __init__(self, search: Search[State], deadline: float | None = None) -> None:
        if not isinstance(search.game, Posets):
            raise TypeError("PosetTables: need a search of Posets")
        self.search, self.game, self.deadline = search, search.game, deadline
        self.n, self.unit = self.game.n, self.game.unit
        self.forms = Forms()

    # --- the strategy ------------------------------------------------------------------------------------------------

    def strategy(self) -> list[Json]:
        """The nodes of the best strategy found, the start first."""
        queue = [closure(self.n, self.game.problem.known)]
        number: dict[Poset, int] = {}
        return [self._node(ups, number, queue) for ups in queue]

    def _node(self, ups: Poset, number: dict[Poset, int], queue: list[Poset]) -> Json:
        state = self.game.state(0, ups)
        cost = str(self.unit * self.search.upper[state])
        known = [list(pair) for pair in covers(ups)]
        if self.game.is_solved(state):
            return {"known": known, "cost": cost, "call": None, "after": []}
        which, query = self._call(state, ups)
        after = []
        for pairs in answers(ups, self.game.mix[which][0], query):
            form, order = self.forms.canonical(told(ups, pairs))
            if form not in number:
                number[form] = len(queue)
                queue.append(form)
            answer = said(self.game.mix[which][0], query, pairs)
            after.append({"answer": answer, "to": number[form], "names": order})
        return {"known": known, "cost": cost, "call": {"primitive": which, "items": query}, "after": after}

    def _call(self, state: State, ups: Poset) -> tuple[int, list[int]]:
        """The best call of a state, about the items of a poset that it stands for; filled up with dropped items."""
        low, kept, high = self.game.settle(0, ups)
        form, order = self.game.forms.canonical(restrict(ups, kept))
        if state != (len(low), form):
            order = self.game.forms.canonical(dual(restrict(ups, kept)))[1]
        which, query = self.search.best[state].call
        shown = [kept[order[i]] for i in query]
        if self.game.primitives[which].exactly:
            shown += (low + high)[: self.game.mix[which][0].k - len(shown)]
        return which, sorted(shown)

    # --- the adversary -----------------------------------------------------------------------------------------------

    def adversary(self, lower: int) -> list[Json]:
        """Rows that show that no strategy costs less than `lower`, the start first."""
        start = (0, closure(self.n, self.game.problem.known))
        need: dict[Row, int] = {start: lower}
        replies: dict[Row, list[Reply]] = {}
        queue = [start]
        while queue:
            row = queue.pop()
            replies[row] = []
            for which, query in self._calls(need[row]) if self._leaf(row, need[row]) is None else ():
                reply = self._reply(row, need, which, query)
                if reply is not None:
                    replies[row].append(reply)
                    rest = need[row] - self.game.mix[which][1]
                    if rest > need.get(reply[3], 0):
                        need[reply[3]] = rest
                        queue.append(reply[3])
        return self._written(start, need, replies)

    def _written(self, start: Row, need: dict[Row, int], replies: dict[Row, list[Reply]]) -> list[Json]:
        number = {start: 0}
        order = [start]
        rows = []
        for row in order:
            for reply in replies[row]:
                if reply[3] not in number:
                    number[reply[3]] = len(order)
                    order.append(reply[3])
            known = covers(self._full(row))
            written = [
                {"call": {"primitive": which, "items": query}, "answer": answer, "to": number[to], "names": names}
                for which, query, answer, to, names in replies[row]
            ]
            leaf = self._leaf(row, need[row])
            cost = str(self.unit * need[row])
            rows.append({"known": [list(pair) for pair in known], "cost": cost, "leaf": leaf, "replies": written})
        return rows

    def _calls(self, need: int) -> Iterator[tuple[int, list[int]]]:
        for which, (asks, price) in enumerate(self.game.mix):
            if price < need:
                fewest = asks.k if self.game.primitives[which].exactly else 2
                for size in range(fewest, asks.k + 1):
                    yield from ((which, list(query)) for query in combinations(range(self.n), size))

    def _leaf(self, row: Row, need: int) -> Json:
        """What shows by a number of ends that a row costs as much as is needed; None when nothing does."""
        if not row[1] or not need:
            return None
        bounds, m = self.game.bounds, len(row[1])
        if len(set(self.game.classes)) == self.n:
            is_counted = self.n <= SMALL or not any(self._full(row))
            ends = bounds.counting.extensions(row[1]) if is_counted else 1
            return {"ends": "goals", "rank": 1} if bounds.leaves(ends) >= need else None
        for rank in range(m):
            if self.game.classes[row[0] + rank] in self._neighbours(row[0] + rank):
                continue
            at, is_small = row[0] + rank, self.n <= SMALL
            is_counted = is_small or self.n - 1 - at <= FEW
            if is_counted and bounds.leaves(bounds.ends_at(row[1], m - 1 - rank)) >= need:
                return {"ends": "above", "rank": at + 1}
            is_counted = (is_small or at <= FEW) and not bounds.is_one_sided
            if is_counted and bounds.leaves(bounds.ends_at(dual(row[1]), rank)) >= need:
                return {"ends": "below", "rank": at + 1}
        return None

    def _neighbours(self, rank: int) -> tuple[int, ...]:
        """What is asked of the ranks beside one, ranks from 0."""
        classes = self.game.classes
        return classes[max(rank - 1, 0) : rank] + classes[rank + 1 : rank + 2]

    def _reply(self, row: Row, need: dict[Row, int], which: int, query: list[int]) -> Reply | None:
        """An answer that leaves enough to do; None when there is but one answer."""
        asks, price = self.game.mix[which]
        ups, rest = self._full(row), need[row] - price
        every = list(answers(ups, asks, query))
        if len(every) < 2:
            return None
        reached = [(pairs, *self._row_after(row, told(ups, pairs))) for pairs in every]
        known = [r for r in reached if need.get(r[1], 0) >= rest]
        if not known:
            reached.sort(key=lambda r: -self.search.least(self.game.state(*r[1])))
            known = [next(r for r in reached if self._costs(self.game.state(*r[1]), rest))]
        pairs, to, names = known[0]
        return which, query, said(asks, query, pairs), to, names

    def _costs(self, state: State, rest: int) -> bool:
        """Whether no strategy costs less than `rest`."""
        if self.search.least(state) >= rest or self.search.upper.get(state, rest) < rest:
            return self.search.least(state) >= rest
        return not drain(self.search.is_enough(state, rest - 1), self.deadline)

    def _row_after(self, row: Row, ups: Poset) -> tuple[Row, list[int]]:
        bottom, middle = row[0], list(range(row[0], row[0] + len(row[1])))
        found, names = self._row(middle, restrict(ups, middle), bottom)
        return found, [*range(bottom), *names, *range(bottom + len(middle), self.n)]

    def _row(self, middle: list[int], ups: Poset, bottom: int) -> tuple[Row, list[int]]:
        """The row for a poset of the middle items, and what it calls each of its items."""
        low, kept, high = self.game.settle(bottom, ups)
        form, order = self.forms.canonical(restrict(ups, kept))
        names = [middle[i] for i in (*low, *(kept[j] for j in order), *high)]
        return (bottom + len(low), form), names

    def _full(self, row: Row) -> Poset:
        """The poset of all items that a row is about."""
        bottom, form = row
        top = bottom + len(form)
        everything = (1 << self.n) - 1
        low = [everything & ~((2 << i) - 1) for i in range(bottom)]
        above = everything & ~((1 << top) - 1)
        high = [everything & ~((2 << i) - 1) for i in range(top, self.n)]
        return (*low, *(mask << bottom | above for mask in form), *high)


def said(asks: Comparing, query: list[int], pairs: Pairs) -> list[int]:
    """The answer that says the pairs, by places in the query."""
    match asks:
        case Sorting():
            chain = [pairs[0][0], *(high for _, high in pairs)]
            return [query.index(item) for item in chain]
        case Best():
            return [query.index(pairs[0][1])]
        case BestAndWorst():
            return [query.index(pairs[0][1]), query.index(pairs[0][0])]
