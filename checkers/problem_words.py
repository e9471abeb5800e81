"""Problems and calls in words: what must be found, by which calls, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bounds.expression import Expression, Number
from bounds.setting import ONE, ZERO, CallKind, Setting
from checkers.proof_line import Line

FOUND = {
    "sort": "Put n items in order",
    "max": "Find the largest of n items",
    "min_and_max": "Find the smallest and the largest of n items",
    "second": "Find the second largest of n items",
    "median": "Find the median of n items, number ceil(n/2) from the largest",
    "select": "Find, of n items, number {} from the largest",
    "top_set": "Find the {} largest of n items, in no order",
    "top_sequence": "Find the {} largest of n items, in order",
    "merge": "Merge {} items in order with n items in order",
    "search": "Find the place of one item among n items in order",
    "threshold": "Tell whether at least {} of n bits are 1",
    "OR": "Tell whether some of n bits is 1",
    "AND": "Tell whether all of n bits are 1",
    "parity": "Tell whether the number of ones among n bits is odd",
    "majority": "Tell whether more than half of n bits are 1",
    "read": "Read n symbols, each of {} kinds",
    "connectivity": "Tell whether a graph with n vertices is connected",
    "group_testing": "Find which {} of n items are defective",
    "distinguish": "Find which of n hypotheses is true",
    "distinct": "Tell whether n items are all different",
    "aggregate": "Compute a value that depends on all n inputs",
}
"""What must be found, by family; {} is the argument."""

ASKED = {
    "sort": "calls that put {} items in order",
    "best": "calls that name the largest of {} items",
    "best_and_worst": "calls that name the largest and the smallest of {} items",
    "read": "calls that read {} positions",
    "pool": "calls that say whether a symbol other than 0 is among some positions",
    "split": "calls with {} answers",
    "match": "calls that say which of {} items are the same",
    "combine": "calls that make one value of {}",
}
"""What a kind of calls does, by what it asks; {} is its size."""

COUNTED = {
    "worst": "Counted is the cost of the worst case.",
    "nonadaptive": "All calls are chosen before the first answer; counted is their cost.",
    "expected": "Counted is the mean cost over all instances.",
    "rounds": "Counted are rounds of calls that do not wait for each other.",
}


def problem_line(setting: Setting) -> Line:
    """What must be found, by which calls, and what is counted."""
    formulas = [] if setting.argument is None else [setting.argument]
    kinds = []
    for kind in setting.calls:
        words, inside = kind_words(kind)
        kinds.append(words)
        formulas += inside
    traits = list(_traits(setting))
    sentences = [f"{FOUND[setting.family]}, by {', or '.join(kinds)}.", COUNTED[setting.mode], *(w for w, _ in traits)]
    return Line(" ".join(sentences), (*formulas, *(e for _, inside in traits for e in inside)))


def kind_words(kind: CallKind) -> tuple[str, list[Expression]]:
    """A kind of calls, with {} for each of the formulas beside it."""
    number = kind.size.value if isinstance(kind.size, Number) else Fraction(0)
    inside = [] if kind.asks == "pool" else [kind.size]
    if kind.asks == "sort" and number == 2:
        words, inside = "comparisons of two items", []
    elif kind.asks == "read" and number == 1:
        words, inside = "calls that read one position", []
    else:
        is_whole = kind.exactly or (number == 2 and kind.asks in ("best", "best_and_worst", "match"))
        words = ASKED[kind.asks].replace("{}", "exactly {}" if is_whole else "at most {}")
    price: list[Expression] = [] if kind.price == 1 else [Number(kind.price)]
    return words + (" at price {}" if price else ""), inside + price


def _traits(setting: Setting) -> Iterator[tuple[str, list[Expression]]]:
    if setting.copies != ONE:
        yield "There are {} such problems of size n to solve, and each call is about one of them.", [setting.copies]
    if setting.lies:
        yield "At most {} of all answers may be wrong.", [Number(Fraction(setting.lies))]
    if setting.noise != ZERO:
        yield (
            "It is assumed that each answer is wrong with probability {}, on its own; the result may be wrong with "
            "probability {}.",
            [setting.noise, setting.error],
        )
