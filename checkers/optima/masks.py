"""Any problem, by sets of instances as bitmasks: the anytime form of `by_instances`, and what certificates show.

A state is the set of instances that fit with 0, 1, ..., e lies told; no two states are taken to be alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bounds.problem import Answer, Primitive, Query
from checkers.optima.by_instances import CAP, Asked, all_lies
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Move, in_units

State = tuple[int, ...]


class Masks:
    """The game of a problem, whatever its kind; see `search`."""

    def __init__(self, problem: Asked, primitives: Sequence[Primitive]) -> None:
        self.problem, self.primitives = problem, tuple(primitives)
        self.lies = all_lies(primitives)
        self.unit, self.prices = in_units(self.primitives)
        self.instances = list(problem.instances())
        if not 0 < len(self.instances) <= CAP:
            raise OutOfReach("optima/masks", need=f"1 to {CAP} instances", have=len(self.instances))
        goals: dict[Answer, int] = {}
        for i, instance in enumerate(self.instances):
            goal = problem.goal(instance)
            goals[goal] = goals.get(goal, 0) | 1 << i
        self.goals = list(goals.values())
        self._calls: list[tuple[int, Query, dict[Answer, int]]] | None = None

    def calls(self) -> Iterator[tuple[int, Query, dict[Answer, int]] | None]:
        """Each call that splits the instances: which primitive, about what, and the instances with each answer."""
        if self._calls is None:
            found = []
            for which, primitive in enumerate(self.primitives):
                for query in self.problem.queries(primitive):
                    yield None
                    parts: dict[Answer, int] = {}
                    for i, instance in enumerate(self.instances):
                        answer = self.problem.answer(primitive, query, instance)
                        parts[answer] = parts.get(answer, 0) | 1 << i
                    if len(parts) > 1:
                        found.append((which, query, parts))
            self._calls = found
        yield from self._calls

    def start(self) -> State:
        """All instances fit."""
        return ((1 << len(self.instances)) - 1, *[0] * self.lies)

    def is_solved(self, state: State) -> bool:
        """Whether every instance that fits has one goal."""
        union = united(state)
        return any(union & goal == union for goal in self.goals)

    def least(self, state: State) -> int:
        """Each goal needs an end of its own."""
        calls, ends = 0, 1
        while ends < self.weight(state):
            calls, ends = calls + 1, ends * self._answers()
        return calls * min(self.prices)

    def _answers(self) -> int:
        return max((len(call[2]) for call in self._calls or [] if call), default=len(self.goals))

    def weight(self, state: State) -> int:
        """How many goals are left."""
        union = united(state)
        return sum(1 for goal in self.goals if goal & union)

    def moves(self, state: State) -> Iterator[Move[State] | None]:
        """Every call that tells something."""
        for call in self.calls():
            if call is None:
                yield None
                continue
            which, query, parts = call
            after = {told for answer in parts for told in [self.told(state, parts[answer])] if any(told)}
            if is_split(state, parts):
                ordered = tuple(sorted(after, key=self.weight, reverse=True))
                yield Move(self.prices[which], (which, query), ordered)
            else:
                yield None

    def told(self, state: State, part: int) -> State:
        """What fits after the answer that the instances of `part` give."""
        return tuple((mask & part) | (state[j - 1] & ~part if j else 0) for j, mask in enumerate(state))


def united(state: State) -> int:
    """The instances that fit."""
    union = 0
    for mask in state:
        union |= mask
    return union


def is_split(state: State, parts: dict[Answer, int]) -> bool:
    """Whether the instances that fit give more than one answer."""
    union = united(state)
    return sum(1 for part in parts.values() if part & union) > 1
