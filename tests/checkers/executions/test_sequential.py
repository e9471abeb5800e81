"""The sequential test finds means that are off, on either side, and seldom cries wolf."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

import pytest

from checkers.executions.sequential import mean_differs


def drawn(seed: int, one: Callable[[Random], int]) -> Iterator[int]:
    chance = Random(seed)
    while True:
        yield one(chance)


def near(chance: Random) -> int:
    """From 95 to 105: mean 100."""
    return chance.randint(95, 105)


def coin(chance: Random) -> int:
    return chance.randrange(2)


def rare(chance: Random) -> int:
    return 100 * (chance.randrange(100) == 0)


def geometric(chance: Random) -> int:
    tries = 1
    while chance.randrange(2):
        tries += 1
    return tries


@pytest.mark.parametrize("claimed", [Fraction(100) / Fraction("1.05"), Fraction(100) / Fraction("0.95")])
@pytest.mark.parametrize("error", [0.01, 1e-9])
def test_a_mean_off_by_5_percent_is_found_within_a_few_hundred_draws(claimed: Fraction, error: float) -> None:
    for seed in range(10):
        found = mean_differs(drawn(seed, near), claimed, error=error, largest=150)
        assert found is not None
        assert abs(found - 100) < 3
        assert mean_differs(drawn(seed, near), Fraction(100), error=error, largest=150) is None


@pytest.mark.parametrize("claimed", [1, 3])
def test_a_mean_of_tries_without_end_is_found_to_be_off_by_half(claimed: int) -> None:
    found = [mean_differs(drawn(seed, geometric), Fraction(claimed), most=1_500) for seed in range(10)]
    assert None not in found
    assert all(mean_differs(drawn(seed, geometric), Fraction(2), most=1_500) is None for seed in range(10))


@pytest.mark.parametrize(
    ("one", "mean", "largest"), [(coin, Fraction(1, 2), 1), (rare, Fraction(1), 100), (geometric, Fraction(2), None)]
)
def test_two_thousand_true_means_are_seldom_contradicted(one, mean: Fraction, largest: int | None) -> None:
    count = 2_000 if one is coin else 400
    alarms = sum(
        mean_differs(drawn(seed, one), mean, error=0.01, most=120, largest=largest) is not None for seed in range(count)
    )
    assert alarms <= count // 50
    triple = (mean_differs(drawn(seed, one), 3 * mean, error=0.01, most=900, largest=largest) for seed in range(5))
    assert one is rare or None not in triple


def test_a_mean_of_0_is_contradicted_by_any_cost() -> None:
    assert mean_differs([0, 0, 1], Fraction(0)) == Fraction(1, 3)
    assert mean_differs([0] * 10, Fraction(0)) is None


def test_a_draw_above_the_largest_contradicts_it() -> None:
    assert mean_differs([1, 2, 9], Fraction(4), largest=8) == 4
    assert mean_differs([1, 2, 8], Fraction(4), largest=8) is None
