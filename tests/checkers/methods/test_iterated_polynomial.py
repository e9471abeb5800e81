"""Iterated polynomials: examples, false claims, drawn polynomials against exact values, spoiled certificates."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.found import Found
from checkers.methods import iterated_polynomial
from tests.checkers.methods.deciding import claim_of, verdict_of

SQUARES = "T(0) = 1; T(n) = T(n-1)^2 + 1 for n >= 1; claim T(n) {}"
LUCAS = "T(0) = 4; T(n) = T(n-1)^2 - 2 for n >= 1; claim T(n) {}"
EXACT = "T(1) = 3; T(n) = T(n-1)^2 for n >= 2; claim T(n) {}"
CUBES = "T(0) = 2; T(n) = T(n-1)^3/2 + T(n-1) for n >= 1; claim T(n) {}"
TRUE = [(SQUARES, x) for x in ("<= 2^(2^n)", ">= 2^(2^(n-1)) for n >= 1", "<= 2^(2^n) - 1", "<= 1.6^(2^n)")]
TRUE += [(SQUARES, x) for x in ("in omega(2^n)", "in O(2^(2^n))", "in o(2^(2^n))", "in omega(n!)", "in Omega(n)")]
TRUE += [(LUCAS, "<= 4^(2^n)"), (LUCAS, ">= 2^(2^n)"), (EXACT, "== 3^(2^(n-1)) for n >= 1"), (CUBES, "<= 2^(3^n)")]
TRUE += [(EXACT, "in Theta(3^(2^(n-1)))"), (EXACT, "in omega(2^n)")]
FALSE = [(SQUARES, x) for x in ("in O(2^n)", "in Theta(2^(2^n))", "in omega(2^(2^n))", "in Theta(n!)", "in o(n^3)")]
FALSE += [(EXACT, "in o(3^(2^(n-1)))"), (EXACT, "in omega(3^(2^(n-1)))"), (EXACT, "in Theta(3^(2^n))")]
MUTANTS = [(SQUARES, x) for x in ("<= 2^(2^(n-1)) for n >= 1", ">= 2^(2^n)", "<= 1.5^(2^n)", ">= 1.6^(2^n)")]
MUTANTS += [(SQUARES, x) for x in ("== 2^(2^n) - 1", "<= 2^(2^n) - 2", "in Omega(2^(2^n))", "in o(1.5^(2^n))")]
MUTANTS += [
    (LUCAS, ">= 4^(2^n)"),
    (LUCAS, "<= 3^(2^n)"),
    (EXACT, "<= 3^(2^(n-1)) - 1 for n >= 1"),
    (CUBES, "<= 2^(3^n)/2"),
]


@pytest.mark.parametrize(
    ("recurrence", "statement", "verdict"), [(*x, "proved") for x in TRUE] + [(*x, "refuted") for x in FALSE]
)
def test_a_claim_is_decided_and_the_kernel_agrees(recurrence: str, statement: str, verdict: str) -> None:
    claim = claim_of(recurrence.format(statement))
    found = iterated_polynomial.find(claim)
    assert isinstance(found, Found), found
    assert verdict_of(claim, verdict, found.proof) == found.verdict == verdict


@pytest.mark.parametrize(("recurrence", "statement"), MUTANTS)
def test_what_is_false_is_not_proved(recurrence: str, statement: str) -> None:
    found = iterated_polynomial.find(claim_of(recurrence.format(statement)))
    assert not isinstance(found, Found) or found.verdict == "refuted"


@pytest.mark.parametrize("step", ["2*T(n-1) + 1", "T(n-1)^2 + n", "T(n-1) + 1", "T(n-1)*T(floor(n/2))"])
def test_other_shapes_are_left_to_other_methods(step: str) -> None:
    assert iterated_polynomial.find(claim_of(f"T(0) = 1; T(n) = {step} for n >= 1; claim T(n) <= 2^(2^n)")) is None


def test_a_spoiled_certificate_is_rejected() -> None:
    claim = claim_of(SQUARES.format("<= 2^(2^n)"))
    found = iterated_polynomial.find(claim)
    assert isinstance(found, Found)
    changes: list[tuple[str, Any]] = [("base", x) for x in ("3/2", "1", "3", "-2", "0")]
    changes += (
        [("degree", x) for x in (1, 3, 4)] + [("from", x) for x in (-1, 1, 2)] + [("least", x) for x in ("-1", "2")]
    )
    changes += [("sides", []), ("sides", [{"relation": ">=", "form": ["-1", "1"]}])]
    changes += [
        ("sides", [{"relation": "<=", "form": q}]) for q in (["0", "1"], ["-2", "1"], ["0"], ["-1"], ["0", "0", "1"])
    ]
    for name, value in changes:
        proof = {**copy.deepcopy(found.proof), name: value}
        assert verdict_of(claim, "proved", proof) == "", (name, value)
    for recurrence, statement in MUTANTS:
        assert verdict_of(claim_of(recurrence.format(statement)), "proved", found.proof) == ""


@given(
    st.lists(st.sampled_from(["-2", "-1", "-1/2", "0", "1/2", "1", "2"]), min_size=2, max_size=3),
    st.sampled_from(["1/4", "1/2", "1", "2"]),
    st.sampled_from(["0", "1/2", "1", "2", "3"]),
    st.sampled_from(["<=", ">="]),
    st.sampled_from(["3/2", "2", "3", "4"]),
    st.integers(-1, 2),
    st.integers(-2, 1),
    st.sampled_from(["", "O", "Omega", "o", "omega"]),
)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_what_is_decided_of_a_drawn_polynomial_holds(
    low: list[str], lead: str, base: str, relation: str, b: str, s: int, constant: int, order: str
) -> None:
    d = len(low)
    terms = " + ".join(f"({q})*T(n-1)^{i}" for i, q in enumerate([*low, lead]))
    tower = f"({b})^({d}^(n + ({s})))"
    statement = f"T(n) in {order}({tower})" if order else f"T(n) {relation} {tower} + ({constant}) for n >= 1"
    claim = claim_of(f"T(0) = {base}; T(n) = {terms} for n >= 1; claim {statement}")
    found = iterated_polynomial.find(claim)
    if not isinstance(found, Found):
        return
    assert verdict_of(claim, found.verdict, found.proof) == found.verdict
    p, t = [Fraction(q) for q in [*low, lead]], Fraction(base)
    ratios = []
    for n in range(1, 7 if d == 2 else 5):
        t = sum((q * t**i for i, q in enumerate(p)), Fraction(0))
        if n + s >= 0:
            f = Fraction(b) ** (d ** (n + s))
            ratios.append(t / f)
            if not order:
                assert t <= f + constant if relation == "<=" else t >= f + constant
    if order and found.verdict == "proved":
        first, last = ratios[-2], ratios[-1]
        far = {
            "O": last <= max(ratios[0], first, 8),
            "Omega": last > 0 and last >= first / 8,
            "o": last < first or last == 0,
            "omega": last > first,
        }
        assert far[order]
    if order and found.verdict == "refuted":
        first, last = ratios[-2], ratios[-1]
        failing = {
            "O": last > first,
            "Omega": last < first or last == 0,
            "o": last >= first / 8,
            "omega": last <= max(first, 8),
        }
        assert failing[order]
