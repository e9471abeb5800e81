"""Weights for rule win-loss with the largest bound, found by z3 (exact rationals), for any mix of calls and prices.

For every kind of call and every pattern of items shown (of each of the four kinds none, one, or more) some admissible
answer must let the potential fall by at most the price: a disjunction per pattern, over the same answers as in
`checkers.kernel.problems.rules.win_loss`. The slope u is made as large as can be, then the end e as small. Ties are
broken (w and l close together, then l and b large), so that the weights are one function of the size k: for a parameter
k they are found at several k, and rational functions with one denominator are fitted to them exactly. The kernel then
checks those for all k. In the literature known to us nobody states the formula that comes out for min_and_max by best
and worst of k, or by sort k: (k+1)*n/(k*(k-1)) - 2/(k-1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any, TypeAlias

from attrs import frozen

from bounds.evaluation import Evaluator
from bounds.expression import Number, Variable
from bounds.setting import CallKind, Setting
from checkers.lower_bounds.rational_fit import Polynomial, fitted

Row: TypeAlias = tuple[int, int, int, int]
"""By how much the potential falls: the coefficients of u, w, l, b."""
Answers: TypeAlias = tuple[frozenset[Row], ...]
"""The admissible rules for an answer, each with the falls it can lead to."""
Asked: TypeAlias = tuple[str, int, Fraction]
"""A kind of call with a number for its size: what it asks, of how many at most, at what price."""

U, W, L, B = range(4)
AFTER_WIN, AFTER_LOSS = (W, W, B, B), (L, B, L, B)
MOST_STEPS = 4_000_000
"""Limit of z3's own steps for one set of weights."""
SAMPLES, DEGREE = (4, 6, 9), 4
"""At how many sizes k weights are fitted: at more when the kernel refused what fits at fewer."""


