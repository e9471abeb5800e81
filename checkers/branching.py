"""Candidate invariants where T(n) calls T(n - k_i) with weights above 1 in all: T grows like r^n, sum a_i r^-k_i = 1.

With S(h) = sum a_i h(n - k_i)/h(n), which is 1 for r^n and more for what grows slower:

  leaves    toll below r^n   F = r^n - K h, h the toll: K (S(h) - 1) h pays for it; for calls T(b n + ...) beside them
                             h = r^(n (1 + b)/2), which is above their r^(b n)
  balanced  toll r^n n^a     F = C r^n n^(a+1), for a > -1
  root      toll above r^n   F = C times the toll, S < 1

An oracle, like `invariants`: nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb, exp

from attrs import frozen

from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel import interval as iv
from checkers.kernel import series as sr
from checkers.kernel.exponent import NIL
from checkers.kernel.exponential import Bases, Terms
from checkers.kernel.refusal import Rejected
from checkers.kernel.series import Key, Series

Sum = list[tuple[Fraction, Key]]


@frozen
class Branching:
    """The calls a*T(n-k) as (a, k), the largest slope b < 1 of another call (0: none), the base r that they define."""

    calls: Terms
    beside: Fraction
    base: Bases

    def sum_at(self, bases: Bases) -> float:
        """S(B) = sum a B^-k."""
        return sum(float(a) * _decay(bases, k) for a, k in self.calls)

    def mean_at(self, bases: Bases) -> float:
        """sum a k B^-k: what one step back takes off n."""
        return sum(float(a) * k * _decay(bases, k) for a, k in self.calls)


def _decay(bases: Bases, k: int) -> float:
    """B^-k, or a large number in its place."""
    low, high = xp.ln(bases)
    return exp(min(-k * float(low + high) / 2, 600.0))


def branching(calls: Terms, beside: Fraction) -> Branching | None:
    """The branching of these calls; None when T does not grow exponentially by them."""
    if sum(a for a, _ in calls) <= 1:
        return None
    try:
        return Branching(calls, beside, _simple(xp.root(calls)))
    except Rejected:
        return None


def _simple(r: Bases) -> Bases:
    """The same number as a rational or a power of the golden ratio where it is seen to be one."""
    ((base, q),) = r if len(r) == 1 else ((None, Fraction(0)),)
    if not isinstance(base, xp.Root):
        return r
    low, high = base.ln
    near = Fraction(exp(min(float(low + high) / 2, 700.0))).limit_denominator(64)
    for known in (xp.root(xp.GOLDEN), xp.prime_powers(near) if 1 < near < 10**6 else ()):
        try:
            if known and xp.sign(xp.product(((base, Fraction(1)),), known, -1)) == 0:
                return xp.power(known, q)
        except Rejected:
            continue
    return r


def candidates(b: Branching, toll: Key | None, size: float, upper: bool) -> Iterator[tuple[Sum, Key]]:
    """Sums of monomials that a step with this toll should preserve, with their order; `size` is the toll's factor."""
    k = Key(bases=b.base)
    try:
        against = -1 if toll is None else 1 if toll.factorial else xp.sign(xp.product(toll.bases, b.base, -1))
    except Rejected:
        return  # nobody can tell which of the two grows faster
    if toll is not None and against > 0:
        left = 1.0 if toll.factorial else 1 - b.sum_at(toll.bases)
        yield from (([(c, toll)], toll) for c in _factors(size / max(left, 1e-9), upper))
    elif toll is not None and against == 0:
        if ex.sign(ex.plus(toll.n, ex.UNIT)) > 0:
            above = toll._replace(n=ex.plus(toll.n, ex.UNIT), bases=b.base)
            degree = float(sum(ex.value(above.n))) / 2
            yield from (([(c, above)], above) for c in _factors(size / (degree * b.mean_at(b.base)), upper))
    elif not upper:
        yield [(Fraction(1), k)], k
    else:
        lower: Sum = []
        if b.beside:
            lower.append((Fraction(-1), Key(bases=xp.power(b.base, (1 + b.beside) / 2))))
        if toll is not None:
            lower.append((-_short(4 * size / max(b.sum_at(toll.bases) - 1, 1e-9)), toll))
        yield [(Fraction(1), k), *lower], k


def _factors(c: float, upper: bool) -> list[Fraction]:
    return [_short(c * slack if upper else c / slack) for slack in (2.0, 64.0)]


def _short(x: float) -> Fraction:
    """A short rational near |x|."""
    return Fraction(min(max(abs(x), 1e-9), 1e15)).limit_denominator(10**6) or Fraction(1, 10**6)


def particular(b: Branching, toll: Series) -> Sum | None:
    """A solution D of D(n) = sum a D(n-k) + toll, for a toll of terms n^j B^n with rational B; D is another such sum.

    None when some part of the toll is of another kind, or S(B) is 1.
    """
    found: Sum = []
    for bases in dict.fromkeys(k.bases for k in toll):
        weights = [xp.value(xp.power(bases, Fraction(-k))) for _, k in b.calls]
        if any(w[0] != w[1] for w in weights):
            return None
        weighted = [(a * w[0], k) for (a, k), w in zip(b.calls, weights, strict=True)]
        here = {k: c for k, c in toll.items() if k.bases == bases}
        given: dict[int, Fraction] = {}
        for k, c in here.items():
            plain = not k.rounding and not k.factorial and k.log == k.loglog == NIL and not k.n.irrational
            if not plain or k.n.bottom != 1 or not 0 <= k.n.top <= 12 or c[0] != c[1]:
                return None
            given[k.n.top] = c[0]
        left = 1 - sum(a for a, _ in weighted)
        if not left:
            return None
        d: dict[int, Fraction] = {}
        for j in range(max(given), -1, -1):
            more = sum(
                (d[i] * comb(i, j) * sum(a * Fraction(-k) ** (i - j) for a, k in weighted) for i in d), Fraction(0)
            )
            d[j] = (given.get(j, Fraction(0)) + more) / left
        found += [(c, Key(bases=bases, n=ex.rational(j))) for j, c in d.items() if c]
    return found


def leading_part(claimed: Series) -> Sum:
    """The leading monomial of a claimed bound, with a rational near its coefficient."""
    key, c, _ = sr.leading(claimed)
    return [(c[0] if c[0] == c[1] else iv.tidy(c)[0].limit_denominator(10**9), key)]
