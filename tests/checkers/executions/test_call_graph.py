"""The call graph: the calls of a run under its labels, waiting for one another as they do in the run."""

import sys
from collections import Counter

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.derivation import NotDerivable, derive_all
from bounds.language import parse_decomposition
from checkers.executions.call_graph import (
    MissingPackage,
    TooManyCalls,
    call_nodes,
    longest_path,
    to_graphviz,
    to_mermaid,
    unroll,
    weight_of,
)
from checkers.executions.costs import Costs
from checkers.executions.crosscheck import is_certain
from checkers.executions.mock import Mock
from checkers.executions.running import run
from tests.bounds.decompositions_drawn import decompositions

WIDE = parse_decomposition("S(n) = then(each(i=1..n: call(map)), each(i=1..n: call(check)), call(reduce)) for n >= 1")
EITHER = parse_decomposition("S(n) = loop(i=1..20: either(call(a), then(call(b), call(c))))")
SIZES = st.integers(0, 6)
SEEDS = st.integers(0, 9)
few = settings(max_examples=25)


def varied(reads: int, writes: int) -> int:
    """A weight by which calls differ."""
    return 1 + reads * 3 % 5 + writes


@few
@given(decompositions(), SIZES, SEEDS)
def test_calls_labels_and_sizes_are_those_of_a_run_with_the_same_seed(d, n, seed):
    graph = unroll(d, (n,), seed=seed)
    ran = Counter((r.label, r.primitive, r.tokens_in, r.tokens_out) for r in run(d, (n,), seed=seed))
    keys = ("label", "primitive", "tokens_in", "tokens_out")
    assert Counter(tuple(graph.nodes[c][k] for k in keys) for c in call_nodes(graph)) == ran


def test_another_seed_or_decider_gives_other_labels():
    labels = [
        [data["label"] for _, data in graph.nodes(data=True)]
        for graph in (
            unroll(EITHER, (0,), seed=1),
            unroll(EITHER, (0,), seed=2),
            unroll(EITHER, (0,), decide=lambda *_: 0),
        )
    ]
    assert labels[0] != labels[1]
    assert labels[2] == [f"/S0[{i}]?0" for i in range(20)]


@few
@given(decompositions(), SIZES, SEEDS)
def test_the_longest_path_is_what_a_run_with_workers_enough_takes(d, n, seed):
    graph = unroll(d, (n,), seed=seed)
    ran = run(d, (n,), seed=seed)
    assert longest_path(graph) == ran.depth() == ran.latency()
    assert longest_path(graph, varied) == run(d, (n,), mock=Mock(duration=varied), seed=seed).latency()


@few
@given(decompositions(certain=True), SIZES)
def test_calls_and_longest_path_are_what_is_derived_of_a_certain_decomposition(d, n):
    graph = unroll(d, (n,))
    try:
        costs = Costs(derive_all(d, ["calls", "depth"]))
    except NotDerivable:
        return
    assert is_certain(d)
    assert costs.at("calls", n) == len(call_nodes(graph))
    assert costs.at("depth", n) == longest_path(graph)


@few
@given(decompositions(), SIZES, SEEDS)
def test_a_call_begins_when_the_last_of_those_it_waits_for_ends(d, n, seed):
    graph = unroll(d, (n,), seed=seed)
    ran = {r.label: r for r in run(d, (n,), mock=Mock(duration=varied), seed=seed)}
    ends: dict[int, int] = {}
    for node, data in graph.nodes(data=True):
        start = max((ends[before] for before in graph.pred[node]), default=0)
        ends[node] = start + weight_of(graph, node, varied)
        if data["kind"] == "call":
            assert (start, ends[node]) == (ran[data["label"]].start, ran[data["label"]].end)


@few
@given(decompositions(), SIZES, SEEDS)
def test_the_graph_is_acyclic_without_a_needless_edge_and_linear_in_its_calls(d, n, seed):
    graph = unroll(d, (n,), seed=seed)
    calls = len(call_nodes(graph))
    assert all(a < b for a, b in graph.edges)
    assert nx.is_directed_acyclic_graph(graph)
    assert set(nx.transitive_reduction(graph).edges) == set(graph.edges)  # no edge says what others say already
    assert graph.number_of_nodes() <= 2 * calls
    assert graph.number_of_edges() <= 3 * calls


def test_between_two_wide_steps_stands_a_join():
    graph = unroll(WIDE, (50,))
    assert Counter(dict(graph.nodes(data="kind")).values()) == {"call": 101, "join": 1}
    assert graph.number_of_edges() == 150
    plain = nx.DiGraph(graph)
    plain.remove_nodes_from([node for node, kind in graph.nodes(data="kind") if kind == "join"])
    assert longest_path(plain) < longest_path(graph) == 3


def test_steps_without_calls_leave_no_edge():
    graph = unroll(parse_decomposition("S(n) = then(call(a), both(call(b), both(nothing, nothing)), call(c))"), (0,))
    assert list(graph.edges) == [(0, 1), (1, 2)]


def test_depth_costs_no_python_stack():
    d = parse_decomposition("S(n) = nothing for n <= 0; S(n) = both(call(a), then(call(b), S(n - 1))) for n >= 1")
    graph = unroll(d, (2000,))
    assert (len(call_nodes(graph)), longest_path(graph)) == (4000, 2000)


def test_more_calls_than_can_be_drawn_are_refused():
    d = parse_decomposition("S(n) = loop(i=1..n: call(a))")
    assert len(call_nodes(unroll(d, (100,), most=100))) == 100
    with pytest.raises(TooManyCalls) as refused:
        unroll(d, (101,), most=100)
    assert str(refused.value) == "unroll: refused\n  need  at most 100 calls\n  have  more, at /S101[100]"


def test_without_networkx_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingPackage) as refused:
        unroll(WIDE, (2,))
    assert str(refused.value) == (
        "unroll: refused\n  need  the package networkx\n  have  none\n  try   pip install 'tightbound[graphs]'"
    )


def test_a_call_graph_is_written_in_either_language():
    graph = unroll(WIDE, (1,))
    assert to_mermaid(graph).splitlines() == [
        "flowchart TD",
        '  n0["map<br/>1 in, 1 out<br/>#47;S1.0#91;0#93;"]',
        '  n1["check<br/>1 in, 1 out<br/>#47;S1.1#91;0#93;"]',
        '  n2["reduce<br/>1 in, 1 out<br/>#47;S1.2"]',
        "  n0 --> n1",
        "  n1 --> n2",
    ]
    dot = to_graphviz(unroll(WIDE, (2,)), "one run").splitlines()
    assert '  graph [label="one run", labelloc=t];' in dot
    assert sum("shape=point" in line for line in dot) == 1
    assert sum(" -> " in line for line in dot) == unroll(WIDE, (2,)).number_of_edges()
