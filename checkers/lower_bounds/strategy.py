"""Refute a bound of what every strategy costs by a strategy at one small size that costs less.

From the first size of the range on: is a cost below the claimed one enough? `checkers.optima.search` decides, the table
of the strategy is checked by rule strategy. Asked when no proof was found.
"""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.problem import OrderProblem, PartitionProblem, Primitive, Problem
from bounds.setting import Setting, primitives_at, problem_at
from checkers.found import Found
from checkers.kernel.problems.setting import LowerBound, lower_bound
from checkers.lower_bounds.points import all_parameters, claimed_at, first_of, shown
from checkers.optima.certificate import strategy_within
from checkers.optima.refusal import OutOfReach
from checkers.verdict import Blocked

RULE = "strategy"
SECONDS, SIZES, INSTANCES = 1.5, 12, 1_100
"""For how long, how many sizes, and strings of how many instances: at most."""


def find(claim: Claim) -> Found | Blocked | None:
    """A strategy that makes the claim false, or up to which size there is none.

    Shape    >= or >, worst case, right answers but for a number of lies
    """
    setting = claim.setting
    if setting is None or claim.relation not in (">=", ">") or setting.mode != "worst":
        return None
    until = time.monotonic() + SECONDS
    read = lower_bound(claim_to_json(claim))
    if read.setting.noise != 0 or read.setting.error != 0:
        return None
    searched = 0
    everywhere = list(all_parameters(read))
    for n in range(first_of(read), first_of(read) + SIZES):
        for given, settled in everywhere:
            try:
                found = _strategy_at(setting, settled, n, given, until)
            except OutOfReach as e:
                return Blocked(RULE, f"needs {e.need}, has {e.have}")
            except TimeoutError:
                return _none(searched)
            if found:
                return found
        searched = n
    return _none(searched)


def _none(searched: int) -> Blocked:
    tried = f"no strategy costs less than claimed for n <= {searched}" if searched else "the first size took too long"
    return Blocked(RULE, f"{tried}; larger sizes were not searched")


def _strategy_at(setting: Setting, claim: LowerBound, n: int, given: dict[str, str], until: float) -> Found | None:
    """The refutation at one size; None when there is none."""
    claimed = claimed_at(claim, n)
    named = {x: Fraction(value) for x, value in given.items()}
    asked = _asked(setting, n, named)
    if claimed is None or asked is None or claimed[0] < 0:
        return None
    problem, primitives = asked
    found = strategy_within(problem, primitives, claimed[0], claim.relation == ">=", until)
    if found is None:
        return None
    cost, table = found
    proof: dict[str, Any] = {"n": n, "parameters": given, "cost": str(cost), "strategy": table}
    low = -(-claimed[0] // 1)
    says = f"more than {claimed[0] // 1}" if claim.relation == ">" else f"at least {low}"
    at = "".join(f", {x} = {value}" for x, value in given.items())
    witness = f"n = {n}{at}: {shown(cost)} {'is' if cost == 1 else 'are'} enough, the claim says {says}"
    return Found("refuted", {"rule": RULE, "proof": proof}, witness)


def _asked(setting: Setting, n: int, given: dict[str, Fraction]) -> tuple[Problem, tuple[Primitive, ...]] | None:
    """The problem and the primitives at n, where tables can show a strategy."""
    try:
        problem, primitives = problem_at(setting, n, given), primitives_at(setting, n, given)
    except ValueError:
        return None
    if problem is None or primitives is None or isinstance(problem, PartitionProblem):
        return None
    if not isinstance(problem, OrderProblem):
        listed = sum(1 for _ in zip(range(INSTANCES + 1), problem.instances(), strict=False))
        if listed > INSTANCES:
            raise OutOfReach("lower_bounds/strategy", need=f"at most {INSTANCES} instances at n = {n}", have="more")
    return problem, primitives
