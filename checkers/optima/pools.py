"""Group testing with two defectives: what is known is the graph of the pairs that may be the defective ones.

A pool that contains a defective keeps the edges that touch it; a pool that contains none keeps the others. Items with
the same neighbours are alike: a pool is how many of each kind it holds. Items on no edge are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from bounds.problem import Pooling, Primitive, StringProblem
from checkers.optima.canonical import Forms, Poset, items, restrict
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Move, in_units

WHO = "optima/pools"


class Pools:
    """The game of finding two defectives; see `search`. A state is a graph in canonical form.

    Needs    a string problem that asks for the string itself, of which exactly two symbols are 1; calls that pool
    """

    def __init__(self, problem: StringProblem, primitives: Sequence[Primitive]) -> None:
        for p in primitives:
            if not isinstance(p.asks, Pooling) or p.noise or p.lies or p.price <= 0:
                raise OutOfReach(WHO, need="pools, answers that are right", have=p, attempt="by_instances")
        self.unit, prices = in_units(tuple(primitives))
        self.price = min(prices)
        strings = [x for x in problem.instances() if problem.symbols == 2]
        if any(sum(x) != 2 for x in strings) or len({problem.goal(x) for x in strings}) != len(strings) or not strings:
            raise OutOfReach(WHO, need="strings with two ones, each with its own goal", have=problem.name)
        self.forms = Forms()
        graph = [0] * problem.n
        for x in strings:
            a, b = (i for i, bit in enumerate(x) if bit)
            graph[a] |= 1 << b
            graph[b] |= 1 << a
        self._start = self.state(tuple(graph))

    def start(self) -> Poset:
        """Every pair that can occur."""
        return self._start

    def state(self, graph: Poset) -> Poset:
        """The canonical form, without items that are on no edge."""
        return self.forms.canonical(restrict(graph, [i for i, mask in enumerate(graph) if mask]))[0]

    def is_solved(self, state: Poset) -> bool:
        """Whether one pair is left."""
        return len(state) <= 2

    def least(self, state: Poset) -> int:
        """A call has two answers."""
        return self.price * (self.weight(state) - 1).bit_length()

    def weight(self, state: Poset) -> int:
        """How many pairs are left."""
        return sum(mask.bit_count() for mask in state) // 2

    def moves(self, state: Poset) -> Iterator[Move[Poset] | None]:
        """Every pool, by how many items of each kind it holds."""
        kinds = _kinds(state)
        for taken in product(*(range(len(kind) + 1) for kind in kinds)):
            pool = sum(1 << i for kind, count in zip(kinds, taken, strict=True) for i in kind[:count])
            yield self._move(state, pool)

    def _move(self, state: Poset, pool: int) -> Move[Poset] | None:
        hit = tuple(mask if pool >> i & 1 else mask & pool for i, mask in enumerate(state))
        missed = tuple(0 if pool >> i & 1 else mask & ~pool for i, mask in enumerate(state))
        if not any(hit) or not any(missed):
            return None
        after = {self.state(hit), self.state(missed)}
        return Move(self.price, tuple(items(pool)), tuple(sorted(after, key=self.weight, reverse=True)))


def _kinds(graph: Poset) -> list[list[int]]:
    """The items, grouped: exchanging two of a group changes nothing."""
    kinds: list[list[int]] = []
    for i, mask in enumerate(graph):
        for kind in kinds:
            other = kind[0]
            if mask & ~(1 << other) == graph[other] & ~(1 << i):
                kind.append(i)
                break
        else:
            kinds.append([i])
    return kinds
