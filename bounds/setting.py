"""Settings: a family of problems, one for each size n, and the calls that may solve it. What a lower bound is about.

The text is `problem FAMILY by CALL, ... with TRAIT, ...`:

    problem second by compare
    problem min_and_max by compare at 1, best_and_worst(5) at 2
    problem distinguish by split(2) with lies 1

checkers/kernel/problems/setting.py lists the families and says what each means; `problem_at` gives the problem of one
size, as `bounds.problem` states it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from bounds import known_problems as known
from bounds.evaluation import Evaluator
from bounds.expression import Call, Expression, Number, Variable
from bounds.problem import (
    Best,
    BestAndWorst,
    Matching,
    Mode,
    Pooling,
    Primitive,
    Problem,
    Reading,
    Sorting,
    Splitting,
)

Asks: TypeAlias = Literal["sort", "best", "best_and_worst", "read", "pool", "split", "match", "combine"]
Counted: TypeAlias = Literal["worst", "nonadaptive", "expected", "rounds"]

ORDERS = ("sort", "max", "min_and_max", "second", "median", "select", "top_set", "top_sequence", "merge", "search")
STRINGS = ("threshold", "OR", "AND", "parity", "majority", "read", "connectivity", "group_testing")
FAMILIES = (*ORDERS, *STRINGS, "distinguish", "distinct", "aggregate")
WITH_ARGUMENT = ("select", "top_set", "top_sequence", "merge", "threshold", "read", "group_testing")
ASKS: tuple[Asks, ...] = ("sort", "best", "best_and_worst", "read", "pool", "split", "match", "combine")
COSTS: dict[Counted, str] = {"worst": "calls", "nonadaptive": "calls", "expected": "expected_calls", "rounds": "rounds"}
"""What a strategy costs, by what is counted."""

ZERO, ONE = Number(Fraction(0)), Number(Fraction(1))
STEPS = 10_000


@frozen
class CallKind:
    """One kind of call: what it asks, about how many items, positions or parts, and its price.

    `exactly`  about exactly so many; otherwise at most
    """

    asks: Asks
    size: Expression = ONE
    exactly: bool = False
    price: Fraction = field(default=Fraction(1), converter=Fraction)


@frozen
class Setting:
    """A family of problems, the calls that may solve it, and what is counted.

    `lies`   how many answers may be wrong in all
    `noise`  the probability of a wrong answer, each call alone, any of the wrong ones as likely: assumed
    `error`  the probability with which the result may be wrong
    """

    family: str
    calls: tuple[CallKind, ...]
    argument: Expression | None = None
    mode: Counted = "worst"
    lies: int = 0
    noise: Expression = ZERO
    error: Expression = ZERO

    @property
    def cost(self) -> str:
        """The name of what is counted."""
        return COSTS[self.mode]

    @property
    def subject(self) -> Call:
        """The cost at n, as a claim names it."""
        return Call(self.cost, (Variable("n"),))


def at_size(e: Expression, n: int, values: Mapping[str, Fraction]) -> int:
    """The integer that an argument or a size of a call is.

    Raises   ValueError when it is none
    """
    found = Evaluator(STEPS).value(e, {"n": Fraction(n), **values})
    if not isinstance(found, int | Fraction) or Fraction(found).denominator != 1:
        raise ValueError(f"setting: need an integer, have {found}")
    return int(found)


def problem_at(setting: Setting, n: int, values: Mapping[str, Fraction] | None = None) -> Problem | None:
    """The problem of size n; None where the family has none of that size, or its problems are no sets of instances."""
    given = values or {}
    part = None if setting.argument is None else at_size(setting.argument, n, given)
    if n < 1 or (part is not None and part < 1):
        return None
    if setting.family in ("second", "min_and_max") and n < 2:
        return None
    if setting.family in ("select", "top_set", "top_sequence", "threshold", "group_testing") and part and part > n:
        return None
    simple: dict[str, Callable[[int], Problem]] = {
        "sort": known.sorting, "max": known.maximum, "min_and_max": known.minimum_and_maximum, "second": known.second,
        "median": known.median, "parity": known.parity, "connectivity": known.connectivity,
        "distinguish": known.distinguish, "distinct": known.distinct,
    }  # fmt: skip
    if setting.family in simple:
        return simple[setting.family](n)
    thresholds = {"OR": 1, "AND": n, "majority": n // 2 + 1}
    if setting.family in thresholds:
        return known.threshold(n, thresholds[setting.family])
    if setting.family == "search":
        return known.merging(1, n)
    if part is None:
        return None
    match setting.family:
        case "merge":
            return known.merging(part, n)
        case "read":
            return known.identical(n, part)
    taken: dict[str, Callable[[int, int], Problem]] = {
        "select": known.selection, "top_set": known.top_set, "top_sequence": known.top_sequence,
        "threshold": known.threshold, "group_testing": known.group_testing,
    }  # fmt: skip
    return taken[setting.family](n, part)


def primitives_at(
    setting: Setting, n: int, values: Mapping[str, Fraction] | None = None
) -> tuple[Primitive, ...] | None:
    """The primitives, with numbers for the parameters; None where some are not of `bounds.problem`."""
    given = values or {}
    found = []
    for kind in setting.calls:
        if kind.asks == "combine":
            return None
        k = at_size(kind.size, n, given)
        records = {
            "sort": Sorting, "best": Best, "best_and_worst": BestAndWorst, "read": Reading, "split": Splitting,
            "match": Matching,
        }  # fmt: skip
        asks = Pooling() if kind.asks == "pool" else records[kind.asks](k)
        noise = Evaluator(STEPS).value(setting.noise, dict(given))
        exactly = kind.exactly or (k == 2 and kind.asks != "read")  # of items 2 is the least; of positions 1
        found.append(Primitive(asks, exactly, kind.price, Fraction(noise), setting.lies))  # type: ignore[arg-type]
    return tuple(found)


def mode_of(setting: Setting) -> Mode | None:
    """The mode, as `bounds.problem` has it; None where it has none such."""
    if setting.mode == "nonadaptive":
        return Mode(rounds=1)
    return Mode(setting.mode) if setting.mode in ("worst", "expected") and setting.error == ZERO else None
