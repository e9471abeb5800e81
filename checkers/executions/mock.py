"""The mock LLM: deterministic from a seed, metered, and as unfriendly as it is told to be.

A mock answers a request by its task (what a correct model would write) and then by its faults (`faults.py`), in order.
Tokens are words. What the mock writes depends only on the seed, the prompt and how often the same prompt came before,
so runs are alike however their calls overlap.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Protocol, TypeAlias

from attrs import define, evolve, field, frozen

from checkers.executions.meter import Meter
from checkers.executions.trace import ANSWERED, Outcome
from checkers.executions.virtual_time import ticks

Duration: TypeAlias = Callable[[int, int], int]
"""Ticks that a call takes, from the tokens it reads and writes."""


def tokens(text: str) -> int:
    """The number of tokens of a text: its words.

    >>> tokens("two  words")
    2
    """
    return len(text.split())


def words(count: int, word: str = "x") -> str:
    """A text of so many tokens.

    >>> words(3)
    'x x x'
    """
    return " ".join([word] * count)


@frozen
class Request:
    """What a program asks for: a prompt, a limit on the answer, and which primitive it means by the call.

    `body` is all that came over the wire (messages, tools), for a task that looks at it; empty without a server.
    """

    prompt: str
    limit: int | None = None
    primitive: str = "call"
    model: str = ""
    label: str = ""
    body: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)

    def digest(self) -> str:
        """By which a replay finds the answer again."""
        return hashlib.sha256(
            f"{self.primitive}\0{self.limit}\0{self.prompt}".encode("utf-8", "surrogatepass")
        ).hexdigest()[:16]


@frozen
class Reply:
    """What the mock answers. `outcome` is "ok" unless a fault changed it."""

    text: str
    outcome: Outcome = "ok"


Task: TypeAlias = Callable[[Request, Random], str]
"""What a correct model writes."""


class Fault(Protocol):
    """A way to answer badly: gets the request, the answer so far, and a source of chance; gives the answer instead."""

    def __call__(self, request: Request, reply: Reply, chance: Random) -> Reply: ...


class Refused(Exception):
    """The model did not answer: the prompt is over its window, or too many requests came."""

    def __init__(self, outcome: Outcome, need: str, have: str) -> None:
        super().__init__(f"mock LLM: {outcome}\n  need  {need}\n  have  {have}")
        self.outcome, self.need, self.have = outcome, need, have


def filler(request: Request, chance: Random) -> str:
    """As many tokens as the request allows, 1 where it names no limit."""
    return words(1 if request.limit is None else request.limit)


def one_tick(tokens_in: int, tokens_out: int) -> int:
    """Every call takes one tick: latency counts calls."""
    return 1


def a_tick_a_token(tokens_in: int, tokens_out: int) -> int:
    """A call takes a tick for each token it writes, and one for reading."""
    return 1 + tokens_out


@define
class Mock:
    """A mock model.

    `window` is the largest context: a prompt that leaves no room for one token of answer is refused, and an answer that
    does not fit is cut (outcome "truncated"). `workers` calls at most run at once; the others queue in order.
    `keep_texts` keeps prompts and replies in the trace, so that it replays; `replay` (a `replay.Recorded`) answers from
    such a trace instead of the task.
    """

    task: Task = filler
    faults: Sequence[Fault] = ()
    seed: int = 0
    window: int | None = None
    workers: int | None = None
    duration: Duration = one_tick
    keep_texts: bool = False
    replay: Callable[[Request], Reply] | None = None
    meter: Meter = field(factory=Meter)
    _seen: Counter[str] = field(factory=Counter, init=False)
    _free: asyncio.Semaphore | None = field(default=None, init=False)
    _clock: int = field(default=0, init=False)

    def with_window(self, window: int) -> Mock:
        """The same model with another window: the same meter, and the same workers."""
        if self.workers is not None and self._free is None:
            self._free = asyncio.Semaphore(self.workers)
        other = evolve(self, window=window)
        other._free = self._free
        return other

    def reply(self, request: Request) -> Reply:
        """The answer to a request; nothing is metered. An answer is a function of seed, prompt and repetition."""
        if self.replay is not None:
            return self.replay(request)
        digest = request.digest()
        turn = self._seen[digest]
        self._seen[digest] += 1
        chance = Random(f"{self.seed}/{digest}/{turn}")  # noqa: S311, chance and no secret
        room = self._room(request)
        if room < 1:
            return Reply("", "over_window")
        reply = Reply(self.task(request, chance))
        for fault in self.faults:
            if reply.outcome not in ANSWERED:  # turned away: nothing was written that could be wrong
                break
            reply = fault(request, reply, chance)
        limit = room if request.limit is None else min(room, request.limit)
        if tokens(reply.text) > limit:
            reply = Reply(" ".join(reply.text.split()[:limit]), "truncated")
        return reply

    def _room(self, request: Request) -> int:
        return 1 << 62 if self.window is None else self.window - tokens(request.prompt)

    async def complete(
        self, prompt: str, limit: int | None = None, *, primitive: str = "call", model: str = "", label: str = ""
    ) -> str:
        """The model's answer to a prompt, metered; waits for a free worker and then for as long as the call takes.

        Raises   Refused: the prompt is over the window, or the request was turned away
        """
        if self.workers is not None and self._free is None:
            self._free = asyncio.Semaphore(self.workers)
        if self._free is None:
            return await self._complete(Request(prompt, limit, primitive, model, label))
        async with self._free:
            return await self._complete(Request(prompt, limit, primitive, model, label))

    async def _complete(self, request: Request) -> str:
        index = self._begin(request, ticks())
        try:
            reply = self.reply(request)
            read, written = tokens(request.prompt), tokens(reply.text)
            await asyncio.sleep(self.duration(read, written))
        except BaseException:
            self.meter.end(index, 0, ticks(), "dropped")
            raise
        return self._end(index, request, reply, ticks())

    def ask(self, prompt: str, limit: int | None = None, *, primitive: str = "call", model: str = "") -> str:
        """The same for a program without asyncio: each call takes its time on a clock that starts at 0.

        Raises   Refused, as `complete` does
        """
        request = Request(prompt, limit, primitive, model)
        index = self._begin(request, self._clock)
        reply = self.reply(request)
        self._clock += self.duration(tokens(prompt), tokens(reply.text))
        return self._end(index, request, reply, self._clock)

    def _begin(self, request: Request, now: int) -> int:
        texts = {"digest": request.digest(), "prompt": request.prompt} if self.keep_texts else {}
        return self.meter.begin(
            request.primitive, tokens(request.prompt), now, model=request.model, label=request.label, **texts
        )

    def _end(self, index: int, request: Request, reply: Reply, now: int) -> str:
        self.meter.end(index, tokens(reply.text), now, reply.outcome, reply.text if self.keep_texts else "")
        if reply.outcome == "over_window":
            raise Refused(
                "over_window", f"a prompt of fewer than {self.window} tokens", f"{tokens(request.prompt)} tokens"
            )
        if reply.outcome == "rate_limited":
            raise Refused("rate_limited", "fewer requests in that time", "one more")
        return reply.text
