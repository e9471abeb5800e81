"""Rational functions with one denominator through given values, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

Polynomial: TypeAlias = tuple[Fraction, ...]
"""The coefficients of 1, k, k^2, ..."""


def fitted(values: Mapping[int, Sequence[Fraction]], most: int) -> tuple[list[Polynomial], Polynomial] | None:
    """Polynomials p_1, p_2, ... and s, of the least degree, with p_i(k)/s(k) the i-th value at each k.

    Needs    more values than coefficients: what is fitted without one to spare says nothing, and is not given
    Gives    s > 0 at each k given; None when no degree up to `most` does

    >>> [[str(c) for c in p] for p in fitted({k: [Fraction(1, k - 1)] for k in range(2, 8)}, 2)[0]]
    [['1']]
    """
    count = len(next(iter(values.values())))
    for degree in range(most + 1):
        width = degree + 1
        if count * len(values) <= (count + 1) * width:
            return None
        rows = []
        for k, row in values.items():
            powers = [Fraction(k) ** i for i in range(width)]
            for i, value in enumerate(row):
                blocks = [[Fraction(0)] * width for _ in range(count)]
                blocks[i] = powers
                rows.append([x for block in blocks for x in block] + [-value * p for p in powers])
        for found in kernel_of(rows, (count + 1) * width):
            *tops, scale = (tuple(found[i : i + width]) for i in range(0, len(found), width))
            signs = {at(scale, k) > 0 for k in values if at(scale, k)}
            if len(signs) == 1 and all(at(scale, k) for k in values):
                factor = (1 if signs == {True} else -1) / _content(found)
                return [scaled(p, factor) for p in tops], scaled(scale, factor)
    return None


def at(p: Polynomial, k: int | Fraction) -> Fraction:
    """p(k)."""
    value = Fraction(0)
    for c in reversed(p):
        value = value * k + c
    return value


def scaled(p: Polynomial, c: Fraction) -> Polynomial:
    """c times p, without zeros at its end."""
    found = [c * x for x in p]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)


def kernel_of(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Vectors that span the solutions x of rows * x = 0."""
    pivots: list[int] = []
    done: list[list[Fraction]] = []
    for column in range(width):
        pivot = next((r for r in rows if r[column]), None)
        if pivot is None:
            continue
        rows = [r for r in rows if r is not pivot]
        unit = [x / pivot[column] for x in pivot]
        rows, done = ([_without(r, unit, column) for r in part] for part in (rows, done))
        done.append(unit)
        pivots.append(column)
    found = []
    for free in range(width):
        if free not in pivots:
            x = [Fraction(int(i == free)) for i in range(width)]
            for column, row in zip(pivots, done, strict=True):
                x[column] = -row[free]
            found.append(x)
    return found


def _without(row: list[Fraction], unit: list[Fraction], column: int) -> list[Fraction]:
    c = row[column]
    return [x - c * y for x, y in zip(row, unit, strict=True)] if c else row


def _content(numbers: Sequence[Fraction]) -> Fraction:
    """The positive number by which all are to be divided to be coprime integers."""
    below = lcm(*(x.denominator for x in numbers))
    return Fraction(gcd(*(int(x * below) for x in numbers)), below)
