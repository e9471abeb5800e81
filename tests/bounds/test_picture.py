"""Pictures as text: what is written is read back by the rules of each language, whatever stands in a label."""

import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bounds.picture import MERMAID, Cluster, Edge, Node, Picture, picture_to_graphviz, picture_to_mermaid, visible
from tests.bounds.pictures_read import Unread, read_graphviz, read_mermaid

SVG = "{http://www.w3.org/2000/svg}"
DOT = shutil.which("dot")
TRICKY = [
    '"', "\\", "\\n", 'a\\"', "a\\", "&amp;", "&#34;", "&", "#quot;", "#35;", "<br/>", "<script>", "%%{init: {}}%%",
    "%%", "]", "`a`", "**a**", "- a", "1. a", "$$x$$", "end", "a\nb", "\0", "\ud800", "style a:#f00;", "classDef x:#1;",
    "\N{LATIN SMALL LIGATURE FL}°°1¶ß", "\N{SNOWMAN}", "|x|",
    "--> b", "}", "subgraph a", "\\N", "\\G", "\u2028", "---", ": ", " a ", "", "@{",
    "\U0001f600",
]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(TRICKY), st.text(st.characters(), max_size=8), st.text('"\\#;&<>%n \n', max_size=6))
LINES = st.lists(TEXTS.filter(bool), min_size=1, max_size=3).map(tuple)


def shown(picture: Picture) -> Picture:
    """The picture as it is seen: what cannot be seen is written out."""

    def item(i):
        lines = tuple(map(visible, i.lines))
        return Node(i.id, lines, i.kind) if isinstance(i, Node) else Cluster(i.id, lines, tuple(map(item, i.items)))

    edges = tuple(Edge(e.source, e.target, visible(e.text), e.calls) for e in picture.edges)
    return Picture(visible(picture.title), tuple(map(item, picture.items)), edges)


@st.composite
def pictures(draw):
    """A cluster around one node and a cluster, a node beside it, and arrows."""
    kinds = st.sampled_from(sorted(set(MERMAID) - {"point"}))
    a, b, c = (Node(f"n{i}", draw(LINES), draw(kinds)) for i in range(3))
    point = Node("n3", (), "point")
    around = Cluster("c0", draw(LINES), (a, Cluster("c1", draw(LINES), (b,)), point))
    edges = (Edge("n0", "n1", draw(TEXTS)), Edge("n1", "n2", calls=True), Edge("n2", "n3", draw(TEXTS), calls=True))
    return Picture(draw(TEXTS), (around, c), edges)


@given(pictures())
def test_any_picture_is_read_back_from_graphviz(picture):
    assert read_graphviz(picture_to_graphviz(picture)) == shown(picture)


@given(pictures())
def test_any_picture_is_read_back_from_mermaid(picture):
    assert read_mermaid(picture_to_mermaid(picture)) == shown(picture)


@given(pictures())
def test_the_texts_are_utf_8_and_have_no_line_that_a_label_made(picture):
    for text in (picture_to_graphviz(picture), picture_to_mermaid(picture)):
        assert text.encode("utf-8").decode("utf-8") == text
        assert text.splitlines() == text.split("\n")
    assert picture_to_mermaid(picture).isascii()


def test_both_texts_are_as_documented():
    picture = Picture('a "b"', (Node("n1", ('say "hi" & go', "a\\b"), "choice"),), (Edge("n1", "n1", "50%", True),))
    assert picture_to_graphviz(picture).splitlines() == [
        "digraph {",
        r'  graph [label="a \"b\"", labelloc=t];',
        '  node [fontname="sans-serif"];',
        '  edge [fontname="sans-serif"];',
        r'  n1 [label="say \"hi\" &amp; go\na\\b", shape=diamond];',
        '  n1 -> n1 [label="50%", style=dashed, constraint=false];',
        "}",
    ]
    assert picture_to_mermaid(picture).splitlines() == [
        "---",
        'title: "a \\U00000022b\\U00000022"',
        "---",
        "flowchart TD",
        '  n1{"say #34;hi#34; #38; go<br/>a#92;b"}',
        '  n1 -.->|"50#37;"| n1',
    ]


@pytest.mark.parametrize(
    "line", ['n1 ["a"]', 'n1["a"b"]', 'n1["a<b"]', 'n1["a#quot;"]', "n1 --> n2 %%", 'subgraph "a"', 'end["x"]x']
)
def test_the_reader_of_mermaid_refuses_what_is_not_written(line):
    with pytest.raises(Unread):
        read_mermaid(f"flowchart TD\n{line}")


@pytest.mark.parametrize("line", ['n1 [label="a"b", shape=box];', r'n1 [label="a\", shape=box];', "n1 -> n2", "n 1;"])
def test_the_reader_of_graphviz_refuses_what_is_not_written(line):
    with pytest.raises(Unread):
        read_graphviz(f"digraph {{\n{line}\n}}")


@pytest.mark.skipif(DOT is None, reason="Graphviz is not installed")
@settings(max_examples=15)
@given(pictures())
@example(Picture("t", tuple(Node(f"n{i}", (t,), "call") for i, t in enumerate(t for t in TRICKY if t)), ()))
def test_graphviz_itself_shows_every_label(picture):
    text = picture_to_graphviz(picture)
    done = subprocess.run([DOT, "-Tsvg"], input=text.encode(), capture_output=True, check=True, timeout=60)
    assert done.stderr == b""
    svg = ElementTree.fromstring(done.stdout)
    seen = {}
    for group in svg.iter(SVG + "g"):
        if group.get("class") == "node":
            lines = ["".join(t.itertext()).replace("\xa0", " ") for t in group.iter(SVG + "text")]
            seen[group.find(SVG + "title").text] = lines
    assert seen == {node.id: list(map(visible, node.lines)) for node in all_nodes(picture)}


def all_nodes(part: Picture | Cluster) -> list[Node]:
    """The nodes of a picture, those in clusters too."""
    return [n for i in part.items for n in ([i] if isinstance(i, Node) else all_nodes(i))]
