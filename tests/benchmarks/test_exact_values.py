"""The evaluator of the benchmarks agrees with closed forms, and says when it cannot tell."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from bounds.language import parse_claim, parse_recurrence
from tests.benchmarks.arithmetic import Undecided, Undefined, compare, exact_log, log2_size, logarithm, power
from tests.benchmarks.exact_claims import check_claim
from tests.benchmarks.exact_values import Evaluator

HOLDING = [
    ("T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2", "n*ceil(log2(n)) - 2^ceil(log2(n)) + 1", 1),
    ("T(0) = 0; T(n) = T(floor(n/2)) + 1 for n >= 1", "floor(log2(n)) + 1", 1),
    ("T(0) = 0; T(n) = 2*T(n-1) + 1 for n >= 1", "2^n - 1", 0),
    ("T(0) = 0; T(n) = T(n-1) + 1/n for n >= 1", "H(n)", 0),
    ("T(0) = 1; T(n) = sum(k=0..n-1: T(k)*T(n-1-k)) for n >= 1", "binomial(2*n, n)/(n + 1)", 0),
    ("T(0) = 0; T(n) = (1/n)*sum(k=0..n-1: T(k)) + n - 1 for n >= 1", "2*n - 2*H(n)", 0),
    ("T(1) = 0; T(n) = max(k=1..n-1: T(k) + T(n-k)) + 1 for n >= 2", "n - 1", 1),
    ("T(0) = 0; T(n) = n - T(T(n-1)) for n >= 1", "floor((n + 1)*(phi - 1))", 0),
    ("T(n) = 5*T(n-1) - 6*T(n-2) + 4 for n > 1", "T(0)*(3*2^n - 2*3^n) + T(1)*(3^n - 2^n) + 2*3^n - 4*2^n + 2", 0),
]


@pytest.mark.parametrize(("text", "answer", "start"), HOLDING)
def test_a_closed_form_holds_and_its_neighbour_does_not(text: str, answer: str, start: int) -> None:
    recurrence = parse_recurrence(text)
    right = check_claim(parse_claim(f"T(n) == {answer} for n >= {start}", recurrence), 60)
    assert right.checked == right.true == 61 - start
    wrong = check_claim(parse_claim(f"T(n) == {answer} + 1 for n >= {start}", recurrence), 60)
    assert wrong.false_at[0] == (start,)


def test_floor_and_ceiling_are_not_confused() -> None:
    low, high = (Evaluator(parse_recurrence(f"T(1) = 1; T(n) = T({r}(n/2)) + 1 for n >= 2")) for r in ("floor", "ceil"))
    assert [low.value("T", n) for n in (2, 3, 5, 9)] == [2, 2, 3, 4]
    assert [high.value("T", n) for n in (2, 3, 5, 9)] == [2, 3, 4, 5]


def test_a_huge_size_is_reached_through_the_memo() -> None:
    cost = Evaluator(parse_recurrence("T(1) = 1; T(n) = 2*T(floor(n/2)) + n for n >= 2"))
    assert cost.value("T", 2**60) == 61 * 2**60


def test_two_sizes_and_two_functions() -> None:
    binomial = Evaluator(parse_recurrence("T(m,n) = T(m-1,n) + T(m-1,n-1) for m > n, n >= 1; T(m,0) = 1; T(m,m) = 1"))
    assert binomial.value("T", 12, 5) == math.comb(12, 5)
    mutual = Evaluator(
        parse_recurrence("A(n) = A(n-1) + B(n-1) for n >= 1; B(n) = A(n-1) for n >= 1; A(0) = 1; B(0) = 0")
    )
    assert [mutual.value("A", n) for n in range(7)] == [1, 1, 2, 3, 5, 8, 13]


def test_logarithms_and_powers_are_exact_where_they_can_be() -> None:
    assert logarithm(8, 4) == Fraction(3, 2)
    assert exact_log(10, 2) is None
    assert power(Fraction(4, 9), Fraction(-1, 2)) == Fraction(3, 2)
    assert power(0, Fraction(1, 2)) == 0
    cost = parse_recurrence("T(1) = 1; T(n) = 3*T(floor(n/2)) for n >= 2")
    report = check_claim(parse_claim("T(n) <= n^log2(3) for n >= 1", cost), 300)
    assert (report.true, report.undecided) == (300, 0)


def test_enclosures_that_overlap_are_undecided() -> None:
    a = logarithm(2)
    assert compare(a, "<=", a) is None
    assert compare(a, "<", Fraction(7, 10)) is True
    assert compare(a, "==", Fraction(7, 10)) is False


def test_what_has_no_value_is_refused() -> None:
    with pytest.raises(Undefined):
        logarithm(0)
    with pytest.raises(Undefined):
        power(0, -1)
    with pytest.raises(Undefined):
        power(-2, Fraction(1, 2))
    recurrence = parse_recurrence("T(1) = 1; T(n) = T(n-1) + 1 for n >= 2")
    with pytest.raises(Undefined):
        Evaluator(recurrence).value("T", -3)


def test_a_rounding_inside_an_enclosure_is_not_guessed() -> None:
    recurrence = parse_recurrence("T(1) = 0; T(n) = T(n-1) + floor(2*log(n)/log(n)) for n >= 2")
    evaluator = Evaluator(recurrence)
    with pytest.raises((Undecided, Undefined)):
        evaluator.value("T", 5)


def test_the_root_of_an_exponent_equation() -> None:
    recurrence = parse_recurrence("T(n) = 1 for n <= 2; T(n) = T(floor(n/2)) + T(floor(n/3)) + 1 for n >= 3")
    claim = parse_claim("T(n) <= n^root(x: (1/2)^x + (1/3)^x) for n >= 1", recurrence)
    assert check_claim(claim, 50).false_at
    assert log2_size(2**4000) == 4000
