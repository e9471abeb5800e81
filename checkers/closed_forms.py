"""Candidate closed forms of recurrences in one variable.

Start at `all_closed_forms`. The step T(n) = c1*T(n-1) + ... + ck*T(n-k) + c*(sum of T) + g(n) is read from the records;
then, in this order:

  constant coefficients      characteristic roots and undetermined coefficients (checkers.undetermined)
  one previous value         a product and a sum (checkers.telescoping)
  sums over all T(k), k < n  differenced to one previous value
  anything else              a combination of a few usual functions, fitted to exact values

A guess is only yielded when it agrees exactly with the recurrence at 30 sizes, with parameters and free base values
set to odd rationals. That is not a proof; the kernel's rule closed-form is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from bounds.expression import (
    Add,
    Apply,
    Call,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Pow,
    Variable,
    add,
    all_calls,
    all_subexpressions,
    has_call,
    mul,
    neg,
    number,
)
from bounds.recurrence import Equation, Recurrence
from checkers import undetermined
from checkers.exact_values import Inexact, Values, exact, symbol
from checkers.undetermined import NoBasis

CHECKED = 30
HISTORY, REST = 0, -1  # keys beside k >= 1 of T(n-k): the sum over all T(k), and what holds no T
BINDINGS = (Fraction(7, 3), Fraction(-11, 5), Fraction(13, 7), Fraction(5, 11), Fraction(-17, 2), Fraction(19, 13))


class NotLinear(Exception):
    """The step is not linear in earlier values."""


@frozen
class Step:
    """T(variable) = rest + the sum of coefficient * T(variable - k), for variable >= start."""

    function: str
    variable: str
    start: int
    coefficients: dict[int, Expression]
    rest: Expression


def all_closed_forms(
    recurrence: Recurrence, function: str, step: tuple[Equation, str, int] | None = None
) -> Iterator[Expression]:
    """Expressions G, in the variable of the step, with T(n) = G(n) at the sizes tried; the likeliest first.

    Shape    one function of one integer variable; parameters and free base values stay in G
    Needs    step: the equation for all large n, its variable and start, where other functions are already inlined
    Gives    nothing when no guess fits
    """
    found = step or _step_equation(recurrence, function)
    if found is None:
        return
    equation, variable, start = found
    seen: list[Expression] = []
    for guess in (_constant_coefficients, _first_order, _usual_functions):
        try:
            form = guess(recurrence, equation, variable, start)
        except (Inexact, NoBasis, NotLinear):
            continue
        if form is not None and form not in seen and agrees(recurrence, function, form, variable, start):
            seen.append(form)
            yield form


def agrees(recurrence: Recurrence, function: str, form: Expression, variable: str, start: int) -> bool:
    """Whether T(n) = form exactly at the sizes tried, with numbers for parameters and free base values."""
    names = [p.name for p in recurrence.parameters]
    names += sorted({v.name for v in _parts(recurrence, form) if isinstance(v, Variable)} - set(names))
    values = Values(recurrence, dict(zip(names, BINDINGS * (1 + len(names)), strict=False)))
    free = [f"{function}({size})" for size in range(start - 40, start + 1)]
    values.bindings |= {name: q + i for i, (name, q) in enumerate(zip(free, BINDINGS * 8, strict=False))}
    try:
        return all(
            values.at(function, n) == values.value(form, {variable: exact(n)}) for n in range(start, start + CHECKED)
        )
    except Inexact:
        return False


def partial_sum(form: Expression, variable: str, lower: int) -> Expression | None:
    """S with S(lower) = 0 and S(n+1) - S(n) = form(n), checked at the sizes tried; None when none is found."""
    import sympy as sp  # slow to load, not always needed

    from checkers import telescoping
    from checkers.sympy_form import NoForm, from_sympy, to_sympy

    n = sp.Symbol(variable)
    try:
        total = telescoping.sum_between(to_sympy(form), n, lower).subs(n, n - 1)
        total = total.subs(sp.harmonic(n - 1), sp.harmonic(n) - 1 / n)
        result = from_sympy(sp.powsimp(sp.expand(total, power_base=False, power_exp=False)))
    except NoForm:
        return None
    return result if _rises(result, form, variable, lower) else None


def _rises(total: Expression, form: Expression, variable: str, lower: int) -> bool:
    """Whether total(lower) = 0 and total(n+1) - total(n) = form(n) at the sizes tried."""
    names = {v.name for e in (total, form) for v in all_subexpressions(e) if isinstance(v, Variable)} - {variable}
    values = Values(Recurrence(()), dict(zip(sorted(names), BINDINGS * (1 + len(names)), strict=False)))
    try:
        at = [values.value(total, {variable: exact(k)}) for k in range(lower, lower + CHECKED)]
        steps = [values.value(form, {variable: exact(k)}) for k in range(lower, lower + CHECKED - 1)]
    except Inexact:
        return False
    return at[0] == exact(0) and all(b == a + c for a, b, c in zip(at, at[1:], steps, strict=False))


def _parts(recurrence: Recurrence, form: Expression) -> Iterator[Expression]:
    for e in (form, *(equation.body for equation in recurrence.equations)):
        yield from all_subexpressions(e)


def _step_equation(recurrence: Recurrence, function: str) -> tuple[Equation, str, int] | None:
    """The equation that holds for all large n, its variable, and the least n from which on it holds."""
    values = Values(recurrence)
    for e in recurrence.equations:
        if (
            e.function == function
            and len(e.patterns) == 1
            and isinstance(e.patterns[0], Variable)
            and e.relation == "=="
        ):
            try:
                applies = [n for n in range(-8, 60) if values.applies(e, n)]
            except Inexact:
                continue
            if applies and applies == list(range(applies[0], 60)) and (has_call(e.body) or len(applies) > 40):
                return e, e.patterns[0].name, applies[0]
    return None


def _read(recurrence: Recurrence, equation: Equation, variable: str, start: int) -> Step:
    """The step as a linear combination of earlier values. Raises NotLinear."""
    parts: dict[int, list[Expression]] = {}
    reader = _Reader(Values(recurrence), equation.function, variable)
    for key, coefficient in reader.terms(equation.body):
        parts.setdefault(key, []).append(coefficient)
    rest = add(*parts.pop(REST, []))
    return Step(equation.function, variable, start, {k: add(*terms) for k, terms in parts.items()}, rest)


@frozen
class _Reader:
    values: Values
    function: str
    variable: str

    def terms(self, e: Expression) -> list[tuple[int, Expression]]:
        """e as a sum of (k, coefficient of T(n-k)), (HISTORY, coefficient of the sum), (REST, anything free of n)."""
        match e:
            case Add(terms):
                return [pair for term in terms for pair in self.terms(term)]
            case Neg(operand):
                return [(k, neg(c)) for k, c in self.terms(operand)]
            case Mul(factors):
                result: list[tuple[int, Expression]] = [(REST, number(1))]
                for factor in factors:
                    result = [_times(a, b) for a in result for b in self.terms(factor)]
                return result
            case Div(numerator, denominator) if not self.unknown(denominator):
                return [(k, Div(c, denominator)) for k, c in self.terms(numerator)]
            case Call(function, (argument,)) if function == self.function and self.unknown(e):
                return [(self.distance(argument), number(1))]
            case Fold() if self.unknown(e):
                return [(HISTORY, number(self.history(e)))]
        if self.unknown(e):
            raise NotLinear(type(e).__name__)
        return [(REST, e)]

    def unknown(self, e: Expression) -> bool:
        """Whether e holds a call whose size varies; T(0) is a constant."""
        return any(any(isinstance(v, Variable) for v in all_subexpressions(call)) for call in all_calls(e))

    def distance(self, argument: Expression) -> int:
        terms = dict(self.values.value(argument, {self.variable: symbol(self.variable)}).terms)
        k = -terms.pop((), Fraction(0))
        if terms != {((self.variable, 1),): Fraction(1)} or k.denominator != 1 or not 1 <= k <= 40:
            raise NotLinear("a size that is not n - k")
        return int(k)

    def history(self, e: Fold) -> int:
        """How often the sum over k = first..n-1 holds each T(k): as T(k), or mirrored as T(first + n-1 - k)."""
        n, k = symbol(self.variable), symbol(e.variable)
        bound = {self.variable: n, e.variable: k}
        first = self.values.value(e.lower, bound)
        if e.kind != "sum" or self.values.value(e.upper, bound) != n + exact(-1) or first.terms.keys() - {()}:
            raise NotLinear("a fold that is not a sum over k = first..n-1")
        calls = e.body.terms if isinstance(e.body, Add) else (e.body,)
        for call in calls:
            if not isinstance(call, Call) or call.function != self.function or len(call.arguments) != 1:
                raise NotLinear("a sum of something other than T")
            if self.values.value(call.arguments[0], bound) not in (k, first + n + exact(-1) + -k):
                raise NotLinear("a sum that is not over every T(k)")
        return len(calls)


def _times(a: tuple[int, Expression], b: tuple[int, Expression]) -> tuple[int, Expression]:
    if a[0] != REST and b[0] != REST:
        raise NotLinear("a product of two values")
    return (b[0] if a[0] == REST else a[0], undetermined.product(a[1], b[1]))


def _constant_coefficients(recurrence: Recurrence, equation: Equation, variable: str, start: int) -> Expression | None:
    step, values = _read(recurrence, equation, variable, start), Values(recurrence)
    if HISTORY in step.coefficients or not step.coefficients:
        return None
    order = max(step.coefficients)
    known = {k: values.value(c, {}).rational() for k, c in step.coefficients.items()}
    exponentials = undetermined.forcing(step.rest, variable, values)
    roots = undetermined.characteristic_roots([known.get(k, Fraction(0)) for k in range(1, order + 1)])
    if roots is None:
        return None
    basis = undetermined.basis_of(roots, exponentials)
    return undetermined.fitted(values, step.function, start - order, basis, variable)


def _first_order(recurrence: Recurrence, equation: Equation, variable: str, start: int) -> Expression | None:
    """T(n) = p(n)*T(n-1) + q(n), or c(n)*(sum of all T(k)) + q(n) with the difference of two steps taken."""
    step = _read(recurrence, equation, variable, start)
    if len(step.coefficients) != 1 or not step.coefficients.keys() <= {HISTORY, 1}:
        return None
    import sympy as sp  # slow to load, not always needed

    from checkers import telescoping
    from checkers.sympy_form import NoForm, from_sympy, to_sympy

    n, values, low = sp.Symbol(variable), Values(recurrence), start - 1
    try:
        ((k, coefficient),) = step.coefficients.items()
        p, q = to_sympy(coefficient), to_sympy(step.rest)
        if k == HISTORY:
            c, before, low = p, p.subs(n, n - 1), start
            p, q = sp.cancel(c / before + c), sp.expand(q - sp.cancel(c / before) * q.subs(n, n - 1))
        first = to_sympy(undetermined.from_exact(values.at(step.function, low)))
        form = telescoping.solution(p, q, n, low, first)
        calls = {s for s in form.free_symbols if s.name.startswith(f"{step.function}(")}
        known = {s: to_sympy(undetermined.from_exact(values.at(step.function, _size(s.name)))) for s in calls}
        return from_sympy(form.subs(known))
    except NoForm:
        return None


def _size(name: str) -> int:
    return int(name.partition("(")[2].removesuffix(")"))


def _usual_functions(recurrence: Recurrence, equation: Equation, variable: str, start: int) -> Expression | None:
    """A combination of 1, n, n^2, n^3, exponentials, n! and H(n), from exact values."""
    n, values = Variable(variable), Values(recurrence)
    powers: list[Expression] = [number(1), n, Pow(n, number(2)), Pow(n, number(3))]
    exponentials: list[Expression] = [Pow(number(b), n) for b in (2, 3, 4, -1)] + [mul(n, Pow(number(2), n))]
    others: list[Expression] = [Apply("factorial", (n,)), Apply("H", (n,)), mul(n, Apply("H", (n,)))]
    first = max(start, 0)
    for basis in (powers, [*powers, *exponentials, *others]):
        points = range(first, first + len(basis) + 6)
        rows = [[values.value(f, {variable: exact(i)}).rational() for f in basis] for i in points]
        targets = [values.at(equation.function, i) for i in points]
        form = undetermined.matched(rows, targets, basis)
        if form is not None:
            return form
    return None
