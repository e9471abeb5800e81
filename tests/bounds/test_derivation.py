"""What cannot be derived is refused with its whole text; what can be reads as a person would write it."""

from __future__ import annotations

import pytest

from bounds.derivation import NotDerivable, all_costs, derive, derive_all
from bounds.expression import Add, Div, Mul, Neg, Pow, Variable, number
from bounds.language import parse_decomposition, parse_document, parse_recurrence, print_recurrence
from bounds.measure import MEASURES, READS, WRITES, measure, per_call
from checkers.executions.costs import Costs


def refusal(text: str, *costs: str) -> str:
    with pytest.raises(NotDerivable) as caught:
        derive_all(parse_decomposition(text), costs)
    return str(caught.value)


def test_a_retry_without_end_has_no_worst_case() -> None:
    text = "S(n) = retry(1/2, call(a)) for n >= 0"
    assert refusal(text, "calls") == (
        "Rejected: derivation/retry\n"
        "  need  a largest number of tries for the worst case\n"
        "  have  a retry without end\n"
        "  try   retry(v, 5, ...), or the claim about expected_calls"
    )
    assert derive_all(parse_decomposition(text), ["expected_calls"])


def test_a_lead_has_no_worst_case() -> None:
    assert refusal("S(n) = lead(3, 2/3, call(a)) for n >= 0", "depth") == (
        "Rejected: derivation/lead\n"
        "  need  a largest number of tries for the worst case\n"
        "  have  a walk without end\n"
        "  try   the claim about expected_depth"
    )


@pytest.mark.parametrize(
    ("chances", "have"),
    [("1/2, a(n), 1/3, b(n)", "1/2 + 1/3"), ("p, a(n), p, b(n)", "p + p"), ("p, a(n), 1, b(n)", "p + 1")],
)
@pytest.mark.parametrize("cost", ["calls", "expected_calls"])
def test_probabilities_that_do_not_add_up(chances: str, have: str, cost: str) -> None:
    text = f"parameters p real in (0, 1); S(n) = choose({chances}) for n >= 0; a(n) = call(x); b(n) = nothing"
    assert refusal(text, cost) == (
        "Rejected: derivation/choose\n"
        "  need  probabilities that add up to 1\n"
        f"  have  {have}\n"
        "  try   choose(p, a, 1 - p, b)"
    )


def test_a_number_that_is_no_probability() -> None:
    assert refusal("S(n) = choose(2, call(a), -1, call(b)) for n >= 0", "calls") == (
        "Rejected: derivation/choose\n  need  probabilities from 0 to 1\n  have  2"
    )
    assert refusal("S(n) = retry(0, call(a)) for n >= 0", "expected_calls") == (
        "Rejected: derivation/retry\n  need  a probability > 0\n  have  0"
    )
    assert refusal("S(n) = lead(2, 1/2, call(a)) for n >= 0", "expected_calls") == (
        "Rejected: derivation/lead\n  need  a probability > 1/2\n  have  1/2"
    )


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("both(retry(1/2, call(a)), call(b))", "both"), ("each(i=1..n: retry(1/2, call(a)))", "each"),
        ("vote(3, A(n))", "vote"), ("both(call(a), A(n))", "both"),
    ],
)  # fmt: skip
def test_the_expected_depth_of_random_parts_at_once(step: str, who: str) -> None:
    text = f"S(n) = {step} for n >= 0; A(n) = lead(2, 2/3, call(a))"
    assert refusal(text, "expected_depth") == (
        f"Rejected: derivation/{who}\n"
        "  need  parts of certain length, side by side\n"
        "  have  chance decides how long a part is\n"
        "  try   expected_calls, or depth in the worst case"
    )
    assert derive_all(parse_decomposition(text), ["expected_calls"])


def test_an_expected_cost_needs_to_know_how_likely_a_case_is() -> None:
    assert refusal("S(n) = either(call(a), nothing) for n >= 0", "expected_calls") == (
        "Rejected: derivation/either\n"
        "  need  probabilities for an expected cost\n"
        "  have  none\n"
        "  try   choose(1/2, a, 1/2, b)"
    )


def test_money_needs_a_price() -> None:
    text = "primitive a: price_in = 0.15\nS(n) = call(a, n, 1) for n >= 0"
    assert refusal(text, "money") == (
        "Rejected: derivation/price\n"
        "  need  the price of a\n"
        "  have  none\n"
        "  try   primitive a: price_in = 0.15, price_out = 0.60 (money for a million tokens)"
    )
    assert derive_all(parse_decomposition(text), ["tokens_in"])


@pytest.mark.parametrize("parameters", ["", "parameters workers real >= 1\n"])
def test_latency_needs_workers(parameters: str) -> None:
    assert refusal(f"{parameters}S(n) = call(a) for n >= 0", "latency_most") == (
        "Rejected: derivation/latency\n"
        "  need  the number of workers\n"
        "  have  no integer parameter of that name\n"
        "  try   parameters workers integer >= 1"
    )


def test_latency_needs_a_worker() -> None:
    assert refusal("parameters workers integer >= 0\nS(n) = call(a) for n >= 0", "latency_least") == (
        "Rejected: derivation/latency\n"
        "  need  a number of workers that is evidently >= 1\n"
        "  have  workers\n"
        "  try   parameters workers integer >= 1"
    )


ROUNDS = "  try   a range such as `for n >= 1`, or `parameters w integer >= 2`"


