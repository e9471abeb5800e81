"""Primitives: the kinds of LLM call that a decomposition is made of."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from bounds.expression import Expression, number


@frozen
class Primitive:
    """One kind of LLM call: which model answers it, and what that model is like.

    Units    `size` as in Meyerson & Qiu Def. 2.2, the size m of the model; `window` in tokens, None for no limit;
             `price_in`, `price_out` in money for a million tokens
    """

    name: str
    model: str = ""
    size: Expression = field(factory=lambda: number(1))
    window: int | None = None
    price_in: Fraction | None = None
    price_out: Fraction | None = None
