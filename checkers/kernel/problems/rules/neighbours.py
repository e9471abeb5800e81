"""Rule neighbours: two items that no call shows together could stand next to each other in either order.

Needs    right answers; orders: mode worst for sort and merge, mode nonadaptive for sort, max, min_and_max and second
Checks   nothing more: what a call of each kind can separate is counted here
Gives    cost >= pairs * min p_i/c_i. Worst: n-1 pairs to sort, 2n-1 to merge n with n, 2m to merge m with n > m; a
         call sort(k) separates k-1 of them, best(k) 1, best_and_worst(k) 2 (k = 2: 1)
         Nonadaptive: all n(n-1)/2 pairs; a call separates k(k-1)/2
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel.decode import Expr, fields
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import ONE, argument, cheapest, minus, over, times
from checkers.kernel.problems.setting import SIZE, Kind, LowerBound, Setting, least, plain
from checkers.kernel.refusal import require

RULE = "neighbours"
ONCE = ("sort", "max", "min_and_max", "second")


def derive(claim: LowerBound, proof: Any) -> Derived:
    fields(proof, ())
    setting = plain(claim, RULE, "worst", "nonadaptive")
    for kind in setting.kinds:
        require(least(claim, kind.size) >= 2, RULE, "k >= 2", kind.size)
    if setting.mode == "nonadaptive":
        require(setting.family in ONCE, RULE, f"one of {', '.join(ONCE)}", setting.family)
        pairs, start, gain = over(times(SIZE, minus(SIZE, ONE)), Fraction(2)), 1, all_pairs
    else:
        (pairs, start), gain = adjacent(setting), separated
    price, most = cheapest([(kind.price, gain(kind)) for kind in setting.kinds], RULE)
    return Derived(start, over(times(price, pairs), most))


def adjacent(setting: Setting) -> tuple[Expr, int]:
    """How many pairs of neighbours no one knows the order of."""
    if setting.family == "sort":
        return minus(SIZE, ONE), 1
    require(setting.family in ("merge", "search"), RULE, "sort or merge", setting.family)
    m = argument(setting)
    if m == SIZE:
        return minus(times(Fraction(2), SIZE), ONE), 1
    require(isinstance(m, Fraction) and m.denominator == 1 and m >= 1, RULE, "merge(n), or merge of a number", m)
    return 2 * m, int(m) + 1


def separated(kind: Kind) -> Expr:
    if kind.asks == "sort":
        return minus(kind.size, ONE)
    return Fraction(2 if kind.asks == "best_and_worst" and kind.size != 2 else 1)


def all_pairs(kind: Kind) -> Expr:
    k = kind.size
    return k * (k - 1) / 2 if isinstance(k, Fraction) else over(times(k, minus(k, ONE)), Fraction(2))
