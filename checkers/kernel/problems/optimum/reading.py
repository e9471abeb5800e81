"""What a certificate of an optimum may contain: one strict reader."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, lcm
from typing import Any, NamedTuple

from checkers.kernel.decode import fields, integer, one_of, rational
from checkers.kernel.refusal import require

RULE = "optimum/read"
ROWS, ITEMS, SHOWN, UNITS = 200_000, 24, 6, 20_000
"""Rows of a list, items of an order, items shown to a call, units of cost: at most."""

COMPARING, LOOKING = ("sort", "best", "best-and-worst"), ("read", "pool")
KINDS = (*COMPARING, *LOOKING, "split")


class Call(NamedTuple):
    """One primitive: what it asks, of how many items (positions, parts), exactly or at most; price; lies."""

    asks: str
    k: int
    exactly: bool
    price: Fraction
    lies: int


def listed(value: Any) -> list[Any]:
    """A list within the cap."""
    require(type(value) is list and len(value) <= ROWS, RULE, f"a list of at most {ROWS}", type(value).__name__)
    return value  # type: ignore[no-any-return]


def integers(value: Any, below: int) -> tuple[int, ...]:
    """A list of integers in [0, below)."""
    return tuple(integer(x, 0, below - 1) for x in listed(value))


def cost_of(value: Any) -> Fraction:
    """A cost: a rational, at least 0."""
    cost = rational(value)
    require(cost >= 0, RULE, "a cost of at least 0", value)
    return cost


def primitives(value: Any) -> tuple[Call, ...]:
    """The primitives of a claim: one to eight, prices above 0, one number of lies."""
    found = []
    for item in listed(value):
        asks, k, exactly, price, lies = fields(item, ("asks", "k", "exactly", "price", "lies"))
        kind = one_of(asks, KINDS)
        low, high = (2, SHOWN) if kind in COMPARING else (1, ITEMS)
        require(type(exactly) is bool, RULE, "exactly: true or false", exactly)
        call = Call(kind, integer(k, low, high), exactly, cost_of(price), integer(lies, 0, 3))
        require(call.price > 0, RULE, "a price above 0", price)
        found.append(call)
    require(1 <= len(found) <= 8, RULE, "1 to 8 primitives", len(found))
    require(len({call.lies for call in found}) == 1, RULE, "one number of lies", sorted(c.lies for c in found))
    return tuple(found)


def most_ends(calls: tuple[tuple[int, Fraction], ...], below: Fraction) -> int:
    """The most ends of a strategy that costs less than `below`; each call has a number of answers and a price."""
    unit = lcm(below.denominator, *(price.denominator for _, price in calls))
    budget = int(below * unit) - 1
    require(budget <= UNITS, RULE, f"costs of at most {UNITS} units in a leaf", budget + 1)
    ends = [1]
    for cost in range(1, budget + 1):
        steps = [(answers, int(price * unit)) for answers, price in calls]
        ends.append(max([1, *(answers * ends[cost - price] for answers, price in steps if price <= cost)]))
    return ends[-1]


def most_answers(call: Call) -> int:
    """How many answers a comparing call can have."""
    return {"sort": factorial(call.k), "best": call.k, "best-and-worst": call.k * (call.k - 1)}[call.asks]
