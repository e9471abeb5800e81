"""The certificates that the kernel must reject by the rules closed-form, induction and polynomial."""

from __future__ import annotations

from tests.checkers.accepted import COUNT, HANOI
from tests.checkers.proofs import (
    bound,
    case,
    claim,
    closed,
    equation,
    form,
    growth,
    sums,
    window,
)
from tests.checkers.reject_case import (
    HANOI_CASE,
    PREMISE,
    UP,
    N,
    Reject,
    deep_split,
    edited,
    of_closed,
    of_order,
    of_window,
)

SUM = "T(0) = 0; T(n) = n + sum(k=0..n-1: T(k)) for n >= 1"
POWERS = closed("2^n - 1", 0, "2^n - n - 1")  # T(n) = 2^n - 1 and the sum of T(k) over k < n
CLOSED = {
    "closed-form-for-any-rounding": edited(
        HANOI_CASE, "claim.rounding", "any", "closed-form", "rounding as stated", "T(n) is several numbers"
    ),
    "base-equation-that-calls-another-function": edited(
        HANOI_CASE,
        "claim.equations.0.body",
        form("U(0)"),
        "closed-form",
        "G(0) = T(0)",
        "U(0) may be anything",
    ),
    "closed-form-that-misses-the-step": of_closed(
        HANOI, "T(n) == 3^n - 1", closed("3^n - 1"), "G to satisfy the step", "3^n - 1 is not 2*(3^(n-1) - 1) + 1"
    ),
    "closed-form-that-misses-the-start": of_closed(
        HANOI,
        "T(n) == 2^(n+1) - 1",
        closed("2^(n+1) - 1"),
        "G(0) = T(0)",
        "2^(n+1) - 1 satisfies the step; it is 1 at 0",
    ),
    "closed-form-shifted-by-one": of_closed(
        HANOI, "T(n) == 2^(n+1) - 1", closed("2^(n+1) - 1"), "G(0) = T(0)", "the value at n + 1"
    ),
    "closed-form-with-a-rounding": of_closed(
        COUNT,
        "T(n) == floor(n/3)",
        closed("floor(n/3)"),
        "expressions the ring can represent",
        "only halves are rounded there",
    ),
    "closed-form-with-a-sum-too-many": edited(
        HANOI_CASE, f"{PREMISE}.sums", ["0"], "closed-form", "as many forms as sums", "the step has no sum"
    ),
    "closed-form-without-the-form-of-a-sum": edited(
        "history-with-mirror-closed-form",
        f"{PREMISE}.sums",
        [],
        "closed-form",
        "a form for each sum",
        "what is the sum",
    ),
    "sum-form-that-starts-above-zero": of_closed(
        SUM,
        "T(n) == 2^n - 1",
        closed("2^n - 1", 0, "2^n - n"),
        "a sum's form to vanish at its start",
        "an empty sum is 0, not 1",
    ),
    "sum-form-that-rises-by-something-else": of_closed(
        SUM, "T(n) == 2^n - 1", closed("2^n - 1", 0, "2^n - 1"), "a sum's form to rise by G(n)", "2^n is not 2^n - 1"
    ),
    "sum-that-ends-early": of_closed(
        "T(0) = 0; T(n) = n + sum(k=0..n-2: T(k)) for n >= 1",
        "T(n) == 2^n - 1",
        POWERS,
        "a sum over k = first..n-1",
        "T(n-1) is missing",
    ),
    "sum-of-multiples-of-T": of_closed(
        "T(0) = 0; T(n) = n + sum(k=0..n-1: k*T(k)) for n >= 1",
        "T(n) == 2^n - 1",
        POWERS,
        "a sum of T(k)",
        "k*T(k) is not T(k)",
    ),
    "sum-of-every-other-value": edited(
        "sum-of-all-before",
        "claim.equations.1.body.2.5.2",
        form("2*k"),
        "closed-form",
        "T(k) or its mirror image in the range",
        "T(2k) reaches beyond n",
    ),
    "sum-mirrored-off-by-one": edited(
        "sum-of-all-before",
        "claim.equations.1.body.2.5.2",
        form("n - k"),
        "closed-form",
        "T(k) or its mirror image in the range",
        "k = 0 calls T(n) itself",
    ),
    "sum-that-starts-below-the-closed-form": of_closed(
        SUM, "T(n) == 2^n - 1 for n >= 1", {**POWERS, "low": 1}, "a sum over k = first..n-1", "T(0) is not claimed"
    ),
    "maximum-over-history": of_closed(
        "T(0) = 0; T(n) = n + max(k=0..n-1: T(k)) for n >= 1",
        "T(n) == 2^n - 1",
        POWERS,
        "a sum over k = first..n-1",
        "a maximum is no sum",
    ),
    "power-of-a-call": of_closed(
        "T(0) = 0; T(n) = 2^T(n-1) for n >= 1", "T(n) == n", closed("n"), "T under + - * and above / only", "2^T(n-1)"
    ),
    "call-of-another-function": Reject(
        HANOI_CASE,
        "closed-form",
        "one function of one size",
        "U(3) is not T(3)",
        {"claim.equations.1.body": form("2*T(n-1) + U(3)")},
    ),
    "call-of-two-sizes-in-a-closed-form": Reject(
        HANOI_CASE,
        "closed-form",
        "one function of one size",
        "T(n-1, n) is not T(n-1)",
        {"claim.equations.1.body": form("2*T(n-1, n) + 1")},
    ),
    "base-equation-that-calls-two-sizes": edited(
        HANOI_CASE,
        "claim.equations.0.body",
        form("T(-1, 0)"),
        "closed-form",
        "functions of one size",
        "T(-1, 0) is not T(-1)",
    ),
    "base-equation-that-calls-a-half": edited(
        HANOI_CASE, "claim.equations.0.body", form("T(-1/2)"), "closed-form", "integer sizes", "-1/2 is no size"
    ),
    "base-equation-with-a-maximum": edited(
        HANOI_CASE,
        "claim.equations.0.body",
        form("max(k=-2..-1: T(k))"),
        "closed-form",
        "a short sum",
        "a maximum is no sum",
    ),
    "base-equation-with-a-sum-from-a-half": edited(
        HANOI_CASE,
        "claim.equations.0.body",
        form("sum(k=-3/2..-1/2: T(-1))"),
        "closed-form",
        "a short sum",
        "a sum is over integers",
    ),
    "call-of-half-the-size": of_closed(
        "T(0) = 0; T(n) = T(floor(n/2)) + n for n >= 1",
        "T(n) == 2*n",
        closed("2*n"),
        "a size n-k with k from 1 to 64",
        "floor(n/2) is no n - k",
    ),
    "closed-form-with-a-later-value": Reject(
        HANOI_CASE,
        "closed-form",
        "a constant size below the step's start",
        "T(5) is no base value",
        {"claim.equations.1.body": form("2*T(n-1) + T(5)")},
    ),
    "call-of-twice-the-size": Reject(
        HANOI_CASE,
        "closed-form",
        "a size n-k with k from 1 to 64",
        "T(2n) is not below n",
        {"claim.equations.1.body": form("2*T(2*n) + 1")},
    ),
    "call-of-its-own-size": Reject(
        HANOI_CASE,
        "closed-form",
        "a size n-k with k from 1 to 64",
        "T(n) = 2*T(n) + 1",
        {"claim.equations.1.body": form("2*T(n) + 1")},
    ),
    "closed-form-from-far-below-the-step": of_closed(
        "T(n) = n for n <= 299; T(n) = T(n-1) + 1 for n >= 300",
        "T(n) == n",
        closed("n"),
        "few sizes before the step applies",
        "300 sizes",
    ),
    "closed-form-with-a-long-unfolding": of_closed(
        "T(n) = 0 for n <= 299; T(n) = T(n-300) for n >= 300, n <= 855; T(n) = T(n-1) for n >= 856",
        "T(n) == 0 for n >= 600",
        closed("0", 600),
        "fewer sizes to unfold",
        "768 values",
    ),
    "closed-form-with-a-wide-unfolding": of_closed(
        "T(n) = T(n-1) + T(n-1) for n >= 1, n <= 30; T(n) = 2*T(n-1) for n >= 31",
        "T(n) == 2^n*T(0) for n >= 16",
        closed("2^n*T(0)", 16),
        "a shorter unfolding",
        "T(16) holds T(0) 2^16 times",
    ),
    "closed-form-of-a-size-stated-twice": Reject(
        HANOI_CASE,
        "closed-form",
        "one equation at 0",
        "T(0) = 0 and T(0) = 7",
        {
            "claim.equations": [
                equation(["0"], "0"),
                equation(["0"], "7"),
                equation(["n"], "2*T(n-1) + 1", (">=", "n", "1")),
            ]
        },
    ),
    "base-equation-that-calls-a-larger-size": Reject(
        HANOI_CASE,
        "closed-form",
        "a value that does not depend on itself",
        "T(0) = T(1) and T(1) = 2*T(0) + 1",
        {"claim.equations.0.body": form("T(1)")},
    ),
    "base-equation-with-a-long-sum": of_closed(
        "T(n) = 0 for n <= 98; T(99) = sum(k=0..98: T(k)); T(n) = T(n-1) for n >= 100",
        "T(n) == 0 for n >= 99",
        closed("0", 99),
        "a short sum",
        "99 terms",
    ),
    "step-that-divides-by-zero-later": Reject(
        case(claim(COUNT, "T(n) == n"), bound(closed("n"), 0)),
        "closed-form",
        "a divisor never 0 for n >= 1",
        "0/0 at n = 5",
        {"claim.equations.1.body": form("T(n-1) + (n-5)/(n-5)")},
    ),
    "closed-form-that-divides-by-zero": of_closed(
        "T(0) = 0; T(n) = T(n-1) + 1 for n >= 1",
        "T(n) == n*(n-5)/(n-5)",
        closed("n*(n-5)/(n-5)"),
        "a divisor never 0 for n >= 0",
        "0/0 at n = 5",
    ),
    "closed-form-that-divides-by-a-parameter": Reject(
        "parameter-in-a-closed-form",
        "closed-form",
        "a divisor never 0 for n >= 0",
        "a may be 1",
        {"claim.parameters.0.conditions": [["!=", ["var", "a"], "2"]]},
    ),
    "closed-form-with-a-factorial-below-zero": of_closed(
        COUNT, "T(n) == n + 0*(n-5)!", closed("n + 0*(n-5)!"), "an integer >= 0 for n >= 0", "(-5)! at n = 0"
    ),
}

