"""The scopes of a text: each recurrence, decomposition or problem, with the claims about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bounds.language.errors import LanguageError
from bounds.language.limits import MAX_RECURRENCES
from bounds.language.problem_scope import ProblemScope, read_problem
from bounds.language.scope import Scope, read_recurrence
from bounds.language.statements import Statement
from bounds.language.system import System, read_system

AnyScope: TypeAlias = Scope | System | ProblemScope
READERS: dict[str, Callable[[list[Statement], str], AnyScope]] = {
    "decomposition": read_system,
    "problem": read_problem,
}
OPENING = ("recurrence", *READERS)
"""The words that begin a scope."""


def all_scopes(statements: list[Statement]) -> list[AnyScope]:
    """The scopes of a text, each read to its end; a `recurrence`, `decomposition` or `problem` line begins the next."""
    groups: list[list[Statement]] = [[]]
    for statement in statements:
        if statement.keyword in OPENING:
            groups.append([])
        if len(groups) > MAX_RECURRENCES + 1:
            need = f"at most {MAX_RECURRENCES:,} recurrences in a text"
            raise LanguageError("limit", need=need, have="more", try_="several files", span=statement.span())
        groups[-1].append(statement)
    scopes: list[AnyScope] = []
    for group in groups:
        if group:
            read = READERS.get(group[0].keyword, read_recurrence)
            scopes.append(read(group, scopes[-1].source if scopes else ""))
    return scopes
