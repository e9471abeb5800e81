"""One problem of a claims file: what must be found, by which calls, and claims about what every strategy costs."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from attrs import define, field
from lark import Token, Tree

from bounds.claim import Claim, Stated
from bounds.expression import Expression, Number, Variable, free_variables, has_call
from bounds.language.building import Builder, ParseTree
from bounds.language.errors import LanguageError, Span
from bounds.language.printer import print_comparison
from bounds.language.reading import quoted, read_parameters
from bounds.language.scope import ReadClaim, all_parameters, read_claim
from bounds.language.statements import Statement
from bounds.language.syntax import parse
from bounds.recurrence import Comparison, Parameter, Recurrence
from bounds.setting import ASKS, COSTS, FAMILIES, ONE, WITH_ARGUMENT, ZERO, CallKind, Setting

NAMES = frozenset(COSTS.values())
RELATIONS = (">=", ">", "Omega", "omega")
NUMBERS = ("lies", "noise", "error", "copies")


@define
class ProblemScope:
    """The statements of one problem, read one by one; `stated()` says what its claims mean."""

    setting: Setting | None = None
    builder: Builder | None = None
    parameters: list[tuple[Parameter, Span]] = field(factory=list)
    claims: list[ReadClaim] = field(factory=list)
    source: str = ""

    def read(self, statement: Statement) -> None:
        """Add one statement to the scope."""
        tree = cast(Tree[Token], parse(statement, "statement").children[0])
        builder = Builder(statement, NAMES)
        match tree.data:
            case "problem":
                self.setting, self.builder = read_setting(tree, builder), builder
            case "parameters":
                self.parameters += read_parameters(tree, builder)
            case "source":
                self.source = quoted(str(tree.children[0]))
            case "claim":
                self.claims.append(read_claim(tree, builder, self.source))
            case _:
                have = f"`{statement.keyword}`" if statement.keyword else "an equation"
                raise LanguageError(
                    "syntax", need="parameters, a source or a claim about a problem", have=have,
                    try_="`recurrence NAME` before it", span=statement.span(),
                )  # fmt: skip

    def stated(self) -> list[Stated]:
        """The claims of the scope.

        Raises   LanguageError: a name that is neither n nor a parameter, or is both; a claim that is no lower bound
        """
        parameters = all_parameters([], self.parameters)
        for parameter, span in self.parameters:
            if parameter.name in {"n", *NAMES}:
                raise LanguageError(
                    "name", need="parameters with names of their own", have=f"{parameter.name}, the size or a cost",
                    try_="k", span=span,
                )  # fmt: skip
        known = {"n", *(p.name for p in parameters)}
        for builder in (self.builder, *(c.judgement.builder for c in self.claims)):
            for name, span in builder.names.items() if builder else ():
                if name not in known | NAMES:
                    near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
                    raise LanguageError(
                        "name", need="n, or a parameter", have=f"{name}, which is neither",
                        try_=near[0] if near else f"`parameters {name} integer >= 2` after the problem", span=span,
                    )  # fmt: skip
        return [Stated(self.claim(c, parameters), c.expect, c.name, c.source, c.line) for c in self.claims]

    def claim(self, read: ReadClaim, parameters: tuple[Parameter, ...]) -> Claim:
        """The claim about every strategy."""
        setting = cast(Setting, self.setting)
        judgement = read.judgement
        subject, span = judgement.subject, judgement.subject_span
        if subject not in (Variable(setting.cost), setting.subject):
            raise LanguageError(
                "syntax", need=f"a claim about {setting.cost}, which every strategy of this problem has",
                have=span.source.text[span.start : span.end], try_=f"claim {setting.cost} >= ...", span=span,
            )  # fmt: skip
        if judgement.relation not in RELATIONS:
            raise LanguageError(
                "syntax", need="a lower bound: >=, Omega or omega", have=f"`{judgement.relation}`",
                try_="a decomposition for an upper bound: one strategy is enough for it", span=span,
            )  # fmt: skip
        names = NAMES.intersection(free_variables(judgement.bound))
        if judgement.assuming or judgement.uniform or has_call(judgement.bound) or names:
            raise LanguageError(
                "syntax", need="a bound in n and parameters, with conditions in `parameters`",
                have="`assuming`, `uniformly in` or a cost in the bound", span=span,
            )  # fmt: skip
        if len(judgement.range) > 1 or not all(map(_is_start, judgement.range)):
            shown = ", ".join(map(print_comparison, judgement.range))
            raise LanguageError(
                "syntax", need="no range, or one n >= c with a number c: a bound for every n from there on", have=shown,
                try_="for n >= 1", span=span,
            )  # fmt: skip
        recurrence = Recurrence((), parameters)
        return Claim(recurrence, setting.subject, judgement.relation, judgement.bound, judgement.range, setting=setting)


def _is_start(c: Comparison) -> bool:
    """Whether a comparison says n >= c or n > c for a number, either way round."""
    n, end = (c.left, c.right) if c.relation in (">=", ">") else (c.right, c.left)
    return c.relation in (">=", ">", "<=", "<") and n == Variable("n") and isinstance(end, Number)


def read_problem(statements: list[Statement], source: str) -> ProblemScope:
    """A scope read to its end."""
    scope = ProblemScope(source=source)
    for s in statements:
        scope.read(s)
    return scope


def read_setting(tree: ParseTree, builder: Builder) -> Setting:
    """The setting of a `problem` line.

    Raises   LanguageError: an unknown family, call or trait, or one with a wrong argument
    """
    family, *rest = [c for c in tree.children if isinstance(c, Tree)]
    name, argument = _named(family, builder)
    if name not in FAMILIES:
        _refuse(builder, family, "a family of problems", name, FAMILIES)
    if (argument is None) == (name in WITH_ARGUMENT):
        with_one = name in WITH_ARGUMENT
        builder.refuse(
            "problem", family, need=f"{name} {'with' if with_one else 'without'} an argument",
            have=f"{'none' if with_one else 'one'}", try_=f"{name}({'3' if with_one else ''})".removesuffix("()"),
        )  # fmt: skip
    calls = [_call(t, builder) for t in rest if t.data == "asking"]
    traits: dict[str, Expression | None] = {}
    for t in rest:
        if t.data == "trait":
            trait, value = _trait(t, builder)
            if trait in traits:
                builder.refuse("problem", t, need=f"{trait} once", have="it twice")
            traits[trait] = value
    modes = [m for m in COSTS if m in traits]
    if len(modes) > 1:
        builder.refuse("problem", tree, need="one of expected, rounds, nonadaptive", have=" and ".join(modes))
    lies = traits.get("lies") or Number(Fraction(0))
    if not (isinstance(lies, Number) and lies.value.denominator == 1 and lies.value <= 64):
        builder.refuse("problem", tree, need="0 to 64 lies", have="another number", try_="lies 1")
    copies = traits.get("copies") or ONE
    count = builder.rational(copies)
    if not isinstance(copies, Variable) and (count is None or count.denominator != 1 or count < 1):
        builder.refuse(
            "problem", tree, need="a parameter, or a number >= 1, of copies", have="another", try_="copies 2"
        )
    return Setting(
        name, tuple(calls), argument, modes[0] if modes else "worst", int(lies.value),
        traits.get("noise") or ZERO, traits.get("error") or ZERO, copies,
    )  # fmt: skip


def _named(tree: ParseTree, builder: Builder) -> tuple[str, Expression | None]:
    inside = [c for c in tree.children if isinstance(c, Tree)]
    return str(tree.children[0]), builder.expression(inside[0]) if inside else None


def _call(tree: ParseTree, builder: Builder) -> CallKind:
    """A kind of calls: `compare`, `best(3) exactly at 2`."""
    tokens = [str(c) for c in tree.children if isinstance(c, Token)]
    parts = [builder.expression(c) for c in tree.children if isinstance(c, Tree)]
    name = tokens[0]
    if name != "compare" and name not in ASKS:
        _refuse(builder, tree, "a kind of calls", name, ("compare", *ASKS))
    bare = name in ("compare", "pool")
    text = builder.statement.text
    start = cast(Token, tree.children[0]).end_pos or 0
    has_size = text[start:].lstrip().startswith("(")
    if has_size == bare:
        builder.refuse(
            "problem", tree, need=f"{name} {'without' if bare else 'with'} a size",
            have=f"{'one' if bare else 'none'}", try_=name if bare else f"{name}(3)",
        )  # fmt: skip
    size = parts.pop(0) if has_size else Number(Fraction(2 if name == "compare" else 1))
    price = builder.rational(parts[0]) if parts else Fraction(1)
    if price is None or price <= 0:
        builder.refuse("problem", tree, need="a price above 0, a number", have="another", try_=f"{name} at 2")
    least = 1 if name in ("read", "pool") else 2
    number = builder.rational(size)
    most = 10**9 if name in ("read", "split", "combine") else 64
    is_name = isinstance(size, Variable) and size.name != "n"
    if not is_name and not (number and number.denominator == 1 and least <= number <= most):
        need = f"a parameter, or a number from {least} to {most}, as size"
        builder.refuse("problem", tree, need=need, have="another")
    return CallKind("sort" if name == "compare" else name, size, "exactly" in tokens, price)  # type: ignore[arg-type]


def _trait(tree: ParseTree, builder: Builder) -> tuple[str, Expression | None]:
    name, value = str(tree.children[0]), [c for c in tree.children if isinstance(c, Tree)]
    choices = ("expected", "rounds", "nonadaptive", *NUMBERS)
    if name not in choices:
        _refuse(builder, tree, "a trait", name, choices)
    if (name in NUMBERS) != bool(value):
        need = f"{name} {'with' if name in NUMBERS else 'without'} a number"
        builder.refuse("problem", tree, need=need, have="one" if value else "none")
    return name, builder.expression(value[0]) if value else None


def _refuse(builder: Builder, part: ParseTree, need: str, name: str, choices: Sequence[str]) -> None:
    near = difflib.get_close_matches(name, choices, 1, 0.5)
    builder.refuse(
        "problem", part, need=f"{need}: {', '.join(choices)}", have=name, try_=near[0] if near else choices[0]
    )
