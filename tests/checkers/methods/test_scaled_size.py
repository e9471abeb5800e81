"""Scaled sizes: examples, false claims, recurrences drawn in two sizes and evaluated, spoiled certificates."""

from __future__ import annotations

import copy
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.found import Found
from checkers.methods import scaled_size
from tests.checkers.methods.deciding import claim_of, verdict_of

BAR = "T(a,n) = 0 for n <= 2; T(a,n) = 3*T(2*a,floor(n/2)) + a for n > 2; claim {}"
WIDTH = "T(n,b) = T(n-1,b) + b^2 for n >= 1; T(0,b) = 3*b^2; claim {}"
LARGEST = """
T(0,n) = 0; T(a,n) = max(a, 2*a) for n <= 1, a >= 1; T(a,n) = T(3*a,floor(n/2)) + a*n for n >= 2, a >= 1; claim {}
"""
TRUE = [(BAR, f"T in {x}") for x in ("Theta(a*n^log2(6))", "O(a*n^3)", "Omega(a*n^2)", "o(a*n^3)", "omega(a*n^2)")]
TRUE += [
    (BAR, "T(a,n) <= a*n^3 for a >= 1, n >= 1"),
    (WIDTH, "T(n,b) == b^2*(n+3) for b >= 1"),
    (WIDTH, "T in Theta(n*b^2)"),
]
TRUE += [(LARGEST, "T in Theta(a*n^log2(3))"), (LARGEST, "T(a,n) >= 2*a for a >= 1")]
FALSE = [(BAR, f"T in {x}") for x in ("O(a*n^2)", "Theta(a*n^3)", "o(a*n^log2(6))", "omega(a*n^log2(6))")]
FALSE += [(WIDTH, "T(n,b) <= b^2*(n+2) for b >= 1"), (WIDTH, "T in o(b^2*n)")]
MUTANTS = [
    (BAR, x) for x in ("T in O(n^3)", "T in Theta(a^2*n^log2(6))", "T(a,n) <= a*n for a >= 1, n >= 1", "T in O(n^9)")
]
MUTANTS += [
    (WIDTH, x) for x in ("T in O(n*b)", "T in Theta(n)", "T(n,b) == b*(n+3) for b >= 1", "T(n,b) <= b^2*n for b >= 1")
]


@pytest.mark.parametrize(
    ("recurrence", "statement", "verdict"), [(*x, "proved") for x in TRUE] + [(*x, "refuted") for x in FALSE]
)
def test_a_claim_is_decided_and_the_kernel_agrees(recurrence: str, statement: str, verdict: str) -> None:
    claim = claim_of(recurrence.format(statement))
    found = scaled_size.find(claim)
    assert isinstance(found, Found), found
    assert verdict_of(claim, verdict, found.proof) == found.verdict == verdict


@pytest.mark.parametrize(("recurrence", "statement"), MUTANTS)
def test_what_is_false_is_not_proved(recurrence: str, statement: str) -> None:
    found = scaled_size.find(claim_of(recurrence.format(statement)))
    assert not isinstance(found, Found) or found.verdict == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "T(a,n) = T(a+1,n-1) + a for n >= 1; T(a,0) = 0; claim T in Theta(a*n)",
        "T(a,n) = T(a,n-1) + 1 for n >= 1; T(a,0) = a; claim T in Theta(a + n)",
        "T(a,n) = T(a,n-1) + a for n >= 1; claim T in Theta(a*n)",
        "T(a,n) = T(a,n-1) + T(a-1,n) for n >= 1, a >= 1; T(a,0) = 0; T(0,n) = 0; claim T in O(a*n)",
        "T(a,n) = T(a,n-1) + a for n >= 1; T(a,0) = 0; claim T(a,n) <= a*n",
    ],
)
def test_what_is_not_homogeneous_or_not_determined_is_left_alone(text: str) -> None:
    """The second is of degree 1 in neither size; the base of the third is free; the last speaks of a = 0."""
    assert not isinstance(scaled_size.find(claim_of(text)), Found)


