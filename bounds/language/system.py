"""One decomposition of a claims file: its procedures, and claims about what it costs.

A claim names measures: `calls(n) <= 2*n`, `tokens_in in O(n)`. The recurrences of these measures are derived, and the
claim is about them.
"""

from __future__ import annotations

from typing import cast

from attrs import define, field
from lark import Token, Tree

from bounds import wellfounded
from bounds.claim import Stated
from bounds.decomposition import Decomposition, Each, Loop, Recurse, all_steps
from bounds.derivation import NotDerivable, all_costs, derive_all
from bounds.expression import Variable, free_variables
from bounds.language.building import RESERVED, Builder
from bounds.language.errors import LanguageError, Span
from bounds.language.integrality import first_noninteger
from bounds.language.procedures import STEPS, ReadPrimitive, ReadProcedure, read_primitive, read_procedure
from bounds.language.reading import quoted, read_parameters
from bounds.language.scope import ReadClaim, all_parameters, check_heads, claim, counted_sizes, label, read_claim
from bounds.language.statements import Statement
from bounds.language.syntax import parse
from bounds.primitive import Primitive
from bounds.recurrence import Parameter, Recurrence


@define
class System:
    """The statements of one decomposition, read one by one; `stated()` says what its claims mean."""

    functions: frozenset[str]
    name: str = ""
    procedures: list[ReadProcedure] = field(factory=list)
    primitives: list[ReadPrimitive] = field(factory=list)
    parameters: list[tuple[Parameter, Span]] = field(factory=list)
    claims: list[tuple[Statement, str]] = field(factory=list)
    source: str = ""

    def read(self, statement: Statement) -> None:
        """Add one statement to the scope."""
        tree = cast(Tree[Token], parse(statement, "statement").children[0])
        builder = Builder(statement, self.functions)
        match tree.data:
            case "equation":
                self.procedures.append(read_procedure(tree, builder, self.functions))
            case "parameters":
                self.parameters += read_parameters(tree, builder)
            case "primitive":
                self.primitives.append(read_primitive(tree, builder))
            case "decomposition":
                self.name = label(tree.children[0]) if tree.children else ""
            case "source":
                self.source = quoted(str(tree.children[0]))
            case "claim":
                self.claims.append((statement, self.source))
            case _:
                raise LanguageError(
                    "syntax", need="a procedure, a primitive, parameters, a source or a claim in a decomposition",
                    have=f"`{statement.keyword}`", span=statement.span(),
                )  # fmt: skip

    def decomposition(self) -> Decomposition:
        """The decomposition of the scope, checked.

        Raises   LanguageError: no procedure, two numbers of sizes, a size that is no integer, a name with two uses
        """
        if not self.procedures:
            raise LanguageError(
                "syntax", need="at least one procedure", have="none", try_="S(n) = call(summarise, n, 1) for n >= 1"
            )
        _check_arities(self.procedures)
        parameters = all_parameters([], self.parameters)
        reals = [p.name for p in parameters if p.kind == "real"]
        for read in self.procedures:
            _check_names(read, {p.name for p in parameters})
            _check_integers(read, reals)
        primitives = self._primitives({p.name for p in parameters})
        return Decomposition(tuple(r.procedure for r in self.procedures), parameters, primitives, self.name)

    def _primitives(self, parameters: set[str]) -> tuple[Primitive, ...]:
        found: dict[str, Primitive] = {}
        for read in self.primitives:
            if read.primitive.name in found:
                raise LanguageError("name", need="one declaration of a primitive", have="a second one", span=read.span)
            unknown = [x for x in free_variables(read.primitive.size) if x not in parameters]
            if unknown:
                raise LanguageError(
                    "name", need="a number or a parameter for size", have=unknown[0],
                    try_=f"`parameters {unknown[0]} real > 0`", span=read.span,
                )  # fmt: skip
            found[read.primitive.name] = read.primitive
        return tuple(found.values())

    def stated(self) -> list[Stated]:
        """The claims of the scope, each about the recurrences of the measures it names."""
        decomposition = self.decomposition()
        known: dict[tuple[str, ...], Recurrence] = {}
        return [self._stated(s, source, decomposition, known) for s, source in self.claims]

    def _stated(
        self, statement: Statement, source: str, decomposition: Decomposition, known: dict[tuple[str, ...], Recurrence]
    ) -> Stated:
        tree = cast(Tree[Token], parse(statement, "statement").children[0])
        builder = Builder(statement, frozenset(all_costs(decomposition)))
        read: ReadClaim = read_claim(tree, builder, source)
        costs = set(all_costs(decomposition))
        named = [c.function for c, _, _ in builder.calls] + [x for x in builder.names if x in costs]
        wanted = tuple(x for x in all_costs(decomposition) if x in named)
        if not wanted:
            raise LanguageError(
                "name", need="a measure of the decomposition in the claim", have="none",
                try_="calls(n) <= 2*n, tokens_in in O(n), depth(n) <= log2(n)", span=statement.span(),
            )  # fmt: skip
        if wanted not in known:
            known[wanted] = self._derived(decomposition, wanted, statement)
        stated = claim(read.judgement, known[wanted])
        return Stated(stated, read.expect, read.name, read.source, read.line, decomposition)

    def _derived(self, decomposition: Decomposition, wanted: tuple[str, ...], statement: Statement) -> Recurrence:
        try:
            recurrence = derive_all(decomposition, wanted)
        except NotDerivable as error:
            raise LanguageError(
                f"derivation/{error.who}", need=error.need, have=error.have, try_=error.try_, span=statement.span()
            ) from None
        try:
            wellfounded.check_well_founded(recurrence)
        except wellfounded.NotWellFounded as error:
            names = [r.procedure.name for r in self.procedures]
            own = all_costs(decomposition)[recurrence.equations[error.equation].function][1]
            at = names.index(own) if own in names else 0
            raise error.placed(self.procedures[at].span) from None
        return recurrence


