"""Every refusal, with its whole text: who refused, where, need, have, try."""

import pytest

from bounds.language import LanguageError, parse_document


def refusal(text: str, path: str = "") -> str:
    with pytest.raises(LanguageError) as caught:
        parse_document(text, path=path)
    return str(caught.value)


def test_a_size_that_is_not_rounded() -> None:
    text = "T(1) = 0\nT(n) = 2*T(n/2) + n   for n >= 2"
    assert refusal(text, path="claims.txt") == (
        "Rejected: language/size  claims.txt:2:12\n"
        "    T(n) = 2*T(n/2) + n   for n >= 2\n"
        "               ^^^\n"
        "  need  a size that is an integer as written\n"
        "  have  n/2\n"
        "  try   floor(n/2), ceil(n/2), or `rounding any`"
    )


def test_a_size_shifted_by_a_real_parameter() -> None:
    text = "parameters p real in (0, 1)\nT(0) = 1;T(n) = T(n - p) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/size  line 2, column 19\n"
        "    T(0) = 1;T(n) = T(n - p) for n >= 1\n"
        "                      ^^^^^\n"
        "  need  a size that is an integer as written\n"
        "  have  n - p\n"
        "  try   `parameters p integer`, floor(n - p), ceil(n - p), or `rounding any`"
    )


def test_a_range_with_a_fractional_end() -> None:
    text = "T(n) = sum(k=0..n/2: T(k)) for n >= 1; T(0)=1"
    assert refusal(text) == (
        "Rejected: language/size  line 1, column 17\n"
        "    T(n) = sum(k=0..n/2: T(k)) for n >= 1; T(0)=1\n"
        "                    ^^^\n"
        "  need  an end of a range that is an integer as written\n"
        "  have  n/2\n"
        "  try   floor(n/2) or ceil(n/2)"
    )


def test_a_gap_between_base_and_step() -> None:
    text = "T(1) = 1; T(n) = 2*T(floor(n/2)) + 1 for n >= 4"
    assert refusal(text, path="claims.txt") == (
        "Rejected: language/well-founded  claims.txt:1:11\n"
        "    T(1) = 1; T(n) = 2*T(floor(n/2)) + 1 for n >= 4\n"
        "              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  an equation for every size between those that have one\n"
        "  have  T(2) has none, T(1) and T(4) have\n"
        "  try   T(2) = ..., or a range that begins at 2"
    )


def test_a_call_of_the_same_size() -> None:
    text = "T(0) = 0\nT(n) = T(ceil(n/2)) + 1 for n >= 1"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 2, column 1\n"
        "    T(n) = T(ceil(n/2)) + 1 for n >= 1\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  calls at smaller sizes\n"
        "  have  T(1) calls T(1)\n"
        "  try   an equation T(1) = ..., and the step only for n >= 2"
    )


def test_a_call_below_the_base() -> None:
    text = "T(0) = 0\nT(n) = T(n-2) + 1 for n >= 1"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 2, column 1\n"
        "    T(n) = T(n-2) + 1 for n >= 1\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  calls at sizes that an equation gives\n"
        "  have  T(1) calls T(-1), which has none\n"
        "  try   an equation T(1) = ..., or T(-1) = ..."
    )


def test_a_call_that_grows() -> None:
    text = "T(n) = T(2*n) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 1, column 1\n"
        "    T(n) = T(2*n) for n >= 1\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  calls that come to an end\n"
        "  have  T(1) calls T(2) calls T(4) and so on, 3,000 calls deep\n"
        "  try   an equation T(1) = ..., and the step only for n >= 2"
    )


def test_a_denominator_that_vanishes() -> None:
    text = "T(n) = T(n-1) + 1/(n-5) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 1, column 1\n"
        "    T(n) = T(n-1) + 1/(n-5) for n >= 1\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  a value of 1/(n - 5)\n"
        "  have  the denominator is 0 at T(5)\n"
        "  try   an equation T(5) = ..., and the step only for n >= 6"
    )


def test_a_logarithm_of_a_negative_number() -> None:
    text = "T(n) = T(n-1) + log(n-3) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 1, column 1\n"
        "    T(n) = T(n-1) + log(n-3) for n >= 1\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  a value of log(n - 3)\n"
        "  have  the logarithm is taken of -2 at T(1)\n"
        "  try   an equation T(1) = ..., and the step only for n >= 2"
    )


def test_two_values_for_one_size() -> None:
    text = "T(n) = 1 for n <= 2; T(0) = 3"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 1, column 1\n"
        "    T(n) = 1 for n <= 2; T(0) = 3\n"
        "    ^^^^^^^^^^^^^^^^^^^\n"
        "  need  one value for each size\n"
        "  have  T(0) is 3 and 1\n"
        "  try   ranges that do not overlap"
    )


