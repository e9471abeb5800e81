"""Faults of a mock LLM: how its answers can be wrong, broken or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import TypeAlias

from attrs import define, evolve, field, frozen

from checkers.executions.mock import Reply, Request

Wrong: TypeAlias = Callable[[Request, str, Random], str]
"""A wrong answer in place of a right one."""


def happens(chance: Random, rate: Fraction | int) -> bool:
    """Whether an event of exactly this rate happens."""
    q = Fraction(rate)
    return chance.randrange(q.denominator) < q.numerator


def another_word(request: Request, right: str, chance: Random) -> str:
    """A wrong answer of the same length."""
    return " ".join(["wrong"] * len(right.split()))


@frozen
class Noisy:
    """Wrong at a rate, independently in each call."""

    rate: Fraction
    wrong: Wrong = another_word

    def __call__(self, request: Request, reply: Reply, chance: Random) -> Reply:
        return evolve(reply, text=self.wrong(request, reply.text, chance)) if happens(chance, self.rate) else reply


@frozen
class Malformed:
    """Not in the form that was asked for, at a rate; the tokens are written all the same."""

    rate: Fraction

    def __call__(self, request: Request, reply: Reply, chance: Random) -> Reply:
        if not happens(chance, self.rate):
            return reply
        return Reply(" ".join(["<malformed>"] * max(1, len(reply.text.split()))), "malformed")


@frozen
class Adversarial:
    """Answers as a lower bound's adversary does: `choose` sees the request and all that was answered before."""

    choose: Callable[[Request, list[tuple[Request, str]]], str]
    past: list[tuple[Request, str]] = field(factory=list)

    def __call__(self, request: Request, reply: Reply, chance: Random) -> Reply:
        answer = self.choose(request, self.past)
        self.past.append((request, answer))
        return evolve(reply, text=answer)


@define
class RateLimited:
    """Turns away every request after the first `burst` in a row; one turned away empties the row."""

    burst: int
    row: int = 0

    def __call__(self, request: Request, reply: Reply, chance: Random) -> Reply:
        self.row += 1
        if self.row <= self.burst:
            return reply
        self.row = 0
        return Reply("", "rate_limited")


@define
class FailsFirst:
    """Malformed the first `times` that the same prompt comes: the worst case of a retry."""

    times: int
    seen: Counter[str] = field(factory=Counter)

    def __call__(self, request: Request, reply: Reply, chance: Random) -> Reply:
        self.seen[request.digest()] += 1
        if self.seen[request.digest()] > self.times:
            return reply
        return Reply(" ".join(["<malformed>"] * max(1, len(reply.text.split()))), "malformed")
