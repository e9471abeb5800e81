"""How the kernel refuses: one exception, one way to raise it."""

from __future__ import annotations


class Rejected(Exception):
    """A certificate does not prove its claim: the rule that refused, what it needs, what it was given."""

    def __init__(self, rule: str, need: str, have: str) -> None:
        super().__init__(f"Rejected: {rule}\n  need  {need}\n  have  {have}")
        self.rule, self.need, self.have = rule, need, have


class OutsideLanguage(Rejected):
    """A claim says something the kernel has no rule for; nothing was decided about it."""


def require(ok: bool, rule: str, need: str, have: object) -> None:
    """Refuse unless ok holds: the only way a rule says no."""
    if not ok:
        raise Rejected(rule, need, _short(have))


def outside(rule: str, need: str, have: object) -> OutsideLanguage:
    """The refusal to raise for a claim beyond the kernel's language."""
    return OutsideLanguage(rule, need, _short(have))


def _short(have: object) -> str:
    try:
        text = str(have)
    except (ValueError, RecursionError):  # integers of thousands of digits, deeply nested lists
        return "a value too long to show"
    return text if len(text) <= 300 else text[:300] + "..."
