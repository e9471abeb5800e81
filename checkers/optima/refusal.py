"""How a search for an optimum refuses: who refused, what it needs, what it was given, what to try."""

from __future__ import annotations


class OutOfReach(Exception):
    """A problem, primitive or mode that this search does not decide; nothing was decided about it."""

    def __init__(self, who: str, *, need: str, have: object, attempt: str = "") -> None:
        self.who, self.need, self.have, self.attempt = who, need, str(have)[:300], attempt
        lines = [f"{who}: refused", f"  need  {need}", f"  have  {self.have}"]
        super().__init__("\n".join([*lines, f"  try   {attempt}"] if attempt else lines))
