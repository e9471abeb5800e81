"""The certified gap: what a decomposition costs, the least that any strategy can cost, and the proved ratio.

That the decomposition solves the problem is the user's statement: it is not proved here, and every answer says so.
Everything else is a claim with a certificate: the lower bound of the problem, and how the cost stands to it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil
from typing import Literal, TypeAlias

from attrs import define, field, frozen

from bounds.claim import Claim
from bounds.decomposition import Decomposition
from bounds.derivation import derive_all
from bounds.encoding import claim_to_json
from bounds.expression import Expression, Variable, add, free_variables, mul, number
from bounds.language import parse_claim, print_claim, print_comparison, print_expression
from bounds.normal_form import substitute
from bounds.recurrence import Recurrence
from bounds.setting import Setting, primitives_at, problem_at
from checkers.decide import decide
from checkers.kernel import decode
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.derived import DerivedBound, all_derived
from checkers.optima.engines import optimum
from checkers.tighten import CannotTighten, tighten
from checkers.verdict import Verdict

How: TypeAlias = Literal["impossible", "optimal", "within", "ratio", "order", "grows", "unknown"]
SECONDS = 10.0
HEADINGS = ("no strategy costs less than", "rule", "gap", "claim about the decomposition")
FIRST_RATIO, MOST_MORE, LATEST = 64, 8, 64


@frozen
class Gap:
    """How a decomposition's cost stands to a lower bound of the problem it solves.

    how       impossible (below the bound somewhere: the decomposition does not solve the problem), optimal (they are
              equal), within (at most `constant` calls more), ratio (at most `constant` times), order (the same growth),
              grows (the ratio tends to infinity), unknown
    lower     the proved bound that it is compared with
    above     the claim about the cost that says so, with its verdict and certificate
    refuted   the strongest claim of this kind that was refuted: no better constant is true of this bound
    """

    how: How
    lower: DerivedBound
    above: Verdict | None = None
    constant: Fraction | None = None
    refuted: Verdict | None = None

    @property
    def witness(self) -> str:
        """The size at which the cost is below the bound."""
        return self.above.witness if self.above and self.how == "impossible" else ""

    @property
    def _sizes(self) -> str:
        """The sizes that the claim about the cost is about."""
        return ", ".join(map(print_comparison, self.above.claim.range)) if self.above else ""

    def short(self) -> str:
        """The gap in a word or two."""
        c = "" if self.constant is None else str(self.constant)
        words = {"within": f"at most {c} more", "ratio": f"at most {c} times", "order": "a constant factor"}
        return words.get(self.how, self.how)

    def texts(self) -> tuple[str, str, str, str]:
        """The gap as a row under `HEADINGS`."""
        bound = f"{print_expression(self.lower.bound)} for n >= {self.lower.start}"
        about = print_claim(self.above.claim) if self.above and self.how != "unknown" else "-"
        return bound, self.lower.rule, self.short(), about

    def sentence(self) -> str:
        """The gap in words.

        The words speak of the proved bound; the least cost itself lies between the bound and the decomposition.
        """
        bound = print_expression(self.lower.bound)
        c = "" if self.constant is None else str(self.constant)
        return {
            "impossible": f"it does not solve the problem: no strategy costs less than {bound}, and {self.witness}",
            "optimal": f"optimal: it costs {bound}, and no strategy costs less",
            "within": f"within {c} of optimal: it costs at most {bound} + {c}, and no strategy costs less than {bound}",
            "ratio": f"at most {c} times optimal for {self._sizes}: no strategy costs less than {bound}",
            "order": f"optimal up to a constant factor: no strategy costs less than {bound}",
            "grows": f"its cost divided by the bound {bound} grows without limit",
            "unknown": f"nothing was proved of its cost and the bound {bound}",
        }[self.how]


STRENGTH: tuple[How, ...] = ("impossible", "optimal", "within", "ratio", "order", "grows", "unknown")


def gap(setting: Setting, decomposition: Decomposition, *, seconds: float = SECONDS) -> Gap:
    """The best of `all_gaps`.

    Needs    a decomposition of one size that solves the problem: assumed, and named in what is shown
    Raises   ValueError when the rules derive no bound for the setting
    """
    found = by_strength(all_gaps(setting, decomposition, seconds=seconds))
    if not found:
        raise ValueError(f"gap: no rule gives a bound for {setting.family} with these calls")
    return found[0]


def by_strength(found: Iterable[Gap]) -> list[Gap]:
    """Gaps with the closest first; one that shows that the problem is not solved before all others."""
    return sorted(found, key=lambda g: (STRENGTH.index(g.how), g.constant or 0))


def all_gaps(setting: Setting, decomposition: Decomposition, *, seconds: float = SECONDS) -> Iterator[Gap]:
    """How the cost stands to each bound that the rules derive."""
    recurrence = derive_all(decomposition, [setting.cost])
    bounds = list(all_derived(setting, recurrence.parameters))
    for lower in bounds:
        yield _Comparison(recurrence, setting.cost, lower, seconds / max(1, len(bounds))).gap()


@frozen
class Sizes:
    """What is known at one size: the decomposition's cost, the least cost where it was found, the proved bound."""

    n: int
    cost: Fraction
    least: Fraction | None
    proved: Fraction


