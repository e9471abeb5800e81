"""The claims made of the public rows, and the counts that the targets speak of."""

from __future__ import annotations

from bounds.language import parse_claim, parse_recurrence
from tests.benchmarks.claims import BUNDLED, all_cases, cases_of, counts, exact_claim, load_rows, translated
from tests.benchmarks.exact_claims import check_claim
from tests.benchmarks.public import standing


def test_every_row_gives_one_claim_that_counts_towards_the_target() -> None:
    rows = load_rows(BUNDLED)
    table = counts(all_cases(rows))
    assert len(rows) == 211
    assert table["divide-and-conquer"]["true"] == 122
    assert table["linear"]["true"] == 62
    assert sum(counted["true"] for counted in table.values()) == len(rows)


def test_ids_differ_and_every_claim_can_be_read() -> None:
    cases = all_cases(load_rows(BUNDLED))
    assert len({case.id for case in cases}) == len(cases)
    texts = {text: parse_recurrence(text) for text in {case.text for case in cases}}
    for case in cases:
        parse_claim(case.claim, texts[case.text])


def test_the_mutants_of_an_order() -> None:
    row = next(row for row in load_rows(BUNDLED) if row["id"] == "chora-mergesort")
    false = {case.claim for case in cases_of(row) if case.expect == "refuted"}
    assert false == {
        "T in O((n*log(n))/log(n))",
        "T in O((n*log(n))/n^(1/10))",
        "T in Omega((n*log(n))*log(n))",
        "T in Omega((n*log(n))*n^(1/10))",
        "T in o(n*log(n))",
        "T in omega(n*log(n))",
    }


def test_exact_answers_hold_and_their_shifts_do_not() -> None:
    for row in load_rows(BUNDLED):
        if row["known_kind"] == "exact" and row["family"] in ("linear", "divide-and-conquer", "mutual"):
            text = next(case.text for case in cases_of(row))
            recurrence = parse_recurrence(text)
            assert not check_claim(parse_claim(exact_claim(row), recurrence), 24).false_at, row["id"]
            assert check_claim(parse_claim(exact_claim(row, " + 1"), recurrence), 24).false_at, row["id"]


def test_a_decimal_answer_is_expected_to_be_told_from_the_truth() -> None:
    by_id = {case.id: case for case in all_cases(load_rows(BUNDLED))}
    assert by_id["erickson-12/literal"].expect == "not proved"
    assert "root" in by_id["erickson-12/theta"].claim
    assert by_id["wrong-questionai-2/published"].claim == "T in Theta(n^2)"


def test_standing_of_a_verdict() -> None:
    assert standing("proved", "refuted") == standing("refuted", "proved") == standing("not proved", "proved") == "wrong"
    assert standing("not proved", "refuted") == standing("proved", "proved") == "right"
    assert standing("refuted", "unknown") == "unknown"


def test_powers_in_function_notation() -> None:
    assert translated("1/3*(1+2*pow(-1/2,n))") == "1/3*(1+2*((-1/2)^(n)))"
