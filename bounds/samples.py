"""Where to look for trouble in a recurrence: which parts of a body, which sizes, which values of the parameters."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction

from bounds.evaluation import Evaluator
from bounds.expression import (
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Number,
    Pow,
    all_subexpressions,
    children,
    free_variables,
)
from bounds.language.integrality import linear
from bounds.recurrence import Comparison, Parameter, Recurrence
from bounds.value import Exact, TooLarge, Undefined, ends

WINDOW = 512
"""The largest size looked at, unless an equation names a larger one; an eighth of it where a body is costly."""

COSTLY = ("log", "log2", "exp", "sqrt")

LONGEST = 64
"""A sum of more terms is looked at only at its ends."""


def window(recurrence: Recurrence) -> tuple[int, int]:
    """The least and the largest size to look at; fewer where each size costs a logarithm or a root."""
    numbers = [0]
    for e in recurrence.equations:
        found = [linear(s) for s in (*e.patterns, *(s for c in e.range for s in (c.left, c.right)))]
        numbers += [int(f[2]) for f in found if f and not f[0] and f[2].denominator == 1]
    bodies = [part for e in recurrence.equations for part in all_subexpressions(e.body)]
    costly = any(isinstance(p, Apply) and p.function in COSTLY for p in bodies) or any(
        isinstance(p, Pow) and isinstance(p.exponent, Div) for p in bodies
    )
    usual = WINDOW // 8 if costly else WINDOW
    return max(min(numbers), -WINDOW), max(usual, min(max(numbers) + LONGEST, 8 * WINDOW))


def all_samples(recurrence: Recurrence) -> Iterator[dict[str, Exact]]:
    """A few permitted values of the parameters on which calls, ranges or denominators depend; {} without any."""
    matters: set[str] = set()
    for e in recurrence.equations:
        parts = [*demands(e.body), *(side for c in e.range for side in (c.left, c.right))]
        matters.update(v for part in parts for v in free_variables(part))
    names = [p for p in recurrence.parameters if p.name in matters]
    for values in itertools.islice(itertools.product(*map(_candidates, names)), 64):
        sample = dict(zip((p.name for p in names), values, strict=True))
        if all(holds(c, sample, Evaluator(1000)) for p in names for c in p.conditions):
            yield sample


def _candidates(parameter: Parameter) -> list[Exact]:
    found: list[Exact] = [2, 0, 1, -1, 3]
    if parameter.kind == "real":
        found = [*found[:4], Fraction(1, 2), Fraction(3, 4), Fraction(1, 4), 3]
    for c in parameter.conditions:
        for side in (c.left, c.right):
            ends_ = linear(side)
            if ends_ and not ends_[0] and ends_[2].denominator == 1 and abs(ends_[2]) > 1:
                found = [*found, int(ends_[2]), int(ends_[2]) + 1]
    own = [c for c in parameter.conditions if {*free_variables(c.left), *free_variables(c.right)} <= {parameter.name}]
    return [v for v in dict.fromkeys(found) if all(holds(c, {parameter.name: v}, Evaluator(1000)) for c in own)][:5]


def holds(c: Comparison, at: Mapping[str, Exact], evaluator: Evaluator) -> bool | None:
    """Whether a comparison holds; None when that is not known."""
    if c.relation not in ("<=", ">=", "<", ">", "==", "!="):
        return None
    try:
        left, right = evaluator.value(c.left, at), evaluator.value(c.right, at)
    except (Undefined, TooLarge):
        return None
    if left is None or right is None:
        return None
    (a, b), (x, y) = ends(left), ends(right)
    match c.relation:
        case "<=" | ">":
            found = True if b <= x else (False if a > y else None)
            return found if c.relation == "<=" or found is None else not found
        case "<" | ">=":
            found = True if b < x else (False if a >= y else None)
            return found if c.relation == "<" or found is None else not found
        case _:
            found = (a == x) if a == b and x == y else (False if b < x or y < a else None)
            return found if c.relation == "==" or found is None else not found


def demands(e: Expression) -> list[Expression]:
    """The parts of a body on which its being defined depends: calls, denominators, logarithms, roots, powers."""
    match e:
        case Call():
            return [e]
        case Div(numerator, denominator):
            constant = isinstance(denominator, Number) and denominator.value != 0
            return demands(numerator) + ([] if constant else [Div(Number(Fraction(1)), denominator)])
        case Apply(function, _) if function in ("log", "log2", "sqrt", "factorial", "H", "logstar", "Fib"):
            return [e]
        case Pow(base, exponent):
            plain = linear(exponent)
            simple = isinstance(base, Constant) or (isinstance(base, Number) and base.value > 0)
            return demands(base) + demands(exponent) + ([] if simple or _natural(plain) else [e])
        case Fold(_, variable, lower, upper, body):
            inner = demands(body)
            kept = [Fold("sum", variable, lower, upper, Add((*inner, Number(Fraction(0)))))] if inner else []
            return kept + demands(lower) + demands(upper)
        case _:
            return [d for c in children(e) for d in demands(c)]


def _natural(found: tuple[str, Fraction, Fraction] | None) -> bool:
    return found is not None and not found[0] and found[2] >= 0 and found[2].denominator == 1
