"""The virtual clock: real tasks, no real time, and a clear word when nothing more can happen."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from checkers.executions.mock import Mock, a_tick_a_token
from checkers.executions.virtual_time import Stuck, VirtualLoop, run, ticks


def test_hours_take_no_time() -> None:
    async def program() -> int:
        await asyncio.sleep(10**7)
        return ticks()

    start = time.monotonic()
    assert run(program) == 10**7
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    "wait", [lambda: asyncio.Event().wait(), lambda: asyncio.Queue().get(), lambda: asyncio.Future()]
)
def test_a_program_that_waits_for_itself_is_stuck(wait) -> None:
    async def program() -> None:
        await asyncio.sleep(1)
        await wait()

    with pytest.raises(Stuck) as caught:
        run(program)
    assert str(caught.value) == (
        "every task waits, and no timer is set: a task waits for itself or for input from outside"
    )


def test_two_tasks_that_hold_each_others_lock_are_stuck() -> None:
    async def program() -> None:
        locks = [asyncio.Lock(), asyncio.Lock()]

        async def take(i: int) -> None:
            async with locks[i]:
                await asyncio.sleep(1)
                async with locks[1 - i]:
                    pass

        await asyncio.gather(take(0), take(1))

    with pytest.raises(Stuck):
        run(program)


def test_the_programs_own_exception_comes_out() -> None:
    async def program() -> None:
        await asyncio.sleep(1)
        raise KeyError("own")

    with pytest.raises(KeyError, match="own"):
        run(program)


@pytest.mark.parametrize("grouped", [True, False])
def test_gather_and_task_groups_take_the_time_of_the_longest(grouped: bool) -> None:
    async def program() -> int:
        if grouped:
            async with asyncio.TaskGroup() as group:
                for t in (3, 5, 4):
                    group.create_task(asyncio.sleep(t))
        else:
            await asyncio.gather(*(asyncio.sleep(t) for t in (3, 5, 4)))
        return ticks()

    assert run(program) == 5


def test_a_task_group_drops_the_calls_beside_one_that_fails() -> None:
    mock = Mock(duration=a_tick_a_token)

    async def fails() -> None:
        await asyncio.sleep(2)
        raise KeyError("own")

    async def program() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(mock.complete("a", 9))
            group.create_task(mock.complete("a", 0))
            group.create_task(fails())

    with pytest.raises(ExceptionGroup):
        run(program)
    assert [(r.outcome, r.end) for r in mock.meter.trace()] == [("dropped", 2), ("ok", 1)]


def test_a_call_over_its_time_is_dropped_at_that_time() -> None:
    mock = Mock(duration=a_tick_a_token)

    async def program() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(4):
                await mock.complete("a", 9)
        async with asyncio.timeout(4):
            await mock.complete("a", 2)

    run(program)
    assert [(r.outcome, r.start, r.end, r.tokens_out) for r in mock.meter.trace()] == [
        ("dropped", 0, 4, 0), ("ok", 4, 7, 2),
    ]  # fmt: skip
    assert mock.meter.trace().calls() == 1


def test_calls_open_when_a_program_is_stuck_are_dropped() -> None:
    mock = Mock(duration=lambda reads, writes: 100)

    async def program() -> None:
        asyncio.get_running_loop().call_later(1, stop)
        await mock.complete("a")

    def stop() -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        run(program)
    assert [r.outcome for r in mock.meter.trace()] == ["dropped"]


def test_the_clock_stands_still_while_a_thread_works() -> None:
    gate = threading.Event()

    def work() -> str:
        assert gate.wait(60)
        return "done"

    async def program() -> tuple[str, int]:
        threading.Timer(0.05, gate.set).start()
        async with asyncio.timeout(1):
            said = await asyncio.to_thread(work)
        ended = ticks()
        await asyncio.sleep(2)
        return said, ended

    assert run(program) == ("done", 0)


def test_a_thread_that_fails_says_why() -> None:
    def work() -> None:
        raise KeyError("in a thread")

    with pytest.raises(KeyError, match="in a thread"):
        run(lambda: asyncio.to_thread(work))


def test_a_thread_that_never_ends_is_stuck() -> None:
    gate = threading.Event()

    async def program() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        loop._virtual.patience = 0.05
        try:
            await asyncio.to_thread(gate.wait, 60)
        finally:
            gate.set()
            loop._virtual.patience = 60.0

    with pytest.raises(Stuck, match=r"^a thread did not end in 0.05 s, and the clock stands still while it works$"):
        run(program)
