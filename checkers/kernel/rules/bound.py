"""Rule bound: an explicit claim T(n) relation f(n) follows from a premise about T and a comparison of formulas.

Needs    a premise T(n) == G(n), or T(n) <= / >= F(n + shift), from low on; from >= low
Checks   for every n >= from: F <= f (or >=; for == the form is f itself, or equal to it by rule definition); below
         that, every n of the claim's range with T(n) evaluated exactly; sizes no equation states are reached by no
         step: T is not defined there
Gives    proved
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import series as sr
from checkers.kernel.decode import Claim, fields, integer
from checkers.kernel.evaluate import Values, decide
from checkers.kernel.expand import Expander
from checkers.kernel.interval import minus, plus
from checkers.kernel.refusal import require
from checkers.kernel.rules import definition, premise
from checkers.kernel.series import Frame, logarithm_base
from checkers.kernel.step import Bound, Step, integer_bound, require_agreement, steps_of

RULE = "bound"
POINTS = 20_000


def verdict(claim: Claim, proof: Any) -> str:
    _, inner, start, base, order = fields(proof, ("rule", "premise", "from", "base", "order"))
    require(claim.relation in ("<=", ">=", "=="), RULE, "an explicit claim", claim.relation)
    step, bound = steps_of(claim)[0], premise.conclude(claim, inner)
    require_agreement(claim, step)
    start = integer(start, bound.low, 10**6)
    same = bound.form == claim.bound and bound.shift == 0 and bound.relation in ("==", claim.relation)
    by_definition = inner["rule"] == definition.RULE
    if not same and not (by_definition and definition.same(claim, bound.form, claim.bound, step.symbol)):
        require(
            claim.relation != "==" and bound.relation in ("==", claim.relation),
            RULE,
            "a premise that fits",
            bound.relation,
        )
        compare_forms(claim, step, bound, start, logarithm_base(base), integer(order, 1, 12))
    require_below(claim, step, start, bound.settled)
    return "proved"


def require_below(claim: Claim, step: Step, start: int, settled: int) -> None:
    """The claim at each size of its range below start, by evaluation."""
    first, last = _range(claim, step)
    points = range(first, start if last is None else min(start, last + 1))
    require(len(points) <= POINTS, RULE, f"at most {POINTS} sizes to evaluate", len(points))
    values = Values(claim, {}, {})
    outside = {n for n in points if not values.all_fitting((step.function, (n,)))}
    for n in range(step.low, settled + 1 if outside else step.low):
        if n not in outside and values.all_fitting((step.function, (n,))):
            values.at(step.function, n)  # no equation reaches a size outside, which would be a free base value
    for n in points:
        if n not in outside:
            here = {step.symbol: Fraction(n)}
            difference = plus(values.at(step.function, n), minus(values.value(claim.bound, here)))
            require(decide(claim.relation, difference) is True, RULE, f"the claim at n = {n}", difference)


def _range(claim: Claim, step: Step) -> tuple[int, int | None]:
    """The least and the greatest size the claim speaks of."""
    parts = [integer_bound(c, step.symbol) for c in claim.range]
    require(all(p is not None for p in parts), RULE, "a range n >= c or n <= c", claim.range)
    lows = [p[1] for p in parts if p and p[0] == "low"]
    highs = [p[1] for p in parts if p and p[0] == "high"]
    first = max(lows, default=step.low)
    require(abs(first) <= 10**6, RULE, "a range that starts below a million", first)
    return first, min(highs) if highs else None


def compare_forms(claim: Claim, step: Step, bound: Bound, start: int, base: int | None, order: int) -> None:
    frame = Frame(start + bound.shift, base, order)
    f = Expander(frame, step.symbol, bound.shift).expand(claim.bound)
    own = Expander(frame, step.symbol, Fraction(0)).expand(bound.form)
    gap = sr.plus(own, sr.minus(f)) if claim.relation == "<=" else sr.plus(f, sr.minus(own))
    require(sr.nonpositive(gap, frame), RULE, f"the form within the claim for n >= {start}", list(gap.items())[:4])
