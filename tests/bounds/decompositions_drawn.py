"""Random decompositions with few calls: every kind of step, chunks and parts, two procedures, recursion by halves."""

from __future__ import annotations

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
    Lead,
    Loop,
    Nothing,
    Parts,
    Procedure,
    Range,
    Recurse,
    Retry,
    Step,
    Then,
    Vote,
)
from bounds.expression import Add, Apply, Div, Expression, Variable, number
from bounds.recurrence import Comparison

N = Variable("n")
HALF = Apply("floor", (Div(N, number(2)),))
SIZES = (number(1), number(2), N, Add((N, number(1))))


def overs(variable: str) -> st.SearchStrategy[Range | Chunks | Parts]:
    """What `each` and `loop` go through, at sizes of n."""
    return st.one_of(
        st.builds(Range, st.just(variable), st.sampled_from([number(1), number(3)]), st.sampled_from([number(2), N])),
        st.builds(Chunks, st.just(variable), st.just(N), st.sampled_from([number(2), number(3)]), st.just(number(0))),
        st.builds(Chunks, st.just(variable), st.just(N), st.just(number(3)), st.just(number(1))),
        st.builds(Parts, st.just(variable), st.just(N), st.sampled_from([number(1), number(2)])),
    )


def calls(names: st.SearchStrategy[str], sizes: st.SearchStrategy[Expression]) -> st.SearchStrategy[Step]:
    """One call."""
    return st.builds(Ask, names, sizes, sizes)


def steps(
    leaves: st.SearchStrategy[Step], *, certain: bool, variables: st.SearchStrategy[str] | None = None
) -> st.SearchStrategy[Step]:
    """Steps made of leaves; where `certain`, none that chance or contents decide."""
    counts = st.sampled_from([number(1), number(2), number(3)])
    rates = st.sampled_from([number("1/2"), number("2/3"), number(1)])

    def larger(parts: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
        several = st.lists(parts, min_size=2, max_size=3).map(tuple)
        over = (st.just("x") if variables is None else variables).flatmap(overs)
        kinds: list[st.SearchStrategy[Step]] = [
            st.builds(Then, several), st.builds(Both, several), st.builds(Each, over, parts),
            st.builds(Loop, over, parts), st.builds(Vote, counts, parts), st.builds(Best, counts, parts, parts),
        ]  # fmt: skip
        if not certain:
            chosen = st.tuples(parts, parts).map(lambda two: ((number("1/3"), two[0]), (number("2/3"), two[1])))
            kinds += [
                st.builds(Retry, rates, parts, st.one_of(st.none(), counts)), st.builds(Choose, chosen),
                st.builds(Lead, counts, st.just(number("3/4")), parts), st.builds(Either, several),
            ]  # fmt: skip
        return st.one_of(kinds)

    return st.recursive(leaves, larger, max_leaves=5)


@st.composite
def decompositions(draw: st.DrawFn, *, certain: bool = False) -> Decomposition:
    """S(n), which for n > 2 may call itself at n/2 and R(n), which calls no other."""
    asked = st.one_of(calls(st.sampled_from(["a", "b"]), st.sampled_from(SIZES)), st.just(Nothing()))
    small = steps(asked, certain=certain)
    called = st.sampled_from([Recurse("S", (HALF,)), Recurse("R", (N,))])
    large = st.one_of(
        st.builds(lambda *s: Then(s), small, called, small), st.builds(lambda *s: Both(s), small, called, called), small
    )
    return Decomposition((
        Procedure("S", (N,), draw(small), (Comparison(N, "<=", number(2)),)),
        Procedure("S", (N,), draw(large), (Comparison(N, ">", number(2)),)),
        Procedure("R", (N,), draw(small)),
    ))  # fmt: skip
