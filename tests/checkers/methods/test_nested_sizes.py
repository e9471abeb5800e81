"""Nested sizes: examples, false claims, drawn recurrences against a plain evaluator, spoiled certificates."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.found import Found
from checkers.methods import nested_sizes
from tests.checkers.methods.deciding import claim_of, verdict_of

CONWAY = "T(1) = 1; T(2) = 1; T(n) = T(T(n-1)) + T(n-T(n-1)) for n > 2; claim T(n) {}"
G = "T(0) = 0; T(n) = n - T(T(n-1)) for n >= 1; claim T(n) {}"
GOLOMB = "T(1) = 1; T(n) = 1 + T(n - T(T(n-1))) for n >= 2; claim T(n) {}"
HALVED = "T(0) = 0; T(n) = T(floor(T(n-1)/2)) + 1 for n >= 1; claim T(n) {}"
Q = "T(1) = 1; T(2) = 1; T(n) = T(n-T(n-1)) + T(n-T(n-2)) for n > 2; claim T(n) {}"
TRUE = [
    (CONWAY, x) for x in (">= n/2 for n >= 1", "<= n for n >= 1", "in Theta(n)", "in O(n*log(n))", "in omega(sqrt(n))")
]
TRUE += [
    (G, "<= n"),
    (G, ">= 0"),
    (G, "in O(n)"),
    (G, ">= n/2"),
    (G, "in Theta(n)"),
    (GOLOMB, "<= n for n >= 1"),
    (HALVED, "<= n"),
]
FALSE = [(CONWAY, x) for x in ("in o(n)", "in O(n/log(n))", "in omega(n)", "in Theta(n*log(n))")]
MUTANTS = [(CONWAY, x) for x in (">= 3*n/5 for n >= 1", "<= n/2 for n >= 1", "<= n - 1 for n >= 1", "<= 1 for n >= 1")]
MUTANTS += [(G, ">= 2*n/3"), (G, "<= n/2 + 1"), (G, "in omega(n)")]
MUTANTS += [(G, "<= n - 1 for n >= 1"), (G, "in o(n)"), (HALVED, "<= 0"), (GOLOMB, "<= 2")]


@pytest.mark.parametrize(("recurrence", "statement"), TRUE)
def test_a_true_claim_is_proved_and_the_kernel_agrees(recurrence: str, statement: str) -> None:
    claim = claim_of(recurrence.format(statement))
    found = nested_sizes.find(claim)
    assert isinstance(found, Found), found
    assert found.verdict == "proved"
    assert verdict_of(claim, "proved", found.proof) == "proved"


@pytest.mark.parametrize(("recurrence", "statement"), FALSE)
def test_a_false_growth_claim_is_refuted(recurrence: str, statement: str) -> None:
    claim = claim_of(recurrence.format(statement))
    found = nested_sizes.find(claim)
    assert isinstance(found, Found), found
    assert found.verdict == "refuted"


@pytest.mark.parametrize(("recurrence", "statement"), [*MUTANTS, (Q, "<= n for n >= 1"), (Q, "in O(n)")])
def test_what_is_false_or_an_open_question_is_not_proved(recurrence: str, statement: str) -> None:
    """Whether Hofstadter's Q is defined at every n is not known."""
    found = nested_sizes.find(claim_of(recurrence.format(statement)))
    assert not isinstance(found, Found) or found.verdict == "refuted"


def test_a_certificate_of_a_steady_recurrence_is_rejected_when_spoiled() -> None:
    """Conway's T rises by 0 or 1, too, but this does not show it; and without it nothing is shown of G."""
    claim = claim_of(G.format(">= n/2"))
    found = nested_sizes.find(claim)
    assert isinstance(found, Found)
    premise = found.proof["premise"]
    assert premise["steady"] == "yes"
    other = ["mul", "13/25", ["var", "n"]]
    for name, value in [("steady", "no"), ("steady", "maybe"), ("from", 1), ("lower", other), ("upper", other)]:
        assert verdict_of(claim, "proved", {**found.proof, "premise": {**premise, name: value}}) == "", name
    for i in range(len(premise["proofs"])):
        fewer = [*premise["proofs"][:i], *premise["proofs"][i + 1 :]]
        assert verdict_of(claim, "proved", {**found.proof, "premise": {**premise, "proofs": fewer}}) == ""
    for text in (CONWAY.format(">= n/2 for n >= 1"), HALVED.format(">= n/2"), G.format(">= 2*n/3")):
        assert verdict_of(claim_of(text), "proved", found.proof) == ""


