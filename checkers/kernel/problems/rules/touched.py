"""Rule touched: as long as one part of the input has not been looked at, the answer can still go either way.

Needs    mode worst or nonadaptive, right answers; calls that look at k parts each, at most c of those that count
Checks   the argument of threshold is a number >= 1
Gives    cost >= parts * min p_i/c_i. Reading: n positions of a threshold, OR, AND, parity, majority, read(s);
         n(n-1)/2 edges of a graph for connectivity; match(k): n(n-1)/2 pairs, k(k-1)/2 a call, for distinct;
         combine(k): n-1 values fewer, k-1 a call, for aggregate
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel.decode import Expr, fields
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import ONE, cheapest, minus, over, start_of, times
from checkers.kernel.problems.rules.neighbours import all_pairs
from checkers.kernel.problems.setting import SIZE, Kind, LowerBound, least, plain
from checkers.kernel.refusal import require

RULE = "touched"


def derive(claim: LowerBound, proof: Any) -> Derived:
    fields(proof, ())
    setting = plain(claim, RULE, "worst", "nonadaptive")
    asks = {"distinct": "match", "aggregate": "combine"}.get(setting.family, "read")
    parts, start = parts_of(claim)
    for kind in setting.kinds:
        require(kind.asks == asks, RULE, f"calls that {asks}", kind.asks)
        require(least(claim, kind.size) >= (1 if asks == "read" else 2), RULE, "a size that fits", kind.size)
    price, most = cheapest([(kind.price, looked_at(kind)) for kind in setting.kinds], RULE)
    return Derived(start, over(times(price, parts), most))


def parts_of(claim: LowerBound) -> tuple[Expr, int]:
    """How many parts every strategy looks at, and from which n on."""
    setting = claim.setting
    pairs = over(times(SIZE, minus(SIZE, ONE)), Fraction(2))
    match setting.family:
        case "OR" | "AND" | "parity" | "majority":
            return SIZE, 1
        case "threshold":
            return SIZE, start_of(claim)
        case "read":
            require(least(claim, setting.argument) >= 2, RULE, "at least 2 symbols", setting.argument)
            return SIZE, 1
        case "connectivity" | "distinct":
            return pairs, 1
        case "aggregate":
            return minus(SIZE, ONE), 1
    require(False, RULE, "a problem whose parts all count", setting.family)
    return SIZE, 1


def looked_at(kind: Kind) -> Expr:
    if kind.asks == "read":
        return kind.size
    return all_pairs(kind) if kind.asks == "match" else minus(kind.size, ONE)
