"""The shape oracle against public recurrences, and on the cases of each family."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bounds.growth import compare, growth_of
from bounds.language import parse_expression, parse_recurrence
from checkers.shape import Shape, predicted_shape

PUBLIC = Path("/work/shared/benchmarks/recurrences.jsonl")
DECIMAL = {"erickson-12", "purrs-fe-46"}
"""Rows whose known answer is a decimal approximation of the exponent."""

NO_THETA = {"mtsheet-19", "purrs-fe-60"}
"""Rows without a Theta: a cost that becomes negative, and a toll that is 0 at every even size."""


def shape(text: str) -> Shape:
    recurrence = parse_recurrence(text)
    found = predicted_shape(recurrence, recurrence.functions()[0])
    assert found is not None
    return found


def public_rows() -> list[dict[str, str]]:
    if not PUBLIC.exists():
        return []
    rows = [json.loads(line) for line in PUBLIC.read_text().splitlines()]
    return [row for row in rows if row["family"] == "divide-and-conquer"]


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public benchmark is not on this machine")
def test_every_public_divide_and_conquer_row_is_predicted() -> None:
    wrong, silent = [], []
    for row in public_rows():
        found = predicted_shape(parse_recurrence(row["text"]), "T")
        if found is None:
            silent.append(row["id"])
        elif row["known_theta"] and row["id"] not in DECIMAL:
            known = growth_of(parse_expression(row["known_theta"]))
            assert known is not None
            if compare(found.growth, known):
                wrong.append((row["id"], found.describe()))
    assert wrong == []
    assert set(silent) == NO_THETA


CASES = [
    ("T(1) = 1; T(n) = 2*T(floor(n/2)) + n for n >= 2", "n*log(n)", "balanced", 0),
    ("T(1) = 1; T(n) = 7*T(ceil(n/2)) + n^2 for n >= 2", "n^log2(7)", "leaves", 1),
    ("T(1) = 1; T(n) = T(floor(n/2)) + n for n >= 2", "n", "root", -1),
    ("T(n) = 2*T(floor(n/2)) + n/log(n) for n >= 3; T(n) = 1 for n <= 2", "n*log(log(n))", "balanced", 0),
    ("T(n) = 2*T(floor(n/2)) + n/log(n)^2 for n >= 3; T(n) = 1 for n <= 2", "n", "leaves", 0),
    ("T(n) = 2*T(floor(n/2)) + n*log(log(n)) for n >= 3; T(n) = 1 for n <= 2", "n*log(n)*log(log(n))", "balanced", 0),
    ("T(n) = T(floor(n/3)) + T(ceil(2*n/3)) + n for n >= 3; T(n) = 1 for n <= 2", "n*log(n)", "balanced", 0),
    ("T(n) = 3*T(floor(sqrt(n))) + log2(n) for n >= 4; T(n) = 1 for n <= 3", "log(n)^log2(3)", "leaves", 1),
    ("T(n) = 2*T(floor(sqrt(n))) + log(n) for n >= 4; T(n) = 1 for n <= 3", "log(n)*log(log(n))", "balanced", 0),
    ("T(n) = sqrt(n)*T(floor(sqrt(n))) + n for n >= 4; T(n) = 1 for n <= 3", "n*log(log(n))", "balanced", 0),
    ("T(n) = T(floor(n^(1/3))) + 1 for n >= 8; T(n) = 1 for n <= 7", "log(log(n))", "balanced", 0),
    ("T(n) = T(floor(sqrt(n))) + n for n >= 4; T(n) = 1 for n <= 3", "n", "root", -1),
    ("T(0) = 0; T(n) = T(n-1) + n for n >= 1", "n^2", "balanced", 0),
    ("T(0) = 0; T(n) = T(n-1) + 1/n for n >= 1", "log(n)", "balanced", 0),
    ("T(0) = 0; T(n) = T(n-1) + 1/n^2 for n >= 1", "1", "leaves", 0),
    ("T(0) = 0; T(n) = 2*T(n-1) + 1 for n >= 1", "2^n", "leaves", 1),
    ("T(0) = 0; T(n) = 2*T(n-1) + n*2^n for n >= 1", "n^2*2^n", "balanced", 0),
    ("T(0) = 0; T(n) = 2*T(n-1) + 3^n for n >= 1", "3^n", "root", -1),
    ("T(0) = 0; T(1) = 1; T(n) = T(n-1) + T(n-2) + 1 for n >= 2", "phi^n", "leaves", 1),
    ("T(n) = T(n-1) + T(n-2) + T(n-3) for n >= 3; T(n) = 1 for n <= 2",
     "root(x: 1/x + 1/x^2 + 1/x^3)^n", "leaves", None),
    ("T(0) = 1; T(n) = n*T(n-1) + 1 for n >= 1", "n!", "leaves", 1),
    ("T(n) = T(floor(n/2)) + 2^n for n >= 2; T(n) = 1 for n <= 1", "2^n", "root", -1),
    ("T(n) = 2^n*T(floor(n/2)) + n^n for n >= 2; T(n) = 1 for n <= 1", "n^n", "root", -1),
    ("T(n) = T(n-3) + T(3) + n for n >= 4; T(n) = 1 for n <= 3", "n^2", "balanced", 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "order", "case", "gap"), CASES)
def test_the_case_and_the_growth(text: str, order: str, case: str, gap: int | None) -> None:
    found = shape(text)
    known = growth_of(parse_expression(order))
    assert known is not None
    assert compare(found.growth, known) == 0, found.describe()
    assert (found.case, found.gap) == (case, gap)


def test_offsets_and_rationality_are_read_exactly() -> None:
    found = shape("T(n) = T(floor(n/5)) + T(floor(7*n/10)+6) + n for n >= 60; T(n) = 1 for n < 60")
    first, second = found.terms
    assert (str(first.scale), str(first.low), first.high) == ("1/5", "-4/5", 0)
    assert (str(second.scale), str(second.low), second.high) == ("7/10", "51/10", 6)
    assert not found.is_rational()
    assert found.describe() == (
        "T in Theta(n): root case of the divide family; critical exponent root(x: (1/5)^x + (7/10)^x); toll n"
    )


def test_rounding_any_widens_the_offset_both_ways() -> None:
    found = shape("rounding any; T(n) = 2*T(n/2) + n for n >= 2; T(n) = 1 for n <= 1")
    assert (str(found.terms[0].low), str(found.terms[0].high)) == ("-1/2", "1/2")


REFUSED = [
    "T(n) = T(n-1) - T(n-2)/4 for n >= 2; T(0) = 0; T(1) = 1",
    "T(n) = T(n-1) + T(floor(n/2)) + 1 for n >= 1; T(0) = 1",
    "T(n) = T(n-1)^2 + 1 for n >= 1; T(0) = 1",
    "T(m, n) = T(m-1, n) + T(m, n-1) for m >= 1, n >= 1; T(m, 0) = 1; T(0, n) = 1",
    "T(n) = n*T(floor(n/2)) + 1 for n >= 2; T(n) = 1 for n <= 1",
    "T(n) = 2*T(floor(n/2)) + n/(log(n)*log(log(n))) for n >= 16; T(n) = 1 for n <= 15",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_outside_the_families_is_none(text: str) -> None:
    recurrence = parse_recurrence(text)
    assert predicted_shape(recurrence, "T") is None


def test_a_shape_takes_milliseconds() -> None:
    recurrence = parse_recurrence("T(n) = T(floor(n/2)) + T(floor(n/3)) + n/log(n) for n >= 3; T(n) = 1 for n <= 2")
    predicted_shape(recurrence, "T")
    best = min(_seconds(recurrence) for _ in range(10))
    assert best < 0.01


def _seconds(recurrence: object) -> float:
    start = time.perf_counter()
    predicted_shape(recurrence, "T")  # type: ignore[arg-type]
    return time.perf_counter() - start
