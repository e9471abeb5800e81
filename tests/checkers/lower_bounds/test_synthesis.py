"""The weights that z3 finds give the largest bounds, exactly, and the kernel takes them and nothing larger."""

from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.expression import Number
from bounds.problem import Best, BestAndWorst, Primitive, Sorting
from bounds.setting import CallKind, Setting, primitives_at
from checkers.decide import decide
from checkers.kernel import problems
from checkers.kernel.problems.setting import lower_bound
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.acceptance import optima
from checkers.lower_bounds.concrete_play import require_abstraction
from checkers.lower_bounds.synthesis import Weights, all_steps, applies, at_sizes, best_weights, fitted_weights
from tests.checkers.lower_bounds.play import weights_from_play
from tests.checkers.lower_bounds.settings_read import claim_of, setting_of

FIGURES = {
    "max by compare": ("1", "1"),
    "max by best(3)": ("1/2", "1/2"),
    "max by best(5)": ("1/4", "1/4"),
    "max by compare, best(10) at 3": ("1/3", "1/3"),
    "min_and_max by compare": ("3/2", "2"),
    "min_and_max by best_and_worst(3)": ("2/3", "1"),
    "min_and_max by best_and_worst(4)": ("5/12", "2/3"),
    "min_and_max by best_and_worst(5)": ("3/10", "1/2"),
    "min_and_max by best_and_worst(8)": ("9/56", "2/7"),
    "min_and_max by best_and_worst(12)": ("13/132", "2/11"),
    "min_and_max by sort(3)": ("2/3", "1"),
    "min_and_max by best(3)": ("7/6", "3/2"),
    "min_and_max by compare, best_and_worst(5) at 2": ("3/5", "1"),
    "min_and_max by compare, best_and_worst(5) at 5": ("7/5", "2"),
    "min_and_max by compare, best(3) at 3/2": ("11/8", "7/4"),
}
"""The slope u and the end e of the bound u*n - e."""
INTEGER = "k integer >= 2"


def found(problem: str) -> Weights:
    setting = setting_of(problem)
    weights = best_weights(setting.family, at_sizes(setting.calls, {}))
    assert weights is not None
    return weights


def derived(problem: str, weights: Weights):
    return problems.derived(lower_bound(claim_to_json(claim_of(problem))), "win-loss", weights.proof())


@pytest.mark.parametrize("problem", FIGURES)
def test_the_bound_is_the_largest_one_known(problem):
    weights = found(problem)
    assert (str(weights.u), str(weights.end(setting_of(problem).family))) == FIGURES[problem]


@pytest.mark.parametrize("problem", FIGURES)
def test_the_kernel_accepts_what_is_found(problem):
    assert derived(problem, found(problem)).start in (1, 2)


@pytest.mark.parametrize("problem", FIGURES)
def test_no_bound_is_above_an_exact_optimum_and_a_larger_slope_would_be(problem):
    weights, setting = found(problem), setting_of(problem)
    end = weights.end(setting.family)
    table = optima(setting, (), 0.5)
    assert table
    assert all(weights.u * n - end <= cost for n, cost in table)
    assert any(2 * weights.u * n - end > cost for n, cost in table)


@pytest.mark.parametrize("problem", FIGURES)
def test_the_kernel_refuses_weights_with_a_larger_slope_or_with_as_large_a_one_and_a_smaller_end(problem):
    right, family = found(problem), setting_of(problem).family
    step = Fraction(1, 60)
    refused = 0
    for du, dw, dl, db in product((0, 1), (-1, 0, 1), (-1, 0, 1), (-1, 0)):
        changed = Weights(right.u + du * step, right.w + dw * step, right.l + dl * step, right.b + db * step)
        if du or changed.end(family) < right.end(family):
            with pytest.raises(Rejected):
                derived(problem, changed)
            refused += 1
    assert refused > 18


@pytest.mark.parametrize(
    ("problem", "proof"),
    [
        ("min_and_max by best_and_worst(k)", (["1", "1"], ["0", "1"], ["0", "1"], ["0"], ["0", "-1", "1"])),
        ("min_and_max by sort(k)", (["1", "1"], ["0", "1"], ["0", "1"], ["0"], ["0", "-1", "1"])),
        ("min_and_max by best(k)", (["1", "-1", "1"], ["0", "1"], ["0", "-1", "1"], ["0"], ["0", "-1", "1"])),
        ("max by best(k)", (["1"], ["1"], ["0"], ["0"], ["-1", "1"])),
    ],
)
def test_weights_at_several_sizes_are_fitted_by_rational_functions_of_k(problem, proof):
    family = next(fitted_weights(setting_of(problem, INTEGER), "k", 2))
    assert family.proof() == dict(zip(("u", "w", "l", "b", "scale"), proof, strict=True))


