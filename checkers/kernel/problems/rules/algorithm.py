"""Rule algorithm: a known algorithm solves the problem at every size from some size on, for less than is claimed.

Needs    mode worst or expected (what costs at most A on every instance does so on average); rounds for aggregate;
         right answers; numbers for the parameters that fit
Checks   which algorithm the calls can carry out: see `ALGORITHMS`; calls about exactly k items need n >= k, and items
         that fill them up without changing what is told
Gives    refuted, as p*A(n) < f(n) at one size of the range (<= for >), A(n) calls at price p; or as `p*A(n) in o(f(n))`
         is proved against Omega(f), `p*A(n) in O(f(n))` against omega(f)
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel.decode import Expr, fields, integer, one_of
from checkers.kernel.problems.comparison import Check, encoded
from checkers.kernel.problems.goals import ONE, argument, fn, logarithm, minus, over, plus, start_of, times
from checkers.kernel.problems.point import instantiated, require_below, size_in, values
from checkers.kernel.problems.setting import BITS, COMPARING, ORDERS, SIZE, Kind, LowerBound, Setting, plain
from checkers.kernel.refusal import require

RULE = "algorithm"
MERGED = ("merge", "search")
AT_A_RANK = ("max", "second", "median", "select", "top_set")
AT_THE_TOP = ("max", "second", "select", "top_set", "top_sequence")
OPPOSITE = {"Omega": "o", "omega": "O"}
TWO = Fraction(2)


class Calls(NamedTuple):
    """A(n) calls are enough for every n >= start; A rises with each ceil in it."""

    start: int
    number: Expr


def refute(claim: LowerBound, proof: Any, check: Check) -> None:
    name, index, parameters, by, inner = fields(proof, ("name", "call", "parameters", "by", "proof"))
    settled = instantiated(claim, parameters)
    setting = plain(settled, RULE, "worst", "expected", "rounds")
    kind = setting.kinds[integer(index, 0, len(setting.kinds) - 1)]
    found = ALGORITHMS[one_of(name, tuple(ALGORITHMS))](settled, kind)
    cost = found.number if setting.mode == "rounds" else times(kind.price, found.number)
    if one_of(by, ("size", "growth")) == "growth":
        about = opposite(settled, cost)
        inside = {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": inner}
        require(check(about, inside) == "proved", RULE, "a proof", "a refutation")
        return
    n = size_in(settled, inner, found.start)
    require_below(settled, n, values().value(cost, {"n": Fraction(n)}), RULE)


def opposite(claim: LowerBound, cost: Expr) -> dict[str, Any]:
    """The claim about the algorithm's cost that contradicts a growth claim; ceil(x) <= x + 1 is used."""
    require(claim.relation in OPPOSITE, RULE, "a claim with Omega or omega", claim.relation)
    return {
        "format": "tightbound/claim/1", "parameters": [], "rounding": "stated", "equations": [],
        "subject": encoded(loose(cost)), "relation": OPPOSITE[claim.relation], "bound": encoded(claim.bound),
        "range": [], "assuming": [],
    }  # fmt: skip


def loose(e: Expr) -> Expr:
    """e with x + 1 for each ceil(x)."""
    if not isinstance(e, tuple):
        return e
    if e[:2] == ("fn", "ceil"):
        return plus(loose(e[2]), ONE)
    return tuple(loose(part) if isinstance(part, tuple) else part for part in e)


# --- algorithms ------------------------------------------------------------------------------------------------------


def ceil(e: Expr) -> Expr:
    return fn("ceil", e)


def filled(claim: LowerBound, kind: Kind) -> int:
    """From which n on calls about exactly k items can be filled up."""
    start = start_of(claim)
    return max(start, int(kind.size)) if kind.exactly else start


def require_family(setting: Setting, *families: str) -> None:
    require(setting.family in families, RULE, f"one of {', '.join(families)}", setting.family)
    require(setting.mode != "rounds" or families == ("aggregate",), RULE, "calls or expected_calls", setting.mode)


def require_asks(kind: Kind, *asks: str) -> None:
    require(kind.asks in asks, RULE, f"calls that ask {' or '.join(asks)}", kind.asks)


def comparing(claim: LowerBound, kind: Kind) -> int:
    """From which n on a call compares any two items: it shows these two alone, or orders all that it shows."""
    require_asks(kind, *COMPARING)
    ok = not kind.exactly or kind.size == 2 or kind.asks == "sort"
    require(ok, RULE, "calls that tell which of two items is larger", kind)
    return filled(claim, kind)


def insertion(claim: LowerBound, kind: Kind) -> Calls:
    """Insert each item by halving: the i-th into i-1 others, or each of the m items that are merged into n others."""
    require_family(claim.setting, *ORDERS)
    start = comparing(claim, kind)
    if claim.setting.family in MERGED:
        return Calls(start, times(merged(claim.setting), ceil(logarithm(plus(SIZE, ONE), TWO))))
    return Calls(start, times(minus(SIZE, ONE), ceil(logarithm(SIZE, TWO))))


def merging(claim: LowerBound, kind: Kind) -> Calls:
    """Compare the smallest that are left of both; each comparison puts one away, and the last needs none."""
    require_family(claim.setting, *MERGED)
    return Calls(comparing(claim, kind), minus(plus(SIZE, merged(claim.setting)), ONE))


