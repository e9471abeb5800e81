"""From an expression to a series: what a formula is, up to intervals, for every n >= N.

The variable may be shifted: with shift s the series is in m = n + s, and the expression's n is m - s.
A rounding gets one name for each value class it takes: floor(x) = x - d{x}, ceil(x) = x + d{-x}, where for x = q*n + c
the fractional part d{x} depends only on q mod 1 and c mod 1; so floor(n/2) and ceil(n/2) share one rounding exactly.
"""

from __future__ import annotations

from fractions import Fraction

from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel import interval as iv
from checkers.kernel import ring
from checkers.kernel import series as sr
from checkers.kernel.decode import Expr, all_parts, symbols
from checkers.kernel.exponent import Exponent
from checkers.kernel.exponential import Bases
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import outside, require
from checkers.kernel.series import CONSTANT, Frame, Key, Series

RULE = "expand"
N1, LOG1 = Key(n=ex.UNIT), Key(log=ex.UNIT)
GAMMA = (Fraction(57721566490153286060, 10**20), Fraction(57721566490153286061, 10**20))
PI = (Fraction(314159265358979323846, 10**20), Fraction(314159265358979323847, 10**20))


def constant_value(e: Expr) -> Exponent:
    """A constant expression as an exact exponent: rationals, log(u)/log(v), log2(u), log(u, v), root(x: ...), sums."""
    if isinstance(e, Fraction):
        return ex.rational(e)
    kind = e[0]
    if kind in ("add", "mul"):
        out = constant_value(e[1])
        for part in e[2:]:
            out = ex.plus(out, constant_value(part)) if kind == "add" else _multiply(out, constant_value(part))
        return out
    if kind == "neg":
        return ex.scale(constant_value(e[1]), Fraction(-1))
    if kind == "div":
        logs = all(isinstance(part, tuple) and part[:2] in (("fn", "log"), ("fn", "log2")) for part in e[1:])
        if logs and e[1][1] == e[2][1] and e[1][3:] == e[2][3:]:
            return ex.logarithm(_log_argument(e[1][2]), _rational(e[2][2]))
        below = constant_value(e[2])
        require(not below.irrational and below.q != 0, RULE, "a nonzero rational divisor in an exponent", e[2])
        return ex.scale(constant_value(e[1]), 1 / below.q)
    if kind == "fn" and e[1] == "log2":
        return ex.logarithm(_log_argument(e[2]), Fraction(2))
    if kind == "fn" and e[1] == "log" and len(e) == 4:
        return ex.logarithm(_log_argument(e[2]), _rational(e[3]))
    if kind == "pow":
        base, by = _rational(e[1]), _rational(e[2])
        known = iv.exact_power(base, by)
        if known is not None and base > 0:
            return ex.rational(known)
    if kind == "root" and isinstance(e[2], tuple):
        return ex.root(tuple(_root_term(t, e[1]) for t in (e[2][1:] if e[2][0] == "add" else (e[2],))))
    raise outside(RULE, "an exponent made of rationals, logarithm ratios and root(x: ...)", e)


def _multiply(a: Exponent, b: Exponent) -> Exponent:
    require(not a.irrational or not b.irrational, RULE, "one irrational factor in an exponent", (a, b))
    return ex.scale(a, b.q) if not b.irrational else ex.scale(b, a.q)


def _rational(e: Expr) -> Fraction:
    x = constant_value(e)
    require(not x.irrational, RULE, "a rational", e)
    return x.q


def _log_argument(e: Expr) -> Fraction | str:
    return "phi" if _is_golden(e) else _rational(e)


def _root_term(e: Expr, x: str) -> tuple[Fraction, Fraction]:
    """(a, b) of a term a*b^x."""
    factors = e[1:] if isinstance(e, tuple) and e[0] == "mul" else (e,)
    powers = [f for f in factors if isinstance(f, tuple) and f[0] == "pow" and f[2] == ("var", x)]
    require(len(powers) == 1, RULE, "terms a*b^x under root", e)
    a = Fraction(1)
    for f in factors:
        a *= Fraction(1) if f is powers[0] else _rational(f)
    return a, _rational(powers[0][1])


