"""Rule answers: each answer of the problem ends a path of the strategy, and a call has at most A answers.

Needs    mode worst or nonadaptive, right answers; a mix of calls with a_i answers at price p_i: numbers
Checks   `index` names the call with the least p_i/log a_i: a_i^(p_j) >= a_j^(p_i) for every j
Gives    cost >= p_i * log(N, a_i), N the number of answers of the problem; for sorting also as a recurrence
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from checkers.kernel.decode import fields, integer
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import answers, logarithm, outcomes, sorting_recurrence, times
from checkers.kernel.problems.setting import COSTS, LowerBound, plain
from checkers.kernel.refusal import require

RULE = "answers"
BITS = 100_000


def derive(claim: LowerBound, proof: Any) -> Derived:
    index, recurrence = fields(proof, ("index", "recurrence"))
    setting = plain(claim, RULE, "worst", "nonadaptive")
    require(setting.family != "aggregate", RULE, "a problem with answers to count", setting.family)
    counts = [answers(claim, kind) for kind in setting.kinds]
    i = integer(index, 0, len(counts) - 1)
    price, count = setting.kinds[i].price, counts[i]
    if len(counts) > 1:
        require_dearest(counts, [kind.price for kind in setting.kinds], i)
    outcome, start = outcomes(claim)
    require(type(recurrence) is bool, RULE, "recurrence: true or false", recurrence)
    if recurrence:
        require(setting.family == "sort" and isinstance(count, Fraction), RULE, "sorting by calls of a number", count)
        return Derived(start, None, sorting_recurrence(COSTS[setting.mode], price, count))
    return Derived(start, times(price, logarithm(outcome, count)))


def require_dearest(counts: list[Any], prices: list[Fraction], i: int) -> None:
    """Refuse unless no call tells more for its price than call i."""
    require(all(isinstance(a, Fraction) for a in counts), RULE, "sizes that are numbers, in a mix", counts)
    unit = lcm(*(p.denominator for p in prices))
    whole = [int(p * unit) for p in prices]
    require(max(whole) * max(int(a).bit_length() for a in counts) <= BITS, RULE, "prices and sizes to compare", whole)
    for a, p in zip(counts, whole, strict=True):
        require(counts[i] ** p >= a ** whole[i], RULE, "the call that tells most for its price", i)
