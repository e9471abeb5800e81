"""Claims as plain JSON: the one form that crosses from the language to the kernel.

An expression is a number as a string "p/q", or a list whose first item names its kind:
["var", n], ["const", pi], ["add", e, ...], ["mul", e, ...], ["neg", e], ["div", a, b], ["pow", a, b],
["fn", name, e, ...], ["call", name, e, ...], ["fold", kind, variable, lower, upper, body], ["root", variable, body].
A comparison is [relation, left, right].
"""

from __future__ import annotations

from typing import Any, TypeAlias

from bounds.claim import Claim
from bounds.expression import (
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Variable,
    add,
    mul,
    neg,
    number,
)
from bounds.recurrence import Comparison, Equation, Parameter
from bounds.setting import ONE, Setting

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

FORMAT, PROBLEM_FORMAT = "tightbound/claim/1", "tightbound/lower-bound/1"


def expression_to_json(e: Expression) -> Json:
    """The JSON of an expression."""
    match e:
        case Number(value):
            return str(value)
        case Constant(name):
            return ["const", name]
        case Variable(name):
            return ["var", name]
        case Add(terms):
            return ["add", *map(expression_to_json, terms)]
        case Mul(factors):
            return ["mul", *map(expression_to_json, factors)]
        case Neg(operand):
            return ["neg", expression_to_json(operand)]
        case Div(numerator, denominator):
            return ["div", expression_to_json(numerator), expression_to_json(denominator)]
        case Pow(base, exponent):
            return ["pow", expression_to_json(base), expression_to_json(exponent)]
        case Apply(function, arguments):
            return ["fn", function, *map(expression_to_json, arguments)]
        case Call(function, arguments):
            return ["call", function, *map(expression_to_json, arguments)]
        case Fold(kind, variable, lower, upper, body):
            return ["fold", kind, variable, *map(expression_to_json, (lower, upper, body))]
        case Root(variable, body):
            return ["root", variable, expression_to_json(body)]


def expression_from_json(value: Any) -> Expression:
    """The expression of its JSON, as `expression_to_json` writes it; for showing certificates, not for trusting them.

    >>> expression_from_json(["pow", ["var", "n"], "2"])
    Pow(base=Variable(name='n'), exponent=Number(value=Fraction(2, 1)))
    """
    if isinstance(value, str):
        return number(value)
    kind, *rest = value
    if kind in ("var", "const"):
        return Variable(rest[0]) if kind == "var" else Constant(rest[0])
    if kind in ("fn", "call"):
        record = Apply if kind == "fn" else Call
        return record(rest[0], tuple(map(expression_from_json, rest[1:])))
    if kind == "fold":
        return Fold(rest[0], rest[1], *map(expression_from_json, rest[2:]))
    if kind == "root":
        return Root(rest[0], expression_from_json(rest[1]))
    parts = tuple(map(expression_from_json, rest))
    if kind in ("add", "mul"):
        return add(*parts) if kind == "add" else mul(*parts)
    return neg(parts[0]) if kind == "neg" else Div(*parts) if kind == "div" else Pow(*parts)


def _comparisons(cs: tuple[Comparison, ...]) -> list[Json]:
    return [[c.relation, expression_to_json(c.left), expression_to_json(c.right)] for c in cs]


def _equation(e: Equation) -> Json:
    return {
        "function": e.function,
        "patterns": [expression_to_json(p) for p in e.patterns],
        "relation": e.relation,
        "body": expression_to_json(e.body),
        "range": _comparisons(e.range),
    }


def _parameter(p: Parameter) -> Json:
    return {"name": p.name, "kind": p.kind, "conditions": _comparisons(p.conditions)}


def _setting(s: Setting) -> Json:
    return {
        "family": s.family,
        "argument": None if s.argument is None else expression_to_json(s.argument),
        "calls": [
            {"asks": c.asks, "size": expression_to_json(c.size), "exactly": c.exactly, "price": str(c.price)}
            for c in s.calls
        ],
        "mode": s.mode,
        "lies": s.lies,
        "noise": expression_to_json(s.noise),
        "error": expression_to_json(s.error),
        **({} if s.copies == ONE else {"copies": expression_to_json(s.copies)}),
    }


def claim_to_json(claim: Claim) -> dict[str, Json]:
    """The JSON of a claim, as the kernel reads it; nothing but what is claimed (no name, source or expectation)."""
    r = claim.recurrence
    if claim.setting is not None:
        return {
            "format": PROBLEM_FORMAT,
            "setting": _setting(claim.setting),
            "parameters": [_parameter(p) for p in r.parameters],
            "subject": expression_to_json(claim.subject),
            "relation": claim.relation,
            "bound": expression_to_json(claim.bound),
            "range": _comparisons(claim.range),
        }
    return {
        "format": FORMAT,
        "parameters": [_parameter(p) for p in r.parameters],
        "rounding": r.rounding,
        "equations": [_equation(e) for e in r.equations],
        "subject": expression_to_json(claim.subject),
        "relation": claim.relation,
        "bound": expression_to_json(claim.bound),
        "range": _comparisons(claim.range),
        "assuming": _comparisons(claim.assuming),
        **({"uniform": list(claim.uniform)} if claim.uniform else {}),
    }
