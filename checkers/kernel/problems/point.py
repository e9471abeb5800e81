"""A claim about a problem with numbers for its parameters, and at one size: what a refutation is about.

A claim says something of every size of its range and of all parameters that fit their conditions, so it is false when
it is false at one of them. Of sizes for which the family has no problem it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from checkers.kernel.decode import Claim, Expr, integer, name, one_of, rational, substitute, symbols
from checkers.kernel.evaluate import Values, decide
from checkers.kernel.interval import Interval, minus, plus
from checkers.kernel.problems.optimum.reading import Call, primitives
from checkers.kernel.problems.setting import BITS, LOOKING, ORDERS, Kind, LowerBound, Setting
from checkers.kernel.refusal import require

RULE = "point"
SIZES, LISTED, LENGTH, STRINGS = 10**6, 64, 12, 5_000
"""At most: a size or parameter; the size of a problem that is written out; of its strings the length, their number."""

TABLED = {"sort": "sort", "best": "best", "best_and_worst": "best-and-worst", "read": "read", "pool": "pool",
          "split": "split"}  # fmt: skip

FAMILIES = (*ORDERS, *BITS, "read", "connectivity", "group_testing", "distinguish")
"""What tables are about."""


def values() -> Values:
    """What evaluates formulas without a recurrence."""
    return Values(Claim((), "stated", (), ("var", "n"), ">=", Fraction(0), (), ()), {}, {})


def instantiated(claim: LowerBound, parameters: Any) -> LowerBound:
    """The claim with these numbers for its parameters: an integer or a fraction for each, as its conditions say."""
    require(type(parameters) is dict, RULE, "an object of parameters", type(parameters).__name__)
    given = {name(x): rational(value) for x, value in parameters.items()}
    declared = sorted(p[0] for p in claim.parameters)
    require(sorted(given) == declared, RULE, f"a value for each of {declared}", sorted(given))
    for symbol, kind, conditions in claim.parameters:
        require(kind == "real" or given[symbol].denominator == 1, RULE, f"an integer {symbol}", given[symbol])
        require(all(values().holds(c, given) for c in conditions), RULE, f"the conditions on {symbol}", given[symbol])
    about, bound = claim.setting, claim.bound
    argument = None if about.argument is None else _settled(about.argument, given)
    kinds = tuple(_sized(kind, _settled(kind.size, given)) for kind in about.kinds)
    for symbol, value in given.items():
        bound = substitute(bound, symbol, value)
    return claim._replace(setting=about._replace(argument=argument, kinds=kinds), parameters=(), bound=bound)


def _settled(e: Expr, given: dict[str, Fraction]) -> Expr:
    """e with the parameters replaced: a number, unless it depends on n."""
    for symbol, value in given.items():
        e = substitute(e, symbol, value)
    return e if symbols(e) else values().exactly(e, {})


def _sized(kind: Kind, size: Expr) -> Kind:
    least = 1 if kind.asks in LOOKING else 2
    ok = isinstance(size, Fraction) and size.denominator == 1 and least <= size <= SIZES
    require(ok, RULE, f"an integer from {least} to {SIZES} as size", size)
    if kind.asks in ("pool", "split"):
        require(not kind.exactly and (kind.asks != "pool" or size == 1), RULE, f"a plain {kind.asks}", kind)
    return kind._replace(size=size)


def size_in(claim: LowerBound, value: Any, least: int = 1) -> int:
    """The size that is given, when the claim speaks of it and it is not below `least`."""
    n = integer(value, least, SIZES)
    require(claim.first is None or n >= claim.first, RULE, f"a size of the claim's range, n >= {claim.first}", n)
    return n


def require_below(claim: LowerBound, n: int, cost: Interval, rule: str) -> None:
    """Refuse unless a strategy of this cost makes the claim false at n; the claim has no parameters."""
    require(claim.relation in (">=", ">"), rule, "a claim with >= or >", claim.relation)
    difference = plus(cost, minus(values().value(claim.bound, {"n": Fraction(n)})))
    require(decide(claim.relation, difference) is False, rule, f"{claim.relation} to fail at n = {n}", difference)


def calls_at(setting: Setting) -> tuple[Call, ...]:
    """The calls, as the tables of an optimum know them."""
    return primitives([_call(setting, kind) for kind in setting.kinds])


def _call(setting: Setting, kind: Kind) -> dict[str, Any]:
    asks = TABLED[one_of(kind.asks, tuple(TABLED))]
    price, lies = str(kind.price), setting.lies
    return {"asks": asks, "k": int(kind.size), "exactly": kind.exactly, "price": price, "lies": lies}


def problem_at(setting: Setting, n: int) -> dict[str, Any]:
    """The problem of size n, as the tables of an optimum read it; refused where the family has none.

    Ranks count from 1, the smallest, to n; items, positions and hypotheses count from 0.
    """
    family, part = one_of(setting.family, FAMILIES), 0
    if setting.argument is not None:
        found = values().exactly(setting.argument, {"n": Fraction(n)})
        require(found.denominator == 1 and found >= 1, RULE, "an integer >= 1 as argument", found)
        part = int(found)
    require(n <= LISTED and part <= LISTED, RULE, f"a size and an argument of at most {LISTED}", (n, part))
    require(n >= 2 or family not in ("second", "min_and_max"), RULE, "at least 2 items", n)
    require(part <= n or family in ("merge", "read"), RULE, f"an argument of at most n = {n}", part)
    if family in ORDERS:
        return _order(family, n, part)
    if family in BITS:
        need = {"OR": 1, "AND": n, "majority": n // 2 + 1}.get(family, part)
        ones = range(n + 1)
        value = [i % 2 for i in ones] if family == "parity" else [int(i >= need) for i in ones]
        return {"kind": "symmetric", "n": n, "value": value}
    if family == "distinguish":
        return {"kind": "hypotheses", "n": n}
    return _strings(family, n, part)


def _order(family: str, n: int, part: int) -> dict[str, Any]:
    """The sets of ranks asked for, and the pairs known from the start."""
    known: list[list[int]] = []
    first = 1 if family == "search" else part
    if family in ("merge", "search"):
        n += first
        known = [[i, i + 1] for i in range(n - 1) if i != first - 1]
    asked: list[list[int]] = {
        "max": [[n]],
        "min_and_max": [[1], [n]],
        "second": [[n - 1]],
        "median": [[n + 1 - (n + 1) // 2]],
        "select": [[n + 1 - part]],
        "top_set": [list(range(n - part + 1, n + 1))],
        "top_sequence": [[r] for r in range(n - part + 1, n + 1)],
    }.get(family, [[r] for r in range(1, n + 1)])
    return {"kind": "order", "n": n, "asked": asked, "known": known}


def _strings(family: str, n: int, part: int) -> dict[str, Any]:
    """Strings by a table of all of them, in order of counting."""
    kinds = part if family == "read" else 2
    length = n * (n - 1) // 2 if family == "connectivity" else n
    ok = length <= LENGTH and kinds**length <= STRINGS
    require(ok, RULE, f"at most {STRINGS} strings of at most {LENGTH} symbols", f"{kinds}^{length}")
    strings = list(product(range(kinds), repeat=length))
    value, possible = list(range(len(strings))), [1] * len(strings)
    if family == "connectivity":
        value = [int(is_connected(n, present)) for present in strings]
    if family == "group_testing":
        possible = [int(sum(s) == part) for s in strings]
    return {"kind": "string", "n": length, "symbols": kinds, "value": value, "possible": possible}


def is_connected(n: int, present: tuple[int, ...]) -> bool:
    """Whether the edges that are present, of all pairs of n vertices in order, connect them."""
    edges = [e for e, bit in zip(combinations(range(n), 2), present, strict=True) if bit]
    reached = {0}
    for _ in range(n):
        reached |= set(_beside(edges, reached))
    return len(reached) == n


def _beside(edges: list[tuple[int, int]], reached: set[int]) -> Iterator[int]:
    for a, b in edges:
        if a in reached or b in reached:
            yield from (a, b)
