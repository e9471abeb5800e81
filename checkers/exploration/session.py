"""A session about one setting: exact costs as they are found, what is proved, conjectures, proofs, and why.

>>> session = explore("second", "compare")
>>> [str(row.cost) for row in session.rows(upto=5) if row.is_exact]
['1', '3', '4', '6']
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from attrs import evolve, frozen

from bounds.language import print_setting
from bounds.problem import Mode, Primitive, Problem
from bounds.setting import Setting
from checkers.exploration import reach
from checkers.exploration.conjecture import Conjectures, Fitting
from checkers.exploration.naming import setting_of
from checkers.exploration.proved import ProvedBounds, ProvedValue
from checkers.exploration.refusal import CannotExplore
from checkers.exploration.sheet import Sheet
from checkers.optima.engines import brackets
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Bracket, Contradiction

if TYPE_CHECKING:
    from bounds.decomposition import Decomposition
    from checkers.exploration.proving import Attempt
    from checkers.exploration.why import Game
    from checkers.lower_bounds.potentials import Potential, Weight
    from checkers.lower_bounds.tick_list import TickList

Source = Callable[[Problem, Sequence[Primitive], Mode], Generator[Bracket, None, None]]
WITHOUT_COSTS = 16
"""Where no exact cost can be had at all, proved bounds are shown up to this size."""
HEADINGS = ("n", "lower", "upper", "proved", "by", "gap", "states", "ms", "note")


def _brackets(problem: Problem, primitives: Sequence[Primitive], mode: Mode) -> Generator[Bracket, None, None]:
    yield from brackets(problem, primitives, mode)


@frozen
class Row:
    """What is known at one size: lower <= cost of the best strategy <= upper, and cost >= proved.

    lower, upper  of the search: None while nothing is known
    proved        the largest bound that is proved for every size, at this one
    note          why there is no bracket, or that no strategy solves the problem
    """

    n: int
    lower: Fraction | None
    upper: Fraction | None
    proved: ProvedValue | None
    states: int = 0
    seconds: float = 0.0
    is_impossible: bool = False
    note: str = ""

    @property
    def least(self) -> Fraction | None:
        """The larger one of the lower end and the proved bound."""
        known = [v for v in (self.lower, self.proved.value if self.proved else None) if v is not None]
        return max(known, default=None)

    @property
    def is_exact(self) -> bool:
        """Whether the cost of the best strategy is known."""
        return not self.is_impossible and self.upper is not None and self.least == self.upper

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to find at this size."""
        return self.is_exact or self.is_impossible or (self.lower is None and bool(self.note))

    @property
    def cost(self) -> Fraction | None:
        """The cost of the best strategy, when it is known."""
        return self.upper if self.is_exact else None

    @property
    def gap(self) -> Fraction | None:
        """How far the proved bound is below the best strategy, when that is known."""
        return None if self.cost is None or self.proved is None else self.cost - self.proved.value

    def texts(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        upper = "" if self.upper is None else str(self.upper)
        proved = self.proved
        ms = "" if self.note and not self.is_impossible else f"{self.seconds * 1000:.0f}"
        return (
            str(self.n), "" if self.lower is None else str(self.least), upper,
            "" if proved is None else str(proved.value), "" if proved is None else proved.rule, self._gap(),
            str(self.states) if self.states else "", ms, self.note or ("" if self.is_finished else "running"),
        )  # fmt: skip

    def _gap(self) -> str:
        if self.gap is not None:
            return str(self.gap)
        if self.upper is None or self.proved is None or self.least is None:
            return ""
        return f"{self.least - self.proved.value}..{self.upper - self.proved.value}"

    def __str__(self) -> str:
        known = f"= {self.cost}" if self.is_exact else f"in [{_shown(self.least)}, {_shown(self.upper)}]"
        by = f"; proved >= {self.proved.value} by {self.proved.rule}" if self.proved else ""
        note = f"; {self.note}" if self.note else ""
        return f"n = {self.n}: cost {known}{by}; {self.states} states, {self.seconds * 1000:.0f} ms{note}"

    def to_json(self) -> dict[str, object]:
        """The row as plain JSON; costs are texts of rationals."""
        proved = self.proved
        return {
            "n": self.n,
            "lower": _json(self.lower),
            "upper": _json(self.upper),
            "cost": _json(self.cost),
            "proved": proved and {"value": str(proved.value), "rule": proved.rule, "formula": proved.formula},
            "gap": _json(self.gap),
            "states": self.states,
            "seconds": round(self.seconds, 6),
            "impossible": self.is_impossible,
            "note": self.note or None,
        }


class Session:
    """What is known of a setting, and how to know more; rows found are kept, whatever stops the search.

    clock   seconds, for budgets: a test may bring its own
    source  brackets around the optimum of one problem: `checkers.optima.engines.brackets`
    """

    def __init__(
        self, setting: Setting, clock: Callable[[], float] = time.perf_counter, source: Source = _brackets
    ) -> None:
        self.setting = setting_of(setting)
        self.text = print_setting(setting)
        self.bounds = ProvedBounds(setting)
        self.first = reach.smallest(setting)
        self.clock, self.source = clock, source
        self.known: dict[int, Row] = {}
        self._fitting = Fitting(setting, self.text, self.bounds)

    # --- exact costs -------------------------------------------------------------------------------------------------

    def rows(self, upto: int | None = None, seconds: float | None = None) -> Iterator[Row]:
        """Rows for n = 1, 2, ... as they are found: one at least every two seconds, tighter than the last of its size.

        Each is kept before it is given, so an interrupted loop loses nothing; a later one goes on. The end comes after
        `seconds`, after size `upto`, or at a size that is too large to be written down.

        Raises   Contradiction when a proved bound is above what a strategy costs: an error of tightbound
        """
        until = None if seconds is None else self.clock() + seconds
        n = self.first
        while upto is None or n <= upto:
            known = self.known.get(n)
            if known is not None and known.is_finished:
                yield known
            else:
                yield from self._search(n, until)
            row = self.known.get(n)
            is_over = until is not None and self.clock() > until
            is_far = row is not None and row.lower is None and upto is None and (bool(self.costs) or n >= WITHOUT_COSTS)
            if row is None or not row.is_finished or is_over or is_far:
                return
            n += 1

    def run(self, upto: int | None = None, seconds: float | None = 10.0) -> Session:
        """Find rows until the time is over, or Ctrl-C; the session shows itself as a table."""
        try:
            for _ in self.rows(upto, seconds):
                pass
        except KeyboardInterrupt:
            pass
        return self

    def _search(self, n: int, until: float | None) -> Iterator[Row]:
        proved = self.bounds.at(n)
        try:
            problem, primitives, mode = reach.game_at(self.setting, n)
            with closing(self.source(problem, primitives, mode)) as found:
                for bracket in found:
                    row = self._kept(n, bracket, proved)
                    yield row
                    if row.is_finished or (until is not None and self.clock() > until):
                        return
        except (OutOfReach, CannotExplore) as e:
            note = f"no exact cost: need {e.need}, have {e.have}"
            self.known[n] = Row(n, None, None, proved, note=note)
            yield self.known[n]

    def _kept(self, n: int, bracket: Bracket, proved: ProvedValue | None) -> Row:
        """The row of a bracket, joined with what an earlier search found of its size."""
        old = self.known.get(n)
        lower, upper = bracket.lower, bracket.upper
        if old is not None and old.lower is not None:
            lower = max(lower, old.lower)
            upper = min((u for u in (upper, old.upper) if u is not None), default=None)
        ends = [(lower, "the search"), *([(proved.value, f"rule {proved.rule}")] if proved else [])]
        for low, who in ends if upper is not None and not bracket.impossible else ():
            if upper is not None and low > upper:
                raise Contradiction(f"{self.text}, n = {n}: {who} says at least {low}, a strategy costs {upper}")
        note = "no strategy solves it" if bracket.impossible else ""
        row = Row(n, lower, upper, proved, bracket.states, bracket.seconds, bracket.impossible, note)
        if row.is_exact and lower != upper:
            row = evolve(row, note="a strategy meets the proved bound")
        self.known[n] = row
        return row

    @property
    def costs(self) -> dict[int, Fraction]:
        """The exact costs found so far."""
        return {n: row.cost for n, row in sorted(self.known.items()) if row.cost is not None}

    def table(self) -> Sheet:
        """What is known so far."""
        rows = [row.texts() for _, row in sorted(self.known.items())]
        notes = [f"proved for every size: {self.setting.cost} >= {bound}" for bound in self.bounds.strongest()]
        return Sheet(self.text, HEADINGS, rows, notes or ["no bound is proved for every size"])

    def gap(self, decomposition: Decomposition | None = None) -> Sheet:
        """How far the largest proved bound is below the best strategy, size by size, and the largest ratio.

        Of a decomposition that solves the problem: how its cost stands to the proved bounds, for every size.
        """
        if decomposition is not None:
            from checkers.exploration.gaps import of_decomposition

            return of_decomposition(self, decomposition)
        rows, most = [], Fraction(0)
        for n, cost in self.costs.items():
            proved = self.known[n].proved
            value = proved.value if proved else Fraction(0)
            ratio = cost / value if value else None
            most = max(most, ratio or Fraction(0))
            rows.append(
                (str(n), str(value), str(cost), str(cost - value), "" if ratio is None else f"{float(ratio):.4g}")
            )
        gaps = [self.costs[n] - (p.value if p else 0) for n in self.costs for p in [self.known[n].proved]]
        note = (
            f"the gap is {min(gaps)} to {max(gaps)}; the ratio at most {most}" if gaps else "no exact cost is known yet"
        )
        return Sheet(f"{self.text}: gap", ("n", "proved", "cost", "gap", "ratio"), rows, [note])

    # --- what follows from them --------------------------------------------------------------------------------------

    def conjecture(self, start: int | None = None) -> Conjectures:
        """Formulas that agree with every exact cost found so far (from n = start on).

        Raises   CannotExplore when there are too few
        """
        return self._fitting.conjectures(self.costs, start)

    @overload
    def prove(self, form: str, start: int | None = None, timeout: float | None = None) -> Attempt: ...

    @overload
    def prove(self, form: Potential) -> TickList: ...

    def prove(
        self, form: str | Potential, start: int | None = None, timeout: float | None = None
    ) -> Attempt | TickList:
        """Decide `cost >= form for n >= start`, by default from the first size of which there is a problem.

        A potential is proved by its obligations: what holds, and where one does not a state that shows it.

        Raises   LanguageError for a text that is no formula; Contradiction when it is proved and false at a known size
        """
        from checkers.exploration.proving import attempt

        return attempt(self, form, start, timeout) if isinstance(form, str) else form.prove()

    def potential(self, u: Weight | None = None, w: Weight = 0, l: Weight = 0, b: Weight = 0) -> Potential:  # noqa: E741
        """A potential over items that never met (u), only won (w), only lost (l), did both (b): these weights.

        Without weights, those that give the largest bound. For max and min_and_max.

        Raises   ValueError where there are none
        """
        from checkers.lower_bounds.potentials import potential, synthesised

        return synthesised(self.setting) if u is None else potential(self.setting, u=u, w=w, l=l, b=b)

    def why(self, n: int, d: int | Fraction | None = None) -> Game:
        """A game in which every strategy costs at least d (by default the optimum) at size n: ask, and see.

        Raises   CannotExplore for a d that is more than a strategy costs, and where there is no adversary
        """
        from checkers.exploration.why import start

        return start(self.setting, n, None if d is None else Fraction(d))

    def certificate(self, path: str | Path, n: int, seconds: float | None = None) -> dict[str, Any]:
        """Write a strategy and an adversary for size n, checked again before they are written; gives the claim.

        Raises   CannotExplore outside the worst case, or where no strategy exists
        """
        from checkers.exploration.certificates import write

        return write(self, Path(path), n, seconds)

    def recheck(self, path: str | Path) -> dict[str, Any]:
        """Check a certificate of this setting again, by code that shares nothing with the search; gives the claim.

        Raises   checkers.kernel.refusal.Rejected; CannotExplore for a file of another setting
        """
        from checkers.exploration.certificates import recheck

        return recheck(self, Path(path))

    def plot(self, path: str | Path) -> Path:
        """Draw optimum, proved bound and upper end against n, as .png, .svg or .pdf; needs the extra `plots`."""
        from checkers.exploration.plot import draw

        return draw(self, Path(path))

    # --- shown -------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()

    def to_json(self) -> dict[str, Any]:
        """What is known so far as plain JSON."""
        return {
            "setting": self.text,
            "cost": self.setting.cost,
            "rows": [row.to_json() for _, row in sorted(self.known.items())],
            "proved": [
                {"rule": b.rule, "formula": b.text, "start": b.start, "certificate": b.certificate}
                for b in self.bounds.all
            ],
        }


def explore(problem: str | Setting, calls: str = "", mode: str = "") -> Session:
    """A session about a problem and the calls that may solve it.

    explore("second", "sort-3"), explore("min_and_max", "compare at 1, best_and_worst(5) at 2"),
    explore("select(3) by best(4)"), explore(setting)

    Raises   LanguageError for a name that nothing has; CannotExplore for a symbol where a number is needed
    """
    return Session(setting_of(problem, calls, mode))


def _shown(x: Fraction | None) -> str:
    return "?" if x is None else str(x)


def _json(x: Fraction | None) -> str | None:
    return None if x is None else str(x)
