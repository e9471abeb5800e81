"""Programs, decompositions and derived recurrences agree, size by size and call by call, and the programs are right."""

from fractions import Fraction
from functools import partial

import pytest

from checkers.executions.answers import correct
from checkers.executions.faults import Malformed, Noisy
from checkers.executions.mock import Mock
from checkers.executions.programs import check_program
from checkers.executions.virtual_time import run as run_on_virtual_clock
from tests.theorems.pairs import PAIRS, Pair, all_decompositions, all_programs, failing_first, retry, sizes
from theorems.programs import all_pairs, map_reduce_summary, merge_sort, retry_three_times, voted_steps
from theorems.programs.contents import document, facts, trail

UNCERTAIN = {"voted_steps"}
"""Decompositions without a worst case."""


def test_every_program_has_a_decomposition_and_is_compared_with_it():
    assert [name for name in all_programs() if name not in all_decompositions()] == []
    assert {p.name for p in PAIRS} | UNCERTAIN == set(all_programs())


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_derived_costs_a_run_of_the_decomposition_and_the_program_agree_at_every_size(pair):
    check = pair.check()
    at = sizes(pair)
    assert at[:20] == list(range(pair.start, pair.start + 20))
    assert [str(d) for n in at for d in check.differences((n,), pair.measures)] == []


def test_all_sizes_to_300_are_compared_where_calls_are_few():
    assert sizes(Pair("best_of_k", {"k": 3, "s": 4})) == list(range(1, 301))


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_contents_do_not_matter_to_the_costs_that_are_compared(pair):
    for seed in range(1, 6):
        assert [str(d) for n in (3, 8, 13, 21) for d in pair.check().differences((n,), pair.measures, seed)] == []


# What the programs find is right.


def ran(program, n, **parameters):
    return run_on_virtual_clock(lambda: program(Mock(task=correct), n, **parameters))


def best(count, n, seed):
    found = sorted(document(n, seed), reverse=True)[:count]
    return found + ["."] * (count - len(found))


def walked(n, seed):
    goal, found_at = trail(n, seed)
    places = [goal]
    while found_at[places[-1]] != "end":
        places.append(found_at[places[-1]])
    return places


RIGHT = {
    "map_reduce_summary": lambda n, seed: best(2, n, seed),
    "tree_summary": lambda n, seed: best(2, n, seed),
    "collapse_with_fan_in_k": lambda n, seed: best(2, 2 * n, seed) if n > 1 else document(2, seed),
    "rolling_summary": lambda n, seed: best(2, n, seed),
    "growing_notes": lambda n, seed: [
        " ".join(sorted(document(8 * n, seed)[8 * i : 8 * i + 8])[:-3:-1]) for i in range(n)
    ],
    "overlapping_retrieval": lambda n, seed: facts(n, seed)[2],
    "knockout_tournament": lambda n, seed: best(1, n, seed)[0],
    "merge_sort": lambda n, seed: best(n, n, seed),
    "setwise_tournament": lambda n, seed: best(1, n, seed)[0],
    "all_pairs": lambda n, seed: best(n, n, seed),
    "self_consistency": lambda n, seed: best(1, n, seed)[0],
    "best_of_k": lambda n, seed: " ".join([*best(1, n, seed), ".", ".", "."]),
    "debate": lambda n, seed: best(1, 20, seed)[0],
    "react": walked,
    "retry_until_valid": lambda n, seed: list(range(n)),
    "retry_three_times": lambda n, seed: list(range(n)),
    "plan_and_execute": lambda n, seed: f"r{n}",
    "voted_steps": lambda n, seed: n,
}
"""What a program should find, where it is known in one line."""


@pytest.mark.parametrize("name", RIGHT)
def test_a_program_is_right_when_the_model_is(name):
    pair = Pair(name)
    seeded = {"seed"} & set(pair.program().__code__.co_varnames)
    for n in (1, 2, 7, 8, 9, 16, 25):
        for seed in range(3 if seeded else 1):
            assert ran(pair.program(), n, **({"seed": seed} if seeded else {})) == RIGHT[name](n, seed)


@pytest.mark.parametrize("n", [3, 8, 9, 30])
def test_the_best_are_at_the_front_after_sliding(n):
    assert ran(Pair("sliding_top_three").program(), n) == best(3, n, 0)
    assert ran(Pair("sliding_window_ranking").program(), n)[:4] == best(min(n, 4), n, 0)


