"""The zero test with several sizes: what it shows is true at all integers where it is defined."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.kernel.ring import OutsideRing, divisors, naturals, vanishes
from tests.checkers.kernel.test_ring import Expr, Undefined, difference, read, value

A = [Fraction(q) for q in ("0", "2", "-3/2")]
POINTS = [
    {"n": Fraction(n), "m": Fraction(m), "a": a, "b": Fraction(3), "T(0)": Fraction(7)}
    for n, m, a in product(range(-4, 6), range(-4, 6), A)
]
IDENTITIES = [
    ("factorial(m+n)", "(m+n)*factorial(m+n-1)"),
    ("factorial(2*m-n+2)", "(2*m-n+2)*(2*m-n+1)*factorial(2*m-n)"),
    ("H(m-n)", "H(m-n-2) + 1/(m-n) + 1/(m-n-1)"),
    ("H(m)", "H(m-1) + 1/m"),
    ("2^(m+n+1)", "2*2^m*2^n"),
    ("6^m", "2^m*3^m"),
    ("4^m", "(2^m)^2"),
    ("(-2)^(m-n)", "(-1)^(m+n)*2^m/2^n"),
    ("(-1)^m*(-1)^m", "1"),
    ("a^(m-1)*a", "a^m"),
    ("(a*b)^m", "a^m*b^m"),
    ("(1-a)^(m+1)", "(1-a)^m - a*(1-a)^m"),
    ("Fib(m)", "Fib(m-1) + Fib(m-2)"),
    ("1/(m*(m+n))", "(1/m - 1/(m+n))/n"),
    (
        "factorial(m+n)/(factorial(m)*factorial(n))",
        "factorial(m+n-1)/(factorial(m-1)*factorial(n)) + factorial(m+n-1)/(factorial(m)*factorial(n-1))",
    ),
]
NEAR_MISSES = [
    ("factorial(m+n)", "(m+n)*factorial(m+n-2)"),
    ("factorial(m)", "factorial(n)"),
    ("2^(m+n)", "2^m + 2^n"),
    ("(-1)^m", "(-1)^n"),
    ("(-1)^m", "1"),
    ("a^m", "a^n"),
    ("H(m+n)", "H(m) + H(n)"),
    ("m", "n"),
]
OUTSIDE = ["m^n", "2^(m*n)", "2^(m^2)", "a^(m/2)", "(m+1)^n", "(2^m)^m", "(2^m)^n", "(2^n)^m", "factorial(m/2)",
           "factorial(m^2)", "factorial(m+1000)", "floor(m/2)", "binomial(m,n)", "0^m", "(-1)^(m/2)"]  # fmt: skip
ATOMS = [read(t) for t in (
    "m", "n", "a", "2^m", "2^(m+n)", "(-1)^m", "(-1)^(m+n)", "a^m", "a^(m+1)", "factorial(m+n)", "factorial(m-n)",
    "factorial(m-n+1)", "H(m+n)", "H(m-1)", "1/(m+n)", "1/(m-n)", "(1-a)^m", "1/2", "T(0)", "4^(n-m)")]  # fmt: skip
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda parts: st.one_of(
        st.tuples(st.sampled_from(["add", "mul"]), parts, parts),
        st.tuples(st.just("neg"), parts),
        st.tuples(st.just("div"), parts, parts),
        st.tuples(st.just("pow"), parts, st.sampled_from([Fraction(k) for k in (-1, 0, 2)])),
    ),
    max_leaves=5,
)


def is_zero(e: Expr) -> bool:
    for at in POINTS:
        try:
            if value(e, at) != 0:
                return False
        except Undefined:
            continue
    return True


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_identities_are_shown_whichever_size_comes_first(left: str, right: str) -> None:
    assert vanishes(difference(left, right), "n", "m")
    assert vanishes(difference(left, right), "m", "n")
    assert is_zero(difference(left, right))


@pytest.mark.parametrize(("left", "right"), NEAR_MISSES)
def test_near_misses_are_not_shown(left: str, right: str) -> None:
    assert not vanishes(difference(left, right), "n", "m")
    assert not is_zero(difference(left, right))


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_varies_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(OutsideRing):
        vanishes(read(text), "n", "m")


def test_parts_to_look_at_are_those_that_may_fail() -> None:
    assert divisors(read("1/(m+n) + 1/2^m + a^(m-n) + a^(m+n)"), "n", "m") == [read("m+n"), read("a")]
    assert naturals(read("factorial(m-n) + a^(m+n) + 2^m"), "n", "m") == [read("m-n"), read("m+n")]


@given(EXPRESSIONS, EXPRESSIONS)
def test_what_vanishes_is_zero_at_every_point(e: Expr, f: Expr) -> None:
    for shown in (("add", e, ("neg", f)), ("add", ("mul", e, f), ("neg", e))):
        try:
            zero = vanishes(shown, "n", "m")
        except OutsideRing:
            continue
        assert is_zero(shown) or not zero


@given(st.sampled_from(IDENTITIES), EXPRESSIONS, st.integers(-2, 2))
def test_disturbed_identities(pair: tuple[str, str], e: Expr, k: int) -> None:
    shown = ("add", ("mul", e, difference(*pair)), ("mul", Fraction(k), e))
    try:
        zero = vanishes(shown, "m", "n")
    except OutsideRing:
        return
    assert zero == (k == 0) or (zero and is_zero(e))


@given(EXPRESSIONS)
def test_defined_where_divisors_are_not_0_and_naturals_not_negative(e: Expr) -> None:
    try:
        zeros, sizes = divisors(e, "n", "m"), naturals(e, "n", "m")
    except OutsideRing:
        return
    for at in POINTS[::7]:
        try:
            good = all(value(d, at) != 0 for d in zeros) and all(value(s, at) >= 0 for s in sizes)
        except Undefined:
            continue
        if good:
            value(e, at)
