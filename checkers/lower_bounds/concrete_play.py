"""Whether the counters of rule win-loss say what happens on posets: every reachable poset of few items is looked at.

A poset of all items is what a strategy knows. Each of its items never met another, only won, only lost, or did both;
these are counted anew from the poset, before and after each answer that is consistent with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from bounds.problem import Best, BestAndWorst, Comparing, Primitive, Sorting
from checkers.lower_bounds.synthesis import Row, all_rules, falls
from checkers.optima.canonical import Forms, Poset, closure, downs
from checkers.optima.posets import answers, told
from checkers.optima.search import Contradiction

U, W, L, B = range(4)
ASKS: dict[type, str] = {Sorting: "sort", Best: "best", BestAndWorst: "best_and_worst"}
Prices = tuple[Fraction, Fraction, Fraction, Fraction]
"""The weights of the four kinds of items."""


@lru_cache(maxsize=256)
def require_abstraction(
    family: str, primitives: tuple[Primitive, ...], weights: Prices, sizes: Sequence[int], seconds: float
) -> int:
    """Refuse unless the potential does on every reachable poset what the rule says of its counters.

    Needs    max or min_and_max; calls that compare; sizes in order
    Gives    the number of posets looked at; the last sizes are left out once `seconds` are over
    Raises   Contradiction: the rule, or what was checked of it, does not fit the problem
    """
    until = time.monotonic() + seconds
    count = 0
    for n in sizes:
        for ups in reachable(n, primitives, lambda: time.monotonic() > until):
            count += 1
            _require_end(family, ups, weights)
            for primitive in primitives:
                for query in queries(n, primitive):
                    _require_answer(primitive, ups, query, weights)
        if time.monotonic() > until:
            break
    return count


def reachable(n: int, primitives: tuple[Primitive, ...], is_late: Callable[[], bool]) -> Iterator[Poset]:
    """Every poset of n items that answers can lead to, up to renaming; fewer when time is up."""
    forms = Forms()
    start = closure(n, ())
    seen, queue = {start}, [start]
    while queue and not is_late():
        ups = queue.pop()
        yield ups
        for primitive in primitives:
            for query in queries(n, primitive):
                for pairs in answers(ups, comparing(primitive), query):
                    after = forms.canonical(told(ups, pairs))[0]
                    if after not in seen:
                        seen.add(after)
                        queue.append(after)


def queries(n: int, primitive: Primitive) -> Iterator[tuple[int, ...]]:
    """The items that one call may show."""
    k = comparing(primitive).k
    for size in range(k if primitive.exactly else 2, min(k, n) + 1):
        yield from combinations(range(n), size)


def comparing(primitive: Primitive) -> Comparing:
    """What a call asks about an order.

    Raises   TypeError when it asks nothing of that kind
    """
    if not isinstance(primitive.asks, Sorting | Best | BestAndWorst):
        raise TypeError(f"concrete play: need sort, best, or best and worst of k, have {primitive.asks}")
    return primitive.asks


def kinds(ups: Poset) -> list[int]:
    """The kind of each item: by whether something is above it, and something below."""
    below = downs(ups)
    table = {(False, False): U, (False, True): W, (True, False): L, (True, True): B}
    return [table[bool(ups[i]), bool(below[i])] for i in range(len(ups))]


def counted(all_kinds: Sequence[int]) -> Row:
    """How many items are of each kind."""
    return all_kinds.count(U), all_kinds.count(W), all_kinds.count(L), all_kinds.count(B)


def value(weights: Prices, row: Row) -> Fraction:
    """The potential of such counters, or by how much it falls."""
    return sum((c * x for c, x in zip(row, weights, strict=True)), Fraction(0))


def _require_end(family: str, ups: Poset, weights: Prices) -> None:
    """Where the answer is known the potential is at most what the rule says."""
    below = downs(ups)
    best, worst = sum(not m for m in ups), sum(not m for m in below)
    end = weights[W] if family == "max" else weights[W] + weights[L]
    if best == 1 and (family == "max" or worst == 1) and value(weights, counted(kinds(ups))) > end:
        raise Contradiction(f"{family} is solved at {ups}, with a potential above {end}")


def _require_answer(primitive: Primitive, ups: Poset, query: tuple[int, ...], weights: Prices) -> None:
    """Some rule for an answer is consistent, and each answer it allows costs at most the price, as the counters say."""
    asks = ASKS[type(primitive.asks)]
    known = kinds(ups)
    shown = counted([known[i] for i in query])
    levels = (min(shown[0], 2), min(shown[1], 2), min(shown[2], 2), min(shown[3], 2))
    rule = next(
        (
            r
            for r in all_rules(asks, levels)
            if all(value(weights, falls(asks, shown, *x)) <= primitive.price for x in r)
        ),
        None,
    )
    if rule is None:
        raise Contradiction(f"{asks} of {query} at {ups}: no answer costs at most {primitive.price}")
    before, allowed = counted(known), 0
    for pairs in answers(ups, comparing(primitive), query):
        after = told(ups, pairs)
        best, worst = ends(after, query, asks)
        if (known[best], known[worst]) not in rule:
            continue
        allowed += 1
        now = counted(kinds(after))
        fall = (before[0] - now[0], before[1] - now[1], before[2] - now[2], before[3] - now[3])
        if fall != falls(asks, shown, known[best], known[worst]):
            raise Contradiction(f"{asks} of {query} at {ups}: the counters fall by {fall}, not as the rule says")
        if value(weights, fall) > primitive.price:
            raise Contradiction(f"{asks} of {query} at {ups}: an answer costs more than {primitive.price}")
    if not allowed:
        raise Contradiction(f"{asks} of {query} at {ups}: the answer that the rule gives is not consistent")


def ends(ups: Poset, query: tuple[int, ...], asks: str) -> tuple[int, int]:
    """The best and the worst of the items shown, which the answer tells; the best twice where the worst is not told."""
    best = next(i for i in query if all(i == j or ups[j] >> i & 1 for j in query))
    if asks == "best":
        return best, best
    return best, next(i for i in query if all(i == j or ups[i] >> j & 1 for j in query))
