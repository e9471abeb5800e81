"""What a claim about a problem says: the family of problems, the calls, the mode. One strict reader.

A setting is a family of problems, one for each size n, and what calls may ask. A strategy chooses each call by the
answers so far, until they leave one answer to the problem. The claim is about what it costs in the worst case:
`calls` (prices added up), or `rounds`, or the mean over all instances, `expected_calls`.

Orders (calls show items):        sort, max, min_and_max, second, median, select(t), top_set(t), top_sequence(t),
                                  merge(m): of m with n items, both in order; search: merge(1)
Strings (calls read positions):   threshold(t), OR, AND, parity, majority: of n bits; read(s): n symbols of s kinds;
                                  connectivity: of a graph with n vertices, by its edges;
                                  group_testing(d): which d of n items are defective, by pools
Hypotheses (calls split them):    distinguish: which of n is true
Partitions (calls match items):   distinct: whether n items are all different
Circuits (calls combine values):  aggregate: a value that depends on all n inputs

`copies`: so many problems, each of size n, must be solved, and each call is about one of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel.decode import (
    Expr,
    calls,
    comparisons,
    expression,
    fields,
    name,
    one_of,
    rational,
    sequence,
    symbols,
)
from checkers.kernel.refusal import require
from checkers.kernel.step import integer_bound

RULE, FORMAT = "setting", "tightbound/lower-bound/1"
SIZE: Expr = ("var", "n")
ORDERS = ("sort", "max", "min_and_max", "second", "median", "select", "top_set", "top_sequence", "merge", "search")
BITS = ("threshold", "OR", "AND", "parity", "majority")
STRINGS = (*BITS, "read", "connectivity", "group_testing")
FAMILIES = (*ORDERS, *STRINGS, "distinguish", "distinct", "aggregate")
WITH_ARGUMENT = ("select", "top_set", "top_sequence", "merge", "threshold", "read", "group_testing")
COMPARING, LOOKING = ("sort", "best", "best_and_worst"), ("read", "pool")
ASKS = (*COMPARING, *LOOKING, "split", "match", "combine")
COSTS = {"worst": "calls", "nonadaptive": "calls", "expected": "expected_calls", "rounds": "rounds"}
LARGEST, LONGEST = 64, 10**9
Parameter = tuple[str, str, tuple[tuple[str, Expr, Expr], ...]]


class Kind(NamedTuple):
    """One kind of call: what it asks, about how many (a number or a parameter), and its price."""

    asks: str
    size: Expr
    exactly: bool
    price: Fraction


class Setting(NamedTuple):
    family: str
    argument: Expr | None
    kinds: tuple[Kind, ...]
    mode: str
    lies: int
    noise: Expr
    error: Expr
    copies: Expr = Fraction(1)


class LowerBound(NamedTuple):
    """`cost relation bound` for every strategy, every n in the range and all parameters that fit their conditions."""

    setting: Setting
    parameters: tuple[Parameter, ...]
    relation: str
    bound: Expr
    first: Fraction | None
    raw: dict[str, Any]


def lower_bound(value: Any) -> LowerBound:
    """A claim in this format."""
    names = ("format", "setting", "parameters", "subject", "relation", "bound", "range")
    form, about, parameters, subject, relation, bound, where = fields(value, names)
    require(form == FORMAT, RULE, f"format {FORMAT}", form)
    known = tuple(map(_parameter, sequence(parameters)))
    spoken = {p[0] for p in known}
    require(len(spoken) == len(known) and "n" not in spoken, RULE, "each parameter once, none named n", sorted(spoken))
    conditions = set().union(*(symbols(side) for p in known for c in p[2] for side in c[1:]))
    require(conditions <= spoken, RULE, "conditions on parameters alone", sorted(conditions - spoken))
    read = setting(about)
    cost = ("call", COSTS[read.mode], SIZE)
    require(expression(subject) == cost, RULE, f"a claim about {cost[1]}(n)", subject)
    limits = [integer_bound(c, "n") for c in comparisons(where)]
    lows = [b[1] for b in limits if b and b[0] == "low"]
    require(len(limits) <= 1 and len(lows) == len(limits), RULE, "no range, or one n >= c", where)
    require(symbols(expression(bound)) <= {*spoken, "n"}, RULE, "a bound in n and parameters", bound)
    require(not calls(expression(bound)), RULE, "a bound without costs", bound)
    return LowerBound(
        read,
        known,
        one_of(relation, (">=", ">", "Omega", "omega")),
        expression(bound),
        Fraction(lows[0]) if lows else None,
        value,
    )


def _parameter(value: Any) -> Parameter:
    symbol, kind, conditions = fields(value, ("name", "kind", "conditions"))
    return name(symbol), one_of(kind, ("integer", "real")), comparisons(conditions)


def setting(value: Any) -> Setting:
    """A setting whose calls fit its problems."""
    names = ("family", "argument", "calls", "mode", "lies", "noise", "error")
    more = ("copies",) if type(value) is dict and "copies" in value else ()
    family, argument, kinds, mode, lies, noise, error, *copies = fields(value, names + more)
    family = one_of(family, FAMILIES)
    require((argument is not None) == (family in WITH_ARGUMENT), RULE, f"the arguments of {family}", argument)
    read = tuple(map(_kind, sequence(kinds)))
    require(1 <= len(read) <= 8, RULE, "1 to 8 kinds of calls", len(read))
    for kind in read:
        require(kind.asks in fitting(family), RULE, f"calls that fit {family}: {', '.join(fitting(family))}", kind.asks)
    require(type(lies) is int and 0 <= lies <= 64, RULE, "0 to 64 lies", lies)
    return Setting(
        family,
        None if argument is None else expression(argument),
        read,
        one_of(mode, tuple(COSTS)),
        lies,
        number(expression(noise)),
        number(expression(error)),
        *map(_copies, copies),
    )


def number(e: Expr) -> Expr:
    """e, a quotient of numbers as the number it is."""
    if isinstance(e, tuple) and e[0] == "div" and all(isinstance(part, Fraction) for part in e[1:]) and e[2] != 0:
        return Fraction(e[1], e[2])
    return e


def fitting(family: str) -> tuple[str, ...]:
    """What calls about a family may ask."""
    if family in ORDERS:
        return COMPARING
    others = {"distinguish": ("split",), "distinct": ("match",), "aggregate": ("combine",)}
    return others.get(family, ("read", "pool") if family in ("OR", "AND", "group_testing") else ("read",))


def _kind(value: Any) -> Kind:
    asks, size, exactly, price = fields(value, ("asks", "size", "exactly", "price"))
    asks = one_of(asks, ASKS)
    about = expression(size)
    require(type(exactly) is bool, RULE, "exactly: true or false", exactly)
    least = 1 if asks in LOOKING else 2
    most = LARGEST if asks in (*COMPARING, "match") else LONGEST
    ok = about[0] == "var" if isinstance(about, tuple) else about.denominator == 1 and least <= about <= most
    require(ok, RULE, f"a parameter, or a number from {least} to {most}", size)
    cost = rational(price)
    require(cost > 0, RULE, "a price above 0", price)
    return Kind(asks, about, exactly, cost)


def _copies(value: Any) -> Expr:
    """A parameter, or a number from 2 on; 1 is not written."""
    count = expression(value)
    ok = count[0] == "var" if isinstance(count, tuple) else count.denominator == 1 and count >= 2
    require(ok, RULE, "a parameter, or a number from 2 on, of copies", value)
    return count


def least(claim: LowerBound, size: Expr) -> Fraction:
    """A number that a size is not below: itself, or what the conditions of the parameter say."""
    if isinstance(size, Fraction):
        require(size.denominator == 1, RULE, "a whole number", size)
        return size
    for symbol, kind, conditions in claim.parameters:
        if ("var", symbol) == size:
            require(kind == "integer", RULE, f"an integer {symbol}", kind)
            lows = [b[1] for c in conditions for b in [integer_bound(c, symbol)] if b and b[0] == "low"]
            require(bool(lows), RULE, f"a condition {symbol} >= c", conditions)
            return Fraction(max(lows))
    require(False, RULE, "a declared parameter", size)
    return Fraction(0)


def plain(claim: LowerBound, rule: str, *modes: str) -> Setting:
    """The setting, when its mode is one of these and every answer is right."""
    s = claim.setting
    require(s.mode in modes, rule, f"mode {' or '.join(modes)}", s.mode)
    require(s.lies == 0, rule, "no lies", s.lies)
    require(s.noise == 0 and s.error == 0, rule, "no noise and no error", (s.noise, s.error))
    return s
