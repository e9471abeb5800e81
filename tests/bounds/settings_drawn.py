"""Settings that Hypothesis draws: every family, every call that fits it, arguments, sizes, prices, modes and errors."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from bounds.expression import Add, Expression, Number, Variable
from bounds.recurrence import Comparison, Parameter
from bounds.setting import FAMILIES, ORDERS, WITH_ARGUMENT, CallKind, Setting

FITTING = {
    **dict.fromkeys(ORDERS, ("sort", "best", "best_and_worst")),
    **dict.fromkeys(("threshold", "parity", "majority", "read", "connectivity"), ("read",)),
    **dict.fromkeys(("OR", "AND", "group_testing"), ("read", "pool")),
    "distinguish": ("split",), "distinct": ("match",), "aggregate": ("combine",),
}  # fmt: skip
"""Which calls are about what a family hides; the kernel has a list of its own."""
PRICES = [Fraction(1), Fraction(1), Fraction(2), Fraction(1, 2), Fraction(5, 3), Fraction(7, 4)]
MODES = ("worst", "worst", "nonadaptive", "expected", "rounds")
K, N = Variable("k"), Variable("n")


def number(value: int | Fraction) -> Number:
    return Number(Fraction(value))


def from_on(name: str, low: int) -> Parameter:
    """An integer parameter that is at least `low`."""
    return Parameter(name, "integer", (Comparison(Variable(name), ">=", number(low)),))


@st.composite
def call_kinds(draw: Any, family: str, most: int = 4) -> CallKind:
    """One kind of calls that fits the family."""
    asks = draw(st.sampled_from(FITTING[family]))
    if asks == "pool":
        size: Expression = number(1)
    else:
        least = 1 if asks == "read" else 2
        size = draw(st.one_of(st.integers(least, most).map(number), st.just(K)))
    exactly = draw(st.booleans()) if asks not in ("pool", "split") else False
    return CallKind(asks, size, exactly, draw(st.sampled_from(PRICES)))


@st.composite
def arguments(draw: Any, family: str) -> Expression | None:
    """An argument of the family, or None; one in four is odd."""
    if family not in WITH_ARGUMENT:
        return None
    fits = {"merge": (1, 2, 3, N), "read": (2, 2, 3)}.get(family, (1, 1, 2, 2, 3, 3))
    odd = (K, N, 0, Add((N, number(1))))
    chosen = draw(st.sampled_from((*fits, *fits, *odd)))
    return number(chosen) if isinstance(chosen, int) else chosen


@st.composite
def settings_of(
    draw: Any,
    families: tuple[str, ...] = FAMILIES,
    modes: tuple[str, ...] = MODES,
    all_lies: tuple[int, ...] = (0, 0, 0, 1, 2, 3),
) -> Setting:
    """A setting without noise."""
    family = draw(st.sampled_from(families))
    calls = draw(st.lists(call_kinds(family), min_size=1, max_size=draw(st.sampled_from((1, 1, 2)))))
    lies = draw(st.sampled_from(all_lies))
    return Setting(family, tuple(calls), draw(arguments(family)), draw(st.sampled_from(modes)), lies)


def parameters_of(setting: Setting, low: int) -> tuple[Parameter, ...]:
    """k >= low, where it is used."""
    used = any(c.size == K for c in setting.calls) or setting.argument == K
    return (from_on("k", low),) if used else ()
