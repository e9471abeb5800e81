"""Load on the mock server: requests per second over loopback, peak memory, and whether each call was metered.

    python -m tests.benchmarks.server_load [--calls 100000] [--clients 2] [--connections 8] [--dir DIR]

The server is `tightbound serve-mock` with a sink. Each client is a process that keeps its connections open and has one
request under way on each. Exit 1: fewer than 1,000 requests a second, 300 MiB or more, or a call that was not metered.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from attrs import frozen

from checkers.executions.trace import read_trace
from tests.benchmarks.claims import say
from tests.checkers.executions.server_client import address

RATE, MEBIBYTES = 1000, 300
PROMPT = "the quick brown fox jumps over the lazy dog and asks which of two answers is the better one"


@frozen
class Load:
    """What was measured; memory is None where the system does not tell it."""

    calls: int
    seconds: float
    metered: int
    tokens_out: int
    mebibytes: float | None

    def rate(self) -> float:
        """Requests per second."""
        return self.calls / self.seconds

    def faults(self) -> list[str]:
        """What is not as promised."""
        found = [f"{self.metered} of {self.calls} calls metered"] if self.metered != self.calls else []
        found += [f"{self.rate():.0f} requests per second, need {RATE}"] if self.rate() < RATE else []
        heavy = self.mebibytes is not None and self.mebibytes >= MEBIBYTES
        return found + ([f"{self.mebibytes:.0f} MiB, need less than {MEBIBYTES}"] if heavy else [])


def ask(place: tuple[str, int], calls: int, connections: int, client: int) -> int:
    """Send so many requests, no two prompts alike; gives how many were answered with 200."""
    opened = [socket.create_connection(place, timeout=60) for _ in range(connections)]
    answered = 0
    for first in range(0, calls, connections):
        busy = opened[: calls - first]
        for k, connection in enumerate(busy):
            connection.sendall(chat_request(f"{PROMPT} {client} {first + k}"))
        answered += sum(read_status(connection) == 200 for connection in busy)
    for connection in opened:
        connection.close()
    return answered


def chat_request(prompt: str) -> bytes:
    """The bytes of a chat completion of at most eight tokens."""
    body = json.dumps({"model": "m", "max_tokens": 8, "messages": [{"role": "user", "content": prompt}]}).encode()
    head = "POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\nContent-Length: "
    return head.encode() + str(len(body)).encode() + b"\r\n\r\n" + body


def read_status(connection: socket.socket) -> int:
    """Read one response whole; gives its status."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += _more(connection)
    return int(head[9:12])


def _more(connection: socket.socket) -> bytes:
    piece = connection.recv(1 << 16)
    if not piece:
        raise ConnectionError("the server closed a connection that was kept open")
    return piece


def measure(calls: int, clients: int, connections: int, folder: Path) -> Load:
    """Run server and clients, and read the trace they leave."""
    sink = folder / "calls.jsonl"
    words = [sys.executable, "-m", "checkers.interfaces.entry", "serve-mock", "--port", "0", "--sink", str(sink)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            place = address(server.stdout.readline().removeprefix("mock LLM at ").strip())
            with ProcessPoolExecutor(clients, get_context("spawn")) as pool:
                shares = [calls // clients + (k < calls % clients) for k in range(clients)]
                list(pool.map(abs, range(clients)))  # the processes are there before the clock starts
                began = time.monotonic()
                answered = sum(pool.map(ask, [place] * clients, shares, [connections] * clients, range(clients)))
                seconds = time.monotonic() - began
            memory = peak_memory(server.pid)
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=600)
        finally:
            server.kill()
    if answered != calls:
        raise RuntimeError(f"server_load: need {calls} answers with status 200, have {answered}")
    with sink.open(encoding="utf-8") as lines:
        trace = read_trace(lines, str(sink))
    return Load(calls, seconds, trace.calls(), trace.tokens_out(), memory)


def peak_memory(pid: int) -> float | None:
    """The largest memory that a running process has had, in MiB; None where /proc does not tell."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)


def main() -> int:
    """Measure once and print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--calls", type=int, default=100_000)
    options.add_argument("--clients", type=int, default=2)
    options.add_argument("--connections", type=int, default=8)
    options.add_argument("--dir", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as beside:
        load = measure(given.calls, given.clients, given.connections, given.dir or Path(beside))
    memory = "unknown" if load.mebibytes is None else f"{load.mebibytes:.1f} MiB"
    say(f"{load.calls} calls from {given.clients} clients with {given.connections} connections each")
    say(f"{load.rate():.0f} requests per second, {load.seconds:.1f} s; load of the machine {os.getloadavg()[0]:.1f}")
    say(f"{load.metered} calls in the trace, {load.tokens_out} tokens out; peak memory of the server {memory}")
    for fault in load.faults():
        say(f"not as promised: {fault}")
    return 1 if load.faults() else 0


if __name__ == "__main__":
    sys.exit(main())
