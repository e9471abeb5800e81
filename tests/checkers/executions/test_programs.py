"""Programs against decompositions: what is compared, and what a difference says."""

from fractions import Fraction
from functools import partial

import pytest

from bounds.language import parse_decomposition
from checkers.executions.costs import NoValue
from checkers.executions.faults import Malformed
from checkers.executions.mock import Mock
from checkers.executions.programs import EACH_CALL, ProgramCheck, check_program, first_apart
from checkers.executions.trace import CallRecord, Trace

PAIRS_AT_ONCE = "S(n) = then(each(i=1..n: call(compare, 8, 1)), call(judge, 4, 1)) for n >= 1"


async def calls_as_said(llm, n, *, judge="judge", words=8):
    for _ in range(n):
        await llm.complete(" ".join(["Compare"] * words), 1, primitive="compare")
    await llm.complete("Judge them all now", 1, primitive=judge)


def plain(seed):
    return Mock(seed=seed)


def test_a_difference_names_measure_size_and_call():
    d = parse_decomposition(PAIRS_AT_ONCE)
    found = check_program(calls_as_said, d, sizes=range(1, 5), mocks=plain)
    assert str(found) == (
        "differs: depth == derived cost\n  at        n = 2\n  expected  == 2\n  measured  3\n"
        "  no        call 1: compare, 8 in, 1 out, at /S2.0[1]"
    )


def test_a_call_of_another_primitive_is_found_when_every_total_agrees():
    d = parse_decomposition(PAIRS_AT_ONCE)
    found = check_program(partial(calls_as_said, judge="compare"), d, sizes=[1], mocks=plain)
    assert found.what == f"{EACH_CALL} == a run of the decomposition"
    assert (found.first.primitive, found.instead.primitive) == ("compare", "judge")
    assert "instead of call 1: judge, 4 in, 1 out" in str(found)


def test_a_program_is_not_compared_at_sizes_of_which_its_decomposition_says_nothing():
    with pytest.raises(NoValue):
        check_program(calls_as_said, parse_decomposition(PAIRS_AT_ONCE), sizes=[0], mocks=plain)


def test_a_program_of_two_sizes_is_given_both():
    d = parse_decomposition("S(m, n) = each(i=1..m: call(read, n, 1)) for m >= 1, n >= 1")

    async def serial(llm, m, n):
        for _ in range(m):
            await llm.complete(" ".join(["x"] * n), 1, primitive="read")

    assert check_program(serial, d, ("calls", "tokens_in"), [(1, 3), (1, 9)], mocks=plain) is None
    found = check_program(serial, d, ("calls", "tokens_in", "depth"), [(1, 3), (4, 9)], mocks=plain)
    assert (found.what, found.measured, dict(found.values)) == ("depth == derived cost", 4, {"m": 4, "n": 9})


def test_the_dearest_chain_is_measured_on_a_run_of_its_own():
    d = parse_decomposition("S(n) = each(i=1..n: call(write, 1, i)) for n >= 1")

    async def longest(llm, n, *, more=0):
        import asyncio

        texts = (llm.complete("x", i + 1 + more, primitive="write") for i in range(n))
        await asyncio.gather(*texts)

    assert check_program(longest, d, ("span", "depth"), range(1, 9), mocks=plain) is None
    found = check_program(partial(longest, more=1), d, ("span",), range(3, 9), mocks=plain)
    assert (found.what, found.expected, found.measured) == ("span == derived cost", "== 3", 4)


def test_a_worker_too_few_does_not_change_the_depth():
    d = parse_decomposition("S(n) = each(i=1..n: call(compare, 1, 1)) for n >= 1")

    async def at_once(llm, n):
        import asyncio

        await asyncio.gather(*(llm.complete("x", 1, primitive="compare") for _ in range(n)))

    assert check_program(at_once, d, mocks=lambda seed: Mock(seed=seed, workers=2)) is None


def test_a_bound_that_is_passed_names_the_call_that_passed_it():
    d = parse_decomposition("S(n) = retry(1/2, 3, call(ask, 1, 1)) for n >= 1")

    async def stubborn(llm, n):
        for _ in range(5):
            await llm.complete("x", 1, primitive="ask")

    bad = partial(Mock, faults=[Malformed(Fraction(1))])
    found = check_program(stubborn, d, ("calls",), [1], mocks=lambda seed: bad(seed=seed))
    assert (found.what, found.expected, found.measured, found.first.index) == ("calls <= derived cost", "<= 3", 5, 3)


def test_a_measure_that_is_none_is_refused():
    d = parse_decomposition("S(n) = call(ask) for n >= 1")
    with pytest.raises(ValueError, match="need a measure, have cost; try calls, tokens_in"):
        list(ProgramCheck(calls_as_said, d, mocks=plain).differences((1,), ("cost",)))


def test_what_a_program_raises_comes_through():
    async def broken(llm, n):
        raise RuntimeError("the program's own")

    with pytest.raises(RuntimeError, match="the program's own"):
        check_program(broken, parse_decomposition("S(n) = call(ask) for n >= 1"), mocks=plain)


def call(index, start, reads):
    return CallRecord(index, "ask", reads, 1, start, start + 1)


def test_of_two_runs_the_earliest_call_apart_is_named():
    ours = Trace([call(0, 0, 5), call(1, 1, 7), call(2, 2, 9)])
    theirs = Trace([call(0, 0, 5), call(1, 1, 8), call(2, 2, 1)])
    assert first_apart(ours, theirs) == (call(1, 1, 7), call(1, 1, 8))
    assert first_apart(ours, Trace(ours.records[:2])) == (call(2, 2, 9), None)
    assert first_apart(Trace(ours.records[:1]), ours) == (None, call(1, 1, 7))
    assert first_apart(ours, ours) == (None, None)
