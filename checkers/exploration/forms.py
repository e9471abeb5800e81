"""Formulas that costs often follow, with exact values: a rounded line, and rounded logarithms, in small numbers.

    ceil((p*n - j)/r) + c + g(n)        g: nothing, ceil or floor of log_b(n), ceil((ceil(log_b(n)) - 1)/2), and for
                                        sorting ceil(log_b(n!))
    ceil((p*n - j)/r + log_b(n)) + c
    ceil((n*(n - 1)/2 - j)/r) + c

A value is an integer at every n >= 1, computed with integers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import gcd

from attrs import frozen

from bounds.expression import Apply, Div, Expression, Mul, Neg, Number, Variable, add
from bounds.language import print_expression

BASES = (2, 3, 4, 5, 6)
FACTORIAL_BASES = (2, 3, 4, 6, 24)
SLOPE, OFFSET, DENOMINATOR = 3, 12, 12
KINDS = ("", "ceil log", "floor log", "factorial", "halved", "joint")
N = Variable("n")


@frozen
class Form:
    """One formula: `kind` says what is added to the line (p*n - j)/r, rounded up; `squared` n(n-1)/2 for n."""

    p: int
    r: int
    j: int
    c: int
    kind: str = ""
    base: int = 2
    squared: bool = False

    @property
    def size(self) -> int:
        """How much there is to it: the order in which forms are shown."""
        extra = 0 if not self.kind else self.base + {"factorial": 3, "halved": 6, "joint": 2}.get(self.kind, 0)
        return self.p + 2 * (self.r - 1) + min(self.j, self.r - 1 - self.j) + abs(self.c) + extra + 2 * self.squared

    def expression(self) -> Expression:
        """The formula in the claim language."""
        line = self._line()
        if self.kind == "joint":
            inside = add(self._over(_times(self.p, N), -self.j), _log(N, self.base))
            return _plus(_ceil(inside), self.c)
        if self.kind == "":
            return _plus(line, self.c)
        log = _log(Apply("factorial", (N,)) if self.kind == "factorial" else N, self.base)
        more = Apply("floor", (log,)) if self.kind == "floor log" else _ceil(log)
        if self.kind == "halved":
            more = _ceil(Div(add(more, Neg(_number(1))), _number(2)))
        return _plus(more if line == _number(0) else add(line, more), self.c)

    def _line(self) -> Expression:
        start = Div(Mul((N, add(N, Neg(_number(1))))), _number(2)) if self.squared else N
        if self.r == 1:
            return _times(self.p, start) if self.p else _number(0)
        if self.j == 0:
            return _ceil(self._over(_times(self.p, start), 0))
        if self.j == self.r - 1:
            return Apply("floor", (self._over(_times(self.p, start), 0),))
        return _ceil(self._over(_times(self.p, start), -self.j))

    def _over(self, e: Expression, shift: int) -> Expression:
        above = _plus(e, shift)
        return above if self.r == 1 else Div(above, _number(self.r))

    def __str__(self) -> str:
        return print_expression(self.expression())


class Values:
    """Exact values of forms; logarithms are tabulated as far as they are asked for."""

    def __init__(self) -> None:
        self._logs: dict[tuple[str, int], list[int]] = {}
        self._state: dict[tuple[str, int], tuple[int, int]] = {}

    def of(self, form: Form, first: int, last: int) -> list[int]:
        """The values at n = first, ..., last."""
        p, r, j, c = form.p, form.r, form.j, form.c
        if form.squared:
            return [c - (j - p * (n * (n - 1) // 2)) // r for n in range(first, last + 1)]
        if not form.kind:
            return [c - (j - p * n) // r for n in range(first, last + 1)]
        if form.kind == "joint":
            logs = self.added("ceil log", form.base, last) if r == 1 else self._powers(form.base, r, last)
            return [c - (j - p * n - logs[n]) // r for n in range(first, last + 1)]
        logs = self.added(form.kind, form.base, last)
        return [c - (j - p * n) // r + logs[n] for n in range(first, last + 1)]

    def added(self, kind: str, base: int, last: int) -> list[int]:
        """What a kind adds at n = 0, ..., last (nothing at 0)."""
        if not kind:
            return [0] * (last + 1)
        if kind == "halved":
            return [-((1 - x) // 2) for x in self.added("ceil log", base, last)]
        if kind == "floor log":
            ups = self.added("ceil log", base, last + 1)
            return [0, *(ups[n + 1] - 1 for n in range(1, last + 1))]
        if kind == "factorial":
            return self._table((kind, base), last, lambda whole, n: whole * n)
        return self._table((kind, base), last, lambda _, n: n)

    def _powers(self, base: int, r: int, last: int) -> list[int]:
        """The least t with base^t >= n^r."""
        return self._table((f"power {r}", base), last, lambda _, n: n**r)

    def _table(self, key: tuple[str, int], last: int, step: Callable[[int, int], int]) -> list[int]:
        """The least t with base^t >= x, x = step(the x before, n)."""
        table = self._logs.setdefault(key, [0, 0])
        whole, power = self._state.get(key, (1, 1))
        base = key[1]
        while len(table) <= last:
            whole = step(whole, len(table))
            t = table[-1]
            while power < whole:
                t, power = t + 1, power * base
            table.append(t)
        self._state[key] = (whole, power)
        return table


def all_lines(most: int) -> Iterator[tuple[int, int, int]]:
    """(p, r, j) with r <= most: a line whose pattern of steps repeats after r, in lowest terms."""
    for r in range(1, most + 1):
        for p in range(SLOPE * r + 1):
            if gcd(p, r) == 1:
                yield from ((p, r, j) for j in range(r))


def all_forms(first: int, value: int, count: int, values: Values, *, is_sorting: bool = False) -> Iterator[Form]:
    """Every form of the grid that has this value at n = first, for fitting to so many sizes.

    The steps of a line repeat after r sizes: it is fitted when they are seen twice, and thrice when there is a
    logarithm beside them. Factorials are for sorting alone: other costs are at most linear in n, or a square.
    """
    for kind in KINDS if is_sorting else [k for k in KINDS if k != "factorial"]:
        most = min(DENOMINATOR, count // (3 if kind else 2))
        for base in FACTORIAL_BASES if kind == "factorial" else BASES if kind else BASES[:1]:
            for p, r, j in all_lines(most):
                if kind == "joint" and r == 1:
                    continue  # the same as "ceil log"
                blank = Form(p, r, j, 0, kind, base)
                c = value - values.of(blank, first, first)[0]
                if abs(c) <= OFFSET:
                    yield Form(p, r, j, c, kind, base)
    for r in range(1, min(DENOMINATOR, count // 2) + 1):
        for j in range(r):
            c = value - values.of(Form(1, r, j, 0, squared=True), first, first)[0]
            if abs(c) <= OFFSET:
                yield Form(1, r, j, c, squared=True)


def _number(x: int) -> Expression:
    return Number(Fraction(x)) if x >= 0 else Neg(Number(Fraction(-x)))


def _plus(e: Expression, c: int) -> Expression:
    if e == _number(0):
        return _number(c)
    return e if c == 0 else add(e, _number(c))


def _times(p: int, e: Expression) -> Expression:
    if p <= 1:
        return e if p else _number(0)
    return Mul((_number(p), *e.factors)) if isinstance(e, Mul) else Mul((_number(p), e))


def _log(e: Expression, base: int) -> Expression:
    return Apply("log2", (e,)) if base == 2 else Apply("log", (e, _number(base)))


def _ceil(e: Expression) -> Expression:
    return Apply("ceil", (e,))
