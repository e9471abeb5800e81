"""The call graph of one execution: a node for each call, an edge where a call must wait for another.

Where w calls wait for v calls, v*w edges would stand; a join stands between them instead, a node of weight 0 that waits
for the v and is waited for by the w. So C calls give at most C joins and 3*C edges: each call waits either for one
node or, like each join, for nodes that nothing else waits for; joins form trees over calls with two children or more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, field

from bounds.decomposition import Decomposition
from bounds.picture import Edge, Node, Picture, picture_to_graphviz, picture_to_mermaid
from checkers.executions.unfolding import AtOnce, Decider, InTurn, OneCall, Place, Unfolding, Values, any_case

if TYPE_CHECKING:
    from networkx import DiGraph

Weight: TypeAlias = Callable[[int, int], int]
"""What a call weighs, from the tokens it reads and writes: its duration, or 1."""
Ends: TypeAlias = tuple[int, ...]
"""The nodes that whatever comes next must wait for."""

CALLS = 1_000_000


class TooManyCalls(ValueError):
    """An execution with more calls than asked for."""


class MissingPackage(ImportError):
    """A package that an extra installs is not there: who needs it, and how to get it."""

    def __init__(self, who: str, package: str, extra: str) -> None:
        self.who, self.package, self.extra = who, package, extra
        lines = [f"{who}: refused", f"  need  the package {package}", "  have  none"]
        super().__init__("\n".join([*lines, f"  try   pip install 'tightbound[{extra}]'"]))


def each_weighs_1(tokens_in: int, tokens_out: int) -> int:
    """The weight with which the longest path counts calls."""
    return 1


def unroll(
    decomposition: Decomposition,
    sizes: tuple[int, ...],
    parameters: Values | None = None,
    *,
    seed: int = 0,
    decide: Decider = any_case,
    most: int = CALLS,
) -> DiGraph[int]:
    """The calls of one execution at these sizes, and which of them must wait for which.

    Shape    nodes are numbers from 0; `kind` is "call" or "join"; a call has `primitive`, `tokens_in`, `tokens_out`
             and the `label` that a run with the same seed and decider gives it
    Needs    package networkx; a value for each parameter
    Gives    an acyclic graph in which numbers rise along edges
    Raises   NoValue, as `run` does (Unending, too); TooManyCalls beyond `most`; MissingPackage without networkx

    >>> from bounds.language import parse_decomposition
    >>> text = "S(n) = then(each(i=1..n: call(map)), each(i=1..n: call(check)), call(reduce)) for n >= 1"
    >>> graph = unroll(parse_decomposition(text), (3,))
    >>> len(call_nodes(graph)), graph.number_of_edges(), longest_path(graph)
    (7, 9, 3)
    """
    try:
        from networkx import DiGraph
    except ImportError:
        raise MissingPackage("unroll", "networkx", "graphs") from None
    unfolding = Unfolding(decomposition, dict(parameters or {}), seed, decide)
    return _Unrolled(unfolding, DiGraph(), most).graph_from(unfolding.start(sizes))


@define
class _InTurn:
    """Places one after the other: where the last one done ended."""

    places: Iterator[Place]
    ends: Ends

    def take(self, ends: Ends) -> None:
        self.ends = ends

    def begin(self) -> Ends:
        return self.ends

    def done(self) -> Ends:
        return self.ends


@define
class _AtOnce:
    """Places at once: all begin after the same nodes, and end where any of them made a call."""

    places: Iterator[Place]
    after: Ends
    found: list[int] = field(factory=list)

    def take(self, ends: Ends) -> None:
        self.found += ends if ends != self.after else ()

    def begin(self) -> Ends:
        return self.after

    def done(self) -> Ends:
        return tuple(self.found) or self.after


@define
class _Unrolled:
    unfolding: Unfolding
    graph: Any
    most: int
    calls: int = 0

    def graph_from(self, start: Place) -> Any:
        """The graph; what is open is kept on a stack, so that depth costs no Python stack."""
        waiting: list[_InTurn | _AtOnce] = [_InTurn(iter((start,)), ())]
        while True:
            here = waiting[-1]
            place = next(here.places, None)
            if place is None:
                waiting.pop()
                if not waiting:
                    return self.graph
                waiting[-1].take(here.done())
                continue
            match self.unfolding.next(place):
                case OneCall() as call:
                    here.take((self._call(call, here.begin()),))
                case InTurn(places):
                    waiting.append(_InTurn(iter(places), here.begin()))
                case AtOnce(places):
                    after = self._joined(here.begin()) if len(places) > 1 else here.begin()
                    waiting.append(_AtOnce(iter(places), after))

    def _call(self, call: OneCall, after: Ends) -> int:
        if self.calls == self.most:
            raise TooManyCalls(
                f"unroll: refused\n  need  at most {self.most} calls\n  have  more, at {call.label[:200]}"
            )
        self.calls += 1
        return self._node(
            after, kind="call", primitive=call.primitive, tokens_in=call.tokens_in, tokens_out=call.tokens_out,
            label=call.label,
        )  # fmt: skip

    def _joined(self, ends: Ends) -> Ends:
        return (self._node(ends, kind="join"),) if len(ends) > 1 else ends

    def _node(self, after: Ends, **attributes: object) -> int:
        number = self.graph.number_of_nodes()
        self.graph.add_node(number, **attributes)
        self.graph.add_edges_from((end, number) for end in after)
        return int(number)


def call_nodes(graph: DiGraph[int]) -> list[int]:
    """The nodes that are calls, without the joins."""
    return [node for node, kind in graph.nodes(data="kind") if kind == "call"]


def weight_of(graph: DiGraph[int], node: int, weight: Weight = each_weighs_1) -> int:
    """What a node weighs: a call as `weight` says, a join 0."""
    call = graph.nodes[node]
    return weight(call["tokens_in"], call["tokens_out"]) if call["kind"] == "call" else 0


def longest_path(graph: DiGraph[int], weight: Weight = each_weighs_1) -> int:
    """The greatest weight of calls that wait for one another: the depth of the execution."""
    best: dict[int, int] = {}
    for node in sorted(graph):  # numbers rise along edges
        best[node] = max((best[before] for before in graph.pred[node]), default=0) + weight_of(graph, node, weight)
    return max(best.values(), default=0)


def drawn(graph: DiGraph[int], title: str = "") -> Picture:
    """The picture of a call graph: calls as boxes, joins as points."""
    nodes = []
    for number, data in graph.nodes(data=True):
        if data["kind"] == "join":
            nodes.append(Node(f"n{number}", (), "point"))
        else:
            sizes = f"{data['tokens_in']} in, {data['tokens_out']} out"
            nodes.append(Node(f"n{number}", (data["primitive"], sizes, data["label"]), "call"))
    return Picture(title, tuple(nodes), tuple(Edge(f"n{a}", f"n{b}") for a, b in graph.edges))


def to_graphviz(graph: DiGraph[int], title: str = "") -> str:
    """The call graph in Graphviz's language."""
    return picture_to_graphviz(drawn(graph, title))


def to_mermaid(graph: DiGraph[int], title: str = "") -> str:
    """The call graph in Mermaid's language."""
    return picture_to_mermaid(drawn(graph, title))
