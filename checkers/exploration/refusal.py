"""How an exploration refuses: who refused, what it needs, what it was given, what to try."""

from __future__ import annotations


class CannotExplore(Exception):
    """A question that makes no sense for this setting, or asks for more than can be computed; nothing was decided."""

    def __init__(self, who: str, *, need: str, have: object, attempt: str = "") -> None:
        self.who, self.need, self.have, self.attempt = f"exploration/{who}", need, str(have)[:300], attempt
        lines = [f"{self.who}: refused", f"  need  {need}", f"  have  {self.have}"]
        super().__init__("\n".join([*lines, f"  try   {attempt}"] if attempt else lines))
