"""A decomposition drawn: each step is there once, each arrow leads where the text says."""

from collections import Counter

import networkx as nx
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Procedure,
    Recurse,
    Retry,
    Step,
    Vote,
    all_steps,
)
from bounds.drawing import drawn, to_graphviz, to_mermaid
from bounds.expression import Variable
from bounds.language import parse_decomposition, print_expression
from bounds.picture import Cluster, Node, Picture, visible
from tests.bounds.decompositions_drawn import calls, decompositions, steps
from tests.bounds.pictures_read import read_graphviz, read_mermaid
from tests.bounds.test_picture import TEXTS, all_nodes, shown

NAMES = TEXTS.filter(bool)
few = settings(max_examples=60)


def edges(text: str) -> set[tuple[str, str, str]]:
    """The arrows of a drawing, by the first lines of their ends."""
    picture = drawn(parse_decomposition(text))
    first = {node.id: node.lines[0] for node in all_nodes(picture)}
    return {(first[e.source], e.text + ("dashed" if e.calls else ""), first[e.target]) for e in picture.edges}


@st.composite
def oddly_named(draw: st.DrawFn) -> Decomposition:
    """A decomposition whose names are any texts, as Python can make and the language cannot write."""
    names, size = NAMES, NAMES.map(Variable)
    body = draw(steps(st.one_of(calls(names, size), st.just(Nothing())), certain=False, variables=names))
    return Decomposition((Procedure(draw(names), (draw(size),), body),), name=draw(TEXTS))


def kinds(step: Step) -> list[str]:
    """The nodes that a step itself is drawn with."""
    match step:
        case Ask():
            return ["call"]
        case Nothing():
            return ["nothing"]
        case Recurse():
            return ["procedure"]
        case Both() | Each() | Vote() | Best():
            return ["fork", "join"]
        case Loop() | Retry() | Lead() | Either() | Choose():
            return ["choice"]
    return []


@few
@given(st.one_of(decompositions(), oddly_named()))
def test_every_step_is_drawn_once_with_its_names_and_sizes(d):
    picture = drawn(d)
    every = [s for p in d.procedures for s in all_steps(p.body)]
    ends = [k for _ in d.names() for k in ("entry", "end")]
    assert Counter(n.kind for n in all_nodes(picture)) == Counter([*ends, *(k for s in every for k in kinds(s))])
    asked = [
        (s.primitive, f"reads {print_expression(s.reads)}, writes {print_expression(s.writes)}")
        for s in every
        if isinstance(s, Ask)
    ]
    assert Counter(n.lines for n in all_nodes(picture) if n.kind == "call") == Counter(asked)


@few
@given(st.one_of(decompositions(), oddly_named()))
def test_both_texts_are_read_back_and_are_the_same_each_time(d):
    for write, read in ((to_graphviz, read_graphviz), (to_mermaid, read_mermaid)):
        assert read(write(d)) == shown(drawn(d))
        assert write(d) == write(evolve(d))


@few
@given(decompositions())
def test_every_node_lies_on_a_way_from_its_procedures_entry_to_its_end(d):
    picture = drawn(d)
    graph = nx.DiGraph([(e.source, e.target) for e in picture.edges if not e.calls])
    called = Counter(e.target for e in picture.edges if e.calls)
    for i, (name, procedure) in enumerate(zip(d.names(), picture.items, strict=True)):
        nodes = {n.id for n in all_nodes(procedure)}
        assert nodes == {f"p{i}"} | nx.descendants(graph, f"p{i}") == {f"p{i}e"} | nx.ancestors(graph, f"p{i}e")
        every = [s for p in d.procedures for s in all_steps(p.body) if isinstance(s, Recurse)]
        assert called[f"p{i}"] == sum(s.procedure == name for s in every)


def test_a_case_is_a_cluster_with_its_range():
    text = "S(n) = call(a) for n >= 1, n <= 4; S(n) = R(n, 2) for n > 4; R(n, m) = nothing; R(0, 2*m + 1) = nothing"
    system, other = drawn(parse_decomposition(text)).items
    assert [c.lines for c in system.items if isinstance(c, Cluster)] == [
        ("S(n) for n >= 1, n <= 4",),
        ("S(n) for n > 4",),
    ]
    assert system.items[0] == Node("p0", ("S", "the system"), "entry")
    assert [c.lines for c in other.items if isinstance(c, Cluster)] == [("R(n, m)",), ("R(0, 2*m + 1)",)]


def test_arrows_of_each_kind_of_step():
    assert edges("S(n) = then(call(a), both(call(b), nothing), S(n - 1))") == {
        ("S", "", "a"), ("a", "", "at once"), ("at once", "", "b"), ("at once", "", "nothing"), ("b", "", "all done"),
        ("nothing", "", "all done"), ("all done", "", "S(n - 1)"), ("S(n - 1)", "dashed", "S"), ("S(n - 1)", "", "end"),
    }  # fmt: skip
    assert edges("S(n) = loop(x in n by 8 overlap 2: call(a))") == {
        ("S", "", "one after the other, x in n by 8 overlap 2"),
        ("a", "", "one after the other, x in n by 8 overlap 2"),
        ("one after the other, x in n by 8 overlap 2", "next", "a"),
        ("one after the other, x in n by 8 overlap 2", "none left", "end"),
    }  # fmt: skip
    assert edges("S(n) = retry(0.9, 3, call(a))") == {
        ("S", "", "a"), ("a", "", "valid?"), ("valid?", "no", "a"), ("valid?", "yes, or no try left", "end"),
    }  # fmt: skip
    assert edges("S(n) = choose(1/3, either(call(a), call(b)), 2/3, lead(2, 3/4, call(c)))") == {
        ("S", "", "chance decides"), ("chance decides", "probability 1/3", "contents decide"),
        ("contents decide", "", "a"), ("contents decide", "", "b"), ("a", "", "end"), ("b", "", "end"),
        ("chance decides", "probability 2/3", "c"), ("c", "", "an answer ahead by 2?"),
        ("an answer ahead by 2?", "no", "c"), ("an answer ahead by 2?", "yes", "end"),
    }  # fmt: skip
    assert edges("S(n) = best(n, vote(3, call(a)), call(judge))") == {
        ("S", "", "samples at once: n"), ("samples at once: n", "", "samples at once: 3"),
        ("samples at once: 3", "", "a"), ("a", "", "the most frequent answer"),
        ("the most frequent answer", "", "all done"), ("all done", "", "judge"), ("judge", "", "end"),
    }  # fmt: skip


def test_the_name_is_the_title():
    d = parse_decomposition('decomposition "a \\"b\\""; S(n) = call(a)')
    assert drawn(d).title == 'a "b"'
    assert isinstance(drawn(d), Picture)
    assert visible("a\tb") == "a\\tb"
