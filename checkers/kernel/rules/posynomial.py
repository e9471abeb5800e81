"""Rule posynomial: a growth claim about formulas in several growing variables, without a recurrence.

Needs    subject f and bound g: quotients of sums of monomials in variables that grow and parameters that do not, unless
         the claim is `uniformly in` them; assumptions A <= B, A == B, A in O(B) ... between such formulas
Checks   ranges of the parameters contain all their values; `A == x` eliminates x; every divisor is as large as its
         positive terms; a curve meets all assumptions, with all variables growing
 proved  f = P/Q, g = R/S: each monomial M of PS (for Omega: QR) has weights, sum 1, on the monomials of QR (PS) and
         multipliers >= 0 of assumptions B/A with M <= C * product of these; for o and omega the rest tends to infinity
 refuted on the curve f/g tends to infinity (O), to 0 (Omega), does not tend to 0 (o), to infinity (omega)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel.decode import Claim, Expr, fields, integer, name, rational, sequence, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.monomials import (
    HIGH,
    Curve,
    Key,
    Place,
    Poly,
    Ratio,
    Reader,
    compare,
    growth,
    key_product,
    tendency,
    times,
    value,
)
from checkers.kernel.refusal import outside, require

RULE = "posynomial"
LANDAU, SIDES = ("O", "Omega", "Theta", "o", "omega"), {">=": "<=", ">": "<", "Omega": "O", "omega": "o"}
Comparison = tuple[str, Expr, Expr]


class Span(NamedTuple):
    """A parameter is low + u, or (low + high*u)/(1 + u), with u > 0; `ends`: its conditions with numbers."""

    kind: str
    low: Fraction
    high: Fraction | None
    ends: tuple[tuple[str, Fraction], ...]
    simple: bool

    def bounded(self) -> tuple[bool, bool]:
        """Whether u stays away from 0, and whether it stays below some number."""
        above = any(r in (">", ">=") and c > self.low for r, c in self.ends)
        return above, any(r in ("<", "<=") and (self.high is None or c < self.high) for r, c in self.ends)

    def is_inside(self) -> bool:
        """Whether every value that meets the conditions lies strictly between low and high."""
        below = any((r == ">" and c >= self.low) or (r in (">=", "==") and c > self.low) for r, c in self.ends)
        ups = any((r == "<" and c <= self.high) or (r in ("<=", "==") and c < self.high) for r, c in self.ends) \
            if self.high is not None else True  # fmt: skip
        return below and ups

    def expression(self, p: str) -> Expr:
        """The parameter, with its name now standing for u."""
        u = ("var", p)
        if self.high is None:
            return ("add", self.low, u) if self.low else u
        return ("div", ("add", self.low, ("mul", self.high, u)), ("add", Fraction(1), u))

    def follows(self, at: Place) -> bool:
        """Whether the parameter meets its conditions for large t when u moves to 0 or to infinity."""
        up = at.powers[-1] > 0
        if not self.simple or any(r == "==" for r, _ in self.ends):
            return False
        if self.kind == "integer" and (self.high is not None or not up or self.low.denominator != 1):
            return False
        if up and self.high is None:
            return all(r in (">", ">=") for r, _ in self.ends) and at.times.denominator == 1 and min(at.powers) >= 0
        if up:
            return all(c < self.high if r in (">", ">=") else c >= self.high for r, c in self.ends)  # type: ignore[operator]
        return all(c <= self.low if r in (">", ">=") else c > self.low for r, c in self.ends)


def span_of(claim: Claim, p: str, low: Fraction, high: Fraction | None) -> Span:
    """What the conditions on a parameter say, of those that compare it with a number."""
    ((kind, conditions),) = [(kind, cs) for symbol, kind, cs in claim.parameters if symbol == p]
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
    ends: list[tuple[str, Fraction]] = []
    others = [c for q in claim.parameters if q[0] != p for c in q[2] if p in symbols(c[1]) | symbols(c[2])]
    for r, left, right in conditions:
        if right == ("var", p) and r in turned:
            r, left, right = turned[r], right, left
        if left == ("var", p) and not symbols(right) and r in turned and r != "!=":
            c = Values(claim, {}, {}).exactly(right, {})
            if kind == "integer" and r in (">", "<"):
                r, c = (">=", Fraction(c // 1 + 1)) if r == ">" else ("<=", Fraction(-(-c // 1) - 1))
            ends.append((r, c))
    return Span(kind, low, high, tuple(ends), len(ends) == len(conditions) and not others)


class Hypothesis(NamedTuple):
    """small relation large, relation one of <=, <, ==, ~, O, o, Theta."""

    relation: str
    small: Ratio
    large: Ratio


class Problem:
    """A claim read for the rule: its formulas, what they are under the assumptions, what must be shown of them."""

    def __init__(
        self, claim: Claim, ranges: dict[str, tuple[Fraction, Fraction | None]], eliminated: list[tuple[int, str]]
    ):
        require(claim.relation in LANDAU, RULE, "a growth claim", claim.relation)
        require(not claim.equations, RULE, "a claim about formulas alone", len(claim.equations))
        names = {p[0] for p in claim.parameters}
        require(set(ranges) == names, RULE, "a range for each parameter", sorted(ranges))
        self.claim, self.uniform, self.relation = claim, set(claim.uniform), claim.relation
        self.spans = {p: span_of(claim, p, *ends) for p, ends in ranges.items()}
        for p, span in self.spans.items():
            require(span.is_inside() and span.low >= 0, RULE, f"a range that contains every {p}, not below 0", span)
        stated: list[Comparison] = [("", claim.subject, claim.bound), *claim.range, *claim.assuming]
        self.growing = set().union(*(symbols(side) for c in stated for side in c[1:])) - names
        for p, span in self.spans.items():
            stated = [
                (r, substitute(a, p, span.expression(p)), substitute(b, p, span.expression(p))) for r, a, b in stated
            ]
        for index, x in eliminated:
            stated = self._without(stated, index + 1, x)
        self.reader = Reader(self.growing, names)
        self.factors: list[tuple[Key, bool]] = []
        self.f, self.g = self.reader.ratio(stated[0][1]), self.reader.ratio(stated[0][2])
        self.hypotheses = [self._hypothesis(c) for c in stated[1:]]

    def _without(self, stated: list[Comparison], index: int, x: str) -> list[Comparison]:
        """The equation x == e used up: e for x everywhere; in its place that e grows, as x did."""
        relation, left, right = stated[index]
        e = right if left == ("var", x) else left
        solved = relation == "==" and ("var", x) in (left, right) and x in self.growing and x not in symbols(e)
        require(solved, RULE, f"an assumption {x} == e, e without {x}", stated[index])
        self.growing = self.growing - {x}
        rest = [(r, substitute(a, x, e), substitute(b, x, e)) for r, a, b in stated]
        return [*rest[:index], ("o", Fraction(1), e), *rest[index + 1 :]]

    def _hypothesis(self, c: Comparison) -> Hypothesis:
        relation, left, right = c
        if relation in SIDES:
            relation, left, right = SIDES[relation], right, left
        if relation == "!=":
            raise outside(RULE, "assumptions with <=, ==, O, Omega, Theta, o or omega", relation)
        reader = Reader(self.reader.growing, self.reader.parameters)
        h = Hypothesis(relation, reader.ratio(left), reader.ratio(right))
        for p in reader.signed:
            self.reader.note(p)
        self.factors += [] if reader.signed else _factors(h)  # nothing is shown from what must itself be shown first
        return h

    def sides(self) -> tuple[list[Key], list[Key], list[Poly]]:
        """The monomials of PS and of QR, and the sums which must be as large as their positive terms for a proof."""
        p, q, r, s = self.f.top, self.f.bottom, self.g.top, self.g.bottom
        above = {**dict.fromkeys(growth(p), Fraction(1))}
        signed = [*self.reader.signed, q, r, s]
        if self.relation in ("O", "o"):  # |P| is at most the sum of its terms
            above.update(dict.fromkeys(growth(p, negative=True), Fraction(1)))
        else:
            signed.append(p)
        plus = [dict.fromkeys(growth(side), Fraction(1)) for side in (q, r, s)]
        return growth(times(above, plus[2])), growth(times(plus[0], plus[1])), signed

    def is_bounded(self, key: Key, strict: bool) -> bool:
        """Whether a monomial stays above a positive number (strict: tends to infinity) by itself."""
        ways = [tendency(key, x)[0] for x in sorted(self.growing)]
        for atom, q in key:
            if atom[0] in self.uniform:
                below, above = self.spans[atom[0]].bounded()
                ways.append(0 if (q > 0 and below) or (q < 0 and above) else -1)
        return min(ways, default=0) >= 0 and (1 in ways or not strict)

    def shown(self, key: Key, larger: list[Key], strict: bool, proof: Any) -> None:
        """key in O (o) of the sum of the larger ones: weights of these, and multipliers of the assumptions."""
        require(len(sequence(proof)) == 2, RULE, "weights and multipliers", proof)
        weights, multipliers = ([(i, rational(q)) for i, q in map(sequence, sequence(part))] for part in proof)
        require(all(q >= 0 for _, q in (*weights, *multipliers)), RULE, "weights >= 0", proof)
        require(sum(q for _, q in weights) == 1, RULE, "weights with sum 1", weights)
        parts = [(larger[integer(i, 0, len(larger) - 1)], q) for i, q in weights]
        used = [(*self.factors[integer(k, 0, len(self.factors) - 1)], q) for k, q in multipliers]
        rest = _growing(key_product(*parts, (key, Fraction(-1)), *((h, -q) for h, _, q in used))[0])
        infinite = strict and not any(tends and q > 0 for _, tends, q in used)
        require(self.is_bounded(rest, infinite), RULE, f"{'o' if strict else 'O'} of the product", rest)

    def show_all(self, signed: list[Poly], proof: Any) -> None:
        """The negative terms of each sum are o of its positive terms."""
        wanted = [(key, growth(p)) for p in signed for key in growth(p, negative=True)]
        require(len(sequence(proof)) == len(wanted), RULE, f"{len(wanted)} negative terms shown small", len(proof))
        for (key, larger), item in zip(wanted, proof, strict=True):
            self.shown(key, larger, True, item)

    def curve(self, given: Any) -> Curve:
        """The curve of a certificate: integers that grow, and parameters that meet their conditions."""
        require(type(given) is dict and set(given) == self.growing | set(self.spans), RULE, "all variables", given)
        out: Curve = {}
        for x, place in given.items():
            c, powers = fields(place, ("times", "powers"))
            require(len(sequence(powers)) <= HIGH, RULE, f"at most {HIGH} powers", powers)
            out[x] = Place(rational(c), tuple(integer(w, -1000, 1000) for w in powers))
            require(out[x].times > 0 and (not powers or powers[-1] != 0), RULE, "a positive value, a last power", place)
        for x in self.growing:
            grows = bool(out[x].powers) and min(out[x].powers) >= 0 and out[x].times.denominator == 1
            require(grows, RULE, f"integers {x} that grow", out[x])
        moving = {p for p in self.spans if out[p].powers}
        require(moving <= self.uniform, RULE, "parameters that stand still, unless uniform", sorted(moving))
        fixed = {p: at(span, out[p].times) for p, span in self.spans.items() if p not in moving}
        for p, kind, conditions in self.claim.parameters:
            if p in moving:
                require(self.spans[p].follows(out[p]), RULE, f"the conditions on {p}", out[p])
                continue
            ok = kind == "real" or fixed[p].denominator == 1
            free = [c for c in conditions if not (symbols(c[1]) | symbols(c[2])) & moving]
            ok = ok and len(free) == len(conditions)
            require(ok and all(Values(self.claim, {}, {}).holds(c, fixed) for c in free), RULE, f"a {p}", fixed[p])
        for h in self.hypotheses:
            require(_holds(h, out), RULE, "a curve on which the assumptions hold", h)
        return out


def _factors(h: Hypothesis) -> list[tuple[Key, bool]]:
    """Monomials that an assumption keeps above a positive number, and whether each tends to infinity."""
    out: list[tuple[Key, bool]] = []
    for small, large in ((h.small, h.large), (h.large, h.small))[: 2 if h.relation in ("==", "~", "Theta") else 1]:
        below, above = times(small.top, large.bottom), times(large.top, small.bottom)
        parts = (small.top, small.bottom, large.top, large.bottom)
        if len(above) == 1 and all(c > 0 for p in parts for c in p.values()):
            ((key, _),) = above.items()
            out += [(_over(key, m), h.relation == "o") for m in growth(below)]
    return out


def _growing(key: Key) -> Key:
    return tuple(f for f in key if f[0][0])


def _over(a: Key, b: Key) -> Key:
    return _growing(key_product((a, Fraction(1)), (b, Fraction(-1)))[0])


def at(span: Span, u: Fraction) -> Fraction:
    return span.low + u if span.high is None else (span.low + span.high * u) / (1 + u)


def _holds(h: Hypothesis, curve: Curve) -> bool:
    """Whether an assumption holds on the curve, for all large t."""
    if not h.small.top:
        return h.relation in ("<=", "<", "O", "o") and value(h.large, curve).number[0] > 0
    small, large = value(h.small, curve), value(h.large, curve)
    if small.number[0] <= 0 or large.number[0] <= 0:
        return False
    against = compare(small.rate, large.rate)
    if h.relation in ("O", "o"):
        return against < 0 or (against == 0 and h.relation == "O")
    if h.relation == "Theta":
        return against == 0
    same = against == 0 and small.formal is not None and small.formal == large.formal
    if h.relation in ("==", "~"):
        return same
    below = against == 0 and h.small.exact and h.large.exact and small.number[1] < large.number[0]
    return against < 0 or below or (same and h.relation == "<=")


def problem_of(claim: Claim, ranges: Any, eliminated: Any) -> Problem:
    """The problem of a claim, with the ranges and eliminations that a certificate chose."""
    require(type(ranges) is dict, RULE, "an object of ranges", ranges)
    spans = {}
    for p, ends in ranges.items():
        low, high = fields(ends, ("low", "high"))
        spans[name(p)] = (rational(low), None if high == "" else rational(high))
    pairs = [fields(item, ("assumption", "variable")) for item in sequence(eliminated)]
    last = len(claim.range) + len(claim.assuming) - 1
    return Problem(claim, spans, [(integer(i, 0, last), name(x)) for i, x in pairs])


def verdict(claim: Claim, proof: Any) -> str:
    proves = type(proof) is dict and "upper" in proof
    names = ("rule", "ranges", "eliminated", "curve", "signed", *(("upper", "lower") if proves else ()))
    _, ranges, eliminated, curve, signed, *sides = fields(proof, names)
    problem = problem_of(claim, ranges, eliminated)
    at = problem.curve(curve)
    if proves:
        _prove(problem, signed, *sides)
        return "proved"
    problem.show_all(problem.reader.signed, signed)
    f, g = value(problem.f, at), value(problem.g, at)
    require(g.number[0] > 0, RULE, "a bound that is positive on the curve", g.number)
    against = compare(f.rate, g.rate)
    refuted = {"O": against > 0, "Omega": against < 0, "Theta": against != 0, "o": against >= 0, "omega": against <= 0}
    require(refuted[claim.relation], RULE, f"a curve on which {claim.relation} fails", against)
    return "refuted"


def _prove(problem: Problem, signed: Any, upper: Any, lower: Any) -> None:
    above, below, sums = problem.sides()
    problem.show_all(sums, signed)
    r = problem.relation
    for wanted, items, small, large in (
        (r in ("O", "Theta", "o"), upper, above, below),
        (r in ("Omega", "Theta", "omega"), lower, below, above),
    ):
        need = small if wanted else []
        require(len(sequence(items)) == len(need), RULE, f"{len(need)} monomials bounded", len(items))
        for key, item in zip(need, items, strict=True):
            problem.shown(key, large, r in ("o", "omega"), item)
