"""The claim language read: documents, recurrences, claims and expressions.

Start at `parse_document`. A text goes through statements.py (cut, limits), syntax.py (grammar), building.py
(expressions, names), reading.py (equations, parameters, judgements), scope.py (checks on a whole recurrence).
"""

from __future__ import annotations

from typing import cast

from lark import Token, Tree

from bounds.claim import Claim, Stated
from bounds.decomposition import Decomposition
from bounds.expression import Expression
from bounds.language.building import Builder
from bounds.language.errors import LanguageError, Source
from bounds.language.problem_scope import NAMES, read_problem, read_setting
from bounds.language.reading import ReadJudgement, read_judgement
from bounds.language.scope import Scope, claim
from bounds.language.scopes import all_scopes
from bounds.language.statements import Statement, cut
from bounds.language.syntax import parse
from bounds.language.system import System, read_system
from bounds.recurrence import Recurrence
from bounds.setting import Setting


def parse_document(text: str, *, path: str = "") -> tuple[Stated, ...]:
    """The claims of a claims file, in order, each about the recurrence of its scope.

    Shape    text of statements; `path` is shown in errors
    Gives    one `Stated` a claim
    Raises   LanguageError with line, column, need, have, try_; NotWellFounded when a recurrence says nothing somewhere

    >>> [stated] = parse_document("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim T(n) <= 2*n expect proved")
    >>> stated.claim.relation
    '<='
    """
    return tuple(stated for scope in all_scopes(cut(Source(text, path))) for stated in scope.stated())


def parse_recurrence(text: str) -> Recurrence:
    """The recurrence of a text of equations, parameters and rounding.

    Raises   LanguageError with line, column, need, have, try_; NotWellFounded when it says nothing somewhere

    >>> parse_recurrence("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1").functions()
    ('T',)
    """
    statements = cut(Source(text))
    for index, s in enumerate(statements):
        if s.keyword in ("claim", "source") or (s.keyword == "recurrence" and index):
            raise LanguageError(
                "syntax", need="equations, parameters and rounding of one recurrence", have=f"`{s.keyword}`",
                try_="parse_document", span=s.span(0, len(s.keyword)),
            )  # fmt: skip
    scopes = all_scopes(statements)
    if not scopes or not isinstance(scopes[0], Scope):
        raise LanguageError(
            "syntax", need="at least one equation", have="a decomposition" if scopes else "an empty text",
            try_="T(n) = T(n-1) + 1 for n >= 1",
        )  # fmt: skip
    return scopes[0].recurrence()


def parse_decomposition(text: str) -> Decomposition:
    """The decomposition of a text of procedures, primitives and parameters; a first line `decomposition NAME` names it.

    Raises   LanguageError with line, column, need, have, try_

    >>> parse_decomposition("S(n) = each(x in n by 8: call(summarise, x, 2)) for n >= 1").called()
    ('summarise',)
    """
    statements = cut(Source(text))
    if not statements:
        raise LanguageError("syntax", need="a decomposition", have="an empty text", try_="S(n) = call(a) for n >= 1")
    for index, s in enumerate(statements):
        if s.keyword == "claim" or (s.keyword in ("recurrence", "decomposition") and index):
            raise LanguageError(
                "syntax", need="procedures, primitives and parameters of one decomposition", have=f"`{s.keyword}`",
                try_="parse_document", span=s.span(0, len(s.keyword)),
            )  # fmt: skip
    return read_system(statements, "").decomposition()


def parse_decompositions(text: str, *, path: str = "") -> tuple[Decomposition, ...]:
    """The decompositions of a claims file, in order; what else stands in it is read and left out.

    Shape    without a line `decomposition` or `recurrence`, the text is one decomposition
    Raises   LanguageError with line, column, need, have, try_

    >>> text = "decomposition a; S(n) = call(x); claim calls(n) <= 1; decomposition b; R(n) = call(y)"
    >>> [d.name for d in parse_decompositions(text)]
    ['a', 'b']
    """
    statements = cut(Source(text, path))
    if statements and not any(s.keyword in ("decomposition", "recurrence") for s in statements):
        return (read_system(statements, "").decomposition(),)
    return tuple(s.decomposition() for s in all_scopes(statements) if isinstance(s, System))


def parse_claim(text: str, recurrence: Recurrence) -> Claim:
    """The claim of a text such as `T in O(n)` or `T(n) == 2*n for n >= 1`, about a given recurrence.

    Raises   LanguageError with line, column, need, have, try_
    """
    statement = _only(text, "one claim")
    tree = cast(Tree[Token], parse(statement, "lone_claim").children[0])
    return claim(read_judgement(tree, Builder(statement, recurrence.functions())), recurrence)


def parse_asked(text: str, asked: str) -> Claim:
    """The claim `asked` about the recurrence, or the problem, of a text.

    Raises   LanguageError with line, column, need, have, try_; NotWellFounded

    >>> parse_asked("problem max by compare", "calls >= n - 1").relation
    '>='
    """
    statements = cut(Source(text))
    if not statements or statements[0].keyword != "problem":
        return parse_claim(asked, parse_recurrence(text))
    for s in statements[1:]:
        if s.keyword not in ("parameters", ""):
            raise LanguageError(
                "syntax", need="one problem and its parameters", have=f"`{s.keyword}`", try_="parse_document",
                span=s.span(0, len(s.keyword)),
            )  # fmt: skip
    _only(asked, "one claim")
    text = asked if asked.split()[:1] == ["claim"] else f"claim {asked}"
    scope = read_problem([*statements, *cut(Source(text))], "")
    [stated] = scope.stated()
    return stated.claim


def parse_judgement(text: str) -> ReadJudgement:
    """What a claim without a recurrence says, as `calls(n) <= 2*n for n >= 1`; any name before parentheses is a cost.

    Raises   LanguageError with line, column, need, have, try_
    """
    statement = _only(text, "one claim")
    tree = cast(Tree[Token], parse(statement, "lone_claim").children[0])
    return read_judgement(tree, Builder(statement, None))


def parse_setting(text: str) -> Setting:
    """The setting of a text such as `second by compare`, with or without the word `problem`.

    Raises   LanguageError with line, column, need, have, try_

    >>> parse_setting("max by best(10) at 3").calls[0].price
    Fraction(3, 1)
    """
    words = text.split(None, 1)
    statement = _only(text if words[:1] == ["problem"] else f"problem {text}", "one problem")
    tree = cast(Tree[Token], parse(statement, "statement").children[0])
    return read_setting(tree, Builder(statement, NAMES))


def parse_expression(text: str) -> Expression:
    """The expression of a text; any unknown name before parentheses is a cost.

    Raises   LanguageError with line, column, need, have, try_

    >>> parse_expression("T(n) + 1") == parse_expression("T( n )+1")
    True
    """
    statement = _only(text, "one expression")
    tree = cast(Tree[Token], parse(statement, "lone_expression").children[0])
    return Builder(statement, None).expression(tree)


def _only(text: str, need: str) -> Statement:
    statements = cut(Source(text))
    if not statements:
        raise LanguageError("syntax", need=need, have="an empty text")
    if len(statements) > 1:
        raise LanguageError("syntax", need=need, have=f"{len(statements)} statements", span=statements[1].span())
    return statements[0]
