"""Rule noise: answers that are wrong with probability p, each alone, and a result that may be wrong with probability d.

Needs    mode worst or nonadaptive; one kind of calls with at most a answers, no lies; 0 < p < 1/2 and 0 < d < 1/2:
         numbers, or parameters with conditions that say so; a wrong answer is any of the others of its call, each as
         likely: assumed. (Beyond 1/2 a call with fewer answers may tell more.)
Checks   these ranges; capacity: more answers to the problem than two, as the bound is below 0 for two
Gives    ratio: cost >= price * log((1-d)/d)/log((a-1)*(1-p)/p): no answer tells two outcomes apart better
         capacity: cost >= price * ((1-d)*log2(N) - 1)/(log2(a) + p*log2(p) + (1-p)*log2(1-p) - p*log2(a-1)): Fano
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel.decode import Expr, fields, one_of
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import (
    ONE,
    answers,
    logarithm,
    minus,
    outcomes,
    over,
    plus,
    start_of_two,
    times,
)
from checkers.kernel.problems.setting import LowerBound, number
from checkers.kernel.refusal import require

RULE = "noise"
TWO = Fraction(2)


def derive(claim: LowerBound, proof: Any) -> Derived:
    (how,) = fields(proof, ("how",))
    setting = claim.setting
    require(setting.mode in ("worst", "nonadaptive"), RULE, "mode worst or nonadaptive", setting.mode)
    require(setting.lies == 0 and len(setting.kinds) == 1, RULE, "one kind of calls, no lies", setting.kinds)
    require(setting.family != "aggregate", RULE, "a problem with answers to count", setting.family)
    a, p, d = answers(claim, setting.kinds[0]), setting.noise, setting.error
    require(isinstance(a, Fraction) and a >= 2, RULE, "a number of answers", a)
    require_between(claim, p, Fraction(1, 2))
    require_between(claim, d, Fraction(1, 2))
    outcome, start = outcomes(claim)
    if one_of(how, ("ratio", "capacity")) == "ratio":
        told = over(times(a - 1, minus(ONE, p)), p)
        least = over(("fn", "log", over(minus(ONE, d), d)), ("fn", "log", told))
        return Derived(start_of_two(claim), times(setting.kinds[0].price, least))
    require(outcome != 2, RULE, "a problem with more than two answers", setting.family)
    entropy = plus(times(p, bits(p)), times(minus(ONE, p), bits(minus(ONE, p))))
    others = times(p, bits(a - 1)) if a > 2 else Fraction(0)
    capacity = minus(plus(ONE if a == 2 else bits(a), entropy), others)
    needed = minus(times(minus(ONE, d), bits(outcome)), ONE)
    return Derived(start, over(times(setting.kinds[0].price, needed), capacity))


def bits(x: Expr) -> Expr:
    return logarithm(x, TWO)


def require_between(claim: LowerBound, x: Expr, high: Fraction) -> None:
    """Refuse unless 0 < x < high."""
    if isinstance(x, Fraction):
        require(0 < x < high, RULE, f"a number between 0 and {high}", x)
        return
    conditions = [c for s, _, cs in claim.parameters if ("var", s) == x for c in cs]
    above = any(c[0] in (">", ">=") and c[1] == x and is_at_least(c[2], c[0], Fraction(0)) for c in flipped(conditions))
    below = any(c[0] in ("<", "<=") and c[1] == x and is_at_most(c[2], c[0], high) for c in flipped(conditions))
    require(above and below, RULE, f"a parameter between 0 and {high}", conditions)


def flipped(conditions: list[tuple[str, Expr, Expr]]) -> list[tuple[str, Expr, Expr]]:
    """Each comparison, both ways round."""
    turn = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    return [*conditions, *((turn[r], b, a) for r, a, b in conditions if r in turn)]


def is_at_least(e: Expr, relation: str, low: Fraction) -> bool:
    value = number(e)
    return isinstance(value, Fraction) and (value > low or (value == low and relation == ">"))


def is_at_most(e: Expr, relation: str, high: Fraction) -> bool:
    value = number(e)
    return isinstance(value, Fraction) and (value < high or (value == high and relation == "<"))
