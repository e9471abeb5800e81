"""`tightbound gap`: what a decomposition costs beside the least that any strategy can, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from bounds.decomposition import Decomposition
from bounds.derivation import NotDerivable
from bounds.language import print_claim, print_expression
from bounds.setting import Setting
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.table import printable
from checkers.lower_bounds.gap import HEADINGS, Gap, Sizes, all_gaps, by_strength, sizes

WHO = "tightbound gap"


def find(setting: Setting, decomposition: Decomposition, seconds: float) -> list[Gap]:
    """How the cost stands to each proved bound, the closest first.

    Raises   BadInput: no bound is known, several sizes, or a cost that is not derived
    """
    try:
        found = by_strength(all_gaps(setting, decomposition, seconds=seconds))
    except NotDerivable as e:
        raise BadInput(WHO, need=e.need, have=e.have, attempt=e.try_) from None
    except ValueError as e:
        raise BadInput(WHO, need="a decomposition of one size", have=str(e), attempt="numbers for the others") from None
    if not found:
        have = f"{setting.family}, for which no rule gives one"
        raise BadInput(WHO, need="a problem with a proved lower bound", have=have, attempt="tightbound explore")
    return found


def to_table(found: Sequence[Gap], *, every: bool) -> Table:
    """The proved bounds and what was proved of the cost beside each."""
    table = Table(box=None, pad_edge=False, show_edge=False)
    for title in HEADINGS:
        table.add_column(title, overflow="fold")
    for gap in found if every else found[:1]:
        table.add_row(*(Text(printable(t)) for t in gap.texts()))
    return table


def closing(setting: Setting, decomposition: Decomposition, gap: Gap) -> str:
    """The gap in a sentence, and what it rests on."""
    name = decomposition.name or "the decomposition"
    said = f"{name}: {gap.sentence()}"
    return f"{said}\nassumed: {name} solves {setting.family}; proved: everything else, re-checked by the kernel"


def to_sizes(rows: Sequence[Sizes]) -> Table:
    """Costs and bounds at small sizes."""
    table = Table(box=None, pad_edge=False, show_edge=False)
    for title in ("n", "cost", "least", "proved"):
        table.add_column(title, justify="right")
    for row in rows:
        table.add_row(str(row.n), str(row.cost), "-" if row.least is None else str(row.least), str(row.proved))
    return table


def to_json(found: Sequence[Gap], rows: Sequence[Sizes]) -> dict[str, Any]:
    """Everything found, with certificates."""
    return {
        "gaps": [
            {
                "how": g.how,
                "constant": None if g.constant is None else str(g.constant),
                "sentence": g.sentence(),
                "bound": print_expression(g.lower.bound),
                "start": g.lower.start,
                "rule": g.lower.rule,
                "certificate": g.lower.certificate,
                "claim": print_claim(g.above.claim) if g.above else None,
                "verdict": g.above.decision if g.above else None,
                "claim_certificate": g.above.certificate if g.above else None,
            }
            for g in found
        ],
        "sizes": [
            {"n": r.n, "cost": str(r.cost), "least": None if r.least is None else str(r.least), "proved": str(r.proved)}
            for r in rows
        ],
    }


__all__ = ["WHO", "closing", "find", "sizes", "to_json", "to_sizes", "to_table"]
