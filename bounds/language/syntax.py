"""Parse one statement with the grammar of claim.lark, and say in words what was expected where it does not parse."""

from __future__ import annotations

import difflib
import functools
import re
from importlib import resources
from typing import Literal, NoReturn, TypeAlias

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from bounds.expression import FUNCTIONS
from bounds.language.errors import LanguageError
from bounds.language.statements import KEYWORDS, Statement

Start: TypeAlias = Literal["statement", "lone_claim", "lone_expression"]

_SYMBOLS = {
    "EQUAL": "`=`", "DOUBLE_EQUAL": "`==`", "LESS_EQUAL": "`<=`", "GREATER_EQUAL": "`>=`", "LESS": "`<`",
    "GREATER": "`>`", "NOT_EQUAL": "`!=`", "RATIO": "`~`", "COMMA": "`,`", "COLON": "`:`", "RPAR": "`)`",
    "LPAR": "`(`", "DOTS": "`..`", "STRING": 'a text in "quotes"', "NAME": "a name", "KIND": "`real` or `integer`",
    "ROUNDING": "`any` or `stated`", "EXPECTED": "`proved`, `refuted` or `unknown`",
    "LANDAU": "O, Omega, Theta, o or omega", "LSQB": "`[`", "RSQB": "`]`", "FOR": "`for`", "IN": "`in`", "AND": "`and`",
    "ASSUMING": "`assuming`", "EXPECT": "`expect`", "BY": "`by`", "OVERLAP": "`overlap`", "INTO": "`into`",
    "EXACTLY": "`exactly`", "AT": "`at`", "WITH": "`with`",
}  # fmt: skip
_WORDS = {"if": "for", "when": "for", "where": "for", "given": "assuming", "is": "in", "with": "assuming"}
_LAST = re.compile(r"([A-Za-z_][A-Za-z0-9_]*|[0-9.]+|\S)\s*\Z")
_NEXT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?|<=|>=|==|!=|\.\.|\S")


@functools.cache
def _grammar() -> Lark:
    text = resources.files("bounds.language").joinpath("claim.lark").read_text(encoding="ascii")
    starts = ["statement", "lone_claim", "lone_expression"]
    return Lark(text, parser="lalr", start=starts, maybe_placeholders=False)


def parse(statement: Statement, start: Start) -> Tree[Token]:
    """The parse tree of a statement.

    Raises   LanguageError with the place, what was needed there, and what to try
    """
    try:
        return _grammar().parse(statement.text, start=start)
    except UnexpectedInput as error:
        _refuse(statement, error)


def _refuse(statement: Statement, error: UnexpectedInput) -> NoReturn:
    expected: set[str] = set()
    if isinstance(error, UnexpectedToken):
        expected = set(error.accepts or error.expected)
    elif isinstance(error, UnexpectedCharacters):
        expected = set(error.allowed)
    text = statement.text
    at = len(text) if _is_end(error) or error.pos_in_stream is None else error.pos_in_stream
    match = _NEXT.match(text, at)
    found = match[0] if match else ""
    before = _LAST.search(text[:at])
    raise LanguageError(
        "syntax", need=_need(expected, at), have=f"`{found}`" if found else "the end of the statement",
        try_=_advice(expected, before[1] if before else "", found, text[at + len(found) : at + len(found) + 1]),
        span=statement.span(at, at + max(1, len(found))),
    ) from None  # fmt: skip


def _is_end(error: UnexpectedInput) -> bool:
    return isinstance(error, UnexpectedToken) and error.token.type == "$END"


def _need(expected: set[str], at: int) -> str:
    if at == 0 and "NUMBER" in expected:
        return "an equation, a claim, or one of parameters, rounding, recurrence, decomposition, source"
    if "NUMBER" in expected:
        return "a number, a name or `(`"
    others = [words for name, words in _SYMBOLS.items() if name in expected]
    others = list(dict.fromkeys(others))
    if "TIMES" in expected:
        others = ["an operator", *(o for o in others if o != "`(`")]
    if "$END" in expected:
        others.append("the end of the statement")
    return ", ".join(others[:-1]) + (" or " if len(others) > 1 else "") + others[-1] if others else "something else"


def _advice(expected: set[str], before: str, found: str, after: str) -> str:
    word = found[:1].isalpha() or found[:1] == "_"
    if "LANDAU" in expected and word:
        return next((x for x in ("Omega", "Theta", "O") if x.lower() == found.lower()), "O(...)")
    if before == "*" and found == "*":
        return "`^` for a power"
    if "TIMES" not in expected:
        return "" if found not in KEYWORDS or before else "the same line as the statement it belongs to"
    if word and found in _WORDS:
        return _WORDS[found]
    near = difflib.get_close_matches(found, [k for k in KEYWORDS[:5] if k.upper() in expected], 1, 0.6) if word else []
    if near:
        return near[0]
    if word and before in FUNCTIONS:
        return f"{before}({found})"
    if re.fullmatch(r"e[0-9]+", found) and before[:1].isdigit():
        return f"{before}*10^{found[1:]}"
    if (word or found[:1].isdigit() or found == "(") and before not in KEYWORDS:
        left = before if before != ")" else "(...)"
        return f"{left}*{found}" + ("...)" if found == "(" else "(...)" if after == "(" else "")
    return ""
