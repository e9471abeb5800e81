"""Certificates of rule definition: costs that call nothing, which the kernel must accept, and must reject."""

from __future__ import annotations

from typing import Any

from tests.checkers.proofs import bound, case, claim, decided, equation, order
from tests.checkers.reject_case import Reject

CHUNKS = "parameters s integer >= 1, w integer >= 2; T(n) = s*ceil(n/w) + 1 for n >= 1"
TENTHS = "T(n) = ceil(n/10) + 1 for n >= 1"
DEFINITION = {"rule": "definition"}


def of_body(body: str, statement: str, rule: str, need: str, why: str, **more: Any) -> Reject:
    """T(n) = body for n >= 1, which the language may refuse, and a proof that T is its body."""
    about = {**claim(TENTHS, statement), "equations": [equation(["n"], body, (">=", "n", "1"))], **more}
    return Reject(case(about, bound(DEFINITION, 1)), rule, need, why)


ACCEPTED: dict[str, Any] = {
    "definition-equals-its-formula": lambda: case(claim(CHUNKS, "T(n) == 1 + s*ceil(n/w)"), bound(DEFINITION, 1)),
    "definition-below-a-formula": lambda: case(claim(TENTHS, "T(n) <= n/10 + 2"), bound(DEFINITION, 64)),
    "definition-gives-theta": lambda: case(claim(TENTHS, "T in Theta(n)"), order(DEFINITION)),
    "definition-with-parameters-gives-theta": lambda: decided(CHUNKS, "T in Theta(n)"),
    "definition-with-parameters-not-O": lambda: decided(CHUNKS, "T in O(log(n))"),
    "definition-uniform-in-a-parameter": lambda: decided(CHUNKS, "T in O(n*s) uniformly in s, w assuming w <= n"),
}

CALLS = "a right side without costs"
VALUE = "a formula that has a value at every size"
REJECTED: dict[str, Reject] = {
    "definition-of-a-recursive-step": of_body("T(n-1) + 1", "T(n) == T(n-1) + 1", "definition", CALLS, "T calls T"),
    "definition-with-any-rounding": of_body(
        "n/2", "T(n) == n/2", "definition", "rounding as stated", "what n/2 is, is open", rounding="any"
    ),
    "definition-that-divides-by-a-size": of_body("n/(n-5)", "T(n) == n/(n-5)", "definition", VALUE, "T(5) is open"),
    "definition-with-a-logarithm": of_body("log(n-3)", "T(n) == log(n-3)", "definition", VALUE, "T(3) is open"),
    "definition-with-a-negative-power": of_body("(n-5)^(-1)", "T(n) == 1/(n-5)", "definition", VALUE, "T(5) is open"),
    "definition-with-another-rounding": of_body(
        "ceil(n/10) + 1", "T(n) == floor(n/10) + 2", "bound", "a premise that fits", "they differ at n = 10"
    ),
    "definition-with-a-bound-without-a-value": of_body(
        "n", "T(n) == n*(n-5)/(n-5)", "definition", VALUE, "the bound has no value at n = 5"
    ),
    "definition-with-an-undeclared-name": of_body(
        "x + n", "T(n) == n", "definition", "no names but the size and parameters", "does x grow?"
    ),
    "definition-in-a-range": Reject(
        case(claim(TENTHS, "T(n) in O(n) for n >= 3"), {"rule": "definition", "proof": {}}),
        "definition",
        "a growth claim without a range",
        "growth is about all large sizes",
    ),
}  # fmt: skip
