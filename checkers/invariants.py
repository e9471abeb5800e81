"""Candidate invariants for dominance: functions F that the step of a recurrence should preserve.

The shape of T is read off as Akra and Bazzi do (an oracle only: nothing here is trusted). With p defined by
sum a_i b_i^p = 1 and the toll's leading monomial n^a L^s LL^t:

  root      a > p   F = C n^a L^s LL^t                 the toll dominates, S(a) < 1
  balanced  a = p   F = C n^p L^(s+1) LL^t             for s > -1; C n^p LL^(t+1) for s = -1
                    F = C n^p - K n^p L^(s+1)          for s < -1
  leaves    a < p   F = C n^p -+ K n^h                 h = a where a > p - 1, else between: S(h) > 1 pays for the toll

Calls T(n - k) with weights above 1 in all are for `branching`.
A square root in the argument makes log n what n is above. Expressions are in the kernel's form (nested tuples).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from checkers.branching import Branching, branching, candidates
from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel import series as sr
from checkers.kernel.decode import Claim, Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.expand import N1, Expander
from checkers.kernel.exponent import Exponent
from checkers.kernel.refusal import Rejected
from checkers.kernel.series import CONSTANT, Frame, Key
from checkers.kernel.step import Step, linear_parts, step_of

N = ("var", "n")
HALF = Fraction(1, 2)


@frozen
class Term:
    """a*T(b*n^e + bounded): the coefficient a (times n^degree), the slope b and the power e of an argument."""

    a: Fraction
    b: Fraction
    e: Fraction
    degree: Fraction = Fraction(0)
    back: int = 0
    """k when the argument is n - k, an integer as written; else 0."""
    then: Fraction = Fraction(0)
    """What stands beside a*n^degree in the coefficient: times n^(degree-1)."""


@frozen
class Shape:
    """What decides the order of T: its terms, its toll's leading monomial (None: no toll), base of logarithms."""

    step: Step
    terms: tuple[Term, ...]
    toll: Key | None
    size: float
    base: int
    toll_expression: Expr
    order: Exponent | None
    """p with sum a_i b_i^p = 1 (of log n, when arguments are roots); None when some slope is 1."""
    branching: Branching | None = None
    """What calls T(n - k) make T grow like, when that is exponential."""


def shape_of(claim: Claim) -> Shape:
    """The shape of a claim's recurrence; raises Rejected where the kernel's own view of it does."""
    step = step_of(claim)
    parts, rest = linear_parts(step.body, Values(claim, {}, {}), step.symbol)
    frame = Frame(Fraction(1 << 64), 2, 3)
    expand = Expander(frame, step.symbol, Fraction(0))
    terms = []
    for coefficient, call in parts:
        argument = expand.expand(call[2])
        key, c, _ = sr.leading(argument)
        weight = expand.expand(coefficient)
        factor, a, _ = sr.leading(weight)
        if (
            key.log != ex.NIL
            or key.loglog != ex.NIL
            or key.bases
            or key.n.irrational
            or factor._replace(n=ex.NIL) != CONSTANT
        ):
            raise Rejected("shape", "arguments b*n^e and coefficients a*n^d", str(call))
        then = weight.get(Key(n=ex.rational(factor.n.q - 1)), (Fraction(0),) * 2)
        terms.append(Term(_middle(a), _middle(c), key.n.q, factor.n.q, _back(argument), _middle(then)))
    toll: Expr = ("add", Fraction(0), *rest)
    series = expand.expand(toll)
    lead, size, _ = sr.leading(series) if series else (None, (Fraction(0),) * 2, {})
    kept = tuple(t for t in terms if t.a)
    linear = all(t.e == 1 for t in kept)
    pairs = tuple((t.a, t.b if linear else t.e) for t in kept)
    order = ex.root(pairs) if pairs and all(0 < b < 1 for _, b in pairs) and all(t.degree == 0 for t in kept) else None
    middle = float(size[0] + size[1]) / 2
    return Shape(step, kept, lead, middle, _base(kept), toll, order, _branching(kept) if linear else None)


def _back(argument: sr.Series) -> int:
    c = argument.get(CONSTANT, (Fraction(0),) * 2)
    exact = (
        set(argument) == {N1, CONSTANT}
        and c[0] == c[1]
        and argument[N1] == (Fraction(1), Fraction(1))
        and c[0].denominator == 1
    )
    return int(-c[0]) if exact else 0


