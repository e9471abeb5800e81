"""Identities: one normal form, one zero test. `vanishes(e, n, m)` shows that e is 0 at all integers n and m.

The form is that of `polynomial`. Beside its relations these are used: (L+d)! and H(L+d), for L linear in the sizes, are
reached from L! and H(L) in d steps, binomials are products or quotients of factorials, Fib(m) is (phi^m -
(1-phi)^m)/sqrt(5), the log of a rational is a sum of logs of primes, floor and ceil of half an integer depend on its
parity. The first size n is the one that exponents of generators hold; g^m is a generator for every other size m.

Each is true where both sides are defined. That 0 in this form means 0 also where only e itself is defined (a^(n-1) at
a = 0, (n+3)! at n = -3) is shown in paper/rules.tex, rule ring: for a fixed n, e is continuous in its parameters, and
moving the base point of a factorial is an automorphism. Undefined are x/0 and 0^-1 (0^0 = 1), m! and H(m) for m < 0,
binomial(a, b) for a < 0, Fib(m) for m < 0, log x for x <= 0.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import TypeAlias

from checkers.kernel import polynomial as p
from checkers.kernel.decode import Expr
from checkers.kernel.polynomial import (
    ONE,
    UNIT,
    ZERO,
    Exponent,
    OutsideRing,
    Rational,
    Value,
    cleared,
    inverse,
    plus,
    power,
    shown,
    term,
    times,
)

__all__ = ["OutsideRing", "divisors", "naturals", "quadratic", "vanishes"]
STEPS = 200
Sizes: TypeAlias = tuple[str, ...]  # the names of integers: n, and others
Slopes: TypeAlias = dict[str, Rational]  # coefficients, none 0, of the sizes other than n


def vanishes(expression: Expr, *n: str) -> bool:
    """Whether expression is shown to be 0 at all integer sizes and all parameters where all its parts are defined."""
    return not cleared(_value(expression, n))[0].terms


def quadratic(expression: Expr) -> tuple[Fraction, Fraction] | None:
    """(s, p) with x^2 = s*x + p for the constant x = u + v*sqrt(d), v > 0; None for any other form."""
    try:
        terms = dict(_value(expression, ("",)).terms)
        s = 2 * terms.pop((), ZERO)
        if [c > 0 for c in terms.values()] != [True]:
            return None
        return s, literal(("add", ("pow", expression, Fraction(2)), ("neg", ("mul", s, expression))), "")
    except OutsideRing:
        return None


def divisors(expression: Expr, *n: str) -> list[Expr]:
    """The parts that must not be 0 for expression to be defined; without those that evidently never are 0."""
    quotients = [part[2] for part in _parts(expression, "div")]
    powers = [part[1] for part in _parts(expression, "pow") if not _is_rising(part[2], n)]
    return [part for part in quotients + powers if not _is_never_zero(part, n)]


def naturals(expression: Expr, *n: str) -> list[Expr]:
    """The parts that must be integers >= 0: if they are, and no divisor is 0, then expression is defined."""
    sizes = [part[2] for part in _parts(expression, "fn") if part[1] in ("factorial", "H", "binomial", "Fib")]
    powers = [part for part in _parts(expression, "pow") if _is_rising(part[2], n) and isinstance(part[2], tuple)]
    return sizes + [power[2] for power in powers if not _is_never_zero(power[1], n)]


def _parts(e: Expr, kind: str) -> list[Expr]:
    if not isinstance(e, tuple):
        return []
    return [e] * (e[0] == kind) + [part for inner in e for part in _parts(inner, kind)]


def _is_rising(e: Expr, n: Sizes) -> bool:
    """Whether an exponent is c*n + d with c > 0, or with several sizes no c < 0, or a number >= 0."""
    (x2, x1, x0), others = _linear(e, n)
    return x2 == 0 and min([x1, *others.values()]) >= 0 and (x1 > 0 or others != {} or x0 >= 0)


def _is_never_zero(e: Expr, n: Sizes) -> bool:
    terms = cleared(_value(e, n), 0)[0].terms
    return p.is_surd(terms) or (len(terms) == 1 and all(p.is_nonzero(g) for monomial in terms for g, _ in monomial))


def _value(e: Expr, n: Sizes) -> Value:
    """The form of an expression."""
    if isinstance(e, Fraction):
        return term({}, e)
    kind, *parts = e
    match kind:
        case "var":
            return _variable(parts[0], n)
        case "const":
            return _golden(1) if parts[0] == "phi" else term({(parts[0], ""): UNIT})
        case "call":
            return term({("call", repr((parts[0], [_literal(part, n) for part in parts[1:]]))): UNIT})
        case "add":
            return plus(*(_value(part, n) for part in parts))
        case "mul":
            return times(*(_value(part, n) for part in parts))
        case "neg":
            return times(term({}, -ONE), _value(parts[0], n))
        case "div":
            return times(_value(parts[0], n), inverse(_value(parts[1], n)))
        case "pow":
            return _raised(_value(parts[0], n), parts[1], n)
        case "fn":
            return _function(parts[0], parts[1:], n)
    raise OutsideRing(f"{shown(e)} is not in the ring")


def _variable(name: str, n: Sizes) -> Value:
    return term({("n", "" if name == n[0] else name) if name in n else ("parameter", name): UNIT})


def _raised(base: Value, e: Expr, n: Sizes) -> Value:
    """base^e: the part of e in n is the exponent of generators, for each other size m there is a generator g^m."""
    x, others = _linear(e, n)
    return times(power(base, x), *(p.size_power(base, m, c) for m, c in others.items()))


def _function(name: str, arguments: list[Expr], n: Sizes) -> Value:
    """The form of a function at its arguments."""
    match name:
        case "sqrt":
            return power(_value(arguments[0], n), p.ROOT)
        case "exp":
            return _raised(term({("e", ""): UNIT}), arguments[0], n)
        case "log" | "log2":
            bases = [Fraction(2)] if name == "log2" else [_literal(base, n) for base in arguments[1:]]
            return times(_log(_literal(arguments[0], n)), *(inverse(_log(base)) for base in bases))
        case "floor" | "ceil":
            return _rounded(name, _exponent(arguments[0], n))
        case "factorial" | "H":
            return _steps(name, *_linear(arguments[0], n))
        case "binomial":
            return _binomial(_exponent(arguments[0], n), _exponent(arguments[1], n))
        case "Fib":
            high, low = (_raised(_golden(sign), arguments[0], n) for sign in (1, -1))
            return times(plus(high, times(term({}, -ONE), low)), term({("prime", "5"): p.ROOT}, Fraction(1, 5)))
    raise OutsideRing(f"{name} of {shown(arguments)} is not in the ring")


def _rounded(name: str, x: Exponent) -> Value:
    """floor(v) = v - (1 - (-1)^(2v))/4 and ceil(v) = v + (1 - (-1)^(2v))/4, where 2v is an integer at every n."""
    if x[0] or any(Fraction(2 * q).denominator != 1 for q in x):
        raise OutsideRing(f"{name} of {shown(x)}, which is not half an integer")
    sign = power(term({}, -ONE), (0, p.simplest(Fraction(2 * x[1])), p.simplest(Fraction(2 * x[2]))))
    quarter = Fraction(-1 if name == "floor" else 1, 4)
    return plus(_polynomial(x), term({}, quarter), times(term({}, -quarter), sign))


def _golden(sign: int) -> Value:
    """(1 + sqrt(5))/2, or with sign -1 its conjugate."""
    return plus(term({}, Fraction(1, 2)), term({("prime", "5"): p.ROOT}, Fraction(sign, 2)))


def _log(q: Fraction) -> Value:
    if q <= 0:
        raise OutsideRing(f"log of {q}")
    return plus(*(term({("log", g[1]): UNIT}, Fraction(x[2])) for g, x in p.factors(q)))


def _steps(name: str, x: Exponent, others: Slopes) -> Value:
    """(L+d)! or H(L+d) from L! or H(L), where L = c*n + the other sizes' part."""
    _, c, d = x
    if x[0] or any(q.denominator != 1 for q in (c, d, *others.values())) or not -STEPS <= d <= STEPS:
        raise OutsideRing(f"{name} of {shown((x, others))}")
    if not others and (c < 0 or (c == 0 and d < 0)):
        raise OutsideRing(f"{name} of {shown(x)}")
    base = ",".join([str(c), *(f"{others[m]}*{m}" for m in sorted(others))])
    start = term({(name, base): UNIT}) if c or others else term({}, Fraction(name == "factorial"))
    rest = [term({("n", m): UNIT}, Fraction(q)) for m, q in others.items()]
    steps = [plus(_polynomial((0, c, i)), *rest) for i in range(min(int(d), 0) + 1, max(int(d), 0) + 1)]
    if name == "factorial":
        return times(start, *(step if d > 0 else inverse(step) for step in steps))
    return plus(start, *(times(term({}, ONE if d > 0 else -ONE), inverse(step)) for step in steps))


