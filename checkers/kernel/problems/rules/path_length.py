"""Rule path-length: N ends of paths in a tree where each node has at most a children lie deep on average.

Needs    mode expected, right answers, price 1; a problem with one instance for each of its N outcomes: sort, merge,
         search, distinguish, group_testing; calls with at most a answers
Checks   nothing more: for each integer q >= 0 the sum of the depths is at least ((q(a-1) + a)N - a^(q+1))/(a-1); q is
         floor(log(N, a))
Gives    expected_calls >= q + a/(a-1) - a^(q+1)/((a-1)*N); entropy: expected_calls >= log(N, a)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel.decode import fields, one_of
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import (
    ONE,
    answers,
    logarithm,
    minus,
    outcomes,
    over,
    plus,
    sorting_recurrence,
    times,
)
from checkers.kernel.problems.setting import COSTS, LowerBound, plain
from checkers.kernel.refusal import require

RULE = "path-length"
FAMILIES = ("sort", "merge", "search", "distinguish", "group_testing")


def derive(claim: LowerBound, proof: Any) -> Derived:
    (how,) = fields(proof, ("how",))
    setting = plain(claim, RULE, "expected")
    require(setting.family in FAMILIES, RULE, f"one of {', '.join(FAMILIES)}", setting.family)
    require(all(kind.price == 1 for kind in setting.kinds), RULE, "calls at price 1", setting.kinds)
    counts = [answers(claim, kind) for kind in setting.kinds]
    require(len(counts) == 1 or all(isinstance(a, Fraction) for a in counts), RULE, "numbers, in a mix", counts)
    a = max(counts) if len(counts) > 1 else counts[0]
    outcome, start = outcomes(claim)
    log = logarithm(outcome, a)
    how = one_of(how, ("entropy", "lengths", "recurrence"))
    if how == "recurrence":
        require(setting.family == "sort" and isinstance(a, Fraction), RULE, "sorting by calls of a number", a)
        return Derived(start, None, sorting_recurrence(COSTS["expected"], ONE, a))
    if how == "entropy":
        return Derived(start, log)
    require(isinstance(a, Fraction), RULE, "a number of answers", a)
    q = ("fn", "floor", log)
    last = over(("pow", a, plus(q, ONE)), times(a - 1, outcome))
    return Derived(start, minus(plus(q, Fraction(a, a - 1)), last))
