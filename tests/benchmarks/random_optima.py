"""Random problems: every engine against the minimax over instances, and certificates against both.

    python -m tests.benchmarks.random_optima --items 5 --seconds 60 --seed 1

Orders of --items items (random ranks asked, random pairs known), strings, hypotheses with lies; random primitives,
exactly and at most k, random prices. Exit 1 when a value differs; the problem is printed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from fractions import Fraction
from random import Random
from typing import Any

from bounds.problem import (
    Best,
    BestAndWorst,
    HypothesisProblem,
    Mode,
    OrderProblem,
    Pooling,
    Primitive,
    Reading,
    Sorting,
    Splitting,
    StringProblem,
    SymmetricProblem,
)
from checkers.optima import by_instances
from checkers.optima.certificate import certificate
from checkers.optima.engines import optimum

COMPARING = [Sorting(2), Sorting(3), Sorting(4), Best(2), Best(3), Best(4), BestAndWorst(3), BestAndWorst(4)]
PRICES = [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(5, 3), Fraction(7, 4)]
PATIENCE = 40
"""Seconds for the minimax over instances of one problem; then it is left out."""


def primitives(chance: Random, asks: list[Any], lies: int = 0) -> list[Primitive]:
    """One or two of the kinds."""
    return [
        Primitive(chance.choice(asks), exactly=chance.random() < 0.5, price=chance.choice(PRICES), lies=lies)
        for _ in range(chance.choice((1, 1, 2)))
    ]


def order(chance: Random, n: int) -> OrderProblem:
    """Random sets of ranks, or single ranks; pairs known from the start."""
    if chance.random() < 0.6:
        asked = [
            frozenset(r for r in range(1, n + 1) if chance.random() < 0.5) for _ in range(chance.choice((1, 1, 2, 3)))
        ]
    else:
        asked = [frozenset({r}) for r in chance.sample(range(1, n + 1), chance.choice((1, 2, n)))]
    line = chance.sample(range(n), n)
    share = 0.15 if n < 6 else 0.3
    known = {(line[i], line[j]) for i in range(n) for j in range(i + 1, n) if chance.random() < share}
    return OrderProblem(n, tuple(asked), frozenset(known))


def drawn(chance: Random, n: int) -> tuple[Any, list[Primitive]]:
    """A problem and a mix of primitives for it."""
    kind = chance.random()
    if kind < 0.7:
        return order(chance, n), primitives(chance, COMPARING)
    reads = primitives(chance, [Reading(1), Reading(2), Reading(3)])
    if kind < 0.8:
        return SymmetricProblem(n, tuple(chance.randrange(3) for _ in range(n + 1))), reads
    if kind < 0.9:
        size = chance.randrange(2, 5)
        possible = [chance.random() < 0.7 for _ in range(2**size)]
        possible[chance.randrange(2**size)] = True
        value = tuple(chance.randrange(3) for _ in range(2**size))
        return StringProblem(size, value, tuple(possible)), chance.choice([reads, [Primitive(Pooling())]])
    lies = chance.randrange(2)
    splits = primitives(chance, [Splitting(2), Splitting(3)], lies)
    return HypothesisProblem(chance.randrange(1, 5 if lies else 7)), splits


def difference(chance: Random, problem: Any, mix: list[Primitive], counts: Counter[str]) -> str:
    """How the engine, or a certificate, differs from the minimax over instances; "" when they agree."""
    is_expected = chance.random() < 0.2 and not mix[0].lies
    mode = Mode("expected") if is_expected else Mode()
    try:
        truth = by_instances.optimum(problem, mix, mode, seconds=PATIENCE)
    except by_instances.TimeIsUp:
        counts["left out"] += 1
        return ""
    found = optimum(problem, mix, mode)
    counts["expected" if is_expected else "worst case"] += 1
    value = None if found.impossible else found.lower
    if value != truth:
        return f"{value}, by instances {truth}"
    if truth is not None and not is_expected and chance.random() < 0.3:
        made = certificate(problem, mix)
        counts["certificates"] += 1
        if made is None or not Fraction(made[0]["lower"]) == Fraction(made[0]["upper"]) == truth:
            return f"certificate {made and made[0]}, by instances {truth}"
    return ""


def main(argv: list[str] | None = None) -> int:
    """Draw and compare until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--items", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    chance, until = Random(options.seed), time.monotonic() + options.seconds
    counts: Counter[str] = Counter()
    different = 0
    while time.monotonic() < until:
        problem, mix = drawn(chance, options.items)
        said = difference(chance, problem, mix, counts)
        if said:
            different += 1
            print(f"DIFFERS  {problem}  {mix}  {said}", flush=True)
    print(f"{', '.join(f'{n} {kind}' for kind, n in sorted(counts.items()))}; {different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
