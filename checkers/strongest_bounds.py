"""What can be proved where a claim cannot be decided: the order of T, or the nearest orders on a ladder, and constants.

The oracle's order is asked for first, as Theta, O and Omega; a side it does not give is looked for by halving a ladder
of orders, then of explicit bounds c*g(n) with c fitted to exact values. For an explicit claim the smallest constant
times its bound (or times the oracle's order) follows, on both sides. Every bound is a claim of its own that `decide`
proved; nothing here makes `decide` itself slower.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from functools import cmp_to_key
from itertools import product
from typing import Literal

from attrs import define, evolve, field

from bounds.claim import Claim
from bounds.expression import Call, Variable, number
from bounds.growth import growth_of
from bounds.numbers import exponent
from bounds.numbers.logarithm import Undecided, log_of_rational
from bounds.recurrence import EXPLICIT, LANDAU, Comparison, Relation
from bounds.scale import LOG, Growth, compare
from checkers.attained_ratio import attained_level
from checkers.decide import decide
from checkers.lower_bounds.derived import all_derived, strongest
from checkers.shape import predicted_shape
from checkers.tighten import CannotTighten, simplest_between, tighten
from checkers.varied_bound import vary_bound
from checkers.verdict import ProvedBound, Verdict

POWERS = ("0", "1/2", "1", "3/2", "2", "5/2", "3", "4")
LOGS = (0, 1, 2)
BASES = ("5/4", "3/2", "2", "3", "4", "10")
ONE_DECISION = 0.3
"""The part of the time that one decision may take."""
Side = Literal["O", "Omega", "<=", ">="]
WEAKEST = 3
"""How many of the weakest orders are tried before a side is given up: methods do not know all of the scale."""
PRECISION = Fraction(1, 50)


def strongest_bounds(claim: Claim, seconds: float) -> tuple[ProvedBound, ...]:
    """The strongest bounds near an undecided claim that were proved, upper ones first.

    Shape    claims about T(n), one size variable, or about a problem; a claim about several sizes gives ()
    Units    seconds of wall time, looked at between decisions
    Gives    proved claims with certificates: an order (Theta; or O and Omega, each as near as the ladder goes), and for
             an explicit claim constants; () when nothing was proved
    Raises   nothing for a well-formed claim

    >>> from bounds.language import parse_claim, parse_recurrence, print_claim
    >>> r = parse_recurrence("T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2")
    >>> unknown = parse_claim("T(n) <= 0.99*n*log2(n) for n >= 2", r)
    >>> for bound in strongest_bounds(unknown, 20):
    ...     print(print_claim(bound.claim))
    T(n) in Theta(n*log(n))
    T(n) <= n*log2(n) for n >= 2
    T(n) >= 1/2*n*log2(n) for n >= 2
    """
    return tuple(all_strongest_bounds(claim, seconds))


def all_strongest_bounds(claim: Claim, seconds: float) -> Iterator[ProvedBound]:
    """The same, each as it is found; of a problem, the strongest bounds that the rules derive."""
    if claim.setting is not None:
        for b in strongest(all_derived(claim.setting, claim.recurrence.parameters)):
            yield ProvedBound(b.claim, ("kernel",), b.rule, b.certificate)
        return
    match claim.subject:
        case Call(function, (Variable(variable),)) if claim.relation in (*EXPLICIT, *LANDAU):
            search = _Search(claim, function, variable, seconds)
            yield from search.all_orders()
            if claim.relation in EXPLICIT:
                yield from search.all_constants()


@define
class _Search:
    """The claim that was not decided, and the time there is."""

    claim: Claim
    function: str
    variable: str
    seconds: float
    oracle: Growth | None = field(default=None, init=False)
    began: float = field(factory=time.perf_counter)

    def __attrs_post_init__(self) -> None:
        """Ask the oracle once."""
        shape = predicted_shape(self.claim.recurrence, self.function)
        self.oracle = shape.growth if shape is not None else None

    def left(self) -> float:
        return self.seconds - (time.perf_counter() - self.began)

    def order(self, relation: Relation, g: Growth) -> Claim:
        """T in relation(g); as the claim itself writes its bound when that is all it says."""
        bound = g.to_expression(self.variable)
        return Claim(self.claim.recurrence, self.claim.subject, relation, bound)

    def proved(self, claim: Claim) -> ProvedBound | None:
        if self.left() <= 0:
            return None
        verdict = decide(claim, timeout=min(self.left(), self.seconds * ONE_DECISION))
        return _as_bound(verdict) if verdict.decision == "proved" else None

    def all_orders(self) -> Iterator[ProvedBound]:
        upper = lower = None
        if self.oracle is not None:
            both = self.proved(self.order("Theta", self.oracle))
            if both is not None:
                yield both
                return
            upper = self.proved(self.order("O", self.oracle))
            lower = self.proved(self.order("Omega", self.oracle))
        rungs = self.ladder()
        upper = upper or self.nearest(rungs, "O") or self.nearest(rungs, "<=")
        lower = lower or self.nearest(rungs[::-1], "Omega") or self.nearest(rungs[::-1], ">=")
        yield from (b for b in (upper, lower) if b is not None)

    def nearest(self, rungs: list[Growth], relation: Side) -> ProvedBound | None:
        """The first rung that is proved, the last being the weakest, by halving."""
        best, high, low = None, len(rungs), -1
        while best is None and high > max(0, len(rungs) - WEAKEST):
            high -= 1
            best = self.at_rung(relation, rungs[high])
        if best is None:
            return None
        while high - low > 1 and self.left() > 0:
            middle = (low + high) // 2
            found = self.at_rung(relation, rungs[middle])
            low, high, best = (low, middle, found) if found is not None else (middle, high, best)
        return best

    def at_rung(self, relation: Side, g: Growth) -> ProvedBound | None:
        """T in O(g), or T <= c*g with c a little more than exact values call for; the same from below."""
        if relation in ("O", "Omega"):
            return self.proved(self.order(relation, g))
        try:
            varied = vary_bound(self.explicit(relation, g))
            level = attained_level(varied, self.seconds / 20).level
        except CannotTighten:
            return None
        if level is None or level == 0 or (relation == ">=" and level > 0):
            return None
        c = varied.sign * simplest_between(level + abs(level) / 8, level + abs(level) / 2)
        return self.proved(varied.at(c))

    def explicit(self, relation: Relation, g: Growth) -> Claim:
        """T relation g(n), from 2 on where the claim has no range: log(1) is 0."""
        start = Comparison(Variable(self.variable), ">=", number(2))
        return evolve(
            self.claim, relation=relation, bound=g.to_expression(self.variable), range=self.claim.range or (start,)
        )

    def ladder(self) -> list[Growth]:
        """Orders in increasing order: powers with logarithms, exponentials, n!, and those near the claim and oracle."""
        rungs = [
            Growth(power=exponent.rational(Fraction(a)), log=exponent.rational(Fraction(s)))
            for a, s in product(POWERS, LOGS)
        ]
        rungs += [Growth(base=log_of_rational(Fraction(b))) for b in BASES] + [Growth(factorial=Fraction(1))]
        known = [g for g in (growth_of(self.claim.bound, self.variable), self.oracle) if g is not None]
        rungs += [near for g in known for near in (g / LOG, g, g * LOG)]
        try:
            return sorted(dict.fromkeys(rungs), key=cmp_to_key(compare))
        except Undecided:
            return []

    def all_constants(self) -> Iterator[ProvedBound]:
        """The best constants times the claim's own bound; times the oracle's order where that gives nothing."""
        for relation in ("<=", ">="):
            for claim in self.templates(relation):
                if self.left() <= 0:
                    return
                try:
                    best = tighten(claim, seconds=self.left() / 2, precision=PRECISION)
                except CannotTighten:
                    continue
                if best.proved is not None and not _says_nothing(best.proved.constant, relation):
                    yield _as_bound(best.proved.verdict)
                    break

    def templates(self, relation: Literal["<=", ">="]) -> Iterator[Claim]:
        yield evolve(self.claim, relation=relation)
        if self.oracle is not None:
            yield self.explicit(relation, self.oracle)


def _as_bound(verdict: Verdict) -> ProvedBound:
    return ProvedBound(verdict.claim, verdict.rests_on, verdict.method, verdict.certificate)


def _says_nothing(constant: Fraction, relation: str) -> bool:
    """A cost is at least 0 times anything: true of most, and no help."""
    return relation == ">=" and constant <= 0
