"""The constant that exact values call for: the extreme of (T(n) - rest)/term over many sizes, and where it lies.

At each size with term > 0 the claim `T(n) <= rest + c*term` needs c >= (T(n) - rest)/term; the largest of these ratios
(for >= the smallest) is a level below which every claim is false, with that size as a witness.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from bounds.encoding import claim_to_json, expression_to_json
from checkers.kernel import decode
from checkers.kernel.evaluate import Values
from checkers.kernel.evaluate import decide as holds
from checkers.kernel.interval import Interval, inverse, times
from checkers.kernel.refusal import Rejected
from checkers.methods.counterexample import (
    Free,
    all_points,
    difference_at,
    point_text,
    sample_parameters,
    size_variables,
)
from checkers.methods.far_counterexample import SIZES as FAR_SIZES
from checkers.varied_bound import CannotTighten, VariedBound, VariedStart

SIZES = [*range(2049), *(n for n in FAR_SIZES if n > 2048)]
STEPS = 400_000


@frozen
class Attained:
    """Where the least level that is not refuted comes from.

    level    at every lower level the claim is false at this point; None when no size says anything
    exactly  whether the level is that of equality: T(n) = rest + c*term, in exact arithmetic
    point    the sizes and parameters, for a person; `size` and `parameters` the same, for one size variable
    never    the claim is false at `point` whatever the constant
    records  the size and level of each point that called for more than all before it
    """

    level: Fraction | None = None
    exactly: bool = False
    point: str = ""
    size: int | None = None
    parameters: tuple[tuple[str, Fraction], ...] = ()
    never: bool = False
    records: tuple[tuple[int | None, Fraction], ...] = ()


def attained_level(varied: VariedBound, seconds: float) -> Attained:
    """The highest level that a size calls for.

    Raises   CannotTighten when the term is negative at a size of the range: then a larger constant says both more
             and less
    """
    stop = time.perf_counter() + seconds
    best = Attained()
    for at, given, difference, term in _all_gaps(varied, stop):
        size = int(next(iter(at.values()))) if len(at) == 1 else None
        if term[1] < 0:
            raise CannotTighten(
                f"{varied.name}, with what it is multiplied by >= 0 on the claim's range",
                f"a negative value at {point_text(at)}",
                "a later start of the range, or another --vary",
            )
        if term[0] <= 0:
            if term[1] == 0 and holds(varied.claim.relation, difference) is False:
                return Attained(point=point_text({**at, **given}), size=size, never=True)
            continue
        ratio = times(difference, inverse(term))
        low = ratio[0] if varied.sign > 0 else -ratio[1]
        if best.level is None or low > best.level:
            records = (*best.records, (size, low))
            here = point_text({**at, **given})
            best = Attained(low, ratio[0] == ratio[1], here, size, tuple(given.items()), records=records)
    return best


def _all_gaps(
    varied: VariedBound, stop: float
) -> Iterator[tuple[dict[str, Fraction], dict[str, Fraction], Interval, Interval]]:
    """Each point of the range, with the parameters, T - rest and the term there."""
    claim = evolve(varied.claim, bound=varied.rest)
    decoded = decode.claim(claim_to_json(claim))
    term = decode.expression(expression_to_json(varied.term))
    variables = size_variables(varied.claim)
    for trial in range(2 if claim.recurrence.parameters else 1):
        given = sample_parameters(claim, decoded, trial)
        if given is None or len(variables) > 3:
            continue
        free: Free = {}
        values = Values(decoded, given, {})
        values.steps = STEPS
        for point in all_points(len(variables), SIZES):
            at = {x: Fraction(n) for x, n in zip(variables, point, strict=True)}
            if time.perf_counter() > stop or values.steps <= 0:
                break
            try:
                gap = difference_at(decoded, values, {**given, **at}, free)
                if gap is not None:
                    yield at, given, gap, values.value(term, {**given, **at})
            except Rejected:
                continue


def last_failure(varied: VariedStart, seconds: float) -> tuple[int | None, int]:
    """The greatest size seen where the bound fails, and the greatest size looked at."""
    stop = time.perf_counter() + seconds
    claim = varied.at(Fraction(varied.lowest))
    decoded = decode.claim(claim_to_json(claim))
    given = sample_parameters(claim, decoded, 0)
    failed, seen = None, -1
    if given is None:
        return failed, seen
    free: Free = {}
    values = Values(decoded, given, {})
    values.steps = STEPS
    for n in SIZES:
        if time.perf_counter() > stop or values.steps <= 0:
            break
        try:
            gap = difference_at(decoded, values, {**given, varied.variable: Fraction(n)}, free)
        except Rejected:
            continue
        if gap is not None:
            seen = n
            failed = n if holds(claim.relation, gap) is False else failed
    return failed, seen
