"""Decompositions drawn by Hypothesis: every kind of step, ranges, chunks with overlap, parts, parameters, primitives.

`S` is the system and may call itself at smaller sizes, `A` and `B` are called by it. Sizes are evidently >= 0 and
numbers of rounds evident, so what is drawn can nearly always be derived; what is drawn with `certain` is left neither
to chance nor to contents.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, frozen
from hypothesis import strategies as st

from bounds.decomposition import (
    Ask,
    Best,
    Both,
    Choose,
    Chunks,
    Decomposition,
    Each,
    Either,
    Loop,
    Nothing,
    Over,
    Parts,
    Procedure,
    Range,
    Recurse,
    Retry,
    Step,
    Then,
    Vote,
)
from bounds.expression import Apply, Div, Expression, Variable, add, mul, neg, number
from bounds.language import parse_expression
from bounds.primitive import Primitive
from bounds.recurrence import Comparison, Parameter

W, S_, N = Variable("w"), Variable("s"), Variable("n")
THIRD = Div(number(1), number(3))
PARAMETERS = (
    Parameter("w", "integer", (Comparison(W, ">=", number(1)),)),
    Parameter("s", "integer", (Comparison(S_, ">=", number(0)),)),
)
VALUES = st.fixed_dictionaries({"w": st.integers(1, 4), "s": st.integers(0, 3)})
"""Values that the parameters may take."""

WINDOWS = tuple(
    tuple(map(parse_expression, pair))
    for pair in (
        ("1", "0"), ("2", "0"), ("3", "1"), ("3", "2"), ("4", "1"), ("w", "0"), ("w + 1", "1"), ("w + s", "s"),
        ("2*w", "w"),
    )
)  # fmt: skip
"""Windows that are larger than their overlap."""


@frozen
class Scope:
    """What a step may use: names of numbers >= 0 and >= 1, procedures with the sizes they take, kinds of step."""

    natural: tuple[Expression, ...]
    positive: tuple[Expression, ...]
    calls: tuple[tuple[str, tuple[Expression, ...]], ...] = ()
    chance: bool = False
    contents: bool = False
    level: int = 0


def naturals(scope: Scope) -> st.SearchStrategy[Expression]:
    """Integers >= 0."""
    leaves = st.one_of(st.integers(0, 3).map(number), st.sampled_from([*scope.natural, *scope.positive, S_, W]))
    small = st.integers(1, 3).map(number)
    return st.one_of(
        leaves,
        st.builds(lambda a, b: add(a, b), leaves, leaves),
        st.builds(lambda k, a: mul(k, a), st.integers(2, 3).map(number), leaves),
        st.builds(lambda f, a, k: Apply(f, (Div(a, k),)), st.sampled_from(["floor", "ceil"]), leaves, small),
        st.builds(lambda a: Apply("ceil", (Div(a, W),)), leaves),
        st.builds(lambda f, a, b: Apply(f, (a, b)), st.sampled_from(["max", "min"]), leaves, leaves),
    )


def positives(scope: Scope) -> st.SearchStrategy[Expression]:
    """Integers >= 1."""
    return st.one_of(
        st.integers(1, 3).map(number),
        st.sampled_from([W, *scope.positive]),
        st.sampled_from([S_, *scope.natural]).map(lambda a: add(a, number(1))),
    )


def all_over(scope: Scope) -> st.SearchStrategy[Over]:
    """What `each` and `loop` may go through."""
    x, some = f"x{scope.level}", naturals(scope)
    sizes = st.one_of(positives(scope), some)
    return st.one_of(
        st.builds(Range, st.just(x), st.sampled_from([number(0), number(1), *scope.natural]), some),
        st.builds(Range, st.just(x), st.just(number(1)), positives(scope)),
        st.builds(lambda a: Range(x, a, add(mul(number(2), a), number(1))), some),
        st.builds(lambda n, pair: Chunks(x, n, *pair), sizes, st.sampled_from(WINDOWS)),
        st.builds(lambda n, k: Parts(x, n, k), some, positives(scope)),
    )


def inside(scope: Scope, over: Over) -> Scope:
    """The scope of the body of rounds."""
    own = Variable(over.variable)
    more = {"positive": (*scope.positive, own)} if isinstance(over, Chunks) else {"natural": (*scope.natural, own)}
    return evolve(scope, level=scope.level + 1, **more)


def chances() -> st.SearchStrategy[Expression]:
    """Probabilities > 0."""
    return st.sampled_from(["1/2", "1/3", "3/4", "0.9", "1"]).map(parse_expression)


@st.composite
def steps(draw: st.DrawFn, scope: Scope, depth: int = 3) -> Step:
    """A step of the scope, nested at most so deep."""
    leaves = [
        st.builds(Ask, st.sampled_from(["a", "judge"]), naturals(scope), naturals(scope)),
        st.just(Ask("a")),
        st.just(Nothing()),
        *(st.just(Recurse(name, sizes)) for name, sizes in scope.calls),
        *(naturals(scope).map(lambda e, name=name: Recurse(name, (e,))) for name, _ in scope.calls if name == "A"),
    ]
    if depth == 0:
        return draw(st.one_of(leaves))
    part = steps(scope, depth - 1)
    several = st.lists(part, min_size=2, max_size=3).map(tuple)
    grown = [
        several.map(Then),
        several.map(Both),
        st.builds(Vote, positives(scope), part),
        st.builds(Best, positives(scope), part, part),
        rounds(scope, depth),
        rounds(scope, depth),
    ]
    if scope.chance:
        grown += [
            st.builds(Retry, chances(), part, positives(scope)),
            st.builds(lambda p, a, b: Choose(((p, a), (add(number(1), neg(p)), b))), chances(), part, part),
            st.lists(part, min_size=3, max_size=3).map(lambda parts: Choose(tuple((THIRD, s) for s in parts))),
        ]
    if scope.contents:
        grown += [several.map(Either)]
    return draw(st.one_of(*leaves[:1], *grown))


@st.composite
def rounds(draw: st.DrawFn, scope: Scope, depth: int) -> Step:
    """Rounds of a step, at once or one after the other."""
    over = draw(all_over(scope))
    return draw(st.sampled_from([Each, Loop]))(over, draw(steps(inside(scope, over), depth - 1)))


PRIMITIVES = (
    Primitive("a", "m", W, None, Fraction(3, 20), Fraction(3, 5)),
    Primitive("judge", "", number(2), None, Fraction(1), Fraction(7, 2)),
)


@st.composite
def decompositions(draw: st.DrawFn, *, chance: bool = False, contents: bool = False, depth: int = 3) -> Decomposition:
    """A system of up to three procedures that ends at every size."""
    smaller = tuple(("S", (parse_expression(t),)) for t in ("floor(n/2)", "ceil(n/2)", "n - 1", "n - 2"))
    kinds = {"chance": chance, "contents": contents}
    first = draw(st.integers(1, 2))
    base = Scope((N,), (), (("A", (N,)),), **kinds)
    step = Scope((), (N,), (*smaller, ("A", (N,)), ("B", (W, N))), **kinds)
    helper = Scope((N,), (), (("B", (N, N)), ("B", (W, add(N, S_)))), **kinds)
    last = Scope((Variable("m"), N), (), (), **kinds)
    natural = (Comparison(N, ">=", number(0)),)
    below, above = Comparison(N, "<=", number(first)), Comparison(N, ">", number(first))
    procedures = [
        Procedure("S", (N,), draw(steps(base, 1)), (below,)),
        Procedure("S", (N,), draw(steps(step, depth)), (above,)),
        Procedure("A", (N,), draw(steps(helper, 2))),
        Procedure("B", (Variable("m"), N), draw(steps(last, 2)), draw(st.sampled_from([(), natural]))),
    ]
    return Decomposition(tuple(procedures), PARAMETERS, PRIMITIVES, "")
