"""What a decomposition does next: chance that is drawn anew at each place, one case, depth without a Python stack."""

from collections import Counter

import pytest

from bounds.language import parse_decomposition
from checkers.executions.costs import NoValue
from checkers.executions.mock import Mock, Refused
from checkers.executions.running import run
from checkers.executions.unfolding import AtOnce, InTurn, OneCall, Place, Unending, Unfolding

NESTED = parse_decomposition("S(n) = choose(1/2, choose(1/2, call(a), 1/2, nothing), 1/2, nothing)")


def all_calls(text: str, *sizes: int, seed: int = 0) -> list[OneCall]:
    """The calls of an execution, depth first."""
    unfolding = Unfolding(parse_decomposition(text), {}, seed)

    def below(place: Place) -> list[OneCall]:
        match unfolding.next(place):
            case OneCall() as call:
                return [call]
            case InTurn(places) | AtOnce(places):
                return [call for p in places for call in below(p)]

    return below(unfolding.start(sizes))


def test_a_choice_inside_a_choice_is_drawn_anew():
    made = sum(run(NESTED, (0,), seed=seed).calls() for seed in range(2000))
    assert 380 < made < 620  # 500 expected, standard deviation 19.4; 1000 if both choices were one
    outer = parse_decomposition("S(n) = choose(1/2, call(a), 1/2, nothing)")
    assert 880 < sum(run(outer, (0,), seed=seed).calls() for seed in range(2000)) < 1120


def test_each_of_three_choices_is_made_at_its_rate():
    text = "S(n) = choose(1/2, call(a), 1/4, call(b), 1/4, call(c))"
    made = Counter(call.primitive for seed in range(1200) for call in all_calls(text, 0, seed=seed))
    assert made.keys() == {"a", "b", "c"}
    assert all(abs(made[x] - m) < 110 for x, m in (("a", 600), ("b", 300), ("c", 300)))  # over 6 standard deviations


def test_a_lead_goes_on_until_one_side_is_ahead():
    made = [len(all_calls("S(n) = lead(2, 3/4, call(a))", 0, seed=seed)) for seed in range(800)]
    assert {m % 2 for m in made} == {0}
    assert 2.8 < sum(made) / 800 < 3.6  # 16/5 expected


def test_labels_say_where_a_call_stands():
    text = (
        "S(n) = then(each(i=1..2: call(a, i, 1)), R(n - 1), best(2, call(b), either(call(c), call(c)))); R(n) = call(d)"
    )
    labels = [(c.primitive, c.label) for c in all_calls(text, 5)]
    assert labels[:-1] == [
        ("a", "/S5.0[0]"), ("a", "/S5.0[1]"), ("d", "/S5.1/R4"), ("b", "/S5.2.0#0"), ("b", "/S5.2.0#1"),
    ]  # fmt: skip
    assert labels[-1] in (("c", "/S5.2.1?0"), ("c", "/S5.2.1?1"))


def test_the_same_seed_makes_the_same_choices_and_another_seed_others():
    text = "S(n) = loop(i=1..20: choose(1/2, call(a), 1/2, call(b)))"
    assert all_calls(text, 0, seed=3) == all_calls(text, 0, seed=3) != all_calls(text, 0, seed=4)


def test_sizes_that_no_case_or_two_cases_speak_of_are_refused():
    text = "S(n) = call(a) for n >= 1; S(n) = call(b) for n >= 5"
    assert len(all_calls(text, 4)) == 1
    for size, have in ((0, 0), (5, 2)):
        with pytest.raises(NoValue, match=f"need one case, have {have}"):
            all_calls(text, size)


def test_an_overlap_that_is_the_window_is_refused_and_does_not_go_on_for_ever():
    assert len(all_calls("S(n) = each(x in n by n overlap 4: call(a))", 5)) == 1
    with pytest.raises(NoValue, match="need an overlap from 0 to below the window, have 4 of 4"):
        all_calls("S(n) = each(x in 9 by n overlap 4: call(a))", 4)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("S(n) = retry(0, nothing)", "an execution of at most 1000 steps"),
        ("S(n) = loop(i=1..2000: nothing)", "an execution of at most 1000 steps"),
        ("S(n) = S(n)", "an execution of at most 1000 steps"),
        ("S(n) = S(n^9)", "procedures that end"),
        ("S(n) = each(i=1..n^99: call(a))", "at most 1000000 rounds, parts or samples"),
        ("S(n) = each(x in n^99 by 2: call(a))", "at most 1000000 rounds, parts or samples"),
        ("S(n) = each(x in n into n^99: call(a))", "at most 1000000 rounds, parts or samples"),
        ("S(n) = vote(n^99, call(a))", "at most 1000000 rounds, parts or samples"),
    ],
)
def test_what_does_not_end_is_refused(text, need):
    unfolding = Unfolding(parse_decomposition(text), {}, most=1000)
    with pytest.raises(Unending, match=f"need {need}"):
        walk(unfolding, unfolding.start((2,)))


def test_an_execution_of_as_many_steps_as_are_allowed_is_not_refused():
    unfolding = Unfolding(parse_decomposition("S(n) = loop(i=1..999: nothing)"), {}, most=1000)
    walk(unfolding, unfolding.start((2,)))
    assert unfolding.places == 1000


def walk(unfolding: Unfolding, start: Place) -> None:
    """Unfold everything."""
    waiting = [iter((start,))]
    while waiting:
        for place in waiting[-1]:
            found = unfolding.next(place)
            if not isinstance(found, OneCall):
                waiting.append(iter(found.places))
            break
        else:
            waiting.pop()


def test_a_run_2000_procedures_deep_needs_no_python_stack():
    d = parse_decomposition("S(n) = nothing for n <= 0; S(n) = then(call(a), S(n - 1)) for n >= 1")
    assert run(d, (2000,)).depth() == 2000


def test_what_fails_among_calls_at_once_is_raised_itself():
    d = parse_decomposition("primitive a: window = 3; S(n) = both(both(call(a), call(a, n, 1)), call(a))")
    assert run(d, (2,)).calls() == 3
    with pytest.raises(Refused, match="need  a prompt of fewer than 3 tokens"):
        run(d, (3,))


def test_primitives_with_windows_share_the_workers():
    windows = "primitive a: window = 9; primitive b: window = 8; "
    text = "S(n) = both(each(i=1..n: call(a)), each(i=1..n: call(b)))"
    for d in (parse_decomposition(windows + text), parse_decomposition(text)):
        assert run(d, (3,), mock=Mock(workers=1)).latency() == 6
        assert run(d, (3,), mock=Mock(workers=2)).latency() == 3
        assert run(d, (3,), mock=Mock()).latency() == 1
