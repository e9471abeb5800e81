"""Drawing: the structure of a decomposition as a flowchart, in Mermaid's or Graphviz's language.

Each procedure is a cluster, each of its cases a cluster in it with its range; a dashed arrow leads from where a
procedure is called to its entry. Nothing is unrolled: sizes stand in the picture as they are written.
"""

from __future__ import annotations

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
from bounds.expression import Call, Expression
from bounds.language.decomposition_printer import print_over
from bounds.language.printer import print_comparison, print_expression
from bounds.picture import Cluster, Edge, Item, Kind, Node, Picture, picture_to_graphviz, picture_to_mermaid

Exits: TypeAlias = tuple[tuple[str, str], ...]
"""The nodes that a step ends at, each with the text of the arrow to what comes next."""
Fragment: TypeAlias = tuple[str, Exits]
"""The node that a step begins at, and where it ends."""

DONE = "all done"


def to_mermaid(decomposition: Decomposition) -> str:
    """The structure as a Mermaid flowchart.

    >>> from bounds.language import parse_decomposition
    >>> print(to_mermaid(parse_decomposition("S(n) = call(summarise, n, 2) for n >= 1")))
    flowchart TD
      c1["procedure S"]
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
                return self._alone("call", name, f"reads {_text(reads)}, writes {_text(writes)}")
            case Recurse(name, sizes):
                node, exits = self._alone("procedure", print_expression(Call(name, sizes)))
                self.edges.append(Edge(node, self.entries[name], calls=True))
                return node, exits
            case Then(steps):
                return self._in_turn([self.step(s) for s in steps])
            case Both(steps):
                return self._at_once("at once", steps, DONE)
            case Each(over, body):
                return self._at_once(f"at once, for each {print_over(over)}", (body,), DONE)
            case Vote(samples, body):
                return self._at_once(f"samples at once: {_text(samples)}", (body,), "the most frequent answer")
            case Best(of, body, judge):
                sampled = self._at_once(f"samples at once: {_text(of)}", (body,), DONE)
                return self._in_turn([sampled, self.step(judge)])
            case Loop(over, body):
                return self._loop(over, body)
            case _:
                return self._chance(step)

    def _chance(self, step: Retry | Lead | Either | Choose) -> Fragment:
        match step:
            case Retry(valid, body, at_most):
                tries = () if at_most is None else (f"tries at most: {_text(at_most)}",)
                yes = "yes" if at_most is None else "yes, or no try left"
                return self._again(body, ("valid?", f"probability {_text(valid)}", *tries), yes)
            case Lead(by, right, body):
                asked = f"an answer ahead by {_text(by)}?", f"probability of a right one {_text(right)}"
                return self._again(body, asked, "yes")
            case Either(cases):
                return self._branches("contents decide", [("", s) for s in cases])
            case Choose(options):
                return self._branches("chance decides", [(f"probability {_text(p)}", s) for p, s in options])

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
        for (_, exits), (begin, _) in zip(fragments, fragments[1:], strict=False):
            self._lead(exits, begin)
        return fragments[0][0], fragments[-1][1]

    def _at_once(self, how: str, steps: tuple[Step, ...], after: str) -> Fragment:
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


def _text(e: Expression) -> str:
    return print_expression(e)
