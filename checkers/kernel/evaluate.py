"""Values: expressions and recurrences at concrete sizes, exactly or in an enclosing interval.

T at a size is the value of the one equation whose pattern and range fit; when several fit they must agree exactly. A
size no equation covers is a free base value: it has a value only if the caller gives one. Under `rounding any` a value
is an interval around the values that all choices of floor and ceil lead to.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from checkers.kernel import interval as iv
from checkers.kernel.decode import Claim, Equation, Expr, calls, symbols
from checkers.kernel.expand import PI, constant_value, root_value
from checkers.kernel.exponent import Exponent, base_power, logarithm, sqrt5
from checkers.kernel.exponent import value as exponent_value
from checkers.kernel.interval import Interval
from checkers.kernel.refusal import Rejected, outside, require

Key = tuple[str, tuple[int, ...]]
RULE = "evaluate"
STEPS, RANGE, FACTORIAL, BITS = 4_000_000, 20_000, 3_000, 10_000


class Needs(Rejected):
    """Evaluation reached a value of the recurrence that is not known yet: a refusal wherever nobody provides it."""

    def __init__(self, key: Key) -> None:
        longest = max(map(int.bit_length, key[1]), default=0)
        require(longest < BITS, RULE, f"sizes below 2^{BITS}", f"a size of {longest} bits")  # before it is written out
        super().__init__(RULE, "a formula without values of the recurrence", str(key) if longest < 64 else key[0])
        self.key = key


class Values:
    """The values of a claim's recurrence, by memory; `given` are parameters and free base values."""

    def __init__(self, claim: Claim, parameters: dict[str, Fraction], given: dict[Key, Fraction]) -> None:
        self.equations, self.parameters, self.steps = claim.equations, parameters, STEPS
        self.any_rounding = claim.rounding == "any"
        self.known: dict[Key, Interval] = {}
        self.constants: dict[Expr, Exponent] = {}
        self.roots: dict[Expr, Interval] = {}
        for key, q in given.items():
            require(not self.all_fitting(key), RULE, "a given base value that no equation states", key)
            self.known[key] = iv.exact(q)

    def all_fitting(self, key: Key) -> list[tuple[Equation, dict[str, Fraction]]]:
        """The equations whose pattern and range fit these sizes, with what the pattern binds."""
        out = []
        self.charge(len(self.equations))
        for e in self.equations:
            if e.function == key[0] and len(e.patterns) == len(key[1]):
                bound = self._match(e, key[1])
                if bound is not None and all(self.holds(c, bound) for c in e.range):
                    out.append((e, bound))
        return out

    def charge(self, steps: int) -> None:
        """Count work done, in evaluations of about a microsecond; refuse when there is too much of it."""
        self.steps -= steps
        require(self.steps > 0, RULE, f"fewer than {STEPS} steps", "more")

    def called_by(self, key: Key) -> list[Key]:
        """The sizes that the equations at these sizes call directly, outside sums and nested calls."""
        out = []
        for e, bound in self.all_fitting(key):
            for call in calls(e.body):
                if not any(calls(a) for a in call[2:]) and symbols(call) <= set(bound):
                    out += [(call[1], at) for at in product(*(self._sizes(a, bound) for a in call[2:]))]
        return out

    def _match(self, e: Equation, sizes: tuple[int, ...]) -> dict[str, Fraction] | None:
        bound = dict(self.parameters)
        for pattern, size in zip(e.patterns, sizes, strict=True):
            if isinstance(pattern, Fraction):
                if pattern != size:
                    return None
                continue
            if pattern[0] == "var" and pattern[1] not in bound:
                bound[pattern[1]] = Fraction(size)
                continue
            names = symbols(pattern) - set(bound)
            if not names:
                if self.exactly(pattern, bound) != size:
                    return None
                continue
            require(len(names) == 1 and _is_linear(pattern), RULE, "patterns linear in one variable", pattern)
            (x,) = names
            at0, at1 = (self.exactly(pattern, {**bound, x: Fraction(i)}) for i in (0, 1))
            require(at0 != at1, RULE, "patterns linear in one variable", pattern)
            bound[x] = (size - at0) / (at1 - at0)
            if bound[x].denominator != 1:
                return None
        return bound

    def holds(self, comparison: tuple[str, Expr, Expr], bound: dict[str, Fraction]) -> bool:
        """Whether a comparison certainly holds; refuses when it cannot be decided."""
        relation, left, right = comparison
        verdict = decide(relation, iv.plus(self.value(left, bound), iv.minus(self.value(right, bound))))
        require(verdict is not None, RULE, "a comparison that can be decided", comparison)
        return bool(verdict)

    def exactly(self, e: Expr, bound: dict[str, Fraction]) -> Fraction:
        low, high = self.value(e, bound)
        require(low == high, RULE, "an exact value", (e, low, high))
        return low

    def at(self, function: str, *sizes: int) -> Interval:
        """T(sizes), by a stack of its own; refuses a cycle, a missing value and a budget overrun."""
        stack: list[Key] = [(function, sizes)]
        waiting = {stack[0]}
        while stack:
            key = stack[-1]
            if key not in self.known:
                try:
                    self.known[key] = self._value_at(key)
                except Needs as needs:
                    require(needs.key not in waiting, RULE, "a value that does not depend on itself", needs.key)
                    require(len(stack) < RANGE, RULE, "a shallower recursion", len(stack))
                    stack.append(needs.key)
                    waiting.add(needs.key)
                    continue
            waiting.discard(stack.pop())
        return self.known[(function, sizes)]

    def _value_at(self, key: Key) -> Interval:
        fitting = self.all_fitting(key)
        require(bool(fitting), RULE, "an equation for every value needed", key)
        values = [self.value(e.body, bound) for e, bound in fitting]
        same = len(values) == 1 or all(v == values[0] and v[0] == v[1] for v in values)
        require(same, RULE, "equations that agree where they overlap", key)
        return values[0]

    def value(self, e: Expr, bound: dict[str, Fraction]) -> Interval:
        """An enclosure of e, exact when only rational operations occur."""
        self.charge(1)
        if isinstance(e, Fraction):
            return (e, e)
        kind = e[0]
        if kind == "var":
            require(e[1] in bound, RULE, "a value for each variable", e[1])
            return iv.exact(bound[e[1]])
        if kind == "add":
            out = self.value(e[1], bound)
            for part in e[2:]:
                out = iv.plus(out, self.value(part, bound))
            return out
        if kind == "mul":
            out = self.value(e[1], bound)
            for part in e[2:]:
                factor = self.value(part, bound)
                self.charge(_bits(out) * _bits(factor) >> 22)  # schoolbook, for numbers that double at each size
                out = iv.times(out, factor)
            return out
        if kind == "neg":
            return iv.minus(self.value(e[1], bound))
        if kind == "div":
            return iv.times(self.value(e[1], bound), iv.inverse(self.value(e[2], bound)))
        if kind == "pow":
            return self._power(e, bound)
        if kind == "call":
            keys = [(e[1], sizes) for sizes in product(*(self._sizes(part, bound) for part in e[2:]))]
            for key in keys:
                if key not in self.known:
                    raise Needs(key)
            return iv.hull(*(self.known[key] for key in keys)) if len(keys) > 1 else self.known[keys[0]]
        if kind == "fn":
            return self._function(e[1], e[2:], bound)
        if kind == "fold":
            return self._fold(e, bound)
        if kind == "root":
            return self._root(e)
        golden = iv.times(iv.plus(iv.ONE, sqrt5()), iv.exact(Fraction(1, 2)))
        return {"e": iv.exp(iv.ONE), "pi": PI, "phi": golden}[e[1]]

    def _root(self, e: Expr) -> Interval:
        """A root, enclosed once."""
        if e not in self.roots:
            self.roots[e] = root_value(e)
        return self.roots[e]

    def _size(self, e: Expr, bound: dict[str, Fraction]) -> int:
        q = self.exactly(e, bound)
        require(q.denominator == 1, RULE, "an integer size", q)
        return int(q)

    def _sizes(self, e: Expr, bound: dict[str, Fraction]) -> list[int]:
        """The size, or under `rounding any` both integers next to it: a value then stands for every choice."""
        q = self.exactly(e, bound) if self.any_rounding else Fraction(self._size(e, bound))
        return [int(q)] if q.denominator == 1 else [int(q // 1), int(q // 1) + 1]

    def _constant(self, e: Expr) -> Exponent:
        """A constant exponent, enclosed once."""
        if e not in self.constants:
            self.constants[e] = constant_value(e)
        return self.constants[e]

    def _power(self, e: Expr, bound: dict[str, Fraction]) -> Interval:
        base, by = self.value(e[1], bound), self.value(e[2], bound)
        if by[0] == by[1] and by[0].denominator == 1:
            k = int(by[0])
            require(k >= 0 or base != iv.ZERO, RULE, "no division by 0", e)
            self.charge(abs(k) * max(end.numerator.bit_length() for end in base) // 64)
            return iv.integer_power(base, k) if k >= 0 else iv.inverse(iv.integer_power(base, -k))
        require(base[0] > 0 or (base[0] >= 0 and by[0] > 0), RULE, "a positive base", base)
        if base[0] == base[1] > 0 and by[0] != by[1] and not symbols(e[2]):
            return base_power(base[0], self._constant(e[2]))
        return iv.power(base, by)

    def _fold(self, e: Expr, bound: dict[str, Fraction]) -> Interval:
        low, high = self._size(e[3], bound), self._size(e[4], bound)
        require(
            high - low < RANGE and (high >= low or e[1] == "sum"), RULE, "a range that is short, not empty", (low, high)
        )
        parts = [self.value(e[5], {**bound, e[2]: Fraction(k)}) for k in range(low, high + 1)]
        if e[1] == "sum":
            return iv.tidy((sum((p[0] for p in parts), Fraction(0)), sum((p[1] for p in parts), Fraction(0))))
        pick = max if e[1] == "max" else min
        return (pick(p[0] for p in parts), pick(p[1] for p in parts))

    def _function(self, f: str, arguments: tuple[Expr, ...], bound: dict[str, Fraction]) -> Interval:
        a = [self.value(x, bound) for x in arguments]
        x = a[0]
        if f in ("floor", "ceil"):
            low, high = (q // 1 if f == "floor" else -(-q // 1) for q in x)
            require(low == high, RULE, "a value away from the jump of its rounding", x)
            return iv.exact(low)
        if f == "sqrt":
            require(x[0] >= 0, RULE, "a square root of no negative number", x)
            return iv.power(x, iv.exact(Fraction(1, 2)))
        if f in ("log", "log2"):
            base = iv.exact(2) if f == "log2" else a[1] if len(a) == 2 else None
            if base is not None and x[0] == x[1] > 0 and base[0] == base[1] > 1:
                return exponent_value(logarithm(x[0], base[0]))
            return iv.ln(x) if base is None else iv.times(iv.ln(x), iv.inverse(iv.ln(base)))
        if f == "exp":
            return iv.exp(x)
        if f in ("max", "min"):
            pick = max if f == "max" else min
            return (pick(v[0] for v in a), pick(v[1] for v in a))
        if f in ("sin", "cos"):
            return (Fraction(-1), Fraction(1))
        require(all(v[0] == v[1] and v[0].denominator == 1 for v in a), RULE, f"integer arguments of {f}", a)
        self.charge(8 * abs(int(x[0])))
        return iv.exact(_integer_function(f, [int(v[0]) for v in a]))


def _bits(x: Interval) -> int:
    """The length of the longest number of an interval."""
    return max(q.bit_length() for end in x for q in (end.numerator, end.denominator))


def _is_linear(pattern: Expr) -> bool:
    """Whether a pattern is numbers and one occurrence of one variable under + and *."""
    names, stack = 0, [pattern]
    while stack:
        e = stack.pop()
        if isinstance(e, tuple):
            if e[0] not in ("var", "add", "mul", "neg"):
                return False
            names += e[0] == "var"
            stack += e[1:] if e[0] != "var" else ()
    return names == 1


def _integer_function(f: str, a: list[int]) -> Fraction:
    require(0 <= a[0] <= FACTORIAL, RULE, f"{f} of a number from 0 to {FACTORIAL}", a[0])
    if f == "factorial":
        return _product(1, a[0])
    if f == "H":
        return sum((Fraction(1, i) for i in range(1, a[0] + 1)), Fraction(0))
    if f == "binomial":
        k = a[1]
        return _product(a[0] - k + 1, a[0]) / _product(1, k) if 0 <= k <= a[0] else Fraction(0)
    if f == "Fib":
        x, y = 0, 1
        for _ in range(a[0]):
            x, y = y, x + y
        return Fraction(x)
    raise outside(RULE, "a function with a rule", f)


def _product(low: int, high: int) -> Fraction:
    out = 1
    for i in range(low, high + 1):
        out *= i
    return Fraction(out)


def decide(relation: str, difference: Interval) -> bool | None:
    """Whether `left relation right` holds for every value, no value (None: neither) of left - right."""
    low, high = difference
    sure = {
        "<=": high <= 0,
        ">=": low >= 0,
        "<": high < 0,
        ">": low > 0,
        "==": low == high == 0,
        "!=": low > 0 or high < 0,
    }
    never = {
        "<=": low > 0,
        ">=": high < 0,
        "<": low >= 0,
        ">": high <= 0,
        "==": low > 0 or high < 0,
        "!=": low == high == 0,
    }
    if relation not in sure:
        raise Rejected(RULE, "an explicit relation", relation)
    return True if sure[relation] else False if never[relation] else None
