"""A proof about every strategy for a problem is told with the problem in words and the numbers of its argument."""

import re
from fractions import Fraction

import pytest

from bounds.expression import Number
from bounds.language import parse_document
from bounds.setting import ASKS, COSTS, FAMILIES, CallKind, Setting
from checkers.decide import decide
from checkers.explain import explain
from checkers.explain_problems import ARGUMENTS
from checkers.kernel import problems
from checkers.kernel.problems.rules import copies
from checkers.problem_words import ASKED, COUNTED, FOUND, kind_words, problem_line
from checkers.verdict import Verdict

TOLD = {
    "answers": (
        "sort by sort(3) at 2\nclaim calls >= 2*log(factorial(n), 6)",
        "Put n items in order, by calls that put at most 3 items in order at price 2.",
        "The problem has factorial(n) answers",
        "A call has at most 6 answers, so paths of q calls have at most 6^q ends",
        "So every strategy has calls(n) >= 2*log(factorial(n), 6) for n >= 1.", "That is the bound derived.",
    ),
    "selection": (
        "select(3) by compare\nclaim calls >= n - 3 + ceil(log2(binomial(n, 2))) for n >= 3",
        "Find, of n items, number 3 from the largest, by comparisons of two items.",
        "finding the largest of n - 2 takes at least 2^(n - 3) ends of paths", "one of binomial(n, 2)",
        "The cost is an integer, so it is enough that it is at least n - 3 + log2(binomial(n, 2)).",
    ),
    "win-loss": (
        "parameters k integer >= 2\nmin_and_max by best_and_worst(k)\n"
        "claim calls >= (k + 1)*n/(k*(k - 1)) - 2/(k - 1) for n >= 2",
        "An item that never met another is worth 1 + k; one that only won k, that only lost k, that did both 0.",
        "the sum of all worths falls by at most -1*k + k^2",
        "At first the sum is (1 + k)*n; at the end, where one has never lost, "
        "another never won, it is at most 2*k.",
    ),
    "neighbours": (
        "merge(n) by compare\nclaim calls >= 2*n - 1", "An instance has 2*n - 1 pairs of neighbours",
        "A call tells apart at most 1 pairs.",
    ),
    "touched": (
        "connectivity by read(5), read(2) at 1/4\nclaim calls >= n*(n - 1)/16",
        "by calls that read at most 5 positions, or calls that read at most 2 positions at price 0.25",
        "An adversary shows each of n*(n - 1)/2 edges as absent",
        "A call at price 0.25 looks at at most 2 of them, and no other does more for its price.",
    ),
    "fan-in": (
        "aggregate by combine(8) with rounds\nclaim rounds >= ceil(log(n, 8))",
        "Counted are rounds of calls that do not wait for each other.",
        "After r rounds a value depends on at most 8^r inputs",
    ),
    "lies": (
        "distinguish by split(2) with lies 1\nclaim calls >= 25 for n >= 1000000",
        "At most 1 of all answers may be wrong.", "the sum of binomial(q, i) times 1^i for i from 0 to 1",
        "At n = 1000000 that is too many for every q below 25: for q = 24, 1000000 times 25 is more than 16777216.",
    ),
    "noise": (
        "max by compare with noise 1/10, error 1/100\nclaim calls >= log(99)/log(9) for n >= 2",
        "It is assumed that each answer is wrong with probability 1/10, on its own",
        "No answer is more than 9 times as likely under one instance as under another.", "needs a factor of 99.",
    ),
    "path-length": (
        "search by compare with expected\nclaim expected_calls >= log2(n + 1)",
        "Counted is the mean cost over all instances.", "Each of n + 1 instances has an end of a path of its own",
        "Their mean depth is at least log2(n + 1)",
    ),
    "refines": (
        "parameters k integer >= 2\nsecond by sort(k)\nclaim calls >= (n - 1)/(k - 1) for n >= 2",
        "Who has the answer has that of another problem as well: find the largest of n items.",
    ),
    "restricts": (
        "group_testing(3) by pool\nclaim calls >= ceil(log2(n - 2)) for n >= 3",
        "Where 2 of the defective items are known, what is left is a problem of size n - 2: find which 1 of n items",
    ),
    "copies": (
        "max by compare with copies 7\nclaim calls >= 7*(n - 1)",
        "There are 7 such problems of size n to solve, and each call is about one of them.",
        "An adversary answers about each problem as if it stood alone",
    ),
}  # fmt: skip
"""By rule: a claim that it proves, and what is told."""
RULES = {*problems.RULES, *problems.REDUCTIONS, copies.RULE}
NUMBER = Number(Fraction(3))


