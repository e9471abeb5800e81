"""Nothing false is accepted: certificates with leaves changed, and leaves that claim too much."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from random import Random

import pytest
from hypothesis import assume, given, settings

from bounds.known_problems import maximum, median, selection, sorting
from bounds.problem import (
    COMPARE,
    Best,
    BestAndWorst,
    HypothesisProblem,
    OrderProblem,
    Pooling,
    Primitive,
    Reading,
    Sorting,
    Splitting,
    StringProblem,
    SymmetricProblem,
)
from checkers import kernel
from checkers.kernel.problems.optimum import FORMAT
from checkers.kernel.problems.optimum.orders import Orders
from checkers.kernel.refusal import Rejected
from checkers.optima import by_instances
from checkers.optima.certificate import primitive_to_json, problem_to_json
from tests.checkers.optima.cases import random_mixes, random_orders
from tests.checkers.optima.proofs import ORIGINALS, all_leaves, other_values, proof_of, replaced

ASKS = {"sort": Sorting, "best": Best, "best-and-worst": BestAndWorst, "read": Reading, "split": Splitting}


def problem_of(said, known=None):
    """The problem that a claim is about; with the pairs or instances of a row, what is left of it there."""
    match said["kind"]:
        case "order":
            pairs = frozenset(map(tuple, said["known"] if known is None else known))
            return OrderProblem(said["n"], tuple(map(frozenset, said["asked"])), pairs)
        case "symmetric":
            return SymmetricProblem(said["n"], tuple(said["value"]))
        case "hypotheses":
            return HypothesisProblem(said["n"])
    return StringProblem(said["n"], tuple(said["value"]), tuple(map(bool, said["possible"])), said["symbols"])


def mix_of(claim):
    """The primitives of a claim."""
    return tuple(
        Primitive(
            Pooling() if p["asks"] == "pool" else ASKS[p["asks"]](p["k"]),
            exactly=p["exactly"],
            price=Fraction(p["price"]),
            lies=p["lies"],
        )
        for p in claim["primitives"]
    )


@cache
def truth(problem, mix):
    """The optimum by instances."""
    return by_instances.optimum(problem, mix)


def is_true(claim):
    """Whether the optimum by instances is where the claim says."""
    value = truth(problem_of(claim["problem"]), mix_of(claim))
    at_least = claim["lower"] is None or value is None or Fraction(claim["lower"]) <= value
    return at_least and (claim["upper"] is None or (value is not None and value <= Fraction(claim["upper"])))


def all_false(claim, proof):
    """The rows and nodes of an order's certificate that are not true of what they know."""
    for side, table in (("lower", proof["adversary"]), ("upper", proof["strategy"])):
        for row in table or ():
            value = truth(problem_of(claim["problem"], row["known"]), mix_of(claim))
            cost = Fraction(row["cost"])
            too_high = side == "lower" and value is not None and cost > value
            if too_high or (side == "upper" and (value is None or cost < value)):
                yield side, row


def is_accepted(claim, proof):
    """Whether the kernel accepts."""
    try:
        kernel.check(claim, proof)
    except Rejected:
        return False
    return True


@pytest.mark.parametrize("name", [name for name in ORIGINALS if name != "lies"])
def test_whatever_leaf_is_changed_what_is_accepted_is_still_true(name):
    claim, proof = proof_of(name)
    accepted = changes = 0
    for path, leaf in all_leaves({"claim": claim, **{k: v for k, v in proof.items() if k != "claim"}}):
        for new in other_values(leaf):
            whole = replaced({**proof, "claim": claim}, path, new)
            changes += 1
            if is_accepted(whole["claim"], whole):
                accepted += 1
                assert is_true(whole["claim"]), (path, new)
                if whole["claim"]["problem"]["kind"] == "order":
                    assert list(all_false(whole["claim"], whole)) == [], (path, new)
    assert changes > 50
    assert accepted < changes / 2


