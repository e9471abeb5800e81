"""The certificates that the kernel must reject, by reason: what make_cases.py writes to reject/."""

from __future__ import annotations

from tests.checkers import definition_cases, history_cases, posynomials
from tests.checkers.accepted import COUNT, HALVE, HANOI, UPPER
from tests.checkers.proofs import (
    bound,
    case,
    claim,
    closed,
    equation,
    form,
    growth,
    order,
    window,
    witness,
)
from tests.checkers.reject_case import (
    HANOI_CASE,
    PROOF,
    N,
    Reject,
    edited,
    of_growth,
    of_order,
)
from tests.checkers.rejected_arithmetic import ARITHMETIC
from tests.checkers.rejected_blocks import BY_BLOCKS
from tests.checkers.rejected_lower_bounds import BY_RULES
from tests.checkers.rejected_nested import SIZES_OF_VALUES
from tests.checkers.rejected_premises import PREMISES
from tests.checkers.rejected_problems import PROBLEMS
from tests.checkers.rejected_readings import READINGS
from tests.checkers.system_cases import LINES, SYSTEM_REJECTED

STEP = {
    "sum-over-the-size-itself": Reject(
        HANOI_CASE,
        "step",
        "sums over variables of their own",
        "n in the sum is not the n of T(n)",
        {"claim.equations.1.body": form("2*T(n-1) + sum(n=1..1: n)")},
    ),
    "step-with-a-gap": edited(
        "halving-O",
        "claim.equations.1.range",
        [["!=", N, "0"]],
        "step",
        "ranges n >= c or n <= c",
        "negative sizes too",
    ),
    "equation-beyond-the-steps-start": Reject(
        HANOI_CASE,
        "step",
        "other equations only below the step's start",
        "T(7) = 0 is not 2*T(6) + 1",
        {"claim.equations.0.patterns": ["7"]},
    ),
    "pattern-that-is-a-sum": Reject(
        "halving-O",
        "step",
        "sizes given as a number or a variable",
        "T(2*m + 1)",
        {"claim.equations.0": equation(["2*m + 1"], "m")},
    ),
    "step-that-starts-far-away": of_order(
        "T(n) = 1 for n <= 20000; T(n) = T(floor(n/2)) + n for n >= 20001",
        "T in O(n)",
        growth("4*n", 1 << 16, 1 << 15, (0, 20001)),
        "a step that starts below 20,000",
        "a cap on the work",
        "step",
    ),
    "constant-call-of-a-half": Reject(
        "rounding-any-window",
        "step",
        "an integer size",
        "T(3/2) is T(1) or T(2)",
        {"claim.equations.1.body": form("T(n/2) + T(3/2)")},
    ),
    "subject-that-is-a-sum": edited(
        "halving-O",
        "claim.subject",
        form("T(n) + 1"),
        "step",
        "a claim about T(n), for one variable n",
        "the rules speak of T(n) alone",
    ),
    "subject-that-is-a-number": edited(
        "halving-O", "claim.subject", "1", "step", "a claim about T(n), for one variable n", "not about T"
    ),
    "subject-of-a-constant-size": edited(
        "halving-O",
        "claim.subject",
        form("T(1)"),
        "step",
        "a claim about T(n), for one variable n",
        "one value does not grow",
    ),
    "subject-that-is-a-parameter": Reject(
        "parameter-in-a-closed-form",
        "step",
        "a size that is no parameter",
        "T(a) for one a, not T(n) for every n",
        {"claim.subject": form("T(a)")},
    ),
    "assumption-under-an-order": edited(
        "halving-O",
        "claim.assuming",
        [[">=", N, "9"]],
        "order",
        "a growth claim without range, parameters and assumptions",
        "no rule uses assumptions",
    ),
    "step-that-is-an-inequality": edited(
        "halving-O",
        "claim.equations.1.relation",
        ">=",
        "extremal",
        "a claim with one of >=, >, Omega, omega",
        "T(n) is not bounded above",
    ),
    "two-steps": Reject(
        "halving-O",
        "step",
        "one equation T(n) = ... for n >= start",
        "which one holds",
        {"claim.equations.0": equation(["n"], "T(n-1)", (">=", "n", "7"))},
    ),
    "no-step": edited(
        "halving-O",
        "claim.equations.1.range",
        [["<=", N, "99"]],
        "step",
        "one equation T(n) = ... for n >= start",
        "nothing is said of large n",
    ),
    "step-that-mentions-the-claims-variable": Reject(
        "halving-O",
        "step",
        "the claim's own variable",
        "n stands free in the equation for T(m)",
        {"claim.equations.1": equation(["m"], "T(floor(m/2)) + n", (">=", "m", "1"))},
    ),
    "call-of-two-sizes": Reject(
        "halving-O",
        "step",
        "calls T(size), the size without calls",
        "T of two sizes is another unknown",
        {"claim.equations.1.body": form("T(n-1, n) + n")},
    ),
    "call-inside-a-call": Reject(
        "halving-O",
        "step",
        "calls T(size), the size without calls",
        "T(n-1) is no size one can compare with n",
        {"claim.equations.1.body": form("T(T(n-1)) + n")},
    ),
    "size-without-rounding": Reject(
        "halving-O",
        "step",
        "a size that is an integer as written",
        "n/2 is no size for odd n",
        {"claim.equations.1.body": form("T(n/2) + n")},
    ),
    "constant-call-of-an-irrational-value": Reject(
        case(
            claim("T(n) = log(n+2) for n <= 3; T(n) = T(floor(n/2)) + T(3) for n >= 4", "T in O(n)"),
            order(growth("4*n", 64, 32, (0, 4))),
        ),
        "step",
        "an exact value at a constant size",
        "T(3) = log(5) is only enclosed",
    ),
    "product-of-calls": Reject(
        "halving-O",
        "step",
        "a sum linear in T",
        "T(n-1)*T(n-2) is not linear",
        {"claim.equations.1.body": form("T(n-1)*T(n-2)")},
    ),
    "call-in-a-denominator": Reject(
        "halving-O",
        "step",
        "a sum linear in T",
        "1/T(n-1) is not linear",
        {"claim.equations.1.body": form("n/T(n-1)")},
    ),
    "square-of-a-call": Reject(
        "halving-O",
        "step",
        "a sum linear in T",
        "T(n-1)^2 is not linear",
        {"claim.equations.1.body": form("T(n-1)^2")},
    ),
    "maximum-of-calls": Reject(
        "halving-O",
        "splits",
        "a choice for each max and min",
        "nothing says which instance bounds T",
        {"claim.equations.1.body": form("max(T(n-1), T(n-2))")},
    ),
}

