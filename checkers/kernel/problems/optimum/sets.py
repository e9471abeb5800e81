"""Tables about strings and hypotheses: what is known is a set of instances.

With at most e lies it is one set for each number of lies told. A state is no harder than another when every instance
that fits it with at most j lies told fits the other so, for each j.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from checkers.kernel.decode import fields, integer, one_of
from checkers.kernel.problems.optimum.reading import LOOKING, Call, cost_of, integers, listed, most_ends
from checkers.kernel.refusal import require

RULE = "optimum/sets"
INSTANCES, CALLS = 5_000, 20_000
"""Instances, and calls about one set of them, at most."""

Fit = tuple[int, ...]
Query = tuple[int, ...]


def read(problem: dict[str, Any], calls: tuple[Call, ...]) -> Sets:
    """The problem: its instances in order of counting, and the goal of each."""
    kind = one_of(problem.get("kind"), ("string", "symmetric", "hypotheses"))
    if kind == "hypotheses":
        _, n = fields(problem, ("kind", "n"))
        n = integer(n, 1, 64)
        require(all(call.asks == "split" for call in calls), RULE, "calls that split", [c.asks for c in calls])
        return Sets(n, [(i,) for i in range(n)], list(range(n)), calls)
    require(all(call.asks in LOOKING for call in calls), RULE, "calls that read or pool", [c.asks for c in calls])
    if kind == "symmetric":
        _, n, value = fields(problem, ("kind", "n", "value"))
        n, goals = integer(n, 1, 12), integers(value, INSTANCES)
        require(len(goals) == n + 1, RULE, f"a value for each of 0 to {n} ones", len(goals))
        strings = list(product((0, 1), repeat=n))
        return Sets(n, strings, [goals[sum(x)] for x in strings], calls)
    _, n, symbols, value, possible = fields(problem, ("kind", "n", "symbols", "value", "possible"))
    n, symbols = integer(n, 1, 12), integer(symbols, 2, 16)
    require(symbols**n <= INSTANCES, RULE, f"at most {INSTANCES} strings", f"{symbols}^{n}")
    strings = list(product(range(symbols), repeat=n))
    goals, occurs = integers(value, INSTANCES), integers(possible, 2)
    require(len(goals) == len(occurs) == len(strings), RULE, "a value for each string", len(goals))
    kept = [i for i, bit in enumerate(occurs) if bit]
    require(kept != [], RULE, "a string that can occur", "none")
    return Sets(n, [strings[i] for i in kept], [goals[i] for i in kept], calls)


class Sets:
    """One problem by its instances; instance i is bit i of a set."""

    def __init__(self, n: int, instances: list[tuple[int, ...]], goals: list[int], calls: tuple[Call, ...]) -> None:
        self.n, self.instances, self.goals, self.calls = n, instances, goals, calls
        self.lies = calls[0].lies
        self._split: dict[tuple[Call, Query], dict[tuple[int, ...], int]] = {}
        self.start: Fit = ((1 << len(instances)) - 1, *[0] * self.lies)

    def check_strategy(self, nodes: list[Any], upper: Fraction) -> None:
        """Node 0 is a strategy of cost at most `upper` from the start."""
        table = []
        for node in nodes:
            known, cost, call, after = fields(node, ("known", "cost", "call", "after"))
            table.append((self._fit(known), cost_of(cost), call, listed(after)))
        require(len(table) > 0 and table[0][1] <= upper, RULE, f"a first node of cost at most {upper}", "none")
        self._require_part(self.start, table[0][0], "a first node that fits every instance")
        for known, cost, call, after in table:
            if call is None:
                require(self._goals(known) <= 1 and not after, RULE, "a node without a call to have one goal", known)
                continue
            which, query = self._query(call)
            told = {a: self._told(known, part) for a, part in self._parts(self.calls[which], query).items()}
            answers = {a: fit for a, fit in told.items() if any(fit)}
            replies = [fields(reply, ("answer", "to")) for reply in after]
            given = [integers(answer, INSTANCES) for answer, _ in replies]
            require(sorted(given) == sorted(answers), RULE, f"a node after each of {sorted(answers)}", given)
            for answer, (_, to) in zip(given, replies, strict=True):
                reached, rest, _, _ = table[integer(to, 0, len(table) - 1)]
                require(rest + self.calls[which].price <= cost, RULE, f"a cost of at most {cost}", rest)
                self._require_part(answers[answer], reached, "a node that fits all instances that reach it")

    def check_adversary(self, rows: list[Any], lower: Fraction) -> None:
        """Row 0 shows that no strategy from the start costs less than `lower`."""
        table = []
        for row in rows:
            known, cost, leaf, replies = fields(row, ("known", "cost", "leaf", "replies"))
            table.append((self._fit(known), cost_of(cost), leaf, listed(replies)))
        require(len(table) > 0 and table[0][1] >= lower, RULE, f"a first row of cost at least {lower}", "none")
        self._require_part(table[0][0], self.start, "a first row of instances of the problem")
        for known, cost, leaf, replies in table:
            if leaf is not None:
                (kind,) = fields(leaf, ("ends",))
                one_of(kind, ("goals",))
                require(not replies, RULE, "no replies at a leaf", len(replies))
                ends = most_ends(tuple((self._most_answers(c), c.price) for c in self.calls), cost) if cost else 0
                require(self._goals(known) > ends, RULE, f"more than {ends} goals, at cost {cost}", self._goals(known))
            elif cost > 0:
                self._check_row(table, known, cost, replies)

    def _check_row(self, table: list[Any], known: Fit, cost: Fraction, replies: list[Any]) -> None:
        require(self._goals(known) > 1, RULE, f"more than one goal, at cost {cost}", self._goals(known))
        given: dict[tuple[int, Query], tuple[Any, Any]] = {}
        for reply in replies:
            call, answer, to = fields(reply, ("call", "answer", "to"))
            which, query = self._query(call)
            require((which, query) not in given, RULE, "one reply to a call", query)
            given[which, query] = (answer, to)
        union = _union(known)
        for which, call in enumerate(self.calls):
            for query in self._queries(call) if call.price < cost else ():
                parts = self._parts(call, query)
                if sum(1 for part in parts.values() if part & union) < 2:
                    continue
                require((which, query) in given, RULE, "a reply to every call", f"none to {call.asks} {query}")
                said, to = given[which, query]
                answer = integers(said, INSTANCES)
                told = self._told(known, parts.get(answer, 0))
                require(answer in parts and any(told), RULE, f"one of the answers {sorted(parts)}", answer)
                row, rest, _, _ = table[integer(to, 0, len(table) - 1)]
                require(rest + call.price >= cost, RULE, f"a row of cost at least {cost - call.price}", rest)
                self._require_part(row, told, "a row of instances that fit")

    def _fit(self, value: Any) -> Fit:
        """The sets of instances, one for each number of lies, as lists of their numbers; no instance twice."""
        sets = [integers(one, len(self.instances)) for one in listed(value)]
        require(len(sets) == self.lies + 1, RULE, f"{self.lies + 1} sets of instances", len(sets))
        members = [i for one in sets for i in one]
        require(len(set(members)) == len(members) > 0, RULE, "each instance once, and at least one", members)
        return tuple(sum(1 << i for i in one) for one in sets)

    def _query(self, call: Any) -> tuple[int, Query]:
        which, query = fields(call, ("primitive", "items"))
        which = integer(which, 0, len(self.calls) - 1)
        shown = integers(query, max(self.n, 1))
        require(self._is_legal(self.calls[which], shown), RULE, "a call that the primitive allows", shown)
        return which, shown

    def _is_legal(self, call: Call, query: Query) -> bool:
        if call.asks == "split":
            first = list(dict.fromkeys(query))
            return len(query) == self.n and first == list(range(len(first))) and 2 <= len(first) <= call.k
        sizes = (call.k, call.k) if call.exactly and call.asks == "read" else (1, self._most_shown(call))
        return sizes[0] <= len(query) <= sizes[1] and list(query) == sorted(set(query))

    def _most_shown(self, call: Call) -> int:
        return self.n if call.asks == "pool" else call.k

    def _queries(self, call: Call) -> Iterator[Query]:
        """Every call there is."""
        if call.asks == "split":
            require(call.k**self.n <= 50 * CALLS, RULE, "fewer splits", f"{call.k}^{self.n}")
            every = product(range(call.k), repeat=self.n)
            yield from (query for query in every if self._is_legal(call, query))
            return
        for size in range(1, min(self.n, self._most_shown(call)) + 1):
            yield from (query for query in combinations(range(self.n), size) if self._is_legal(call, query))

    def _parts(self, call: Call, query: Query) -> dict[tuple[int, ...], int]:
        """The instances that give each answer."""
        parts = self._split.setdefault((call, query), {})
        if parts:
            return parts
        for i, instance in enumerate(self.instances):
            if call.asks == "split":
                answer: tuple[int, ...] = (query[instance[0]],)
            else:
                seen = tuple(instance[p] for p in query)
                answer = seen if call.asks == "read" else (int(any(seen)),)
            parts[answer] = parts.get(answer, 0) | 1 << i
        return parts

    def _told(self, known: Fit, part: int) -> Fit:
        return tuple((known[j] & part) | (known[j - 1] & ~part if j else 0) for j in range(len(known)))

    def _goals(self, known: Fit) -> int:
        union = _union(known)
        return len({goal for i, goal in enumerate(self.goals) if union >> i & 1})

    def _most_answers(self, call: Call) -> int:
        symbols = len({s for x in self.instances for s in x})
        read: int = max(symbols, 1) ** min(call.k, self.n)
        return {"read": read, "pool": 2, "split": call.k}[call.asks]

    def _require_part(self, less: Fit, more: Fit, need: str) -> None:
        """Every instance that fits `less` with at most j lies fits `more` so."""
        for j in range(len(less)):
            extra = _union(less[: j + 1]) & ~_union(more[: j + 1])
            require(extra == 0, RULE, need, f"instances {extra:b} besides")


def _union(known: Fit) -> int:
    union = 0
    for one in known:
        union |= one
    return union
