"""The certificates that the kernel must reject where sizes are values of T, T is iterated, or a size only scales."""

from __future__ import annotations

from typing import Any

from tests.checkers.accepted import COUNT, SQUARES, TWICE_AS_LARGE
from tests.checkers.proofs import bound, case, claim, closed, equation, form, iterate, nested, scaled, sums, witness
from tests.checkers.reject_case import Reject

STAY = "T(0) = 1; T(n) = T(n-1) for n >= 1"
STAYING = [sums(("1", 0)), sums(), sums(("1", 1)), sums(("1", 2))]
"""For T(n) = T(n-1) between numbers. Hypotheses: 0: n - 1, 1: t - L, 2: U - t."""
STEADY = [sums(("1", 0), ("2",)), sums(), sums(("1", 0), ("1",)), sums(("1",)), sums(), sums(("1",))]
STEADY += [sums(("1", 1)), sums(("1", 2))]
"""The same from 3 on, for values that rise by 0 or 1; first for T(n-1), then for T(n-2) in the step at n - 1."""


def stated(statement: str, *equations: Any) -> Any:
    """A claim about equations that the language may refuse."""
    return {**claim(COUNT, statement), "equations": list(equations)}


def of_nested(
    about: Any, need: str, why: str, ends: tuple[str, str] = ("0", "1"), proofs: Any = (), rule: str = "nested"
) -> Reject:
    """T(n) <= U(n), from 1 on by the step, from 0 by values."""
    about = claim(about, "T(n) <= 1") if isinstance(about, str) else about
    return Reject(case(about, bound(nested(*ends, 1, 0, list(proofs)), 0)), rule, need, why)


def of_body(body: str, need: str, why: str, **more: Any) -> Reject:
    about = stated("T(n) <= 1", equation(["0"], "0"), equation(["n"], body, (">=", "n", "1")))
    return of_nested(about, need, why, **more)


