"""Values at concrete sizes: T by its equations, formulas against mpmath, and comparisons that are decided or not."""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.kernel import decode
from checkers.kernel.evaluate import Needs, Values, decide
from checkers.kernel.refusal import Rejected
from tests.checkers.kernel.direct import read
from tests.checkers.kernel.real import encloses
from tests.checkers.kernel.test_expand import FORMULAS, as_real, formulas, value
from tests.checkers.proofs import claim

F = Fraction


def values_of(recurrence: str, parameters: dict[str, Fraction] | None = None, **free: Fraction) -> Values:
    about = decode.claim(claim(recurrence, "T(n) <= 0"))
    return Values(about, parameters or {}, {("T", (int(k[1:]),)): q for k, q in free.items()})


COUNT = values_of("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1")


def by_recursion(step, base):
    """T by plain recursion in Python."""
    known = {}

    def t(n: int):
        if n not in known:
            known[n] = base(n) if base(n) is not None else step(t, n)
        return known[n]

    return t


RECURRENCES = [
    (
        "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2",
        by_recursion(lambda t, n: t(n // 2) + t(-(-n // 2)) + n - 1, lambda n: 0 if n == 1 else None),
    ),
    (
        "T(0) = 0; T(1) = 1; T(n) = T(n-1) + T(n-2) for n >= 2",
        by_recursion(lambda t, n: t(n - 1) + t(n - 2), lambda n: n if n < 2 else None),
    ),
    (
        "T(n) = 1 for n <= 3; T(n) = 3*T(ceil(n/2)+1) + n for n >= 4",
        by_recursion(lambda t, n: 3 * t(-(-n // 2) + 1) + n, lambda n: 1 if n <= 3 else None),
    ),
    (
        "T(0) = 0; T(n) = n - 1 + 2/n*sum(k=0..n-1: T(k)) for n >= 1",
        by_recursion(lambda t, n: n - 1 + F(2, n) * sum(t(k) for k in range(n)), lambda n: F(0) if n == 0 else None),
    ),
    (
        "T(0) = 0; T(1) = 1; T(n) = 1 + max(k=1..n-1: T(k) + T(n-1-k)) for n >= 2",
        by_recursion(lambda t, n: 1 + max(t(k) + t(n - 1 - k) for k in range(1, n)), lambda n: n if n < 2 else None),
    ),
    (
        "T(0) = 5; T(n) = T(floor(n/3))/2 - 1/n for n >= 1",
        by_recursion(lambda t, n: F(t(n // 3)) / 2 - F(1, n), lambda n: F(5) if n == 0 else None),
    ),
    (
        "T(0) = 1; T(2*m + 1) = m for m >= 0; T(2*m) = T(m) + 1 for m >= 1",
        by_recursion(lambda t, n: n // 2 if n % 2 else t(n // 2) + 1, lambda n: 1 if n == 0 else None),
    ),
]


@pytest.mark.parametrize(("text", "t"), RECURRENCES, ids=[r[0][:40] for r in RECURRENCES])
def test_T_is_what_its_equations_say(text, t):
    values = values_of(text)
    first = 1 if text.startswith("T(1)") else 0
    for n in [*range(first, 40), 100]:
        assert values.at("T", n) == (t(n), t(n))


def test_a_deep_recursion_needs_no_deep_stack():
    assert COUNT.at("T", 15_000) == (15_000, 15_000)


def test_parameters_and_free_values_are_used():
    values = values_of("parameters a real; T(n) = a*T(n-1) + 1 for n >= 1", {"a": F(1, 2)}, t0=F(3))
    assert values.at("T", 2) == (F(9, 4), F(9, 4))
    assert values.called_by(("T", (1,))) == [("T", (0,))]
    assert values.called_by(("T", (0,))) == []


def test_under_any_rounding_a_value_encloses_every_choice():
    values = values_of("rounding any; T(1) = 1; T(2) = 4; T(n) = T(n/2) + n for n >= 3")
    assert values.at("T", 3) == (4, 7)  # T(1) + 3 or T(2) + 3
    assert values.at("T", 4) == (8, 8)
    assert values.at("T", 7) == (11, 15)  # T(3) + 7 or T(4) + 7
    assert set(values.called_by(("T", (7,)))) == {("T", (3,)), ("T", (4,))}


def test_a_pattern_binds_its_variable():
    values = values_of("T(0) = 0; T(2*m + 1) = m for m >= 0; T(2*m) = m for m >= 1")
    ((_, bound),) = values.all_fitting(("T", (7,)))
    assert bound == {"m": 3}
    assert values.all_fitting(("T", (-2,))) == []


def test_a_repeated_variable_in_a_pattern_binds_once():
    about = decode.claim(
        claim("T(n, n) = 1; T(n, 0) = 0 for n >= 1; T(n, m) = T(n-1, m) for n > m, m >= 1", "T(n, m) <= 1")
    )
    values = Values(about, {}, {})
    assert [values.at("T", n, m) for n, m in ((2, 2), (3, 0), (5, 2))] == [(1, 1), (0, 0), (1, 1)]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_enclosed(text):
    e = read(text)
    for n in (16, 17, 40):
        a = COUNT.value(e, {"n": F(n)})
        assert encloses(a, as_real(value(e, n))) or text.startswith(("sin", "cos"))
        assert a[1] - a[0] <= (abs(a[0]) + 1) * F(1, 1 << 60) or text.startswith(("sin", "cos"))


@settings(max_examples=80)
@given(formulas, st.integers(20, 99))
def test_a_random_formula_is_enclosed(e, n):
    try:
        a = COUNT.value(e, {"n": F(n)})
    except Rejected:
        return
    assert encloses(a, as_real(value(e, n)))


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("binomial(10, 3)", comb(10, 3)),
        ("binomial(3, 10)", 0),
        ("binomial(3, -1)", 0),
        ("factorial(20)", factorial(20)),
        ("H(4)", F(25, 12)),
        ("H(0)", 0),
        ("Fib(90)", 2880067194370816120),
        ("Fib(0)", 0),
        ("0^0", 1),
        ("(-2)^3", -8),
        ("2^(-3)", F(1, 8)),
        ("8^(2/3)", 4),
        ("floor(-7/2)", -4),
        ("ceil(-7/2)", -3),
        ("max(3, 1/2, 4)", 4),
        ("min(3, 1/2)", F(1, 2)),
        ("log2(8)", 3),
        ("log(8, 4)", F(3, 2)),
        ("sum(k=1..100: k)", 5050),
        ("sum(k=1..0: 1/(k-k))", 0),
        ("max(k=-3..2: k^2)", 9),
        ("min(k=-3..2: k^3)", -27),
        ("sqrt(9/4)", F(3, 2)),
        ("sum(k=1..3: sum(j=1..k: j*k))", 25),
        ("4^log2(3)", 9),
        ("(1/2)^log2(3)", F(1, 3)),
    ],
)
def test_a_rational_value_is_exact(text, exact):
    assert COUNT.value(read(text), {}) == (exact, exact)


def test_a_call_whose_value_is_not_known_is_named():
    with pytest.raises(Needs) as needs:
        values_of("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1").value(read("T(3)"), {})
    assert needs.value.key == ("T", (3,))


SIGNS = {(-2, -1): "<", (-1, 0): "<0", (0, 0): "=", (0, 1): "0>", (1, 2): ">", (-1, 1): "?"}
SURE = {"<=": ("<", "<0", "="), ">=": (">", "0>", "="), "<": ("<",), ">": (">",), "==": ("=",), "!=": ("<", ">")}
NEVER = {"<=": (">",), ">=": ("<",), "<": (">", "0>", "="), ">": ("<", "<0", "="), "==": ("<", ">"), "!=": ("=",)}


@pytest.mark.parametrize("relation", SURE)
@pytest.mark.parametrize("difference", SIGNS)
def test_a_comparison_is_decided_only_when_every_value_agrees(relation, difference):
    kind = SIGNS[difference]
    said = decide(relation, (F(difference[0]), F(difference[1])))
    assert said is (True if kind in SURE[relation] else False if kind in NEVER[relation] else None)
