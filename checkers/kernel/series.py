"""Sums of growth monomials with interval coefficients, valid for every n >= N; and the sign of such a sum.

A monomial is  d1^i1 d2^i2 ... * n!^f * b1^(q1 n) b2^(q2 n) ... * n^a * L^s * LL^t  with L = log_B n, LL = ln L,
where B is an integer or e.
Each d is a number only known to lie in [0, width d]: how far floor or ceil moved its argument, a rounding. The number
1/ln B, known as closely as one likes, is written as one more d, so that what should cancel cancels exactly.
A series stands for every function whose value at n, for some coefficients in the intervals, is the sum; so each
operation may widen but never lose a function. Expansions are Taylor's with Lagrange's remainder (paper/rules.tex).
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any, NamedTuple

from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel import interval as iv
from checkers.kernel.decode import integer
from checkers.kernel.exponent import NIL, Exponent
from checkers.kernel.exponential import Bases
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import Rejected, require


class Key(NamedTuple):
    rounding: tuple[tuple[str, int], ...] = ()
    factorial: int = 0
    bases: Bases = ()
    n: Exponent = NIL
    log: Exponent = NIL
    loglog: Exponent = NIL


Series = dict[Key, Interval]
CONSTANT, TERMS, INVERSE_LN = Key(), 600, "~1/ln base"
KAPPA = Key(rounding=((INVERSE_LN, 1),))
RULE = "series"
LARGEST = 4096  # of N where a factorial is evaluated


def logarithm_base(item: Any) -> int | None:
    """The base B that a certificate names: 2..64, or None for "e"."""
    return None if item == "e" else integer(item, 2, 64)


class Frame:
    """Where a series is valid: n >= start, logarithms to base B, expansions to an order, widths of the roundings."""

    def __init__(self, start: Fraction, base: Fraction | int | None, order: int) -> None:
        require(
            start >= 2 and (base is None or base >= 2) and 1 <= order <= 12,
            RULE,
            "start >= 2, base >= 2, order 1 to 12",
            (start, base, order),
        )
        self.start, self.base, self.order = start, None if base is None else Fraction(base), order
        self.ln_base = iv.ONE if base is None else iv.ln(iv.exact(base))
        self.ln_start = iv.ln(iv.exact(start))
        self.log_start = iv.times(self.ln_start, iv.inverse(self.ln_base))
        self.range: dict[str, Interval] = {INVERSE_LN: iv.inverse(self.ln_base)}
        self.values: dict[Key, Interval] = {}
        self.enclosed = False  # whether some interval so far stands for a number that varies with n

    def loglog_start(self) -> Interval:
        """ln log_B N, which must be positive before any monomial with a loglog is used."""
        low = iv.ln(self.log_start) if self.log_start[0] > 0 else iv.minus(iv.ONE)
        require(low[0] > 0, RULE, "log(log(n)) > 0 from the start on", f"start {self.start}, base {self.base}")
        return low

    def at_start(self, k: Key) -> Interval:
        """The value at n = N of a monomial without rounding, divided by factorials or not."""
        self.enclosed = True
        if k not in self.values:
            small = -4 <= k.factorial < 0 and self.start <= LARGEST and self.start.denominator == 1
            need = f"a value of 1/N!^i with i <= 4, N <= {LARGEST}"
            require(k.factorial == 0 or small, RULE, need, (k.factorial, self.start))
            out = iv.power(iv.exact(self.start), ex.value(k.n))
            if k.factorial:
                out = iv.times(out, iv.exact(Fraction(1, factorial(int(self.start)) ** -k.factorial)))
            if k.bases:
                out = iv.times(out, iv.exp(iv.times(xp.ln(k.bases), iv.exact(self.start))))
            if k.log != NIL:
                out = iv.times(out, iv.power(self.log_start, ex.value(k.log)))
            if k.loglog != NIL:
                out = iv.times(out, iv.power(self.loglog_start(), ex.value(k.loglog)))
            self.values[k] = out
        return self.values[k]

    def never_grows(self, k: Key) -> bool:
        """Whether the monomial is nonincreasing on [N, oo): n times the derivative of its logarithm is never positive.

        That is n ln b + a + x (s + t/LL) with x = 1/ln n in (0, 1/ln N], and 1/LL in (0, 1/LL_N]. Under 1/n!^i only
        integers count: from n to n + 1 the logarithm rises by at most ln b + max(a, 0)/n - i ln(n + 1).
        """
        if k.factorial > 0:
            return False
        parts = (k.n, k.log, k.loglog)
        if not k.bases and all(e.top <= 0 and not e.irrational for e in parts):
            return True
        rate, a = xp.ln(k.bases)[1], ex.value(k.n)[1]
        s, t = ex.value(k.log)[1], ex.value(k.loglog)[1]
        if t > 0:
            s += t * iv.inverse(self.loglog_start())[1]
        a += s / self.ln_start[0] if s > 0 else 0
        if k.factorial:
            return rate + max(a, Fraction(0)) / self.start + k.factorial * iv.ln(iv.exact(self.start + 1))[0] <= 0
        return rate <= 0 and a + rate * self.start <= 0


def _rational(e: Exponent) -> bool:
    return not e.irrational


def compare(a: Key, b: Key) -> int:
    """-1, 0, 1: whether a/b tends to 0, is constant, or tends to infinity; exact, roundings left aside."""
    if a.factorial != b.factorial:
        return 1 if a.factorial > b.factorial else -1
    if a.bases != b.bases:
        s = xp.sign(xp.product(a.bases, b.bases, -1))
        if s:
            return s
    for x, y in ((a.n, b.n), (a.log, b.log), (a.loglog, b.loglog)):
        if x != y:
            s = ex.sign(ex.minus(x, y))
            if s:
                return s
    return 0


def product(a: Key, b: Key, sign: int = 1) -> Key:
    """a*b, or a/b for sign -1 (b then without roundings)."""
    rounding = a.rounding
    if b.rounding:
        powers = dict(a.rounding)
        for name, k in b.rounding:
            powers[name] = powers.get(name, 0) + k
        rounding = tuple(sorted(powers.items()))
    add = ex.plus if sign == 1 else ex.minus
    return Key(
        rounding, a.factorial + sign * b.factorial, xp.product(a.bases, b.bases, sign),
        add(a.n, b.n), add(a.log, b.log), add(a.loglog, b.loglog),
    )  # fmt: skip


def constant(a: Interval) -> Series:
    return {CONSTANT: a} if a != iv.ZERO else {}


def plus(*parts: Series) -> Series:
    out: Series = {}
    for part in parts:
        for k, c in part.items():
            out[k] = iv.plus(out[k], c) if k in out else c
    require(len(out) <= TERMS, RULE, f"at most {TERMS} monomials", len(out))
    return {k: c for k, c in out.items() if c != iv.ZERO}


def scaled(a: Series, c: Interval, key: Key = CONSTANT) -> Series:
    return {product(k, key): iv.times(v, c) for k, v in a.items()} if c != iv.ZERO else {}


def minus(a: Series) -> Series:
    return {k: iv.minus(c) for k, c in a.items()}


def times(a: Series, b: Series) -> Series:
    require(len(a) * len(b) <= 100 * TERMS, RULE, "a product of fewer monomials", (len(a), len(b)))
    return plus(*(scaled(a, c, k) for k, c in b.items()))


def bounds(a: Series, frame: Frame) -> Interval:
    """An interval that contains the series for every n >= N and every rounding; its monomials must never grow."""
    total = iv.ZERO
    for k, c in a.items():
        plain = k._replace(rounding=())
        require(frame.never_grows(plain), RULE, "monomials that never grow, where a bound is needed", k)
        high = frame.at_start(plain)[1] if plain != CONSTANT else Fraction(1)
        size = (Fraction(0) if plain != CONSTANT else Fraction(1), high)
        for d, power in k.rounding:
            size = iv.times(size, iv.integer_power(frame.range[d], power))
        total = iv.plus(total, iv.times(c, size))
    return total


def leading(a: Series) -> tuple[Key, Interval, Series]:
    """(M, c, u) with the series equal to c*M*(1+u), every monomial of u of lower order; c keeps away from 0."""
    require(bool(a), RULE, "a series that is not 0", "0")
    best: Key | None = None
    for k in a:
        if best is None or compare(k, best) > 0:
            best = k
    top = [k for k in a if compare(k, best or k) == 0]
    require(len(top) == 1 and not top[0].rounding, RULE, "one leading monomial, free of rounding", top)
    c = a[top[0]]
    require(c[0] > 0 or c[1] < 0, RULE, "a leading coefficient away from 0", (top[0], c))
    by = iv.inverse(c)
    return top[0], c, {product(k, top[0], -1): iv.times(v, by) for k, v in a.items() if k != top[0]}


def one_plus_power(u: Series, e: Exponent, frame: Frame) -> Series:
    """(1+u)^e to the frame's order, Lagrange's remainder included; exact for e = 0, 1, ... up to the order."""
    if not u or e == NIL:
        return constant(iv.ONE)
    c, coefficient = ex.value(e), iv.ONE
    total, power = constant(iv.ONE), constant(iv.ONE)
    order = frame.order if c[0] != c[1] or c[0].denominator > 1 or not 0 < c[0] <= 12 else int(c[0]) + 1
    for i in range(1, order + 1):
        coefficient = iv.times(iv.times(coefficient, iv.plus(c, iv.exact(1 - i))), iv.exact(Fraction(1, i)))
        if coefficient == iv.ZERO:
            return total
        power = times(power, u)
        if i == order:
            coefficient = iv.times(coefficient, iv.power(_between(u, frame), iv.plus(c, iv.exact(-i))))
        total = plus(total, scaled(power, coefficient))
    return total


def ln_one_plus(u: Series, frame: Frame) -> Series:
    """ln(1+u) to the frame's order, Lagrange's remainder included."""
    total: Series = {}
    power = constant(iv.ONE)
    for i in range(1, frame.order + 1 if u else 1):
        power = times(power, u)
        c = iv.exact(Fraction((-1) ** (i + 1), i))
        if i == frame.order:
            c = iv.times(c, iv.inverse(iv.integer_power(_between(u, frame), i)))
        total = plus(total, scaled(power, c))
    return total


def _between(u: Series, frame: Frame) -> Interval:
    """1 + (anything between 0 and u), which must stay positive."""
    b = iv.plus(iv.ONE, iv.hull(iv.ZERO, bounds(u, frame)))
    require(b[0] > 0, RULE, "an expansion point above -1: a larger start would do", b)
    return b


def power(a: Series, e: Exponent, frame: Frame) -> Series:
    """a^e; repeated multiplication for small positive integers, else the leading monomial times (1+u)^e."""
    if _rational(e) and e.q.denominator == 1 and 0 <= e.q <= 12:
        out = constant(iv.ONE)
        for _ in range(int(e.q)):
            out = times(out, a)
        return out
    k, c, u = leading(a)
    require(c[0] > 0 or (_rational(e) and e.q.denominator == 1), RULE, "a positive base", c)
    plain = _rational(k.n) and _rational(k.log) and _rational(k.loglog)
    require(
        _rational(e) or (plain and not k.factorial and not k.bases), RULE, "one irrational exponent at a time", (k, e)
    )
    require(not k.factorial or (_rational(e) and e.bottom == 1), RULE, "an integer power of a factorial", e)
    n, s, t = (ex.scale(x, e.q) if _rational(e) else ex.scale(e, x.q) for x in (k.n, k.log, k.loglog))
    key = Key((), k.factorial * e.top, xp.power(k.bases, e.q), n, s, t)
    whole = ex.base_power(c[0], e) if c[0] == c[1] and c[0] > 0 else iv.power(c, ex.value(e)) if c[0] > 0 else None
    if whole is None:
        whole = iv.integer_power(c, int(e.q)) if e.q > 0 else iv.inverse(iv.integer_power(c, int(-e.q)))
    return scaled(one_plus_power(u, e, frame), whole, key)


def log(a: Series, base: Fraction | None, frame: Frame) -> Series:
    """log of a to a base (None: natural): log c + (log_base B) a L + s LL/ln base + ... + ln(1+u)/ln base."""
    k, c, u = leading(a)
    require(c[0] > 0 and not k.factorial and k.loglog == NIL, RULE, "the logarithm of c b^n n^a L^s, c > 0", k)
    per_ln = iv.ONE if base is None else iv.inverse(iv.ln(iv.exact(base)))
    per_log = per_ln if frame.base is None else frame.ln_base
    if frame.base is not None and base is not None:
        per_log = ex.value(ex.logarithm(frame.base, base))
    if k.log != NIL:
        frame.loglog_start()
    known = c[0] == c[1] and base is not None
    head = ex.value(ex.logarithm(c[0], base)) if known and base is not None else iv.times(iv.ln(c), per_ln)
    return plus(
        constant(head), {Key(n=ex.UNIT): iv.times(xp.ln(k.bases), per_ln)} if k.bases else {},
        {Key(log=ex.UNIT): iv.times(ex.value(k.n), per_log)} if k.n != NIL else {},
        {Key(loglog=ex.UNIT): iv.times(ex.value(k.log), per_ln)} if k.log != NIL else {},
        scaled(ln_one_plus(u, frame), *((iv.ONE, KAPPA) if base is not None and base == frame.base else (per_ln,))),
    )  # fmt: skip


def nonpositive(a: Series, frame: Frame, strict: bool = False) -> bool:
    """Whether the series is <= 0 (< 0 when strict) for every n >= N and every rounding.

    Either the sum with each d at its worst passes `_dominated`; or the part without roundings does, and for each
    rounding d (in order) the part d^i*Q of monomials whose first rounding is d, to at least the power i, has Q <= 0.
    """
    if _dominated(a, frame, strict):
        return True
    first = {k: next((r for r in k.rounding if r[0] != INVERSE_LN), None) for k in a}
    least: dict[str, int] = {}
    for r in first.values():
        if r:
            least[r[0]] = min(r[1], least.get(r[0], r[1]))
    groups: dict[str, Series] = {"": {}}
    for k, c in a.items():
        d = r[0] if (r := first[k]) else ""
        rest = tuple((e, i - least[e] if e == d else i) for e, i in k.rounding)
        groups.setdefault(d, {})[k._replace(rounding=tuple(r for r in rest if r[1]))] = c
    free = groups.pop("")
    return (
        bool(groups) and _dominated(free, frame, strict) and all(_dominated(q, frame, False) for q in groups.values())
    )


def _dominated(a: Series, frame: Frame, strict: bool) -> bool:
    """Each positive monomial over the largest certainly negative one never grows, and at N all of them fit under it."""
    worst: dict[Key, Fraction] = {}
    for k, c in a.items():
        for d, power in k.rounding:
            c = iv.times(c, iv.integer_power(frame.range[d], power))
        plain = k._replace(rounding=())
        worst[plain] = worst.get(plain, Fraction(0)) + c[1]
    if any(k.loglog != NIL for k in worst):
        frame.loglog_start()
    positive = [k for k, c in worst.items() if c > 0]
    negative = [k for k, c in worst.items() if c < 0]
    if not positive:
        return bool(negative) or not strict
    for lead in _largest_first(negative):
        total = worst[lead]
        for k in positive:
            ratio = product(k, lead, -1)
            if not frame.never_grows(ratio):
                break
            total += worst[k] * (Fraction(1) if ratio == CONSTANT else frame.at_start(ratio)[1])
        else:
            if total < 0 or (total == 0 and not strict):
                return True
    return False


def _largest_first(keys: list[Key]) -> list[Key]:
    out: list[Key] = []
    for k in keys:
        at = 0
        try:
            while at < len(out) and compare(out[at], k) > 0:
                at += 1
        except Rejected:
            continue
        out.insert(at, k)
    return out[:3]
