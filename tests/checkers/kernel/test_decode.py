"""The decoder: what it lets through means what the language means by it; everything else is refused."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.kernel import decode
from checkers.kernel.problems.setting import lower_bound
from checkers.kernel.refusal import Rejected
from tests.checkers.case_files import ACCEPT, all_cases
from tests.checkers.kernel.direct import read

F = Fraction
EVERY = all_cases(ACCEPT)
CASES = [case for case in EVERY if "setting" not in case.claim and "problem" not in case.claim]
ABOUT_PROBLEMS = [case for case in EVERY if "setting" in case.claim]
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4) | st.sampled_from(["1/2", "n", "add", "var"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def accepted(decoder, *arguments) -> bool:
    try:
        decoder(*arguments)
    except Rejected:
        return False
    return True


@given(st.fractions())
def test_a_rational_is_read_as_it_is_written(q):
    assert decode.rational(str(q)) == q


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "+1",
        "--1",
        "1.0",
        "1e3",
        " 1",
        "1 ",
        "1_000",
        "01",
        "-0",
        "2/4",
        "1/1",
        "1/0",
        "1/-2",
        "1/",
        "/2",
        "1//2",
        "1/2/3",
        "٣",
        "¹",
        "0x1",
        "inf",
        "nan",
        "1" * 2001,
        1,
        1.5,
        True,
        None,
        ["1"],
    ],
)
def test_nothing_else_is_a_rational(text):
    assert not accepted(decode.rational, text)


@pytest.mark.parametrize("value", [True, False, 1.0, "1", None, [1], -1, 8])
def test_only_an_integer_within_its_limits_is_an_integer(value):
    assert not accepted(decode.integer, value, 0, 7)


@pytest.mark.parametrize("value", [0, 7, 3])
def test_an_integer_is_read(value):
    assert decode.integer(value, 0, 7) == value


@pytest.mark.parametrize("value", ["", "a b", "a-b", "é", "a" * 81, "a\n", 1, None, "a.b", "?1"])
def test_nothing_else_is_a_name(value):
    assert not accepted(decode.name, value)


@pytest.mark.parametrize("value", ["n", "T_1", "_q", "a" * 80])
def test_a_name_is_read(value):
    assert decode.name(value) == value


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_claim_survives_its_text(case):
    assert decode.claim(decode.load(json.dumps(case.claim))) == decode.claim(case.claim)
    assert decode.load(json.dumps(case.certificate)) == case.certificate


@pytest.mark.parametrize("case", ABOUT_PROBLEMS, ids=lambda c: c.name)
def test_a_claim_about_a_problem_survives_its_text(case):
    assert lower_bound(decode.load(json.dumps(case.claim))) == lower_bound(case.claim)
    assert not accepted(decode.claim, case.claim)


@settings(max_examples=300)
@given(plain)
def test_random_json_is_refused_in_the_kernels_own_words(value):
    for decoder in (decode.expression, decode.claim, decode.comparisons, decode.rational, decode.name, decode.sequence):
        accepted(decoder, value)  # no exception but Rejected


@given(st.data())
def test_a_field_more_or_less_is_refused(data):
    claim = dict(data.draw(st.sampled_from(CASES)).claim)
    if data.draw(st.booleans()):
        del claim[data.draw(st.sampled_from(sorted(claim.keys() - {"uniform"})))]  # without it, another claim
    else:
        claim[data.draw(st.text(max_size=9).filter(lambda name: name not in claim))] = "1"
    assert not accepted(decode.claim, claim)


@given(st.data(), st.sampled_from([None, True, 1.5, {}, "x y", ["var"], -1]))
def test_a_leaf_of_the_wrong_type_is_refused(data, wrong):
    claim = json.loads(json.dumps(data.draw(st.sampled_from(CASES)).claim))
    place, step = claim, "equations"
    while True:
        inner = place[step]
        if not isinstance(inner, list | dict) or not inner:
            break
        place, step = inner, data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
    place[step] = wrong
    assert not accepted(decode.claim, claim)


def test_substitution_leaves_bound_variables_alone():
    e = read("n + sum(k=0..n: k + n) + sum(n=0..n: n)")
    assert decode.substitute(e, "n", F(7)) == read("7 + sum(k=0..7: k + 7) + sum(n=0..7: n)")
    assert decode.substitute(e, "k", F(7)) == e
    root = read("m^root(x: (1/2)^x)")
    assert decode.substitute(root, "x", F(7)) == root


def test_symbols_are_the_free_variables():
    assert decode.symbols(read("n + sum(k=0..m: k + j) + T(i)")) == {"n", "m", "j", "i"}
    assert decode.symbols(read("sum(k=0..k: 1)")) == {"k"}
    assert decode.symbols(read("m^root(x: (1/2)^x)")) == {"m"}
    assert decode.symbols(F(1)) == set()


def test_calls_are_listed_outermost_first():
    assert [c[1] for c in decode.calls(read("T(U(1)) + sum(k=0..V(0): W(k))"))] == ["T", "U", "V", "W"]


def test_the_deepest_and_the_largest_expressions_let_through():
    deep: list | str = "1"
    for _ in range(decode.DEPTH - 1):
        deep = ["neg", deep]
    assert accepted(decode.expression, deep)
    assert not accepted(decode.expression, ["neg", deep])
    wide = ["add", *(["add", *["1"] * 9_999] for _ in range(19))]
    assert accepted(decode.expression, wide)
    assert not accepted(decode.expression, [*wide, wide[1], wide[1]])
    assert not accepted(decode.expression, ["add", *["1"] * 10_000])