def is_decay(e: Expr) -> bool:
    """Whether the x of root(x: ...) is a base, as in 1/x + 1/x^3, and not an exponent, as in (1/2)^x + (1/3)^x."""
    return not any(part[0] == "pow" and e[1] in symbols(part[2]) for part in all_parts(e[2]))


def decay_root(e: Expr) -> Bases:
    """root(x: sum of a*x^-k): the only x > 0 at which the sum is 1."""
    return xp.root(tuple(_decay(t, e[1]) for t in (e[2][1:] if e[2][0] == "add" else (e[2],))))


def _decay(e: Expr, x: str) -> tuple[Fraction, int]:
    """(a, k) of a term that is a*x^-k wherever x is not 0."""
    if x not in symbols(e):
        return _rational(e), 0
    if e[0] == "var":
        return Fraction(1), -1
    require(e[0] in ("mul", "div", "pow"), RULE, "terms a*x^-k under root", e)
    if e[0] == "pow":
        (a, k), by = _decay(e[1], x), _rational(e[2])
        known = iv.exact_power(a, by) if a > 0 and by.denominator == 1 else None
        if known is None:
            raise outside(RULE, "a positive term to an integer power, not too large", e)
        return known, k * int(by)
    a, k = _decay(e[1], x)
    for part in e[2:]:
        b, m = _decay(part, x)
        require(b != 0, RULE, "terms a*x^-k with a > 0", e)
        a, k = (a * b, k + m) if e[0] == "mul" else (a / b, k - m)
    return a, k


def root_value(e: Expr) -> Interval:
    """An enclosure of root(x: ...)."""
    return xp.value(decay_root(e)) if is_decay(e) else ex.value(constant_value(e))


