"""A formula tried as a bound for every size: decided by the kernel, and held against the exact costs."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from attrs import frozen

from bounds.claim import Claim
from bounds.expression import free_variables
from bounds.language import LanguageError, parse_expression, print_claim, print_expression
from checkers.exploration.logarithms import Logarithms, Series
from checkers.exploration.refusal import CannotExplore
from checkers.exploration.sheet import Sheet
from checkers.lower_bounds.derived import claim_at_least
from checkers.optima.search import Contradiction
from checkers.verdict import Verdict

if TYPE_CHECKING:
    from checkers.exploration.session import Session


@frozen(repr=False)
class Attempt:
    """The verdict on a claimed bound; `fails` says at which size an exact cost is below it."""

    claim: Claim
    verdict: Verdict
    fails: str = ""

    @property
    def is_proved(self) -> bool:
        """Whether the kernel accepted a proof."""
        return self.verdict.decision == "proved"

    def sheet(self) -> Sheet:
        """Verdict, rule and certificate, or what stopped each method."""
        v = self.verdict
        decision = "false" if self.fails else v.decision
        rows = [("verdict", decision), ("rests on", ", ".join(v.rests_on) or "-"), ("rule", v.method or "-")]
        rows += [("fails", self.fails)] if self.fails else []
        if v.certificate:
            rows.append(("certificate", str(v.certificate["proof"])))
        elif not self.fails:
            rows += [(blocked.method, blocked.reason) for blocked in v.blocked]
        return Sheet(print_claim(self.claim), ("what", "found"), rows)

    def __str__(self) -> str:
        return str(self.sheet())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.sheet()._repr_html_()

    def to_json(self) -> dict[str, object]:
        """All of it as plain JSON."""
        return {
            "claim": print_claim(self.claim),
            "verdict": self.verdict.decision,
            "rests_on": list(self.verdict.rests_on),
            "rule": self.verdict.method or None,
            "fails": self.fails or None,
            "certificate": self.verdict.certificate,
        }


def attempt(session: Session, form: str, start: int | None, timeout: float | None) -> Attempt:
    """The verdict on `cost >= form for n >= start`.

    Raises   LanguageError; CannotExplore for a formula in anything but n; Contradiction
    """
    from checkers.decide import decide

    formula = parse_expression(form)
    others = [x for x in free_variables(formula) if x != "n"]
    if others:
        raise CannotExplore("prove", need="a formula in n alone", have=print_expression(formula))
    first = session.first if start is None else start
    claim = claim_at_least(session.setting, formula, first)
    fails = _failure(session, Series(formula, Logarithms()), first)
    verdict = decide(claim, timeout=timeout)
    if fails and verdict.decision == "proved":
        raise Contradiction(f"{session.text}: {print_claim(claim)} is proved, but fails at {fails}")
    return Attempt(claim, verdict, fails)


def _failure(session: Session, series: Series, first: int) -> str:
    """The first size at which a strategy is known to cost less than the formula says, with both numbers."""
    for n, row in sorted(session.known.items()):
        low = series.low(n) if n >= first and row.upper is not None else None
        if low is not None and row.upper is not None and low > row.upper:
            unit = session.bounds.unit
            shown = low if unit is None else unit * ceil(low / unit)
            return f"n = {n}: the formula says at least {_number(shown)}, a strategy costs {row.upper}"
    return ""


def _number(x: Fraction) -> str:
    return str(x) if len(str(x)) <= 24 else f"about {float(x):.6g}"


__all__ = ["Attempt", "LanguageError", "attempt"]
