"""Certificates by rule posynomial: claims that the search decides, and what the kernel must reject, by reason."""

from __future__ import annotations

from typing import Any

from bounds.encoding import claim_to_json
from bounds.language import parse_document
from tests.checkers.proofs import Json, case

ACCEPTED_CLAIMS = {
    "posynomial-debugging-refuted": "claim b^2*k*(1 + k*l)/(k + b*l) in Theta(b*k^2)",
    "posynomial-debugging-proved": "claim b^2*k*(1 + k*l)/(k + b*l) in Theta(b*k^2) assuming b*l in Omega(k)",
    "posynomial-routing-refuted": "claim m_g*n/(m_d + m_s*n) in Theta(k) assuming m_g == k*m_s, m_d <= m_g",
    "posynomial-routing-is-min": "claim k*m*n/(k*m + m*n) in Theta(min(n, k))",
    "posynomial-emission": "claim m*(n*a + n*(n - 1)/2) in Theta(m*n*(n + a))",
    "posynomial-exponentials": "claim 2^k in O(3^l)",
    "posynomial-towers": "claim n in O(k) assuming k in Theta(n/log(n))",
    "posynomial-little-o": "claim n*log(k) in o(n*k)",
    "posynomial-little-omega": "claim n*m in omega(n + m)",
    "posynomial-geometric-mean": "claim sqrt(n*m) in O(n + m)",
    "posynomial-uniform-refuted": "parameters p real in (1/2, 1); claim n/(2*p - 1) in O(n) uniformly in p",
    "posynomial-pointwise": "parameters p real in (1/2, 1); claim n/(2*p - 1) in O(n)",
    "posynomial-uniform-proved": "parameters k integer >= 1; claim (2*k - 1)*n in Theta(k*n) uniformly in k",
    "posynomial-log-of-a-sum": "claim n*log(n + m) in O(n*log(n*m))",
}
PLACE = {"times": "1", "powers": [1]}
TWO = {"n": PLACE, "m": PLACE}
HALF = "parameters p real in (1/2, 1); "


def formulas(text: str) -> Json:
    """The JSON of a claim about formulas."""
    return claim_to_json(parse_document(text)[0].claim)


def decided(text: str) -> Json:
    from checkers.decide import decide

    verdict = decide(parse_document(text)[0].claim)
    if verdict.certificate is None:
        raise SystemExit(f"undecided: {text}: {verdict.blocked}")
    return {"claim": claim_to_json(verdict.claim), "certificate": verdict.certificate}


def proof(curve: Json = None, **more: Json) -> Json:
    """A refutation by rule posynomial; `upper` and `lower` make it a proof."""
    return {"rule": "posynomial", "ranges": {}, "eliminated": [], "curve": curve or {}, "signed": [], **more}


def proving(upper: Json, lower: Json = (), curve: Json = None, **more: Json) -> Json:
    return proof(TWO if curve is None else curve, upper=list(upper), lower=list(lower), **more)


def span(low: str, high: str = "") -> Json:
    return {"low": low, "high": high}


def read(text: str, need: str, why: str) -> tuple[Json, str, str, str]:
    """A claim that cannot be read."""
    return case(formulas(f"claim {text}"), proof()), "monomials", need, why


def refused(text: str, about: Json, need: str, why: str, rule: str = "posynomial") -> tuple[Json, str, str, str]:
    return case(formulas(text), about, "proved" if "upper" in about else "refuted"), rule, need, why


def without_conditions(text: str, about: Json, need: str, why: str) -> tuple[Json, str, str, str]:
    """The same with a parameter that nothing is known of."""
    made, rule, *rest = refused(text, about, need, why)
    for place in (made["claim"], made["certificate"]["claim"]):
        place["parameters"][0]["conditions"] = []
    return (made, rule, rest[0], rest[1])


def product_of(*names: str) -> str:
    return "*".join(f"({x} + {x}1 + {x}2 + {x}3 + {x}4)" for x in names)