def test_sizes_without_values_are_left_to_other_methods() -> None:
    assert nested_sizes.find(claim_of("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim T(n) <= n")) is None


def test_a_spoiled_certificate_is_rejected() -> None:
    """Other bounds, sizes, and proofs in another order: none of them shows what it is put in for."""
    claim = claim_of(CONWAY.format(">= n/2 for n >= 1"))
    found = nested_sizes.find(claim)
    assert isinstance(found, Found)
    n = ["var", "n"]
    lowers = [["mul", "51/100", n], ["add", ["mul", "1/2", n], "1/100"], n, ["div", n, "0"], ["pow", n, "-1"]]
    changes = [("lower", x) for x in lowers] + [("upper", x) for x in (["mul", "9/10", n], "1", ["add", n, "-1"])]
    changes += [
        ("side", "upper"),
        ("from", 2),
        ("from", 0),
        ("low", 2),
        ("low", -1),
        ("low", 0),
        ("rule", "polynomial"),
    ]
    changes += [("proofs", found.proof["premise"]["proofs"][1:]), ("proofs", found.proof["premise"]["proofs"][::-1])]
    for name, value in changes:
        proof = copy.deepcopy(found.proof)
        proof["premise"][name] = value
        assert verdict_of(claim, "proved", proof) == "", (name, value)
    for statement in (">= 3*n/5 for n >= 1", ">= n/2 + 1/2 for n >= 1", ">= n for n >= 1", "<= n/2 for n >= 1"):
        assert verdict_of(claim_of(CONWAY.format(statement)), "proved", found.proof) == ""


BODIES = (
    "T(T(n-1)) + {c}",
    "T(n-T(n-1)) + {c}",
    "T(T(n-1)) + T(n-T(n-1)) + {c}",
    "n - T(T(n-1)) + {c}",
    "T(floor((n+T(n-1))/3)) + {c}",
    "n - {d} - T(n-T(n-1)-1)",
    "T(n - 1 - T(n-1)) - T(T(n-1)) + {c}",
)


@given(
    st.sampled_from(BODIES),
    st.lists(st.integers(-1, 2), min_size=1, max_size=2),
    st.integers(-1, 2),
    st.integers(0, 2),
    st.sampled_from(["<= n", "<= n + 1", ">= 0", ">= n/2", "<= 2", "in O(n)", "in Omega(n)", "in o(n)", "in O(1)"]),
)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_what_is_decided_of_a_drawn_recurrence_holds(
    body: str, bases: list[int], c: int, d: int, statement: str
) -> None:
    """An evaluator that knows nothing of the kernel: values exist, and the claim holds at each, or grows as it must."""
    start = len(bases)
    text = "; ".join(f"T({i}) = {v}" for i, v in enumerate(bases))
    about = f"{text}; T(n) = {body.format(c=c, d=d)} for n >= {start}; claim T(n) {statement}"
    try:
        claim = claim_of(about)
    except ValueError:
        return  # the language sees that it is not well-founded
    found = nested_sizes.find(claim)
    if not isinstance(found, Found):
        return
    assert verdict_of(claim, found.verdict, found.proof) == found.verdict
    known = list(bases)
    for n in range(start, 400):
        code = body.format(c=c, d=d).replace("floor((n+T(n-1))/3)", "(n+T(n-1))//3")
        known.append(eval(code, {"n": n, "T": lambda i: known[i] if 0 <= i < len(known) else 1 / 0}))
    pairs = list(enumerate(known))
    if statement[:2] in ("<=", ">="):
        ends = {"<= n": (0, 1), "<= n + 1": (1, 1), ">= 0": (0, 0), ">= n/2": (0, Fraction(1, 2)), "<= 2": (2, 0)}
        at, slope = ends[statement]
        assert found.verdict == "proved"
        assert all(t <= at + slope * n if statement[0] == "<" else t >= at + slope * n for n, t in pairs)
        return
    half, whole = max(abs(t) for _, t in pairs[:200]), max(abs(t) for _, t in pairs)
    least = min(abs(t) for _, t in pairs[200:])
    is_large, is_small = least > 20, whole <= half + 2
    if statement in ("in Omega(n)", "in o(n)", "in O(1)"):
        assert is_large == ((statement == "in Omega(n)") == (found.verdict == "proved"))
        assert is_large or is_small
    else:
        assert found.verdict == "proved"