@pytest.mark.parametrize("name", ORIGINALS)
def test_no_change_of_two_leaves_proves_a_call_more_or_a_call_less(name):
    """A false claim beside the rows of a true one, whose costs all moved along, and two more leaves changed."""
    claim, proof = proof_of(name)
    chance = Random(name)
    for side, table, by in (("lower", "adversary", 1), ("upper", "strategy", -1)):
        false = claim | {"lower": None, "upper": None, side: str(Fraction(claim[side]) + by)}
        other = {"lower": "strategy", "upper": "adversary"}[side]
        moved = [
            row | {"cost": str(Fraction(row["cost"]) + by)} if Fraction(row["cost"]) + by >= 0 else row
            for row in proof[table]
        ]
        whole = {**proof, "claim": false, table: moved, other: None}
        assert not is_true(false)
        assert not is_accepted(false, whole)
        leaves = list(all_leaves(moved))
        for _ in range(150):
            spoilt = moved
            for path, leaf in chance.sample(leaves, 2):
                spoilt = replaced(spoilt, path, chance.choice(other_values(leaf)))
            assert not is_accepted(false, {**whole, table: spoilt})


def test_a_tamper_test_that_sees_nothing_would_be_noticed(monkeypatch):
    """The control: with the comparison of what is known taken out, something false is accepted."""
    monkeypatch.setattr(Orders, "_require_part", lambda *_: None)
    claim, proof = proof_of("ends")
    false = claim | {"upper": "3"}
    shorter = [*(node | {"cost": str(3 - i)} for i, node in enumerate(proof["strategy"][:3])), *proof["strategy"][3:]]
    last = next(i for i, node in enumerate(proof["strategy"]) if node["call"] is None)
    for reply in shorter[2]["after"]:
        reply["to"] = last
    whole = {**proof, "claim": false, "strategy": shorter}
    assert not is_true(false)
    assert is_accepted(false, whole)
    monkeypatch.undo()
    assert not is_accepted(false, whole)


@settings(max_examples=150)
@given(random_orders(), random_mixes())
def test_no_leaf_claims_more_than_the_optimum_by_instances(problem, mix):
    value = truth(problem, mix)
    assume(value)
    primitives = [primitive_to_json(p) for p in mix]
    said = {"format": FORMAT, "problem": problem_to_json(problem), "primitives": primitives, "upper": None}
    known = [list(pair) for pair in problem.known]
    for kind in ("goals", "above", "below"):
        for rank in range(1, problem.n + 1):
            claim = said | {"lower": str(value + Fraction(1, 12))}
            row = {"known": known, "cost": claim["lower"], "leaf": {"ends": kind, "rank": rank}, "replies": []}
            proof = {"format": FORMAT, "claim": claim, "strategy": None, "adversary": [row]}
            assert not is_accepted(claim, proof)


@pytest.mark.parametrize(
    ("problem", "mix", "leaf", "cost"),
    [
        (sorting(4), [COMPARE], ("goals", 1), 5),
        (median(5), [COMPARE], ("above", 3), 6),
        (selection(6, 5), [COMPARE], ("below", 2), 7),
        (maximum(7), [Primitive(Best(3))], ("above", 7), 3),
        (sorting(4), [Primitive(Sorting(3), price=Fraction(5, 2))], ("goals", 1), 5),
    ],
    ids=str,
)
def test_a_leaf_alone_proves_the_optimum_where_counting_does(problem, mix, leaf, cost):
    primitives = [primitive_to_json(p) for p in mix]
    said = {"format": FORMAT, "problem": problem_to_json(problem), "primitives": primitives}
    claim = said | {"lower": str(cost), "upper": None}
    row = {"known": [], "cost": str(cost), "leaf": {"ends": leaf[0], "rank": leaf[1]}, "replies": []}
    proof = {"format": FORMAT, "claim": claim, "strategy": None, "adversary": [row]}
    kernel.check(claim, proof)
    dearer = claim | {"lower": str(cost + Fraction(1, 2))}
    spoilt = {**proof, "claim": dearer, "adversary": [row | {"cost": dearer["lower"]}]}
    assert not is_accepted(dearer, spoilt)
