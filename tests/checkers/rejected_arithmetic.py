"""The certificates that the kernel must reject for what they are made of: JSON, expressions, values, expansions."""

from __future__ import annotations

from fractions import Fraction

from tests.checkers.accepted import COUNT, HANOI
from tests.checkers.proofs import (
    bound,
    case,
    changed,
    claim,
    closed,
    equation,
    form,
    window,
    witness,
)
from tests.checkers.reject_case import (
    EXPRESSION_CAP,
    FEW,
    HANOI_CASE,
    NESTED,
    NOT_ONE,
    PREMISE,
    PROOF,
    N,
    Reject,
    edited,
    of_growth,
    of_values,
    with_equations,
)

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
        "one of witness, points, bound, order, subsequence, posynomial, definition, system, iterate, scaled, several",
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
    "size-that-doubles-for-ever": Reject(
        with_equations(equation(["n"], "T(n + n)+1", (">=", "n", "1"))),
        "evaluate",
        "sizes below 2^10000",
        "T(n) calls T(2*n), and that T(4*n)",
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


ARITHMETIC: dict[str, Reject] = {**ENVELOPE, **DECODE, **EVALUATE, **EXPAND}