@frozen
class Weights:
    """A potential u*#u + w*#w + l*#l + b*#b over items that never met, only won, only lost, did both."""

    u: Fraction
    w: Fraction
    l: Fraction  # noqa: E741  the kernel's name
    b: Fraction

    def all(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """The four, in the order of the kernel."""
        return self.u, self.w, self.l, self.b

    def proof(self) -> dict[str, Any]:
        """The weights as a proof for rule win-loss."""
        u, w, lost, b = ([str(x)] for x in self.all())
        return {"u": u, "w": w, "l": lost, "b": b, "scale": ["1"]}

    def end(self, family: str) -> Fraction:
        """What the potential is at most where the problem is solved."""
        return self.w if family == "max" else self.w + self.l


def applies(setting: Setting) -> bool:
    """Whether rule win-loss can say something about a setting."""
    plain = setting.lies == 0 and setting.noise == setting.error == Number(Fraction(0))
    asks = all(kind.asks in ("sort", "best", "best_and_worst") for kind in setting.calls)
    return setting.family in ("max", "min_and_max") and plain and asks and setting.mode in ("worst", "nonadaptive")


def size_parameter(setting: Setting) -> str | None:
    """The one parameter that is the size of a call; None where all sizes are numbers.

    Raises   ValueError for several, or for a size that is neither
    """
    names = {kind.size.name for kind in setting.calls if isinstance(kind.size, Variable)}
    if len(names) > 1:
        raise ValueError(f"synthesis: need one parameter at most as a size, have {', '.join(sorted(names))}")
    return next(iter(names), None)


def at_sizes(calls: tuple[CallKind, ...], values: Mapping[str, int]) -> tuple[Asked, ...]:
    """The calls with numbers for their sizes."""
    found = []
    for kind in calls:
        size = Evaluator(100).value(kind.size, {name: Fraction(k) for name, k in values.items()})
        if not isinstance(size, int | Fraction) or Fraction(size).denominator != 1:
            raise ValueError(f"synthesis: need an integer as size, have {size}")
        found.append((kind.asks, int(size), kind.price))
    return tuple(found)


# --- what must hold ------------------------------------------------------------------------------------------------


def falls(asks: str, shown: Row, best: int, worst: int) -> Row:
    """By how much the potential falls when the best and the worst of the items shown are of these kinds."""
    row = list(shown)
    left = list(shown)
    left[best] -= 1
    row[AFTER_WIN[best]] -= 1
    if asks == "best":
        for kind in range(4):
            row[AFTER_LOSS[kind]] -= left[kind]
        return row[0], row[1], row[2], row[3]
    left[worst] -= 1
    row[AFTER_LOSS[worst]] -= 1
    row[B] -= sum(left)
    return row[0], row[1], row[2], row[3]


def all_rules(asks: str, levels: Row) -> Iterator[list[tuple[int, int]]]:
    """For each rule by which one may answer, the kinds of the best and the worst item it can lead to.

    An item that never lost may be called the best, one that never won the worst; else any answer may come.
    """
    present = [i for i in range(4) if levels[i]]
    bests = [present, *([i] for i in (U, W) if levels[i])]
    worsts = [present, *([i] for i in (U, L) if levels[i])]
    if asks == "best":
        yield from ([(i, i) for i in best] for best in bests)
        return
    for best, worst in product(bests, worsts):
        both = [(p, q) for p in best for q in worst if p != q or levels[p] == 2]
        if both:
            yield both


def all_shown(levels: Row, size: int) -> list[Row]:
    """The corners of the numbers shown: as few as can be, or `size` in all by more of one kind."""
    more = size - sum(levels)
    corners = [levels]
    for i in range(4):
        if levels[i] == 2 and more:
            corner = [*levels]
            corner[i] += more
            corners.append((corner[0], corner[1], corner[2], corner[3]))
    return corners


@cache
def all_steps(asks: str, size: int) -> tuple[Answers, ...]:
    """For each pattern of items shown the admissible rules, without those that another one is never worse than."""
    steps: dict[Answers, None] = {}
    for u, w, lost, b in product(range(3), repeat=4):
        levels = (u, w, lost, b)
        if not 2 <= sum(levels) <= size:
            continue
        corners = all_shown(levels, size)
        rules = {
            frozenset(falls(asks, shown, p, q) for p, q in rule for shown in corners)
            for rule in all_rules(asks, levels)
        }
        best = sorted((r for r in rules if not any(other < r for other in rules)), key=sorted)
        if frozenset({(0, 0, 0, 0)}) not in best:
            steps[tuple(best)] = None
    return tuple(steps)


# --- weights -------------------------------------------------------------------------------------------------------


@cache
def best_weights(family: str, calls: tuple[Asked, ...], at: Fraction | None = None) -> Weights | None:
    """The weights with the largest slope u, and of those with the smallest end; `at` n, those with the largest bound.

    Needs    max or min_and_max; sizes >= 2
    Gives    None when z3 gave up, or no bound is the largest
    """
    import z3

    context = z3.Context()  # in a shared one the model found depends on every question asked before
    names = [z3.Real(name, context) for name in "uwlb"]
    u, w, lost, b = names
    search = z3.Optimize(ctx=context)
    search.set("rlimit", MOST_STEPS)
    search.add(b <= 0, *([lost <= 0] if family == "max" else []))
    end = w if family == "max" else w + lost

    def total(row: Row) -> Any:
        parts = [c * x for c, x in zip(row, names, strict=True) if c]
        return z3.Sum(parts) if len(parts) > 1 else parts[0]

    for asks, size, price in calls:
        limit = z3.Q(price.numerator, price.denominator, context)
        for rules in all_steps(asks, size):
            ways = [z3.And([total(row) <= limit for row in sorted(rule) if any(row)], context) for rule in rules]
            search.add(z3.Or(ways, context) if len(ways) > 1 else ways[0])
    apart = z3.Real("apart", context)
    search.add(apart >= w - lost, apart >= lost - w)
    goals = [u, -end] if at is None else [u * z3.Q(at.numerator, at.denominator, context) - end]
    first = [search.maximize(goal) for goal in [*goals, -apart, lost, b]]
    if search.check() != z3.sat or "oo" in str(first[0].upper()):
        return None
    model = search.model()
    u_, w_, l_, b_ = (Fraction(str(model.eval(x, True).as_fraction())) for x in names)
    return Weights(u_, w_, l_, b_)


@frozen
class Family:
    """Weights over a scale, as polynomials in the size k: a guess for every k, until the kernel has checked it."""

    weights: tuple[Polynomial, ...]
    scale: Polynomial

    def proof(self) -> dict[str, Any]:
        """The weights as a proof for rule win-loss."""
        parts = [[str(c) for c in p] for p in (*self.weights, self.scale)]
        return dict(zip(("u", "w", "l", "b", "scale"), parts, strict=True))


def fitted_weights(setting: Setting, name: str, low: int) -> Iterator[Family]:
    """Weights for every k >= low, fitted to the best weights at few k, then at more.

    Gives    none when some k has none, or they are no rational function of k
    """
    values: dict[int, tuple[Fraction, ...]] = {}
    tried: list[Family] = []
    for count in SAMPLES:
        for k in range(low + len(values), low + count):
            found = best_weights(setting.family, at_sizes(setting.calls, {name: k}))
            if found is None:
                return
            values[k] = found.all()
        fit = fitted(values, DEGREE)
        if fit is not None and Family(tuple(fit[0]), fit[1]) not in tried:
            tried.append(Family(tuple(fit[0]), fit[1]))
            yield tried[-1]
