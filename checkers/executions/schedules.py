"""Schedules: how long p workers take for a call graph when no worker is idle while a call is ready.

Such a schedule is called greedy. Whatever the order in which ready calls are taken, its length L lies between
max(ceil(W/p), D) and (W + (p - 1)*D)/p for work W and longest path D (Graham 1966; paper/rules.tex, Schedules).
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from checkers.executions.call_graph import Weight, each_weighs_1, weight_of

if TYPE_CHECKING:
    from networkx import DiGraph


def greedy_latency(graph: DiGraph[int], workers: int, weight: Weight = each_weighs_1) -> int:
    """The length of the greedy schedule that takes calls in the order in which they become ready.

    Shape    calls that become ready at the same time are taken by their numbers
    Units    those of `weight`
    Needs    workers >= 1; weights >= 0

    >>> from bounds.language import parse_decomposition
    >>> from checkers.executions.call_graph import unroll
    >>> graph = unroll(parse_decomposition("S(n) = then(each(i=1..n: call(map)), call(reduce)) for n >= 1"), (5,))
    >>> [greedy_latency(graph, workers) for workers in (1, 2, 5)]
    [6, 4, 2]
    """
    if workers < 1:
        raise ValueError(f"greedy_latency: need workers >= 1, have {workers}")
    waits = {node: len(graph.pred[node]) for node in graph}
    ready = [(0, node) for node, count in sorted(waits.items()) if count == 0]  # a heap: in rising order
    running: list[tuple[int, int]] = []
    now = 0
    while ready or running:
        while ready and len(running) < workers:
            node = heappop(ready)[1]
            heappush(running, (now + weight_of(graph, node, weight), node))
        now = running[0][0]
        for after in _ended(graph, running, waits, now):
            heappush(ready, (now, after))
    return now


def _ended(graph: DiGraph[int], running: list[tuple[int, int]], waits: dict[int, int], now: int) -> list[int]:
    """The nodes that become ready now, joins passed at once: they occupy no worker."""
    done: list[int] = []
    while running and running[0][0] <= now:
        done.append(heappop(running)[1])
    found: list[int] = []
    while done:
        for after in graph.succ[done.pop()]:
            waits[after] -= 1
            if waits[after] == 0:
                (done if graph.nodes[after]["kind"] == "join" else found).append(after)
    return sorted(found)


def least_latency(work: int, depth: int, workers: int) -> int:
    """What no schedule of whole times is below: max(ceil(work/workers), depth)."""
    return max(-(-work // workers), depth)


def most_latency(work: int, depth: int, workers: int) -> int:
    """What no greedy schedule of whole times is above: (work + (workers - 1)*depth)/workers, rounded down.

    >>> least_latency(10, 3, 4), most_latency(10, 3, 4)
    (3, 4)
    """
    return (work + (workers - 1) * depth) // workers
