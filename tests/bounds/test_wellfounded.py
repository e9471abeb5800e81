"""Which recurrences say something at every size."""

import pytest

from bounds.expression import Add, Call, Variable
from bounds.language import LanguageError, parse_recurrence
from bounds.recurrence import Equation, Recurrence
from bounds.wellfounded import NotWellFounded, check_well_founded
from tests.bounds.public_texts import all_texts


@pytest.mark.parametrize(("name", "text"), all_texts() or [("none", "T(n) = 1")])
def test_every_public_recurrence_is_accepted(name: str, text: str) -> None:
    check_well_founded(parse_recurrence(text))


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-1) + a for n > 0",
        "T(n) = 4/(n-2)*T(n-1) for n > 3",
        "T(n) = T(T(n+11)) for n <= 100; T(n) = n - 10 for n >= 101",
        "T(1) = 1; T(2) = 1; T(n) = T(T(n-1)) + T(n-T(n-1)) for n > 2",
        "rounding any; T(n) = 2*T(n/2) for n >= 2",
        "parameters k integer >= 2; R(1) = 0; R(m) = ceil(m/k) + R(ceil(m/k)) for m >= 2",
        "parameters k integer >= 1; T(n) = T(n-k) + 1 for n >= k",
        "A(n) = B(n) + 1; B(n) = A(n-1) + 1 for n >= 1; B(0) = 0",
        "T(0) = 0; T(2*m) = T(m) for m >= 1; T(2*m+1) = T(m) + 1",
        "T(m, 0) = m; T(0, n) = n; T(m, n) = T(m-1, n-1) for m >= 1, n >= 1",
        "A(0,n) = n+1; A(m,0) = A(m-1,1) for m >= 1; A(m,n) = A(m-1,A(m,n-1)) for m >= 1, n >= 1",
        "T(-1) = 0; T(n) = 2*T(n-1) + 1 for n > -1",
        "T(n) = 1 for n <= 0; T(n) = T(n-5) + 1 for n >= 1",
        "T(0) = 1; T(n) = T(n-1) for n >= 1; T(1) = 1",
        "T(n) = 0 for n <= 700; T(n) = T(n-1) + 1 for n > 700",
        "T(n) = T(n-1) + log(log(n)) for n >= 2",
    ],
)
def test_these_are_well_founded(text: str) -> None:
    parse_recurrence(text)


@pytest.mark.parametrize(
    ("text", "have"),
    [
        ("T(1) = 1; T(n) = 2*T(floor(n/2)) + 1 for n >= 4", "T(2) has none, T(1) and T(4) have"),
        ("T(0) = 1; T(n) = T(n-1) + 1 for n >= 2", "T(1) has none, T(0) and T(2) have"),
        ("T(1) = 1; T(2*m) = T(m) for m >= 1", "T(3) has none, T(1) and T(4) have"),
        ("T(n) = T(n-1) + 1", "T(0) calls T(-1), which has none"),
        ("T(0) = 1; T(n) = T(n-2) + 1 for n >= 1", "T(1) calls T(-1), which has none"),
        ("T(n) = T(n) + 1 for n >= 1", "T(1) calls T(1)"),
        ("T(0) = 0; T(n) = T(ceil(n/2)) for n >= 1", "T(1) calls T(1)"),
        ("rounding any; T(n) = 2*T(n/2) for n >= 1", "T(1) calls T(1)"),
        ("A(n) = B(n); B(n) = A(n)", "A(0) calls B(0) calls A(0)"),
        ("T(n) = T(n+1) for n >= 1", "T(1) calls T(2) calls T(3) and so on, 3,000 calls deep"),
        ("T(n) = T(n-1) for n <= 5", "T(0) calls T(-1) calls T(-2) and so on, 3,000 calls deep"),
        ("T(n) = T(n-1) + 1/(n-300) for n >= 1", "the denominator is 0 at T(300)"),
        ("T(n) = T(n-1)/log(n) for n >= 1", "the denominator is 0 at T(1)"),
        ("T(n) = T(n-1) + log(log(n)) for n >= 1", "the logarithm is taken of 0 at T(1)"),
        ("T(n) = T(n-1) + sqrt(5-n) for n >= 1", "the square root is taken of a negative number at T(6)"),
        ("T(n) = T(n-1) + sum(k=0..n: 1/(k-7)) for n >= 1", "the denominator is 0 at T(7)"),
        ("T(n) = T(n-1) + factorial(3-n) for n >= 1", "the factorial is taken of -1 at T(4)"),
        ("T(n) = T(n-1) + (n-2)^(-1) for n >= 1", "0 to the power -1 at T(2)"),
        ("T(n) = a*T(n-1)/b for n >= 1", "the denominator is 0 at T(1) (with b = 0)"),
        ("T(n) = T(2^(n-3)) for n >= 1", "T(1) calls T(1/4)"),
        ("T(n) = 1 for n <= 2; T(0) = 3", "T(0) is 3 and 1"),
        ("T(0) = 1; T(n) = T(n-1) + 1 for n >= 1; T(2) = 5", "T(2) is 5 and 3"),
        ("T(n) = T(n-1) + 1 for n >= 1; T(n) = 2*T(n-1) for n >= 1", "T(1) has two equations"),
        ("T(0, n) = 1; T(m, n) = T(m-1, n) + T(m, n-1) for m >= 1", "T(1, 0) calls T(1, -1), which has none"),
        ("T(m, n) = T(n, m) for m >= 1", "T(1, 1) calls T(1, 1)"),
    ],
)
def test_these_are_refused_at_the_smallest_size(text: str, have: str) -> None:
    with pytest.raises(NotWellFounded) as caught:
        parse_recurrence(text)
    assert caught.value.have == have
    assert isinstance(caught.value, LanguageError)
    assert caught.value.line == 1


def test_a_recurrence_built_in_python_is_refused_without_a_place() -> None:
    n = Variable("n")
    r = Recurrence((Equation("T", (n,), Add((Call("T", (n,)), n))),))
    with pytest.raises(NotWellFounded) as caught:
        check_well_founded(r)
    assert str(caught.value) == (
        "Rejected: language/well-founded\n"
        "  need  calls at smaller sizes\n"
        "  have  T(0) calls T(0)\n"
        "  try   an equation T(0) = ..., and the step only for n >= 1"
    )
    assert (caught.value.line, caught.value.equation) == (0, 0)
