"""A decomposition run on a mock LLM: real concurrency, a virtual clock, every call metered.

Where contents decide, a `Decider` does; where chance decides, a source of chance that depends on the seed and on the
place in the program alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import Any, TypeAlias

from attrs import define, field

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
from bounds.language.printer import print_expression
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
NESTED = 50
"""Procedures inside one another on one Python stack."""


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
    Needs    a value for each parameter; integers >= 0 where calls, rounds and sizes are computed
    Gives    the calls of this run; the mock's own meter also has those of earlier runs
    Raises   NoValue: no case speaks of some sizes, or a number has no meaning; Refused: a prompt is over a window

    >>> from bounds.language import parse_decomposition
    >>> text = "S(n) = then(each(x in n by 8: call(map, x, 2)), call(reduce, 2*ceil(n/8), 2)) for n >= 1"
    >>> d = parse_decomposition(text)
    >>> trace = run(d, (20,))
    >>> trace.calls(), trace.depth(), trace.tokens_in()
    (4, 2, 26)
    """
    model = mock or Mock()
    first = model.meter.begun()
    runner = _Run(decomposition, dict(parameters or {}), _models(decomposition, model), seed, decide)
    run_on_virtual_clock(lambda: runner.procedure(decomposition.main, sizes, ""))
    return Trace(r for r in model.meter.trace() if r.index >= first)


def _models(decomposition: Decomposition, mock: Mock) -> dict[str, Mock]:
    """A model for each primitive, on one meter and the same workers: each has the window of its primitive."""
    windows = {name: decomposition.primitive(name).window for name in decomposition.called()}
    return {name: mock if window is None else mock.with_window(window) for name, window in windows.items()}


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
                inner = self.procedure(name, tuple(self._integer(s, at, None) for s in sizes), label)
                # A task has a stack of its own, so the depth of recursion costs none.
                await (asyncio.create_task(inner) if label.count("/") % NESTED == 0 else inner)
            case Then(steps):
                for i, s in enumerate(steps):
                    await self.step(s, at, f"{label}.{i}")
            case Both(steps):
                await _at_once([self.step(s, at, f"{label}.{i}") for i, s in enumerate(steps)])
            case Each(over, body):
                every = list(self._every(over, at))
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
                count = self._integer(samples, at, least=1)
                await _at_once([self.step(body, at, f"{label}#{i}") for i in range(count)])
            case Retry(valid, body, at_most):
                rate, most = self._rational(valid, at), None if at_most is None else self._integer(at_most, at, least=1)
                if rate == 0 and most is None:
                    raise NoValue("need an end of a retry, have probability 0")
                tried = 0
                while most is None or tried < most:
                    await self.step(body, at, f"{label}#{tried}")
                    tried += 1
                    if happens(chance, rate):
                        break
            case Lead(by, right, body):
                ahead, need, rate = 0, self._integer(by, at, least=1), self._rational(right, at)
                turn = 0
                while abs(ahead) < need:
                    await self.step(body, at, f"{label}#{turn}")
                    ahead += 1 if happens(chance, rate) else -1
                    turn += 1
            case Either(cases):
                case = self.decide(step, at, chance)
                await self.step(cases[case], at, f"{label}|{case}")
            case Choose(cases):
                case = self._chosen(step, at, chance)
                await self.step(cases[case][1], at, f"{label}|{case}")

    def _chosen(self, step: Choose, at: dict[str, Exact], chance: Random) -> int:
        rates = [self._rational(p, at) for p, _ in step.cases]
        if sum(rates) != 1:
            raise NoValue(f"need probabilities that add up to 1, have {' + '.join(map(str, rates))}")
        left = Fraction(1)
        for i, rate in enumerate(rates[:-1]):
            if left > 0 and happens(chance, rate / left):
                return i
            left -= rate
        return len(rates) - 1

    async def _ask(self, name: str, reads: int, writes: int, label: str) -> None:
        primitive = self.decomposition.primitive(name)
        text = words(reads)
        await self.models[name].complete(text, writes, primitive=name, model=primitive.model, label=label)

    def _every(self, over: Over, at: dict[str, Exact]) -> Iterator[tuple[int, int]]:
        match over:
            case Range(_, lower, upper):
                found: Iterable[int] = range(self._integer(lower, at, None), self._integer(upper, at, None) + 1)
            case Chunks(_, size, window, overlap):
                found = chunks(self._integer(size, at), self._integer(window, at), self._integer(overlap, at))
            case Parts(_, size, parts):
                n, k = self._integer(size, at), self._integer(parts, at, least=1)
                found = ((n + i) // k for i in range(k))
        return enumerate(found)

    def _integer(self, e: Expression, at: Values, least: int | None = 0) -> int:
        value = Evaluator(STEPS).value(e, at)
        if not isinstance(value, int) or (least is not None and value < least):
            need = "an integer" if least is None else f"an integer >= {least}"
            where = ", ".join(f"{k} = {v}" for k, v in at.items())
            raise NoValue(f"need {need}, have {print_expression(e)} = {value} at {where}")
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
    if window <= overlap or overlap < 0:
        raise NoValue(f"need a window larger than its overlap, have {window} and {overlap}")
    found, start = [], 0
    while start < size:
        found.append(min(window, size - start))
        if start + window >= size:
            break
        start += window - overlap
    return found


async def _at_once(tasks: list[Coroutine[Any, Any, None]]) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            for task in tasks:
                group.create_task(task)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
