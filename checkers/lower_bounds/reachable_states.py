"""Which states of a template come about at small n: by every call, every answer and every outcome, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from checkers.kernel.linear import Row
from checkers.lower_bounds.obligations import Obligation, Rows, State, value
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
    """What was found of a state at which an obligation fails.

    `reached`  the n at which the state comes about; None: at none up to `upto`
    `other`    a state that comes about at which the obligation fails, too, and its n
    """

    reached: int | None
    upto: int
    other: tuple[Mapping[str, int], int] | None = None

    def text(self) -> str:
        """As a person reads it."""
        return f"reachable: yes (n = {self.reached})" if self.reached else f"reachable: no (searched n <= {self.upto})"


def search(template: Template, state: Mapping[str, int], failing: Obligation | None = None, most: int = 6) -> Search:
    """Whether a state comes about at some n <= most; if not, whether `failing` fails at one that does."""
    key = {x: state[x] for x in template.counters}
    work = [MOST_WORK]
    upto, other = template.first - 1, None
    for n in range(template.first, most + 1):
        states = _all_states(template, n, work) if template.occurring is None else template.occurring(n)
        if states is None:
            break
        for now in states:
            if now == key:
                return Search(n, n)
            if failing is not None and other is None and _fails(failing, dict(now), work):
                other = (now, n)
        if work[0] <= 0:
            break
        upto = n
    return Search(None, upto, other)


def _all_states(template: Template, n: int, work: list[int]) -> list[State] | None:
    """Every state that comes about at n by the template's own calls and answers; None when they are too many."""
    begin = {x: value(row, {"n": n}) for x, row in template.beginning().items()}
    if any(v < 0 or v.denominator != 1 for v in begin.values()):
        return []
    moves = [_moves(template, i) for i in range(len(template.calls))]
    start = tuple(int(begin[x]) for x in template.counters)
    seen, queue = {start}, [start]
    for state in queue:
        for after in _all_after(template, moves, dict(zip(template.counters, state, strict=True)), work):
            if after not in seen:
                seen.add(after)
                queue.append(after)
        if len(seen) > MOST_STATES or work[0] <= 0:
            return None
    return [dict(zip(template.counters, state, strict=True)) for state in queue]


def _fails(obligation: Obligation, now: State, work: list[int]) -> bool:
    """Whether an obligation fails at a state, for some choice of what a call shows."""
    shown = tuple(x for x in obligation.names() if x not in now)
    asked = Moves(shown, obligation.hypotheses, ())
    return any(obligation.fails_at(at) for at in _all_shown(asked, now, shown, work))


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
