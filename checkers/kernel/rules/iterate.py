"""Rule iterate: T(n) = p(T(n-1)), p a polynomial, stays on one side of q(X(n)) where X(n) = c^(d^(n-m)).

Needs    the step T(n) = p(T(n-1)) for n > m; c > 1 and d >= 2; a number B >= 0; polynomials q, one for each side. The
         claim's bound is a polynomial r in powers of X(n), written b^(d^(n+s)); in a growth claim any other bound, too
Checks   X(n) = X(n-1)^d >= c, so with X = c + y, y >= 0, that no polynomial in y below has a coefficient < 0:
         p(B+y) - B, so that p rises from B on and T >= B;  T(m) >= B.  Above: q(X^d) - p(q(X)), T(m) <= q(c).
         Below: p(q(X)) - q(X^d), q(X) - B, T(m) >= q(c).  An explicit claim: r(X) - q(X), or q(X) - r(X), and the
         sizes below m by evaluation. A growth claim: degrees; X is above all that has no tower of powers
Gives    proved or refuted
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from checkers.kernel.decode import Claim, Expr, all_parts, fields, integer, one_of, rational, sequence
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import require
from checkers.kernel.rules.bound import require_below
from checkers.kernel.rules.order import decided, leading_monomial, require_growth
from checkers.kernel.step import Step, line, require_agreement, step_of

RULE = "iterate"
DEGREE, LATER, LARGEST, TOWER = 64, 64, 10**40, 256
ONE_BEFORE = (Fraction(1), Fraction(-1))
Coefficients = list[Fraction]  # of a polynomial in one variable, the constant first, the last not 0


def verdict(claim: Claim, proof: Any) -> str:
    _, base, degree, first, least, forms = fields(proof, ("rule", "base", "degree", "from", "least", "sides"))
    step, c, d, b = step_of(claim), rational(base), integer(degree, 2, DEGREE), rational(least)
    require_agreement(claim, step)
    require(c > 1 and max(c.numerator, c.denominator) <= LARGEST, RULE, "a base above 1, not too large", c)
    m = integer(first, step.start - 1, step.start + LATER)
    value = Values(claim, {}, {}).at(step.function, m)
    p = polynomial_in(step.body, lambda e: previous(e, step))
    require(b >= 0 and value[0] >= b, RULE, "T(m) at least a number >= 0", (value[0], b))
    require(is_positive(composed(p, [b, Fraction(1)]), b), RULE, "p that rises from B on, and stays above B", p)
    sides: dict[str, Coefficients] = {}
    for item in sequence(forms):
        relation, coefficients = fields(item, ("relation", "form"))
        q = trimmed([rational(x) for x in sequence(coefficients)])
        sides[one_of(relation, ("<=", ">="))] = q
        stays(p, q, relation == "<=", (c, d, b), value)
    if claim.relation in ("<=", ">=", "=="):
        r = polynomial_in(claim.bound, lambda e: tower(e, step, (c, d, m)))
        for relation in ("<=", ">=") if claim.relation == "==" else (claim.relation,):
            require(relation in sides, RULE, f"a side {relation}", sorted(sides))
            gap = minus(r, sides[relation]) if relation == "<=" else minus(sides[relation], r)
            require(is_positive(composed(gap, [c, Fraction(1)])), RULE, "the form within the claim", gap)
        require_below(claim, step, m, m + 1)
        return "proved"
    require_growth(claim)
    above, below = ([len(sides[side])] if side in sides else [] for side in ("<=", ">="))
    if any(e[0] == "pow" and isinstance(e[2], tuple) and e[2][0] == "pow" for e in all_parts(claim.bound)):
        r = polynomial_in(claim.bound, lambda e: tower(e, step, (c, d, m)))
        require(bool(r) and r[-1] > 0, RULE, "a bound that is eventually positive", r)
        return decided(claim, [x - len(r) for x in above], [x - len(r) for x in below])
    require(leading_monomial(claim.bound, step.symbol)[1], RULE, "a bound > 0 for large n", claim.bound)
    return decided(claim, [], [1 for x in below if x > 1])


def stays(
    p: Coefficients,
    q: Coefficients,
    upper: bool,
    scale: tuple[Fraction, int, Fraction],
    value: tuple[Fraction, Fraction],
) -> None:
    """T <= q(X), or T >= q(X), from the size on at which T is `value`; the scale is (c, d, B)."""
    c, d, b = scale
    at_c = composed(q, [c])
    here = at_c[0] if at_c else Fraction(0)
    require(value[1] <= here if upper else value[0] >= here, RULE, "the first value on that side", (value, here))
    later = composed(q, [Fraction(0)] * d + [Fraction(1)])
    gap = minus(later, composed(p, q)) if upper else minus(composed(p, q), later)
    require(is_positive(composed(gap, [c, Fraction(1)])), RULE, "a step that stays on that side", gap)
    require(upper or is_positive(composed(q, [c, Fraction(1)]), b), RULE, "a form from B on", q)


def previous(e: Expr, step: Step) -> Coefficients | None:
    """T(n-1) is the variable of p."""
    same = e[:2] == ("call", step.function) and len(e) == 3 if isinstance(e, tuple) else False
    return [Fraction(0), Fraction(1)] if same and line(e[2], step.symbol) == ONE_BEFORE else None


def tower(e: Expr, step: Step, scale: tuple[Fraction, int, int]) -> Coefficients | None:
    """X^k for b^(d^(n+s)) where b^(d^(m+s)) = c^k: then it is X(n)^k at every n."""
    c, d, m = scale
    if not isinstance(e, tuple) or e[0] != "pow" or not isinstance(e[2], tuple) or e[2][:2] != ("pow", Fraction(d)):
        return None
    slope, s = line(e[2][2], step.symbol) or (Fraction(0), Fraction(0))
    require(slope == 1 and s.denominator == 1 and isinstance(e[1], Fraction), RULE, "powers b^(d^(n+s))", e)
    j = int(m + s)
    require(abs(j) <= 8 and d ** abs(j) <= TOWER and abs(e[1]) <= LARGEST, RULE, f"a tower within {TOWER}", e)
    left, right = (e[1] ** (d**j), c) if j >= 0 else (e[1], c ** (d**-j))
    for k in range(1, DEGREE + 1):
        if left == right**k:
            return [Fraction(0)] * k + [Fraction(1)]
    return None


# --- polynomials in one variable -------------------------------------------------------------------------------------


def polynomial_in(e: Expr, leaf: Callable[[Expr], Coefficients | None]) -> Coefficients:
    """e as a polynomial in what leaf recognizes."""
    known = leaf(e)
    if known is not None:
        return known
    if isinstance(e, Fraction):
        return trimmed([e])
    kind, literal = e[0], e[-1] if isinstance(e[-1], Fraction) else None
    if kind == "pow" and literal is not None and literal in range(DEGREE + 1):
        return composed([Fraction(0)] * int(literal) + [Fraction(1)], polynomial_in(e[1], leaf))
    ok = kind in ("add", "mul", "neg") or (kind == "div" and literal)
    require(bool(ok), RULE, "polynomials", e)
    parts = [polynomial_in(part, leaf) for part in e[1:]]
    out = parts[0]
    if kind == "neg":
        return minus([], out)
    for part in parts[1:]:
        out = plus(out, part) if kind == "add" else times(out, part if kind == "mul" else [1 / part[0]])
    return out


def trimmed(p: Coefficients) -> Coefficients:
    while p and not p[-1]:
        p = p[:-1]
    return p


def plus(p: Coefficients, q: Coefficients) -> Coefficients:
    size = max(len(p), len(q))
    left, right = (x + [Fraction(0)] * (size - len(x)) for x in (p, q))
    return trimmed([x + y for x, y in zip(left, right, strict=True)])


def minus(p: Coefficients, q: Coefficients) -> Coefficients:
    return plus(p, [-x for x in q])


def times(p: Coefficients, q: Coefficients) -> Coefficients:
    require(len(p) + len(q) <= DEGREE + 2, RULE, f"degrees up to {DEGREE}", len(p) + len(q))
    out = [Fraction(0)] * max(0, len(p) + len(q) - 1)
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            out[i + j] += x * y
    return trimmed(out)


def composed(p: Coefficients, q: Coefficients) -> Coefficients:
    """p(q(x))."""
    out: Coefficients = []
    for x in reversed(p):
        out = plus(times(out, q), trimmed([x]))
    return out


def is_positive(p: Coefficients, least: Fraction = Fraction(0)) -> bool:
    """Whether p - least has no negative coefficient, so that it is >= 0 at every x >= 0."""
    return all(x >= 0 for x in minus(p, trimmed([least])))
