"""Prices of models, from the maintained table of the package genai-prices, read offline: what `money` charges.

A table is a fact about a day, so a claim that rests on prices says so by holding them: they are written into the
decomposition, and the claim is then about these numbers.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from bounds.decomposition import Decomposition
from bounds.primitive import Primitive

MILLION = 1_000_000
SMALL = 1_000
"""Tokens of a call that is priced to find the price of one token."""


class NoPrice(LookupError):
    """A model has no price that is the same for each token: who, need, have, try."""

    def __init__(self, who: str, *, need: str, have: str, try_: str) -> None:
        self.who, self.need, self.have, self.try_ = who, need, have, try_
        super().__init__(f"prices: {who}\n  need  {need}\n  have  {have}\n  try   {try_}")


def priced(decomposition: Decomposition) -> Decomposition:
    """The decomposition with the price of every primitive it calls that names a model and has no price of its own.

    Units    money (US dollars) for a million tokens
    Needs    package genai-prices (extra `prices`); no network
    Raises   NoPrice: no package, an unknown model, or a price that depends on the length of the prompt within the
             primitive's window

    >>> from bounds.language import parse_decomposition
    >>> text = 'primitive a: price_in = 2, price_out = 8; S(n) = call(a, n, 1) for n >= 1'
    >>> priced(parse_decomposition(text)).primitive("a").price_out
    Fraction(8, 1)
    """
    found = []
    for name in decomposition.called():
        p = decomposition.primitive(name)
        unpriced = p.model and p.price_in is None and p.price_out is None
        found.append(_priced(p) if unpriced else p)
    return evolve(decomposition, primitives=tuple(found))


def _priced(p: Primitive) -> Primitive:
    longest = p.window or MILLION
    price_in = _price(p, SMALL, 0)
    if _price(p, longest, 0) != price_in:
        raise NoPrice(
            p.name, need="one price for every prompt within the window", have=f"steps in the prices of {p.model}",
            try_=f"primitive {p.name}: window = 128000, ..., or its prices written out",
        )  # fmt: skip
    return evolve(p, price_in=price_in, price_out=_price(p, 0, SMALL))


def _price(p: Primitive, reads: int, writes: int) -> Fraction:
    try:
        from genai_prices import Usage, calc_price
    except ImportError as why:
        raise NoPrice(
            p.name, need="package genai-prices", have="none installed", try_="pip install 'tightbound[prices]'"
        ) from why
    try:
        price = calc_price(Usage(input_tokens=reads, output_tokens=writes), model_ref=p.model)
    except LookupError as why:
        raise NoPrice(
            p.name,
            need="a model of the table",
            have=p.model,
            try_=f"primitive {p.name}: price_in = ..., price_out = ...",
        ) from why
    return Fraction(price.total_price) * MILLION / (reads + writes)
