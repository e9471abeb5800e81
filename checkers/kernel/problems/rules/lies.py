"""Rule lies: with e lies among q answers, each outcome leaves sum over i <= e of C(q, i)(a-1)^i rows of answers.

Needs    mode worst or nonadaptive; one kind of calls with a answers, price 1; e lies, no noise
Checks   numbers: the range starts at a number N0; with N0 for n, N * sum C(q, i)(a-1)^i > a^q for every q < f, f the
         claimed number
         formula: e = 1, or a = 2 and e = 2 or 3: the sum rises with q, and q >= log(N, a)
Gives    numbers: cost >= f for n >= N0; formula: cost >= log(N, a) + log(V, a), V the sum at q = log(N, a)
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

from checkers.kernel.decode import Expr, fields, integer, one_of, substitute
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import answers, logarithm, outcomes, over, plus, times
from checkers.kernel.problems.setting import LowerBound
from checkers.kernel.refusal import require

RULE = "lies"
CALLS, DIGITS = 2_000, 400


def derive(claim: LowerBound, proof: Any) -> Derived:
    how, calls = fields(proof, ("how", "calls"))
    setting = claim.setting
    require(setting.mode in ("worst", "nonadaptive"), RULE, "mode worst or nonadaptive", setting.mode)
    require(setting.noise == 0 and setting.error == 0, RULE, "no noise and no error", (setting.noise, setting.error))
    require(
        len(setting.kinds) == 1 and setting.kinds[0].price == 1, RULE, "one kind of calls at price 1", setting.kinds
    )
    require(setting.family != "aggregate", RULE, "a problem with answers to count", setting.family)
    a, e = answers(claim, setting.kinds[0]), setting.lies
    outcome, start = outcomes(claim)
    require(isinstance(a, Fraction), RULE, "a number of answers", a)
    if one_of(how, ("numbers", "formula")) == "numbers":
        return Derived(*numbers(claim, outcome, start, int(a), integer(calls, 0, CALLS)))
    integer(calls, 0, 0)
    require(e == 1 or (a == 2 and 1 <= e <= 3), RULE, "1 lie, or up to 3 among 2 answers", e)
    log = logarithm(outcome, a)
    return Derived(start, plus(log, logarithm(volume(log, a, e), a)))


def numbers(claim: LowerBound, outcome: Expr, start: int, a: int, calls: int) -> tuple[int, Expr]:
    """From which n on that many calls are needed."""
    first = claim.first
    require(first is not None and first.denominator == 1 and first >= start, RULE, "a range n >= N0", first)
    count = whole(substitute(outcome, "n", first))
    for q in range(calls):
        rows = sum(comb(q, i) * (a - 1) ** i for i in range(min(claim.setting.lies, q) + 1))
        require(count * rows > a**q, RULE, f"that {q} calls are too few", f"{count} outcomes")
    return int(first or 0), Fraction(calls)


def whole(e: Expr) -> int:
    """The value of a count of outcomes at a number."""
    if isinstance(e, Fraction):
        require(e.denominator == 1 and 0 <= e < 10**DIGITS, RULE, f"a whole number of at most {DIGITS} digits", e)
        return int(e)
    parts = [whole(p) for p in e[1 + (e[0] == "fn") :]]
    if e[:2] == ("fn", "binomial") and parts[0] <= CALLS:
        return comb(parts[0], parts[1])
    if e[:2] == ("fn", "factorial") and parts[0] <= DIGITS:
        return whole(times(*(Fraction(i) for i in range(2, parts[0] + 1)))) if parts[0] > 2 else max(parts[0], 1)
    if e[0] == "add":
        return sum(parts)
    if e[0] == "pow" and parts[1] <= CALLS:
        return int(parts[0] ** parts[1])
    require(e[0] == "mul", RULE, "a count that can be worked out", e)
    value = 1
    for p in parts:
        value *= p
    return value


def volume(q: Expr, a: Fraction, e: int) -> Expr:
    """sum over i <= e of C(q, i)(a-1)^i as a polynomial in q; it rises for q >= 0."""
    if e == 1:
        return plus(Fraction(1), times(a - 1, q))
    square = ("pow", q, Fraction(2))
    if e == 2:
        return over(plus(square, q, Fraction(2)), Fraction(2))
    return over(plus(("pow", q, Fraction(3)), times(Fraction(5), q), Fraction(6)), Fraction(6))