def _branching(terms: tuple[Term, ...]) -> Branching | None:
    calls = tuple((t.a, t.back) for t in terms if t.b == 1)
    plain = all(t.degree == 0 for t in terms) and all(k > 0 for _, k in calls)
    return branching(calls, max((t.b for t in terms if t.b < 1), default=Fraction(0))) if plain and calls else None


def _middle(a: tuple[Fraction, Fraction]) -> Fraction:
    return a[0] if a[0] == a[1] else ((a[0] + a[1]) / 2).limit_denominator(1 << 40)


def _base(terms: tuple[Term, ...]) -> int:
    """A base in which the logarithms of the slopes are exact, if there is a small one."""
    for t in terms:
        if t.e == 1 and 0 < t.b < 1:
            r, _ = ex.primitive(1 / t.b)
            if r.denominator == 1 and r <= 64:
                return int(r)
    return 2


def to_expression(e: Exponent) -> Expr:
    """An exponent as an expression."""
    parts: list[Expr] = [e.q] if e.q or not e.irrational else []
    for spec, m in e.irrational:
        if spec[0] == "log":
            top = ("const", "phi") if spec[1] == "phi" else spec[1]
            x: Expr = ("div", ("fn", "log", top), ("fn", "log", spec[2]))
        else:
            body = [("mul", a, ("pow", b, ("var", "x"))) for a, b in spec[1]]
            x = ("root", "x", ("add", *body) if len(body) > 1 else body[0])
        parts.append(x if m == 1 else ("mul", m, x))
    return parts[0] if len(parts) == 1 else ("add", *parts)


def monomial(c: Fraction, k: Key, base: int) -> Expr:
    """c times a growth monomial, logarithms to the given base, in the variable n."""
    log = ("fn", "log", N, Fraction(base))
    factors: list[Expr] = [c] if c != 1 else []
    for what, e in ((N, k.n), (log, k.log), (("fn", "log", log), k.loglog)):
        if e == ex.rational(1):
            factors.append(what)
        elif e != ex.NIL:
            factors.append(("pow", what, to_expression(e)))
    for b, q in k.bases:
        factors.append(("pow", _base_expression(b), N if q == 1 else ("mul", q, N)))
    if k.factorial == 1:
        factors.append(("fn", "factorial", N))
    return ("mul", *factors) if len(factors) > 1 else factors[0] if factors else Fraction(1)


def _base_expression(b: xp.Base) -> Expr:
    """A base of exponentials as an expression."""
    if not isinstance(b, xp.Root):
        return ("const", b) if b == "e" else Fraction(int(b))
    if b.terms == xp.GOLDEN:
        return ("const", "phi")
    x = ("var", "x")
    return ("root", "x", ("add", *(("div", a, x if k == 1 else ("pow", x, Fraction(k))) for a, k in b.terms)))


def total(parts: list[tuple[Fraction, Key]], base: int) -> Expr:
    """A sum of monomials as an expression."""
    terms = [monomial(c, k, base) for c, k in parts if c]
    return ("add", *terms) if len(terms) > 1 else terms[0]