def test_a_search_takes_the_best_first_thought():
    program = Pair("tree_of_thoughts").program()
    offered = [ran(program, 1, b=b, keep=1)[0] for b in (1, 2, 3)]
    assert [int(word[1:]) for word in offered] == sorted(int(word[1:]) for word in offered)
    assert ran(program, 1, b=3, keep=2) == [offered[2]]


def test_a_vote_corrects_what_a_single_sample_gets_wrong():
    def solved(mock_seed, m):
        mock = Mock(task=correct, faults=[Noisy(Fraction(1, 5))], seed=mock_seed)
        return run_on_virtual_clock(lambda: Pair("self_consistency").program()(mock, 9, m=m))

    assert "wrong" in {solved(seed, 1) for seed in range(30)}
    assert {solved(seed, 15) for seed in range(5)} == set(best(1, 9, 0))


# Where contents or chance decide.


def test_merge_sort_keeps_the_bound_on_any_order_and_meets_it_on_the_worst():
    pair = Pair("merge_sort")
    any_order = partial(merge_sort.run, order="any")
    fewer = 0
    for seed in range(6):
        check = Pair("merge_sort", exact=False).check(partial(any_order, seed=seed))
        assert [str(d) for n in range(1, 25) for d in check.differences((n,))] == []
        fewer += next(iter(pair.check(partial(any_order, seed=seed)).differences((24,))), None) is not None
    assert fewer == 6


def test_retries_meet_the_worst_case_when_all_but_the_last_answer_are_malformed():
    assert check_program(
        retry_three_times.run, all_decompositions()["retry_three_times"], ("calls",), [9],
        mocks=partial(failing_first, 2), exact=None,
    ) is None  # fmt: skip
    trace = Pair("retry_three_times", mocks=partial(failing_first, 2)).check().trace((9,), 0)
    assert (trace.calls(), trace.depth()) == (27, 27)


def malformed(rate, seed):
    return Mock(task=correct, faults=[Malformed(rate)], seed=seed)


def test_the_mean_of_retries_is_the_expected_cost():
    d = all_decompositions()["retry_three_times"]
    measures = ("expected_calls", "expected_tokens_in")
    one_in_ten = partial(malformed, Fraction(1, 10))
    assert check_program(retry_three_times.run, d, measures, [1, 4], mocks=one_in_ten) is None
    worse = partial(malformed, Fraction(4, 10))
    found = check_program(retry_three_times.run, d, measures, [4], mocks=worse)
    assert found.what == "expected_calls == derived cost"
    assert found.expected == "a mean of 111/25"


def noisy(rate, seed):
    return Mock(task=correct, faults=[Noisy(rate, lambda request, right, chance: str(int(right) + 100))], seed=seed)


def test_the_mean_of_votes_is_the_expected_cost():
    d = all_decompositions()["voted_steps"]
    assert check_program(voted_steps.run, d, ("expected_calls",), [1, 3], mocks=partial(noisy, Fraction(1, 10))) is None
    found = check_program(voted_steps.run, d, ("expected_calls",), [3], mocks=partial(noisy, Fraction(3, 10)))
    assert found.what == "expected_calls == derived cost"


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
@pytest.mark.parametrize("program", [map_reduce_summary, all_pairs], ids=lambda m: m.__name__.rpartition(".")[2])
def test_the_time_on_some_workers_lies_between_its_bounds(program, workers):
    d = all_decompositions()[program.__name__.rpartition(".")[2]]
    measures = ("latency_least", "latency_most")
    assert check_program(program.run, d, measures, [2, 5, 9, 16], {"workers": workers}) is None


def test_the_time_of_a_program_that_waits_for_nothing_is_over_its_bound():
    d = all_decompositions()["all_pairs"]

    async def one_by_one(llm, n):
        for _ in range(n * (n - 1)):
            await llm.complete("Compare the two items. A: a B: b", 1, primitive="compare")

    found = check_program(one_by_one, d, ("latency_least", "latency_most"), [5], {"workers": 4})
    assert (found.what, found.measured) == ("latency <= latency_most", 20)


def test_a_program_that_makes_fewer_calls_keeps_a_bound_but_not_an_equality():
    pair = retry(3)
    lucky = Pair("retry_until_valid", pair.parameters, exact=False).check()
    assert list(lucky.differences((5,))) == []
    [first, *_] = Pair("retry_until_valid", pair.parameters, exact=True).check().differences((5,))
    assert (first.what, first.expected, first.measured) == ("calls == derived cost", "== 15", 5)
