"""Templates: what is proved, what is refuted and where, what is empty, and what contradicts an exact optimum."""

from fractions import Fraction
from importlib.util import find_spec
from typing import ClassVar

import pytest
from attrs import evolve

from checkers.lower_bounds import multipliers, proving
from checkers.lower_bounds.multipliers import Branching, Leaf, find_tree, is_closed
from checkers.lower_bounds.obligations import NotLinear, Obligation, Requirement, conditions, linear
from checkers.lower_bounds.proving import decided, drawn_row, prove
from checkers.lower_bounds.reachable_states import search
from checkers.lower_bounds.templates import Answer, Call, Outcome, Template, bound, obligations
from checkers.lower_bounds.win_loss_template import SEVERAL, potential_text, win_loss_template
from checkers.optima.search import Contradiction
from tests.checkers.lower_bounds.settings_read import setting_of

BOTH = "z3+cvc5" if find_spec("cvc5") else "z3"
SLACK = "3/4*u + 1/4*w + 1/4*l - 1/2"
"""A potential for min_and_max by comparisons that is right, but not at a state that never comes about."""


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """On a busy machine the posets of 6 items take longer than a user should wait."""
    monkeypatch.setattr("checkers.lower_bounds.win_loss_template.SECONDS", 120.0)


def only(after, when=()):
    return (Answer("either", (Outcome(after),), when),)


MAXIMUM = Template(
    "max by comparisons",
    ("u", "w", "l", "b"),
    {"u": "n"},
    ("u + w <= 1",),
    (
        Call("two new items", only({"u": "u - 2", "w": "w + 1", "l": "l + 1"}), ("u >= 2",)),
        Call("two winners", only({"w": "w - 1", "b": "b + 1"}), ("w >= 2",)),
        Call("a winner and a new item", only({"u": "u - 1", "l": "l + 1"}), ("u >= 1", "w >= 1")),
        Call("a new item and a loser", only({"u": "u - 1", "w": "w + 1"}), ("u >= 1", "l + b >= 1")),
        Call("a winner and a loser", only({}), ("w >= 1", "l + b >= 1")),
        Call("two losers", only({"l": "l - 1", "b": "b + 1"}), ("l + b >= 2", "l >= 1")),
        Call("two that did both", only({}), ("b >= 2",)),
    ),
    invariant=("u + w + l + b >= 2",),
    first=2,
    link="the counters of items, by hand",
    setting=setting_of("max by compare"),
)


def ticks(found, mark):
    return [t.name for t in found.ticks if t.mark == mark]


# --- proved --------------------------------------------------------------------------------------------------------


def test_a_template_of_a_users_own_is_proved_at_the_grade_of_its_solvers():
    found = prove(MAXIMUM, "u + w - 1")
    assert found.decision == "proved"
    assert found.bound == "cost >= n - 1 for n >= 2"
    assert found.rests_on == (f"solvers: {BOTH}", "link: the counters of items, by hand")
    assert found.failed == ()
    assert "kernel" not in str(found)


def test_without_a_second_solver_the_grade_says_so():
    assert prove(MAXIMUM, "u + w - 1", second=False).rests_on[0] == "solvers: z3"


def test_a_template_without_a_problem_is_not_compared_and_says_so():
    found = prove(evolve(MAXIMUM, setting=None, link=""), "u + w - 1")
    assert found.decision == "proved"
    assert found.rests_on[1] == "link: none named"
    assert ticks(found, "open") == ["the bound is at most the exact optimum at small n"]


def test_the_tick_list_is_text_rich_and_html():
    found = prove(MAXIMUM, "2*u + w - 1", second=False)
    assert str(found).splitlines()[:3] == [
        "max by comparisons",
        "  bound cost >= 2*n - 1 for n >= 2",
        "  [+] start: n >= 2 meets the invariant                            z3, multipliers added up",
    ]
    assert found.__rich__().plain == str(found) + "\n"
    html = found._repr_html_()
    assert html.count("<tr>") == len(found.ticks)
    assert "cost &gt;= 2*n - 1" in html
    assert "fails at u=2" in html


