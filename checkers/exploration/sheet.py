"""A table as a person sees it: plain text, rich, or HTML; every text is shown as it is, whatever it holds."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from attrs import frozen
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 1_000_000
RIGHT = frozenset({"n", "lower", "upper", "proved", "cost", "gap", "states", "ms", "ratio", "turn", "paid", "needed"})


@frozen(repr=False)
class Sheet:
    """A title, headings, rows of texts, and notes below them."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    notes: Sequence[str] = ()

    def __rich__(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.title, table.title_justify, table.title_style = Text(printable(self.title)), "left", "bold"
        for heading in self.headings:
            is_right = heading in RIGHT
            table.add_column(heading, justify="right" if is_right else "left", no_wrap=is_right)
        for row in self.rows:
            table.add_row(*(Text(printable(cell)) for cell in row))
        table.caption = Text("\n".join(map(printable, self.notes))) if self.notes else None
        table.caption_justify, table.caption_style = "left", ""
        return table

    def __str__(self) -> str:
        """Plain text, a line a row, nothing cut."""
        table = self.__rich__()
        table.title, table.caption = None, None
        with io.StringIO() as text:
            Console(file=text, width=WIDTH, color_system=None, highlight=False).print(table)
            lines = [line.rstrip() for line in text.getvalue().splitlines()] if self.rows else []
        return "\n".join([printable(self.title), *lines, *map(printable, self.notes)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(h)}</th>" for h in self.headings)
        body = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:{"right" if h in RIGHT else "left"}">{escape(cell)}</td>'
                for h, cell in zip(self.headings, row, strict=True)
            )
            + "</tr>"
            for row in self.rows
        )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return f"<table><caption>{escape(self.title)}</caption><tr>{head}</tr>{body}</table>{notes}"


def printable(text: str) -> str:
    """The text with control characters written out, so that none steers a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode("ascii") for c in text)
