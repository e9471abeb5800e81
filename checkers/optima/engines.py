"""The optimum of a problem by the engine that knows its kind; brackets on the way.

orders                            posets; expected: expected
functions of the number of ones   counts
strings                           pools, graphs up to isomorphism, or subcubes
hypotheses                        weights
all else                          masks; rounds and other expected costs: by_instances
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from bounds.problem import (
    WORST,
    HypothesisProblem,
    Mode,
    OrderProblem,
    Pooling,
    Primitive,
    Reading,
    StringProblem,
    SymmetricProblem,
)
from checkers.optima import by_instances, counts, expected
from checkers.optima.by_instances import Asked, Stopped
from checkers.optima.masks import Masks
from checkers.optima.pools import Pools
from checkers.optima.posets import Posets
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import NEVER, PAUSE, Bracket, Search
from checkers.optima.subcubes import Graphs, Subcubes
from checkers.optima.weights import Weights

GRAPHS = {6: 4, 10: 5, 15: 6}
"""The number of possible edges, and that of the vertices, for which a string may be a graph."""


def brackets(problem: Asked, primitives: Sequence[Primitive], mode: Mode = WORST) -> Iterator[Bracket]:
    """Tighter and tighter brackets around the optimum, at least one every two seconds; the last one is tight.

    Closing the iterator ends the search. `problem` is one of `bounds.problem`, or has their methods.

    Raises   OutOfReach when no engine knows the primitives or the mode
    """
    if mode.error:
        raise OutOfReach("optima/engines", need="no error", have=f"error {mode.error}")
    if not primitives:
        raise OutOfReach("optima/engines", need="at least one primitive", have="none")
    if mode.rounds is None and isinstance(problem, SymmetricProblem) and _reads(primitives):
        return _tabulated(counts.costs(problem, primitives, mode))
    if mode.rounds is None and mode.cost == "expected" and isinstance(problem, OrderProblem):
        return _tabulated(expected.costs(problem, primitives))
    if mode.rounds is not None or mode.cost == "expected":
        return _in_background(lambda stop: by_instances.optimum(problem, primitives, mode, stop=stop))
    game = engine(problem, primitives)
    sure = game.sure() if isinstance(game, Graphs | Posets | Weights) else None
    return Search(game, sure, descends=isinstance(game, Graphs)).brackets()


def optimum(
    problem: Asked, primitives: Sequence[Primitive], mode: Mode = WORST, seconds: float | None = None
) -> Bracket:
    """The tightest bracket that `seconds` allow; tight when there is no limit.

    >>> from bounds.known_problems import second
    >>> from bounds.problem import COMPARE
    >>> optimum(second(8), [COMPARE]).upper
    Fraction(9, 1)
    """
    until = None if seconds is None else time.monotonic() + seconds
    last = Bracket(Fraction(0), None, 0.0, 0)
    for last in brackets(problem, primitives, mode):
        if last.is_tight or (until is not None and time.monotonic() > until):
            break
    return last


def engine(problem: Asked, primitives: Sequence[Primitive]) -> Any:
    """The game of a problem in the worst case."""
    match problem:
        case OrderProblem():
            return Posets(problem, primitives)
        case HypothesisProblem():
            return Weights(problem, primitives)
        case StringProblem() if all(isinstance(p.asks, Pooling) for p in primitives):
            return _first(lambda: Pools(problem, primitives), lambda: Masks(problem, primitives))
        case StringProblem() if _reads(primitives) and problem.n in GRAPHS and len(primitives) == 1:
            return _first(lambda: Graphs(problem, primitives[0]), lambda: Subcubes(problem, primitives))
        case StringProblem() if _reads(primitives):
            return Subcubes(problem, primitives)
    return Masks(problem, primitives)


def _reads(primitives: Sequence[Primitive]) -> bool:
    return all(isinstance(p.asks, Reading) and not p.lies and not p.noise for p in primitives)


def _first(*games: Callable[[], Any]) -> Any:
    """The first game that takes the problem."""
    for game in games[:-1]:
        try:
            return game()
        except OutOfReach:
            continue
    return games[-1]()


def _tabulated(costs: Iterator[Fraction | None]) -> Iterator[Bracket]:
    """Brackets around a table that is being filled: nothing is known of the optimum before its end."""
    began = last = time.perf_counter()
    for states, cost in enumerate(costs):
        now = time.perf_counter()
        if cost is not None:
            yield _tight(None if cost == NEVER else cost, now - began, states)
            return
        if now - last >= PAUSE:
            last = now
            yield Bracket(Fraction(0), None, now - began, states)
    yield _tight(None, time.perf_counter() - began, 0)


def _in_background(work: Callable[[Callable[[], bool]], Fraction | None]) -> Iterator[Bracket]:
    """Brackets around what a thread computes; it ends when this is closed."""
    began, stop, results = time.perf_counter(), threading.Event(), []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work(stop.is_set))
        except Stopped:
            pass
        except Exception as e:  # noqa: BLE001  raised again in the caller's thread
            errors.append(e)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(PAUSE)
            if thread.is_alive():
                yield Bracket(Fraction(0), None, time.perf_counter() - began, 0)
        if errors:
            raise errors[0]
        yield _tight(results[0], time.perf_counter() - began, 0)
    finally:
        stop.set()
        thread.join()


def _tight(cost: Fraction | None, seconds: float, states: int) -> Bracket:
    if cost is None:
        return Bracket(Fraction(0), None, seconds, states, impossible=True)
    return Bracket(cost, cost, seconds, states)
