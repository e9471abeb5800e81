"""Strict readers of the Graphviz and Mermaid text that bounds/picture.py writes, made from the languages' own rules."""

from __future__ import annotations

import re

from bounds.picture import GRAPHVIZ, MERMAID, Cluster, Edge, Item, Node, Picture

ID = r"[a-z][a-z0-9]*"
QUOTED = r'"(?:[^"\\\n]|\\.)*"'


class Unread(Exception):
    """A line that is not in the language."""


def _open(items: list[list[Item]], heads: list[tuple[str, tuple[str, ...]]]) -> None:
    """The innermost cluster is closed and is an item of the one around it."""
    if not heads:
        raise Unread("an end without a beginning")
    name, lines = heads.pop()
    inside = tuple(items.pop())
    items[-1].append(Cluster(name, lines, inside))


def _dot_label(text: str) -> tuple[str, ...]:
    """A quoted text by Graphviz's rules for labels: entities, and \\n as the end of a line."""
    found, line, rest = [], "", text[1:-1]
    while rest:
        part = re.match(r"\\(.)|&(\w+);|([^&\\\"])", rest)
        if part is None or part[1] not in (None, "\\", '"', "n") or part[2] not in (None, "amp"):
            raise Unread(rest)
        if part[1] == "n":
            found, line = [*found, line], ""
        else:
            line += part[1] or ("&" if part[2] else part[3])
        rest = rest[part.end() :]
    return (*found, line) if text != '""' else ()


def read_graphviz(text: str) -> Picture:
    """The picture of a DOT text."""
    shapes = {shape: kind for kind, shape in GRAPHVIZ.items()}
    lines = [line.strip() for line in text.split("\n")]
    if lines[0] != "digraph {" or lines.pop() != "}":
        raise Unread("no digraph")
    title, items, heads, edges = "", [[]], [], []
    for at, line in enumerate(lines[1:], 1):
        if found := re.fullmatch(rf"graph \[label=({QUOTED}), labelloc=t\];", line):
            title = "\n".join(_dot_label(found[1]))
        elif line in ('node [fontname="sans-serif"];', 'edge [fontname="sans-serif"];'):
            continue
        elif found := re.fullmatch(rf"({ID}) \[label=({QUOTED}), (shape=.*)\];", line):
            items[-1].append(Node(found[1], _dot_label(found[2]), shapes[found[3]]))
        elif found := re.fullmatch(
            rf"({ID}) -> ({ID})(?: \[(?:label=({QUOTED}))?(?:, )?(style=dashed, constraint=false)?\])?;", line
        ):
            edges.append(Edge(found[1], found[2], "\n".join(_dot_label(found[3] or '""')), bool(found[4])))
        elif found := re.fullmatch(rf"subgraph cluster_({ID}) {{", line):
            label = re.fullmatch(rf"label=({QUOTED});", lines[at + 1])
            heads.append((found[1], _dot_label(label[1])))
            items.append([])
        elif line == "}":
            _open(items, heads)
        elif not (re.fullmatch(rf"label={QUOTED};", line) and lines[at - 1].startswith("subgraph")):
            raise Unread(line)
    [found] = items
    return Picture(title, tuple(found), tuple(edges))


def _entities(text: str) -> str:
    """A Mermaid label: no character but plain ones and entities by number."""
    if not re.fullmatch(r"(?:[A-Za-z0-9 ,.()=+\-/^!?']|#\d+;)*", text):
        raise Unread(text)
    return re.sub(r"#(\d+);", lambda m: chr(int(m[1])), text)


def _mermaid_label(text: str) -> tuple[str, ...]:
    return () if text == " " else tuple(_entities(line) for line in text.split("<br/>"))


def read_mermaid(text: str) -> Picture:
    """The picture of a Mermaid text."""
    lines = text.split("\n")
    title, items, heads, edges = "", [[]], [], []
    if lines[0] == "---":
        title = re.fullmatch(r'title: "((?:[^"\\%#:]|\\U[0-9A-F]{8})*)"', lines[1])[1]
        title = re.sub(r"\\U([0-9A-F]{8})", lambda m: chr(int(m[1], 16)), title)
        if lines[2] != "---":
            raise Unread(lines[2])
        del lines[:3]
    if lines[0] != "flowchart TD":
        raise Unread(lines[0])
    shapes = "|".join(f'{re.escape(a)}"(?P<{kind}>[^"]+)"{re.escape(b)}' for kind, (a, b) in MERMAID.items())
    for line in map(str.strip, lines[1:]):
        if found := re.fullmatch(rf"(?P<id>{ID})(?:{shapes})", line):
            [kind] = [k for k in MERMAID if found[k]]
            items[-1].append(Node(found["id"], _mermaid_label(found[kind]), kind))
        elif found := re.fullmatch(rf'({ID}) (-->|-\.->)(?:\|"([^"]+)"\|)? ({ID})', line):
            edges.append(Edge(found[1], found[4], _entities(found[3] or ""), found[2] == "-.->"))
        elif found := re.fullmatch(rf'subgraph ({ID})\["([^"]+)"\]', line):
            heads.append((found[1], _mermaid_label(found[2])))
            items.append([])
        elif line == "end":
            _open(items, heads)
        else:
            raise Unread(line)
    [found] = items
    return Picture(title, tuple(found), tuple(edges))
