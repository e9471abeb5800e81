"""What is proved for every size: each bound that a rule of the kernel derives, and the largest of them at one size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, gcd, inf, lcm
from typing import Any

from attrs import field, frozen

from bounds.encoding import claim_to_json
from bounds.expression import Expression, Number
from bounds.language import print_expression
from bounds.setting import Setting
from checkers import kernel
from checkers.exploration.logarithms import Logarithms, Series
from checkers.exploration.refusal import CannotExplore
from checkers.exploration.screening import above, screen
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.derived import all_formulas, claim_at_least

MOST_LIES, NEAR = 2_000, 256


@frozen
class ProvedBound:
    """cost >= formula for every n >= start; the kernel accepted `certificate` for the claim that says so."""

    rule: str
    start: int
    formula: Expression
    certificate: dict[str, Any] = field(repr=False, eq=False)

    @property
    def text(self) -> str:
        """The formula in the claim language."""
        return print_expression(self.formula)

    def __str__(self) -> str:
        return f"{self.text} for n >= {self.start}, by {self.rule}"


@frozen
class ProvedValue:
    """What is proved at one size: cost >= value, by which rule, from which formula."""

    value: Fraction
    rule: str
    formula: str


def unit_of(setting: Setting) -> Fraction | None:
    """Every cost is a multiple of this; None for mean costs."""
    if setting.mode == "expected":
        return None
    if setting.mode == "rounds":
        return Fraction(1)
    prices = [kind.price for kind in setting.calls]
    below = lcm(*(p.denominator for p in prices))
    return Fraction(gcd(*(int(p * below) for p in prices)), below)


class ProvedBounds:
    """The bounds proved for a setting at every size, found once; the largest at each size.

    Raises   CannotExplore for calls that do not fit the problem
    """

    def __init__(self, setting: Setting) -> None:
        self.setting, self.unit = setting, unit_of(setting)
        self.table = Logarithms()
        self.all = tuple(_derived(setting))
        self._series = [(bound, Series(bound.formula, self.table)) for bound in self.all]
        self._screens = [(b, s, found) for b, s in self._series for found in [screen(b.formula)] if found and self.unit]
        self._far: list[float] = []
        self._strongest: tuple[ProvedBound, ...] | None = None
        self._values: dict[int, ProvedValue | None] = {}

    def at(self, n: int) -> ProvedValue | None:
        """The largest bound proved at n, rounded up to a cost that is possible; None where nothing is proved."""
        if n not in self._values:
            values = [v for v in (*self._formulas_at(n), self._with_lies(n)) if v is not None]
            self._values[n] = max(values, key=lambda v: v.value, default=None)
        return self._values[n]

    def strongest(self) -> tuple[ProvedBound, ...]:
        """The bounds that at some size up to 64, or at 1000, say more than every one before them."""
        if self._strongest is not None:
            return self._strongest
        kept: set[str] = set()
        for n in (*range(2, 65), 1000):
            lows = [(low, b.text) for b, s in self._series if n >= b.start for low in [s.low(n)] if low is not None]
            if lows:
                kept.add(max(lows, key=lambda pair: pair[0])[1])
        texts = [b.text for b in self.all]
        self._strongest = tuple(b for i, b in enumerate(self.all) if b.text in kept and b.text not in texts[:i])
        return self._strongest

    def first_above(self, values: Sequence[int], first: int, unit: Fraction) -> tuple[int, ProvedValue] | None:
        """The first n at which what is proved is more than values[n - first] * unit, and what is proved there.

        Floats say where to look; what they show is compared exactly. Formulas that they cannot follow, and mean costs,
        are looked at up to n = 256 only.
        """
        scale = float(unit)
        for n, value in enumerate(values, first):
            if n > NEAR and self._screened(n) <= value * scale:
                continue
            found = self.at(n) if n <= NEAR else self._exactly_above(n, value * scale)
            if found is not None and found.value > value * unit:
                return n, found
        return None

    def _screened(self, n: int) -> float:
        """A float that no formula that floats can follow is above at n."""
        while len(self._far) <= n:
            size = len(self._far)
            found = [approximate(size) for b, _, approximate in self._screens if size >= max(b.start, 2)]
            self._far.append(above(max(found, default=-inf)))
        return self._far[n]

    def _exactly_above(self, n: int, value: float) -> ProvedValue | None:
        """The largest exact value at n of the formulas that may be above this."""
        found = [
            ProvedValue(self.rounded_up(low), bound.rule, bound.text)
            for bound, series, approximate in self._screens
            if n >= bound.start and above(approximate(n)) > value
            for low in [series.low(n)]
            if low is not None
        ]
        return max(found, key=lambda v: v.value, default=None)

    def _formulas_at(self, n: int) -> Iterator[ProvedValue]:
        for bound, series in self._series:
            low = series.low(n) if n >= bound.start else None
            if low is not None:
                yield ProvedValue(self.rounded_up(max(low, Fraction(0))), bound.rule, bound.text)

    def rounded_up(self, value: Fraction) -> Fraction:
        """The least possible cost that is not below the value."""
        return value if self.unit is None else self.unit * ceil(value / self.unit)

    def _with_lies(self, n: int) -> ProvedValue | None:
        """The largest number that rule lies proves from n on; with lies it often says more than a formula."""
        if not self.setting.lies or not any(bound.rule == "lies" for bound in self.all) or n < 2:
            return None
        best = 0
        while best < MOST_LIES:
            number = Number(Fraction(best + 1))
            proof = {"how": "numbers", "calls": best + 1}
            if _certified(self.setting, "lies", proof, number, n) is None:
                break
            best += 1
        return ProvedValue(Fraction(best), "lies", f"{best} for n >= {n}") if best else None


def _derived(setting: Setting) -> Iterator[ProvedBound]:
    """Each bound that the kernel derives and accepts as a claim about this setting, each formula once."""
    seen = set()
    try:
        for rule, proof, formula, start in all_formulas(setting):
            if formula is None or (formula, start) in seen:
                continue
            seen.add((formula, start))
            certificate = _certified(setting, rule, proof, formula, start)
            if certificate is not None:
                yield ProvedBound(rule, start, formula, certificate)
    except Rejected as e:
        raise CannotExplore("setting", need=e.need, have=e.have) from None


def _certified(setting: Setting, rule: str, proof: Any, formula: Expression, start: int) -> dict[str, Any] | None:
    """A certificate that the kernel accepted; None when it did not."""
    about = claim_to_json(claim_at_least(setting, formula, start))
    whole = {"rule": rule, "proof": proof, "follows": {"by": "same"}}
    certificate = {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": whole}
    try:
        return certificate if kernel.check(about, certificate) == "proved" else None
    except Rejected:
        return None
