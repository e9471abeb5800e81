"""The scale of growth: exact equalities, an order that agrees with mpmath, and leading orders of expressions."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds import scale
from bounds.growth import Growth, compare, growth_of
from bounds.language import parse_expression, print_expression
from bounds.numbers import enclosure, exponent
from bounds.numbers.exponent import Exponent, branching_exponent, compare_exponents, log_ratio
from bounds.numbers.logarithm import (
    Logarithm,
    Undecided,
    log_of_characteristic,
    log_of_quadratic,
    log_of_rational,
)
from bounds.numbers.quadratic import GOLDEN, Quadratic, square_root

F = Fraction


def log(q: int | Fraction) -> Logarithm:
    return log_of_rational(F(q))


def log_of(u: int | Fraction, base: int | Fraction) -> Exponent:
    return log_ratio(log(u), log(base))


def growth(text: str) -> Growth:
    found = growth_of(parse_expression(text))
    assert found is not None, text
    return found


# Exponents -----------------------------------------------------------------------------------------------------------

EQUAL_EXPONENTS = [
    (log_of(4, 2), exponent.rational(2)),
    (log_of(9, 4), log_of(3, 2)),
    (log_of(12, 2), exponent.rational(2) + log_of(3, 2)),
    (log_of(2, 6) + log_of(3, 6), exponent.ONE),
    (log_of(F(1, 8), 4), exponent.rational(F(-3, 2))),
    (branching_exponent(((F(1), F(1, 3)), (F(1), F(2, 3)))), exponent.ONE),
    (branching_exponent(((F(2), F(1, 2)), (F(8, 9), F(3, 4)))), exponent.rational(2)),
    (branching_exponent(((F(1), F(5, 13)), (F(1), F(12, 13)))), exponent.rational(2)),
    (branching_exponent(((F(7), F(1, 2)),)), log_of(7, 2)),
    (branching_exponent(((F(1), F(1, 4)), (F(1), F(1, 2)))), log_ratio(log_of_quadratic(GOLDEN), log(2))),
    (
        branching_exponent(((F(1), F(1, 9)), (F(2), F(1, 3)))),
        log_ratio(log_of_quadratic(Quadratic(F(1), F(1), 2)), log(3)),
    ),
    (
        branching_exponent(((F(1), F(1, 4)), (F(1), F(1, 9)))),
        branching_exponent(((F(1), F(1, 2)), (F(1), F(1, 3)))).scaled(F(1, 2)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), EQUAL_EXPONENTS)
def test_equal_exponents_have_one_form(left: Exponent, right: Exponent) -> None:
    assert left == right
    assert compare_exponents(left, right) == 0


def test_powers_of_the_golden_ratio_are_equal_without_one_form() -> None:
    square = log_of_quadratic(Quadratic(F(3, 2), F(1, 2), 5))
    assert (square - log_of_quadratic(GOLDEN).scaled(F(2))).sign() == 0
    assert log_of_characteristic(((F(1), 10), (F(1), 20))) == log_of_quadratic(GOLDEN).scaled(F(1, 10))


def test_one_root_of_two_polynomials_is_equal() -> None:
    tribonacci = log_of_characteristic(((F(1), 1), (F(1), 2), (F(1), 3)))
    multiple = log_of_characteristic(((F(1, 2), 1), (F(1, 2), 2), (F(5, 2), 3), (F(3, 2), 4), (F(1), 5)))
    assert tribonacci != multiple  # the second is the first times x^2 + x/2 + 1
    assert (tribonacci - multiple).sign() == 0


def test_a_comparison_beyond_the_last_precision_is_undecided() -> None:
    with mpmath.workdps(250):
        near = F(int(mpmath.floor(mpmath.log(3, 2) * mpmath.mpf(10) ** 200)), 10**200)
    assert compare_exponents(log_of(3, 2), exponent.rational(near - F(1, 10**100))) == 1
    with pytest.raises(Undecided, match="neither equality nor order"):
        compare_exponents(log_of(3, 2), exponent.rational(near))


BRANCH = st.tuples(
    st.fractions(F(1, 8), F(8), max_denominator=8),
    st.fractions(F(1, 20), F(19, 20), max_denominator=20),
)


@given(st.lists(BRANCH, min_size=1, max_size=4), st.sampled_from([30, 64, 200]))
def test_a_branching_exponent_solves_its_equation(branches: list[tuple[Fraction, Fraction]], bits: int) -> None:
    low, high = branching_exponent(tuple(branches)).enclosure(bits)
    with mpmath.workdps(120):
        at = [sum(_mp(a) * _mp(b) ** (mpmath.mpf(t) / 2**bits) for a, b in branches) for t in (low, high)]
        assert at[0] >= 1 - mpmath.mpf(10) ** -100
        assert at[1] <= 1 + mpmath.mpf(10) ** -100
    assert high - low <= 1 << 16


@given(st.fractions(F(1, 10**9), F(10**9)), st.sampled_from([20, 64, 300]))
def test_ln_and_exp_enclose(q: Fraction, bits: int) -> None:
    with mpmath.workdps(150):
        low, high = enclosure.ln(q, bits)
        assert low <= mpmath.log(_mp(q)) * mpmath.mpf(2) ** bits <= high
        low, high = enclosure.exp((low, high), bits)
        assert low <= _mp(q) * mpmath.mpf(2) ** bits <= high


def _mp(q: Fraction) -> mpmath.mpf:
    return mpmath.mpf(q.numerator) / q.denominator


# The order -----------------------------------------------------------------------------------------------------------

BASES = [
    Logarithm(), log(2), log(F(3, 2)), log(F(1, 2)), log(3).scaled(F(1, 2)), log(8).scaled(F(1, 3)),
    log_of_quadratic(GOLDEN), log_of_quadratic(square_root(F(2)) + Quadratic(F(1))),
    log_of_characteristic(((F(1), 1), (F(1), 2), (F(1), 3))), exponent.ONE_E, exponent.ONE_E.scaled(F(-1, 3)),
]  # fmt: skip
POWERS = [
    exponent.ZERO, exponent.ONE, exponent.rational(F(-1)), exponent.rational(F(3, 2)), exponent.rational(F(1585, 1000)),
    log_of(3, 2), log_of(9, 4), log_of(7, 2), log_of(5, 3), log_of(2, 6), -log_of(3, 2), log_of(3, 2) - log_of(5, 3),
    branching_exponent(((F(1), F(1, 2)), (F(1), F(1, 3)))), branching_exponent(((F(1), F(1, 3)), (F(1), F(2, 3)))),
    branching_exponent(((F(1), F(1, 5)), (F(1), F(7, 10)))), log_ratio(log_of_quadratic(GOLDEN), log(2)),
]  # fmt: skip
GROWTHS = st.builds(
    Growth,
    factorial=st.sampled_from([F(0), F(0), F(1), F(1, 2), F(-1)]),
    base=st.sampled_from(BASES),
    power=st.sampled_from(POWERS),
    log=st.sampled_from(POWERS),
    loglog=st.sampled_from([F(-2), F(-1), F(0), F(1), F(1, 2)]),
)


def _value(x: Logarithm | Exponent) -> mpmath.mpf:
    low, high = x.enclosure(360)
    return mpmath.mpf(low + high) / mpmath.mpf(2) ** 361


def _log_ratio_at_huge_n(f: Growth, g: Growth) -> mpmath.mpf:
    """ln(f/g) at log n = 10^4000; divided by n when a factor n! or B^n is left, which then decides alone."""
    length = mpmath.mpf(10) ** 4000
    per_n = _mp(f.factorial - g.factorial) * length + _value(f.base) - _value(g.base)
    if abs(per_n) > mpmath.mpf(10) ** -90:
        return per_n
    a, s = _value(f.power) - _value(g.power), _value(f.log) - _value(g.log)
    a, s = (x if abs(x) > mpmath.mpf(10) ** -90 else mpmath.mpf(0) for x in (a, s))
    return a * length + s * mpmath.log(length) + _mp(f.loglog - g.loglog) * mpmath.log(mpmath.log(length))


@given(GROWTHS, GROWTHS)
def test_the_order_agrees_with_mpmath(f: Growth, g: Growth) -> None:
    with mpmath.workdps(110):
        assert compare(f, g) == mpmath.sign(_log_ratio_at_huge_n(f, g))


@given(GROWTHS, GROWTHS, GROWTHS)
def test_the_order_is_an_order_and_multiplication_keeps_it(f: Growth, g: Growth, h: Growth) -> None:
    assert compare(f, g) == -compare(g, f)
    assert compare(f * h, g * h) == compare(f, g)
    assert compare(f.to_power(F(1, 2)), g.to_power(F(1, 2))) == compare(f, g)
    if compare(f, g) >= 0 and compare(g, h) >= 0:
        assert compare(f, h) >= 0
    assert f / f == scale.ONE


@given(GROWTHS)
def test_a_growth_printed_and_read_again_is_equal(f: Growth) -> None:
    text = print_expression(f.to_expression())
    assert compare(growth(text), f) == 0, text


# Leading orders ------------------------------------------------------------------------------------------------------

LEADING = {
    "n^log2(4)": "n^2",
    "n^(log(9)/log(4))": "n^log2(3)",
    "n^root(x: (1/3)^x + (2/3)^x)": "n",
    "n^root(x: (1/2)^x + (1/4)^x)": "n^log2(phi)",
    "n^(log(4)/log(3))": "n^(log(4)/log(3))",
    "log(n) + 5": "log(n)",
    "log(log(n))^2 - 3": "log(log(n))^2",
    "log(n, 3) + 1/n": "log(n)",
    "sqrt(n+1) - sqrt(n)": "1/sqrt(n)",
    "(n+1)^2 - n^2": "n",
    "(n^2+1)*(n-1) - n^3 + n^2": "n",
    "log(n^2+n) - 2*log(n)": "1/n",
    "log(3*n) - log(n)": "1",
    "n*(2 - cos(n))": "n",
    "n^2 + (-1)^n*n": "n^2",
    "2 + (-1)^n": "1",
    "H(n)": "log(n)",
    "binomial(2*n, n)": "4^n/sqrt(n)",
    "binomial(n, 3)": "n^3",
    "n^n": "n!*e^n/sqrt(n)",
    "(n/e)^n*sqrt(n)": "n!",
    "n!/(n/e)^n": "sqrt(n)",
    "log2(n!)": "n*log(n)",
    "(1 + 1/n)^n": "1",
    "n^(1/n)": "1",
    "n^(1/log(n))": "1",
    "2^floor(log2(n))": "n",
    "2^floor(n/2)": "2^(n/2)",
    "4^(n/2) - 2^n + n": "n",
    "3^log2(n)": "n^log2(3)",
    "((1+sqrt(5))/2)^n": "phi^n",
    "((3+sqrt(5))/2)^n/phi^(2*n)": "1",
    "Fib(2*n)/phi^(2*n)": "1",
    "(2/3)^n": "(2/3)^n",
    "root(x: 1/x + 1/x^2)^(n/10)": "phi^(n/10)",
    "root(x: 2/x^2 + x^-3)^n": "phi^n",
    "root(x: 1/x + 1/x^3)^(n+3) - n^9": "root(y: y^-1 + y^-3)^n",
    "root(x: 1/x^2 + 1/x^6)^n": "root(x: 1/x + 1/x^3)^(n/2)",
    "root(x: 2/x + 8/x^3)^n": "(2*root(x: 1/x + 1/x^3))^n",
    "n*root(x: 1/x + 1/x^3)": "n",
    "n*log(root(x: 1/x + 1/x^3))": "n",
    "1.47^n - 1000*root(x: 1/x + 1/x^3)^n": "1.47^n",
    "floor(n/2)*ceil(log2(n))": "n*log(n)",
    "ceil(1/n)": "1",
    "max(n, n^2/100)": "n^2",
    "min(n, sqrt(n))": "sqrt(n)",
    "exp(2*log(n) + log(log(n)))": "n^2*log(n)",
    "4*200 + 50": "1",
}

OUTSIDE = [
    "(1 - (-1)^n)/2", "n^2 + (-1)^n*n^2", "4^(n/2) - 2^n", "floor(n/2) + ceil(n/2) - n", "1 - n", "0", "2^(n^2)",
    "exp(sqrt(n))", "logstar(n)", "log(log(log(n)))", "sin(n)", "n*k", "T(n-1)", "(-2)^n", "n^sin(n)", "log(1-n)",
    "phi^n - ((1+sqrt(5))/2)^n", "n/0", "binomial(n, floor(n/2))",
    "root(x: 2^x)", "root(x: x)^n", "root(x: 1 + 1/x)^n", "root(x: 2/x - 1/x^2)^n",
    "root(x: n/x)^n", "1.46^n - root(x: 1/x + 1/x^3)^n", "2 + sin(T(n))", "binomial(-n, 2)",
    "n^(log(2)/log(((3+sqrt(5))/2)/phi^2))",
]  # fmt: skip


@pytest.mark.parametrize(("text", "order"), LEADING.items())
def test_the_leading_order_of_an_expression(text: str, order: str) -> None:
    assert compare(growth(text), growth(order)) == 0


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_is_not_decided_is_none(text: str) -> None:
    assert growth_of(parse_expression(text)) is None


PARTS = st.sampled_from(
    ["n", "n^2", "log(n)", "sqrt(n)", "n*log(n)", "n^log2(3)", "log(log(n))", "1/n", "3", "(n+1)", "log2(n+2)"]
)
EXPRESSIONS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "*", "/"]), inner).map(lambda t: f"({t[0]}){t[1]}({t[2]})"),
        st.tuples(inner, st.integers(2, 9)).map(lambda t: f"({t[0]})-({t[0]})/{t[1]}"),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_the_quotient_by_the_leading_order_settles(text: str) -> None:
    found = growth(text)
    order = print_expression(found.to_expression())
    quotients = [
        abs(_evaluate(text, n) / _evaluate(order, n)) for n in (mpmath.mpf(10) ** 2000, mpmath.mpf(10) ** 8000)
    ]
    assert quotients[0] / 2 < quotients[1] < 2 * quotients[0]


def _evaluate(text: str, n: mpmath.mpf) -> mpmath.mpf:
    names = {"n": n, "log": mpmath.log, "sqrt": mpmath.sqrt, "log2": lambda x: mpmath.log(x, 2)}
    return eval(text.replace("^", "**"), {"__builtins__": {}}, names)
