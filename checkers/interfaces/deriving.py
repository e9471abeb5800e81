"""`tightbound derive`: the recurrence of each measure of a decomposition, in the claim language."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from bounds.decomposition import Decomposition
from bounds.derivation import NotDerivable, all_costs, derive_all
from bounds.language import print_recurrence
from bounds.language.decomposition_printer import print_procedure
from bounds.language.errors import LanguageError
from bounds.wellfounded import check_well_founded
from checkers.interfaces.bad_input import BadInput

WHO = "tightbound derive"
MEASURES = ("calls", "tokens_in", "tokens_out", "depth", "peak")
"""What is derived when no measure is named."""


@frozen
class Derived:
    """The recurrence of one measure as text; or why there is none, as lines of comment."""

    measure: str
    text: str
    found: bool


def derive(decomposition: Decomposition, measures: Sequence[str]) -> list[Derived]:
    """What each measure costs.

    Raises   BadInput: no such measure, or a recurrence that says nothing at some size
    """
    known = all_costs(decomposition)
    unknown = next((m for m in measures if m not in known), None)
    if unknown is not None:
        raise BadInput(WHO, need="a measure of the decomposition", have=unknown[:200], attempt=", ".join(known))
    return [_derived(decomposition, name) for name in measures or MEASURES]


def _derived(decomposition: Decomposition, name: str) -> Derived:
    try:
        recurrence = derive_all(decomposition, [name])
    except NotDerivable as why:
        return Derived(name, "\n".join(f"# {line}" for line in [f"{name}: not derived", *_words(why)]), False)
    try:
        check_well_founded(recurrence)
    except LanguageError as why:
        raise BadInput(
            WHO, need=f"{why.need}, for {name}", have=why.have, attempt=why.try_ or "a case for every size"
        ) from None
    return Derived(name, print_recurrence(recurrence), True)


def _words(why: NotDerivable) -> list[str]:
    """What the measure needs and does not have, in words."""
    lines = [f"  step  {why.who}", f"  need  {why.need}", f"  have  {why.have}"]
    return [*lines, f"  try   {why.try_}"] if why.try_ else lines


def document(decomposition: Decomposition, derived: Sequence[Derived]) -> str:
    """The recurrences as a claims file, each after the procedures that it is derived from."""
    name = decomposition.name or decomposition.main
    lines = [f"# {line}" for line in [f"decomposition {name}", *map(print_procedure, decomposition.procedures)]]
    lines = [part for line in lines for part in line.splitlines()]
    for d in derived:
        lines += ["", *([f"recurrence {d.measure}"] if d.found else []), d.text]
    return "\n".join(lines)
