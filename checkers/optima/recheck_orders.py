"""Certificates about orders: what is known are pairs of items and their closure. Nothing of the search is used."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

from checkers.kernel.decode import fields, integer
from checkers.kernel.refusal import require
from checkers.optima.recheck_input import (
    COMPARING,
    ITEMS,
    Call,
    cost_of,
    integers,
    listed,
    most_answers,
    most_ends,
)

RULE = "optimum/order"
LEAF = 16
"""Items of an order whose linear extensions are counted, at most."""

Above = tuple[int, ...]
"""For each item, the items that are known to be above it, as bits."""


def read(problem: dict[str, Any], calls: tuple[Call, ...]) -> Orders:
    """The problem: n items, the sets of ranks asked for, the pairs known from the start."""
    _, n, asked, known = fields(problem, ("kind", "n", "asked", "known"))
    n = integer(n, 1, ITEMS)
    ranks = [set(integers(one, n + 1)) for one in listed(asked)]
    require(all(0 not in one for one in ranks), RULE, "ranks from 1", "rank 0")
    for call in calls:
        require(call.asks in COMPARING and not call.lies, RULE, "calls that sort or find the best, no lies", call.asks)
    return Orders(n, [tuple(r in one for one in ranks) for r in range(1, n + 1)], pairs(known, n), calls)


class Orders:
    """One order problem. `asked[r - 1]` tells what is asked of rank r."""

    def __init__(
        self, n: int, asked: list[tuple[bool, ...]], known: list[tuple[int, int]], calls: tuple[Call, ...]
    ) -> None:
        self.n, self.asked, self.calls = n, asked, calls
        self.start = closed(n, known)

    def check_strategy(self, nodes: list[Any], upper: Fraction) -> None:
        """Node 0 is a strategy of cost at most `upper` from the start."""
        table = []
        for node in nodes:
            known, cost, call, after = fields(node, ("known", "cost", "call", "after"))
            table.append((closed(self.n, pairs(known, self.n)), cost_of(cost), call, listed(after)))
        require(len(table) > 0 and table[0][1] <= upper, RULE, f"a first node of cost at most {upper}", "none")
        self._require_part(table[0][0], self.start, "the first node knows no more than the problem says")
        for known, cost, call, after in table:
            if call is None:
                require(self.is_solved(known) and not after, RULE, "a node without a call to know the goal", known)
                continue
            which, query = self._query(call)
            answers = {answer: self._told(known, query, self.calls[which], answer) for answer in
                       self.answers(known, self.calls[which], query)}  # fmt: skip
            replies = [fields(reply, ("answer", "to", "names")) for reply in after]
            given = [integers(answer, self.n) for answer, _, _ in replies]
            require(sorted(given) == sorted(answers), RULE, f"a node after each of {sorted(answers)}", given)
            for answer, (_, to, names) in zip(given, replies, strict=True):
                reached, rest, _, _ = table[integer(to, 0, len(table) - 1)]
                require(rest + self.calls[which].price <= cost, RULE, f"a cost of at most {cost}", rest)
                self._require_part(self._renamed(reached, names), answers[answer], "a node that knows no more")

    def check_adversary(self, rows: list[Any], lower: Fraction) -> None:
        """Row 0 shows that no strategy from the start costs less than `lower`."""
        table = []
        for row in rows:
            known, cost, leaf, replies = fields(row, ("known", "cost", "leaf", "replies"))
            table.append((closed(self.n, pairs(known, self.n)), cost_of(cost), leaf, listed(replies)))
        require(len(table) > 0 and table[0][1] >= lower, RULE, f"a first row of cost at least {lower}", "none")
        self._require_part(self.start, table[0][0], "the first row knows what the problem says")
        for known, cost, leaf, replies in table:
            require(leaf in (None, "goals"), RULE, "no leaf, or goals", leaf)
            if leaf == "goals":
                require(not replies, RULE, "no replies at a leaf", len(replies))
                self._require_goals(known, cost)
            elif cost > 0:
                self._check_row(table, known, cost, replies)

    def _check_row(self, table: list[Any], known: Above, cost: Fraction, replies: list[Any]) -> None:
        require(not self.is_solved(known), RULE, f"a goal not known, at cost {cost}", "a goal that is known")
        given: dict[tuple[int, tuple[int, ...]], tuple[Any, Any, Any]] = {}
        for reply in replies:
            call, answer, to, names = fields(reply, ("call", "answer", "to", "names"))
            which, query = self._query(call)
            require((which, query) not in given, RULE, "one reply to a call", query)
            given[which, query] = (answer, to, names)
        for which, call in enumerate(self.calls):
            for query in self.queries(call) if call.price < cost else ():
                answers = self.answers(known, call, query)
                if len(answers) < 2:
                    continue
                require((which, query) in given, RULE, "a reply to every call", f"none to {call.asks} {query}")
                said, to, names = given[which, query]
                answer = integers(said, self.n)
                require(answer in answers, RULE, f"one of the answers {answers}", answer)
                row, rest, _, _ = table[integer(to, 0, len(table) - 1)]
                require(rest + call.price >= cost, RULE, f"a row of cost at least {cost - call.price}", rest)
                told = self._told(known, query, call, answer)
                self._require_part(told, self._renamed(row, names), "a row that knows no less")

    def _query(self, call: Any) -> tuple[int, tuple[int, ...]]:
        which, query = fields(call, ("primitive", "items"))
        which, shown = integer(which, 0, len(self.calls) - 1), integers(query, self.n)
        call = self.calls[which]
        fits = len(shown) == call.k if call.exactly else 2 <= len(shown) <= call.k
        require(fits and sorted(set(shown)) == list(shown), RULE, "items that one call may be about, in order", shown)
        return which, shown

    def queries(self, call: Call) -> Iterator[tuple[int, ...]]:
        """Every set of items that a call may be about."""
        for size in range(call.k if call.exactly else 2, call.k + 1):
            yield from combinations(range(self.n), size)

    def answers(self, known: Above, call: Call, query: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Every answer that some order that fits gives, by places in the query."""
        places = range(len(query))
        under = [[bool(known[query[i]] >> query[j] & 1) for j in places] for i in places]
        if call.asks == "sort":
            return [
                order for order in permutations(places)
                if not any(under[order[j]][order[i]] for i in places for j in range(i + 1, len(order)))
            ]  # fmt: skip
        tops = [i for i in places if not any(under[i])]
        if call.asks == "best":
            return [(i,) for i in tops]
        bottoms = [i for i in places if not any(row[i] for row in under)]
        return [(i, j) for i in tops for j in bottoms if i != j]

    def _told(self, known: Above, query: tuple[int, ...], call: Call, answer: tuple[int, ...]) -> Above:
        """What is known after an answer that fits."""
        if call.asks == "sort":
            said = [(query[a], query[b]) for a, b in zip(answer, answer[1:], strict=False)]
        else:
            said = [(item, query[answer[0]]) for item in query if item != query[answer[0]]]
        if call.asks == "best-and-worst":
            said += [(query[answer[1]], item) for item in query if item != query[answer[1]]]
        return closed(self.n, said + [(i, j) for i in range(self.n) for j in range(self.n) if known[i] >> j & 1])

    def is_solved(self, known: Above) -> bool:
        """Whether the same is asked of every rank that an item can have: these are without gap, and all occur."""
        for item in range(self.n):
            lowest = sum(1 for other in known if other >> item & 1)
            highest = self.n - 1 - bin(known[item]).count("1")
            if len(set(self.asked[lowest : highest + 1])) > 1:
                return False
        return True

    def _require_goals(self, known: Above, cost: Fraction) -> None:
        """Every order that fits is a goal of its own, and there are more than a cheaper strategy has ends."""
        require(len(set(self.asked)) == self.n, RULE, "a leaf only where the whole order is asked", "another goal")
        require(self.n <= LEAF, RULE, f"a leaf of at most {LEAF} items", self.n)
        goals, ends = extensions(self.n, known), most_ends(tuple((most_answers(c), c.price) for c in self.calls), cost)
        require(cost == 0 or goals > ends, RULE, f"more than {ends} goals, at cost {cost}", goals)

    def _renamed(self, known: Above, names: Any) -> Above:
        """The same with item i called names[i]."""
        new = integers(names, self.n)
        require(sorted(new) == list(range(self.n)), RULE, "a renaming of the items", new)
        above = [0] * self.n
        for i in range(self.n):
            above[new[i]] = sum(1 << new[j] for j in range(self.n) if known[i] >> j & 1)
        return tuple(above)

    def _require_part(self, less: Above, more: Above, need: str) -> None:
        for item in range(self.n):
            require(less[item] & ~more[item] == 0, RULE, need, f"item {item} below {less[item] & ~more[item]:b}")


def pairs(value: Any, n: int) -> list[tuple[int, int]]:
    """Pairs (a, b): item a below item b."""
    found = []
    for pair in listed(value):
        both = integers(pair, n)
        require(len(both) == 2, RULE, "pairs of items", both)
        found.append((both[0], both[1]))
    return found


def closed(n: int, known: list[tuple[int, int]]) -> Above:
    """What follows from the pairs; no item may come to be above itself."""
    above = [0] * n
    for low, high in known:
        above[low] |= 1 << high
    for through in range(n):
        for item in range(n):
            if above[item] >> through & 1:
                above[item] |= above[through]
    require(not any(above[item] >> item & 1 for item in range(n)), RULE, "pairs without a cycle", known)
    return tuple(above)


def extensions(n: int, known: Above) -> int:
    """How many orders fit: the ways to take the items away, each after all that are above it."""
    ways = {0: 1}
    for _ in range(n):
        after: dict[int, int] = {}
        for gone, count in ways.items():
            for item in range(n):
                if not gone >> item & 1 and known[item] & ~gone == 0:
                    after[gone | 1 << item] = after.get(gone | 1 << item, 0) + count
        ways = after
    return sum(ways.values())
