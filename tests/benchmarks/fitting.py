"""Closed forms fitted to exact values, and claims near what the values say: true, just true, just false.

>>> table = {n: Fraction(3 * n * n - 1) for n in range(20)}
>>> fit(table, [BASIS[name] for name in ("1", "n", "n^2")])
[Fraction(-1, 1), Fraction(0, 1), Fraction(3, 1)]
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from bounds.language import LanguageError, parse_recurrence
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined
from tests.benchmarks.exact_values import Evaluator
from tests.benchmarks.random_claims import joined, term

F = Fraction
Table: TypeAlias = dict[int, Fraction]


@frozen
class Drawn:
    """One request: recurrence, claim, and its truth where the generator knows it by theory."""

    family: str
    text: str
    claim: str
    relation: str
    truth: bool | None = None


@frozen
class Shape:
    """A function of n as text and as exact value; `least` is the first n at which it is defined."""

    text: str
    value: Callable[[int], Fraction]
    least: int = 0


def floor_log(n: int, base: int) -> int:
    """The l with base^l <= n < base^(l+1), in integers."""
    level = 0
    while base ** (level + 1) <= n:
        level += 1
    return level


def ceil_log(n: int, base: int) -> int:
    """The least l with n <= base^l."""
    return floor_log(n, base) + (base ** floor_log(n, base) != n)


def logarithmic(base: int) -> list[Shape]:
    """The shapes of closed forms by halving (or by thirds), with floors, then with ceilings."""
    found = []
    for name, level in (("floor", floor_log), ("ceil", ceil_log)):
        log = f"{name}(log2(n))" if base == 2 else f"{name}(log(n, {base}))"
        found += [
            Shape(log, lambda n, f=level: F(f(n, base)), 1),
            Shape(f"n*{log}", lambda n, f=level: F(n * f(n, base)), 1),
            Shape(f"{base}^{log}", lambda n, f=level: F(base ** f(n, base)), 1),
        ]
    return found


BASIS: dict[str, Shape] = {
    "1": Shape("1", lambda n: F(1)),
    "n": Shape("n", lambda n: F(n)),
    "n^2": Shape("n^2", lambda n: F(n * n)),
    "n^3": Shape("n^3", lambda n: F(n**3)),
    "2^n": Shape("2^n", lambda n: F(2**n)),
    "3^n": Shape("3^n", lambda n: F(3**n)),
    "n*2^n": Shape("n*2^n", lambda n: F(n * 2**n)),
    "(-1)^n": Shape("(-1)^n", lambda n: F((-1) ** n)),
    "n*(-1)^n": Shape("n*(-1)^n", lambda n: F(n * (-1) ** n)),
}


def exact_table(text: str, function: str = "T", upto: int = 48) -> Table:
    """The rational values of one function, where they exist."""
    table: Table = {}
    try:
        evaluator = Evaluator(parse_recurrence(text))
    except LanguageError:
        return table
    for n in range(upto + 1):
        with suppress(Undefined, Undecided, TooLarge, RecursionError):
            value = evaluator.value(function, n)
            if isinstance(value, int | Fraction) and abs(value) < 10**200:
                table[n] = F(value)
    return table


def fit(table: Table, basis: Sequence[Shape]) -> list[Fraction] | None:
    """The coefficients with which the shapes give every value of the table, where they are unique; None otherwise."""
    rows = [[s.value(n) for s in basis] + [value] for n, value in sorted(table.items())]
    if len(rows) < len(basis) + 4:
        return None
    solved: list[list[Fraction]] = []
    for column in range(len(basis)):
        for row in rows:
            for done, pivot in solved:
                row[:] = [a - row[pivot] * b for a, b in zip(row, done, strict=True)] if row[pivot] else row
        lead = next((row for row in rows if row[column] and row is not None), None)
        if lead is None:
            return None
        unit = [a / lead[column] for a in lead]
        rows = [row for row in rows if row is not lead]
        solved = [([a - d[column] * b for a, b in zip(d, unit, strict=True)], p) for d, p in solved]
        solved.append((unit, column))
    for row in rows:
        for done, pivot in solved:
            row[:] = [a - row[pivot] * b for a, b in zip(row, done, strict=True)] if row[pivot] else row
    if any(any(row) for row in rows):
        return None
    return [done[-1] for done, _ in sorted(solved, key=lambda s: s[1])]


def spoilt(draw: random.Random, numbers: Sequence[Fraction]) -> list[Fraction]:
    """The numbers, one of them a little or much changed."""
    out = list(numbers)
    at = draw.randrange(len(out))
    out[at] += draw.choice([F(1), F(-1), F(1, 2), F(-1, 2), F(1, 1000), F(-1, 1000), -2 * out[at], out[at]])
    return out


def form_text(numbers: Sequence[Fraction], basis: Sequence[Shape]) -> str:
    """sum of c_i * shape_i as a person writes it."""
    return joined([term(c, s.text) for c, s in zip(numbers, basis, strict=True) if c])


def spoken(draw: random.Random, first: int, last: int | None = None) -> str:
    """A range from `first`, now and then up to a last size."""
    if last is None and draw.random() < 0.1:
        last = first + draw.randint(0, 120)
    return f" for n >= {first}" + (f", n <= {last}" if last is not None else "")


def claim_by_form(draw: random.Random, table: Table, basis: Sequence[Shape], function: str = "T") -> tuple[str, str]:
    """A claim near a fitted closed form (or near the first values where none fits): text and relation."""
    first = max([*(s.least for s in basis), draw.choice([0, 1, 1, 2, min(table, default=0)])])
    settled = {n: v for n, v in table.items() if n >= max(first, min(table))}
    for skipped in (0, 3, 8):  # the first sizes are often of another form
        late = {n: v for n, v in settled.items() if n >= first + skipped}
        numbers = fit(late, basis)
        if numbers is not None:
            first = min(late) if draw.random() < 0.9 else first
            break
    else:
        return claim_by_ratio(draw, table, function)
    if draw.random() < 0.5:
        relation = "=="
        numbers = spoilt(draw, numbers) if draw.random() < 0.45 else numbers
        text = form_text(numbers, basis)
        if draw.random() < 0.15:
            text = text.replace("floor(", "ceil(") if "floor(" in text else text.replace("ceil(", "floor(")
    else:
        relation = draw.choice(["<=", ">="])
        slack = draw.choice([F(0), F(0), F(1, 1000), F(-1, 1000), F(1), F(-1)])
        text = form_text(numbers, basis) + term(slack, draw.choice(["1", "n"])) * bool(slack)
    return f"{function}(n) {relation} {text}{spoken(draw, first)}", relation


def claim_by_ratio(draw: random.Random, table: Table, function: str = "T") -> tuple[str, str]:
    """`<=` or `>=` with the best constant that the first values allow, or one just beside it."""
    relation = draw.choice(["<=", ">="])
    first = draw.choice([n for n in (1, 2, 3, 5) if n >= min(table, default=1)] or [min(table)])
    points = {n: v for n, v in table.items() if n >= first} or {first: F(1)}
    late = max(points)
    growth = max(abs(points[late]), F(1))
    degree = max(0, min(4, round(math.log(growth) / math.log(max(late, 2)))))
    shape = next((s for s in ("2^n", "3^n") if growth >= F(int(s[0])) ** late), f"n^{degree}" if degree else "1")
    value = (lambda n: F(int(shape[0])) ** n) if shape.endswith("^n") else (lambda n: F(n) ** degree)
    extra = F(draw.choice([0, 0, 0, 1, -1, 2, -5]))
    best = (max if relation == "<=" else min)((v - extra) / value(n) for n, v in points.items())
    best = best.limit_denominator(10**6) + draw.choice([F(0), F(0), F(0), F(1, 1000), F(-1, 1000), F(1, 7), F(-1, 7)])
    text = joined([term(best, shape)] * bool(best) + [term(extra, "1")] * bool(extra))
    last = late if draw.random() < 0.15 else None
    return f"{function}(n) {relation} {text}{spoken(draw, first, last)}", relation


def rational_near(draw: random.Random, x: float) -> Fraction:
    """A rational near x, never nearer than about 1/5000 of it."""
    off = draw.choice([1, -1]) * draw.choice([0.0005, 0.002, 0.01, 0.1, 0.5])
    return F(x * (1 + off)).limit_denominator(2000)


def growth_truth(relation: str, sign: int) -> bool:
    """The truth of `T in relation(f)` when f/T tends to infinity (sign 1), to 0 (-1), or neither (0)."""
    return {"O": sign >= 0, "Omega": sign <= 0, "Theta": sign == 0, "o": sign > 0, "omega": sign < 0}[relation]
