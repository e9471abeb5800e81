"""The comparison with the published optima: a small part of it, and that a wrong value is seen."""

from fractions import Fraction

import pytest
from attrs import evolve

from checkers.optima.search import Bracket
from tests.benchmarks import optima, random_optima
from tests.benchmarks.optima import Row, all_rows, judge, posets

ROWS = list(all_rows())
SMALL = [r for r in ROWS if r.bracket and r.n.split(",")[0].split()[0] in "1234" and r.quick]


def test_published_values_for_small_n_are_computed_and_agree():
    verdicts = {row.table: judge(row)[1] for row in SMALL}
    assert len(verdicts) >= 15
    assert set(verdicts.values()) == {"agrees"}


def test_a_wrong_value_disagrees():
    assert {judge(evolve(row, value=row.value + 1))[1] for row in SMALL[:20]} == {"DISAGREES"}


def test_a_bracket_that_is_not_tight_is_not_reached_and_a_value_without_a_search_is_cited():
    wide = Bracket(Fraction(3), Fraction(5), 0.0, 0)
    assert judge(Row("sort", "9", Fraction(4), lambda: wide))[:2] == ("[3, 5]", "NOT REACHED")
    assert judge(Row("sort", "9", Fraction(4)))[1] == "cited"


def test_what_is_within_reach_is_computed_and_what_is_beyond_is_cited():
    tables = {(r.table, r.n): r.bracket for r in ROWS}
    assert tables["sort_S", "11"]
    assert tables["select_V", "10, t = 5"]
    assert tables["second", "19"]
    assert tables["sort_S", "15"] is None
    assert tables["select_V", "13, t = 7"] is None


def test_there_are_as_many_unlabelled_posets_as_published():
    assert [posets(n) for n in range(1, 6)] == [1, 2, 5, 16, 63]


@pytest.mark.parametrize(("value", "code"), [(6, 0), (7, 1)])
def test_the_program_fails_when_a_value_disagrees(value, code, monkeypatch, capsys):
    six = Bracket(Fraction(6), Fraction(6), 0.0, 0)
    monkeypatch.setattr(optima, "all_rows", lambda: [Row("made", "5", Fraction(value), lambda: six)])
    assert optima.main(["--rows", "made"]) == code
    assert ("1 agrees" in capsys.readouterr().out) is (code == 0)


def test_random_problems_agree_and_a_wrong_engine_is_seen(monkeypatch, capsys):
    assert random_optima.main(["--items", "3", "--seconds", "1", "--seed", "5"]) == 0
    assert capsys.readouterr().out.endswith("; 0 differ\n")
    one = Bracket(Fraction(1), Fraction(1), 0.0, 0)
    monkeypatch.setattr(random_optima, "optimum", lambda *_: one)
    assert random_optima.main(["--items", "3", "--seconds", "1", "--seed", "5"]) == 1
    assert "DIFFERS  OrderProblem(n=3" in capsys.readouterr().out
