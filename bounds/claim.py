"""A claim: recurrence, relation, bound, range. A statement, never a proof."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from bounds.decomposition import Decomposition
from bounds.expression import Expression
from bounds.recurrence import Comparison, Recurrence, Relation
from bounds.setting import Setting


@frozen
class Claim:
    """`subject relation bound for range assuming conditions`, about the costs a recurrence defines.

    The subject of `claim T in O(n)` is the bare name T applied to the variables of T's step equation (`T(n)`);
    an explicit claim writes its subject out (`T(n) <= 2*n`). Without a range a claim speaks of the whole domain.

    A growth claim between formulas has no cost in its subject. All its variables grow, except parameters; the constants
    may depend on a parameter's value, unless it is one of those the claim is `uniform` in.

    A claim with a `setting` is about every strategy for a problem: its recurrence has no equations, only parameters.
    """

    recurrence: Recurrence
    subject: Expression
    relation: Relation
    bound: Expression
    range: tuple[Comparison, ...] = ()
    assuming: tuple[Comparison, ...] = ()
    uniform: tuple[str, ...] = ()
    setting: Setting | None = None


@frozen
class Stated:
    """A claim as it stands in a claims file: what is expected of it, where it comes from, and on which line.

    `decomposition` is the system whose costs it speaks of, None where it speaks of a recurrence as written.
    """

    claim: Claim
    expect: Literal["proved", "refuted", "unknown"] = "proved"
    name: str = ""
    source: str = ""
    line: int = field(default=0, eq=False)
    decomposition: Decomposition | None = field(default=None, eq=False)
