"""Each line of the table of derivations, at sizes where it could go wrong; each is seen to notice a wrong cost."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import pytest

from bounds.derivation import derive_all
from bounds.language import parse_decomposition
from bounds.measure import MEASURES
from checkers.executions.costs import Costs
from checkers.executions.crosscheck import timed
from checkers.executions.measuring import measured
from checkers.executions.mock import Mock
from checkers.executions.running import run
from tests.checkers.executions.enumeration import ONE, PATHS, SUMS, Enumeration

HEAD = (
    "parameters w integer >= 1, s integer >= 0\nprimitive a: size = w, price_in = 0.15, price_out = 0.6\n"
    "primitive b: size = 3, price_in = 1, price_out = 3.5\nprimitive c: price_in = 2, price_out = 5\n"
)
CERTAIN = (
    "S(n) = call(a, n + 2, s + 3) for n >= 0",
    "S(n) = then(call(a, n, 2), call(b, 3, n), nothing, call(c)) for n >= 0",
    "S(n) = both(call(a, n, 2), then(call(b, 3, 1), call(c, 2, n)), call(c, 9, 0)) for n >= 0",
    "S(n) = each(i=1..n: call(a, i, 2*i + 1)) for n >= 0",
    "S(n) = loop(i=1..n: call(a, 2*i, i + 1)) for n >= 0",
    "S(n) = loop(i=2..n: call(a, i, i*i)) for n >= 0",
    "S(n) = each(i=2..n: call(b, 7, 2)) for n >= 0",
    "S(n) = each(i=3..n: call(a, 20, max(12 - 2*i, 0))) for n >= 0",
    "S(n) = each(i=n..2*n + 1: call(a, i, 3*n + 2 - i)) for n >= 0",
    "S(n) = each(i=0..n: call(a, 2, max(2*i, 9 - i))) for n >= 0",
    "S(n) = each(x in n by 4: call(a, x, x + 2)) for n >= 1; S(0) = nothing",
    "S(n) = each(x in n by 4 overlap 1: call(a, x, x + 2)) for n >= 1",
    "S(n) = each(x in n by w + s overlap s: call(a, x*x, 10 - x)) for n >= 1; S(0) = nothing",
    "S(n) = loop(x in n by 5 overlap 3: call(a, ceil(x/2), 2)) for n >= 1; S(0) = nothing",
    "S(n) = each(x in n by 5 overlap 2: call(b, 4, 2)) for n >= 0",
    "S(n) = loop(x in n by w: then(call(a, x, s), call(b, 2*x, 1))) for n >= 1; S(0) = nothing",
    "S(n) = each(x in n by 3: each(y in x by 2: call(a, y, 2*y + 1))) for n >= 1; S(0) = nothing",
    "S(n) = each(x in n into 3: call(a, x, 2*x + 1)) for n >= 0",
    "S(n) = each(x in n into 3: call(a, x*x, ceil(x/2))) for n >= 0",
    "S(n) = loop(x in n into w: call(a, x, x + s)) for n >= 0",
    "S(n) = loop(x in n into w: call(a, x*x, floor(x/2))) for n >= 0",
    "S(n) = each(x in n into w + 1: call(a, 2, max(7 - 2*x, 1))) for n >= 0",
    "S(n) = each(x in n into 3: call(a, 2, n - x)) for n >= 0",
    "S(n) = each(x in n by 4: loop(i=4..x: call(a, i, 1))) for n >= 1; S(0) = nothing",
    "S(n) = each(x in n into 70: call(a, x*x, 1)) for n >= 0",
    "S(n) = vote(3, then(call(a, n, 2), call(b))) for n >= 0",
    "S(n) = vote(w + 1, call(a, n, s)) for n >= 0",
    "S(n) = best(3, call(a, n, 2), call(b, 3*n, 9)) for n >= 0",
    "S(n) = nothing for n <= 1; S(n) = then(each(x in n into 2: S(x)), call(a, n, n)) for n >= 2",
    "S(n) = call(a, n, s) for n <= 2; S(n) = then(each(x in n by 2: call(a, x, 1)), S(ceil(n/2))) for n > 2",
    "S(n) = both(A(n), A(floor(n/2)), B(n, 2)) for n >= 0; A(n) = loop(i=1..n: B(i, n)) for n >= 0; "
    "B(m, n) = call(a, m, n + m)",
    "S(0) = nothing; S(2*m) = then(call(a, m, 2), S(m)) for m >= 1; S(2*m + 1) = both(call(b, m, 1), S(m)) for m >= 0",
)  # fmt: skip
PLACES = ({"w": 1, "s": 0}, {"w": 2, "s": 1}, {"w": 3, "s": 2})


def costs_of(text: str, name: str, values: dict[str, int]) -> Costs:
    return Costs(derive_all(parse_decomposition(HEAD + text), [name]), values)


@pytest.mark.parametrize("text", CERTAIN)
def test_a_certain_step_costs_what_enumeration_says(text: str) -> None:
    d = parse_decomposition(HEAD + text)
    for name in ONE:
        recurrence = derive_all(d, [name])
        for values in PLACES[::2]:
            costs, enumeration = Costs(recurrence, values), Enumeration(d, values, name, budget=100_000)
            for n in (0, 1, 2, 3, 4, 5, 7, 12):
                if n or "n >= 1" not in text or "S(0)" in text:
                    assert {costs.at(name, n): 1} == enumeration.at(n), (name, n, values)


@pytest.mark.parametrize("text", CERTAIN)
def test_a_certain_step_costs_what_a_run_measures(text: str) -> None:
    d = parse_decomposition(HEAD + text)
    values = PLACES[1]
    for n in (1, 2, 7):
        plain = run(d, (n,), values)
        for name, kind in MEASURES.items():
            trace = run(d, (n,), values, mock=timed(kind)) if kind.combine == "path" else plain
            assert measured(trace, kind, d, values) == costs_of(text, name, values).at(name, n), (name, n)


UNCERTAIN = (
    "S(n) = retry(1/3, 4, call(a, n, 2)) for n >= 0",
    "S(n) = retry(0.9, w, then(call(a, n, 2), retry(1/2, 2, call(b)))) for n >= 0",
    "S(n) = choose(1/4, call(a, n, 2), 3/4, loop(i=1..n: call(b, i, 1))) for n >= 0",
    "S(n) = choose(1/2, choose(1/2, call(a), 1/2, nothing), 1/3, call(b, 2, 7), 1/6, call(c, 8, 1)) for n >= 0",
    "S(n) = loop(x in n by 2: choose(1/2, call(a, x, 1), 1/2, nothing)) for n >= 1; S(0) = nothing",
    "S(n) = nothing for n <= 1; S(n) = choose(1/3, then(call(a, n, 1), S(n - 1)), 2/3, S(floor(n/2))) for n >= 2",
)


@pytest.mark.parametrize("text", UNCERTAIN)
def test_a_random_step_has_the_enumerated_mean_and_worst_case(text: str) -> None:
    d = parse_decomposition(HEAD + text)
    values = PLACES[1]
    for name in {**SUMS, **PATHS}:
        mean, worst = costs_of(text, f"expected_{name}", values), costs_of(text, name, values)
        for n in range(4):
            enumeration = Enumeration(d, values, name, budget=100_000)
            assert mean.at(f"expected_{name}", n) == enumeration.mean(n), (name, n)
            assert worst.at(name, n) == max(enumeration.at(n)), (name, n)


def steps_of_walk(k: int, p: Fraction) -> Fraction:
    """The mean length of a walk from 0 to k or -k that goes up with probability p, by elimination from one end.

    E(-k) = 0 and E(i) = 1 + p E(i + 1) + (1 - p) E(i - 1) give E(i + 1) = (E(i) - 1 - (1 - p) E(i - 1))/p; each is
    a_i + b_i E(1 - k), and E(k) = 0.
    """
    before, now = (Fraction(0), Fraction(0)), (Fraction(0), Fraction(1))
    line = {-k: before, 1 - k: now}
    for i in range(1 - k, k):
        (a, b), (c, d) = line[i], line[i - 1]
        line[i + 1] = ((a - 1 - (1 - p) * c) / p, (b - (1 - p) * d) / p)
    start = -line[k][0] / line[k][1]
    return line[0][0] + line[0][1] * start


@pytest.mark.parametrize("p", ["2/3", "0.9", "1", "51/100"])
@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_lead_takes_the_mean_length_of_the_walk(k: int, p: str) -> None:
    costs = costs_of(f"S(n) = lead({k}, {p}, call(a, n, 2)) for n >= 0", "expected_tokens", PLACES[0])
    assert costs.at("expected_tokens", 3) == 5 * steps_of_walk(k, Fraction(p))
    assert steps_of_walk(k, Fraction(p)) != steps_of_walk(k + 1, Fraction(p))


@pytest.mark.parametrize("v", ["1/2", "0.3", "1"])
def test_a_retry_without_end_takes_one_over_v_tries(v: str) -> None:
    costs = costs_of(f"S(n) = retry({v}, call(a, n, 2)) for n >= 0", "expected_tokens", PLACES[0])
    mean = costs.at("expected_tokens", 3)
    assert mean == 5 + (1 - Fraction(v)) * mean  # a first try, and all again when it fails


def test_the_peak_of_lead_and_retry_is_that_of_one_try() -> None:
    text = "S(n) = then(lead(2, 2/3, call(a, n, 2)), retry(1/2, call(b, n, 4))) for n >= 0"
    assert costs_of(text, "peak", PLACES[0]).at("peak", 6) == 10


def all_scripts(d, sizes, values, name) -> set:
    """The costs of a run for every list of decisions that contents can make."""
    found, waiting = set(), [()]
    while waiting:
        script = waiting.pop()
        asked = []

        def decide(step, at, chance, script=script, asked=asked) -> int:
            asked.append(len(step.cases))
            return script[len(asked) - 1] if len(asked) <= len(script) else 0

        trace = run(d, sizes, values, mock=timed(MEASURES[name]), decide=decide)
        found.add(measured(trace, MEASURES[name], d, values))
        for i in range(len(script), len(asked)):
            waiting += [(*script, *[0] * (i - len(script)), case) for case in range(1, asked[i])]
    return found


CONTENTS = (
    "S(n) = either(call(a, n, 2), then(call(b), call(b)), nothing) for n >= 0",
    "S(n) = each(i=1..n: either(call(a, i, 2), call(b, 3, i))) for n >= 0",
    "S(n) = call(c) for n <= 1; S(n) = then(call(a, n, 1), either(S(n - 1), both(S(floor(n/2)), S(ceil(n/2))))) "
    "for n >= 2",
)


@pytest.mark.parametrize("text", CONTENTS)
@pytest.mark.parametrize("name", ["calls", "tokens", "depth", "span", "peak"])
def test_some_decider_makes_the_worst_case_come_true(text: str, name: str) -> None:
    d = parse_decomposition(HEAD + text)
    for n in range(4):
        seen = all_scripts(d, (n,), PLACES[1], name)
        assert max(seen) == costs_of(text, name, PLACES[1]).at(name, n)
    assert len(seen) > 1 or name != "tokens"


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_a_run_on_p_workers_takes_a_time_between_the_two_bounds(workers: int) -> None:
    text = (
        "parameters workers integer >= 1\nS(n) = nothing for n <= 1\n"
        "S(n) = then(call(split), each(x in n into 3: S(x)), call(merge)) for n >= 2"
    )
    d = parse_decomposition(text)
    costs = Costs(derive_all(d, ["latency_least", "latency_most"]), {"workers": workers})
    for n in range(13):
        took = run(d, (n,), {"workers": workers}, mock=Mock(workers=workers)).latency()
        assert costs.at("latency_least", n) <= took <= costs.at("latency_most", n)
    assert took < inf
    assert costs.at("latency_most", 12) < costs_of_calls(d, workers, 12) or workers == 1


def costs_of_calls(d, workers: int, n: int) -> Fraction:
    return Costs(derive_all(d, ["calls"]), {"workers": workers}).at("calls", n)
