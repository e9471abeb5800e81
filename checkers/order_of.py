"""Which bounds of T decide a growth claim, once the order of T is known, and how that order is written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.invariants import monomial


def show(k: Any) -> str:
    """A monomial as a person writes it."""
    return text(monomial(Fraction(1), k, 2))


def text(e: Any) -> str:
    """A kernel expression on one line, for messages."""
    if isinstance(e, Fraction):
        return str(e)
    kind, parts = e[0], e[1:]
    if kind in ("var", "const"):
        return str(parts[0])
    if kind == "fn":
        if parts[0] == "log" and len(parts) == 3:
            return f"log({text(parts[1])})"
        return f"{parts[0]}({', '.join(map(text, parts[1:]))})"
    if kind == "root":
        return f"root({parts[0]}: {text(parts[1])})"
    if kind == "neg":
        return f"-{text(parts[0])}"
    if kind == "pow":
        plain = parts[1][0] == "var" if isinstance(parts[1], tuple) else parts[1].denominator == 1 and parts[1] >= 0
        return f"{text(parts[0])}^{text(parts[1])}" if plain else f"{text(parts[0])}^({text(parts[1])})"
    return f" {({'add': '+', 'mul': '*', 'div': '/'}[kind])} ".join(map(text, parts)) if kind == "add" else {
        "mul": "*", "div": "/"}[kind].join(map(text, parts))  # fmt: skip


def sides(relation: str, against: int) -> list[str]:
    """Which bounds of T decide the claim when T's order is below (-1), at (0) or above (1) that of the claim."""
    if relation == "Theta":
        return [["upper"], ["upper", "lower"], ["lower"]][against + 1]
    if relation in ("O", "o"):
        return ["upper"] if against < 0 or (against == 0 and relation == "O") else ["lower"]
    return ["lower"] if against > 0 or (against == 0 and relation == "Omega") else ["upper"]


def holds(relation: str, against: int) -> bool:
    """Whether the claim is true when T's order is below (-1), at (0) or above (1) that of its bound."""
    return {"O": against <= 0, "o": against < 0, "Theta": against == 0, "Omega": against >= 0, "omega": against > 0}[
        relation
    ]
