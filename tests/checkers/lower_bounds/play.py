"""Weights found from play on posets of few items, with no rule for an answer: a second way to the same weights."""

from fractions import Fraction
from typing import Any

import z3

from bounds.problem import Primitive
from checkers.lower_bounds.concrete_play import comparing, counted, kinds, queries, reachable
from checkers.optima.canonical import downs
from checkers.optima.posets import answers, told

Row = tuple[int, ...]


def demands(family: str, primitives: tuple[Primitive, ...], most: int) -> tuple[set[Any], set[Row]]:
    """For each call on a poset of few items its price and the falls that answers can lead to; counters when solved."""
    calls: set[Any] = set()
    solved: set[Row] = set()
    for n in range(2, most + 1):
        for ups in reachable(n, primitives, lambda: False):
            before = counted(kinds(ups))
            best, worst = sum(not m for m in ups), sum(not m for m in downs(ups))
            if best == 1 and (family == "max" or worst == 1):
                solved.add(before)
            for primitive in primitives:
                for query in queries(n, primitive):
                    after = [counted(kinds(told(ups, pairs))) for pairs in answers(ups, comparing(primitive), query)]
                    falls = frozenset(tuple(x - y for x, y in zip(before, now, strict=True)) for now in after)
                    calls.add((primitive.price, falls))
    return calls, solved


def weights_from_play(family: str, primitives: tuple[Primitive, ...], most: int) -> tuple[Fraction, Fraction]:
    """The largest slope, and with it the smallest end, of potentials with free items of weight <= 0."""
    calls, solved = demands(family, primitives, most)
    context = z3.Context()
    names = [z3.Real(x, context) for x in "uwlb"]
    end = z3.Real("end", context)
    search = z3.Optimize(ctx=context)

    def total(row: Row) -> Any:
        return z3.Sum([c * x for c, x in zip(row, names, strict=True)])

    search.add([x <= 0 for x in (names[2:] if family == "max" else names[3:])])
    search.add([total(row) <= end for row in solved])
    for price, falls in calls:
        limit = z3.Q(price.numerator, price.denominator, context)
        search.add(z3.Or([total(row) <= limit for row in sorted(falls)], context))
    search.maximize(names[0])
    search.minimize(end)
    assert search.check() == z3.sat
    model = search.model()
    return Fraction(str(model.eval(names[0]).as_fraction())), Fraction(str(model.eval(end).as_fraction()))
