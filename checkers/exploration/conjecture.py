"""Conjectures: formulas that agree with exact costs, tested on sizes held out, and killed by what is proved.

Forms of the grid are fitted to the first two thirds of the exact costs and scored on the rest. Every form that agrees
with all is shown, those with equal values up to FAR once. A form below a proved bound, or above a cost that is
certainly enough, is killed at the first such size. What is left is a conjecture and no more: two that agree on all that
was computed may differ further on, and the first size where they do is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import evolve, field, frozen

from bounds.setting import Setting
from checkers.exploration.certain import CertainCosts
from checkers.exploration.forms import Form, Values, all_forms
from checkers.exploration.proved import ProvedBounds
from checkers.exploration.refusal import CannotExplore
from checkers.exploration.sheet import Sheet

FAR = 10_000
LEAST, HELD = 6, 2
"""The fewest exact costs a formula is fitted to, and the fewest that are held out."""
LATER = 4
"""So many of the smallest sizes are left out, at most, when no form fits them all."""


@frozen
class Killed:
    """Where a form is false: at n it is `value`, and `by` says that the cost is at least, or at most, `known`."""

    n: int
    value: Fraction
    known: Fraction
    by: str

    def __str__(self) -> str:
        sign = ">=" if self.known > self.value else "<="
        return f"n = {self.n}: {self.value}, but the cost is {sign} {self.known}, {self.by}"


@frozen
class Fitted:
    """A form that agrees with every exact cost from the start on; `same` are other forms with its values."""

    form: Form
    text: str
    same: tuple[Form, ...]
    killed: Killed | None
    values: Sequence[int] = field(repr=False, eq=False)


@frozen(repr=False)
class Conjectures:
    """What fits the exact costs for n >= start.

    fitted       every form that does, survivors first, then by size; killed ones say where
    missed       how many forms fit the first two thirds, but not the sizes held out
    differences  for each pair of texts, the first n at which the two differ
    later        the same for a later start, where no form survives from this one on
    """

    setting: str
    start: int
    costs: Mapping[int, Fraction]
    held: tuple[int, ...]
    fitted: tuple[Fitted, ...]
    missed: int
    differences: Mapping[tuple[str, str], int]
    later: Conjectures | None = None

    @property
    def survivors(self) -> tuple[Fitted, ...]:
        """The forms that nothing kills."""
        return tuple(f for f in self.fitted if f.killed is None)

    @property
    def summary(self) -> str:
        """One line on what was found."""
        over = f"n = {min(self.costs)}..{max(self.costs)}" if self.costs else "no size"
        if self.survivors:
            more = len(self.survivors) > 1
            return f"{len(self.survivors)} form{'s' if more else ''} fit{'' if more else 's'} {over}"
        if self.fitted:
            return f"no small formula: what fits {over} is false further on"
        tail = f" ({self.missed} fit the first sizes, but not {_sizes(self.held)})" if self.missed else ""
        return f"no small formula fits {over}{tail}"

    def sheet(self) -> Sheet:
        """The forms as a table, one a row."""
        rows = [self._row(f) for f in self.fitted]
        notes = [self.summary]
        if self.later is not None:
            notes.append(f"leaving out n < {self.later.start}: {self.later.summary}")
            rows += [self.later._row(f) for f in self.later.fitted]
        return Sheet(f"{self.setting}: conjectures", ("form", "for", "differs from the first", "killed"), rows, notes)

    def _row(self, f: Fitted) -> tuple[str, ...]:
        first = self.fitted[0].text
        differs = self.differences.get((first, f.text), self.differences.get((f.text, first)))
        text = "" if f.text == first else f"at n = {differs}" if differs else f"not up to {FAR}"
        return f.text, f"n >= {self.start}", text, str(f.killed or "")

    def __str__(self) -> str:
        return str(self.sheet())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.sheet()._repr_html_()

    def to_json(self) -> dict[str, object]:
        """All of it as plain JSON."""
        return {
            "start": self.start,
            "fitted_to": {str(n): str(v) for n, v in self.costs.items()},
            "held_out": list(self.held),
            "forms": [
                {"form": f.text, "same_values": [str(s) for s in f.same], "killed": str(f.killed) if f.killed else None}
                for f in self.fitted
            ],
            "differences": [{"forms": list(pair), "first_n": n} for pair, n in self.differences.items()],
            "missed": self.missed,
            "summary": self.summary,
            "later": None if self.later is None else self.later.to_json(),
        }


class Fitting:
    """Fits forms to exact costs of one setting, and kills them by what is known of it at every size."""

    def __init__(self, setting: Setting, text: str, proved: ProvedBounds, certain: CertainCosts | None = None) -> None:
        self.text, self.proved, self.certain = text, proved, certain or CertainCosts(setting)
        self.unit = proved.unit or Fraction(1)
        self.values = Values()
        self.is_sorting = setting.family == "sort"

    def conjectures(self, costs: Mapping[int, Fraction], start: int | None = None) -> Conjectures:
        """What fits the costs of sizes >= start; without a start, of all, and if nothing survives, of later sizes.

        Raises   CannotExplore when there are fewer than 6 exact costs
        """
        sizes = sorted(n for n in costs if start is None or n >= start)
        if len(sizes) < LEAST:
            raise CannotExplore(
                "conjecture", need=f"exact costs of at least {LEAST} sizes", have=f"{len(sizes)}",
                attempt="for row in session.rows(seconds=30): print(row)",
            )  # fmt: skip
        found = self._fit({n: costs[n] for n in sizes})
        if found.survivors or start is not None:
            return found
        drops = range(1, min(LATER, len(sizes) - LEAST) + 1)
        fits = [later for d in drops for later in [self._fit({n: costs[n] for n in sizes[d:]})] if later.fitted]
        chosen = next((later for later in fits if later.survivors), fits[0] if fits else None)
        return evolve(found, later=chosen)

    def _fit(self, costs: dict[int, Fraction]) -> Conjectures:
        sizes = list(costs)
        held = tuple(sizes[-max(HELD, len(sizes) // 3) :])
        wanted = {n: v / self.unit for n, v in costs.items()}
        first, last = sizes[0], sizes[-1]
        fits: list[Form] = []
        missed = 0
        if all(v.denominator == 1 for v in wanted.values()):
            for form in all_forms(first, int(wanted[first]), len(sizes), self.values, is_sorting=self.is_sorting):
                values = self.values.of(form, first, last)
                if all(values[n - first] == wanted[n] for n in sizes if n not in held):
                    is_right = all(values[n - first] == wanted[n] for n in held)
                    fits += [form] if is_right else []
                    missed += not is_right
        merged = sorted(self._merged(fits, first), key=lambda f: (f.killed is not None, f.form.size, f.text))
        differences = {
            (a.text, b.text): first + next(i for i, (x, y) in enumerate(zip(a.values, b.values, strict=True)) if x != y)
            for i, a in enumerate(merged[:64])
            for b in merged[i + 1 : 64]
        }
        return Conjectures(self.text, first, dict(costs), held, tuple(merged), missed, differences)

    def _merged(self, fits: list[Form], first: int) -> list[Fitted]:
        groups: dict[tuple[int, ...], list[Form]] = {}
        for form in sorted(fits, key=lambda f: f.size):
            groups.setdefault(tuple(self.values.of(form, first, FAR)), []).append(form)
        return [
            Fitted(forms[0], self._shown(forms[0]), tuple(forms[1:]), self._killed(values, first), values)
            for values, forms in groups.items()
        ]

    def _shown(self, form: Form) -> str:
        return str(form) if self.unit == 1 else f"{self.unit}*({form})"

    def _killed(self, values: Sequence[int], first: int) -> Killed | None:
        """The first size at which a form is false."""
        below = self.proved.first_above(values, first, self.unit)
        stop = FAR if below is None else below[0]
        for n, value in zip(range(first, stop + 1), values, strict=False):
            known = self.certain.at(n)
            if known is not None and value * self.unit > known[0]:
                return Killed(n, value * self.unit, known[0], f"by {known[1]}")
        if below is None:
            return None
        n, bound = below
        return Killed(n, values[n - first] * self.unit, bound.value, f"proved by {bound.rule}: {bound.formula}")


def _sizes(held: Sequence[int]) -> str:
    return f"n = {held[0]}..{held[-1]}" if held else "later ones"