INDUCTION = {
    "induction-down-to-zero": edited(
        "halving-at-least-n", f"{PREMISE}.low", 0, "induction", "F needed at no size below 1", "log(0), 0^-1"
    ),
    "induction-with-a-parameter": edited(
        "halving-at-least-n",
        "claim.parameters",
        [{"name": "a", "kind": "real", "conditions": []}],
        "induction",
        "no parameters",
        "rule polynomial is for parameters",
    ),
    "induction-from-before-step-start": Reject(
        "merge-sort-at-most-n-log2-n",
        "induction",
        "from >= the step's own start, low <= from",
        "at n = 4 the recurrence does not step yet",
        {"claim.equations.1.range": [[">=", N, "9"]], "claim.equations.0": equation(["n"], "n", ("<=", "n", "8"))},
    ),
    "induction-from-below-low": edited(
        "halving-at-least-n",
        f"{PREMISE}.low",
        9,
        "induction",
        "from >= the step's own start, low <= from",
        "from 8 on proves from 8 on",
    ),
    "induction-without-a-call": Reject(
        "halving-at-least-n",
        "induction",
        "at least one call of T",
        "T(n) = n steps nowhere",
        {"claim.equations.1.body": form("n")},
    ),
    "rounding-turned-that-is-no-name": edited(
        "halving-at-least-n", f"{PREMISE}.turned", [0], "induction", "names of roundings", "a rounding is named by text"
    ),
    "invariant-with-a-rounding": edited(
        "halving-at-least-n",
        f"{PREMISE}.form",
        form("floor(n/2)"),
        "induction",
        "F a sum of monomials with constant coefficients",
        "F is to be expanded at every size",
    ),
    "invariant-not-preserved-by-the-step": Reject(
        "merge-sort-at-most-n-log2-n",
        "induction",
        "F preserved by the step for n >= 4",
        "n^2/99 is too small a toll bound",
        {f"{PREMISE}.form": form("n")},
    ),
    "invariant-preserved-but-for-the-roundings": edited(
        "turned-roundings",
        f"{PREMISE}.shift",
        "0",
        "induction",
        "F preserved by the step for n >= 4",
        "ceil(n/2) is above n/2; only the shift by -1 makes up for it",
    ),
    "invariant-below-T-in-the-window": Reject(
        "halving-at-least-n",
        "induction",
        "the bound at n = 2",
        "T(2) = 4 is not at least 2 + 3",
        {f"{PREMISE}.form": form("n + 3"), "claim.equations.1.body": form("T(floor(n/2)) + n")},
    ),
    "window-too-long": edited(
        "halving-at-least-n", f"{PREMISE}.from", 20003, "induction", "a window of at most 20000 sizes", "20,001 sizes"
    ),
    "call-of-the-size-itself": Reject(
        "halving-at-least-n",
        "induction",
        "sizes below n",
        "T(n) is said by T(n)",
        {"claim.equations.1.body": form("T(n)/2 + n")},
    ),
    "call-of-a-larger-size": Reject(
        "halving-at-least-n",
        "induction",
        "sizes below n",
        "T(n+1)",
        {"claim.equations.1.body": form("T(n+1) + n")},
    ),
    "call-of-a-size-below-low": edited(
        "halving-at-least-n", f"{PREMISE}.low", 6, "induction", "sizes from 6 on", "floor(8/2) = 4 is not covered"
    ),
    "invariant-with-a-factorial": edited(
        "halving-at-least-n",
        f"{PREMISE}.form",
        form("n!"),
        "induction",
        "factorials at n - j, j from 1 to 8",
        "(n/2)! is not in the scale",
    ),
    "negative-coefficient": Reject(
        "halving-at-least-n",
        "induction",
        "coefficients >= 0",
        "an upper bound of T gives a lower one of -T",
        {"claim.equations.1.body": form("(-1)*T(floor(n/2)) + n")},
    ),
    "irrational-slope-under-an-exponential": of_window(
        "T(0) = 1; T(n) = T(floor(n/sqrt(2))) + n for n >= 1",
        "T(n) <= 2^n + 9",
        window("2^n + 9", 64, 44),
        "an exact slope under an exponential",
        "2^(n/sqrt(2)) is not in the scale",
    ),
    "toll-that-holds-the-invariant-up": of_order(
        "T(0) = 1; T(n) = 3*T(floor(n/2)) - n for n >= 1",
        "T in O(n)",
        growth("2*n", 64, 32, (0, 2)),
        "the step also without its toll",
        "T(n) = 3*T(n/2) is of order n^1.58; the toll is negative at F only",
    ),
    "lower-bound-with-a-negative-toll": of_order(
        "T(0) = 9; T(n) = 3*T(floor(n/2)) - 1 for n >= 1",
        "T in Omega(n)",
        growth("n", 64, 32, (0, 2), "lower"),
        "the step also without its toll",
        "c*F needs the toll c times over",
    ),
    "invariant-negative-at-low": Reject(
        "halving-O",
        "induction",
        "F > 0 for n >= 32",
        "C*F is no bound where F <= 0",
        {f"{UP}.form": form("4*n - 200")},
    ),
    "sign-from-after-the-bounds-start": Reject(
        "halving-Omega",
        "induction",
        "a sign that holds where the bound starts",
        "T > 0 from 33 on, F from 32 on",
        {f"{UP}.sign": {"first": 33, "last": 99}},
    ),
    "sign-window-backwards": edited(
        "halving-O",
        f"{UP}.sign",
        {"first": 9, "last": 5},
        "induction",
        "a sign that holds where the bound starts",
        "from 9 to 5",
    ),
    "T-zero-in-the-sign-window": Reject(
        "halving-Omega",
        "induction",
        "T(0) positive",
        "T(0) = 0",
        {"claim.equations.0.body": "0"},
    ),
    "T-negative-in-the-sign-window": Reject(
        "halving-O",
        "induction",
        "T(0) positive",
        "T(0) = -1",
        {"claim.equations.0.body": "-1"},
    ),
    "sign-with-a-negative-toll": of_order(
        "T(0) = 1; T(n) = 2*T(floor(n/2)) - 1/2 for n >= 1",
        "T in O(n)",
        growth("n", 64, 32, (0, 2)),
        "a toll never negative for n >= 2",
        "T may fall below 0",
    ),
    "sign-with-a-coefficient-negative-at-first": of_order(
        "T(0) = 1; T(n) = (1 - 10/n)*T(n-1) + 10 for n >= 1",
        "T in O(n)",
        growth("n", 64, 32, (0, 2)),
        "coefficients >= 0",
        "1 - 10/n is negative below 10",
    ),
    "lower-bound-with-coefficients-zero": of_order(
        "T(0) = 1; T(1) = 1; T(n) = (n-2)*T(n-1) for n >= 2",
        "T in Omega(1)",
        growth("1", 64, 32, (0, 2), "lower"),
        "a coefficient > 0",
        "T is 0 from 2 on",
    ),
}

