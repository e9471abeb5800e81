"""Certificates of rule induction for steps that sum over earlier values: those it must accept, and must reject."""

from __future__ import annotations

from typing import Any

from tests.checkers.proofs import bound, case, claim, decided, equation, form, growth, order, window
from tests.checkers.reject_case import Reject

AVERAGE = "T(0) = 0; T(n) = sum(k=0..n-1: T(k))/n + n for n >= 1"
UPPER_HALF = "T(0) = 0; T(n) = (2/n)*sum(k=floor(n/2)..n-1: T(k)) + n - 1 for n >= 1"
DOUBLING = "T(0) = 1; T(n) = sum(k=0..n-1: T(k)) + n for n >= 1"
NOTHING = "T(n) = 1 for n < 5; T(n) = sum(k=10..n-1: T(k)) for n >= 5"
WHERE = (">=", "n", "1")


def parts(*given: tuple[str, str, str]) -> list[Any]:
    """u, v and S for each part of the one call in the one sum of a step."""
    return [[[[form(u), form(v), form(s)] for u, v, s in given]]]


WHOLE = parts(("1", "1", "n^2 - n"))  # the sum of 2*k over k < n
ABOVE = window("2*n", 2, 1, base="e", splits=WHOLE)


def of_average(premise: Any, need: str, why: str, recurrence: Any = AVERAGE, rule: str = "history") -> Reject:
    """T(n) <= 2*n for an average of T and n, which the premise does not prove."""
    about = claim(recurrence if isinstance(recurrence, str) else AVERAGE, "T(n) <= 2*n for n >= 1")
    if not isinstance(recurrence, str):
        about["equations"][-1:] = recurrence
    return Reject(case(about, bound(premise, 1, base="e")), rule, need, why)


def of_sum(body: str, need: str, why: str, *given: tuple[str, str, str], rule: str = "history") -> Reject:
    """The same for another step, which the language may refuse."""
    premise = {**ABOVE, "splits": parts(*given) if given else WHOLE}
    return of_average(premise, need, why, [equation(["n"], body, WHERE)], rule)


def _nothing(sign: tuple[int, int]) -> Any:
    """T is 0 from 5 on, and 2^n + 1 is preserved downwards by a sum that starts at 10."""
    splits = parts(("1", "1", "2^n + n"))
    return order(growth("2^n + 1", 2000, 10, sign, "lower", base="e", splits=splits))


ACCEPTED: dict[str, Any] = {
    "average-of-all-before": lambda: case(claim(AVERAGE, "T(n) <= 2*n for n >= 1"), bound(ABOVE, 1, base="e")),
    "average-of-all-before-has-an-order": lambda: decided(AVERAGE, "T in Theta(n)"),
    "average-of-the-upper-half": lambda: decided(UPPER_HALF, "T(n) <= 4*n"),
    "average-of-the-upper-half-has-an-order": lambda: decided(UPPER_HALF, "T in Theta(n)"),
    "sum-of-all-before-doubles": lambda: decided(DOUBLING, "T in Theta(2^n)"),
    "squares-as-weights": lambda: decided(
        "T(0) = 1; T(n) = (5/n^3)*sum(k=0..n-1: k^2*T(k)) + n for n >= 1", "T in O(n^3)"
    ),
}

