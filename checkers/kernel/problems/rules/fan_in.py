"""Rule fan-in: after r rounds of calls that combine k values each, a value depends on at most k^r inputs.

Needs    mode rounds, right answers; aggregate, by combine(k), the largest k of the mix
Checks   nothing more
Gives    rounds >= log(n, k)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel.decode import fields
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import logarithm
from checkers.kernel.problems.setting import SIZE, LowerBound, least, plain
from checkers.kernel.refusal import require

RULE = "fan-in"


def derive(claim: LowerBound, proof: Any) -> Derived:
    fields(proof, ())
    setting = plain(claim, RULE, "rounds")
    require(setting.family == "aggregate", RULE, "aggregate", setting.family)
    sizes = [kind.size for kind in setting.kinds]
    require(len(sizes) == 1 or all(isinstance(k, Fraction) for k in sizes), RULE, "numbers as sizes, in a mix", sizes)
    require(min(least(claim, k) for k in sizes) >= 2, RULE, "k >= 2", sizes)
    return Derived(1, logarithm(SIZE, max(sizes) if len(sizes) > 1 else sizes[0]))
