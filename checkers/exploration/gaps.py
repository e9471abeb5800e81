"""How a decomposition stands to the least cost of a setting, as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bounds.decomposition import Decomposition
from checkers.exploration.refusal import CannotExplore
from checkers.exploration.sheet import Sheet
from checkers.lower_bounds.gap import HEADINGS, all_gaps, by_strength

if TYPE_CHECKING:
    from checkers.exploration.session import Session


def of_decomposition(session: Session, decomposition: Decomposition) -> Sheet:
    """The proved bounds, the closest first, and what was proved of the cost beside each."""
    found = by_strength(all_gaps(session.setting, decomposition))
    if not found:
        raise CannotExplore("gap", need="a proved bound", have=f"none about {session.text}")
    rows = [g.texts() for g in found]
    name = decomposition.name or "the decomposition"
    return Sheet(f"{name}: {found[0].sentence()}", HEADINGS, rows, [f"assumed: {name} solves {session.setting.family}"])
