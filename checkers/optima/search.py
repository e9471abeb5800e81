"""Anytime minimax over knowledge states: brackets [lower, upper] around the optimum that tighten.

Iterative deepening decides "is a cost of d enough?" for d = lower, lower + 1, ...; a table keeps what is known of each
state, so nothing is lost when the search is left and taken up again. The upper end comes from a greedy strategy, asked
for when the deepening takes longer than a second. Costs are integers in units of `Game.unit`.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Hashable, Iterator
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import Any, Generic, Protocol, TypeVar

from attrs import frozen

from bounds.problem import Primitive

S = TypeVar("S", bound=Hashable)

NEVER = 1 << 60
"""The cost of a state that no strategy solves."""
KEPT = 2_000_000
"""States after a call that are kept for the next depth, at most."""
PAUSE, GREEDY_AFTER, GREEDY_FOR = 1, 1, 20


@frozen
class Move(Generic[S]):
    """A call, its price, and the state after each answer that can come."""

    price: int
    call: Any
    after: tuple[S, ...]


class Game(Protocol[S]):
    """A kind of knowledge state. A state stands for all that are the same up to renaming."""

    unit: Fraction

    def start(self) -> S:
        """What is known before the first call."""

    def is_solved(self, state: S) -> bool:
        """Whether the goal is known."""

    def least(self, state: S) -> int:
        """A cost below which no strategy solves the state."""

    def weight(self, state: S) -> int:
        """How far the state is from being solved: the order in which calls are tried, no more."""

    def moves(self, state: S) -> Iterator[Move[S] | None]:
        """Each call that tells something; now and then None, so that the clock can be looked at."""


class Contradiction(Exception):
    """A lower end above an upper end: the game's bounds, its solved states or its forms are wrong."""


@frozen
class Bracket:
    """What is known of an optimum: lower <= optimum <= upper; upper is None while no strategy is known.

    `impossible`  no strategy solves the problem
    """

    lower: Fraction
    upper: Fraction | None
    seconds: float
    states: int
    impossible: bool = False

    @property
    def is_tight(self) -> bool:
        """Whether nothing is left to find."""
        return self.impossible or self.lower == self.upper


