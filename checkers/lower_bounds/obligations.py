"""What is to be proved of counters, for all of them: linear conditions, and some way to meet requirements under them.

A condition is a row (see `checkers.kernel.linear`): a linear form that is >= 0, in names that stand for integers. The
same SMT-LIB text of an obligation goes to each solver.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Literal, TypeAlias

from attrs import field, frozen

from bounds.encoding import expression_to_json
from bounds.expression import Expression
from bounds.language import parse_expression, parse_judgement
from bounds.language.reading import ReadJudgement
from checkers.kernel import decode
from checkers.kernel.linear import Row, opposite, plus, row_of, scaled

State: TypeAlias = dict[str, int]
Rows: TypeAlias = tuple[Row, ...]


class NotLinear(ValueError):
    """A text that is no linear form, or no condition >=, <= or ==, in the names it may use."""


@frozen
class Requirement:
    """Wherever the conditions `given` hold, `then` is to hold."""

    then: Row
    given: Rows = ()


Way: TypeAlias = tuple[Requirement, ...]
"""Requirements that are met together."""


@frozen
class Obligation:
    """At all integers that meet the hypotheses one of the ways is open; or ("met"): some integers meet them.

    `state`  the names that make up a state, in order, for showing one
    """

    name: str
    hypotheses: Rows
    ways: tuple[Way, ...] = ()
    kind: Literal["always", "met"] = "always"
    state: tuple[str, ...] = field(default=(), kw_only=True)

    def names(self) -> list[str]:
        """Every name in it."""
        rows = [*self.hypotheses]
        for way in self.ways:
            rows += [r for q in way for r in (q.then, *q.given)]
        return sorted({x for row in rows for x in row if x})

    def text(self) -> str:
        """SMT-LIB: unsat shows an obligation of kind `always`, sat one of kind `met`."""
        lines = ["(set-logic QF_LIA)", *(f"(declare-const |{x}| Int)" for x in self.names())]
        lines += [f"(assert {smt(row)})" for row in self.hypotheses]
        if self.kind == "always":
            lines += [f"(assert {closed(way)})" for way in self.ways]
        return "\n".join([*lines, "(check-sat)"])

    def fails_at(self, state: Mapping[str, int]) -> bool:
        """Whether integers meet the hypotheses and no way is open: an independent look at a countermodel."""

        def holds(row: Row) -> bool:
            return value(row, state) >= 0

        def is_open(way: Way) -> bool:
            return all(holds(q.then) or not all(map(holds, q.given)) for q in way)

        return all(map(holds, self.hypotheses)) and not any(map(is_open, self.ways))


def value(row: Row, at: Mapping[str, int]) -> Fraction:
    """The value of a row."""
    return sum((c * (at[x] if x else 1) for x, c in row.items()), Fraction(0))


def smt(row: Row) -> str:
    """The condition row >= 0, with integer coefficients."""
    below = lcm(1, *(c.denominator for c in row.values()))
    terms = [f"(* {_number(c * below)} |{x}|)" if x else _number(c * below) for x, c in sorted(row.items())]
    return f"(>= (+ {' '.join(terms)} 0 0) 0)"


def _number(q: Fraction) -> str:
    return str(q) if q >= 0 else f"(- {-q})"


def _all(rows: Rows) -> str:
    return f"(and true true {' '.join(map(smt, rows))})"


def closed(way: Way) -> str:
    """That some requirement of a way is not met."""
    parts = [f"(and {_all(q.given)} (not {smt(q.then)}))" for q in way]
    return f"(or false false {' '.join(parts)})"


def closings(way: Way) -> list[Rows]:
    """Conditions of which one set holds where the way is closed."""
    return [(*q.given, opposite(q.then)) for q in way]


# --- from text -----------------------------------------------------------------------------------------------------


def linear(text: str, names: frozenset[str]) -> Row:
    """The linear form of a text such as `3/2*u + w - 2`.

    Raises   NotLinear, LanguageError
    """
    return _row(_parsed(text), text, names)


def conditions(text: str, names: frozenset[str]) -> Rows:
    """The rows of a condition such as `u + w <= 1`.

    Raises   NotLinear, LanguageError
    """
    read = _judged(text)
    gap = plus(_row(read.subject, text, names), scaled(_row(read.bound, text, names), Fraction(-1)))
    if read.range or read.assuming or read.uniform or read.relation not in (">=", "<=", "=="):
        raise NotLinear(f"template: need a condition with >=, <= or ==, have `{text}`")
    rows = {">=": [gap], "<=": [scaled(gap, Fraction(-1))], "==": [gap, scaled(gap, Fraction(-1))]}
    return tuple(rows[read.relation])


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Expression:
    return parse_expression(text)


@lru_cache(maxsize=4096)
def _judged(text: str) -> ReadJudgement:
    return parse_judgement(text)


def _row(e: Expression, text: str, names: frozenset[str]) -> Row:
    row = row_of(decode.expression(expression_to_json(e)), set(names))
    if row is None:
        have = f"`{text}`"
        raise NotLinear(f"template: need a linear form in {', '.join(sorted(names))}, have {have}")
    return row
