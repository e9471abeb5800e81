"""Rule nested: L(n) <= T(n) <= U(n), for T of integers whose sizes may be values of T itself.

Needs    the step T(n) = an expression of integers, n, calls of T, + - * and roundings floor(u/v), ceil(u/v) of integers
         u and v >= 1; the size of a call is such an expression too, of calls within it; L and U polynomials in n
Checks   for every n >= from, with an integer symbol t for each call T(s), innermost first: low <= s <= n - 1, after
         which L(s) <= t <= U(s) is known; at last L(n) <= the right side <= U(n), each as in rule polynomial.
         At each n from low to from - 1: the value of T, an integer from L(n) to U(n). If steady, also that
         T(n) - T(n-1) is 0 or 1, before the bounds and with the step at n - 1, too; that is known at earlier
         sizes: two values of T differ by 0 up to what their sizes differ by
Gives    T(n) <= U(n), or T(n) >= L(n), for every n >= low
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel.decode import (
    Claim,
    Expr,
    all_parts,
    expression,
    fields,
    integer,
    one_of,
    sequence,
    substitute,
    symbols,
)
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import require
from checkers.kernel.rules.polynomial import Hypotheses, Roundings, is_whole, shown
from checkers.kernel.step import Bound, Step, line, step_of

RULE = "nested"


class Envelope(NamedTuple):
    """L(n) <= T(n) <= U(n), and 0 <= T(n) - T(n-1) <= 1 if steady; for n >= low, by the step from `start` on."""

    lower: Expr
    upper: Expr
    start: int
    low: int
    steady: bool


class Reader(Roundings):
    """Replaces calls, too, by integer symbols; `goals` must be >= 0 where the hypotheses known until then are."""

    def __init__(self, step: Step, envelope: Envelope) -> None:
        self.step, self.envelope, self.n = step, envelope, ("var", step.symbol)
        super().__init__({step.symbol}, [("add", self.n, Fraction(-envelope.start))])
        self.goals: list[tuple[Expr, Hypotheses]] = []
        self.called: list[tuple[Expr, Expr]] = []

    def free(self, e: Expr) -> Expr:
        """e without calls and roundings."""
        if not isinstance(e, tuple) or e[0] != "call":
            return super().free(e)
        if e not in self.named:
            require(e[1] == self.step.function and len(e) == 3, RULE, f"calls of {self.step.function}(size)", e)
            size = self.free(e[2])
            require(is_whole(size, self.integers), RULE, "a size made of integers", e[2])
            again = [value for value, s in self.called if s == size or self.difference(size, s) == 0]
            if again:
                return again[0]
            self.must(("add", size, Fraction(-self.envelope.low)))
            self.must(("add", self.n, Fraction(-1), ("neg", size)))
            self.named[e] = t = f"_q{len(self.named) + 1}"
            self.integers.add(t)
            self.hypotheses += self.between(("var", t), size)
            if self.envelope.steady:
                self.hypotheses += [h for other in self.called for h in self.apart((("var", t), size), other)]
            self.called.append((("var", t), size))
        return ("var", self.named[e])

    def must(self, goal: Expr) -> None:
        self.goals.append((goal, list(self.hypotheses)))

    def between(self, value: Expr, size: Expr) -> list[Expr]:
        """What is >= 0 when the value lies from L to U at a size."""
        lower, upper = (substitute(e, self.step.symbol, size) for e in self.envelope[:2])
        return [("add", value, ("neg", lower)), ("add", upper, ("neg", value))]

    def apart(self, one: tuple[Expr, Expr], other: tuple[Expr, Expr]) -> list[Expr]:
        """What is >= 0 of two values, each with its size, as T rises by 0 or 1: their difference lies from 0 to that
        of the sizes."""
        value, size = (("add", a, ("neg", b)) for a, b in zip(one, other, strict=True))
        by = self.difference(one[1], other[1])
        if by is not None:
            gap: Expr = ("add", by, ("neg", value))
            return [value, gap] if by >= 0 else [("neg", value), ("neg", gap)]
        return [("mul", value, ("add", size, ("neg", value)))]

    def difference(self, one: Expr, other: Expr) -> Fraction | None:
        """one - other where it is a number; both as written are straight lines then."""
        slope, by = line(("add", one, ("neg", other)), self.step.symbol) or (Fraction(1), Fraction(0))
        return by if slope == 0 else None


def obligations(step: Step, envelope: Envelope) -> Reader:
    """What is to be shown of the step for every n >= envelope.start."""
    reader = Reader(step, envelope)
    body = reader.free(step.body)
    require(is_whole(body, reader.integers), RULE, "a right side made of integers", step.body)
    if envelope.steady:
        earlier: Expr = ("add", reader.n, Fraction(-1))
        before = reader.free(("call", step.function, earlier))
        same = ("add", before, ("neg", reader.free(substitute(step.body, step.symbol, earlier))))
        reader.hypotheses += [same, ("neg", same)]  # the step holds at n - 1, too
        rise: Expr = ("add", body, ("neg", before))
        for goal in (rise, ("add", Fraction(1), ("neg", rise))):
            reader.must(goal)
        reader.hypotheses += [rise, ("add", Fraction(1), ("neg", rise))]
    for goal in reader.between(body, reader.n):
        reader.must(goal)
    return reader


def conclude(claim: Claim, proof: Any) -> Bound:
    names = ("rule", "side", "lower", "upper", "from", "low", "steady", "proofs")
    _, side, lower, upper, start, low, steady, proofs = fields(proof, names)
    is_steady = one_of(steady, ("yes", "no")) == "yes"
    upper_side = one_of(side, ("upper", "lower")) == "upper"
    step = step_of(claim)
    low = integer(low, step.low, 10**6)
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    require(not claim.parameters and not step.symbol.startswith("_"), RULE, "no parameters, no name _...", step.symbol)
    start = integer(start, max(low, step.start) + is_steady, 10**6)
    envelope = Envelope(expression(lower), expression(upper), start, low, is_steady)
    for e in envelope[:2]:
        require(is_polynomial(e, step.symbol), RULE, f"polynomials in {step.symbol}", e)
    reader, left = obligations(step, envelope), sequence(proofs)
    require(len(left) == len(reader.goals), RULE, f"a proof for each of {len(reader.goals)} inequalities", len(left))
    for (goal, known), item in zip(reader.goals, left, strict=True):
        shown(goal, known, reader.integers, item)
    values = Values(claim, {}, {})
    for n in range(low, envelope.start):
        least, value = values.at(step.function, n)
        require(least == value and value.denominator == 1, RULE, f"an integer at {n}", (least, value))
        first, last = (values.exactly(e, {step.symbol: Fraction(n)}) for e in envelope[:2])
        require(first <= value <= last, RULE, f"the value at {n} from L to U", (first, value, last))
        rise = value - values.at(step.function, max(n - 1, low))[0]
        require(not is_steady or rise in (0, 1), RULE, f"a value at {n} that rises by 0 or 1", rise)
    relation, form = ("<=", envelope.upper) if upper_side else (">=", envelope.lower)
    return Bound(relation, form, Fraction(0), low, envelope.start)


def is_polynomial(e: Expr, symbol: str) -> bool:
    """Whether e is a polynomial in the symbol, as written."""
    for p in all_parts(e):
        divided = p[0] == "div" and isinstance(p[2], Fraction) and p[2] != 0
        raised = p[0] == "pow" and isinstance(p[2], Fraction) and p[2].denominator == 1 and p[2] >= 0
        if not (p[0] in ("var", "add", "mul", "neg") or divided or raised):
            return False
    return symbols(e) <= {symbol}
