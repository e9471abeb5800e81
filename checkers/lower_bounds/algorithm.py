"""Refute a bound of what every strategy costs by a known algorithm: at a large size, or for all of them.

The algorithms are those of the kernel's rule; each is tried with each kind of calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count, takewhile
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json
from bounds.language import print_expression
from checkers.found import Found
from checkers.kernel.interval import minus, plus
from checkers.kernel.problems.comparison import encoded
from checkers.kernel.problems.goals import times
from checkers.kernel.problems.point import SIZES, values
from checkers.kernel.problems.rules import algorithm
from checkers.kernel.problems.setting import LowerBound, lower_bound, plain
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.follow import claim_from_json
from checkers.lower_bounds.points import all_parameters, claimed_at, first_of, said, shown
from checkers.verdict import Blocked

RULE = "algorithm"
NEAR = 40
"""Every size is tried so far; then powers of 2 and their neighbours."""


def find(claim: Claim) -> Found | Blocked | None:
    """An algorithm that makes the claim false; what stopped the last one otherwise.

    Shape    any claim about calls in the worst case or expected, about rounds of aggregate, with right answers
    """
    if claim.setting is None:
        return None
    read = lower_bound(claim_to_json(claim))
    try:
        plain(read, RULE, "worst", "expected", "rounds")
    except Rejected as e:
        return Blocked(RULE, f"needs {e.need}, has {e.have}")
    reason = ""
    for given, settled in all_parameters(read):
        for index, kind in enumerate(settled.setting.kinds):
            for name, calls in algorithm.ALGORITHMS.items():
                try:
                    cost = calls(settled, kind)
                except Rejected:
                    continue
                proof = {"name": name, "call": index, "parameters": given}
                if settled.setting.mode != "rounds":
                    cost = cost._replace(number=times(kind.price, cost.number))
                growth = claim.relation in algorithm.OPPOSITE
                found = _by_growth(settled, cost, proof) if growth else _by_size(settled, cost, proof)
                if found:
                    return found
                reason = f"{name} is not seen to cost less than is claimed"
    return Blocked(RULE, reason) if reason else None


def _by_growth(claim: LowerBound, cost: algorithm.Calls, proof: dict[str, Any]) -> Found | None:
    from checkers.decide import decide

    verdict = decide(claim_from_json(algorithm.opposite(claim, cost.number)))
    if verdict.decision != "proved" or verdict.certificate is None:
        return None
    whole = {**proof, "by": "growth", "proof": verdict.certificate["proof"]}
    most = print_expression(expression_from_json(encoded(cost.number)))
    order = "a lower order" if claim.relation == "Omega" else "no higher order"
    takes = f"{_shown(proof)} costs at most {most} for n >= {cost.start}"
    return Found("refuted", {"rule": RULE, "proof": whole}, f"{takes}, of {order} than claimed")


def _by_size(claim: LowerBound, cost: algorithm.Calls, proof: dict[str, Any]) -> Found | None:
    for n in _sizes(max(cost.start, first_of(claim))):
        claimed, known = claimed_at(claim, n), values().value(cost.number, {"n": Fraction(n)})
        if claimed is None:
            continue
        difference = plus(known, minus(claimed))
        if difference[1] < 0 or (claim.relation == ">" and difference[1] == 0):
            whole = {**proof, "by": "size", "proof": n}
            takes = f"{_shown(proof)} takes {shown(claim, known[0])}"
            witness = f"n = {n}: {takes}, the claim says {said(claim, claimed)}"
            return Found("refuted", {"rule": RULE, "proof": whole}, witness)
    return None


def _sizes(first: int) -> Iterator[int]:
    yield from range(first, first + NEAR)
    powers = takewhile(lambda n: n <= SIZES, (2**i for i in count(3)))
    yield from (n for power in powers for n in (power - 1, power) if n >= first + NEAR)


def _shown(proof: dict[str, Any]) -> str:
    """The algorithm, and for which parameters."""
    at = ", ".join(f"{x} = {value}" for x, value in proof["parameters"].items())
    return f"{proof['name']} ({at})" if at else proof["name"]