def _binomial(a: Exponent, b: Exponent) -> Value:
    """A falling product for a literal b; a!/(b!*(a-b)!) where a >= 0 evidently implies 0 <= b <= a."""
    if b[0] == b[1] == 0 and b[2] in range(STEPS):
        falling = (_polynomial((a[0], a[1], a[2] - i)) for i in range(int(b[2])))
        return times(term({}, Fraction(1, factorial(int(b[2])))), *falling)
    rest = (a[0] - b[0], a[1] - b[1], a[2] - b[2])
    first: int = -(a[2] // a[1]) if a[1] > 0 else 0  # the least n with a >= 0; from there on b and a - b do not fall
    if a[0] or b[0] or a[1] <= 0 or any(c[1] < 0 or c[1] * first + c[2] < 0 for c in (b, rest)):
        raise OutsideRing(f"binomial of {shown(a)} and {shown(b)}: 0 <= second <= first is not evident")
    return times(_steps("factorial", a, {}), *(inverse(_steps("factorial", c, {})) for c in (b, rest)))


def _polynomial(x: Exponent) -> Value:
    n = ("n", "")
    return plus(*(term({n: (0, 0, k)}, Fraction(q)) for q, k in zip(x, (2, 1, 0), strict=True)))


def _linear(e: Expr, n: Sizes) -> tuple[Exponent, Slopes]:
    """A polynomial in n of degree at most 2, as its coefficients, plus a multiple of each other size."""
    top, powers = cleared(_value(e, n), 0)
    left = dict(top.terms)
    x2, x1, x0 = (left.pop(next(iter(term({("n", ""): (0, 0, k)}).terms)), ZERO) for k in (2, 1, 0))
    others = {m: p.simplest(left.pop(key)) for m in n[1:] for key in term({("n", m): UNIT}).terms if key in left}
    if left or powers:
        raise OutsideRing(f"{shown(e)} is not q2*{n[0]}^2 + q1*{n[0]} + q0 with rational q")
    return (p.simplest(x2), p.simplest(x1), p.simplest(x0)), others


def literal(e: Expr, *n: str) -> Fraction:
    """The rational number that e is; raises OutsideRing when that is not seen."""
    return _literal(e, n)


def _exponent(e: Expr, n: Sizes) -> Exponent:
    """A polynomial in n alone of degree at most 2."""
    x, others = _linear(e, n)
    if others:
        raise OutsideRing(f"{shown(e)} holds a size other than {n[0]}")
    return x


def _literal(e: Expr, n: Sizes) -> Fraction:
    x2, x1, x0 = _exponent(e, n)
    if x2 or x1:
        raise OutsideRing(f"{shown(e)} is not a rational number")
    return Fraction(x0)
