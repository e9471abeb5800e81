"""Costs that are certainly enough, at any size: of strategies known for a family. A conjecture above one is false."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from bounds.setting import ONE, ORDERS, CallKind, Setting, at_size

Cost = Callable[[int], Fraction]


class CertainCosts:
    """The least cost known to be enough at each size, and by which strategy; merge insertion's is summed up once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._sorting = [0]
        known = _strategies(setting, self.sorting)
        self.strategies: tuple[tuple[str, Cost], ...] = known

    def at(self, n: int) -> tuple[Fraction, str] | None:
        """A cost that is enough at n >= 2, and the strategy; None when none is known."""
        if n < 2:
            return None
        return min(((cost(n), name) for name, cost in self.strategies), default=None)

    def sorting(self, n: int) -> int:
        """How many comparisons merge insertion makes."""
        while len(self._sorting) <= n:
            i = len(self._sorting)
            self._sorting.append(self._sorting[-1] + (-(-3 * i // 4) - 1).bit_length())
        return self._sorting[n]


def _strategies(s: Setting, sorting: Callable[[int], int]) -> tuple[tuple[str, Cost], ...]:
    if s.mode not in ("worst", "expected") or s.lies or any(getattr(e, "value", 1) for e in (s.noise, s.error)):
        return ()
    found = [strategy for kind in s.calls for strategy in _by_kind(s, kind, at_size(kind.size, 1, {}), sorting)]
    return tuple(found)


def _by_kind(s: Setting, kind: CallKind, k: int, sorting: Callable[[int], int]) -> list[tuple[str, Cost]]:
    """The strategies that make one kind of calls only; a call about exactly k > 2 items is not used for fewer."""
    p = kind.price
    if kind.exactly and k > (1 if kind.asks == "read" else 2):
        return []
    if s.family in ORDERS:
        return _of_orders(s, p, k, sorting)
    match s.family, kind.asks:
        case "connectivity", "read":
            return [("reading every edge", lambda n: p * -(-(n * (n - 1) // 2) // k))]
        case (("threshold" | "OR" | "AND" | "parity" | "majority" | "read"), "read"):
            return [("reading everything", lambda n: p * -(-n // k))]
        case "distinguish", "split":
            return [("splitting evenly", lambda n: p * ceil_log(n, k))]
        case "distinct", "match":
            return [("matching every pair", lambda n: p * (n * (n - 1) // 2))]
        case "group_testing", "pool":
            return [("testing each", lambda n: p * n)]
    return []


def _of_orders(s: Setting, p: Fraction, k: int, sorting: Callable[[int], int]) -> list[tuple[str, Cost]]:
    match s.family:
        case "search":
            return [("halving", lambda n: p * ceil_log(n + 1, 2))]
        case "merge":
            m = ONE if s.argument is None else s.argument
            return [("merging from one end", lambda n: p * (n + at_size(m, n, {}) - 1))]
    found: list[tuple[str, Cost]] = [("merge insertion", lambda n: p * sorting(n))]
    match s.family:
        case "max":
            found.append(("a tournament", lambda n: p * -(-(n - 1) // (k - 1))))
        case "min_and_max":
            found.append(("pairs first", lambda n: p * (-(-3 * n // 2) - 2)))
        case "second":
            found.append(("a tournament, then those that lost to its winner", lambda n: p * (n - 2 + ceil_log(n, 2))))
    return found


def ceil_log(x: int, base: int) -> int:
    """The least t with base^t >= x >= 1."""
    t, power = 0, 1
    while power < x:
        t, power = t + 1, power * base
    return t