SIZES = {
    "nested-call-of-another-function": of_nested(
        "A(n) = 5 for n >= 0; T(0) = 0; T(n) = A(T(n-1)) for n >= 1", "calls of T(size)", "T(1) = 5; A is not within 1"
    ),
    "nested-size-that-is-half-a-value": of_body(
        "T(T(n-1)/2)", "a size made of integers", "T(n-1)/2 may lie between integers"
    ),
    "nested-right-side-that-is-half-a-value": of_body(
        "T(T(n-1))/2", "a right side made of integers", "T would not be of integers"
    ),
    "nested-power-of-a-value": of_body("T(T(n-1))^2", "a right side made of integers", "powers are not read"),
    "nested-sum": of_body("sum(k=0..n-1: T(T(n-1)))", "a right side made of integers", "sums are not read"),
    "nested-with-any-rounding": of_nested(
        f"rounding any; {STAY}", "rounding as stated", "a size n/2 would be two sizes", proofs=STAYING
    ),
    "nested-with-a-parameter": of_nested(
        f"parameters a integer; {STAY}", "no parameters, no name _...", "nothing is known of a", proofs=STAYING
    ),
    "nested-with-a-name-of-the-rule": of_nested(
        stated("T(_q1) <= 1", equation(["0"], "1"), equation(["_q1"], "T(_q1-1)", (">=", "_q1", "1")))
        | {"subject": ["call", "T", ["var", "_q1"]]},
        "no parameters, no name _...",
        "T(n-1) would be n",
        proofs=STAYING,
    ),
    "nested-bound-that-is-no-polynomial": of_nested(
        STAY, "polynomials in n", "1/n has no value at 0", ends=("0", "1/n"), proofs=STAYING
    ),
    "nested-bound-in-another-variable": of_nested(
        STAY, "polynomials in n", "m is any number", ends=("0", "m"), proofs=STAYING
    ),
    "nested-without-the-last-proof": of_nested(
        STAY, "a proof for each of 4 inequalities", "nothing shows T(n) <= U(n)", proofs=STAYING[:3]
    ),
    "nested-value-that-is-no-integer": of_nested(
        "T(0) = 1/2; T(n) = T(n-1) for n >= 1", "an integer at 0", "T(0) = 1/2", proofs=STAYING
    ),
    "nested-value-above": of_nested(
        "T(0) = 2; T(n) = T(n-1) for n >= 1", "the value at 0 from L to U", "T(0) = 2 > 1", proofs=STAYING
    ),
    "nested-value-below": of_nested(
        "T(0) = -1; T(n) = T(n-1) for n >= 1", "the value at 0 from L to U", "T(0) = -1 < 0", proofs=STAYING
    ),
    "nested-size-not-shown-to-be-smaller": of_nested(
        "T(0) = 0; T(n) = T(T(n-1) + n - 1) for n >= 1",
        "an identity between the goal and the products",
        "T(n-1) + n - 1 is n where T(n-1) = 1, and T(n) = T(n) says nothing",
        proofs=[*STAYING[:2], sums(("1", 0), ("1", 1)), sums(), sums(("1", 3)), sums(("1", 4))],
        rule="polynomial",
    ),
    "nested-size-not-shown-to-be-reached": of_nested(
        "T(0) = 0; T(n) = T(n - 2*T(n-1) - 1) for n >= 1",
        "an identity between the goal and the products",
        "1 - 2*1 - 1 < 0 has no value",
        proofs=[*STAYING[:2], sums(("1", 0)), sums(("2", 1)), sums(("1", 3)), sums(("1", 4))],
        rule="polynomial",
    ),
    "nested-bound-not-preserved": of_nested(
        "T(0) = 0; T(n) = T(n-1) + 1 for n >= 1",
        "an identity between the goal and the products",
        "T(2) = 2",
        proofs=[*STAYING[:2], sums(("1", 1), ("1",)), sums(("1", 2))],
        rule="polynomial",
    ),
    "steady-value-that-jumps": Reject(
        case(
            claim("T(0) = 0; T(1) = 2; T(n) = T(n-1) for n >= 2", "T(n) <= 2"),
            bound(nested("0", "2", 3, 0, STEADY, steady="yes"), 0),
        ),
        "nested",
        "a value at 1 that rises by 0 or 1",
        "T(1) - T(0) = 2",
    ),
    "steady-from-the-first-step": Reject(
        case(claim(STAY, "T(n) <= 1"), bound(nested("0", "1", 1, 0, STEADY, steady="yes"), 0)),
        "decode",
        "an integer in [2, 1000000]",
        "the step does not hold at 0",
    ),
    "steady-step-that-jumps": Reject(
        case(
            claim("T(0) = 0; T(n) = T(n-1) + 2 for n >= 1", "T(n) <= 2*n"),
            bound(nested("0", "2*n", 3, 0, STEADY, steady="yes"), 0),
        ),
        "polynomial",
        "an identity between the goal and the products",
        "T(n) - T(n-1) = 2",
    ),
    "nested-bound-of-the-other-side": Reject(
        "conway-at-least-half",
        "bound",
        "a premise that fits",
        "T(n) <= n does not say T(n) >= n/2",
        {"certificate.proof.premise.side": "upper"},
    ),
    "conway-with-less-than-half": Reject(
        "conway-at-least-half",
        "polynomial",
        "an identity between the goal and the products",
        "T(4) = 2",
        {
            "claim.bound": ["mul", "3/5", ["var", "n"]],
            "certificate.proof.from": 5,
            "certificate.proof.premise.lower": ["mul", "3/5", ["var", "n"]],
        },
    ),
}


def of_squares(statement: str, proof: Any, need: str, why: str, recurrence: str = SQUARES, **more: Any) -> Reject:
    return Reject(case(claim(recurrence, statement), proof, **more), "iterate", need, why)


