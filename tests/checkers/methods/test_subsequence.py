"""Subsequence: examples, true claims that must not be refuted, drawn recurrences, spoiled certificates."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import parse_document
from checkers import kernel
from checkers.decide import certificate_of
from checkers.found import Found
from checkers.kernel.refusal import Rejected
from checkers.methods import subsequence

ONES = "T(n) = 0 for n <= 1; T(n) = T(floor(n/2)) + (1-(-1)^n)/2 for n > 1; claim T(n) in {}"
CIRCLE = "T(1) = 1; T(2*n) = 2*T(n) - 1 for n >= 1; T(2*n+1) = 2*T(n) + 1 for n >= 1; claim T(n) in {}"
FALSE = [(ONES, x) for x in ("Omega(1)", "O(1)", "Theta(1)", "Theta(log(n))", "o(log(n))", "Omega(log(log(n)))")]
FALSE += [(CIRCLE, x) for x in ("O(sqrt(n))", "omega(1)", "Theta(n)", "o(n)", "Omega(log(n))")]
TRUE = [(ONES, x) for x in ("O(log(n))", "o(n)", "o(log(n)^2)")]
TRUE += [(CIRCLE, x) for x in ("O(n)", "Omega(1)", "o(n*log(n))")]


def claim_of(text: str) -> Claim:
    (stated,) = parse_document(text)
    return stated.claim


def is_accepted(claim: Claim, proof: Any) -> bool:
    about = claim_to_json(claim)
    try:
        return kernel.check(about, certificate_of(about, "refuted", proof)) == "refuted"
    except Rejected:
        return False


@pytest.mark.parametrize(("recurrence", "order"), FALSE)
def test_a_false_claim_is_refuted_and_the_kernel_agrees(recurrence: str, order: str) -> None:
    claim = claim_of(recurrence.format(order))
    found = subsequence.find(claim)
    assert isinstance(found, Found), found
    assert is_accepted(claim, found.proof)


@pytest.mark.parametrize(("recurrence", "order"), TRUE)
def test_a_true_claim_is_not_refuted_by_any_certificate(recurrence: str, order: str) -> None:
    """Also not by those of false claims on the same recurrence, as they are or with a number changed."""
    claim = claim_of(recurrence.format(order))
    assert not isinstance(subsequence.find(claim), Found)
    for other, wrong in FALSE:
        if other != recurrence:
            continue
        found = subsequence.find(claim_of(recurrence.format(wrong)))
        assert isinstance(found, Found)
        assert not is_accepted(claim, found.proof)
        for name, value in found.proof.items():
            numbers = [value + 1, value - 1, 0, 2 * value + 1] if isinstance(value, int) else []
            for new in numbers or (["2", "3", "1/2", "-1"] if name == "scale" else []):
                proof = copy.deepcopy(found.proof)
                proof[name] = new
                assert not is_accepted(claim, proof), (name, new)
        for form in (["var", "n"], "0", "1", ["pow", "2", ["var", "n"]], ["pow", "3", ["var", "n"]]):
            assert not is_accepted(claim, {**copy.deepcopy(found.proof), "form": form})


def test_an_explicit_claim_is_left_to_other_methods() -> None:
    assert subsequence.find(claim_of("T(0) = 0; T(n) = T(floor(n/2)) + 1 for n >= 1; claim T(n) <= n")) is None


@given(
    st.integers(2, 3), st.integers(1, 4), st.lists(st.integers(-2, 3), min_size=3, max_size=3), st.integers(-1, 2),
    st.sampled_from(["floor(n/{b})", "ceil(n/{b})"]),
    st.sampled_from(["O(1)", "Omega(1)", "O(log(n))", "Omega(log(n))", "O(n)", "Omega(n)", "o(n)", "omega(n)"]),
)  # fmt: skip
@settings(max_examples=60, derandomize=True, deadline=None)
def test_what_is_refuted_of_a_drawn_recurrence_fails_along_the_sizes(
    b: int, a: int, tolls: list[int], base: int, size: str, order: str
) -> None:
    """The values of the form are those of T, and their ratio to the bound goes where it must."""
    constant, parity, linear = tolls
    text = (
        f"T(n) = {base} for n >= 0, n < 3; "
        f"T(n) = {a}*T({size.format(b=b)}) + {constant} + {parity}*(-1)^n + {linear}*n for n >= 3; "
        f"claim T(n) in {order}"
    )
    claim = claim_of(text)
    found = subsequence.find(claim)
    if not isinstance(found, Found):
        return
    assert is_accepted(claim, found.proof)
    known: dict[int, int] = {}

    def value(n: int) -> int:
        if n < 3:
            return base
        if n not in known:
            smaller = n // b if "floor" in size else -(-n // b)
            known[n] = a * value(smaller) + constant + parity * (-1) ** n + linear * n
        return known[n]

    bound = {"1": lambda n: 1, "log(n)": lambda n: n.bit_length(), "n": lambda n: n}[order.partition("(")[2][:-1]]
    step, shift, scale = found.proof["base"], found.proof["shift"], int(found.proof["scale"])
    far = [scale * step**m + shift for m in (40, 80, 160)]
    low, middle, high = (Fraction(abs(value(n)), bound(n)) for n in far)
    kind = order.partition("(")[0]
    if kind == "O":
        assert high > middle > low
    elif kind == "Omega":
        assert high < middle < low or high == 0
    elif kind == "o":
        assert high > low / 2
    else:
        assert high < 2 * low + 1
