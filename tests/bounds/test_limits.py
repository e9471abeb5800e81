"""Hostile texts: a clear refusal, soon, and never another exception."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.language import LanguageError, limits, parse_document, parse_expression


def refusal(text: str) -> LanguageError:
    start = time.process_time()
    with pytest.raises(LanguageError) as caught:
        parse_expression(text)
    assert time.process_time() - start < 2
    return caught.value


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("n+" * 5_000_000 + "n", "a text of at most 1,000,000 characters"),
        ("(" * 10_000 + "n" + ")" * 10_000, "brackets nested at most 200 deep"),
        ("(" * 201 + "n" + ")" * 201, "brackets nested at most 200 deep"),
        ("floor(" * 200 + "n" + ")" * 200, "an expression at most 200 levels deep"),
        ("/".join("n" * 300), "an expression at most 200 levels deep"),
        ("^".join("n" * 300), "an expression at most 200 levels deep"),
        ("n" + "!" * 300, "an expression at most 200 levels deep"),
        ("-" * 300 + "n", "an expression at most 200 levels deep"),
        ("1+" * 250_000 + "1", "at most 200,000 names, numbers and signs in a text"),
        ("-" * 900_000 + "n", "at most 200,000 names, numbers and signs in a text"),
        ("1" * 1_001, "a number of at most 1,000 digits"),
        ("n^(9^9^9)", "a constant exponent of at most 10,000"),
        ("n^-(9^9^9)", "a constant exponent of at most 10,000"),
        ("10^10^10", "a constant exponent of at most 10,000"),
        ("n^10001", "a constant exponent of at most 10,000"),
        ("n^factorial(100)", "a constant exponent of at most 10,000"),
        ("(9^9999)^9999", "constants of moderate size"),
        ("factorial(1000000000)", "constants of moderate size"),
        ("Fib(10^9)", "constants of moderate size"),
        ("binomial(10^6, 5*10^5)", "constants of moderate size"),
        ("exp(exp(exp(9)))", "constants of moderate size"),
    ],
)
def test_a_text_beyond_a_limit_is_refused_at_once(text: str, need: str) -> None:
    error = refusal(text)
    assert (error.who, error.need) == ("limit", need)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200 + "n" + ")" * 200,
        "floor(" * 199 + "n" + ")" * 199,
        "1" * 1_000,
        "n^10000",
        "n^2.5",
        "n^(log(7)/log(5))",
        "1.2259024435287485^(2^(n+1))",
        "+".join("n" * 2_000),
    ],
)
def test_a_text_within_the_limits_is_read(text: str) -> None:
    parse_expression(text)


@pytest.mark.parametrize(
    "c", ["\u202e", "\u200f", "\x00", "\u0430", "\u0422", "\u2212", "\ufeff", "\x0b", "\u00a0", "\x1b"]
)
def test_a_character_that_is_not_ascii_is_named(c: str) -> None:
    for text, column in ((f"n + {c}", 5), (f"n # {c}", 5)):
        error = refusal(text)
        assert (error.who, error.line, error.column, error.text) == ("character", 1, column, c)
        assert error.have == f"U+{ord(c):04X}, {unicodedata.name(c, 'a control character')}"
        assert all(" " <= shown <= "~" or shown == "\n" for shown in str(error))


def test_a_lone_carriage_return_is_refused() -> None:
    assert refusal("n # \r + 1").have == "U+000D, carriage return without a line feed"


def test_too_many_recurrences_are_refused() -> None:
    with pytest.raises(LanguageError, match="at most 1,000 recurrences in a text"):
        parse_document("recurrence\n" * (limits.MAX_RECURRENCES + 1))


def is_read(parse: Callable[[str], object], text: str) -> bool:
    """Whether a text is read; anything raised but a LanguageError fails the test."""
    try:
        parse(text)
    except LanguageError:
        return False
    return True


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet='Tnk0129.+-*/^()[]=<>!~,:;# \n"efor', max_size=60))
def test_noise_is_refused_or_read(text: str) -> None:
    is_read(parse_document, text)
    is_read(parse_expression, text)


WORDS = """
T(n) T(0) T = <= in O( Theta(n) for n >= 1 claim parameters k integer real ( ) [ ] , + - * / ^ ! sum(k=0.. : floor( log(
n-1 recurrence rounding any source "x" expect refuted assuming and ; 2 0.5 root(x: max(
"""


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=25))
def test_shuffled_words_are_refused_or_read(pieces: list[str]) -> None:
    is_read(parse_document, " ".join(pieces))


def test_the_helper_tells_read_from_refused() -> None:
    assert is_read(parse_expression, "n")
    assert not is_read(parse_expression, "n n")
