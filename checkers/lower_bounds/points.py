"""Where a claim about a problem is tried: numbers for its parameters, the sizes it speaks of, what it says there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

from checkers.kernel.interval import Interval
from checkers.kernel.problems.point import instantiated, values
from checkers.kernel.problems.setting import LowerBound
from checkers.kernel.refusal import Rejected

INTEGERS, REALS = range(13), (Fraction(1, 2), Fraction(1, 3), Fraction(1), Fraction(2))
EACH, TRIED = 3, 6
"""Numbers that are tried for one parameter, and for all of them together: at most."""


def all_parameters(claim: LowerBound) -> Iterator[tuple[dict[str, str], LowerBound]]:
    """Numbers that fit the conditions, and the claim about them: small ones first."""
    choices = [list(islice(_fitting(claim, p), EACH)) for p in claim.parameters]
    names = [p[0] for p in claim.parameters]
    for chosen in islice(product(*choices), TRIED):
        given = dict(zip(names, map(str, chosen), strict=True))
        try:
            yield given, instantiated(claim, given)
        except Rejected:
            continue


def _fitting(claim: LowerBound, parameter: Any) -> Iterator[Fraction]:
    symbol, kind, conditions = parameter
    for value in map(Fraction, INTEGERS if kind == "integer" else REALS):
        alone = [c for c in conditions if _is_about(c, symbol)]
        try:
            if all(values().holds(c, {symbol: value}) for c in alone):
                yield value
        except Rejected:
            continue


def _is_about(condition: Any, symbol: str) -> bool:
    """Whether a condition speaks of no other parameter."""
    return all(not isinstance(side, tuple) or side == ("var", symbol) for side in condition[1:])


def claimed_at(claim: LowerBound, n: int) -> Interval | None:
    """What is claimed at n, enclosed; None where it has no value. The claim has no parameters."""
    try:
        return values().value(claim.bound, {"n": Fraction(n)})
    except Rejected:
        return None


def first_of(claim: LowerBound) -> int:
    """The first size that the claim speaks of."""
    return max(1, 1 if claim.first is None else -int(-claim.first // 1))


def shown(cost: Fraction) -> str:
    """A cost, with its unit."""
    return f"{cost} call{'' if cost == 1 else 's'}" if cost.denominator == 1 else f"a cost of {cost}"
