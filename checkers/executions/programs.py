"""Programs against decompositions: does a program cost what the decomposition of it says, call by call?

A program is run on the mock LLM as it stands; nothing in it knows of the decomposition. At each size its costs are
compared with the derived recurrence, and its calls with those of a run of the decomposition itself: how many calls of
each primitive, with which tokens, begin at each tick, when every call takes one tick.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import define, field

from bounds.decomposition import Decomposition
from bounds.derivation import LATENCY, derive_all
from bounds.measure import Measure, measure
from bounds.value import Enclosure, Exact, ends
from checkers.executions.answers import correct
from checkers.executions.costs import Costs, NoValue
from checkers.executions.crosscheck import Difference, first_over, is_certain, named_sizes
from checkers.executions.measuring import duration, measured
from checkers.executions.mock import Mock, one_tick
from checkers.executions.running import run
from checkers.executions.sequential import mean_differs
from checkers.executions.trace import CallRecord, Trace
from checkers.executions.unfolding import Decider, any_case
from checkers.executions.virtual_time import run as run_on_virtual_clock

Program: TypeAlias = Callable[..., Awaitable[Any]]
"""`async def run(llm, n, **parameters)`: one argument for each size, then parameters by name."""
Mocks: TypeAlias = Callable[[int], Mock]
"""A fresh mock for a seed."""
Sizes: TypeAlias = int | tuple[int, ...]

PLAIN = ("calls", "tokens_in", "tokens_out", "depth", "peak")
EACH_CALL = "each_call"
"""What a difference is about when no total differs."""


def answering(seed: int) -> Mock:
    """A mock that answers as `checkers.executions.answers` does."""
    return Mock(task=correct, seed=seed)


def check_program(
    program: Program,
    decomposition: Decomposition,
    measures: Sequence[str] = PLAIN,
    sizes: Iterable[Sizes] = range(1, 41),
    parameters: Mapping[str, Exact] | None = None,
    *,
    mocks: Mocks = answering,
    seeds: Sequence[int] = (0,),
    exact: bool | None = None,
) -> Difference | None:
    """The first difference between what a program costs and what its decomposition says; None: there is none.

    Shape    one size, or a tuple of sizes, for each run; parameters are those of the decomposition, and the program is
             given those that it has an argument for
    Units    those of the measures; ticks are calls
    Needs    a value for each parameter; for `latency_least` and `latency_most` the parameter `workers`
    Gives    the first of `measures` that differs at the first size that has a difference, with the first call that
             differs; equality is asked for where the decomposition is certain or `exact` is set, else the derived worst
             case must not be passed. `expected_` costs are compared by a sequential test with error 1e-9
    Raises   NoValue when no case of the decomposition speaks of a size; whatever the program raises

    >>> from bounds.language import parse_decomposition
    >>> d = parse_decomposition("S(n) = loop(i=1..n: call(think, 1, 1)) for n >= 1")
    >>> async def twice(llm, n):
    ...     for i in range(n + 1):
    ...         await llm.complete("Go", 1, primitive="think")
    >>> print(check_program(twice, d, mocks=lambda seed: Mock()))
    differs: calls == derived cost
      at        n = 1
      expected  == 1
      measured  2
      first     call 1: think, 1 in, 1 out, at tick 1
    """
    check = ProgramCheck(program, decomposition, dict(parameters or {}), mocks, exact)
    for size in sizes:
        at = size if isinstance(size, tuple) else (size,)
        for seed in seeds:
            for found in check.differences(at, measures, seed):
                return found
    return None


@define
class ProgramCheck:
    """One program, one decomposition, one choice of parameters."""

    program: Program
    decomposition: Decomposition
    values: dict[str, Exact] = field(factory=dict)
    mocks: Mocks = answering
    exact: bool | None = None
    decide: Decider = any_case
    _costs: dict[str, Costs] = field(factory=dict, init=False)

    def differences(
        self, sizes: tuple[int, ...], measures: Sequence[str] = PLAIN, seed: int = 0
    ) -> Iterator[Difference]:
        """Every measure that differs at one size; last, whether calls differ although no measure does."""
        at = {**named_sizes(self.decomposition, sizes), **self.values}
        one_run = self.trace(sizes, seed)
        certain = is_certain(self.decomposition) if self.exact is None else self.exact
        first, instead = self._first(one_run, sizes, seed) if certain else (None, None)
        any_differs = False
        for name in measures:
            found = self._difference(name, sizes, seed, one_run, certain)
            if found is not None:
                any_differs = True
                what, expected, cost, call = found
                yield Difference(what, at, expected, cost, first or call, instead)
        if not any_differs and (first or instead):
            what = f"{EACH_CALL} == a run of the decomposition"
            yield Difference(what, at, "the same calls at each tick", one_run.calls(), first, instead)

    def derived(self, name: str, sizes: tuple[int, ...]) -> Exact | Enclosure:
        """What the recurrence says at these sizes."""
        if name not in self._costs:
            self._costs[name] = Costs(derive_all(self.decomposition, [name]), self.values)
        value = self._costs[name].at(name, *sizes)
        if value is None:
            raise NoValue(f"{name}{sizes} has no value")
        return value

    def trace(self, sizes: tuple[int, ...], seed: int, **changed: Any) -> Trace:
        """The calls of one run; unless said otherwise every call takes one tick, and none waits for a worker."""
        mock = self.mocks(seed)
        for name, value in {"duration": one_tick, "workers": None, **changed}.items():
            setattr(mock, name, value)
        accepted = inspect.signature(self.program).parameters
        every = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in accepted.values())
        given = {name: v for name, v in self.values.items() if every or name in accepted}

        async def whole() -> None:
            await self.program(mock, *sizes, **given)

        run_on_virtual_clock(whole)
        return mock.meter.trace()

    def _difference(
        self, name: str, sizes: tuple[int, ...], seed: int, one_run: Trace, certain: bool
    ) -> tuple[str, str, Exact, CallRecord | None] | None:
        kind = measure(name)
        if kind is None and name not in LATENCY:
            raise ValueError(f"programs: need a measure, have {name}; try {', '.join(PLAIN)}, expected_calls")
        low, high = ends(self.derived(name, sizes))
        if kind is None:
            time = self.trace(sizes, seed, workers=int(self.values["workers"])).answered().latency()
            relation, end, wrong = (">=", low, time < low) if name == LATENCY[0] else ("<=", high, time > high)
            return (f"latency {relation} {name}", f"{relation} {end}", time, None) if wrong else None
        if kind.random == "expected":
            mean = mean_differs(self._drawn(kind, sizes, seed), Fraction(low))
            return None if mean is None else (f"{name} == derived cost", f"a mean of {low}", mean, None)
        own = one_run if kind.combine != "path" or name == "depth" else self.trace(sizes, seed, duration=duration(kind))
        cost = measured(own, kind, self.decomposition, self.values)
        if low == high == cost if certain else cost <= high:
            return None
        relation = "==" if certain else "<="
        call = None if certain else first_over(own, kind, self.decomposition, self.values, high)
        return f"{name} {relation} derived cost", f"{relation} {high}", cost, call

    def _drawn(self, kind: Measure, sizes: tuple[int, ...], seed: int) -> Iterator[Exact]:
        for turn in range(400):
            trace = self.trace(sizes, 1000 * seed + turn)
            yield measured(trace, kind, self.decomposition, self.values)

    def _first(self, trace: Trace, sizes: tuple[int, ...], seed: int) -> tuple[CallRecord | None, CallRecord | None]:
        """The first call that a run of the decomposition does not make, and the first that only that run makes."""
        model = run(self.decomposition, sizes, self.values, seed=seed, decide=self.decide)
        return first_apart(trace, model)


def first_apart(trace: Trace, model: Trace) -> tuple[CallRecord | None, CallRecord | None]:
    """The first call of each trace that the other does not make at that tick, at the first tick at which one differs.

    Models are compared where the second trace names one.
    """
    named = {r.primitive for r in model if r.model}

    def kind(r: CallRecord) -> tuple[int, str, int, int, str]:
        return r.start, r.primitive, r.tokens_in, r.tokens_out, r.model if r.primitive in named else ""

    ours, theirs = Counter(map(kind, trace.answered())), Counter(map(kind, model.answered()))
    if ours == theirs:
        return None, None
    first, instead = _beyond(trace, kind, theirs), _beyond(model, kind, ours)
    if first and instead and first.start != instead.start:
        return (first, None) if first.start < instead.start else (None, instead)
    return first, instead


def _beyond(trace: Trace, kind: Callable[[CallRecord], Any], other: Counter[Any]) -> CallRecord | None:
    """The earliest call of a trace that is not among the others."""
    left = Counter(other)
    for r in sorted(trace.answered(), key=lambda r: (r.start, r.index)):
        left[kind(r)] -= 1
        if left[kind(r)] < 0:
            return r
    return None