# --- refuted, and where ---------------------------------------------------------------------------------------------


def test_too_large_a_potential_is_refuted_at_a_state_that_comes_about():
    found = prove(MAXIMUM, "2*u + w - 1")
    assert found.decision == "unknown"
    assert found.rests_on == ()
    assert [t.notes for t in found.failed] == [
        ("fails at u=2", "reachable: yes (n = 2)"),
        (
            "fails at u=1 w=1",
            "reachable: no (searched n <= 6)",
            "it fails, too, at u=1 w=1 l=1, reachable: yes (n = 3)",
        ),
        ("fails at u=1 l=1", "reachable: no (searched n <= 6)"),
    ]


def test_min_and_max_is_first_refuted_at_a_state_that_never_comes_about_then_proved_with_the_invariant():
    setting = setting_of("min_and_max by compare")
    first = prove(win_loss_template(setting, SEVERAL), SLACK)
    (failed,) = first.failed
    assert failed.name == "end: the potential is at most 0 where the problem is solved"
    assert failed.notes == ("fails at u=1 b=1", "reachable: no (searched n <= 6)")
    assert first.decision == "unknown"
    then = prove(win_loss_template(setting), SLACK)
    assert (then.decision, then.failed) == ("proved", ())


def test_a_refuted_obligation_is_read_at_a_glance():
    template = win_loss_template(setting_of("min_and_max by compare"), SEVERAL)
    assert (
        str(prove(template, SLACK, second=False, add_up=False))
        == """\
min_and_max by compare
  bound cost >= 3/4*n - 1/2 for n >= 2
  [+] start: n >= 2 meets the invariant                            z3
  [+] start: can be met                                            z3
  [+] call compare: an answer costs at most 1                      z3
  [+] call compare: to each answer some outcome can come           z3
  [+] call compare: can be met                                     z3
  [x] end: the potential is at most 0 where the problem is solved  z3
      fails at u=1 b=1
      reachable: no (searched n <= 6)
  [+] end: can be met                                              z3
  unknown"""
    )


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ({"u": 1, "b": 1}, "reachable: no (searched n <= 6)"),
        ({"u": 1, "w": 1, "l": 1}, "reachable: yes (n = 3)"),
        ({"u": 9}, "reachable: no (searched n <= 6)"),
    ],
)
def test_whether_a_state_comes_about_is_searched(state, text):
    template = win_loss_template(setting_of("min_and_max by best_and_worst(3)"))
    assert search(template, {**dict.fromkeys("uwlb", 0), **state}).text() == text


def test_posets_say_more_than_counters_of_what_comes_about():
    template = win_loss_template(setting_of("min_and_max by compare"))
    state = {"u": 1, "w": 0, "l": 0, "b": 2}
    assert search(template, state).text() == "reachable: no (searched n <= 6)"
    assert search(evolve(template, occurring=None), state).text() == "reachable: yes (n = 3)"


def test_a_search_that_was_not_finished_says_up_to_where_it_is_known(monkeypatch):
    monkeypatch.setattr("checkers.lower_bounds.reachable_states.MOST_STATES", 4)
    assert search(MAXIMUM, {"u": 0, "w": 0, "l": 0, "b": 6}).text() == "reachable: no (searched n <= 2)"


# --- vacuity -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"solved": ("u + w <= 1", "u + w >= 2")}, "end: can be met"),
        ({"invariant": ("u >= 1", "u <= 0")}, "end: can be met"),
        ({"calls": (Call("never", only({}), ("u >= 1", "u <= 0")), *MAXIMUM.calls)}, "call never: can be met"),
    ],
)
def test_contradictory_hypotheses_are_no_proof(change, failed):
    found = prove(evolve(MAXIMUM, **change), "u + w - 1")
    assert found.decision == "unknown"
    tick = next(t for t in found.failed if t.name == failed)
    assert tick.notes == ("contradictory hypotheses prove everything, so nothing",)


