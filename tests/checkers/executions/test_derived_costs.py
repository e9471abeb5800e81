"""The derived cost is the cost of the run: by enumeration of every way it can go, and measured on the mock."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from bounds.decomposition import Choose, Decomposition, Retry, Step, all_steps
from bounds.derivation import NotDerivable, derive_all
from bounds.expression import Expression, number
from bounds.measure import MEASURES
from bounds.normal_form import normal
from checkers.executions.costs import Costs
from checkers.executions.crosscheck import timed
from checkers.executions.measuring import measured
from checkers.executions.running import run
from tests.bounds.decompositions import VALUES, decompositions
from tests.checkers.executions.enumeration import ONE, PATHS, SUMS, Enumeration, TooMany

quiet = settings(deadline=None, suppress_health_check=list(HealthCheck))
UNKNOWN_ROUNDS = frozenset({"rounds", "limit"})
"""What a drawn decomposition may be refused for."""


def derived(
    d: Decomposition, names: list[str], values: dict[str, int], refused: frozenset[str] = UNKNOWN_ROUNDS
) -> Costs:
    """The costs of a drawn decomposition; one that is rightly refused is drawn again."""
    try:
        return Costs(derive_all(d, names), values)
    except NotDerivable as error:
        event(f"refused: {error.need}")
        assume(error.who not in refused)
        raise


@settings(quiet, max_examples=20)
@given(name=st.sampled_from(sorted(ONE)), d=decompositions(), values=VALUES)
def test_a_certain_cost_is_the_one_enumerated(name: str, d: Decomposition, values: dict[str, int]) -> None:
    costs = derived(d, [name], values)
    enumeration = Enumeration(d, values, name)
    for n in range(13):
        try:
            [(cost, probability)] = enumeration.at(n).items()
        except TooMany:
            assume(n > 2)
            break
        assert (costs.at(name, n), probability) == (cost, 1), n


@settings(quiet, max_examples=15)
@given(d=decompositions(depth=2), values=VALUES)
def test_a_certain_cost_is_the_one_measured(d: Decomposition, values: dict[str, int]) -> None:
    costs = derived(d, list(MEASURES), values)
    for n in range(13):
        if costs.at("tokens", n) + costs.at("calls", n) > 400:
            assume(n > 2)
            break
        plain = run(d, (n,), values)
        for name, kind in MEASURES.items():
            trace = run(d, (n,), values, mock=timed(kind)) if kind.combine == "path" else plain
            assert measured(trace, kind, d, values) == costs.at(name, n), (name, n)


@settings(quiet, max_examples=20)
@given(name=st.sampled_from(sorted(ONE)), d=decompositions(chance=True, contents=True, depth=2), values=VALUES)
def test_the_worst_case_is_the_dearest_way_it_can_go(name: str, d: Decomposition, values: dict[str, int]) -> None:
    costs = derived(d, [name], values)
    enumeration = Enumeration(d, values, name)
    for n in range(5):
        try:
            dearest = max(enumeration.at(n))
        except TooMany:
            assume(n)
            break
        worst = costs.at(name, n)
        assert worst == dearest if not has_sure_try(d) else worst >= dearest


def has_sure_try(d: Decomposition) -> bool:
    """Whether a retry is valid at once, for certain: its second try is in the worst case only."""
    steps = (s for p in d.procedures for s in all_steps(p.body))
    return any(
        (isinstance(s, Retry) and s.valid == number(1)) or number(0) in chances(s) or number(1) in chances(s)
        for s in steps
    )


def chances(step: Step) -> list[Expression]:
    return [normal(p) for p, _ in step.cases] if isinstance(step, Choose) else []


@settings(quiet, max_examples=30)
@given(name=st.sampled_from(sorted({**SUMS, **PATHS})), d=decompositions(chance=True, depth=2), values=VALUES)
def test_an_expected_cost_is_the_mean_over_all_ways_it_can_go(
    name: str, d: Decomposition, values: dict[str, int]
) -> None:
    expected = f"expected_{name}"
    costs = derived(d, [expected], values, UNKNOWN_ROUNDS | {"both", "each", "vote"})
    enumeration = Enumeration(d, values, name)
    for n in range(5):
        try:
            mean = enumeration.mean(n)
        except TooMany:
            assume(n)
            break
        assert costs.at(expected, n) == mean, n
