"""A session's potentials, and the gap of a decomposition: what a person tries, answered by obligations and claims."""

import pytest

from bounds.language import parse_decomposition
from checkers.exploration import explore

KNOCKOUT = "S(1) = nothing; S(n) = then(each(i=1..floor(n/2): call(compare, 8, 1)), S(ceil(n/2))) for n >= 2"


def test_the_best_potential_is_found_and_proved():
    session = explore("min_and_max", "best_and_worst(3)")
    found = session.potential()
    assert found.bound == "2/3*n - 1"
    assert session.prove(found).decision == "proved"


def test_a_potential_that_falls_too_fast_is_answered_by_a_state_that_can_come_about():
    session = explore("min-and-max")
    tried = session.prove(session.potential(u=2, w=1, l=1))
    assert tried.decision == "unknown"
    assert "fails at u=2" in str(tried)
    assert "reachable: yes (n = 2)" in str(tried)


def test_there_is_no_such_potential_for_sorting():
    with pytest.raises(ValueError, match="max or min_and_max"):
        explore("sort").potential()


def test_the_gap_of_a_decomposition_is_what_was_proved_of_its_cost():
    sheet = explore("max", "compare").gap(parse_decomposition(KNOCKOUT))
    assert "optimal: it costs n - 1, and no strategy costs less" in str(sheet)
    assert "assumed: the decomposition solves max" in str(sheet)
    impossible = explore("second", "compare").gap(parse_decomposition(KNOCKOUT))
    assert "does not solve the problem" in str(impossible)
