"""Refusals that no certificate file shows: of text that is no JSON, of Python calls, of what other rules rule out.

Each is a call, and the rule and need it is refused with. test_refusals.py runs them all; a refusal of the kernel must
be here or in ../reject/. The guards are never reached from a certificate: they guard against a mistake elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from attrs import frozen

from bounds.encoding import expression_to_json
from bounds.language import parse_expression
from checkers import kernel
from checkers.kernel import decode, interval, series
from checkers.kernel.evaluate import Values
from checkers.kernel.exponent import logarithm
from checkers.kernel.problems import comparison
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.rules import algorithm
from checkers.kernel.problems.setting import lower_bound
from checkers.kernel.rules import order, premise
from checkers.kernel.series import Frame, Key
from checkers.kernel.step import Bound
from tests.checkers.accepted import ACCEPTED
from tests.checkers.problem_cases import about
from tests.checkers.refutations import refutation


@frozen
class Direct:
    """A call that must be refused."""

    name: str
    call: Callable[[], object]
    rule: str
    need: str


@contextmanager
def replaced(holder: Any, name: str, value: Any) -> Iterator[None]:
    """An attribute of a module, or an item of a dict, replaced for a while."""
    table = holder if isinstance(holder, dict) else vars(holder)
    old = table[name]
    table[name] = value
    try:
        yield
    finally:
        table[name] = old


def read(text: str) -> Any:
    """An expression in the kernel's form."""
    return decode.expression(expression_to_json(parse_expression(text)))


def claim_of(name: str) -> decode.Claim:
    return decode.claim(ACCEPTED[name]()["claim"])


def short_of_steps() -> None:
    values = Values(claim_of("halving-O"), {}, {})
    values.steps = 3
    values.value(read("1 + 2 + 3"), {})


def with_a_rule_that_crashes() -> None:
    def crash(claim: Any, proof: Any) -> str:
        raise TypeError("a mistake in a rule")

    made = ACCEPTED["hanoi-closed-form"]()
    with replaced(kernel.VERDICTS, "bound", crash):
        kernel.check(made["claim"], made["certificate"])


def with_premises_that_contradict() -> None:
    found = {"low": Bound("O", read("1"), Fraction(0), 0, 0), "high": Bound("Omega", read("n^2"), Fraction(0), 0, 0)}
    with replaced(premise, "conclude", lambda claim, item: found[item]):
        order.verdict(claim_of("halving-O"), {"rule": "order", "premises": ["low", "high"]})


def with_an_order_that_is_refuted() -> None:
    made = refutation("algorithm", "sort by compare", "calls in Omega(n^2)")
    read = lower_bound(made["claim"])
    algorithm.refute(read, made["certificate"]["proof"]["proof"], lambda claim, certificate: "refuted")


def with_a_thousand_identities() -> None:
    made = ACCEPTED["polynomial-in-a-parameter"]()
    proof = made["certificate"]["proof"]
    proof["premise"]["points"] = proof["premise"]["points"] * 1001
    kernel.check(made["claim"], made["certificate"])


