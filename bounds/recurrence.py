"""Recurrences: equations with ranges, parameters, and how unrounded arguments are to be read."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import field, frozen

from bounds.expression import Expression

Relation: TypeAlias = Literal["<=", ">=", "==", "<", ">", "!=", "O", "Omega", "Theta", "o", "omega", "~"]

EXPLICIT = ("<=", ">=", "==")
LANDAU = ("O", "Omega", "Theta", "o", "omega")


@frozen
class Comparison:
    """`left relation right`: a range (`n >= 2`), a condition on a parameter, or an assumption (`b*l in Omega(k)`)."""

    left: Expression
    relation: Relation
    right: Expression


@frozen
class Parameter:
    """A named constant of the recurrence, with the conditions under which everything is said.

    `integer k >= 2` has kind "integer" and one condition; `real p in (1/2, 1)` has kind "real" and two.
    """

    name: str
    kind: Literal["integer", "real"]
    conditions: tuple[Comparison, ...] = ()


@frozen
class Equation:
    """`T(n) = body for n >= 2`: on its range the value at the pattern is (or is at most, at least) the body.

    `relation` is "==" for an equation, "<=" or ">=" for a recurrence stated as an inequality.
    A pattern is a variable, a literal, or linear in one variable (`2*m+1`).
    """

    function: str
    patterns: tuple[Expression, ...]
    body: Expression
    range: tuple[Comparison, ...] = ()
    relation: Literal["==", "<=", ">="] = "=="


@frozen
class Recurrence:
    """The equations that a cost satisfies; each side condition is a named field.

    rounding "stated": every size argument is an integer as written.
    rounding "any": an argument such as n/2 stands for every choice of floor or ceil, at every occurrence.
    """

    equations: tuple[Equation, ...]
    parameters: tuple[Parameter, ...] = ()
    rounding: Literal["stated", "any"] = "stated"
    name: str = field(default="", eq=False)

    def functions(self) -> tuple[str, ...]:
        """The unknown costs this recurrence defines, in order of first equation."""
        return tuple(dict.fromkeys(e.function for e in self.equations))
