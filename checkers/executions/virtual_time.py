"""A clock that runs only when nobody works: asyncio programs on it take no real time and always run alike.

Tasks are real asyncio tasks and sleep on real timers; when every task waits, the clock jumps to the next timer. So
the depth of a program, and its latency with p workers, are measured on the program itself. While a thread of
`asyncio.to_thread` works, the clock stands still; sockets and processes bring nothing that this clock waits for.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Stuck(RuntimeError):
    """Every task waits for something that no timer and no task will bring."""


class _Selector(selectors.BaseSelector):
    """Never waits: a wish to wait for t seconds moves the clock by t."""

    def __init__(self) -> None:
        self.inner = selectors.DefaultSelector()
        self.now = 0.0
        self.threads = 0
        self.patience = 60.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self.inner.select(0)
        if not ready and self.threads and (timeout is None or timeout > 0):
            ready = self.inner.select(self.patience)
            if not ready:
                raise Stuck(f"a thread did not end in {self.patience:g} s, and the clock stands still while it works")
            return ready
        if not ready and timeout is None:
            raise Stuck("every task waits, and no timer is set: a task waits for itself or for input from outside")
        if not ready and timeout is not None and timeout > 0:
            self.now += timeout
        return ready

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self.inner.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self.inner.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self.inner.modify(fileobj, events, data)

    def get_map(self) -> Any:
        return self.inner.get_map()

    def close(self) -> None:
        self.inner.close()


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is the virtual clock's; one second is one tick."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        self._virtual.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._thread_ended)
        return future

    def _thread_ended(self, _: object) -> None:
        self._virtual.threads -= 1

    async def shutdown_default_executor(self, *args: Any) -> None:
        self._virtual.threads += 1
        try:
            await super().shutdown_default_executor(*args)
        finally:
            self._virtual.threads -= 1

    def ticks(self) -> int:
        """The time in whole ticks."""
        return round(self._virtual.now)


def run(program: Callable[[], Coroutine[Any, Any, T]] | Awaitable[T]) -> T:
    """The result of an asyncio program, run on a fresh virtual clock that starts at 0.

    Raises   Stuck when every task waits for ever, or a thread does; whatever the program raises

    >>> async def two():
    ...     await asyncio.gather(asyncio.sleep(3), asyncio.sleep(5))
    ...     return asyncio.get_running_loop().time()
    >>> run(two)
    5.0
    """

    async def main() -> T:
        return await (program() if callable(program) else program)

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main())


def ticks() -> int:
    """The time of the running loop: whole ticks of a virtual clock, nanoseconds of a real one."""
    loop = asyncio.get_running_loop()
    return loop.ticks() if isinstance(loop, VirtualLoop) else round(loop.time() * 1_000_000_000)
