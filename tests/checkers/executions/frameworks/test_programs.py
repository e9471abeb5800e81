"""Each framework that is installed costs what its claims say; what is not installed is skipped.

A few sizes only: `python -m tests.benchmarks.frameworks` runs every n from 1 to 200.
"""

import logging
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve

import theorems
from bounds.language import parse_document
from checkers.executions.framework_runs import Confirmation, Run, all_programs, confirm, run_once
from checkers.executions.mock import Mock
from checkers.executions.scripted_models import calls_look, turns
from checkers.executions.server import MockServer
from tests.benchmarks.frameworks import claims_text

PROGRAMS = list(all_programs())
SIZES = (*range(1, 13), 24)
"""Among them the smallest n of each claim that runs refute."""

serve = partial(MockServer, clock="ticks", retry_after=0.01)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """The frameworks' loggers write to streams that pytest closes."""
    monkeypatch.setattr(logging, "raiseExceptions", False)


def named(name):
    program = next(p for p in PROGRAMS if p.name == name)
    if not program.is_installed():
        pytest.skip(f"not installed: {', '.join(d for d, v in program.versions().items() if v is None)}")
    return program


@pytest.mark.filterwarnings("ignore")  # the frameworks' own
@pytest.mark.parametrize("name", [p.name for p in PROGRAMS])
def test_a_framework_costs_what_its_claims_say_and_not_one_more(name):
    program = named(name)
    runs = [run_once(program, n, serve) for n in SIZES]
    found, control = Confirmation(program), Confirmation(program)
    for run in runs:
        found.add(run)
    assert found.differences == []
    assert found.is_confirmed()
    measure = found.defined()[0]
    control.add(Run(runs[3].n, {**runs[3].figures, measure: runs[3].figures[measure] + 1}))
    assert {(d.measure, d.n) for d in control.differences} == {(measure, runs[3].n)}
    assert not control.is_confirmed()


def test_the_theorems_about_frameworks_are_the_claims_of_the_programs_word_for_word():
    text = (Path(theorems.__file__).parent / "frameworks.claims").read_text("utf-8")
    assert text == claims_text()
    assert [s.name for s in parse_document(text)] == [s.name for p in PROGRAMS for s in p.stated()]


@pytest.mark.filterwarnings("ignore")
def test_langgraph_refuses_an_agent_that_reaches_its_limit_with_its_last_answer():
    from checkers.executions.frameworks import langgraph_react_agent

    program = named("langgraph_react_agent")
    from langgraph.errors import GraphRecursionError

    def limited(n, server):
        langgraph_react_agent.run(n, server, limit=2 * n + 1)

    with pytest.raises(GraphRecursionError, match="Recursion limit of 7 reached"):
        run_once(evolve(program, run=limited), 3, serve)
    assert run_once(program, 3, serve).figures["calls"] == 4


@pytest.mark.filterwarnings("ignore")
def test_a_model_that_calls_its_tool_once_too_often_is_seen():
    program = named("pydantic_ai_tool_loop")
    eager = evolve(program, model=lambda: Mock(task=lambda r, chance: calls_look(_with_one_more(r), chance)))
    found = confirm(eager, [2], serve)
    assert [str(d) for d in found.differences][:2] == ["calls(2): need 3, have 4", "reported(2): need 3, have 4"]


def _with_one_more(request):
    return evolve(request, prompt=request.prompt.replace(turns(2), turns(3)))
