"""Closed forms fitted to exact values: guesses for the functions of a system of recurrences.

One size: a sequence that satisfies a linear recurrence with constant coefficients is recognised as such (Berlekamp and
Massey), and its form comes from the roots. Several sizes, or other sequences: a combination of usual functions and of
the functions that occur in the claim, by linear algebra. A guess agrees with the recurrence at more sizes than it has
coefficients, which proves nothing; the kernel does.

Source   Massey 1969; Graham, Knuth, Patashnik, Concrete Mathematics, 7.3
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from bounds.encoding import expression_to_json
from bounds.expression import (
    Apply,
    Div,
    Expression,
    Pow,
    Variable,
    add,
    all_subexpressions,
    free_variables,
    mul,
    number,
)
from bounds.recurrence import Recurrence
from checkers import exact_values, undetermined
from checkers.exact_values import Exact, Inexact
from checkers.kernel import decode
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected

TERMS, ORDER, STEPS = 36, 8, 200_000
BINDINGS = (Fraction(7, 3), Fraction(-11, 5), Fraction(13, 7), Fraction(5, 11))


def all_forms(recurrence: Recurrence, function: str, variable: str) -> Iterator[tuple[Expression, int]]:
    """Forms of a function of one size, each with the size from which on it agrees with the recurrence, as far as tried.

    >>> from bounds.language import parse_recurrence, print_expression
    >>> form, low = next(all_forms(parse_recurrence("T(0) = 5; T(1) = 1; T(n) = 2*T(n-1) for n >= 2"), "T", "n"))
    >>> print_expression(form), low
    ('2^n/2', 1)
    """
    values = exact_values.Values(recurrence)
    bound = exact_values.Values(
        recurrence, {p.name: q for p, q in zip(recurrence.parameters, BINDINGS * 3, strict=False)}
    )
    for low in range(3):
        try:
            sequence = [bound.at(function, n).rational() for n in range(low, low + TERMS)]
            coefficients = shortest_recurrence(sequence)
            roots = undetermined.characteristic_roots(coefficients) if len(coefficients) <= ORDER else None
            if roots is None:
                break
            if any(root.u == root.v == 0 for root in roots):
                continue  # 0^n: the sequence begins with something else
            basis = [(root, j) for root, times in roots.items() for j in range(times)]
            form = undetermined.fitted(values, function, low, basis, variable)
        except (Inexact, undetermined.NoBasis, RecursionError):
            continue
        if form is not None:
            yield form, low
            return
    n = Variable(variable)
    powers: list[Expression] = [number(1), n, Pow(n, number(2)), Pow(number(2), n), Pow(number(-1), n)]
    central = Apply("binomial", (mul(number(2), n), n))
    others: list[Expression] = [Apply("factorial", (n,)), Apply("H", (n,)), mul(n, Apply("H", (n,)))]
    basis_of = [*powers, *others, central, Div(central, add(n, number(1)))]
    try:
        rows = [[values.value(f, {variable: exact_values.exact(i)}).rational() for f in basis_of] for i in range(1, 18)]
        form = undetermined.matched(rows, [values.at(function, i) for i in range(1, 18)], basis_of)
    except (Inexact, RecursionError):
        return
    if form is not None:
        yield form, 1


def shortest_recurrence(terms: Sequence[Fraction]) -> list[Fraction]:
    """c with a(n) = c[0]*a(n-1) + ... for all the terms given, as few as there are (Berlekamp and Massey).

    >>> shortest_recurrence([Fraction(k) for k in (0, 1, 1, 2, 3, 5, 8, 13)])
    [Fraction(1, 1), Fraction(1, 1)]
    """
    current: list[Fraction] = []
    before: list[Fraction] = []
    at, miss = 0, Fraction(0)
    for i, term in enumerate(terms):
        gap = term - sum((c * terms[i - 1 - j] for j, c in enumerate(current)), Fraction(0))
        if not gap:
            continue
        if not miss:
            current, at, miss = [Fraction(0)] * (i + 1), i, gap
            continue
        scale = gap / miss
        change = [Fraction(0)] * (i - at - 1) + [scale, *(-scale * c for c in before)]
        longer = current + [Fraction(0)] * (len(change) - len(current))
        adjusted = [c + (change[j] if j < len(change) else 0) for j, c in enumerate(longer)]
        if i - len(current) > at - len(before):
            before, at, miss = current, i, gap
        current = adjusted
    return current


def fitted_form(
    claim: decode.Claim,
    function: str,
    names: Sequence[str],
    points: Sequence[tuple[int, ...]],
    atoms: Sequence[Expression],
) -> Expression | None:
    """A combination of monomials, atoms and their products that agrees with T at the points; no parameters."""
    values = Values(claim, {}, {})
    values.steps = STEPS
    small = [mul(*(Pow(Variable(x), number(i)) for x, i in zip(names, powers, strict=True) if i))
             if any(powers) else number(1)
             for powers in product(range(3), repeat=len(names)) if sum(powers) <= 2]  # fmt: skip
    linear: list[Expression] = [number(1), *map(Variable, names)]
    for basis in (
        [*small],
        [*small, *atoms],
        [*small, *(mul(a, f) if f != number(1) else a for a in atoms for f in linear)],
    ):
        rows: list[list[Fraction]] = []
        targets: list[Exact] = []
        for point in points:
            here = {x: Fraction(n) for x, n in zip(names, point, strict=True)}
            try:
                row = [values.exactly(decode.expression(expression_to_json(f)), here) for f in basis]
                low, high = values.at(function, *point)
            except Rejected:
                continue
            if low == high:
                rows.append(row)
                targets.append(exact_values.exact(low))
        if len(rows) > len(basis) + 4:
            form = undetermined.matched(rows, targets, basis)
            if form is not None:
                return form
    return None


def atoms_of(bound: Expression, names: Sequence[str]) -> list[Expression]:
    """The functions and exponentials of sizes in an expression, and those often met."""
    own = [
        e
        for e in all_subexpressions(bound)
        if (isinstance(e, Apply) or (isinstance(e, Pow) and free_variables(e.exponent)))
        and free_variables(e)
        and set(free_variables(e)) <= set(names)
    ]
    usual: list[Expression] = []
    if len(names) == 2:
        m, n = map(Variable, names)
        usual = [Apply("max", (m, n)), Pow(number(2), m), Pow(number(2), n), Apply("binomial", (add(m, n), n))]
    return list(dict.fromkeys([*own, *usual]))
