"""Problems, mixes of primitives and strategies for the tests of optima; agreement of an engine with the oracle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from bounds.known_problems import (
    maximum,
    median,
    minimum_and_maximum,
    second,
    selection,
    sorting,
    top_sequence,
    top_set,
)
from bounds.problem import (
    COMPARE,
    WORST,
    Best,
    BestAndWorst,
    Mode,
    OrderProblem,
    Primitive,
    Reading,
    Sorting,
)
from checkers.optima import by_instances
from checkers.optima.search import Bracket, Contradiction, Search

PRICED = [
    (COMPARE, Primitive(Best(3), price=2)),
    (Primitive(Sorting(3), price=Fraction(3, 2)), COMPARE),
    (Primitive(BestAndWorst(3), exactly=True, price=Fraction(5, 3)), Primitive(Best(2))),
]
COMPARING = [
    (COMPARE,),
    *(
        (Primitive(asks, exactly=exactly),)
        for asks in (Sorting(3), Best(3), BestAndWorst(3))
        for exactly in (True, False)
    ),
    *((Primitive(asks, exactly=exactly),) for asks in (Best(4), BestAndWorst(4)) for exactly in (True, False)),
    *PRICED,
]
"""Mixes of primitives about orders: with and without a mirror image, exactly and at most k, with prices."""


def order_problems(n: int) -> list[OrderProblem]:
    """Every order problem that has a name."""
    tops = [top for k in range(1, n) for top in (top_set(n, k), top_sequence(n, k))]
    return [sorting(n), maximum(n), second(n), median(n), minimum_and_maximum(n), selection(n, n), *tops]


@st.composite
def known_pairs(draw: Any, n: int) -> frozenset[tuple[int, int]]:
    """Pairs without a cycle."""
    order = draw(st.permutations(range(n)))
    pairs = [(order[i], order[j]) for i in range(n) for j in range(i + 1, n)]
    return frozenset(draw(st.lists(st.sampled_from(pairs), max_size=4))) if pairs else frozenset()


@st.composite
def random_orders(draw: Any, least: int = 2, most: int = 4) -> OrderProblem:
    """An order problem: random sets of ranks, random pairs known from the start."""
    n = draw(st.integers(least, most))
    ranks = st.frozensets(st.integers(1, n), max_size=n)
    return OrderProblem(n, tuple(draw(st.lists(ranks, min_size=1, max_size=3))), draw(known_pairs(n)))


PRICES = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2), Fraction(5, 3), Fraction(7, 4)])


@st.composite
def random_mixes(draw: Any) -> tuple[Primitive, ...]:
    """One or two primitives about orders."""
    asks = st.sampled_from(
        [Sorting(2), Sorting(3), Sorting(4), Best(2), Best(3), Best(4), BestAndWorst(3), BestAndWorst(4)]
    )
    one = st.builds(Primitive, asks, exactly=st.booleans(), price=PRICES)
    return tuple(draw(st.lists(one, min_size=1, max_size=2)))


@st.composite
def random_reads(draw: Any) -> tuple[Primitive, ...]:
    """One or two primitives that read."""
    one = st.builds(Primitive, st.builds(Reading, st.integers(1, 3)), exactly=st.booleans(), price=PRICES)
    return tuple(draw(st.lists(one, min_size=1, max_size=2)))


def found(game: Any) -> Fraction | None:
    """The optimum of a game; None when no strategy solves it."""
    last: Bracket | None = None
    for last in Search(game).brackets():  # noqa: B007
        pass
    assert last is not None
    assert last.is_tight
    return None if last.impossible else last.lower


def disagreements(
    engine: Any, cases: Iterable[tuple[Any, Sequence[Primitive]]], mode: Mode = WORST
) -> list[tuple[Any, Any, Fraction | str | None, Fraction | None]]:
    """Where the value of an engine is not the value by instances: problem, primitives, both values.

    An engine that contradicts itself gives what it says of that.
    """
    different = []
    for problem, mix in cases:
        try:
            value = engine(problem, mix)
        except Contradiction as e:
            value = str(e)
        truth = by_instances.optimum(problem, mix, mode)
        if value != truth:
            different.append((problem, mix, value, truth))
    return different
