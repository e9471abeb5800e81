"""Short names of settings, and what is refused."""

import pytest

from bounds.language import LanguageError, parse_setting, print_setting
from bounds.problem import Primitive, Reading
from bounds.setting import primitives_at
from checkers.exploration import CannotExplore, explore
from checkers.exploration.naming import setting_of


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("second", "sort-3"), "second by sort(3)"),
        (("min-and-max", "compare, best-and-worst-4@2"), "min_and_max by compare, best_and_worst(4) at 2"),
        (("min_and_max", "compare at 1, best_and_worst(5) at 2"), "min_and_max by compare, best_and_worst(5) at 2"),
        (("top-set-2", "best-10@1/2"), "top_set(2) by best(10) at 0.5"),
        (("select-3",), "select(3) by compare"),
        (("or",), "OR by read(1)"),
        (("group-testing-2",), "group_testing(2) by pool"),
        (("distinguish by split(2) with lies 1",), "distinguish by split(2) with lies 1"),
        (("problem second by compare",), "second by compare"),
        (("sort", "", "expected"), "sort by compare with expected"),
        (("sort by best(3) exactly", "", "expected"), "sort by best(3) exactly with expected"),
        (("OR by read(1) with lies 1", "", "nonadaptive"), "OR by read(1) with nonadaptive, lies 1"),
    ],
)  # fmt: skip
def test_short_names_are_settings_of_the_language(words, text):
    assert print_setting(setting_of(*words)) == text


def test_a_setting_is_explored_as_it_is():
    setting = parse_setting("max by best(4)")
    assert explore(setting).setting is setting


@pytest.mark.parametrize(("words", "try_"), [(("secnd",), "second"), (("second", "sortt-3"), "sort")])
def test_a_misspelt_name_gets_the_nearest_one(words, try_):
    with pytest.raises(LanguageError) as refused:
        explore(*words)
    assert refused.value.try_ == try_


@pytest.mark.parametrize(
    ("words", "need"),
    [
        (("second by sort(k)",), "a number for k: exact costs are those of one problem"),
        (("select(t) by compare",), "a number for t: exact costs are those of one problem"),
        (("distinguish by split(2) with noise p, error 1/9",), "a number for p: exact costs are those of one problem"),
        (("second by compare", "sort-3"), "the calls once"),
        (("second", "sort-3", "worse"), "a mode: worst, nonadaptive, expected, rounds"),
        (("second", "read-1"), "calls that fit second: sort, best, best_and_worst"),
        (("select(99) by compare",), "a family with problems of some size up to 64"),
        ((parse_setting("max by compare"), "sort-3"), "a setting alone"),
    ],
)
def test_what_cannot_be_explored_is_refused_with_what_is_needed(words, need):
    with pytest.raises(CannotExplore) as refused:
        explore(*words)
    assert refused.value.need == need


def test_a_symbol_gets_a_number_to_try():
    with pytest.raises(CannotExplore) as refused:
        explore("second by sort(k)")
    assert str(refused.value).splitlines()[-1] == "  try   sort(3)"


def test_a_setting_is_one_statement():
    with pytest.raises(LanguageError, match="2 statements"):
        parse_setting("max by compare; claim calls >= 1")


def test_reading_two_positions_at_most_may_read_one_and_comparing_two_items_is_exact():
    assert primitives_at(parse_setting("OR by read(2)"), 1) == (Primitive(Reading(2)),)
    assert explore("OR", "read-2").run(upto=3, seconds=None).costs == {1: 1, 2: 1, 3: 2}
    assert primitives_at(parse_setting("max by best(2)"), 2)[0].exactly