def test_an_answer_none_of_whose_outcomes_can_come_is_no_answer():
    nothing = Answer("none", (Outcome({}, ("u <= 0",)),))
    calls = (evolve(MAXIMUM.calls[0], answers=(*MAXIMUM.calls[0].answers, nothing)), *MAXIMUM.calls[1:])
    found = prove(evolve(MAXIMUM, calls=calls), "2*u + w - 1")
    assert "call two new items: to each answer some outcome can come" in ticks(found, "no")


# --- what does not fit the problem ------------------------------------------------------------------------------------


class Mistakes:
    """Wrong templates whose every obligation holds: (template, potential)."""

    FREE_LOSERS: ClassVar = (
        evolve(
            MAXIMUM,
            solved=("u == 0", "w == 1", "l == 0"),
            calls=tuple(c for c in MAXIMUM.calls if c.name != "a new item and a loser"),
        ),
        "3/2*u + w + l - 1",
    )
    ONE_SIDED: ClassVar = (
        evolve(win_loss_template(setting_of("min_and_max by best(3)")), setting=setting_of("min_and_max by sort(3)")),
        potential_text("min_and_max", (Fraction(7, 6), Fraction(1, 2), Fraction(1), Fraction(0))),
    )
    SMALLER_CALLS: ClassVar = (
        evolve(win_loss_template(setting_of("max by compare")), setting=setting_of("max by best(3)")),
        "u + w - 1",
    )


@pytest.mark.parametrize("name", ["FREE_LOSERS", "ONE_SIDED", "SMALLER_CALLS"])
def test_a_template_that_does_not_fit_its_problem_contradicts_an_exact_optimum(name):
    template, potential = getattr(Mistakes, name)
    assert prove(evolve(template, setting=None), potential).decision == "proved"
    with pytest.raises(Contradiction, match="do not fit the problem"):
        prove(template, potential)


def test_the_free_losers_bound_is_three_halves_n_minus_1():
    template, potential = Mistakes.FREE_LOSERS
    assert drawn_row(bound(template, potential)) == "3/2*n - 1"


def test_exactly_k_and_at_most_k_are_two_templates():
    exactly = win_loss_template(setting_of("max by best(3) exactly"))
    (call,) = exactly.calls
    assert "su + sw + sl + sb == 3" in call.takes
    dear = "3/4*u + 1/4*w + 1/4*l - 1/4"
    pair = {"u": 2, "w": 0, "l": 0, "b": 0, "su": 2, "sw": 0, "sl": 0, "sb": 0}
    at_most = win_loss_template(setting_of("max by best(3)"))
    whole = [next(o for o in obligations(t, dear) if "costs at most" in o.name) for t in (exactly, at_most)]
    assert not all(sum(c * (pair[x] if x else 1) for x, c in row.items()) >= 0 for row in whole[0].hypotheses)
    assert all(sum(c * (pair[x] if x else 1) for x, c in row.items()) >= 0 for row in whole[1].hypotheses)


# --- solvers ---------------------------------------------------------------------------------------------------------


def test_solvers_that_disagree_are_a_contradiction(monkeypatch):
    monkeypatch.setattr(proving, "find_spec", lambda name: object())
    monkeypatch.setattr(proving, "cvc5_says", lambda text: "sat")
    always = Obligation("x is at least 0", conditions("x >= 1", frozenset("x")), ((Requirement({"x": Fraction(1)}),),))
    with pytest.raises(Contradiction, match="z3 says unsat and cvc5 sat"):
        decided(always)
    monkeypatch.setattr(proving, "cvc5_says", lambda text: "unknown")
    assert decided(always).solvers == ("z3",)


def test_an_obligation_no_solver_decides_is_open(monkeypatch):
    monkeypatch.setattr(proving, "z3_says", lambda obligation, text: ("unknown", None))
    found = prove(MAXIMUM, "u + w - 1", second=False)
    assert found.decision == "unknown"
    assert {t.mark for t in found.ticks} == {"open"}


