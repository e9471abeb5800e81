"""`tightbound serve-mock`: the mock LLM behind an OpenAI-compatible API, until it is interrupted."""

from __future__ import annotations

import shlex
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from checkers.interfaces.bad_input import BadInput

if TYPE_CHECKING:
    from checkers.executions.mock import Fault, Mock
    from checkers.executions.server import MockServer
    from checkers.executions.server_faults import ServerFault

WHO = "tightbound serve-mock"


@frozen
class Rates:
    """How often something goes wrong, each as an exact number from 0 to 1."""

    noise: Fraction = Fraction(0)
    malformed: Fraction = Fraction(0)
    errors: Fraction = Fraction(0)
    dropped: Fraction = Fraction(0)
    invalid_json: Fraction = Fraction(0)


@frozen
class Settings:
    """What to serve, and where."""

    host: str
    port: int
    sink: Path | None = None
    window: int | None = None
    seed: int = 0
    rates: Rates = Rates()
    rate_limit: int | None = None
    delay: float = 0.0
    reply_words: int | None = None
    clock: Literal["wall", "ticks"] = "wall"
    keep_texts: bool = False


def read_rate(option: str, text: str) -> Fraction:
    """A rate such as 1/10 or 0.1.

    Raises   BadInput for what is not a number from 0 to 1
    """
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(-1)
    if not 0 <= rate <= 1:
        raise BadInput(WHO, need=f"{option} a number from 0 to 1", have=text, attempt=f"{option} 1/10")
    return rate


def read_clock(text: str) -> Literal["wall", "ticks"]:
    """Raises   BadInput for a clock that there is not"""
    clocks: dict[str, Literal["wall", "ticks"]] = {"wall": "wall", "ticks": "ticks"}
    if text not in clocks:
        raise BadInput(WHO, need="--clock wall or ticks", have=text)
    return clocks[text]


def mock(settings: Settings) -> Mock:
    """The mock model that the settings describe."""
    from checkers.executions.faults import Malformed, Noisy, RateLimited
    from checkers.executions.mock import Mock, filler, words

    faults: list[Fault] = [RateLimited(settings.rate_limit)] if settings.rate_limit is not None else []
    faults += [Noisy(settings.rates.noise)] if settings.rates.noise else []
    faults += [Malformed(settings.rates.malformed)] if settings.rates.malformed else []
    text = None if settings.reply_words is None else words(settings.reply_words)
    return Mock(
        filler if text is None else lambda request, chance: text,
        faults,
        seed=settings.seed,
        window=settings.window,
        keep_texts=settings.keep_texts,
    )


def server_faults(rates: Rates) -> list[ServerFault]:
    """What goes wrong between model and client."""
    from checkers.executions.server_faults import FaultKind, ServerFault

    given: list[tuple[FaultKind, Fraction]] = [
        ("error", rates.errors), ("dropped", rates.dropped), ("invalid_json", rates.invalid_json),
    ]  # fmt: skip
    return [ServerFault(kind, rate) for kind, rate in given if rate]


def start(settings: Settings) -> MockServer:
    """The server, started.

    Raises   BadInput for a place that cannot be had, and for a sink that has something in it or cannot be written
    """
    from checkers.executions.server import MockServer

    if not settings.host:
        raise BadInput(WHO, need="--host a name or an address", have="''", attempt="--host 127.0.0.1")
    if settings.sink is not None:
        _try_sink(settings.sink)
    server = MockServer(
        mock(settings), host=settings.host, port=settings.port, sink=settings.sink, delay=settings.delay,
        clock=settings.clock, faults=server_faults(settings.rates),
    )  # fmt: skip
    try:
        return server.start()
    except OSError as why:
        have = f"{settings.host}:{settings.port}: {why.strerror or why}"
        raise BadInput(WHO, need="a free place to listen", have=have, attempt="--port 0, for any free port") from None


def _try_sink(sink: Path) -> None:
    """Two runs in one file would be read as one run, so a sink is new or empty."""
    try:
        with sink.open("a", encoding="utf-8") as file:
            already = file.tell()
    except OSError as why:
        raise BadInput(WHO, need="a file to write calls to", have=f"{sink}: {why.strerror}") from None
    if already:
        raise BadInput(WHO, need="a new or empty file", have=f"{sink}, {already} bytes", attempt="another --sink")


def opening(server: MockServer) -> str:
    """What is said at the start: where it listens, and the environment to set, to be pasted into a shell."""
    lines = [f"mock LLM at {server.url}"]
    if not _is_loopback(server.host):
        lines.append(f"open to other machines: it listens on {server.host}, and asks for no key")
    return "\n".join([*lines, *(f"export {k}={shlex.quote(v)}" for k, v in server.environment().items())])


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def closing(server: MockServer) -> str:
    """What was served, in one line."""
    trace, vectors = server.trace(), len(server.embeddings())
    counts = [
        f"{trace.requests()} requests", f"{trace.calls()} calls", f"{trace.retries()} retries",
        f"{trace.tokens_in()} tokens in", f"{trace.tokens_out()} out", f"depth {trace.depth()}",
        *([f"{vectors} embeddings apart"] if vectors else []),
        *([f"written to {server.sink}"] if server.sink is not None else []),
    ]  # fmt: skip
    return ", ".join(counts)


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; says where at the start, and what was served at the end.

    Needs    the main thread
    Raises   BadInput, as `start` does
    """
    with _told_to_end() as ended:
        server = start(settings)
        try:
            say(opening(server))
            ended.wait()
        finally:
            server.stop()
        say(closing(server))


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """An event that is set by the first SIGINT or SIGTERM."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