def test_a_circle_at_a_permitted_parameter() -> None:
    text = "parameters k integer >= 1\nR(1) = 0\nR(m) = ceil(m/k) + R(ceil(m/k)) for m >= 2"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 3, column 1\n"
        "    R(m) = ceil(m/k) + R(ceil(m/k)) for m >= 2\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  calls at smaller sizes\n"
        "  have  R(2) calls R(2) (with k = 1)\n"
        "  try   an equation R(2) = ..., and the step only for m >= 3"
    )


def test_a_negative_size_in_two_variables() -> None:
    text = "T(m, n) = T(m-1, n) + T(m, n-1) for m >= 1\nT(0, n) = 1"
    assert refusal(text) == (
        "Rejected: language/well-founded  line 1, column 1\n"
        "    T(m, n) = T(m-1, n) + T(m, n-1) for m >= 1\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  need  calls at sizes that an equation gives\n"
        "  have  T(1, 0) calls T(1, -1), which has none\n"
        "  try   an equation T(1, 0) = ..., or T(1, -1) = ..."
    )


def test_a_product_without_a_sign() -> None:
    text = "T(n) = 2T(n-1) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 9\n"
        "    T(n) = 2T(n-1) for n >= 1\n"
        "            ^\n"
        "  need  an operator, `for` or the end of the statement\n"
        "  have  `T`\n"
        "  try   2*T(...)"
    )


def test_a_product_that_looks_like_a_call() -> None:
    text = "T(n) = T(n-1) + n(n+1) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 17\n"
        "    T(n) = T(n-1) + n(n+1) for n >= 1\n"
        "                    ^\n"
        "  need  a built-in function, or a cost that an equation of this recurrence defines\n"
        "  have  n\n"
        "  try   n*(n+1) for a product, or an equation n(n+1) = ..."
    )


def test_a_misspelt_function() -> None:
    text = "T(n) = T(n-1) + flor(n) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 17\n"
        "    T(n) = T(n-1) + flor(n) for n >= 1\n"
        "                    ^^^^\n"
        "  need  a built-in function, or a cost that an equation of this recurrence defines\n"
        "  have  flor\n"
        "  try   floor(n)"
    )


def test_a_function_in_capitals() -> None:
    text = "T(n) = T(n-1) + Log(n) for n >= 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 17\n"
        "    T(n) = T(n-1) + Log(n) for n >= 1\n"
        "                    ^^^\n"
        "  need  a built-in function, or a cost that an equation of this recurrence defines\n"
        "  have  Log\n"
        "  try   log(n)"
    )


def test_a_call_with_too_many_sizes() -> None:
    text = "T(n) = T(n-1, 2) + 1 for n >= 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 8\n"
        "    T(n) = T(n-1, 2) + 1 for n >= 1\n"
        "           ^^^^^^^^^\n"
        "  need  1 size of T\n"
        "  have  2"
    )


def test_one_name_for_two_costs() -> None:
    text = "T(n) = 1\nT(m, n) = 2"
    assert refusal(text) == (
        "Rejected: language/name  line 2, column 1\n"
        "    T(m, n) = 2\n"
        "    ^^^^^^^^^^^\n"
        "  need  1 size of T, as in its first equation\n"
        "  have  2\n"
        "  try   another name, or `recurrence NAME` before this equation to start anew"
    )


def test_a_cost_without_its_size() -> None:
    text = "T(n) = T + 1 for n >= 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 8\n"
        "    T(n) = T + 1 for n >= 1\n"
        "           ^\n"
        "  need  the sizes of the cost T\n"
        "  have  T alone\n"
        "  try   T(n)"
    )


def test_a_cost_without_its_size_in_the_bound_of_a_claim_about_it() -> None:
    text = "T(n) = 1 for n >= 0; claim T in O( T)"
    assert "  need  the sizes of the cost T\n  have  T alone\n" in refusal(text)
    assert parse_document("T(n) = 1 for n >= 0; claim T in O(T(n))")


def test_an_equation_for_a_built_in_function() -> None:
    text = "H(n) = 2*H(n-1) + 1 for n >= 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 1\n"
        "    H(n) = 2*H(n-1) + 1 for n >= 1\n"
        "    ^\n"
        "  need  a name of its own for the cost\n"
        "  have  H, which is built in\n"
        "  try   H_(n) = ..."
    )


def test_a_fraction_on_the_left() -> None:
    text = "T(n/2) = 1"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 3\n"
        "    T(n/2) = 1\n"
        "      ^^^\n"
        "  need  a size to define the cost at: a variable, an integer, or linear as 2*m + 1\n"
        "  have  n/2\n"
        "  try   a range: T(n) = ... for n >= 2"
    )


