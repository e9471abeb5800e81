"""A decomposition run on a mock LLM: real concurrency, a virtual clock, every call metered.

What is run is what `unfolding.py` says: where contents decide, a `Decider` does; where chance decides, a source of
chance that depends on the seed and on the place in the program alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any

from attrs import define

from bounds.decomposition import Decomposition
from checkers.executions.mock import Mock, words
from checkers.executions.trace import Trace
from checkers.executions.unfolding import AtOnce, Decider, InTurn, OneCall, Place, Unfolding, Values, any_case
from checkers.executions.virtual_time import run as run_on_virtual_clock


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
    unfolding = Unfolding(decomposition, dict(parameters or {}), seed, decide)
    runner = _Run(unfolding, _models(decomposition, model))
    start = unfolding.start(sizes)
    run_on_virtual_clock(lambda: runner.at(start))
    return model.meter.trace()


def _models(decomposition: Decomposition, mock: Mock) -> dict[str, Mock]:
    """A model for each primitive, on one meter and the same workers: each has the window of its primitive."""
    found: dict[str, Mock] = {}
    for name in decomposition.called():
        window = decomposition.primitive(name).window
        found[name] = mock if window is None else mock.with_window(window)
    return found


@define
class _Run:
    unfolding: Unfolding
    models: dict[str, Mock]

    async def at(self, place: Place) -> None:
        """Do what stands at a place; what is done in turn is kept on a stack, so that depth costs no Python stack."""
        waiting: list[Iterator[Place]] = [iter((place,))]
        while waiting:
            here = next(waiting[-1], None)
            if here is None:
                waiting.pop()
                continue
            match self.unfolding.next(here):
                case OneCall() as call:
                    await self._ask(call)
                case InTurn(places):
                    waiting.append(iter(places))
                case AtOnce(places):
                    await _at_once([self.at(p) for p in places])

    async def _ask(self, call: OneCall) -> None:
        primitive = self.unfolding.decomposition.primitive(call.primitive)
        model = self.models[call.primitive]
        text = words(call.tokens_in)
        await model.complete(text, call.tokens_out, primitive=call.primitive, model=primitive.model, label=call.label)


async def _at_once(tasks: list[Coroutine[Any, Any, None]]) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            for task in tasks:
                group.create_task(task)
    except BaseExceptionGroup as several:  # whoever runs a decomposition is told what was wrong, not how it was nested
        raise several.exceptions[0] from None
