"""Rule closed-form: T(n) = G(n) for every n >= low, by substitution.

Needs    the step T(n) = sum of a(n) T(n-k), k >= 1, of sums over k = first..n-1 of T(k) and T(n-k), and the rest;
         for each sum a form S with S(first) = 0 and S(n+1) - S(n) = G(n)
Checks   G satisfies the step identically (ring), for every n from max(start, low + largest k) on; before that, each
         T(n) unfolded to base values equals G(n); nothing is divided by 0 and no factorial is taken below 0
Gives    T(n) == G(n) for n >= low
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import ring
from checkers.kernel.decode import Claim, Expr, calls, expression, fields, integer, sequence, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.step import Bound, Step, differs, step_of

RULE = "closed-form"
BACK, UNFOLDED = 64, 2_000
UNKNOWN: Expr = ("unknown",)


def conclude(claim: Claim, proof: Any) -> Bound:
    _, form, low, sums = fields(proof, ("rule", "form", "low", "sums"))
    step, g = step_of(claim), expression(form)
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    low = integer(low, step.low, 10**6)
    try:
        settled = _check(claim, step, g, low, [expression(s) for s in sequence(sums)])
    except ring.OutsideRing as e:
        raise Rejected(RULE, "expressions the ring can represent", str(e)) from None
    return Bound("==", g, Fraction(0), low, settled)


def _check(claim: Claim, step: Step, g: Expr, low: int, sums: list[Expr]) -> int:
    n, unused = step.symbol, list(sums)

    def unfold(e: Expr) -> tuple[Expr, int]:
        """e with G for T, and the largest k of a call T(n-k)."""
        if not calls(e):
            return e, 0
        if e[0] == "call":
            require(e[1] == step.function and len(e) == 3, RULE, "one function of one size", e)
            if n not in symbols(e[2]):
                early = isinstance(e[2], Fraction) and e[2] < step.start
                require(early, RULE, "a constant size below the step's start", e[2])
                return e, 0
            k = next(
                (k for k in range(1, BACK) if ring.vanishes(("add", ("var", n), Fraction(-k), ("neg", e[2])), n)), 0
            )
            require(k > 0, RULE, f"a size n-k with k from 1 to {BACK}", e[2])
            return substitute(g, n, e[2]), k
        if e[0] == "fold":
            require(bool(unused), RULE, "a form for each sum", e)
            s = unused.pop(0)
            times = _history(e, step, low)
            first = e[3]
            require(ring.vanishes(substitute(s, n, first), n), RULE, "a sum's form to vanish at its start", s)
            rise = ("add", substitute(s, n, ("add", ("var", n), Fraction(1))), ("neg", s), ("neg", g))
            require(ring.vanishes(rise, n), RULE, "a sum's form to rise by G(n)", s)
            defined(s, int(first))
            return ("mul", Fraction(times), s), 1
        parts = [unfold(p) if isinstance(p, tuple) else (p, 0) for p in e[1:]]
        plain = e[0] in ("add", "mul", "neg") or (e[0] == "div" and not calls(e[2]))
        require(plain, RULE, "T under + - * and above / only", e[0])
        return (e[0], *(p[0] for p in parts)), max(p[1] for p in parts)

    def defined(e: Expr, start: int) -> None:
        """No divisor of e is 0 and no factorial argument negative, for every n >= start."""
        for part in ring.divisors(e, n):
            require(_never_zero(claim, part, n, start), RULE, f"a divisor never 0 for n >= {start}", part)
        for part in ring.naturals(e, n):
            require(is_natural(part, n, start), RULE, f"an integer >= 0 for n >= {start}", part)

    identity, back = unfold(step.body)
    require(not unused, RULE, "as many forms as sums", len(sums))
    require(ring.vanishes(("add", identity, ("neg", g)), n), RULE, "G to satisfy the step", g)
    defined(g, low)
    first = max(step.start, low + back)
    defined(_call_free(step.body), step.start)
    require(first - low <= 4 * BACK, RULE, "few sizes before the step applies", first - low)
    values = Values(claim, {}, {})
    seen: dict[tuple[str, int], Expr] = {}
    for at in range(low, first):
        value = value_of(step.function, values, at, seen)
        require(
            ring.vanishes(("add", value, ("neg", substitute(g, n, Fraction(at)))), n), RULE, f"G({at}) = T({at})", value
        )
    return first


def _history(e: Expr, step: Step, low: int) -> int:
    """How often the sum over k = first..n-1 holds each T(k): fold bodies T(k), T(n-k) (first 1), T(n-1-k) (first 0)."""
    _, kind, k, first, last, body = e
    n = ("var", step.symbol)
    ok = kind == "sum" and isinstance(first, Fraction) and first.denominator == 1 and low <= first <= step.start
    require(
        ok and ring.vanishes(("add", last, Fraction(1), ("neg", n)), step.symbol), RULE, "a sum over k = first..n-1", e
    )
    times = 0
    for part in body[1:] if isinstance(body, tuple) and body[0] == "add" else (body,):
        one = isinstance(part, tuple) and part[:2] == ("call", step.function) and len(part) == 3
        require(one, RULE, "a sum of T(k)", part)
        mirror = ("add", n, Fraction(first - 1), ("neg", ("var", k)), ("neg", part[2]))
        same = part[2] == ("var", k) or (symbols(part[2]) == {k, step.symbol} and ring.vanishes(mirror, step.symbol))
        require(same, RULE, "T(k) or its mirror image in the range", part)
        times += 1
    return times


def _call_free(e: Expr) -> Expr:
    """e with every call and fold replaced by 0: what is left is what e itself divides by."""
    if not isinstance(e, tuple):
        return e
    return Fraction(0) if e[0] in ("call", "fold") else tuple(_call_free(p) if isinstance(p, tuple) else p for p in e)


def value_of(function: str, values: Values, at: int, seen: dict[tuple[str, int], Expr]) -> Expr:
    """T(at) as an expression in free base values: base equations, then the steps unfolded."""
    key = (function, at)
    if key not in seen:
        require(len(seen) < 8 * BACK, RULE, "fewer sizes to unfold", at)
        fitting = values.all_fitting((function, (at,)))
        require(len({repr(e.body) for e, _ in fitting}) <= 1, RULE, f"one equation at {at}", len(fitting))
        body: Expr = ("call", function, Fraction(at))
        if fitting:
            seen[key] = UNKNOWN
            e, bound = fitting[0]
            body = e.body
            for x, q in bound.items():
                body = substitute(body, x, q)
            body = _unfold(body, values, seen)
        if not symbols(body) and not calls(body):
            value = values.value(body, {})
            body = value[0] if value[0] == value[1] else body
        require(_weight(body) <= UNFOLDED, RULE, "a shorter unfolding", at)
        seen[key] = body
    require(seen[key] != UNKNOWN, RULE, "a value that does not depend on itself", at)
    return seen[key]


def _weight(e: Expr) -> int:
    """The number of parts of an expression, each counted as often as it occurs."""
    return 1 + sum(_weight(p) for p in e[1:]) if isinstance(e, tuple) else 1


def _unfold(e: Expr, values: Values, seen: dict[tuple[str, int], Expr]) -> Expr:
    values.charge(1)
    if not isinstance(e, tuple):
        return e
    if e[0] == "call":
        require(len(e) == 3, RULE, "functions of one size", e)
        size = values.exactly(e[2], {})
        require(size.denominator == 1, RULE, "integer sizes", e)
        return value_of(e[1], values, int(size), seen)
    if e[0] == "fold":
        low, high = values.exactly(e[3], {}), values.exactly(e[4], {})
        require(
            e[1] == "sum" and high - low < BACK and low.denominator == high.denominator == 1, RULE, "a short sum", e
        )
        parts = [substitute(e[5], e[2], low + i) for i in range(int(high - low) + 1)]
        return ("add", Fraction(0), *(_unfold(p, values, seen) for p in parts))
    return tuple(_unfold(p, values, seen) if isinstance(p, tuple) else p for p in e)


def _coefficients(e: Expr, n: str, start: int) -> list[Fraction] | None:
    """e as a polynomial in x = n - start, lowest first; None when it is none."""
    if isinstance(e, Fraction):
        return [e]
    if e[0] == "var":
        return [Fraction(start), Fraction(1)] if e[1] == n else None
    parts = [_coefficients(p, n, start) for p in e[1:]] if e[0] in ("add", "mul", "neg", "pow") else [None]
    if any(p is None or len(p) > BACK for p in parts):
        return None
    known = [p for p in parts if p is not None]
    if e[0] == "neg":
        return [-c for c in known[0]]
    if e[0] == "add":
        return [sum((p[i] for p in known if i < len(p)), Fraction(0)) for i in range(max(map(len, known)))]
    if e[0] == "pow":
        if len(known[1]) != 1 or known[1][0] not in range(9):
            return None
        known = [[Fraction(1)], *([known[0]] * int(known[1][0]))]
    out = [Fraction(1)]
    for p in known:
        out = [
            sum((out[i] * p[j - i] for i in range(len(out)) if 0 <= j - i < len(p)), Fraction(0))
            for j in range(len(out) + len(p) - 1)
        ]
    return out


def _never_zero(claim: Claim, e: Expr, n: str, start: int) -> bool:
    """A polynomial in n - start with coefficients of one sign; a parameter said to differ from 0; a product of such."""
    if not ring.divisors(("div", Fraction(1), e), n):
        return True
    if isinstance(e, tuple) and e[:2] == ("fn", "factorial"):
        return True  # at least 1 where it is defined, and `defined` asks that of its argument
    if (isinstance(e, tuple) and e[0] in ("mul", "neg")) or (
        isinstance(e, tuple) and e[0] == "pow" and isinstance(e[2], Fraction)
    ):
        return all(_never_zero(claim, p, n, start) for p in (e[1:2] if e[0] == "pow" else e[1:]))
    c = _coefficients(e, n, start)
    if c is not None:
        return c[0] != 0 and (min(c) >= 0 or max(c) <= 0)
    return differs(claim, e, n)


def is_natural(e: Expr, n: str, start: int) -> bool:
    c = _coefficients(e, n, start)
    return c is not None and len(c) <= 2 and all(q >= 0 and q.denominator == 1 for q in c)