JSON = [
    Direct("a text of 8 MB", lambda: decode.load(" " * 8_000_001), "decode", "at most 8000000 characters"),
    Direct("a key twice", lambda: decode.load('{"a": 1, "a": 2}'), "decode", "each key once"),
    Direct("a decimal point", lambda: decode.load("[1.0]"), "decode", 'exact numbers, written as "p/q"'),
    Direct("an exponent", lambda: decode.load("1e3"), "decode", 'exact numbers, written as "p/q"'),
    Direct("NaN", lambda: decode.load("NaN"), "decode", 'exact numbers, written as "p/q"'),
    Direct("infinity", lambda: decode.load("-Infinity"), "decode", 'exact numbers, written as "p/q"'),
    Direct("a text that ends early", lambda: decode.load('{"a": '), "decode", "JSON"),
    Direct("two values", lambda: decode.load("1 2"), "decode", "JSON"),
    Direct("a number of 10,000 digits", lambda: decode.load("1" * 10_000), "decode", "JSON"),
    Direct("a million brackets", lambda: decode.load("[" * 10**6), "decode", "JSON nested less deeply"),
]
DECODED = [
    Direct("10,001 items", lambda: decode.sequence([0] * 10_001), "decode", "a list of at most 10000 items"),
    Direct("2,001 digits", lambda: decode.rational("1" * 2001), "decode", 'a rational "p/q"'),
    Direct("Arabic digits", lambda: decode.rational("\u0663"), "decode", 'a rational "p/q"'),
    Direct(
        "200,001 numbers",
        lambda: decode.expression(["add", *[["add", *["1"] * 9_999]] * 21]),
        "decode",
        "depth below 210 and size below 200000",
    ),
]
ARITHMETIC = [
    Direct(
        "1/[-1, 1]", lambda: interval.inverse((Fraction(-1), Fraction(1))), "interval/divide", "a divisor away from 0"
    ),
    Direct("1/0", lambda: interval.inverse(interval.ZERO), "interval/divide", "a divisor away from 0"),
    Direct(
        "1/[0, 1]", lambda: interval.inverse((Fraction(0), Fraction(1))), "interval/divide", "a divisor away from 0"
    ),
    Direct(
        "2^524288",
        lambda: interval.integer_power(interval.exact(2), 1 << 19),
        "interval/power",
        "a power below 2^524288",
    ),
    Direct("ln 0", lambda: interval.ln(interval.ZERO), "interval/ln", "a positive argument"),
    Direct("ln [-1, 1]", lambda: interval.ln((Fraction(-1), Fraction(1))), "interval/ln", "a positive argument"),
    Direct(
        "(-1)^(1/2)",
        lambda: interval.power(interval.exact(-1), interval.exact(Fraction(1, 2))),
        "interval/ln",
        "a positive argument",
    ),
    Direct("exp 2^16", lambda: interval.exp(interval.exact(1 << 16)), "interval/exp", "an exponent below 2^16"),
    Direct(
        "log to base 1", lambda: logarithm(Fraction(2), Fraction(1)), "exponent", "a logarithm of a positive number"
    ),
    Direct("log of 0", lambda: logarithm(Fraction(0), Fraction(2)), "exponent", "a logarithm of a positive number"),
    Direct("a frame from 1 on", lambda: Frame(Fraction(1), 2, 3), "series", "start >= 2, base >= 2, order 1 to 12"),
    Direct("a frame to base 1", lambda: Frame(Fraction(9), 1, 3), "series", "start >= 2, base >= 2, order 1 to 12"),
    Direct("a frame of order 13", lambda: Frame(Fraction(9), 2, 13), "series", "start >= 2, base >= 2, order 1 to 12"),
    Direct("the leading monomial of 0", lambda: series.leading({}), "series", "a series that is not 0"),
    Direct("1,005 identities", with_a_thousand_identities, "polynomial", "at most 1000 identities"),
    Direct("4 million steps", short_of_steps, "evaluate", "fewer than 4000000 steps"),
]
PROBLEM = about("max by compare", "calls >= n - 1 for n >= 1")
PROBLEMS = [
    Direct(
        "a claim about a recurrence, read as one about a problem",
        lambda: lower_bound({**PROBLEM, "format": "tightbound/claim/1"}),
        "setting",
        "format tightbound/lower-bound/1",
    ),
    Direct(
        "a derived bound that is refuted",
        lambda: comparison.conclude(
            lower_bound(PROBLEM), Derived(1, Fraction(0)), {"by": "claim", "proof": {}}, lambda _, __: "refuted"
        ),
        "comparison",
        "a proof",
    ),
]
GUARDS = [
    Direct("a rule that crashes", with_a_rule_that_crashes, "check", "a certificate the rules can read"),
    Direct("an algorithm's order that is refuted", with_an_order_that_is_refuted, "algorithm", "a proof"),
    Direct("premises that contradict each other", with_premises_that_contradict, "order", "one verdict"),
    Direct(
        "a factorial at the start",
        lambda: Frame(Fraction(9), 2, 3).at_start(Key(factorial=1)),
        "series",
        "a value of 1/N!^i with i <= 4, N <= 4096",
    ),
]
DIRECT = [*JSON, *DECODED, *ARITHMETIC, *PROBLEMS, *GUARDS]