TOWER = "T(n) <= 2^(2^n)"
LESS_ONE = ("<=", ["-1", "1"])
ITERATES = {
    "iterate-base-1": of_squares(
        TOWER, iterate(LESS_ONE, base="1"), "a base above 1, not too large", "1^(2^n) does not grow"
    ),
    "iterate-first-value-below-least": of_squares(
        TOWER, iterate(LESS_ONE, least="2"), "T(m) at least a number >= 0", "T(0) = 1 < 2"
    ),
    "iterate-least-below-0": of_squares(
        TOWER, iterate(LESS_ONE, least="-1"), "T(m) at least a number >= 0", "T^2 falls below 0"
    ),
    "iterate-a-polynomial-that-falls": of_squares(
        "T(n) <= 2^(2^n)",
        iterate(("<=", ["0", "1"])),
        "p that rises from B on, and stays above B",
        "T: 0, -2, 2, 2, ...: T(n-1) <= X does not give T(n) <= X^2 - 2",
        "T(0) = 0; T(n) = T(n-1)^2 - 2 for n >= 1",
    ),
    "iterate-from-the-other-side": of_squares("T(n) >= 2^(2^n)", iterate(LESS_ONE), "a side >=", "T(0) = 1 < 2"),
    "iterate-one-side-of-an-equality": of_squares(
        "T(n) == 2^(2^n) - 1", iterate(LESS_ONE), "a side >=", "T(1) = 2 < 3"
    ),
    "iterate-form-above-the-claim": of_squares(
        "T(n) <= 2^(2^n) - 2 for n >= 1", iterate(LESS_ONE), "the form within the claim", "X - 1 > X - 2"
    ),
    "iterate-bound-that-falls": of_squares(
        "T in O(1 - 2^(2^n))", iterate(LESS_ONE), "a bound that is eventually positive", "no |T| is below it"
    ),
    "iterate-plain-bound-that-falls": of_squares(
        "T in omega(-n)", iterate((">=", ["0", "1"]), start=1), "a bound > 0 for large n", "-n is negative"
    ),
    "iterate-first-value-above": of_squares(
        TOWER, iterate(("<=", ["-3/2", "1"])), "the first value on that side", "T(0) = 1 > 2 - 3/2"
    ),
    "iterate-step-that-passes": of_squares(
        TOWER, iterate(("<=", ["0", "1"])), "a step that stays on that side", "X^2 + 1 > X^2"
    ),
    "iterate-lower-form-below-0": of_squares(
        "T(n) >= -2^(2^n)", iterate((">=", ["0", "-1"])), "a form from B on", "(-X)^2 is not below T^2"
    ),
    "iterate-steeper-tower": of_squares(
        "T(n) <= 2^(2^(n/2)) + 9", iterate(LESS_ONE), "powers b^(d^(n+s))", "2^(n/2) is another tower"
    ),
    "iterate-far-tower": of_squares("T(n) <= 2^(2^(n+9))", iterate(LESS_ONE), "a tower within 256", "2^512"),
    "iterate-bound-with-n": of_squares("T(n) <= n*2^(2^n)", iterate(LESS_ONE), "polynomials", "0 at n = 0"),
    "iterate-tower-of-another-base": of_squares(
        "T(n) <= 3^(2^n)", iterate(LESS_ONE), "polynomials", "3 is no power of 2"
    ),
    "iterate-tower-of-another-height": of_squares(
        "T(n) <= 2^(3^n)", iterate(LESS_ONE), "polynomials", "3^n is no multiple of 2^n"
    ),
    "iterate-toll-that-varies": of_squares(
        TOWER, iterate(LESS_ONE), "polynomials", "n is no value of T", "T(0) = 1; T(n) = T(n-1)^2 + n for n >= 1"
    ),
    "iterate-two-sizes-before": of_squares(
        TOWER,
        iterate(LESS_ONE, start=1),
        "polynomials",
        "T(n-2) is another value",
        "T(0) = 1; T(1) = 1; T(n) = T(n-2)^2 + 1 for n >= 2",
    ),
    "iterate-degree-too-high": of_squares(
        TOWER, iterate(("<=", ["0"] * 40 + ["1"])), "degrees up to 64", "X^40 at X^2"
    ),
    "iterate-tower-out-of-sight": Reject(
        case(claim(SQUARES, "T in O(1.1^(2^n))"), iterate(LESS_ONE)),
        "iterate",
        "polynomials",
        "1.1 is no power of 2, and T grows faster",
    ),
    "iterate-upper-form-for-omega": Reject(
        case(claim(SQUARES, "T in Omega(n)"), iterate(LESS_ONE)),
        "order",
        "premises that decide Omega",
        "a bound from above says nothing",
    ),
}


