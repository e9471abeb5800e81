"""Where a claim about a problem is tried: numbers for its parameters, the sizes it speaks of, what it says there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

from checkers.kernel.interval import Interval
from checkers.kernel.problems.point import instantiated, values
from checkers.kernel.problems.setting import LowerBound
from checkers.kernel.refusal import Rejected

INTEGERS, LARGE = range(13), (24, 1000)
REALS = (Fraction(1, 2), Fraction(1, 3), Fraction(1), Fraction(2))
EACH, TRIED = 3, 8
"""Small numbers that are tried for one parameter, and ways to choose all of them: at most."""


def all_parameters(claim: LowerBound) -> Iterator[tuple[dict[str, str], LowerBound]]:
    """Numbers that fit the conditions, and the claim about them: small ones first."""
    choices = [_chosen(p) for p in claim.parameters]
    names = [p[0] for p in claim.parameters]
    for chosen in islice(product(*choices), TRIED):
        given = dict(zip(names, map(str, chosen), strict=True))
        try:
            yield given, instantiated(claim, given)
        except Rejected:
            continue


def _chosen(parameter: Any) -> list[Fraction]:
    """A few small numbers; for an integer large ones, too: with large calls a strategy costs less."""
    if parameter[1] == "real":
        return list(islice(_fitting(parameter, REALS), EACH))
    small = islice(_fitting(parameter, map(Fraction, INTEGERS)), EACH)
    return [*small, *_fitting(parameter, map(Fraction, LARGE))]


def _fitting(parameter: Any, numbers: Iterable[Fraction]) -> Iterator[Fraction]:
    symbol, _, conditions = parameter
    for value in numbers:
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


def said(claim: LowerBound, claimed: Interval) -> str:
    """What the claim says the cost is, as far as it can be told: rounded to what an integer cost can be."""
    low, high = claimed
    strictly = claim.relation == ">"
    if claim.setting.mode != "expected" and all(k.price.denominator == 1 for k in claim.setting.kinds):
        low = high = Fraction(low // 1 if strictly else -(-low // 1))
    return f"{'more than' if strictly else 'at least'} {low if low == high else f'about {float(low):.4g}'}"


def shown(claim: LowerBound, cost: Fraction) -> str:
    """A cost, with its unit."""
    priced = any(k.price != 1 for k in claim.setting.kinds) and claim.setting.mode != "rounds"
    if priced or cost.denominator != 1:
        return f"a cost of {cost}"
    return f"{cost} {'round' if claim.setting.mode == 'rounds' else 'call'}{'' if cost == 1 else 's'}"
