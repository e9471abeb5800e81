"""Order problems: what is known is a poset, and a state is its canonical form.

drop       an item that is certainly among the lowest (highest) ranks about which the same is asked goes to the
           bottom (top) for good: moving all such items there changes the goal of no order and no answer about the
           others. The state keeps the others, and how many lie at the bottom. With calls about exactly k > 2 items
           that are not sorted, a dropped item may still be worth showing, so nothing is dropped then
turn over  a poset upside down costs the same when every primitive and what is asked have a mirror image; `best of
           k` has none beyond k = 2
queries    items with the same items above and below are shown in order; sorting more items tells no less, so at
           most k means k of them, or all
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TypeAlias

from bounds.problem import Best, BestAndWorst, Comparing, OrderProblem, Primitive, Sorting
from checkers.optima.canonical import Forms, Poset, closure, downs, dual, put_below, restrict
from checkers.optima.merge_insertion import comparisons
from checkers.optima.poset_bounds import LeastCosts
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Move, in_units

State: TypeAlias = tuple[int, Poset]
"""How many items lie at the bottom, and the poset of those that are neither there nor at the top."""

Pairs: TypeAlias = tuple[tuple[int, int], ...]
SOLVED: State = (0, ())


class Posets:
    """The game of an order problem; see `search`."""

    def __init__(self, problem: OrderProblem, primitives: Sequence[Primitive]) -> None:
        self.problem, self.primitives = problem, tuple(primitives)
        asks = [_comparing(p) for p in primitives]
        self.unit, prices = in_units(self.primitives)
        self.mix = tuple(zip(asks, prices, strict=True))
        self.n = problem.n
        self.classes = _names([tuple(r in ranks for ranks in problem.asked) for r in range(1, self.n + 1)])
        self.drops = all(
            not p.exactly or a.k == 2 or isinstance(a, Sorting) for p, a in zip(primitives, asks, strict=True)
        )
        self.turns = all(p.self_dual for p in primitives) and _names(self.classes[::-1]) == self.classes
        self.bounds = LeastCosts(self.mix)
        self.forms = Forms()
        self._states: dict[State, State] = {}
        self._ends: dict[State, int] = {}

    def start(self) -> State:
        """What is known from the start."""
        return self.state(0, closure(self.n, self.problem.known))

    def sure(self) -> int | None:
        """What sorting by merge insertion costs, when a call may compare two items."""
        prices = [
            price
            for primitive, (asks, price) in zip(self.primitives, self.mix, strict=True)
            if asks.k == 2 or not primitive.exactly
        ]
        return min(prices) * comparisons(self.n) if prices else None

    def state(self, bottom: int, ups: Poset) -> State:
        """The state that stands for a poset above `bottom` dropped items."""
        key = (bottom, ups)
        found = self._states.get(key)
        if found is None:
            low, kept, _ = self.settle(bottom, ups)
            found = SOLVED if not kept else self._form(bottom + len(low), restrict(ups, kept))
            self._states[key] = found
        return found

    def _form(self, bottom: int, ups: Poset) -> State:
        forms = [(bottom, self.forms.canonical(ups)[0])]
        if self.turns:
            forms.append((self.n - bottom - len(ups), self.forms.canonical(dual(ups))[0]))
        return min(forms)

    def settle(self, bottom: int, ups: Poset) -> tuple[list[int], list[int], list[int]]:
        """The items that go to the bottom, lowest first; that are kept; and that go to the top, lowest first.

        When the goal is known none is kept.
        """
        low: list[int] = []
        high: list[int] = []
        kept = list(range(len(ups)))
        below = downs(ups)
        mask = (1 << len(ups)) - 1
        while True:
            classes = self.slice(bottom + len(low), len(kept))
            if len(set(classes)) <= 1 or self._is_known(kept, mask, ups, below, classes):
                order = sorted(kept, key=lambda i: below[i].bit_count())
                return low + order, [], high
            if not self.drops:
                return low, kept, high
            same_low = next(r for r, c in enumerate(classes) if c != classes[0])
            same_high = next(r for r, c in enumerate(classes[::-1]) if c != classes[-1])
            m = len(kept)
            lowest = [i for i in kept if m - (ups[i] & mask).bit_count() <= same_low]
            highest = [i for i in kept if (below[i] & mask).bit_count() >= m - same_high]
            if not lowest and not highest:
                return low, kept, high
            low += sorted(lowest, key=lambda i: below[i].bit_count())
            high = sorted(highest, key=lambda i: below[i].bit_count()) + high
            mask &= ~sum(1 << i for i in lowest + highest)
            kept = [i for i in kept if mask >> i & 1]

    def slice(self, bottom: int, m: int) -> tuple[int, ...]:
        """What is asked of the ranks of m items above `bottom` others."""
        return self.classes[bottom : bottom + m]

    def _is_known(self, kept: list[int], mask: int, ups: Poset, below: list[int], classes: tuple[int, ...]) -> bool:
        m = len(kept)
        return all(
            len(set(classes[(below[i] & mask).bit_count() : m - (ups[i] & mask).bit_count()])) == 1 for i in kept
        )

    def is_solved(self, state: State) -> bool:
        """Whether every order that fits has one goal."""
        return state == SOLVED

    def least(self, state: State) -> int:
        """See `poset_bounds`."""
        bottom, ups = state
        return self.bounds.least(ups, self.slice(bottom, len(ups)), self.weight(state))

    def weight(self, state: State) -> int:
        """The number of ends that every strategy has."""
        if state == SOLVED:
            return 0
        found = self._ends.get(state)
        if found is None:
            bottom, ups = state
            found = self._ends[state] = self.bounds.ends(ups, self.slice(bottom, len(ups)))
        return found

    def moves(self, state: State) -> Iterator[Move[State] | None]:
        """Every call about kept items that tells something; items that are alike are shown in order."""
        bottom, ups = state
        if state == SOLVED:
            return
        earlier = _earlier_twins(ups)
        for which, primitive in enumerate(self.primitives):
            for size in self._sizes(primitive, self.mix[which][0], len(ups)):
                for query in combinations(range(len(ups)), size):
                    shown = set(query)
                    if all(earlier[i] is None or earlier[i] in shown for i in query):
                        yield self._move(bottom, ups, which, query)

    def _sizes(self, primitive: Primitive, asks: Comparing, m: int) -> Iterator[int]:
        """How many of the m kept items a call shows; a call about exactly k may be filled with dropped ones."""
        fewest = max(2, asks.k - (self.n - m)) if primitive.exactly else 2
        most = min(asks.k, m)
        if fewest <= most:
            yield from [most] if isinstance(asks, Sorting) else range(fewest, most + 1)

    def _move(self, bottom: int, ups: Poset, which: int, query: tuple[int, ...]) -> Move[State] | None:
        asks, price = self.mix[which]
        after = {self.state(bottom, child) for pairs in answers(ups, asks, query) for child in [told(ups, pairs)]}
        if len(after) == 1 and self.state(bottom, ups) in after:
            return None
        return Move(price, (which, query), tuple(sorted(after, key=self.weight, reverse=True)))


def answers(ups: Poset, asks: Comparing, query: Sequence[int]) -> Iterator[Pairs]:
    """What each answer that can come says: pairs (a, b), a below b."""
    tops = [i for i in query if not any(ups[i] >> j & 1 for j in query)]
    match asks:
        case Sorting():
            yield from _orders(ups, list(query), ())
        case Best():
            yield from (tuple((j, i) for j in query if j != i) for i in tops)
        case BestAndWorst():
            bottoms = [i for i in query if not any(ups[j] >> i & 1 for j in query)]
            for best, worst in ((b, w) for b in tops for w in bottoms if b != w):
                others = [i for i in query if i not in (best, worst)]
                yield ((worst, best), *((i, best) for i in others), *((worst, i) for i in others))


def _orders(ups: Poset, left: list[int], placed: tuple[int, ...]) -> Iterator[Pairs]:
    if not left:
        yield tuple(pairwise(placed))
    for item in left:
        if not any(ups[other] >> item & 1 for other in left):
            yield from _orders(ups, [i for i in left if i != item], (*placed, item))


def told(ups: Poset, pairs: Pairs) -> Poset:
    """The poset after an answer."""
    grown = list(ups)
    for low, high in pairs:
        put_below(grown, low, high)
    return tuple(grown)


def _names(labels: Sequence[object]) -> tuple[int, ...]:
    names: dict[object, int] = {}
    return tuple(names.setdefault(label, len(names)) for label in labels)


def _earlier_twins(ups: Poset) -> list[int | None]:
    below = downs(ups)
    last: dict[tuple[int, int], int] = {}
    earlier: list[int | None] = []
    for item in range(len(ups)):
        kind = (ups[item], below[item])
        earlier.append(last.get(kind))
        last[kind] = item
    return earlier


def _comparing(primitive: Primitive) -> Comparing:
    asks = primitive.asks
    if not isinstance(asks, Sorting | Best | BestAndWorst) or asks.k < 2:
        raise OutOfReach("optima/posets", need="sort, best, or best and worst of k >= 2", have=asks)
    if primitive.noise or primitive.lies:
        raise OutOfReach("optima/posets", need="answers that are right", have=primitive, attempt="by_instances (lies)")
    if primitive.price <= Fraction(0):
        raise OutOfReach("optima/posets", need="a price above 0", have=primitive.price)
    return asks
