"""Antidifferences: V with V(k + 1) - V(k) = f(k), for sums in recurrences whose terms have a closed form.

Gosper's algorithm gives V = r*f with r rational. Factorials of a - k become factorials of a - k + 1, so that V is
defined one step beyond the last term. Search only: sympy is used, the kernel checks V by its own zero test.

Source   Gosper 1978; Graham, Knuth, Patashnik, Concrete Mathematics, 5.7
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.concrete.gosper import gosper_term

from bounds.expression import Expression
from checkers import telescoping
from checkers.sympy_form import NoForm, from_sympy, to_sympy

FAILURES = (
    ArithmeticError, AttributeError, KeyError, NotImplementedError, RecursionError, TypeError, ValueError,
    sp.PolynomialError,
)  # fmt: skip
"""What sympy raises where it has no answer."""


def antidifference(term: Expression, k: str) -> Expression | None:
    """V in k and the other variables of term, or None when none is found.

    >>> from bounds.language import parse_expression, print_expression
    >>> print_expression(antidifference(parse_expression("2^k"), "k"))
    '2^k'
    """
    x = sp.Symbol(k)
    try:
        whole = to_sympy(term).replace(sp.binomial, _quotient)
        parts = _by_gosper(whole, x)
        if parts is None:
            each = [_by_gosper(part, x) for part in sp.Add.make_args(sp.expand(whole))]
            parts = sp.Add(*each) if all(part is not None for part in each) else None
        if parts is None:
            total = telescoping.sum_between(whole, x, 1).subs(x, x - 1)
            parts = sp.expand(total.subs(sp.harmonic(x - 1), sp.harmonic(x) - 1 / x))
        return from_sympy(parts)
    except (NoForm, *FAILURES):
        return None


def _quotient(a: Any, b: Any) -> Any:
    return sp.factorial(a) / sp.factorial(b) / sp.factorial(a - b)


def _by_gosper(term: Any, k: Any) -> Any:
    """r*term, its factorials moved to where they are defined at last + 1; None when there is no such r."""
    if not term.has(k):
        return term * k
    try:
        ratio = gosper_term(term, k)
    except FAILURES:
        return None
    if ratio is None:
        return None
    rational, others = ratio, sp.Integer(1)
    for factor in sp.Mul.make_args(term):
        base, power = factor.as_base_exp()
        if not isinstance(base, sp.factorial):
            rational, others = (
                (rational, others * factor) if base.is_number or power.has(k) else (rational * factor, others)
            )
            continue
        argument = base.args[0]
        steps = max(0, -int(argument.coeff(k))) if argument.coeff(k).is_Integer else 0
        rational /= sp.Mul(*((argument + i) ** power for i in range(1, steps + 1)))
        others *= sp.factorial(argument + steps) ** power
    return sp.factor(rational) * others
