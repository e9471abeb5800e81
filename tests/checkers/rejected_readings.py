"""The certificates that the kernel must reject where a step is read otherwise than it is written.

Other functions inlined, max and min as cases, inequalities as their extremal solution, a finite range point by point,
two bounds as an equation.
"""

from __future__ import annotations

from typing import Any

from tests.checkers.accepted import COUNT, EVEN_ODD, LARGEST, LEADER, MCCARTHY
from tests.checkers.proofs import bound, case, changed, claim, closed, equation, form, growth, order, thinning, window
from tests.checkers.reject_case import Reject

UNEQUAL = "T(1) = 1; T(n) <= 2*T(floor(n/2)) + n for n >= 2"
CURVE = {"at": "0", "curve": "convex", "peel": [1, 1], "half": "no"}


ZERO = equation(["1"], "0")


def stated(statement: str, *equations: Any) -> Any:
    """A claim about equations that the language may refuse."""
    return {**claim(COUNT, statement), "equations": list(equations)}


def of_split(
    body: str, need: str, why: str, upper: bool = True, rule: str = "splits", f: str = "n^2", **choice: Any
) -> Reject:
    """T(n) = body for n >= 2, with a premise of rule induction that reads its max or min as the choice says."""
    about = stated(f"T(n) {'<=' if upper else '>='} n^3", ZERO, equation(["n"], body, (">=", "n", "2")))
    splits = [{**CURVE, **choice}]
    premise = window(f, 64, 2, "upper" if upper else "lower", splits=splits)
    return Reject(case(about, bound(premise, 64)), rule, need, why)


def of_choices(body: str, choices: list[Any], need: str, why: str) -> Reject:
    about = stated("T(n) <= n^3", ZERO, equation(["n"], body, (">=", "n", "2")))
    return Reject(case(about, bound(window("n^2", 64, 2, splits=choices), 64)), "splits", need, why)


def of_system(a: str, b: Any, need: str, why: str) -> Reject:
    """A closed form of T, whose step calls B."""
    about = stated("T(n) == 0 for n >= 8", equation(["0"], "0"), equation(["n"], a, (">=", "n", "1")), *b)
    return Reject(case(about, bound(closed("0", 8), 8)), "step", need, why)


def of_inequality(
    need: str, why: str, recurrence: str = UNEQUAL, statement: str = "T in O(n)", **changes: Any
) -> Reject:
    made = case(claim(recurrence, statement), order(growth("n", 64, 32, (1, 2))))
    fields = {path.replace("__", "."): value for path, value in changes.items()}
    return Reject(changed(made, fields), "extremal", need, why)


def of_points(statement: str, need: str, why: str, recurrence: str = MCCARTHY, rule: str = "points") -> Reject:
    return Reject(case(claim(recurrence, statement), {"rule": "points"}), rule, need, why)


def of_squeeze(need: str, why: str, **sides: Any) -> Reject:
    below, above = window("n - 1", 64, 2, "lower"), window("n - 1", 64, 2)
    choices = [{**CURVE, "at": "1"}]
    premise = {
        "rule": "squeeze",
        "above": {**above, "splits": choices},
        "below": {**below, "splits": choices},
        **sides,
    }
    return Reject(case(claim(LARGEST, "T(n) == n - 1"), bound(premise, 64)), "squeeze", need, why)


