"""The printed form, character by character."""

from fractions import Fraction

import pytest

from bounds.expression import Number, Variable
from bounds.language import (
    parse_claim,
    parse_document,
    parse_expression,
    parse_recurrence,
    print_claim,
    print_document,
    print_equation,
    print_expression,
    print_recurrence,
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a*(b/c)-(d-2)^-2", "a*(b/c) - (d - 2)^-2"),
        ("a/b*c/d", "a/b*c/d"),
        ("a/(b*c)", "a/(b*c)"),
        ("a/(b/c)", "a/(b/c)"),
        ("(a+b)*c", "(a + b)*c"),
        ("a-(b+c)", "a - (b + c)"),
        ("a-b*c", "a - b*c"),
        ("a-(-b)*c", "a - (-b*c)"),
        ("-(a*b)+c", "-(a*b) + c"),
        ("-(a+b)", "-(a + b)"),
        ("-a*b", "-a*b"),
        ("a*-b", "a*(-b)"),
        ("(-a)^2", "(-a)^2"),
        ("(a^b)^c", "(a^b)^c"),
        ("a^b^c", "a^b^c"),
        ("a^-b^c", "a^-b^c"),
        ("a^-(b*c)", "a^-(b*c)"),
        ("a^(b+c)", "a^(b + c)"),
        ("n!!", "factorial(factorial(n))"),
        ("C(n,k)", "binomial(n, k)"),
        ("0.75*n^2.5", "0.75*n^2.5"),
        ("0.050", "0.05"),
        ("sum(k=0..n-1:T(k)*2)", "sum(k=0..n - 1: T(k)*2)"),
        ("root(x:(1/2)^x)", "root(x: (1/2)^x)"),
    ],
)
def test_an_expression_prints_as(text: str, printed: str) -> None:
    assert print_expression(parse_expression(text)) == printed
    assert parse_expression(printed) == parse_expression(text)


def test_a_number_no_decimal_writes_prints_as_a_quotient_of_the_same_value() -> None:
    assert print_expression(Number(Fraction(1, 3))) == "1/3"
    assert print_expression(parse_expression("x^y")).replace("y", "2") == "x^2"
    assert print_expression(Variable("n")) == "n"


def test_a_recurrence_prints_a_statement_a_line() -> None:
    text = (
        "T(1)=1\nrounding any; T(n)=a*T(n/2)+k for n>1\nparameters k integer>=2, p real in [0,1), q real q != 0 and q<k"
    )
    printed = print_recurrence(parse_recurrence(text))
    assert printed == (
        "parameters k integer >= 2, p real in [0, 1), q real != 0 and q < k, a real\n"
        "rounding any\n"
        "T(1) = 1\n"
        "T(n) = a*T(n/2) + k for n > 1"
    )
    assert print_recurrence(parse_recurrence(printed)) == printed


def test_an_inequality_keeps_its_sign() -> None:
    equation = parse_recurrence("T(0) = 1; T(n) <= T(n-1) for n >= 1").equations[1]
    assert print_equation(equation) == "T(n) <= T(n - 1) for n >= 1"


def test_a_claim_prints_with_range_and_assumptions() -> None:
    r = parse_recurrence("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1")
    claim = parse_claim("T in O(n^c) for 2<=n<9 assuming c in Omega(1), c ~ n", r)
    assert print_claim(claim) == "T(n) in O(n^c) for 2 <= n, n < 9 assuming c in Omega(1), c ~ n"


def test_a_uniform_claim_prints_its_parameters_and_parses_back() -> None:
    text = "parameters m real > 0, k integer >= 1\nclaim n*m in O(n) uniformly in m, k for n >= k assuming m >= k\n"
    stated = parse_document(text)
    assert print_document(stated) == text
    assert stated[0].claim.uniform == ("m", "k")


def test_a_document_prints_each_recurrence_once() -> None:
    text = """
    T(0) = 0; T(n) = T(n-1) + 1 for n >= 1
    source "x \\\\ \\"y\\""
    claim up: T(n) <= n
    claim "not a name": T in O(1) expect refuted
    recurrence
    S(m) = 1
    claim S == 1 expect unknown
    """
    printed = print_document(parse_document(text))
    assert printed == (
        "T(0) = 0\n"
        "T(n) = T(n - 1) + 1 for n >= 1\n"
        'source "x \\\\ \\"y\\""\n'
        "claim up: T(n) <= n\n"
        'claim "not a name": T(n) in O(1) expect refuted\n'
        "\n"
        "recurrence\n"
        "S(m) = 1\n"
        "claim S(m) == 1 expect unknown\n"
    )
    assert parse_document(printed) == parse_document(text)
    assert print_document(()) == ""
