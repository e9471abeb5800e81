"""Enclosures contain what they enclose (mpmath at 300 bits), are narrow, and stay exact where that is possible."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.kernel import interval as iv
from tests.checkers.kernel.real import context, encloses, rational, real

NARROW = Fraction(1, 1 << 80)
rationals = st.fractions(-(10**6), 10**6, max_denominator=10**6)
positives = st.one_of(
    st.fractions(Fraction(1, 10**9), 10**9, max_denominator=10**9),
    st.builds(lambda m, k: m * Fraction(2) ** k, st.fractions(1, 2, max_denominator=1 << 70), st.integers(-5000, 5000)),
    st.builds(lambda k, sign: 1 + Fraction(sign, 1 << k), st.integers(1, 300), st.sampled_from((1, -1))).filter(bool),
)
intervals = st.tuples(rationals, rationals).map(sorted).map(tuple)


def width(a: iv.Interval) -> Fraction:
    return a[1] - a[0]


@st.composite
def pointed(draw, ends=intervals):
    """An interval and a rational inside it."""
    a = draw(ends)
    return a, a[0] + (a[1] - a[0]) * draw(st.fractions(0, 1, max_denominator=1000))


@given(positives)
def test_ln_encloses_the_logarithm_closely(q):
    a = iv.ln(iv.exact(q))
    assert encloses(a, context.log(real(q)))
    assert width(a) <= NARROW * max(1, abs(a[1]))


@given(pointed(st.tuples(positives, positives).map(sorted).map(tuple)))
def test_ln_of_an_interval_encloses_every_logarithm(given_point):
    a, q = given_point
    assert encloses(iv.ln(a), context.log(real(q)))


@given(st.one_of(rationals.map(lambda q: q / 2000), st.fractions(-1, 1, max_denominator=1 << 200)))
def test_exp_encloses_the_exponential_closely(q):
    a = iv.exp(iv.exact(q))
    assert encloses((a[0] / a[1], Fraction(1)), rational(context.exp(real(q))) / a[1])
    assert a[0] > 0
    assert width(a) <= NARROW * a[1]


@pytest.mark.parametrize("q", ["40000", "-40000", "45426", "-45426", "1/3", "0"])
def test_exp_of_a_large_number_is_enclosed_closely(q):
    a = iv.exp(iv.exact(Fraction(q)))
    assert encloses((a[0] / a[1], Fraction(1)), rational(context.exp(real(Fraction(q)))) / a[1])
    assert width(a) <= NARROW * a[1]


@given(pointed(st.tuples(*[st.fractions(-100, 100, max_denominator=1000)] * 2).map(sorted).map(tuple)))
def test_exp_of_an_interval_encloses_every_exponential(given_point):
    a, q = given_point
    assert encloses(iv.exp(a), context.exp(real(q)))


@given(pointed(st.tuples(*[st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)] * 2).map(sorted).map(tuple)),
       pointed(st.tuples(*[st.fractions(-9, 9, max_denominator=12)] * 2).map(sorted).map(tuple)))  # fmt: skip
def test_a_power_of_intervals_encloses_every_power(base, by):
    assert encloses(iv.power(base[0], by[0]), real(base[1]) ** real(by[1]))


@given(st.fractions(0, 1000, max_denominator=1000), st.fractions(Fraction(1, 12), 9, max_denominator=12))
def test_a_power_of_an_interval_from_zero_encloses_every_power(top, by):
    for q in (Fraction(0), top / 3, top):
        assert encloses(iv.power((Fraction(0), top), iv.exact(by)), real(q) ** real(by))


@given(positives.filter(lambda q: q.denominator < 10**9), st.fractions(-9, 9, max_denominator=12))
def test_a_power_of_rationals_is_narrow(q, e):
    a = iv.power(iv.exact(q), iv.exact(e))
    assert width(a) <= NARROW * a[1]


@pytest.mark.parametrize(
    ("q", "e", "power"),
    [
        ("4", "1/2", "2"),
        ("8/27", "-2/3", "9/4"),
        ("2", "10", "1024"),
        ("1024", "3/10", "8"),
        ("0", "2", "0"),
        ("7", "0", "1"),
    ],
)
def test_a_rational_power_of_rationals_is_exact(q, e, power):
    assert iv.power(iv.exact(Fraction(q)), iv.exact(Fraction(e))) == iv.exact(Fraction(power))


@given(st.fractions(0, 50, max_denominator=50), st.integers(1, 12), st.integers(-12, 12))
def test_exact_power_undoes_itself(q, root, k):
    e = Fraction(k, root)
    known = iv.exact_power(q, e)
    if q and known is not None:
        assert known**e.denominator == q**e.numerator
    assert iv.exact_power(q**root, Fraction(1, root)) == q


@given(st.integers(0, 1 << 300), st.integers(1, 40))
def test_integer_root_is_the_floor_of_the_root(x, k):
    r = iv.integer_root(x, k)
    assert r**k <= x < (r + 1) ** k


@given(pointed(), pointed())
def test_arithmetic_encloses_every_choice(left, right):
    (a, x), (b, y) = left, right
    assert encloses(iv.plus(a, b), x + y)
    assert encloses(iv.times(a, b), x * y)
    assert encloses(iv.minus(a), -x)
    assert encloses(iv.hull(a, b), x)
    assert encloses(iv.hull(a, b), y)
    if a[0] > 0 or a[1] < 0:
        assert encloses(iv.inverse(a), 1 / x)


@given(pointed(), st.integers(0, 9))
def test_an_integer_power_encloses_every_power(given_point, k):
    a, x = given_point
    assert encloses(iv.integer_power(a, k), x**k)


@given(rationals, rationals)
def test_arithmetic_on_short_rationals_is_exact(x, y):
    assert iv.plus(iv.exact(x), iv.exact(y)) == iv.exact(x + y)
    assert iv.times(iv.exact(x), iv.exact(y)) == iv.exact(x * y)
    if x:
        assert iv.inverse(iv.exact(x)) == iv.exact(1 / x)


@given(st.integers(-(1 << 900), 1 << 900), st.integers(1, 1 << 900), st.integers(0, 1 << 90))
def test_tidy_rounds_outward_and_hardly(top, bottom, more):
    a = (Fraction(top, bottom), Fraction(top + more, bottom))
    b = iv.tidy(a)
    assert b[0] <= a[0] <= a[1] <= b[1]
    assert width(b) - width(a) <= (abs(a[0]) + abs(a[1])) * Fraction(1, 1 << 85)


def test_constants_are_enclosed():
    assert 0 <= rational(context.log(2)) * (1 << 128) - iv.LN2 < 1
