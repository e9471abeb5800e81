"""Growth claims between formulas judged along curves: an evaluator of leading terms, independent of the library.

Along a curve every formula is a sum of terms c * (2^t)^p * t^q * log(t)^r * log(log(t))^s, kept by their exponents
(p, q, r, s), which are compared lexicographically and exactly. A formula whose terms are not all known (a logarithm of
a sum, a root, a rounding) keeps its leading one, with its sign alone; where such leading terms cancel, nothing is said.

>>> from bounds.language import parse_document
>>> [stated] = parse_document("claim n*m in O(n + m^2) expect refuted")
>>> violates(stated.claim, {"n": power_of_t(3), "m": power_of_t(2)})
True
>>> violates(stated.claim, {"n": power_of_t(1), "m": power_of_t(2)})
False
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from bounds.claim import Claim
from bounds.expression import Add, Apply, Div, Expression, Mul, Neg, Number, Pow, Variable, all_subexpressions
from bounds.language import parse_expression
from bounds.recurrence import Comparison, Parameter
from tests.benchmarks.arithmetic import Undecided

F = Fraction
Key: TypeAlias = tuple[Fraction, Fraction, Fraction, Fraction]
ONE: Key = (F(0), F(0), F(0), F(0))


@frozen
class Along:
    """A formula along a curve: its terms; not `whole`, then the leading one alone, of which the sign is known."""

    terms: dict[Key, Fraction]
    whole: bool = True

    def leading(self) -> tuple[Key, Fraction]:
        """The largest exponents and their coefficient; Undecided for 0."""
        if not self.terms:
            raise Undecided("0 has no order")
        key = max(self.terms)
        return key, self.terms[key]

    def rough(self) -> Along:
        """Only the leading term, with its sign."""
        key, c = self.leading()
        return Along({key: F(1 if c > 0 else -1)}, whole=False)


Curve: TypeAlias = dict[str, Along]


def power_of_t(q: Fraction | int, c: Fraction | int = 1, *, exponential: int = 0, log: int = 0) -> Along:
    """c * t^q * (2^t)^exponential * log(t)^log; with logarithms it stands for an integer near that."""
    return Along({(F(exponential), F(q), F(log), F(0)): F(c)}, whole=not log)


def constant(c: Fraction) -> Along:
    """A number."""
    return Along({ONE: c} if c else {})


def plus(a: Along, b: Along) -> Along:
    """a + b; Undecided where leading terms cancel that are not known exactly."""
    if not a.terms or not b.terms:
        return b if not a.terms else a
    if a.whole and b.whole:
        terms = dict(a.terms)
        for key, c in b.terms.items():
            terms[key] = terms.get(key, F(0)) + c
        return Along({key: c for key, c in terms.items() if c})
    (x, c), (y, d) = a.leading(), b.leading()
    if x == y and (c > 0) != (d > 0):
        raise Undecided("leading terms that may cancel")
    return (a if x >= y else b).rough()


def times(a: Along, b: Along) -> Along:
    """a * b."""
    if not a.terms or not b.terms:
        return Along({})
    if not (a.whole and b.whole):
        (x, c), (y, d) = a.leading(), b.leading()
        return Along({_moved(x, y): F(1 if c * d > 0 else -1)}, whole=False)
    terms: dict[Key, Fraction] = {}
    for x, c in a.terms.items():
        for y, d in b.terms.items():
            key = _moved(x, y)
            terms[key] = terms.get(key, F(0)) + c * d
    return Along({key: c for key, c in terms.items() if c})


def _moved(x: Key, y: Key, by: Fraction = Fraction(1)) -> Key:
    p, q, r, s = (a + by * b for a, b in zip(x, y, strict=True))
    return (p, q, r, s)


def power(a: Along, q: Fraction) -> Along:
    """a^q; for other than small natural q the terms behind the leading one are dropped."""
    if q.denominator == 1 and 0 <= q <= 8:
        out = constant(F(1))
        for _ in range(int(q)):
            out = times(out, a)
        return out
    key, c = a.leading()
    if c < 0 and q.denominator != 1:
        raise Undecided("a root of something negative")
    exact = a.whole and len(a.terms) == 1 and (c == 1 or q.denominator == 1)
    return Along({_moved(ONE, key, q): c ** int(q) if q.denominator == 1 else F(1)}, whole=exact)


def logarithm(a: Along) -> Along:
    """The logarithm of something that grows, up to a positive factor of its leading term."""
    key, c = a.leading()
    if c <= 0 or key <= ONE:
        raise Undecided("the logarithm of what does not grow")
    place = next(i for i, q in enumerate(key) if q)
    if place == 3:
        raise Undecided("a fourth logarithm")
    log = [F(0)] * 4
    log[place + 1] = F(1)
    return Along({(log[0], log[1], log[2], log[3]): F(1)}, whole=False)


def two_to_the(a: Along) -> Along:
    """2^a for a = c*t exactly, or a = log2(t) exactly: other exponents have no place on this scale."""
    if (
        a.whole
        and set(a.terms) <= {(F(0), F(1), F(0), F(0)), ONE}
        and all(c.denominator == 1 for c in a.terms.values())
    ):
        steps = a.terms.get((F(0), F(1), F(0), F(0)), F(0))
        return Along({(steps, F(0), F(0), F(0)): F(2) ** int(a.terms.get(ONE, F(0)))})
    raise Undecided("an exponential off the scale")


def larger(a: Along, b: Along) -> bool:
    """Whether a >= b for all large t; Undecided when both have the same leading exponents and are not known exactly."""
    difference = plus(a, times(constant(F(-1)), b))
    return not difference.terms or difference.leading()[1] > 0


def follow(e: Expression, curve: Curve) -> Along:
    """A formula along a curve; Undecided, ValueError where the scale does not reach."""
    match e:
        case Number(q):
            return constant(q)
        case Variable(name):
            return curve[name]
        case Neg(x):
            return times(constant(F(-1)), follow(x, curve))
        case Add(parts) | Mul(parts):
            combine: Callable[[Along, Along], Along] = plus if isinstance(e, Add) else times
            total = follow(parts[0], curve)
            for part in parts[1:]:
                total = combine(total, follow(part, curve))
            return total
        case Div(x, y):
            return _quotient(follow(x, curve), follow(y, curve))
        case Pow(x, y):
            return _power(follow(x, curve), follow(y, curve))
        case Apply(name, arguments):
            return _function(name, [follow(a, curve) for a in arguments])
    raise Undecided(f"not a formula for curves: {type(e).__name__}")


def _power(x: Along, y: Along) -> Along:
    if y.whole and set(y.terms) <= {ONE}:
        return power(x, y.terms.get(ONE, F(0)))
    if x.whole and x.terms == {ONE: F(2)}:
        return two_to_the(y)
    raise Undecided("a power off the scale")


def _quotient(a: Along, b: Along) -> Along:
    if b.whole and len(b.terms) == 1:
        return times(a, power(b, F(-1)))
    return times(a.rough(), power(b.rough(), F(-1))) if a.terms else a


def _function(name: str, values: list[Along]) -> Along:
    match name, values:
        case "sqrt", [x]:
            return power(x, F(1, 2))
        case (("log" | "log2"), [x]):
            return logarithm(x)
        case "log", [x, b]:
            return _quotient(logarithm(x), logarithm(b)) if b.leading()[0] > ONE else logarithm(x)
        case (("floor" | "ceil"), [x]):
            if x.leading()[0] <= ONE:
                raise Undecided("the rounding of what does not grow")
            return x.rough()
        case "max", [x, y]:
            return _chosen(x, y, most=True)
        case "min", [x, y]:
            return _chosen(x, y, most=False)
    raise Undecided(f"no order of {name}")


def _chosen(x: Along, y: Along, *, most: bool) -> Along:
    if x.leading()[0] == y.leading()[0] and not (x.whole and y.whole):
        return plus(x.rough(), y.rough())
    return x if larger(x, y) == most else y


def holds(c: Comparison, curve: Curve) -> bool:
    """Whether an assumption holds along the curve for all large t."""
    a, b = follow(c.left, curve), follow(c.right, curve)
    match c.relation:
        case "<=" | "<":
            return larger(b, a) and (c.relation == "<=" or not larger(a, b))
        case ">=" | ">":
            return larger(a, b) and (c.relation == ">=" or not larger(b, a))
        case "==":
            return larger(a, b) and larger(b, a)
        case "!=":
            return not (larger(a, b) and larger(b, a))
    return _related(c.relation, a, b)


def _related(relation: str, a: Along, b: Along) -> bool:
    """`a in relation(b)` along the curve."""
    if not a.terms:
        return relation in ("O", "o")
    x, y = a.leading()[0], b.leading()[0]
    return {"O": x <= y, "Omega": x >= y, "Theta": x == y, "o": x < y, "omega": x > y}[relation]


def violates(claim: Claim, curve: Curve) -> bool | None:
    """Whether the claim fails along the curve; None when the curve breaks an assumption or cannot be followed."""
    try:
        if not all(holds(c, curve) for c in (*claim.range, *claim.assuming)):
            return None
        if not all(holds(c, curve) for p in claim.recurrence.parameters for c in p.conditions):
            return None
        return not _related(claim.relation, follow(claim.subject, curve), follow(claim.bound, curve))
    except (Undecided, KeyError):
        return None


def growing_names(claim: Claim) -> list[str]:
    """The variables of the claim that are no parameters, in order of appearance."""
    sides = [claim.subject, claim.bound, *(s for c in (*claim.range, *claim.assuming) for s in (c.left, c.right))]
    names = dict.fromkeys(e.name for s in sides for e in all_subexpressions(s) if isinstance(e, Variable))
    return [x for x in names if x not in {p.name for p in claim.recurrence.parameters}]


def _exponents(claim: Claim) -> set[str]:
    """The variables that stand in an exponent; powers of t other than t would leave the scale."""
    sides = [claim.subject, claim.bound, *(s for c in (*claim.range, *claim.assuming) for s in (c.left, c.right))]
    powers = [e for s in sides for e in all_subexpressions(s) if isinstance(e, Pow)]
    return {v.name for e in powers for v in all_subexpressions(e.exponent) if isinstance(v, Variable)}


def random_curve(claim: Claim, draw: random.Random) -> Curve:
    """Variables as powers of t (with logarithms or exponentials now and then); what an `==` names is computed."""
    with_log, with_exponential = draw.random() < 0.3, draw.random() < 0.2
    curve: Curve = {}
    for x in growing_names(claim):
        if x in _exponents(claim):
            curve[x] = power_of_t(1, draw.choice([1, 1, 2]))
        elif with_exponential and draw.random() < 0.4:
            curve[x] = power_of_t(draw.randint(0, 1), exponential=draw.randint(1, 3))
        else:
            log = draw.randint(-2, 2) if with_log else 0
            curve[x] = power_of_t(draw.choice([1, 1, 1, 2, 2, 3, 4, 5, 7]), draw.choice([1, 1, 2, 3]), log=log)
    for p in claim.recurrence.parameters:
        curve[p.name] = _parameter(p, p.name in claim.uniform, draw)
    for c in claim.assuming:
        for one, other in ((c.left, c.right), (c.right, c.left)):
            if c.relation == "==" and isinstance(one, Variable) and one.name in growing_names(claim):
                with suppress(Undecided, KeyError):
                    curve[one.name] = follow(other, curve)
                break
    return curve if all(curve[x].terms and curve[x].leading()[0] > ONE for x in growing_names(claim)) else {}


def _parameter(p: Parameter, moves: bool, draw: random.Random) -> Along:
    """A fixed value, or (uniform) one that tends to infinity or to a number; conditions are looked at afterwards."""
    near = []
    for side in (side for c in p.conditions for side in (c.left, c.right)):
        with suppress(KeyError):
            near.append(follow(side, {}).terms.get(ONE, F(0)))
    if moves and draw.random() < 0.7:
        if draw.random() < 0.5 or not near:
            return power_of_t(draw.choice([1, 2, 3]))
        if p.kind == "real":
            small = power_of_t(-draw.choice([1, 2, 3]), draw.choice([1, -1]))
            return plus(constant(draw.choice(near)), small)
    middle = sum(near, F(0)) / len(near) if near else F(2)
    value = middle + draw.choice([F(0), F(1), F(2), F(7)]) * (p.kind == "integer" or len(near) < 2)
    return constant(value if p.kind == "real" else F(int(value) + 1))


def witness_curve(text: str, claim: Claim) -> Curve | None:
    """The curve of a witness such as `b = t, k = t^3, p = 1/2 + 1/t: the quotient tends to 0`."""
    head = text.split(":")[0]
    found = re.findall(r"(\w+) = ([^,:=]+(?:\([^)]*\)[^,:=]*)?)(?:,|$)", head)
    t = {"t": power_of_t(1)}
    try:
        curve = {name: follow(parse_expression(value.strip()), t) for name, value in found}
    except (ValueError, Undecided, KeyError):
        return None
    return curve if set(curve) >= set(growing_names(claim)) else None


def judge_formulas(claim: Claim, verdict: str, witness: str, truth: bool | None, tries: int = 250) -> str:
    """fine, violation, suspicious or unjudged: proved claims along random curves, refuted ones along their witness."""
    if truth is not None and truth != (verdict == "proved"):
        return "violation"
    if verdict == "refuted":
        curve = witness_curve(witness, claim)
        if curve is not None:
            draw = random.Random(1)
            fixed = {p.name: _parameter(p, False, draw) for p in claim.recurrence.parameters}
            seen = violates(claim, {**fixed, **curve})
            if seen is not None:
                return "fine" if seen else "suspicious"
    draw = random.Random(0)
    seen_all = [violates(claim, curve) for curve in (random_curve(claim, draw) for _ in range(tries)) if curve]
    if verdict == "refuted":
        return "fine" if True in seen_all else "unjudged"
    if True in seen_all:
        return "violation"
    return "fine" if seen_all.count(False) >= 20 else "unjudged"
