"""Rational functions through values are found exactly, and only with values to spare."""

from fractions import Fraction

from checkers.lower_bounds.rational_fit import at, fitted, kernel_of, scaled


def test_functions_with_one_denominator_are_found_again():
    values = {k: (Fraction(k + 1, k * (k - 1)), Fraction(1, k - 1)) for k in range(2, 9)}
    fit = fitted(values, 4)
    assert fit is not None
    (u, w), scale = fit
    assert (u, w, scale) == ((1, 1), (0, 1), (0, -1, 1))
    assert all(at(u, k) / at(scale, k) == v[0] for k, v in values.items())


def test_what_would_fit_anything_is_not_given():
    values = {k: (Fraction(v),) for k, v in zip(range(2, 6), (7, 1, 5, 2), strict=True)}
    assert fitted(values, 4) is None
    assert fitted({k: (Fraction(7),) for k in range(2, 6)}, 4) == ([(7,)], (1,))


def test_one_wrong_value_is_noticed():
    values = {k: (Fraction(1, k),) for k in range(2, 8)}
    assert fitted(values, 1) == ([(1,)], (0, 1))
    assert fitted({**values, 5: (Fraction(1, 6),)}, 1) is None


def test_a_scale_is_positive_at_each_k():
    fit = fitted({k: (Fraction(-1, k),) for k in range(2, 8)}, 2)
    assert fit is not None
    assert all(at(fit[1], k) > 0 for k in range(2, 8))


def test_the_kernel_of_a_matrix_is_spanned():
    rows = [[Fraction(x) for x in row] for row in ((1, 2, 3), (2, 4, 6))]
    found = kernel_of(rows, 3)
    assert len(found) == 2
    assert all(sum(a * b for a, b in zip(row, x, strict=True)) == 0 for row in rows for x in found)


def test_zeros_at_the_end_are_dropped():
    assert scaled((Fraction(2), Fraction(0)), Fraction(1, 2)) == (1,)
    assert scaled((Fraction(0), Fraction(0)), Fraction(1)) == (0,)
