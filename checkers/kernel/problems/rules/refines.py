"""Rule refines: who answers this problem has answered that one, so what that one costs, this one costs.

Needs    orders by calls that compare; mode worst or nonadaptive, right answers; a proof for the other problem with
         the same calls and mode
Checks   the pair: sort gives max, min_and_max, second and median; second gives max, as what is known to be second is
         known to be below one item; min_and_max gives max; top_sequence(t) gives max and top_set(t)
Gives    what the other proof gives, where both problems have that size
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checkers.kernel.decode import fields, one_of
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import start_of
from checkers.kernel.problems.setting import LowerBound
from checkers.kernel.refusal import require

RULE = "refines"
GIVES = {
    "sort": ("max", "min_and_max", "second", "median"),
    "second": ("max",),
    "min_and_max": ("max",),
    "top_sequence": ("max", "top_set"),
}


def derive(claim: LowerBound, proof: Any, rules: dict[str, Callable[[LowerBound, Any], Derived]]) -> Derived:
    to, rule, inner = fields(proof, ("to", "rule", "proof"))
    setting = claim.setting
    require(setting.family in GIVES, RULE, f"one of {', '.join(GIVES)}", setting.family)
    to = one_of(to, GIVES[setting.family])
    require(setting.mode in ("worst", "nonadaptive"), RULE, "mode worst or nonadaptive", setting.mode)
    require(setting.lies == 0 and setting.noise == 0 and setting.error == 0, RULE, "right answers", setting)
    argument = setting.argument if to == "top_set" else None
    other = claim._replace(setting=setting._replace(family=to, argument=argument))
    found = rules[one_of(rule, tuple(rules))](other, inner)
    return found._replace(start=max(found.start, start_of(claim), start_of(other)))
