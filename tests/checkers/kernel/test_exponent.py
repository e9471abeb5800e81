"""Exponents: equal numbers have one form as far as forms reach, enclosures hold the number, order is the true order."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.kernel import exponent as ex
from checkers.kernel import interval as iv
from checkers.kernel.refusal import Rejected
from tests.checkers.kernel.real import context, encloses, exponent_value, real

F = Fraction
small = st.fractions(-9, 9, max_denominator=12)
bases = st.fractions(F(1, 50), 50, max_denominator=50).filter(lambda q: q != 1)
logarithms = st.builds(ex.logarithm, st.one_of(bases, st.just("phi")), bases)
terms = st.lists(
    st.tuples(st.fractions(F(1, 9), 9, max_denominator=9), st.fractions(F(1, 9), F(8, 9), max_denominator=9)),
    min_size=1, max_size=4,
).map(tuple)  # fmt: skip
exponents = st.one_of(
    small.map(ex.rational), logarithms, st.builds(ex.root, terms), st.builds(ex.scale, logarithms, small)
)


@given(st.one_of(bases, st.just("phi")), bases)
def test_a_logarithm_is_enclosed(u, v):
    true = context.log(context.phi if u == "phi" else real(u)) / context.log(real(v))
    assert encloses(ex.value(ex.logarithm(u, v)), true)


@given(bases, st.integers(-9, 9).filter(bool), st.integers(-9, 9).filter(bool))
def test_a_logarithm_of_powers_of_one_number_is_rational(b, j, k):
    assert ex.logarithm(b**j, b**k) == ex.rational(F(j, k))


@given(bases, bases, st.integers(1, 6), st.integers(1, 6))
def test_a_logarithm_of_powers_has_the_form_of_the_logarithm(u, v, j, k):
    assert ex.logarithm(u**j, v**k) == ex.scale(ex.logarithm(u, v), F(j, k))
    assert ex.logarithm(1 / u, v) == ex.scale(ex.logarithm(u, v), -1)


@settings(max_examples=25)
@given(terms)
def test_a_root_solves_its_equation(given_terms):
    x = ex.root(given_terms)
    assert encloses(ex.total(given_terms, x), F(1))
    low, high = ex.value(x)
    assert high - low <= F(1, 1 << 60)
    at = exponent_value(x)
    assert abs(sum(real(a) * real(b) ** at for a, b in given_terms) - 1) < context.mpf(2) ** -200


@settings(max_examples=25)
@given(terms, st.randoms())
def test_a_root_has_one_form_whatever_the_order_and_the_splitting_of_terms(given_terms, random):
    parts = [(a * share, b) for a, b in given_terms for share in (F(1, 3), F(2, 3))]
    random.shuffle(parts)
    assert ex.root(tuple(parts)) == ex.root(given_terms)


@pytest.mark.parametrize(
    ("given_terms", "root"),
    [
        (((F(2), F(1, 2)),), ex.rational(1)),
        (((F(7), F(1, 2)),), ex.logarithm(F(7), F(2))),
        (((F(1), F(1, 2)), (F(2), F(1, 4))), ex.rational(1)),
        (((F(1), F(1, 4)), (F(1), F(9, 16)), (F(6), F(1, 64))), None),
        (((F(1), F(1, 2)), (F(1), F(1, 4))), ex.logarithm("phi", F(2))),
        (((F(1), F(1, 3)), (F(1), F(1, 9))), ex.logarithm("phi", F(3))),
    ],
)
def test_roots_that_have_a_closed_form_are_given_it(given_terms, root):
    found = ex.root(given_terms)
    assert found == root if root is not None else found.irrational[0][0][0] == "root"


@settings(max_examples=25)
@given(exponents, exponents, small)
def test_arithmetic_is_that_of_the_numbers(x, y, k):
    assert encloses(ex.value(ex.plus(x, y)), exponent_value(x) + exponent_value(y))
    assert encloses(ex.value(ex.minus(x, y)), exponent_value(x) - exponent_value(y))
    assert encloses(ex.value(ex.scale(x, k)), exponent_value(x) * real(k))
    assert ex.minus(x, x) == ex.NIL
    assert ex.plus(x, y) == ex.plus(y, x)
    assert ex.minus(ex.plus(x, y), y) == x


@settings(max_examples=25)
@given(exponents, exponents)
def test_the_order_is_the_order_of_the_numbers(x, y):
    gap = exponent_value(x) - exponent_value(y)
    try:
        sign = ex.sign(ex.minus(x, y))
    except Rejected:
        sign = None
    if sign is None:
        assert abs(gap) < context.mpf(2) ** -50
        return
    assert sign == (0 if abs(gap) < context.mpf(2) ** -200 else context.sign(gap))


@settings(max_examples=25)
@given(bases, exponents)
def test_a_base_to_an_exponent_is_enclosed(b, x):
    assert encloses(ex.base_power(b, x), real(b) ** exponent_value(x))


@given(st.integers(2, 9), bases, st.integers(-4, 4), st.integers(1, 4))
def test_a_power_of_the_base_of_a_logarithm_is_exact(b, u, k, m):
    x = ex.scale(ex.logarithm(u, F(b)), m)
    assert ex.base_power(F(b) ** k, x) == iv.exact(u ** (k * m))


def test_phi_to_base_two_stays_a_name():
    assert ex.logarithm("phi", F(2)).irrational[0][0][1:3] == ("phi", F(2))
    assert encloses(ex.sqrt5(), context.sqrt(5))
