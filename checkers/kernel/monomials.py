"""Formulas as quotients of sums of monomials, exact or up to constant factors, and their growth along a curve.

A monomial is a product of rational powers of atoms (name, depth, base): depth 0 is the variable, d >= 1 its d-fold
logarithm, -1 the exponential base^name, where base 1 stands for e. Constants have the empty name: ("", 0, p) is p,
("", 1, p) is ln p, ("", -1, 1) is e. A loose quotient has positive terms only; it is the formula up to factors.

On a curve each variable is c * s_0^w_0 * s_1^w_1 * ..., with s_0 = t, s_i = 2^s_(i-1), for integers t -> infinity.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from checkers.kernel import interval as iv
from checkers.kernel.decode import Expr
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import outside, require

RULE = "monomials"
TERMS, EXPONENT, BITS, DEEP, HIGH = 400, 64, 1 << 14, 4, 4
Atom = tuple[str, int, int]
Key = tuple[tuple[Atom, Fraction], ...]
Poly = dict[Key, Fraction]  # no coefficient 0
Rate = dict[
    tuple[Fraction, ...], dict[int, Fraction]
]  # powers of s_HIGH, ..., s_-DEEP-1: a sum of q ln p; ln 1 means 1
ONE: Poly = {(): Fraction(1)}


class Ratio(NamedTuple):
    top: Poly
    bottom: Poly
    exact: bool


class Place(NamedTuple):
    """times * s_0^powers[0] * s_1^powers[1] * ..."""

    times: Fraction
    powers: tuple[int, ...]


Curve = dict[str, Place]


def factors(q: Fraction) -> dict[int, Fraction]:
    """q > 0 as a product of powers of primes, and of integers without a small prime factor."""
    out: dict[int, Fraction] = {}
    for n, sign in ((q.numerator, 1), (q.denominator, -1)):
        p = 2
        while n > 1:
            p = p if p < 1000 else n
            if n % p:
                p += 1
                continue
            n, out[p] = n // p, out.get(p, Fraction(0)) + sign
    return {p: k for p, k in out.items() if k}


def key_product(*parts: tuple[Key, Fraction]) -> tuple[Key, Fraction]:
    """The product of monomials, each to a power; whole powers of numbers go into the coefficient."""
    powers: dict[Atom, Fraction] = {}
    for key, k in parts:
        for atom, q in key:
            powers[atom] = powers.get(atom, Fraction(0)) + q * k
    c = Fraction(1)
    for atom, q in powers.items():
        if atom[:2] == ("", 0):
            whole = q // 1
            require(abs(whole) * atom[2].bit_length() <= BITS, RULE, f"constants of at most {BITS} bits", atom)
            powers[atom], c = q - whole, c * Fraction(atom[2]) ** whole
    return tuple(sorted((atom, q) for atom, q in powers.items() if q)), c


def total(terms: Iterable[tuple[Key, Fraction]]) -> Poly:
    out: Poly = {}
    for key, c in terms:
        out[key] = out.get(key, Fraction(0)) + c
    require(len(out) <= TERMS, RULE, f"at most {TERMS} monomials", len(out))
    return {key: c for key, c in out.items() if c}


def times(a: Poly, b: Poly) -> Poly:
    require(len(a) * len(b) <= TERMS * 10, RULE, f"at most {TERMS * 10} products", len(a) * len(b))
    pairs = ((key_product((k, Fraction(1)), (m, Fraction(1))), c * d) for k, c in a.items() for m, d in b.items())
    return total((key, c * d) for (key, c), d in pairs)


def growth(p: Poly, negative: bool = False) -> list[Key]:
    """The monomials with a positive (negative) coefficient, without constants, each once, in order."""
    return sorted({tuple(f for f in key if f[0][0]) for key, c in p.items() if (c < 0) == negative})


def sign_of(logs: dict[int, Fraction]) -> int:
    """The sign of a sum of q ln p, ln 1 meaning 1."""
    low, high = iv.ZERO
    for p, q in logs.items():
        low, high = iv.plus((low, high), iv.times(iv.exact(q), iv.ONE if p == 1 else iv.ln(iv.exact(p))))
    require(low > 0 or high < 0 or not any(logs.values()), RULE, "a sum of logarithms of known sign", logs)
    return 1 if low > 0 else -1 if high < 0 else 0


def tendency(key: Key, name: str) -> tuple[int, int]:
    """(1, d), (-1, d) or (0, 0): the part of a monomial in one growing variable tends to infinity, to 0, or is 1.

    d is the depth of the atoms that decide: of the largest scale at which they do not cancel.
    """
    for d in range(-1, DEEP + 1):
        logs = {atom[2] or 1: q for atom, q in key if atom[0] == name and atom[1] == d}
        if sign_of(logs):
            return sign_of(logs), d
    return 0, 0


class Reader:
    """Reads formulas; `signed` collects the sums that must be positive, as large as their positive terms alone."""

    def __init__(self, growing: set[str], parameters: set[str]) -> None:
        self.growing, self.parameters = growing, parameters
        self.signed: list[Poly] = []

    def ratio(self, e: Expr) -> Ratio:
        if isinstance(e, Fraction):
            return Ratio(total([((), e)]), ONE, True)
        kind, parts = e[0], e[1:]
        if kind == "var" and parts[0] in self.growing | self.parameters:
            return Ratio({(((parts[0], 0, 0), Fraction(1)),): Fraction(1)}, ONE, True)
        if e == ("const", "e"):
            return Ratio({((("", -1, 1), Fraction(1)),): Fraction(1)}, ONE, True)
        if kind == "pow":
            return self._power(self.ratio(parts[0]), self.ratio(parts[1]))
        if kind not in ("neg", "add", "mul", "div", "fn"):
            raise outside(RULE, "a formula of variables, + - * / ^ and functions", e)
        read = [self.ratio(part) for part in (parts[1:] if kind == "fn" else parts)]
        if kind == "neg":
            require(read[0].exact, RULE, "no negative of what is known up to factors", e)
            return read[0]._replace(top={key: -c for key, c in read[0].top.items()})
        if kind == "div":
            return self._product(read[0], self.inverse(read[1]))
        if kind == "fn":
            return self._function(parts[0], read)
        out = read[0]
        for r in read[1:]:
            out = self._sum(out, r) if kind == "add" else self._product(out, r)
        return out

    def note(self, p: Poly) -> None:
        """Whoever uses p as a divisor, or up to factors, needs it to be positive."""
        require(bool(p), RULE, "a divisor, or an argument, that is not 0", p)
        if any(c < 0 for c in p.values()) and p not in self.signed:
            self.signed.append(p)

    def loose(self, r: Ratio) -> Ratio:
        """r up to bounded factors: positive terms, coefficients 1."""
        self.note(r.top)
        self.note(r.bottom)
        return Ratio(dict.fromkeys(growth(r.top), Fraction(1)), dict.fromkeys(growth(r.bottom), Fraction(1)), False)

    def inverse(self, r: Ratio) -> Ratio:
        self.note(r.top)
        return Ratio(r.bottom, r.top, r.exact)

    def _alike(self, a: Ratio, b: Ratio) -> tuple[Ratio, Ratio]:
        return (a, b) if a.exact and b.exact else (self.loose(a), self.loose(b))

    def _sum(self, a: Ratio, b: Ratio) -> Ratio:
        a, b = self._alike(a, b)
        if a.bottom == b.bottom:
            return Ratio(total([*a.top.items(), *b.top.items()]), a.bottom, a.exact)
        crossed = [*times(a.top, b.bottom).items(), *times(b.top, a.bottom).items()]
        return Ratio(total(crossed), times(a.bottom, b.bottom), a.exact)

    def _product(self, a: Ratio, b: Ratio) -> Ratio:
        a, b = self._alike(a, b)
        return Ratio(times(a.top, b.top), times(a.bottom, b.bottom), a.exact)

    def _function(self, name: str, read: list[Ratio]) -> Ratio:
        if name in ("log", "log2"):
            two = Ratio({(): Fraction(2)}, ONE, True)
            base = read[1:] or ([two] if name == "log2" else [])
            over = self._log(read[0])
            return self._product(over, self.inverse(self._log(base[0]))) if base else over
        if name in ("sqrt", "exp"):
            e = Ratio({((("", -1, 1), Fraction(1)),): Fraction(1)}, ONE, True)
            return self._raised(read[0], Fraction(1, 2)) if name == "sqrt" else self._exponential(e, read[0])
        if name not in ("ceil", "max", "min"):
            raise outside(RULE, "log, log2, sqrt, exp, ceil, max or min", name)
        read = [self.loose(r) for r in read]  # ceil(x) is at least x and 1, and below x + 1
        if name == "ceil":
            read.append(Ratio(ONE, ONE, False))
        read = [self.inverse(r) for r in read] if name == "min" else read
        out = read[0]
        for r in read[1:]:
            out = self._sum(out, r)
        return self.inverse(out) if name == "min" else out

    def _power(self, base: Ratio, exponent: Ratio) -> Ratio:
        if exponent.exact and not set(exponent.top) | set(exponent.bottom) - {()}:
            return self._raised(base, Fraction(0))
        if exponent.exact and set(exponent.top) | set(exponent.bottom) == {()}:
            return self._raised(base, exponent.top[()] / exponent.bottom[()])
        return self._exponential(base, exponent)

    def _raised(self, r: Ratio, q: Fraction) -> Ratio:
        require(abs(q) <= EXPONENT, RULE, f"powers of at most {EXPONENT}", q)
        if q < 0:
            return self._raised(self.inverse(r), -q)
        if r.exact and len(r.top) == len(r.bottom) == 1:
            return Ratio(_raised(r.top, q), _raised(r.bottom, q), True)
        if q.denominator == 1:
            out = Ratio(ONE, ONE, r.exact)
            for _ in range(int(q)):
                out = self._product(out, r)
            return out
        r = self.loose(r)
        top, bottom = ({key_product((key, q))[0]: Fraction(1) for key in p} for p in r[:2])
        return Ratio(top, bottom, False)

    def _exponential(self, base: Ratio, exponent: Ratio) -> Ratio:
        plain = base.exact and exponent.exact and len(base.top) == len(base.bottom) == 1
        require(plain and set(exponent.bottom) == {()}, RULE, "a number to the power of a sum", exponent)
        logs: dict[int, Fraction] = {}
        for side, way in ((base.top, 1), (base.bottom, -1)):
            ((key, c),) = side.items()
            known = c > 0 and all(atom[0] == "" and atom[1] <= 0 for atom, _ in key)
            require(known, RULE, "a positive number as the base", base)
            for prime, q in (*factors(c).items(), *((atom[2], q) for atom, q in key)):
                logs[prime] = logs.get(prime, Fraction(0)) + q * way
        atoms: list[tuple[Atom, Fraction]] = []
        for key, c in exponent.top.items():
            linear = not key or (
                len(key) == 1 and key[0][0][1] == 0 and key[0][1] == 1 and key[0][0][0] in self.growing
            )
            require(linear, RULE, "an exponent linear in the growing variables", key)
            for p, q in logs.items():
                of = (key[0][0][0], -1, p) if key else ("", -1 if p == 1 else 0, p)
                atoms.append((of, q * c / exponent.bottom[()]))
        product, c = key_product(*(((a,), Fraction(1)) for a in atoms))
        return Ratio({product: c}, ONE, True)

    def _log(self, r: Ratio) -> Ratio:
        if r.exact and len(r.top) == len(r.bottom) == 1:
            ((above, c),), ((below, d),) = r.top.items(), r.bottom.items()
            require(c / d > 0, RULE, "the logarithm of something positive", c / d)
            key, more = key_product((above, Fraction(1)), (below, Fraction(-1)))
            terms: list[tuple[Key, Fraction]] = [
                (((("", 1, p), Fraction(1)),), q) for p, q in factors(c / d * more).items()
            ]
            return Ratio(total([*terms, *(self._log_of(atom, q) for atom, q in key)]), ONE, True)
        r = self.loose(r)
        require(r.bottom == ONE, RULE, "the logarithm of a sum of monomials", r.bottom)
        out: Poly = {}
        for key in sorted(r.top):
            for name in {atom[0] for atom, _ in key}:
                way, depth = tendency(key, name) if name in self.growing else (-1, 0)
                require(way >= 0 and depth < DEEP, RULE, "the logarithm of a sum of growing monomials", key)
                if way:
                    out[(((name, depth + 1, 0), Fraction(1)),)] = Fraction(1)
        require(bool(out), RULE, "the logarithm of something that grows", r.top)
        return Ratio(out, ONE, False)

    def _log_of(self, atom: Atom, q: Fraction) -> tuple[Key, Fraction]:
        name, d, p = atom
        log_p: Key = () if p <= 1 else ((("", 1, p), Fraction(1)),)
        if name == "":
            require(d <= 0, RULE, "no logarithm of the logarithm of a number", p)
            return log_p, q
        require(name in self.growing and d < DEEP, RULE, f"at most {DEEP} logarithms, of growing variables", name)
        return key_product((log_p, Fraction(1)), ((((name, d + 1, 0), Fraction(1)),), Fraction(1)))[0], q


def _raised(p: Poly, q: Fraction) -> Poly:
    ((key, c),) = p.items()
    if q.denominator == 1:
        size = max(c.numerator.bit_length(), c.denominator.bit_length())
        require(q * size <= BITS, RULE, f"numbers of at most {BITS} bits", q)
        product, more = key_product((key, q))
        return {product: c ** int(q) * more}
    require(c > 0, RULE, "a root of something positive", c)
    roots: Key = tuple((("", 0, prime), k) for prime, k in factors(c).items())
    product, more = key_product((key, q), (roots, q))
    return {product: more}


# --- along a curve ---------------------------------------------------------------------------------------------------


class Value(NamedTuple):
    """What a formula does on a curve: of the order of its rate, times a number; `formal` names an exact value."""

    rate: Rate
    number: Interval
    formal: tuple[Key, Fraction] | None


def _unit(i: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(j == i)) for j in range(HIGH, -DEEP - 3, -1))


def rate(key: Key, curve: Curve) -> Rate:
    """ln of a monomial on the curve, up to bounded terms: powers of the s_i, each with its coefficient."""
    out: Rate = {}

    def plus(at: tuple[Fraction, ...], p: int, q: Fraction) -> None:
        out.setdefault(at, {})[p] = out.get(at, {}).get(p, Fraction(0)) + q

    for (name, d, p), q in key:
        if not name:
            continue
        powers = curve[name].powers
        if d < 0:
            exponents = (*(Fraction(w) for w in reversed(powers)), *(Fraction(0) for _ in range(DEEP + 2)))
            plus((Fraction(0),) * (HIGH + DEEP + 3 - len(exponents)) + exponents, p, q * curve[name].times)
        elif d == 0:
            for i, w in enumerate(powers):
                plus(_unit(i - 1), 2, q * w)  # ln s_i = ln 2 * s_(i-1)
        else:
            plus(_unit(len(powers) - 2 - d), 2, q)  # the d-fold logarithm is of the order of s_(top-d)
    return out


def compare(a: Rate, b: Rate) -> int:
    """1, -1 or 0: the quotient of what has these rates tends to infinity, to 0, or stays between two constants."""
    for at in sorted({*a, *b}, reverse=True):
        logs = dict(a.get(at, {}))
        for p, q in b.get(at, {}).items():
            logs[p] = logs.get(p, Fraction(0)) - q
        sign = sign_of({p: q for p, q in logs.items() if q})
        if sign:
            return sign
    return 0


def _number(key: Key, c: Fraction, curve: Curve) -> tuple[Key, Fraction, bool]:
    """The factor beside the rate of c * key on the curve, and whether it is exact rather than a limit."""
    out, exact = [(key[:0], Fraction(1))], True
    for (name, d, p), q in key:
        if not name:
            out.append(((((name, d, p), Fraction(1)),), q))
            continue
        at = curve[name]
        if d == 0:
            out.append((tuple((("", 0, prime), k) for prime, k in factors(at.times).items()), q))
        if d == 1:
            top = tuple((("", 0, prime), k) for prime, k in factors(Fraction(at.powers[-1])).items())
            out.append((top, q))
        if d >= 1:
            exact = exact and d == 1 and at.times == 1 and not any(at.powers[:-1])
            out.append((((("", 1, 2), Fraction(1)),), q))
    product, more = key_product(*out)
    return product, c * more, exact


def _enclosed(key: Key, c: Fraction) -> Interval:
    out = iv.exact(c)
    for (_, d, p), q in key:
        base = iv.exact(p) if d == 0 else iv.ln(iv.exact(p)) if d == 1 else iv.exp(iv.ONE)
        out = iv.times(out, iv.power(base, iv.exact(q)))
    return out


def _leading(p: Poly, curve: Curve) -> Value:
    best: Rate = {}
    group: list[tuple[Key, Fraction]] = []
    for key, c in p.items():
        here = rate(key, curve)
        against = compare(here, best) if group else 1
        best = here if against > 0 else best
        group = [(key, c)] if against > 0 else [*group, (key, c)] if against == 0 else group
    same = len({c > 0 for _, c in group}) == 1
    require(same, RULE, "leading terms of one sign on the curve", group)
    numbers = [_number(key, c, curve) for key, c in group]
    number = iv.ZERO
    for key, c, _ in numbers:
        number = iv.plus(number, _enclosed(key, c))
    return Value(best, number, numbers[0][:2] if len(p) == 1 and numbers[0][2] else None)


def value(r: Ratio, curve: Curve) -> Value:
    """A formula on the curve."""
    top, bottom = _leading(r.top, curve), _leading(r.bottom, curve)
    over = {at: {p: -q for p, q in logs.items()} for at, logs in bottom.rate.items()}
    merged = {at: dict(logs) for at, logs in top.rate.items()}
    for at, logs in over.items():
        for p, q in logs.items():
            merged.setdefault(at, {})[p] = merged.get(at, {}).get(p, Fraction(0)) + q
    formal = None
    if r.exact and top.formal and bottom.formal:
        key, c = key_product((top.formal[0], Fraction(1)), (bottom.formal[0], Fraction(-1)))
        formal = (key, c * top.formal[1] / bottom.formal[1])
    return Value(merged, iv.times(top.number, iv.inverse(bottom.number)), formal)