def of_scaled(recurrence: Any, statement: str, need: str, why: str, rule: str = "scaled", **more: Any) -> Reject:
    inner = more.pop("inner", bound(closed("n", 0), 0))
    about = claim(recurrence, statement) if isinstance(recurrence, str) else recurrence
    return Reject(case(about, scaled(inner, **more)), rule, need, why)


LINEAR = "T(a, 0) = 0; T(a, n) = T(a, n-1) + a for n >= 1"
AT_MOST = "T(a, n) <= a*n for a >= 1"


def of_equations(need: str, why: str, *equations: Any, **more: Any) -> Reject:
    """T(a, n) <= a*n for a >= 1, about equations that the language may refuse."""
    subject, range_ = ["call", "T", ["var", "a"], ["var", "n"]], [[">=", ["var", "a"], "1"]]
    about = {**stated("T(n) <= n", *equations), "subject": subject, "range": range_, "bound": form("a*n")}
    return of_scaled(about, "", need, why, **more)


def of_step(body: str, need: str, why: str, *where: Any) -> Reject:
    """T(a, 0) = 0; T(a, n) = body for n >= 1."""
    step = equation(["a", "n"], body, *(where or ((">=", "n", "1"),)))
    return of_equations(need, why, equation(["a", "0"], "0"), step)


