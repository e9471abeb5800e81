"""Problems: what must be found, with which queries, and what counts as a cost. Statements, never a search.

A problem is a finite set of instances, a goal (what each instance's answer is) and a primitive (what one call asks, and
what it answers on each instance). A strategy asks until all instances that fit the answers have one goal. Everything
that searches, bounds or proves is checked against this one meaning.

Four kinds of hidden structure cover the problems people ask of LLM calls:

    OrderProblem       a total order of n items; asked are the items at some ranks (sort, maximum, median, top k, merge)
    StringProblem      a string of n symbols, perhaps of a known kind; asked is a function of it (threshold, any Boolean
                       function, graph properties, group testing)
    HypothesisProblem  one of N hypotheses, told apart by answers that split them (search, twenty questions)
    PartitionProblem   which of n items are the same (removing duplicates)

Ranks count from 1, the smallest item, to n, the largest. Items, positions and hypotheses count from 0.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Literal, TypeAlias

from attrs import field, frozen

Instance: TypeAlias = tuple[int, ...]
"""An order: the rank of each item. A string: its symbols. A hypothesis: its number."""

Answer: TypeAlias = Hashable
Query: TypeAlias = tuple[int, ...]
"""The items, positions or hypotheses that one call is about."""


# --- primitives ------------------------------------------------------------------------------------------------------


@frozen
class Sorting:
    """`sort k`: the order of k items; with k = 2 the comparison."""

    k: int = 2

    def answer(self, ranks: tuple[int, ...]) -> Answer:
        """Which of the items shown is the smallest, the next, ..., the largest."""
        return tuple(sorted(range(len(ranks)), key=ranks.__getitem__))


@frozen
class Best:
    """`best of k`: the largest of k items. It has no mirror image: the smallest needs other calls."""

    k: int = 2

    def answer(self, ranks: tuple[int, ...]) -> Answer:
        """Which of the items shown is the largest."""
        return max(range(len(ranks)), key=ranks.__getitem__)


@frozen
class BestAndWorst:
    """`best and worst of k`: the largest and the smallest of k items."""

    k: int = 3

    def answer(self, ranks: tuple[int, ...]) -> Answer:
        """Which of the items shown is the largest, and which the smallest."""
        shown = range(len(ranks))
        return max(shown, key=ranks.__getitem__), min(shown, key=ranks.__getitem__)


Comparing: TypeAlias = Sorting | Best | BestAndWorst


@frozen
class Reading:
    """`read w`: the symbols at w positions."""

    w: int = 1

    def answer(self, symbols: tuple[int, ...]) -> Answer:
        """The symbols."""
        return symbols


@frozen
class Pooling:
    """`pool`: whether a symbol other than 0 is among any number of positions (group testing)."""

    def answer(self, symbols: tuple[int, ...]) -> Answer:
        """Whether one of them is not 0."""
        return any(symbols)


Looking: TypeAlias = Reading | Pooling


@frozen
class Splitting:
    """`a answers`: any split of the hypotheses into a parts; the answer is the part that holds the true one."""

    a: int = 2


@frozen
class Matching:
    """`match k`: which of k items are the same."""

    k: int = 2

    def answer(self, names: tuple[int, ...]) -> Answer:
        """The first item shown that each is the same as."""
        return tuple(names.index(x) for x in names)


@frozen
class Primitive:
    """One kind of call: what it answers, its price, and how it may fail.

    `exactly`     a call is about exactly k items (or w positions); otherwise at most k, and at least 2 (1)
    `price`       what one call costs
    `noise`       the probability of a wrong answer, each call alone: an assumption, never a fact
    `lies`        how many answers may be wrong in all
    """

    asks: Comparing | Looking | Splitting | Matching
    exactly: bool = False
    price: Fraction = field(default=Fraction(1), converter=Fraction)
    noise: Fraction = field(default=Fraction(0), converter=Fraction)
    lies: int = 0

    @property
    def self_dual(self) -> bool:
        """Whether reversing the order of all items only renames its answers: Best has no mirror image beyond k = 2."""
        return not isinstance(self.asks, Best) or self.asks.k == 2


COMPARE = Primitive(Sorting(2), exactly=True)
"""The comparison of two items."""


# --- modes -----------------------------------------------------------------------------------------------------------


@frozen
class Mode:
    """What is counted: the calls in the worst case, or expected when every instance is as likely as any other.

    `rounds`     at most so many rounds, the calls of one round chosen before its answers come; None: no limit
    `width`      at most so many calls in a round
    `error`      the probability with which the goal may be missed
    """

    cost: Literal["worst", "expected"] = "worst"
    rounds: int | None = None
    width: int | None = None
    error: Fraction = field(default=Fraction(0), converter=Fraction)


WORST = Mode()


# --- problems --------------------------------------------------------------------------------------------------------


@frozen
class OrderProblem:
    """A total order of n items is hidden; for each set of ranks in `asked`, the set of items at these ranks is asked.

    `known` holds pairs (a, b) with item a below item b, known from the start.

    >>> maximum(3).goal((1, 3, 2))
    (frozenset({1}),)
    """

    n: int
    asked: tuple[frozenset[int], ...]
    known: frozenset[tuple[int, int]] = frozenset()
    name: str = field(default="", eq=False)

    def instances(self) -> Iterator[Instance]:
        """Every order that agrees with what is known: the ranks of the items."""
        for ranks in permutations(range(1, self.n + 1)):
            if all(ranks[a] < ranks[b] for a, b in self.known):
                yield ranks

    def goal(self, instance: Instance) -> Answer:
        """The items at each set of ranks."""
        return tuple(frozenset(i for i, r in enumerate(instance) if r in ranks) for ranks in self.asked)

    def queries(self, primitive: Primitive) -> Iterator[Query]:
        """Every set of items that a call may be about."""
        if isinstance(primitive.asks, Sorting | Best | BestAndWorst):
            k = primitive.asks.k
            for size in range(k if primitive.exactly else 2, k + 1):
                yield from combinations(range(self.n), size)

    def answer(self, primitive: Primitive, query: Query, instance: Instance) -> Answer:
        """What the call answers on an instance."""
        if not isinstance(primitive.asks, Sorting | Best | BestAndWorst):
            raise TypeError(
                f"{self.name or 'an order'}: need sort, best, or best and worst of k, have {primitive.asks}"
            )
        return primitive.asks.answer(tuple(instance[i] for i in query))


@frozen
class StringProblem:
    """A string of n symbols below `symbols` is hidden; `value` is what is asked of it, `possible` which can occur.

    `value` and `possible` are given as tables by the strings in order of counting, 0...0 first: any function can be
    written so. A table of True for every string may be left out.
    """

    n: int
    value: tuple[Hashable, ...]
    possible: tuple[bool, ...] = ()
    symbols: int = 2
    name: str = field(default="", eq=False)

    def instances(self) -> Iterator[Instance]:
        """Every string that can occur."""
        for index, string in enumerate(product(range(self.symbols), repeat=self.n)):
            if not self.possible or self.possible[index]:
                yield string

    def goal(self, instance: Instance) -> Answer:
        """The value of the string."""
        index = 0
        for symbol in instance:
            index = index * self.symbols + symbol
        return self.value[index]

    def queries(self, primitive: Primitive) -> Iterator[Query]:
        """Every set of positions that a call may be about."""
        return _positions(self.n, primitive)

    def answer(self, primitive: Primitive, query: Query, instance: Instance) -> Answer:
        """What the call answers on an instance."""
        return _looked(self.name or "a string", primitive, query, instance)


@frozen
class SymmetricProblem:
    """A string of n bits is hidden; asked is `value` of the number of ones in it."""

    n: int
    value: tuple[Hashable, ...]
    name: str = field(default="", eq=False)

    def instances(self) -> Iterator[Instance]:
        """Every string of n bits."""
        return product((0, 1), repeat=self.n)

    def goal(self, instance: Instance) -> Answer:
        """The value of the number of ones."""
        return self.value[sum(instance)]

    def queries(self, primitive: Primitive) -> Iterator[Query]:
        """Every set of positions that a call may be about."""
        return _positions(self.n, primitive)

    def answer(self, primitive: Primitive, query: Query, instance: Instance) -> Answer:
        """What the call answers on an instance."""
        return _looked(self.name or "a string", primitive, query, instance)


@frozen
class HypothesisProblem:
    """One of N hypotheses is true; asked is which."""

    n: int
    name: str = field(default="", eq=False)

    def instances(self) -> Iterator[Instance]:
        """Each hypothesis."""
        return ((i,) for i in range(self.n))

    def goal(self, instance: Instance) -> Answer:
        """The hypothesis itself."""
        return instance[0]

    def queries(self, primitive: Primitive) -> Iterator[Query]:
        """Every split into parts, as the part of each hypothesis; the parts are numbered by their first member."""
        if isinstance(primitive.asks, Splitting):
            yield from _splits(self.n, primitive.asks.a)

    def answer(self, primitive: Primitive, query: Query, instance: Instance) -> Answer:
        """The part that holds the true hypothesis."""
        if not isinstance(primitive.asks, Splitting):
            raise TypeError(f"{self.name or 'hypotheses'}: need a split into a parts, have {primitive.asks}")
        return query[instance[0]]


@frozen
class PartitionProblem:
    """n items, some of them the same, are hidden; asked is whether all are different.

    An instance names each item by the first that it is the same as.

    >>> len(list(PartitionProblem(4).instances()))
    15
    """

    n: int
    name: str = field(default="", eq=False)

    def instances(self) -> Iterator[Instance]:
        """Every way in which n items can be the same."""

        def grow(so_far: Instance) -> Iterator[Instance]:
            if len(so_far) == self.n:
                yield so_far
                return
            for first in sorted({*so_far, len(so_far)}):
                yield from grow((*so_far, first))

        return grow(())

    def goal(self, instance: Instance) -> Answer:
        """Whether no item is the same as another."""
        return len(set(instance)) == self.n

    def queries(self, primitive: Primitive) -> Iterator[Query]:
        """Every set of items that a call may be about."""
        if isinstance(primitive.asks, Matching):
            k = primitive.asks.k
            for size in range(k if primitive.exactly else 2, k + 1):
                yield from combinations(range(self.n), size)

    def answer(self, primitive: Primitive, query: Query, instance: Instance) -> Answer:
        """Which of the items shown are the same."""
        if not isinstance(primitive.asks, Matching):
            raise TypeError(f"{self.name or 'a partition'}: need match k, have {primitive.asks}")
        return primitive.asks.answer(tuple(instance[i] for i in query))


Problem: TypeAlias = OrderProblem | StringProblem | SymmetricProblem | HypothesisProblem | PartitionProblem


def _positions(n: int, primitive: Primitive) -> Iterator[Query]:
    match primitive.asks:
        case Reading(w):
            for size in range(w if primitive.exactly else 1, w + 1):
                yield from combinations(range(n), size)
        case Pooling():
            for size in range(1, n + 1):
                yield from combinations(range(n), size)


def _looked(who: str, primitive: Primitive, query: Query, instance: Instance) -> Answer:
    if not isinstance(primitive.asks, Reading | Pooling):
        raise TypeError(f"{who}: need read w or pool, have {primitive.asks}")
    return primitive.asks.answer(tuple(instance[i] for i in query))


def _splits(n: int, a: int) -> Iterator[Query]:
    def grow(so_far: tuple[int, ...], used: int) -> Iterator[Query]:
        if len(so_far) == n:
            if used > 1:
                yield so_far
            return
        for part in range(min(used + 1, a)):
            yield from grow((*so_far, part), max(used, part + 1))

    return grow((), 0)
