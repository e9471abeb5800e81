"""Workers: every item gets exactly one outcome, whatever its worker does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from checkers.interfaces.workers import Outcome, WorkerError, all_outcomes
from tests.checkers.interfaces.fakes import MISSING, OBEY


def outcomes(*orders: str, jobs: int = 2, timeout: float | None = 20) -> dict[int, Outcome[int]]:
    found = list(all_outcomes(OBEY, enumerate(orders), jobs=jobs, timeout=timeout))
    assert sorted(o.tag for o in found) == list(range(len(orders)))
    return {o.tag: o for o in found}


def test_every_item_is_answered():
    found = outcomes(*[f"n {i}" for i in range(200)])
    assert [found[i].value for i in range(200)] == [f"n {i}" for i in range(200)]
    assert all(o.failure == "" and o.failed == "" for o in found.values())


def test_no_items_start_no_worker():
    assert outcomes() == {}


def test_what_a_task_raises_is_the_outcome_of_that_item():
    found = outcomes("raise broken", "fine")
    assert (found[0].failed, found[0].failure, found[1].value) == ("raised", "ValueError: broken", "fine")


def test_endless_recursion_costs_one_item():
    found = outcomes("recurse", "fine", jobs=1)
    assert found[0].failure.startswith("RecursionError: ")
    assert found[1].value == "fine"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is set on Linux only")
def test_a_task_that_wants_all_memory_gets_a_memory_error():
    found = outcomes("eat", "fine", jobs=1)
    assert (found[0].failure, found[1].value) == ("MemoryError", "fine")


def test_a_worker_that_is_killed_is_replaced():
    found = outcomes("kill", "fine", "exit", "fine too", jobs=1)
    assert (found[0].failed, found[0].failure) == ("died", "the worker died: SIGKILL (out of memory?)")
    assert (found[2].failed, found[2].failure) == ("died", "the worker died: exit code 3")
    assert (found[1].value, found[3].value) == ("fine", "fine too")


@pytest.mark.parametrize("order", ["sleep 600", "spin"])
def test_a_worker_that_overruns_is_killed_on_time_and_replaced(order):
    began = time.monotonic()
    found = outcomes(order, "fine", jobs=1, timeout=0.5)
    assert found[0].failed == "timeout"
    assert found[0].failure.startswith("killed after 0.5 s without an answer")
    assert found[1].value == "fine"
    assert 0.5 <= found[0].seconds < 2
    assert time.monotonic() - began < 20


def test_a_slow_item_does_not_hold_up_the_others():
    order = [o.tag for o in all_outcomes(OBEY, enumerate(["sleep 1.5", "a", "b", "c"]), jobs=2, timeout=20)]
    assert order == [1, 2, 3, 0]


def test_items_are_drawn_only_when_a_worker_is_free():
    drawn = 0

    def endless():
        nonlocal drawn
        while True:
            drawn += 1
            yield drawn, "fine"

    stream = all_outcomes(OBEY, endless(), jobs=2, timeout=20)
    for _ in range(10):
        next(stream)
    stream.close()
    assert drawn <= 10 + 4


def test_an_item_that_cannot_be_sent_fails_alone():
    items = [(0, lambda: None), (1, "fine")]
    found = {o.tag: o for o in all_outcomes(OBEY, items, jobs=1, timeout=20)}
    assert found[0].failed == "raised"
    assert found[1].value == "fine"


def test_a_task_that_cannot_be_imported_is_an_error_and_not_an_endless_loop():
    with pytest.raises(WorkerError, match=r"^a worker cannot start: AttributeError: .*no_such_function"):
        list(all_outcomes(MISSING, [(0, "fine")], jobs=1))


PARENT = """
from checkers.interfaces.workers import all_outcomes
import multiprocessing, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets its background jobs ignore it
def items():
    yield 0, "print"
    yield 1, "spin"
if __name__ == "__main__":
    for outcome in all_outcomes("tests.checkers.interfaces.fakes:obey", items(), jobs=2):
        children = [p.pid for p in multiprocessing.active_children()]
        print("answered", outcome.value, *children, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_a_killed_parent(tmp_path: Path, how):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, str(script)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as parent:
        words = parent.stdout.readline().split()
        parent.send_signal(how)
        try:
            parent.communicate(timeout=20)
        finally:
            parent.kill()
    assert words[:2] == ["answered", "print"], "what a task prints stays off standard output"
    pids = [int(word) for word in words[2:]]
    assert pids
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in pids):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
