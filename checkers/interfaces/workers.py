"""Worker processes with a hard limit of time: a search that overruns, crashes or eats the memory costs one answer only.

`all_outcomes` streams items through a few long-lived processes and yields an outcome for each, as it is completed.
A worker that overruns its limit is killed and replaced; one that dies (a signal, the out-of-memory killer) is replaced.
The workers are forked from a server that has imported the solvers once, so a replacement costs milliseconds.
Interrupting the parent, or killing it outright, ends every worker.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Literal, TypeVar

from attrs import define, field, frozen

Tag = TypeVar("Tag")

PRELOAD = ("checkers.interfaces.tasks", "sympy", "z3")
STARTUP_LIMIT = 120.0
"""Seconds a worker may take to import what it needs."""

MEMORY_LIMIT = 4 << 30
"""Address space of one worker in bytes; past it the worker sees a MemoryError and the machine does not swap."""


class WorkerError(Exception):
    """No worker can be started, so no item would ever be answered."""


@frozen
class Outcome(Generic[Tag]):
    """What became of one item: `value` when `failure` is empty, otherwise why there is none.

    failed says how: the task "raised", the worker "died", or it was killed for "timeout"; "" for an answer.
    """

    tag: Tag
    value: Any = None
    failure: str = ""
    failed: Literal["", "raised", "died", "timeout"] = ""
    seconds: float = 0.0


def available_cores() -> int:
    """The number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def all_outcomes(
    task: str, items: Iterable[tuple[Tag, Any]], *, jobs: int, timeout: float | None = None
) -> Iterator[Outcome[Tag]]:
    """Answer each (tag, item) by the function `task`, named "module:function", in `jobs` processes.

    Items are drawn one by one, when a worker is free; outcomes come in order of completion. Each item has `timeout`
    seconds from the moment a ready worker is given it. Closing the iterator early kills the workers.

    Raises   WorkerError when a worker cannot import `task`
    """
    crew: _Crew[Tag] = _Crew(task, jobs, timeout, iter(items))
    try:
        while crew.assign():
            yield from crew.collect()
    finally:
        crew.dismiss()


@define(eq=False)
class _Worker(Generic[Tag]):
    """One process. It is starting until its first message, then idle or busy with the item `tag`."""

    process: BaseProcess
    connection: Connection
    state: Literal["starting", "idle", "busy"] = "starting"
    tag: Tag | None = None
    since: float = field(factory=time.monotonic)

    def elapsed(self) -> float:
        return time.monotonic() - self.since

    def become(self, state: Literal["idle", "busy"], tag: Tag | None = None) -> None:
        self.state, self.tag, self.since = state, tag, time.monotonic()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