POLY, POLY_A = "polynomial-with-a-rounding", "polynomial-in-a-parameter"
KNOWN = sums(("1",))
POLYNOMIAL = {
    "polynomial-for-any-rounding": edited(
        POLY, "claim.rounding", "any", "polynomial", "rounding as stated", "one symbol stands for one rounding"
    ),
    "polynomial-example-that-is-a-list": edited(
        POLY, f"{PREMISE}.example", [], "polynomial", "an object of parameters", "which value is whose"
    ),
    "polynomial-without-an-example": edited(
        POLY, f"{PREMISE}.example", {}, "polynomial", "an example of each parameter", "the conditions may contradict"
    ),
    "polynomial-example-against-the-conditions": edited(
        POLY, f"{PREMISE}.example", {"a": "-1"}, "polynomial", "an example of a that meets its conditions", "a >= 0"
    ),
    "polynomial-example-that-is-no-integer": edited(
        POLY_A,
        f"{PREMISE}.example",
        {"a": "3/2"},
        "polynomial",
        "an example of a that meets its conditions",
        "a integer",
    ),
    "polynomial-form-in-another-variable": edited(
        POLY, f"{PREMISE}.form", form("a*m"), "polynomial", "a form in n and the parameters", "m is nothing"
    ),
    "polynomial-form-that-divides": edited(
        POLY, f"{PREMISE}.form", form("a*n/n"), "polynomial", "polynomials and roundings u/v", "0/0 at n = 0"
    ),
    "polynomial-step-with-a-sign": Reject(
        POLY_A,
        "polynomial",
        "polynomials and roundings u/v",
        "(-1)^n is no polynomial",
        {"claim.equations.1.body": form("T(n-1) + a + (-1)^n")},
    ),
    "polynomial-range-with-a-parameter": edited(
        POLY_A,
        "claim.equations.0.range",
        [["<=", ["var", "a"], "1"]],
        "polynomial",
        "ranges without parameters",
        "the example says which equation holds, and for others another does",
    ),
    "polynomial-step-with-a-stranger": Reject(
        POLY_A,
        "polynomial",
        "a step in n and the parameters",
        "b is nothing",
        {"claim.equations.1.body": form("T(n-1) + a + b")},
    ),
    "polynomial-parameter-called-q1": Reject(
        POLY,
        "polynomial",
        "names that do not begin with _q",
        "_q1 is the rule's name for floor(n/2)",
        {
            "claim.parameters.0": {"name": "_q1", "kind": "real", "conditions": [[">=", ["var", "_q1"], "0"]]},
            "claim.equations.1.body": form("T(floor(n/2)) + _q1"),
            f"{PREMISE}.form": form("_q1*n"),
            f"{PREMISE}.example": {"_q1": "1"},
        },
    ),
    "polynomial-rounding-of-a-real": Reject(
        POLY_A,
        "polynomial",
        "a rounding of u/v, integers with v >= 1",
        "floor(a) is between a - 1 and a, no closer",
        {"claim.equations.1.body": form("T(n-1) + floor(a)"), "claim.parameters.0.kind": "real"},
    ),
    "polynomial-rounding-of-a-quotient-by-zero": Reject(
        POLY_A,
        "polynomial",
        "a rounding of u/v, integers with v >= 1",
        "n/(a - 1) at a = 1",
        {"claim.equations.1.body": form("T(n-1) + floor(n/(a-1)) + a")},
    ),
    "polynomial-rounding-of-a-quotient-by-a-fraction": Reject(
        POLY_A,
        "polynomial",
        "a rounding of u/v, integers with v >= 1",
        "3/2 is no integer",
        {"claim.equations.1.body": form("T(n-1) + floor(n/(3/2)) + a")},
    ),
    "polynomial-proof-that-is-a-list": edited(
        POLY_A, f"{PREMISE}.step.0", ["split"], "polynomial", "at most 40 nested splits", "a list that holds the word"
    ),
    "polynomial-term-of-three": edited(
        POLY_A,
        f"{PREMISE}.step.3",
        {**sums(), "terms": [["1", [0], "1"]]},
        "polynomial",
        "at most 6 factors",
        "a coefficient, hypotheses, and what",
    ),
    "polynomial-factor-of-three": edited(
        POLY_A,
        f"{PREMISE}.step.1",
        sums(times=[[1, "1", "1"]]),
        "polynomial",
        "a factor h + d with d > 0",
        "a hypothesis, a number, and what",
    ),
    "polynomial-form-with-a-call": edited(
        POLY,
        f"{PREMISE}.form",
        form("a*n + T(0)"),
        "polynomial",
        "a form in n and the parameters",
        "T is what is bounded",
    ),
    "polynomial-base-value-with-a-stranger": edited(
        POLY_A,
        "claim.equations.0.body",
        ["var", "b"],
        "polynomial",
        "a base value in the parameters alone",
        "b is nothing",
    ),
    "polynomial-without-the-last-inequality": Reject(
        POLY_A,
        "polynomial",
        "a proof for each of 4 inequalities",
        "that F is preserved",
        {f"{PREMISE}.step": [KNOWN, sums(), sums(("1", 1))]},
    ),
    "polynomial-inequality-that-does-not-follow": edited(
        POLY_A,
        f"{PREMISE}.step.3",
        sums(("1", 1)),
        "polynomial",
        "an identity between the goal and the products",
        "a - 1 is not n - 1",
    ),
    "polynomial-bound-that-is-false": Reject(
        POLY_A,
        "polynomial",
        "an identity between the goal and the products",
        "T(n) = a*n is not >= 2*n for a = 1",
        {"claim.bound": form("2*n"), f"{PREMISE}.form": form("2*n")},
    ),
    "polynomial-split-on-a-real": edited(
        POLY,
        f"{PREMISE}.step.1.split",
        ["var", "a"],
        "polynomial",
        "a split on an integer",
        "a <= 0 or a >= 1, or between",
    ),
    "polynomial-negative-coefficient": edited(
        POLY_A, f"{PREMISE}.step.3", sums(("-1", 0)), "polynomial", "coefficients >= 0", "1 - a is not >= 0"
    ),
    "polynomial-product-of-seven": edited(
        POLY_A, f"{PREMISE}.step.3", sums(("1", *[0] * 7)), "polynomial", "at most 6 factors", "a cap on the work"
    ),
    "polynomial-factor-that-may-be-zero": edited(
        POLY_A,
        f"{PREMISE}.step.2",
        sums(("1", 1, 1), times=[[1, "0"]]),
        "polynomial",
        "a factor h + d with d > 0",
        "n - 1 may be 0",
    ),
    "polynomial-factor-that-may-be-negative": edited(
        POLY_A,
        f"{PREMISE}.step.1",
        sums(times=[[1, "-1"]]),
        "polynomial",
        "a factor h + d with d > 0",
        "n - 2 may be -1",
    ),
    "polynomial-splits-too-deep": edited(
        POLY, f"{PREMISE}.step.0", deep_split(41), "polynomial", "at most 40 nested splits", "a cap on the work"
    ),
    "polynomial-of-a-factorial": Reject(
        POLY_A,
        "polynomial",
        "polynomials and roundings u/v",
        "a! is no polynomial",
        {"claim.equations.1.body": form("T(n-1) + a!")},
    ),
    "polynomial-from-far-above-low": Reject(
        POLY_A,
        "polynomial",
        "each of at most 64 sizes",
        "65 sizes",
        {f"{PREMISE}.from": 65, f"{PREMISE}.step.2": sums(("1", 1), ("64",)), f"{PREMISE}.points": [sums()] * 65},
    ),
    "polynomial-of-degree-999": edited(
        POLY_A, f"{PREMISE}.form", form("(n+a)^999"), "polynomial", "polynomials", "more terms than the ring counts"
    ),
    "polynomial-without-its-points": edited(
        POLY_A, f"{PREMISE}.points", [], "polynomial", "each of at most 64 sizes", "T(0) is not looked at"
    ),
    "polynomial-with-two-base-equations": Reject(
        POLY_A,
        "polynomial",
        "one equation at 0",
        "T(0) = 0 and T(0) = 7",
        {
            "claim.equations": [
                equation(["0"], "0"),
                equation(["0"], "7"),
                equation(["n"], "T(n-1) + a", (">=", "n", "1")),
            ]
        },
    ),
    "polynomial-without-a-base-equation": Reject(
        POLY_A,
        "polynomial",
        "one equation at 0",
        "T(0) may be anything",
        {"claim.equations": [equation(["n"], "T(n-1) + a", (">=", "n", "1"))]},
    ),
    "polynomial-base-value-with-a-call": edited(
        POLY_A,
        "claim.equations.0.body",
        form("U(0)"),
        "polynomial",
        "a base value in the parameters alone",
        "U(0) is unknown",
    ),
    "polynomial-base-value-that-divides": edited(
        POLY_A, "claim.equations.0.body", form("0/(a-1)"), "polynomial", "a polynomial base value", "0/0 at a = 1"
    ),
}


PREMISES: dict[str, Reject] = {**CLOSED, **INDUCTION, **POLYNOMIAL}