def nice(x: float, up: bool) -> Fraction:
    """A short rational near x > 0, on the given side of it."""
    if not 1e-200 < x < 1e200:
        return Fraction(1)
    q, scale = Fraction(x), Fraction(1)
    while q >= 16:
        q, scale = q / 2, scale * 2
    while q < 8:
        q, scale = q * 2, scale / 2
    return ((-(-q // 1)) if up else q // 1) * scale


def growth_candidates(shape: Shape, upper: bool) -> Iterator[tuple[Expr, Key]]:
    """Invariants that should hold up to a constant factor, with their order; most likely first."""
    if all(t.e == 1 and t.degree == 0 for t in shape.terms):
        yield from _linear(shape, upper)
    elif all(t.e < 1 for t in shape.terms):
        yield from _roots(shape, upper)
    else:
        yield from _factorials(shape, upper)


def _factorials(shape: Shape, upper: bool) -> Iterator[tuple[Expr, Key]]:
    """T(n) = (a n + c) T(n-1) + ... is of order a^n n! n^q; a lower power pays for toll and remainders.

    q = c/a, and each call d n^(j-1) T(n-j) with j > 1 adds d/a^j; calls with lower coefficients add nothing.
    """
    first = [t for t in shape.terms if t.back == t.degree == 1]
    if len(first) != 1 or any(t.degree > t.back - 1 or not t.back for t in shape.terms if t is not first[0]):
        return
    a = first[0].a
    q = first[0].then / a
    q += sum((t.a / a**t.back for t in shape.terms if t.back > 1 and t.degree == t.back - 1), Fraction(0))
    if a <= 0 or q.denominator > 64:
        return
    k = Key(factorial=1, bases=xp.prime_powers(a), n=ex.rational(q))
    for c in (Fraction(1), Fraction(4), Fraction(32)):
        yield total([(Fraction(1), k), (-c if upper else c, k._replace(n=ex.rational(q - 1)))], shape.base), k


def _float(e: Exponent) -> float:
    low, high = ex.value(e)
    return float(low + high) / 2


def _sum(shape: Shape, a: float) -> float:
    return float(sum(float(t.a) * float(t.b) ** a for t in shape.terms))


def _compare(a: Exponent, b: Exponent) -> int:
    return ex.sign(ex.minus(a, b))


def _linear(shape: Shape, upper: bool) -> Iterator[tuple[Expr, Key]]:
    toll, p = shape.toll, shape.order
    if shape.branching is not None:
        for parts, k in candidates(shape.branching, toll, shape.size, upper):
            yield total(parts, shape.base), k
        return
    if toll is not None and (toll.bases or toll.factorial):
        k = toll  # an exponential toll dominates every call of a fraction of n
        yield total([(nice(abs(shape.size) * (2 if upper else 0.5), upper), k)], shape.base), k
        return
    if p is None:
        yield from _decrease(shape, upper)
        return
    against = -1 if toll is None else _compare(toll.n, p)
    if against > 0 and toll is not None:
        left = 1 - _sum(shape, _float(toll.n))
        for slack in (2.0, 64.0):
            c = nice(abs(shape.size) / left * (slack if upper else 1 / slack), upper)
            yield total([(c, toll)], shape.base), toll
    elif against == 0 and toll is not None:
        yield from _balanced(shape, toll, upper, _spread(shape, _float(toll.n)))
    else:
        yield from _leaves(shape, p, upper)


def _spread(shape: Shape, p: float) -> float:
    """sum a_i b_i^p log_base(1/b_i): what one level takes off the logarithm."""
    from math import log

    return float(sum(float(t.a) * float(t.b) ** p * -log(float(t.b)) for t in shape.terms) / log(shape.base))


def _balanced(shape: Shape, toll: Key, upper: bool, spread: float, log: str = "log") -> Iterator[tuple[Expr, Key]]:
    """The toll has the order of the leaves: one more logarithm, or one more log log, or the leaves' order."""
    from math import log as ln

    one = ex.rational(1)
    s, loglog = toll.log, toll.loglog
    above = _compare(s, ex.rational(-1))
    size = abs(shape.size)
    if above > 0:
        k = toll._replace(log=ex.plus(s, one))
        for slack in (2.0, 64.0):
            c = nice(size / ((_float(s) + 1) * spread) * (slack if upper else 1 / slack), upper)
            yield total([(c, k)], shape.base), k
    elif above == 0 and _compare(loglog, ex.rational(-1)) > 0:
        k = toll._replace(log=ex.NIL, loglog=ex.plus(loglog, one))
        for slack in (2.0, 64.0):
            c = nice(size / ((_float(loglog) + 1) * spread) * (slack if upper else 1 / slack), upper)
            yield total([(c, k)], shape.base), k
    elif above < 0:
        k, h = toll._replace(log=ex.NIL, loglog=ex.NIL), toll._replace(log=ex.plus(s, one))
        c = nice(2 * size / (-(_float(s) + 1) * spread * ln(shape.base) + 1e-9), True)
        yield total([(2 * c, k), (-c if upper else c, h)], shape.base), k


def _leaves(shape: Shape, p: Exponent, upper: bool) -> Iterator[tuple[Expr, Key]]:
    """n^p with a lower power that pays for toll and rounding."""
    k, toll = Key(n=p), shape.toll
    sign = -1 if upper else 1
    if toll is not None and _compare(ex.plus(toll.n, ex.rational(1)), p) > 0:
        c = nice(4 * abs(shape.size) / (_sum(shape, _float(toll.n)) - 1), True)
        yield total([(2 * c, k), (sign * c, toll)], shape.base), k
    for gap in (HALF, Fraction(7, 8), Fraction(1, 8)):
        h = Key(n=ex.minus(p, ex.rational(gap)))
        if toll is None or _compare(h.n, toll.n) > 0:
            yield total([(Fraction(1), k), (Fraction(sign), h)], shape.base), k


def _decrease(shape: Shape, upper: bool) -> Iterator[tuple[Expr, Key]]:
    """Some argument is n - k: with weights summing to 1, T sums its toll; with less, the toll itself stays."""
    weight, toll = _sum(shape, 0.0), shape.toll
    if toll is None:
        return
    if sum((t.a for t in shape.terms), Fraction(0)) == 1 and all(t.b == 1 for t in shape.terms):
        one = ex.rational(1)
        above = _compare(toll.n, ex.rational(-1))
        if above > 0:
            k = toll._replace(n=ex.plus(toll.n, one))
        elif above == 0 and _compare(toll.log, ex.rational(-1)) > 0:
            k = toll._replace(n=ex.NIL, log=ex.plus(toll.log, one))
        elif above == 0 and toll.log == ex.rational(-1) and _compare(toll.loglog, ex.rational(-1)) > 0:
            k = Key(loglog=ex.plus(toll.loglog, one))
        else:
            k, h = Key(), toll._replace(n=ex.plus(toll.n, one))
            yield total([(Fraction(4), k), (-HALF if upper else HALF, h)], shape.base), k
            return
        for slack in (2.0, 64.0):
            c = nice(max(1.0, abs(shape.size)) * slack if upper else min(1.0, abs(shape.size)) / slack / 8, upper)
            yield total([(c, k)], shape.base), k
    elif weight < 1:
        for slack in (2.0, 64.0):
            c = nice(abs(shape.size) / (1 - weight) * (slack if upper else 1 / slack), upper)
            yield total([(c, toll)], shape.base), toll


def _roots(shape: Shape, upper: bool) -> Iterator[tuple[Expr, Key]]:
    """Arguments n^e, e < 1: divide by n^d with d = degree + e d, then log n plays the part of n."""
    drop = {t.degree / (1 - t.e) for t in shape.terms}
    if len(drop) != 1:
        return
    (d,) = drop
    n = ex.rational(d)
    pairs = tuple((t.a, t.e) for t in shape.terms)
    p = ex.root(pairs)
    toll = shape.toll
    relative = -1 if toll is None else _compare(toll.n, n)
    if relative > 0 and toll is not None:
        c = nice(abs(shape.size) * (2 if upper else 0.5), upper)
        yield total([(c, toll)], shape.base), toll
        return
    k = Key(n=n, log=p)
    against = -1 if toll is None or relative < 0 else _compare(toll.log, p)
    sign = -1 if upper else 1
    for slack in (2.0, 64.0, 4096.0):
        c = nice(max(abs(shape.size), 1e-9) * (slack if upper else 1 / slack), upper)
        if against > 0 and toll is not None:
            yield total([(c, toll)], shape.base), toll
        elif against == 0 and toll is not None and _compare(toll.loglog, ex.rational(-1)) > 0:
            more = k._replace(loglog=ex.plus(toll.loglog, ex.rational(1)))
            yield total([(c, more)], shape.base), more
        elif toll is not None and relative == 0:
            big = nice(max(abs(shape.size), 1.0) * slack, True)
            yield total([(2 * big, k), (sign * big, toll)], shape.base), k
        h = Key(n=n, log=ex.minus(p, ex.rational(HALF)))
        if against < 0:
            yield total([(Fraction(1), k), (Fraction(sign), h)], shape.base), k


def to_json(e: Expr) -> Any:
    """A kernel expression as plain JSON."""
    return str(e) if isinstance(e, Fraction) else [to_json(x) if isinstance(x, (tuple, Fraction)) else x for x in e]


def reach(shape: Shape, start: int) -> int:
    """A size below every argument from start on: the low end of an induction's window."""
    low = start
    for t in shape.terms:
        if t.e == 1:
            low = min(low, int(t.b * start * Fraction(7, 8)) if t.b < 1 else start - max(64, t.back))
        else:
            from math import isqrt

            low = min(low, isqrt(start) - 8 if t.e == HALF else int(float(start) ** float(t.e)) - 8)
    return low


__all__ = [
    "N1",
    "Shape",
    "Term",
    "growth_candidates",
    "monomial",
    "reach",
    "shape_of",
    "to_expression",
    "to_json",
    "total",
]
