"""n pages are read one after the other; a note is made of each, with all notes so far in the prompt."""

from __future__ import annotations

from checkers.executions.mock import Mock
from theorems.programs.contents import document

PAGE = 8


async def run(llm: Mock, n: int, *, s: int = 2, seed: int = 0) -> list[str]:
    """The notes: of each page its s most important words."""
    text = document(n * PAGE, seed)
    notes: list[str] = []
    for i in range(n):
        page = " ".join(text[i * PAGE : (i + 1) * PAGE])
        prompt = f"Note what is new here in {s} words. Notes: {' '.join(notes)} Text: {page}"
        note = await llm.complete(prompt, s, primitive="note")
        notes.append(note)
    return notes