class Expander:
    """Turns expressions in the variable `symbol` into series in n + shift over a frame."""

    def __init__(self, frame: Frame, symbol: str, shift: Fraction, turned: tuple[str, ...] = ()) -> None:
        self.frame, self.symbol, self.shift, self.turned = frame, symbol, shift, turned

    def expand(self, e: Expr) -> Series:
        if isinstance(e, Fraction):
            return sr.constant(iv.exact(e))
        kind = e[0]
        if kind == "var":
            require(e[1] == self.symbol, RULE, f"no variable but {self.symbol}", e[1])
            return sr.plus({N1: iv.ONE}, sr.constant(iv.exact(-self.shift)))
        if kind == "add":
            return sr.plus(*map(self.expand, e[1:]))
        if kind == "neg":
            return sr.minus(self.expand(e[1]))
        if kind == "mul":
            out = self.expand(e[1])
            for part in e[2:]:
                out = sr.times(out, self.expand(part))
            return out
        if kind == "div":
            return sr.times(self.expand(e[1]), sr.power(self.expand(e[2]), ex.rational(-1), self.frame))
        if kind == "pow":
            return self._power(e[1], e[2])
        if kind == "const":
            golden = iv.times(iv.plus(iv.ONE, ex.sqrt5()), iv.exact(Fraction(1, 2)))
            return sr.constant({"e": iv.exp(iv.ONE), "pi": PI, "phi": golden}[e[1]])
        if kind == "fn":
            return self._function(e[1], e[2:])
        if kind == "root":
            return sr.constant(root_value(e))
        raise outside(RULE, "a formula in the scale of growth", e)

    def _power(self, base: Expr, by: Expr) -> Series:
        from_variable = self.symbol in symbols(by)
        if not from_variable:
            return sr.power(self.expand(base), constant_value(by), self.frame)
        return self._exponential(base, self.expand(by))

    def _exponential(self, base: Expr, by: Series) -> Series:
        """c^(q n + s L + bounded) for a constant c: exact in q n and s L, where c^L = n^log_B c; of c < 0 the size."""
        require(self.symbol not in symbols(base), RULE, "a constant base under an exponent that varies", base)
        rate, turn = by.get(N1, iv.ZERO), by.get(LOG1, iv.ZERO)
        if turn[0] < turn[1] or not isinstance(base, Fraction) or base <= 0 or self.frame.base is None:
            turn = iv.ZERO
        rest = {k: c for k, c in by.items() if k != N1 and (k != LOG1 or turn == iv.ZERO)}
        require(rate[0] == rate[1], RULE, "an exponent q*n + bounded with q rational", by)
        known = positive_bases(base)
        if known is not None:
            sign, bases, c = iv.ONE, known, xp.value(known)
        elif isinstance(base, Fraction) or not _holds_root(base):
            q = _rational(base)
            require(q < 0, RULE, "a base other than 0", q)
            sign, bases, c = self._varying(Fraction(-1), Fraction(1)), xp.prime_powers(-q), iv.exact(-q)
        else:  # |c| < 1, so the power stays within [-1, 1]
            low, high = self.expand(base).get(CONSTANT, iv.ZERO)
            require(
                low > -1 and high < 1 and rate[0] > 0,
                RULE,
                "a base known to be positive, or rational, or below 1 in size",
                base,
            )
            require(sr.bounds(rest, self.frame)[0] >= 0, RULE, "an exponent never below a multiple of n", by)
            return sr.constant(self._varying(Fraction(-1), Fraction(1)))
        size = sr.bounds(rest, self.frame)
        factor = (
            iv.power(c, size)
            if size[0] == size[1]
            else iv.hull(iv.power(c, (size[0],) * 2), iv.power(c, (size[1],) * 2))
        )
        of_n = ex.NIL
        if turn != iv.ZERO and isinstance(base, Fraction) and base != 1 and self.frame.base is not None:
            of_n = ex.scale(ex.logarithm(base, self.frame.base), turn[0])
        return {Key(bases=xp.power(bases, rate[0]), n=of_n): iv.times(sign, factor)}

    def _varying(self, low: Fraction, high: Fraction) -> Interval:
        """An interval for a quantity that is another number at each n, so that no series with it is F itself."""
        self.frame.enclosed = True
        return (low, high)

    def _function(self, name: str, arguments: tuple[Expr, ...]) -> Series:
        first = arguments[0]
        if name in ("floor", "ceil"):
            return self._round(name, first)
        if name == "sqrt":
            return sr.power(self.expand(first), ex.rational(Fraction(1, 2)), self.frame)
        if name in ("log", "log2"):
            base = Fraction(2) if name == "log2" else _rational(arguments[1]) if len(arguments) == 2 else None
            return sr.log(self.expand(first), base, self.frame)
        if name == "exp":
            return self._exponential(("const", "e"), self.expand(first))
        if name == "H":
            x = self.expand(first)  # H(x) = ln x + gamma + 1/(2x) - t/(12x^2), 0 < t < 1
            inverse = sr.power(x, ex.rational(-1), self.frame)
            return sr.plus(
                sr.log(x, None, self.frame), sr.constant(GAMMA), sr.scaled(inverse, iv.exact(Fraction(1, 2))),
                sr.scaled(sr.times(inverse, inverse), self._varying(Fraction(-1, 12), Fraction(0))),
            )  # fmt: skip
        if name == "factorial":
            return self._factorial(self.expand(first))
        if name == "binomial":
            return self._central(self.expand(first), self.expand(arguments[1]))
        if name in ("sin", "cos"):
            return sr.constant(self._varying(Fraction(-1), Fraction(1)))
        if name in ("max", "min"):
            return self._extreme(name, [self.expand(part) for part in arguments])
        raise outside(RULE, "a function in the scale of growth", name)

    def _extreme(self, name: str, parts: list[Series]) -> Series:
        """The part that is the largest (smallest) at every n of the frame."""
        for one in parts:
            gaps = (sr.plus(other, sr.minus(one)) for other in parts if other is not one)
            if all(sr.nonpositive(gap if name == "max" else sr.minus(gap), self.frame) for gap in gaps):
                return one
        raise outside(RULE, f"one argument that is the {name} from the start on", name)

    def _factorial(self, x: Series) -> Series:
        """(n+c)! = n! times or over the |c| factors between, for a small integer c."""
        c = x.get(CONSTANT, iv.ZERO)[0]
        ok = self.shift == 0 and x == sr.plus({N1: iv.ONE}, sr.constant(iv.exact(c))) and c.denominator == 1
        require(ok and abs(c) <= 12, RULE, "factorial(n + c) with an integer |c| <= 12", x)
        out: Series = {Key(factorial=1): iv.ONE}
        for i in range(1, int(c) + 1):
            out = sr.times(out, sr.plus({N1: iv.ONE}, sr.constant(iv.exact(i))))
        for i in range(int(c) + 1, 1):
            out = sr.times(out, sr.power(sr.plus({N1: iv.ONE}, sr.constant(iv.exact(i))), ex.rational(-1), self.frame))
        return out

    def _central(self, a: Series, x: Series) -> Series:
        """binomial(2x, x) = t*4^x/sqrt(x) with 1/2 <= t <= 5/8, for an integer x = n + c >= 1."""
        c = x.get(CONSTANT, iv.ZERO)[0]
        ok = self.shift == 0 and c.denominator == 1 and self.frame.start + c >= 1
        ok = ok and x == sr.plus({N1: iv.ONE}, sr.constant(iv.exact(c))) and a == sr.scaled(x, iv.exact(2))
        require(ok, RULE, "binomial(2*x, x) with x = n + c >= 1", (a, x))
        root = sr.power(x, ex.rational(Fraction(-1, 2)), self.frame)
        size = self._varying(Fraction(1, 2), Fraction(5, 8))
        return sr.scaled(sr.times(self._exponential(Fraction(4), x), root), size)

    def _round(self, name: str, e: Expr) -> Series:
        x = self.expand(e)
        slope, at = x.get(N1, iv.ZERO), x.get(CONSTANT, iv.ZERO)
        sign = -1 if name == "floor" else 1
        linear = set(x) <= {N1, CONSTANT} and slope[0] == slope[1] and at[0] == at[1]
        if linear:  # in n itself the constant is at + slope*shift
            q, c = -sign * slope[0], -sign * (at[0] + slope[0] * self.shift)
            q, c = q % 1, c % 1
            d, width = f"{q} {c}", 1 - Fraction(1, _lcm(q.denominator, c.denominator))
        else:
            d, width = f"{name} {e}", Fraction(1)
        self.frame.enclosed = True
        if width == 0:
            return x
        self.frame.range[d] = (Fraction(0), width)
        moved = {Key(rounding=((d, 1),)): iv.exact(sign)}
        if d in self.turned:  # measured from the other end: d = width - d'
            self.frame.range[d + "'"] = (Fraction(0), width)
            moved = {Key(rounding=((d + "'", 1),)): iv.exact(-sign), CONSTANT: iv.exact(sign * width)}
        return sr.plus(x, moved)


