"""What rule noise derives is not more than the calls that the best strategy needs, worked out for tiny cases."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from bounds.expression import Number
from bounds.setting import CallKind, Setting
from checkers.kernel.problems.rules import noise
from tests.bounds.settings_drawn import number
from tests.checkers.problems.derivations import claim_of, derive, value_of
from tests.checkers.problems.noise_truth import fewest_calls

NOISES = [Fraction(1, 100), Fraction(1, 10), Fraction(1, 4), Fraction(49, 100)]
ERRORS = [Fraction(1, 1000), Fraction(1, 100), Fraction(1, 20), Fraction(1, 5), Fraction(2, 5), Fraction(49, 100)]
TINY = [(2, 2, 5), (2, 3, 3), (3, 2, 3), (3, 3, 2)]
"""Hypotheses, answers of a call, and how many calls are tried."""


def noisy(a: int, p: Fraction, d: Fraction, price: int = 1) -> Setting:
    """One of n hypotheses, by calls that err with probability p, to be wrong with probability d at most."""
    calls = (CallKind("split", number(a), price=Fraction(price)),)
    return Setting("distinguish", calls, None, "worst", 0, Number(p), Number(d))


def excess(n: int, a: int, most: int, p: Fraction, d: Fraction) -> list[str]:
    """Bounds that are more than the number of calls that suffice."""
    truth = fewest_calls(n, a, p, d, most)
    found = []
    for how in ("ratio", "capacity"):
        derived = derive(claim_of(noisy(a, p, d), n), "noise", {"how": how})
        if derived is not None and truth is not None and n >= derived.start:
            value = value_of(derived, n, {})
            if value is None or value > truth:
                found.append(f"{how}: {value} > {truth} for {n} hypotheses, {a} answers, p = {p}, d = {d}")
    return found


@pytest.mark.parametrize(("n", "a", "most"), TINY)
def test_noise_derives_no_more_calls_than_suffice(n, a, most):
    assert [e for p, d in product(NOISES, ERRORS) for e in excess(n, a, most, p, d)] == []


def test_some_bounds_are_tight():
    """The control: a bound of one more would be seen."""
    p, d = Fraction(1, 10), Fraction(1, 10)
    assert fewest_calls(2, 2, p, d, 4) == 1
    derived = derive(claim_of(noisy(2, p, d), 2), "noise", {"how": "ratio"})
    assert derived is not None
    value = value_of(derived, 2, {})
    assert value is not None
    assert 1 - Fraction(1, 10**15) < value <= 1


def test_errors_beyond_a_half_would_be_seen_to_give_too_much(monkeypatch):
    """A split into two parts that is wrong three times in five is right when it is turned round."""
    p, d = Fraction(3, 5), Fraction(2, 5)
    assert excess(2, 3, 3, p, d) == []
    monkeypatch.setattr(noise, "require_between", lambda *_: None)
    assert [e.split()[0] for e in excess(2, 3, 3, p, d)] == ["ratio:"]


def test_repetition_is_worked_out_as_known():
    """Three repeated comparisons: wrong with probability 3*p^2*(1-p) + p^3."""
    p = Fraction(1, 10)
    three = 3 * p**2 * (1 - p) + p**3
    assert fewest_calls(2, 2, p, three, 4) == 3
    assert fewest_calls(2, 2, p, three - Fraction(1, 10**6), 5) == 5
