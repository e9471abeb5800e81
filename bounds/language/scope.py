"""One recurrence of a claims file: everything between two `recurrence` lines, read and checked as a whole."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import Literal, cast

from attrs import define, field, frozen
from lark import Token, Tree

from bounds import wellfounded
from bounds.claim import Claim, Stated
from bounds.expression import Call, Expression, Variable, free_variables, has_call
from bounds.language.building import RESERVED, Builder, Site
from bounds.language.errors import LanguageError, Span
from bounds.language.integrality import first_noninteger
from bounds.language.reading import (
    ReadEquation,
    ReadJudgement,
    quoted,
    read_equation,
    read_judgement,
    read_parameters,
)
from bounds.language.statements import Statement
from bounds.language.syntax import parse
from bounds.recurrence import LANDAU, Comparison, Parameter, Recurrence


@frozen
class ReadClaim:
    """A claim as read, before the equations it speaks of are all known."""

    judgement: ReadJudgement
    expect: Literal["proved", "refuted", "unknown"]
    name: str
    source: str
    line: int


@define
class Scope:
    """The statements of one recurrence, read one by one; `recurrence()` and `stated()` say what they mean together."""

    functions: frozenset[str]
    name: str = ""
    rounding: Literal["stated", "any"] = "stated"
    equations: list[ReadEquation] = field(factory=list)
    parameters: list[tuple[Parameter, Span]] = field(factory=list)
    claims: list[ReadClaim] = field(factory=list)
    source: str = ""

    def read(self, statement: Statement) -> None:
        """Add one statement to the scope."""
        tree = cast(Tree[Token], parse(statement, "statement").children[0])
        builder = Builder(statement, self.functions)
        match tree.data:
            case "equation":
                self.equations.append(read_equation(tree, builder))
            case "parameters":
                self.parameters += read_parameters(tree, builder)
            case "rounding":
                self.rounding = cast(Literal["stated", "any"], str(tree.children[0]))
            case "scope":
                self.name = label(tree.children[0]) if tree.children else ""
            case "source":
                self.source = quoted(str(tree.children[0]))
            case "claim":
                self.claims.append(read_claim(tree, builder, self.source))
            case _:
                raise LanguageError(
                    "syntax", need="an equation, a claim, parameters, rounding or source in a recurrence",
                    have=f"`{statement.keyword}`", try_="`decomposition NAME` before it", span=statement.span(),
                )  # fmt: skip

    def recurrence(self) -> Recurrence:
        """The recurrence of the scope, checked.

        Raises   LanguageError: a cost with two arities, a size that is no integer as written, a name with two uses
                 NotWellFounded: a size at which the equations say nothing, or go round in a circle
        """
        arities = _arities(self.equations)
        for read in self.equations:
            check_calls(read.builder, arities)
        parameters = all_parameters(self.equations, self.parameters)
        for read in self.equations:
            check_sizes(read.builder, parameters, self.rounding)
        equations = tuple(e.equation for e in self.equations)
        recurrence = Recurrence(equations, parameters, self.rounding, self.name)
        try:
            wellfounded.check_well_founded(recurrence)
        except wellfounded.NotWellFounded as error:
            raise error.placed(self.equations[error.equation].span) from None
        return recurrence

    def stated(self) -> list[Stated]:
        """The claims of the scope, each about its whole recurrence."""
        recurrence = self.recurrence()
        return [Stated(claim(c.judgement, recurrence), c.expect, c.name, c.source, c.line) for c in self.claims]


def read_claim(tree: Tree[Token], builder: Builder, source: str) -> ReadClaim:
    """A claim statement."""
    parts = {c.data: c for c in tree.children if isinstance(c, Tree)}
    name = label(parts["label"]) if "label" in parts else ""
    expect = str(parts["expectation"].children[0]) if "expectation" in parts else "proved"
    judgement = read_judgement(parts["judgement"], builder)
    line = builder.statement.span().source.text.count("\n", 0, builder.statement.start) + 1
    return ReadClaim(judgement, cast(Literal["proved"], expect), name, source, line)


def read_recurrence(statements: list[Statement], source: str) -> Scope:
    """A scope read to its end; a `source` line holds until the next one, also across recurrences."""
    check_heads(statements)
    scope = Scope(frozenset(s.head for s in statements if s.head), source=source)
    for s in statements:
        scope.read(s)
    return scope


def check_heads(statements: list[Statement], reserved: Collection[str] = RESERVED) -> None:
    """Refuse an equation that defines a name with a fixed meaning."""
    for s in statements:
        if s.head in reserved:
            raise LanguageError(
                "name", need="a name of its own for the cost", have=f"{s.head}, which is built in",
                try_=f"{s.head}_(n) = ...", span=s.span(0, len(s.head)),
            )  # fmt: skip


def label(tree: Tree[Token] | Token) -> str:
    """The text of a label, which is a name or stands in quotes."""
    text = str(tree.children[0]) if isinstance(tree, Tree) else str(tree)
    return quoted(text) if text.startswith('"') else text


def _arities(equations: list[ReadEquation]) -> dict[str, int]:
    arities: dict[str, int] = {}
    for read in equations:
        e = read.equation
        known = arities.setdefault(e.function, len(e.patterns))
        if known != len(e.patterns):
            raise LanguageError(
                "name", need=f"{counted_sizes(known)} of {e.function}, as in its first equation",
                have=str(len(e.patterns)),
                try_="another name, or `recurrence NAME` before this equation to start anew", span=read.span,
            )  # fmt: skip
    return arities


def counted_sizes(count: int) -> str:
    """As an error says it: `1 size`, `2 sizes`."""
    return "1 size" if count == 1 else f"{count} sizes"


def check_calls(builder: Builder, arities: dict[str, int]) -> None:
    """Refuse a call with a wrong number of sizes, and a cost named without its sizes."""
    for call, _, span in builder.calls:
        need = arities.get(call.function, len(call.arguments))
        if need != len(call.arguments):
            raise LanguageError(
                "name", need=f"{counted_sizes(need)} of {call.function}", have=f"{len(call.arguments)}", span=span
            )
    for name, span in builder.names.items():
        if name in arities:
            sizes = "n" if arities[name] == 1 else "m, n"
            raise LanguageError(
                "name", need=f"the sizes of the cost {name}", have=f"{name} alone", try_=f"{name}({sizes})", span=span
            )


def all_parameters(equations: Sequence[ReadEquation], declared: list[tuple[Parameter, Span]]) -> tuple[Parameter, ...]:
    """The declared parameters, then every free name of an equation or a condition, as a real without conditions."""
    named: dict[str, Parameter] = {}
    sizes = {v for read in equations for p in read.equation.patterns for v in free_variables(p)}
    for parameter, span in declared:
        if parameter.name in named:
            raise LanguageError("name", need="one declaration of a parameter", have="a second one", span=span)
        if parameter.name in sizes:
            have = f"{parameter.name}, a parameter and a size of an equation"
            raise LanguageError("name", need="a name of its own for each", have=have, span=span)
        named[parameter.name] = parameter
    for parameter, span in declared:
        for name in _names(*parameter.conditions):
            _add_implicit(named, name, sizes, span)
    for read in equations:
        e = read.equation
        own = {v for p in e.patterns for v in free_variables(p)}
        for name in (*free_variables(e.body), *_names(*e.range)):
            if name not in own:
                _add_implicit(named, name, sizes, read.builder.names[name])
    return tuple(named.values())


def _add_implicit(named: dict[str, Parameter], name: str, sizes: set[str], span: Span) -> None:
    if name in sizes:
        raise LanguageError(
            "name", need="a size of this equation or a parameter", have=f"{name}, a size of another equation",
            try_=f"another name for the parameter, or {name} on the left side", span=span,
        )  # fmt: skip
    named.setdefault(name, Parameter(name, "real", ()))


def _names(*comparisons: Comparison) -> list[str]:
    return [v for c in comparisons for side in (c.left, c.right) for v in free_variables(side)]


def check_sizes(builder: Builder, parameters: tuple[Parameter, ...], rounding: str) -> None:
    """Refuse a size, or an end of a range, that is not an integer as written."""
    reals = [p.name for p in parameters if p.kind == "real"]
    ends = [site for pair in builder.folds for site in pair]
    sizes = [site for _, sites, _ in builder.calls for site in sites] if rounding == "stated" else []
    for site in (*ends, *sizes):
        part = first_noninteger(site.expression, reals)
        if part is not None:
            raise _not_integer(site, part, is_size=site not in ends)


def _not_integer(site: Site, part: Expression, *, is_size: bool) -> LanguageError:
    text = site.span.source.text[site.span.start : site.span.end]
    need, advice = "an end of a range that is an integer as written", f"floor({text}) or ceil({text})"
    if is_size:
        need, advice = "a size that is an integer as written", f"floor({text}), ceil({text}), or `rounding any`"
    if isinstance(part, Variable):
        advice = f"`parameters {part.name} integer`, {advice}"
    return LanguageError("size", need=need, have=text, try_=advice, span=site.span)


def claim(read: ReadJudgement, recurrence: Recurrence) -> Claim:
    """The claim about a recurrence; a bare `T` as subject becomes T at the sizes of its step equation.

    Raises   LanguageError: a name that is neither a size of the subject nor a parameter
    """
    subject, builder = read.subject, read.builder
    if isinstance(subject, Variable) and subject.name in recurrence.functions():
        if subject.name not in free_variables(read.bound):
            builder.names.pop(subject.name)
        subject = _at_step(subject.name, recurrence, read.subject_span)
    check_calls(builder, {e.function: len(e.patterns) for e in recurrence.equations})
    check_sizes(builder, recurrence.parameters, recurrence.rounding)
    known = {*free_variables(subject), *(p.name for p in recurrence.parameters)}
    known.update(_names(*read.range, *read.assuming))
    for name in free_variables(read.bound):
        if has_call(subject) and name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
            raise LanguageError(
                "name", need="a size of the subject, or a parameter", have=f"{name}, which is neither",
                try_=near[0] if near else f"`parameters {name} real`", span=builder.names[name],
            )  # fmt: skip
    _check_uniform(read, recurrence)
    uniform = tuple(x for x, _ in read.uniform)
    return Claim(recurrence, subject, read.relation, read.bound, read.range, read.assuming, uniform)


def _check_uniform(read: ReadJudgement, recurrence: Recurrence) -> None:
    """Refuse `uniformly in` for what has no constants, and for names that are no parameters."""
    declared = {p.name for p in recurrence.parameters}
    for index, (x, span) in enumerate(read.uniform):
        if read.relation not in LANDAU:
            have = f"`{read.relation}`, which has no constants"
            raise LanguageError("syntax", need="a growth claim before `uniformly in`", have=have, span=span)
        if x not in declared or x in (y for y, _ in read.uniform[:index]):
            have = f"{x} twice" if x in declared else f"{x}, which is none"
            raise LanguageError(
                "name", need="parameters after `uniformly in`", have=have, try_=f"`parameters {x} real > 0`", span=span
            )


def _at_step(function: str, recurrence: Recurrence, span: Span) -> Expression:
    equations = [e for e in recurrence.equations if e.function == function]
    best = max(equations, key=lambda e: (len({p for p in e.patterns if isinstance(p, Variable)}), has_call(e.body)))
    if len({p for p in best.patterns if isinstance(p, Variable)}) < len(best.patterns):
        raise LanguageError(
            "name", need=f"an equation of {function} whose sizes are all variables", have="none",
            try_=f"the sizes written out: {function}({', '.join('nmk'[: len(best.patterns)])})", span=span,
        )  # fmt: skip
    return Call(function, best.patterns)
