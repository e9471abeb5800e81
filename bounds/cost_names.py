"""The names of costs: what a claim about a decomposition calls each measure of each procedure."""

from __future__ import annotations

from bounds.decomposition import Decomposition
from bounds.measure import EXPECTED, MEASURES

LATENCY = ("latency_least", "latency_most")
"""Bounds of the time that any greedy schedule takes on `workers` workers when each call takes 1."""


def cost_name(decomposition: Decomposition, named: str, procedure: str) -> str:
    """The name of a procedure's cost: that of the measure, with the procedure's where it is not the system."""
    return named if procedure == decomposition.main else f"{named}_{procedure}"


def all_costs(decomposition: Decomposition) -> dict[str, tuple[str, str]]:
    """Every name that a claim may use, with its measure and procedure: `calls`, `expected_tokens`, `depth_S`."""
    measures = [*MEASURES, *(EXPECTED + name for name, m in MEASURES.items() if m.combine != "peak")]
    named = {cost_name(decomposition, m, p): (m, p) for p in reversed(decomposition.names()) for m in measures}
    return {**dict.fromkeys(LATENCY, ("", decomposition.main)), **named}


def clash(decomposition: Decomposition) -> tuple[str, tuple[str, str], tuple[str, str]] | None:
    """A name that two costs have, with the measure and procedure of each; None: there is none.

    `tokens_out` is a measure of the system, and would be the tokens of a procedure `out`.
    """
    named: dict[str, tuple[str, str]] = {}
    for m in (*MEASURES, *LATENCY):
        for p in decomposition.names():
            name = cost_name(decomposition, m, p)
            if name in named:
                return name, named[name], (m, p)
            named[name] = m, p
    return None
