"""The runner of the frameworks: what it keeps, what it runs again, and its exit codes. No framework is needed."""

import json

import pytest
from attrs import evolve

from checkers.executions.framework_runs import Program
from checkers.executions.mock import Mock
from tests.benchmarks import frameworks
from tests.benchmarks.frameworks import Runs, confirmation, main, row
from tests.checkers.executions.server_client import chat

CLAIMS = """
recurrence asks
calls(n) = n for n >= 1
claim asks: calls in Theta(n)
claim not_all: calls(n) <= 2 for n >= 1 expect refuted
"""


@pytest.fixture
def program():
    def run(n, server):
        ran.append(n)
        for _ in range(n):
            chat(server.url)

    ran = []
    return evolve(Program("asks", "questions", ("attrs",), CLAIMS, Mock, run)), ran


@pytest.fixture
def only(program, monkeypatch):
    monkeypatch.setattr(frameworks, "all_programs", lambda: iter([program[0]]))
    return program


def test_runs_that_were_kept_are_not_made_again(program, tmp_path):
    asks, ran = program
    runs = Runs(tmp_path / "runs.jsonl")
    first = confirmation(asks, range(1, 4), runs)
    again = confirmation(asks, range(1, 5), runs)
    assert ran == [1, 2, 3, 4]
    assert first.is_confirmed()
    assert again.figures == {**first.figures, 4: again.figures[4]}


def test_a_line_cut_short_is_run_again(program, tmp_path):
    asks, ran = program
    runs = Runs(tmp_path / "runs.jsonl")
    confirmation(asks, [1, 2], runs)
    text = runs.path.read_text()
    runs.path.write_text(text[:-5])
    assert confirmation(asks, [1, 2], runs).figures.keys() == {1, 2}
    assert ran == [1, 2, 2]


def test_a_run_of_another_version_is_run_again(program, tmp_path):
    asks, ran = program
    runs = Runs(tmp_path / "runs.jsonl")
    confirmation(asks, [1], runs)
    old = json.loads(runs.path.read_text()) | {"versions": {"attrs": "0"}}
    runs.path.write_text(json.dumps(old) + "\n")
    confirmation(asks, [1], runs)
    assert ran == [1, 1]


def test_what_another_environment_ran_is_compared_here(program, tmp_path):
    asks, ran = program
    runs = Runs(tmp_path / "runs.jsonl")
    confirmation(asks, range(1, 4), runs)
    lines = runs.path.read_text().splitlines()
    elsewhere = [json.loads(line) | {"versions": {"no-such-0": "1"}} for line in lines]
    runs.path.write_text("".join(json.dumps(kept) + "\n" for kept in elsewhere))
    found = confirmation(evolve(asks, distributions=("no-such-0",)), range(1, 5), runs)
    assert found.is_confirmed()
    assert (found.figures.keys(), ran) == ({1, 2, 3}, [1, 2, 3])
    assert row(found, 3).split()[:2] == ["asks", "confirmed"]
    assert row(found, 4).split()[:4] == ["asks", "agrees", "so", "far"]


def test_the_table_names_the_smallest_size_of_a_false_claim(only, capsys):
    assert main(["--upto", "4"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[1].split()[:7] == ["asks", "confirmed", "4", "4", "4", "-", "12"]
    assert "not_all (n = 3)" in out
    assert "1 of 1 programs confirmed" in out


def test_a_program_that_differs_gives_exit_code_1_and_the_difference(only, monkeypatch, capsys):
    wrong = evolve(only[0], claims=CLAIMS.replace("= n for", "= n + 1 for"))
    monkeypatch.setattr(frameworks, "all_programs", lambda: iter([wrong]))
    assert main(["--upto", "3"]) == 1
    assert "calls(1): need 2, have 1" in capsys.readouterr().out


def test_a_program_that_is_not_installed_is_named_and_nothing_run_is_exit_code_2(only, monkeypatch, capsys):
    missing = evolve(only[0], distributions=("no-such-0",))
    monkeypatch.setattr(frameworks, "all_programs", lambda: iter([missing]))
    assert main([]) == 2
    assert "not installed: no-such-0" in capsys.readouterr().out


def test_an_unknown_program_is_refused(only, capsys):
    assert main(["none"]) == 2
    assert capsys.readouterr().err == "frameworks: refused\n  need  programs: asks\n  have  none\n"
