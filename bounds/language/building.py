"""From the parse tree of one statement to expressions, with every name resolved.

The tree is walked from the leaves up with an explicit stack, so its depth costs no Python stack. The builder keeps
where each name and each call stands, for the checks of `reading.py`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Literal, NoReturn, cast

from attrs import define, field, frozen
from lark import Token, Tree

from bounds.evaluation import Evaluator
from bounds.expression import (
    CONSTANTS,
    FOLDS,
    FUNCTIONS,
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Mul,
    Number,
    Pow,
    Root,
    Variable,
    free_variables,
    neg,
)
from bounds.language.errors import LanguageError, Span
from bounds.language.limits import MAX_DEPTH, MAX_EXPONENT
from bounds.language.statements import Statement
from bounds.value import TooLarge, Undefined, Value, ends

RESERVED = (*FUNCTIONS, *CONSTANTS, *FOLDS, "root", "pow")
"""Names with a fixed meaning: nobody may define them. `C` is the binomial unless an equation defines it."""

ParseTree = Tree[Token]


@frozen
class Site:
    """An expression and where it stands."""

    expression: Expression
    span: Span


@define
class Builder:
    """Builds the expressions of one statement.

    `functions` are the costs that the equations of the scope define; None accepts any name as a cost.
    """

    statement: Statement
    functions: Collection[str] | None
    names: dict[str, Span] = field(factory=dict)
    calls: list[tuple[Call, tuple[Site, ...], Span]] = field(factory=list)
    folds: list[tuple[Site, Site]] = field(factory=list)
    constant: bool = False

    def span(self, part: ParseTree | Token) -> Span:
        """Where a part of the tree stands: from its first token to its last, and the brackets that belong to these."""
        first = last = part
        while isinstance(first, Tree):
            first = first.children[0]
        while isinstance(last, Tree):
            last = last.children[-1]
        start, end = _balanced(self.statement.text, first.start_pos or 0, last.end_pos or 0)
        return self.statement.span(start, end)

    def expression(self, tree: ParseTree) -> Expression:
        """The expression of a parse tree.

        Raises   LanguageError: an unknown function, a wrong number of arguments, a limit exceeded
        """
        built: list[tuple[Expression, int, bool]] = []
        waiting: list[tuple[ParseTree, bool]] = [(tree, False)]
        while waiting:
            part, ready = waiting.pop()
            parts = [c for c in part.children if isinstance(c, Tree)]
            if not ready:
                waiting.append((part, True))
                waiting.extend((p, False) for p in reversed(parts))
                continue
            values = built[len(built) - len(parts) :]
            del built[len(built) - len(parts) :]
            self.constant = all(constant for _, _, constant in values)
            value = _RULES[part.data](self, part, [v for v, _, _ in values])
            depth = _depth(part, [d for _, d, _ in values])
            if depth > MAX_DEPTH:
                raise LanguageError(
                    "limit", need=f"an expression at most {MAX_DEPTH} levels deep", have="a deeper one",
                    try_="name a part with an equation of its own", span=self.span(part),
                )  # fmt: skip
            built.append((value, depth, self.constant and not isinstance(value, (Variable, Call))))
        return built[0][0]

    def rational(self, e: Expression) -> Fraction | None:
        """The value of a constant, None when it is no rational number."""
        value = _constant(e)
        return Fraction(value) if isinstance(value, int | Fraction) else None

    def refuse(self, who: str, part: ParseTree | Token, *, need: str, have: str, try_: str = "") -> NoReturn:
        """Raise the error, placed at a part of the tree."""
        raise LanguageError(who, need=need, have=have, try_=try_, span=self.span(part))


def _depth(tree: ParseTree, depths: list[int]) -> int:
    """The depth of the expression of a tree, from the depths of its parts."""
    if tree.data != "product":
        return max(depths, default=0) + 1
    found, several = depths[0], False
    for sign, depth in zip((str(c) for c in tree.children if isinstance(c, Token)), depths[1:], strict=True):
        found = max(found + (several and sign == "/"), depth) + (sign == "/")
        several = sign == "*"
    return found + several


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The smallest stretch around start..end in which every bracket is matched; the parser drops some at the ends."""
    opened = missing = 0
    for c in text[start:end]:
        opened += c in "(["
        if c in ")]":
            opened, missing = (opened - 1, missing) if opened else (0, missing + 1)
    while missing and start:
        start -= 1
        missing += (text[start] in ")]") - (text[start] in "([")
    while opened and end < len(text):
        opened += (text[end] in "([") - (text[end] in ")]")
        end += 1
    return start, end


