"""ring.vanishes: what it shows is true at every size and parameter where it is defined; near misses are not shown."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb, factorial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import expression_to_json
from bounds.language import parse_expression
from checkers.kernel import decode
from checkers.kernel.ring import OutsideRing, divisors, naturals, vanishes

Expr = Any


def read(text: str) -> Expr:
    return decode.expression(expression_to_json(parse_expression(text)))


def difference(left: str, right: str) -> Expr:
    return ("add", read(left), ("neg", read(right)))


class Undefined(Exception):
    pass


def value(e: Expr, at: dict[str, Fraction]) -> Fraction:
    """An independent exact evaluator of the rational part of the language."""
    if isinstance(e, Fraction):
        return e
    kind, *parts = e
    if kind == "var":
        return at[parts[0]]
    if kind == "call":
        return at[f"{parts[0]}({', '.join(str(value(p, at)) for p in parts[1:])})"]
    if kind == "fn":
        return _function(parts[0], [value(p, at) for p in parts[1:]])
    values = [value(p, at) for p in parts]
    match kind:
        case "add":
            return sum(values, Fraction(0))
        case "mul":
            result = Fraction(1)
            for v in values:
                result *= v
            return result
        case "neg":
            return -values[0]
    left, right = values
    if (kind == "div" and right == 0) or (kind == "pow" and (right.denominator != 1 or (left == 0 and right < 0))):
        raise Undefined
    return left / right if kind == "div" else left ** int(right)


def _function(name: str, arguments: list[Fraction]) -> Fraction:
    if any(x.denominator != 1 for x in arguments) or arguments[0] < 0:
        raise Undefined
    m, *rest = map(int, arguments)
    match name:
        case "factorial":
            return Fraction(factorial(m))
        case "H":
            return sum((Fraction(1, i) for i in range(1, m + 1)), Fraction(0))
        case "binomial":
            return Fraction(comb(m, rest[0]) if rest[0] >= 0 else 0)
        case "Fib":
            a, b = 0, 1
            for _ in range(m):
                a, b = b, a + b
            return Fraction(a)
    raise AssertionError(name)


POINTS = [
    {"n": Fraction(n), "a": a, "b": b, "T(0)": Fraction(7, 3), "T(1)": Fraction(-2)}
    for n in range(-4, 9)
    for a, b in itertools.product(
        (Fraction(0), Fraction(1), Fraction(-1), Fraction(3, 2)), (Fraction(0), Fraction(-5, 7))
    )
]


def is_zero_at_all_points(e: Expr) -> bool:
    for at in POINTS:
        try:
            if value(e, at) != 0:
                return False
        except Undefined:
            continue
    return True


RATIONAL_IDENTITIES = [
    ("(n+1)^3", "n^3 + 3*n^2 + 3*n + 1"),
    ("factorial(n)", "n*factorial(n-1)"),
    ("factorial(n+3)", "(n+3)*(n+2)*factorial(n+1)"),
    ("factorial(2*n+1)", "(2*n+1)*(2*n)*factorial(2*n-1)"),
    ("n*factorial(n)", "factorial(n+1) - factorial(n)"),
    ("H(n)", "H(n-1) + 1/n"),
    ("H(n+2)", "H(n-1) + 1/n + 1/(n+1) + 1/(n+2)"),
    ("H(2*n)", "H(2*n-2) + 1/(2*n) + 1/(2*n-1)"),
    ("1/(n*(n+1))", "1/n - 1/(n+1)"),
    ("Fib(n)", "Fib(n-1) + Fib(n-2)"),
    ("Fib(2*n)", "Fib(2*n-1) + Fib(2*n-2)"),
    ("binomial(2*n, n)", "2*(2*n-1)/n*binomial(2*n-2, n-1)"),
    ("binomial(n, 3)", "n*(n-1)*(n-2)/6"),
    ("binomial(n+1, 2)", "binomial(n, 2) + n"),
    ("2^(n+1)-1", "2*(2^n-1)+1"),
    ("4^n", "(2^n)^2"),
    ("6^n", "2^n*3^n"),
    ("(1/2)^n", "2^(-n)"),
    ("(-2)^n", "(-1)^n*2^n"),
    ("(-1)^(n^2)", "(-1)^n"),
    ("(-1)^n*(-1)^n", "1"),
    ("2^((n+1)^2)", "2^(n^2)*4^n*2"),
    ("(n-1)*2^(n+1)+2", "(n-2)*2^n + 2 + n*2^n"),
    ("a^(n-1)*a", "a^n"),
    ("a^(2*n+1)", "(a^n)^2*a"),
    ("(a*b)^n", "a^n*b^n"),
    ("a^(-n)*a^n", "1"),
    ("(1-a-b)^n", "(1-a)*(1-b-a)^(n-1) - b*(1-a-b)^(n-1)"),
    ("(a/(a+b))^n", "a^n*(a+b)^(-n)"),
    ("(2*a+2*b)^n", "2^n*(a+b)^n"),
    ("(a^(n+2)-a^n)/(a-1)", "a^n*(a+1)"),
    ("T(0)*2^n", "2*T(0)*2^(n-1)"),
    ("1/(3+(-1)^n)", "(3-(-1)^n)/8"),
    ("1/(1+1/(n+1/n))", "(n^2+1)/(n^2+n+1)"),
]
OTHER_IDENTITIES = [
    ("((1+sqrt(5))/2)^n", "((1+sqrt(5))/2)^(n-1) + ((1+sqrt(5))/2)^(n-2)"),
    ("((1-sqrt(5))/2)^n", "((1-sqrt(5))/2)^(n-1) + ((1-sqrt(5))/2)^(n-2)"),
    ("phi^n", "phi^(n-1) + ((1+sqrt(5))/2)^(n-2)"),
    ("Fib(n)", "(((1+sqrt(5))/2)^n-((1-sqrt(5))/2)^n)/sqrt(5)"),
    ("(1+sqrt(2))^(n+1)", "2*(1+sqrt(2))^n + (1+sqrt(2))^(n-1)"),
    ("2^(n/2+1/2)", "sqrt(2)*2^(n/2)"),
    ("2^((n-2)/2)", "2^(n/2)/2"),
    ("2^(1/2*n+1/2*n^2)", "2^n*2^(1/2*(n-1)+1/2*(n-1)^2)"),
    ("sqrt(2)^n", "2^(n/2)"),
    ("sqrt(12)", "2*sqrt(3)"),
    ("1/(3-sqrt(5))", "(3+sqrt(5))/4"),
    ("log2(8)", "3"),
    ("log(12)", "log(3) + 2*log(2)"),
    ("log(9, 3)", "2"),
    ("exp(n)", "e*e^(n-1)"),
    ("pi^(n+1)", "pi*pi^n"),
    ("ceil(n/2) + floor(n/2)", "n"),
    ("ceil((n-2)/2)", "ceil(n/2) - 1"),
    ("floor(3*n/2)", "n + floor(n/2)"),
    ("floor(-n/2)", "-ceil(n/2)"),
]
NEAR_MISSES = [
    ("factorial(n)", "(n+1)*factorial(n-1)"),
    ("H(n)", "H(n-1) + 1/(n+1)"),
    ("2^(n+1)-1", "2*(2^n-1)"),
    ("(-1)^n", "1"),
    ("2^n", "n + 1"),
    ("a^(n-1)*b", "a^n"),
    ("a^n", "1"),
    ("((1-sqrt(5))/2)^n", "((1-sqrt(5))/2)^(n-1) + ((1-sqrt(5))/2)^(n-3)"),
    ("phi^n", "((1-sqrt(5))/2)^n"),
    ("2^(n/2)", "2^n/2"),
    ("sqrt(2)", "17/12"),
    ("T(0)", "T(1)"),
    ("T(0)", "S(0)"),
    ("log(2)", "log(3)"),
    ("e", "pi"),
    ("binomial(n, 2)", "n*(n+1)/2"),
    ("n*(n-1)*(n-2)*(n-3)", "0"),
    ("floor(n/2)", "n/2"),
    ("ceil((n+1)/2)", "ceil(n/2)"),
]
OUTSIDE = [
    "sqrt(n^2)",
    "sqrt(a^2)", "(a^2)^(1/2)", "a^(n/2)", "n^n", "0^n", "(a-a)^n", "floor(n/3)", "max(n, 1)", "binomial(a, n)",
    "binomial(n, 2*n)", "binomial(2*n+2, n)", "factorial(n^2)", "factorial(a)", "factorial(n/2)", "factorial(-n)",
    "factorial(-2)", "H(-1)", "2^a", "2^(n^3)", "(-2)^(n/2)", "(2^(n^2))^n", "1/(n-n)", "log(0)", "log(-1)", "log(n)",
    "log(4, 1)", "T(n)", "T(a)", "sum(k=0..n: k)", "(n+a+b+1)^400 - (n+a+b)^400", "0^(-1)", "(n+1)^n",
    "factorial(n+100000)", "99999999999999999^n", "(log(4)-2*log(2))^n", "(1+sqrt(2)+sqrt(3))^n", "(a+sqrt(2))^n",
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), RATIONAL_IDENTITIES + OTHER_IDENTITIES)
def test_identities_are_shown(left: str, right: str) -> None:
    assert vanishes(difference(left, right), "n")


@pytest.mark.parametrize(("left", "right"), RATIONAL_IDENTITIES)
def test_the_evaluator_agrees_with_the_identities(left: str, right: str) -> None:
    assert is_zero_at_all_points(difference(left, right))


@pytest.mark.parametrize(("left", "right"), NEAR_MISSES)
def test_near_misses_are_not_shown(left: str, right: str) -> None:
    assert not vanishes(difference(left, right), "n")


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_the_ring_cannot_represent_is_refused(text: str) -> None:
    with pytest.raises(OutsideRing):
        vanishes(("add", read(text), Fraction(-1)), "n")


def test_numbers_that_would_be_too_large_are_refused() -> None:
    with pytest.raises(OutsideRing, match="too large"):
        vanishes(("pow", Fraction(2), Fraction(10**9)), "n")
    with pytest.raises(OutsideRing, match="too large"):
        vanishes(("pow", ("pow", ("pow", Fraction(3, 7), Fraction(999)), Fraction(999)), Fraction(-999)), "n")


def test_another_variable_can_be_the_size() -> None:
    assert vanishes(difference("n*H(k)", "n*H(k-1) + n/k"), "k")


def test_divisors_are_those_that_may_be_0() -> None:
    e = read("1/n + 1/2^n + a/(a-1) + (a+b)^(-1) + a^(n-1) + b^(-n) + 1/sqrt(5) + 1/factorial(n) + 1/(1+sqrt(5))")
    assert divisors(e, "n") == [read(t) for t in ("n", "a-1", "a+b", "b")]
    assert divisors(read("1/(n+1)^2"), "n") == [read("(n+1)^2")]


def test_naturals_are_the_sizes_that_must_not_be_negative() -> None:
    e = read("H(n-1) + factorial(2*n)*a^(n-3) + 2^(n-9) + Fib(n-2) + binomial(n-5, 2) + n^2 + a^3")
    assert naturals(e, "n") == [read(t) for t in ("n-1", "2*n", "n-2", "n-5", "n-3")]


ATOMS = [read(t) for t in (
    "n", "n+1", "n-1", "1", "2", "1/2", "-1", "a", "b", "a-1", "T(0)", "2^n", "2^(n-1)", "4^n", "(-1)^n", "(-1)^(n+1)",
    "a^n", "a^(n-1)", "a^(2*n-1)", "a^(-n)", "(a+b)^n", "(a+b)^(n-1)", "(1-a)^(n+2)", "factorial(n)", "factorial(n-1)",
    "factorial(n+2)", "H(n)", "H(n-2)", "1/n", "1/(n+1)", "binomial(2*n, n)", "binomial(n, 2)", "2^(n^2)", "Fib(n)",
)]  # fmt: skip
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["add", "mul", "div"]), inner, inner),
        st.tuples(st.just("neg"), inner),
        st.tuples(st.just("pow"), inner, st.sampled_from([Fraction(k) for k in (-2, -1, 0, 2)])),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS)
def test_what_vanishes_is_zero_at_every_point(e: Expr, f: Expr) -> None:
    for candidate in (e, ("add", e, ("neg", f))):
        try:
            shown = vanishes(candidate, "n")
        except OutsideRing:
            continue
        if shown:
            assert is_zero_at_all_points(candidate)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(RATIONAL_IDENTITIES), EXPRESSIONS, st.sampled_from(ATOMS), st.integers(-2, 2), st.booleans())
def test_shifted_and_disturbed_identities(pair: tuple[str, str], e: Expr, f: Expr, k: int, disturb: bool) -> None:
    shifted = decode.substitute(difference(*pair), "n", ("add", ("var", "n"), Fraction(k)))
    candidate = ("add", ("mul", shifted, e), ("mul", f, ("add", f, ("neg", read("n+2") if disturb else f))))
    try:
        shown = vanishes(candidate, "n")
    except OutsideRing:
        return
    assert shown or disturb
    if shown:
        assert is_zero_at_all_points(candidate)


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, EXPRESSIONS)
def test_the_laws_of_a_commutative_ring_are_shown(e: Expr, f: Expr, g: Expr) -> None:
    distributed = ("add", ("mul", e, ("add", f, g)), ("neg", ("add", ("mul", g, e), ("mul", e, f))))
    square = ("add", ("pow", ("add", e, f), Fraction(2)), ("neg", ("mul", ("add", f, e), ("add", e, f))))
    try:
        assert vanishes(distributed, "n")
        assert vanishes(square, "n")
    except OutsideRing:
        return


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_defined_when_divisors_are_not_0_and_naturals_not_negative(e: Expr) -> None:
    try:
        vanishes(e, "n")
        nonzero, natural = divisors(e, "n"), naturals(e, "n")
    except OutsideRing:
        return
    for at in POINTS:
        try:
            fine = all(value(d, at) != 0 for d in nonzero) and all(value(s, at) >= 0 for s in natural)
        except Undefined:
            continue
        if fine:
            value(e, at)
