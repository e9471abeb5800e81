"""Drawing: the structure of a decomposition as a flowchart, in Mermaid's or Graphviz's language.

Each procedure is a cluster, each of its cases a cluster in it with its range; a dashed arrow leads from where a
procedure is called to its entry. Nothing is unrolled: sizes stand in the picture as they are written.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

from attrs import define, field

from bounds.decomposition import (
    Ask,
    Best,
    Both,
    Choose,
    Decomposition,
    Each,
    Either,
    Lead,
    Loop,
    Nothing,
    Over,
    Procedure,
    Recurse,
    Retry,
    Step,
    Then,
    Vote,
)
from bounds.expression import Call
from bounds.language.decomposition_printer import print_over
from bounds.language.printer import print_comparison, print_expression
from bounds.picture import Cluster, Edge, Item, Kind, Node, Picture, picture_to_graphviz, picture_to_mermaid

Exits: TypeAlias = tuple[tuple[str, str], ...]
"""The nodes that a step ends at, each with the text of the arrow to what comes next."""
Fragment: TypeAlias = tuple[str, Exits]
"""The node that a step begins at, and where it ends."""


def to_mermaid(decomposition: Decomposition) -> str:
    """The structure as a Mermaid flowchart.

    >>> from bounds.language import parse_decomposition
    >>> print(to_mermaid(parse_decomposition("S(n) = call(summarise, n, 2) for n >= 1")))
    flowchart TD
      subgraph p0s["procedure S"]
        p0(["S<br/>the system"])
        subgraph p0c0["S(n) for n #62;= 1"]
          n1["summarise<br/>reads n, writes 2"]
        end
        p0e((("end")))
      end
      p0 --> n1
      n1 --> p0e
    """
    return picture_to_mermaid(drawn(decomposition))


def to_graphviz(decomposition: Decomposition) -> str:
    """The structure in Graphviz's language."""
    return picture_to_graphviz(drawn(decomposition))


def drawn(decomposition: Decomposition) -> Picture:
    """The structure as a picture: a node for each step, in the order of the text."""
    entries = {name: f"p{i}" for i, name in enumerate(decomposition.names())}
    drawing = _Drawing(entries)
    procedures = tuple(drawing.procedure(decomposition, name) for name in entries)
    return Picture(decomposition.name, procedures, tuple(drawing.edges))


@define
class _Drawing:
    entries: dict[str, str]
    edges: list[Edge] = field(factory=list)
    nodes: list[Item] = field(factory=list)
    count: int = 0

    def procedure(self, decomposition: Decomposition, name: str) -> Cluster:
        entry = self.entries[name]
        lines = (name, "the system") if name == decomposition.main else (name,)
        items: list[Item] = [Node(entry, lines, "entry")]
        cases = [p for p in decomposition.procedures if p.name == name]
        items += [self._case(p, f"{entry}c{i}", entry) for i, p in enumerate(cases)]
        return Cluster(f"{entry}s", (f"procedure {name}",), (*items, Node(f"{entry}e", ("end",), "end")))

    def _case(self, p: Procedure, cluster: str, entry: str) -> Cluster:
        self.nodes = []
        begin, exits = self.step(p.body)
        self.edges.append(Edge(entry, begin))
        self._lead(exits, f"{entry}e")
        title = print_expression(Call(p.name, p.patterns))
        tail = f" for {', '.join(map(print_comparison, p.range))}" if p.range else ""
        return Cluster(cluster, (title + tail,), tuple(self.nodes))

    def step(self, step: Step) -> Fragment:
        """Draw a step."""
        match step:
            case Nothing():
                return self._alone("nothing", "nothing")
            case Ask(name, reads, writes):
                return self._alone("call", name, f"reads {print_expression(reads)}, writes {print_expression(writes)}")
            case Recurse(name, sizes):
                node, exits = self._alone("procedure", print_expression(Call(name, sizes)))
                self.edges.append(Edge(node, self.entries[name], calls=True))
                return node, exits
            case Then(steps):
                return self._in_turn([self.step(s) for s in steps])
            case Both(steps):
                return self._at_once("at once", steps)
            case Each(over, body):
                return self._at_once(f"at once, for each {print_over(over)}", (body,))
            case Vote(samples, body):
                return self._at_once(
                    f"samples at once: {print_expression(samples)}", (body,), "the most frequent answer"
                )
            case Best(of, body, judge):
                sampled = self._at_once(f"samples at once: {print_expression(of)}", (body,))
                return self._in_turn([sampled, self.step(judge)])
            case Loop(over, body):
                return self._loop(over, body)
            case _:
                return self._chance(step)

    def _chance(self, step: Retry | Lead | Either | Choose) -> Fragment:
        match step:
            case Retry(valid, body, at_most):
                tries = () if at_most is None else (f"tries at most: {print_expression(at_most)}",)
                yes = "yes" if at_most is None else "yes, or no try left"
                return self._again(body, ("valid?", f"probability {print_expression(valid)}", *tries), yes)
            case Lead(by, right, body):
                asked = (
                    f"an answer ahead by {print_expression(by)}?",
                    f"probability of a right one {print_expression(right)}",
                )
                return self._again(body, asked, "yes")
            case Either(cases):
                return self._branches("contents decide", [("", s) for s in cases])
            case Choose(options):
                return self._branches("chance decides", [(f"probability {print_expression(p)}", s) for p, s in options])

    def _node(self, kind: Kind, *lines: str) -> str:
        self.count += 1
        node = f"n{self.count}"
        self.nodes.append(Node(node, lines, kind))
        return node

    def _alone(self, kind: Kind, *lines: str) -> Fragment:
        node = self._node(kind, *lines)
        return node, ((node, ""),)

    def _lead(self, exits: Exits, target: str) -> None:
        self.edges += [Edge(node, target, text) for node, text in exits]

    def _in_turn(self, fragments: list[Fragment]) -> Fragment:
        for (_, exits), (begin, _) in pairwise(fragments):
            self._lead(exits, begin)
        return fragments[0][0], fragments[-1][1]

    def _at_once(self, how: str, steps: tuple[Step, ...], after: str = "all done") -> Fragment:
        fork = self._node("fork", how)
        ends: list[Exits] = []
        for step in steps:
            begin, exits = self.step(step)
            self._lead(((fork, ""),), begin)
            ends.append(exits)
        join = self._node("join", after)
        for exits in ends:
            self._lead(exits, join)
        return fork, ((join, ""),)

    def _loop(self, over: Over, body: Step) -> Fragment:
        turn = self._node("choice", f"one after the other, {print_over(over)}")
        begin, exits = self.step(body)
        self._lead(((turn, "next"),), begin)
        self._lead(exits, turn)
        return turn, ((turn, "none left"),)

    def _again(self, body: Step, asked: tuple[str, ...], yes: str) -> Fragment:
        begin, exits = self.step(body)
        turn = self._node("choice", *asked)
        self._lead(exits, turn)
        self._lead(((turn, "no"),), begin)
        return begin, ((turn, yes),)

    def _branches(self, who: str, cases: list[tuple[str, Step]]) -> Fragment:
        turn = self._node("choice", who)
        ends: list[tuple[str, str]] = []
        for text, step in cases:
            begin, exits = self.step(step)
            self._lead(((turn, text),), begin)
            ends += exits
        return turn, tuple(ends)