def test_a_product_on_the_left() -> None:
    text = "2*T(n) = 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 3\n"
        "    2*T(n) = 1\n"
        "      ^\n"
        "  need  a built-in function, or a cost that an equation of this recurrence defines\n"
        "  have  T\n"
        "  try   T*(n) for a product, or an equation T(n) = ..."
    )


def test_a_parameter_declared_twice() -> None:
    text = "parameters k integer, k real"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 23\n"
        "    parameters k integer, k real\n"
        "                          ^\n"
        "  need  one declaration of a parameter\n"
        "  have  a second one"
    )


def test_a_parameter_named_like_a_size() -> None:
    text = "parameters n integer\nT(n) = 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 12\n"
        "    parameters n integer\n"
        "               ^\n"
        "  need  a name of its own for each\n"
        "  have  n, a parameter and a size of an equation"
    )


def test_a_size_of_another_equation() -> None:
    text = "T(n) = T(n-1) + m for n >= 1\nS(m) = 1"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 17\n"
        "    T(n) = T(n-1) + m for n >= 1\n"
        "                    ^\n"
        "  need  a size of this equation or a parameter\n"
        "  have  m, a size of another equation\n"
        "  try   another name for the parameter, or m on the left side"
    )


def test_a_claim_with_an_unknown_name() -> None:
    text = "T(n) = T(n-1) + 1 for n >= 1\nclaim T(n) <= c*n"
    assert refusal(text) == (
        "Rejected: language/name  line 2, column 15\n"
        "    claim T(n) <= c*n\n"
        "                  ^\n"
        "  need  a size of the subject, or a parameter\n"
        "  have  c, which is neither\n"
        "  try   `parameters c real`"
    )


def test_a_strict_claim() -> None:
    text = "T(n) = T(n-1) + 1 for n >= 1\nclaim T(n) < n"
    assert refusal(text) == (
        "Rejected: language/syntax  line 2, column 12\n"
        "    claim T(n) < n\n"
        "               ^\n"
        "  need  one of <=, >=, ==, ~, or `in` with O, Omega, Theta, o, omega\n"
        "  have  `<`\n"
        "  try   T(n) + 1 <= ... for a strict bound of integers"
    )


def test_a_landau_symbol_in_lower_case() -> None:
    text = "T(n) = T(n-1) + 1 for n >= 1\nclaim T in theta(n)"
    assert refusal(text) == (
        "Rejected: language/syntax  line 2, column 12\n"
        "    claim T in theta(n)\n"
        "               ^^^^^\n"
        "  need  O, Omega, Theta, o or omega\n"
        "  have  `theta`\n"
        "  try   Theta"
    )


def test_if_instead_of_for() -> None:
    text = "T(n) = T(n-1) + 1 if n >= 1"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 19\n"
        "    T(n) = T(n-1) + 1 if n >= 1\n"
        "                      ^^\n"
        "  need  an operator, `for` or the end of the statement\n"
        "  have  `if`\n"
        "  try   for"
    )


def test_a_bracket_never_closed() -> None:
    text = "T(n) = floor(n/2\nclaim T in O(n)"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 13\n"
        "    T(n) = floor(n/2\n"
        "                ^\n"
        "  need  a closing bracket for this one\n"
        "  have  none before the statement ends"
    )


def test_a_bracket_never_opened() -> None:
    text = "T(n) = n) + 1"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 9\n"
        "    T(n) = n) + 1\n"
        "            ^\n"
        "  need  an opening bracket before `)`\n"
        "  have  none"
    )


def test_an_empty_body() -> None:
    text = "T(n) = for n >= 1"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 8\n"
        "    T(n) = for n >= 1\n"
        "           ^^^\n"
        "  need  a number, a name or `(`\n"
        "  have  `for`"
    )


def test_a_range_on_its_own_line() -> None:
    text = "T(n) = 1\nfor n >= 2"
    assert refusal(text) == (
        "Rejected: language/syntax  line 2, column 1\n"
        "    for n >= 2\n"
        "    ^^^\n"
        "  need  an equation, a claim, or one of parameters, rounding, recurrence, decomposition, source\n"
        "  have  `for`\n"
        "  try   the same line as the statement it belongs to"
    )


def test_two_stars() -> None:
    text = "T(n) = n**2"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 10\n"
        "    T(n) = n**2\n"
        "             ^\n"
        "  need  a number, a name or `(`\n"
        "  have  `*`\n"
        "  try   `^` for a power"
    )


def test_a_function_without_brackets() -> None:
    text = "T(n) = log n"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 12\n"
        "    T(n) = log n\n"
        "               ^\n"
        "  need  an operator, `for` or the end of the statement\n"
        "  have  `n`\n"
        "  try   log(n)"
    )


