"""Every printed text parses back to the equal object."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bounds.claim import Claim, Stated
from bounds.expression import Apply, Call, Constant, Div, Expression, Fold, Number, Pow, Root, Variable, add, mul, neg
from bounds.language import (
    LanguageError,
    parse_claim,
    parse_document,
    parse_expression,
    parse_recurrence,
    print_claim,
    print_document,
    print_expression,
    print_recurrence,
)
from bounds.recurrence import Comparison, Equation, Parameter, Recurrence
from tests.bounds.public_texts import all_texts

names = st.sampled_from(["a", "b", "x1", "foo_bar", "O", "real", "any", "proved"])
decimals = st.builds(lambda p, q: Number(Fraction(p, q)), st.integers(0, 99), st.sampled_from([1, 1, 1, 2, 8, 10, 125]))
leaves = st.one_of(decimals, names.map(Variable), st.sampled_from(["e", "pi", "phi"]).map(Constant))


def grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Expressions in canonical shape made of these parts."""
    lists = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        lists.map(lambda p: add(*p)),
        lists.map(lambda p: mul(*p)),
        parts.map(neg),
        st.builds(Div, parts, parts),
        st.builds(Pow, parts, parts),
        st.builds(
            lambda f, p: Apply(f, (p,)), st.sampled_from(["floor", "log", "sqrt", "H", "factorial", "cos"]), parts
        ),
        st.builds(lambda f, p, q: Apply(f, (p, q)), st.sampled_from(["log", "binomial", "max", "min"]), parts, parts),
        lists.map(lambda p: Call("T", tuple(p))),
        st.builds(Fold, st.sampled_from(["sum", "max", "min"]), names, parts, parts, parts),
        st.builds(Root, names, parts),
    )


expressions = st.recursive(leaves, grown, max_leaves=25)


def reparsed(text: str) -> Expression:
    try:
        return parse_expression(text)
    except LanguageError as error:
        assume(error.who != "limit")  # a constant such as 99^99^99 may be built, but not read
        raise


@settings(deadline=None, max_examples=500)
@given(expressions)
def test_an_expression(e: Expression) -> None:
    assert reparsed(print_expression(e)) == e


@pytest.mark.parametrize(("name", "text"), all_texts() or [("none", "T(n) = 1")])
def test_a_public_recurrence(name: str, text: str) -> None:
    recurrence = parse_recurrence(text)
    printed = print_recurrence(recurrence)
    assert parse_recurrence(printed) == recurrence
    assert print_recurrence(parse_recurrence(printed)) == printed


n, zero, one = Variable("n"), Number(Fraction(0)), Number(Fraction(1))
plain = st.recursive(
    st.one_of(decimals, st.sampled_from([n, Variable("a"), Variable("b"), Variable("k")])),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda p: add(*p)),
        st.lists(parts, min_size=2, max_size=3).map(lambda p: mul(*p)),
        parts.map(neg),
    ),
    max_leaves=6,
)
sizes = st.sampled_from(["n - 1", "n - 3", "floor(n/2)", "ceil(2*n/3)", "floor(n/3 + 1/2)"]).map(parse_expression)
relations = st.sampled_from(["<=", ">=", "==", "<", ">", "!="])
conditions = st.lists(
    st.builds(Comparison, st.sampled_from([Variable("a"), Variable("b")]), relations, decimals), max_size=3
)
parameters = st.tuples(
    st.builds(Parameter, st.just("k"), st.just("integer"), st.just((Comparison(Variable("k"), ">=", one),))),
    st.builds(Parameter, st.just("a"), st.just("real"), conditions.map(tuple)),
    st.builds(Parameter, st.just("b"), st.sampled_from(["real", "integer"]), conditions.map(tuple)),
)


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    calls = [mul(draw(decimals), Call("T", (s,))) for s in draw(st.lists(sizes, min_size=1, max_size=3))]
    start = Number(Fraction(3))
    return Recurrence(
        (
            Equation("T", (n,), add(draw(decimals)), (Comparison(n, "<", start),)),
            Equation(
                "T", (n,), add(*calls, draw(plain)), (Comparison(n, ">=", start),), draw(st.sampled_from(["==", "<="]))
            ),
        ),
        draw(parameters),
        draw(st.sampled_from(["stated", "any"])),
        draw(st.sampled_from(["", "tree", "a name"])),
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    relation = draw(st.sampled_from(["<=", ">=", "==", "O", "Omega", "Theta", "o", "omega", "~"]))
    within = draw(st.lists(st.builds(Comparison, st.just(n), relations, decimals), max_size=2))
    assumed = st.builds(Comparison, plain, st.sampled_from(["<", "O", "Theta", "~", "!="]), plain)
    return Claim(
        draw(recurrences()),
        Call("T", (n,)),
        relation,
        draw(plain),
        tuple(within),
        tuple(draw(st.lists(assumed, max_size=2))),
    )


@settings(deadline=None, max_examples=100)
@given(recurrences())
def test_a_recurrence(r: Recurrence) -> None:
    read = parse_recurrence(print_recurrence(r))
    assert (read, read.name) == (r, r.name)


@settings(deadline=None, max_examples=100)
@given(claims())
def test_a_claim(claim: Claim) -> None:
    assert parse_claim(print_claim(claim), claim.recurrence) == claim


stated = st.builds(
    Stated,
    claims(),
    st.sampled_from(["proved", "refuted", "unknown"]),
    st.sampled_from(["", "upper", "claim", 'a "b" \\ c', "for"]),
    st.sampled_from(["", "a paper", 'quoted "x"; # y', "back\\slash", "two\nlines"]),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(stated, max_size=3))
def test_a_document(items: list[Stated]) -> None:
    assert parse_document(print_document(tuple(items))) == tuple(items)
