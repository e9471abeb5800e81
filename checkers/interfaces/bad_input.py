"""The one way a command refuses what it was given: who refused, what was needed, what was found, what to try."""

from __future__ import annotations


class BadInput(Exception):
    """Input that a command cannot work with; the command line prints the text and exits with code 2."""

    def __init__(self, who: str, *, need: str, have: str, attempt: str = "") -> None:
        self.who, self.need, self.have, self.attempt = who, need, have, attempt
        lines = [f"{who}: refused", f"  need  {need}", f"  have  {have}"]
        super().__init__("\n".join([*lines, f"  try   {attempt}"] if attempt else lines))