def merged(setting: Setting) -> Expr:
    """How many items are merged into n others, at every n: n itself, or a number."""
    m = argument(setting)
    ok = m == SIZE or (isinstance(m, Fraction) and m.denominator == 1 and m >= 1)
    require(ok, RULE, "merge of n, or of an integer >= 1", m)
    return m


def knockout(claim: LowerBound, kind: Kind) -> Calls:
    """Show k items that have not lost, until one is left. Fillers have lost: each is below an item that is shown."""
    require_family(claim.setting, "max")
    require_asks(kind, *COMPARING)
    return Calls(filled(claim, kind), ceil(over(minus(SIZE, ONE), kind.size - 1)))


def pairs(claim: LowerBound, kind: Kind) -> Calls:
    """Compare in pairs, then the winners and the losers among each other."""
    require_family(claim.setting, "min_and_max")
    return Calls(comparing(claim, kind), minus(ceil(over(times(Fraction(3), SIZE), TWO)), TWO))


def both_ends(claim: LowerBound, kind: Kind) -> Calls:
    """Knock out for the largest, then for the smallest."""
    require_family(claim.setting, "min_and_max")
    require_asks(kind, "sort", "best_and_worst")
    return Calls(filled(claim, kind), times(TWO, ceil(over(minus(SIZE, ONE), kind.size - 1))))


def tournament(claim: LowerBound, kind: Kind) -> Calls:
    """The t largest in order: a balanced tournament, then t-1 times the path of the last winner without it."""
    require_family(claim.setting, *AT_THE_TOP)
    t = argument(claim.setting)
    start = comparing(claim, kind)
    again = times(t - 1, minus(ceil(logarithm(SIZE, TWO)), ONE)) if t > 1 else Fraction(0)
    return Calls(max(start, 2), plus(minus(SIZE, ONE), again))


def fives(claim: LowerBound, kind: Kind) -> Calls:
    """The item at a rank by the median of the medians of fives: 54n comparisons, which also part what is beyond it."""
    require_family(claim.setting, *AT_A_RANK)
    return Calls(comparing(claim, kind), times(Fraction(54), SIZE))


def reading(claim: LowerBound, kind: Kind) -> Calls:
    """Read every position, or edge, once; a call that must read more reads some again."""
    setting = claim.setting
    require_family(setting, *BITS, "read", "connectivity", "group_testing")
    require_asks(kind, "read")
    start = max(filled(claim, kind), _start_of_string(setting))
    parts = SIZE
    if setting.family == "connectivity":
        parts, start = over(times(SIZE, minus(SIZE, ONE)), TWO), max(start, 3)
    return Calls(start, ceil(over(parts, kind.size)))


def _start_of_string(setting: Setting) -> int:
    """From which n on there is a string problem with its argument, a number."""
    if setting.argument is None:
        return 1
    part = setting.argument
    least = 2 if setting.family == "read" else 1
    ok = isinstance(part, Fraction) and part.denominator == 1 and part >= least
    require(ok, RULE, f"an integer >= {least} as argument", part)
    return 1 if setting.family == "read" else int(part)


def pools(claim: LowerBound, kind: Kind) -> Calls:
    """OR: pool all. AND: pool each alone. Group testing: d times, halve a pool that holds a defective one."""
    setting = claim.setting
    require_family(setting, "OR", "AND", "group_testing")
    require_asks(kind, "pool")
    if setting.family != "group_testing":
        return Calls(1, ONE if setting.family == "OR" else SIZE)
    return Calls(_start_of_string(setting), times(setting.argument, ceil(logarithm(SIZE, TWO))))


def splitting(claim: LowerBound, kind: Kind) -> Calls:
    """Split what is left into a parts as equal as can be: after q answers at most ceil(n/a^q) are left."""
    require_family(claim.setting, "distinguish")
    require_asks(kind, "split")
    return Calls(1, ceil(logarithm(SIZE, kind.size)))


def matching(claim: LowerBound, kind: Kind) -> Calls:
    """Match every two of the groups of floor(k/2) items, of which there are two at least."""
    require_family(claim.setting, "distinct")
    require_asks(kind, "match")
    half = Fraction(kind.size // 2)
    groups = ceil(over(SIZE, half))
    return Calls(max(filled(claim, kind), int(half) + 1), over(times(groups, minus(groups, ONE)), TWO))


def combining(claim: LowerBound, kind: Kind) -> Calls:
    """Combine k values into one, until one is left; in rounds, all values that are there."""
    require_family(claim.setting, "aggregate")
    require_asks(kind, "combine")
    require(claim.setting.mode != "expected" and not kind.exactly, RULE, "calls or rounds, of at most k values", kind)
    if claim.setting.mode == "rounds":
        return Calls(1, ceil(logarithm(SIZE, kind.size)))
    return Calls(1, ceil(over(minus(SIZE, ONE), kind.size - 1)))


ALGORITHMS: dict[str, Callable[[LowerBound, Kind], Calls]] = {
    "insertion": insertion,
    "merging": merging,
    "knockout": knockout,
    "pairs": pairs,
    "both ends": both_ends,
    "tournament": tournament,
    "fives": fives,
    "reading": reading,
    "pools": pools,
    "splitting": splitting,
    "matching": matching,
    "combining": combining,
}
