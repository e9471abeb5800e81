"""The text of expressions, recurrences and claims: what parses back to the equal object.

Holds for objects in canonical shape (see bounds/expression.py) whose numbers are decimals; a Number such as 1/3, which
no decimal writes, prints as the quotient `1/3`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from bounds.claim import Claim, Stated
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
    fold_up,
)
from bounds.language.statements import KEYWORDS
from bounds.recurrence import LANDAU, Comparison, Equation, Parameter, Recurrence
from bounds.setting import ONE, ZERO, CallKind, Setting

SUM, PRODUCT, SIGNED, POWER, ATOM = range(5)
"""How tightly a text holds together; a part that holds less tightly than its place needs gets parentheses."""


Part: TypeAlias = tuple[str, int]


def print_expression(e: Expression) -> str:
    """The text of an expression.

    >>> from bounds.language.parser import parse_expression
    >>> print_expression(parse_expression("a*(b/c)-(d-2)^-2"))
    'a*(b/c) - (d - 2)^-2'
    """
    return fold_up(e, _text)[0]


def _at(part: Part, level: int) -> str:
    text, holds = part
    return text if holds >= level else f"({text})"


def _text(e: Expression, parts: list[Part]) -> Part:
    texts = [text for text, _ in parts]
    match e:
        case Number(value):
            return _number(value)
        case Constant(name) | Variable(name):
            return name, ATOM
        case Add(terms):
            return _sum(terms, parts), SUM
        case Mul():
            return "*".join([_at(parts[0], PRODUCT), *(_at(p, POWER) for p in parts[1:])]), PRODUCT
        case Div():
            return f"{_at(parts[0], PRODUCT)}/{_at(parts[1], POWER)}", PRODUCT
        case Neg():
            return f"-{_at(parts[0], POWER)}", SIGNED
        case Pow(_, exponent):
            power = texts[1] if isinstance(exponent, Neg) else _at(parts[1], POWER)
            return f"{_at(parts[0], ATOM)}^{power}", POWER
        case Apply(function, _) | Call(function, _):
            return f"{function}({', '.join(texts)})", ATOM
        case Fold(kind, variable, _, _, _):
            return f"{kind}({variable}={texts[0]}..{texts[1]}: {texts[2]})", ATOM
        case Root(variable, _):
            return f"root({variable}: {texts[0]})", ATOM


def _sum(terms: tuple[Expression, ...], parts: list[Part]) -> str:
    texts = [_at(parts[0], PRODUCT)]
    for term, part in zip(terms[1:], parts[1:], strict=True):
        negative = isinstance(term, Neg)
        texts.append(f"- {_minus(term, part)}" if negative else f"+ {_at(part, PRODUCT)}")
    return " ".join(texts)


def _minus(term: Expression, part: Part) -> str:
    """The operand of a negative term, as it stands after a minus sign: `a - b*c` needs no parentheses."""
    operand = term.operand if isinstance(term, Neg) else term
    text = part[0][1:]
    quotient = isinstance(operand, (Mul, Div, Number)) and text.startswith("(") and not text.startswith("(-")
    return text[1:-1] if quotient else text


def _number(value: Fraction) -> tuple[str, int]:
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}", PRODUCT
    if not places:
        return str(value.numerator), ATOM
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}", ATOM


def print_comparison(c: Comparison) -> str:
    """The text of a comparison: `n >= 2`, `b*l in Omega(k)`."""
    if c.relation in LANDAU:
        return f"{print_expression(c.left)} in {c.relation}({print_expression(c.right)})"
    return f"{print_expression(c.left)} {c.relation} {print_expression(c.right)}"


def _tail(word: str, comparisons: tuple[Comparison, ...]) -> str:
    return f" {word} {', '.join(map(print_comparison, comparisons))}" if comparisons else ""


def print_equation(e: Equation) -> str:
    """The text of an equation: `T(n) = 2*T(n - 1) + 1 for n >= 1`."""
    sign = "=" if e.relation == "==" else e.relation
    return f"{print_expression(Call(e.function, e.patterns))} {sign} {print_expression(e.body)}{_tail('for', e.range)}"


def print_recurrence(r: Recurrence) -> str:
    """The text of a recurrence, a statement a line; it parses back to the equal recurrence."""
    return "\n".join(_statements(r))


def _statements(r: Recurrence) -> list[str]:
    lines = [f"recurrence {_label(r.name)}"] if r.name else []
    lines += [f"parameters {', '.join(map(print_parameter, r.parameters))}"] if r.parameters else []
    lines += ["rounding any"] if r.rounding == "any" else []
    return lines + [print_equation(e) for e in r.equations]


def print_parameter(p: Parameter) -> str:
    """The text of a declared parameter: `k integer >= 2`, `p real in (1/2, 1)`."""
    head = f"{p.name} {p.kind}"
    match p.conditions:
        case (Comparison(Variable(a), ">" | ">=" as low, x), Comparison(Variable(b), "<" | "<=" as high, y)) if (
            a == b == p.name
        ):
            opening, closing = "(" if low == ">" else "[", ")" if high == "<" else "]"
            return f"{head} in {opening}{print_expression(x)}, {print_expression(y)}{closing}"
        case (Comparison(Variable(a), relation, x), *rest) if a == p.name:
            first = f"{relation} {print_expression(x)}"
            return f"{head} {' and '.join([first, *map(print_comparison, rest)])}"
        case conditions:
            return f"{head} {' and '.join(map(print_comparison, conditions))}".rstrip()


def print_claim(c: Claim) -> str:
    """The text of a claim, without its recurrence: `T(n) <= 2*n for n >= 1`."""
    return (
        print_comparison(Comparison(c.subject, c.relation, c.bound))
        + (f" uniformly in {', '.join(c.uniform)}" if c.uniform else "")
        + _tail("for", c.range)
        + _tail("assuming", c.assuming)
    )


def print_document(stated: tuple[Stated, ...]) -> str:
    """The text of a claims file: each recurrence once, before the claims that follow it."""
    lines: list[str] = []
    source = ""
    for index, (_, group) in enumerate(
        groupby(stated, key=lambda s: (s.claim.recurrence, s.claim.recurrence.name, s.claim.setting))
    ):
        claims = list(group)
        recurrence = claims[0].claim.recurrence
        if index:
            named = recurrence.name or claims[0].claim.setting
            lines += ["", *([] if named else ["recurrence"])]
        setting = claims[0].claim.setting
        lines += [f"problem {print_setting(setting)}"] if setting else []
        lines += _statements(recurrence)
        for s in claims:
            if s.source != source:
                lines.append(f"source {_quoted(s.source)}")
                source = s.source
            label = f"{_label(s.name)}: " if s.name else ""
            expect = "" if s.expect == "proved" else f" expect {s.expect}"
            lines.append(f"claim {label}{print_claim(s.claim)}{expect}")
    return "\n".join(lines) + "\n" if lines else ""


def print_setting(s: Setting) -> str:
    """The text of a setting: `second by compare`, `distinguish by split(2) with lies 1`."""
    about = s.family if s.argument is None else f"{s.family}({print_expression(s.argument)})"
    traits: list[str] = [] if s.mode == "worst" else [s.mode]
    traits += [f"lies {s.lies}"] if s.lies else []
    traits += [f"{word} {print_expression(e)}" for word, e in (("noise", s.noise), ("error", s.error)) if e != ZERO]
    traits += [f"copies {print_expression(s.copies)}"] if s.copies != ONE else []
    return f"{about} by {', '.join(map(print_call_kind, s.calls))}{' with ' if traits else ''}{', '.join(traits)}"


def print_call_kind(c: CallKind) -> str:
    """The text of a kind of calls: `compare`, `best(3) at 2`."""
    name = c.asks if c.asks == "pool" else f"{c.asks}({print_expression(c.size)})"
    price = "" if c.price == 1 else f" at {print_expression(Number(c.price))}"
    return f"{'compare' if name == 'sort(2)' else name}{' exactly' if c.exactly else ''}{price}"


def _label(name: str) -> str:
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and name not in KEYWORDS
    return name if plain else _quoted(name)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
