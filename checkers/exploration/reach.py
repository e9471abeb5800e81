"""Which problems are small enough to be written down: how many instances one has, counted before it is built."""

from __future__ import annotations

from math import comb, factorial

from bounds.problem import Mode, Primitive, Problem
from bounds.setting import ORDERS, Setting, at_size, mode_of, primitives_at, problem_at
from checkers.exploration.refusal import CannotExplore
from checkers.optima.by_instances import CAP

LARGEST = 10**6
"""The largest size that is looked at."""


def count(setting: Setting, n: int) -> int:
    """How many instances the problem of size n has, or would have: CAP + 1 stands for more than CAP."""
    part = 0 if setting.argument is None else at_size(setting.argument, n, {})
    match setting.family:
        case "search":
            return n + 1
        case "merge":
            return comb(n + part, part)
        case "connectivity":
            return _power(2, n * (n - 1) // 2)
        case "read":
            return _power(part, n)
        case "group_testing":
            return _power(2, n)  # all strings are written down, those that cannot occur too
        case "distinguish":
            return n
        case "distinct":
            return _bell(n)
    return (factorial(n) if n < 20 else CAP + 1) if setting.family in ORDERS else _power(2, n)


def _power(base: int, exponent: int) -> int:
    return base**exponent if exponent * base.bit_length() <= 4 * CAP.bit_length() else CAP + 1


def _bell(n: int) -> int:
    """The number of partitions of n items."""
    row = [1]
    while len(row) < n and row[-1] <= CAP:
        grown = [row[-1]]
        for x in row:
            grown.append(grown[-1] + x)
        row = grown
    return row[-1]


def is_listed(setting: Setting) -> bool:
    """Whether every instance is written down: by the problem itself, or by the only engine for the mode."""
    if setting.family in ("connectivity", "read", "group_testing", "distinct"):
        return True
    if setting.mode == "nonadaptive":
        return True
    return setting.mode == "expected" and setting.family not in (
        *ORDERS,
        "threshold",
        "OR",
        "AND",
        "parity",
        "majority",
    )


def smallest(setting: Setting) -> int:
    """The first size of which the family has a problem.

    Raises   CannotExplore when there is none up to 64
    """
    for n in range(1, 65):
        if setting.family == "aggregate" or (is_within(setting, n) and _problem(setting, n) is not None):
            return n
    raise CannotExplore("setting", need="a family with problems of some size up to 64", have=setting.family)


def is_within(setting: Setting, n: int) -> bool:
    """Whether the instances of size n can be written down, if they have to be."""
    return n <= LARGEST and (not is_listed(setting) or count(setting, n) <= CAP)


def game_at(setting: Setting, n: int) -> tuple[Problem, tuple[Primitive, ...], Mode]:
    """The problem of size n, its primitives and the mode.

    Raises   CannotExplore where there is none, or it is too large to be written down
    """
    mode = mode_of(setting)
    if mode is None:
        raise CannotExplore("optima", need="the worst case, nonadaptive or expected, without error", have=setting.mode)
    if not is_within(setting, n):
        raise CannotExplore("optima", need=f"at most {CAP} instances", have=f"more at n = {n}")
    problem = _problem(setting, n)
    if problem is None:
        have = f"none of {setting.family} at n = {n}"
        raise CannotExplore("optima", need="a problem with instances", have=have)
    primitives = primitives_at(setting, n)
    if primitives is None:
        raise CannotExplore("optima", need="calls about instances", have="calls that combine values")
    return problem, primitives, mode


def _problem(setting: Setting, n: int) -> Problem | None:
    try:
        return problem_at(setting, n)
    except ValueError as e:
        raise CannotExplore("setting", need="an integer as argument and size at every n", have=e) from None
