"""The constants that `tighten` reports are proved and refuted as it says, and are the known best ones where known."""

import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence, print_claim
from checkers import kernel
from checkers.tighten import CannotTighten, all_tightened, simplest_between, tighten
from checkers.varied_bound import vary_bound, vary_start
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined
from tests.benchmarks.exact_claims import evaluator_for, truth_at

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins

HALVES = "T(1) = 0; T(n) = 2*T(floor(n/2)) + n for n >= 2"
MERGE_SORT = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2"
MERGE_COSTS = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n for n >= 2"
KARATSUBA = "T(1) = 1; T(n) = 3*T(ceil(n/2)) + n for n >= 2"
BINARY_SEARCH = "T(1) = 1; T(n) = T(floor(n/2)) + 1 for n >= 2"
TRIANGLE = "T(0) = 0; T(n) = T(n-1) + n for n >= 1"
UPTO = 300


def claim_of(text, claim):
    return parse_claim(claim, parse_recurrence(text))


def best(text, claim, vary=None, **options):
    return tighten(claim_of(text, claim), vary, **{"seconds": 30.0, **options})


OPTIMAL = [
    (HALVES, "T(n) <= 9*n*log2(n)", None, "1", "equality at n = 2, so every smaller constant fails there"),
    (HALVES, "T(n) <= n*log2(n) + 5*n", 2, "0", "equality at n = 1, so every smaller constant fails there"),
    (MERGE_SORT, "T(n) >= n*log2(n)", None, "1/2", "equality at n = 2, so every larger constant fails there"),
    (MERGE_SORT, "T(n) >= n*log2(n) - 2*n + 1", 2, "-1", "equality at n = 1, so every larger constant fails there"),
    (MERGE_COSTS, "T(n) >= n*log2(n)/7", None, "1", "equality at n = 2, so every larger constant fails there"),
    (KARATSUBA, "T(n) >= n^log2(3)/2", None, "1", "equality at n = 1, so every larger constant fails there"),
    (BINARY_SEARCH, "T(n) <= 7*log2(n) + 1", 1, "1", "equality at n = 2, so every smaller constant fails there"),
    (BINARY_SEARCH, "T(n) <= 7*log2(n) for n >= 2", None, "2",
     "equality at n = 2, so every smaller constant fails there"),
    (TRIANGLE, "T(n) <= 3*n^2", None, "1", "equality at n = 1, so every smaller constant fails there"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim", "vary", "constant", "reason"), OPTIMAL)
def test_a_constant_attained_at_some_size_is_found_and_known_to_be_optimal(text, claim, vary, constant, reason):
    found = best(text, claim, vary)
    assert (found.proved.constant, found.optimum, found.reason) == (Fraction(constant), True, reason)
    assert found.stopped == "optimum"


BETWEEN = [
    (MERGE_SORT, "T(n) <= 9*n*log2(n)", None, "1", "19/20"),
    (KARATSUBA, "T(n) <= 9*n^log2(3)", None, "15/2", "7.48"),
    (BINARY_SEARCH, "T(n) >= log2(n)/9", None, "1", "1.01"),
    (TRIANGLE, "T(n) >= n^2/9", None, "1/2", "0.501"),
]


@pytest.mark.parametrize(("text", "claim", "vary", "constant", "refuted"), BETWEEN)
def test_a_constant_that_is_approached_and_never_attained_is_found(text, claim, vary, constant, refuted):
    found = best(text, claim, vary)
    assert (found.proved.constant, found.optimum) == (Fraction(constant), False)
    assert abs(found.refuted.constant - Fraction(constant)) <= abs(Fraction(refuted) - Fraction(constant))


def test_an_irrational_constant_is_enclosed_to_the_precision():
    found = best(MERGE_COSTS, "T(n) <= 9*n*log2(n)", precision=Fraction(1, 500))
    assert found.refuted.constant < 5 / (3 * 1.584962500721156) < found.proved.constant
    assert found.proved.constant - found.refuted.constant < Fraction(1, 200)
    assert found.stopped == "precision"


STARTS = [
    (BINARY_SEARCH, "T(n) <= 2*log2(n) for n >= 9", 2, "it fails at n = 1"),
    (BINARY_SEARCH, "T(n) <= log2(n) + 1 for n >= 9", 0, "0 is where the recurrence's sizes begin"),
    (KARATSUBA, "T(n) >= 3*n*log2(n) for n >= 900", 9, "it fails at n = 8"),
]


@pytest.mark.parametrize(("text", "claim", "start", "reason"), STARTS)
def test_the_least_start_is_found(text, claim, start, reason):
    found = best(text, claim, "start")
    assert (found.proved.constant, found.optimum, found.reason) == (start, True, reason)


def test_a_size_where_no_constant_can_do_is_named():
    found = best(BINARY_SEARCH, "T(n) <= 2*log2(n) for n >= 1")
    assert (found.proved, found.stopped) == (None, "never")
    assert found.reason == "false at n = 1 whatever the constant"
    assert found.refuted.verdict.decision == "refuted"


def test_a_bound_that_fails_for_ever_has_no_start():
    found = best(MERGE_COSTS, "T(n) <= 9/10*n*log2(n)", "start")
    assert found.proved is None
    assert found.reason.startswith("it still fails at n = ")


EXPLICIT = "an explicit claim, with a constant to tighten"
REFUSED = [
    ("T in O(n)", None, EXPLICIT, "an explicit claim such as: T(n) <= n for n >= 2"),
    ("T in Omega(n)", None, EXPLICIT, "an explicit claim such as: T(n) >= n for n >= 2"),
    ("T(n) == n", None, "an inequality: an equality has no slack", "the same claim with <= or with >="),
    ("T(n) <= n^2 + n", 3, "the number of a term of the bound", "1 is n^2, 2 is n"),
    ("T(n) <= 2*n + n", 1, "terms that differ by more than a factor", "writing them as one term"),
    ("T(n) <= n*log2(n) + 9*(3 - n)", 2,
     "the coefficient of 3 - n, with what it is multiplied by >= 0 on the claim's range",
     "a later start of the range, or another --vary"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "vary", "need", "attempt"), REFUSED)
def test_a_claim_without_a_constant_to_tighten_is_refused(claim, vary, need, attempt):
    with pytest.raises(CannotTighten) as refusal:
        best(HALVES, claim, vary)
    assert (refusal.value.need, refusal.value.attempt) == (need, attempt)


def test_a_short_time_is_kept_and_said_to_be_over():
    found = best(MERGE_COSTS, "T(n) <= n*log2(n)", seconds=0.5, precision=Fraction(1, 10**12))
    assert found.stopped == "time"
    assert found.seconds < 10


def test_each_state_of_a_search_is_at_least_as_good_as_the_one_before():
    states = list(all_tightened(claim_of(KARATSUBA, "T(n) <= 9*n^log2(3)"), seconds=30))
    assert all(s.stopped == "searching" for s in states[:-1])
    proved = [s.proved.constant for s in states if s.proved]
    refuted = [s.refuted.constant for s in states if s.refuted]
    assert (proved, refuted) == (sorted(proved, reverse=True), sorted(refuted))


PATTERNS = [
    ("T(n) <= 3*n*log2(n)", None, 3, "T(n) <= c*n*log2(n)"),
    ("T(n) <= n*log2(n)/2", None, "1/2", "T(n) <= c*n*log2(n)"),
    ("T(n) <= n^2 - 2*n + 7", 2, -2, "T(n) <= n^2 + c*n + 7"),
    ("T(n) <= n^2 - 2*n + 7", 3, 7, "T(n) <= n^2 - 2*n + c"),
    ("T(n) <= n^2 - 2*n + 7", None, 1, "T(n) <= c*(n^2 - 2*n + 7)"),
    ("T(n) >= 7*(n - 1)/3", None, "7/3", "T(n) >= c*(n - 1)"),
    ("T(n) <= 5", None, 5, "T(n) <= c"),
]


@pytest.mark.parametrize(("claim", "vary", "current", "pattern"), PATTERNS)
def test_the_constant_is_found_in_the_claim_and_put_back(claim, vary, current, pattern):
    recurrence = parse_recurrence(HALVES)
    varied = vary_bound(parse_claim(claim, recurrence), vary)
    assert (varied.current, varied.pattern()) == (Fraction(current), pattern)
    for c in ("0", "1", "-1", "7/2", "-1/3"):
        again = varied.at(Fraction(c))
        assert parse_claim(print_claim(again), recurrence) == again
        if c != "0":
            assert vary_bound(again, vary).current == Fraction(c)


def test_the_letter_of_the_constant_is_one_that_means_nothing_else():
    text = "parameters c integer >= 2; T(1) = 0; T(n) = T(n-1) + c for n >= 2"
    assert vary_bound(claim_of(text, "T(n) <= 2*n")).pattern() == "T(n) <= C*n"


def test_a_start_replaces_the_start_and_keeps_the_end():
    varied = vary_start(claim_of(HALVES, "T(n) <= n^2 for n >= 9, n <= 99"))
    assert (varied.current, print_claim(varied.at(Fraction(4)))) == (9, "T(n) <= n^2 for n >= 4, n <= 99")


@given(st.fractions(), st.fractions())
def test_the_simplest_rational_of_an_interval_is_in_it_and_has_the_least_denominator(a, b):
    low, high = min(a, b), max(a, b)
    q = simplest_between(low, high)
    assert low <= q <= high
    for d in range(1, min(q.denominator, 40)):
        assert -(-low * d // 1) > high * d // 1, f"a fraction with denominator {d} lies there too"


ARGUMENTS = ("floor(n/2)", "ceil(n/2)", "floor(n/3)", "ceil(2*n/3)", "n-1")
FAMILIES = ("n", "n*log2(n)", "n^2", "n^log2(3)", "n + 3", "log2(n) + 1", "2^n", "n^2 - n + 2")


@st.composite
def searches(draw):
    """A recurrence, a claim near it and what to vary."""
    terms = draw(st.lists(st.tuples(st.integers(1, 2), st.sampled_from(ARGUMENTS)), min_size=1, max_size=2))
    body = " + ".join(f"{a}*T({x})" for a, x in terms[: 1 if any(x == "n-1" for _, x in terms) else 2])
    base = "; ".join(f"T({i}) = {draw(st.integers(0, 3))}" for i in range(4))
    text = f"{base}; T(n) = {body} + {draw(st.sampled_from(['1', 'n', 'n - 3', 'log2(n)']))} for n >= 4"
    claim = f"T(n) {draw(st.sampled_from(['<=', '>=']))} {draw(st.sampled_from(FAMILIES))} for n >= 2"
    return text, claim, draw(st.sampled_from([None, 1, "start"]))


def truths(claim, sizes):
    """Whether the claim holds at each size of its range, by the benchmarks' evaluator; None where it cannot say."""
    values = evaluator_for(claim)
    for n in sizes:
        try:
            yield n, truth_at(claim, (n,), values)
        except (Undefined, Undecided, TooLarge):
            continue


@settings(max_examples=12, deadline=None)
@given(searches())
def test_what_is_proved_holds_and_what_is_refuted_fails_where_it_says(search):
    text, claim, vary = search
    found = best(text, claim, vary, seconds=1.0, precision=Fraction(1, 50))
    if found.proved is not None:
        assert kernel.check(claim_to_json(found.proved.claim), found.proved.verdict.certificate) == "proved"
        assert not [n for n, holds in truths(found.proved.claim, range(1, UPTO)) if holds is False]
    if found.refuted is not None:
        certificate = found.refuted.verdict.certificate
        assert kernel.check(claim_to_json(found.refuted.claim), certificate) == "refuted"
        (size,) = certificate["proof"]["sizes"].values()
        assert dict(truths(found.refuted.claim, [size])) in ({size: False}, {size: None}, {})
    if found.proved is not None and found.refuted is not None:
        weaker = 1 if claim.startswith("T(n) <=") or vary == "start" else -1
        assert weaker * (found.proved.constant - found.refuted.constant) > 0
        if found.optimum and vary != "start":
            stricter = vary_bound(found.proved.claim, vary).at(found.proved.constant - weaker * Fraction(1, 10**9))
            assert [n for n, holds in truths(stricter, range(1, 60)) if holds is False], found
