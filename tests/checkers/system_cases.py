"""Certificates of rule system: those the kernel must accept, and changes to them that it must reject, by reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.checkers.proofs import bound, case, claim, form, order

Json = Any
ZIP = "T(m,n) = T(m-1,n-1) + 1 for m >= 1, n >= 1; T(m,0) = m; T(0,n) = n"
MUTUAL = "A(n) = B(n-1) + 1 for n >= 1; B(n) = A(n-1) + 2 for n >= 1; A(0) = 0; B(0) = 0"
CATALAN = "T(0) = 1; T(n) = sum(k=0..n-1: T(k)*T(n-1-k)) for n >= 1"


def solution(f: str, sizes: str, text: str, domain: str, measure: str) -> Json:
    """A form of a function; domain and measure are lists with semicolons."""
    parts = {"domain": domain, "measure": measure}
    lists = {name: [form(e) for e in filter(None, text.split(";"))] for name, text in parts.items()}
    return {"function": f, "variables": sizes.split(), "form": form(text), **lists}


def system(*forms: Json, equations: int, sums: dict[int, list[str]] | None = None) -> Json:
    """A proof by rule system; sums by the number of their equation."""
    stated = [[form(v) for v in (sums or {}).get(i, [])] for i in range(equations)]
    return {"rule": "system", "forms": list(forms), "sums": stated}


def of_sizes(recurrence: str, statement: str, *forms: Json, sums: dict[int, list[str]] | None = None) -> Json:
    """The case of a claim about several sizes."""
    about = claim(recurrence, statement)
    return case(about, system(*forms, equations=len(about["equations"]), sums=sums))


def of_size(recurrence: str, statement: str, *forms: Json, sums: dict[int, list[str]] | None = None) -> Json:
    """The case of a claim about one size: an order when it is about growth."""
    about = claim(recurrence, statement)
    premise = system(*forms, equations=len(about["equations"]), sums=sums)
    return case(about, order(premise) if about["relation"] == "Theta" else bound(premise, 1))


ZIPPED = solution("T", "m n", "max(m,n)", "m;n", "m")
BOTH = [solution("A", "n", "(6*n-1+(-1)^n)/4", "n", "n"), solution("B", "n", "(6*n+1-(-1)^n)/4", "n", "n")]
CONVOLVED = solution("T", "n", "binomial(2*n,n)/(n+1)", "n", "n")
TELESCOPED = "(2*k-n)*factorial(2*k)*factorial(2*n-2*k)/(factorial(k)^2*factorial(n-k)^2*2*n*(n+1))"


MERGE = "T(m,n) = max(T(m-1,n), T(m,n-1)) + 1 for m >= 1, n >= 1; T(m,0) = 0; T(0,n) = 0"
BESIDE, LATER = "T(m,n) == max(m,n) for m >= 1", solution("T", "m n", "max(m,n)", "m-1;n", "m")
OUTSIDE = "calls inside the domain of their form, or at sizes whose value is given"


def _zip(statement: str) -> Json:
    return of_sizes(ZIP, statement, ZIPPED)


SYSTEM_ACCEPTED: dict[str, Callable[[], Json]] = {
    "open-zip-is-the-longer-list": partial(_zip, "T(m,n) == max(m,n) for m >= 1, n >= 1"),
    "open-merge-of-two-lists": partial(
        of_sizes, MERGE, "T(m,n) == m + n - 1 for m >= 1, n >= 1", solution("T", "m n", "m+n-1", "m-1;n-1", "m+n")
    ),
    "open-zip-below-a-linear-bound": partial(_zip, "T(m,n) <= m + n"),
    "open-zip-above-a-linear-bound": partial(_zip, "T(m,n) >= m for n >= 3"),
    "worst-split-of-quicksort": partial(
        of_size,
        "T(n) = max(k=0..n-1: T(k) + T(n-1-k)) + n for n >= 1; T(0) = 0",
        "T(n) == n*(n+1)/2",
        solution("T", "n", "n*(n+1)/2", "n", "n"),
    ),
    "worst-split-by-the-larger-part": partial(
        of_size,
        "T(n) = max(k=0..n-1: max(T(k),T(n-1-k)) + k) + 1 for n >= 1; T(0) = 0",
        "T in Theta(n^2)",
        solution("T", "n", "n*(n+1)/2", "n", "n"),
    ),
    "steps-below-a-polynomial": partial(
        of_sizes,
        "T(m,n) = T(m-1,n) + n for m >= 1; T(0,n) = 0",
        "T(m,n) <= (m+n)^2/2",
        solution("T", "m n", "m*n", "m;n", "m"),
    ),
    "open-zip-of-equal-lists": partial(_zip, "T(m,n) == m for m == n"),
    "binomials-on-a-cone": partial(
        of_sizes,
        "T(m,n) = T(m-1,n) + T(m-1,n-1) for m > n, n >= 1; T(m,0) = 1; T(m,m) = 1",
        "T(m,n) == binomial(m,n) for m >= n, n >= 1",
        solution("T", "m n", "binomial(m,n)", "m-n;n", "m"),
    ),
    "binomials-with-zeros": partial(
        of_sizes,
        "T(n,k) = T(n-1,k-1) + T(n-1,k) for n >= 1, k >= 1; T(n,0) = 1; T(0,k) = 0 for k >= 1",
        "T(n,k) == binomial(n,k)",
        solution("T", "n k", "binomial(n,k)", "n;k", "n"),
    ),
    "a-falling-product": partial(
        of_sizes,
        "T(m,n) = T(m-1,n) + m + n - 1 for m >= 1; T(0,n) = binomial(n,2)",
        "T(m,n) == binomial(m+n,2)",
        solution("T", "m n", "binomial(m+n,2)", "m;n", "m"),
    ),
    "harmonic-numbers-in-one-of-two-sizes": partial(
        of_sizes,
        "T(k,n) = T(k-1,n) + n/k for k >= 1; T(0,n) = 0",
        "T(k,n) == n*H(k) for k >= 1, n >= 1",
        solution("T", "k n", "n*H(k)", "k;n", "k"),
    ),
    "lexicographic-measure": partial(
        of_sizes,
        "T(m,n) = T(m+1,n-1) + n for n >= 1; T(m,0) = T(m-1,0) + 1 for m >= 1; T(0,0) = 1",
        "T(m,n) == 1 + m + n*(n+3)/2 for m >= 1, n >= 1",
        solution("T", "m n", "1 + m + n*(n+3)/2", "m;n", "n;m"),
    ),
    "symmetric-with-signs-and-shifts": partial(
        of_sizes,
        "T(m,n) = T(n,m) for m < n; T(m,n) = T(m-1,n) + (-1)^n*2^m for m > n; T(n,n) = (-1)^n*2^(n+1)",
        "T(m,n) == (-1)^min(m,n)*2^(max(m,n)+1)",
        solution("T", "m n", "(-1)^min(m,n)*2^(max(m,n)+1)", "m;n", "m+n;n"),
    ),
    "real-and-integer-parameters": partial(
        of_sizes,
        "parameters a real > 1, c integer >= 2; "
        "T(m,n) = a*T(m-1,n) + n for m >= 1, n < c; T(0,n) = 0; T(m,n) = 0 for n >= c, m >= 1",
        "T(m,n) == n*(a^m-1)/(a-1) for n <= c - 1",
        solution("T", "m n", "n*(a^m-1)/(a-1)", "m;n;c-1-n", "m"),
    ),
    "a-power-of-a-size": partial(
        of_sizes,
        "T(d,b) = b*T(d-1,b) + 1 for d >= 1; T(0,b) = 1",
        "T(d,b) == (b^(d+1)-1)/(b-1) for b >= 2",
        solution("T", "d b", "(b^(d+1)-1)/(b-1)", "d;b-2", "d"),
    ),
    "two-functions-of-two-sizes": partial(
        of_sizes,
        "T(m,n) = S(m,n-1) + 1 for n >= 1; S(m,n) = T(m,n) + m for n >= 0; T(m,0) = 0",
        "T(m,n) == n*(m+1)",
        solution("T", "m n", "n*(m+1)", "m;n", "n;0"),
        solution("S", "m n", "n*(m+1)+m", "m;n", "n;1"),
    ),
    "a-range-with-a-gap": partial(
        of_sizes,
        "T(m,n) = T(m-1,n) + n for m != 0; T(0,n) = 0",
        "T(m,n) == m*n for n != 5",
        solution("T", "m n", "m*n", "m;n", "m"),
    ),
    "sizes-beyond-a-shift": partial(
        of_sizes,
        "T(m+1,n) = T(m,n) + n for m >= 0; T(0,n) = 0",
        "T(m,n) == m*n",
        solution("T", "m n", "m*n", "m;n", "m"),
    ),
    "even-and-odd-sizes-agree": partial(
        of_sizes,
        "T(m,n) = T(m-1,n) + n for m >= 1; T(0,n) = 0; T(2*m,n) = 2*m*n",
        "T(m,n) == m*n",
        solution("T", "m n", "m*n", "m;n", "m"),
    ),
    "mutual-recursion": partial(of_size, MUTUAL, "A(n) == (6*n-1+(-1)^n)/4 for n >= 1", *BOTH),
    "mutual-recursion-has-an-order": partial(of_size, MUTUAL, "A in Theta(n)", *BOTH),
    "convolution": partial(
        of_size, CATALAN, "T(n) == binomial(2*n,n)/(n+1)", CONVOLVED, sums={1: [TELESCOPED]}
    ),
    "convolution-has-an-order": partial(
        of_size, CATALAN, "T in Theta(4^n/n^(3/2))", CONVOLVED, sums={1: [TELESCOPED]}
    ),
    "worst-split": partial(
        of_size,
        "T(n) = max(k=1..n-1: T(k) + T(n-k)) + 1 for n >= 2; T(1) = 0",
        "T(n) == n - 1 for n >= 1",
        solution("T", "n", "n-1", "n-1", "n"),
    ),
    "extrema-at-an-end": partial(
        of_size,
        "T(n) = max(k=0..n-1: 2*T(k)) - min(k=0..n-1: T(k)) - n + 2 for n >= 1; T(0) = 0",
        "T(n) == n",
        solution("T", "n", "n", "n", "n"),
    ),
}  # fmt: skip

PROOF, ZIPPED_NAME = "certificate.proof", "open-zip-is-the-longer-list"
FORM = f"{PROOF}.forms.0"
STEEP = "+".join(f"max(m,n+{i})" for i in range(30, 4, -2))
UNEQUAL = [["!=", ["var", "m"], str(i)] for i in range(7)]
M, N = ["var", "m"], ["var", "n"]
SUM = "T(m,n) = sum(k=1..m: T(k-1,n)) for m >= 1; T(0,n) = 0"
ZERO = solution("T", "m n", "0", "m;n", "m")


def _equation(f: str, patterns: list[Json], body: str, *where: Json) -> Json:
    return {"function": f, "patterns": patterns, "relation": "==", "body": form(body), "range": list(where)}


def _summed(body: Json) -> dict[str, Json]:
    return {"claim.equations.0.body": body}


SYSTEM_REJECTED: dict[str, tuple[Json, str, str, dict[str, Json]]] = {
    "system-with-two-forms-of-a-function": (
        ZIPPED_NAME, "one form for each function", "which of them is meant", {f"{PROOF}.forms": [ZIPPED, ZIPPED]},
    ),
    "system-without-sums": (ZIPPED_NAME, "the sums of each equation", "three equations", {f"{PROOF}.sums": []}),
    "system-form-of-one-size-twice": (
        ZIPPED_NAME, "a few sizes", "max(m,m) is m", {f"{FORM}.variables": ["m", "m"]},
    ),
    "system-form-with-a-stranger": (
        ZIPPED_NAME, "a form in sizes and parameters", "q is nothing", {f"{FORM}.form": form("q")},
    ),
    "system-form-with-a-call": (
        ZIPPED_NAME, "a form in sizes and parameters", "T is not known", {f"{FORM}.form": form("T(m,n)")},
    ),
    "system-domain-that-is-curved": (
        ZIPPED_NAME, "domain and measure linear with integer coefficients", "m*n >= 0",
        {f"{FORM}.domain": [form("m*n")]},
    ),
    "system-measure-of-halves": (
        ZIPPED_NAME, "domain and measure linear with integer coefficients", "m/2 may fall for ever",
        {f"{FORM}.measure": [form("m/2")]},
    ),
    "system-range-that-is-curved": (
        ZIPPED_NAME, "ranges linear in integers", "m*n >= 1", {"claim.equations.0.range": [[">=", form("m*n"), "1"]]},
    ),
    "system-range-with-many-gaps": (
        ZIPPED_NAME, "at most 64 cases of a range", "2^7 cases", {"claim.equations.0.range": UNEQUAL},
    ),
    "system-with-much-to-look-at": (
        ZIPPED_NAME, "inequalities looked at less than 100000 times", "400 times the same inequality",
        {f"{FORM}.domain": [M] * 400 + [N]},
    ),
    "system-measures-of-two-lengths": (
        "two-functions-of-two-sizes", "measures of one length", "they cannot be compared", {f"{FORM}.measure": [N]},
    ),
    "system-domain-without-points": (
        ZIPPED_NAME, "a domain that is not empty", "m >= 0 and m <= -1", {f"{FORM}.domain": [M, N, form("-1-m")]},
    ),
    "system-measure-below-zero": (
        ZIPPED_NAME, "a measure >= 0 on the domain", "m - n may fall for ever", {f"{FORM}.measure": [form("m-n")]},
    ),
    "system-size-without-an-equation": (
        ZIPPED_NAME, "an equation for each size", "T(0,n) is free for n >= 1",
        {"claim.equations.2": _equation("T", ["0", "0"], "0")},
    ),
    "system-odd-sizes-without-an-equation": (
        "even-and-odd-sizes-agree", "an equation for each size", "T(2*m,n) says nothing of T(1,n)",
        {"claim.equations.0": _equation("T", [form("2*m"), N], "2*m*n")},
    ),
    "system-pattern-in-two-variables": (
        ZIPPED_NAME, "sizes linear in one variable", "T(m+n,n)",
        {"claim.equations.0.patterns": [form("m+n"), N]},
    ),
    "system-pattern-without-its-variable": (
        ZIPPED_NAME, "patterns that hold each of their variables", "m - m is 0, and m is anything",
        {"claim.equations.0.patterns": [form("m-m"), N]},
    ),
    "system-equation-with-a-stranger": (
        ZIPPED_NAME, "an equation in its sizes and parameters", "q is nothing",
        {"claim.equations.1.body": form("m+q-q")},
    ),
    "system-equation-with-a-stranger-in-its-range": (
        ZIPPED_NAME, "an equation in its sizes and parameters", "q is nothing",
        {"claim.equations.1.range": [[">=", ["var", "q"], "0"]]},
    ),
    "system-sum-that-is-none": (
        ZIPPED_NAME, "a form for each sum of the equation", "no equation has a sum",
        {f"{PROOF}.sums": [[form("m")], [], []]},
    ),
    "system-many-cases": (
        ZIPPED_NAME, "at most 10 nested cases", "13 maxima", {f"{FORM}.form": form(f"max(m,n)+0*({STEEP})")},
    ),
    "system-call-at-a-product": (
        ZIPPED_NAME, "an expression linear in integers", "T(m*n,n-1)",
        {"claim.equations.0.body": form("T(m*n,n-1)+1")},
    ),
    "system-call-at-a-real-parameter": (
        "real-and-integer-parameters", "an expression linear in integers", "a is no integer",
        {"claim.equations.0.body": form("T(m-1+0*a,n)")},
    ),
    "system-call-of-a-stranger": (
        ZIPPED_NAME, "a form for each function called", "U has none", {"claim.equations.0.body": form("U(m-1)+1")},
    ),
    "system-call-of-another-arity": (
        ZIPPED_NAME, "a form for each function called", "T(m) is another function",
        {"claim.equations.0.body": form("T(m-1)+1")},
    ),
    "system-call-at-a-half": (
        ZIPPED_NAME, "integer sizes", "T(m/2,n-1)", {"claim.equations.0.body": form("T(m/2,n-1)+1")},
    ),
    "system-call-outside-the-domain": (
        of_sizes(f"{ZIP} for n >= 5", BESIDE, LATER), OUTSIDE, "T(0,n-1) for n <= 5 is not given", {},
    ),
    "system-call-outside-where-a-call-gives": (
        of_sizes(f"{ZIP.removesuffix('n')}U(n); U(n) = n", BESIDE, LATER), OUTSIDE, "U has no form", {},
    ),
    "system-call-outside-beside-what-is-given": (
        of_sizes(ZIP.replace("T(0,n)", "T(-1,n)"), BESIDE, LATER), OUTSIDE, "T(-1,n) is not T(0,n)", {},
    ),
    "system-call-outside-where-another-function-is-given": (
        of_sizes(ZIP.replace("T(0,n)", "U(0,n)"), BESIDE, LATER), OUTSIDE, "U(0,n) is not T(0,n)", {},
    ),
    "system-call-outside-where-a-fold-gives": (
        of_sizes(ZIP.replace("T(0,n) = n", "T(0,n) = sum(k=1..n: 1)"), BESIDE, LATER), OUTSIDE, "a fold is refused", {},
    ),
    "system-call-outside-but-for-one-size": (
        of_sizes(f"{ZIP} for n != 5", BESIDE, LATER), OUTSIDE, "T(0,5) is not given", {},
    ),
    "system-call-outside-for-a-name-twice": (
        of_sizes(ZIP.replace("T(0,n) = n", "T(n,n) = n"), BESIDE, LATER), OUTSIDE, "T(n,n) is not T(0,n)", {},
    ),
    "system-call-outside-where-another-value-is-given": (
        of_sizes(ZIP.replace("m; T(0,n) = n", "m for m >= 1; T(0,n) = n + 1"), BESIDE, LATER),
        "the forms to satisfy the equation", "T(1,2) = 3", {},
    ),
    "system-premise-that-calls-outside": (
        of_size(MUTUAL, "A(n) <= 2*n for n >= 1", BOTH[0], {**BOTH[1], "domain": [form("n-1")]}),
        OUTSIDE, "no step of a premise reaches below", {},
    ),
    "system-form-of-what-calls-itself": (
        ZIPPED_NAME, "calls of smaller measure", "T(m,n) = T(m,n) says nothing",
        {"claim.equations.0.body": form("T(m,n)")},
    ),
    "system-circle-of-two-functions": (
        "two-functions-of-two-sizes", "calls of smaller measure", "T = S - m and S = T + m say nothing",
        {"claim.equations.0.body": form("S(m,n)-m")},
    ),
    "system-last-measure-equal": (
        "lexicographic-measure", "calls of smaller measure", "n alone is the same at T(m-1,0)",
        {f"{FORM}.measure": [N]},
    ),
    "system-sum-over-a-size": (
        of_sizes(SUM, "T(m,n) == 0", ZERO, sums={0: ["0"]}),
        "a variable of the fold's own", "which m is meant", _summed(["fold", "sum", "m", "1", M, "0"]),
    ),
    "system-sum-to-a-half": (
        of_sizes(SUM, "T(m,n) == 0", ZERO, sums={0: ["0"]}),
        "a range between integers", "k = 1..m/2", _summed(form("sum(k=1..m/2: 0)")),
    ),
    "system-sum-from-a-half": (
        of_sizes(SUM, "T(m,n) == 0", ZERO, sums={0: ["0"]}),
        "a range between integers",
        "k = m/2..m",
        _summed(form("sum(k=m/2..m: 0)")),
    ),
    "system-maximum-between-the-ends": (
        "worst-split-of-quicksort",
        "what is linear or bends away from its ends",
        "-k^2 + k*n is greatest in the middle",
        {"claim.equations.0.body": form("max(k=0..n-1: k*(n-k))")},
    ),
    "system-minimum-between-the-ends": (
        "worst-split-of-quicksort",
        "what is linear or bends away from its ends",
        "T(k) + T(n-1-k) is least in the middle",
        {"claim.equations.0.body": form("min(k=0..n-1: T(k) + T(n-1-k)) + n")},
    ),
    "system-maximum-of-many": (
        "worst-split-of-quicksort",
        "at most 64 alternatives",
        "2^7 sums",
        {"claim.equations.0.body": form("max(k=0..n-1: " + "+".join(["max(k,n)"] * 7) + ")")},
    ),
    "system-binomial-with-a-half": (
        ZIPPED_NAME,
        "binomials of integers",
        "binomial(m,n/2)",
        {f"{FORM}.form": form("binomial(m,n/2)")},
    ),
    "system-domain-without-an-end": (
        of_size("A(n) = n for n <= 5; A(n) = n for n >= 6", "A(n) == n", solution("A", "n", "n", "", "0")),
        "a domain n >= low",
        "all integers have no first",
        {},
    ),
    "system-sum-that-ends-early": (
        of_sizes(SUM, "T(m,n) == 0", solution("T", "m n", "0", "m;n", "m"), sums={0: ["k"]}),
        "a range first..last, last >= first (sum: first - 1)", "at m = 1 the sum is 0, and V(2) - V(3) is -1",
        _summed(form("sum(k=3..m: 1)")),
    ),
    "system-maximum-of-nothing": (
        "extrema-at-an-end",
        "a range first..last, last >= first (sum: first - 1)",
        "no k in 0..n-2 for n = 1",
        {"claim.equations.0.body": form("max(k=0..n-2: 2*T(k)) + 2 - n")},
    ),
    "system-binomial-of-a-half": (
        ZIPPED_NAME, "binomials of integers", "binomial(m/2,n)", {f"{FORM}.form": form("binomial(m/2,n)")},
    ),
    "system-binomial-of-a-negative-number": (
        ZIPPED_NAME, "binomial(a, b) with a >= 0", "binomial(m-5,n)", {f"{FORM}.form": form("binomial(m-5,n)")},
    ),
    "system-divisor-zero-on-the-diagonal": (
        ZIPPED_NAME, "a divisor that is never 0", "0/0 for m = n",
        {f"{FORM}.form": form("max(m,n)*(m-n)/(m-n)")},
    ),
    "system-divisor-with-a-parameter": (
        "real-and-integer-parameters", "a divisor that is never 0", "a may be 1",
        {"claim.parameters.0.conditions": [[">=", ["var", "a"], "1"]]},
    ),
    "system-divisor-excluded-by-an-assumption": (
        "a-power-of-a-size", "a divisor that is never 0", "b != 1 is said of the claim's b, not of the equation's",
        {f"{FORM}.domain": [["var", "d"], form("b-1")], "claim.assuming": [["!=", ["var", "b"], "1"]]},
    ),
    "system-power-of-a-size-to-itself": (
        "a-power-of-a-size", "expressions the ring can represent", "b^b varies in two ways",
        {f"{FORM}.form": form("(b^(d+1)-1)/(b-1) + 0*b^b")},
    ),
    "system-factorial-of-a-negative-number": (
        ZIPPED_NAME, "an integer >= 0", "(m-n)! for m < n",
        {f"{FORM}.form": form("max(m,n)*factorial(m-n)/factorial(m-n)")},
    ),
    "system-form-outside-the-ring": (
        ZIPPED_NAME, "expressions the ring can represent", "log(m)", {f"{FORM}.form": form("log(m)")},
    ),
    "system-form-that-fails-the-equation": (
        ZIPPED_NAME, "the forms to satisfy the equation", "m + n rises by 2", {f"{FORM}.form": form("m+n")},
    ),
    "system-form-that-fails-a-base-equation": (
        ZIPPED_NAME, "the forms to satisfy the equation", "n + (m-n) is not max(0,n)", {f"{FORM}.form": form("m")},
    ),
    "system-equations-that-contradict": (
        "even-and-odd-sizes-agree", "the forms to satisfy the equation", "T(2*m,n) is two things",
        {"claim.equations.2.body": form("2*m*n+1")},
    ),
    "system-sum-that-does-not-telescope": (
        "convolution", "the forms to satisfy the equation", "V is 0",
        {f"{PROOF}.premise.sums": [[], ["0"]]},
    ),
    "system-bound-that-is-not-the-form": (
        ZIPPED_NAME, "the forms to satisfy the equation", "T(m,n) is max(m,n)", {"claim.bound": form("min(m,n)")},
    ),
    "system-for-any-rounding": (
        ZIPPED_NAME, "rounding as stated", "each rounding is chosen anew", {"claim.rounding": "any"},
    ),
    "system-for-a-growth-claim": (
        ZIPPED_NAME, "an explicit claim", "in which way m and n grow", {"claim.relation": "Theta"},
    ),
    "system-for-a-claim-about-one-size": (
        case(claim(MUTUAL, "A(n) == (6*n-1+(-1)^n)/4 for n >= 1"), system(*BOTH, equations=4)),
        "a claim about T at several sizes", "for one size there are rules bound and order", {},
    ),
    "system-for-a-bound-with-a-call": (
        ZIPPED_NAME, "a claim about T at several sizes", "T is not known", {"claim.bound": form("T(m,n)")},
    ),
    "system-claim-with-a-stranger": (
        ZIPPED_NAME, "a claim in its sizes and parameters", "q is nothing", {"claim.bound": form("max(m,n)+q-q")},
    ),
    "system-bound-below-the-form": (
        "open-zip-below-a-linear-bound", "T <= the bound", "T(0,1) is 1", {"claim.bound": M},
    ),
    "system-form-of-another-function": (
        of_size("A(n) = A(n-1) + 1 for n >= 1; A(0) = 0; B(n) = B(n-1) + 1 for n >= 1; B(0) = 0", "A(n) == n",
                solution("B", "n", "n", "n", "n")),
        "a form of T(n)", "B is not A", {},
    ),
    "system-domain-of-steps": (
        "mutual-recursion", "a domain n >= low", "2*n >= 0 is n >= 0 in other words",
        {f"{PROOF}.premise.forms.0.domain": [form("2*n")]},
    ),
}  # fmt: skip
LINES = [form(f"{s}m{s}{i}*n+1000".removeprefix("+")) for i in range(1, 23) for s in ("+", "-")]
"""22 inequalities that bound m from below, and as many from above."""