def test_weights_that_are_no_rational_function_are_not_fitted():
    calls = setting_of("max by compare, best(k) at 2", INTEGER)
    assert list(fitted_weights(calls, "k", 2)) == []
    assert next(fitted_weights(calls, "k", 3)).proof()["u"] == ["2"]


@pytest.mark.parametrize(
    ("problem", "claim"),
    [
        ("min_and_max by best_and_worst(k)", "calls >= (k + 1)*n/(k*(k - 1)) - 2/(k - 1) for n >= 2"),
        ("min_and_max by sort(k)", "calls >= (k + 1)*n/(k*(k - 1)) - 2/(k - 1) for n >= 2"),
        ("min_and_max by best(k)", "calls >= (k^2 - k + 1)*n/(k*(k - 1)) - k/(k - 1) for n >= 2"),
    ],
)
def test_the_formulas_for_every_k_are_proved_and_nothing_above_them(problem, claim):
    assert decide(claim_of(problem, claim, INTEGER)).decision == "proved"
    above = claim.replace(" for", " + 1/1000 for")
    assert decide(claim_of(problem, above, INTEGER)).decision == "refuted"


def test_a_priced_mix_with_a_parameter_is_proved():
    claim = "calls >= 2*(k + 1)*n/(k*(k - 1)) - 4/(k - 1) for n >= 2"
    problem = "min_and_max by best_and_worst(k) at 2, compare at 1"
    assert decide(claim_of(problem, claim, "k integer >= 5")).decision == "proved"
    assert decide(claim_of(problem, claim, INTEGER)).decision == "refuted"


def test_a_rule_that_another_is_never_worse_than_is_left_out():
    assert all(not a < b for steps in all_steps("sort", 4) for a in steps for b in steps)
    assert any(len(steps) > 1 for steps in all_steps("sort", 4))


@pytest.mark.parametrize("problem", ["sort by compare", "max by compare with lies 1", "max by compare with expected"])
def test_other_settings_have_no_such_weights(problem):
    claim = "expected_calls >= 0 for n >= 2" if "expected" in problem else "calls >= 0 for n >= 2"
    setting = claim_of(problem, claim).setting
    assert setting is not None
    assert not applies(setting)
    assert applies(setting_of("max by compare"))


@pytest.mark.parametrize(
    ("problem", "most"),
    [
        ("max by compare", 4),
        ("max by best(3)", 4),
        ("min_and_max by compare", 4),
        ("min_and_max by best_and_worst(3)", 5),
        ("min_and_max by best(3)", 5),
        ("min_and_max by compare, best(3) at 3/2", 5),
    ],
)
def test_play_on_posets_leads_to_the_same_bound_without_any_rule_for_answers(problem, most):
    setting = setting_of(problem)
    primitives = primitives_at(setting, 2)
    assert primitives is not None
    slope, end = weights_from_play(setting.family, primitives, most)
    assert (str(slope), str(end)) == FIGURES[problem]


KINDS = [
    (asks, k, Fraction(price)) for asks in ("sort", "best", "best_and_worst") for k in (2, 3, 4) for price in (1, 2)
]
RECORDS = {"sort": Sorting, "best": Best, "best_and_worst": BestAndWorst}
FOURTHS = st.integers(-4, 8).map(lambda x: Fraction(x, 12))


@settings(max_examples=150)
@given(
    st.sampled_from(["max", "min_and_max"]),
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True),
    st.tuples(FOURTHS, FOURTHS, FOURTHS, FOURTHS),
)
def test_whatever_weights_the_kernel_accepts_hold_on_posets_and_are_no_better_than_the_best(family, kinds, drawn):
    calls = tuple(
        CallKind(asks, Number(Fraction(k)), False, price) for asks, k, price in kinds
    )  # fmt: skip
    claim = evolve(claim_of(f"{family} by compare"), setting=Setting(family, calls))
    best = best_weights(family, tuple(kinds))
    assert best is not None
    primitives = tuple(Primitive(RECORDS[asks](k), k == 2, price) for asks, k, price in kinds)
    for weights in (Weights(*drawn), Weights(*(x + d / 6 for x, d in zip(best.all(), drawn, strict=True)))):
        try:
            problems.derived(lower_bound(claim_to_json(claim)), "win-loss", weights.proof())
        except Rejected:
            event("refused")
            continue
        event("accepted")
        require_abstraction(family, primitives, weights.all(), (2, 3, 4), 60.0)
        assert (weights.u, -weights.end(family)) <= (best.u, -best.end(family))
