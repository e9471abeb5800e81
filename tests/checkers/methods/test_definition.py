"""Costs that call nothing: examples, false claims, formulas drawn and evaluated, spoiled certificates."""

from __future__ import annotations

import copy
import itertools
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.found import Found
from checkers.methods import definition
from tests.checkers.methods.deciding import claim_of, verdict_of

CHUNKS = "T(n) = ceil(n/4000) + 1 for n >= 1; claim {}"
WIDE = "parameters s integer >= 1, w integer >= 2; T(n) = s*ceil(n/w) + 1 for n >= 1; claim {}"
STEPS = "T(n) = 5 for n <= 9; T(n) = max(n, 2*floor(n/3)) + 3 for n > 9; claim {}"
TRUE = [
    (CHUNKS, "T(n) == ceil(n/4000) + 1"),
    (CHUNKS, "T(n) <= ceil(n/4000) + 2"),
    (CHUNKS, "T(n) >= n/4000 + 1"),
    (CHUNKS, "T in Theta(n)"),
    (CHUNKS, "T in o(n*log(n))"),
    (WIDE, "T(n) == 1 + ceil(n/w)*s"),
    (WIDE, "T in Theta(n)"),
    (WIDE, "T in Theta(n*s/w) uniformly in s, w assuming w <= n"),
    (STEPS, "T(n) == max(n, 2*floor(n/3)) + 3 for n >= 10"),
    (STEPS, "T in Theta(n)"),
]
FALSE = [(CHUNKS, "T in O(log(n))"), (CHUNKS, "T in omega(n)"), (WIDE, "T in O(1)"), (STEPS, "T in Theta(n^2)")]
MUTANTS = [
    (CHUNKS, "T(n) == ceil(n/4000)"),
    (CHUNKS, "T(n) == floor(n/4000) + 2"),
    (CHUNKS, "T(n) <= n/4000 + 1"),
    (CHUNKS, "T(n) == ceil(n/3999) + 1"),
    (WIDE, "T(n) == 1 + ceil(n/s)*w"),
    (WIDE, "T in O(n) uniformly in s"),
    (STEPS, "T(n) == max(n, 2*floor(n/3)) + 3"),
]


@pytest.mark.parametrize(
    ("recurrence", "statement", "verdict"), [(*x, "proved") for x in TRUE] + [(*x, "refuted") for x in FALSE]
)
def test_a_claim_is_decided_and_the_kernel_agrees(recurrence: str, statement: str, verdict: str) -> None:
    claim = claim_of(recurrence.format(statement))
    found = definition.find(claim)
    assert isinstance(found, Found), found
    assert verdict_of(claim, verdict, found.proof) == found.verdict == verdict


@pytest.mark.parametrize(("recurrence", "statement"), MUTANTS)
def test_what_is_false_is_not_proved(recurrence: str, statement: str) -> None:
    found = definition.find(claim_of(recurrence.format(statement)))
    assert not isinstance(found, Found) or found.verdict == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-1) + 1 for n >= 1; T(0) = 0; claim T(n) == n",
        "T(n) = log2(n) for n >= 1; claim T(n) == log2(n)",
        "claim n + 1 in O(n)",
    ],
)
def test_the_method_says_nothing_of_other_steps(text: str) -> None:
    assert definition.find(claim_of(text)) is None


pieces = st.sampled_from(
    ["n", "ceil(n/3)", "floor(n/4)", "ceil((n+1)/2)", "max(n, 7)", "min(n, 5)", "1", "floor(2*n/5)"]
)
formulas = st.lists(st.tuples(st.integers(-3, 4), pieces), min_size=1, max_size=3)
VALUES = {
    "n": lambda n: n, "ceil(n/3)": lambda n: ceil(Fraction(n, 3)), "floor(n/4)": lambda n: n // 4,
    "ceil((n+1)/2)": lambda n: ceil(Fraction(n + 1, 2)), "max(n, 7)": lambda n: max(n, 7),
    "min(n, 5)": lambda n: min(n, 5), "1": lambda n: 1, "floor(2*n/5)": lambda n: floor(Fraction(2 * n, 5)),
}  # fmt: skip


def text_of(formula: list[tuple[int, str]]) -> str:
    return " + ".join(f"({c})*{piece}" for c, piece in formula)


def value_of(formula: list[tuple[int, str]], n: int) -> int:
    return sum(c * VALUES[piece](n) for c, piece in formula)


PROVED: list[bool] = []


@settings(max_examples=150)
@given(formulas, formulas, st.sampled_from(["<=", ">=", "=="]), st.integers(0, 3), st.booleans())
def test_what_is_proved_of_a_formula_holds_at_every_size(
    body: list[tuple[int, str]], other: list[tuple[int, str]], relation: str, start: int, alike: bool
) -> None:
    bound = [*body[1:], body[0], (start, "1")] if alike else other
    text = f"T(n) = {text_of(body)} for n >= {start}; claim T(n) {relation} {text_of(bound)}"
    claim = claim_of(text)
    found = definition.find(claim)
    PROVED.append(isinstance(found, Found))
    if not isinstance(found, Found):
        return
    assert verdict_of(claim, "proved", found.proof) == "proved"
    for n in itertools.chain(range(start, 400), (10**6, 10**6 + 1, 10**9)):
        a, b = value_of(body, n), value_of(bound, n)
        assert {"<=": a <= b, ">=": a >= b, "==": a == b}[relation], (text, n)


def test_enough_of_them_were_proved() -> None:
    assert not PROVED or sum(PROVED) > len(PROVED) / 10


@pytest.mark.parametrize(("recurrence", "statement"), [*TRUE, *FALSE])
def test_a_certificate_with_another_verdict_or_rule_is_rejected(recurrence: str, statement: str) -> None:
    claim = claim_of(recurrence.format(statement))
    found = definition.find(claim)
    assert isinstance(found, Found)
    opposite = {"proved": "refuted", "refuted": "proved"}[found.verdict]
    assert verdict_of(claim, opposite, found.proof) == ""
    worse = copy.deepcopy(found.proof)
    worse["rule"] = "order" if worse["rule"] != "order" else "bound"
    assert verdict_of(claim, found.verdict, worse) == ""