BOUND = {
    "order-by-rule-bound": Reject(
        case(claim(HANOI, "T in O(2^n)"), bound(closed("2^n - 1"), 0)),
        "bound",
        "an explicit claim",
        "rule order is for orders",
    ),
    "inequality-by-rule-order": Reject(
        case(claim(HANOI, "T(n) <= 2^n"), order(closed("2^n - 1"))), "order", "a growth claim", "rule bound is for <="
    ),
    "from-too-far-to-evaluate": edited(
        "closed-form-below-a-bound", f"{PROOF}.from", 20001, "bound", "at most 20000 sizes to evaluate", "20,001 sizes"
    ),
    "range-far-away": edited(
        "closed-form-below-a-bound",
        "claim.range",
        [[">=", N, "1000001"]],
        "bound",
        "a range that starts below a million",
        "a cap on the work",
    ),
    "range-that-leaves-a-size-out": edited(
        "closed-form-below-a-bound",
        "claim.range",
        [["!=", N, "3"]],
        "bound",
        "a range n >= c or n <= c",
        "no interval of sizes",
    ),
    "bound-below-the-closed-form": edited(
        "closed-form-below-a-bound",
        "claim.bound",
        form("n - 1"),
        "bound",
        "the form within the claim for n >= 4",
        "T(n) = n > n - 1",
    ),
    "bound-below-the-closed-form-at-a-start": edited(
        "closed-form-below-a-bound", "claim.bound", form("2*n - 4"), "bound", "the claim at n = 0", "T(0) = 0 > -4"
    ),
    "bound-below-the-closed-form-at-first": edited(
        "closed-form-below-a-bound", "claim.bound", form("2*n - 1"), "bound", "the claim at n = 0", "T(0) = 0 > -1"
    ),
    "equality-from-an-inequality": edited(
        "halving-at-least-n", "claim.relation", "==", "bound", "a premise that fits", "T(n) >= n is not T(n) == n"
    ),
    "equality-with-another-form": Reject(
        case(claim(COUNT, "T(n) == n - 1 for n >= 4"), bound(closed("n"), 4)),
        "bound",
        "a premise that fits",
        "T(n) == n is proved, T(n) == n - 1 is claimed",
    ),
    "upper-bound-from-a-lower-one": Reject(
        case(claim(HALVE, "T(n) <= n"), bound(window("n", 8, 2, "lower"), 4)),
        "bound",
        "a premise that fits",
        "T(n) >= n is proved, T(n) <= n is claimed",
    ),
    "explicit-bound-from-an-order": Reject(
        case(claim(HALVE, "T(n) <= 4*n"), bound(UPPER, 32)), "bound", "a premise that fits", "a constant is not known"
    ),
    "order-of-a-range": edited(
        "halving-O",
        "claim.range",
        [["<=", N, "9"]],
        "order",
        "a growth claim without range, parameters and assumptions",
        "O speaks of all large n",
    ),
    "order-with-a-parameter": edited(
        "halving-O",
        "claim.parameters",
        [{"name": "a", "kind": "real", "conditions": []}],
        "order",
        "a growth claim without range, parameters and assumptions",
        "constants may depend on a, or not",
    ),
    "order-of-a-negative-bound": edited(
        "halving-O", "claim.bound", form("-n"), "order", "a bound that is eventually positive", "O(-n)"
    ),
    "order-without-a-premise": edited(
        "halving-O", f"{PROOF}.premises", [], "order", "one or two premises", "nothing to go by"
    ),
    "theta-from-an-upper-bound": edited(
        "halving-O", "claim.relation", "Theta", "order", "premises that decide Theta", "no lower bound"
    ),
    "little-o-of-its-own-order": edited(
        "halving-O", "claim.relation", "o", "order", "premises that decide o", "T in O(n) is not T in o(n)"
    ),
    "O-of-a-lower-order": edited(
        "halving-O",
        "claim.bound",
        form("sqrt(n)"),
        "order",
        "premises that decide O",
        "T in O(n) is not T in O(sqrt(n))",
    ),
    "not-O-from-an-upper-bound": Reject(
        "halving-O",
        "order",
        "premises that decide O",
        "T in O(n) does not refute T in O(sqrt(n))",
        {"claim.bound": form("sqrt(n)"), "certificate.verdict": "refuted"},
    ),
    "order-from-a-window": Reject(
        case(claim(HALVE, "T in O(n)"), order(window("4*n", 8, 2))),
        "order",
        "premises that decide O",
        "T <= 4*n alone: T may be far below 0",
    ),
}
WITNESS = {
    "witness-of-sizes-as-a-list": edited(
        "hanoi-less-than-it-takes", f"{PROOF}.sizes", [9], "witness", "objects of sizes and parameters", "9 of what"
    ),
    "witness-of-parameters-as-a-list": edited(
        "hanoi-less-than-it-takes", f"{PROOF}.parameters", [], "witness", "objects of sizes and parameters", "of what"
    ),
    "witness-without-a-parameter": edited(
        "a-parameter-is-given-a-value",
        f"{PROOF}.parameters",
        {},
        "witness",
        "a value for each parameter",
        "a is unknown",
    ),
    "witness-that-sets-a-parameter-twice": Reject(
        case(
            claim("parameters a integer >= 1; T(0) = 0; T(n) = T(n-1) + a for n >= 1", "T(n) == a*n"),
            witness({"n": 1, "a": 5}, {"a": "1"}),
            "refuted",
        ),
        "witness",
        "sizes apart from parameters",
        "the recurrence runs with a = 1, the bound with a = 5: the claim is true",
    ),
    "witness-with-half-an-integer": edited(
        "a-parameter-is-given-a-value",
        f"{PROOF}.parameters",
        {"a": "3/2"},
        "witness",
        "an integer a",
        "a is an integer",
    ),
    "witness-against-the-conditions": edited(
        "a-parameter-is-given-a-value", f"{PROOF}.parameters", {"a": "-1"}, "witness", "the conditions on a", "a >= 1"
    ),
    "witness-outside-the-range": Reject(
        "hanoi-less-than-it-takes",
        "witness",
        "a point of the claim's range",
        "the claim starts at 1",
        {f"{PROOF}.sizes": {"n": 0}},
    ),
    "witness-where-the-claim-holds": edited(
        "hanoi-less-than-it-takes", "claim.bound", form("2^n - 1"), "witness", "<= to fail", "T(n) is 2^n - 1"
    ),
    "base-value-outside-the-domain": Reject(
        case(
            claim("T(1) = 1; T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1 for n >= 2", "T(n) <= 2*n - 1"),
            witness({"n": 0}, base=[("T", 0, "7", 1)]),
            "refuted",
        ),
        "witness",
        "('T', (0,)) to be called at size (1,)",
        "no equation calls T(0): it is outside the domain",
    ),
}

