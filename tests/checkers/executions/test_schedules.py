"""Greedy schedules lie within Graham's bounds, ours as the mock's; and the bounds are no wider than they need to be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.language import parse_decomposition
from checkers.executions.call_graph import call_nodes, longest_path, unroll, weight_of
from checkers.executions.mock import Mock
from checkers.executions.running import run
from checkers.executions.schedules import greedy_latency, least_latency, most_latency
from tests.bounds.decompositions_drawn import decompositions

SIZES, SEEDS, WORKERS = st.integers(0, 6), st.integers(0, 9), st.integers(1, 5)
few = settings(max_examples=25)


def varied(reads: int, writes: int) -> int:
    """A weight by which calls differ."""
    return 1 + reads * 3 % 5 + writes


def one(reads: int, writes: int) -> int:
    """Every call weighs 1."""
    return 1


def work(graph, weight) -> int:
    return sum(weight_of(graph, c, weight) for c in call_nodes(graph))


def within(latency, graph, workers, weight) -> bool:
    at = work(graph, weight), longest_path(graph, weight), workers
    return least_latency(*at) <= latency <= most_latency(*at)


@few
@given(decompositions(), SIZES, SEEDS, WORKERS, st.sampled_from([one, varied]))
def test_our_schedule_and_the_mocks_lie_within_grahams_bounds(d, n, seed, workers, weight):
    graph = unroll(d, (n,), seed=seed)
    ran = run(d, (n,), mock=Mock(workers=workers, duration=weight), seed=seed)
    assert within(greedy_latency(graph, workers, weight), graph, workers, weight)
    assert within(ran.latency(), graph, workers, weight)


@few
@given(decompositions(), SIZES, SEEDS, st.sampled_from([one, varied]))
def test_one_worker_takes_the_work_and_workers_enough_the_longest_path(d, n, seed, weight):
    graph = unroll(d, (n,), seed=seed)
    calls = max(1, len(call_nodes(graph)))
    assert greedy_latency(graph, 1, weight) == work(graph, weight)
    assert greedy_latency(graph, calls, weight) == longest_path(graph, weight)
    for workers in (1, calls):
        ran = run(d, (n,), mock=Mock(workers=workers, duration=weight), seed=seed)
        assert ran.latency() == greedy_latency(graph, workers, weight)


@few
@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), WORKERS)
def test_the_schedules_are_equal_where_all_calls_of_a_stage_wait_for_all_of_the_one_before(widths, workers):
    stages = ", ".join(f"each(i=1..{w}: call(a))" for w in widths)
    d = parse_decomposition(f"S(n) = then({stages}, nothing)")
    expected = sum(-(-w // workers) for w in widths)
    assert run(d, (0,), mock=Mock(workers=workers)).latency() == expected
    assert greedy_latency(unroll(d, (0,)), workers) == expected


@few
@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), WORKERS)
def test_the_schedules_are_equal_for_independent_calls_of_any_length(lengths, workers):
    d = parse_decomposition(f"S(n) = both({', '.join(f'call(a, 1, {w})' for w in lengths)}, nothing)")
    ran = run(d, (0,), mock=Mock(workers=workers, duration=lambda reads, writes: writes))
    assert greedy_latency(unroll(d, (0,)), workers, lambda reads, writes: writes) == ran.latency()


@pytest.mark.parametrize("width", [2, 5, 9])
def test_a_schedule_that_leaves_workers_idle_is_above_the_bound_and_one_that_does_not_wait_below(width):
    graph = unroll(parse_decomposition("S(n) = then(each(i=1..n: call(a)), call(b))"), (width,))
    lazy, hasty = greedy_latency(graph, 1), 1
    assert greedy_latency(graph, width) == 2
    assert within(2, graph, width, one)
    assert not within(lazy, graph, width, one)
    assert not within(hasty, graph, width, one)


@pytest.mark.parametrize(("short", "chain", "workers"), [(8, 4, 4), (6, 2, 3), (10, 3, 5)])
def test_short_calls_before_a_long_chain_attain_the_upper_bound(short, chain, workers):
    d = parse_decomposition(f"S(n) = both({'call(a), ' * short} loop(i=1..{chain}: call(b)))")
    expected = most_latency(short + chain, chain, workers)
    assert greedy_latency(unroll(d, (0,)), workers) == expected == short // workers + chain
    assert run(d, (0,), mock=Mock(workers=workers)).latency() == expected


@pytest.mark.parametrize(("chains", "chain", "workers"), [(4, 3, 4), (6, 1, 4), (2, 5, 3)])
def test_chains_side_by_side_attain_the_lower_bound(chains, chain, workers):
    d = parse_decomposition(f"S(n) = each(i=1..{chains}: loop(j=1..{chain}: call(a)))")
    expected = least_latency(chains * chain, chain, workers)
    assert greedy_latency(unroll(d, (0,)), workers) == expected
    assert run(d, (0,), mock=Mock(workers=workers)).latency() == expected


def test_a_join_takes_no_worker_and_no_turn():
    forked = "then(each(i=1..2: call(a)), each(i=1..2: loop(j=1..6: call(b))))"
    d = parse_decomposition(f"S(n) = both({forked}, each(i=1..2: loop(j=1..3: call(c))))")
    graph = unroll(d, (0,))
    assert [kind for _, kind in graph.nodes(data="kind")].count("join") == 1
    assert greedy_latency(graph, 3) == least_latency(20, 7, 3) == 7  # 8 if the join waited for a worker


def test_a_schedule_needs_a_worker():
    with pytest.raises(ValueError, match="greedy_latency: need workers >= 1, have 0"):
        greedy_latency(unroll(parse_decomposition("S(n) = call(a)"), (0,)), 0)
