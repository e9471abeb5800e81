"""The certificates that the kernel must reject, by reason: what make_cases.py writes to reject/."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.checkers import posynomials
from tests.checkers.accepted import COUNT, HALVE, HANOI, JOSEPHUS, ODD, UPPER
from tests.checkers.proofs import (
    along,
    blocks,
    bound,
    case,
    changed,
    claim,
    closed,
    equation,
    form,
    growth,
    order,
    split,
    sums,
    window,
    witness,
)
from tests.checkers.reject_case import Reject
from tests.checkers.rejected_nested import SIZES_OF_VALUES
from tests.checkers.rejected_readings import READINGS
from tests.checkers.system_cases import LINES, SYSTEM_REJECTED


def of_values(bound_text: str, need: str, why: str, rule: str = "evaluate", n: int = 0, **claim_fields: Any) -> Reject:
    """A claim T(n) <= bound and a witness that evaluates what it must not."""
    made = case(claim(COUNT, "T(n) <= n"), witness({"n": n}), "refuted")
    fields = {f"claim.{name}": value for name, value in claim_fields.items()}
    return Reject(changed(made, {"claim.bound": form(bound_text), **fields}), rule, need, why)


def of_growth(bound_text: Any, rule: str, need: str, why: str) -> Reject:
    """T in O(bound), of whose bound the kernel wants the order."""
    made = case(claim(HALVE, "T in O(n)"), order(UPPER))
    bound_json = form(bound_text) if isinstance(bound_text, str) else bound_text
    return Reject(changed(made, {"claim.bound": bound_json}), rule, need, why)


def of_window(recurrence: str, statement: str, premise: Any, need: str, why: str, rule: str = "induction") -> Reject:
    """A proof by rule bound whose premise fails, or does not suffice."""
    return Reject(case(claim(recurrence, statement), bound(premise, premise["low"])), rule, need, why)


def of_order(recurrence: str, statement: str, premise: Any, need: str, why: str, rule: str = "induction") -> Reject:
    return Reject(case(claim(recurrence, statement), order(premise)), rule, need, why)


def of_closed(recurrence: str, statement: str, premise: Any, need: str, why: str, rule: str = "closed-form") -> Reject:
    return Reject(case(claim(recurrence, statement), bound(premise, premise["low"])), rule, need, why)


def edited(original: str, path: str, value: Any, rule: str, need: str, why: str) -> Reject:
    return Reject(original, rule, need, why, {path: value})


def deep_split(depth: int) -> Any:
    """A case within a case, where nothing is left to be split."""
    out = sums(("1",))
    for _ in range(depth):
        out = split("n", 9, sums(("1",)), out)
    return out


N, HANOI_CASE, PROOF = ["var", "n"], "hanoi-closed-form", "certificate.proof"
PREMISE = f"{PROOF}.premise"
UP = f"{PROOF}.premises.0"
NESTED: Any = N
for _ in range(210):
    NESTED = ["neg", NESTED]
EXPRESSION_CAP = "depth below 210 and size below 200000"
CLAIM_FIELDS = "format, parameters, rounding, equations, subject, relation, bound, range, assuming"
FEW = ["var", "x"]
NOT_ONE = "an object with fields "


def with_equations(*equations: Any, n: int = 3) -> Any:
    """A false claim about the recurrence with these equations, and a witness that asks for T(n)."""
    made = case(claim(COUNT, "T(n) <= 0"), witness({"n": n}), "refuted")
    return changed(made, {"claim.equations": list(equations)})


ENVELOPE = {
    "certificate-of-an-unknown-format": edited(
        HANOI_CASE,
        "certificate.format",
        "tightbound/certificate/2",
        "check",
        "format tightbound/certificate/1",
        "a later format may mean something else",
    ),
    "certificate-for-another-claim": edited(
        HANOI_CASE,
        "certificate.claim.bound",
        form("2^n"),
        "check",
        "a certificate for this claim",
        "the claim inside says 2^n, the claim beside it 2^n - 1",
    ),
    "proof-without-a-rule": edited(
        HANOI_CASE, PROOF, {}, "check", "a proof with a rule", "nothing says how the proof is to be read"
    ),
    "verdict-opposite-to-the-proof": edited(
        HANOI_CASE, "certificate.verdict", "refuted", "check", "the verdict proved", "the proof proves; refuted is said"
    ),
    "rule-of-a-premise-as-a-verdict": edited(
        HANOI_CASE,
        f"{PROOF}.rule",
        "closed-form",
        "decode",
        "one of witness, points, bound, order, subsequence, posynomial, system, iterate, scaled",
        "a premise about T is no verdict on the claim",
    ),
    "proof-that-is-a-list": edited(
        HANOI_CASE, PROOF, ["rule"], "check", "a proof with a rule", "a list that holds the word"
    ),
    "premise-that-is-a-list": edited(
        HANOI_CASE, PREMISE, ["rule"], "premise", "an object with a rule", "a list that holds the word"
    ),
    "premise-that-is-empty": edited(
        HANOI_CASE, PREMISE, {}, "premise", "an object with a rule", "nothing says how the premise is to be read"
    ),
    "premise-without-a-rule": edited(
        HANOI_CASE, PREMISE, [], "premise", "an object with a rule", "a premise is an object that names its rule"
    ),
}

DECODE = {
    "field-missing": edited(
        "a-base-value-is-given",
        PROOF,
        {"rule": "witness", "sizes": {}, "parameters": {}},
        "decode",
        NOT_ONE + "rule, sizes, parameters, base",
        "no base values, not even an empty list",
    ),
    "object-that-is-a-list-of-its-fields": edited(
        "a-base-value-is-given",
        f"{PROOF}.base",
        [["function", "sizes", "value", "caller"]],
        "decode",
        NOT_ONE + "function, sizes, value, caller",
        "names without values",
    ),
    "kind-that-is-a-list": edited(
        HANOI_CASE, "claim.bound", [["var"], "n"], "decode", "a kind and its parts", "a kind is text"
    ),
    "root-without-a-body": edited(
        HANOI_CASE, "claim.bound", ["root", "x"], "decode", "a known kind of expression", "no equation for x"
    ),
    "expression-of-an-unknown-kind-with-two-parts": edited(
        HANOI_CASE,
        "claim.bound",
        ["mod", "n", "2"],
        "decode",
        "a known kind of expression",
        "mod is not in the language",
    ),
    "field-unknown": Reject(
        HANOI_CASE,
        "decode",
        NOT_ONE + "rule, form, low, sums",
        "a misspelt field would be a field nobody reads",
        {PREMISE: {**closed("2^n - 1"), "shift": "1"}},
    ),
    "list-that-is-an-object": edited(
        HANOI_CASE,
        f"{PREMISE}.sums",
        {},
        "decode",
        "a list of at most 10000 items",
        "sums are in the order of the step",
    ),
    "name-with-a-space": edited(
        HANOI_CASE,
        "claim.equations.0.function",
        "T n",
        "decode",
        "a name of ASCII letters, digits and _",
        "not the T of the other equations",
    ),
    "relation-unknown": edited(
        HANOI_CASE,
        "claim.relation",
        "=<",
        "decode",
        "one of <=, >=, ==, <, >, !=, O, Omega, Theta, o, omega, ~",
        "=< is no relation",
    ),
    "integer-that-is-a-boolean": edited(
        HANOI_CASE, f"{PROOF}.from", False, "decode", "an integer in [0, 1000000]", "False is 0 to Python"
    ),
    "integer-below-its-least-value": edited(
        HANOI_CASE, f"{PROOF}.from", -1, "decode", "an integer in [0, 1000000]", "the premise holds from 0 on"
    ),
    "rational-that-is-an-integer": edited(
        "halving-at-least-n", f"{PREMISE}.shift", 0, "decode", 'a rational "p/q"', "a rational is text"
    ),
    "rational-with-denominator-zero": edited(
        HANOI_CASE, "claim.bound", "1/0", "decode", 'a rational "p/q"', "division by 0"
    ),
    "rational-not-in-lowest-terms": edited(
        HANOI_CASE, "claim.bound", "2/4", "decode", "lowest terms", "two texts for one number"
    ),
    "expression-nested-too-deeply": edited(HANOI_CASE, "claim.bound", NESTED, "decode", EXPRESSION_CAP, "211 levels"),
    "expression-that-is-a-bare-kind": edited(
        HANOI_CASE, "claim.bound", ["var"], "decode", "a kind and its parts", "a variable without a name"
    ),
    "division-of-one-part": edited(
        HANOI_CASE, "claim.bound", ["div", "1"], "decode", "2 to 2 parts of div", "1 over nothing"
    ),
    "variable-with-two-names": edited(
        HANOI_CASE, "claim.bound", ["var", "n", "m"], "decode", "one name in var", "n or m"
    ),
    "floor-of-two-arguments": edited(
        HANOI_CASE, "claim.bound", ["fn", "floor", "1", "2"], "decode", "1 to 1 arguments of floor", "floor takes one"
    ),
    "sum-without-an-end": edited(
        HANOI_CASE,
        "claim.bound",
        ["fold", "sum", "k", "0", N],
        "decode",
        "kind, variable, lower, upper, body of a fold",
        "k from 0 to what",
    ),
    "expression-of-an-unknown-kind": edited(
        HANOI_CASE, "claim.bound", ["abs", "1"], "decode", "a known kind of expression", "abs is not in the language"
    ),
    "comparison-without-a-right-side": edited(
        HANOI_CASE, "claim.range", [[">=", N]], "decode", "relation, left, right", "n >= what"
    ),
    "claim-of-an-unknown-format": edited(
        HANOI_CASE,
        "claim.format",
        "tightbound/claim/2",
        "decode",
        "format tightbound/claim/1",
        "a later format may mean something else",
    ),
    "parameter-stated-twice": edited(
        "a-parameter-is-given-a-value",
        "claim.parameters",
        [{"name": "a", "kind": kind, "conditions": []} for kind in ("integer", "real")],
        "decode",
        "each parameter once",
        "is a an integer or a real number",
    ),
    "condition-on-the-size": edited(
        "parameter-in-a-closed-form",
        "claim.parameters.0.conditions",
        [["!=", N, "3"]],
        "decode",
        "conditions on parameters alone",
        "n - 3 would never be 0",
    ),
    "pattern-that-is-a-parameter": Reject(
        case(claim(COUNT, "T(n) == n"), bound(closed("n"), 0)),
        "decode",
        "patterns without parameters",
        "T(a) = 0 says nothing of T(0)",
        {
            "claim.parameters": [{"name": "a", "kind": "integer", "conditions": []}],
            "claim.equations.0.patterns": [["var", "a"]],
        },
    ),
}

EVALUATE = {
    "witness-from-an-inequality": edited(
        "hanoi-less-than-it-takes",
        "claim.equations.1.relation",
        ">=",
        "extremal",
        "a claim with one of >=, >, Omega, omega",
        "T(n) >= 2*T(n-1) + 1 does not bound T(n) from above",
    ),
    "base-value-that-an-equation-states": Reject(
        case(claim(COUNT, "T(n) <= n"), witness({"n": 0}, base=[("T", 0, "5", 1)]), "refuted"),
        "evaluate",
        "a given base value that no equation states",
        "T(0) = 0 is stated, T(0) = 5 is given",
    ),
    "pattern-in-two-variables": Reject(
        with_equations(equation(["k + m"], "1")),
        "evaluate",
        "patterns linear in one variable",
        "T(k + m) = 1 binds nothing",
    ),
    "pattern-that-is-a-square": Reject(
        with_equations(equation(["m^2"], "1")),
        "evaluate",
        "patterns linear in one variable",
        "m is m or -m",
    ),
    "pattern-that-does-not-vary": Reject(
        with_equations(equation(["0*m + 3"], "m")),
        "evaluate",
        "patterns linear in one variable",
        "m may be any number",
    ),
    "comparison-too-close-to-decide": of_values(
        "0",
        "a comparison that can be decided",
        "the enclosure of sqrt(2)*sqrt(2) contains 2 inside",
        range=[["<=", form("sqrt(2)*sqrt(2)"), "2"]],
    ),
    "size-that-is-not-exact": Reject(
        with_equations(equation(["n"], "T(n*sqrt(2))"), equation(["0"], "0")),
        "evaluate",
        "an exact value",
        "n*sqrt(2) is no rational number",
    ),
    "value-that-calls-itself": Reject(
        with_equations(equation(["n"], "T(n) + 1")),
        "evaluate",
        "a value that does not depend on itself",
        "T(3) = T(3) + 1 has no solution",
    ),
    "recursion-too-deep": Reject(
        with_equations(equation(["n"], "T(n-1)"), n=10**6),
        "evaluate",
        "a shallower recursion",
        "20,000 calls inside one another",
    ),
    "work-beyond-the-budget": of_values(
        "(2^10000)^n", "fewer than 4000000 steps", "a billion bits", n=10**5, subject="1"
    ),
    "value-that-no-equation-states": Reject(
        "a-base-value-is-given",
        "evaluate",
        "an equation for every value needed",
        "T(0) is not given",
        {f"{PROOF}.base": []},
    ),
    "free-value-that-equations-settle": Reject(
        case(
            changed(
                claim("T(n) = T(n-1) + 1 for n >= 4", "T(n) <= n + 7"),
                {
                    "equations": [
                        equation(["n"], "T(n-1) + 1", (">=", "n", "1"), ("<=", "n", "3")),
                        equation(["3"], "10"),
                        equation(["n"], "T(n-1) + 1", (">=", "n", "4")),
                    ],
                },
            ),
            witness({"n": 0}, base=[("T", 0, "100", 1)]),
            "refuted",
        ),
        "evaluate",
        "equations that agree where they overlap",
        "T(3) = 10 leaves T(0) = 7 alone: the claim is true",
    ),
    "size-outside-that-a-base-equation-calls": Reject(
        case(
            changed(
                claim("T(3) = 5; T(n) = T(n-1) + 1 for n >= 4", "T(n) <= n + 100 for n <= 1"),
                {
                    "equations": [
                        equation(["2"], "T(1) + 1"),
                        equation(["3"], "5"),
                        equation(["n"], "T(n-1) + 1", (">=", "n", "4")),
                    ],
                },
            ),
            bound(window("n + 100", 4, 3), 4),
        ),
        "evaluate",
        "an equation for every value needed",
        "T(1) is free, and may be above 101",
    ),
    "equations-that-disagree": Reject(
        with_equations(equation(["0"], "0"), equation(["0"], "1"), n=0),
        "evaluate",
        "equations that agree where they overlap",
        "T(0) = 0 and T(0) = 1",
    ),
    "formula-that-calls-T-in-a-range": edited(
        "hanoi-less-than-it-takes",
        "claim.range",
        [[">=", form("T(n)"), "1"]],
        "evaluate",
        "a formula without values of the recurrence",
        "a range is about sizes",
    ),
    "variable-without-a-value": of_values("m", "a value for each variable", "the bound is in m, the witness in n"),
    "size-that-is-a-half": Reject(
        with_equations(equation(["n"], "T(n/2)", (">=", "n", "1"))),
        "evaluate",
        "an integer size",
        "T(3/2)",
    ),
    "zero-to-a-negative-power": of_values("n^(-1)", "no division by 0", "0^-1"),
    "root-of-a-negative-power-base": of_values("(n-5)^(1/2)", "a positive base", "(-5)^(1/2)"),
    "maximum-over-nothing": of_values(
        "max(k=1..0: k)", "a range that is short, not empty", "the maximum of no numbers"
    ),
    "sum-too-long": of_values("sum(k=1..30000: k)", "a range that is short, not empty", "30,000 terms"),
    "floor-at-its-jump": of_values(
        "floor(sqrt(2)*sqrt(2))", "a value away from the jump of its rounding", "the enclosure contains 2 inside"
    ),
    "square-root-of-a-negative-number": of_values("sqrt(n-5)", "a square root of no negative number", "sqrt(-5)"),
    "factorial-of-a-half": of_values("factorial(1/2)", "integer arguments of factorial", "Gamma is another function"),
    "factorial-too-large": of_values("factorial(5000)", "factorial of a number from 0 to 3000", "16,326 digits"),
    "Fibonacci-number-of-a-negative-index": of_values(
        "Fib(n-1)", "Fib of a number from 0 to 3000", "Fib(-1) is not defined here"
    ),
    "iterated-logarithm-evaluated": of_values("logstar(n)", "a function with a rule", "no rule for logstar yet", n=2),
    "witness-against-an-order": Reject(
        case(claim(HANOI, "T in O(n)"), witness({"n": 9}), "refuted"),
        "evaluate",
        "an explicit relation",
        "one size says nothing about O",
    ),
    "division-by-zero": of_values("1/n", "a divisor away from 0", "1/0", rule="interval/divide"),
    "power-too-large": of_values("2^(2^n)", "a power below 2^524288", "2^20 bits", rule="interval/power", n=20),
    "logarithm-of-zero": of_values("log(n)", "a positive argument", "log(0)", rule="interval/ln"),
    "exponential-too-large": of_values(
        "exp(n)", "an exponent below 2^16", "e^1000000", rule="interval/exp", n=10**6, subject="1"
    ),
}

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

NEARLY_LN_2 = str(Fraction(6931471805599453094172321214581765680755, 10**40))
GOLDEN = "((1-sqrt(5))/2)"
EXPAND = {
    "base-that-varies": of_growth(
        "n + sqrt(n)^n", "expand", "a constant base under an exponent that varies", "sqrt(n)^n is not in the scale"
    ),
    "exponent-of-pi": of_growth(
        "n^pi", "expand", "an exponent made of rationals, logarithm ratios and root(x: ...)", "pi is only enclosed"
    ),
    "root-of-a-number": of_growth(
        ["pow", N, ["root", "x", "1"]],
        "expand",
        "an exponent made of rationals, logarithm ratios and root(x: ...)",
        "no equation for x",
    ),
    "exponent-with-two-irrational-factors": of_growth(
        "n^(log2(3)*log2(5))",
        "expand",
        "one irrational factor in an exponent",
        "a product of logarithms has no exact form",
    ),
    "logarithm-to-an-irrational-base": of_growth("log(n, log2(3))", "expand", "a rational", "base log2(3)"),
    "root-term-that-is-the-variable": of_growth(
        ["pow", N, ["root", "x", FEW]], "expand", "terms a*b^x under root", "x = 1 is not sum a*b^x = 1"
    ),
    "exponent-divided-by-zero": of_growth("n^(1/(1-1))", "expand", "a nonzero rational divisor in an exponent", "1/0"),
    "exponent-divided-by-a-logarithm": of_growth(
        "n^(1/log2(3))", "expand", "a nonzero rational divisor in an exponent", "1/log2(3) has no exact form"
    ),
    "exponent-divided-by-one-plus-a-logarithm": of_growth(
        "n^(1/(1+log2(3)))", "expand", "a nonzero rational divisor in an exponent", "1/(1 + log2(3)) is not 1/1"
    ),
    "logarithm-to-a-negative-base-in-an-exponent": of_growth(
        "n^log(3, -2)", "exponent", "a logarithm of a positive number", "(-2)^x is never 3"
    ),
    "base-irrational-below-minus-one": of_growth(
        "n + (-sqrt(2))^n", "expand", "a base known to be positive, or rational, or below 1 in size", "sqrt(2)^n grows"
    ),
    "base-irrational-below-one-to-a-falling-power": of_growth(
        "n + (2-sqrt(3))^(-n)",
        "expand",
        "a base known to be positive, or rational, or below 1 in size",
        "(2+sqrt(3))^n grows",
    ),
    "order-of-two-leading-monomials": of_growth(
        "n + (ceil(n/2) - n/2)*n", "series", "one leading monomial, free of rounding", "n or 3/2*n"
    ),
    "logarithm-of-a-negative-order": of_growth(
        "n + log(-n)", "series", "the logarithm of c b^n n^a L^s, c > 0", "log(-n)"
    ),
    "order-of-a-sum": of_growth(
        "sum(k=1..n: k)", "expand", "a formula in the scale of growth", "sums are not expanded"
    ),
    "order-of-an-iterated-logarithm": of_growth(
        "n + logstar(n)", "expand", "a function in the scale of growth", "logstar is not expanded"
    ),
    "order-of-a-maximum": of_growth(
        "max(n, 2*n*sin(n))",
        "expand",
        "one argument that is the max from the start on",
        "neither is always the largest",
    ),
    "variable-of-another-name": of_growth("m", "expand", "no variable but n", "the order is in n"),
    "exponent-with-an-irrational-rate": of_growth(
        "2^(sqrt(2)*n)", "expand", "an exponent q*n + bounded with q rational", "2^(sqrt(2) n) is not in the scale"
    ),
    "root-without-a-decay": of_growth(
        "n + root(x: 1 + 1/x)^n", "exponential", "terms a*x^-k with a > 0 and k from 1 to 200", "1 + 1/x is never 1"
    ),
    "root-of-a-term-that-grows": of_growth(
        "n + root(x: x + 1/x)^n", "exponential", "terms a*x^-k with a > 0 and k from 1 to 200", "x + 1/x is never 1"
    ),
    "root-of-a-far-call": of_growth(
        "n + root(x: 1/x + 1/x^201)^n",
        "exponential",
        "terms a*x^-k with a > 0 and k from 1 to 200",
        "degrees stay small",
    ),
    "root-of-a-difference": of_growth(
        "n + root(x: 3/x - 1/x^2)^n", "expand", "terms a*x^-k under root", "3/x - 1/x^2 is 1 at two x > 0"
    ),
    "root-of-a-difference-in-a-term": of_growth(
        "n + root(x: 1/(x - 2))^n", "expand", "terms a*x^-k under root", "1/(x - 2) has a pole"
    ),
    "root-of-a-quotient-by-zero": of_growth(
        "n + root(x: 1/x/0)^n", "expand", "terms a*x^-k with a > 0", "nothing is divided by 0"
    ),
    "root-of-a-fractional-power": of_growth(
        "n + root(x: 1/x^(1/2))^n",
        "expand",
        "a positive term to an integer power, not too large",
        "calls are whole steps back",
    ),
    "root-of-a-term-that-is-too-large": of_growth(
        "n + root(x: ((4/x)^9999)^9999)^n", "expand", "a positive term to an integer power, not too large", "10^8 bits"
    ),
    "root-of-a-power-of-a-negative-term": of_growth(
        "n + root(x: (-2/x)^2)^n", "expand", "a positive term to an integer power, not too large", "negative terms"
    ),
    "base-zero": of_growth("n + 0^n", "expand", "a base other than 0", "0^n has no logarithm"),
    "base-with-a-large-prime": of_growth(
        "n + 10000000019^n", "exponential", "a base whose primes are small", "factoring must stay quick"
    ),
    "base-irrational-above-one": of_growth(
        "n + (2+sqrt(3))^n",
        "expand",
        "a base known to be positive, or rational, or below 1 in size",
        "2+sqrt(3) is no root of a sum of decays with weights > 0",
    ),
    "base-below-one-to-a-power-below-zero": of_growth(
        f"n + {GOLDEN}^(n-1)", "expand", "an exponent never below a multiple of n", "a negative power is above 1"
    ),
    "factorial-of-two-n": of_growth(
        "n + (2*n)!", "expand", "factorial(n + c) with an integer |c| <= 12", "(2n)! is not in the scale"
    ),
    "factorial-far-away": of_growth(
        "n + (n+13)!", "expand", "factorial(n + c) with an integer |c| <= 12", "13 factors"
    ),
    "exponents-equal-but-of-two-forms": of_growth(
        "n^log2(6) + n^(1 + log2(3))", "exponent", "exponents that an enclosure separates", "log2(6) = 1 + log2(3)"
    ),
    "logarithm-of-a-negative-number-in-an-exponent": of_growth(
        "n^log2(-3)", "exponent", "a logarithm of a positive number", "log2(-3)"
    ),
    "logarithm-to-base-one-in-an-exponent": of_growth(
        "n^log(3, 1)", "exponent", "a logarithm of a positive number", "1^x is never 3"
    ),
    "root-term-with-a-base-above-one": of_growth(
        "n^root(x: 2*3^x)", "exponent", "terms a*b^x with a > 0 and 0 < b < 1", "3^x rises"
    ),
    "root-term-with-a-negative-coefficient": of_growth(
        ["pow", N, ["root", "x", ["add", form("(1/2)^x"), ["mul", "-1/3", form("(1/3)^x")]]]],
        "exponent",
        "terms a*b^x with a > 0 and 0 < b < 1",
        "two solutions or none",
    ),
    "root-of-65-terms": of_growth(
        ["pow", N, ["root", "x", ["add", *(["pow", f"1/{b}", FEW] for b in range(2, 67))]]],
        "exponent",
        "1 to 64 terms",
        "a cap on the work",
    ),
    "root-that-Newton-does-not-reach": of_growth(
        "n^root(x: 2^300*(1/2)^x + (1/3)^x)",
        "exponent",
        "a root confirmed by two signs",
        "60 steps are too few for x = 300",
    ),
    "601-monomials": of_growth(
        "(n + log(n) + 2^n + log(log(n)) + n!)^12", "series", "at most 600 monomials", "1,820 monomials"
    ),
    "product-of-too-many-monomials": of_growth(
        "(n + log(n) + log(log(n)) + n!)^6*(n + log(n) + log(log(n)) + n!)^7",
        "series",
        "a product of fewer monomials",
        "210 times 330",
    ),
    "order-of-zero": of_growth("n - n", "series", "a series that is not 0", "0 has no leading monomial"),
    "order-of-a-rounding": of_growth(
        "floor(n/2) - n/2", "series", "one leading monomial, free of rounding", "between -1/2 and 0"
    ),
    "order-after-cancellation": of_growth(
        "log(n) - log2(n)*log(2)", "series", "a leading coefficient away from 0", "0, but only enclosed"
    ),
    "logarithm-of-a-term-below-zero-at-the-start": Reject(
        case(claim(COUNT, "T(n) <= n + log2(n - 10) for n >= 11"), bound(closed("n"), 8)),
        "series",
        "an expansion point above -1: a larger start would do",
        "n - 10 at n = 8",
    ),
    "square-root-of-a-negative-order": of_growth("n + sqrt(-n)", "series", "a positive base", "sqrt(-n)"),
    "irrational-power-of-an-irrational-power": of_growth(
        "(n^log2(3))^log2(5)",
        "series",
        "one irrational exponent at a time",
        "a product of logarithms has no exact form",
    ),
    "irrational-power-of-a-factorial": of_growth(
        "(n!)^log2(3)", "series", "one irrational exponent at a time", "factorials have integer powers"
    ),
    "square-root-of-a-factorial": of_growth(
        "n + sqrt(n!)", "series", "an integer power of a factorial", "factorials have integer powers"
    ),
    "logarithm-of-a-factorial": of_growth(
        "n + log(n!)", "series", "the logarithm of c b^n n^a L^s, c > 0", "no Stirling formula here"
    ),
    "logarithm-of-a-loglog": of_growth(
        "n + log(log(log(n)))", "series", "the logarithm of c b^n n^a L^s, c > 0", "the scale ends at log log"
    ),
    "bases-too-close-to-separate": of_growth(
        ["add", ["pow", "2", N], ["fn", "exp", ["mul", NEARLY_LN_2, N]]],
        "exponential",
        "bases that an enclosure separates, or that are seen to be equal",
        "e^0.6931... against 2, equal to 40 digits",
    ),
    "exponent-that-grows-slower-than-n": of_growth(
        "2^sqrt(n)", "series", "monomials that never grow, where a bound is needed", "2^sqrt(n) is not in the scale"
    ),
    "start-below-two-after-the-shift": Reject(
        "halving-at-least-n",
        "series",
        "start >= 2, base >= 2, order 1 to 12",
        "8 - 7 = 1",
        {f"{PREMISE}.shift": "-7"},
    ),
    "loglog-below-its-start": Reject(
        case(claim(COUNT, "T(n) <= n + log(log(n)) for n >= 2"), bound(closed("n"), 2)),
        "series",
        "log(log(n)) > 0 from the start on",
        "log(log(2)) < 0",
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
        "F without factorials",
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
        "T(0) = 1; T(n) = 0*T(n-1) + 1 for n >= 1",
        "T in Omega(1)",
        growth("1", 64, 32, (0, 2), "lower"),
        "a coefficient > 0",
        "only the toll keeps T above 0",
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

DEPTH = "T(1) = 1; T(n) = T(floor(n/2)) + 1 for n >= 2"
DEPTH_FORM, CLOSED_JOSEPHUS = "floor(log2(n)) + 1", "2*(n - 2^floor(log2(n))) + 1"
ODD_PROOFS = [*[sums(("1",))] * 3, sums()]


def of_blocks(
    recurrence: str, text: str, premise: Any, need: str, why: str, relation: str = "==", rule: str = "blocks"
) -> Reject:
    """A claim about sizes from `low` on, and a premise of rule blocks that fails."""
    about = claim(recurrence, f"T(n) {relation} {text} for n >= {premise['low']}")
    return Reject(case(about, bound(premise, premise["low"])), rule, need, why)


def changed_blocks(changes: dict[str, Any], need: str, why: str, rule: str = "blocks") -> Reject:
    """The depth of binary search, with changes that the language refuses, or that are not only in one copy."""
    about = claim(DEPTH, f"T(n) == {DEPTH_FORM} for n >= 1")
    return Reject(case(about, bound(blocks(DEPTH_FORM, 1), 1)), rule, need, why, changes)


BLOCKS = {
    "blocks-for-any-rounding": of_blocks(
        "rounding any; T(1) = 1; T(n) = T(n/2) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1),
        "rounding as stated", "T(3) may call T(2)",
    ),
    "blocks-inequality-with-a-parameter": of_blocks(
        "parameters c real; T(1) = c; T(n) = T(floor(n/2)) + 1 for n >= 2", f"c + {DEPTH_FORM}",
        blocks(f"c + {DEPTH_FORM}", 1, "<="), "no parameters in an inequality", "values of parameters are not asked",
        "<=",
    ),
    "blocks-with-a-stranger": changed_blocks(
        {"claim.bound": form(f"{DEPTH_FORM} + x - x"), f"{PREMISE}.form": form(f"{DEPTH_FORM} + x - x")},
        "n and parameters alone, with names that do not begin with _", "what is x?",
    ),
    "blocks-with-a-name-of-the-rule": Reject(
        case(claim("parameters c real; " + DEPTH, f"T(n) == {DEPTH_FORM} for n >= 1"), bound(blocks(DEPTH_FORM, 1), 1)),
        "blocks", "n and parameters alone, with names that do not begin with _",
        "_l is the rule's own number of a block",
        {"claim.parameters.0.name": "_l"},
    ),
    "blocks-before-the-step": of_blocks(
        "T(n) = 7 for n <= 9; T(n) = T(floor(n/2)) + 1 for n > 9", f"{DEPTH_FORM} + 3", blocks(f"{DEPTH_FORM} + 3", 4),
        "a first block that begins between the step's start and 1024", "T(5) is 7, the step says T(2) + 1",
    ),
    "blocks-of-nothing": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 1, scale="-1"),
        "a first block that begins between the step's start and 1024", "no size lies in [-4, -8)",
    ),
    "blocks-without-proofs": of_blocks(
        ODD, DEPTH_FORM, blocks(DEPTH_FORM, 1, "<="), "a proof for each inequality", "nothing shows the step", "<=",
    ),
    "blocks-identity-with-proofs": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 1, proofs=[sums()]), "a proof for each inequality",
        "an identity needs none"
    ),
    "blocks-false-in-the-step": of_blocks(
        DEPTH, f"2*{DEPTH_FORM} - 1", blocks(f"2*{DEPTH_FORM} - 1", 1), "F to satisfy the step", "true only at n = 1"
    ),
    "blocks-false-at-their-end": of_blocks(
        "T(1) = 1; T(n) = T(ceil(n/2)) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1, level=4),
        "F to satisfy the step", "T(3) = 3: ceil(n/2) leads from 2^m - 1 into the same block",
    ),
    "blocks-of-a-logarithm": of_blocks(
        DEPTH, f"{DEPTH_FORM} + log2(n) - log2(n)", blocks(f"{DEPTH_FORM} + log2(n) - log2(n)", 1),
        "expressions the ring can represent", "log2(n) is no polynomial",
    ),
    "blocks-by-parity-of-equations-by-three": of_blocks(

               "T(1) = 1; T(2) = 1; T(3*n) = T(n) + 1 for n >= 1; "
        "T(3*n+1) = T(n) + 1 for n >= 1; T(3*n+2) = T(n) + 1 for n >= 1",
        "floor(log(n, 3)) + 1", blocks("floor(log(n, 3)) + 1", 1, base=3),
        "a modulus that tells the equations apart", "2 says nothing of thirds",
    ),
    "blocks-of-another-function": Reject(
        "josephus-by-parity", "blocks", "calls of the same function", "U may be anything",
        {"claim.equations.1.body": form("2*U(n) - 1")},
    ),
    "inlined-function-by-parity": Reject(
        "even-and-odd-closed-form", "step", "an inlined step for all sizes at once", "B has two equations",
        {
            "claim.equations": [
                equation(["0"], "0", f="A"),
                equation(["n"], "B(n-1) + 1", (">=", "n", "1"), f="A"),
                equation(["2*n"], "2", (">=", "n", "0"), f="B"),
                equation(["2*n+1"], "2", (">=", "n", "0"), f="B"),
            ]
        },
    ),
    "blocks-shorter-than-sizes-stray": of_blocks(
        "T(n) = 1 for n <= 9; T(n) = T(floor(n/2)+4) + 1 for n >= 10", DEPTH_FORM, blocks(DEPTH_FORM, 1, level=4),
        "blocks of integers, longer than sizes stray from them", "T(16) calls T(12), not yet in the block before",
    ),
    "blocks-that-begin-at-a-half": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 1, scale="3/4"),
        "blocks of integers, longer than sizes stray from them", "a block cannot begin at 3/2",
    ),
    "blocks-with-a-division-by-zero": changed_blocks(
        {"claim.equations.1.body": form("T(floor(n/2)) + 1 + 0/(n-64)")},
        "parts that are defined in every block", "T(64) is undefined",
    ),
    "blocks-of-a-sum": of_blocks(
        "T(1) = 1; T(n) = T(floor(n/2)) + sum(k=1..n: 0) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1),
        "no sums, maxima and roots of equations", "a sum binds names",
    ),
    "blocks-with-thirds-by-parity": of_blocks(
        "T(1) = 1; T(n) = T(floor(n/2)) + 1 + 0*floor(n/3) for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1),
        "roundings that are affine on each residue", "floor(n/3) needs n mod 6",
    ),
    "blocks-with-a-call-within-a-call": changed_blocks(
        {"claim.equations.1.body": form("T(floor(n/2)) + 0*T(T(floor(n/2))) + 1")},
        "calls at sizes a*k + c", "T at what size?",
    ),
    "blocks-with-the-other-rounding": of_blocks(
        "T(1) = 0; T(n) = T(ceil(n/2)) + 1 for n >= 2", "ceil(log2(n))", blocks("ceil(log2(n))", 1),
        "logarithms that are steady on the blocks", "ceil(log2(n)) is not one number for 4 <= n < 8",
    ),
    "blocks-with-a-logarithm-to-another-base": of_blocks(
        DEPTH, "floor(log(n, 4)) + 1", blocks("floor(log(n, 4)) + 1", 1),
        "logarithms that are steady on the blocks", "4 <= n < 16",
    ),
    "blocks-with-a-call-of-two-thirds": of_blocks(
        "T(n) = 1 for n <= 2; T(n) = T(floor(2*n/3)) + 1 for n >= 3", DEPTH_FORM, blocks(DEPTH_FORM, 1, modulus=6),
        "sizes n/base^j up to a rounding", "a block is not sent into a block",
    ),
    "blocks-with-a-call-of-the-same-size": changed_blocks(
        {"claim.equations.1.body": form("T(n)")}, "sizes below n", "T(2) may be anything"
    ),
    "blocks-that-call-below-low": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 4), "sizes from 4 on", "the form is not shown at 2 and 3"
    ),
    "blocks-inequality-with-a-power-of-three": of_blocks(
        ODD, "3^floor(log2(n))", blocks("3^floor(log2(n))", 1, "<="),
        "powers of the base, with exponents that rise with the block", "3^l is no polynomial in 2^l", "<=",
    ),
    "blocks-undefined-at-one": Reject(
        case(
            claim("parameters a real; T(1) = 0; T(n) = a*T(floor(n/2)) for n >= 2",
            "T(n) == 0*a^(floor(log2(n))-1) for n >= 1"),
            bound(blocks("0*a^(floor(log2(n))-1)", 1, level=3), 1),
        ),
        "blocks", "F defined at n = 1", "a^-1 for a = 0",
    ),
    "blocks-false-at-first": of_blocks(
        "T(1) = 2; T(n) = T(floor(n/2)) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1), "F(1) = T(1)", "T(1) = 2"
    ),
    "blocks-free-at-first": of_blocks(
        "T(n) = T(floor(n/2)) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1), "F(1) = T(1)", "T(1) may be anything"
    ),
    "blocks-bound-false-at-first": of_blocks(
        ODD.replace("= 0 for", "= 3 for"), DEPTH_FORM, blocks(DEPTH_FORM, 1, "<=", ODD_PROOFS),
        "the bound at n = 1", "T(1) = 3", "<=",
    ),
    "blocks-bound-with-a-false-certificate": of_blocks(
        ODD, "1", blocks("1", 1, "<=", [sums(("1",)), sums(), sums(("1",)), sums()]),
        "an identity between the goal and the products", "an odd size adds 1", "<=", "polynomial",
    ),
    "closed-form-for-equations-by-parity": of_blocks(
        JOSEPHUS, CLOSED_JOSEPHUS, closed(CLOSED_JOSEPHUS, 1), "a step for all sizes at once",
        "two equations", rule="step"
    ),
    "equations-for-even-sizes-alone": changed_blocks(
        {"claim.equations.1": equation(["2*n"], "T(n) + 1", (">=", "n", "1"))},
        "one equation T(n) = ... for n >= start", "T(3) is free", "step",
    ),
    "equations-by-parity-with-an-end": changed_blocks(
        {"claim.equations.0": equation(["2*n"], "1", (">=", "n", "1"), ("<=", "n", "1"))},
        "sizes given as a number or a variable", "T(2) = 1 is below the step, but other ends are not", "step",
    ),
    "equations-by-parity-and-for-all": changed_blocks(
        {"claim.equations.0": equation(["2*n"], "T(n) + 2", (">=", "n", "4"))},
        "one equation T(n) = ... for n >= start", "T(8) is T(4) + 1 and T(4) + 2", "step",
    ),
    "step-of-a-square": Reject(
        case(claim(COUNT, "T(n) == n"), bound(closed("n"), 0)),
        "step", "sizes given as a number or a variable", "squares are not all sizes",
        {"claim.equations.1": equation(["n*n"], "T(n-1) + 1", (">=", "n", "1"))},
    ),
}  # fmt: skip

NONE_ODD, ALL_ODD, THIRDS = "no-odd-size-on-the-way-from-a-power", "odd-sizes-all-the-way-down", "even-powers-of-three"


def of_powers(original: str, need: str, why: str, rule: str = "subsequence", **fields: Any) -> Reject:
    """A proof by rule subsequence with other fields."""
    return Reject(original, rule, need, why, {f"{PROOF}.{name}": value for name, value in fields.items()})


SUBSEQUENCE = {
    "powers-for-any-rounding": edited(
        NONE_ODD, "claim.rounding", "any", "subsequence", "rounding as stated", "T is many functions"
    ),
    "powers-with-a-stranger": of_powers(
        NONE_ODD, "n alone, not beginning with _", "x is nothing", form=form("0*x"),
    ),
    "powers-of-a-bound-that-is-negative": edited(
        NONE_ODD, "claim.bound", form("-1"), "subsequence", "a bound that is eventually positive", "O of what?"
    ),
    "powers-with-an-order-that-refutes-nothing": edited(
        ALL_ODD, "claim.bound", form("log(n)"), "subsequence", "an order along the sizes that refutes O",
        "m is of the order of log(2^m - 1)",
    ),
    "powers-against-an-exponential": edited(
        ALL_ODD, "claim.bound", form("2^n"), "subsequence", "a bound n^a*log(n)^s*log(log(n))^t with rational a",
        "2^n grows doubly exponentially in m",
    ),
    "powers-that-fall": of_powers(
        NONE_ODD, "sizes that rise from one between 2 and 1048576", "-2^m", scale="-1", shift=64
    ),
    "powers-before-the-step": of_powers(NONE_ODD, "sizes that rise from one between 2 and 1048576", "T(1)", level=0),
    "powers-of-two-modulo-six": of_powers(NONE_ODD, "sizes of one residue", "2^m mod 6 is 2 or 4", modulus=6),
    "powers-with-equations-by-three": Reject(
        case(
            claim(
                "T(1) = 1; T(2) = 1; T(3*n) = T(n) for n >= 1; T(3*n+1) = T(n) for n >= 1; T(3*n+2) = T(n) for n >= 1",
                "T(n) in omega(1)",
            ),
            along("1", 3), "refuted",
        ),
        "subsequence", "a modulus that tells the equations apart", "2^m is of any residue modulo 3",
    ),
    "powers-that-lead-elsewhere": of_powers(
        NONE_ODD, "calls at earlier sizes of the sequence", "floor((2^m + 1)/2) is 2^(m-1)", shift=1, level=3
    ),
    "powers-with-a-logarithm": of_powers(
        NONE_ODD, "expressions the ring can represent", "log2(n)", form=form("log2(n)")
    ),
    "powers-with-an-undefined-form": of_powers(NONE_ODD, "parts defined at every size", "0/0", form=form("0/(n-9)")),
    "powers-with-a-form-that-fails": of_powers(NONE_ODD, "G to satisfy the step", "T(2^m) = 0", form=form("n")),
    "powers-with-another-first-value": of_powers(NONE_ODD, "G(0) = T at that size", "T(1) = 0", form=form("1")),
}  # fmt: skip

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
    **ENVELOPE,
    **DECODE,
    **EVALUATE,
    **STEP,
    **EXPAND,
    **BOUND,
    **CLOSED,
    **INDUCTION,
    **WITNESS,
    **POLYNOMIAL,
    **BLOCKS,
    **SUBSEQUENCE,
    **{name: Reject(*made) for name, made in posynomials.REJECTED.items()},
    **UNIFORM,
    **SYSTEM,
}