def read_system(statements: list[Statement], source: str) -> System:
    """A decomposition read to its end."""
    check_heads(statements, (*RESERVED, *STEPS))
    system = System(frozenset(s.head for s in statements if s.head), source=source)
    for s in statements:
        system.read(s)
    return system


def _check_arities(procedures: list[ReadProcedure]) -> None:
    arities: dict[str, int] = {}
    for read in procedures:
        p = read.procedure
        if arities.setdefault(p.name, len(p.patterns)) != len(p.patterns):
            need = f"{counted_sizes(arities[p.name])} of {p.name}, as in its first case"
            raise LanguageError("name", need=need, have=str(len(p.patterns)), span=read.span)
    for read in procedures:
        for step in all_steps(read.procedure.body):
            if isinstance(step, Recurse) and len(step.sizes) != arities[step.procedure]:
                need = f"{counted_sizes(arities[step.procedure])} of {step.procedure}"
                raise LanguageError("name", need=need, have=str(len(step.sizes)), span=read.span)


def _check_names(read: ReadProcedure, parameters: set[str]) -> None:
    """Every name is a size of its procedure, runs in a loop, or is a declared parameter."""
    sizes = {v for p in read.procedure.patterns for v in free_variables(p)}
    running = {s.over.variable for s in all_steps(read.procedure.body) if isinstance(s, Each | Loop)}
    for name in sorted((sizes | running) & parameters):
        raise LanguageError(
            "name", need="a name of its own for each", have=f"{name}, a parameter and a size", span=read.span
        )
    for name, span in read.names.items():
        if name in running and name not in sizes:
            raise LanguageError(
                "name", need="a size of this procedure, or a parameter", have=f"{name} outside of its rounds", span=span
            )
        if name not in parameters | sizes:
            raise LanguageError(
                "name", need="a size of this procedure, a running variable or a parameter", have=name,
                try_=f"`parameters {name} integer >= 1`", span=span,
            )  # fmt: skip


def _check_integers(read: ReadProcedure, reals: list[str]) -> None:
    for site in read.sizes:
        part = first_noninteger(site.expression, reals)
        if part is not None:
            text = site.span.source.text[site.span.start : site.span.end]
            advice = f"`parameters {part.name} integer`, " if isinstance(part, Variable) else ""
            raise LanguageError(
                "size", need="a number of tokens, rounds or samples that is an integer as written", have=text,
                try_=f"{advice}floor({text}) or ceil({text})", span=site.span,
            )  # fmt: skip
