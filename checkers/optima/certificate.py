"""Certificates of optima: the claim, a strategy and an adversary as plain JSON, for `checkers.kernel.problems.optimum`.

The search may drop items, turn posets over and use bounds; a certificate shows only what it found, in full: posets of
all items, sets of instances, and for every call an answer. `certificate` returns one that the kernel has accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from math import factorial
from typing import Any, TypeAlias

from bounds.known_problems import sorting
from bounds.problem import (
    COMPARE,
    Best,
    BestAndWorst,
    HypothesisProblem,
    OrderProblem,
    Pooling,
    Primitive,
    Problem,
    Reading,
    Sorting,
    Splitting,
    StringProblem,
    SymmetricProblem,
)
from checkers import kernel
from checkers.kernel.problems.optimum import FORMAT
from checkers.optima import by_instances, merge_insertion
from checkers.optima.mask_tables import mask_adversary, mask_strategy
from checkers.optima.masks import Masks
from checkers.optima.poset_tables import PosetTables
from checkers.optima.posets import Posets
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import NEVER, Contradiction, Search, drain

Json: TypeAlias = Any
WHO = "optima/certificate"
SMALL = 24
"""A problem of so many instances is also solved by them."""


def certificate(
    problem: Problem, primitives: Sequence[Primitive], seconds: float | None = None
) -> tuple[dict[str, Json], dict[str, Json]] | None:
    """The claim of the tightest bracket that `seconds` allow, and its certificate; None when there is no strategy.

    Raises   OutOfReach; Rejected when the certificate does not prove the claim, and Contradiction when the claim is
             not what a small problem's instances say: errors of the search
    """
    is_order = isinstance(problem, OrderProblem)
    game: Any = Posets(problem, primitives) if isinstance(problem, OrderProblem) else Masks(problem, primitives)
    search: Search[Any] = Search(game)
    for bracket in search.brackets():
        if bracket.is_tight or (seconds is not None and bracket.seconds > seconds):
            break
    start = game.start()
    lower, upper = search.least(start), search.upper.get(start)
    if lower >= NEVER:
        return None
    claim = {
        "format": FORMAT,
        "problem": problem_to_json(problem),
        "primitives": [primitive_to_json(p) for p in primitives],
        "lower": str(game.unit * lower),
        "upper": None if upper is None else str(game.unit * upper),
    }
    tables = PosetTables(search) if is_order else None
    if tables:
        strategy, adversary = tables.strategy() if upper is not None else None, tables.adversary(lower)
    else:
        strategy, adversary = mask_strategy(search) if upper is not None else None, mask_adversary(search, lower)
    proof = {"format": FORMAT, "claim": claim, "strategy": strategy, "adversary": adversary}
    kernel.check(claim, proof)
    _require_agreement(problem, primitives, game.unit * lower, None if upper is None else game.unit * upper)
    return claim, proof


def strategy_within(
    problem: Problem, primitives: Sequence[Primitive], cost: Fraction, strictly: bool, until: float
) -> tuple[Fraction, list[Json]] | None:
    """What some strategy costs, below `cost` (or at most so much), and its table; None when there is none.

    Raises   TimeoutError when time.monotonic() passes `until`; OutOfReach
    """
    is_order = isinstance(problem, OrderProblem)
    game: Any = Posets(problem, primitives) if isinstance(problem, OrderProblem) else Masks(problem, primitives)
    search: Search[Any] = Search(game)
    start = game.start()
    budget = -(-cost // game.unit) - 1 if strictly else cost // game.unit
    if not drain(search.is_enough(start, int(budget)), until):
        return None
    table = PosetTables(search, until).strategy() if is_order else mask_strategy(search)
    return game.unit * search.upper[start], table


def _require_agreement(
    problem: Problem, primitives: Sequence[Primitive], lower: Fraction, upper: Fraction | None
) -> None:
    """A small problem is also solved by its instances."""
    if len(list(islice(problem.instances(), SMALL + 1))) <= SMALL:
        value = by_instances.optimum(problem, primitives)
        if value is None or not lower <= value or (upper is not None and value > upper):
            raise Contradiction(f"{value} by instances, not in [{lower}, {upper}]")


def sorting_certificate(n: int) -> tuple[dict[str, Json], dict[str, Json]]:
    """The claim that sorting n items takes at least log2(n!) comparisons and merge insertion's at most, and its proof.

    No search: the two meet for n <= 11, 20 and 21.
    """
    problem = sorting(n)
    lower, upper = (factorial(n) - 1).bit_length(), merge_insertion.comparisons(n)
    claim = {
        "format": FORMAT,
        "problem": problem_to_json(problem),
        "primitives": [primitive_to_json(COMPARE)],
        "lower": str(lower),
        "upper": str(upper),
    }
    row = {"known": [], "cost": str(lower), "leaf": {"ends": "goals", "rank": 1}, "replies": []}
    strategy = merge_insertion.strategy(n)
    proof = {"format": FORMAT, "claim": claim, "strategy": strategy, "adversary": [row]}
    kernel.check(claim, proof)
    return claim, proof


def problem_to_json(problem: Problem) -> dict[str, Json]:
    """A problem as the kernel reads it; goals become numbers, in order of their first instance."""
    match problem:
        case OrderProblem(n, asked, known):
            return {"kind": "order", "n": n, "asked": [sorted(r) for r in asked], "known": sorted(map(list, known))}
        case SymmetricProblem(n, value):
            return {"kind": "symmetric", "n": n, "value": _numbered(value)}
        case HypothesisProblem(n):
            return {"kind": "hypotheses", "n": n}
        case StringProblem(n, value, possible, symbols):
            occurs = [int(p) for p in possible or (True,) * symbols**n]
            return {"kind": "string", "n": n, "symbols": symbols, "value": _numbered(value), "possible": occurs}
    raise OutOfReach(WHO, need="a problem of bounds.problem", have=type(problem).__name__)


def primitive_to_json(primitive: Primitive) -> dict[str, Json]:
    """A primitive as the kernel reads it."""
    if primitive.noise:
        raise OutOfReach(WHO, need="no noise", have=primitive)
    match primitive.asks:
        case Sorting(k):
            asks, size = "sort", k
        case Best(k):
            asks, size = "best", k
        case BestAndWorst(k):
            asks, size = "best-and-worst", k
        case Reading(w):
            asks, size = "read", w
        case Pooling():
            asks, size = "pool", 1
        case Splitting(a):
            asks, size = "split", a
    price = str(Fraction(primitive.price))
    return {"asks": asks, "k": size, "exactly": primitive.exactly, "price": price, "lies": primitive.lies}


def _numbered(values: Sequence[object]) -> list[int]:
    names: dict[object, int] = {}
    return [names.setdefault(value, len(names)) for value in values]
