"""The mock LLM behind an OpenAI-compatible API on loopback: any program that can be pointed at a URL is metered.

The server runs in a thread of its own. A call is metered, and written to the sink, before its answer leaves, so a
client never holds an answer that the trace does not have. Times are those of this machine: with a `delay`, calls that
a program starts at once overlap in the trace and its depth can be read; without one, answers may be quicker than the
program, and calls stand one after another.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal

from attrs import define, field

from checkers.executions.endpoints import Endpoints
from checkers.executions.http_messages import HEAD_LIMIT, RefusedRequest, read_request
from checkers.executions.meter import Meter
from checkers.executions.mock import Mock
from checkers.executions.server_faults import ServerFault, Striking
from checkers.executions.trace import Trace

BACKLOG = 1024
PATIENCE = 1.0
"""Seconds for a client to stop sending what was refused already."""
LOOPBACK = "127.0.0.1"
API_KEY = "tightbound-mock"
"""A key that opens nothing, for libraries that refuse to start without one."""


def _mock(given: Mock | None) -> Mock:
    return Mock() if given is None else given


@define(eq=False)
class MockServer:
    """A mock model on a port of this machine, from `start` to `stop`, or within `with`.

    mock        what answers, and the meter; `Mock()` where none is given. Its task runs in the server's thread, one
                request at a time; its `duration` is not used here
    host, port  where it listens; port 0 takes a free one
    sink        the file to which calls are written as they end; embeddings go to NAME.embeddings beside it
    delay       seconds that each call takes
    clock       "wall": nanoseconds since 1970; "ticks": counts beginnings and ends, the same in every run of a
                program that makes one call at a time
    faults      what goes wrong between model and client, with calls; the mock's own faults are the model's
    retry_after seconds that a client turned away is told to wait
    embeddings_are_calls  meter them in `trace()` with the calls, instead of apart in `embeddings()`

    >>> with MockServer() as server:
    ...     sorted(server.environment())
    ['OPENAI_API_BASE', 'OPENAI_API_KEY', 'OPENAI_BASE_URL']
    """

    mock: Mock = field(default=None, converter=_mock)
    host: str = field(default=LOOPBACK, kw_only=True)
    port: int = field(default=0, kw_only=True)
    sink: Path | None = field(default=None, kw_only=True)
    delay: float = field(default=0.0, kw_only=True)
    clock: Literal["wall", "ticks"] = field(default="wall", kw_only=True)
    faults: Sequence[ServerFault] = field(default=(), kw_only=True)
    retry_after: float = field(default=1.0, kw_only=True)
    models: Sequence[str] = field(default=("mock",), kw_only=True)
    embeddings_are_calls: bool = field(default=False, kw_only=True)
    _apart: Meter = field(factory=Meter, init=False)
    _now: Callable[[], int] = field(init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _loop: asyncio.AbstractEventLoop | None = field(default=None, init=False)
    _stopping: asyncio.Event | None = field(default=None, init=False)
    _address: tuple[str, int] | None = field(default=None, init=False)

    @_now.default
    def _chosen_clock(self) -> Callable[[], int]:
        return _wall_clock() if self.clock == "wall" else itertools.count().__next__

    def __attrs_post_init__(self) -> None:
        if not self.host:
            raise ValueError(f"mock server: need a host to listen on, have ''; try {LOOPBACK}")
        if self.sink is not None:
            if self.mock.meter.sink not in (None, self.sink):
                raise ValueError(f"mock server: need one sink, have {self.sink} and the mock's {self.mock.meter.sink}")
            self.mock.meter.sink = self.sink
        if self.mock.meter.sink is not None:
            beside = self.mock.meter.sink
            self._apart.sink = beside.with_name(f"{beside.stem}.embeddings{beside.suffix}")

    @property
    def url(self) -> str:
        """The base URL for clients.

        Raises   RuntimeError when the server does not run
        """
        if self._address is None:
            raise RuntimeError("mock server: need a server that runs, have one that does not; try start(), or `with`")
        host, port = self._address
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/v1"

    def environment(self) -> dict[str, str]:
        """The variables by which the libraries of OpenAI and others find the server."""
        return {"OPENAI_BASE_URL": self.url, "OPENAI_API_BASE": self.url, "OPENAI_API_KEY": API_KEY}

    def trace(self) -> Trace:
        """The calls that ended so far."""
        return self.mock.meter.trace()

    def embeddings(self) -> Trace:
        """The requests for embeddings that ended so far, where they are kept apart."""
        return self._apart.trace()

    def clear(self) -> None:
        """Forget what was counted."""
        self.mock.meter.clear()
        self._apart.clear()

    def start(self) -> MockServer:
        """Begin to listen; gives the server itself.

        Raises   OSError when host and port cannot be had; RuntimeError when it runs already
        """
        if self._thread is not None:
            raise RuntimeError("mock server: need a server that does not run, have one that does")
        listening = _listen(self.host, self.port)
        name, port = listening.getsockname()[:2]
        self._address = ({"0.0.0.0": LOOPBACK, "::": "::1"}.get(name, name), port)  # noqa: S104, only compared
        ready = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(listening, ready), name="tightbound-mock-server", daemon=True
        )
        self._thread.start()
        ready.wait()
        return self

    def stop(self) -> None:
        """Stop listening, close all connections and the sink; calls in the middle are metered as dropped."""
        if self._thread is None or self._loop is None or self._stopping is None:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = self._loop = self._stopping = self._address = None
        self.mock.meter.close()
        self._apart.close()

    def __enter__(self) -> MockServer:
        return self if self._thread is not None else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, listening: socket.socket, ready: threading.Event) -> None:
        try:
            asyncio.run(self._serve(listening, ready))
        finally:
            ready.set()  # also where it failed: whoever started it must not wait for ever

    async def _serve(self, listening: socket.socket, ready: threading.Event) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        endpoints, tasks = self._endpoints(), set[asyncio.Task[None]]()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.get_running_loop().create_task(_converse(endpoints, reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        # asyncio sets TCP_NODELAY on each connection itself, and sends an answer in one piece
        server = await asyncio.start_server(connected, sock=listening, limit=HEAD_LIMIT)
        ready.set()
        await self._stopping.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _endpoints(self) -> Endpoints:
        return Endpoints(
            self.mock,
            self.mock.meter if self.embeddings_are_calls else self._apart,
            self._now,
            10**9 if self.clock == "wall" else 1,
            Striking(self.faults, self.mock.seed),
            self.delay,
            self.retry_after,
            self.models,
        )


def _listen(host: str, port: int) -> socket.socket:
    """A socket at the first address of the host that can be had: with port 0, two addresses would be two ports."""
    failed: OSError | None = None
    for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            return socket.create_server(address[:2], family=family, backlog=BACKLOG)
        except OSError as why:
            failed = why
    raise failed or OSError(f"no address of {host}")


async def _converse(endpoints: Endpoints, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection, one after another."""
    try:
        while await _answer_one(endpoints, reader, writer):
            pass
    except ConnectionError:
        pass  # the client left while its answer was on the way
    except asyncio.CancelledError:
        writer.transport.abort()  # the server stops: nothing waits for a client that does not read
        raise
    finally:
        writer.close()


async def _answer_one(endpoints: Endpoints, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Answer the next request; gives whether the connection stays open."""
    try:
        message = await read_request(reader, writer)
    except RefusedRequest as refused:
        writer.write(refused.response().encode(keep=False))
        await writer.drain()
        await _discard(reader, writer)
        return False
    if message is None:
        return False
    # a client that sends no more has left: libraries keep their side open until they have the answer
    response = await endpoints.respond(message, lambda: reader.at_eof() or writer.is_closing())
    if response is None:
        return False
    writer.write(response.encode(keep=message.keeps_alive()))
    await writer.drain()
    return message.keeps_alive()


async def _discard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read what a refused client still sends: closing at once would reset the connection before it has its answer."""
    writer.write_eof()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while await reader.read(HEAD_LIMIT):
                pass


def _wall_clock() -> Callable[[], int]:
    """Nanoseconds since 1970 that never go back, whatever is done to the machine's clock meanwhile."""
    began, zero = time.time_ns(), time.monotonic_ns()
    return lambda: began + time.monotonic_ns() - zero
