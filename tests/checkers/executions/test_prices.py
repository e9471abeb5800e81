"""Prices come from a maintained table, offline; a price that is not one number for a token is refused."""

from fractions import Fraction

import pytest

from bounds.language import parse_decomposition
from checkers.executions.prices import NoPrice, priced

TEXT = 'primitive a: model = "{}"{}; S(n) = call(a, n, 1) for n >= 1'


def test_a_price_of_ones_own_is_kept() -> None:
    d = parse_decomposition(
        'primitive a: model = "gpt-4o-mini", price_in = 2, price_out = 8; S(n) = call(a, n, 1) for n >= 1'
    )
    assert priced(d) == d


def test_a_primitive_without_a_model_stays_without_a_price() -> None:
    assert priced(parse_decomposition("S(n) = call(a, n, 1) for n >= 1")).primitive("a").price_in is None


def test_the_table_prices_a_model() -> None:
    pytest.importorskip("genai_prices")
    a = priced(parse_decomposition(TEXT.format("gpt-4o-mini", ""))).primitive("a")
    assert (a.price_in, a.price_out) == (Fraction(15, 100), Fraction(60, 100))


def test_a_model_that_the_table_does_not_know_is_refused() -> None:
    pytest.importorskip("genai_prices")
    with pytest.raises(NoPrice) as refused:
        priced(parse_decomposition(TEXT.format("nonesuch-7", "")))
    assert refused.value.have == "nonesuch-7"


def test_a_price_in_steps_needs_a_window_below_the_first_step() -> None:
    pytest.importorskip("genai_prices")
    with pytest.raises(NoPrice) as refused:
        priced(parse_decomposition(TEXT.format("gemini-2.5-pro", "")))
    assert refused.value.need == "one price for every prompt within the window"
    a = priced(parse_decomposition(TEXT.format("gemini-2.5-pro", ", window = 128000"))).primitive("a")
    assert a.price_in == Fraction(5, 4)


def test_without_the_package_a_model_without_a_price_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "genai_prices", None)
    with pytest.raises(NoPrice) as refused:
        priced(parse_decomposition(TEXT.format("gpt-4o-mini", "")))
    assert refused.value.try_ == "pip install 'tightbound[prices]'"