@pytest.mark.skipif(find_spec("cvc5") is None, reason="cvc5 is not installed")
def test_cvc5_reads_the_same_text():
    asked = obligations(MAXIMUM, "2*u + w - 1")
    said = [(proving.z3_says(o, o.text())[0], proving.cvc5_says(o.text())) for o in asked]
    assert {a == b for a, b in said} == {True}
    assert {a for a, _ in said} == {"sat", "unsat"}


def test_a_countermodel_that_is_none_is_a_contradiction(monkeypatch):
    monkeypatch.setattr(proving, "z3_says", lambda obligation, text: ("sat", {"x": 3}))
    always = Obligation("x is at least 0", conditions("x >= 1", frozenset("x")), ((Requirement({"x": Fraction(1)}),),))
    with pytest.raises(Contradiction, match="is none of"):
        decided(always, second=False)


# --- multipliers -----------------------------------------------------------------------------------------------------

NAMES = frozenset({"x", "y"})
SPLIT = Obligation(
    "x + y is at least 3, so x or y is at least 2",
    conditions("x + y >= 3", NAMES),
    tuple((Requirement(row),) for text in ("x >= 2", "y >= 2") for row in conditions(text, NAMES)),
)


def test_multipliers_are_found_and_add_up():
    tree = find_tree(SPLIT)
    assert isinstance(tree, Branching)
    assert is_closed(SPLIT, tree)


@pytest.mark.parametrize(
    "tree",
    [
        Leaf({}),
        Leaf({0: Fraction(1)}),
        Leaf({7: Fraction(1)}),
        Branching(5, ()),
        Branching(0, ()),
        Branching(0, (Branching(1, (Leaf({0: Fraction(1), 1: Fraction(1)}),)),)),
        Branching(0, (Branching(1, (Leaf({0: Fraction(1), 1: Fraction(1), 2: Fraction(-1)}),)),)),
        Branching(0, (Leaf({0: Fraction(1), 1: Fraction(1), 2: Fraction(1)}),)),
    ],
)
def test_a_tree_that_does_not_add_up_is_refused(tree):
    good = Branching(0, (Branching(1, (Leaf({0: Fraction(1), 1: Fraction(1), 2: Fraction(1)}),)),))
    assert is_closed(SPLIT, good)
    assert not is_closed(SPLIT, tree)


def test_what_does_not_hold_has_no_multipliers():
    wrong = evolve(SPLIT, hypotheses=conditions("x + y >= 2", NAMES))
    assert find_tree(wrong) is None
    assert decided(wrong, second=False).holds is False


def test_a_search_for_multipliers_ends(monkeypatch):
    monkeypatch.setattr(multipliers, "QUESTIONS", 0)
    (call,) = [o for o in obligations(win_loss_template(setting_of("max by best(4)")), "1/3*u + 1/3*w - 1/3")
               if "costs at most" in o.name]  # fmt: skip
    assert find_tree(call) is None
    assert decided(call, second=False).holds is True


# --- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["u*w", "u^2", "x", "log2(u)", "u/w"])
def test_a_form_that_is_not_linear_is_refused(text):
    with pytest.raises(NotLinear, match="need a linear form in u, w"):
        linear(text, frozenset({"u", "w"}))


def test_conditions_are_read_as_rows():
    one = Fraction(1)
    assert conditions("u <= 1", frozenset("u")) == ({"u": -one, "": one},)
    assert len(conditions("u == 1", frozenset("u"))) == 2
    with pytest.raises(NotLinear, match="need a condition with"):
        conditions("u >= 1 for w >= 2", frozenset({"u", "w"}))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"start": {"v": "n"}}, "need counters u, w, l, b, have v"),
        ({"calls": (Call("none", ()),)}, "need an answer with an outcome to every call"),
        ({"calls": (Call("x", only({"v": "1"})),)}, "need counters"),
        ({"calls": (Call("x", only({}), (), 1, ("u",)),)}, "names of counters and of what is shown that differ"),
    ],
)
def test_a_template_that_cannot_be_meant_is_refused(change, text):
    with pytest.raises(ValueError, match=text):
        evolve(MAXIMUM, **change)
