"""The one strict decoder: JSON text to claims and certificates in one form; no rule sees raw input.

Expressions become nested tuples in the shape of `bounds.encoding`, with every number a Fraction. Floats, booleans,
nulls, unknown or missing fields, duplicate keys and anything over the caps are refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel.refusal import Rejected, require

Expr = Any  # Fraction | tuple: ("var", n), ("add", e, ...), ("fn", name, e, ...), ("call", T, e, ...)
RULE = "decode"
TEXT, DIGITS, DEPTH, NODES, LIST, NAME = 8_000_000, 2_000, 210, 200_000, 10_000, 80
ARITY = {"neg": (1, 1), "div": (2, 2), "pow": (2, 2), "add": (2, LIST), "mul": (2, LIST)}
FUNCTIONS = {
    "floor": (1, 1), "ceil": (1, 1), "sqrt": (1, 1), "log": (1, 2), "log2": (1, 1), "exp": (1, 1), "sin": (1, 1),
    "factorial": (1, 1), "binomial": (2, 2), "H": (1, 1), "logstar": (1, 1), "Fib": (1, 1), "cos": (1, 1),
    "max": (2, 64), "min": (2, 64),
}  # fmt: skip
RELATIONS = ("<=", ">=", "==", "<", ">", "!=", "O", "Omega", "Theta", "o", "omega", "~")


class Equation(NamedTuple):
    function: str
    patterns: tuple[Expr, ...]
    relation: str
    body: Expr
    range: tuple[tuple[str, Expr, Expr], ...]


class Claim(NamedTuple):
    parameters: tuple[tuple[str, str, tuple[tuple[str, Expr, Expr], ...]], ...]
    rounding: str
    equations: tuple[Equation, ...]
    subject: Expr
    relation: str
    bound: Expr
    range: tuple[tuple[str, Expr, Expr], ...]
    assuming: tuple[tuple[str, Expr, Expr], ...]
    uniform: tuple[str, ...] = ()


def load(text: str) -> Any:
    """JSON text to plain lists, dicts, strings and integers; the only place that parses."""
    require(len(text) <= TEXT, RULE, f"at most {TEXT} characters", len(text))
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
    except RecursionError:
        raise Rejected(RULE, "JSON nested less deeply", "too deep to read") from None
    except ValueError as e:
        raise Rejected(RULE, "JSON", str(e)) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    require(len({k for k, _ in pairs}) == len(pairs), RULE, "each key once", [k for k, _ in pairs])
    return dict(pairs)


def _no_float(text: str) -> Any:
    raise Rejected(RULE, 'exact numbers, written as "p/q"', text)


def fields(value: Any, names: tuple[str, ...]) -> list[Any]:
    """The values of an object with exactly these fields, in this order."""
    require(type(value) is dict and set(value) == set(names), RULE, f"an object with fields {', '.join(names)}", value)
    return [value[name] for name in names]


def sequence(value: Any) -> list[Any]:
    require(type(value) is list and len(value) <= LIST, RULE, f"a list of at most {LIST} items", type(value).__name__)
    return value  # type: ignore[no-any-return]


def name(value: Any) -> str:
    ok = type(value) is str and 0 < len(value) <= NAME and value.isascii() and value.replace("_", "a").isalnum()
    require(ok, RULE, "a name of ASCII letters, digits and _", value)
    return value  # type: ignore[no-any-return]


def one_of(value: Any, choices: tuple[str, ...]) -> str:
    require(type(value) is str and value in choices, RULE, f"one of {', '.join(choices)}", value)
    return value  # type: ignore[no-any-return]


def integer(value: Any, low: int, high: int) -> int:
    """A JSON integer within [low, high]; a boolean is not an integer."""
    require(type(value) is int and low <= value <= high, RULE, f"an integer in [{low}, {high}]", value)
    return value  # type: ignore[no-any-return]


def rational(value: Any) -> Fraction:
    """A string "p" or "p/q" in lowest terms, at most DIGITS digits."""
    require(type(value) is str and 0 < len(value) <= DIGITS and value.isascii(), RULE, 'a rational "p/q"', value)
    top, slash, bottom = value.removeprefix("-").partition("/")
    ok = top.isdigit() and (not slash or (bottom.isdigit() and bottom.strip("0") != ""))
    require(ok, RULE, 'a rational "p/q"', value)
    q = Fraction(int(top), int(bottom) if slash else 1)
    q = -q if value.startswith("-") else q
    require(str(q) == value, RULE, "lowest terms", value)
    return q


def expression(value: Any) -> Expr:
    """An expression, as nested tuples; depth and size are capped."""
    budget = [NODES]
    return _expression(value, DEPTH, budget)


def _expression(value: Any, depth: int, budget: list[int]) -> Expr:
    budget[0] -= 1
    require(depth > 0 and budget[0] > 0, RULE, f"depth below {DEPTH} and size below {NODES}", "a larger expression")
    if type(value) is str:
        return rational(value)
    items = sequence(value)
    require(len(items) >= 2 and type(items[0]) is str, RULE, "a kind and its parts", items)
    kind, rest = items[0], items[1:]
    parts: Callable[[list[Any]], tuple[Expr, ...]]
    parts = lambda values: tuple(_expression(v, depth - 1, budget) for v in values)  # noqa: E731
    if kind in ARITY:
        low, high = ARITY[kind]
        require(low <= len(rest) <= high, RULE, f"{low} to {high} parts of {kind}", len(rest))
        return (kind, *parts(rest))
    if kind in ("var", "const"):
        require(len(rest) == 1, RULE, f"one name in {kind}", rest)
        return (kind, name(rest[0]) if kind == "var" else one_of(rest[0], ("e", "pi", "phi")))
    if kind == "fn":
        low, high = FUNCTIONS[one_of(rest[0], tuple(FUNCTIONS))]
        require(low <= len(rest) - 1 <= high, RULE, f"{low} to {high} arguments of {rest[0]}", len(rest) - 1)
        return (kind, rest[0], *parts(rest[1:]))
    if kind == "call":
        return (kind, name(rest[0]), *parts(rest[1:]))
    if kind == "fold":
        require(len(rest) == 5, RULE, "kind, variable, lower, upper, body of a fold", rest)
        return (kind, one_of(rest[0], ("sum", "max", "min")), name(rest[1]), *parts(rest[2:]))
    require(kind == "root" and len(rest) == 2, RULE, "a known kind of expression", kind)
    return (kind, name(rest[0]), *parts(rest[1:]))


def comparisons(value: Any) -> tuple[tuple[str, Expr, Expr], ...]:
    out = []
    for item in sequence(value):
        require(len(sequence(item)) == 3, RULE, "relation, left, right", item)
        out.append((one_of(item[0], RELATIONS), expression(item[1]), expression(item[2])))
    return tuple(out)


def _equation(value: Any) -> Equation:
    f, patterns, relation, body, where = fields(value, ("function", "patterns", "relation", "body", "range"))
    return Equation(
        name(f), tuple(map(expression, sequence(patterns))), one_of(relation, ("==", "<=", ">=")),
        expression(body), comparisons(where),
    )  # fmt: skip


def _parameter(value: Any) -> tuple[str, str, tuple[tuple[str, Expr, Expr], ...]]:
    symbol, kind, conditions = fields(value, ("name", "kind", "conditions"))
    return (name(symbol), one_of(kind, ("integer", "real")), comparisons(conditions))


def claim(value: Any) -> Claim:
    """A claim object in the format tightbound/claim/1."""
    names = ("format", "parameters", "rounding", "equations", "subject", "relation", "bound", "range", "assuming")
    more = ("uniform",) if type(value) is dict and "uniform" in value else ()
    form, parameters, rounding, equations, subject, relation, bound, where, assuming, *u = fields(value, names + more)
    require(form == "tightbound/claim/1", RULE, "format tightbound/claim/1", form)
    known, stated = tuple(map(_parameter, sequence(parameters))), tuple(map(_equation, sequence(equations)))
    names_of = {p[0] for p in known}
    spoken = set().union(*(symbols(side) for p in known for c in p[2] for side in c[1:]))
    require(spoken <= names_of, RULE, "conditions on parameters alone", sorted(spoken - names_of))
    require(len(names_of) == len(known), RULE, "each parameter once", sorted(p[0] for p in known))
    uniform = tuple(name(x) for part in u for x in sequence(part))
    require(set(uniform) <= names_of and len(uniform) >= len(u), RULE, "constants uniform in parameters", uniform)
    sizes = set().union(*(symbols(p) for e in stated for p in e.patterns))
    require(not sizes & names_of, RULE, "patterns without parameters", sorted(sizes & names_of))
    return Claim(
        known, one_of(rounding, ("stated", "any")), stated, expression(subject), one_of(relation, RELATIONS),
        expression(bound), comparisons(where), comparisons(assuming), uniform,
    )  # fmt: skip


def substitute(e: Expr, symbol: str, value: Expr) -> Expr:
    """e with the variable `symbol` replaced by value; a fold that binds the symbol is left alone inside."""
    if not isinstance(e, tuple):
        return e
    if e[0] == "var":
        return value if e[1] == symbol else e
    if e[0] == "fold" and e[2] == symbol:
        return (*e[:3], substitute(e[3], symbol, value), substitute(e[4], symbol, value), e[5])
    if e[0] == "root":
        return e
    return tuple(substitute(part, symbol, value) if isinstance(part, tuple) else part for part in e)


def symbols(e: Expr) -> set[str]:
    """The free variables of an expression."""
    if not isinstance(e, tuple):
        return set()
    if e[0] == "var":
        return {e[1]}
    inner = set().union(*(symbols(part) for part in e))
    return (
        inner - {e[2]} | symbols(e[3]) | symbols(e[4])
        if e[0] == "fold"
        else inner - {e[1]}
        if e[0] == "root"
        else inner
    )


def calls(e: Expr) -> list[Expr]:
    """Every call of an unknown in e, outermost first, left to right."""
    if not isinstance(e, tuple):
        return []
    return [p for p in all_parts(e) if p[0] == "call"]


def all_parts(e: Expr) -> list[Expr]:
    """Every compound part of an expression, itself first."""
    return [e, *(p for part in e for p in all_parts(part))] if isinstance(e, tuple) else []
