"""How many answers a problem has, and how many a call: what counting arguments count.

Each function says what is true of every n >= the number it gives beside the formula.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, prod
from typing import Any

from checkers.kernel.decode import Expr, one_of
from checkers.kernel.problems.setting import BITS, LARGEST, SIZE, Kind, LowerBound, Setting, least
from checkers.kernel.refusal import require

RULE = "goals"
MOST = 10_000
ONE = Fraction(1)


def fn(name: str, *parts: Expr) -> Expr:
    return ("fn", name, *parts)


def plus(*parts: Expr) -> Expr:
    """A sum, without terms that are 0."""
    kept = [p for p in parts if p != 0]
    return Fraction(0) if not kept else kept[0] if len(kept) == 1 else ("add", *kept)


def times(*parts: Expr) -> Expr:
    """A product, without factors that are 1."""
    if all(isinstance(p, Fraction) for p in parts):
        return prod(parts, start=ONE)
    kept = [p for p in parts if p != 1]
    return ONE if not kept else kept[0] if len(kept) == 1 else ("mul", *kept)


def minus(e: Expr, c: Expr) -> Expr:
    both = isinstance(e, Fraction) and isinstance(c, Fraction)
    return e - c if both else e if c == 0 else plus(e, ("neg", c))


def over(a: Expr, b: Expr) -> Expr:
    both = isinstance(a, Fraction) and isinstance(b, Fraction) and b != 0
    return Fraction(a, b) if both else a if b == 1 else ("div", a, b)


def logarithm(x: Expr, base: Expr) -> Expr:
    return fn("log2", x) if base == 2 else fn("log", x, base)


def choose(n: Expr, k: Expr) -> Expr:
    """binomial(n, k), without the function where k is 0 or 1."""
    return ONE if k == 0 else n if k == 1 else fn("binomial", n, k)


def argument(setting: Setting) -> Expr:
    """The argument of the family; the named families have one, too."""
    if setting.family in ("second", "search"):
        return Fraction(2 if setting.family == "second" else 1)
    if setting.family == "max":
        return ONE
    if setting.family == "median":
        return fn("ceil", over(SIZE, Fraction(2)))
    return setting.argument


def start_of(claim: LowerBound) -> int:
    """A size from which the family has a problem with its argument."""
    setting, part = claim.setting, argument(claim.setting)
    if setting.family in ("select", "second", "top_set", "top_sequence", "threshold", "group_testing"):
        number = part if isinstance(part, Fraction) else Fraction(0)
        ok = number.denominator == 1 and 1 <= number <= MOST
        require(ok, RULE, f"a number from 1 to {MOST} as argument", part)
        return int(number)
    return 2 if setting.family == "min_and_max" else 1


def start_of_two(claim: LowerBound) -> int:
    """A size from which the problem has at least two answers."""
    start = start_of(claim)
    return max(2, start + 1) if claim.setting.family in ("top_set", "group_testing") else max(2, start)


def outcomes(claim: LowerBound) -> tuple[Expr, int]:
    """How many answers the problem has, and from which n on: for each of them some instance has it."""
    s, part = claim.setting, argument(claim.setting)
    start = start_of(claim)
    match s.family:
        case "sort":
            return fn("factorial", SIZE), start
        case "max" | "second" | "select" | "median" | "distinguish":
            return SIZE, start
        case "min_and_max":
            return times(SIZE, minus(SIZE, ONE)), start
        case "top_set" | "group_testing":
            return choose(SIZE, part), start
        case "top_sequence":
            return times(choose(SIZE, part), Fraction(factorial(int(part)))), start
        case "merge" | "search":
            number = least(claim, part) if part != SIZE else ONE
            require(number >= 1, RULE, "an integer >= 1 as argument", part)
            return choose(plus(SIZE, part), part), start
        case "read":
            require(least(claim, part) >= 2, RULE, "at least 2 symbols", part)
            return ("pow", part, SIZE), start
    one_of(s.family, (*BITS, "connectivity", "distinct"))
    return Fraction(2), start_of_two(claim)


def answers(claim: LowerBound, kind: Kind) -> Expr:
    """The most answers a call can have: a number, or a formula in the parameter that is its size."""
    k = kind.size
    require(least(claim, k) >= (1 if kind.asks in ("read", "pool") else 2), RULE, "a size of at least 2", k)
    match kind.asks:
        case "sort":
            return Fraction(factorial(int(k))) if isinstance(k, Fraction) else fn("factorial", k)
        case "best" | "split":
            return k
        case "best_and_worst":
            return k * (k - 1) if isinstance(k, Fraction) else times(k, minus(k, ONE))
        case "pool":
            return Fraction(2)
        case "read":
            symbols = claim.setting.argument if claim.setting.family == "read" else Fraction(2)
            both = isinstance(symbols, Fraction) and isinstance(k, Fraction) and k <= LARGEST
            return symbols**k if both else ("pow", symbols, k)
    require(kind.asks == "match" and isinstance(k, Fraction), RULE, "calls whose answers can be counted", kind)
    return Fraction(_partitions(int(k)))


def _partitions(k: int) -> int:
    """The number of partitions of a set of k items."""
    row = [1]
    for _ in range(k - 1):
        grown = [row[-1]]
        for x in row:
            grown.append(grown[-1] + x)
        row = grown
    return row[-1]


def cheapest(prices: list[tuple[Fraction, Expr]], rule: str) -> tuple[Fraction, Expr]:
    """(price, gain) with the least price/gain; gains are numbers when there are several."""
    if len(prices) == 1:
        return prices[0]
    require(all(isinstance(g, Fraction) for _, g in prices), rule, "sizes that are numbers, in a mix", prices)
    return min(prices, key=lambda pair: pair[0] / pair[1])


def sorting_recurrence(cost: str, price: Fraction, base: Expr) -> tuple[dict[str, Any], ...]:
    """price * log(n!, base) as a recurrence: 0 at 0, and log n more at each n."""
    n: Any = ["var", "n"]
    log: Any = ["fn", "log2", n] if base == 2 else ["fn", "log", n, str(base)]
    step = ["add", ["call", cost, ["add", n, ["neg", "1"]]], log if price == 1 else ["mul", str(price), log]]
    start = {"function": cost, "patterns": ["0"], "relation": "==", "body": "0", "range": []}
    return start, {"function": cost, "patterns": [n], "relation": "==", "body": step, "range": [[">=", n, "1"]]}