ONE: Any = [[[0, "1"]], []]
N_OF_M = "claim n in O(m)"
MIXED = "claim n in O(n - m)"
REJECTED: dict[str, tuple[Json, str, str, str]] = {
    "posynomial-of-a-floor": read(
        "n in O(n/floor(n))",
        "log, log2, sqrt, exp, ceil, max or min", "floor(x) is 0 for small x",
    ),
    "posynomial-number-of-20000-bits": read("n*2^(n + 20000) in O(n)", "constants of at most 16384 bits", "too long"),
    "posynomial-power-of-a-long-number": read(
        f"n*({10**300})^60 in O(n)", "numbers of at most 16384 bits", "60,000 bits"
    ),
    "posynomial-625-monomials": read(f"{product_of(*'abcd')} in O(n)", "at most 400 monomials", "5^4 products"),
    "posynomial-390625-products": read(
        f"({product_of(*'abc')} + 1)*({product_of(*'def')} + 1) in O(n)", "at most 4000 products", "5^3 * 5^3"
    ),
    "posynomial-difference-of-roots": read(
        "n - sqrt(n + m) in Omega(n)", "no negative of what is known up to factors", "only its order is known"
    ),
    "posynomial-division-by-zero": read("n/(m - m) in O(n)", "a divisor, or an argument, that is not 0", "n/0"),
    "posynomial-power-of-1000": read("n^1000 in O(n)", "powers of at most 64", "a power that costs time"),
    "posynomial-sum-to-the-power-n": read("(n + m)^k in O(n)", "a number to the power of a sum", "(n + m)^k"),
    "posynomial-negative-number-to-the-n": read("(0 - 2)^n in O(2^n)", "a positive number as the base", "(-2)^n"),
    "posynomial-exponent-n-squared": read(
        "2^(n^2) in O(2^n)", "an exponent linear in the growing variables", "2^(n^2) has no atom"
    ),
    "posynomial-logarithm-of-minus-n": read(
        "log(0 - n) in O(n)", "the logarithm of something positive", "log(-n) is undefined"
    ),
    "posynomial-logarithm-of-a-quotient-of-sums": read(
        "log(n/(m + 1)) in O(n)", "the logarithm of a sum of monomials", "n/(m + 1) may be below 1"
    ),
    "posynomial-logarithm-of-a-sum-that-shrinks": read(
        "log(1 + 2^(0 - n)) in O(1)", "the logarithm of a sum of growing monomials", "log(1 + 2^-n) is not of order n"
    ),
    "posynomial-logarithm-of-a-constant-sum": read(
        "log(sqrt(1 + sqrt(2))) in O(n)", "the logarithm of something that grows", "a constant, up to factors"
    ),
    "posynomial-logarithm-of-log-2": read(
        "log(log(2)) in O(n)", "no logarithm of the logarithm of a number", "log(log(2)) is negative"
    ),
    "posynomial-six-logarithms": read(
        "log(log(log(log(log(n))))) in O(n)", "at most 4 logarithms, of growing variables", "a scale of its own"
    ),
    "posynomial-root-of-a-negative-number": read(
        "sqrt(0 - n) in O(n)", "a root of something positive", "sqrt(-n) is undefined"
    ),
    "posynomial-product-of-two-large-primes": refused(
        "claim 1022117^n in O(1009^n*1013^n)", proof({"n": PLACE}), "a sum of logarithms of known sign",
        "ln 1022117 = ln 1009 + ln 1013, which no enclosure shows", "monomials",
    ),
    "posynomial-cancelling-on-the-curve": refused(
        "claim n - m in Omega(n)", proof(TWO), "leading terms of one sign on the curve", "n = m there", "monomials"
    ),
    "posynomial-explicit-claim": refused("claim n <= m", proof(TWO), "a growth claim", "a point decides it"),
    "posynomial-claim-with-equations": refused(
        "T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim m in O(k)", proof({"m": PLACE, "k": PLACE}),
        "a claim about formulas alone", "names of the equations are parameters",
    ),
    "posynomial-parameter-without-a-range": refused(
        f"{HALF}claim n*p in O(n)", proof({"n": PLACE}), "a range for each parameter", "is p positive?"
    ),
    "posynomial-range-that-is-too-small": refused(
        f"{HALF}claim n/(2*p - 1) in O(n)",
        proving([ONE], curve={"n": PLACE, "p": {"times": "1", "powers": []}}, ranges={"p": span("3/4", "1")}),
        "a range that contains every p, not below 0", "p = 5/8 is left out",
    ),
    "posynomial-range-below-the-end": refused(
        f"{HALF}claim n/(2*p - 1) in O(n)",
        proving([ONE], curve={"n": PLACE, "p": {"times": "1", "powers": []}}, ranges={"p": span("1/2", "3/4")}),
        "a range that contains every p, not below 0", "p = 7/8 is left out",
    ),
    "posynomial-closed-end-as-an-open-one": refused(
        "parameters p real >= 1; claim n in O(n*(p - 1))",
        proving([ONE], curve={"n": PLACE, "p": {"times": "1", "powers": []}}, ranges={"p": span("1")}),
        "a range that contains every p, not below 0", "p = 1 makes the bound 0",
    ),
    "posynomial-parameter-of-any-sign": without_conditions(
        "parameters p real > 0; claim n in O(n*p)",
        proving([ONE], curve={"n": PLACE, "p": {"times": "1", "powers": []}}, ranges={"p": span("0")}),
        "a range that contains every p, not below 0", "p = 0, p = -1",
    ),
    "posynomial-ranges-as-a-list": refused(N_OF_M, proof(TWO, ranges=[]), "an object of ranges", "no names"),
    "posynomial-elimination-by-an-inequality": refused(
        "claim n in O(m) assuming n <= m", proof({"m": PLACE}, eliminated=[{"assumption": 0, "variable": "n"}]),
        "an assumption n == e, e without n", "n may be smaller than m",
    ),
    "posynomial-elimination-by-itself": refused(
        "claim n in O(m) assuming n == n*m", proof({"m": PLACE}, eliminated=[{"assumption": 0, "variable": "n"}]),
        "an assumption n == e, e without n", "n stands on both sides",
    ),
    "posynomial-elimination-of-a-parameter": refused(
        "parameters p integer >= 1; claim n in O(m) assuming p == n",
        proof(TWO, ranges={"p": span("0")}, eliminated=[{"assumption": 0, "variable": "p"}]),
        "an assumption p == e, e without p", "p does not grow, n does",
    ),
    "posynomial-unequal-as-an-assumption": refused(
        "claim n in O(m) assuming n != m", proof(TWO), "assumptions with <=, ==, O, Omega, Theta, o or omega", "n != m"
    ),
    "posynomial-proof-without-multipliers": refused(
        "claim n in O(n + m)", proving([[[[0, "1"]]]]), "weights and multipliers", "a list of one"
    ),
    "posynomial-negative-weight": refused(
        "claim n*m in O(n + m^3)", proving([[[[0, "-1"], [1, "2"]], []]]), "weights >= 0", "m^6/n does not bound n*m"
    ),
    "posynomial-negative-multiplier": refused(
        "claim n in O(m) assuming m <= n", proving([[[[0, "1"]], [[0, "-1"]]]]), "weights >= 0", "the assumption turned"
    ),
    "posynomial-weights-with-sum-2": refused(
        "claim n*m in O(n + m)", proving([[[[0, "1"], [1, "1"]], []]]), "weights with sum 1", "n*m is not below n + m"
    ),
    "posynomial-weights-with-sum-0": refused(
        "claim n in O(1/n)", proving([[[], []]], curve={"n": PLACE}), "weights with sum 1", "no monomial at all"
    ),
    "posynomial-monomial-that-is-larger": refused(N_OF_M, proving([ONE]), "O of the product", "n = m^2"),
    "posynomial-o-of-itself": refused(
        "claim n in o(n)", proving([ONE], curve={"n": PLACE}), "o of the product", "the quotient is 1"
    ),
    "posynomial-o-by-an-assumption-with-O": refused(
        "claim n in o(m) assuming n in O(m)", proving([[[[0, "1"]], [[0, "1"]]]]), "o of the product", "n = m"
    ),
    "posynomial-o-by-a-multiplier-of-0": refused(
        "claim n in o(n) assuming n in o(m)",
        proving([[[[0, "1"]], [[0, "0"]]]], curve={"n": PLACE, "m": {"times": "1", "powers": [2]}}),
        "o of the product", "the assumption is not used",
    ),
    "posynomial-logarithm-against-another-variable": refused(
        "claim log(n) in O(m)", proving([ONE]), "O of the product", "n = 2^2^m"
    ),
    "posynomial-unbounded-parameter": refused(
        "parameters p real > 0; claim n in O(n*p) uniformly in p",
        proving([ONE], curve={"n": PLACE, "p": {"times": "1", "powers": []}}, ranges={"p": span("0")}),
        "O of the product", "p tends to 0",
    ),
    "posynomial-large-parameter": refused(
        "parameters p integer >= 1; claim n*p in O(n) uniformly in p",
        proving([ONE], curve={"n": PLACE, "p": {"times": "1", "powers": []}}, ranges={"p": span("0")}),
        "O of the product", "p tends to infinity",
    ),
    "posynomial-negative-term-unshown": refused(
        "claim n in O(n - m)", proving([ONE]), "1 negative terms shown small", "n - m may be 0"
    ),
    "posynomial-negative-term-as-large": refused(
        "claim n in O(n - m)", proving([ONE], signed=[ONE]), "o of the product", "n = m"
    ),
    "posynomial-circular-assumption": refused(
        "claim n in O(n) assuming sqrt(n - m) >= m",
        proving([ONE], signed=[[[[0, "1"]], [[0, "2"]]]], curve={"n": {"times": "1", "powers": [3]}, "m": PLACE}),
        "an integer in [0, -1]", "what sqrt(n - m) is like is to be shown first", "decode",
    ),
    "posynomial-curve-as-a-list": refused(N_OF_M, proof() | {"curve": []}, "all variables", "no names"),
    "posynomial-curve-without-m": refused(N_OF_M, proof({"n": PLACE}), "all variables", "where is m?"),
    "posynomial-curve-with-five-powers": refused(
        N_OF_M, proof({**TWO, "n": {"times": "1", "powers": [0, 0, 0, 0, 1]}}), "at most 4 powers", "2^2^2^2^t"
    ),
    "posynomial-curve-with-a-negative-value": refused(
        N_OF_M, proof({**TWO, "n": {"times": "-1", "powers": [1]}}), "a positive value, a last power", "n = -t"
    ),
    "posynomial-curve-that-ends-with-0": refused(
        N_OF_M, proof({**TWO, "n": {"times": "1", "powers": [1, 0]}}), "a positive value, a last power", "two spellings"
    ),
    "posynomial-curve-that-shrinks": refused(
        "claim 1 in O(n)", proof({"n": {"times": "1", "powers": [-1]}}), "integers n that grow", "n = 1/t"
    ),
    "posynomial-curve-that-stands-still": refused(
        "claim m in O(n)", proof({**TWO, "n": {"times": "1", "powers": []}}), "integers n that grow", "n = 1"
    ),
    "posynomial-curve-of-halves": refused(
        N_OF_M, proof({**TWO, "n": {"times": "1/2", "powers": [2]}}), "integers n that grow", "n = t^2/2"
    ),
    "posynomial-fixed-parameter-that-moves": refused(
        "parameters p real > 0; claim n*p in O(n)", proof({"n": PLACE, "p": PLACE}, ranges={"p": span("0")}),
        "parameters that stand still, unless uniform", "constants may depend on p",
    ),
    "posynomial-parameter-that-leaves-its-range": refused(
        "parameters p real in (0, 1); claim n*p in O(n) uniformly in p",
        proof({"n": PLACE, "p": PLACE}, ranges={"p": span("0")}), "the conditions on p", "p < 1",
    ),
    "posynomial-parameter-that-reaches-0": refused(
        "parameters p real >= 1; claim n in O(n*p) uniformly in p",
        proof({"n": PLACE, "p": {"times": "1", "powers": [-1]}}, ranges={"p": span("0")}), "the conditions on p", "1/t",
    ),
    "posynomial-integer-that-shrinks": refused(
        "parameters p integer > 0; claim n in O(n*p) uniformly in p",
        proof({"n": PLACE, "p": {"times": "1", "powers": [-1]}}, ranges={"p": span("0")}), "the conditions on p", "1/t",
    ),
    "posynomial-parameter-between-others": refused(
        "parameters p real > 0, q real > p; claim n*p in O(n) uniformly in p",
        proof({"n": PLACE, "p": PLACE, "q": {"times": "2", "powers": []}}, ranges={"p": span("0"), "q": span("0")}),
        "a range that contains every q, not below 0", "q > p says nothing of q alone",
    ),
    "posynomial-parameter-against-its-conditions": refused(
        "parameters p real in (0, 1); claim n in o(n*p)",
        proof({"n": PLACE, "p": {"times": "2", "powers": []}}, ranges={"p": span("0")}), "a p", "p = 2",
    ),
    "posynomial-integer-that-is-a-half": refused(
        "parameters p integer > 0; claim n in o(n*p)",
        proof({"n": PLACE, "p": {"times": "1/2", "powers": []}}, ranges={"p": span("0")}), "a p", "p = 1/2",
    ),
    "posynomial-contradictory-assumptions": refused(
        "claim n in O(m) assuming n*m <= m", proving([[[[0, "1"]], [[0, "1"]]]]),
        "a curve on which the assumptions hold", "no large n",
    ),
    "posynomial-assumption-off-by-a-factor": refused(
        "claim n*k in O(m) assuming 2*n <= m", proof({**TWO, "k": PLACE}), "a curve on which the assumptions hold",
        "2*t is not at most t",
    ),
    "posynomial-equation-off-by-a-factor": refused(
        "claim n*k in O(m) assuming 2*n == m", proof({**TWO, "k": PLACE}), "a curve on which the assumptions hold",
        "2*t is not t",
    ),
    "posynomial-equation-up-to-factors": refused(
        "claim n*k in O(m) assuming max(n, k) == m", proof({**TWO, "k": PLACE}),
        "a curve on which the assumptions hold", "max(n, k) is known up to factors",
    ),
    "posynomial-negative-assumption": refused(
        "claim n in O(m) assuming n - n^2 <= 0 - m", proof({**TWO, "n": {"times": "1", "powers": [2]}}),
        "a curve on which the assumptions hold", "signs are not compared",
    ),
    "posynomial-little-o-that-is-Theta": refused(
        "claim n in o(m) assuming n in o(m)", proving([[[[0, "1"]], [[0, "1"]]]]),
        "a curve on which the assumptions hold", "n = m on the curve",
    ),
    "posynomial-zero-below-a-negative": refused(
        "claim n^2 in O(m) assuming n - m^2 >= 0", proof(TWO), "a curve on which the assumptions hold", "t - t^2 < 0"
    ),
    "posynomial-negative-bound": refused(
        MIXED, proof({**TWO, "m": {"times": "1", "powers": [2]}}), "a bound that is positive on the curve", "n - m < 0"
    ),
    "posynomial-curve-that-shows-nothing": refused(N_OF_M, proof(TWO), "a curve on which O fails", "the quotient is 1"),
    "posynomial-one-monomial-unshown": refused(
        "claim n + m in O(n*m)", proving([ONE]), "2 monomials bounded", "m is not bounded"
    ),
    "posynomial-lower-bound-unshown": refused(
        "claim n in Theta(n*m)", proving([ONE]), "1 monomials bounded", "only O is shown"
    ),
}  # fmt: skip
