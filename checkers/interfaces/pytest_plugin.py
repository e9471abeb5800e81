"""The pytest plug-in: `@pytest.mark.bound("calls(n) <= 2*n", n=range(1, 50))`, and fixtures that count calls.

It costs nothing where it is not used: everything but pytest is imported when a test asks for it.
PYTEST_DONT_REWRITE: there is no assert here.
"""

from __future__ import annotations

import copy
import unittest
from collections.abc import Callable, Generator, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from checkers.executions.meter import Meter
    from checkers.executions.mock import Mock
    from checkers.executions.server import MockServer

POINT = "bound_values"
"""Argument under which a test gets all values of its markers, as a dict."""

MARKERS = (
    'bound(*claims, **values): the calls that the test makes keep each claim, as in bound("calls(n) <= 2*n", '
    "n=range(1, 50), w=4); the test runs at every combination of the values",
    "mock_llm(**settings): what the fixture mock_llm is made with: task, faults, seed, window, workers, duration, "
    "keep_texts, replay",
    "mock_server(**settings): what the fixture mock_server is made with: delay, clock, faults, sink, and so on",
)
_METER = pytest.StashKey["Meter"]()


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    for line in MARKERS:
        config.addinivalue_line("markers", line)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that carries the marker at every combination of its values."""
    definition = metafunc.definition
    for marker in ("mock_llm", "mock_server"):
        if definition.get_closest_marker(marker):
            _check_settings(definition, marker)
    if not definition.get_closest_marker("bound"):
        return
    bound = _read_bound(definition)
    names = [n for n in (*bound.constants, *bound.varied) if n in metafunc.fixturenames]
    shown = [*bound.varied, *(n for n in names if n not in bound.varied)]
    if not shown and POINT not in metafunc.fixturenames:
        return
    if POINT not in metafunc.fixturenames:
        metafunc.fixturenames.append(POINT)  # a name that the test need not take as an argument
    points = bound.points()
    ids = ["-".join(f"{name}={point[name]}" for name in shown) or "bound" for point in points]
    metafunc.parametrize([*names, POINT], [(*(p[n] for n in names), p) for p in points], ids=ids)


def _read_bound(definition: Any) -> Any:
    from checkers.interfaces import bound_markers

    marks = [(m.args, m.kwargs) for m in definition.iter_markers("bound")]
    try:
        bound = bound_markers.read_marks(reversed(marks))
        if getattr(definition.obj, "is_hypothesis_test", False):
            raise bound_markers.BadMarker(
                need="one run of the program in each test", have="a test that Hypothesis runs again and again",
                attempt="the values in the marker, and no @given",
            )  # fmt: skip
        bound.check(definition.fixturenames)
    except bound_markers.REFUSALS as error:
        raise _refused(definition, error) from None
    return bound


def _check_settings(definition: Any, marker: str) -> None:
    from attrs import fields

    from checkers.executions.mock import Mock
    from checkers.executions.server import MockServer

    made, given = (Mock, "meter") if marker == "mock_llm" else (MockServer, "mock")
    known = [f.name for f in fields(made) if f.init and f.name != given]
    for mark in definition.iter_markers(marker):
        wrong = [*map(repr, mark.args), *(k for k in mark.kwargs if k not in known)]
        if wrong:
            text = f"pytest.mark.{marker}: refused\n  need  {', '.join(known)}, by name\n  have  {', '.join(wrong)}"
            raise _refused(definition, text)


def _settings(node: Any, marker: str) -> dict[str, Any]:
    """What the markers say, copied, so that no test sees the faults of another; the closest one wins."""
    settings: dict[str, Any] = {}
    for mark in node.iter_markers(marker):
        settings = {**mark.kwargs, **settings}
    return copy.deepcopy(settings)


def _refused(definition: Any, error: object) -> Exception:
    path, line, name = definition.location
    return pytest.Collector.CollectError(f"{path}:{(line or 0) + 1}: {name}\n{error}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Compare the calls of a test that passed with its claims."""
    marks = [(m.args, m.kwargs) for m in item.iter_markers("bound")]
    if marks and issubclass(getattr(item, "cls", None) or object, unittest.TestCase):
        pytest.fail("pytest.mark.bound: need a plain function or class, have a unittest.TestCase", pytrace=False)
    result = yield
    if marks:
        failure = _judged(item, marks)
        if failure:
            pytest.fail(failure, pytrace=False)
    return result


def _judged(item: Any, marks: list[tuple[Any, Any]]) -> str:
    from checkers.executions.trace import Trace
    from checkers.interfaces import bound_markers

    try:
        bound = bound_markers.read_marks(reversed(marks))  # read before, but for a marker of one pytest.param
        values = dict(_point(item, bound.constants))
        for name in bound.needed:
            if name not in values:
                values[name] = bound_markers.read_value(name, item.funcargs.get(name))
    except bound_markers.REFUSALS as error:
        return str(error)
    meter = item.stash.get(_METER, None)
    return bound_markers.judge(bound.claims, meter.trace() if meter else Trace([]), values)


def _point(item: Any, constants: Mapping[str, Any]) -> Mapping[str, Any]:
    callspec = getattr(item, "callspec", None)
    return constants if callspec is None else callspec.params.get(POINT, constants)


@pytest.fixture
def meter(request: pytest.FixtureRequest) -> Iterator[Meter]:
    """Counts the calls of this test; its claims are compared with `meter.trace()`."""
    from checkers.executions.meter import Meter

    counting = request.node.stash[_METER] = Meter()
    yield counting
    counting.close()


@pytest.fixture
def metered(meter: Meter) -> Callable[..., Any]:
    """Wraps a client of your own, plain or async, so that its calls are counted: `ask = metered(client.ask)`."""
    from checkers.executions import wrapping

    return partial(wrapping.metered, meter=meter)


@pytest.fixture
def mock_llm(request: pytest.FixtureRequest, meter: Meter) -> Mock:
    """A mock model, metered: `.ask(prompt)`, or `await .complete(prompt)`; set up by `pytest.mark.mock_llm(...)`.

    Prompts and replies are kept unless `keep_texts=False`. What a marker gives is copied for each test.
    """
    from checkers.executions.mock import Mock

    return Mock(**{"keep_texts": True, **_settings(request.node, "mock_llm")}, meter=meter)


@pytest.fixture
def mock_server(
    request: pytest.FixtureRequest, mock_llm: Mock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MockServer]:
    """The mock model behind an OpenAI-compatible API on loopback; the environment points clients to it.

    Depth is read off a run with a delay: `pytest.mark.mock_server(delay=0.05)`.
    """
    from checkers.executions.server import MockServer

    with MockServer(mock_llm, **_settings(request.node, "mock_server")) as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def run_async() -> Callable[..., Any]:
    """Runs a coroutine on the virtual clock: it takes no real time, and depth and latency are those of the program."""
    from checkers.executions.virtual_time import run

    return run