FORM = "a form that telescopes"
REJECTED = {
    "history-of-more-than-T": of_sum("sum(k=0..n-1: T(k) + 1)/n + n", "a sum of T alone", "n more than the sum of T"),
    "history-without-parts": of_average(
        {**ABOVE, "splits": [[]]}, "parts for each call in the sum", "nothing bounds the sum"
    ),
    "history-without-a-choice": of_average(
        {**ABOVE, "splits": []}, "parts for each sum over T", "nothing bounds the sum", rule="splits"
    ),
    "product-of-histories": of_sum(
        "sum(k=0..n-1: T(k))*sum(k=0..n-1: T(k))/n + n", "a multiple of one sum", "the step is not linear"
    ),
    "divided-by-a-history": of_sum("n/sum(k=0..n-1: T(k)) + n", "a multiple of one sum", "the step falls in T"),
    "history-of-another-function": of_sum(
        "sum(k=0..n-1: U(k))/n + n", "calls of the same function", "U may be anything"
    ),
    "weight-in-another-name": of_sum("sum(k=0..n-1: z*T(k))/n + n", "weights in the size and the index", "what is z"),
    "history-with-a-part-of-two": of_average(
        {**ABOVE, "splits": [[[["1", "1"]]]]}, "up to 8 parts u, v, S", "S is missing"
    ),
    "history-with-no-part": of_average(
        {**ABOVE, "splits": [[[]]]}, "up to 8 parts u, v, S", "an empty sum is no weight"
    ),
    "part-in-the-index": of_average(
        {**ABOVE, "splits": parts(("k", "1", "n^2 - n"))}, "parts in the size alone", "u may not depend on the index"
    ),
    "part-that-calls": of_average(
        {**ABOVE, "splits": parts(("T(n)", "1", "n^2 - n"))}, "parts in the size alone", "T is not known yet"
    ),
    "parts-of-another-weight": of_average(
        {**ABOVE, "splits": parts(("1/2", "1", "n^2 - n"))}, "parts whose sum is the weight", "half the sum is counted"
    ),
    "history-of-every-other-size": of_sum(
        "sum(k=0..floor((n-1)/2): T(2*k))/n + n", "sizes k + c or c - k", "the form sums over all sizes"
    ),
    "history-that-is-empty": of_sum(
        "sum(k=n-1..n-3: T(k))/n + n", "a sum that is not empty", "the form would count two sizes as negative"
    ),
    "part-of-no-sign": of_sum(
        "sum(k=0..n-1: (n-k)*T(k))/n^2 + n",
        "parts u of one sign",
        "n - 10 changes sign, so S bounds it on neither side",
        ("n - 10", "1", "n^2 - n"),
        ("10", "1", "n^2 - n"),
        ("-1", "n", "n^3"),
    ),
    "form-that-does-not-telescope-at-one": of_average(
        {**ABOVE, "splits": parts(("1", "1", "n^2/2"))}, f"{FORM} at 1", "2 - 1/2 is less than 2"
    ),
    "form-that-does-not-telescope": of_average(
        {**ABOVE, "splits": parts(("1", "1", "3*n"))}, f"{FORM} from 2 on", "3 is less than 4"
    ),
    "form-that-telescopes-on-the-other-side": of_average(
        window("2*n", 2, 1, "lower", base="e", splits=parts(("1", "1", "n^2"))),
        f"{FORM} at 1",
        "3 is more than 2, so the form bounds the sum from above",
    ),
    "history-that-starts-far-below": of_average(
        window("2*n", 30_001, 30_000, base="e", splits=WHOLE), "at most 20000 sizes below", "30,000 values"
    ),
    "history-with-a-negative-coefficient": of_sum(
        "(-1)*sum(k=0..n-1: T(k))/n + n", "a coefficient >= 0", "an upper bound of T gives a lower one of -T"
    ),
    "history-of-the-size-itself": of_sum("sum(k=0..n: T(k))/(n+1) + n/2", "sizes below n", "T(n) is said by T(n)"),
    "history-from-below-low": of_average(
        window("2*n", 5, 4, base="e", splits=WHOLE),
        "sizes from 4 on",
        "n - 4 = 1 is not covered",
        [equation(["n"], "sum(k=n-4..n-1: T(k))/n + n", WHERE)],
    ),
    "history-with-a-negative-weight": of_sum(
        "sum(k=0..n-1: (k-3)*T(k))/n^2 + n", "weights >= 0", "T(0) counts against", ("1", "n-3", "n^3")
    ),
    "history-between-halves": of_sum("sum(k=1/2..n-1: T(k))/n + n", "a range of integers", "which sizes are summed"),
    "history-from-a-number-that-is-undefined": of_sum(
        "sum(k=0/(n-5)..n-1: T(k))/n + n", "a range of integers", "0/0 at n = 5, so no T satisfies the step"
    ),
    "history-from-a-number-times-what-is-undefined": of_sum(
        "sum(k=0*H(n-9)..n-1: T(k))/n + n", "a range of integers", "H(-8) at n = 1"
    ),
    "size-that-is-an-undefined-number": of_average(
        {**ABOVE, "splits": []},
        "a size that is an integer as written",
        "0/0 at n = 5, so no T satisfies the step",
        [equation(["n"], "T(n-1)/2 + T(0/(n-5))/9", WHERE)],
        rule="step",
    ),
    "more-sums-than-eight": of_average(
        {**ABOVE, "splits": WHOLE * 9},
        "at most 8 sums over T",
        "each is bounded anew",
        [equation(["n"], " + ".join(f"sum(k=0..n-1: T(k))/({i}*n)" for i in range(20, 29)), WHERE)],
        rule="splits",
    ),
    "weight-that-is-undefined-at-an-index": of_sum(
        "sum(k=0..n-1: (k-3)^2/(k-3)*T(k+0))/n^2 + n",
        "weights defined at every index",
        "0/0 at k = 3, so no T satisfies the step",
        ("1", "n-3", "n^3"),
    ),
    "weight-that-bends": of_sum(
        "sum(k=0..n-1: (k^2-4*k+3)*T(k))/n^3 + n",
        "weights whose factors are affine in the index",
        "it is negative between its ends",
        ("1", "n^2-4*n+3", "n^4"),
    ),
    "sum-that-is-empty-keeps-no-sign": Reject(
        case(claim(NOTHING, "T in Omega(2^n)"), _nothing((0, 5))),
        "induction",
        "a coefficient > 0",
        "the sum is empty below 11, and T is 0 from 5 on",
    ),
    "sign-of-a-history-with-a-negative-value": Reject(
        case(
            claim("T(0) = -1; T(n) = sum(k=0..n-1: T(k))/n + n for n >= 1", "T in O(n)"),
            order(growth("4*n", 64, 32, (1, 4), base="e", splits=parts(("1", "1", "2*n^2 - 2*n")))),
        ),
        "history",
        "T(0) never negative",
        "T(0) = -1 is below where the sign holds",
    ),
    "shift-beside-a-factorial": Reject(
        case(
            claim("T(0) = 1; T(n) = n*T(n-1) for n >= 1", "T in O(n!)"),
            order(growth("n!", 64, 32, (0, 2), base="e", shift="1")),
        ),
        "induction",
        "no shift beside factorials",
        "(n+1)! is another function",
    ),
    "factorial-of-a-far-size": Reject(
        case(
            claim("T(n) = n for n < 9; T(n) = n^9*T(n-9) for n >= 9", "T in O(n!)"),
            order(growth("n!", 64, 32, (0, 9), base="e")),
        ),
        "induction",
        "factorials at n - j, j from 1 to 8",
        "n!/(n-9)! has nine factors",
    ),
}
