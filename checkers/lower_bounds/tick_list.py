"""Obligations as a list with ticks: what holds, what does not and where, and what it all rests on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from attrs import frozen

if TYPE_CHECKING:
    from rich.text import Text

Mark = Literal["yes", "no", "open"]
SIGNS: dict[Mark, tuple[str, str]] = {"yes": ("+", "green"), "no": ("x", "red"), "open": ("?", "yellow")}


@frozen
class Tick:
    """One obligation: whether it holds, what shows it, and lines about where it fails."""

    name: str
    mark: Mark
    by: str = ""
    notes: tuple[str, ...] = ()


@frozen
class TickList:
    """A proof for a person.

    `decision`  proved when every obligation holds; refuted is never said of the bound, only of an obligation
    `rests_on`  what the decision rests on: kernel; or solvers, and the link of the template
    """

    title: str
    bound: str
    ticks: tuple[Tick, ...]
    decision: Literal["proved", "unknown"]
    rests_on: tuple[str, ...] = ()

    def __str__(self) -> str:
        width = max((len(t.name) for t in self.ticks), default=0)
        lines = [self.title, f"  bound {self.bound}"]
        for t in self.ticks:
            lines.append(f"  [{SIGNS[t.mark][0]}] {t.name.ljust(width)}  {t.by}".rstrip())
            lines += [f"      {note}" for note in t.notes]
        return "\n".join([*lines, self.verdict()])

    def verdict(self) -> str:
        """The last line."""
        return f"  {self.decision}" + (f"; rests on {', '.join(self.rests_on)}" if self.rests_on else "")

    @property
    def failed(self) -> tuple[Tick, ...]:
        """The obligations that do not hold, or are open."""
        return tuple(t for t in self.ticks if t.mark != "yes")

    def __rich__(self) -> Text:
        from rich.text import Text

        text = Text()
        colours = {f"[{sign}]": colour for sign, colour in SIGNS.values()}
        for i, line in enumerate(str(self).splitlines()):
            style = "bold" if i == 0 else colours.get(line[2:5], "")
            text.append(line + "\n", style)
        return text

    def _repr_html_(self) -> str:
        rows = []
        for t in self.ticks:
            sign, colour = SIGNS[t.mark]
            notes = "".join(f"<br><code>{escape(note)}</code>" for note in t.notes)
            cells = (f'<td style="color:{colour}">{sign}</td>', f"<td>{escape(t.name)}{notes}</td>")
            rows.append(f"<tr>{''.join(cells)}<td>{escape(t.by)}</td></tr>")
        head = f"<b>{escape(self.title)}</b><br>bound {escape(self.bound)}"
        return f"<div>{head}<table>{''.join(rows)}</table>{escape(self.verdict().strip())}</div>"
