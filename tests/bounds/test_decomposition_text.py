"""Decompositions as text: what is printed parses back, what is wrong is refused with its whole text."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bounds.decomposition import Choose, Decomposition, Lead, Procedure, Retry, all_steps
from bounds.derivation import derive_all
from bounds.expression import Variable, add, number
from bounds.language import (
    LanguageError,
    parse_decomposition,
    parse_document,
    parse_expression,
    print_decomposition,
    print_recurrence,
)
from bounds.language.statements import KEYWORDS
from bounds.primitive import Primitive
from tests.bounds.decompositions import N, Scope, decompositions, steps

MODELS = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from('\n\t"\\;#'), max_size=20)
PRICES = st.one_of(st.none(), st.fractions(0, 9, max_denominator=50))
primitives = st.builds(
    Primitive,
    st.sampled_from(["a", "judge", "then", "O", "nothing", "S"]),
    MODELS,
    st.sampled_from(["1", "7", "w", "2*w + 1", "w^2"]).map(parse_expression),
    st.one_of(st.none(), st.integers(1, 10**6)),
    PRICES,
    PRICES,
)


@st.composite
def written(draw: st.DrawFn) -> Decomposition:
    """Any decomposition that can be written: with endless retries, leads, names and primitives of every kind."""
    d = draw(decompositions(chance=True, contents=True, depth=2))
    body = draw(steps(Scope((N,), (), (), True, True), 1))
    by, p = draw(st.integers(1, 4)), parse_expression(draw(st.sampled_from(["2/3", "0.9", "(w + 1)/(2*w)"])))
    extra = draw(st.sampled_from([Lead(number(by), p, body), Retry(p, body), body]))
    named = st.lists(primitives, unique_by=lambda q: q.name, max_size=3).map(tuple)
    name = draw(st.one_of(st.sampled_from(["", "tree", *KEYWORDS]), MODELS))
    procedures = (*d.procedures, Procedure("C", (add(Variable("n"), number(1)),), extra))
    return evolve(d, procedures=procedures, primitives=draw(named), name=name)


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(written())
def test_what_is_printed_parses_back(d: Decomposition) -> None:
    text = print_decomposition(d)
    back = parse_decomposition(text)
    assert back == d
    assert back.name == d.name
    assert print_decomposition(back) == text


def test_a_primitive_that_is_printed_wrongly_is_seen() -> None:
    d = parse_decomposition('primitive a: model = "m", window = 8; S(n) = call(a) for n >= 0')
    other = parse_decomposition('primitive a: model = "m", window = 9; S(n) = call(a) for n >= 0')
    assert d != other
    assert print_decomposition(d) != print_decomposition(other)


def test_a_model_name_is_what_stands_between_the_quotes() -> None:
    d = parse_decomposition(r'primitive a: model = "the \"best\" \\ one; # not a comment"; S(n) = call(a)')
    assert d.primitive("a").model == r'the "best" \ one; # not a comment'
    assert d.primitive("b") == Primitive("b")


def test_prices_are_exact() -> None:
    d = parse_decomposition("primitive a: price_in = 0.15, price_out = 1/3; S(n) = call(a)")
    assert (d.primitive("a").price_in, d.primitive("a").price_out) == (Fraction(3, 20), Fraction(1, 3))


def test_a_sum_in_a_size_binds_its_own_name() -> None:
    d = parse_decomposition("S(n) = call(a, sum(k=0..n: k), 1) for n >= 0")
    assert parse_decomposition(print_decomposition(d)) == d
    assert print_recurrence(derive_all(d, ["tokens_in"])).startswith("tokens_in(n) = sum(k=0..n: k)")


HEAD = "decomposition d\n"


def refusal(text: str) -> str:
    with pytest.raises(LanguageError) as caught:
        parse_decomposition(text)
    return str(caught.value)


def shown(line: str, part: str, *said: str, who: str, number: int = 1) -> str:
    """The whole text of a refusal at a part of a line."""
    at = line.index(part)
    lines = [
        f"Rejected: language/{who}  line {number}, column {at + 1}",
        f"    {line}",
        f"    {' ' * at}{'^' * len(part)}",
    ]
    return "\n".join([*lines, *(f"  {s}" for s in said)])


ANY = "call(name, reads, writes), then(a, b), both(a, b), each(x in n by w: a), nothing"
NAMED = "need  a size of this procedure, a running variable or a parameter"


@pytest.mark.parametrize(
    ("line", "part", "who", "said"),
    [
        ("S(n) = n + 1 for n >= 0", "n + 1", "syntax", ["need  what is done", "have  n + 1", f"try   {ANY}"]),
        ("S(n) = 7", "7", "syntax", ["need  what is done", "have  7", f"try   {ANY}"]),
        ("S(n) = then(call(a), m)", "m", "syntax", ["need  what is done", "have  m", f"try   {ANY}"]),
        ("S(n) = R(n - 1) for n >= 1", "R(n - 1)", "syntax",
         ["need  what is done, or a procedure of this decomposition", "have  R(n - 1)", f"try   {ANY}"]),
        ("S(n) = call(a, n)", "call(a, n)", "syntax",
         ["need  call as in call(summarise, n, s), or call(compare)", "have  call(a, n)"]),
        ("S(n) = call(2, n, 1)", "call(2, n, 1)", "syntax",
         ["need  call as in call(summarise, n, s), or call(compare)", "have  call(2, n, 1)"]),
        ("S(n) = then(call(a))", "then(call(a))", "syntax", ["need  then as in then(a, b)", "have  then(call(a))"]),
        ("S(n) = choose(1, call(a))", "choose(1, call(a))", "syntax",
         ["need  choose as in choose(p, a, 1 - p, b)", "have  choose(1, call(a))"]),
        ("S(n) = lead(2, call(a))", "lead(2, call(a))", "syntax",
         ["need  lead as in lead(k, p, a)", "have  lead(2, call(a))"]),
        ("S(n) = vote(S(n - 1), call(a)) for n >= 1", "S(n - 1)", "syntax",
         ["need  a number of sizes and parameters", "have  S(n - 1)", "try   a step of its own: then(a, S(n - 1))"]),
        ("S(n) = sum(i=1..n: call(a))", "sum", "syntax",
         ["need  each or loop before what it goes through", "have  sum"]),
        ("S(n) = each(n in n by 2: call(a))", "n in", "name", ["need  a new name for the running variable", "have  n"]),
        ("S(n) = each(S in n by 2: call(a))", "S in", "name", ["need  a new name for the running variable", "have  S"]),
        ("S(n) = each(e in n by 2: call(a))", "e in", "name", ["need  a new name for the running variable", "have  e"]),
        ("S(n) = loop(x in n by 2: each(x in x by 1: call(a)))", "x in x", "name",
         ["need  a new name for the running variable", "have  x"]),
        ("S(n) = call(a, m, 1)", "m", "name", [NAMED, "have  m", "try   `parameters m integer >= 1`"]),
        ("S(n) = call(a) for m >= 1", "m", "name", [NAMED, "have  m", "try   `parameters m integer >= 1`"]),
        ("S(n) = then(each(x in n by 2: call(a)), call(b, x, 1))", "x, 1", "name",
         ["need  a size of this procedure, or a parameter", "have  x outside of its rounds"]),
        ("S(n) = each(x in x by 2: call(a))", "x by", "name",
         ["need  a size of this procedure, or a parameter", "have  x outside of its rounds"]),
        ("S(n) = call(a, n/2, 1)", "n/2", "size",
         ["need  a number of tokens, rounds or samples that is an integer as written", "have  n/2",
          "try   floor(n/2) or ceil(n/2)"]),
        ("parameters p real > 0; S(n) = vote(p, call(a))", "p, c", "size",
         ["need  a number of tokens, rounds or samples that is an integer as written", "have  p",
          "try   `parameters p integer`, floor(p) or ceil(p)"]),
        ("S(n) <= call(a)", "<=", "syntax", ["need  `=` before what is done", "have  `<=`"]),
        ("parameters n integer; S(n) = call(a)", "S(n) = call(a)", "name",
         ["need  a name of its own for each", "have  n, a parameter and a size"]),
        ("parameters x integer; S(n) = each(x in n by 2: call(a))", "S(n) = each(x in n by 2: call(a))", "name",
         ["need  a name of its own for each", "have  x, a parameter and a size"]),
        ("S(n) = call(a); S(m, n) = call(a)", "S(m, n) = call(a)", "name",
         ["need  1 size of S, as in its first case", "have  2"]),
        ("S(n) = A(n, n); A(n) = call(a)", "S(n) = A(n, n)", "name", ["need  1 size of A", "have  2"]),
        ("call(n) = nothing", "call", "name",
         ["need  a name of its own for the cost", "have  call, which is built in", "try   call_(n) = ..."]),
        ("primitive a: colour = 3; S(n) = call(a)", "colour", "name",
         ["need  one of model, size, window, price_in, price_out, once", "have  colour"]),
        ("primitive a: size = 3, size = 4; S(n) = call(a)", "size = 4", "name",
         ["need  one of model, size, window, price_in, price_out, once", "have  size twice"]),
        ("primitive a: model = 3; S(n) = call(a)", "model", "syntax",
         ['need  a text in "quotes" for the model', "have  a number"]),
        ('primitive a: window = "8"; S(n) = call(a)', "window", "syntax",
         ["need  a number for window", "have  a text"]),
        ("primitive a: window = 1/2; S(n) = call(a)", "a:", "size",
         ["need  a whole number of tokens for window", "have  1/2"]),
        ("primitive a: price_in = -1; S(n) = call(a)", "a:", "size",
         ["need  a number >= 0 for price_in", "have  something else"]),
        ("primitive a: size = m; S(n) = call(a)", "a:", "name",
         ["need  a number or a parameter for size", "have  m", "try   `parameters m real > 0`"]),
        ("primitive a: size = 1; primitive a: size = 2; S(n) = call(a)", "a: size = 2", "name",
         ["need  one declaration of a primitive", "have  a second one"]),
        ("rounding any; S(n) = call(a)", "rounding any", "syntax",
         ["need  a procedure, a primitive, parameters, a source or a claim in a decomposition", "have  `rounding`"]),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place_and_what_is_needed(line: str, part: str, who: str, said: list[str]) -> None:
    words = {"n in": "n", "S in": "S", "e in": "e", "x in x": "x", "p, c": "p", "x, 1": "x", "x by": "x", "a:": "a"}
    found = refusal(line).splitlines()
    expected = shown(line, part, *said, who=who).splitlines()
    marked = words.get(part, "size" if part == "size = 4" else "a" if part == "a: size = 2" else part)
    expected[2] = expected[2].replace("^" * len(part), "^" * len(marked))
    assert found == expected


def test_no_procedure() -> None:
    assert refusal("decomposition d; primitive a: size = 2") == (
        "Rejected: language/syntax\n"
        "  need  at least one procedure\n"
        "  have  none\n"
        "  try   S(n) = call(summarise, n, 1) for n >= 1"
    )
    assert "have  an empty text" in refusal("  # nothing\n")


def claims(text: str) -> str:
    with pytest.raises(LanguageError) as caught:
        parse_document(HEAD + text)
    return str(caught.value)


def test_a_claim_that_names_no_measure() -> None:
    line = "claim 2*n <= 3*n"
    assert claims(f"S(n) = call(a) for n >= 0\n{line}") == shown(
        line, line, "need  a measure of the decomposition in the claim", "have  none",
        "try   calls(n) <= 2*n, tokens_in in O(n), depth(n) <= log2(n)", who="name", number=3,
    )  # fmt: skip


def test_a_claim_of_a_cost_that_no_measure_is() -> None:
    said = claims("S(n) = call(a) for n >= 0\nclaim colls(n) <= 3*n").splitlines()
    assert said[0] == "Rejected: language/name  line 3, column 7"
    assert said[-1] == "  try   calls(n)"


def test_a_measure_of_a_procedure_that_is_never_reached() -> None:
    text = "S(n) = call(a) for n >= 0; A(n) = call(b) for n >= 0\nclaim calls_A(n) <= 1"
    assert claims(text) == shown(
        "claim calls_A(n) <= 1", "claim calls_A(n) <= 1", "need  a procedure that the system uses", "have  A",
        "try   a decomposition of its own, with A first", who="derivation/unreachable", number=3,
    )  # fmt: skip


def test_a_derivation_refused_is_shown_at_the_claim() -> None:
    line = "claim calls(n) <= 3"
    assert claims(f"S(n) = retry(1/2, call(a)) for n >= 0\n{line}") == shown(
        line, line, "need  a largest number of tries for the worst case", "have  a retry without end",
        "try   retry(v, 5, ...), or the claim about expected_calls", who="derivation/retry", number=3,
    )  # fmt: skip


def test_two_cases_that_speak_of_the_same_size() -> None:
    said = claims("S(n) = call(a) for n <= 3; S(n) = nothing for n >= 3\nclaim calls(n) <= 1")
    assert said.splitlines()[-3:] == [
        "  need  one value for each size", "  have  calls(3) is 1 and 0", "  try   ranges that do not overlap",
    ]  # fmt: skip


def test_a_gap_between_cases() -> None:
    said = claims("S(n) = call(a) for n <= 3; S(n) = nothing for n >= 6\nclaim calls(n) <= 1")
    assert said.splitlines()[-3:] == [
        "  need  an equation for every size between those that have one",
        "  have  calls(4) has none, calls(0) and calls(6) have",
        "  try   calls(4) = ..., or a range that begins at 4",
    ]


def nested(depth: int) -> str:
    return "S(n) = " + "then(call(a), " * depth + "nothing" + ")" * depth + " for n >= 0"


def test_steps_may_nest_to_a_limit() -> None:
    assert refusal(nested(60)).splitlines()[-2:] == ["  need  steps nested at most 60 deep", "  have  deeper ones"]
    d = parse_decomposition(nested(59))
    assert sum(1 for _ in all_steps(d.procedures[0].body)) == 119
    assert parse_decomposition(print_decomposition(d)) == d


def test_brackets_a_thousand_deep_are_refused_at_their_limit() -> None:
    assert "brackets nested at most 200 deep" in refusal(nested(1_000))


def test_a_huge_file_is_read_or_refused_in_moderate_time() -> None:
    start = time.monotonic()
    calls = ", ".join(f"call(a, floor(n/{i + 2})*ceil(n/{i + 3}), 1)" for i in range(2_000))
    d = parse_decomposition(f"S(n) = then({calls}) for n >= 0")
    [equation] = derive_all(d, ["tokens_in"]).equations
    assert len(equation.body.terms) == 2_000
    assert "names, numbers and signs" in refusal("S(n) = then(" + "call(a, n, 1), " * 60_000 + "nothing)")
    assert "1,000,000 characters" in refusal("# " + "x" * 1_000_000)
    assert time.monotonic() - start < 60


@pytest.mark.parametrize("word", KEYWORDS)
def test_a_keyword_is_no_name(word: str) -> None:
    assert "Rejected: language/" in refusal(f"S({word}) = call(a)")
    assert "Rejected: language/" in refusal(f"S(n) = call({word}, n, 1)")
    assert "Rejected: language/" in refusal(f"S(n) = each({word} in n by 2: call(a))")
    d = parse_decomposition(f'decomposition "{word}"; S(n) = call(a)')
    assert parse_decomposition(print_decomposition(d)).name == word


@pytest.mark.parametrize("c", ["\x00", "\x1b", "\u2028", "é", "\ufeff", "\r."])
@pytest.mark.parametrize(
    "text", ["S(n) = call(a{})", 'primitive a: model = "{}"; S(n) = call(a)', "# {}\nS(n) = call(a)"]
)
def test_a_character_that_is_not_printable_ascii_is_refused(c: str, text: str) -> None:
    assert refusal(text.format(c)).startswith("Rejected: language/character  line 1")
    assert parse_decomposition(text.format("a"))


def test_probabilities_are_printed_as_they_were_written() -> None:
    text = "S(n) = choose(1/3, call(a), 0.5, nothing, 1 - 1/3 - 0.5, lead(2, 0.75, call(b))) for n >= 0"
    assert print_decomposition(parse_decomposition(text)) == text
    [choose] = [s for p in parse_decomposition(text).procedures for s in all_steps(p.body) if isinstance(s, Choose)]
    assert choose.cases[1][0] == number("0.5")
