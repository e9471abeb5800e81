"""Formulas fitted to exact costs: the right ones are found, false ones are killed, and nothing is promised."""

import json
from fractions import Fraction
from itertools import combinations
from math import factorial
from pathlib import Path

import pytest

from bounds.evaluation import Evaluator
from bounds.language import parse_setting
from bounds.value import ends
from checkers.exploration import CannotExplore, explore
from checkers.exploration.conjecture import Fitting
from checkers.exploration.forms import Form, Values, all_forms
from checkers.exploration.proved import ProvedBounds

KNOWN = json.loads((Path(__file__).parents[2] / "benchmarks" / "known_optima.json").read_text("utf-8"))


def fitted(text, costs, start=None):
    setting = parse_setting(text)
    fitting = Fitting(setting, text, ProvedBounds(setting))
    return fitting.conjectures({n: Fraction(v) for n, v in costs.items()}, start)


def table(name, first, last):
    n0 = KNOWN[name]["n0"]
    return {n: KNOWN[name]["values"][n - n0] for n in range(first, last + 1)}


def test_sorting_by_best_of_3_does_not_cost_2n_minus_4_because_of_n_17():
    found = fitted("sort by best(3)", {n: 2 * n - 4 for n in range(3, 9)})
    (line,) = [f for f in found.fitted if f.text == "2*n - 4"]
    assert (line.killed.n, line.killed.value, line.killed.known) == (17, 30, 31)
    assert str(line.killed) == "n = 17: 30, but the cost is >= 31, proved by answers: log(factorial(n), 3)"
    assert found.survivors == ()
    assert found.summary == "no small formula: what fits n = 3..8 is false further on"


def test_two_formulas_for_second_by_sort_3_survive_and_differ_from_n_28():
    found = fitted("second by sort(3)", {n: n // 2 + 1 for n in range(5, 20)})
    texts = [f.text for f in found.survivors]
    one, two = "floor(n/2) + 1", "floor(n/2) + ceil((ceil(log(n, 3)) - 1)/2)"
    assert one in texts
    assert two in texts
    assert found.differences[one, two] == 28
    assert [row[2] for row in found.sheet().rows if row[0] == two] == ["at n = 28"]


def test_every_pair_of_forms_shown_differs_first_where_it_is_said():
    found = fitted("second by sort(3)", {n: n // 2 + 1 for n in range(5, 20)})
    values = Values()
    for a, b in combinations(found.fitted, 2):
        x, y = (values.of(f.form, 5, 200) for f in (a, b))
        assert found.differences[a.text, b.text] == next(n for n in range(5, 200) if x[n - 5] != y[n - 5])


@pytest.mark.parametrize(
    ("text", "costs", "formula"),
    [
        ("second by compare", table("second", 2, 17), "n + ceil(log2(n)) - 2"),
        ("min_and_max by compare", table("minmax", 2, 14), "ceil(3*n/2) - 2"),
        ("max by best(3)", {n: n // 2 for n in range(1, 20)}, "floor(n/2)"),
        ("connectivity by read(1)", {n: n * (n - 1) // 2 for n in range(1, 7)}, "n*(n - 1)/2"),
        ("sort by compare", table("sort_S", 1, 11), "ceil(log2(factorial(n)))"),
    ],
)
def test_known_formulas_are_found(text, costs, formula):
    found = fitted(text, costs)
    assert found.survivors[0].text == formula
    assert found.survivors[0].killed is None


@pytest.mark.parametrize(
    ("text", "costs"),
    [
        ("median by compare", table("median", 1, 13)),
        ("median by compare", table("median", 2, 10)),
        ("sort by compare", table("sort_S", 1, 22)),
    ],
)
def test_costs_that_follow_no_small_formula_are_said_to(text, costs):
    found = fitted(text, costs)
    assert found.fitted == ()
    assert found.summary.startswith("no small formula fits n = ")
    assert found.sheet().notes[0] == found.summary


def test_leaving_out_small_sizes_is_tried_and_said():
    found = fitted("median by compare", table("median", 2, 10))
    assert found.later.start == 4
    assert "2*n - 4" in [f.text for f in found.later.survivors]
    assert found.sheet().notes[1].startswith("leaving out n < 4: ")
    assert fitted("median by compare", table("median", 2, 10), start=2).later is None


def test_a_form_above_a_cost_that_is_enough_is_killed():
    found = fitted("max by compare", {n: 2 * n - 2 for n in range(2, 10)})
    (line,) = [f for f in found.fitted if f.text == "2*n - 2"]
    assert str(line.killed) == "n = 2: 2, but the cost is <= 1, by a tournament"


def test_costs_in_fractions_of_a_call_are_fitted_in_their_unit():
    found = fitted("max by best(3) at 1/2", {n: Fraction(n // 2, 2) for n in range(1, 14)})
    assert found.survivors[0].text == "1/2*(floor(n/2))"


def test_too_few_costs_are_refused():
    with pytest.raises(CannotExplore) as refused:
        explore("max").run(upto=4, seconds=None).conjecture()
    assert (refused.value.need, refused.value.have) == ("exact costs of at least 6 sizes", "4")


def test_the_values_of_forms_are_those_of_their_formulas():
    values = Values()
    forms = [*all_forms(4, 5, 12, values, is_sorting=True)]
    assert {f.kind for f in forms} == {"", "ceil log", "floor log", "factorial", "halved", "joint"}
    exact = 0
    for form in forms[::7]:
        found = values.of(form, 1, 40)
        for n in (1, 2, 3, 8, 9, 16, 25, 27, 36, 40):
            low, high = ends(Evaluator(10**5).value(form.expression(), {"n": n}))
            assert low <= found[n - 1] <= high, str(form)
            assert high - low <= 1
            exact += low == high
    assert exact > 9 * len(forms[::7])


def test_tables_of_logarithms_are_exact_at_powers():
    values = Values()
    assert values.of(Form(0, 1, 0, 0, "ceil log", 3), 1, 28)[-2:] == [3, 4]
    assert values.of(Form(0, 1, 0, 0, "floor log", 3), 1, 27)[-2:] == [2, 3]
    assert values.of(Form(0, 1, 0, 0, "factorial", 2), 1, 300)[-1] == (factorial(300) - 1).bit_length()


def test_conjectures_show_themselves_as_text_html_and_json():
    found = fitted("max by best(3)", {n: n // 2 for n in range(1, 20)})
    assert repr(found).splitlines()[-1] == "1 form fits n = 1..19"
    assert "<table>" in found._repr_html_()
    assert json.loads(json.dumps(found.to_json()))["forms"][0]["form"] == "floor(n/2)"
