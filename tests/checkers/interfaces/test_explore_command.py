"""`tightbound explore` as a person or a script runs it."""

import io
import json
import re

import pytest

from checkers.exploration import session as sessions
from tests.checkers.interfaces.test_command_line import tightbound


def test_rows_are_printed_line_by_line_and_the_bounds_below(capsys):
    assert tightbound("explore", "second", "--primitive", "sort-3", "--upto", "6") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["n", "lower", "upper", "proved", "by", "gap", "states", "ms", "note"]
    assert [line.split()[:4] for line in lines[1:6]] == [
        ["2", "1", "1", "1"], ["3", "1", "1", "1"], ["4", "2", "2", "2"], ["5", "3", "3", "2"], ["6", "4", "4", "3"],
    ]  # fmt: skip
    assert lines[6:] == ["proved for every size: calls >= 0.5*n - 0.5 for n >= 2, by refines"]


def test_json_holds_rows_conjectures_and_the_proof(capsys):
    words = ("explore", "max", "-p", "best-3", "--upto", "8", "--conjecture", "--prove", "(n-1)/2", "--json")
    assert tightbound(*words) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["cost"] for row in document["rows"]] == ["0", "1", "1", "2", "2", "3", "3", "4"]
    assert document["conjectures"]["forms"][0]["form"] == "floor(n/2)"
    assert (document["proof"]["verdict"], document["interrupted"]) == ("proved", False)


def test_what_is_not_proved_gives_1(capsys):
    assert tightbound("explore", "max", "--upto", "3", "--prove", "n") == 1
    out = capsys.readouterr().out
    assert re.search(r"^verdict +false$", out, re.MULTILINE)
    assert re.search(r"^fails +n = 1: the formula says at least 1, a strategy costs 0$", out, re.MULTILINE)


def test_a_mix_and_a_mode_are_named_by_options(capsys):
    assert (
        tightbound("explore", "min-and-max", "-p", "compare", "-p", "best-and-worst-3@2", "--upto", "3", "--json") == 0
    )
    assert json.loads(capsys.readouterr().out)["setting"] == "min_and_max by compare, best_and_worst(3) at 2"
    assert tightbound("explore", "sort", "--mode", "expected", "--upto", "3", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rows"][2]["cost"] == "8/3"


def test_an_interrupted_search_still_shows_its_rows_and_gives_130(capsys, monkeypatch):
    real = sessions.Session.rows

    def rows(self, upto=None, seconds=None):
        for row in real(self, upto, seconds):
            yield row
            if row.n == 4 and row.is_finished:
                raise KeyboardInterrupt

    monkeypatch.setattr(sessions.Session, "rows", rows)
    assert tightbound("explore", "sort", "--json") == 130
    found = capsys.readouterr()
    document = json.loads(found.out)
    assert [row["cost"] for row in document["rows"]] == ["0", "1", "3", "5"]
    assert document["interrupted"] is True
    assert found.err == "interrupted: the rows are what was found\n"


def test_a_game_is_played_on_standard_input(capsys, monkeypatch):
    lines = "0 1 2\nundo\n0 1\nwhat\n9 9\n#0 1 2\n#5 0 1\n\nquit\n0 1\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert tightbound("explore", "second", "-p", "sort-3", "--why", "7,3") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("second by sort(3), n = 7: every strategy pays at least 3. Ask a call: ")
    assert out[1] == "sort(3) 0 1 2: 0 < 1 < 2; 1 paid, at least 2 more needed"
    assert out[3] == "known: nothing; at least 3 more needed"
    assert "not understood: what; " in "\n".join(out)
    assert sum(line.startswith("exploration/why: refused") for line in out) == 2
    assert sum("paid" in line for line in out if line.startswith("sort(3)")) == 3


def test_a_game_ends_when_the_goal_is_known(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("0 1\n0 2\n1 2\n0 1\n"))
    assert tightbound("explore", "max", "--why", "3") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("the goal is known, after ")


def test_a_certificate_is_written_and_rechecked(tmp_path, capsys):
    path = tmp_path / "x.json"
    assert tightbound("explore", "max", "-p", "best-3@2", "--certificate", str(path), "--n", "5") == 0
    assert capsys.readouterr().out == f"max by best(3) at 2, n = 5: cost = 4, rechecked; written to {path}\n"
    assert json.loads(path.read_text())["claim"]["upper"] == "4"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("secnd",), "  try   second"),
        (("second by sort(k)",), "  try   sort(3)"),
        (("second", "--mode", "worse"), "  try   expected"),
        (("second", "--why", "x"), "  try   --why 7,3"),
        (("second", "--n", "3"), "  have  one of them alone"),
        (("second", "--upto", "3", "--conjecture"), "  have  2"),
        (("second", "--upto", "3", "--plot", "x.txt"), "  try   optima.svg"),
        (
            ("second", "--certificate", "/no/such/folder/x.json", "--n", "3"),
            "  need  a file that can be read and written",
        ),
    ],
)
def test_bad_input_is_refused_with_what_to_do(words, text, capsys):
    assert tightbound("explore", *words) == 2
    assert text in capsys.readouterr().err.splitlines()


def test_a_certificate_for_more_items_than_the_kernel_reads_is_refused(tmp_path, capsys):
    assert tightbound("explore", "second", "--certificate", str(tmp_path / "x.json"), "--n", "1000") == 2
    assert "at most 24 items, which the kernel reads" in capsys.readouterr().err
    assert not (tmp_path / "x.json").exists()
