"""What a decomposition costs, by going through every way it can run: an oracle that shares no formula with the library.

Costs of one call are written out below; rounds are made by cutting texts and dealing items; chance and contents are
followed into every branch, each with its probability. Only expressions are evaluated by the library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from itertools import product

from attrs import define, field

from bounds.decomposition import (
    Ask,
    Best,
    Both,
    Choose,
    Chunks,
    Decomposition,
    Each,
    Either,
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
from bounds.expression import Expression, free_variables
from bounds.primitive import Primitive

Costs = dict[Fraction, Fraction]
"""The probability of each cost; of a case that contents decide, each way counts as equally likely."""

MILLION = 10**6
SUMS: dict[str, Callable[[int, int, Primitive, Fraction], Fraction | int]] = {
    "calls": lambda r, w, p, size: 1,
    "tokens_in": lambda r, w, p, size: r,
    "tokens_out": lambda r, w, p, size: w,
    "tokens": lambda r, w, p, size: r + w,
    "work": lambda r, w, p, size: size * sum(r + j for j in range(w)),
    "prefill": lambda r, w, p, size: r,
    "prefill_square": lambda r, w, p, size: r * r,
    "decode": lambda r, w, p, size: sum(r + j for j in range(w)),
    "money": lambda r, w, p, size: (p.price_in * r + p.price_out * w) / MILLION,
}
PATHS = {"depth": lambda r, w, p, size: 1, "span": lambda r, w, p, size: w}
PEAKS = {"peak": lambda r, w, p, size: r + w}
ONE = {**SUMS, **PATHS, **PEAKS}


class TooMany(Exception):
    """More branches or calls than are worth following."""


@define
class Enumeration:
    """The costs of a decomposition at values of its parameters, in one measure."""

    decomposition: Decomposition
    values: Mapping[str, int]
    measure: str
    budget: int = 1_500
    known: dict[tuple[str, tuple[int, ...]], Costs] = field(factory=dict)

    def at(self, *sizes: int) -> Costs:
        """The costs of the system."""
        return self.procedure(self.decomposition.main, sizes)

    def mean(self, *sizes: int) -> Fraction:
        return sum((c * p for c, p in self.at(*sizes).items()), Fraction(0))

    def procedure(self, name: str, sizes: tuple[int, ...]) -> Costs:
        if (name, sizes) not in self.known:
            found = [(p, at) for p in self.decomposition.procedures if p.name == name for at in self.cases(p, sizes)]
            assert len(found) == 1, (name, sizes, found)
            [(p, at)] = found
            self.known[name, sizes] = self.step(p.body, at)
        return self.known[name, sizes]

    def cases(self, p: Procedure, sizes: tuple[int, ...]) -> list[dict[str, int]]:
        names = sorted({v for q in p.patterns for v in free_variables(q)})
        found = []
        for numbers in product(*[sorted({0, *range(max(sizes) + 1)})] * len(names)):
            at = {**self.values, **dict(zip(names, numbers, strict=True))}
            if tuple(self.number(q, at) for q in p.patterns) == sizes and all(self.holds(c, at) for c in p.range):
                found.append(at)
        return found

    def holds(self, c, at) -> bool:
        a, b = self.number(c.left, at), self.number(c.right, at)
        return {"<=": a <= b, ">=": a >= b, "<": a < b, ">": a > b, "==": a == b}[c.relation]

    def number(self, e: Expression, at: Mapping[str, int]) -> Fraction:
        return Fraction(Evaluator(100_000).value(e, at))

    def integer(self, e: Expression, at: Mapping[str, int]) -> int:
        value = self.number(e, at)
        assert value.denominator == 1
        return int(value)

    def step(self, step: Step, at: dict[str, int]) -> Costs:
        self.budget -= 1
        if self.budget < 0:
            raise TooMany
        match step:
            case Nothing():
                return {Fraction(0): Fraction(1)}
            case Ask(name, reads, writes):
                p = self.decomposition.primitive(name)
                r, w = self.integer(reads, at), self.integer(writes, at)
                assert r >= 0 <= w
                return {Fraction(ONE[self.measure](r, w, p, self.number(p.size, self.values))): Fraction(1)}
            case Recurse(name, sizes):
                return self.procedure(name, tuple(self.integer(s, at) for s in sizes))
            case Then(steps):
                return self.together([self.step(s, at) for s in steps], at_once=False)
            case Both(steps):
                return self.together([self.step(s, at) for s in steps], at_once=True)
            case Each(over, body) | Loop(over, body):
                every = [self.step(body, {**at, over.variable: x}) for x in self.every(over, at)]
                return self.together(every, at_once=isinstance(step, Each))
            case Vote(samples, body):
                return self.together([self.step(body, at)] * self.integer(samples, at), at_once=True)
            case Best(of, body, judge):
                return self.together([self.step(Vote(of, body), at), self.step(judge, at)], at_once=False)
            case Either(cases):
                return self.one_of([(Fraction(1, len(cases)), self.step(s, at)) for s in cases])
            case Choose(cases):
                return self.one_of([(self.number(p, at), self.step(s, at)) for p, s in cases])
            case Retry(valid, body, at_most):
                v, most, once = self.number(valid, at), self.integer(at_most, at), self.step(body, at)
                tries = [self.together([once] * k, at_once=False) for k in range(1, most + 1)]
                ends = [(1 - v) ** (k - 1) * (v if k < most else 1) for k in range(1, most + 1)]
                return self.one_of(list(zip(ends, tries, strict=True)))
        raise TypeError(step)

    def every(self, over: Over, at: dict[str, int]) -> list[int]:
        match over:
            case Range(_, lower, upper):
                return list(range(self.integer(lower, at), self.integer(upper, at) + 1))
            case Chunks(_, size, window, overlap):
                return cut(*(self.integer(e, at) for e in (size, window, overlap)))
            case Parts(_, size, count):
                dealt = Counter(i % self.integer(count, at) for i in range(self.integer(size, at)))
                return [dealt[i] for i in range(self.integer(count, at))]
        raise TypeError(over)

    def together(self, parts: list[Costs], *, at_once: bool) -> Costs:
        largest = self.measure in PEAKS or (self.measure in PATHS and at_once)
        combine = max if largest else lambda a, b: a + b

        def joined(a: Costs, b: Costs) -> Costs:
            self.budget -= len(a) * len(b)
            if self.budget < 0:
                raise TooMany
            found: Costs = Counter()
            for (x, p), (y, q) in product(a.items(), b.items()):
                found[combine(x, y)] += p * q
            return found

        return reduce(joined, parts, {Fraction(0): Fraction(1)})

    def one_of(self, cases: list[tuple[Fraction, Costs]]) -> Costs:
        found: Costs = Counter()
        for p, costs in cases:
            for cost, q in costs.items():
                found[cost] += p * q
        return {c: p for c, p in found.items() if p}


def cut(size: int, window: int, overlap: int) -> list[int]:
    """Windows over a text: each begins `overlap` before the end of the one before, until all is covered."""
    found, covered = [], 0
    while covered < size:
        start = covered - overlap if found else 0
        covered = min(start + window, size)
        found.append(covered - start)
    return found
