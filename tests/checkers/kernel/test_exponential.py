"""Bases of exponentials: enclosures against mpmath, and equalities that are claimed only where they hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bounds.growth import compare, growth_of
from bounds.language import parse_expression
from bounds.numbers.logarithm import Undecided
from checkers.kernel import exponential as xp
from checkers.kernel.exponential import Bases, Root, Terms
from checkers.kernel.refusal import Rejected
from tests.checkers.kernel.real import context, decay_root, encloses, real

F = Fraction
weights = st.fractions(F(1, 8), 9, max_denominator=8)
terms = st.lists(st.tuples(weights, st.integers(1, 12)), min_size=1, max_size=4).map(tuple)


def number(a: Bases):
    """The product as a real."""
    out = context.mpf(1)
    for base, q in a:
        b = decay_root(base.terms) if isinstance(base, Root) else context.e if base == "e" else context.mpf(int(base))
        out *= b ** real(q)
    return out


def unfolded(pairs: Terms, i: int) -> Terms:
    """The same equation, with the i-th term a x^-k written a x^-k sum a_j x^-k_j."""
    a, k = pairs[i]
    return (*pairs[:i], *pairs[i + 1 :], *((a * b, k + m) for b, m in pairs))


@settings(deadline=None, max_examples=60)
@given(terms)
def test_the_root_is_enclosed_and_solves_its_equation(pairs):
    r = xp.root(pairs)
    assert encloses(xp.ln(r), context.log(decay_root(pairs)))
    assert xp.sums_to_one(r, pairs)


@settings(deadline=None, max_examples=60)
@given(terms, st.integers(0, 3), st.integers(1, 4))
def test_an_unfolded_equation_defines_the_same_number(pairs, i, scale):
    other = unfolded(pairs, i % len(pairs))
    a, b = xp.root(pairs), xp.root(other)
    assert xp.sign(xp.product(a, b, -1)) == 0
    assert xp.sums_to_one(xp.power(a, F(1, scale)), tuple((c, k * scale) for c, k in other))


@settings(deadline=None, max_examples=60)
@given(terms, st.fractions(F(1, 3), 4, max_denominator=3))
def test_a_root_times_a_rational_is_seen_to_be_the_root_of_the_scaled_equation(pairs, c):
    scaled = tuple((a * c**k, k) for a, k in pairs)
    assume(sum(a for a, _ in scaled) > F(1, 4))  # the search for smaller roots gives up
    assert xp.sign(xp.product(xp.product(xp.root(pairs), xp.prime_powers(c)), xp.root(scaled), -1)) == 0


@settings(deadline=None, max_examples=150)
@given(terms, terms, st.fractions(F(1, 4), 3, max_denominator=4), st.fractions(F(1, 4), 3, max_denominator=4))
def test_the_order_of_two_powers_is_that_of_the_numbers(left, right, p, q):
    a, b = xp.power(xp.root(left), p), xp.power(xp.root(right), q)
    gap = context.log(number(a)) - context.log(number(b))
    try:
        said = xp.sign(xp.product(a, b, -1))
    except Rejected:
        assert abs(gap) < real(F(1, 10**15))
        return
    assert (abs(gap) < real(F(1, 10**60))) if said == 0 else (gap > 0) == (said > 0)


@settings(deadline=None, max_examples=150)
@given(terms, terms, st.fractions(F(1, 3), 3, max_denominator=3), st.fractions(F(1, 2), 2, max_denominator=2))
def test_a_sum_that_is_said_to_be_one_is_one(pairs, calls, q, c):
    a = xp.product(xp.power(xp.root(pairs), q), xp.prime_powers(c))
    if xp.sums_to_one(a, calls):
        total = sum(real(w) / number(a) ** k for w, k in calls)
        assert abs(total - 1) < real(F(1, 10**60))


@settings(deadline=None, max_examples=60)
@given(terms, st.integers(0, 3), st.sampled_from([F(1, 10**30), -F(1, 10**30), F(1, 7)]))
def test_a_weight_that_differs_a_little_is_noticed(pairs, i, little):
    (a, k), i = pairs[i % len(pairs)], i % len(pairs)
    assume(len({m for _, m in pairs}) > 1)  # else a power of a rational with large primes
    changed = (*pairs[:i], (a + little, k), *pairs[i + 1 :])
    assert not xp.sums_to_one(xp.root(pairs), changed)
    assert not xp.sums_to_one(xp.root(changed), pairs)
    try:
        said = xp.sign(xp.product(xp.root(changed), xp.root(pairs), -1))
    except Rejected:
        return
    assert said == (1 if little > 0 else -1)


@pytest.mark.parametrize(
    ("pairs", "base"),
    [
        (((F(1), 10), (F(1), 20)), xp.power(xp.root(xp.GOLDEN), F(1, 10))),
        (((F(1), 1), (F(1), 2), (F(2), 3)), (("2", F(1)),)),
        (((F(4), 2),), (("2", F(1)),)),
        (((F(2), 1), (F(4), 2)), xp.product(xp.root(xp.GOLDEN), (("2", F(1)),))),
        (((F(2), 2), (F(1), 3)), xp.root(xp.GOLDEN)),
    ],
)
def test_known_bases(pairs, base):
    assert xp.sums_to_one(base, pairs)
    left = xp.product(xp.root(pairs), base, -1)
    assert not left or xp.sign(left) == 0


def as_text(pairs: Terms) -> str:
    return "root(x: " + " + ".join(f"({a})/x^{k}" for a, k in pairs) + ")"


@settings(deadline=None, max_examples=80)
@given(terms, terms, st.fractions(F(1, 3), 3, max_denominator=3), st.booleans())
def test_the_language_and_the_kernel_order_bases_alike(left, right, c, same):
    right = unfolded(left, 0) if same else right
    texts = f"({c}*{as_text(left)})^n", f"({c}*{as_text(right)})^n"
    growths = [growth_of(parse_expression(t)) for t in texts]
    bases = [xp.product(xp.prime_powers(c), xp.root(pairs)) for pairs in (left, right)]
    assert None not in growths
    gap = xp.product(*bases, -1)
    order = xp.sign(gap) if gap else 0
    try:
        assert compare(*growths) == order
    except Undecided:  # a surd of one side against a root of the other: the language has no test for that
        assert order == 0
