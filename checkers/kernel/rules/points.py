"""Rule points: an explicit claim about finitely many sizes, each of them evaluated.

Needs    a lowest and a highest integer for each variable, stated in the claim's range; no parameters
Checks   the claim at every point of the range, both sides evaluated from the equations alone
Gives    proved
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from checkers.kernel.decode import Claim, fields, symbols
from checkers.kernel.evaluate import Needs, Values, decide
from checkers.kernel.interval import Interval, minus, plus
from checkers.kernel.refusal import require
from checkers.kernel.step import integer_bound

RULE = "points"
POINTS = 20_000


def verdict(claim: Claim, proof: Any) -> str:
    fields(proof, ("rule",))
    require(claim.relation in ("<=", ">=", "=="), RULE, "an explicit claim", claim.relation)
    require(not claim.parameters and not claim.assuming, RULE, "no parameters and assumptions", claim.assuming)
    names = sorted(set().union(*(symbols(e) for c in claim.range for e in c[1:]), symbols(claim.subject)))
    ranges = [_range(claim, x) for x in names]
    require(prod(map(len, ranges)) <= POINTS, RULE, f"at most {POINTS} points", prod(map(len, ranges)))
    values = Values(claim, {}, {})
    for point in product(*ranges):
        at = dict(zip(names, map(Fraction, point), strict=True))
        if all(values.holds(c, at) for c in claim.range):
            difference = _difference(claim, values, at)
            require(decide(claim.relation, difference) is True, RULE, f"the claim at {point}", difference)
    return "proved"


def _range(claim: Claim, symbol: str) -> range:
    ends = [b for c in claim.range if (b := integer_bound(c, symbol))]
    lows, highs = [b[1] for b in ends if b[0] == "low"], [b[1] for b in ends if b[0] == "high"]
    require(bool(lows and highs), RULE, f"a lowest and a highest {symbol}", claim.range)
    return range(max(lows), min(highs) + 1)


def _difference(claim: Claim, values: Values, at: dict[str, Fraction]) -> Interval:
    """Left minus right, after as many values of the recurrence as it needs."""
    while True:
        try:
            return plus(values.value(claim.subject, at), minus(values.value(claim.bound, at)))
        except Needs as needs:
            values.at(needs.key[0], *needs.key[1])
