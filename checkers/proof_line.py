"""One step of a proof for a person, in text and in LaTeX."""

from __future__ import annotations

from attrs import frozen

from bounds.expression import Expression
from bounds.language import print_expression, to_latex


@frozen
class Line:
    """One step of the proof, with the formulas in it apart: {} in `words` stands for each in turn."""

    words: str
    formulas: tuple[Expression | str, ...] = ()

    def text(self) -> str:
        """The step as plain text."""
        return self.words.format(*(f if isinstance(f, str) else print_expression(f) for f in self.formulas))

    def latex(self) -> str:
        """The step as LaTeX."""
        shown = (_escape(f) if isinstance(f, str) else f"${to_latex(f)}$" for f in self.formulas)
        return self.words.format(*shown).replace(">=", r"$\ge$").replace("<=", r"$\le$").replace("==", "$=$")


def _escape(text: str) -> str:
    for mark in "_%&#":
        text = text.replace(mark, "\\" + mark)
    return text