def _number(b: Builder, tree: ParseTree, _: list[Expression]) -> Expression:
    return Number(Fraction(str(tree.children[0])))


def _name(b: Builder, tree: ParseTree, _: list[Expression]) -> Expression:
    token = cast(Token, tree.children[0])
    name = str(token)
    if name in CONSTANTS:
        return Constant(name)
    if name in RESERVED:
        b.refuse("name", token, need=f"the arguments of {name}", have=f"{name} alone", try_=f"{name}(n)")
    b.names.setdefault(name, b.span(token))
    return Variable(name)


def _sum(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    signs = ["+", *(str(c) for c in tree.children if isinstance(c, Token))]
    terms: list[Expression] = []
    for sign, value in zip(signs, values, strict=True):
        term = neg(value) if sign == "-" else value
        terms.extend(term.terms if isinstance(term, Add) else (term,))
    return Add(tuple(terms))


def _product(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    signs = ["*", *(str(c) for c in tree.children if isinstance(c, Token))]
    factors: list[Expression] = []
    for sign, value in zip(signs, values, strict=True):
        if sign == "/":
            factors = [Div(_times(factors), value)]
        else:
            factors.extend(value.factors if isinstance(value, Mul) else (value,))
    return _times(factors)


def _times(factors: list[Expression]) -> Expression:
    return Mul(tuple(factors)) if len(factors) > 1 else factors[0]


def _negative(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    return neg(values[0])


def _factorial(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    return _checked(b, tree, Apply("factorial", (values[0],)))


def _power(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    return _checked(b, tree, Pow(values[0], values[1]))


def _checked(b: Builder, tree: ParseTree, e: Pow | Apply) -> Expression:
    """The expression, unless it is a constant too large to hold or has a constant exponent above the limit."""
    if isinstance(e, Pow) and not free_variables(e.exponent):
        size = _constant(e.exponent)
        if size == "large" or (size is not None and max(map(abs, ends(size))) > MAX_EXPONENT):
            need = f"a constant exponent of at most {MAX_EXPONENT:,}"
            b.refuse("limit", tree, need=need, have="a larger one", try_="a named parameter for the exponent")
    if b.constant and _constant(e) == "large":
        b.refuse("limit", tree, need="constants of moderate size", have="one with more than 60,000 digits")
    return e


def _constant(e: Expression) -> Value | Literal["large"]:
    try:
        return Evaluator(steps=10_000).value(e, {})
    except TooLarge:
        return "large"
    except Undefined:
        return None


def _application(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    token = cast(Token, tree.children[0])
    name, arguments = str(token), tuple(values)
    if b.functions is not None and name in b.functions:
        return _call(b, tree, name, arguments)
    if name in FUNCTIONS:
        _arity(b, tree, name, FUNCTIONS[name], len(values))
        return _checked(b, tree, Apply(name, arguments))
    if name == "pow":
        _arity(b, tree, name, (2,), len(values))
        return _checked(b, tree, Pow(*values))
    if name == "C":
        _arity(b, tree, name, (2,), len(values))
        return _checked(b, tree, Apply("binomial", arguments))
    if name in RESERVED or not values:
        _misused(b, tree, name)
    if b.functions is not None:
        _unknown(b, tree, name, b.functions)
    return _call(b, tree, name, arguments)


def _unknown(b: Builder, tree: ParseTree, name: str, functions: Collection[str]) -> NoReturn:
    """Refuse a name called like a function: a misspelt one, or a product written without `*`."""
    known = [*functions, *FUNCTIONS, "sum", "pow", "root"]
    lower = {k.lower(): k for k in reversed(known)}
    near = lower.get(name.lower()) or next(iter(difflib.get_close_matches(name, known, 1, 0.5)), "")
    if (name in b.names or (len(name) == 1 and name.islower())) and near not in functions:
        near = ""
    inner = _source(b, tree)[len(name) :].lstrip()
    raise LanguageError(
        "name", need="a built-in function, or a cost that an equation of this recurrence defines", have=name,
        try_=f"{near}{inner}" if near else f"{name}*{inner} for a product, or an equation {name}{inner} = ...",
        span=b.span(cast(Token, tree.children[0])),
    )  # fmt: skip


def _source(b: Builder, tree: ParseTree) -> str:
    span = b.span(tree)
    return span.source.text[span.start : span.end]


def _call(b: Builder, tree: ParseTree, name: str, arguments: tuple[Expression, ...]) -> Expression:
    if not arguments:
        b.refuse("name", tree, need=f"at least one size for {name}", have="none", try_=f"{name}(n)")
    call = Call(name, arguments)
    parts = [c for c in tree.children if isinstance(c, Tree)]
    sites = tuple(Site(a, b.span(p)) for a, p in zip(arguments, parts, strict=True))
    b.calls.append((call, sites, b.span(tree)))
    return call


def _arity(b: Builder, tree: ParseTree, name: str, allowed: tuple[int, ...], found: int) -> None:
    if found not in allowed:
        need = f"{allowed[0]} to {allowed[-1]}" if len(allowed) > 2 else " or ".join(map(str, allowed))
        noun = "argument" if need == "1" else "arguments"
        b.refuse("name", tree, need=f"{need} {noun} of {name}", have=f"{found}")


def _misused(b: Builder, tree: ParseTree, name: str) -> NoReturn:
    shapes = {"sum": "sum(k=0..n-1: T(k))", "root": "root(x: (1/2)^x + (1/3)^x)"}
    have = _source(b, tree)[:60]
    if name in CONSTANTS:
        b.refuse("name", tree, need=f"the constant {name} alone", have=have, try_=f"{name}*{have[len(name) :]}")
    b.refuse("name", tree, need=f"{name} as in {shapes.get(name, name + '(n)')}", have=have)


def _fold(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    kind, variable = (cast(Token, c) for c in tree.children[:2])
    if kind not in FOLDS:
        b.refuse("name", kind, need="sum, max or min before a range", have=str(kind))
    _bindable(b, variable)
    lower, upper, body = values
    parts = [c for c in tree.children if isinstance(c, Tree)]
    b.folds.append((Site(lower, b.span(parts[0])), Site(upper, b.span(parts[1]))))
    return Fold(cast(Literal["sum", "max", "min"], str(kind)), str(variable), lower, upper, body)


def _root(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    kind, variable = (cast(Token, c) for c in tree.children[:2])
    if kind != "root":
        b.refuse("name", kind, need="root before a colon", have=str(kind), try_=f"{kind}({variable}=0..n: ...)")
    _bindable(b, variable)
    return Root(str(variable), values[0])


def _rounds(b: Builder, tree: ParseTree, values: list[Expression]) -> Expression:
    b.refuse(
        "name", tree, need="a size or a cost here", have="what a decomposition does",
        try_="`decomposition NAME` before its procedures",
    )  # fmt: skip


def _bindable(b: Builder, token: Token) -> None:
    if str(token) in RESERVED or (b.functions is not None and token in b.functions):
        b.refuse("name", token, need="a name for the running variable", have=f"{token}, which has a meaning", try_="k")


_RULES: dict[str, Callable[[Builder, ParseTree, list[Expression]], Expression]] = {
    "number": _number,
    "name": _name,
    "sum": _sum,
    "product": _product,
    "negative": _negative,
    "factorial": _factorial,
    "power": _power,
    "application": _application,
    "fold": _fold,
    "root": _root,
    "chunks": _rounds,
    "parts": _rounds,
}
