"""The certificates that the kernel must accept, by name: what make_cases.py writes to accept/."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.checkers import posynomials
from tests.checkers.proofs import (
    along,
    blocks,
    bound,
    case,
    claim,
    closed,
    decided,
    growth,
    order,
    polynomial,
    split,
    sums,
    window,
    witness,
)
from tests.checkers.system_cases import SYSTEM_ACCEPTED

MERGE = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2"
HALVE = "T(0) = 1; T(n) = T(floor(n/2)) + n for n >= 1"
COUNT = "T(0) = 0; T(n) = T(n-1) + 1 for n >= 1"
BRANCH = "T(0) = 1; T(1) = 1; T(2) = 1; T(n) = T(n-1) + T(n-3) + 1 for n >= 3"
HANOI = "T(0) = 0; T(n) = 2*T(n-1) + 1 for n >= 1"
EVEN_ODD = "A(n) = B(n-1) + 1 for n >= 1; B(n) = A(n-1) + 2 for n >= 1; A(0) = 0; B(0) = 0"
LEADER = "T(n) = (1 + sum(k=0..n-1: binomial(n,k)/2^n*T(k)))/(1 - 1/2^n) for n >= 2; T(0) = 0; T(1) = 0"
MCCARTHY = "T(n) = T(T(n+11)) for n <= 100; T(n) = n - 10 for n >= 101"
LARGEST = "T(1) = 0; T(n) = max(k=1..n-1: T(k) + T(n-k)) + 1 for n >= 2"
WORST = "T(0) = 0; T(n) = max(q=0..n-1: T(q) + T(n-1-q)) + n for n >= 1"
JOSEPHUS = "T(1) = 1; T(2*n) = 2*T(n) - 1 for n >= 1; T(2*n+1) = 2*T(n) + 1 for n >= 1"
ODD = "T(n) = 0 for n <= 1; T(n) = T(floor(n/2)) + (1-(-1)^n)/2 for n > 1"
CONWAY = "T(1) = 1; T(2) = 1; T(n) = T(T(n-1)) + T(n-T(n-1)) for n > 2"
SQUARES = "T(0) = 1; T(n) = T(n-1)^2 + 1 for n >= 1"
TWICE_AS_LARGE = "T(a,n) = 0 for n <= 2; T(a,n) = 3*T(2*a,floor(n/2)) + a for n > 2"
UPPER, LOWER = growth("4*n", 64, 32, (0, 2)), growth("n", 64, 32, (0, 2), "lower")

DECIDED = {
    "merge-sort-at-most-n-log2-n": (MERGE, "T(n) <= n*log2(n) for n >= 1"),
    "merge-sort-at-least-n-log2-n-minus-2n": (MERGE, "T(n) >= n*log2(n) - 2*n for n >= 1"),
    "merge-sort-theta": (MERGE, "T in Theta(n*log(n))"),
    "merge-sort-omega-of-n": (MERGE, "T in omega(n)"),
    "merge-sort-Omega-of-n-log-n": (MERGE, "T in Omega(n*log(n))"),
    "merge-sort-o-of-n-squared": (MERGE, "T in o(n^2)"),
    "merge-sort-not-O-of-n": (MERGE, "T in O(n)"),
    "merge-sort-not-Omega-of-n-squared": (MERGE, "T in Omega(n^2)"),
    "merge-sort-not-o-of-its-own-order": (MERGE, "T in o(n*log(n))"),
    "merge-sort-not-omega-of-its-own-order": (MERGE, "T in omega(n*log(n))"),
    "merge-sort-not-theta-of-n": (MERGE, "T in Theta(n)"),
    "karatsuba-theta": ("T(n) = 1 for n <= 3; T(n) = 3*T(ceil(n/2)+1) + n for n >= 4", "T in Theta(n^log2(3))"),
    "strassen-theta": ("T(1) = 1; T(n) = 7*T(ceil(n/2)) + n^2 for n >= 2", "T in Theta(n^log2(7))"),
    "akra-bazzi-root": (
        "T(n) = 1 for n <= 5; T(n) = T(floor(n/2)) + T(floor(n/3)) + 1 for n >= 6",
        "T in Theta(n^root(x: (1/2)^x + (1/3)^x))",
    ),
    "golden-exponent": (
        "T(n) = 1 for n <= 5; T(n) = T(floor(n/2)) + T(floor(n/4)) + 1 for n >= 6",
        "T in Theta(n^log2(phi))",
    ),
    "branching-theta": (BRANCH, "T in Theta(root(x: 1/x + 1/x^3)^n)"),
    "branching-not-O-of-a-smaller-base": (BRANCH, "T in O(1.46^n)"),
    "branching-at-most-three-times-its-rate": (BRANCH, "T(n) <= 3*root(x: 1/x + 1/x^3)^n"),
    "branching-unfolded": (BRANCH, "T in Theta(root(x: 1/x^2 + 1/x^3 + 1/x^4)^n)"),
    "golden-ratio-to-the-n-over-10": (
        "T(n) = 1 for n <= 19; T(n) = T(n-10) + T(n-20) for n >= 20",
        "T in Theta(phi^(n/10))",
    ),
    "branching-beside-a-half": (
        "T(n) = 1 for n <= 1; T(n) = T(n-1) + T(n-2) + T(floor(n/2)) for n >= 2",
        "T in Theta(phi^n)",
    ),
    "branching-of-a-quadratic-rate": (
        "T(n) = 1 for n <= 1; T(n) = T(n-1) + 3*T(n-2) + n for n >= 2",
        "T in Theta(((1 + sqrt(13))/2)^n)",
    ),
    "square-root-of-the-size": (
        "T(n) = 1 for n <= 3; T(n) = T(floor(sqrt(n))) + 1 for n >= 4",
        "T in Theta(log(log(n)))",
    ),
    "loglog-toll": ("T(n) = 1 for n <= 3; T(n) = 2*T(floor(n/2)) + n/log(n) for n >= 4", "T in Theta(n*log(log(n)))"),
    "binary-search-at-most-log2-n-plus-1": ("T(1) = 1; T(n) = T(floor(n/2)) + 1 for n >= 2", "T(n) <= log2(n) + 1"),
    "turned-roundings": ("T(1) = 1; T(n) = T(ceil(n/2)) + 1 for n >= 2", "T(n) <= log2(n) + 2"),
    "shifted-sizes": ("T(1) = 1; T(n) = 2*T(ceil(n/2)) + 1 for n >= 2", "T(n) <= 4*n - 4 for n >= 2"),
    "median-of-medians-at-most-100-n": (
        "T(n) = 1 for n <= 80; T(n) = T(ceil(n/5)) + T(floor(7*n/10)+6) + n for n >= 81",
        "T(n) <= 100*n for n >= 1",
    ),
    "fibonacci-closed-form": ("T(0) = 0; T(1) = 1; T(n) = T(n-1) + T(n-2) for n >= 2", "T(n) == Fib(n)"),
    "hanoi-closed-form": (HANOI, "T(n) == 2^n - 1"),
    "quicksort-average-closed-form": (
        "T(0) = 0; T(n) = n - 1 + 2/n*sum(k=0..n-1: T(k)) for n >= 1",
        "T(n) == 2*(n+1)*H(n) - 4*n",
    ),
    "a-parameter-is-given-a-value": ("parameters a integer >= 1; T(0) = 0; T(n) = T(n-1) + a for n >= 1", "T(n) <= n"),
    "a-base-value-is-given": ("T(n) = T(n-1) + 1 for n >= 1", "T(n) <= n"),
    "even-and-odd-closed-form": (EVEN_ODD, "A(n) == (6*n - 1 + (-1)^n)/4 for n >= 1"),
    "even-and-odd-halving-theta": (
        "A(n) = 2*B(floor(n/2)) + n for n >= 2; B(n) = 2*A(ceil(n/2)) + 1 for n >= 2; A(1) = 1; B(1) = 1",
        "A in Theta(n*log(n))",
    ),
    "inequality-O": ("T(1) = 1; T(n) <= 2*T(floor(n/2)) + n for n >= 2", "T in O(n*log(n))"),
    "inequality-from-below": ("T(0) >= 0; T(n) >= T(n-1) + n for n >= 1", "T(n) >= n*(n+1)/2"),
    "inequality-not-o": ("T(1) = 1; T(n) <= 2*T(floor(n/2)) + n for n >= 2", "T in o(n)"),
    "inequality-weighted": (
        "parameters a integer >= 0; T(0) <= 1; T(n) <= max(a*T(n-1), n*T(n-1)/3) for n >= 1",
        "T(n) <= 0 for n >= 1",
    ),
    "leader-election-theta": (LEADER, "T in Theta(log(n))"),
    "leader-election-at-most": (LEADER, "T(n) <= 2*log2(n+1)"),
    "leader-election-at-least": (LEADER, "T(n) >= log2(n+1) - 1"),
    "filter-of-a-third-exactly": (
        "T(0) = 0; T(n) = (n + sum(k=0..n-1: binomial(n,k)*(1/3)^k*(2/3)^(n-k)*T(k)))/(1-(1/3)^n) for n >= 1",
        "T(n) == 3/2*n",
    ),
    "mccarthy-91": (MCCARTHY, "T(n) == 91 for n >= 1, n <= 100"),
    "largest-split-exactly": (LARGEST, "T(n) == n - 1 for n >= 1"),
    "largest-split-at-most-n-minus-1": (LARGEST, "T(n) <= n - 1 for n >= 1"),
    "small-to-large-theta": (
        "T(1) = 0; T(n) = max(k=1..n-1: T(k) + T(n-k) + min(k, n-k)) for n >= 2",
        "T in Theta(n*log(n))",
    ),
    "best-pivot-theta": (
        "T(n) = 1 for n <= 1; T(n) = min(q=1..n-1: T(q) + T(n-q-1)) + n for n >= 2",
        "T in Theta(n*log(n))",
    ),
    "worst-pivot-theta": (WORST, "T in Theta(n^2)"),
    "worse-of-two-theta": (
        "T(n) = 1 for n <= 3; T(n) = max(T(floor(n/2)), T(ceil(n/3))) + n for n >= 4",
        "T in Theta(n)",
    ),
    "merge-sort-exactly": (MERGE, "T(n) == n*ceil(log2(n)) - 2^ceil(log2(n)) + 1 for n >= 1"),
    "insertion-by-binary-search-exactly": (
        "T(1) = 0; T(n) = T(n-1) + ceil(log2(n)) for n >= 2",
        "T(n) == n*ceil(log2(n)) - 2^ceil(log2(n)) + 1",
    ),
    "josephus-by-parity": (JOSEPHUS, "T(n) == 2*(n - 2^floor(log2(n))) + 1 for n >= 1"),
    "levels-of-three-with-a-price": (
        "parameters c real; T(1) = c; T(n) = T(ceil(n/3)) + c for n >= 2",
        "T(n) == c*ceil(log(n, 3)) + c for n >= 1",
    ),
    "leaves-of-three": (
        "T(n) = 1 for n <= 3; T(n) = T(ceil(n/2)) + 1 for n > 3",
        "T(n) == ceil(log2(n/3)) + 1 for n > 1",
    ),
    "odd-sizes-on-the-way-down": (ODD, "T(n) <= floor(log2(n)) + 1 for n >= 1"),
    "odd-and-even-tolls-of-base-three": (
        "T(n) = 1 for n <= 2; T(n) = T(floor(n/3)) + 3 + (-1)^n for n > 2",
        "T(n) <= 4*floor(log(n, 3)) + 1 for n >= 1",
    ),
    "halving-at-least-2n-less-a-logarithm": (
        "T(1) = 1; T(n) = T(floor(n/2)) + n for n > 1",
        "T(n) >= 2*n - floor(log2(n)) - 1 for n >= 1",
    ),
    "conway-at-least-half": (CONWAY, "T(n) >= n/2 for n >= 1"),
    "conway-theta": (CONWAY, "T in Theta(n)"),
    "conway-not-o": (CONWAY, "T in o(n)"),
    "hofstadter-g-from-0-to-n": ("T(0) = 0; T(n) = n - T(T(n-1)) for n >= 1", "T in O(n)"),
    "hofstadter-g-theta": ("T(0) = 0; T(n) = n - T(T(n-1)) for n >= 1", "T in Theta(n)"),
    "three-deep": ("T(0) = 0; T(n) = n - T(T(T(n-1))) for n >= 1", "T(n) <= n"),
    "size-half-a-value": ("T(0) = 0; T(n) = T(floor(T(n-1)/2)) + 1 for n >= 1", "T(n) <= n"),
    "squares-at-most-a-tower": (SQUARES, "T(n) <= 2^(2^n)"),
    "squares-at-least-a-tower": (SQUARES, "T(n) >= 2^(2^(n-1)) for n >= 1"),
    "squares-omega-of-a-factorial": (SQUARES, "T in omega(n!)"),
    "squares-o-of-a-tower": (SQUARES, "T in o(2^(2^n))"),
    "squares-not-theta-of-a-tower": (SQUARES, "T in Theta(2^(2^n))"),
    "lucas-lehmer": ("T(0) = 4; T(n) = T(n-1)^2 - 2 for n >= 1", "T(n) <= 4^(2^n)"),
    "tower-exactly": ("T(0) = 2; T(n) = T(n-1)^2 for n >= 1", "T(n) == 2^(2^n)"),
    "cubes-at-least-a-tower": ("T(0) = 2; T(n) = T(n-1)^3/2 + T(n-1) for n >= 1", "T(n) <= 2^(3^n)"),
    "twice-as-large-theta": (TWICE_AS_LARGE, "T in Theta(a*n^log2(6))"),
    "twice-as-large-not-O": (TWICE_AS_LARGE, "T in O(a*n^2)"),
    "twice-as-large-at-most": (TWICE_AS_LARGE, "T(a,n) <= a*n^3 for a >= 1, n >= 1"),
    "squared-width": ("T(n,b) = T(n-1,b) + b^2 for n >= 1; T(0,b) = 3*b^2", "T(n,b) == b^2*(n+3) for b >= 1"),
    "hanoi-less-than-it-takes": (HANOI, "T(n) <= 2^n - 2 for n >= 1"),
}


def constant_call() -> Any:
    """T(3) in the step stands for its value."""
    about = claim("T(n) = n for n <= 3; T(n) = T(floor(n/2)) + T(3) for n >= 4", "T(n) <= 3*log2(n) + 3 for n >= 1")
    return case(about, bound(window("3*log2(n) + 3", 8, 4), 4))


def history_with_mirror() -> Any:
    about = claim("T(0) = 1; T(n) = 1 + sum(k=0..n-1: T(k) + T(n-1-k)) for n >= 1", "T(n) == 3^n")
    return case(about, bound(closed("3^n", 0, "(3^n - 1)/2"), 0))


def sum_of_all_before() -> Any:
    about = claim("T(0) = 0; T(n) = n + sum(k=0..n-1: T(k)) for n >= 1", "T(n) == 2^n - 1")
    return case(about, bound(closed("2^n - 1", 0, "2^n - n - 1"), 0))


def free_base_value() -> Any:
    about = claim("T(n) = T(n-1) + 1 for n >= 1", "T(n) == n")
    g = ["add", ["call", "T", "0"], ["var", "n"]]
    about["bound"] = g
    return case(about, bound({**closed("n"), "form": g}, 0))


def with_a_parameter() -> Any:
    about = claim("parameters a real != 1; T(0) = 1; T(n) = a*T(n-1) + 1 for n >= 1", "T(n) == (a^(n+1) - 1)/(a - 1)")
    return case(about, bound(closed("(a^(n+1) - 1)/(a - 1)"), 0))


def closed_form_for_an_inequality() -> Any:
    return case(claim(COUNT, "T(n) <= 2*n"), bound(closed("n"), 4))


def closed_form_without_a_base() -> Any:
    return case(claim("T(n) = 2*n for n >= 0", "T(n) == 2*n"), bound(closed("2*n"), 0))


def closed_form_for_an_order() -> Any:
    return case(claim(HANOI, "T in Theta(2^n)"), order(closed("2^n - 1")))


def by_hand(statement: str, *premises: Any, verdict: str = "proved") -> Any:
    return case(claim(HALVE, statement), order(*premises), verdict)


def window_from_below() -> Any:
    return case(claim(HALVE, "T(n) >= n for n >= 2"), bound(window("n", 8, 2, "lower"), 4))


def range_with_an_end() -> Any:
    return case(claim(COUNT, "T(n) <= 2*n for n >= 2, n <= 3"), bound(closed("n"), 8))


def any_rounding() -> Any:
    about = claim("rounding any; T(1) = 1; T(n) = T(n/2) + 1 for n >= 2", "T(n) <= 2*n for n >= 1")
    return case(about, bound(window("2*n", 8, 2), 2))


def growing_exponentially() -> Any:
    premise = growth("2^n - 1", 8, 7, (1, 2), "lower")
    return case(claim(HANOI, "T in Omega(2^n)"), order(premise))


def toll_below_zero() -> Any:
    """A toll that may be negative, where T stays positive on its own is none; here it is positive from 11 on."""
    about = claim("T(0) = 40; T(n) = T(floor(n/2)) + n - 10 for n >= 1", "T in O(n)")
    return case(about, order(growth("4*n", 64, 32, (0, 10))))


def polynomial_in_a_parameter() -> Any:
    """Hypotheses: 0: a - 1, 1: n - 1."""
    about = claim("parameters a integer >= 1; T(0) = 0; T(n) = T(n-1) + a for n >= 1", "T(n) >= n")
    step = [sums(("1",)), sums(), sums(("1", 1)), sums(("1", 0))]
    return case(about, bound(polynomial("n", 1, 0, {"a": "1"}, step, [sums()], "lower"), 0))


def polynomial_with_a_rounding() -> Any:
    """Hypotheses: 0: a, 1: n - 1, 2: n - 2q, 3: 1 - (n - 2q), with q = floor(n/2); 4: what a split adds."""
    about = claim("parameters a real >= 0; T(0) = 0; T(n) = T(floor(n/2)) + a for n >= 1", "T(n) <= a*n")
    smaller = split("_q1", 1, sums(("1", 1), ("1", 4)), sums(("1", 2), ("1", 4)))
    reached = split("_q1", 0, sums(("1", 4), ("1/2", 1), ("1/2", 3), absurd="yes"), sums(("1", 4)))
    kept = split("_q1", 1, sums(("1", 0, 1), ("1", 0, 4)), sums(("2", 0, 2), ("2", 0, 4), times=[[0, "2"]]))
    kept["above"] = sums(("1", 0, 0, 2), ("1", 0, 0, 4), ("2", 0, 2), ("2", 0, 4), times=[[0, "2"]])
    step = [sums(("1",)), smaller, reached, kept]
    return case(about, bound(polynomial("a*n", 1, 0, {"a": "1/2"}, step, [sums()]), 0))


def witness_of_any_rounding() -> Any:
    about = claim("rounding any; T(1) = 1; T(n) = T(n/2) + 1 for n >= 2", "T(n) <= 2 for n >= 1")
    return case(about, witness({"n": 8}), "refuted")


def witness_in_two_variables() -> Any:
    about = claim(
        "T(n, 0) = 1; T(0, m) = 1; T(n, m) = T(n-1, m) + T(n, m-1) for n >= 1, m >= 1", "T(n, m) <= n + m + 1"
    )
    return case(about, witness({"n": 2, "m": 2}), "refuted")


def order_from_two_sides() -> Any:
    """T is at most a number of levels, and never negative."""
    at_most = blocks("floor(log2(n)) + 1", 1, "<=", [sums(("1",))] * 3 + [sums()])
    never_negative = blocks("0", 0, ">=", [sums(("1",)), sums(), sums(("1",)), sums(("1",))])
    return case(claim(ODD, "T in O(log(n))"), order(at_most, never_negative))


def exact_form_for_an_order() -> Any:
    premise = blocks("n*ceil(log2(n)) - 2^ceil(log2(n)) + 1", 1, shift=1, level=4)
    return case(claim(MERGE, "T in O(n)"), order(premise), "refuted")


def along_powers(statement: str, proof: Any, recurrence: str = ODD) -> Any:
    return case(claim(recurrence, statement), proof, "refuted")


ACCEPTED: dict[str, Callable[[], Any]] = {
    **{name: partial(posynomials.decided, text) for name, text in posynomials.ACCEPTED_CLAIMS.items()},
    **{name: partial(decided, *texts) for name, texts in DECIDED.items()},
    "call-of-constant-size": constant_call,
    "history-with-mirror-closed-form": history_with_mirror,
    "sum-of-all-before": sum_of_all_before,
    "free-base-value-closed-form": free_base_value,
    "parameter-in-a-closed-form": with_a_parameter,
    "closed-form-below-a-bound": closed_form_for_an_inequality,
    "closed-form-without-a-base": closed_form_without_a_base,
    "closed-form-gives-theta": closed_form_for_an_order,
    "halving-theta": partial(by_hand, "T in Theta(n)", UPPER, LOWER),
    "halving-O": partial(by_hand, "T in O(n)", UPPER),
    "halving-Omega": partial(by_hand, "T in Omega(n)", LOWER),
    "halving-not-o": partial(by_hand, "T in o(n)", LOWER, verdict="refuted"),
    "halving-at-least-n": window_from_below,
    "range-with-an-end": range_with_an_end,
    "rounding-any-window": any_rounding,
    "polynomial-with-a-rounding": polynomial_with_a_rounding,
    "polynomial-in-a-parameter": polynomial_in_a_parameter,
    "witness-of-any-rounding": witness_of_any_rounding,
    "exponential-invariant": growing_exponentially,
    "toll-negative-at-first": toll_below_zero,
    "order-from-two-sides": order_from_two_sides,
    "exact-form-refutes-an-order": exact_form_for_an_order,
    "no-odd-size-on-the-way-from-a-power": partial(along_powers, "T in Omega(1)", along("0", 1)),
    "odd-sizes-all-the-way-down": partial(along_powers, "T in O(1)", along("n - 1", 2, shift=-1)),
    "odd-sizes-are-not-theta-of-log": partial(along_powers, "T in Theta(log(n))", along("0", 1)),
    "even-powers-of-three": partial(
        along_powers,
        "T in o(n)",
        along("(3^n + 1)/2", 1, base=3, modulus=6),
        "T(n) = n for n <= 2; T(n) = 3*T(floor(n/3)) - (1-(-1)^n)/2 for n > 2",
    ),
    "witness-in-two-variables": witness_in_two_variables,
    **SYSTEM_ACCEPTED,
}
