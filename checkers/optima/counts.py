"""Functions of the number of ones, by reading: what is known is how many ones and how many zeros were seen.

Which positions were read cannot matter, and reading more at the same price tells no less; so the optimum is a table
over the two counts. With all strings equally likely the unread bits are fair coins, which gives expected costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb

from bounds.problem import WORST, Mode, Primitive, Reading, SymmetricProblem
from checkers.optima.refusal import OutOfReach

WHO = "optima/counts"


def costs(problem: SymmetricProblem, primitives: Sequence[Primitive], mode: Mode = WORST) -> Iterator[Fraction | None]:
    """None for each step of the table, and at last the optimum.

    Raises   OutOfReach unless the calls read, without lies or noise, in any number of rounds
    """
    reads = [(min(_width(p), problem.n), p.price) for p in primitives if not (p.exactly and _width(p) > problem.n)]
    if mode.rounds is not None or mode.error:
        raise OutOfReach(WHO, need="no limit of rounds, no error", have=mode, attempt="by_instances")
    n, is_worst = problem.n, mode.cost == "worst"
    ends = _runs(problem.value)
    layers: list[list[Fraction | None]] = []
    for unread in range(n + 1):
        layer: list[Fraction | None] = []
        for ones in range(n - unread + 1):
            if ends[ones] >= ones + unread:
                layer.append(Fraction(0))
                continue
            best: Fraction | None = None
            for width, price in reads:
                step = min(width, unread)
                after = [c for c in layers[unread - step][ones : ones + step + 1] if c is not None]
                rest = max(after) if is_worst else sum(comb(step, i) * c for i, c in enumerate(after)) / 2**step
                best = price + rest if best is None else min(best, price + rest)
            layer.append(best)
        layers.append(layer)
        yield None
    yield layers[n][0]


def optimum(problem: SymmetricProblem, primitives: Sequence[Primitive], mode: Mode = WORST) -> Fraction | None:
    """The least cost of a strategy; None when no call can be made.

    >>> from bounds.known_problems import parity
    >>> optimum(parity(5), [Primitive(Reading(2))])
    Fraction(3, 1)
    """
    last = None
    for last in costs(problem, primitives, mode):  # noqa: B007
        pass
    return last


def _runs(value: Sequence[object]) -> list[int]:
    """For each number of ones, the last one up to which the value stays the same."""
    ends = list(range(len(value)))
    for i in range(len(value) - 2, -1, -1):
        if value[i] == value[i + 1]:
            ends[i] = ends[i + 1]
    return ends


def _width(primitive: Primitive) -> int:
    if not isinstance(primitive.asks, Reading) or primitive.asks.w < 1:
        raise OutOfReach(WHO, need="read w >= 1 positions", have=primitive.asks, attempt="by_instances")
    if primitive.noise or primitive.lies or primitive.price <= 0:
        raise OutOfReach(WHO, need="answers that are right, a price above 0", have=primitive, attempt="by_instances")
    return primitive.asks.w
