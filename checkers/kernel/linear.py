"""Linear inequalities between integers, and what follows from them (Fourier-Motzkin elimination with rounding).

A row is a linear form with rational coefficients, by name, its constant under ""; as a hypothesis it says row >= 0.
Each step adds two hypotheses with positive weights, or divides one by the greatest common divisor of its coefficients
and rounds the constant down, which is sound as names stand for integers. What is not shown is not denied.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm, prod
from typing import TypeAlias

from checkers.kernel.decode import Expr
from checkers.kernel.refusal import require

Polynomial: TypeAlias = dict[tuple[str, ...], Fraction]  # coefficients by the names in a product, sorted
Row: TypeAlias = dict[str, Fraction]  # no coefficient 0 but perhaps the constant
RULE = "linear"
ROWS, POWER = 400, 9


def row_of(e: Expr, integers: set[str]) -> Row | None:
    """An expression as a row, when it is linear in integers and evidently so."""
    if isinstance(e, Fraction):
        return {"": e}
    kind, *parts = e
    if kind == "var":
        return {e[1]: Fraction(1)} if e[1] in integers else None
    if kind not in ("add", "mul", "neg", "div"):
        return None
    rows = [row_of(part, integers) for part in parts]
    known = [row for row in rows if row is not None]
    if len(known) < len(rows):
        return None
    if kind == "add":
        return plus(*known)
    if kind == "neg":
        return scaled(known[0], Fraction(-1))
    if kind == "div":
        return scaled(known[0], 1 / known[1][""]) if constant(known[1]) else None
    varying = [row for row in known if set(row) - {""}]
    if len(varying) > 1:
        return None
    factor = Fraction(prod(row.get("", Fraction(0)) for row in known if not set(row) - {""}))
    return scaled(varying[0], factor) if varying else {"": factor}


def constant(row: Row) -> Fraction:
    """The row as a number; 0 when it is none."""
    return row.get("", Fraction(0)) if set(row) <= {""} else Fraction(0)


def plus(*rows: Row) -> Row:
    out: Row = {}
    for row in rows:
        for x, c in row.items():
            out[x] = out.get(x, Fraction(0)) + c
    return {x: c for x, c in out.items() if c}


def scaled(row: Row, q: Fraction) -> Row:
    return {x: c * q for x, c in row.items()} if q else {}


def composed(row: Row, values: dict[str, Row]) -> Row:
    """The row with rows for names, all at once."""
    return plus(*(scaled(values.get(x, {x: Fraction(1)}) if x else {"": Fraction(1)}, c) for x, c in row.items()))


def expression_of(row: Row) -> Expr:
    return ("add", Fraction(0), *(("mul", c, ("var", x)) for x, c in row.items() if x), row.get("", Fraction(0)))


def is_whole(row: Row) -> bool:
    """Whether the row has integer coefficients, so an integer value."""
    return all(c.denominator == 1 for c in row.values())


def opposite(row: Row) -> Row:
    """The hypothesis that row < 0: -row >= 1 once its coefficients are integers."""
    return above(scaled(row, Fraction(-1)))


def above(row: Row) -> Row:
    """The hypothesis that row > 0."""
    return plus(scaled(row, Fraction(lcm(1, *(c.denominator for c in row.values())))), {"": Fraction(-1)})


def tight(row: Row) -> Row:
    """The same hypothesis with coprime integer coefficients and an integer constant."""
    slopes = [c for x, c in row.items() if x]
    if not slopes:
        return row
    scale = Fraction(lcm(*(c.denominator for c in slopes)), 1)
    scale /= gcd(*(int(c * scale) for c in slopes))
    return {**{x: c * scale for x, c in row.items() if x}, "": Fraction(row.get("", Fraction(0)) * scale // 1)}


def is_empty(known: list[Row]) -> bool:
    """Whether the hypotheses are shown to hold at no integers."""
    rows = _least(known)
    while True:
        if any(not slopes and c < 0 for slopes, c in rows.items()):
            return True
        names = {x for slopes in rows for x, _ in slopes}
        if not names:
            return False
        left = [({**dict(slopes), "": c}) for slopes, c in rows.items() if slopes]
        sides = {x: [[r for r in left if s * r.get(x, 0) > 0] for s in (1, -1)] for x in names}
        x = min(sorted(names), key=lambda name: len(sides[name][0]) * len(sides[name][1]))
        low, high = sides[x]
        require(len(low) * len(high) <= ROWS, RULE, f"at most {ROWS} inequalities", len(low) * len(high))
        rows = _least(
            [r for r in left if x not in r] + [plus(scaled(a, -b[x]), scaled(b, a[x])) for a in low for b in high]
        )


def _least(known: list[Row]) -> dict[tuple[tuple[str, Fraction], ...], Fraction]:
    """Of hypotheses with the same coefficients the strictest: its constant by the coefficients."""
    out: dict[tuple[tuple[str, Fraction], ...], Fraction] = {}
    for row in map(tight, known):
        slopes = tuple(sorted((x, c) for x, c in row.items() if x))
        c = row.get("", Fraction(0))
        out[slopes] = min(out.get(slopes, c), c)
    return out


def follows(known: list[Row], goal: Row) -> bool:
    """Whether goal >= 0 is shown wherever the hypotheses hold."""
    return is_empty([*known, opposite(goal)])


def is_nonnegative(e: Expr, known: list[Row]) -> bool:
    """Whether e is a polynomial without negative coefficients in x - c, for x >= c among the hypotheses.

    b^(x - c) with a number b > 1 is 1 + (b - 1)*(x - c) + r, r >= 0: Bernoulli's inequality, x being an integer.
    """
    ends: dict[str, Fraction] = {}
    for row in map(tight, known):
        names = [x for x in row if x]
        if len(names) == 1 and row[names[0]] > 0:
            ends[names[0]] = max(ends.get(names[0], -row[""]), -row[""])
    found = _polynomial(e, ends)
    return found is not None and min(found.values(), default=Fraction(0)) >= 0


def _polynomial(e: Expr, ends: dict[str, Fraction]) -> Polynomial | None:
    """e as a polynomial in x - ends[x] and remainders of exponentials; None when it is none."""
    if isinstance(e, Fraction):
        return {(): e}
    if e[0] == "var":
        return {(): ends[e[1]], (e[1],): Fraction(1)} if e[1] in ends else None
    if e[0] == "pow" and isinstance(e[1], Fraction) and e[1] > 1 and not isinstance(e[2], Fraction):
        return _exponential(e[1], row_of(e[2], set(ends)), ends)
    parts = e[1:]
    if e[0] == "pow" and isinstance(e[2], Fraction) and e[2] in range(POWER):
        parts = (Fraction(1), *[e[1]] * int(e[2]))
    elif e[0] == "div" and isinstance(e[2], Fraction) and e[2]:
        parts = (e[1], 1 / e[2])
    elif e[0] == "neg":
        parts = (e[1], Fraction(-1))
    elif e[0] not in ("add", "mul"):
        return None
    out: Polynomial = {} if e[0] == "add" else {(): Fraction(1)}
    for part in parts:
        more = _polynomial(part, ends)
        if more is None or (len(more) * len(out) if e[0] != "add" else len(more) + len(out)) > ROWS:
            return None
        out = _sum(out, more) if e[0] == "add" else _product(out, more)
    return out


def _sum(a: Polynomial, b: Polynomial) -> Polynomial:
    return {m: a.get(m, Fraction(0)) + b.get(m, Fraction(0)) for m in {**a, **b}}


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    out: Polynomial = {}
    for m, p in a.items():
        for n, q in b.items():
            both = tuple(sorted((*m, *n)))
            out[both] = out.get(both, Fraction(0)) + p * q
    return out


def _exponential(b: Fraction, exponent: Row | None, ends: dict[str, Fraction]) -> Polynomial | None:
    """b to a linear form with natural coefficients, in x - ends[x] and r as above, named after base and x."""
    if exponent is None or not is_whole(exponent):
        return None
    slopes = {x: c for x, c in exponent.items() if x}
    if any(not 0 <= c < POWER for c in slopes.values()):
        return None
    start = exponent.get("", Fraction(0)) + sum((c * ends[x] for x, c in slopes.items()), Fraction(0))
    if abs(start) > ROWS:
        return None
    out: Polynomial = {(): b ** int(start)}
    for x, c in slopes.items():
        for _ in range(int(c)):
            out = _product(out, {(): Fraction(1), (x,): b - 1, (f"{b}^{x}",): Fraction(1)})
            if len(out) > ROWS:
                return None
    return out
