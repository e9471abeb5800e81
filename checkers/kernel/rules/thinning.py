"""Rule thinning: T(n) stays on one side of F(n) = a*n + c*log_B(n+1) + d, where T(n) averages T over a thinned-out n.

Needs    the step T(n) = (g(n) + sum(k=0..n-1: w(n,k)*T(k)))/(1 - w(n,n)), which is T(n) = g(n) + E T(X), X the number
         of n items that stay if each does with probability p, 0 < p < 1: w(n,k) = binomial(n,k)*p^k*(1-p)^(n-k); c >= 0
Checks   the step is that (ring); for n >= from: g + E* <= F (or >=), where E F(X) <= E* = F at p*n by Jensen, or
         E F(X) >= E* = a*p*n + c*(log_B(n+1) + log_B(p)) + d, by ln(x/y) >= 1 - y/x and E 1/(X+1) <= 1/(p*(n+1));
         T(n) against F for 0 <= n < from by exact values
Gives    T(n) <= F(n), or >=, for every n >= 0
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import ring
from checkers.kernel import series as sr
from checkers.kernel.decode import (
    Claim,
    Expr,
    all_parts,
    calls,
    expression,
    fields,
    integer,
    one_of,
    rational,
    substitute,
    symbols,
)
from checkers.kernel.evaluate import Values, decide
from checkers.kernel.expand import Expander
from checkers.kernel.interval import minus, plus
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.series import Frame
from checkers.kernel.step import Bound, Step, linear_parts, step_of

RULE = "thinning"
FIELDS = ("rule", "side", "p", "toll", "form", "base", "from", "order")
WINDOW = 2_000
_NOTHING = Claim((), "stated", (), Fraction(0), "==", Fraction(0), (), ())


def conclude(claim: Claim, proof: Any) -> Bound:
    _, side, p, toll, form, base, start, order = fields(proof, FIELDS)
    upper, step, g = one_of(side, ("upper", "lower")) == "upper", step_of(claim), expression(toll)
    p, form = rational(p), expression(form)
    base, start, order = integer(base, 2, 64), integer(start, max(2, step.start), WINDOW), integer(order, 1, 12)
    require(not claim.parameters, RULE, "no parameters", [q[0] for q in claim.parameters])
    a, c = _coefficients(form, step.symbol, base)
    require(0 < p < 1 and c >= 0, RULE, "0 < p < 1 and c >= 0", (p, c))
    require(not calls(g), RULE, "a toll without calls", g)
    _is_average(claim, step, p, g)
    n: Expr = ("var", step.symbol)
    change: Expr = ("add", substitute(form, step.symbol, ("mul", p, n)), ("neg", form))
    if not upper:
        change = ("add", ("mul", a * (p - 1), n), ("mul", c, ("fn", "log", p, Fraction(base))))
    frame = Frame(Fraction(start), base, order)
    gap = Expander(frame, step.symbol, Fraction(0)).expand(("add", g, change))
    preserved = sr.nonpositive(gap if upper else sr.minus(gap), frame)
    require(preserved, RULE, f"F preserved by the average for n >= {start}", gap)
    values = Values(claim, {}, {})
    for size in range(start):
        difference = plus(values.at(step.function, size), minus(values.value(form, {step.symbol: Fraction(size)})))
        holds = decide("<=" if upper else ">=", difference)
        require(holds is True, RULE, f"the bound at n = {size}", difference)
    return Bound("<=" if upper else ">=", form, Fraction(0), 0, start)


def _coefficients(e: Expr, n: str, base: int) -> tuple[Fraction, Fraction]:
    """(a, c) of a form that is a sum of numbers, multiples of n and of log_base(n+1)."""
    if not symbols(e):
        return Fraction(0), Fraction(0)
    if e == ("var", n):
        return Fraction(1), Fraction(0)
    above = ("add", ("var", n), Fraction(1))
    if e == ("fn", "log", above, Fraction(base)) or (e == ("fn", "log2", above) and base == 2):
        return Fraction(0), Fraction(1)
    require(e[0] in ("add", "neg", "mul", "div"), RULE, f"a sum of numbers, n and log(n + 1, {base}), times numbers", e)
    if e[0] in ("add", "neg"):
        parts = [_coefficients(part, n, base) for part in e[1:]]
        sign = -1 if e[0] == "neg" else 1
        return sign * sum((q[0] for q in parts), Fraction(0)), sign * sum((q[1] for q in parts), Fraction(0))
    factor, other = (e[1], e[2]) if e[0] == "mul" else (e[2], e[1])
    require(len(e) == 3 and not symbols(factor), RULE, "a number times a part, or a part by a number", e)
    a, c = _coefficients(other, n, base)
    q = Values(_NOTHING, {}, {}).exactly(factor if e[0] == "mul" else ("div", Fraction(1), factor), {})
    return q * a, q * c


def _is_average(claim: Claim, step: Step, p: Fraction, g: Expr) -> None:
    """The step is T(n)*(1 - p^n) = g(n) + sum(k=0..n-1: binomial(n,k)*p^k*(1-p)^(n-k)*T(k))."""
    n: Expr = ("var", step.symbol)
    strange = symbols(step.body) - {step.symbol}
    require(not strange, RULE, "a step in n alone", sorted(strange))
    folds = [e for e in all_parts(step.body) if e[0] == "fold" and calls(e)]
    require(len(folds) == 1 and len(calls(step.body)) == 1, RULE, "one sum, of one call", len(folds))
    fold = folds[0]
    _, kind, k, first, last, body = fold
    require("_" not in (k[0], step.symbol[0]), RULE, "names that do not begin with _", (k, step.symbol))
    whole = kind == "sum" and first == 0 and _same(last, ("add", n, Fraction(-1)), step.symbol)
    require(whole, RULE, "a sum over k = 0..n-1", fold[1:5])
    terms, rest = linear_parts(body, Values(claim, {}, {}), k)
    alone = len(terms) == 1 and terms[0][1] == ("call", step.function, ("var", k)) and all(r == 0 for r in rest)
    require(alone, RULE, "terms w(n,k)*T(k)", body)
    left = ("pow", 1 - p, ("add", n, ("neg", ("var", k))))
    choose, total = ("var", "_choose"), ("var", "_sum")  # as parameters
    ways = _replaced(terms[0][0], ("fn", "binomial", n, ("var", k)), choose)
    fits = _same(ways, ("mul", choose, ("pow", p, ("var", k)), left), step.symbol, k)
    require(fits, RULE, "weights of a binomial distribution", terms[0][0])
    once = _replaced(step.body, fold, total)
    stays = ("add", Fraction(1), ("neg", ("pow", p, n)))
    same = _same(("mul", once, stays), ("add", g, total), step.symbol)
    require(same, RULE, "(g + sum)/(1 - p^n)", step.body)


def _replaced(e: Expr, old: Expr, new: Expr) -> Expr:
    if e == old or not isinstance(e, tuple):
        return new if e == old else e
    return tuple(_replaced(part, old, new) if isinstance(part, tuple) else part for part in e)


def _same(left: Expr, right: Expr, *names: str) -> bool:
    try:
        return ring.vanishes(("add", left, ("neg", right)), *names)
    except ring.OutsideRing as e:
        raise Rejected(RULE, "expressions the ring can represent", str(e)) from None
