"""No rule derives more than a problem costs: settings are drawn, all rules asked, and small sizes worked out."""

from __future__ import annotations

import os
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.language import parse_document
from bounds.setting import COSTS, FAMILIES, Setting, problem_at
from checkers.kernel.problems import RULES
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.setting import LowerBound
from tests.bounds.settings_drawn import parameters_of, settings_of
from tests.checkers.problems.derivations import all_proofs, claim_of, derive, value_of
from tests.checkers.problems.truth import NONE, cost

EXAMPLES = int(os.environ.get("EXAMPLES", "25"))
"""A campaign sets more."""
COUNTS: Counter[tuple[str, str]] = Counter()
"""By rule: bounds judged, those of them that are the cost when rounded up, and those of unknown cost."""
SMALL = st.sampled_from([Fraction(n, 2) for n in range(-4, 9)])


@st.composite
def weights(draw: Any) -> dict[str, list[str]]:
    """Weights for rule win-loss: the scale is tried from low to high until the rule accepts."""
    u, w, lost, b = (draw(st.lists(SMALL, min_size=1, max_size=2)) for _ in range(4))
    return {"u": list(map(str, u)), "w": list(map(str, w)), "l": list(map(str, lost)), "b": list(map(str, b))}


def with_scales(one: dict[str, list[str]]) -> list[dict[str, list[str]]]:
    """The weights with each of some scales."""
    scales = [["1/4"], ["1/2"], ["1"], ["3/2"], ["2"], ["3"], ["0", "1/2"], ["-1", "1"], ["0", "1"], ["0", "-1", "1"]]
    return [{**one, "scale": scale} for scale in scales]


def excess(setting: Setting, n: int, first: int, low: int, values: Any, more: Any = ()) -> list[str]:
    """What the rules derive that is more than the cost at n, of claims from `first` on with k >= low."""
    claim = claim_of(setting, first, parameters_of(setting, low))
    truth = cost(setting, n, values)
    if truth == NONE:
        return []
    found = []
    for rule, proof in all_proofs(setting, more):
        derived = derive(claim, rule, proof)
        if derived is None or n < derived.start or n < first:
            continue
        if problem_at(setting, n, values) is None and setting.family != "aggregate":
            truth = Fraction(0)
        value = value_of(derived, n, values)
        known = truth is not None and value is not None
        tight = known and -(-value // 1) == truth  # type: ignore[operator]
        COUNTS[rule, "tight" if tight else "judged" if known else "no oracle"] += 1
        if truth is not None and value is not None and value > truth:  # type: ignore[operator]
            found.append(f"{rule} {proof}: {float(value)} > {truth} at n = {n}, {values}: {setting}")
    return found


@st.composite
def cases(draw: Any, families: tuple[str, ...], modes: tuple[str, ...], all_lies: tuple[int, ...]) -> tuple[Any, ...]:
    """A setting, a size, where the claim's range starts, the least k that is claimed, and a k."""
    setting = draw(settings_of(families, modes, all_lies))
    n = draw(st.integers(1, 5))
    first, low = draw(st.integers(1, n)), draw(st.sampled_from((1, 2, 2, 2, 3)))
    values = {"k": Fraction(low + draw(st.integers(0, 3)))} if parameters_of(setting, low) else {}
    return setting, n, first, low, values


WORST, ONCE = ("worst",), ("worst", "nonadaptive")
AIMED = {
    "anything": (FAMILIES, ("worst", "nonadaptive", "expected", "rounds"), (0, 0, 1)),
    "answers": (FAMILIES[:-1], ONCE, (0,)),
    "selection": (("max", "second", "median", "select", "top_sequence"), ONCE, (0,)),
    "win-loss": (("max", "min_and_max"), WORST, (0,)),
    "neighbours": (("sort", "merge", "search", "max", "min_and_max", "second"), ONCE, (0,)),
    "touched": (("threshold", "OR", "AND", "parity", "majority", "read", "connectivity", "distinct"), ONCE, (0,)),
    "aggregate": (("aggregate",), ("worst", "rounds"), (0,)),
    "lies": (("distinguish", "search", "max", "threshold", "OR", "group_testing", "merge"), WORST, (0, 1, 1, 2, 3)),
    "path-length": (("sort", "merge", "search", "distinguish", "group_testing"), ("expected",), (0,)),
    "refines": (("sort", "second", "min_and_max", "top_sequence"), ONCE, (0,)),
}  # fmt: skip
"""For each rule, families, modes and numbers of lies where it has something to say; all rules are asked everywhere."""


@pytest.mark.parametrize("aim", AIMED)
def test_no_rule_derives_more_than_a_problem_costs(aim):
    @settings(deadline=None, max_examples=EXAMPLES)
    @given(cases(*AIMED[aim]), weights())
    def check(case: Any, more: dict[str, list[str]]) -> None:
        assert excess(*case, tuple(with_scales(more)) if aim in ("win-loss", "anything") else ()) == []

    check()


TIGHT = {
    "answers": ("distinguish by split(2)", 4),
    "selection": ("second by compare", 4),
    "win-loss": ("min_and_max by compare", 4),
    "neighbours": ("sort by compare with nonadaptive", 4),
    "touched": ("OR by read(2)", 4),
    "fan-in": ("aggregate by combine(2) with rounds", 4),
    "lies": ("distinguish by split(2) with lies 1", 4),
    "path-length": ("distinguish by split(2) with expected", 4),
}
"""For each rule whose costs are worked out here, a problem and a size where it derives what the problem costs."""


def setting_of(text: str) -> Setting:
    mode = next((m for m in COSTS if text.endswith(f"with {m}")), "worst")
    [stated] = parse_document(f"problem {text}\nclaim {COSTS[mode]} >= 0\n")
    assert stated.claim.setting is not None
    return stated.claim.setting


@pytest.mark.parametrize("rule", TIGHT)
def test_a_rule_that_derives_a_little_more_is_seen_to_be_wrong(rule, monkeypatch):
    setting, n = setting_of(TIGHT[rule][0]), TIGHT[rule][1]
    right = RULES[rule]

    def more(claim: LowerBound, proof: Any) -> Derived:
        derived = right(claim, proof)
        if derived.body is None:
            return derived
        return derived._replace(body=("add", derived.body, Fraction(1, 100)))

    assert excess(setting, n, n, 2, {}) == []
    monkeypatch.setitem(RULES, rule, more)
    assert [line.split()[0] for line in excess(setting, n, n, 2, {})].count(rule) >= 1
