"""Pictures: nodes, clusters and edges as data, written as Graphviz or Mermaid text.

Any text may stand in a label: what either language, or the HTML that Mermaid makes, would read as its own is escaped,
and what cannot be seen is written out (`\\n` as backslash and n). The same picture is always the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import frozen

Kind: TypeAlias = Literal["call", "procedure", "entry", "end", "fork", "join", "choice", "nothing", "point"]
Lines: TypeAlias = tuple[str, ...]

GRAPHVIZ: dict[Kind, str] = {
    "call": "shape=box", "procedure": "shape=box, peripheries=2", "entry": "shape=oval", "end": "shape=doublecircle",
    "fork": "shape=trapezium", "join": "shape=invtrapezium", "choice": "shape=diamond", "nothing": "shape=plaintext",
    "point": "shape=point",
}  # fmt: skip
MERMAID: dict[Kind, tuple[str, str]] = {
    "call": ("[", "]"), "procedure": ("[[", "]]"), "entry": ("([", "])"), "end": ("(((", ")))"),
    "fork": ("[/", "\\]"), "join": ("[\\", "/]"), "choice": ("{", "}"), "nothing": ("(", ")"), "point": ("((", "))"),
}  # fmt: skip
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,.()=+-/^!?'")
"""Characters of a label that mean nothing to Mermaid, nor to the HTML and Markdown it makes of a label."""


@frozen
class Node:
    """A node; its label has these lines. `id` is letters and digits, and begins with a letter."""

    id: str
    lines: Lines
    kind: Kind


@frozen
class Cluster:
    """Nodes and clusters with a frame around them."""

    id: str
    lines: Lines
    items: tuple[Item, ...]


Item: TypeAlias = Node | Cluster


@frozen
class Edge:
    """An arrow; `calls` marks one that leads to a procedure called, and not to what is done next."""

    source: str
    target: str
    text: str = ""
    calls: bool = False


@frozen
class Picture:
    """What is drawn, in the order in which it is written."""

    title: str
    items: tuple[Item, ...]
    edges: tuple[Edge, ...]


def visible(text: str) -> str:
    """The text with what cannot be seen written out, in ASCII.

    >>> visible("a\\nb")
    'a\\\\nb'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def picture_to_graphviz(picture: Picture) -> str:
    """The picture in the DOT language.

    >>> print(picture_to_graphviz(Picture("", (Node("a", ("call <&>",), "call"),), (Edge("a", "a", "again"),))))
    digraph {
      node [fontname="sans-serif"];
      edge [fontname="sans-serif"];
      a [label="call <&amp;>", shape=box];
      a -> a [label="again"];
    }
    """
    lines = ["digraph {"]
    lines += [f"  graph [label={_dot((picture.title,))}, labelloc=t];"] if picture.title else []
    lines += ['  node [fontname="sans-serif"];', '  edge [fontname="sans-serif"];']
    lines += [f"  {line}" for item in picture.items for line in _dot_lines(item)]
    for edge in picture.edges:
        attributes = [f"label={_dot((edge.text,))}"] if edge.text else []
        attributes += ["style=dashed", "constraint=false"] if edge.calls else []
        shown = f" [{', '.join(attributes)}]" if attributes else ""
        lines.append(f"  {edge.source} -> {edge.target}{shown};")
    return "\n".join([*lines, "}"])


def _dot_lines(item: Item) -> Iterator[str]:
    if isinstance(item, Node):
        yield f"{item.id} [label={_dot(item.lines)}, {GRAPHVIZ[item.kind]}];"
        return
    yield f"subgraph cluster_{item.id} {{"
    yield f"  label={_dot(item.lines)};"
    for part in item.items:
        yield from (f"  {line}" for line in _dot_lines(part))
    yield "}"


def _dot(lines: Lines) -> str:
    r"""A quoted text: \" is a quote, \\ a backslash, \n ends a line, and & begins an HTML entity."""
    return '"' + "\\n".join(map(_dot_line, lines)) + '"'


def _dot_line(line: str) -> str:
    return visible(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")


def picture_to_mermaid(picture: Picture) -> str:
    """The picture as a Mermaid flowchart.

    >>> print(picture_to_mermaid(Picture("", (Node("a", ("call <&>", "n - 1"), "call"),), (Edge("a", "a", "again"),))))
    flowchart TD
      a["call #60;#38;#62;<br/>n - 1"]
      a -->|"again"| a
    """
    lines = ["---", f'title: "{_yaml(picture.title)}"', "---"] if picture.title else []
    lines += ["flowchart TD"]
    lines += [f"  {line}" for item in picture.items for line in _mermaid_lines(item)]
    for edge in picture.edges:
        arrow = "-.->" if edge.calls else "-->"
        text = f'|"{_mermaid((edge.text,))}"|' if edge.text else ""
        lines.append(f"  {edge.source} {arrow}{text} {edge.target}")
    return "\n".join(lines)


def _mermaid_lines(item: Item) -> Iterator[str]:
    text = _mermaid(item.lines) if any(item.lines) else " "  # Mermaid has no empty label
    if isinstance(item, Node):
        before, after = MERMAID[item.kind]
        yield f'{item.id}{before}"{text}"{after}'
        return
    yield f'subgraph {item.id}["{text}"]'
    for part in item.items:
        yield from (f"  {line}" for line in _mermaid_lines(part))
    yield "end"


def _mermaid(lines: Lines) -> str:
    return "<br/>".join(map(_mermaid_line, lines))


def _mermaid_line(line: str) -> str:
    """A line with #NN; for characters that are not plain, and for one at either end that Markdown or HTML would eat."""
    shown = visible(line)
    ends = (0, len(shown) - 1)
    return "".join(
        c if c in PLAIN and (i not in ends or c.isalnum() or c in "()") else f"#{ord(c)};" for i, c in enumerate(shown)
    )


def _yaml(text: str) -> str:
    r"""The inside of a double-quoted YAML scalar: \UXXXXXXXX for what is not plain."""
    return "".join(c if c in PLAIN else f"\\U{ord(c):08X}" for c in visible(text))
