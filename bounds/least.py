"""Least values: a number that an expression certainly never falls below, from what is known of its names.

It is used where a formula holds only for sizes that are large enough, such as the number of terms of a sum. None means
that nothing was found, never that there is no such number.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from attrs import field, frozen

from bounds.expression import Add, Apply, Call, Div, Expression, Fold, Mul, Neg, Number, Pow, Variable
from bounds.normal_form import Form, expression, form, plus, scaled
from bounds.recurrence import Comparison, Parameter

DEPTH = 2
"""How often a fact may be used to find a fact: what facts say of one another goes on for ever."""


@frozen
class Knowledge:
    """Comparisons that hold: the range of an equation, the conditions of the parameters, sizes that are >= 0."""

    integers: frozenset[str]
    facts: tuple[Comparison, ...]
    gaps: tuple[tuple[Form, bool, bool], ...] = field(init=False, eq=False, repr=False)
    """Forms that are >= 0 because a fact holds; whether > 0; whether whole numbers."""

    @gaps.default
    def _all_gaps(self) -> tuple[tuple[Form, bool, bool], ...]:
        whole = [(c, self._whole(c.left) and self._whole(c.right)) for c in self.facts]
        return tuple((gap, strict, integers) for c, integers in whole for gap, strict in _gaps(c))

    @classmethod
    def of(cls, sizes: Iterable[str], parameters: Iterable[Parameter], range_: Iterable[Comparison]) -> Knowledge:
        """Sizes are integers >= 0."""
        known = list(parameters)
        names = frozenset([*sizes, *(p.name for p in known if p.kind == "integer")])
        natural = (Comparison(Variable(x), ">=", Number(Fraction(0))) for x in sizes)
        return cls(names, (*natural, *(c for p in known for c in p.conditions), *range_))

    def at_least(self, e: Expression, bound: int) -> bool:
        """Whether e >= bound is evident."""
        found = self.least(e)
        return (found is not None and found >= bound) or self._stated(e, bound, DEPTH)

    def _stated(self, e: Expression, bound: int, depth: int) -> bool:
        """Whether e - bound is one of the facts, plus something that is evidently >= 0."""
        if not depth:
            return False
        goal = plus(form(e), {(): Fraction(-bound)})
        for gap, strict, integers in self.gaps:
            rest = plus(goal, scaled(gap, Fraction(-1)), {(): Fraction(int(strict and integers))})
            low = Fraction(0) if not rest else self.least(expression(rest), depth - 1)
            if low is not None and low >= 0:
                return True
        return False

    def _whole(self, e: Expression) -> bool:
        match e:
            case Number(value):
                return value.denominator == 1
            case Variable(name):
                return name in self.integers
            case Add(parts) | Mul(parts):
                return all(map(self._whole, parts))
            case Neg(part):
                return self._whole(part)
            case Apply(name, parts):
                return name in ("floor", "ceil") or (name in ("max", "min") and all(map(self._whole, parts)))
        return False

    def least(self, e: Expression, depth: int = DEPTH) -> Fraction | None:
        """A number that e is never below, or None."""
        match e:
            case Number(value):
                return value
            case Variable():
                return self._of_name(e, depth)
            case Add(terms):
                found = [self.least(t, depth) for t in terms]
                return sum((f for f in found if f is not None), Fraction(0)) if None not in found else None
            case Neg(Number(value)):
                return -value
            case Mul(factors):
                return self._product([self.least(f, depth) for f in factors])
            case Div(top, bottom):
                a, b = self.least(top, depth), self.least(bottom, depth)
                if a is None or a < 0 or b is None or b <= 0:
                    return None
                return a / bottom.value if isinstance(bottom, Number) else Fraction(0)
            case Pow(base, Number(k)) if k >= 1 and k.denominator == 1:
                return self._product([self.least(base, depth)] * int(k))
            case Apply(name, arguments):
                return self._applied(name, [self.least(a, depth) for a in arguments], arguments, depth)
            case Fold("sum", _, _, _, _) | Call():
                return Fraction(0) if isinstance(e, Call) else None
        return None

    def _product(self, found: list[Fraction | None]) -> Fraction | None:
        out = Fraction(1)
        for f in found:
            if f is None or f < 0:
                return None
            out *= f
        return out

    def _of_name(self, name: Variable, depth: int) -> Fraction | None:
        """From a fact name >= rest: what rest is never below."""
        best: Fraction | None = None
        for gap, strict, integers in self.gaps:
            slope = gap.get(((name, 1),), Fraction(0))
            if slope <= 0:
                continue
            rest = scaled({m: q for m, q in gap.items() if m != ((name, 1),)}, -1 / slope)
            plain = set(rest) <= {()}
            end = rest.get((), Fraction(0)) if plain else self.least(expression(rest), depth - 1) if depth else None
            if end is None:
                continue
            if name.name in self.integers:
                whole = strict and (plain or (integers and slope == 1))
                end = Fraction(floor(end) + 1 if whole else ceil(end))
            best = end if best is None else max(best, end)
        return best

    def _applied(
        self, name: str, found: list[Fraction | None], arguments: tuple[Expression, ...], depth: int
    ) -> Fraction | None:
        known = [f for f in found if f is not None]
        if name == "max":
            return max(known, default=None)
        if len(known) < len(found):
            return None
        if name == "min":
            return min(known)
        if name == "floor":
            return Fraction(floor(known[0]))
        if name == "ceil":
            return Fraction(max(ceil(known[0]), int(self._positive(arguments[0], depth))))
        return Fraction(0) if name in ("sqrt", "H", "binomial", "Fib", "logstar") else None

    def _positive(self, e: Expression, depth: int) -> bool:
        """Whether e > 0 is evident: of a quotient, when both parts are."""
        if isinstance(e, Div):
            return self._positive(e.numerator, depth) and self._positive(e.denominator, depth)
        found = self.least(e, depth)
        return (found is not None and found > 0) or (self._whole(e) and self._stated(e, 1, depth))


def _gaps(c: Comparison) -> list[tuple[Form, bool]]:
    """Forms that are >= 0 (or > 0: True) because the comparison holds."""
    forward = plus(form(c.left), scaled(form(c.right), Fraction(-1)))
    back = scaled(forward, Fraction(-1))
    match c.relation:
        case ">=" | ">":
            return [(forward, c.relation == ">")]
        case "<=" | "<":
            return [(back, c.relation == "<")]
        case "==":
            return [(forward, False), (back, False)]
    return []