TWO = "max(T(n-1), T(n-2))"
LONG = " + ".join(f"max(T(n-{i}), T(n-{i + 1}))/100" for i in range(1, 8))
SPLITS = {
    "splits-into-too-many-cases": of_choices(
        LONG, [{"pick": 0}] * 7, "at most 64 cases", "seven maxima of two arguments make 128"
    ),
    "choice-without-a-split": of_choices(
        f"{TWO}/2", [{"pick": 0}, {"pick": 0}], "as many choices as max and min", "a second choice for one max"
    ),
    "split-of-a-range-to-a-half": of_split(
        "max(k=1..n/2: T(k) + T(n-k))", "a range of integers a..n-c", "n/2 may be no integer"
    ),
    "split-of-an-empty-range": of_split(
        "max(k=100..n-1: T(k) + T(n-k)) + 1", "a range that is not empty", "nothing is split at n = 64"
    ),
    "split-at-a-half": of_split(
        "max(k=1..n-1: T(k) + T(n-k)) + 1",
        "an index that is an integer",
        "T(n/2) is no value",
        upper=False,
        at=form("n/2"),
    ),
    "split-below-its-range": of_split(
        "max(k=2..n-1: T(k) + T(n-k)) + 1", "an index in the range", "1 is below 2", upper=False, at="1"
    ),
    "split-above-its-range": of_split(
        "max(k=2..n-3: T(k) + T(n-k)) + 1",
        "an index in the range",
        "n - 2 is above n - 3",
        upper=False,
        at=form("n-2"),
    ),
    "split-in-half-under-a-concave-form": of_split(
        "max(k=1..n-1: T(k) + T(n-k) + min(k, n-k))",
        "F convex on half a range",
        "the largest lies inside",
        curve="concave",
        half="yes",
    ),
    "split-weighted-by-its-index": of_split(
        "max(k=1..n-1: k*T(k)) + 1", "coefficients without the index", "k*F(k) may curve otherwise than F"
    ),
    "split-of-half-the-index": of_split(
        "max(k=1..n-1: T(floor(k/2)+1) + T(n-k)) + 1", "sizes k + c or n + c - k", "floor(k/2) is not affine"
    ),
    "half-a-split-that-is-lopsided": of_split(
        "max(k=1..n-1: T(k) + T(k) + min(k, n-k)) + 1",
        "calls that mirror each other",
        "the half with the larger k counts, too",
        half="yes",
    ),
    "half-a-split-with-a-lopsided-minimum": of_split(
        "max(k=1..n-1: T(k) + T(n-k) + min(k, 2*n-k)) + 1",
        "min or max of mirror images",
        "2n - k is not the mirror image of k",
        half="yes",
    ),
    "half-a-split-with-a-minimum-of-unknown-sign": of_split(
        "max(k=1..n-1: T(k) + T(n-k) + min(k*(-1)^n, (n-k)*(-1)^n)) + 1",
        "one of the mirror images to be the min or max on half the range",
        "(-1)^n has either sign",
        half="yes",
    ),
    "half-a-split-with-a-lopsided-rest": of_split(
        "max(k=1..n-1: T(k) + T(n-k) + k) + 1",
        "a rest that is its own mirror image",
        "k is larger on the other half",
        half="yes",
    ),
    "split-with-a-curved-rest": of_split(
        "max(k=1..n-1: T(k) + T(n-k) + k*(n-k)) + 1", "a rest affine in the index", "k*(n-k) is largest in the middle"
    ),
    "split-under-a-factorial": of_split(
        "max(k=1..n-1: T(k) + T(n-k)) + 1", "F without factorials", "n! is not differentiated", f="factorial(n)"
    ),
    "split-under-a-form-of-the-other-curve": of_split(
        "max(k=1..n-1: T(k) + T(n-k)) + 1",
        "F convex for n >= 2",
        "log2(n) is concave: the largest sum lies in the middle",
        rule="induction",
        f="log2(n)",
    ),
    "split-of-another-function": of_split(
        "max(k=2..n-2: U(k) + U(n-k)) + 1",
        "calls of the same function",
        "F bounds T, not U",
        rule="induction",
        peel=[0, 0],
    ),
    "split-with-an-unknown-curve": of_split(
        "max(k=1..n-1: T(k) + T(n-k)) + 1", "one of convex, concave", "a line has both", rule="decode", curve="straight"
    ),
}
SYSTEMS = {
    "function-that-calls-itself-beside": of_system(
        "B(n-1)",
        [equation(["0"], "0", f="B"), equation(["n"], "B(n-1) + T(n-1)", (">=", "n", "1"), f="B")],
        "an inlined function that does not call itself",
        "B is never gone",
    ),
    "functions-that-call-each-other-beside": of_system(
        "B(n-1)",
        [
            equation(["n"], "D(n-1)", (">=", "n", "1"), f="B"),
            equation(["n"], "B(n-1)", (">=", "n", "1"), f="D"),
        ],
        "at most 16 calls of other functions",
        "B and D are never gone",
    ),
    "function-at-a-falling-size": of_system(
        "T(n-1) + B(10-n)",
        [equation(["n"], "n", (">=", "n", "1"), f="B")],
        "an inlined call g(size), an integer that never falls",
        "B's step does not apply at 10 - n for large n",
    ),
    "function-whose-step-starts-late": of_system(
        "T(n-1) + B(n-1)",
        [equation(["n"], "0", ("<=", "n", "4999"), f="B"), equation(["n"], "n", (">=", "n", "5000"), f="B")],
        "an inlined step that holds within 4096 sizes",
        "B(n) = n from 5000 on only",
    ),
    "function-with-contradicting-values": Reject(
        changed(
            case(claim(EVEN_ODD, "A in Omega(n)"), order(closed("(6*n - 1 + (-1)^n)/4"))),
            {
                "claim.equations": [
                    *claim(EVEN_ODD, "A in Omega(n)")["equations"],
                    {"function": "B", "patterns": ["0"], "relation": "==", "body": "5", "range": []},
                ]
            },
        ),
        "evaluate",
        "equations that agree where they overlap",
        "B(0) = 0 and B(0) = 5",
    ),
}
EXTREMAL = {
    "inequalities-in-both-directions": of_inequality(
        "inequalities in one direction",
        "no solution is the largest",
        "T(1) >= 1; T(n) <= 2*T(floor(n/2)) + n for n >= 2",
    ),
    "lower-bound-from-upper-inequalities": of_inequality(
        "a claim with one of <=, <, O, o", "T = 0 satisfies them", statement="T in Omega(n)"
    ),
    "inequalities-and-a-difference": of_inequality(
        "a claim about T(...)", "n - T(n) falls as T rises", statement="n - T(n) <= n"
    ),
    "inequalities-and-a-bound-with-values": of_inequality(
        "a bound without values of the recurrence", "the bound falls with T(1)", statement="T(n) <= n*T(1)"
    ),
    "inequalities-and-a-range-with-values": of_inequality(
        "ranges without values of the recurrence",
        "the range depends on T",
        statement="T(n) <= n",
        claim__range=[[">=", form("T(n)"), "5"]],
    ),
    "inequality-that-falls": of_inequality(
        "right sides that rise with T",
        "T(n) is largest where T(n-1) is least",
        "T(0) <= 1; T(n) <= n - T(n-1) for n >= 1",
    ),
    "inequality-times-an-unknown-sign": of_inequality(
        "right sides that rise with T",
        "a may be negative",
        "parameters a integer >= -1; T(0) <= 1; T(n) <= a*T(n-1) for n >= 1",
    ),
    "inequality-of-a-product": of_inequality(
        "right sides that rise with T", "(-2)^2 > 1^2", "T(0) <= 1; T(n) <= T(n-1)*T(n-1) for n >= 1"
    ),
}
POINTS = {
    "points-of-a-growth-claim": of_points("T in O(n)", "an explicit claim", "no finite range has an order"),
    "points-with-a-parameter": of_points(
        "T(n) <= 2*a for n >= 1, n <= 3",
        "no parameters and assumptions",
        "a has no value",
        "parameters a integer >= 1; T(n) = a for n >= 1",
    ),
    "points-without-an-end": of_points("T(n) == 91 for n >= 1", "a lowest and a highest n", "infinitely many"),
    "points-too-many": of_points("T(n) <= n for n >= 0, n <= 20000", "at most 20000 points", "20001 of them", COUNT),
    "points-with-a-false-one": of_points("T(n) == 91 for n >= 1, n <= 102", "the claim at (102,)", "T(102) = 92"),
}
SQUEEZE = {
    "squeeze-from-below-twice": of_squeeze(
        "a bound from above",
        "n - 1 is said to bound from below twice",
        above={**window("n - 1", 64, 2, "lower"), "splits": [{**CURVE, "at": "1"}]},
    ),
    "squeeze-from-above-twice": of_squeeze(
        "a bound from below",
        "n - 1 is said to bound from above twice",
        below={**window("n - 1", 64, 2), "splits": [CURVE]},
    ),
    "squeeze-between-two-forms": of_squeeze(
        "the same form on both sides",
        "n - 2 <= T(n) <= n - 1 leaves room",
        below={**window("n - 2", 64, 2, "lower"), "splits": [{**CURVE, "at": "1"}]},
    ),
    "squeeze-of-a-closed-form": of_squeeze(
        "premises by induction or polynomial or thinning", "a closed form needs no squeeze", below=closed("n - 1", 1)
    ),
}


