"""The random claims: repeatable, readable, and with a truth that evaluation agrees with."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from bounds.language import parse_claim, parse_recurrence
from tests.benchmarks.evidence import opinion, trend
from tests.benchmarks.fuzz import draw_line, judge, witness_sizes
from tests.benchmarks.random_claims import FAMILIES, draw_sample, fitted, monomial

ANSWER = {"method": "m", "witness": "", "error": None}


def line(text: str, claim: str, relation: str, truth: bool | None = None) -> dict[str, object]:
    return {"id": "1", "family": "f", "text": text, "claim": claim, "relation": relation, "truth": truth}


def test_a_seed_gives_the_same_lines_again_and_they_can_be_read() -> None:
    lines = [draw_line(5, i) for i in range(25)]
    assert lines == [draw_line(5, i) for i in range(25)]
    assert lines != [draw_line(6, i) for i in range(25)]
    for drawn in lines:
        parse_claim(drawn["claim"], parse_recurrence(drawn["text"]))


def test_every_family_is_drawn() -> None:
    draw = random.Random(1)
    assert len({draw_sample(draw).family for _ in range(400)}) == len(FAMILIES)


def test_the_polynomial_through_given_values() -> None:
    squares = {n: Fraction(n * n) for n in range(6)}
    found = {fitted(random.Random(i), squares) for i in range(30)}
    assert "n^(2)" in found


def test_monomials_are_written_as_a_person_would() -> None:
    assert monomial("1", Fraction(1)) == "n*log(n)"
    assert monomial("0") == "1"
    assert monomial("1/2", Fraction(-1), Fraction(1)) == "sqrt(n)*log(n)^(-1)*log(log(n))"


MERGE = "T(1) = 1; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n for n >= 2"


@pytest.mark.parametrize(
    ("claim", "verdict", "witness", "expected"),
    [
        ("T(n) <= 2*n*log2(n) + 1 for n >= 1", "proved", "", "fine"),
        ("T(n) <= n*log2(n) for n >= 1", "proved", "", "violation"),
        ("T(n) <= n*log2(n) for n >= 1", "refuted", "n = 2: T(2) = 4 > 2", "fine"),
        ("T(n) <= 2*n*log2(n) + 1 for n >= 1", "refuted", "n = 2: T(2) = 4 > 3", "violation"),
    ],
)
def test_explicit_verdicts_are_judged_by_evaluation(claim: str, verdict: str, witness: str, expected: str) -> None:
    answer = {**ANSWER, "verdict": verdict, "witness": witness}
    assert judge((line(MERGE, claim, "<="), answer, 200, 1.5))[1] == expected


def test_growth_verdicts_are_judged_by_theory_then_by_numbers() -> None:
    proved = {**ANSWER, "verdict": "proved"}
    assert judge((line(MERGE, "T in O(n)", "O", truth=False), proved, 200, 1.5))[1] == "violation"
    assert judge((line(MERGE, "T in O(n)", "O"), proved, 200, 1.5))[1] == "suspicious"
    assert judge((line(MERGE, "T in O(n)", "O"), {**proved, "verdict": "refuted"}, 200, 1.5))[1] == "fine"
    assert judge((line(MERGE, "T in O(n^2)", "O"), proved, 200, 1.5))[1] == "fine"


def test_opinions_on_divide_and_conquer() -> None:
    recurrence = parse_recurrence("T(1) = 1; T(n) = 2*T(floor(n/2)) + n for n >= 2")
    wanted = {
        "Theta(n*log(n))": "supports",
        "O(n)": "contradicts",
        "Omega(n*log(n)^2)": "contradicts",
        "o(n^2)": "supports",
    }
    assert {c: opinion(parse_claim(f"T in {c}", recurrence)) for c in wanted} == wanted


def test_a_table_says_nothing_of_what_outgrows_every_power() -> None:
    partitions = parse_recurrence("S(0) = 1; S(1) = 1; S(n) = S(n-1) + S(floor(n/2)) for n >= 2")
    assert opinion(parse_claim("S in omega(n^10)", partitions)) == "unclear"


def test_trends() -> None:
    assert trend([1, 2, 3]) == "grows"
    assert trend([3, 2, 1]) == "falls"
    assert trend([1, 1.2, 1.3]) == "bounded"
    assert trend([1, 2]) == "unclear"


def test_sizes_named_by_a_witness() -> None:
    assert witness_sizes("n = 3: T(3) = 5 > 4.75", ("n",)) == (3,)
    assert witness_sizes("m = 2, n = -1: ...", ("m", "n")) == (2, -1)
    assert witness_sizes("no size", ("n",)) is None


def test_a_witness_is_judged_with_the_base_values_it_names() -> None:
    text = "T(n) = T(floor(n/3)) + ceil(n/2) for n >= 2; T(1) = 0"
    asked = {"id": "a", "text": text, "claim": "T(n) >= (9/11)*n - 5 for n >= 3", "truth": None}
    for witness, expected in (
        ("n = 80, T(0) = 2: so >= fails", "fine"),
        ("n = 80, T(0) = 3: so >= fails", "violation"),
    ):
        answer = {"error": None, "verdict": "refuted", "method": "", "witness": witness}
        assert judge((asked, answer, 100, 1.5))[1] == expected
