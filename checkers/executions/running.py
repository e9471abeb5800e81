"""A decomposition run on a mock LLM: real concurrency, a virtual clock, every call metered.

Where contents decide, a `Decider` does; where chance decides, a source of chance that depends on the seed and on the
place in the program alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from fractions import Fraction
from random import Random
from typing import Any, TypeAlias

from attrs import define, evolve, field

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
from bounds.evaluation import Evaluator
from bounds.expression import Expression
from bounds.value import Exact
from checkers.executions.costs import NoValue, holds, matched
from checkers.executions.faults import happens
from checkers.executions.mock import Mock, words
from checkers.executions.trace import Trace
from checkers.executions.virtual_time import run as run_on_virtual_clock

Values: TypeAlias = Mapping[str, Exact]
Decider: TypeAlias = Callable[[Either, Values, Random], int]
"""Which case the contents lead to, from 0."""

STEPS = 10_000_000


def any_case(step: Either, at: Values, chance: Random) -> int:
    """A case drawn from the seed."""
    return chance.randrange(len(step.cases))


def run(
    decomposition: Decomposition,
    sizes: tuple[int, ...],
    parameters: Values | None = None,
    *,
    mock: Mock | None = None,
    seed: int = 0,
    decide: Decider = any_case,
) -> Trace:
    """The trace of one run of the system at these sizes.

    Shape    one size for each size of the main procedure
    Units    times are ticks of the virtual clock; each call takes what the mock's duration says
    Needs    a value for each parameter; integers where calls, rounds and sizes are computed
    Raises   NoValue when no case speaks of some sizes; Refused when a prompt is over a window

    >>> from bounds.language import parse_decomposition
    >>> text = "S(n) = then(each(x in n by 8: call(map, x, 2)), call(reduce, 2*ceil(n/8), 2)) for n >= 1"
    >>> d = parse_decomposition(text)
    >>> trace = run(d, (20,))
    >>> trace.calls(), trace.depth(), trace.tokens_in()
    (4, 2, 26)
    """
    model = mock or Mock()
    runner = _Run(decomposition, dict(parameters or {}), _models(decomposition, model), seed, decide)
    run_on_virtual_clock(lambda: runner.procedure(decomposition.main, sizes, ""))
    return model.meter.trace()


def _models(decomposition: Decomposition, mock: Mock) -> dict[str, Mock]:
    """A model for each primitive, on one meter: each has the window of its primitive."""
    found: dict[str, Mock] = {}
    for name in decomposition.called():
        window = decomposition.primitive(name).window
        found[name] = mock if window is None else evolve(mock, window=window)
    return found


@define
class _Run:
    decomposition: Decomposition
    parameters: dict[str, Exact]
    models: dict[str, Mock]
    seed: int
    decide: Decider
    cases: dict[str, list[Procedure]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for p in self.decomposition.procedures:
            self.cases.setdefault(p.name, []).append(p)

    async def procedure(self, name: str, sizes: tuple[int, ...], label: str) -> None:
        """Run the one case that speaks of these sizes."""
        found = []
        for case in self.cases[name]:
            own = matched(case.patterns, sizes)
            if own is not None and holds(case.range, {**self.parameters, **own}):
                found.append((case, {**self.parameters, **own}))
        if len(found) != 1:
            raise NoValue(f"{name}{sizes}: need one case, have {len(found)}")
        [(case, at)] = found
        await self.step(case.body, at, f"{label}/{name}{','.join(map(str, sizes))}")

    async def step(self, step: Step, at: dict[str, Exact], label: str) -> None:
        """Run one step; `label` is where in the program it stands."""
        match step:
            case Nothing():
                return
            case Ask(name, reads, writes):
                await self._ask(name, self._integer(reads, at), self._integer(writes, at), label)
            case Recurse(name, sizes):
                await self.procedure(name, tuple(self._integer(s, at) for s in sizes), label)
            case Then(steps):
                for i, s in enumerate(steps):
                    await self.step(s, at, f"{label}.{i}")
            case Both(steps):
                await _at_once([self.step(s, at, f"{label}.{i}") for i, s in enumerate(steps)])
            case Each(over, body):
                every = self._every(over, at)
                await _at_once([self.step(body, {**at, over.variable: x}, f"{label}[{i}]") for i, x in every])
            case Loop(over, body):
                for i, x in self._every(over, at):
                    await self.step(body, {**at, over.variable: x}, f"{label}[{i}]")
            case Best(of, body, judge):
                await self.step(Then((Vote(of, body), judge)), at, label)
            case _:
                await self._chance(step, at, label)

    async def _chance(self, step: Vote | Retry | Lead | Either | Choose, at: dict[str, Exact], label: str) -> None:
        chance = Random(f"{self.seed}{label}")  # noqa: S311, chance and no secret
        match step:
            case Vote(samples, body):
                count = self._integer(samples, at)
                await _at_once([self.step(body, at, f"{label}#{i}") for i in range(count)])
            case Retry(valid, body, at_most):
                rate, most = self._rational(valid, at), None if at_most is None else self._integer(at_most, at)
                tried = 0
                while most is None or tried < most:
                    await self.step(body, at, f"{label}#{tried}")
                    tried += 1
                    if happens(chance, rate):
                        break
            case Lead(by, right, body):
                ahead, need, rate = 0, self._integer(by, at), self._rational(right, at)
                turn = 0
                while abs(ahead) < need:
                    await self.step(body, at, f"{label}#{turn}")
                    ahead += 1 if happens(chance, rate) else -1
                    turn += 1
            case Either(cases):
                await self.step(cases[self.decide(step, at, chance)], at, label)
            case Choose(cases):
                await self.step(self._chosen(step, at, chance), at, label)

    def _chosen(self, step: Choose, at: dict[str, Exact], chance: Random) -> Step:
        left = Fraction(1)
        for p, s in step.cases[:-1]:
            rate = self._rational(p, at)
            if left > 0 and happens(chance, min(Fraction(1), rate / left)):
                return s
            left -= rate
        return step.cases[-1][1]

    async def _ask(self, name: str, reads: int, writes: int, label: str) -> None:
        primitive = self.decomposition.primitive(name)
        text = words(reads)
        await self.models[name].complete(text, writes, primitive=name, model=primitive.model, label=label)

    def _every(self, over: Over, at: dict[str, Exact]) -> list[tuple[int, int]]:
        match over:
            case Range(_, lower, upper):
                found = list(range(self._integer(lower, at), self._integer(upper, at) + 1))
            case Chunks(_, size, window, overlap):
                found = chunks(self._integer(size, at), self._integer(window, at), self._integer(overlap, at))
            case Parts(_, size, parts):
                n, k = self._integer(size, at), self._integer(parts, at)
                found = [(n + i) // k for i in range(k)]
        return list(enumerate(found))

    def _integer(self, e: Expression, at: Values) -> int:
        value = Evaluator(STEPS).value(e, at)
        if not isinstance(value, int):
            raise NoValue(f"need an integer, have {value} for {e} at {dict(at)}")
        return value

    def _rational(self, e: Expression, at: Values) -> Fraction:
        value = Evaluator(STEPS).value(e, at)
        if not isinstance(value, int | Fraction) or not 0 <= value <= 1:
            raise NoValue(f"need a probability that is a rational number, have {value}")
        return Fraction(value)


def chunks(size: int, window: int, overlap: int = 0) -> list[int]:
    """The sizes of the windows that cover a text, each sharing `overlap` with the one before.

    >>> chunks(10, 4), chunks(10, 4, 1), chunks(3, 4, 1), chunks(0, 4)
    ([4, 4, 2], [4, 4, 4], [3], [])
    """
    found, start = [], 0
    while start < size:
        found.append(min(window, size - start))
        if start + window >= size:
            break
        start += window - overlap
    return found


async def _at_once(tasks: list[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(task)