@define
class _Crew(Generic[Tag]):
    """The workers, and the items still to be handed out; `ahead` is the next item, already drawn."""

    task: str
    jobs: int
    timeout: float | None
    items: Iterator[tuple[Tag, Any]]
    workers: list[_Worker[Tag]] = field(factory=list)
    ahead: list[tuple[Tag, Any]] = field(factory=list)
    refused: list[Outcome[Tag]] = field(factory=list)

    def assign(self) -> bool:
        """Give items to idle workers and hire where needed; whether anything is under way."""
        while self._draw():
            idle = next((w for w in self.workers if w.state == "idle"), None)
            if idle is not None:
                self._give(idle, *self.ahead.pop())
            elif len(self.workers) < self.jobs:
                self.workers.append(_hire(self.task))
            else:
                return True
        return bool(self.refused) or any(w.state == "busy" for w in self.workers)

    def _draw(self) -> bool:
        if not self.ahead:
            self.ahead.extend(item for item in [next(self.items, None)] if item is not None)
        return bool(self.ahead)

    def _give(self, worker: _Worker[Tag], tag: Tag, item: Any) -> None:
        worker.become("busy", tag)
        try:
            worker.connection.send(item)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it died while idle; `collect` reads the end of its pipe
        except Exception as error:  # noqa: BLE001  an item too deep to send is that item's failure
            worker.become("idle")
            self.refused.append(_raised(tag, error))

    def collect(self) -> Iterator[Outcome[Tag]]:
        """Wait for the next message or the next limit, and yield the outcomes it brings."""
        while self.refused:
            yield self.refused.pop()
        waiting = {w.connection: w for w in self.workers if w.state != "idle"}
        patience = [limit - w.elapsed() for w in waiting.values() if (limit := self._limit(w)) is not None]
        ready = wait(list(waiting), max(0.0, min(patience))) if patience else wait(list(waiting)) if waiting else []
        for connection in ready:
            outcome = self._receive(waiting[connection])  # type: ignore[index]
            if outcome is not None:
                yield outcome
        for worker in [w for w in waiting.values() if w.connection not in ready]:
            limit = self._limit(worker)
            if limit is not None and worker.elapsed() >= limit:
                yield self._expire(worker)

    def _limit(self, worker: _Worker[Tag]) -> float | None:
        return STARTUP_LIMIT if worker.state == "starting" else self.timeout

    def _receive(self, worker: _Worker[Tag]) -> Outcome[Tag] | None:
        """Read one message: the worker is ready, it answers, or its pipe ended because it died."""
        try:
            message = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            return self._bury(worker)
        if worker.state == "starting":
            if message is not None:
                raise WorkerError(f"a worker cannot start: {message}")
            worker.become("idle")
            return None
        answered, value = message
        tag, seconds = _tag(worker), worker.elapsed()
        worker.become("idle")
        if answered:
            return Outcome(tag, value, seconds=seconds)
        return Outcome(tag, failure=value, failed="raised", seconds=seconds)

    def _bury(self, worker: _Worker[Tag]) -> Outcome[Tag]:
        self.workers.remove(worker)
        worker.process.join()
        worker.connection.close()
        cause = _cause_of_death(worker.process.exitcode)
        if worker.state == "starting":
            raise WorkerError(f"a worker died while starting: {cause}")
        return Outcome(_tag(worker), failure=f"the worker died: {cause}", failed="died", seconds=worker.elapsed())

    def _expire(self, worker: _Worker[Tag]) -> Outcome[Tag]:
        self.workers.remove(worker)
        worker.kill()
        if worker.state == "starting":
            raise WorkerError(f"a worker did not start within {STARTUP_LIMIT:.0f} s")
        seconds = worker.elapsed()
        failure = f"killed after {seconds:.1f} s without an answer"
        return Outcome(_tag(worker), failure=failure, failed="timeout", seconds=seconds)

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.kill()
        self.workers.clear()


def _tag(worker: _Worker[Tag]) -> Tag:
    return worker.tag  # type: ignore[return-value]  # a busy worker has one


def _raised(tag: Tag, error: BaseException) -> Outcome[Tag]:
    return Outcome(tag, failure=_one_line(error), failed="raised")


def _cause_of_death(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"{name} (out of memory?)" if name == "SIGKILL" else name


def _hire(task: str) -> _Worker[Any]:
    """Start a worker process; it announces itself when it has imported `task`."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" in methods:
        multiprocessing.get_context("forkserver").set_forkserver_preload(list(PRELOAD))
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, task), daemon=True)  # type: ignore[attr-defined]
    with _interrupts_wait():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back until the block ends; a process started in it never sees one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, task: str) -> None:
    """The life of a worker: announce readiness, then answer item after item until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    os.dup2(2, 1)  # what a solver prints must not mix with the answers on standard output
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory()
    try:
        function = _resolve(task)
    except Exception as error:  # noqa: BLE001
        connection.send(_one_line(error))
        return
    connection.send(None)
    while True:
        try:
            item = connection.recv()
        except EOFError:
            return
        _answer(connection, function, item)


def _answer(connection: Connection, function: Callable[[Any], Any], item: Any) -> None:
    try:
        connection.send((True, function(item)))
    except Exception as error:  # noqa: BLE001  whatever a task raises is the outcome of that item alone
        connection.send((False, _one_line(error)))


def _resolve(task: str) -> Callable[[Any], Any]:
    module, _, name = task.partition(":")
    function: Callable[[Any], Any] = getattr(importlib.import_module(module), name)
    return function


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())[:2000]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _end_with_parent() -> None:
    """Exit when the parent is gone, even from within a long search: a killed run leaves no process behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
