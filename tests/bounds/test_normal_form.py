"""Normal forms keep the value, and stay as they are; lines and substitutions mean what they say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bounds.evaluation import Evaluator
from bounds.expression import (
    Add,
    Apply,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Variable,
    add,
    free_variables,
    mul,
    neg,
    number,
)
from bounds.language import parse_expression, print_expression
from bounds.normal_form import affine, expression, form, normal, substitute
from bounds.value import Enclosure, TooLarge, Undefined, Value

quiet = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
names = st.sampled_from(["x", "y", "k"])
leaves = st.one_of(
    st.integers(0, 4).map(number), st.sampled_from(["1/2", "0.3"]).map(parse_expression), names.map(Variable)
)


def grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    two = st.tuples(parts, parts)
    return st.one_of(
        two.map(Add), two.map(Mul), two.map(lambda p: add(*p)), two.map(lambda p: mul(*p)), parts.map(neg),
        parts.map(Neg), two.map(lambda p: Div(*p)), st.builds(Pow, parts, st.integers(0, 3).map(number)),
        st.builds(Pow, parts, st.integers(1, 2).map(lambda k: neg(number(k)))),
        st.builds(lambda f, p: Apply(f, (p,)), st.sampled_from(["floor", "ceil"]), parts),
        st.builds(lambda f, p: Apply(f, p), st.sampled_from(["max", "min"]), two),
        st.builds(Fold, st.sampled_from(["sum", "max"]), names, st.integers(0, 1).map(number), parts, parts),
    )  # fmt: skip


expressions = st.recursive(leaves, grown, max_leaves=12)
places = st.fixed_dictionaries(
    {"x": st.integers(-2, 4), "y": st.fractions(-2, 3, max_denominator=3), "k": st.integers(0, 3)}
)


def value(e: Expression, at: dict) -> Value:
    try:
        found = Evaluator(20_000).value(e, at)
    except (Undefined, TooLarge):
        return None
    return None if isinstance(found, Enclosure) else found


@quiet
@given(expressions, places)
def test_a_normal_form_has_the_same_value(e: Expression, at: dict) -> None:
    before = value(e, at)
    assume(before is not None)
    assert value(normal(e), at) == before


@quiet
@given(expressions)
def test_a_normal_form_is_its_own_normal_form(e: Expression) -> None:
    once = normal(e)
    assert normal(once) == once
    assert form(once) == form(e)


@quiet
@given(expressions)
def test_a_normal_form_is_written_in_canonical_shape(e: Expression) -> None:
    canonical = parse_expression(print_expression(e))
    assert parse_expression(print_expression(normal(canonical))) == normal(canonical) or has_fraction(normal(canonical))


def has_fraction(e: Expression) -> bool:
    from bounds.expression import all_subexpressions

    return any(isinstance(p, Number) and p.value.denominator != 1 for p in all_subexpressions(e))


@quiet
@given(expressions, places)
def test_a_line_is_the_expression_and_its_ends_are_free_of_the_variable(e: Expression, at: dict) -> None:
    line = affine(e, "x")
    assume(line is not None)
    a, b = line
    assert "x" not in (*free_variables(a), *free_variables(b))
    before = value(e, at)
    assume(before is not None)
    assert value(Add((a, Mul((b, Variable("x"))))), at) == before


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("3*x + 2*k", ("2*k", "3")), ("(x + 1)*k - x", ("k", "k - 1")), ("x*x", None), ("ceil(x/2)", None),
        ("x/k + 1", ("1", "1/k")), ("k/x", None), ("sum(x=0..3: x) + x", ("sum(x=0..3: x)", "1")),
        ("sum(i=0..x: i)", None), ("(x + 1)^2 - x^2", ("1", "2")), ("x*ceil(x/k)", None), ("7", ("7", "0")),
    ],
)  # fmt: skip
def test_the_line_of(text: str, line: tuple[str, str] | None) -> None:
    found = affine(parse_expression(text), "x")
    assert (found and tuple(map(print_expression, found))) == line


@quiet
@given(expressions, st.dictionaries(names, expressions, max_size=3), places)
def test_a_substitution_has_the_value_at_the_values(e: Expression, put: dict, at: dict) -> None:
    inner = {name: value(v, at) for name, v in put.items()}
    assume(all(v is not None for v in inner.values()))
    before = value(e, {**at, **inner})
    assume(before is not None)
    assert value(substitute(e, put), at) == before


@pytest.mark.parametrize(
    ("text", "put", "result"),
    [
        ("sum(k=0..x: k*x)", {"x": "k"}, "sum(k_1=0..k: k_1*k)"),
        ("sum(k=0..x: k)", {"x": "k"}, "sum(k=0..k: k)"),
        ("sum(k=0..k: k)", {"k": "y"}, "sum(k=0..y: k)"),
        ("sum(k=0..2: k + x + k_1)", {"x": "k"}, "sum(k_2=0..2: k_2 + k + k_1)"),
        ("sum(k=0..2: sum(x=0..k: x*y))", {"y": "k + x"}, "sum(k_1=0..2: sum(x_1=0..k_1: x_1*(k + x)))"),
        ("root(k: k^-1 + x*k^-2)", {"x": "k"}, "root(k_1: k_1^-1 + k*k_1^-2)"),
        ("T(x) + x", {"x": "y", "y": "x"}, "T(y) + y"),
    ],
)
def test_a_name_that_is_bound_catches_nothing(text: str, put: dict[str, str], result: str) -> None:
    found = substitute(parse_expression(text), {name: parse_expression(v) for name, v in put.items()})
    assert print_expression(found) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("n*2 + 3*n - 5*n", "0"), ("a*b + b*a", "2*a*b"), ("(n + 1)^2", "n^2 + 2*n + 1"), ("n/2 + n/2", "n"),
        ("max(1, 2, n, n)", "max(n, 2)"), ("max(max(a, b), c)", "max(a, b, c)"), ("min(2, 7)", "2"),
        ("max(a + 0, a)", "a"), ("1/(2*n)", "0.5/n"), ("n^0", "1"), ("T(n - 1) + T(n - 1)", "2*T(n - 1)"),
        ("floor(n/2 + 0)", "floor(n/2 + 0)"), ("6/4*n", "3*n/2"), ("0.5*n", "n/2"), ("-(a - b)", "-a + b"),
    ],
)  # fmt: skip
def test_the_normal_form_of(text: str, result: str) -> None:
    assert print_expression(normal(parse_expression(text))) == result


def test_a_product_of_many_terms_stays_as_it_is_written() -> None:
    wide = add(*(Variable(f"a{i}") for i in range(20)))
    assert normal(Mul((wide, wide))) == Mul((wide, wide))
    assert normal(Pow(wide, number(2))) == Pow(wide, number(2))
    assert len(form(Mul((wide, Variable("b"))))) == 20


def test_a_sum_of_thousands_of_products_takes_moderate_time() -> None:
    terms = [Mul((Variable(f"a{i}"), Variable(f"b{i}"))) for i in range(5_000)]
    found = form(Add((*terms, *(Mul(tuple(reversed(t.factors))) for t in terms))))
    assert set(found.values()) == {Fraction(2)}
    assert expression(found) == normal(Add(tuple(Mul((number(2), t)) for t in terms)))
