"""Why d calls are needed: an adversary that answers calls so that every strategy pays at least d, as a game.

    game = explore("second", "sort-3").why(7, 3)
    game.ask(0, 1, 2)          a call about items 0, 1, 2; the answer, and how much is still needed
    game.known, game.need      what is known so far; what every strategy pays from here on, at least

After each call the adversary gives an answer after which the rest still costs what is needed, by exact minimax; so
whoever asks pays at least d before the goal is known, whatever they ask. Items, positions and hypotheses count from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

from bounds.language import print_setting
from bounds.problem import (
    WORST,
    Best,
    BestAndWorst,
    HypothesisProblem,
    Matching,
    OrderProblem,
    Pooling,
    Primitive,
    Problem,
    Sorting,
    Splitting,
)
from bounds.setting import Setting
from checkers.exploration import reach
from checkers.exploration.refusal import CannotExplore
from checkers.exploration.sheet import Sheet
from checkers.optima.canonical import Poset, closure, covers
from checkers.optima.masks import Masks, united
from checkers.optima.posets import Posets, answers, told
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import NEVER, Contradiction, Search, drain

Known: TypeAlias = tuple[int, ...]
"""A poset of all items, or the instances that fit: what the game is played on."""

INSTANCES = 1 << 12
"""A problem that is no order is played on its instances, at most so many."""


@frozen
class Turn:
    """A call and its answer: `need` is what every strategy still pays after it, `paid` what was paid so far."""

    call: str
    answer: str
    paid: Fraction
    need: Fraction

    def __str__(self) -> str:
        return f"{self.call}: {self.answer}; {self.paid} paid, {_left(self.need)}"


class Orders:
    """Knowledge about an order: a poset of all items; the search sees its canonical form."""

    def __init__(self, problem: OrderProblem, primitives: tuple[Primitive, ...]) -> None:
        self.problem, self.game = problem, Posets(problem, primitives)

    def start(self) -> Known:
        """What is known from the start."""
        return closure(self.problem.n, self.problem.known)

    def state(self, known: Known) -> Any:
        """The state of the search that stands for it."""
        return self.game.state(0, known)

    def replies(self, known: Poset, primitive: Primitive, query: tuple[int, ...]) -> Iterator[tuple[str, Known]]:
        """Each answer that can come, in words, and what is known after it."""
        asks = primitive.asks
        if isinstance(asks, Sorting | Best | BestAndWorst):
            for pairs in answers(known, asks, query):
                yield _order_in_words(asks, query, pairs), told(known, pairs)

    def shown(self, known: Known) -> str:
        """The pairs from which the rest follows."""
        return ", ".join(f"{low} < {high}" for low, high in covers(known)) or "nothing"


class Instances:
    """Knowledge as the instances that fit, with 0, 1, ... lies told."""

    def __init__(self, problem: Problem, primitives: tuple[Primitive, ...]) -> None:
        self.problem, self.game = problem, Masks(problem, primitives)

    def start(self) -> Known:
        """All fit."""
        return self.game.start()

    def state(self, known: Known) -> Any:
        """Itself."""
        return known

    def replies(self, known: Known, primitive: Primitive, query: tuple[int, ...]) -> Iterator[tuple[str, Known]]:
        """Each answer that can come, in words, and what is known after it."""
        parts: dict[Any, int] = {}
        for i, instance in enumerate(self.game.instances):
            answer = self.problem.answer(primitive, query, instance)
            parts[answer] = parts.get(answer, 0) | 1 << i
        for answer, part in parts.items():
            after = self.game.told(known, part)
            if any(after):
                yield _look_in_words(primitive, query, answer), after

    def shown(self, known: Known) -> str:
        """How many instances fit, and how many answers the problem still has."""
        count, goals = united(known).bit_count(), self.game.weight(known)
        return f"{count} instance{'s' if count != 1 else ''} left, {goals} possible result{'s' if goals != 1 else ''}"


class Game:
    """One game: asked are calls, the adversary answers. `undo` takes the last one back.

    need   what every strategy pays from here on, at least
    paid   what was paid so far
    turns  the calls so far
    """

    def __init__(self, setting: Setting, n: int, primitives: tuple[Primitive, ...], view: Orders | Instances) -> None:
        self.text, self.n, self.primitives, self.view = f"{print_setting(setting)}, n = {n}", n, primitives, view
        self.search: Search[Any] = Search(view.game)
        self.unit = view.game.unit
        self.turns: list[Turn] = []
        self._states: list[Known] = [view.start()]
        self._needs: list[int] = [0]

    @property
    def need(self) -> Fraction:
        """What every strategy pays from here on, at least."""
        return self.unit * self._needs[-1]

    @property
    def paid(self) -> Fraction:
        """What was paid so far."""
        return self.turns[-1].paid if self.turns else Fraction(0)

    @property
    def is_over(self) -> bool:
        """Whether the goal is known."""
        return bool(self.view.game.is_solved(self.view.state(self._states[-1])))

    @property
    def known(self) -> str:
        """What is known so far."""
        return self.view.shown(self._states[-1])

    def ask(self, *items: int, by: int | None = None) -> Turn:
        """Make a call about these items (for a split: the part of each hypothesis); `by` is its kind, from 0.

        Without `by` it is the cheapest kind that may be about so many.

        Raises   CannotExplore for a call that there is not, and when the game is over
        """
        if self.is_over:
            raise CannotExplore("why", need="a game that goes on", have="a goal that is known", attempt="undo()")
        query, which = self._call(items, by)
        primitive = self.primitives[which]
        price = int(primitive.price / self.unit)
        options = list(self.view.replies(self._states[-1], primitive, query))
        rest = self._needs[-1] if len(options) == 1 else max(self._needs[-1] - price, 0)
        answer, after = self._hard(options, rest)
        self._states.append(after)
        self._needs.append(rest)
        turn = Turn(self._named(primitive, query), answer, self.paid + primitive.price, self.need)
        self.turns.append(turn)
        return turn

    def undo(self) -> None:
        """Take the last call back, if there is one."""
        if self.turns:
            self.turns.pop(), self._states.pop(), self._needs.pop()

    def begin(self, need: Fraction | None) -> Game:
        """Set what is needed at the start: the optimum, or a smaller number.

        Raises   CannotExplore when some strategy costs less, or none solves the problem
        """
        state = self.view.state(self._states[0])
        if need is None:
            value = drain(self.search.value(state))
            if value >= NEVER:
                raise CannotExplore("why", need="a problem that some strategy solves", have=self.text)
            self._needs = [value]
            return self
        whole = -(-need // self.unit)
        if need < 0 or (whole and not self._costs(state, int(whole))):
            enough = self.unit * self.search.upper.get(state, 0)
            have = f"{need}; a strategy costs {enough}" if need >= 0 else need
            raise CannotExplore("why", need="a number of calls that are needed", have=have, attempt=f"d = {enough}")
        self._needs = [int(whole)]
        return self

    def _costs(self, state: Any, need: int) -> bool:
        """Whether no strategy costs less than `need`, which is above 0."""
        if self.search.least(state) >= need:
            return True
        return not drain(self.search.is_enough(state, need - 1))

    def _hard(self, options: list[tuple[str, Known]], rest: int) -> tuple[str, Known]:
        """An answer after which the rest costs what is needed: the one that looks hardest of those."""
        found = [(answer, after, self.view.state(after)) for answer, after in options]
        found.sort(key=lambda option: (-self.search.least(option[2]), -self.view.game.weight(option[2])))
        for answer, after, state in found:
            if not rest or self._costs(state, rest):
                return answer, after
        raise Contradiction(f"{self.text}: no answer leaves {self.unit * rest} to pay")

    def _call(self, items: tuple[int, ...], by: int | None) -> tuple[tuple[int, ...], int]:
        """The call that is meant, as the problem writes it, and its kind."""
        kinds = range(len(self.primitives)) if by is None else [by] if 0 <= by < len(self.primitives) else []
        is_split = isinstance(self.view.problem, HypothesisProblem)
        if is_split and len(items) == self.n:
            names: dict[int, int] = {}
            query = tuple(names.setdefault(part, len(names)) for part in items)
        else:
            query = tuple(sorted(items))
        fitting = [i for i in kinds if self._is_call(self.primitives[i], query)]
        if not fitting:
            what = "the part of each hypothesis" if is_split else f"items 0 to {self.n - 1}, each once"
            if not isinstance(self.view.problem, OrderProblem | HypothesisProblem):
                what = f"positions 0 to {self.view.problem.n - 1}, each once"
            sizes = " or ".join(_allowed(p) for p in (self.primitives if by is None else self.primitives[by : by + 1]))
            raise CannotExplore("why", need=f"{what}: {sizes or 'a kind that there is'}", have=items)
        return query, min(fitting, key=lambda i: self.primitives[i].price)

    def _is_call(self, primitive: Primitive, query: tuple[int, ...]) -> bool:
        problem = self.view.problem
        match primitive.asks:
            case Splitting(a):
                return len(query) == self.n and 1 < len(set(query)) <= a
            case Pooling():
                sizes = (1, problem.n)
            case asks:
                most = int(getattr(asks, "k", 0) or getattr(asks, "w", 0))
                fewest = 2 if hasattr(asks, "k") else 1
                sizes = (most if primitive.exactly else fewest, most)
        is_each_once = len(set(query)) == len(query) and all(0 <= i < problem.n for i in query)
        return is_each_once and sizes[0] <= len(query) <= sizes[1]

    def _named(self, primitive: Primitive, query: tuple[int, ...]) -> str:
        return f"{_name(primitive)} {' '.join(map(str, query))}"

    def sheet(self) -> Sheet:
        """The calls so far as a table."""
        rows = [(str(i), t.call, t.answer, str(t.paid), str(t.need)) for i, t in enumerate(self.turns, 1)]
        end = f"the goal is known, after {self.paid} paid" if self.is_over else _left(self.need)
        notes = [f"known: {self.known}", end]
        return Sheet(f"{self.text}: the adversary", ("turn", "call", "answer", "paid", "needed"), rows, notes)

    def __str__(self) -> str:
        return str(self.sheet())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.sheet()._repr_html_()


def start(setting: Setting, n: int, need: Fraction | None = None) -> Game:
    """A game at size n in which every strategy pays at least `need`.

    Raises   CannotExplore for another mode than the worst case, or too large a problem, or a need that is none
    """
    problem, primitives, mode = reach.game_at(setting, n)
    if mode != WORST:
        raise CannotExplore("why", need="the worst case: an adversary answers", have=setting.mode)
    try:
        if isinstance(problem, OrderProblem) and not setting.lies:
            return Game(setting, n, primitives, Orders(problem, primitives)).begin(need)
        if reach.count(setting, n) > INSTANCES:
            raise CannotExplore("why", need=f"at most {INSTANCES} instances", have=f"more at n = {n}")
        return Game(setting, n, primitives, Instances(problem, primitives)).begin(need)
    except OutOfReach as e:
        raise CannotExplore("why", need=e.need, have=e.have, attempt=e.attempt) from None


def _left(need: Fraction) -> str:
    return f"at least {need} more needed" if need else "more may be needed, but is not promised"


def _name(primitive: Primitive) -> str:
    match primitive.asks:
        case Sorting(2):
            return "compare"
        case BestAndWorst(k):
            return f"best_and_worst({k})"
        case Pooling():
            return "pool"
        case Splitting(a):
            return f"split({a})"
        case asks:
            size = getattr(asks, "k", 0) or getattr(asks, "w", 0)
            word = {"Sorting": "sort", "Best": "best", "Reading": "read", "Matching": "match"}[type(asks).__name__]
            return f"{word}({size})"


def _allowed(primitive: Primitive) -> str:
    match primitive.asks:
        case Splitting(a):
            return f"2 to {a} parts"
        case Pooling():
            return "any number"
        case asks:
            most = int(getattr(asks, "k", 0) or getattr(asks, "w", 0))
            fewest = most if primitive.exactly else 2 if hasattr(asks, "k") else 1
            return f"{most} of them" if fewest == most else f"{fewest} to {most} of them"


def _order_in_words(asks: Sorting | Best | BestAndWorst, query: tuple[int, ...], pairs: Any) -> str:
    if isinstance(asks, Sorting):
        return " < ".join(map(str, [pairs[0][0], *(high for _, high in pairs)]))
    if isinstance(asks, Best) or len(query) == 2:
        return f"{pairs[0][1]} is the best"
    return f"{pairs[0][1]} is the best, {pairs[0][0]} the worst"


def _look_in_words(primitive: Primitive, query: tuple[int, ...], answer: Any) -> str:
    match primitive.asks:
        case Pooling():
            return "yes, some" if answer else "no, none"
        case Splitting():
            return f"it is in part {answer}"
        case Matching():
            same = [f"{i} = {query[first]}" for i, first in zip(query, answer, strict=True) if i != query[first]]
            return ", ".join(same) or "all different"
        case Sorting() | Best() | BestAndWorst():
            return f"places {answer}"
    return ", ".join(f"{i}: {symbol}" for i, symbol in zip(query, answer, strict=True))
