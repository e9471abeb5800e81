"""Rows of a session: exact costs against the tables, what is streamed, what an interruption leaves."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from checkers.exploration import CannotExplore, Session, explore
from checkers.exploration.naming import setting_of
from checkers.exploration.proved import ProvedValue
from checkers.kernel.refusal import Rejected
from checkers.optima.search import Bracket, Contradiction
from checkers.verdict import Verdict

KNOWN = json.loads((Path(__file__).parents[2] / "benchmarks" / "known_optima.json").read_text("utf-8"))


def costs(*words, upto):
    """The exact costs up to a size."""
    session = explore(*words)
    return [int(row.cost) for row in session.rows(upto) if row.is_exact]


def scripted(*brackets):
    """A search that gives these brackets at every size; an exception is raised in its turn."""

    def source(problem, primitives, mode):
        for b in brackets:
            if isinstance(b, BaseException) or (isinstance(b, type) and issubclass(b, BaseException)):
                raise b
            yield b

    return source


def bracket(lower, upper, **more):
    return Bracket(Fraction(lower), None if upper is None else Fraction(upper), 0.0, 1, **more)


@pytest.mark.parametrize(
    ("words", "table", "upto"),
    [
        (("sort",), "sort_S", 8), (("second",), "second", 10), (("median",), "median", 8),
        (("min-and-max", "compare"), "minmax", 9), (("merge-2",), "merge_2_n", 6),
        (("merge(n) by compare",), "merge_equal", 4),
    ],
)  # fmt: skip
def test_exact_costs_are_those_of_the_tables(words, table, upto):
    found = costs(*words, upto=upto)
    assert len(found) == upto - KNOWN[table]["n0"] + 1
    assert found == KNOWN[table]["values"][: len(found)]


def test_expected_costs_are_those_of_the_table():
    session = explore("sort", mode="expected").run(upto=6, seconds=None)
    total = [cost * f for cost, f in zip(session.costs.values(), (1, 2, 6, 24, 120, 720), strict=True)]
    assert total[1:] == KNOWN["sort_expected_total"]["values"][:5]


def test_rows_come_in_order_and_each_size_only_tightens():
    rows = list(explore("median").rows(upto=7))
    assert [r.n for r in rows] == sorted(r.n for r in rows)
    for a, b in pairwise(rows):
        if a.n == b.n:
            assert not a.is_finished
            assert b.lower >= a.lower
            assert a.upper is None or b.upper <= a.upper
    assert {r.n for r in rows if r.is_finished} == set(range(1, 8))


def test_the_proved_bound_is_never_above_the_optimum_and_the_gap_is_what_is_left():
    for words in (("second", "sort-3"), ("min-and-max", "best-and-worst-3"), ("sort", "best-3"), ("top-set-2",)):
        session = explore(*words).run(upto=7, seconds=None)
        for row in session.known.values():
            assert row.proved.value <= row.cost
            assert row.gap == row.cost - row.proved.value


def test_the_cost_of_second_by_sort_3_is_one_above_what_is_proved_from_n_5_on():
    session = explore("second", "sort-3").run(upto=9, seconds=None)
    assert [int(v) for v in session.costs.values()] == [1, 1, 2, 3, 4, 4, 5, 5]
    assert [int(session.known[n].gap) for n in range(3, 10)] == [0, 0, 1, 1, 1, 1, 1]
    assert session.gap().notes == ["the gap is 0 to 1; the ratio at most 3/2"]


def test_an_interrupted_search_keeps_finished_rows_and_the_bracket_that_was_open():
    session = Session(setting_of("sort by compare"))
    list(session.rows(upto=4))
    session.source = scripted(bracket(6, 9), KeyboardInterrupt())
    rows = session.rows()
    assert [next(rows).n for _ in range(5)] == [1, 2, 3, 4, 5]
    with pytest.raises(KeyboardInterrupt):
        next(rows)
    assert list(session.known) == [1, 2, 3, 4, 5]
    assert session.costs == {1: 0, 2: 1, 3: 3, 4: 5}
    assert (session.known[5].least, session.known[5].upper, session.known[5].is_finished) == (7, 9, False)
    assert session.run().known[5].upper == 9


def test_a_loop_left_early_goes_on_later_with_what_was_found():
    session = explore("sort")
    for row in session.rows():
        if row.n == 4 and row.is_finished:
            break
    session.source = scripted(bracket(7, 7))
    assert [r.n for r in session.rows(upto=5)] == [1, 2, 3, 4, 5]
    assert session.costs[5] == 7


def test_a_search_taken_up_again_never_shows_less_than_before():
    session = Session(setting_of("sort by compare"), source=scripted(bracket(0, 0), KeyboardInterrupt()))
    list(session.rows(upto=1))
    session.source = scripted(bracket(1, 2), KeyboardInterrupt())
    session.run()
    session.source = scripted(bracket(0, None), KeyboardInterrupt())
    session.run()
    assert (session.known[2].lower, session.known[2].upper) == (1, 2)


def test_the_time_given_ends_the_search_at_the_next_bracket():
    ticks = iter(range(1000))
    session = Session(setting_of("max by compare"), clock=lambda: next(ticks), source=scripted(*[bracket(0, 99)] * 50))
    rows = list(session.rows(seconds=5))
    assert 1 <= len(rows) <= 7
    assert not rows[-1].is_finished


def test_a_proved_bound_above_what_a_strategy_costs_is_a_contradiction():
    session = Session(setting_of("sort by compare"), source=scripted(bracket(0, 4)))
    session.bounds._values[1] = ProvedValue(Fraction(5), "answers", "5")
    with pytest.raises(Contradiction, match="rule answers says at least 5, a strategy costs 4"):
        list(session.rows(upto=1))


def test_a_problem_that_no_strategy_solves_is_said_to_be_so():
    session = explore("sort by best(3) exactly").run(upto=3, seconds=None)
    assert session.known[2].is_impossible
    assert session.known[2].note == "no strategy solves it"
    assert 2 not in session.costs


@pytest.mark.parametrize(
    ("words", "last"),
    [(("connectivity",), 7), (("distinguish by split(2) with noise 1/10, error 1/100",), 16), (("aggregate",), 16)],
)
def test_sizes_without_an_exact_cost_show_what_is_proved_and_why(words, last):
    session = explore(*words)
    if last == 7:
        session.known.update({n: row for row in session.rows(upto=4) for n in [row.n]})
        session.source = scripted(bracket(15, 15))
        for n in (5, 6):
            session.bounds._values[n] = None
    rows = list(session.rows())
    assert rows[-1].n == last
    assert rows[-1].note.startswith("no exact cost: need ")
    assert rows[-1].proved.value > 0


def test_a_proof_is_shown_with_its_rule_and_its_certificate():
    tried = explore("second").prove("n - 2 + ceil(log2(n))")
    assert tried.is_proved
    assert (tried.verdict.method, tried.verdict.rests_on) == ("selection", ("kernel",))
    assert "{'rule': 'selection'" in str(tried)


def test_a_formula_above_an_exact_cost_is_called_false_there():
    session = explore("second").run(upto=6, seconds=None)
    tried = session.prove("n - 1 + ceil(log2(n))")
    assert (tried.is_proved, tried.verdict.decision) == (False, "refuted")
    assert tried.fails == "n = 2: the formula says at least 2, a strategy costs 1"
    assert session.prove("n - 2 + ceil(log2(n))").fails == ""


def test_a_proof_of_what_an_exact_cost_refutes_is_a_contradiction(monkeypatch):
    session = explore("second").run(upto=4, seconds=None)
    monkeypatch.setattr("checkers.decide.decide", lambda claim, timeout: Verdict(claim, "proved", ("kernel",)))
    with pytest.raises(Contradiction, match="is proved, but fails at n = 2"):
        session.prove("n + 5")


def test_a_formula_in_another_name_is_refused():
    with pytest.raises(CannotExplore) as refused:
        explore("second").prove("n - k")
    assert (refused.value.need, refused.value.have) == ("a formula in n alone", "n - k")


def test_a_certificate_is_written_and_rechecked_against_the_setting(tmp_path):
    session, path = explore("second", "sort-3"), tmp_path / "x.json"
    claim = session.certificate(path, 5)
    assert (claim["lower"], claim["upper"]) == ("3", "3")
    assert session.recheck(path) == claim
    assert explore("sort").certificate(tmp_path / "s.json", 11)["upper"] == "26"
    with pytest.raises(CannotExplore, match="one about another problem"):
        explore("max", "sort-3").recheck(path)


def test_a_certificate_of_other_calls_or_a_spoilt_one_is_rejected(tmp_path):
    session, path = explore("second", "sort-3"), tmp_path / "x.json"
    session.certificate(path, 4)
    with pytest.raises(Rejected):
        explore("second").recheck(path)
    proof = json.loads(path.read_text())
    proof["claim"]["upper"] = "1"
    path.write_text(json.dumps(proof))
    with pytest.raises(Rejected):
        session.recheck(path)


def test_a_certificate_of_a_mean_cost_is_refused(tmp_path):
    with pytest.raises(CannotExplore, match="need  the worst case"):
        explore("sort", mode="expected").certificate(tmp_path / "x.json", 3)


def test_html_is_escaped_and_text_cannot_steer_a_terminal():
    sheet = explore("max").table()
    spoilt = type(sheet)("<b>&", ("n", "note"), [("1", "<script>\x1b[2J")], ["<i>"])
    html = spoilt._repr_html_()
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in str(spoilt)


def test_a_session_shows_itself_as_text_html_and_json():
    session = explore("max", "best-3").run(upto=4, seconds=None)
    assert repr(session).splitlines()[0] == "max by best(3)"
    assert '<td style="text-align:right">4</td>' in session._repr_html_()
    document = json.loads(json.dumps(session.to_json()))
    assert [row["cost"] for row in document["rows"]] == ["0", "1", "1", "2"]
    assert document["proved"][0]["formula"] == "(n - 1)/2"
