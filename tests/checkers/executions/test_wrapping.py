"""Clients of other people, wrapped: what is counted, and that nothing else changes."""

import asyncio
import functools
import inspect

import pytest

from checkers.executions import virtual_time
from checkers.executions.meter import Meter
from checkers.executions.wrapping import CannotCount, metered


def ask(prompt: str, model: str = "small") -> str:
    """Answers with two words."""
    return f"re {model}"


async def ask_later(prompt: str) -> str:
    return "one two three"


class Client:
    """A client as libraries write them: methods, and an object that is called."""

    def ask(self, prompt: str) -> str:
        return "yes"

    async def __call__(self, prompt: str) -> str:
        return "a b"


def counted(meter: Meter) -> list[tuple[str, int, int, str]]:
    return [(r.primitive, r.tokens_in, r.tokens_out, r.outcome) for r in meter.trace()]


def test_a_plain_function_is_counted_by_the_words_of_its_prompt_and_answer():
    meter = Meter()
    wrapped = metered(ask, meter, primitive="judge")
    assert wrapped("which is better", model="large") == "re large"
    assert counted(meter) == [("judge", 3, 2, "ok")]
    assert (wrapped.__name__, wrapped.__doc__) == ("ask", "Answers with two words.")


def test_a_function_that_is_not_wrapped_is_not_counted():
    meter = Meter()
    metered(ask, meter)
    ask("nobody counts this")
    assert counted(meter) == []


def test_an_async_function_stays_one_and_counts_when_it_is_awaited():
    meter = Meter()
    wrapped = metered(ask_later, meter)
    assert inspect.iscoroutinefunction(wrapped)
    assert virtual_time.run(lambda: wrapped("a prompt")) == "one two three"
    assert counted(meter) == [("call", 2, 3, "ok")]


def test_methods_partials_and_objects_that_are_called_are_counted():
    meter = Meter()
    assert metered(Client().ask, meter)("a b c") == "yes"
    assert metered(functools.partial(ask, model="tiny"), meter)("a") == "re tiny"
    assert asyncio.run(metered(Client(), meter)("a b")) == "a b"
    assert asyncio.run(metered(lambda p: ask_later(p), meter)("a")) == "one two three"
    assert counted(meter) == [("call", 3, 1, "ok"), ("call", 1, 2, "ok"), ("call", 2, 2, "ok"), ("call", 1, 3, "ok")]


def test_a_call_that_raises_raises_the_same_and_is_a_request_not_answered():
    meter = Meter()

    def broken(prompt: str) -> str:
        raise KeyError(prompt)

    async def broken_later(prompt: str) -> str:
        raise KeyError(prompt)

    with pytest.raises(KeyError, match="one"):
        metered(broken, meter)("one")
    with pytest.raises(KeyError, match="two"):
        asyncio.run(metered(broken_later, meter)("two"))
    assert [r.outcome for r in meter.trace()] == ["error", "error"]
    assert (meter.trace().requests(), meter.trace().calls()) == (2, 0)


def test_a_call_that_is_cancelled_is_dropped():
    meter = Meter()

    async def slow(prompt: str) -> str:
        await asyncio.sleep(100)
        return "late"

    async def program() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(metered(slow, meter)("a"), 3)

    virtual_time.run(program)
    assert [(r.outcome, r.end) for r in meter.trace()] == [("dropped", 3)]


def test_calls_made_at_once_on_the_virtual_clock_stand_side_by_side():
    async def chain(asked) -> None:
        for _ in range(5):
            await asked("a")

    async def fan(asked) -> None:
        await asyncio.gather(*(asked("a") for _ in range(5)))

    depths = []
    for program in (chain, fan):
        meter = Meter()
        virtual_time.run(functools.partial(program, metered(ask_later, meter)))
        depths.append((meter.trace().depth(), meter.trace().latency()))
    assert depths == [(5, 5), (1, 1)]


def test_a_call_that_took_virtual_time_takes_no_more():
    async def slow(prompt: str) -> str:
        await asyncio.sleep(7)
        return "x"

    meter = Meter()
    virtual_time.run(lambda: metered(slow, meter)("a"))
    assert [(r.start, r.end) for r in meter.trace()] == [(0, 7)]


def test_calls_one_after_another_without_a_loop_are_a_chain():
    meter = Meter()
    wrapped = metered(ask, meter)
    for _ in range(3):
        wrapped("a")
    assert meter.trace().depth() == 3


def chat(model: str, messages: list[dict[str, str]]) -> dict[str, int]:
    return {"completion_tokens": 11}


def test_functions_given_count_what_words_cannot():
    meter = Meter()
    wrapped = metered(
        chat, meter,
        tokens_in=lambda model, messages: sum(len(m["content"]) for m in messages),
        tokens_out=lambda answer: answer["completion_tokens"],
    )  # fmt: skip
    wrapped("gpt", [{"role": "user", "content": "four"}])
    assert counted(meter) == [("call", 4, 11, "ok")]


def test_a_list_of_messages_is_refused_before_the_call_and_not_miscounted():
    meter = Meter()
    with pytest.raises(CannotCount) as refused:
        metered(chat, meter)("gpt", [{"role": "user", "content": "four"}])
    assert str(refused.value) == (
        "metered chat: cannot count\n"
        "  need  a prompt that is a text\n"
        "  have  a list of messages\n"
        "  try   tokens_in=..., of the call's arguments"
    )
    assert counted(meter) == []


@pytest.mark.parametrize(("arguments", "have"), [({}, "none"), ({"prompt": "a", "model": "b"}, "2 texts")])
def test_arguments_without_one_text_are_refused(arguments, have):
    with pytest.raises(CannotCount, match=f"have  {have}"):
        metered(lambda **_: "x", Meter())(**arguments)


def test_one_text_given_by_name_is_the_prompt():
    meter = Meter()
    metered(ask, meter)(prompt="a b c d")
    assert counted(meter) == [("call", 4, 2, "ok")]


def test_an_answer_that_is_no_text_is_refused_and_left_unanswered():
    meter = Meter()
    with pytest.raises(CannotCount, match="have  a result of type dict"):
        metered(chat, meter, tokens_in=lambda *_: 1)("gpt", [])
    assert counted(meter) == [("call", 1, 0, "error")]


def test_a_generator_is_refused_when_it_is_wrapped():
    def stream(prompt: str):
        yield prompt

    with pytest.raises(CannotCount, match="have  a generator"):
        metered(stream, Meter())
