"""A recorded run replays to the same trace; a program that asks for something else is refused."""

from __future__ import annotations

import asyncio
from fractions import Fraction

import pytest

from checkers.executions.faults import FailsFirst, Malformed
from checkers.executions.mock import Mock, Request, a_tick_a_token
from checkers.executions.replay import NotInTrace, Recorded
from checkers.executions.trace import read_trace
from checkers.executions.virtual_time import run


def random_word(request: Request, chance) -> str:
    return " ".join(str(chance.randrange(1_000)) for _ in range(request.limit or 1))


async def program(mock: Mock, extra: str = "") -> None:
    first = await asyncio.gather(*(mock.complete("same", 2) for _ in range(3)), mock.complete("other", 4))
    for text in sorted(first):
        await mock.complete(f"next {text}{extra}", 1, primitive="judge")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2):
            await mock.complete("slow", 9)


def recorded() -> Mock:
    mock = Mock(task=random_word, faults=[Malformed(Fraction(1, 3))], duration=a_tick_a_token, keep_texts=True, seed=5)
    run(lambda: program(mock))
    return mock


def test_a_replay_gives_the_same_trace() -> None:
    trace = recorded().meter.trace()
    assert {r.outcome for r in trace} >= {"ok", "dropped"}
    again = Mock(replay=Recorded.of(read_trace(trace.to_lines())), duration=a_tick_a_token, keep_texts=True)
    run(lambda: program(again))
    assert list(again.meter.trace().to_lines()) == list(trace.to_lines())


@pytest.mark.parametrize("extra", [" now", "."])
def test_a_changed_program_is_refused(extra: str) -> None:
    again = Mock(replay=Recorded.of(recorded().meter.trace()), duration=a_tick_a_token)
    with pytest.raises(NotInTrace, match=r"need a request of the recorded run, have judge on 'next "):
        run(lambda: program(again, extra))


def test_a_request_made_more_often_is_refused() -> None:
    mock = Mock(keep_texts=True, faults=[FailsFirst(1)])
    mock.ask("a")
    again = Mock(replay=Recorded.of(mock.meter.trace()))
    again.ask("a")
    with pytest.raises(NotInTrace) as caught:
        again.ask("a")
    assert str(caught.value) == (
        "replay: need a request of the recorded run, have call on 'a', which is not in it, or not so often"
    )
    assert [r.outcome for r in again.meter.trace()] == ["malformed", "dropped"]


def test_a_trace_without_texts_does_not_replay() -> None:
    mock = Mock()
    mock.ask("a")
    with pytest.raises(ValueError, match=r"have call 0 without; try Mock\(keep_texts=True\)"):
        Recorded.of(mock.meter.trace())
