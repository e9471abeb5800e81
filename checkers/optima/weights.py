"""Hypotheses and answers of which some may be lies: what is known is how many hypotheses need how many lies.

A state (x0, x1, ..., xe) counts the hypotheses by the lies told if they are true; an answer costs each hypothesis
outside its part one lie, and those that had e are gone. The lower bound is Berlekamp's: a hypothesis with l lies left
accounts for all sequences of q answers that lie at most l times, and these are disjoint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import comb

from bounds.problem import HypothesisProblem, Primitive, Splitting
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Move, in_units

WHO = "optima/weights"
State = tuple[int, ...]


class Weights:
    """The game of telling hypotheses apart; see `search`.

    Needs    splits into at least two parts, the same number of lies for every primitive
    """

    def __init__(self, problem: HypothesisProblem, primitives: Sequence[Primitive]) -> None:
        for p in primitives:
            if not isinstance(p.asks, Splitting) or p.asks.a < 2 or p.noise or p.price <= 0 or p.lies < 0:
                raise OutOfReach(WHO, need="splits into a >= 2 parts, no noise", have=p, attempt="by_instances")
        if len({p.lies for p in primitives}) != 1:
            raise OutOfReach(WHO, need="one number of lies", have=sorted({p.lies for p in primitives}))
        self.unit, prices = in_units(tuple(primitives))
        self.splits = [
            (p.asks.a, price) for p, price in zip(primitives, prices, strict=True) if isinstance(p.asks, Splitting)
        ]
        self.n, self.lies = problem.n, primitives[0].lies
        self.widest, self.cheapest = max(a for a, _ in self.splits), min(price for _, price in self.splits)

    def start(self) -> State:
        """No answer yet."""
        return (self.n, *[0] * self.lies)

    def is_solved(self, state: State) -> bool:
        """Whether one hypothesis is left."""
        return sum(state) <= 1

    def least(self, state: State) -> int:
        """Berlekamp's bound on the number of calls, each at the lowest price and with the most answers."""
        calls = 0
        while self._volume(state, calls) > self.widest**calls:
            calls += 1
        return calls * self.cheapest

    def _volume(self, state: State, calls: int) -> int:
        spheres = [comb(calls, i) * (self.widest - 1) ** i for i in range(self.lies + 1)]
        return sum(x * sum(spheres[: self.lies - told + 1]) for told, x in enumerate(state))

    def weight(self, state: State) -> int:
        """What the hypotheses account for in as many calls as the bound allows, and a few more."""
        return self._volume(state, self.least((self.n, *[0] * self.lies)) // self.cheapest + 1) if sum(state) > 1 else 0

    def moves(self, state: State) -> Iterator[Move[State] | None]:
        """Every way to share the hypotheses of each kind among the parts, the parts in no order."""
        for a, price in self.splits:
            shares = [list(_compositions(x, a)) for x in state]
            for chosen in product(*shares):
                parts = list(zip(*chosen, strict=True))
                if parts == sorted(parts, reverse=True) and sum(1 for part in parts if any(part)) > 1:
                    after = {self._after(state, part) for part in parts if any(part)}
                    yield Move(price, tuple(parts), tuple(sorted(after, key=self.weight, reverse=True)))
                else:
                    yield None

    def sure(self) -> int:
        """The cost of the strategy that shares the hypotheses fairly, each time."""
        known: dict[State, int] = {}

        def cost(state: State) -> int:
            if self.is_solved(state):
                return 0
            if state not in known:
                known[state] = min(
                    price + max(cost(self._after(state, part)) for part in self._fair(state, a) if any(part))
                    for a, price in self.splits
                )
            return known[state]

        return cost(self.start())

    def _fair(self, state: State, a: int) -> list[State]:
        """Parts after which what the hypotheses account for is as equal as can be, the kinds in turn.

        With q calls left after this one, a hypothesis with l lies left accounts for C(q, l) (a-1)^l more sequences if
        it is in the part than if it is not.
        """
        calls = max(self.least(state) // self.cheapest - 1, 0)
        parts = [[0] * len(state) for _ in range(a)]
        totals = [0] * a
        for told, x in enumerate(state):
            each = comb(calls, self.lies - told) * (a - 1) ** (self.lies - told)
            level = (sum(totals) + x * each) // a
            left = x
            for i in range(a):
                share = min(left, max(0, (level - totals[i]) // each)) if each else x // a
                parts[i][told] += share
                totals[i] += share * each
                left -= share
            while left:
                i = min(range(a), key=lambda i: (totals[i], sum(parts[i])))
                parts[i][told] += 1
                totals[i] += each
                left -= 1
        return [tuple(part) for part in parts]

    def _after(self, state: State, part: State) -> State:
        return tuple(part[j] + (state[j - 1] - part[j - 1] if j else 0) for j in range(len(state)))


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)