def _lcm(a: int, b: int) -> int:
    return Fraction(a, b).numerator * b


def positive_bases(e: Expr) -> Bases | None:
    """A constant as a product of powers of bases; None when its form does not show that it is one, or positive."""
    if isinstance(e, tuple) and e[0] == "root" and is_decay(e):
        return decay_root(e)
    if e == ("const", "e"):
        return (("e", Fraction(1)),)
    if isinstance(e, Fraction) or not _holds_root(e):
        q = _rational(e)
        return xp.prime_powers(q) if q > 0 else None
    x = ring.quadratic(e)
    if x is not None and x[0] >= 0 and x[1] > 0:  # of the solutions of x^2 = s*x + p one is positive
        return xp.root(((x[0], 1), (x[1], 2)) if x[0] else ((x[1], 2),))
    if e[0] == "pow" or e[:2] == ("fn", "sqrt"):
        inner, by = (e[1], _rational(e[2])) if e[0] == "pow" else (e[2], Fraction(1, 2))
        known = positive_bases(inner)
        return None if known is None else xp.power(known, by)
    if e[0] not in ("mul", "div"):
        return None
    out: Bases = ()
    for i, part in enumerate(e[1:]):
        known = positive_bases(part)
        if known is None:
            return None
        out = xp.product(out, known, -1 if i and e[0] == "div" else 1)
    return out


def _is_golden(e: Expr) -> bool:
    try:
        return ring.vanishes(("add", e, ("neg", ("const", "phi"))), "")
    except ring.OutsideRing:
        return False


def _holds_root(e: Expr) -> bool:
    """Whether a constant is made of square roots, roots, e or phi, so that it may be irrational."""
    return isinstance(e, tuple) and (e[:2] == ("fn", "sqrt") or e[0] in ("root", "const") or any(map(_holds_root, e)))
