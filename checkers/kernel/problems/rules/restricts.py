"""Rule restricts: on some of its instances a problem is another one of smaller size, and costs what that one costs.

Needs    mode worst or nonadaptive, right answers; a proof for the other problem by calls about at most as many
Checks   the pair: with the t-1 largest items known, second, select(t), median and top_set(t) of n items are max of
         n-t+1; with t-1 ones known, threshold(t) of n bits is OR of n-t+1; with d-1 defectives known,
         group_testing(d) of n items is group_testing(1) of n-d+1
Gives    cost >= B(n-t+1) where the other problem costs B(n)
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from checkers.kernel.decode import fields, one_of, substitute
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import ONE, argument, minus, start_of
from checkers.kernel.problems.setting import SIZE, LowerBound, plain
from checkers.kernel.refusal import require

RULE = "restricts"
TO = {
    "second": "max", "select": "max", "median": "max", "top_set": "max",
    "threshold": "OR",
    "group_testing": "group_testing",
}  # fmt: skip


def derive(claim: LowerBound, proof: Any, rules: dict[str, Callable[[LowerBound, Any], Derived]]) -> Derived:
    rule, inner = fields(proof, ("rule", "proof"))
    setting = plain(claim, RULE, "worst", "nonadaptive")
    require(setting.family in TO, RULE, f"one of {', '.join(TO)}", setting.family)
    t, own = argument(setting), start_of(claim)
    to = TO[setting.family]
    kinds = tuple(kind._replace(exactly=False) for kind in setting.kinds)
    part = ONE if to == "group_testing" else None
    other = claim._replace(setting=setting._replace(family=to, argument=part, kinds=kinds))
    found = rules[one_of(rule, tuple(rules))](other, inner)
    smaller = minus(SIZE, minus(t, ONE))
    # n-t+1 >= start, where t is a number, or ceil(n/2): then n-t+1 >= n/2
    start = found.start + int(t) - 1 if isinstance(t, Fraction) else 2 * found.start
    return Derived(max(own, start), substitute(found.body, "n", smaller))
