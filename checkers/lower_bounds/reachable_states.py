"""Which states of a template come about at small n: by every call, every answer and every outcome, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from checkers.kernel.linear import Row
from checkers.lower_bounds.obligations import Rows, State, value
from checkers.lower_bounds.templates import Template

MOST_STATES, MOST_WORK = 3000, 400_000


@frozen
class Moves:
    """A call as rows: what it shows, when it can be made, and the answers: when they may come, and what follows."""

    shown: tuple[str, ...]
    takes: Rows
    answers: tuple[tuple[Rows, tuple[tuple[Rows, Mapping[str, Row]], ...]], ...]


@frozen
class Search:
    """What was found: whether the state comes about, at which n; and up to which n this is known."""

    reached: int | None
    upto: int

    def text(self) -> str:
        """As a person reads it."""
        return f"reachable: yes (n = {self.reached})" if self.reached else f"reachable: no (searched n <= {self.upto})"


def search(template: Template, state: Mapping[str, int], most: int = 6) -> Search:
    """Whether a state comes about from the start at some n <= most."""
    key = tuple(state[x] for x in template.counters)
    moves = [_moves(template, i) for i in range(len(template.calls))]
    work = [MOST_WORK]
    upto = template.first - 1
    for n in range(template.first, most + 1):
        begin = {x: value(row, {"n": n}) for x, row in template.beginning().items()}
        if any(v < 0 or v.denominator != 1 for v in begin.values()):
            upto = n
            continue
        start = tuple(int(begin[x]) for x in template.counters)
        seen, queue = {start}, [start]
        while queue and len(seen) < MOST_STATES and work[0] > 0:
            if key in seen:
                return Search(n, n)
            now = dict(zip(template.counters, queue.pop(), strict=True))
            for after in _all_after(template, moves, now, work):
                if after not in seen:
                    seen.add(after)
                    queue.append(after)
        if key in seen:
            return Search(n, n)
        if queue:
            break
        upto = n
    return Search(None, upto)


def _moves(template: Template, index: int) -> Moves:
    call = template.calls[index]
    answers = tuple(
        (
            template.holds(answer.when, call.shown),
            tuple(
                (template.holds(outcome.possible, call.shown), template.after(call, outcome))
                for outcome in answer.outcomes
            ),
        )
        for answer in call.answers
    )
    return Moves(call.shown, template.holds(call.takes, call.shown), answers)


def _all_after(template: Template, moves: list[Moves], now: State, work: list[int]) -> Iterator[tuple[int, ...]]:
    for move in moves:
        for at in _all_shown(move, now, move.shown, work):
            for when, outcomes in move.answers:
                if not all(value(row, at) >= 0 for row in when):
                    continue
                for possible, after in outcomes:
                    work[0] -= 1
                    if all(value(row, at) >= 0 for row in possible):
                        found = [value(after[x], at) for x in template.counters]
                        if min(found) >= 0 and all(v.denominator == 1 for v in found):
                            yield tuple(map(int, found))


def _all_shown(move: Moves, at: State, left: tuple[str, ...], work: list[int]) -> Iterator[State]:
    """Every choice of the numbers shown that a call may make; each is at most the sum of the counters."""
    known = set(at)
    if any(set(row) - {""} <= known and value(row, at) < 0 for row in move.takes):
        return
    if not left:
        yield at
        return
    most = sum(v for x, v in at.items() if x not in move.shown)
    for number in range(most + 1):
        work[0] -= 1
        if work[0] <= 0:
            return
        yield from _all_shown(move, {**at, left[0]: number}, left[1:], work)
