"""Closed forms: the public answers are found, and the kernel's ring shows by substitution that they are right."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bounds.encoding import expression_to_json
from bounds.expression import Expression
from bounds.language import parse_document, parse_expression, parse_recurrence, print_expression
from bounds.recurrence import Equation
from checkers.closed_forms import agrees, all_closed_forms, partial_sum
from checkers.decide import decide
from checkers.kernel import decode
from checkers.kernel.ring import OutsideRing, vanishes
from checkers.sympy_form import from_sympy, to_sympy

EXACT = {
    "T(n) = 2*T(n-1) + 1 for n > 0; T(0) = 3": "2^(n+2)-1",
    "T(n) = n*T(n-1) for n > 0; T(0) = 1": "factorial(n)",
    "T(n) = T(n-1) + T(n-2) for n > 1; T(0) = 0; T(1) = 1": "(((1+sqrt(5))/2)^n-((1-sqrt(5))/2)^n)/sqrt(5)",
    "T(n) = T(n-1) + 1/n for n > 0; T(0) = 0": "H(n)",
    "T(n) = T(n-2) + 1 for n > 1; T(0) = 0; T(1) = 1": "n/2 + (1-(-1)^n)/4",
    "T(n) = 2*T(n-1) + 1 for n > -1; T(-1) = 0": "2^(n+1)-1",
    "T(n) = T(n-1) + n*2^n for n > 0; T(0) = 0": "(n-1)*2^(n+1)+2",
    "T(n) = -2*T(n-1)-T(n-2)+2^n for n > 1": ("4/9*2^n+(-1)^n*n*4/3-(-1)^n*4/9+(-1)^n*(1-n)*T(0)-(-1)^n*n*T(1)"),
    "T(n) = 7*T(n-1)+10*(2^(n-1)*c)^2 for n > 0": "7^n*T(0)+c^2*10/3*(7^n-4^n)",
    "T(n) = (1-a)*T(n-1)+b*(1-T(n-1)) for n > 0": "(1-a-b)^n*T(0)-(a+b)^(-1)*b*(1-a-b)^n+b*(a+b)^(-1)",
    "T(n) = 5*T(n-1)-6*T(n-2)+4 for n > 1": "T(0)*(3*2^n-2*3^n)+T(1)*(3^n-2^n)+2*3^n-4*2^n+2",
    "T(n) = T(n-1)+1/(n*(n+1))+5 for n > 0": "(1+n)^(-1)*n+T(0)+5*n",
    "T(n) = T(n-1)+b/(n*(n+1))+3*2^n+4 for n > 0": "-6+b*(1+n)^(-1)*n+6*2^n+T(0)+4*n",
    "T(n) = T(n-1)+7*n+factorial(n)*n for n > 0": "-1+7/2*n^2+factorial(1+n)+T(0)+7/2*n",
    "T(n) = T(n-1)+factorial(1+2*n)^(-1)*factorial(n)*(1+4*n) for n > 0": (
        "1-4*factorial(3+2*n)^(-1)*factorial(1+n)*n-6*factorial(3+2*n)^(-1)*factorial(1+n)+T(0)"
    ),
    "T(n) = 4/(n-2)*T(n-1) for n > 3": "1/64*4^n*factorial(-2+n)^(-1)*T(3)",
    "T(n) = 2^n*T(n-1) for n > 0": "2^(1/2*n+1/2*n^2)*T(0)",
    "T(n) = a*T(n-1)+n^2 for n > 0": "T(0)*a^n+(a^(n+2)+a^(n+1)-n^2+(2*n^2+2*n-1)*a-(n+1)^2*a^2)/(a-1)^3",
    "T(n) = 4^(n-1)*T(n-1)+2^((n-1)^2) for n > 0": "-2*2^(n^2)*(1/4)^n+2^(1+n^2)*(1/2)^n+2^(n^2)*(1/2)^n*T(0)",
    "T(n) = (n-1)/n*T(n-1)+a for n > 2": "1/2*a+1/2*a*n+2*T(2)*n^(-1)-3*a*n^(-1)",
    "T(n) = 2*T(n-2) for n > 1": "1/2*T(0)*2^(n/2)*(1+(-1)^n)+sqrt(2)*1/4*T(1)*2^(n/2)*(1-(-1)^n)",
    "T(n) = T(n-1)+4*T(n-2)-4*T(n-3) for n > 2": (
        "(4/3-1/2*2^n+1/6*(-2)^n)*T(0)+(1/4*2^n-1/4*(-2)^n)*T(1)+(-1/3+1/4*2^n+1/12*(-2)^n)*T(2)"
    ),
    "T(n) = T(n-1) + T(n-2) + n for n > 1; T(0) = 0; T(1) = 0": (
        "-3-n+(3+sqrt(5))/2*((1+sqrt(5))/2)^n+(3-sqrt(5))/2*((1-sqrt(5))/2)^n"
    ),
    "T(n) = T(n-1) + (n-1)^5 + (n-1)^3 for n > 0; T(0) = 0": "-n^3/2-n^5/2+n^2/6+n^6/6+2*n^4/3",
    "T(n) = ((n-2)^2+3*(n-2)-2)/(n-3)*T(n-1) - 2*(n-2)*(n-1)/(n-3)*T(n-2) for n > 5; T(4) = -24; T(5) = -264": (
        "-3*factorial(n)+3*2^n"
    ),
    "T(n) = (16*n^2-32*n+12)/(4*n^2-12*n+9)*T(n-1) for n > 1; T(1) = 1": "4^(n-1)*(2*n-1)",
    "T(n) = T(n-1) - T(n-2)/4 for n > 1; T(0) = 0; T(1) = 1": "2^(1-n)*n",
    "T(n) = sum(k=1..n-1: T(k)+T(n-k)) + 1 for n > 1; T(1) = 1": "3^(n-1)",
    "T(n) = (1/n)*sum(k=0..n-1: T(k)) + n for n > 0; T(0) = 0": "2*n - H(n)",
    "T(n) = (1/n)*sum(k=0..n-1: T(k)) + n - 1 for n > 0; T(0) = 0": "2*n - 2*H(n)",
    "T(n) = max(k=1..n-1: T(k)+T(n-k)) + 1 for n > 1; T(1) = 0": "n-1",
}
NONE = [
    "T(n) = T(floor(n/2)) + 1 for n > 1; T(1) = 0",
    "T(n) = T(n-3) + T(3) + n for n > 3; T(n) = 1 for n <= 3",
    "T(n) = T(n-1)^2 + 1 for n > 0; T(0) = 1",
]


def tree(e: Expression) -> Any:
    return decode.expression(expression_to_json(e))


def step_of(text: str) -> Equation:
    return parse_recurrence(text).equations[0]


def substituted(e: Any, form: Any, total: Any, n: str) -> Any:
    """The body of a step with the form for T and its partial sum for the sum of T."""
    if not isinstance(e, tuple):
        return e
    if e[0] == "fold":
        return ("mul", Fraction(len(decode.calls(e[5]))), total)
    if e[0] == "call" and decode.symbols(e[2]):
        return decode.substitute(form, n, e[2])
    return tuple(substituted(part, form, total, n) if isinstance(part, tuple) else part for part in e)


def is_shown(text: str, form: Expression) -> bool:
    """Whether the ring shows that the form satisfies the step, and that its partial sum is one."""
    step = step_of(text)
    g, body, total = tree(form), tree(step.body), None
    for fold in (part for part in _parts(body) if part[0] == "fold"):
        found = partial_sum(form, "n", int(fold[3]))
        assert found is not None
        total = tree(found)
        rise = ("add", decode.substitute(total, "n", ("add", ("var", "n"), Fraction(1))), ("neg", total), ("neg", g))
        if not (vanishes(rise, "n") and vanishes(decode.substitute(total, "n", fold[3]), "n")):
            return False
    return vanishes(("add", substituted(body, g, total, "n"), ("neg", g)), "n")


def _parts(e: Any) -> list[Any]:
    return [e, *(part for inner in e for part in _parts(inner))] if isinstance(e, tuple) else []


@pytest.mark.parametrize("text", EXACT)
def test_public_answers_are_found_and_equal(text: str) -> None:
    recurrence = parse_recurrence(text)
    found = next(all_closed_forms(recurrence, "T"))
    known = parse_expression(EXACT[text])
    start = next(n for n in range(-1, 9) if agrees(recurrence, "T", found, "n", n))
    assert agrees(recurrence, "T", known, "n", start)


@pytest.mark.parametrize("text", [text for text in EXACT if "max(" not in text])
def test_the_ring_shows_each_form_by_substitution(text: str) -> None:
    assert is_shown(text, next(all_closed_forms(parse_recurrence(text), "T")))
    assert not is_shown_somehow(text, parse_expression(f"{EXACT[text]} + n^3 + 1/(n+2)"))


def is_shown_somehow(text: str, form: Expression) -> bool:
    try:
        return is_shown(text, form)
    except (OutsideRing, AssertionError):
        return False


@pytest.mark.parametrize("text", NONE)
def test_no_form_is_guessed_where_none_fits(text: str) -> None:
    assert list(all_closed_forms(parse_recurrence(text), "T")) == []


@pytest.mark.parametrize(
    ("text", "lower", "expected"),
    [
        ("2*n - H(n)", 0, "n^2 - n*H(n)"),
        ("3^(n-1)", 1, "(3^(n-1) - 1)/2"),
        ("n", 0, "n*(n-1)/2"),
        ("a*n^2", 1, "a*(2*n-1)*n*(n-1)/6"),
    ],
)
def test_partial_sums(text: str, lower: int, expected: str) -> None:
    total = partial_sum(parse_expression(text), "n", lower)
    assert total is not None
    assert vanishes(("add", tree(total), ("neg", tree(parse_expression(expected)))), "n")


def test_a_partial_sum_that_has_no_form_is_none() -> None:
    assert partial_sum(parse_expression("factorial(n)"), "n", 0) is None


def test_forms_go_to_sympy_and_back() -> None:
    texts = ["a*n^2 - 3/4*2^n", "factorial(n)/H(n)", "T(0)*(1-a)^(n-1)", "sqrt(5)*e^n + log(n)", "-1/n"]
    for text in texts:
        e = parse_expression(text)
        assert to_sympy(from_sympy(to_sympy(e))) == to_sympy(e)
        assert parse_expression(print_expression(from_sympy(to_sympy(e)))) == from_sympy(to_sympy(e))


def test_a_product_that_starts_at_a_parameter_has_its_power_as_a_form() -> None:
    text = "parameters A real > 0; S(0) = A; S(n) = A*S(n-1) for n >= 1; claim S(n) == A^(n+1)"
    (stated,) = parse_document(text)
    assert decide(stated.claim).decision == "proved"


def test_no_form_is_better_than_a_crash_where_a_base_value_is_a_product_of_parameters() -> None:
    text = "parameters A real > 0 and <= 1, x real >= 0; S(1) = A*x; S(n) = A*S(n-1) for n >= 2; claim S(n) <= A*x"
    (stated,) = parse_document(text)
    assert decide(stated.claim).decision in ("proved", "unknown")
