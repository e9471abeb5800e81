"""Programs run against the mock server and compared with their claims: on small programs of our own."""

import os
import subprocess
import sys

import pytest
from attrs import evolve

from checkers.executions.framework_runs import OFFLINE, Confirmation, Program, Run, all_programs, confirm, run_once
from checkers.executions.mock import Mock
from checkers.executions.server import MockServer
from tests.checkers.executions.server_client import chat

EQUATIONS = """
recurrence pairs
half(n) = floor(n/2)                             for n >= 0
calls(0) = 1
calls(n) = calls(n-1) + 1                        for n >= 1
claim growing: calls in Theta(n)
claim upper: calls(n) <= half(n) + n             for n >= 2
claim too_small: calls(n) <= n                   for n >= 3   expect refuted
"""


def asks(extra):
    """A program that makes n + extra calls and reports n + 1."""

    def run(n, server):
        for _ in range(n + extra):
            chat(server.url)
        return n + 1

    return Program("asks", "questions", (), EQUATIONS, Mock, run)


def confirmed(program, sizes=range(1, 6)):
    return confirm(program, sizes, MockServer)


def test_a_program_that_costs_what_the_equations_say_is_confirmed():
    found = confirmed(asks(1))
    assert found.is_confirmed()
    assert found.defined() == ("calls",)
    assert [found.figures[n]["calls"] for n in range(1, 6)] == [2, 3, 4, 5, 6]
    assert found.compared == {"upper", "too_small"}


def test_a_claim_that_is_false_is_contradicted_at_the_smallest_size_it_speaks_of():
    assert confirmed(asks(1), [5, 3, 4]).broken == {"too_small": 3}


@pytest.mark.parametrize("extra", [0, 2])
def test_a_program_that_makes_a_call_more_or_less_is_not_confirmed(extra):
    found = confirmed(asks(extra), [3])
    assert not found.is_confirmed()
    assert [str(d) for d in found.differences] == [f"calls(3): need 4, have {3 + extra}"]


def test_a_measure_that_two_recurrences_define_must_equal_both():
    one = "recurrence {0}\ncalls(n) = {1} for n >= 1\nclaim {0}: calls in O(n)\n"
    twice = one.format("a", "n + 1") + one.format("b", "{}")
    assert confirmed(evolve(asks(1), claims=twice.format("1 + n"))).is_confirmed()
    found = confirmed(evolve(asks(1), claims=twice.format("2*n")))
    assert [str(d) for d in found.differences] == [f"calls({n}): need {2 * n}, have {n + 1}" for n in (2, 3, 4, 5)]


def test_a_claim_that_the_runs_contradict_is_not_confirmed():
    wrong = evolve(asks(1), claims=EQUATIONS.replace("half(n) + n ", "half(n) + 1 "))
    found = confirmed(wrong)
    assert (found.differences, found.broken["upper"]) == ([], 2)
    assert not found.is_confirmed()


def test_a_false_claim_that_no_run_contradicts_is_not_confirmed():
    found = confirmed(evolve(asks(1), claims=EQUATIONS.replace("calls(n) <= n ", "calls(n) <= n + 1 ")))
    assert (found.differences, found.broken) == ([], {})
    assert not found.is_confirmed()


def test_a_claim_of_which_no_size_was_run_is_not_confirmed():
    found = confirmed(asks(1), [1])
    assert found.compared == set()
    assert not found.is_confirmed()


def test_no_runs_confirm_nothing():
    assert not confirmed(asks(1), []).is_confirmed()


def test_a_claim_about_runs_only_is_compared_at_each_size():
    assert confirmed(evolve(asks(1), observed=("requests(n) == n + 1",))).is_confirmed()
    found = confirmed(evolve(asks(1), observed=("depth(n) <= 3",)))
    assert found.broken["depth(n) <= 3"] == 3
    assert not found.is_confirmed()


def test_the_count_of_the_framework_itself_is_compared():
    own = "recurrence own\nreported(n) = n + {} for n >= 1\nclaim own: reported in Theta(n)\n"
    assert confirmed(evolve(asks(1), claims=own.format(1))).is_confirmed()
    found = confirmed(evolve(asks(1), claims=own.format(2)), [7])
    assert [str(d) for d in found.differences] == ["reported(7): need 9, have 8"]


def test_a_program_without_a_count_of_its_own_has_none_to_compare():
    own = "recurrence own\nreported(n) = 1 for n >= 1\nclaim own: reported in O(1)\n"
    found = Confirmation(evolve(asks(1), claims=own))
    with pytest.raises(ValueError, match="asks: need the framework's own count of calls, have none"):
        found.add(Run(1, {"calls": 2}))


def test_a_run_sees_the_address_and_no_telemetry_and_leaves_the_environment_as_it_was(monkeypatch):
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    seen = {}

    def run(n, server):
        seen.update(os.environ)
        os.environ["LEFT_BEHIND"] = "1"

    run_once(evolve(asks(1), run=run), 1, MockServer)
    assert seen["OPENAI_BASE_URL"].startswith("http://127.0.0.1:")
    assert {k: seen[k] for k in OFFLINE} == OFFLINE
    assert os.environ["DO_NOT_TRACK"] == "0"
    assert not {"OPENAI_BASE_URL", "LEFT_BEHIND"} & set(os.environ)


def test_each_run_has_a_fresh_model():
    made = []
    run_once(evolve(asks(1), model=lambda: made.append(Mock()) or made[-1]), 2, MockServer)
    found = run_once(evolve(asks(1), model=lambda: made.append(Mock()) or made[-1]), 1, MockServer)
    assert (len(made), found.figures["calls"]) == (2, 2)


def test_a_missing_distribution_is_named():
    program = evolve(asks(1), distributions=("attrs", "no-such-distribution-0"))
    assert program.versions()["no-such-distribution-0"] is None
    assert not program.is_installed()
    assert evolve(program, distributions=("attrs",)).is_installed()


def test_a_program_is_named_as_its_file_and_says_what_n_counts():
    programs = list(all_programs())
    assert len(programs) == 19
    assert [p.name for p in programs] == sorted({p.name for p in programs})
    assert all(p.size and p.distributions and p.stated() for p in programs)


def test_listing_the_programs_imports_no_framework():
    code = (
        "import sys\nfrom checkers.executions.framework_runs import all_programs\nlist(all_programs())\n"
        "heavy = {'agents', 'dspy', 'langchain_core', 'langgraph', 'llama_index', 'openai', 'pydantic_ai'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