UNIFORM = {
    "uniform-in-a-variable": edited(
        "posynomial-emission", "claim.uniform", ["n"], "decode", "constants uniform in parameters", "n is no parameter"
    ),
    "uniform-in-nothing": edited(
        "posynomial-emission", "claim.uniform", [], "decode", "constants uniform in parameters", "two spellings"
    ),
    "uniform-by-another-rule": edited(
        "a-parameter-is-given-a-value", "claim.uniform", ["a"], "check", "a rule that knows uniform constants",
        "rule witness knows nothing of constants",
    ),
    "posynomial-with-a-fold": edited(
        "posynomial-emission", "claim.bound", form("sum(i=1..n: i)"), "monomials",
        "a formula of variables, + - * / ^ and functions", "sums are not read",
    ),
    "posynomial-with-a-cost": edited(
        "posynomial-emission", "claim.bound", form("T(n)"), "monomials",
        "a formula of variables, + - * / ^ and functions", "T is unknown",
    ),
}  # fmt: skip
SYSTEM = {
    **{name: Reject(made, "system", need, why, change) for name, (made, need, why, change) in SYSTEM_REJECTED.items()},
    "linear-inequalities-that-multiply": edited(
        "open-zip-is-the-longer-list",
        f"{PROOF}.forms.0.domain",
        LINES,
        "linear",
        "at most 400 inequalities",
        "22 lower ends of m and 22 upper ends",
    ),
    "growth-of-another-binomial": of_growth(
        "binomial(2*n,n+1)", "expand", "binomial(2*x, x) with x = n + c >= 1", "its order is that of binomial(2*n,n)"
    ),
}

REJECTED: dict[str, Reject] = {
    **READINGS,
    **SIZES_OF_VALUES,
    **STEP,
    **ARITHMETIC,
    **BOUND,
    **WITNESS,
    **PREMISES,
    **BY_BLOCKS,
    **{name: Reject(*made) for name, made in posynomials.REJECTED.items()},
    **UNIFORM,
    **SYSTEM,
    **definition_cases.REJECTED,
    **history_cases.REJECTED,
    **PROBLEMS,
    **BY_RULES,
}
