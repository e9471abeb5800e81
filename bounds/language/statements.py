"""Cut a text into statements, and refuse what no parser should be given: all in one pass, before any parsing."""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from attrs import define, field, frozen

from bounds.language.errors import LanguageError, Source, Span
from bounds.language.limits import MAX_DEPTH, MAX_DIGITS, MAX_NODES, MAX_TEXT

KEYWORDS = ("for", "in", "and", "assuming", "expect", "claim", "parameters", "recurrence", "rounding", "source",
            "uniformly", "decomposition", "primitive", "problem")  # fmt: skip
"""Words that are never names."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\f\r]+) | (?P<word>[A-Za-z_][A-Za-z0-9_]*) | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<newline>\n) | (?P<end>;) | (?P<open>[(\[]) | (?P<close>[)\]]) | (?P<comment>\#[^\n]*)
    | (?P<string>"(?:[^"\\\n]|\\.)*") | (?P<operator><=|>=|==|!=|\.\.|[-+*/^=<>~,:]) | (?P<bang>!) | (?P<other>.)""",
    re.VERBOSE,
)
_HEAD = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*\(")
_ROUNDS = re.compile(r"\b(?:each|loop)\s*\(\s*[A-Za-z_][A-Za-z0-9_]*\s*\Z")  # `each(x in n by w: ...)`
_ASCII_FOR = {
    "≤": "<=", "≥": ">=", "≠": "!=", "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∈": "in", "Θ": "Theta",  # noqa: RUF001
    "Ω": "Omega", "ω": "omega", "π": "pi", "φ": "phi", "²": "^2", "³": "^3", "√": "sqrt( )", "⌊": "floor( )",
    "⌋": "floor( )", "⌈": "ceil( )", "⌉": "ceil( )", "∑": "sum(k=0..n: )", "Σ": "sum(k=0..n: )", "“": '"', "”": '"',
}  # fmt: skip


@frozen
class Statement:
    """The part of the text from `start` to `end`; `keyword` is its first word when that is a keyword."""

    source: Source
    start: int
    end: int
    keyword: str

    @property
    def text(self) -> str:
        """The characters of the statement."""
        return self.source.text[self.start : self.end]

    @property
    def head(self) -> str:
        """The name that an equation defines: `T` for `T(n) = ...`; empty when it is no equation."""
        match = None if self.keyword else _HEAD.match(self.text)
        return match[1] if match else ""

    def span(self, start: int | None = None, end: int | None = None) -> Span:
        """Where in the source the characters start to end of this statement stand; all of it by default."""
        stop = self.end if end is None else self.start + end
        return Span(self.source, self.start + (start or 0), stop)


def cut(source: Source) -> list[Statement]:
    """The statements of a text, in order; empty ones are dropped.

    Needs    ASCII, at most MAX_TEXT characters, brackets that match and nest at most MAX_DEPTH deep
    Raises   LanguageError naming the limit or the character
    """
    _check_characters(source)
    scan = _Scan(source)
    for match in _TOKEN.finditer(source.text):
        scan.take(match.lastgroup or "", match[0], match.start())
    return scan.finish()


def _check_characters(source: Source) -> None:
    text = source.text
    if len(text) > MAX_TEXT:
        raise LanguageError(
            "limit", need=f"a text of at most {MAX_TEXT:,} characters", have=f"{len(text):,} characters",
            try_="several files, one for each system",
        )  # fmt: skip
    at = next((m.start() for m in re.finditer(r"[^\t\n\f\x20-\x7e\r]|\r(?!\n)", text)), None)
    if at is None:
        return
    c = text[at]
    name = "carriage return without a line feed" if c == "\r" else unicodedata.name(c, "a control character")
    raise LanguageError(
        "character", need="ASCII text", have=f"U+{ord(c):04X}, {name}",
        try_=_ASCII_FOR.get(c, "its name in ASCII letters" if c.isalpha() else "the text without it"),
        span=Span(source, at, at + 1),
    )  # fmt: skip


@define
class _Scan:
    source: Source
    statements: list[Statement] = field(factory=list)
    opened: list[int] = field(factory=list)
    start: int = -1
    stop: int = 0
    keyword: str = ""
    continues: bool = False
    nodes: int = 0

    def take(self, kind: str, token: str, at: int) -> None:
        """Add one token to the statement, or end the statement."""
        if kind in ("space", "comment"):
            return
        if kind in ("newline", "end"):
            if kind == "end" and self.opened:
                self._unclosed()
            if kind == "end" or not (self.opened or self.continues):
                self._end()
            return
        self._check(kind, token, at)
        if self.start < 0:
            self.start, self.keyword = at, token if token in KEYWORDS else ""
        self.stop, self.continues = at + len(token), kind == "operator"

    def _check(self, kind: str, text: str, at: int) -> None:
        span = Span(self.source, at, at + len(text))
        if kind in ("word", "number", "bang") or text == "-":
            self.nodes += 1
            if self.nodes > MAX_NODES:
                _limit(f"at most {MAX_NODES:,} names, numbers and signs in a text", "more", span)
            if self.opened and text in KEYWORDS and not _ROUNDS.search(self.source.text, max(0, at - 200), at):
                self._unclosed()
            if kind == "number" and len(text) > MAX_DIGITS:
                _limit(f"a number of at most {MAX_DIGITS:,} digits", f"{len(text):,} digits", span)
        elif kind == "open":
            self.opened.append(at)
            if len(self.opened) > MAX_DEPTH:
                _limit(f"brackets nested at most {MAX_DEPTH} deep", f"{len(self.opened)} open here", span)
        elif kind == "close":
            if not self.opened:
                raise LanguageError("syntax", need=f"an opening bracket before `{text}`", have="none", span=span)
            self.opened.pop()
        elif kind == "other":
            _other(text, span)

    def _unclosed(self) -> NoReturn:
        at = self.opened[-1]
        raise LanguageError(
            "syntax", need="a closing bracket for this one", have="none before the statement ends",
            span=Span(self.source, at, at + 1),
        )  # fmt: skip

    def _end(self) -> None:
        if self.start >= 0:
            self.statements.append(Statement(self.source, self.start, self.stop, self.keyword))
        self.start, self.keyword, self.continues = -1, "", False

    def finish(self) -> list[Statement]:
        """All statements, when the text is over."""
        if self.opened:
            self._unclosed()
        self._end()
        return self.statements


def _limit(need: str, have: str, span: Span) -> NoReturn:
    raise LanguageError("limit", need=need, have=have, span=span)


def _other(text: str, span: Span) -> NoReturn:
    if text == '"':
        raise LanguageError("syntax", need='a closing " on the same line', have="none", span=span)
    if text == ".":
        raise LanguageError(
            "syntax", need="digits on both sides of the point", have="a lone `.`", try_="0.5, or 0..n for a range",
            span=span,
        )  # fmt: skip
    raise LanguageError("syntax", need="a character of the claim language", have=f"`{text}`", span=span)
