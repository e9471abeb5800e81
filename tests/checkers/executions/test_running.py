"""A decomposition runs as it says; what has no meaning is refused instead of run."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from bounds.language import parse_decomposition
from checkers.executions.costs import NoValue
from checkers.executions.faults import RateLimited
from checkers.executions.mock import Mock, Refused
from checkers.executions.running import run
from checkers.executions.sequential import mean_differs
from checkers.executions.unfolding import chunks


def trace_of(text: str, *sizes: int, **more):
    return run(parse_decomposition(text), sizes, **more)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("S(n) = call(a, n - 9, 1)", "need an integer >= 0, have n - 9 = -4 at n = 5"),
        ("S(n) = call(a, 1, n - 9)", "need an integer >= 0, have n - 9 = -4 at n = 5"),
        ("S(n) = vote(n - 5, call(a))", "need an integer >= 1, have n - 5 = 0 at n = 5"),
        ("S(n) = retry(1/2, n - 5, call(a))", "need an integer >= 1, have n - 5 = 0 at n = 5"),
        ("S(n) = lead(n - 5, 2/3, call(a))", "need an integer >= 1, have n - 5 = 0 at n = 5"),
        ("S(n) = each(x in 3 into n - 5: call(a))", "need an integer >= 1, have n - 5 = 0 at n = 5"),
        ("S(n) = each(x in n by 2 overlap 2: call(a))", "need a window larger than its overlap, have 2 and 2"),
        ("S(n) = each(x in n by n - 5: call(a))", "need a window larger than its overlap, have 0 and 0"),
        ("S(n) = retry(0, call(a))", "need an end of a retry, have probability 0"),
        ("S(n) = retry(n, call(a))", "need a probability that is a rational number, have 5"),
        ("S(n) = choose(1/2, call(a), 1/3, call(a))", "need probabilities that add up to 1, have 1/2 + 1/3"),
        ("S(n) = call(a) for n >= 9", "S(5,): need one case, have 0"),
        ("S(n) = call(a); S(5) = call(b)", "S(5,): need one case, have 2"),
    ],
)
def test_a_run_without_a_meaning_is_refused(text: str, said: str) -> None:
    with pytest.raises(NoValue) as caught:
        trace_of(text, 5)
    assert str(caught.value) == said


@pytest.mark.parametrize("step", ["call(a, n, 1)", "each(i=1..2: both(call(a, n, 1), call(b)))"])
def test_a_prompt_over_the_window_is_refused_as_such(step: str) -> None:
    text = f"primitive a: window = 6; S(n) = {step}"
    with pytest.raises(Refused) as caught:
        trace_of(text, 6)
    assert caught.value.outcome == "over_window"
    assert trace_of(text, 5).tokens_out() >= 1
    with pytest.raises(Refused):
        trace_of("S(n) = each(i=1..n: call(a))", 4, mock=Mock(faults=[RateLimited(2)]))


def test_recursion_may_be_deep() -> None:
    assert trace_of("S(0) = nothing; S(n) = then(call(a), S(n - 1)) for n >= 1", 1_500).depth() == 1_500


def test_a_mock_that_runs_twice_gives_each_run_its_own_calls() -> None:
    mock = Mock(workers=1)
    d = parse_decomposition("S(n) = each(i=1..n: call(a))")
    assert [run(d, (n,), mock=mock).calls() for n in (3, 2)] == [3, 2]
    assert mock.meter.trace().calls() == 5


def test_workers_are_shared_by_primitives_with_windows() -> None:
    text = "primitive a: window = 9; primitive b: window = 8; S(n) = both(call(a), call(b), call(c)) for n >= 0"
    assert trace_of(text, 0, mock=Mock(workers=1)).latency() == 3
    assert trace_of(text, 0, mock=Mock(workers=2)).latency() == 2
    assert trace_of(text, 0).latency() == 1


def test_chance_inside_chance_is_drawn_anew() -> None:
    text = "S(n) = choose(1/2, choose(1/2, call(a), 1/2, call(b)), 1/2, either(call(c), call(d)))"
    d = parse_decomposition(text)
    runs = [run(d, (0,), seed=seed).records[0].primitive for seed in range(600)]
    assert set(Counter(runs)) == set("abcd")
    assert mean_differs([int(r == "b") for r in runs], Fraction(1, 4), largest=1, error=1e-6) is None
    assert mean_differs([int(r == "b") for r in runs], Fraction(1, 2), largest=1, error=1e-6) is not None


def test_lead_stops_when_one_answer_is_ahead() -> None:
    d = parse_decomposition("S(n) = lead(3, 2/3, call(a))")
    lengths = [run(d, (0,), seed=seed).calls() for seed in range(300)]
    assert min(lengths) == 3
    assert {n % 2 for n in lengths} == {1}
    assert mean_differs(lengths, Fraction(7), most=300) is None  # 3/(1/3)*(1 - 1/8)/(1 + 1/8)
    assert mean_differs([2 * n for n in lengths], Fraction(7), most=300) is not None


def test_a_decider_sees_where_it_decides() -> None:
    d = parse_decomposition("S(n) = loop(i=1..n: either(call(a, i, 1), nothing))")
    trace = run(d, (5,), decide=lambda step, at, chance: at["i"] % 2)
    assert [r.tokens_in for r in trace] == [2, 4]


@pytest.mark.parametrize("size", range(12))
def test_chunks_cover_a_text_and_share_the_overlap(size: int) -> None:
    for window in range(1, 6):
        for overlap in range(window):
            found = chunks(size, window, overlap)
            assert sum(found) - overlap * max(len(found) - 1, 0) == size
            assert all(c == window for c in found[:-1])
            assert all(overlap < c <= window for c in found[-1:]) or len(found) <= 1
    with pytest.raises(NoValue):
        chunks(size, 2, 2)
