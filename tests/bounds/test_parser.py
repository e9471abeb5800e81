"""What each form of the claim language means, as the records it becomes."""

import subprocess
import sys
from fractions import Fraction

import pytest

from bounds.claim import Claim
from bounds.expression import (
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Variable,
)
from bounds.language import parse_claim, parse_document, parse_expression, parse_recurrence
from bounds.recurrence import Comparison, Equation, Parameter, Recurrence

n, k, m, x = (Variable(v) for v in "nkmx")
one, two, three = (Number(Fraction(v)) for v in (1, 2, 3))
COUNT = parse_recurrence("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0.75", Number(Fraction(3, 4))),
        ("3/4", Div(three, Number(Fraction(4)))),
        ("a - b", Add((Variable("a"), Neg(Variable("b"))))),
        ("n*k/2*m", Mul((Div(Mul((n, k)), two), m))),
        ("n*(k*m)", Mul((n, k, m))),
        ("n*(k/m)", Mul((n, Div(k, m)))),
        ("n - (k + m)", Add((n, Neg(Add((k, m)))))),
        ("-n^2", Neg(Pow(n, two))),
        ("-2*n", Mul((Neg(two), n))),
        ("2^-n", Pow(two, Neg(n))),
        ("2^-n^2", Pow(two, Neg(Pow(n, two)))),
        ("2^n^2", Pow(two, Pow(n, two))),
        ("--n", n),
        ("2^n!", Pow(two, Apply("factorial", (n,)))),
        ("-n!", Neg(Apply("factorial", (n,)))),
        ("log(n)^2", Pow(Apply("log", (n,)), two)),
        ("log(n, 3)", Apply("log", (n, three))),
        ("pow(n, k)", Pow(n, k)),
        ("C(n, k)", Apply("binomial", (n, k))),
        ("max(n, k, 1)", Apply("max", (n, k, one))),
        ("max(k=1..n-1: k)", Fold("max", "k", one, Add((n, Neg(one))), k)),
        ("sum(k=1..n: T(k))", Fold("sum", "k", one, n, Call("T", (k,)))),
        ("root(x: (1/2)^x)", Root("x", Pow(Div(one, two), x))),
        ("e*pi*phi", Mul((Constant("e"), Constant("pi"), Constant("phi")))),
        ("O + o", Add((Variable("O"), Variable("o")))),
        ("T(0)", Call("T", (Number(Fraction(0)),))),
        (" n\t+\r\n1 ", None),
        ("n +\n1", Add((n, one))),
        ("(n\n+ 1) # all", Add((n, one))),
    ],
)
def test_an_expression_becomes_these_records(text: str, meant: Expression | None) -> None:
    if meant is None:
        with pytest.raises(ValueError, match="2 statements"):
            parse_expression("n\n1")
    else:
        assert parse_expression(text) == meant


def test_ranges_and_patterns_of_equations() -> None:
    r = parse_recurrence("T(m, 0) = 1; T(0, n) = 1; T(m, n) = T(m-1, n-1) for 1 <= m < 9, n >= 1 and n > 0")
    step = r.equations[2]
    assert step.patterns == (m, n)
    assert step.range == (
        Comparison(one, "<=", m),
        Comparison(m, "<", Number(Fraction(9))),
        Comparison(n, ">=", one),
        Comparison(n, ">", Number(Fraction(0))),
    )
    assert parse_recurrence("T(2*m+1) = 1; T(2*m) = 2").equations[0].patterns == (Add((Mul((two, m)), one)),)
    assert parse_recurrence("T(-1) = 1").equations[0].patterns == (Neg(one),)


def test_an_inequality_is_a_recurrence_too() -> None:
    assert [e.relation for e in parse_recurrence("T(0) = 0; T(n) <= T(n-1) + 1 for n >= 1").equations] == ["==", "<="]


def test_parameters_with_conditions_intervals_and_rounding() -> None:
    r = parse_recurrence(
        "rounding any\nparameters k integer >= 2, p real in (1/2, 1], a real != 1 and a > 0, c real\nT(1) = c"
    )
    p, a = Variable("p"), Variable("a")
    assert r.rounding == "any"
    assert r.parameters == (
        Parameter("k", "integer", (Comparison(k, ">=", two),)),
        Parameter("p", "real", (Comparison(p, ">", Div(one, two)), Comparison(p, "<=", one))),
        Parameter("a", "real", (Comparison(a, "!=", one), Comparison(a, ">", Number(Fraction(0))))),
        Parameter("c", "real", ()),
    )


