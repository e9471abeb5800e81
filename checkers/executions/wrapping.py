"""Any client metered: a function that asks a model, plain or async, is wrapped so that its calls are counted."""

from __future__ import annotations

import asyncio
import functools
import inspect
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from attrs import frozen

from checkers.executions.meter import Meter
from checkers.executions.mock import tokens
from checkers.executions.trace import Outcome
from checkers.executions.virtual_time import VirtualLoop, ticks

F = TypeVar("F", bound=Callable[..., Any])


class CannotCount(TypeError):
    """A call whose tokens are not the words of a text: who, need, have, try."""

    def __init__(self, who: str, *, need: str, have: str, attempt: str) -> None:
        self.who, self.need, self.have, self.attempt = who, need, have, attempt
        super().__init__(f"metered {who}: cannot count\n  need  {need}\n  have  {have}\n  try   {attempt}")


def metered(
    function: F, meter: Meter, *, primitive: str = "call", tokens_in: Callable[..., int] | None = None,
    tokens_out: Callable[[Any], int] | None = None,
) -> F:  # fmt: skip
    """The function, plain or async, with each of its calls counted by a meter.

    Shape    tokens_in gets the arguments of the call, tokens_out its result; without them, the words of the first text
             among the arguments, and of a result that is a text
    Gives    a function that is called, is awaited and fails as the one it wraps; a call that raises is not answered
    Raises   CannotCount, at the call, where words cannot be counted and no function is given for it

    On a virtual clock an awaited call that took no time takes one tick: calls made at once then stand side by side.

    >>> meter = Meter()
    >>> metered(str.upper, meter)("two words"), meter.trace().tokens()
    ('TWO WORDS', 4)
    """
    how = _How(_name(function), meter, primitive, tokens_in, tokens_out)
    called = function if inspect.isroutine(function) else getattr(function, "__call__", None)  # noqa: B004
    if inspect.isgeneratorfunction(called) or inspect.isasyncgenfunction(called):
        raise CannotCount(
            how.name, need="a function that gives its answer at once", have="a generator",
            attempt="wrap the function that joins the parts of the answer",
        )  # fmt: skip
    if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(called):

        @functools.wraps(function)
        async def wrapped(*args: Any, **kwargs: Any) -> Any:
            return await how.asked(function, args, kwargs)

    else:

        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            return how.asked(function, args, kwargs)

    return cast(F, wrapped)


@frozen
class _How:
    """How the calls of one function are counted."""

    name: str
    meter: Meter
    primitive: str
    tokens_in: Callable[..., int] | None
    tokens_out: Callable[[Any], int] | None

    def asked(self, function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call the function; its result, or what is to be awaited for it."""
        read = self._read(args, kwargs)
        index = self.meter.begin(self.primitive, read, _now())
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            self._failed(index, error)
            raise
        return self._awaited(index, result) if inspect.isawaitable(result) else self._answered(index, result)

    async def _awaited(self, index: int, result: Awaitable[Any]) -> Any:
        began = ticks()
        try:
            answer = await result
            if isinstance(asyncio.get_running_loop(), VirtualLoop) and ticks() == began:
                await asyncio.sleep(1)
        except BaseException as error:
            self._failed(index, error)
            raise
        return self._answered(index, answer)

    def _read(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> int:
        if self.tokens_in is not None:
            return self.tokens_in(*args, **kwargs)
        if any(_is_messages(a) for a in (*args, *kwargs.values())):
            raise self._refusal(
                "a prompt that is a text", "a list of messages", "tokens_in=..., of the call's arguments"
            )
        texts = [a for a in args if isinstance(a, str)][:1] or [a for a in kwargs.values() if isinstance(a, str)]
        if len(texts) != 1:
            have = f"{len(texts)} texts" if texts else "none"
            raise self._refusal("one text among the arguments", have, "tokens_in=..., of the call's arguments")
        return tokens(texts[0])

    def _answered(self, index: int, result: Any) -> Any:
        try:
            if self.tokens_out is None and not isinstance(result, str):
                have = f"a result of type {type(result).__name__}"
                raise self._refusal("a result that is a text", have, "tokens_out=..., of the result")
            written = tokens(result) if self.tokens_out is None else self.tokens_out(result)
        except BaseException as error:
            self._failed(index, error)
            raise
        self.meter.end(index, written, _now())
        return result

    def _failed(self, index: int, error: BaseException) -> None:
        outcome: Outcome = "error" if isinstance(error, Exception) else "dropped"
        self.meter.end(index, 0, _now(), outcome)

    def _refusal(self, need: str, have: str, attempt: str) -> CannotCount:
        return CannotCount(self.name, need=need, have=have, attempt=attempt)


def _is_messages(argument: Any) -> bool:
    return isinstance(argument, list | tuple) and bool(argument) and isinstance(argument[0], Mapping)


def _name(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__qualname__", type(function).__name__))


def _now() -> int:
    """The time of the running loop; without one, nanoseconds of the same clock a real loop runs on."""
    try:
        return ticks()
    except RuntimeError:
        return time.monotonic_ns()