def of_thinning(
    need: str, why: str, text: str = "2*log2(n+1)", rule: str = "thinning", body: str = "", **more: Any
) -> Reject:
    """The rounds of leader election, with another body for n >= 2, and a premise of rule thinning."""
    side = more.get("side", "upper")
    about = claim(LEADER, f"T(n) {'<=' if side == 'upper' else '>='} {text}")
    if body:
        equations = [equation(["0"], "0"), equation(["1"], "0"), equation(["n"], body, (">=", "n", "2"))]
        about = {**about, "equations": equations}
    changes = more.pop("changes", {})
    return Reject(case(about, bound(thinning(text, 8, **more), 0)), rule, need, why, changes)


def thinned(weight: str = "binomial(n,k)/2^n*T(k)", toll: str = "1", last: str = "n-1") -> str:
    return f"({toll} + sum(k=0..{last}: {weight}))/(1 - 1/2^n)"


THINNING = {
    "thinning-with-a-parameter": of_thinning(
        "no parameters", "q has no value",
        changes={"claim.parameters": [{"name": "q", "kind": "real", "conditions": []}]},
    ),
    "thinning-that-keeps-all": of_thinning("0 < p < 1 and c >= 0", "nothing becomes smaller", p="1"),
    "thinning-under-a-convex-form": of_thinning(
        "0 < p < 1 and c >= 0", "-log(n+1) is convex, Jensen's inequality goes the other way", text="5 - log2(n+1)"
    ),
    "thinning-with-a-toll-that-calls": of_thinning("a toll without calls", "T(3) is unknown to the ring", toll="T(3)"),
    "thinning-with-a-bound-too-low": of_thinning(
        "F preserved by the average for n >= 8", "a round costs 1 and halves n", text="log2(n+1)/2 + 9"
    ),
    "thinning-with-a-bound-too-high-from-below": of_thinning(
        "F preserved by the average for n >= 8", "a round halves n at a cost of 1", text="2*log2(n+1) - 9", side="lower"
    ),
    "thinning-with-a-base-above-the-bound": of_thinning(
        "the bound at n = 0", "T(0) = 0", text="2*log2(n+1) - 2"
    ),
    "thinning-under-a-square": of_thinning(
        "a sum of numbers, n and log(n + 1, 2), times numbers", "Jensen's inequality is not for n^2", text="n^2"
    ),
    "thinning-under-a-product": of_thinning(
        "a number times a part, or a part by a number", "n*log(n+1) is not concave", text="n*log2(n+1)"
    ),
    "thinning-in-two-names": of_thinning("a step in n alone", "what is x?", body=thinned() + " + x"),
    "thinning-with-a-call-beside": of_thinning(
        "one sum, of one call", "T(n-1) is not averaged", body=thinned() + " + T(n-1)"
    ),
    "thinning-with-a-name-of-the-rule": of_thinning(
        "names that do not begin with _", "_choose stands for the binomial coefficient",
        body="(1 + sum(_choose=0..n-1: _choose/2^n*T(_choose)))/(1 - 1/2^n)",
    ),
    "thinning-of-fewer": of_thinning("a sum over k = 0..n-1", "n - 1 of n items may stay", body=thinned(last="n-2")),
    "thinning-of-the-square": of_thinning(
        "terms w(n,k)*T(k)", "T(k) is not averaged alone", body=thinned("binomial(n,k)/2^n*(T(k) + 1)")
    ),
    "thinning-with-other-weights": of_thinning(
        "weights of a binomial distribution", "they sum to less than 1", body=thinned("binomial(n,k)/3^n*T(k)")
    ),
    "thinning-without-its-divisor": of_thinning(
        "(g + sum)/(1 - p^n)", "n of n items may stay", body="1 + sum(k=0..n-1: binomial(n,k)/2^n*T(k))"
    ),
    "thinning-with-another-toll": of_thinning("(g + sum)/(1 - p^n)", "the toll is 1", toll="1/2"),
    "thinning-with-a-sine": of_thinning(
        "expressions the ring can represent", "sin is not in the ring", body=thinned(toll="sin(n)"), toll="sin(n)"
    ),
}  # fmt: skip
READINGS: dict[str, Reject] = {**SPLITS, **SYSTEMS, **EXTREMAL, **POINTS, **SQUEEZE, **THINNING}
