"""Rule selection: the t-1 largest items can be any set, and under each the largest of the others must be found.

Needs    mode worst or nonadaptive, right answers; max, second, median, select(t) or top_sequence(t);
         calls sort(2), or one best(k)
Checks   t is a number, or that of the median
Gives    cost >= p*((n-t)/(k-1) + log(C, k)) for n >= t: C = binomial(n, t-1), times (t-1)! for top_sequence
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any

from checkers.kernel.decode import fields
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import ONE, argument, choose, logarithm, minus, over, plus, start_of, times
from checkers.kernel.problems.setting import SIZE, LowerBound, least, plain
from checkers.kernel.refusal import require

RULE = "selection"
FAMILIES = ("max", "second", "median", "select", "top_sequence")


def derive(claim: LowerBound, proof: Any) -> Derived:
    fields(proof, ())
    setting = plain(claim, RULE, "worst", "nonadaptive")
    require(setting.family in FAMILIES, RULE, f"one of {', '.join(FAMILIES)}", setting.family)
    require(len(setting.kinds) == 1, RULE, "one kind of calls", len(setting.kinds))
    (kind,) = setting.kinds
    is_pair = kind.size == 2
    require(kind.asks == "best" or is_pair, RULE, "sort(2), best_and_worst(2) or best(k)", kind.asks)
    require(least(claim, kind.size) >= 2, RULE, "k >= 2", kind.size)
    t, start = argument(setting), start_of(claim)
    above = choose(SIZE, minus(t, ONE))
    if setting.family == "top_sequence":
        above = times(above, Fraction(factorial(int(t) - 1)))
    rest = minus(SIZE, t)
    ways = logarithm(above, kind.size) if above != 1 else Fraction(0)
    return Derived(start, times(kind.price, plus(over(rest, minus(kind.size, ONE)), ways)))
