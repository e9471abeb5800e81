"""Rule copies: an adversary can answer for each of m problems as if it stood alone, so that their costs add up.

Needs    m copies of one problem, each call about one of them; mode worst or nonadaptive, right answers; a proof for one
Checks   m is an integer >= 1: a number, or a parameter with a condition
Gives    cost >= m*B where one problem costs B at least; m*ceil(B) where the prices are integers
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from checkers.kernel.decode import fields, one_of
from checkers.kernel.problems.comparison import Derived, is_integral
from checkers.kernel.problems.goals import ONE, fn, times
from checkers.kernel.problems.setting import LowerBound, least, plain
from checkers.kernel.refusal import require

RULE = "copies"


def derive(claim: LowerBound, proof: Any, rules: dict[str, Callable[[LowerBound, Any], Derived]]) -> Derived:
    rule, inner = fields(proof, ("rule", "proof"))
    setting = plain(claim, RULE, "worst", "nonadaptive")
    require(setting.copies != ONE, RULE, "more than one copy", setting.copies)
    require(least(claim, setting.copies) >= 1, RULE, "at least one copy", setting.copies)
    alone = claim._replace(setting=setting._replace(copies=Fraction(1)))
    found = rules[one_of(rule, tuple(rules))](alone, inner)
    require(found.body is not None, RULE, "a bound that is a formula", "a recurrence")
    is_whole = all(kind.price.denominator == 1 for kind in setting.kinds)
    body = fn("ceil", found.body) if is_whole and not is_integral(claim, found.body) else found.body
    return Derived(found.start, times(setting.copies, body))
