"""The mock: answers that depend on seed, prompt and repetition alone; windows, workers and faults as stated."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from itertools import permutations

import pytest

from checkers.executions.faults import Adversarial, FailsFirst, Malformed, Noisy, RateLimited, happens
from checkers.executions.mock import Mock, Refused, Reply, Request, a_tick_a_token, words
from checkers.executions.sequential import mean_differs
from checkers.executions.virtual_time import run


def random_words(request: Request, chance) -> str:
    return " ".join(str(chance.randrange(10**9)) for _ in range(3))


def answers(order: tuple[int, ...], seed: int = 0, delays: tuple[int, ...] = (0, 0, 0, 0)) -> list[str]:
    """What four requests, two of them alike, are answered when they begin in this order."""
    mock = Mock(task=random_words, faults=[Noisy(Fraction(1, 2))], seed=seed)
    prompts = ["a", "b", "c", "c"]
    found: dict[int, str] = {}

    async def one(i: int) -> None:
        await asyncio.sleep(delays[i])
        found[i] = await mock.complete(prompts[i], 3)

    async def program() -> None:
        await asyncio.gather(*(one(i) for i in order))

    run(program)
    return [found[0], found[1], *sorted([found[2], found[3]])]


def test_answers_are_alike_however_calls_overlap() -> None:
    first = answers((0, 1, 2, 3))
    assert all(answers(order) == first for order in permutations(range(4)))
    assert all(answers((0, 1, 2, 3), delays=delays) == first for delays in ((3, 2, 1, 0), (0, 5, 0, 5)))
    assert any(answers((0, 1, 2, 3), seed=s) != first for s in range(1, 4))


def test_the_same_prompt_again_is_answered_anew() -> None:
    mock = Mock(task=random_words)
    assert mock.ask("a") != mock.ask("a")
    assert Mock(task=random_words, seed=1).ask("a") != Mock(task=random_words, seed=2).ask("a")


@pytest.mark.parametrize(
    ("reads", "limit", "written", "outcome"), [(7, 5, 3, "truncated"), (7, 3, 3, "ok"), (9, 9, 1, "truncated")]
)
def test_an_answer_is_cut_to_the_window(reads: int, limit: int, written: int, outcome: str) -> None:
    mock = Mock(window=10)
    assert mock.ask(words(reads), limit) == words(written)
    [record] = mock.meter.trace()
    assert (record.tokens_out, record.outcome) == (written, outcome)


@pytest.mark.parametrize("reads", [10, 11])
def test_a_prompt_without_room_for_an_answer_is_refused_and_not_billed(reads: int) -> None:
    mock = Mock(window=10)
    with pytest.raises(Refused) as caught:
        mock.ask(words(reads))
    assert str(caught.value) == (
        f"mock LLM: over_window\n  need  a prompt of fewer than 10 tokens\n  have  {reads} tokens"
    )
    trace = mock.meter.trace()
    assert (trace.requests(), trace.calls(), trace.tokens()) == (1, 0, 0)


def test_rate_limits_turn_away_one_after_each_burst() -> None:
    mock = Mock(faults=[RateLimited(2), Noisy(Fraction(1))])
    outcomes = []
    for _ in range(6):
        try:
            outcomes.append(mock.ask("a"))
        except Refused as refused:
            outcomes.append(refused.outcome)
    assert outcomes == ["wrong", "wrong", "rate_limited", "wrong", "wrong", "rate_limited"]
    assert mock.meter.trace().calls() == 4


@pytest.mark.parametrize("rate", [Fraction(1, 3), Fraction(1, 20), Fraction(0), Fraction(1)])
def test_a_noisy_mock_is_wrong_at_exactly_its_rate(rate: Fraction) -> None:
    def wrong(seed: int, faults) -> list[int]:
        mock = Mock(faults=faults, seed=seed)
        return [int(mock.ask("a") == "wrong") for _ in range(3_000)]

    assert mean_differs(wrong(0, [Noisy(rate)]), rate, most=3_000, largest=1, error=1e-6) is None
    off = rate + Fraction(1, 10) if rate < Fraction(1, 2) else rate - Fraction(1, 10)
    assert mean_differs(wrong(0, [Noisy(off)]), rate, most=3_000, largest=1, error=1e-6) is not None


def test_an_event_of_a_rate_happens_as_often_as_its_numerator_says() -> None:
    class Each:
        def __init__(self, value: int) -> None:
            self.value = value

        def randrange(self, end: int) -> int:
            return self.value % end

    assert [sum(happens(Each(i), Fraction(k, 7)) for i in range(7)) for k in range(8)] == list(range(8))


def test_a_malformed_answer_is_billed_and_stays_malformed() -> None:
    mock = Mock(faults=[Malformed(Fraction(1)), Noisy(Fraction(1))])
    mock.ask("a", 3)
    [record] = mock.meter.trace()
    assert (record.outcome, record.tokens_out) == ("malformed", 3)


def test_an_adversary_sees_what_was_asked_and_answered_before() -> None:
    def choose(request: Request, past: list[tuple[Request, str]]) -> str:
        return f"{request.prompt}{len(past)}"

    mock = Mock(faults=[Adversarial(choose)])
    assert [mock.ask(p) for p in "aba"] == ["a0", "b1", "a2"]


def test_the_first_answers_to_a_prompt_fail_and_no_others() -> None:
    mock = Mock(faults=[FailsFirst(2)])
    for prompt in "aabaab":
        mock.ask(prompt)
    assert [r.outcome for r in mock.meter.trace()] == ["malformed"] * 3 + ["ok", "ok", "malformed"]


def test_two_workers_serve_all_primitives_together() -> None:
    mock = Mock(workers=2, duration=a_tick_a_token)
    other = mock.with_window(100)

    async def program() -> None:
        await asyncio.gather(*(m.complete("a", 3) for m in (mock, other, mock, other)))

    for _ in range(2):  # a mock serves one run after another
        run(program)
    assert [r.start for r in mock.meter.trace()] == [0, 0, 4, 4] * 2
    free = Mock(duration=a_tick_a_token)
    run(lambda: asyncio_all(free))
    assert [r.start for r in free.meter.trace()] == [0, 0, 0, 0]


async def asyncio_all(mock: Mock) -> None:
    await asyncio.gather(*(mock.complete("a", 3) for _ in range(4)))


def test_a_call_that_the_task_breaks_is_dropped() -> None:
    def broken(request: Request, chance) -> str:
        raise KeyError("no such prompt")

    mock = Mock(task=broken)
    with pytest.raises(KeyError):
        mock.ask("a")
    with pytest.raises(KeyError):
        run(lambda: mock.complete("a"))
    assert [r.outcome for r in mock.meter.trace()] == ["dropped", "dropped"]
    assert mock.meter.trace().calls() == 0
    assert Reply("").outcome == "ok"
