"""What an OpenAI-compatible API answers at each path, with every request metered before its answer leaves."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

from attrs import define, field

from checkers.executions.embeddings import AskedVectors, embedded, read_vectors
from checkers.executions.http_messages import HttpRequest, HttpResponse, RefusedRequest, to_json
from checkers.executions.meter import Meter
from checkers.executions.mock import Mock, Reply, tokens
from checkers.executions.replay import NotInTrace
from checkers.executions.server_faults import Strike, Striking
from checkers.executions.trace import CallRecord, Outcome
from checkers.executions.wire_answers import Answer, whole
from checkers.executions.wire_requests import Asked, Endpoint, read_asked, read_json
from checkers.executions.wire_streams import events

PATHS: Mapping[str, Endpoint] = {
    "/v1/chat/completions": "chat", "/v1/completions": "completions", "/v1/responses": "responses",
}  # fmt: skip
EMBEDDINGS, MODELS = "/v1/embeddings", "/v1/models"


@define
class Endpoints:
    """Answers requests by a mock. `gone` in its methods says whether the client has left meanwhile."""

    mock: Mock
    embedding_meter: Meter
    clock: Callable[[], int]
    ticks_in_a_second: int
    striking: Striking
    delay: float
    retry_after: float
    models: Sequence[str]
    _free: asyncio.Semaphore | None = field(default=None, init=False)

    async def respond(self, message: HttpRequest, gone: Callable[[], bool]) -> HttpResponse | None:
        """The answer to a request; None where the connection is to be closed without one."""
        try:
            if message.path in PATHS and message.method == "POST":
                return await self._model(PATHS[message.path], message, gone)
            if message.path == EMBEDDINGS and message.method == "POST":
                return await self._embed(message)
            return HttpResponse(to_json(self._listed(message)))
        except RefusedRequest as refused:
            return refused.response()

    def _listed(self, message: HttpRequest) -> dict[str, object]:
        name = message.path.removeprefix(MODELS + "/")
        listed = [{"id": m, "object": "model", "created": 0, "owned_by": "tightbound"} for m in self.models]
        right = "POST" if message.path in (*PATHS, EMBEDDINGS) else "GET"
        if right == "GET" and message.path != MODELS and name not in self.models:
            paths = ", ".join([*PATHS, EMBEDDINGS, MODELS])
            raise RefusedRequest(
                f"one of {paths}", message.path, status=404, code="not_found", attempt="a base URL that ends in /v1"
            )
        if message.method != right:
            need, have = f"{right} {message.path}", message.method
            raise RefusedRequest(need, have, status=405, code="method_not_allowed", headers={"Allow": right})
        return {"object": "list", "data": listed} if message.path == MODELS else listed[self.models.index(name)]

    def _workers(self) -> AbstractAsyncContextManager[object]:
        if self.mock.workers is None:
            return nullcontext()
        self._free = self._free or asyncio.Semaphore(self.mock.workers)
        return self._free

    async def _model(self, endpoint: Endpoint, message: HttpRequest, gone: Callable[[], bool]) -> HttpResponse | None:
        primitive = message.headers.get("x-tightbound-primitive") or endpoint
        try:
            asked = read_asked(
                endpoint, read_json(message.body), primitive, message.headers.get("x-tightbound-label", "")
            )
        except RefusedRequest:
            self._count_unread(self.mock.meter, primitive, message)
            raise
        async with self._workers():
            return await self._call(asked, _attempt(message), gone)

    def _count_unread(self, meter: Meter, primitive: str, message: HttpRequest) -> None:
        _end(meter, meter.begin(primitive, 0, self.clock(), attempt=_attempt(message)), 0, self.clock(), "error")

    async def _call(self, asked: Asked, attempt: int, gone: Callable[[], bool]) -> HttpResponse | None:
        request, meter, start = asked.request, self.mock.meter, self.clock()
        digest = request.digest()
        texts = {"digest": digest, "prompt": request.prompt} if self.mock.keep_texts else {}
        index = meter.begin(
            request.primitive, tokens(request.prompt), start, model=request.model, label=request.label,
            attempt=attempt, **texts,
        )  # fmt: skip
        try:
            strike = self.striking.next(digest)
            replies = self._replies(asked, strike)
            await self._wait(strike.seconds)
        except RefusedRequest:
            _end(meter, index, 0, self.clock(), "error")
            raise
        except BaseException:
            _end(meter, index, 0, self.clock(), "dropped")
            raise
        answer = Answer(asked, replies, index, start // self.ticks_in_a_second)
        outcome: Outcome = "dropped" if gone() else _outcome(replies, strike)
        written = 0 if outcome == "dropped" else answer.tokens_out()
        kept = "\n".join(r.text for r in replies) if self.mock.keep_texts else ""
        _end(meter, index, written, self.clock(), outcome, kept)
        self._refuse(outcome, request.prompt)
        return None if outcome == "dropped" else _rendered(answer, strike)

    def _replies(self, asked: Asked, strike: Strike) -> tuple[Reply, ...]:
        if strike.refused is not None:
            return (Reply("", strike.refused),)
        try:
            return tuple(self.mock.reply(asked.request) for _ in range(asked.choices))
        except NotInTrace as why:
            raise RefusedRequest("a request of the recorded run", str(why), code="not_in_trace") from None
        except Exception as why:  # a task or a fault is the user's code
            raise RefusedRequest(
                "a task that answers", f"{type(why).__name__}: {why}", status=500, kind="server_error",
                code="task_failed", headers={"x-should-retry": "false"},
            ) from why  # fmt: skip

    async def _wait(self, more: float) -> None:
        if self.delay + more > 0:
            await asyncio.sleep(self.delay + more)

    def _refuse(self, outcome: Outcome, prompt: str) -> None:
        """What a client is told where the model did not answer."""
        if outcome == "rate_limited":
            wait = {"Retry-After": str(math.ceil(self.retry_after)), "retry-after-ms": f"{self.retry_after * 1000:g}"}
            raise RefusedRequest(
                "fewer requests in that time", "one more", status=429, code="rate_limit_exceeded", kind="requests",
                attempt=f"again after {self.retry_after:g} s", headers=wait,
            )  # fmt: skip
        if outcome == "over_window":
            need, have = f"a prompt of fewer than {self.mock.window} tokens", f"{tokens(prompt)} tokens"
            raise RefusedRequest(need, have, code="context_length_exceeded", param="messages")
        if outcome == "error":
            raise RefusedRequest("a server that works", "an error it was told to make", status=500, kind="server_error")

    async def _embed(self, message: HttpRequest) -> HttpResponse:
        primitive, meter = message.headers.get("x-tightbound-primitive") or "embedding", self.embedding_meter
        try:
            asked: AskedVectors = read_vectors(read_json(message.body))
        except RefusedRequest:
            self._count_unread(meter, primitive, message)
            raise
        index = meter.begin(
            primitive, asked.tokens_in(), self.clock(), model=asked.model, attempt=_attempt(message)
        )  # fmt: skip
        try:
            await self._wait(0.0)
        except BaseException:
            _end(meter, index, 0, self.clock(), "dropped")
            raise
        _end(meter, index, 0, self.clock())
        return HttpResponse(to_json(embedded(asked)))


def _attempt(message: HttpRequest) -> int:
    """Which retry of the client library this is, as it says itself."""
    said = message.headers.get("x-stainless-retry-count", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _end(meter: Meter, index: int, written: int, now: int, outcome: Outcome = "ok", text: str = "") -> CallRecord:
    """Meter the end of a call; an answer that cannot be written down is not given."""
    try:
        return meter.end(index, written, now, outcome, text)
    except OSError as why:
        raise RefusedRequest(
            f"to write to {meter.sink}", str(why), status=500, code="sink_failed", kind="server_error",
            headers={"x-should-retry": "false"},
        ) from why  # fmt: skip


def _outcome(replies: Sequence[Reply], strike: Strike) -> Outcome:
    """The outcome of a call: that of its first choice that is not "ok"."""
    outcome: Outcome = next((r.outcome for r in replies if r.outcome != "ok"), "ok")
    return "malformed" if strike.cut and outcome in ("ok", "truncated") else outcome


def _rendered(answer: Answer, strike: Strike) -> HttpResponse:
    stream = answer.asked.stream
    body = events(answer) if stream else to_json(whole(answer))
    media = "text/event-stream" if stream else "application/json"
    return HttpResponse(body[: len(body) // 2] if strike.cut else body, media=media)