ALIKE = "sums, products, max and min of what depends on a"
SCALES = {
    "scaled-without-a-rule": of_scaled(LINEAR, AT_MOST, "a proof with a rule", "nothing about U", inner={}),
    "scaled-with-any-rounding": of_scaled(
        f"rounding any; {LINEAR}", AT_MOST, "rounding as stated, no parameters and assumptions", "n/2 is two sizes"
    ),
    "scaled-with-a-parameter": of_scaled(
        "parameters c real; T(a, 0) = c*a; T(a, n) = T(a, n-1) + a for n >= 1",
        AT_MOST,
        "rounding as stated, no parameters and assumptions",
        "c may be 1",
    ),
    "scaled-claim-about-a-sum": of_scaled(
        LINEAR, "T(a, n) + T(a, n) <= a*n for a >= 1", "a claim about T(a, n)", "twice as much"
    ),
    "scaled-claim-about-equal-sizes": of_scaled(
        LINEAR, "T(n, n) <= n for n >= 1", "a claim about T(a, n)", "T(2, 2) = 4"
    ),
    "scaled-claim-about-a-0": of_scaled(
        LINEAR, "T(a, n) <= a*n", "an explicit claim for a >= 1", "a = 0 has equations of its own"
    ),
    "scaled-claim-up-to-an-a": of_scaled(
        LINEAR,
        "T(a, n) <= a*n for a >= 1, a <= 0",
        "an explicit claim for a >= 1",
        "no such a: nothing to refute",
    ),
    "scaled-beside-another-function": of_scaled(
        f"{LINEAR}; A(n) = 1 for n >= 0", AT_MOST, "equations of T alone", "A is not homogeneous"
    ),
    "scaled-equation-at-one-a": of_scaled(
        "T(1, 0) = 5; T(a, 0) = 0 for a >= 2; T(a, n) = T(a, n-1) + a for n >= 1",
        AT_MOST,
        "a variable in the place of a",
        "T(1, 0) = 5",
    ),
    "scaled-equation-from-2-on": of_scaled(
        "T(a, 0) = 0 for a >= 2; T(a, n) = T(a, n-1) + a for n >= 1",
        AT_MOST,
        "equations for all a >= 1",
        "T(1, 0) is free",
    ),
    "scaled-equation-with-a-range-of-both": of_step(
        "T(a, n-1) + a", "equations for all a >= 1", "T(3, 2) is free", (">=", "n", "a")
    ),
    "scaled-equation-on-the-diagonal": of_equations(
        "patterns that share no variable", "T(1, 2) is free", equation(["n", "n"], "n")
    ),
    "scaled-toll-of-another-degree": of_step("T(a, n-1) + a^2", "terms of one degree", "T(2, 1) = 4"),
    "scaled-base-of-another-degree": of_scaled(
        "T(a, 0) = 1; T(a, n) = T(a, n-1) + a for n >= 1", AT_MOST, "degree 1 in a", "T(1, 0) = 1"
    ),
    "scaled-bound-of-another-degree": of_scaled(LINEAR, "T(a, n) <= n for a >= 1", "degree 1 in a", "T(2, 1) = 2"),
    "scaled-zero-to-the-0": of_scaled(
        "T(a, 0) = (0*a)^0; T(a, n) = T(a, n-1) + a for n >= 1", AT_MOST, "degree 1 in a", "0^0 is 1 for every a"
    ),
    "scaled-power-n": of_step("T(a, n-1) + a^n", "literal powers", "a^n has no one degree"),
    "scaled-power-of-a-value": of_step("T(a, n-1)^2", "literal powers", "a square has degree 2"),
    "scaled-rounding": of_step("T(a, n-1) + floor(a/2)", ALIKE, "floor(1/2) = 0, floor(2/2) = 1"),
    "scaled-logarithm": of_step("T(a, n-1) + log(a)", ALIKE, "log(1) = 0"),
    "scaled-sum-over-values": of_step("sum(k=0..n-1: T(a, k))", ALIKE, "sums over values are not read"),
    "scaled-call-of-another-function": of_step("B(a, n-1)", "calls of T alone", "nothing is said of B"),
    "scaled-size-that-is-shifted": of_step("T(a+1, n-1)", "calls T(q*a, s), s free of a", "T(a+1, n) is no multiple"),
    "scaled-size-that-is-halved": of_step("T(a/2, n-1)", "calls T(q*a, s), s free of a", "T(1/2, n) has no meaning"),
    "scaled-size-that-swaps": of_step("T(n, n-1)", "calls T(q*a, s), s free of a", "n in the place of a"),
    "scaled-sizes-that-do-not-fall": of_step(
        "T(a, n)", "calls of earlier sizes a*n + c, rounded", "T(a, n) = T(a, n) holds for T(a, n) = a^2"
    ),
    "scaled-sizes-that-stay-at-the-start": of_step(
        "T(a, ceil(n/2))", "calls of earlier sizes a*n + c, rounded", "ceil(1/2) = 1"
    ),
    "scaled-sizes-far-below": of_step("T(a, n-30000)", "at most 20000 sizes below the step", "no equation gives these"),
    "scaled-with-a-free-base": of_scaled(
        "T(a, n) = T(a, n-1) + a for n >= 1",
        "T(a, n) >= a*n for a >= 1",
        "an equation for every value needed",
        "T(a, 0) may be a^2 or -1",
        rule="evaluate",
    ),
    "scaled-witness-that-is-none": of_scaled(
        TWICE_AS_LARGE,
        "T(a, n) <= a*n^3 for a >= 1, n >= 1",
        "<= to fail",
        "T(a, 3) = a",
        rule="witness",
        inner=witness({"n": 3}),
    ),
}
SIZES_OF_VALUES: dict[str, Reject] = {**SIZES, **ITERATES, **SCALES}
