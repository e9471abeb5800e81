"""Linear inequalities between integers: what is said to follow does, at every point of a box."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.kernel import linear
from tests.checkers.kernel.direct import read
from tests.checkers.kernel.test_ring import value

NAMES = ("x", "y", "z")
numbers = st.integers(-4, 4) | st.fractions(-3, 3, max_denominator=3)
rows = st.dictionaries(st.sampled_from(("", *NAMES)), numbers.map(Fraction).filter(bool), max_size=4)
BOX = list(product(range(-6, 7), repeat=3))


def at(row: linear.Row, point: tuple[int, ...]) -> Fraction:
    return row.get("", Fraction(0)) + sum(
        (row.get(x, Fraction(0)) * q for x, q in zip(NAMES, point, strict=True)), Fraction(0)
    )


@given(st.lists(rows, max_size=5), rows)
def test_what_follows_is_true_at_every_integer_point(known, goal):
    if linear.follows(known, goal):
        assert all(at(goal, p) >= 0 for p in BOX if all(at(row, p) >= 0 for row in known))


@given(st.lists(rows, max_size=5))
def test_what_is_empty_has_no_integer_point(known):
    if linear.is_empty(known):
        assert not any(all(at(row, p) >= 0 for row in known) for p in BOX)


@given(rows, rows, st.integers(-5, 5))
def test_rows_compute_as_expressions_do(a, b, k):
    point = (k, k + 2, -k)
    assert at(linear.plus(a, b), point) == at(a, point) + at(b, point)
    assert at(linear.composed(a, {"x": b}), point) == at(a, (at(b, point), *point[1:]))
    assert linear.row_of(linear.expression_of(a), set(NAMES)) == linear.plus(a)
    assert (at(linear.tight(a), point) >= 0) == (at(a, point) >= 0)
    assert (at(linear.opposite(a), point) >= 0) == (at(a, point) < 0)
    assert (at(linear.above(a), point) >= 0) == (at(a, point) > 0)


@pytest.mark.parametrize(
    ("known", "goal", "answer"),
    [
        (["x", "y", "5-x-y"], "5-x", True),
        (["2*x-1"], "x-1", True),
        (["2*x-1", "1-2*x"], "-1", True),
        (["2*x-2*y-1", "2*y-2*x+1"], "-1", True),
        (["x-y"], "x", False),
        ([], "0", True),
        ([], "x", False),
        (["x-1/2"], "x-1", True),
    ],
)
def test_what_follows_from_a_few_inequalities(known, goal, answer):
    read_row = [linear.row_of(read(e), {"x", "y"}) or {} for e in (*known, goal)]
    assert linear.follows(read_row[:-1], read_row[-1]) is answer


@pytest.mark.parametrize("text", ["x*y", "x^2", "1/x", "x/(y-y)", "max(x,y)", "z", "x*(y+1)", "floor(x)", "T(x)"])
def test_what_is_not_evidently_linear_is_no_row(text):
    assert linear.row_of(read(text), {"x", "y"}) is None


def test_a_product_with_numbers_is_a_row():
    assert linear.row_of(read("2*(x-y/3)*3-0*x"), {"x", "y"}) == {"x": Fraction(6), "y": Fraction(-2)}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x*y", True),
        ("x^2 - x", True),
        ("(x+y)^2 - x*y", True),
        ("x*y - 2*x - y + 2", True),
        ("y - 2", True),
        ("x*y - y^2", False),
        ("x - 2", False),
        ("x*z", False),
        ("2^x", True),
        ("2^x - x", True),
        ("2^(x+y) - x*y", True),
        ("2^x - 3*x", False),
        ("(1/2)^x", False),
        ("2^(0-x)", False),
        ("2^z", False),
        ("x/y", False),
        ("x^(1/2)", False),
        ("x^100", False),
    ],
)
def test_polynomials_without_negative_coefficients_are_not_negative(text, answer):
    known = [linear.row_of(read(e), {"x", "y"}) or {} for e in ("x-1", "2*y-3", "x", "5-x+y", "9-x")]
    assert linear.is_nonnegative(read(text), known) is answer


polynomials = st.recursive(
    st.sampled_from(["x", "y", "2", "1/3", "0"]).map(read),
    lambda parts: st.one_of(
        st.tuples(st.sampled_from(["add", "mul"]), parts, parts),
        st.tuples(st.just("neg"), parts),
        st.tuples(st.just("pow"), parts, st.integers(0, 3).map(Fraction)),
        st.tuples(st.just("div"), parts, st.sampled_from([Fraction(-2), Fraction(3)])),
    ),
    max_leaves=7,
)


@given(polynomials, st.integers(-2, 2), st.integers(-2, 2))
def test_what_is_said_not_to_be_negative_is_not(e, low, end):
    known = [{"x": Fraction(1), "": Fraction(-low)}, {"y": Fraction(2), "": Fraction(1 - 2 * end)}]
    if linear.is_nonnegative(e, known):
        for i, j in product(range(5), repeat=2):
            assert value(e, {"x": Fraction(low + i), "y": Fraction(end + j)}) >= 0