def decided(text: str, rule: str) -> Verdict:
    """A claim, as a proof by this rule decides it."""
    parameters = re.findall("parameters.*\n", text)
    lines = f"problem {text.removeprefix(parameters[0] if parameters else '')}".split("\n")
    (stated,) = parse_document("\n".join([lines[0], *(p.strip() for p in parameters), *lines[1:]]))
    verdict = decide(stated.claim)
    assert (verdict.decision, verdict.certificate["proof"]["rule"]) == ("proved", rule), verdict.blocked
    return verdict


def test_a_claim_is_told_for_each_rule_and_no_rule_is_only_named():
    assert set(TOLD) == set(ARGUMENTS) == RULES


@pytest.mark.parametrize("rule", TOLD)
def test_a_proof_is_told_with_its_numbers(rule):
    text, *expected = TOLD[rule]
    told = explain(decided(text, rule)).text
    assert [part for part in expected if part not in told] == [], told
    assert "{}" not in told


@pytest.mark.parametrize("rule", TOLD)
def test_the_latex_of_a_proof_is_balanced(rule):
    latex = explain(decided(TOLD[rule][0], rule)).latex
    assert [line for line in latex.split("\n") if line.count("$") % 2 or line.count("{") != line.count("}")] == []
    outside = re.sub(r"\$[^$]*\$", "", latex)
    assert not re.search(r"(?<!\\)[_^&%#<>]", outside), outside


def test_other_numbers_are_told_otherwise():
    text, *expected = TOLD["lies"]
    other = explain(decided(text.replace("25", "24"), "lies")).text
    assert expected[-1] not in other
    assert "for q = 23, 1000000 times 24 is more than 8388608" in other


def test_a_claim_that_follows_from_a_recurrence_is_told_to_its_end():
    (stated,) = parse_document("problem sort by compare\nclaim calls >= n*log2(n) - 3/2*n for n >= 1")
    told = explain(decide(stated.claim)).text
    assert "So every strategy has calls(n) >= T(n), where T(0) = 0 and T(n) = T(n-1) + log2(n)." in told
    assert "The bound derived, taken for the cost, gives the claim by rule bound:" in told
    assert "Invariant (lower bound): F(n) = n*log2(n) - 3/2*n" in told


def test_a_refutation_names_its_rule_and_shows_the_strategy():
    (stated,) = parse_document("problem max by compare\nclaim calls >= n")
    witness = "n = 3: a strategy makes 2 calls"
    told = explain(Verdict(stated.claim, "refuted", ("kernel",), "strategy", witness, {"proof": {"rule": "strategy"}}))
    assert told.text.split("\n")[0] == "refuted: calls(n) >= n"
    assert "By rule strategy of the kernel" in told.text
    assert witness + "." in told.text


def test_every_family_every_kind_of_calls_and_every_mode_has_words():
    assert (set(FOUND), set(ASKED), set(COUNTED)) == (set(FAMILIES), set(ASKS), set(COSTS))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_problem_in_words_says_its_argument(family):
    takes = "{}" in FOUND[family]
    setting = Setting(family, (CallKind("sort", NUMBER, exactly=True),), NUMBER if takes else None)
    told = problem_line(setting).text()
    assert told.endswith("by calls that put exactly 3 items in order. Counted is the cost of the worst case.")
    assert told.count("3") == 1 + takes


@pytest.mark.parametrize("asks", ASKS)
def test_a_kind_of_calls_in_words_says_its_size_and_price(asks):
    words, inside = kind_words(CallKind(asks, NUMBER, price=Fraction(1, 2)))
    assert words.count("{}") == len(inside) == (1 if asks == "pool" else 2)
    assert inside[-1] == Number(Fraction(1, 2))
    assert ("at most" in words) == (asks != "pool")
