"""Problems in a claims file: what is printed parses back, what is encoded says the same, every refusal whole."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.claim import Claim, Stated
from bounds.encoding import claim_to_json, expression_from_json
from bounds.expression import Div, Number, Variable
from bounds.language import LanguageError, parse_document, print_document
from bounds.language.printer import print_setting
from bounds.recurrence import Comparison, Parameter, Recurrence
from bounds.setting import CallKind, Setting, mode_of, primitives_at, problem_at
from tests.bounds.settings_drawn import from_on, number, settings_of

K_AND_P = (
    from_on("k", 2),
    Parameter("p", "real", (Comparison(number(0), "<", Variable("p")), Comparison(Variable("p"), "<", number(1)))),
)
ERRORS = st.sampled_from([number(0), number(Fraction(1, 10)), Div(number(1), number(3)), Variable("p")])
RELATIONS = st.sampled_from([">=", "Omega", "omega"])


@st.composite
def claims(draw: Any) -> Claim:
    """A claim about a problem, with noise and errors."""
    plain = draw(settings_of())
    setting = Setting(
        plain.family, plain.calls, plain.argument, plain.mode, plain.lies, noise=draw(ERRORS), error=draw(ERRORS)
    )
    where = draw(st.sampled_from([(), (Comparison(Variable("n"), ">=", number(3)),)]))
    relation = draw(RELATIONS)
    return Claim(Recurrence((), K_AND_P), setting.subject, relation, Variable("n"), where, setting=setting)


@settings(deadline=None, max_examples=200)
@given(st.lists(claims(), min_size=1, max_size=3))
def test_what_is_printed_parses_back(several):
    stated = tuple(Stated(claim) for claim in several)
    back = parse_document(print_document(stated))
    assert [s.claim for s in back] == several


@settings(deadline=None, max_examples=100)
@given(claims(), claims())
def test_different_claims_print_and_encode_differently(a, b):
    assert (a == b) == (print_document((Stated(a),)) == print_document((Stated(b),)))
    assert (a == b) == (claim_to_json(a) == claim_to_json(b))


@settings(deadline=None, max_examples=100)
@given(claims())
def test_the_encoding_holds_the_whole_setting(claim):
    setting, j = claim.setting, claim_to_json(claim)
    assert j["format"] == "tightbound/lower-bound/1"
    about: Any = j["setting"]
    calls = tuple(
        CallKind(c["asks"], expression_from_json(c["size"]), c["exactly"], Fraction(c["price"])) for c in about["calls"]
    )
    argument = None if about["argument"] is None else expression_from_json(about["argument"])
    noise, error = expression_from_json(about["noise"]), expression_from_json(about["error"])
    assert Setting(about["family"], calls, argument, about["mode"], about["lies"], noise, error) == setting
    assert j["subject"] == ["call", setting.cost, ["var", "n"]]


def setting_of(text: str) -> Setting:
    [stated] = parse_document(f"problem {text}")
    assert stated.claim.setting is not None
    return stated.claim.setting


def test_a_problem_line_is_read():
    text = "min_and_max by compare at 0.5, best_and_worst(5) exactly at 2 with nonadaptive, lies 1"
    found = setting_of(f"{text}\nclaim calls >= n")
    calls = (
        CallKind("sort", number(2), price=Fraction(1, 2)), CallKind("best_and_worst", number(5), True, Fraction(2)),
    )  # fmt: skip
    assert found == Setting("min_and_max", calls, None, "nonadaptive", 1)
    assert print_setting(found) == text


def test_two_readings_of_up_to_two_positions_may_read_one():
    """Only what shows items needs two of them: with `read(2)` one position of one can be read."""
    found = setting_of("parity by read(2)\nclaim calls >= n")
    (primitive,) = primitives_at(found, 1) or ()
    problem = problem_at(found, 1)
    assert problem is not None
    assert list(problem.queries(primitive)) == [(0,)]
    (compare,) = primitives_at(setting_of("sort by compare\nclaim calls >= n"), 3) or ()
    assert compare.exactly
    assert mode_of(found) is not None


def test_arguments_out_of_range_are_no_problem():
    for text, n in (("second by compare", 1), ("threshold(3) by read(1)", 2), ("select(0) by compare", 3)):
        assert problem_at(setting_of(f"{text}\nclaim calls >= n"), n) is None
        assert problem_at(setting_of(f"{text.replace('(0)', '(1)')}\nclaim calls >= n"), 3) is not None


def test_a_lower_bound_of_a_noise_that_is_a_quotient_is_kept_as_written():
    assert setting_of("max by compare with noise 1/3\nclaim calls >= n").noise == Div(number(1), number(3))
    assert setting_of("max by compare with noise 0.25\nclaim calls >= n").noise == Number(Fraction(1, 4))


FAMILIES = (
    "sort, max, min_and_max, second, median, select, top_set, top_sequence, merge, search, threshold, OR, AND, "
    "parity, majority, read, connectivity, group_testing, distinguish, distinct, aggregate"
)
SIZE = "a parameter, or a number from 2 to 64, as size"
OWN = "a claim about calls, which every strategy of this problem has"
BOUND = "a bound in n and parameters, with conditions in `parameters`"
IN_BOUND = "`assuming`, `uniformly in` or a cost in the bound"
LOWER, UPPER = "a lower bound: >=, Omega or omega", "a decomposition for an upper bound: one strategy is enough for it"
STATEMENTS = "parameters, a source or a claim about a problem"
REFUSED = [
    ("sorting by compare", "calls >= n", "problem", "1:9:sorting", f"a family of problems: {FAMILIES}", "sorting",
     "sort"),
    ("second(3) by compare", "calls >= n", "problem", "1:9:second(3)", "second without an argument", "one", "second"),
    ("select by compare", "calls >= n", "problem", "1:9:select", "select with an argument", "none", "select(3)"),
    (
        "second by comparing", "calls >= n", "problem", "1:19:comparing",
        "a kind of calls: compare, sort, best, best_and_worst, read, pool, split, match, combine", "comparing",
        "compare",
    ),
    ("max by compare(2)", "calls >= n", "problem", "1:16:compare(2)", "compare without a size", "one", "compare"),
    ("max by best", "calls >= n", "problem", "1:16:best", "best with a size", "none", "best(3)"),
    ("OR by pool(3)", "calls >= n", "problem", "1:15:pool(3)", "pool without a size", "one", "pool"),
    ("max by best(1)", "calls >= n", "problem", "1:16:best(1)", SIZE, "another", ""),
    ("max by best(65)", "calls >= n", "problem", "1:16:best(65)", SIZE, "another", ""),
    ("max by best(5/2)", "calls >= n", "problem", "1:16:best(5/2)", SIZE, "another", ""),
    ("max by best(n)", "calls >= n", "problem", "1:16:best(n)", SIZE, "another", ""),
    ("max by best(3) at 0", "calls >= n", "problem", "1:16:best(3) at 0", "a price above 0, a number", "another",
     "best at 2"),
    ("max by compare with prize 2", "calls >= n", "problem", "1:29:prize 2",
     "a trait: expected, rounds, nonadaptive, lies, noise, error, copies", "prize", "copies"),
    ("max by compare with rounds 3", "calls >= n", "problem", "1:29:rounds 3", "rounds without a number", "one", ""),
    ("max by compare with lies", "calls >= n", "problem", "1:29:lies", "lies with a number", "none", ""),
    ("max by compare with lies 65", "calls >= n", "problem", "1:9:max by compare with lies 65", "0 to 64 lies",
     "another number", "lies 1"),
    ("max by compare with lies 1, lies 2", "calls >= n", "problem", "1:37:lies 2", "lies once", "it twice", ""),
    ("max by compare with expected, rounds", "calls >= n", "problem", "1:9:max by compare with expected, rounds",
     "one of expected, rounds, nonadaptive", "expected and rounds", ""),
    ("max by best(k)", "calls >= n", "name", "1:21:k", "n, or a parameter", "k, which is neither",
     "`parameters k integer >= 2` after the problem"),
    ("max by compare\nparameters mm integer", "calls >= m", "name", "3:16:m", "n, or a parameter",
     "m, which is neither", "mm"),
    ("max by compare\nparameters n integer", "calls >= n", "name", "2:12:n",
     "parameters with names of their own", "n, the size or a cost", "k"),
    ("max by compare\nparameters calls integer", "calls >= calls", "name", "2:12:calls",
     "parameters with names of their own", "calls, the size or a cost", "k"),
    ("max by compare\nT(n) = 1", "calls >= n", "syntax", "2:1:T(n) = 1", STATEMENTS, "an equation",
     "`recurrence NAME` before it"),
    ("max by compare\nrounding any", "calls >= n", "syntax", "2:1:rounding any", STATEMENTS, "`rounding`",
     "`recurrence NAME` before it"),
    ("max by compare", "rounds >= n", "syntax", "2:7:rounds", OWN, "rounds", "claim calls >= ..."),
    ("max by compare", "calls(n + 1) >= n", "syntax", "2:7:calls(n + 1)", OWN, "calls(n + 1)", "claim calls >= ..."),
    ("max by compare", "calls <= n", "syntax", "2:7:calls", LOWER, "`<=`", UPPER),
    ("max by compare", "calls in Theta(n)", "syntax", "2:7:calls", LOWER, "`Theta`", UPPER),
    ("max by compare", "calls >= calls", "syntax", "2:7:calls", BOUND, IN_BOUND, ""),
    ("max by compare", "calls >= calls(n - 1)", "syntax", "2:7:calls", BOUND, IN_BOUND, ""),
    ("max by compare", "calls >= n assuming n >= 2", "syntax", "2:7:calls", BOUND, IN_BOUND, ""),
]  # fmt: skip
"""Problem, claim, and of the error: who, line:column:what is marked, need, have, try."""


@pytest.mark.parametrize(("problem", "claim", "who", "where", "need", "have", "attempt"), REFUSED)
def test_a_refusal_says_where_and_what_is_needed(problem, claim, who, where, need, have, attempt):
    text = f"problem {problem}\nclaim {claim}\n"
    with pytest.raises(LanguageError) as caught:
        parse_document(text)
    line, column, marked = where.split(":")
    told = [
        f"Rejected: language/{who}  line {line}, column {column}",
        f"    {text.splitlines()[int(line) - 1]}",
        "    " + " " * (int(column) - 1) + "^" * len(marked),
        f"  need  {need}",
        f"  have  {have}",
        *([f"  try   {attempt}"] if attempt else []),
    ]
    assert str(caught.value).splitlines() == told


@pytest.mark.parametrize("where", ["n <= 9", "2 <= n <= 9", "n >= 2, n >= 3", "n == 4", "n >= k"])
def test_a_range_that_is_no_start_is_refused(where):
    text = f"problem max by compare; parameters k integer >= 2; claim calls >= n - 1 for {where}"
    with pytest.raises(LanguageError, match="no range, or one n >= c"):
        parse_document(text)
    assert parse_document("problem max by compare; claim calls >= n - 1 for 2 <= n")
