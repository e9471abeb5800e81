"""From parse trees to equations, parameters and judgements, before the scope they stand in is known whole."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, cast

from attrs import frozen
from lark import Token, Tree

from bounds.expression import Call, Expression, Variable, has_call
from bounds.language.building import RESERVED, Builder, ParseTree
from bounds.language.errors import Span
from bounds.language.integrality import linear
from bounds.recurrence import Comparison, Equation, Parameter, Relation

_RANGE: tuple[str, ...] = ("<=", ">=", "<", ">", "==", "!=")
Judgement: TypeAlias = "tuple[Expression, Relation, Expression, tuple[Comparison, ...], tuple[Comparison, ...]]"


@frozen
class ReadEquation:
    """An equation, where its parts stand, and what its builder met on the way."""

    equation: Equation
    builder: Builder
    span: Span
    patterns: tuple[Span, ...]


@frozen
class ReadJudgement:
    """`subject relation bound`, its range and assumptions, and what the builder met on the way."""

    subject: Expression
    relation: Relation
    bound: Expression
    range: tuple[Comparison, ...]
    assuming: tuple[Comparison, ...]
    builder: Builder
    subject_span: Span
    uniform: tuple[tuple[str, Span], ...] = ()


def _parts(tree: ParseTree, kind: str) -> list[ParseTree]:
    return [c for c in tree.children if isinstance(c, Tree) and c.data == kind]


def _relation(text: str) -> Relation:
    return cast(Relation, "==" if text == "=" else text)


def read_equation(tree: ParseTree, builder: Builder) -> ReadEquation:
    """The equation of a parse tree `T(patterns) = body for range`.

    Raises   LanguageError: the left side is not a cost at patterns, or a pattern is not linear in one variable
    """
    left, sign, right, *ranges = tree.children
    head = builder.expression(cast(ParseTree, left))
    if not isinstance(head, Call):
        builder.refuse("syntax", left, need="a cost on the left, as in T(n) = ...", have="another expression")
    sites = builder.calls.pop()[1]
    for site in sites:
        _check_pattern(builder, site.expression, site.span)
    body = builder.expression(cast(ParseTree, right))
    conditions = _range(cast(ParseTree, ranges[0]), builder) if ranges else ()
    if any(has_call(side) for c in conditions for side in (c.left, c.right)):
        builder.refuse(
            "syntax", ranges[0], need="a range of sizes, parameters and numbers",
            have="a value of the recurrence in it", try_="T(n) = ... for n >= 2",
        )  # fmt: skip
    relation = cast(Literal["==", "<=", ">="], _relation(str(sign)))
    equation = Equation(head.function, head.arguments, body, conditions, relation)
    return ReadEquation(equation, builder, builder.statement.span(), tuple(s.span for s in sites))


def _check_pattern(builder: Builder, pattern: Expression, span: Span) -> None:
    if isinstance(pattern, Variable):
        return
    found = linear(pattern)
    if found is None or found[1].denominator != 1 or found[2].denominator != 1 or (found[0] and found[1] == 0):
        start = span.start - builder.statement.start
        token = Token("NAME", "", start, end_pos=span.end - builder.statement.start)
        builder.refuse(
            "syntax", token, need="a size to define the cost at: a variable, an integer, or linear as 2*m + 1",
            have=span.source.text[span.start : span.end], try_="a range: T(n) = ... for n >= 2",
        )  # fmt: skip


def _range(tree: ParseTree, builder: Builder) -> tuple[Comparison, ...]:
    return tuple(c for part in tree.children if isinstance(part, Tree) for c in _comparison(part, builder))


def _comparison(tree: ParseTree, builder: Builder) -> list[Comparison]:
    if tree.data in ("landau", "ratio"):
        left, sign, right = tree.children
        ends = builder.expression(cast(ParseTree, left)), builder.expression(cast(ParseTree, right))
        return [Comparison(ends[0], _relation(str(sign)), ends[1])]
    signs = [_relation(str(c.children[0])) for c in _parts(tree, "relation")]
    sides = [builder.expression(c) for c in tree.children if isinstance(c, Tree) and c.data != "relation"]
    return [Comparison(a, r, b) for a, r, b in zip(sides, signs, sides[1:], strict=False)]


def read_parameters(tree: ParseTree, builder: Builder) -> list[tuple[Parameter, Span]]:
    """The parameters a statement declares, each with the place of its name."""
    found = []
    for part in _parts(tree, "parameter"):
        name, kind, *conditions = part.children
        if str(name) in RESERVED:
            builder.refuse("name", name, need="a name for a parameter", have=f"{name}, which has a meaning")
        read = [c for t in conditions if isinstance(t, Tree) for c in _condition(t, str(name), builder)]
        kind_ = cast(Literal["integer", "real"], str(kind))
        found.append((Parameter(str(name), kind_, tuple(read)), builder.span(name)))
    return found


def _condition(tree: ParseTree, name: str, builder: Builder) -> list[Comparison]:
    sides = [builder.expression(c) for c in tree.children if isinstance(c, Tree) and c.data != "relation"]
    if tree.data == "condition":
        signs = [_relation(str(c.children[0])) for c in _parts(tree, "relation")]
        if len(sides) == len(signs):
            sides = [Variable(name), *sides]
        return [Comparison(a, r, b) for a, r, b in zip(sides, signs, sides[1:], strict=False)]
    opening, closing = (str(c) for c in tree.children if isinstance(c, Token))
    *subject, low, high = sides
    middle = subject[0] if subject else Variable(name)
    above: Relation = ">" if opening == "(" else ">="
    below: Relation = "<" if closing == ")" else "<="
    return [Comparison(middle, above, low), Comparison(middle, below, high)]


def read_judgement(tree: ParseTree, builder: Builder) -> ReadJudgement:
    """What a claim says: `subject relation bound uniformly in parameters for range assuming conditions`."""
    subject, sign, bound, *rest = tree.children
    if isinstance(sign, Tree):
        sign = cast(Token, sign.children[0])
    relation = _relation(str(sign))
    if relation in ("<", ">", "!="):
        builder.refuse(
            "syntax", sign, need="one of <=, >=, ==, ~, or `in` with O, Omega, Theta, o, omega", have=f"`{sign}`",
            try_="T(n) + 1 <= ... for a strict bound of integers",
        )  # fmt: skip
    left, right = builder.expression(cast(ParseTree, subject)), builder.expression(cast(ParseTree, bound))
    trees = [t for t in rest if isinstance(t, Tree)]
    ranges = [_range(t, builder) for t in trees if t.data == "range"]
    assuming = [_range(t, builder) for t in trees if t.data == "assuming"]
    uniform = [(str(x), builder.span(cast(Token, x))) for t in trees if t.data == "uniformly" for x in t.children]
    return ReadJudgement(
        left, relation, right, ranges[0] if ranges else (), assuming[0] if assuming else (), builder,
        builder.span(cast(ParseTree, subject)), tuple(uniform),
    )  # fmt: skip


def quoted(text: str) -> str:
    """The text between quotes."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text[1:-1])