@pytest.mark.parametrize(
    ("over", "need", "have"),
    [
        ("x in n by 2 overlap 2", "a window that is evidently larger than its overlap", "2, 2"),
        ("x in n by w overlap 1", "a window that is evidently larger than its overlap",
         "w (what is known of w: its range and conditions), 1"),
        ("x in n by n - 1", "a window that is evidently larger than its overlap",
         "n - 1 (what is known of n: its range and conditions), 0"),
        ("x in n - 1 by 3", "a size that is evidently >= 1, to be cut into chunks whose costs differ",
         "n - 1 (what is known of n: its range and conditions)"),
        ("x in n into n - 1", "a number of parts that is evidently >= 1",
         "n - 1 (what is known of n: its range and conditions)"),
        ("x in n into 0", "a number of parts that is evidently >= 1", "0"),
    ],
)  # fmt: skip
def test_rounds_whose_number_is_not_evident(over: str, need: str, have: str) -> None:
    text = f"parameters w integer >= 1\nS(n) = each({over}: call(a, x*x, 1)) for n >= 1"
    assert refusal(text, "tokens_in") == f"Rejected: derivation/rounds\n  need  {need}\n  have  {have}\n{ROUNDS}"


@pytest.mark.parametrize(
    ("step", "who", "need"),
    [
        ("vote(n, call(a))", "vote", "a number of samples that is evidently >= 1"),
        ("best(n, call(a), call(b))", "vote", "a number of samples that is evidently >= 1"),
        ("retry(1/2, n, call(a))", "retry", "a number of tries that is evidently >= 1"),
        ("lead(n, 2/3, call(a))", "lead", "a number of votes ahead that is evidently >= 1"),
    ],
)
def test_a_number_of_samples_that_may_be_0(step: str, who: str, need: str) -> None:
    assert refusal(f"S(n) = {step} for n >= 0", "expected_calls") == (
        f"Rejected: derivation/{who}\n  need  {need}\n  have  n"
    )
    assert derive_all(parse_decomposition(f"S(n) = {step} for n >= 1"), ["expected_calls"])


def test_rounds_inside_rounds_end_at_a_limit() -> None:
    step = "call(a, x29, 1)"
    for i in reversed(range(30)):
        step = f"each(x{i} in {f'x{i - 1}' if i else 'n'} by {40 - i}: {step})"
    assert refusal(f"S(n) = {step} for n >= 1", "prefill_square") == (
        "Rejected: derivation/limit\n"
        "  need  a formula of at most 20,000 parts\n"
        "  have  a longer one: rounds inside rounds\n"
        "  try   a procedure of its own for the inner rounds"
    )


@pytest.mark.parametrize(
    ("text", "have", "other"),
    [
        ("S(n) = out(n) for n >= 0; out(n) = call(a)", "tokens_out for tokens_out of S and for tokens of out", "out"),
        ("S(n) = square(n) for n >= 0; square(n) = call(a)",
         "prefill_square for prefill of square and for prefill_square of S", "square"),
    ],
)  # fmt: skip
def test_two_costs_of_one_name(text: str, have: str, other: str) -> None:
    said = refusal(text, "tokens")
    assert said.splitlines()[:2] == ["Rejected: derivation/name", "  need  a name of its own for each cost"]
    assert set(said.splitlines()[2].split()[1:]) == set(have.split())
    assert said.splitlines()[3] == f"  try   another name for the procedure {other}"
    assert derive_all(parse_decomposition(text.replace(other, "B")), ["tokens", "tokens_out"])


def test_no_claim_can_name_the_peak_that_chance_is_expected_to_have() -> None:
    assert measure("expected_peak") is None
    assert measure("expected_calls").random == "expected"
    assert "expected_peak" not in all_costs(parse_decomposition("S(n) = call(a)"))


@pytest.mark.parametrize("one", [Div(READS, WRITES), Variable("tokens"), Add((READS, Variable("n")))])
def test_a_measure_of_ones_own_is_made_of_what_a_call_has(one) -> None:
    with pytest.raises(ValueError, match=r"^a cost of one call is made of "):
        per_call("odd", one)
    assert per_call("even", Mul((number(3), Pow(READS, number(2)), Neg(Neg(WRITES))))).unit == ""


def test_a_maximum_of_many_costs_is_one_that_can_be_read() -> None:
    steps = ", ".join(f"A(floor(n/{k}))" for k in range(2, 90))
    d = parse_decomposition(f"S(n) = both({steps}) for n >= 0; A(n) = call(a) for n >= 0")
    recurrence = derive(d, MEASURES["depth"])
    assert parse_recurrence(print_recurrence(recurrence)) == recurrence
    assert print_recurrence(recurrence).count("max(") == 2


def test_a_value_put_for_a_chunk_is_not_caught_by_a_sum() -> None:
    text = "parameters k integer >= 1\nS(n) = each(x in n by k: call(a, sum(k=0..2: k*x*x), 1)) for n >= 1"
    recurrence = derive(parse_decomposition(text), MEASURES["tokens_in"])
    assert "sum(k_1=0..2: k_1*k^2)" in print_recurrence(recurrence).replace("k^2*k_1", "k_1*k^2")
    assert Costs(recurrence, {"k": 2}).at("tokens_in", 5) == 3 * (4 + 4 + 1)


def test_a_claim_without_a_measure() -> None:
    with pytest.raises(ValueError, match="need  a measure of the decomposition in the claim"):
        parse_document("decomposition d; S(n) = call(a) for n >= 0; claim n <= 2*n")
