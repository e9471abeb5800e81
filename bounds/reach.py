"""Which procedures a system uses, and whose cost is left to chance."""

from __future__ import annotations

from collections.abc import Iterable

from bounds.decomposition import Choose, Decomposition, Lead, Procedure, Recurse, Retry, Step, all_steps


def reachable(decomposition: Decomposition) -> frozenset[str]:
    """The procedures that the system uses, itself among them."""
    found: set[str] = set()
    waiting = [decomposition.main]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [s.procedure for s in _steps(decomposition.procedures, name) if isinstance(s, Recurse)]
    return frozenset(found)


def _steps(procedures: Iterable[Procedure], name: str) -> list[Step]:
    return [s for p in procedures if p.name == name for s in all_steps(p.body)]


def left_to_chance(decomposition: Decomposition) -> frozenset[str]:
    """The procedures whose cost is left to chance."""
    own = {n: _steps(decomposition.procedures, n) for n in decomposition.names()}
    found = {n for n, steps in own.items() if any(isinstance(s, Retry | Lead | Choose) for s in steps)}
    while True:
        more = {n for n, steps in own.items() if any(isinstance(s, Recurse) and s.procedure in found for s in steps)}
        if more <= found:
            return frozenset(found)
        found |= more
