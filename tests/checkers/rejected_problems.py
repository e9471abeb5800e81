"""Certificates about problems that the kernel must reject: what reads them, compares bounds and counts answers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from bounds.setting import FAMILIES
from tests.checkers.problem_cases import ANSWERS, K, about, by
from tests.checkers.proofs import form
from tests.checkers.reject_case import PROOF, Reject

Json = Any
N = ["var", "n"]
SETTING, FOLLOWS = "claim.setting", f"{PROOF}.follows"
COUNTED = "a problem with answers to count"
SECOND = ("add", ("add", ("var", "n"), ("neg", Fraction(2))), ("fn", "log2", ("var", "n")))


def of(problem: str, rule: str, proof: Json, need: str, why: str, **more: Any) -> Reject:
    """A proof of n calls, or of another claim, that the rule refuses, or the part of the kernel that is `who`."""
    cost = "expected_calls" if " expected" in problem else "rounds" if " rounds" in problem else "calls"
    claim = more.pop("claim", f"{cost} >= n for n >= 1")
    return Reject(by(problem, claim, rule, proof), more.pop("who", rule), need, why, more.pop("changes", {}))


def edit(original: str, path: str, value: Any, rule: str, need: str, why: str) -> Reject:
    return Reject(original, rule, need, why, {path: value})


def reading(path: str, value: Any, need: str, why: str, original: str = "second-by-selection") -> Reject:
    """A claim that the reader of settings refuses."""
    return edit(original, path, value, "setting", need, why)


def compared(problem: str, claim: str, need: str, why: str, rule: str = "answers", proof: Json = ANSWERS) -> Reject:
    """A bound that is not the derived one."""
    return Reject(by(problem, claim, rule, proof), "comparison", need, why)


OUTER = {
    "problem-with-another-format": edit(
        "second-by-selection",
        "certificate.format",
        "tightbound/certificate/2",
        "check",
        "format tightbound/certificate/1",
        "the next format is another",
    ),
    "problem-with-another-claim-inside": edit(
        "second-by-selection",
        "certificate.claim",
        about("second by compare", "calls >= n for n >= 2"),
        "check",
        "a certificate for this claim",
        "n, not n - 2 + ceil(log2(n))",
    ),
    "problem-refuted": edit(
        "second-by-selection",
        "certificate.verdict",
        "refuted",
        "check",
        "the verdict proved",
        "nothing refutes",
    ),
}
READER = {
    "problem-of-an-unknown-family": edit(
        "second-by-selection", f"{SETTING}.family", "sortt", "decode", f"one of {', '.join(FAMILIES)}", "a slip",
    ),
    "problem-with-a-parameter-twice": reading(
        "claim.parameters", [{"name": "k", "kind": "integer", "conditions": []}] * 2,
        "each parameter once, none named n", "which k is meant?",
    ),
    "problem-with-a-parameter-n": reading(
        "claim.parameters", [{"name": "n", "kind": "integer", "conditions": []}],
        "each parameter once, none named n", "n is the size",
    ),
    "problem-with-conditions-on-n": reading(
        "claim.parameters", [{"name": "k", "kind": "integer", "conditions": [[">=", ["var", "k"], N]]}],
        "conditions on parameters alone", "k grows with n",
    ),
    "problem-about-another-cost": reading(
        "claim.subject", ["call", "rounds", N], "a claim about calls(n)", "the mode is worst",
    ),
    "problem-about-a-smaller-size": reading(
        "claim.subject", ["call", "calls", ["add", N, ["neg", "1"]]], "a claim about calls(n)", "the cost at n - 1",
    ),
    "problem-with-a-largest-n": reading(
        "claim.range", [["<=", N, "9"]], "no range, or one n >= c", "n <= 9",
    ),
    "problem-with-two-ends-of-a-range": reading(
        "claim.range", [[">=", N, "2"], [">=", N, "3"]], "no range, or one n >= c", "one is enough",
    ),
    "problem-with-an-undeclared-name": reading(
        "claim.bound", ["var", "k"], "a bound in n and parameters", "k is nothing",
    ),
    "problem-with-a-cost-in-the-bound": reading(
        "claim.bound", ["add", ["mul", "2", ["call", "calls", N]], ["neg", N]], "a bound without costs",
        "calls <= n in disguise",
    ),
    "problem-with-an-argument-too-many": reading(
        f"{SETTING}.argument", "2", "the arguments of second", "second is one of the select(t)",
    ),
    "problem-with-an-argument-too-few": reading(
        f"{SETTING}.argument", None, "the arguments of select", "which rank?", "select-by-best-of-k",
    ),
    "problem-without-calls": reading(f"{SETTING}.calls", [], "1 to 8 kinds of calls", "nothing can be asked"),
    "problem-with-calls-that-do-not-fit": reading(
        f"{SETTING}.calls.0.asks", "read", "calls that fit second: sort, best, best_and_worst", "items have no symbols",
    ),
    "problem-with-65-lies": reading(f"{SETTING}.lies", 65, "0 to 64 lies", "65 lies"),
    "problem-with-a-lie-less-than-none": reading(f"{SETTING}.lies", -1, "0 to 64 lies", "-1 lies"),
    "problem-with-true-lies": reading(f"{SETTING}.lies", True, "0 to 64 lies", "a truth value is no number"),
    "problem-with-exactly-one": reading(
        f"{SETTING}.calls.0.exactly", 1, "exactly: true or false", "1 is not true",
    ),
    "problem-with-a-call-of-one": reading(
        f"{SETTING}.calls.0.size", "1", "a parameter, or a number from 2 to 64", "one item says nothing",
    ),
    "problem-with-a-call-of-65": reading(
        f"{SETTING}.calls.0.size", "65", "a parameter, or a number from 2 to 64", "65! is too many",
    ),
    "problem-with-a-call-of-two-and-a-half": reading(
        f"{SETTING}.calls.0.size", "5/2", "a parameter, or a number from 2 to 64", "5/2 items",
    ),
    "problem-with-a-call-of-n": reading(
        f"{SETTING}.calls.0.size", N, "a declared parameter", "n is no parameter", "max-by-win-loss",
    ),
    "problem-with-a-price-of-nothing": reading(
        f"{SETTING}.calls.0.price", "0", "a price above 0", "free calls cost nothing",
    ),
    "problem-with-half-an-argument": Reject(
        by("merge(2) by compare", "calls >= 1 for n >= 2", "answers", ANSWERS), "setting", "an integer",
        "half an item", {f"{SETTING}.argument": "3/2"},
    ),
    "problem-with-a-real-size": reading(
        "claim.parameters.0.kind", "real", "an integer k", "best of 5/2", "max-by-win-loss",
    ),
    "problem-with-a-size-of-anything": reading(
        "claim.parameters.0.conditions", [["<=", ["var", "k"], "9"]], "a condition k >= c", "k may be 0",
        "max-by-win-loss",
    ),
    "problem-in-another-mode": Reject(
        by("second by compare with expected", "expected_calls >= n for n >= 2", "selection"), "selection",
        "mode worst or nonadaptive", "an expected cost is less",
    ),
    "problem-with-lies-and-a-rule-without": edit(
        "second-by-selection", f"{SETTING}.lies", 1, "selection", "no lies", "an answer may be a lie",
    ),
    "problem-with-noise-and-a-rule-without": edit(
        "second-by-selection", f"{SETTING}.noise", "1/10", "selection", "no noise and no error", "it may be wrong",
    ),
    "problem-with-error-and-a-rule-without": edit(
        "second-by-selection", f"{SETTING}.error", "1/10", "selection", "no noise and no error", "it may be guessed",
    ),
}  # fmt: skip
COMPARISON = {
    "problem-below-the-start": edit(
        "second-by-selection", "claim.range", [[">=", N, "1"]], "comparison", "a range that starts at 2 or later",
        "one item has no second",
    ),
    "problem-that-follows-somehow": edit(
        "second-by-selection", FOLLOWS, ["same"], "comparison", "how the claim follows", "a list",
    ),
    "problem-that-is-the-same-and-more": edit(
        "second-by-selection", FOLLOWS, {"by": "same", "proof": {}}, "comparison", "nothing but `by`", "a proof, too",
    ),
    "problem-with-an-order-that-is-the-same": edit(
        "second-by-selection", "claim.relation", "Omega", "comparison", "a claim with >=", "same is of formulas",
    ),
    "problem-that-follows-without-a-proof": edit(
        "second-by-selection", FOLLOWS, {"by": "claim"}, "comparison", "`by` and a proof", "no proof",
    ),
    "problem-that-is-the-same-as-a-recurrence": compared(
        "sort by compare", "calls >= log2(n!) for n >= 1", "a bound that is a formula", "a recurrence",
        proof={"index": 0, "recurrence": True},
    ),
    "problem-with-another-function": compared(
        "distinguish by split(2)", "calls >= log2(n + 1) for n >= 1", "the functions of the derived bound", "not n",
    ),
    "problem-with-a-divisor-that-may-be-0": compared(
        "max by compare", "calls >= (n - 1)*(n - 5)/(n - 5) for n >= 1", "divisors that are not 0", "0/0 at n = 5",
        "selection", {},
    ),
    "problem-with-a-divisor-in-a-function": compared(
        "distinguish by split(2)", "calls >= log2(n*(n - 5)/(n - 5)) for n >= 1", "divisors that are not 0",
        "log2(0/0) at n = 5",
    ),
    "problem-with-a-divisor-k-less-2": Reject(
        by(f"max by best(k){K}", "calls >= (n - 1)*(k - 2)/((k - 1)*(k - 2)) for n >= 1", "selection"), "comparison",
        "divisors that are not 0", "0/0 at k = 2",
    ),
    "problem-with-a-negative-power": Reject(
        by("max by compare", "calls >= (n - 1) for n >= 1", "selection"), "comparison",
        "powers with exponents 0, 1, ..., 64", "1/0 at n = 1",
        {"claim.bound": ["mul", form("(n - 1)^2"), ["pow", form("n - 1"), "-1"]]},
    ),
    "problem-with-more-than-is-derived": edit(
        "second-by-selection", "claim.bound", form("n - 1 + ceil(log2(n))"), "comparison", f"the bound {SECOND}",
        "one more",
    ),
    "problem-rounded-at-half-prices": Reject(
        by("OR by read(2) at 3/2", "calls >= ceil(3*n/4) for n >= 1", "touched"), "comparison",
        "the functions of the derived bound", "3/2 at n = 1, not 2 at n = 2",
    ),
    "problem-rounded-though-expected": Reject(
        by("distinguish by split(2) with expected", "expected_calls >= ceil(log2(n)) for n >= 1", "path-length",
           {"how": "entropy"}),
        "comparison", "the functions of the derived bound", "5/3 at n = 3",
    ),
}  # fmt: skip
GOALS = {
    "problem-of-rank-k": of(
        f"select(k) by compare{K}", "answers", ANSWERS, "a number >= 1 as argument", "from which n on?", who="goals",
    ),
    "problem-of-rank-0": of(
        "top_set(0) by compare", "answers", ANSWERS, "a number >= 1 as argument", "there is none", who="goals",
    ),
    "threshold-beyond-n": of(
        "threshold(n + 1) by read(1)", "answers", ANSWERS, "a number >= 1 as argument", "never met", who="goals",
    ),
    "merge-of-nothing": of(
        "merge(0) by compare", "answers", ANSWERS, "an integer >= 1 as argument", "nothing to do", who="goals",
    ),
    "read-of-one-symbol": of(
        "read(1) by read(2)", "answers", ANSWERS, "at least 2 symbols", "known from the start", who="goals",
    ),
    "answers-of-one-item": of(
        "sort by sort(k); parameters k integer >= 1", "answers", ANSWERS, "a size of at least 2", "log(n!, 1)",
        who="goals",
    ),
    "answers-of-k-matches": of(
        f"distinct by match(k){K}", "answers", ANSWERS, "calls whose answers can be counted", "a Bell number",
        who="goals",
    ),
    "price-of-a-mix-with-k": of(
        f"sort by sort(k), compare{K}", "neighbours", {}, "sizes that are numbers, in a mix", "which is cheaper?",
    ),
}  # fmt: skip
PROBLEMS: dict[str, Reject] = {**OUTER, **READER, **COMPARISON, **GOALS}