class Search(Generic[S]):
    """What is known of the states of a game: a lower and an upper end for each, and the best call found.

    `sure`       a cost that is certainly enough, by a strategy that the search does not know
    `descends`   try smaller costs downwards from it, for optima close to it
    """

    def __init__(self, game: Game[S], sure: int | None = None, *, descends: bool = False) -> None:
        self.game, self.sure, self.descends = game, NEVER if sure is None else sure, descends
        self.lower: dict[S, int] = {}
        self.upper: dict[S, int] = {}
        self.best: dict[S, Move[S]] = {}
        self.expanded: dict[S, list[Move[S]]] = {}
        self.kept = 0
        self.seconds = 0.0
        self.states = 0

    def brackets(self) -> Iterator[Bracket]:
        """Tighter and tighter brackets, at least one a second or so; the last one is tight.

        Raises   Contradiction, which is an error of the game
        """
        start = self.game.start()
        work = self._deepen(start)
        since = time.perf_counter()
        seen: tuple[int, int] | None = None
        ended = False
        while not ended:
            ended = next(work, "ended") == "ended"
            now = time.perf_counter()
            have = (self.least(start), self._upper(start))
            if ended or have != seen or now - since >= PAUSE:
                self.seconds += now - since
                seen = have
                yield self._bracket(start)
                since = time.perf_counter()

    def least(self, state: S) -> int:
        """The best lower end known."""
        found = self.lower.get(state)
        if found is None:
            found = 0 if self.game.is_solved(state) else max(1, self.game.least(state))
            self.lower[state] = found
            if not found:
                self.upper[state] = 0
        return found

    def is_enough(self, state: S, budget: int) -> Generator[None, None, bool]:
        """Whether a cost of `budget` solves the state."""
        known = self._known(state, budget)
        if known is not None:
            return known
        least = NEVER
        for move in (yield from self._moves(state)):
            rest = budget - move.price
            hardest = max(map(self.least, move.after))
            if hardest <= rest:
                for after in move.after:
                    known = self._known(after, rest)
                    if not (known if known is not None else (yield from self.is_enough(after, rest))):
                        hardest = self.least(after)
                        break
                else:
                    self._found(state, move)
                    return True
            least = min(least, move.price + hardest)
        self.lower[state] = min(least, NEVER)
        return False

    def value(self, state: S) -> Generator[None, None, int]:
        """The optimum of one state; NEVER when no strategy solves it."""
        while self.least(state) < self.upper.get(state, NEVER):
            yield from self.is_enough(state, self.least(state))
        return self.least(state)

    def _upper(self, start: S) -> int:
        return min(self.upper.get(start, NEVER), self.sure)

    def _known(self, state: S, budget: int) -> bool | None:
        if self.least(state) > budget:
            return False
        return True if self.upper.get(state, NEVER) <= budget else None

    def _found(self, state: S, move: Move[S]) -> None:
        cost = move.price + max(self.upper[after] for after in move.after)
        if cost < self.upper.get(state, NEVER):
            self.upper[state], self.best[state] = cost, move

    def _moves(self, state: S) -> Generator[None, None, list[Move[S]]]:
        kept = self.expanded.get(state)
        if kept is not None:
            return kept
        self.states += 1
        cheapest: dict[tuple[S, ...], Move[S]] = {}
        for move in self.game.moves(state):
            yield
            if move is not None:
                known = cheapest.get(move.after)
                if known is None or move.price < known.price:
                    cheapest[move.after] = move
        weight = self.game.weight

        def trial(move: Move[S]) -> tuple[int, int, int]:
            weights = [weight(after) for after in move.after]
            return (move.price + max(map(self.least, move.after)), max(weights), sum(weights))

        tried: list[tuple[tuple[int, int, int], int, Move[S]]] = []
        for move in cheapest.values():
            yield
            tried.append((trial(move), len(tried), move))
        moves = [move for _, _, move in sorted(tried, key=lambda t: t[:2])]
        size = sum(len(move.after) for move in moves)
        if self.kept + size > KEPT:
            self.expanded.clear()
            self.kept = 0
        self.expanded[state] = moves
        self.kept += size
        return moves

    def _deepen(self, start: S) -> Generator[None, None, None]:
        while self.descends and self.least(start) < self._upper(start):
            yield from self.is_enough(start, self._upper(start) - 1)
        began, is_asked = time.perf_counter(), False
        while self.least(start) < self._upper(start):
            yield
            for _ in self.is_enough(start, self.least(start)):
                yield
                if not is_asked and time.perf_counter() - began > GREEDY_AFTER and start not in self.upper:
                    is_asked = True
                    until = time.perf_counter() + GREEDY_FOR
                    for _ in self._greedy(start):
                        yield
                        if time.perf_counter() > until:
                            break

    def _greedy(self, state: S) -> Generator[None, None, None]:
        """An upper end by always making the call that comes first."""
        if self.least(state) == 0 or state in self.upper:
            return
        for move in (yield from self._moves(state))[:1]:
            for after in move.after:
                yield from self._greedy(after)
                if after not in self.upper:
                    return
            self._found(state, move)

    def _bracket(self, start: S) -> Bracket:
        unit, lower, upper = self.game.unit, self.lower[start], self._upper(start)
        if lower > upper:
            raise Contradiction(f"lower end {unit * lower} above upper end {unit * upper}")
        if lower >= NEVER:
            return Bracket(Fraction(0), None, self.seconds, self.states, impossible=True)
        return Bracket(unit * lower, None if upper >= NEVER else unit * upper, self.seconds, self.states)


def optimum(game: Game[S], seconds: float | None = None) -> Bracket:
    """The tightest bracket that `seconds` allow; tight when there is no limit."""
    search = Search(game)
    for bracket in search.brackets():
        if bracket.is_tight or (seconds is not None and bracket.seconds > seconds):
            return bracket
    raise AssertionError("the last bracket is tight")


def drain(work: Generator[None, None, Any], deadline: float | None = None) -> Any:
    """What a piece of work returns; TimeoutError when time.monotonic() passes the deadline first."""
    while True:
        try:
            next(work)
        except StopIteration as e:
            return e.value
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError("the search was not done by its deadline")


def in_units(primitives: tuple[Primitive, ...]) -> tuple[Fraction, tuple[int, ...]]:
    """The largest unit in which every price is a whole number, and the prices in it."""
    below = lcm(*(p.price.denominator for p in primitives))
    whole = [int(p.price * below) for p in primitives]
    unit = reduce(gcd, whole)
    return Fraction(unit, below), tuple(price // unit for price in whole)
