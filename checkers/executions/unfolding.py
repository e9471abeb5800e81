"""Unfolding: what a decomposition does next, step by step, at concrete sizes.

A place is a step with its values and a label that says where in the program it stands. A place unfolds to one call, to
places one after the other, or to places all at once. A run (`running.py`) and the call graph (`call_graph.py`) both
unfold, so they make the same calls under the same labels. Where contents decide, a `Decider` does; where chance
decides, a source of chance that depends on the seed and on the label alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import count
from random import Random
from typing import TypeAlias

from attrs import define, field, frozen

from bounds.decomposition import (
    Ask,
    Best,
    Both,
    Choose,
    Chunks,
    Decomposition,
    Each,
    Either,
    Lead,
    Loop,
    Nothing,
    Over,
    Parts,
    Procedure,
    Range,
    Recurse,
    Retry,
    Step,
    Then,
    Vote,
)
from bounds.evaluation import Evaluator
from bounds.expression import Expression
from bounds.language import print_expression
from bounds.value import Exact, TooLarge, Undefined, Value
from checkers.executions.costs import NoValue, holds, matched
from checkers.executions.faults import happens

Values: TypeAlias = Mapping[str, Exact]
Decider: TypeAlias = Callable[[Either, Values, Random], int]
"""Which case the contents lead to, from 0."""

STEPS = 10_000_000
PLACES, LABEL, BITS = 1_000_000, 50_000, 10_000
"""Places of one execution, characters of a label, bits of a size, at most: chance or contents may never let it end."""


def any_case(step: Either, at: Values, chance: Random) -> int:
    """A case drawn from the seed."""
    return chance.randrange(len(step.cases))


class Unending(NoValue):
    """An execution that goes on, or a procedure that calls itself, for longer than is followed."""


@frozen
class Place:
    """A step to be done, the values it is done at, and where in the program it stands."""

    step: Step
    at: Values
    label: str


@frozen
class OneCall:
    """The place is a call."""

    primitive: str
    tokens_in: int
    tokens_out: int
    label: str


@frozen
class InTurn:
    """Places one after the other; how many there are may be found out on the way."""

    places: Iterable[Place]


@frozen
class AtOnce:
    """Places that do not wait for one another."""

    places: tuple[Place, ...]


Unfolded: TypeAlias = OneCall | InTurn | AtOnce


@define
class Unfolding:
    """One execution of a decomposition, decided by a seed and a decider."""

    decomposition: Decomposition
    parameters: Values
    seed: int = 0
    decide: Decider = any_case
    most: int = PLACES
    places: int = field(default=0, init=False)
    _cases: dict[str, list[Procedure]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for p in self.decomposition.procedures:
            self._cases.setdefault(p.name, []).append(p)

    def start(self, sizes: tuple[int, ...]) -> Place:
        """The place where the system begins at these sizes.

        Raises   NoValue: no case, or more than one, speaks of them
        """
        return self._procedure(self.decomposition.main, sizes, "")

    def next(self, place: Place) -> Unfolded:
        """What a place unfolds to.

        Raises   NoValue: sizes that no case speaks of, or that are no integers; Unending beyond `most` places
        """
        step, at, label = place.step, place.at, place.label
        self.places += 1
        if self.places > self.most:
            raise Unending(f"need an execution of at most {self.most} steps, have more, at {label[:200]}")
        match step:
            case Nothing():
                return AtOnce(())
            case Ask(name, reads, writes):
                return OneCall(name, _integer(reads, at), _integer(writes, at), label)
            case Recurse(name, sizes):
                return InTurn((self._procedure(name, tuple(_integer(s, at) for s in sizes), label),))
            case Then(steps):
                return InTurn(Place(s, at, f"{label}.{i}") for i, s in enumerate(steps))
            case Both(steps):
                return AtOnce(tuple(Place(s, at, f"{label}.{i}") for i, s in enumerate(steps)))
            case Each(over, body):
                return AtOnce(tuple(_rounds(over, body, place)))
            case Loop(over, body):
                return InTurn(_rounds(over, body, place))
            case Vote(samples, body):
                return AtOnce(tuple(Place(body, at, f"{label}#{i}") for i in _few(0, _integer(samples, at) - 1)))
            case Best(of, body, judge):
                return InTurn((Place(Vote(of, body), at, f"{label}.0"), Place(judge, at, f"{label}.1")))
            case _:
                return InTurn(self._chance(step, place))

    def _procedure(self, name: str, sizes: tuple[int, ...], label: str) -> Place:
        found = []
        for case in self._cases[name]:
            own = matched(case.patterns, sizes)
            if own is not None and holds(case.range, {**self.parameters, **own}):
                found.append((case, {**self.parameters, **own}))
        if len(found) != 1:
            raise NoValue(f"{name}{sizes}: need one case, have {len(found)}")
        [(case, at)] = found
        shown = ",".join(map(str, sizes)) if all(s.bit_length() <= BITS for s in sizes) else "..."
        inside = f"{label}/{name}{shown}"
        if len(inside) > LABEL or shown == "...":
            raise Unending(f"need procedures that end, have one in another for ever, or for long: {inside[:200]}...")
        return Place(case.body, at, inside)

    def _chance(self, step: Retry | Lead | Either | Choose, place: Place) -> Iterator[Place]:
        """The places of a step whose number or choice is left to chance or contents, each when it is needed."""
        at, label = place.at, place.label
        chance = Random(f"{self.seed}{label}")  # noqa: S311, chance and no secret
        match step:
            case Retry(valid, body, at_most):
                rate, most = _rational(valid, at), None if at_most is None else _integer(at_most, at)
                for tried in count() if most is None else range(most):
                    yield Place(body, at, f"{label}#{tried}")
                    if happens(chance, rate):
                        return
            case Lead(by, right, body):
                ahead, need, rate = 0, _integer(by, at), _rational(right, at)
                for turn in count():
                    if abs(ahead) >= need:
                        return
                    yield Place(body, at, f"{label}#{turn}")
                    ahead += 1 if happens(chance, rate) else -1
            # A case has its own label, so that a choice in it does not draw again what led to it.
            case Either(cases):
                chosen = self.decide(step, at, chance)
                yield Place(cases[chosen], at, f"{label}?{chosen}")
            case Choose(options):
                chosen = _chosen([_rational(p, at) for p, _ in options[:-1]], chance)
                yield Place(options[chosen][1], at, f"{label}?{chosen}")


def _chosen(rates: list[Fraction], chance: Random) -> int:
    left = Fraction(1)
    for i, rate in enumerate(rates):
        if left > 0 and happens(chance, min(Fraction(1), rate / left)):
            return i
        left -= rate
    return len(rates)


def _rounds(over: Over, body: Step, place: Place) -> Iterator[Place]:
    for i, x in enumerate(_every(over, place.at)):
        yield Place(body, {**place.at, over.variable: x}, f"{place.label}[{i}]")


def _every(over: Over, at: Values) -> Iterable[int]:
    match over:
        case Range(_, lower, upper):
            return _few(_integer(lower, at), _integer(upper, at))
        case Chunks(_, size, window, overlap):
            widths = _integer(window, at), _integer(overlap, at)
            if not 0 <= widths[1] < widths[0]:
                raise NoValue(f"need an overlap from 0 to below the window, have {widths[1]} of {widths[0]}")
            _few(1, _integer(size, at) // (widths[0] - widths[1]))
            return chunks(_integer(size, at), *widths)
        case Parts(_, size, parts):
            n, k = _integer(size, at), _integer(parts, at)
            return [(n + i) // k for i in _few(0, k - 1)]


def _few(lower: int, upper: int) -> range:
    """The integers from lower to upper, if no more than are followed."""
    if upper - lower >= PLACES:
        raise Unending(f"need at most {PLACES} rounds, parts or samples, have {upper - lower + 1}")
    return range(lower, upper + 1)


def _value(e: Expression, at: Values) -> Value:
    try:
        return Evaluator(STEPS).value(e, at)
    except (Undefined, TooLarge) as why:
        raise NoValue(f"need a value of {print_expression(e)}, have {type(why).__name__} {why}".rstrip()) from None


def _integer(e: Expression, at: Values) -> int:
    value = _value(e, at)
    if not isinstance(value, int):
        at_values = ", ".join(f"{k} = {v}" for k, v in at.items())
        raise NoValue(f"need an integer, have {value} for {print_expression(e)} at {at_values}"[:400])
    return value


def _rational(e: Expression, at: Values) -> Fraction:
    value = _value(e, at)
    if not isinstance(value, int | Fraction) or not 0 <= value <= 1:
        raise NoValue(f"need a probability that is a rational number, have {value}")
    return Fraction(value)


def chunks(size: int, window: int, overlap: int = 0) -> list[int]:
    """The sizes of the windows that cover a text, each sharing `overlap` with the one before.

    >>> chunks(10, 4), chunks(10, 4, 1), chunks(3, 4, 1), chunks(0, 4)
    ([4, 4, 2], [4, 4, 4], [3], [])
    """
    found, start = [], 0
    while start < size:
        found.append(min(window, size - start))
        if start + window >= size:
            break
        start += window - overlap
    return found
