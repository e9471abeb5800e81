"""The one exception of the claim language: who refused, what was needed, what was found, what to try."""

from __future__ import annotations

from attrs import frozen

_WIDTH = 100


@frozen
class Source:
    """A text and the name of the file it came from, for showing where something went wrong."""

    text: str
    path: str = ""


@frozen
class Span:
    """The characters `start` to `end` of a source."""

    source: Source
    start: int
    end: int


class LanguageError(ValueError):
    """A text that does not say anything tightbound understands.

    Shape    `who` refused ("syntax", "name", "size", "limit", ...), `need`, `have`, `try_`: one line each
    Gives    `line` and `column` from 1 (0 when there is no text), `text`: the offending characters
    """

    def __init__(self, who: str, *, need: str, have: str, try_: str = "", span: Span | None = None) -> None:
        self.who, self.need, self.have, self.try_ = who, need, have, try_
        self.span = span
        self.line, self.column, self.text = _place(span) if span else (0, 0, "")
        super().__init__(_message(self))


def _place(span: Span) -> tuple[int, int, str]:
    text = span.source.text
    line_start = text.rfind("\n", 0, span.start) + 1
    return text.count("\n", 0, span.start) + 1, span.start - line_start + 1, text[span.start : span.end]


def _shown(text: str) -> str:
    """The text with everything a terminal would not show as written spelt out."""
    return "".join(c if " " <= c <= "~" or c == "\t" else repr(c)[1:-1] if c < " " else ascii(c)[1:-1] for c in text)


def _excerpt(span: Span) -> list[str]:
    text = span.source.text
    start = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.start)
    line = text[start : len(text) if stop < 0 else stop].rstrip("\r")
    at = span.start - start
    cut = max(0, at - _WIDTH // 2) if len(line) > _WIDTH else 0
    before, marked = _shown(line[cut:at]), _shown(line[at : min(span.end - start, cut + _WIDTH)])
    after = _shown(line[at : cut + _WIDTH])[len(marked) :]
    left, right = "... " if cut else "", " ..." if cut + _WIDTH < len(line) else ""
    caret = "".join("\t" if c == "\t" else " " for c in left + before) + "^" * max(1, len(marked))
    return [f"    {left}{before}{marked}{after}{right}".rstrip(), f"    {caret}"]


def _message(error: LanguageError) -> str:
    lines = [f"Rejected: language/{error.who}"]
    if error.span:
        path = error.span.source.path
        at = f"{path}:{error.line}:{error.column}" if path else f"line {error.line}, column {error.column}"
        lines = [f"{lines[0]}  {at}", *_excerpt(error.span)]
    lines += [f"  need  {_shown(error.need)}", f"  have  {_shown(error.have)}"]
    if error.try_:
        lines.append(f"  try   {_shown(error.try_)}")
    return "\n".join(lines)
