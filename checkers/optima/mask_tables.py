"""The strategy and the adversary of a search over sets of instances, as tables."""

from __future__ import annotations

from typing import Any, TypeAlias

from bounds.problem import Answer
from checkers.optima.canonical import items
from checkers.optima.masks import Masks, State, is_split
from checkers.optima.search import Search, drain

Json: TypeAlias = Any


def mask_strategy(search: Search[State]) -> list[Json]:
    """The nodes of the best strategy found, the start first."""
    game = _game(search)
    queue = [game.start()]
    number = {queue[0]: 0}
    nodes: list[Json] = []
    for state in queue:
        cost, known = str(game.unit * search.upper[state]), _shown(state)
        if game.is_solved(state):
            nodes.append({"known": known, "cost": cost, "call": None, "after": []})
            continue
        which, query = search.best[state].call
        after = []
        for answer, told in _told(game, state, which, query).items():
            if told not in number:
                number[told] = len(queue)
                queue.append(told)
            after.append({"answer": _said(answer), "to": number[told]})
        call = {"primitive": which, "items": list(query)}
        nodes.append({"known": known, "cost": cost, "call": call, "after": after})
    return nodes


def mask_adversary(search: Search[State], lower: int, deadline: float | None = None) -> list[Json]:
    """Rows that show that no strategy costs less than `lower`, the start first."""
    game = _game(search)
    need: dict[State, int] = {game.start(): lower}
    replies: dict[State, list[tuple[Json, list[int], State]]] = {}
    queue = [game.start()]
    while queue:
        state = queue.pop()
        replies[state] = []
        for call in game.calls() if need[state] else ():
            if call is None or game.prices[call[0]] >= need[state] or not is_split(state, call[2]):
                continue
            which, query, parts = call
            rest = need[state] - game.prices[which]
            answer, told = _hard(search, state, parts, rest, need, deadline)
            replies[state].append(({"primitive": which, "items": list(query)}, _said(answer), told))
            if rest > need.get(told, 0):
                need[told] = rest
                queue.append(told)
    return _written(game, need, replies)


def _hard(
    search: Search[State], state: State, parts: dict[Answer, int], rest: int, need: dict[State, int],
    deadline: float | None,
) -> tuple[Answer, State]:  # fmt: skip
    """An answer after which no strategy costs less than `rest`; one that leads to a row that is there, if any."""
    game = _game(search)
    reached = [(answer, told) for answer, part in parts.items() for told in [game.told(state, part)] if any(told)]
    reached.sort(key=lambda r: (need.get(r[1], 0) < rest, -search.least(r[1])))
    for answer, told in reached:
        if search.least(told) >= rest:
            return answer, told
        if search.upper.get(told, rest) >= rest and not drain(search.is_enough(told, rest - 1), deadline):
            return answer, told
    raise AssertionError("a lower end has an answer to every call")


def _written(
    game: Masks, need: dict[State, int], replies: dict[State, list[tuple[Json, list[int], State]]]
) -> list[Json]:
    order = [game.start()]
    number = {order[0]: 0}
    rows = []
    for state in order:
        written = []
        for call, answer, told in replies[state]:
            if told not in number:
                number[told] = len(order)
                order.append(told)
            written.append({"call": call, "answer": answer, "to": number[told]})
        cost = str(game.unit * need[state])
        rows.append({"known": _shown(state), "cost": cost, "leaf": None, "replies": written})
    return rows


def _told(game: Masks, state: State, which: int, query: tuple[int, ...]) -> dict[Answer, State]:
    parts = next(c[2] for c in game.calls() if c is not None and c[:2] == (which, query))
    told = {answer: game.told(state, part) for answer, part in parts.items()}
    return {answer: fit for answer, fit in told.items() if any(fit)}


def _shown(state: State) -> list[list[int]]:
    return [items(mask) for mask in state]


def _said(answer: Any) -> list[int]:
    """An answer as a list of integers: symbols, yes or no, a part."""
    return [int(x) for x in answer] if isinstance(answer, tuple) else [int(answer)]


def _game(search: Search[State]) -> Masks:
    if not isinstance(search.game, Masks):
        raise TypeError("mask tables: need a search of Masks")
    return search.game
