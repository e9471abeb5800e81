"""A least value is never above a true value, and what is said to be evident holds."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bounds.evaluation import Evaluator
from bounds.expression import Apply, Call, Div, Expression, Mul, Pow, Variable, add, mul, neg, number
from bounds.language import parse_expression, parse_recurrence
from bounds.least import Knowledge
from bounds.recurrence import Comparison
from bounds.value import Enclosure, TooLarge, Undefined, ends
from checkers.executions.costs import holds

INTEGERS, REALS = ("n", "w", "k"), ("p",)
names = st.sampled_from([*INTEGERS, *REALS])
linear = st.recursive(
    st.one_of(st.integers(0, 4).map(number), names.map(Variable)),
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda t: add(*t)), parts.map(neg), st.builds(lambda a: mul(number(2), a), parts)
    ),
    max_leaves=4,
)
rounded = st.builds(lambda f, a, b: Apply(f, (Div(a, b),)), st.sampled_from(["floor", "ceil"]), linear, linear)
facts = st.lists(
    st.builds(
        Comparison, st.one_of(names.map(Variable), linear, rounded),
        st.sampled_from(["<=", ">=", "<", ">", "==", "!="]), st.one_of(linear, rounded),
    ),
    max_size=4,
)  # fmt: skip


def grown(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    two = st.tuples(parts, parts)
    return st.one_of(
        two.map(lambda t: add(*t)), two.map(lambda t: mul(*t)), parts.map(neg), two.map(lambda t: Div(*t)),
        st.builds(Pow, parts, st.integers(1, 3).map(number)),
        st.builds(lambda f, p: Apply(f, (p,)), st.sampled_from(["floor", "ceil", "sqrt", "log2", "H"]), parts),
        st.builds(lambda f, p: Apply(f, p), st.sampled_from(["max", "min", "binomial"]), two),
    )  # fmt: skip


expressions = st.recursive(st.one_of(linear, linear, rounded), grown, max_leaves=6)
chance = Random(0)
PLACES = [{**{x: chance.randint(-3, 6) for x in INTEGERS}, "p": Fraction(chance.randint(-8, 12), 4)} for _ in range(40)]


def truths(known: list[Comparison], e: Expression, all_places: list[dict]) -> list[Fraction]:
    """The lower ends of the values of an expression where the facts hold."""
    found = []
    for at in all_places:
        try:
            value = Evaluator(10_000).value(e, at) if holds(tuple(known), at) else None
        except (Undefined, TooLarge):
            continue
        if value is not None:
            found.append(ends(value)[1] if isinstance(value, Enclosure) else Fraction(value))
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(facts, expressions, st.integers(-2, 3))
def test_what_is_evident_is_true(known: list[Comparison], e: Expression, bound: int) -> None:
    knowledge = Knowledge(frozenset(INTEGERS), tuple(known))
    values = truths(known, e, PLACES)
    least = knowledge.least(e)
    assume(values)
    assert least is None or least <= min(values)
    assert min(values) >= bound or not knowledge.at_least(e, bound)


def knowing(*conditions: str) -> Knowledge:
    [equation] = parse_recurrence(f"T(n) = 1 for {', '.join(conditions)}").equations
    return Knowledge(frozenset(["n", "w", "s"]), equation.range)


@pytest.mark.parametrize(
    ("conditions", "text", "bound", "evident"),
    [
        (["n >= 2"], "n - 1", 1, True), (["n >= 2"], "n - 1", 2, False), (["n > 2"], "n", 3, True),
        (["n > w", "w >= 2"], "n - w", 1, True), (["n > w", "w >= 2"], "n - w", 2, False),
        (["n > w", "w >= 2"], "n", 3, True), (["n >= 1", "w >= 2"], "ceil(n/w)", 1, True),
        (["n >= 0", "w >= 2"], "ceil(n/w)", 1, False), (["n >= 1", "w >= 2"], "floor(n/w)", 1, False),
        (["n >= 4"], "floor(n/2)", 2, True), (["n >= 0"], "max(n, 3)", 3, True), (["n >= 0"], "min(n, 3)", 0, True),
        (["n >= 0"], "min(n, 3)", 1, False), (["n == 5"], "n", 5, True), (["w != 0"], "w", 1, False),
        (["n >= 1"], "n*n", 1, True), (["n >= -1"], "n*n", 1, False), (["2*n >= 5"], "n", 3, True),
        (["w > 1/2"], "w", 1, True), (["n <= 3"], "3 - n", 0, True), (["n >= w + s", "s >= 1"], "n - w", 1, True),
    ],
)  # fmt: skip
def test_whether_it_is_evident(conditions: list[str], text: str, bound: int, evident: bool) -> None:
    assert knowing("n >= -5", *conditions).at_least(parse_expression(text), bound) is evident


def test_a_cost_is_never_below_0_and_of_a_sum_nothing_is_known() -> None:
    known = knowing("n >= 1")
    assert known.least(Call("calls", (Variable("n"),))) == 0
    assert known.least(parse_expression("sum(i=0..n: i)")) is None
    assert known.least(Mul((Variable("n"), parse_expression("sum(i=0..n: i)")))) is None


def test_facts_that_speak_of_one_another_come_to_an_end() -> None:
    known = knowing("n <= ceil(n/w)", "ceil(n/w) <= ceil(w/n)", "w <= ceil(ceil(n/w)/w)", "n >= ceil(w/n)")
    assert known.at_least(parse_expression("ceil(ceil(n/w)/n)"), 1) is False
    assert known.at_least(parse_expression("ceil(n/w) - n"), 0) is True