def test_a_claim_about_one_size_is_left_to_other_methods() -> None:
    assert scaled_size.find(claim_of("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim T(n) <= n")) is None


def test_a_spoiled_certificate_is_rejected() -> None:
    for recurrence, statement in (BAR, "T in Theta(a*n^log2(6))"), (WIDTH, "T(n,b) == b^2*(n+3) for b >= 1"):
        claim = claim_of(recurrence.format(statement))
        found = scaled_size.find(claim)
        assert isinstance(found, Found)
        changes: list[tuple[str, Any]] = [("place", 1 - found.proof["place"]), ("place", 2), ("degree", -1)]
        changes += [("degree", found.proof["degree"] + i) for i in (-1, 1, 2)] + [("proof", {}), ("rule", "order")]
        changes += [("proof", copy.deepcopy(found.proof)), ("proof", {"rule": "points"})]
        for name, value in changes:
            assert verdict_of(claim, "proved", {**found.proof, name: value}) == "", (name, value)
        for other, wrong in MUTANTS:
            assert verdict_of(claim_of(other.format(wrong)), "proved", found.proof) == ""


@given(
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(["floor(n/2)", "ceil(n/2)", "n-1"]),
    st.integers(0, 2),
    st.sampled_from(["a", "a*n", "0", "a/n", "max(a, n)", "a*a", "2*a"]),
    st.sampled_from(["0", "a", "3*a", "1", "a^2"]),
    st.sampled_from(
        [
            "T(a,n) <= a*n^{k} for a >= 1, n >= 2",
            "T(a,n) >= a*n^{k}/2 for a >= 1, n >= 2",
            "T(a,n) <= a^2*n^{k} for a >= 1, n >= 2",
            "T in O(a*n^{k})",
            "T in Omega(a*n^{k})",
            "T in O(a^2*n^{k})",
        ]
    ),
)
@settings(max_examples=80, derandomize=True, deadline=None)
def test_what_is_decided_of_a_drawn_recurrence_holds(
    c: int, q: int, size: str, k: int, toll: str, base: str, statement: str
) -> None:
    times = f"{q}*a" if q > 1 else "a"
    claim = claim_of(
        f"T(a,n) = {base} for n <= 1; T(a,n) = {c}*T({times}, {size}) + {toll} for n >= 2; "
        f"claim {statement.format(k=k)}"
    )
    found = scaled_size.find(claim)
    if not isinstance(found, Found):
        return
    assert verdict_of(claim, found.verdict, found.proof) == found.verdict
    square = "a^2" in statement

    @cache
    def value(a: int, n: int) -> Fraction:
        tolls = {"a": a, "a*n": a * n, "0": 0, "max(a, n)": max(a, n), "a*a": a * a, "2*a": 2 * a}
        if n <= 1:
            return Fraction({"0": 0, "a": a, "3*a": 3 * a, "1": 1, "a^2": a * a}[base])
        smaller = {"floor(n/2)": n // 2, "ceil(n/2)": -(-n // 2), "n-1": n - 1}[size]
        return c * value(q * a, smaller) + (Fraction(a, n) if toll == "a/n" else tolls[toll])

    def ratio(a: int, n: int) -> Fraction:
        return value(a, n) / (a ** (1 + square) * n**k)

    if "for" in statement:
        ok = [
            ratio(a, n) <= 1 if "<=" in statement else ratio(a, n) >= Fraction(1, 2)
            for a in (1, 2, 7)
            for n in range(2, 40)
        ]
        assert all(ok) if found.verdict == "proved" else not all(ok)
        return
    sizes = (16, 32, 64) if size == "n-1" else (2**10, 2**20, 2**40)
    for a in (1, 5):
        low, middle, high = (ratio(a, n) for n in sizes)
        rising = high > middle + (middle - low) / 4 and high > middle
        if " O(" in statement:
            assert rising == (found.verdict == "refuted"), (low, middle, high)
        else:
            falling = 3 * high < 2 * middle or high == 0
            assert falling == (found.verdict == "refuted"), (low, middle, high)
    a, n = 3, sizes[0]
    assert value(2 * a, n) == 2 ** (1 + square) * value(a, n)
