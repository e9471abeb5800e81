"""`tightbound serve-mock` as a process: what it says, how it ends, and that killing it loses no call."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from fractions import Fraction
from inspect import signature
from pathlib import Path

import pytest

from checkers.executions.server import MockServer
from checkers.executions.trace import Trace, read_trace
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.commands.serve_mock import _serve_mock
from checkers.interfaces.entry import main
from checkers.interfaces.serving import Rates, Settings, opening, read_rate, start
from tests.checkers.executions.server_client import chat, request

ROOT = Path(__file__).parents[3]


@contextmanager
def served(*options: object):
    """The command running, and the four lines it says at the start without their ends."""
    words = [sys.executable, "-m", "checkers.interfaces.entry", "serve-mock", "--port", "0", *map(str, options)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as process:
        try:
            yield process, [process.stdout.readline().rstrip("\n") for _ in range(4)]
        finally:
            process.kill()


def ended(process, number: int) -> tuple[int, list[str]]:
    """Exit code and remaining lines of a process that is sent a signal."""
    process.send_signal(number)
    out, _ = process.communicate(timeout=60)
    return process.returncode, out.splitlines()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_names_the_environment_and_ends_with_a_summary(tmp_path, number):
    sink = tmp_path / "calls.jsonl"
    with served("--sink", sink, "--reply-words", 2, "--rate-limit", 2) as (process, said):
        url = said[0].removeprefix("mock LLM at ")
        for k in range(3):
            chat(url, retry=k // 2)
        request(url, "/embeddings", {"model": "e", "input": "a"})
        code, lines = ended(process, number)
    assert code == 0
    assert url.startswith("http://127.0.0.1:")
    assert said[1:] == [
        f"export OPENAI_BASE_URL={url}", f"export OPENAI_API_BASE={url}", "export OPENAI_API_KEY=tightbound-mock",
    ]  # fmt: skip
    assert lines == [
        f"3 requests, 2 calls, 1 retries, 6 tokens in, 4 out, depth 2, 1 embeddings apart, written to {sink}",
    ]  # fmt: skip
    assert read_trace(sink.read_text().splitlines()).requests() == 3


def lost(received: list[int], trace: Trace) -> set[int]:
    """The calls that a client has an answer of and the trace does not."""
    return set(received) - {r.index for r in trace.answered()}


def test_killing_it_loses_no_call_that_was_answered(tmp_path):
    sink, received = tmp_path / "calls.jsonl", []

    def keep_asking(url: str) -> None:
        try:
            while True:
                received.append(int(chat(url).json()["id"].rpartition("_")[2]))
        except OSError:
            return

    with served("--sink", sink) as (process, said):
        url = said[0].removeprefix("mock LLM at ")
        clients = [threading.Thread(target=keep_asking, args=[url]) for _ in range(4)]
        for client in clients:
            client.start()
        deadline = time.monotonic() + 60
        while len(received) < 200 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.kill()
        for client in clients:
            client.join(timeout=60)
    trace = read_trace(sink.read_text().splitlines(keepends=True))
    assert len(received) >= 200
    assert lost(received, trace) == set()
    assert 0 <= len(trace) - len(received) <= len(clients)
    assert lost(received, Trace(r for r in trace if r.index != received[7])) == {received[7]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--noise", "2"], "need  --noise a number from 0 to 1\n  have  2\n  try   --noise 1/10"),
        (["--invalid-json", "x"], "need  --invalid-json a number from 0 to 1\n  have  x"),
        (["--clock", "sun"], "need  --clock wall or ticks\n  have  sun"),
        (["--host", ""], "need  --host a name or an address"),
        (["--host", "192.0.2.1"], "need  a free place to listen\n  have  192.0.2.1:8000"),
    ],
)
def test_bad_options_are_refused_with_2(capsys, options, said):
    assert main(["serve-mock", *options]) == 2
    out, err = capsys.readouterr()
    assert err.startswith("tightbound serve-mock: refused\n")
    assert said in err
    assert out == ""


def test_a_sink_with_another_run_in_it_is_refused_and_left_as_it_is(tmp_path, capsys):
    sink = tmp_path / "calls.jsonl"
    sink.write_text("something\n")
    assert main(["serve-mock", "--sink", str(sink)]) == 2
    assert f"need  a new or empty file\n  have  {sink}, 10 bytes" in capsys.readouterr().err
    assert sink.read_text() == "something\n"
    assert main(["serve-mock", "--sink", str(tmp_path)]) == 2
    assert "need  a file to write calls to" in capsys.readouterr().err


def test_a_port_in_use_is_refused():
    with start(Settings("127.0.0.1", 0)) as first:
        port = int(re.findall(r":(\d+)/v1", first.url)[0])
        with pytest.raises(BadInput, match=rf"have  127.0.0.1:{port}: .*\n  try   --port 0"):
            start(Settings("127.0.0.1", port))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_whoever_opens_the_server_to_other_machines_is_told_so(host):
    with start(Settings(host, 0)) as server:
        assert chat(server.url).status == 200
        assert "open to other machines" not in opening(server)
        server.host = "0.0.0.0"  # as if: the tests themselves open loopback only
        assert "open to other machines: it listens on 0.0.0.0, and asks for no key" in opening(server)


def test_it_listens_on_loopback_unless_another_host_is_named():
    (host,) = [p.default for p in signature(_serve_mock).parameters.values() if p.name == "host"]
    assert (host, MockServer().host) == ("127.0.0.1", "127.0.0.1")


def test_each_option_reaches_the_mock():
    settings = Settings(
        "127.0.0.1", 0, window=9, rates=Rates(Fraction(1)), rate_limit=3, reply_words=4, keep_texts=True, clock="ticks"
    )
    with start(settings) as server:
        statuses = [chat(server.url).status for _ in range(4)]
        over = chat(server.url, [{"role": "user", "content": "x " * 9}])
        trace = server.trace()
    assert statuses == [200, 200, 200, 429]
    assert over.error()["code"] == "context_length_exceeded"
    assert [r.reply for r in trace.answered()] == ["wrong wrong wrong wrong"] * 3
    assert (trace.records[0].start, trace.records[0].end) == (0, 1)


@pytest.mark.parametrize(
    ("rates", "outcome"),
    [
        (Rates(malformed=Fraction(1)), "malformed"),
        (Rates(errors=Fraction(1)), "error"),
        (Rates(invalid_json=Fraction(1)), "malformed"),
        (Rates(), "ok"),
    ],
)
def test_each_rate_has_its_own_outcome(rates, outcome):
    with start(Settings("127.0.0.1", 0, rates=rates)) as server:
        chat(server.url)
        assert [r.outcome for r in server.trace()] == [outcome]


def test_rates_are_read_exactly():
    assert [read_rate("--noise", t) for t in ("0.1", "1/3", "0", "1")] == [Fraction(1, 10), Fraction(1, 3), 0, 1]
    for wrong in ("-1", "1.01", "1/0", "nan", ""):
        with pytest.raises(BadInput, match="--noise a number from 0 to 1"):
            read_rate("--noise", wrong)


def test_help_starts_without_the_server():
    code = "import sys, checkers.interfaces.command_line; print([m for m in sys.modules if 'executions' in m])"
    out = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert out.stdout == "[]\n"
