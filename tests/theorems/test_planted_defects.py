"""Programs with a planted defect are told from those without, by the measures that the defect changes."""

from fractions import Fraction

import pytest
from attrs import evolve

from checkers.executions.answers import correct
from checkers.executions.faults import Noisy
from checkers.executions.mock import Mock
from checkers.executions.programs import check_program
from tests.theorems.pairs import Pair, source_of
from tests.theorems.planted_defects import rankings, reasoning, summaries
from tests.theorems.planted_defects.defect import Defect

DEFECTS = [*summaries.DEFECTS, *rankings.DEFECTS, *reasoning.DEFECTS]
LARGEST = 40


def sizes(defect):
    return range(defect.pair.start, LARGEST + 1)


def first_shown(defect, program):
    """The measures that differ at the first size at which one does."""
    check = defect.pair.check(program)
    for n in sizes(defect):
        found = tuple(d.what.split()[0] for d in check.differences((n,), defect.measures()))
        if found:
            return found
    return ()


def test_there_are_many_defects_in_every_program_that_has_a_worst_case():
    assert len(DEFECTS) >= 80
    assert len({d.program for d in DEFECTS}) == 19
    assert len({str(d) for d in DEFECTS}) == len(DEFECTS)


@pytest.mark.parametrize("defect", DEFECTS, ids=str)
def test_a_defect_is_caught_and_shows_in_the_measures_it_changes(defect):
    mutant = defect.mutant()
    assert first_shown(defect, mutant) == defect.shows
    found = check_program(
        mutant, defect.pair.decomposition(), defect.measures(), sizes(defect), defect.pair.parameters,
        mocks=defect.pair.mocks, exact=defect.pair.exact,
    )  # fmt: skip
    assert found is not None
    assert found.what.split()[0] == defect.shows[0]
    assert found.first is not None or found.instead is not None


PLANTED = list({id(d.pair): d.pair for d in DEFECTS}.values())


@pytest.mark.parametrize("pair", PLANTED, ids=str)
def test_a_program_without_a_defect_raises_no_alarm(pair):
    check = pair.check()
    for seed in range(8):
        assert [str(d) for n in (4, 9, 16, 17) for d in check.differences((n,), pair.measures, seed)] == []


def test_a_vote_that_goes_on_too_long_shows_in_the_mean():
    pair = Pair("voted_steps", measures=("expected_calls",))
    faults = [Noisy(Fraction(1, 10), lambda request, right, chance: str(int(right) + 100))]
    pair = evolve(pair, mocks=lambda seed: Mock(task=correct, faults=faults, seed=seed))
    late = Defect("voted_steps", "three votes ahead", ">= AHEAD", "> AHEAD", ("expected_calls",), pair)
    assert next(late.pair.check().differences((2,), pair.measures), None) is None
    assert (
        next(late.pair.check(late.mutant()).differences((2,), pair.measures)).what == "expected_calls == derived cost"
    )


def test_a_defect_that_is_not_in_the_program_is_refused():
    with pytest.raises(ValueError, match="need a text that stands once in the program, have 0"):
        Defect("react", "a line that is not there", "no such line", "", ("calls",)).mutant()


def test_an_unchanged_program_compiled_in_the_same_way_shows_nothing():
    text = "return visited"
    same = Defect("react", "nothing", text, text, ())
    assert same.source() == source_of("react")
    assert first_shown(same, same.mutant()) == ()


def test_a_defect_hidden_from_totals_names_both_calls():
    pair = Pair("best_of_k", {"k": 3, "s": 4})
    judge = next(d for d in DEFECTS if d.what == "the judge is the small model")
    found = check_program(judge.mutant(), pair.decomposition(), sizes=[5], parameters=pair.parameters)
    assert (found.first.model, found.instead.model) == ("small", "large")
    assert (found.first.primitive, found.instead.primitive) == ("judge", "judge")
