"""Block form: examples, mutants that must not be proved, drawn recurrences, spoiled certificates."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import parse_document
from checkers import kernel
from checkers.decide import certificate_of
from checkers.found import Found
from checkers.kernel.refusal import Rejected
from checkers.methods import block_form
from checkers.verdict import Blocked

DEPTH = "T(0) = 0; T(n) = T(floor(n/2)) + 1 for n > 0; claim T(n) {} for n >= 1"
CEILS = "T(1) = 0; T(n) = T(ceil(n/2)) + 1 for n > 1; claim T(n) {} for n >= 1"
MERGE = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n > 1; claim T(n) {} for n >= 1"
ODD = "T(n) = 0 for n <= 1; T(n) = T(floor(n/2)) + (1-(-1)^n)/2 for n > 1; claim T(n) {} for n >= 1"
TREE = "T(1) = 1; T(n) = 2*T(floor(n/2)) + 1 for n > 1; claim T(n) {} for n >= 1"
JOSEPHUS = "T(1) = 1; T(2*n) = 2*T(n) - 1 for n >= 1; T(2*n+1) = 2*T(n) + 1 for n >= 1; claim T(n) {} for n >= 1"
PARITY = "T(1) = 1; T(n) = 2*T(floor(n/2)) - 1 + 2*(n - 2*floor(n/2)) for n > 1; claim T(n) {} for n >= 1"
HALF = "T(1) = 1; T(n) = T(floor(n/2)) + n for n > 1; claim T(n) {} for n >= 1"
THIRDS = "T(1) = 1; T(2) = 1; T(n) = T(floor(n/3)) + 1 for n >= 3; claim T(n) {} for n >= 1"
WIDE = "T(1) = 0; T(n) = T(ceil(n/3)) + 1 for n >= 2; claim T(n) {} for n >= 1"
INSERT = "T(1) = 0; T(n) = T(n-1) + ceil(log2(n)) for n >= 2; claim T(n) {} for n >= 1"
FREE = "parameters c real, a real; T(n) = a*T(floor(n/2)) + c*0 for n >= 2; claim T(n) {} for n >= 1"
SHIFTED = "T(n) = 1 for n <= 3; T(n) = T(floor(n/2) + 1) + 1 for n >= 4; claim T(n) {} for n >= 3"
QUARTERS = "T(n) = 1 for n <= 3; T(n) = T(floor(n/4)) + 2 for n >= 4; claim T(n) {} for n >= 1"
PRODUCT = "n*floor(log2(n)) + 2*n - 2^(floor(log2(n))+1)"

TRUE = [
    (DEPTH, "== floor(log2(n)) + 1"), (DEPTH, "== ceil(log2(n+1))"), (DEPTH, "<= floor(log2(2*n))"),
    (CEILS, "== ceil(log2(n))"), (CEILS, "<= ceil(log(n, 2)) + 1"),
    (MERGE, "== n*ceil(log2(n)) - 2^ceil(log2(n)) + 1"), (MERGE, f"== {PRODUCT} - n + 1"),
    (MERGE, "<= n*ceil(log2(n))"), (MERGE, ">= n*floor(log2(n)) - n + 1"), (ODD, "<= floor(log2(n)) + 1"),
    (ODD, ">= 0"),
    (ODD, "<= floor(log2(n))"), (TREE, "== 2^(floor(log2(n))+1) - 1"), (TREE, "<= 4*2^floor(log2(n)) - 2"),
    (JOSEPHUS, "== 2*(n - 2^floor(log2(n))) + 1"), (JOSEPHUS, "<= n"), (JOSEPHUS, ">= 1"),
    (PARITY, "== 2*(n - 2^floor(log2(n))) + 1"), (HALF, "<= 2*n - 1"), (HALF, ">= 2*n - floor(log2(n)) - 1"),
    (THIRDS, "== floor(log(n,3)) + 1"), (WIDE, "== ceil(log(n,3))"),
    (INSERT, "== n*ceil(log2(n)) - 2^ceil(log2(n)) + 1"),
    (FREE, "== T(1)*a^floor(log2(n))"), (SHIFTED, "== floor(log2(n-2)) + 1"), (QUARTERS, "<= floor(log2(n)) + 2"),
]  # fmt: skip
FALSE = [
    (DEPTH, "== floor(log2(n))"), (DEPTH, "== ceil(log2(n)) + 1"), (DEPTH, "<= ceil(log2(n))"),
    (CEILS, "== floor(log2(n))"),
    (CEILS, "== ceil(log2(n+1))"), (MERGE, "== n*ceil(log2(n)) - 2^ceil(log2(n))"), (MERGE, f"== {PRODUCT} + 1"),
    (MERGE, "<= n*ceil(log2(n)) - n"), (MERGE, ">= n*floor(log2(n))"), (ODD, "<= floor(log2(n)) - 1"), (ODD, ">= 1"),
    (TREE, "== 2^floor(log2(n)) - 1"), (JOSEPHUS, "== 2*(n - 2^floor(log2(n)))"), (JOSEPHUS, "<= n - 1"),
    (PARITY, ">= 2"),
    (HALF, "<= 2*n - 2"), (HALF, ">= 2*n - floor(log2(n))"), (THIRDS, "== floor(log2(n)) + 1"),
    (WIDE, "== ceil(log(n,2))"),
    (INSERT, "== n*ceil(log2(n)) - 2^ceil(log2(n)) + 2"), (FREE, "== a^floor(log2(n))"),
    (SHIFTED, "== ceil(log2(n-1)) + 1"),
    (QUARTERS, "<= floor(log2(n))"),
]  # fmt: skip


def claim_of(text: str) -> Claim:
    (stated,) = parse_document(text)
    return stated.claim


@lru_cache
def found_for(recurrence: str, relation: str) -> Found | Blocked | None:
    return block_form.find(claim_of(recurrence.format(relation)))


def is_accepted(claim: Claim, proof: Any) -> bool:
    about = claim_to_json(claim)
    try:
        return kernel.check(about, certificate_of(about, "proved", proof)) == "proved"
    except Rejected:
        return False


@pytest.mark.parametrize(("recurrence", "relation"), TRUE)
def test_a_true_claim_is_proved_and_the_kernel_agrees(recurrence: str, relation: str) -> None:
    found = found_for(recurrence, relation)
    assert isinstance(found, Found), found
    assert is_accepted(claim_of(recurrence.format(relation)), found.proof)


@pytest.mark.parametrize(("recurrence", "relation"), FALSE)
def test_a_false_claim_is_not_proved(recurrence: str, relation: str) -> None:
    assert isinstance(found_for(recurrence, relation), Blocked)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim T(n) == n", "no call of a size n/b"),
        (DEPTH.format("<= log2(n) + 1"), "polynomials to be shown >= 0"),
        (DEPTH.format("== floor(log2(n)) + 2"), "F(1) = T(1)"),
        (DEPTH.format("== 2*floor(log2(n)) + 1"), "F to satisfy the step"),
    ],
)
def test_a_claim_that_is_not_proved_says_why(text: str, reason: str) -> None:
    found = block_form.find(claim_of(text))
    assert isinstance(found, Blocked)
    assert reason in found.reason


ONES = ODD.partition("; claim")[0] + "; claim T(n) {}"
CIRCLE = JOSEPHUS.partition("; claim")[0] + "; claim T(n) {}"


@pytest.mark.parametrize(
    ("recurrence", "statement", "verdict"),
    [
        (ONES, "in O(log(n))", "proved"), (ONES, "in o(n)", "proved"), (ONES, "in Omega(n)", "refuted"),
        (CIRCLE, "in O(n)", "proved"), (CIRCLE, "in Omega(1)", "proved"), (CIRCLE, "in omega(n)", "refuted"),
    ],
)  # fmt: skip
def test_a_growth_claim_follows_from_bounds_on_both_sides(recurrence: str, statement: str, verdict: str) -> None:
    claim = claim_of(recurrence.format(statement))
    found = block_form.find(claim)
    assert isinstance(found, Found), found
    assert found.verdict == verdict
    about = claim_to_json(claim)
    assert kernel.check(about, certificate_of(about, verdict, found.proof)) == verdict


@pytest.mark.parametrize(
    "statement", ["in O(1)", "in Theta(log(n))", "in o(log(n))", "in Omega(log(n))", "in Omega(1)"]
)
def test_a_growth_claim_that_is_false_is_not_proved(statement: str) -> None:
    assert isinstance(block_form.find(claim_of(ONES.format(statement))), Blocked)


# --- drawn recurrences -----------------------------------------------------------------------------------------------

UPTO = 300
Call = Callable[[int, int], int]
CALLS: dict[str, Call] = {
    "T(floor(n/{b}))": lambda n, b: n // b,
    "T(ceil(n/{b}))": lambda n, b: -(-n // b),
    "T(floor((n+1)/{b}))": lambda n, b: (n + 1) // b,
    "T(n-1)": lambda n, b: n - 1,
}
TOLLS: dict[str, Call] = {
    "1": lambda n, b: 1,
    "n": lambda n, b: n,
    "(-1)^n": lambda n, b: (-1) ** n,
    "floor(n/{b})": lambda n, b: n // b,
    "(n - 2*floor(n/2))": lambda n, b: n % 2,
    "floor(log(n, {b}))": lambda n, b: level(n, b),
    "{b}^floor(log(n, {b}))": lambda n, b: b ** level(n, b),
}
FORMS: dict[str, Call] = {
    "floor(log(n, {b}))": lambda n, b: level(n, b),
    "ceil(log(n, {b}))": lambda n, b: ceiling(n, b),
    "n*floor(log(n, {b}))": lambda n, b: n * level(n, b),
    "{b}^floor(log(n, {b}))": lambda n, b: b ** level(n, b),
    "n": lambda n, b: n,
    "0": lambda n, b: 0,
}


def level(n: int, b: int) -> int:
    out = 0
    while b ** (out + 1) <= n:
        out += 1
    return out


def ceiling(n: int, b: int) -> int:
    out = 0
    while b**out < n:
        out += 1
    return out


@st.composite
def drawn(draw: st.DrawFn) -> tuple[str, dict[int, int], Callable[[int], int], str]:
    """The text of a claim, the values of its recurrence, its bound, and its relation."""
    one, b = st.sampled_from, draw(st.integers(2, 3))
    calls = draw(st.lists(st.tuples(st.integers(1, 2), one(sorted(CALLS))), min_size=1, max_size=2))
    toll, times, form = draw(one(sorted(TOLLS))), draw(st.integers(0, 3)), draw(one(sorted(FORMS)))
    factor, extra, relation = draw(st.integers(1, 4)), draw(st.integers(-2, 3)), draw(one(["<=", ">=", "=="]))
    start, base = draw(st.integers(2, 4)), draw(st.integers(-1, 2))
    body = " + ".join(f"{a}*{c.format(b=b)}" for a, c in calls) + f" + {times}*{toll.format(b=b)}"
    text = (
        f"T(n) = {base} for n >= 0, n < {start}; T(n) = {body} for n >= {start}; "
        f"claim T(n) {relation} {factor}*{form.format(b=b)} + {extra} for n >= 1"
    )
    known = dict.fromkeys(range(start), base)
    for n in range(start, UPTO + 1):
        known[n] = times * TOLLS[toll](n, b) + sum(a * known[CALLS[c](n, b)] for a, c in calls)
    return text, known, lambda n: factor * FORMS[form](n, b) + extra, relation


@given(drawn())
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_what_is_proved_of_a_drawn_recurrence_holds_at_every_value(case: Any) -> None:
    text, known, bound, relation = case
    claim = claim_of(text)
    found = block_form.find(claim)
    if not isinstance(found, Found):
        return
    assert is_accepted(claim, found.proof)
    for n in range(1, UPTO + 1):
        gap = known[n] - bound(n)
        assert gap == 0 if relation == "==" else gap <= 0 if relation == "<=" else gap >= 0, (text, n)


@given(st.integers(2, 4), st.integers(1, 3), st.integers(0, 4), st.integers(-3, 3), st.sampled_from(["floor", "ceil"]))
@settings(max_examples=25, derandomize=True, deadline=None)
def test_levels_of_any_tree_are_counted(b: int, leaf: int, price: int, base: int, name: str) -> None:
    """T counts levels until the size is below leaf*b (floor) or at most leaf (ceil)."""
    first = leaf * b if name == "floor" else leaf + 1
    text = (
        f"T(n) = {base} for n >= 1, n < {first}; T(n) = T({name}(n/{b})) + {price} for n >= {first}; "
        f"claim T(n) == {base} + {price}*{name}(log(n/{leaf}, {b})) for n >= {leaf}"
    )
    claim = claim_of(text)
    found = block_form.find(claim)
    assert isinstance(found, Found), (text, found)
    assert is_accepted(claim, found.proof)


# --- spoiled certificates --------------------------------------------------------------------------------------------


def all_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every leaf."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from all_paths(value[key], (*path, key))
    else:
        yield path


def changed(proof: Any, path: tuple[Any, ...], new: Any) -> Any:
    out = copy.deepcopy(proof)
    at = out
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return out


def leaf(proof: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        proof = proof[key]
    return proof


def others(value: Any) -> list[Any]:
    """What to put in place of a leaf."""
    if isinstance(value, int):
        return [value + 1, value - 1, 0, 2 * value + 1]
    if value.lstrip("-").replace("/", "").isdigit():
        q = Fraction(value)
        return [str(q + 1), str(q / 2), str(-q)]
    return [x for x in ("<=", ">=", "==", "floor", "ceil", "log2") if x != value]


@pytest.mark.parametrize(("recurrence", "wrong"), FALSE)
def test_no_spoiled_certificate_proves_a_false_claim(recurrence: str, wrong: str) -> None:
    """Each leaf of the certificates of true claims is changed, under every false claim about the same recurrence."""
    claim = claim_of(recurrence.format(wrong))
    stated = claim_to_json(claim)
    for other, right in [pair for pair in TRUE if pair[0] == recurrence][:2]:
        found = found_for(other, right)
        assert isinstance(found, Found)
        assert not is_accepted(claim, found.proof)
        proof = copy.deepcopy(found.proof)
        proof["premise"]["form"] = stated["bound"]
        proof["premise"]["relation"] = stated["relation"]
        assert not is_accepted(claim, proof)
        for path in all_paths(proof):
            if "rule" not in path and "form" not in path:
                for new in others(leaf(proof, path)):
                    assert not is_accepted(claim, changed(proof, path, new)), (wrong, path, new)
