"""Tables about orders: what is known are pairs of items and their closure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import prod
from typing import Any

from checkers.kernel.decode import fields, integer, one_of
from checkers.kernel.problems.optimum.reading import (
    COMPARING,
    ITEMS,
    Call,
    cost_of,
    integers,
    listed,
    most_answers,
    most_ends,
)
from checkers.kernel.refusal import require

RULE = "optimum/order"
RELATED, SETS = 16, 20_000
"""A leaf: items that are related to another when orders are counted, sets of items when ends are; at most."""

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
            if leaf is not None:
                require(not replies, RULE, "no replies at a leaf", len(replies))
                self._check_leaf(known, cost, leaf)
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
            said = [(query[a], query[b]) for a, b in pairwise(answer)]
        else:
            said = [(item, query[answer[0]]) for item in query if item != query[answer[0]]]
        if call.asks == "best-and-worst":
            said += [(query[answer[1]], item) for item in query if item != query[answer[1]]]
        return closed(self.n, said + [(i, j) for i in range(self.n) for j in range(self.n) if known[i] >> j & 1])

    def is_solved(self, known: Above) -> bool:
        """Whether the same is asked of every rank that an item can have: these are without gap, and all occur."""
        for item in range(self.n):
            lowest = sum(1 for other in known if other >> item & 1)
            highest = self.n - 1 - known[item].bit_count()
            if len(set(self.asked[lowest : highest + 1])) > 1:
                return False
        return True

    def _check_leaf(self, known: Above, cost: Fraction, leaf: Any) -> None:
        """A strategy needs more ends than a cheaper one has: for the goals, or for the item at a rank.

        Asked for the whole order, each order that fits is a goal of its own. Otherwise see `ends_at_rank`.
        """
        kind, rank = fields(leaf, ("ends", "rank"))
        one_of(kind, ("goals", "above", "below"))
        rank = integer(rank, 1, self.n)
        if kind == "goals":
            require(len(set(self.asked)) == self.n, RULE, "goals only where the whole order is asked", "another goal")
            needed = extensions(self.n, known)
        else:
            same = [r for r in (rank - 1, rank + 1) if 1 <= r <= self.n and self.asked[r - 1] == self.asked[rank - 1]]
            require(same == [], RULE, "a rank about which more is asked than about its neighbours", rank)
            mirrored = kind == "above" or all(c.asks != "best" or c.k == 2 for c in self.calls)
            require(mirrored, RULE, "sets below only with calls that have a mirror image", kind)
            seen, taken = (known, self.n - rank) if kind == "above" else (turned(known), rank - 1)
            needed = ends_at_rank(seen, taken, max(call.k for call in self.calls))
        ends = most_ends(tuple((most_answers(c), c.price) for c in self.calls), cost) if cost else 0
        require(needed > ends, RULE, f"more than {ends} ends, at cost {cost}", needed)

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
    """How many orders fit: the ways to take the items away, each after all that are above it.

    An item that is related to none may stand anywhere: it comes last, between or beside those that are there.
    """
    related = [i for i in range(n) if known[i] or any(above >> i & 1 for above in known)]
    require(len(related) <= RELATED, RULE, f"a leaf with at most {RELATED} related items", len(related))
    ways = {0: 1}
    for _ in related:
        after: dict[int, int] = {}
        for gone, count in ways.items():
            for item in related:
                if not gone >> item & 1 and known[item] & ~gone == 0:
                    after[gone | 1 << item] = after.get(gone | 1 << item, 0) + count
        ways = after
    return sum(ways.values()) * prod(range(len(related) + 1, n + 1))


def turned(known: Above) -> Above:
    """What is known, upside down."""
    n = len(known)
    return tuple(sum(1 << low for low in range(n) if known[low] >> item & 1) for item in range(n))


def ends_at_rank(known: Above, taken: int, k: int) -> int:
    """A number of ends that every strategy has that finds the item with `taken` items above it.

    When that item is known so is the set A above it, so different sets A have different ends. Take a set A that can
    lie on top, in a fixed order, and look only at the orders of the rest R. To find the maximum of R, of which t items
    have not lost, a call that shows j of these and no item of A has at least j answers, after each of which t - j + 1
    are left; one that shows an item of A and still says something has at least two answers, and at most one item loses.
    So f(t) ends are needed, f(1) = 1 and f(t) the least of j f(t - j + 1), j = 2 .. min(k, t).
    """
    n = len(known)
    f = [1, 1]
    for t in range(2, n + 1):
        f.append(min(j * f[t - j + 1] for j in range(2, min(k, t) + 1)))
    tops = {0}
    for _ in range(taken):
        require(len(tops) <= SETS, RULE, f"a leaf with at most {SETS} sets above the rank", len(tops))
        tops = {a | 1 << i for a in tops for i in range(n) if not a >> i & 1 and known[i] & ~a == 0}
    return sum(f[sum(1 for i in range(n) if not a >> i & 1 and known[i] & ~a == 0)] for a in tops)