def sizes(setting: Setting, decomposition: Decomposition, found: Gap, upto: int, *, each: float = 0.5) -> list[Sizes]:
    """The sizes up to `upto` at which a decomposition without parameters has a problem to solve.

    Units    `each`: seconds for the exact least cost of one size
    """
    recurrence = derive_all(decomposition, [setting.cost])
    if recurrence.parameters or found.above is None:
        return []
    values = Values(decode.claim(claim_to_json(found.above.claim)), {}, {})
    rows = []
    is_whole = setting.mode != "expected" and all(c.price.denominator == 1 for c in setting.calls)
    is_quick = True
    for n in range(found.lower.start, upto + 1):
        problem, primitives = problem_at(setting, n), primitives_at(setting, n)
        least = None
        if is_quick and problem is not None and primitives is not None and setting.mode == "worst":
            bracket = optimum(problem, primitives, seconds=each)
            least, is_quick = (bracket.upper, True) if bracket.is_tight else (None, False)
        proved = found.lower.at(n)
        rows.append(Sizes(n, values.at(setting.cost, n)[0], least, Fraction(ceil(proved)) if is_whole else proved))
    return rows


@define
class _Comparison:
    """The claims about one cost and one bound, in order of strength."""

    recurrence: Recurrence
    cost: str
    lower: DerivedBound
    seconds: float
    variable: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        sizes = [e.patterns for e in self.recurrence.equations if e.function == self.cost]
        names = {v for patterns in sizes for p in patterns for v in free_variables(p)}
        if any(len(p) != 1 for p in sizes) or len(names) != 1:
            raise ValueError(f"gap: need a decomposition of one size, have {len(sizes[0]) if sizes else 0}")
        (self.variable,) = names

    def gap(self) -> Gap:
        """The strongest of the claims that is proved."""
        below = self._decide(">=", self._bound)
        if below.decision == "refuted":
            return Gap("impossible", self.lower, below)
        equal = self._decide("==", self._bound)
        if equal.decision == "proved":
            return Gap("optimal", self.lower, equal)
        order = self._growth("O")
        if order.decision == "refuted":
            grows = self._growth("omega")
            return Gap("grows" if grows.decision == "proved" else "unknown", self.lower, grows)
        return self._within() or self._ratio() or Gap(
            "order" if order.decision == "proved" else "unknown", self.lower, order
        )  # fmt: skip

    @property
    def _bound(self) -> Expression:
        return substitute(self.lower.bound, {"n": Variable(self.variable)})

    def _claim(self, relation: str, bound: Expression, start: int | None = None) -> Claim:
        text = f"{self.cost}({self.variable}) {relation} {print_expression(bound)}"
        return parse_claim(f"{text} for {self.variable} >= {start or self.lower.start}", self.recurrence)

    def _decide(self, relation: str, bound: Expression) -> Verdict:
        return decide(self._claim(relation, bound), timeout=self.seconds)

    def _growth(self, relation: str) -> Verdict:
        text = f"{self.cost} in {relation}({print_expression(self._bound)})"
        return decide(parse_claim(text, self.recurrence), timeout=self.seconds)

    def _within(self) -> Gap | None:
        """The least constant that the cost is above the bound at most."""
        until, refuted = time.monotonic() + self.seconds, None
        for c in range(1, MOST_MORE + 1):
            verdict = self._decide("<=", add(self._bound, number(c)))
            if verdict.decision == "proved":
                return Gap("within", self.lower, verdict, Fraction(c), refuted)
            refuted = verdict if verdict.decision == "refuted" else refuted
            if time.monotonic() > until:
                break
        return None

    def _ratio(self) -> Gap | None:
        """The least factor by which the cost is above the bound at most."""
        try:
            start = next(n for n in range(self.lower.start, LATEST + 1) if self.lower.at(n) >= 1)
            claim = self._claim("<=", mul(number(FIRST_RATIO), self._bound), start)
            found = tighten(claim, seconds=self.seconds)
        except (CannotTighten, StopIteration, Rejected):  # never positive, or with parameters
            return None
        if found.proved is None:
            return None
        refuted = found.refuted.verdict if found.refuted else None
        return Gap("ratio", self.lower, found.proved.verdict, found.proved.constant, refuted)
