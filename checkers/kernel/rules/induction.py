"""Rule induction: T(n) stays on one side of F(n + shift), because F is preserved by the step (dominance).

Needs    the step T(n) = sum of a_i(n) T(phi_i(n)) + g(n) with a_i >= 0, or max and min of such (splits); F a sum of
         growth monomials
Checks   for every n >= from, in each case: low <= phi_i(n) <= n - 1, and (upper) sum a_i F(phi_i) + g <= F, (lower) >=
 window  low <= n < from: T(n) compared with F by exact evaluation
         Gives T(n) <= F(n + shift), or >=, for every n >= low
 growth  F > 0 from low on; T > 0 (upper: >= 0) on a window and g >= 0 after it, so T keeps its sign;
         upper: the step also without g.  Gives T in O(F) with T >= 0, or T in Omega(F)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel import history
from checkers.kernel import interval as iv
from checkers.kernel import series as sr
from checkers.kernel.decode import Claim, Expr, expression, fields, integer, one_of, rational, sequence
from checkers.kernel.evaluate import Values, decide
from checkers.kernel.expand import N1, Expander
from checkers.kernel.history import Place
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import require
from checkers.kernel.series import CONSTANT, Frame, Key, Series
from checkers.kernel.splits import Case, Reading, all_cases, curved
from checkers.kernel.step import Bound, Step, is_integer, step_of

RULE = "induction"
FAR, WINDOW, BACK = 1 << 4096, 20_000, 8
FIELDS = ("rule", "side", "mode", "form", "shift", "from", "low", "base", "order", "turned", "splits", "sign")


def conclude(claim: Claim, proof: Any) -> Bound:
    _, side, mode, form, shift, start, low, base, order, turned, splits, sign = fields(proof, FIELDS)
    upper, growth = one_of(side, ("upper", "lower")) == "upper", one_of(mode, ("growth", "window")) == "growth"
    step, f, shift = step_of(claim), expression(form), rational(shift)
    require(not claim.parameters, RULE, "no parameters", [p[0] for p in claim.parameters])
    start, low = integer(start, 2, FAR), integer(low, step.low, FAR)
    require(
        start >= step.start and low <= start,
        RULE,
        "from >= the step's own start, low <= from",
        (start, step.start, low),
    )
    values = Values(claim, {}, {})
    base, order = sr.logarithm_base(base), integer(order, 1, 12)
    names = tuple(t for t in sequence(turned) if type(t) is str)
    require(len(names) == len(turned), RULE, "names of roundings", turned)
    frame = Frame(start + shift, base, order)
    expand = Expander(frame, step.symbol, shift, names)
    whole = _monomials(f, step.symbol, low + shift, base, order)  # also used at from + shift and beyond
    require(shift == 0 or not any(k.factorial for k in whole), RULE, "no shift beside factorials", shift)
    reading = Reading(values, upper, False, expand, lambda size: _called(size, expand, step.symbol, low))
    cases, curves = all_cases(step, splits, reading)
    require(any(case.terms or case.sums for case in cases), RULE, "at least one call of T", step.body)
    place = Place(step.function, f, shift, low, upper, growth)
    for curve in curves:
        require(curved(whole, curve, Frame(low + shift, base, order)), RULE, f"F {curve} for n >= {low}", f)
    sums = [history.change(h, place, values, expand) for h in cases[0].sums]  # every case holds the same
    for case in cases:
        g = expand.expand(("add", Fraction(0), *case.toll))
        change = sr.plus(_change(step, case, whole, expand, low), g, *sums)
        change = change if upper else sr.minus(change)
        require(sr.nonpositive(change, frame), RULE, f"F preserved by the step for n >= {start}", change)
        if growth and not sr.nonpositive(sr.minus(g), frame):
            without = upper and sr.nonpositive(sr.plus(change, sr.minus(g)), frame)
            require(without, RULE, "the step also without its toll", g)
    if not growth:
        _window(values, step, f, shift, low, start, upper)
        return Bound("<=" if upper else ">=", f, shift, low, start)
    near = Frame(Fraction(low) + shift, base, order)
    positive = sr.minus(Expander(near, step.symbol, Fraction(0)).expand(f))
    require(sr.nonpositive(positive, near, strict=True), RULE, f"F > 0 for n >= {low}", positive)
    keeps_sign(values, step, splits, sign, 1 if upper else 0, None if upper else low, base)
    return Bound("O" if upper else "Omega", f, shift, low, start)


def _monomials(f: Expr, symbol: str, low: Fraction, base: int | None, order: int) -> Series:
    """F as a sum of monomials with constant coefficients at every x >= low: where steps from `from` on call it."""
    require(low >= 1, RULE, "F needed at no size below 1", low)
    near = Frame(max(low, Fraction(2)), base, order)
    whole = Expander(near, symbol, Fraction(0)).expand(f)
    constant = not near.enclosed and all(not k.rounding for k in whole)
    require(constant, RULE, "F a sum of monomials with constant coefficients", f)
    return whole


def _size(expand: Expander, e: Expr, symbol: str) -> Series:
    """A size as a series; one that is not an integer as written (`rounding any`) is its floor and at most 1 more."""
    if is_integer(e, symbol):
        return expand.expand(e)
    name = f"any {len(expand.frame.range)}"
    expand.frame.range[name] = (Fraction(0), Fraction(1))
    return sr.plus(expand.expand(("fn", "floor", e)), {Key(rounding=((name, 1),)): iv.ONE})


def _called(size: Expr, expand: Expander, symbol: str, low: Fraction | int) -> None:
    """low - 1 < phi < m for every m of the frame: so low <= phi <= m - 1, sizes being integers (up to the shift)."""
    phi = sr.plus(_size(expand, size, symbol), sr.constant(iv.exact(expand.shift)))
    _smaller(phi, expand.frame, low + expand.shift, size)


def _smaller(phi: Series, frame: Frame, low: Fraction, what: Expr) -> None:
    """low - 1 < phi < m for every m of the frame: so low <= phi <= m - 1, sizes being integers up to the shift."""
    require(sr.nonpositive(sr.plus(phi, {N1: iv.minus(iv.ONE)}), frame, strict=True), RULE, "sizes below n", what)
    below = sr.plus(sr.constant(iv.exact(low - 1)), sr.minus(phi))
    require(sr.nonpositive(below, frame, strict=True), RULE, f"sizes from {low} on", what)


def _change(step: Step, case: Case, whole: Series, expand: Expander, low: int) -> Series:
    """sum a_i F(phi_i) - F as a series; what is proportional to n is summed exactly first."""
    frame = expand.frame
    linear: list[tuple[Fraction, Fraction, Series]] = []
    total = sr.minus(whole)
    for coefficient, call, real in case.terms:
        require(call[1] == step.function, RULE, "calls of the same function", call[1])
        a = expand.expand(coefficient)
        require(sr.nonpositive(sr.minus(a), frame), RULE, "coefficients >= 0", coefficient)
        size = expand.expand(call[2]) if real else _size(expand, call[2], step.symbol)
        phi = sr.plus(size, sr.constant(iv.exact(expand.shift)))
        if not real:
            _smaller(phi, frame, low + expand.shift, call[2])
        key, c, u = sr.leading(phi)
        known = a.get(CONSTANT, iv.ZERO)
        if key == N1 and c[0] == c[1] and set(a) == {CONSTANT} and known[0] == known[1]:
            linear.append((known[0], c[0], u))
        else:
            for k, q in whole.items():
                total = sr.plus(total, sr.times(a, sr.scaled(_composed(k, phi, frame), q)))
    for k, q in whole.items() if linear else ():
        total = sr.plus(total, sr.scaled(_proportional(k, linear, frame), q))
    return total


def _composed(k: Key, phi: Series, frame: Frame) -> Series:
    """The monomial k at phi(m) instead of m."""
    out = sr.power(phi, k.n, frame) if k.n != ex.NIL else sr.constant(iv.ONE)
    if k.factorial:
        out = sr.times(out, _factorial(k.factorial, phi, frame))
    if k.log != ex.NIL or k.loglog != ex.NIL:
        logarithm = sr.log(phi, frame.base, frame)
        if k.log != ex.NIL:
            out = sr.times(out, sr.power(logarithm, k.log, frame))
        if k.loglog != ex.NIL:
            out = sr.times(out, sr.power(sr.log(logarithm, None, frame), k.loglog, frame))
    if k.bases:  # B^phi = B^(slope m) B^bounded
        slope = phi.get(N1, iv.ZERO)
        require(slope[0] == slope[1], RULE, "an exact slope under an exponential", phi)
        rest = sr.bounds({key: c for key, c in phi.items() if key != N1}, frame)
        size = xp.value(xp.power(k.bases, rest[0])) if rest[0] == rest[1] else iv.exp(iv.times(rest, xp.ln(k.bases)))
        out = sr.scaled(out, size, Key(bases=xp.power(k.bases, slope[0])))
    return out


def _factorial(power: int, phi: Series, frame: Frame) -> Series:
    """phi!^power for phi = m - j: m! over the j factors between."""
    c = phi.get(CONSTANT, iv.ZERO)[0]
    back = phi == sr.plus({N1: iv.ONE}, sr.constant(iv.exact(c))) and c.denominator == 1 and -BACK <= c < 0
    require(back, RULE, f"factorials at n - j, j from 1 to {BACK}", phi)
    out: Series = {Key(factorial=power): iv.ONE}
    for i in range(int(c) + 1, 1):
        factor = sr.plus({N1: iv.ONE}, sr.constant(iv.exact(i)))
        out = sr.times(out, sr.power(factor, ex.rational(-power), frame))
    return out


def _proportional(k: Key, linear: list[tuple[Fraction, Fraction, Series]], frame: Frame) -> Series:
    """sum a_i k(phi_i) = S(a) k + sum a_i b_i^a (E_i - k), with phi_i = b_i m (1 + u_i), E_i = k(phi_i)/b_i^a.

    S(a) = sum a_i b_i^a is exactly 1 where the exponent a is defined by that.
    """
    if k.bases:
        return _exponential(k, linear, frame)
    pairs = tuple((a, b) for a, b, _ in linear if a)
    defining = k.n.irrational and all(b < 1 for _, b in pairs) and k.n == ex.root(pairs)
    exactly = iv.ONE if defining else ex.total(pairs, k.n)
    total: Series = sr.scaled({k: iv.ONE}, exactly)
    for a, b, u in linear:
        phi = sr.plus({N1: iv.exact(b)}, sr.scaled(u, iv.exact(b), N1))
        weight = ex.base_power(b, k.n)
        e = (
            sr.scaled(_composed(k, phi, frame), iv.inverse(weight))
            if weight[0] == weight[1]
            else _unit(k, phi, b, frame)
        )
        total = sr.plus(total, sr.scaled(sr.plus(e, {k: iv.minus(iv.ONE)}), iv.times(iv.exact(a), weight)))
    return total


def _exponential(k: Key, linear: list[tuple[Fraction, Fraction, Series]], frame: Frame) -> Series:
    """The same for k = B^m M, M without bases: S k + sum a_i B^-k_i (M(phi_i) - M) B^m over calls phi_i = m - k_i.

    S = sum a_i B^-k_i is exactly 1 where B is defined by that. Other calls are composed one by one.
    """
    total: Series = {}
    back: list[tuple[Fraction, int]] = []
    for a, b, u in linear:
        phi = sr.plus({N1: iv.exact(b)}, sr.scaled(u, iv.exact(b), N1))
        c = phi.get(CONSTANT, iv.ZERO)
        if b != 1 or not a or set(phi) != {N1, CONSTANT} or c[0] != c[1] or c[0].denominator != 1:
            total = sr.plus(total, sr.scaled(_composed(k, phi, frame), iv.exact(a)))
            continue
        back.append((a, -int(c[0])))
        weight = xp.value(xp.power(k.bases, c[0]))
        moved = sr.scaled(_composed(k._replace(bases=()), phi, frame), iv.ONE, Key(bases=k.bases))
        total = sr.plus(total, sr.scaled(sr.plus(moved, {k: iv.minus(iv.ONE)}), iv.times(iv.exact(a), weight)))
    if not back:
        return total
    s = iv.ZERO
    for a, i in back:
        s = iv.plus(s, iv.times(iv.exact(a), xp.value(xp.power(k.bases, Fraction(-i)))))
    return sr.plus(total, sr.scaled({k: iv.ONE}, iv.ONE if xp.sums_to_one(k.bases, tuple(back)) else s))


def _unit(k: Key, phi: Series, b: Fraction, frame: Frame) -> Series:
    """k(phi)/b^a, its power of n taken of phi/b so that the leading coefficient is exactly 1."""
    head = sr.power(sr.scaled(phi, iv.exact(1 / b)), k.n, frame)
    return sr.times(head, _composed(k._replace(n=ex.NIL), phi, frame))


def _window(values: Values, step: Step, f: Expr, shift: Fraction, low: int, start: int, upper: bool) -> None:
    require(start - low <= WINDOW, RULE, f"a window of at most {WINDOW} sizes", start - low)
    for n in range(low, start):
        difference = iv.plus(values.at(step.function, n), iv.minus(values.value(f, {step.symbol: n + shift})))
        require(decide("<=" if upper else ">=", difference) is True, RULE, f"the bound at n = {n}", difference)


def keeps_sign(
    values: Values, step: Step, splits: Any, sign: Any, weak: int, low: int | None, base: int | None
) -> None:
    """T > 0 (>= 0 when weak) from `first` on: by exact values up to `last`, then as a sum of what is never negative."""
    first, last = fields(sign, ("first", "last"))
    first, last = integer(first, step.low, WINDOW), integer(last, max(2, step.start), WINDOW)
    require(
        first <= last and (low is None or first <= low),
        RULE,
        "a sign that holds where the bound starts",
        (first, last, low),
    )
    for n in range(first, last):
        value: Interval = values.at(step.function, n)
        require(value[0] > 0 or (bool(weak) and value[0] == 0), RULE, f"T({n}) positive", value)
    frame = Frame(Fraction(last), base, 3)
    expand = Expander(frame, step.symbol, Fraction(0))

    def called(size: Expr) -> None:
        _called(size, expand, step.symbol, first)

    cases = all_cases(step, splits, Reading(values, True, True, expand, called))[0]
    held = [history.keeps_sign(h, first, step.function, values, expand) for h in cases[0].sums]
    for case in cases:
        toll = ("add", Fraction(0), *case.toll)
        never = sr.nonpositive(sr.minus(expand.expand(toll)), frame)
        require(never, RULE, f"a toll never negative for n >= {last}", toll)
        strictly = sr.nonpositive(sr.minus(expand.expand(toll)), frame, strict=True)
        strictly = strictly or any(held)
        for coefficient, call, real in case.terms:
            a = sr.minus(expand.expand(coefficient))
            require(sr.nonpositive(a, frame), RULE, "coefficients >= 0", coefficient)
            strictly = strictly or sr.nonpositive(a, frame, strict=True)
            if not real:
                called(call[2])
        require(bool(weak) or strictly, RULE, "a coefficient > 0", "none")
