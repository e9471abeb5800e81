"""Certificates about problems that a rule of the kernel must reject: one for each thing it needs."""

from __future__ import annotations

from checkers.kernel.problems.rules.restricts import TO
from tests.checkers.problem_cases import ANSWERS, BEST, ENDS, PERCENT, K, by
from tests.checkers.reject_case import Reject
from tests.checkers.rejected_problems import COUNTED, RANK, N, of

DIGITS = "1" + "0" * 400
BY_NUMBERS, BY_FORMULA = {"how": "numbers", "calls": 1}, {"how": "formula", "calls": 0}
ONE_LIE = "distinguish by split(2) with lies 1"
TWO_SIZES = "max by best(k), best(j) ; parameters k integer >= 2, j integer >= 2"
ONCE = "one of sort, max, min_and_max, second"
SELECTED = "one of max, second, median, select, top_sequence"
SPELLED = "one of sort, merge, search, distinguish, group_testing"
REFINED = "one of sort, second, min_and_max, top_sequence"

BY_ANSWERS = {
    "answers-of-a-circuit": of("aggregate by combine(2)", "answers", ANSWERS, COUNTED, "it has one answer"),
    "answers-with-half-a-recurrence": of(
        "sort by compare", "answers", {"index": 0, "recurrence": 1}, "recurrence: true or false", "1 is not true",
    ),
    "answers-by-a-recurrence-for-max": of(
        "max by compare", "answers", {"index": 0, "recurrence": True}, "sorting by calls of a number", "n, not n!",
    ),
    "answers-of-a-mix-with-k": of(
        f"max by best(k), compare{K}", "answers", {"index": 1, "recurrence": False}, "sizes that are numbers, in a mix",
        "k may be 64",
    ),
    "answers-at-odd-prices": of(
        "max by best(64) at 100001/100000, compare at 100003/100002", "answers", ANSWERS, "prices and sizes to compare",
        "powers of 10^10 bits",
    ),
    "answers-of-the-lesser-call": of(
        "distinguish by split(2), split(4)", "answers", ANSWERS, "the call that tells most for its price",
        "split(4) tells 2 bits",
    ),
}  # fmt: skip
BY_LIES = {
    "lies-that-are-expected": of(
        "distinguish by split(2) with expected, lies 1", "lies", BY_NUMBERS, "mode worst or nonadaptive", "a mean",
    ),
    "lies-with-noise": of(
        "distinguish by split(2) with lies 1, noise 1/10", "lies", BY_NUMBERS, "no noise and no error", "both",
    ),
    "lies-in-a-mix": of(
        "distinguish by split(2), split(3) with lies 1", "lies", BY_NUMBERS, "one kind of calls at price 1", "a mix",
    ),
    "lies-at-a-price": of(
        "distinguish by split(2) at 1/2 with lies 1", "lies", BY_NUMBERS, "one kind of calls at price 1", "half price",
    ),
    "lies-in-a-circuit": of("aggregate by combine(2) with lies 1", "lies", BY_NUMBERS, COUNTED, "no answers"),
    "lies-of-best-of-k": of(f"max by best(k) with lies 1{K}", "lies", BY_NUMBERS, "a number of answers", "k answers"),
    "lies-by-a-formula-for-two-of-three": of(
        "distinguish by split(3) with lies 2", "lies", BY_FORMULA, "1 lie, or up to 3 among 2 answers", "no formula",
    ),
    "lies-by-a-formula-without-lies": of(
        "distinguish by split(2)", "lies", BY_FORMULA, "1 lie, or up to 3 among 2 answers", "that of 3 lies is more",
    ),
    "lies-without-a-range": of(
        ONE_LIE, "lies", BY_NUMBERS, "a range n >= N0", "n = 1 needs no call", claim="calls >= 1",
    ),
    "lies-before-the-problem": of(
        "second by compare with lies 1", "lies", BY_NUMBERS, "a range n >= N0", "one item has no second",
    ),
    "lies-with-enough-calls": of(
        ONE_LIE, "lies", {"how": "numbers", "calls": 6}, "that 5 calls are too few", "4 * (1 + 5) <= 2^5",
        claim="calls >= 6 for n >= 4",
    ),
    "lies-about-too-many": of(
        ONE_LIE, "lies", BY_NUMBERS, "a whole number of at most 400 digits", "10^400",
        claim="calls >= 1 for n >= 2", changes={"claim.range": [[">=", N, DIGITS]]},
    ),
    "lies-of-calls-that-tell-too-much": of(
        "read(2) by read(64) with lies 1", "lies", {"how": "numbers", "calls": 1900},
        "calls that tell at most 100000 bits",
        "numbers of 123,500 bits", claim="calls >= 9 for n >= 1",
    ),
    "lies-about-two-ends": of(
        "min_and_max by compare with lies 1", "lies", BY_NUMBERS, "a count that can be worked out", "n*(n-1)",
        claim="calls >= 1 for n >= 2",
    ),
}  # fmt: skip
BY_NOISE = {
    "noise-that-is-expected": of(
        f"distinguish by split(2) with expected, {PERCENT}", "noise", {"how": "ratio"}, "mode worst or nonadaptive",
        "a mean",
    ),
    "noise-and-lies": of(
        f"distinguish by split(2) with lies 1, {PERCENT}", "noise", {"how": "ratio"}, "one kind of calls, no lies",
        "both",
    ),
    "noise-in-a-mix": of(
        f"distinguish by split(2), split(3) with {PERCENT}", "noise", {"how": "ratio"}, "one kind of calls, no lies",
        "two kinds",
    ),
    "noise-in-a-circuit": of(
        f"aggregate by combine(2) with {PERCENT}", "noise", {"how": "ratio"}, COUNTED, "no answers",
    ),
    "noise-of-best-of-k": of(
        f"max by best(k) with {PERCENT}{K}", "noise", {"how": "ratio"}, "a number of answers", "k answers",
    ),
    "noise-of-more-than-half": of(
        "distinguish by split(3) with noise 3/5, error 1/100", "noise", {"how": "ratio"},
        "a number between 0 and 1/2", "a split into two parts tells more than one into three",
    ),
    "noise-told-by-capacity-of-two-answers": of(
        f"OR by read(1) with {PERCENT}", "noise", {"how": "capacity"}, "a problem with more than two answers",
        "less than 0",
    ),
    "noise-of-nothing": of(
        "distinguish by split(2) with error 1/100", "noise", {"how": "ratio"}, "a number between 0 and 1/2", "log(1/0)",
    ),
    "noise-of-any-p": of(
        "max by compare with noise p, error 1/100; parameters p real >= 0", "noise", {"how": "ratio"},
        "a parameter between 0 and 1/2", "p may be 0",
    ),
    "noise-where-one-answer-is-left": of(
        f"top_set(3) by compare with {PERCENT}", "noise", {"how": "ratio"}, "a range that starts at 4 or later",
        "three of three", claim="calls >= log(99)/log(9) for n >= 3", who="comparison",
    ),
}  # fmt: skip
BY_NEIGHBOURS = {
    "neighbours-of-one-item": of(
        "sort by sort(k); parameters k integer >= 1", "neighbours", {}, "k >= 2", "(n - 1)/0",
    ),
    "neighbours-of-the-median-at-once": of("median by compare with nonadaptive", "neighbours", {}, ONCE, "not asked"),
    "neighbours-of-the-largest": of("max by best(3)", "neighbours", {}, "sort or merge", "n - 1 pairs are not needed"),
    "neighbours-in-a-merge-of-k": of(
        f"merge(k) by compare{K}", "neighbours", {}, "merge(n), or merge of a number", "k may be n + 1",
    ),
}  # fmt: skip
BY_SELECTION = {
    "selection-for-sorting": of("sort by compare", "selection", {}, SELECTED, "no rank is asked"),
    "selection-by-two-kinds": of("max by compare, best(3) at 2", "selection", {}, "one kind of calls", "two kinds"),
    "selection-by-sort-of-three": of(
        "second by sort(3)", "selection", {}, "sort(2), best_and_worst(2) or best(k)", "6 answers", claim="calls >= n",
    ),
    "selection-by-best-of-one": of(
        "max by best(k); parameters k integer >= 1", "selection", {}, "k >= 2", "(n - 1)/0",
    ),
}  # fmt: skip
BY_TOUCH = {
    "touched-by-a-pool": of("OR by pool", "touched", {}, "calls that read", "one call is enough"),
    "touched-by-one-of-a-pair": of(
        "distinct by match(k); parameters k integer >= 1", "touched", {}, "a size that fits", "no pair",
    ),
    "touched-of-one-symbol": of("read(1) by read(1)", "touched", {}, "at least 2 symbols", "known from the start"),
    "touched-items": of("sort by compare", "touched", {}, "a problem whose parts all count", "parts of an order"),
}  # fmt: skip
BY_WEIGHTS = {
    "win-loss-of-the-second": of("second by compare", "win-loss", ENDS, "max or min_and_max", "another end"),
    "win-loss-of-two-sizes": of(
        TWO_SIZES, "win-loss", BEST, "one parameter at most as a size", "k and j",
    ),
    "win-loss-of-one-item": of(
        "max by best(k); parameters k integer >= 1", "win-loss", BEST, "k >= 2", "no one wins",
    ),
    "win-loss-by-polynomials-in-nothing": of(
        "max by best(3)", "win-loss", BEST, "weights that are numbers", "no parameter",
    ),
    "win-loss-on-no-scale": of(
        "max by compare", "win-loss", {**ENDS, "scale": ["0"]}, "a scale > 0", "division by 0",
    ),
    "win-loss-from-nothing": of(
        "max by compare", "win-loss", {**ENDS, "u": ["0"]}, "a weight > 0 of items that never met", "0 at first",
    ),
    "win-loss-without-a-weight": of(
        "max by compare", "win-loss", {**ENDS, "u": []}, "1 to 16 coefficients", "no polynomial",
    ),
    "win-loss-with-heavy-losers": of(
        "max by compare", "win-loss", {**BEST, "l": ["1"], "scale": ["1"]}, "weights <= 0 of items that are free",
        "who lost is free: the end has more than one",
    ),
    "win-loss-too-fast": of(
        "max by compare", "win-loss", {**BEST, "u": ["2"], "w": ["1"], "scale": ["1"]},
        "an answer to sort that costs at most its price", "2 calls for every item",
    ),
}  # fmt: skip
BY_DEPTH = {
    "fan-in-of-an-order": of("sort by compare with rounds", "fan-in", {}, "aggregate", "no circuit"),
    "fan-in-of-a-mix-with-k": of(
        f"aggregate by combine(k), combine(2) with rounds{K}", "fan-in", {}, "numbers as sizes, in a mix", "the larger",
    ),
    "fan-in-of-one": of(
        "aggregate by combine(k) with rounds; parameters k integer >= 1", "fan-in", {}, "k >= 2", "log(n, 1)",
    ),
    "depths-of-an-or": of("OR by read(1) with expected", "path-length", {"how": "entropy"}, SPELLED, "2 answers"),
    "depths-at-a-price": of(
        "distinguish by split(2) at 2 with expected", "path-length", {"how": "entropy"}, "calls at price 1", "2 each",
    ),
    "depths-of-a-mix-with-k": of(
        f"sort by sort(k), compare with expected{K}", "path-length", {"how": "entropy"}, "numbers, in a mix",
        "the larger",
    ),
    "depths-by-a-recurrence-for-max": of(
        "distinguish by split(2) with expected", "path-length", {"how": "recurrence"}, "sorting by calls of a number",
        "n, not n!",
    ),
    "depths-of-k-answers": of(
        f"sort by sort(k) with expected{K}", "path-length", {"how": "lengths"}, "a number of answers", "k! answers",
    ),
    "max-refines-nothing": of(
        "max by compare", "refines", {"to": "max", "rule": "selection", "proof": {}}, REFINED, "itself",
    ),
    "sort-refines-max-when-expected": of(
        "sort by compare with expected", "refines", {"to": "max", "rule": "selection", "proof": {}},
        "mode worst or nonadaptive", "true, and not proved",
    ),
    "sort-refines-max-with-lies": of(
        "sort by compare with lies 1", "refines", {"to": "max", "rule": "selection", "proof": {}}, "right answers",
        "true, and not proved",
    ),
    "top-sequence-of-none-refines-max": of(
        "top_sequence(0) by compare", "refines", {"to": "max", "rule": "selection", "proof": {}},
        RANK, "nothing is asked", who="goals",
    ),
}  # fmt: skip
ONE_COPY = {"rule": "answers", "proof": ANSWERS}
BY_REDUCTION = {
    "copies-by-a-rule-for-one": of(
        "max by compare with copies 2", "answers", ANSWERS, "one problem, not several", "two problems",
    ),
    "copies-of-one": of("max by compare", "copies", ONE_COPY, "more than one copy", "there is one"),
    "copies-of-perhaps-none": of(
        "max by compare with copies m ; parameters m integer >= 0", "copies", ONE_COPY, "at least one copy", "m = 0",
    ),
    "copies-of-a-recurrence": of(
        "sort by compare with copies 2", "copies", {"rule": "answers", "proof": {"index": 0, "recurrence": True}},
        "a bound that is a formula", "a recurrence",
    ),
    "restricts-an-order": of(
        "sort by compare", "restricts", ONE_COPY, f"one of {', '.join(TO)}", "no item is known",
    ),
    "problem-with-one-copy-written": Reject(
        by("max by compare with copies 2", "calls >= 1 for n >= 2", "copies", ONE_COPY), "setting",
        "a parameter, or a number from 2 on, of copies", "1 is left out", {"claim.setting.copies": "1"},
    ),
}  # fmt: skip
BY_RULES: dict[str, Reject] = {
    **BY_ANSWERS, **BY_LIES, **BY_NOISE, **BY_NEIGHBOURS, **BY_SELECTION, **BY_TOUCH, **BY_WEIGHTS, **BY_DEPTH,
    **BY_REDUCTION,
}  # fmt: skip
