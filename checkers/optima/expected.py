"""Expected costs of order problems, exactly: every order that fits is as likely as any other.

The cost is summed over the orders, so it is a whole number of units; dividing by their number comes last. Nothing is
dropped here: where the items that do not matter lie changes how likely the answers about the others are.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from bounds.problem import OrderProblem, Primitive
from checkers.optima.posets import SOLVED, Posets, State, answers, told
from checkers.optima.search import NEVER

Branches = list[tuple[State, int]]


class Expected:
    """The least total cost of each state; a state is remembered once it is known."""

    def __init__(self, problem: OrderProblem, primitives: Sequence[Primitive]) -> None:
        self.game = Posets(problem, primitives)
        self.game.drops = False
        self.totals: dict[State, int] = {}
        self._orders: dict[State, int] = {}

    def total(self, state: State) -> Generator[None, None, int]:
        """The least cost, summed over the orders that fit; NEVER when no strategy solves the state."""
        if state == SOLVED:
            return 0
        if state in self.totals:
            return self.totals[state]
        calls = []
        for price, branches in self._calls(state):
            yield
            floors = [(after, times, self.floor(after)) for after, times in branches]
            calls.append((price * self.orders(state) + sum(times * f for _, times, f in floors), floors))
        best = NEVER
        for least, floors in sorted(calls, key=lambda call: call[0]):
            if least >= best:
                break
            cost = least
            for after, times, known in floors:
                if cost < best:
                    yield
                    cost += times * ((yield from self.total(after)) - known)
            best = min(best, cost)
        self.totals[state] = min(best, NEVER)
        return self.totals[state]

    def floor(self, state: State) -> int:
        """A total below which no strategy solves the state."""
        if state == SOLVED:
            return 0
        if state in self.totals:
            return self.totals[state]
        bottom, ups = state
        orders, cheapest = self.orders(state), min(price for _, price in self.game.mix)
        is_sorting = len(set(self.game.slice(bottom, len(ups)))) == len(ups)
        if not (is_sorting and self.game.bounds.is_comparing):
            return orders * cheapest
        depth = orders.bit_length() - 1
        return (orders * depth + 2 * (orders - (1 << depth))) * cheapest

    def orders(self, state: State) -> int:
        """How many orders fit."""
        if state not in self._orders:
            self._orders[state] = self.game.bounds.counting.extensions(state[1])
        return self._orders[state]

    def _calls(self, state: State) -> Iterator[tuple[int, Branches]]:
        """Each call that tells something: its price, and the state after each answer with how often it is reached."""
        _, ups = state
        seen = set()
        for primitive, (asks, price) in zip(self.game.primitives, self.game.mix, strict=True):
            for size in range(asks.k if primitive.exactly else 2, min(asks.k, len(ups)) + 1):
                for query in combinations(range(len(ups)), size):
                    after = [self.game.state(0, told(ups, pairs)) for pairs in answers(ups, asks, query)]
                    branches = {s: after.count(s) for s in after}
                    key = (price, frozenset(branches.items()))
                    if len(after) > 1 and key not in seen:
                        seen.add(key)
                        yield price, list(branches.items())


def costs(problem: OrderProblem, primitives: Sequence[Primitive]) -> Iterator[Fraction | None]:
    """None now and then, so that the clock can be looked at; at last the optimum, or NEVER when there is none."""
    view = Expected(problem, primitives)
    start = view.game.start()
    work = view.total(start)
    while True:
        try:
            next(work)
        except StopIteration as e:
            orders = sum(1 for _ in problem.instances()) if start == SOLVED else view.orders(start)
            yield view.game.unit * e.value / orders if e.value < NEVER else Fraction(NEVER)
            return
        yield None


def optimum(problem: OrderProblem, primitives: Sequence[Primitive]) -> Fraction | None:
    """The least expected cost; None when no strategy finds the goal.

    >>> from bounds.known_problems import sorting
    >>> from bounds.problem import COMPARE
    >>> optimum(sorting(3), [COMPARE])
    Fraction(8, 3)
    """
    last = None
    for last in costs(problem, primitives):  # noqa: B007
        pass
    return None if last == NEVER else last