def test_an_undeclared_name_is_a_real_parameter_after_the_declared_ones() -> None:
    r = parse_recurrence("T(n) = a*T(n-1) + b for n > 0; parameters k integer")
    assert r.parameters == (Parameter("k", "integer"), Parameter("a", "real"), Parameter("b", "real"))


def test_a_bound_name_is_no_parameter() -> None:
    r = parse_recurrence("T(0) = 1; T(n) = sum(j=0..n-1: j) + root(x: (1/2)^x) for n >= 1")
    assert r.parameters == ()


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("T in O(n)", "O"),
        ("claim T in Omega(n)", "Omega"),
        ("T(n) in Theta(n)", "Theta"),
        ("T in o(n)", "o"),
        ("T in omega(n)", "omega"),
        ("T ~ n", "~"),
        ("T <= n", "<="),
        ("T(n) >= n", ">="),
        ("T(n) = n", "=="),
        ("T(n) == n", "=="),
    ],
)
def test_every_relation_of_a_claim(text: str, relation: str) -> None:
    claim = parse_claim(text, COUNT)
    assert (claim.subject, claim.relation, claim.bound) == (Call("T", (n,)), relation, n)


def test_a_claim_carries_its_range_and_assumptions() -> None:
    claim = parse_claim("T(n) <= c*n for n >= 2, c > 1 assuming c in O(n) and c ~ 2", COUNT)
    c = Variable("c")
    assert claim.range == (Comparison(n, ">=", two), Comparison(c, ">", one))
    assert claim.assuming == (Comparison(c, "O", n), Comparison(c, "~", two))


def test_a_bare_subject_takes_the_sizes_of_the_step() -> None:
    r = parse_recurrence("T(j) = 1 for j <= 2; T(n) = T(floor(n/2)) + 1 for n > 2")
    assert parse_claim("T in O(n)", r).subject == Call("T", (n,))


def test_a_claim_needs_no_recurrence() -> None:
    [stated] = parse_document("claim b^2*k in Theta(b*k^2) assuming b*l in Omega(k)")
    assert stated.claim.recurrence == Recurrence(())
    assert stated.claim.assuming == (Comparison(Mul((Variable("b"), Variable("l"))), "Omega", k),)


def test_scopes_labels_sources_and_expectations() -> None:
    text = """
    claim early: T in O(n)            # stands before the equations it speaks of
    source "a \\"paper\\"; p. 3"
    T(0) = 0; T(n) = T(n-1) + 1 for n >= 1
    claim T in Omega(n^2) expect refuted
    recurrence other
    T(m) = 2 for m >= 1
    claim T == 2 expect unknown
    """
    first, second, third = parse_document(text)
    assert [s.name for s in (first, second, third)] == ["early", "", ""]
    assert [s.source for s in (first, second, third)] == ["", 'a "paper"; p. 3', 'a "paper"; p. 3']
    assert [s.expect for s in (first, second, third)] == ["proved", "refuted", "unknown"]
    assert [s.line for s in (first, second, third)] == [2, 5, 8]
    assert first.claim.recurrence is second.claim.recurrence
    assert third.claim.recurrence.name == "other"
    assert third.claim.recurrence.equations == (Equation("T", (m,), two, (Comparison(m, ">=", one),)),)


def test_a_line_goes_on_after_an_operator_a_comma_or_inside_brackets() -> None:
    text = "T(0) = 0\nT(n) = T(n-1) + # one more\n  1 for n >= 1,\n n < 9\nclaim T(\nn) <=\n n"
    [stated] = parse_document(text)
    assert isinstance(stated.claim, Claim)
    assert len(stated.claim.recurrence.equations[1].range) == 2


def test_c_is_a_cost_when_an_equation_says_so() -> None:
    r = parse_recurrence("C(0) = 0; C(n) = C(n-1) + 1 for n >= 1")
    assert r.functions() == ("C",)


def test_windows_line_ends_and_tabs_are_fine() -> None:
    assert parse_recurrence("T(0)\t= 0\r\nT(n) = T(n-1) for n >= 1\r\n") == parse_recurrence(
        "T(0) = 0\nT(n) = T(n-1) for n >= 1"
    )


@pytest.mark.parametrize("text", ["", "claim T in O(n)", "T(n) = 1\nrecurrence x", 'source "x"'])
def test_a_recurrence_alone_has_equations_only(text: str) -> None:
    with pytest.raises(ValueError, match="Rejected: language/syntax"):
        parse_recurrence(text)


def test_importing_the_language_builds_nothing() -> None:
    code = "import bounds.language, bounds.language.syntax as s; print(s._grammar.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
