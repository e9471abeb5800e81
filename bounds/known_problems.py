"""The problems that have names, for each size n."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product

from bounds.problem import HypothesisProblem, OrderProblem, PartitionProblem, StringProblem, SymmetricProblem


def _ranks(*ranks: int) -> frozenset[int]:
    return frozenset(ranks)


def sorting(n: int) -> OrderProblem:
    """The whole order."""
    return OrderProblem(n, tuple(_ranks(r) for r in range(1, n + 1)), name="sort")


def maximum(n: int) -> OrderProblem:
    """The largest item."""
    return OrderProblem(n, (_ranks(n),), name="max")


def minimum_and_maximum(n: int) -> OrderProblem:
    """The smallest and the largest item."""
    return OrderProblem(n, (_ranks(1), _ranks(n)), name="min and max")


def second(n: int) -> OrderProblem:
    """The second largest item."""
    return OrderProblem(n, (_ranks(n - 1),), name="second")


def selection(n: int, t: int) -> OrderProblem:
    """The t-th largest item."""
    return OrderProblem(n, (_ranks(n + 1 - t),), name=f"select {t}")


def median(n: int) -> OrderProblem:
    """The ceil(n/2)-th largest item."""
    return selection(n, (n + 1) // 2)


def top_set(n: int, k: int) -> OrderProblem:
    """The k largest items, in no order."""
    return OrderProblem(n, (frozenset(range(n - k + 1, n + 1)),), name=f"top {k} as a set")


def top_sequence(n: int, k: int) -> OrderProblem:
    """The k largest items, in order."""
    return OrderProblem(n, tuple(_ranks(r) for r in range(n - k + 1, n + 1)), name=f"top {k} in order")


def merging(m: int, n: int) -> OrderProblem:
    """The whole order, when that of the first m items and that of the last n are known."""
    chains = [(i, i + 1) for i in range(m - 1)] + [(m + i, m + i + 1) for i in range(n - 1)]
    size = m + n
    return OrderProblem(size, tuple(_ranks(r) for r in range(1, size + 1)), frozenset(chains), f"merge {m} and {n}")


def symmetric(n: int, value: Callable[[int], int], name: str = "symmetric") -> SymmetricProblem:
    """A function of the number of ones among n bits."""
    return SymmetricProblem(n, tuple(value(ones) for ones in range(n + 1)), name)


def threshold(n: int, t: int) -> SymmetricProblem:
    """Whether at least t of n bits are 1."""
    return symmetric(n, lambda ones: int(ones >= t), f"threshold {t}")


def parity(n: int) -> SymmetricProblem:
    """Whether the number of ones is odd."""
    return symmetric(n, lambda ones: ones % 2, "parity")


def boolean(table: tuple[int, ...]) -> StringProblem:
    """Any Boolean function, by its table."""
    n = (len(table) - 1).bit_length()
    if len(table) != 1 << n:
        raise ValueError(f"boolean: need a table of 2^n values, have {len(table)}")
    return StringProblem(n, table, name="Boolean function")


def connectivity(vertices: int) -> StringProblem:
    """Whether a graph is connected; the positions are its possible edges."""
    edges = list(combinations(range(vertices), 2))
    return StringProblem(
        len(edges), tuple(map(_connected(vertices), product((0, 1), repeat=len(edges)))), name="connectivity"
    )


def _connected(vertices: int) -> Callable[[tuple[int, ...]], int]:
    edges = list(combinations(range(vertices), 2))

    def is_connected(bits: tuple[int, ...]) -> int:
        parent = list(range(vertices))

        def top(v: int) -> int:
            while parent[v] != v:
                v = parent[v]
            return v

        for (a, b), bit in zip(edges, bits, strict=True):
            if bit:
                parent[top(a)] = top(b)
        return int(len({top(v) for v in range(vertices)}) == 1)

    return is_connected


def group_testing(n: int, defective: int) -> StringProblem:
    """Which `defective` of n items are defective."""
    strings = list(product((0, 1), repeat=n))
    return StringProblem(n, tuple(strings), tuple(sum(s) == defective for s in strings), name=f"{defective} defective")


def distinguish(n: int) -> HypothesisProblem:
    """Which of n hypotheses is true."""
    return HypothesisProblem(n, name="distinguish")


def identical(n: int, symbols: int) -> StringProblem:
    """The string itself: all n tokens must be read."""
    strings = tuple(product(range(symbols), repeat=n))
    return StringProblem(n, strings, symbols=symbols, name="read")


def distinct(n: int) -> PartitionProblem:
    """Whether n items are all different."""
    return PartitionProblem(n, name="distinct")
