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
from bounds.setting import Setting, primitives_at
from bounds.setting import problem_at as setting_problem_at
from checkers.found import Found
from checkers.kernel.problems import optimum
from checkers.kernel.problems.point import calls_at, problem_at
from checkers.kernel.problems.setting import LowerBound, lower_bound
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.points import all_parameters, claimed_at, first_of, said, shown
from checkers.optima.certificate import strategy_within
from checkers.optima.refusal import OutOfReach
from checkers.verdict import Blocked

RULE = "strategy"
SECONDS, SIZES = 1.5, 12
"""For how long, and at how many sizes: at most."""


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
            if not is_tabled(settled, n):
                continue
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
    if not searched:
        return Blocked(RULE, "no size of the range can be searched, or not in time")
    return Blocked(RULE, f"no strategy costs less than claimed for n <= {searched}, as far as was searched")


def is_tabled(claim: LowerBound, n: int) -> bool:
    """Whether the kernel reads tables about the problem of size n, with these calls."""
    try:
        optimum.tables(problem_at(claim.setting, n), calls_at(claim.setting))
    except Rejected:
        return False
    return True


def _strategy_at(setting: Setting, claim: LowerBound, n: int, given: dict[str, str], until: float) -> Found | None:
    """The refutation at one size; None when there is none."""
    claimed = claimed_at(claim, n)
    if claimed is None or claimed[0] < 0:
        return None
    named = {x: Fraction(value) for x, value in given.items()}
    problem, primitives = setting_problem_at(setting, n, named), primitives_at(setting, n, named)
    if problem is None or primitives is None:
        return None
    found = strategy_within(problem, primitives, claimed[0], claim.relation == ">=", until)
    if found is None:
        return None
    cost, table = found
    proof: dict[str, Any] = {"n": n, "parameters": given, "cost": str(cost), "strategy": table}
    at = "".join(f", {x} = {value}" for x, value in given.items())
    cheap = shown(claim, cost)
    verb = "are" if cheap.endswith("s") else "is"
    witness = f"n = {n}{at}: {cheap} {verb} enough, the claim says {said(claim, claimed)}"
    return Found("refuted", {"rule": RULE, "proof": proof}, witness)
