"""The optimum of a problem by its meaning: minimax over sets of instances. Slow and plainly right: the oracle.

What is known is the set of instances that fit the answers so far, as a bitmask; with at most e lies, one bitmask for
each number of lies told so far. A call splits the set by its answers. Nothing else is assumed: any object that has
`instances`, `goal`, `queries` and `answer` as in `bounds.problem` can be asked about.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from bounds.problem import WORST, Answer, Instance, Mode, Primitive, Query
from checkers.optima.refusal import OutOfReach

Parts = tuple[int, ...]
Known = tuple[int, ...]
"""The instances that fit with 0, 1, ..., e lies."""

CAP = 1 << 17
"""Instances, at most."""


class Asked(Protocol):
    """What a problem must have."""

    def instances(self) -> Iterator[Instance]:
        """Every instance."""

    def goal(self, instance: Instance) -> Answer:
        """What is asked."""

    def queries(self, primitive: Primitive) -> Iterator[Query]:
        """Every call there is."""

    def answer(self, primitive: Primitive, query: Query, instance: Instance) -> Answer:
        """What the call answers."""


class TimeIsUp(Exception):
    """The deadline passed before the optimum was known."""


class Stopped(Exception):
    """The caller wants no answer any more."""


def never() -> bool:
    """No one stops this."""
    return False


class Instances:
    """The instances of a problem, and how each call splits them.

    Needs    no noise and no error: those are not decided here; the same number of lies for every primitive
    Raises   OutOfReach; TimeIsUp after `seconds`; Stopped once `stop` says so
    """

    def __init__(
        self,
        problem: Asked,
        primitives: Sequence[Primitive],
        seconds: float | None = None,
        stop: Callable[[], bool] = never,
    ) -> None:
        self.stop = stop
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.lies = all_lies(primitives)
        instances = list(problem.instances())
        if not 0 < len(instances) <= CAP:
            raise OutOfReach("optima/by_instances", need=f"1 to {CAP} instances", have=len(instances))
        self.count = len(instances)
        self.goals = _masks(problem.goal(x) for x in instances)
        prices: dict[Parts, Fraction] = {}
        for primitive in primitives:
            for query in problem.queries(primitive):
                self.look_at_the_clock()
                parts = _masks(problem.answer(primitive, query, x) for x in instances)
                if len(parts) > 1:
                    prices[parts] = min(primitive.price, prices.get(parts, primitive.price))
        self.calls = sorted(prices.items(), key=lambda call: call[1])

    def look_at_the_clock(self) -> None:
        """Raise TimeIsUp when it is, Stopped when the caller wants it."""
        if self.stop():
            raise Stopped
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise TimeIsUp

    def start(self) -> Known:
        """All instances fit, with no lie told."""
        return ((1 << self.count) - 1, *[0] * self.lies)

    def is_solved(self, known: Known) -> bool:
        """Whether every instance that fits has one goal."""
        union = 0
        for mask in known:
            union |= mask
        return any(union & goal == union for goal in self.goals)

    def answers(self, known: Known, parts: Parts) -> list[Known]:
        """What is known after each answer that can come; a call that cannot change what is known has none."""
        union = 0
        for mask in known:
            union |= mask
        if sum(1 for part in parts if union & part) < 2:
            return []
        after = []
        for part in parts:
            told = tuple((mask & part) | (known[lies - 1] & ~part if lies else 0) for lies, mask in enumerate(known))
            if any(told):
                after.append(told)
        return after


def optimum(
    problem: Asked,
    primitives: Sequence[Primitive],
    mode: Mode = WORST,
    seconds: float | None = None,
    stop: Callable[[], bool] = never,
) -> Fraction | None:
    """The least cost of a strategy that always finds the goal; None when no strategy does.

    Worst case or expected over the instances; a limit of rounds means that the calls of a round are chosen together.

    Raises   OutOfReach for noise, error, or expected costs with lies; TimeIsUp after `seconds`

    >>> from bounds.known_problems import maximum
    >>> from bounds.problem import COMPARE
    >>> optimum(maximum(4), [COMPARE])
    Fraction(3, 1)
    """
    if mode.error:
        raise OutOfReach("optima/by_instances", need="no error", have=f"error {mode.error}")
    view = Instances(problem, primitives, seconds, stop)
    if mode.cost == "expected" and view.lies:
        raise OutOfReach("optima/by_instances", need="no lies for an expected cost", have=f"{view.lies} lies")
    if mode.rounds is None:
        return _worst(view) if mode.cost == "worst" else _expected(view)
    if view.lies:
        raise OutOfReach("optima/by_instances", need="no lies in rounds", have=f"{view.lies} lies")
    return _in_rounds(view, mode)


def fewest_rounds(
    problem: Asked, primitives: Sequence[Primitive], width: int, seconds: float | None = None
) -> int | None:
    """The least number of rounds of at most `width` calls that always find the goal; None when none do."""
    view = Instances(problem, primitives, seconds)
    if view.lies:
        raise OutOfReach("optima/by_instances", need="no lies in rounds", have=f"{view.lies} lies")
    memo: dict[int, int | None] = {}

    def rounds(mask: int) -> int | None:
        if view.is_solved((mask,)):
            return 0
        if mask not in memo:
            found: int | None = None
            for parts, _ in _rounds(view, mask, width):
                after = [rounds(part) for part in parts]
                worst = None if None in after else 1 + max(r for r in after if r is not None)
                found = worst if found is None or (worst is not None and worst < found) else found
                if found == 1:
                    break
            memo[mask] = found
        return memo[mask]

    return rounds(view.start()[0])


def _worst(view: Instances) -> Fraction | None:
    memo: dict[Known, Fraction | None] = {}

    def cost(known: Known) -> Fraction | None:
        if view.is_solved(known):
            return Fraction(0)
        if known not in memo:
            view.look_at_the_clock()
            best: Fraction | None = None
            for parts, price in view.calls:
                if best is not None and price >= best:
                    break
                worst: Fraction | None = Fraction(0)
                states = view.answers(known, parts)
                worst = worst if states else None
                for after in states:
                    rest = cost(after)
                    if rest is None or worst is None or (best is not None and price + rest >= best):
                        worst = None
                        break
                    worst = max(worst, rest)
                if worst is not None:
                    best = price + worst
            memo[known] = best
        return memo[known]

    return cost(view.start())


def _expected(view: Instances) -> Fraction | None:
    memo: dict[int, Fraction | None] = {}

    def total(mask: int) -> Fraction | None:
        """The least cost, summed over the instances."""
        if view.is_solved((mask,)):
            return Fraction(0)
        if mask not in memo:
            view.look_at_the_clock()
            sums = (
                _sum(price * mask.bit_count(), [total(after) for (after,) in view.answers((mask,), parts)])
                for parts, price in view.calls
                if view.answers((mask,), parts)
            )
            memo[mask] = min((s for s in sums if s is not None), default=None)
        return memo[mask]

    found = total(view.start()[0])
    return None if found is None else found / view.count


def _in_rounds(view: Instances, mode: Mode) -> Fraction | None:
    memo: dict[tuple[int, int], Fraction | None] = {}
    is_worst = mode.cost == "worst"

    def cost(mask: int, rounds: int) -> Fraction | None:
        if view.is_solved((mask,)):
            return Fraction(0)
        if rounds == 0:
            return None
        if (mask, rounds) not in memo:
            best: Fraction | None = None
            for parts, price in _rounds(view, mask, mode.width):
                after = [cost(part, rounds - 1) for part in parts]
                if is_worst:
                    found = None if None in after else price + max(c for c in after if c is not None)
                else:
                    found = _sum(price * mask.bit_count(), after)
                best = found if best is None or (found is not None and found < best) else best
            memo[mask, rounds] = best
        return memo[mask, rounds]

    found = cost(view.start()[0], mode.rounds or 0)
    return None if found is None else found if is_worst else found / view.count


def _rounds(view: Instances, mask: int, width: int | None) -> Iterator[tuple[list[int], Fraction]]:
    """Every set of calls that one round may make: the parts it splits the mask into, and its price."""
    calls: dict[frozenset[int], Fraction] = {}
    for parts, price in view.calls:
        split = frozenset(part & mask for part in parts if part & mask)
        if len(split) > 1:
            calls.setdefault(split, price)
    for size in range(1, min(width or len(calls), len(calls)) + 1):
        for chosen in combinations(calls.items(), size):
            view.look_at_the_clock()
            pieces = [mask]
            for split, _ in chosen:
                pieces = [part & piece for part in pieces for piece in split if part & piece]
            yield pieces, sum((price for _, price in chosen), Fraction(0))


def _sum(first: Fraction, rest: Iterable[Fraction | None]) -> Fraction | None:
    for term in rest:
        if term is None:
            return None
        first += term
    return first


def _masks(labels: Iterable[Answer]) -> Parts:
    """The instances with each label, as bitmasks, in order of their first."""
    masks: dict[Answer, int] = {}
    for index, label in enumerate(labels):
        masks[label] = masks.get(label, 0) | 1 << index
    return tuple(masks.values())


def all_lies(primitives: Sequence[Primitive]) -> int:
    """How many answers may be wrong: the same for each primitive."""
    if not primitives:
        raise OutOfReach("optima/by_instances", need="at least one primitive", have="none")
    for primitive in primitives:
        if primitive.noise:
            raise OutOfReach("optima/by_instances", need="no noise", have=f"noise {primitive.noise}")
        if primitive.price <= 0:
            raise OutOfReach("optima/by_instances", need="prices above 0", have=f"price {primitive.price}")
    lies = {primitive.lies for primitive in primitives}
    if len(lies) > 1 or min(lies) < 0:
        raise OutOfReach("optima/by_instances", need="one number of lies for all primitives", have=sorted(lies))
    return lies.pop()
