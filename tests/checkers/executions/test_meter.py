"""The meter counts every call once, among threads and up to the moment a program is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from checkers.executions.meter import Meter
from checkers.executions.trace import BadTrace, read_trace

ROOT = Path(__file__).parents[3]


def test_calls_of_many_threads_are_each_counted_once(tmp_path: Path) -> None:
    meter = Meter(sink=tmp_path / "trace")

    def work(k: int) -> None:
        for i in range(200):
            meter.end(meter.begin(f"p{k}", i, 0), k, 1)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    meter.close()
    trace = meter.trace()
    assert [r.index for r in trace] == list(range(1_600))
    assert trace.by_primitive() == {f"p{k}": 200 for k in range(8)}
    with (tmp_path / "trace").open() as lines:
        assert read_trace(lines) == trace


def test_a_sink_holds_lines_as_calls_end_and_a_trace_as_they_began(tmp_path: Path) -> None:
    meter = Meter(sink=tmp_path / "trace")
    first, second = meter.begin("a", 1, 0), meter.begin("b", 1, 1)
    meter.end(second, 1, 2)
    meter.end(first, 1, 5)
    meter.close()
    lines = (tmp_path / "trace").read_text().splitlines()
    assert ['"primitive":"b"' in line for line in lines] == [True, False]
    assert [r.primitive for r in read_trace(lines)] == ["a", "b"]


def test_what_is_cleared_is_forgotten_and_open_calls_are_counted_later() -> None:
    meter = Meter()
    meter.end(meter.begin("a", 1, 0), 1, 1)
    waiting = meter.begin("b", 1, 1)
    meter.clear()
    meter.end(waiting, 2, 2)
    assert [(r.index, r.primitive) for r in meter.trace()] == [(1, "b")]
    assert meter.begun() == 2


PROGRAM = """
import sys
from pathlib import Path
from checkers.executions.meter import Meter
from checkers.executions.mock import Mock
mock = Mock(meter=Meter(sink=Path(sys.argv[1])))
while True:
    mock.ask("a b c", 2)
    print(len(mock.meter.trace()), flush=True)
"""


def test_a_program_that_is_killed_loses_no_call_that_ended(tmp_path: Path) -> None:
    sink = tmp_path / "trace"
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(sink)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    said = ""
    deadline = time.monotonic() + 60
    while said != "50" and time.monotonic() < deadline:
        said = child.stdout.readline().strip()
    child.send_signal(signal.SIGKILL)
    said = (child.stdout.read().split() or [said])[-1]
    child.stdout.close()
    assert child.wait(timeout=60) == -signal.SIGKILL
    with sink.open() as lines:
        trace = read_trace(lines)
    assert trace.calls() >= int(said) >= 50
    assert [r.index for r in trace] == list(range(len(trace)))


SEEDED = """
import sys
from bounds.language import parse_decomposition
from checkers.executions.running import run
text = '''S(n) = nothing for n <= 1
S(n) = then(each(x in n into 3: choose(1/2, S(x), 1/2, call(b, x, 1))), either(call(c), nothing)) for n >= 2'''
for line in run(parse_decomposition(text), (60,), seed=int(sys.argv[1])).to_lines():
    print(line)
"""


def test_two_runs_of_one_seed_give_the_same_bytes_in_any_process() -> None:
    def bytes_of(seed: int, hashes: str) -> bytes:
        environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hashes}
        command = [sys.executable, "-c", SEEDED, str(seed)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120).stdout

    assert bytes_of(1, "1") == bytes_of(1, "2") != b""
    assert bytes_of(2, "1") != bytes_of(1, "1")


LINE = '{"index":%d,"primitive":"a","tokens_in":1,"tokens_out":1,"start":0,"end":1}'


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["hello"], 1), (["{}"], 1), (["[1]"], 1), ([LINE % 0 + "\n", "\n", LINE % 0], 3),
        (['{"index":0', LINE % 0], 1),
        ([LINE % 0 + "\n", "null"], 2), ([(LINE % 0)[:-1] + ',"colour":1}'], 1), ([LINE % -1], 1),
        ([(LINE % 0).replace('"end":1', '"end":true')], 1), ([(LINE % 0).replace('"end":1', '"end":1.0')], 1),
        ([(LINE % 0).replace('"start":0', '"start":5')], 1), ([(LINE % 0)[:40] + "\n"], 1),
    ],
)  # fmt: skip
def test_a_line_that_is_no_call_is_refused_with_its_number(lines: list[str], number: int) -> None:
    with pytest.raises(BadTrace, match=rf"^t:{number}: need a call as "):
        read_trace(lines, "t")


@pytest.mark.parametrize("cut", [1, 10, 40, len(LINE % 1) - 1])
def test_a_last_line_cut_short_is_left_out(cut: int) -> None:
    assert [r.index for r in read_trace([LINE % 0 + "\n", (LINE % 1)[:cut]])] == [0]
    assert len(read_trace([LINE % 0 + "\n", LINE % 1])) == 2
