"""From parse trees to the procedures and primitives of a decomposition.

A procedure is written as an equation whose right side says what is done: `S(n) = then(call(split, n, 1), S(n - 1))`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NoReturn, TypeAlias, cast

from attrs import define, field, frozen
from lark import Token, Tree

from bounds.decomposition import (
    Ask,
    Best,
    Both,
    Choose,
    Chunks,
    Each,
    Either,
    Lead,
    Loop,
    Nothing,
    Over,
    Parts,
    Procedure,
    Range,
    Recurse,
    Retry,
    Step,
    Then,
    Vote,
)
from bounds.expression import Expression, free_variables, has_call, number
from bounds.language.building import RESERVED, Builder, ParseTree, Site
from bounds.language.errors import Span
from bounds.language.reading import quoted, read_equation
from bounds.primitive import Primitive
from bounds.recurrence import Equation

STEPS = ("nothing", "call", "then", "both", "each", "loop", "retry", "vote", "lead", "best", "either", "choose")
"""Words that say what is done; no procedure has one of these names."""

_SHAPES = {
    "call": "call(summarise, n, s), or call(compare)", "then": "then(a, b)", "both": "both(a, b)",
    "either": "either(a, b)", "each": "each(x in n by w: a), each(x in n into k: a) or each(i=1..n: a)",
    "loop": "loop(x in n by w: a) or loop(i=1..n: a)", "retry": "retry(v, a) or retry(v, r, a)", "vote": "vote(m, a)",
    "lead": "lead(k, p, a)", "best": "best(k, a, b)", "choose": "choose(p, a, 1 - p, b)", "nothing": "nothing",
}  # fmt: skip
_ATTRIBUTES = ("model", "size", "window", "price_in", "price_out")
_DEEP = 60

Sizes: TypeAlias = list[Site]


@frozen
class ReadProcedure:
    """A case of a procedure, where it stands, where its sizes stand, and the names it uses but does not run."""

    procedure: Procedure
    span: Span
    sizes: tuple[Site, ...]
    names: Mapping[str, Span]


@frozen
class ReadPrimitive:
    """A declared primitive and the place of its name."""

    primitive: Primitive
    span: Span


@define
class _Steps:
    """Reads the steps of one statement."""

    builder: Builder
    procedures: frozenset[str]
    sizes: Sizes = field(factory=list)
    names: dict[str, Span] = field(factory=dict)
    bound: list[str] = field(factory=list)
    depth: int = 0

    def step(self, tree: ParseTree) -> Step:
        self.depth += 1
        if self.depth > _DEEP:
            self.builder.refuse("limit", tree, need=f"steps nested at most {_DEEP} deep", have="deeper ones")
        found = self._step(tree)
        self.depth -= 1
        return found

    def _step(self, tree: ParseTree) -> Step:
        if tree.data == "name" and str(tree.children[0]) == "nothing":
            return Nothing()
        if tree.data in ("fold", "chunks", "parts"):
            return self._rounds(tree)
        if tree.data != "application":
            self._refuse(tree, "what is done")
        name = str(tree.children[0])
        parts = [c for c in tree.children if isinstance(c, Tree)]
        if name in self.procedures:
            return Recurse(name, tuple(self._size(p) for p in parts))
        reader = _READERS.get(name)
        if reader is None:
            self._refuse(tree, "what is done, or a procedure of this decomposition")
        found = reader(self, parts)
        if found is None:
            self.builder.refuse("syntax", tree, need=f"{name} as in {_SHAPES[name]}", have=self._text(tree))
        return found

    def _refuse(self, tree: ParseTree, need: str) -> NoReturn:
        name = str(tree.children[0]) if tree.data == "application" else ""
        self.builder.refuse(
            "syntax", tree, need=need, have=self._text(tree),
            try_=_SHAPES.get(name, "call(name, reads, writes), then(a, b), both(a, b), each(x in n by w: a), nothing"),
        )  # fmt: skip

    def _text(self, tree: ParseTree) -> str:
        span = self.builder.span(tree)
        text = span.source.text[span.start : span.end]
        return text if len(text) <= 60 else f"{text[:57]}..."

    def _rounds(self, tree: ParseTree) -> Step:
        word, variable = (cast(Token, c) for c in tree.children[:2])
        if str(word) not in ("each", "loop"):
            self.builder.refuse("syntax", word, need="each or loop before what it goes through", have=str(word))
        name = str(variable)
        if name in RESERVED or name in self.bound or name in STEPS or name in self.procedures:
            self.builder.refuse("name", variable, need="a new name for the running variable", have=name)
        *ends, body = [c for c in tree.children if isinstance(c, Tree)]
        over = _over(str(tree.data), name, [self._size(e) for e in ends])
        self.bound.append(name)
        made = (Each if str(word) == "each" else Loop)(over, self.step(body))
        self.bound.pop()
        return made

    def _size(self, tree: ParseTree) -> Expression:
        """An integer: tokens, sizes, numbers of rounds and samples."""
        e = self.real(tree)
        self.sizes.append(Site(e, self.builder.span(tree)))
        return e

    def real(self, tree: ParseTree) -> Expression:
        e = self.builder.expression(tree)
        if has_call(e):
            self.builder.refuse(
                "syntax", tree, need="a number of sizes and parameters", have=self._text(tree),
                try_="a step of its own: then(a, S(n - 1))",
            )  # fmt: skip
        for name in free_variables(e):
            if name not in self.bound and name not in self.names:
                self.names[name] = self.builder.span(next(t for t in tree.scan_values(_is_name) if str(t) == name))
        return e

    def call(self, parts: list[ParseTree]) -> Step | None:
        if len(parts) not in (1, 3) or parts[0].data != "name":
            return None
        name = str(parts[0].children[0])
        return Ask(name, self._size(parts[1]), self._size(parts[2])) if len(parts) == 3 else Ask(name)

    def several(self, parts: list[ParseTree], make: Callable[[tuple[Step, ...]], Step]) -> Step | None:
        return make(tuple(map(self.step, parts))) if len(parts) >= 2 else None

    def retry(self, parts: list[ParseTree]) -> Step | None:
        if len(parts) not in (2, 3):
            return None
        at_most = self._size(parts[1]) if len(parts) == 3 else None
        return Retry(self.real(parts[0]), self.step(parts[-1]), at_most)

    def vote(self, parts: list[ParseTree]) -> Step | None:
        return Vote(self._size(parts[0]), self.step(parts[1])) if len(parts) == 2 else None

    def lead(self, parts: list[ParseTree]) -> Step | None:
        return Lead(self._size(parts[0]), self.real(parts[1]), self.step(parts[2])) if len(parts) == 3 else None

    def best(self, parts: list[ParseTree]) -> Step | None:
        return Best(self._size(parts[0]), self.step(parts[1]), self.step(parts[2])) if len(parts) == 3 else None

    def choose(self, parts: list[ParseTree]) -> Step | None:
        if len(parts) < 4 or len(parts) % 2:
            return None
        return Choose(tuple((self.real(p), self.step(s)) for p, s in zip(parts[::2], parts[1::2], strict=True)))


def _is_name(token: Any) -> bool:
    return isinstance(token, Token) and token.type == "NAME"


_READERS: dict[str, Callable[[_Steps, list[ParseTree]], Step | None]] = {
    "call": _Steps.call,
    "then": lambda s, parts: s.several(parts, Then),
    "both": lambda s, parts: s.several(parts, Both),
    "either": lambda s, parts: s.several(parts, Either),
    "retry": _Steps.retry,
    "vote": _Steps.vote,
    "lead": _Steps.lead,
    "best": _Steps.best,
    "choose": _Steps.choose,
    "each": lambda s, parts: None,
    "loop": lambda s, parts: None,
    "nothing": lambda s, parts: None,
}


def _over(kind: str, name: str, ends: list[Expression]) -> Over:
    if kind == "fold":
        return Range(name, ends[0], ends[1])
    if kind == "parts":
        return Parts(name, ends[0], ends[1])
    return Chunks(name, ends[0], ends[1], ends[2] if len(ends) > 2 else number(0))


def read_procedure(tree: ParseTree, builder: Builder, procedures: frozenset[str]) -> ReadProcedure:
    """The case of a procedure that an equation `S(patterns) = what is done for range` says.

    Raises   LanguageError: the left side is no procedure at patterns, the right side is not what is done
    """
    left, sign, right, *rest = tree.children
    if str(sign) != "=":
        builder.refuse("syntax", cast(Token, sign), need="`=` before what is done", have=f"`{sign}`")
    head = read_equation(Tree("equation", [left, sign, Tree("number", [Token("NUMBER", "0")]), *rest]), builder)
    equation: Equation = head.equation
    sides = (*equation.patterns, *(side for c in equation.range for side in (c.left, c.right)))
    named = {x: builder.names[x] for side in sides for x in free_variables(side)}
    steps = _Steps(builder, procedures, names=named)
    steps.bound = [v for p in equation.patterns for v in free_variables(p)]
    body = steps.step(cast(ParseTree, right))
    procedure = Procedure(equation.function, equation.patterns, body, equation.range)
    return ReadProcedure(procedure, head.span, tuple(steps.sizes), steps.names)


def read_primitive(tree: ParseTree, builder: Builder) -> ReadPrimitive:
    """The primitive of `primitive summarise: model = "m", size = m, window = 8000, price_in = 0.15`."""
    name, *attributes = tree.children
    given: dict[str, Expression | str] = {}
    for attribute in attributes:
        children = cast(ParseTree, attribute).children
        key, value = cast(Token, children[0]), children[-1]
        if str(key) not in _ATTRIBUTES or str(key) in given:
            have = f"{key} twice" if str(key) in given else str(key)
            builder.refuse("name", key, need=f"one of {', '.join(_ATTRIBUTES)}, once", have=have)
        text = isinstance(value, Token)
        if text != (str(key) == "model"):
            need = 'a text in "quotes" for the model' if str(key) == "model" else f"a number for {key}"
            builder.refuse("syntax", key, need=need, have="a text" if text else "a number")
        given[str(key)] = quoted(str(value)) if isinstance(value, Token) else builder.expression(value)
    token = cast(Token, name)
    return ReadPrimitive(_primitive(str(token), given, builder, token), builder.span(token))


def _primitive(name: str, given: dict[str, Expression | str], builder: Builder, token: Token) -> Primitive:
    def constant(key: str) -> Fraction | None:
        e = given.get(key)
        if e is None or isinstance(e, str):
            return None
        value = builder.rational(e)
        if value is None or value < 0:
            builder.refuse("size", token, need=f"a number >= 0 for {key}", have="something else")
        return value

    window = constant("window")
    if window is not None and (window.denominator != 1 or window < 1):
        builder.refuse("size", token, need="a whole number of tokens for window", have=str(window))
    size = given.get("size", number(1))
    if isinstance(size, str) or has_call(size):
        builder.refuse("size", token, need="a number or a parameter for size", have="something else")
    return Primitive(
        name, str(given.get("model", "")), size, None if window is None else int(window),
        constant("price_in"), constant("price_out"),
    )  # fmt: skip
