"""Decompositions: what an LLM system does, as procedures over sizes. One closed union of steps.

A decomposition says which calls are made, in what order, and how many tokens each reads and writes, for inputs of given
sizes. It says nothing of contents; where contents decide, `Either` (the worst case) or `Choose` (with probabilities)
says so. `bounds.derivation` makes recurrences of it, `checkers.executions.running` runs it, and
`bounds.language` reads and prints it:

    decomposition tree_summary
    parameters s integer >= 1, w integer >= 2*s
    S(n) = call(summarise, n, s)                                               for n >= 1, n <= w
    S(n) = then(each(x in n by w: call(summarise, x, s)), S(s*ceil(n/w)))      for n > w
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from attrs import field, frozen

from bounds.expression import Expression, number
from bounds.primitive import Primitive
from bounds.recurrence import Comparison, Parameter


@frozen
class Nothing:
    """No call: `nothing`."""


@frozen
class Ask:
    """One call: `call(summarise, n, s)` reads n tokens and writes s; `call(compare)` reads and writes 1."""

    primitive: str
    reads: Expression = field(factory=lambda: number(1))
    writes: Expression = field(factory=lambda: number(1))


@frozen
class Then:
    """One after the other: `then(a, b, c)`."""

    steps: tuple[Step, ...]


@frozen
class Both:
    """All at once: `both(a, b, c)`."""

    steps: tuple[Step, ...]


@frozen
class Range:
    """`i=lower..upper`: the integers from lower to upper, none when upper < lower."""

    variable: str
    lower: Expression
    upper: Expression


@frozen
class Chunks:
    """`x in n by w overlap s`: the sizes of the windows of w that cover n, each sharing s with the one before.

    All are w but the last, which is from s + 1 to w, or n when n <= w; a size of 0 has no chunks.
    """

    variable: str
    size: Expression
    window: Expression
    overlap: Expression = field(factory=lambda: number(0))


@frozen
class Parts:
    """`x in n into k`: n split into k parts as equal as can be, floor((n + i)/k) for i = 0 .. k - 1."""

    variable: str
    size: Expression
    parts: Expression


Over: TypeAlias = Range | Chunks | Parts


@frozen
class Each:
    """The body for each value, all at once: `each(i=1..n: a)`, `each(x in n by w: a)`."""

    over: Over
    body: Step


@frozen
class Loop:
    """The body for each value, one after the other: `loop(i=1..n: a)`, `loop(x in n by w: a)`."""

    over: Over
    body: Step


@frozen
class Recurse:
    """A procedure at sizes: `S(ceil(n/w))`."""

    procedure: str
    sizes: tuple[Expression, ...]


@frozen
class Retry:
    """`retry(v, a)`: a until it is valid, which each time has probability v; `retry(v, r, a)`: r times at most."""

    valid: Expression
    body: Step
    at_most: Expression | None = None


@frozen
class Vote:
    """`vote(m, a)`: m samples of a at once; the answer given most often is taken, without a call."""

    samples: Expression
    body: Step


@frozen
class Lead:
    """`lead(k, p, a)`: samples of a, one after the other, until one of two answers is k ahead; p is right, p > 1/2."""

    by: Expression
    right: Expression
    body: Step


@frozen
class Best:
    """`best(k, a, b)`: k samples of a at once, then b judges them."""

    of: Expression
    body: Step
    judge: Step


@frozen
class Either:
    """`either(a, b)`: the contents decide which."""

    cases: tuple[Step, ...]


@frozen
class Choose:
    """`choose(p, a, 1 - p, b)`: a with probability p, b with probability 1 - p, whatever happened before."""

    cases: tuple[tuple[Expression, Step], ...]


Step: TypeAlias = Nothing | Ask | Then | Both | Each | Loop | Recurse | Retry | Vote | Lead | Best | Either | Choose


@frozen
class Procedure:
    """`S(patterns) = body for range`: what is done at sizes that the patterns match and the range holds."""

    name: str
    patterns: tuple[Expression, ...]
    body: Step
    range: tuple[Comparison, ...] = ()


@frozen
class Decomposition:
    """Procedures that call primitives and one another; the first one is the system's own.

    Procedures of one name are cases of one procedure, as equations of one cost are. A primitive that is called but not
    declared is `Primitive(name)`.
    """

    procedures: tuple[Procedure, ...]
    parameters: tuple[Parameter, ...] = ()
    primitives: tuple[Primitive, ...] = ()
    name: str = field(default="", eq=False)

    @property
    def main(self) -> str:
        """The name of the procedure that is the system."""
        return self.procedures[0].name

    def names(self) -> tuple[str, ...]:
        """The procedures, in order of first case."""
        return tuple(dict.fromkeys(p.name for p in self.procedures))

    def primitive(self, name: str) -> Primitive:
        """The primitive of that name."""
        return next((p for p in self.primitives if p.name == name), Primitive(name))

    def called(self) -> tuple[str, ...]:
        """The primitives that occur, in order of appearance."""
        found = (s.primitive for p in self.procedures for s in all_steps(p.body) if isinstance(s, Ask))
        return tuple(dict.fromkeys(found))


def parts(step: Step) -> tuple[Step, ...]:
    """The direct parts of a step, left to right."""
    match step:
        case Nothing() | Ask() | Recurse():
            return ()
        case Then(steps) | Both(steps) | Either(steps):
            return steps
        case Each(_, body) | Loop(_, body) | Retry(_, body, _) | Vote(_, body) | Lead(_, _, body):
            return (body,)
        case Best(_, body, judge):
            return body, judge
        case Choose(cases):
            return tuple(s for _, s in cases)


def expressions(step: Step) -> tuple[Expression, ...]:
    """The expressions of a step itself, without those of its parts."""
    match step:
        case Nothing() | Then() | Both() | Either():
            return ()
        case Ask(_, reads, writes):
            return reads, writes
        case Recurse(_, sizes):
            return sizes
        case Each(over, _) | Loop(over, _):
            return _ends(over)
        case Retry(valid, _, at_most):
            return (valid,) if at_most is None else (valid, at_most)
        case Vote(count, _) | Best(count, _, _):
            return (count,)
        case Lead(by, right, _):
            return by, right
        case Choose(cases):
            return tuple(p for p, _ in cases)


def _ends(over: Over) -> tuple[Expression, ...]:
    match over:
        case Range(_, lower, upper):
            return lower, upper
        case Chunks(_, size, window, overlap):
            return size, window, overlap
        case Parts(_, size, count):
            return size, count


def all_steps(step: Step) -> Iterator[Step]:
    """Every part of the step, itself first."""
    stack = [step]
    while stack:
        s = stack.pop()
        yield s
        stack.extend(reversed(parts(s)))
