"""Forms S with S(k+1) - S(k) just above, or just below, k^i F(k): what bounds a sum over values of an invariant.

F is a sum of terms c k^p log(k)^s b^k. Of a polynomial and of b^k the antidifference is exact; of the others it is
the integral, less a part of the term itself that says on which side it lies. Search only: the kernel checks S.

Source   integration by parts; the Euler-Maclaurin formula
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import comb, log
from typing import Any

from attrs import frozen

Expr = Any
N: Expr = ("var", "n")
ONE, ZERO = Fraction(1), Fraction(0)


@frozen
class Term:
    """c n^p log(n)^s b^n, the logarithm to the base that goes with it."""

    c: Fraction
    p: Fraction = ZERO
    s: Fraction = ZERO
    b: Fraction = ONE


def logarithm(base: int | None) -> Expr:
    """log n to a base, or the natural one."""
    return ("fn", "log", N) if base is None else ("fn", "log", N, Fraction(base))


def expression(terms: list[Term], base: int | None) -> Expr:
    """A sum of terms as a kernel expression in n."""
    out = []
    for t in terms:
        factors: list[Expr] = [t.c]
        factors += [N if t.p == 1 else ("pow", N, t.p)] if t.p else []
        factors += [logarithm(base) if t.s == 1 else ("pow", logarithm(base), t.s)] if t.s else []
        factors += [("pow", t.b, N)] if t.b != 1 else []
        if t.c:
            out.append(("mul", *factors) if len(factors) > 1 else t.c)
    return ("add", *out) if len(out) > 1 else out[0] if out else ZERO


def forms(terms: list[Term], i: int, above: bool, base: int | None) -> Iterator[Expr]:
    """Candidates for S, the closest first; none where an integral is not known."""
    for trapezoid in (True, False):
        parts: list[Expr] = []
        inexact = False
        for t in terms:
            q, up = t.p + i, above == (t.c > 0)
            if t.b != 1:
                if q or t.s:
                    return
                parts.append(expression([Term(t.c / (t.b - 1), b=t.b)], base))
            elif t.s == 0 and q >= 0 and q.denominator == 1 and q <= 12:
                parts.append(expression([Term(t.c * x, Fraction(j)) for j, x in enumerate(_powers(int(q)))], base))
            else:
                inexact = True
                rising = q > 0 or (q == 0 and t.s > 0)
                share = Fraction(1, 2) if trapezoid else Fraction(up != rising)
                integral = _integral(q, t.s, up, base)
                if integral is None:
                    return
                parts.append(("mul", t.c, integral))
                parts.append(expression([Term(-t.c * share, q, t.s)], base))
        yield ("add", *parts) if len(parts) > 1 else parts[0]
        if not inexact:
            return


@cache
def _powers(q: int) -> tuple[Fraction, ...]:
    """The coefficients of V with V(k+1) - V(k) = k^q, V(0) = 0, the lowest first."""
    out = [ZERO] * (q + 1) + [ONE]
    for j in range(q):
        for at, x in enumerate(_powers(j)):
            out[at] -= comb(q + 1, j) * x
    return tuple(x / (q + 1) for x in out)


def _integral(q: Fraction, s: Fraction, up: bool, base: int | None) -> Expr | None:
    """The integral of x^q log(x)^s, by parts; where it does not end, cut off on the side wanted."""
    rate = ONE if base is None else _rate(base, up)
    if q == -1:
        if base is not None:
            return None
        if s == -1:
            return ("fn", "log", logarithm(None))
        return expression([Term(1 / (s + 1), ZERO, s + 1)], None)
    c, terms, left = 1 / (q + 1), [Term(1 / (q + 1), q + 1, s)], s
    for _ in range(6):
        c = -c * left * rate / (q + 1)
        left -= 1
        # so far the derivative is x^q (log^s - (q+1) c log^left)
        if c == 0 or ((left.denominator > 1 or left < -1) and (-(q + 1) * c > 0) == up):
            break
        terms.append(Term(c, q + 1, left))
    return expression(terms, base)


def _rate(base: int, up: bool) -> Fraction:
    """1/ln base, rounded so that integrals err on the side wanted."""
    exact = Fraction(1 / log(base)).limit_denominator(10**9)
    return exact * (1 - Fraction(1, 10**6)) if up else exact * (1 + Fraction(1, 10**6))