def test_a_tower_of_exponents() -> None:
    text = "T(n) = n^(9^9^9)"
    assert refusal(text) == (
        "Rejected: language/limit  line 1, column 11\n"
        "    T(n) = n^(9^9^9)\n"
        "              ^^^^^\n"
        "  need  a constant exponent of at most 10,000\n"
        "  have  a larger one\n"
        "  try   a named parameter for the exponent"
    )


def test_scientific_notation() -> None:
    text = "T(n) = 1e5"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 9\n"
        "    T(n) = 1e5\n"
        "            ^^\n"
        "  need  an operator, `for` or the end of the statement\n"
        "  have  `e5`\n"
        "  try   1*10^5"
    )


def test_a_mathematical_sign() -> None:
    text = "T(n) \u2264 n"
    assert refusal(text) == (
        "Rejected: language/character  line 1, column 6\n"
        "    T(n) \\u2264 n\n"
        "         ^^^^^^\n"
        "  need  ASCII text\n"
        "  have  U+2264, LESS-THAN OR EQUAL TO\n"
        "  try   <="
    )


def test_a_right_to_left_mark() -> None:
    text = "T(n) = n \u202e+ 1"
    assert refusal(text) == (
        "Rejected: language/character  line 1, column 10\n"
        "    T(n) = n \\u202e+ 1\n"
        "             ^^^^^^\n"
        "  need  ASCII text\n"
        "  have  U+202E, RIGHT-TO-LEFT OVERRIDE\n"
        "  try   the text without it"
    )


def test_an_expectation_that_is_none() -> None:
    text = "T(n) = n\nclaim T in O(n) expect true"
    assert refusal(text) == (
        "Rejected: language/syntax  line 2, column 24\n"
        "    claim T in O(n) expect true\n"
        "                           ^^^^\n"
        "  need  `proved`, `refuted` or `unknown`\n"
        "  have  `true`"
    )


def test_a_bare_subject_without_a_step() -> None:
    text = "T(2*m) = 1; T(2*m+1) = 2; claim T in O(1)"
    assert refusal(text) == (
        "Rejected: language/name  line 1, column 33\n"
        "    T(2*m) = 1; T(2*m+1) = 2; claim T in O(1)\n"
        "                                    ^\n"
        "  need  an equation of T whose sizes are all variables\n"
        "  have  none\n"
        "  try   the sizes written out: T(n)"
    )


def test_a_kind_that_is_none() -> None:
    text = "parameters k int"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 14\n"
        "    parameters k int\n"
        "                 ^^^\n"
        "  need  `real` or `integer`\n"
        "  have  `int`"
    )


def test_a_column_after_tabs() -> None:
    text = "T(n) =\t1 +\t2n"
    assert refusal(text) == (
        "Rejected: language/syntax  line 1, column 13\n"
        "    T(n) =\t1 +\t2n\n"
        "          \t   \t ^\n"
        "  need  an operator, `for` or the end of the statement\n"
        "  have  `n`\n"
        "  try   2*n"
    )


def test_the_attributes_say_where_and_what() -> None:
    with pytest.raises(LanguageError) as caught:
        parse_document("T(1) = 0\nT(n) = 2*T(n/2) + n for n >= 2")
    error = caught.value
    assert (error.line, error.column, error.text) == (2, 12, "n/2")
    assert error.need == "a size that is an integer as written"
    assert error.have == "n/2"
    assert error.try_ == "floor(n/2), ceil(n/2), or `rounding any`"
    assert isinstance(error, ValueError)


def test_a_long_line_is_shown_around_the_place() -> None:
    text = "T(n) = " + "n + " * 40 + "2n" + " + n" * 40
    shown = refusal(text).splitlines()
    assert max(map(len, shown)) <= 115
    assert shown[1].startswith("    ... ")
    assert shown[1].endswith(" ...")
    at = shown[2].index("^")
    assert shown[1][at - 1 : at + 1] == "2n"


def test_uniformly_in_what_is_no_parameter() -> None:
    assert refusal("claim n*m in O(n) uniformly in m") == (
        "Rejected: language/name  line 1, column 32\n"
        "    claim n*m in O(n) uniformly in m\n"
        "                                   ^\n"
        "  need  parameters after `uniformly in`\n"
        "  have  m, which is none\n"
        "  try   `parameters m real > 0`"
    )


def test_uniformly_in_the_same_parameter_twice() -> None:
    text = "parameters m real > 0; claim n*m in O(n) uniformly in m, m"
    assert "  have  m twice" in refusal(text)


def test_uniformly_in_without_constants() -> None:
    text = "parameters m real > 0; claim n*m <= n uniformly in m"
    assert "  have  `<=`, which has no constants" in refusal(text)
