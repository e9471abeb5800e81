"""Certificates of rule several: bounds over several sizes, which the kernel must accept, and must reject."""

from __future__ import annotations

from typing import Any

from tests.checkers.proofs import case, claim, decided, form
from tests.checkers.reject_case import Reject

ALIGN = "T(m,n) = T(m-1,n) + T(m,n-1) + 1 for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1"
STEPWISE = "T(m,n) = T(m-1,n-1) + 1 for m >= 1, n >= 1; T(m,0) = m; T(0,n) = n"
THREE = (
    "T(a,b,c) = T(a-1,b,c) + T(a,b-1,c) + T(a,b,c-1) + 1 for a >= 1, b >= 1, c >= 1; "
    "T(0,b,c) = 1; T(a,0,c) = 1; T(a,b,0) = 1"
)


def side(text: str, which: str = "upper", **more: Any) -> Any:
    """One side of a proof by rule several: a form over all sizes, the sum of the sizes as the measure."""
    forms = {
        "function": "T", "variables": ["m", "n"], "form": form(text), "domain": [form("m"), form("n")],
        "measure": [form("m + n")],
    }  # fmt: skip
    return {"side": which, "forms": [{**forms, **more}]}


def several(*sides: Any, comparisons: Any = ()) -> Any:
    return {"rule": "several", "sides": list(sides), "comparisons": list(comparisons)}


def of_align(proof: Any, rule: str, need: str, why: str, statement: str = "T(m,n) <= 2^(m+n+1) - 1") -> Reject:
    return Reject(case(claim(ALIGN, statement), proof), rule, need, why)


def of_step(recurrence: str, need: str, why: str, text: str = "2^(m+n+1) - 1") -> Reject:
    """T at most a form, for other equations."""
    return Reject(case(claim(recurrence, f"T(m,n) <= {text}"), several(side(text))), "system", need, why)


def _growth(statement: str, recurrence: str = ALIGN) -> Any:
    """The proof of a growth claim that the search finds."""
    return decided(recurrence, statement)["certificate"]["proof"]


def with_growth(need: str, why: str, statement: str = "T in O(2^(m+n))", **changes: Any) -> Reject:
    return Reject(case(claim(ALIGN, statement), {**_growth("T in O(2^(m+n))"), **changes}), "several", need, why)


ACCEPTED: dict[str, Any] = {
    "alignments-at-most-a-power": lambda: case(claim(ALIGN, "T(m,n) <= 2^(m+n+1) - 1"), several(side("2^(m+n+1) - 1"))),
    "alignments-in-O": lambda: decided(ALIGN, "T in O(2^(m+n))"),
    "alignments-in-Omega": lambda: decided(ALIGN, "T in Omega(m*n)"),
    "merge-theta": lambda: decided(
        "T(m,n) = max(T(m-1,n), T(m,n-1)) + 1 for m >= 1, n >= 1; T(m,0) = 0; T(0,n) = 0", "T in Theta(m + n)"
    ),
    "stepwise-theta": lambda: decided(STEPWISE, "T in Theta(m + n)"),
    "stepwise-not-in-O": lambda: decided(STEPWISE, "T in O(log(m + n))"),
    "three-sizes-in-O": lambda: decided(THREE, "T in O(3^(a+b+c))"),
    "largest-of-two-at-most-their-sum": lambda: decided(
        "T(m,k) = max(T(m-1,k), T(m,k-1)) + 1 for m >= 1, k >= 1; T(m,0) = 0; T(0,k) = 0", "T(m,k) <= m + k"
    ),
}


def all_rejected() -> dict[str, Reject]:
    """Each certificate that the kernel must reject, by its reason."""
    top = side("2^(m+n+1) - 1")
    return {
        "several-for-any-rounding": Reject(
            case({**claim(ALIGN, "T(m,n) <= 2^(m+n+1) - 1"), "rounding": "any"}, several(top)),
            "several", "rounding as stated", "T(m,n) is several numbers",
        ),
        "several-with-a-side-twice": of_align(several(top, top), "several", "each side once", "which of them counts"),
        "several-with-the-other-side": of_align(
            several(side("0", "lower")), "several", "the claim's own side", "T >= 0 is no upper bound"
        ),
        "several-with-comparisons-of-an-explicit-claim": of_align(
            several(top, comparisons=["0"]), "several", "the claim's own side", "nothing is to be compared"
        ),
        "form-below-a-value": of_align(
            several(side("2^(m+n) - 1")), "system", "the forms to satisfy the equation",
            "T(0,0) = 1, and the form is 0", "T(m,n) <= 2^(m+n) - 1",
        ),
        "form-that-an-equation-leaves": of_align(
            several(side("3*(m+n) + 1")), "system", "an equation that keeps T <= its form", "T doubles",
            "T(m,n) <= 3*(m+n) + 1",
        ),
        "several-with-a-difference-of-calls": of_step(
            "T(m,n) = T(m-1,n) + (-1)*T(m,n-1) + 1 for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1",
            "multiples by what is never negative", "an upper bound of a call is a lower one of its negative",
        ),
        "several-with-a-negated-call": of_step(
            "T(m,n) = T(m-1,n) - T(m,n-1) + 1 for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1",
            "sums, multiples, max and min of calls", "the same, with a minus",
        ),
        "several-with-a-product-of-calls": of_step(
            "T(m,n) = T(m-1,n)*T(m,n-1) for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1",
            "a multiple of one call", "-2 times -2 is 4",
        ),
        "several-with-a-call-below-a-line": of_step(
            "T(m,n) = 1/T(m-1,n) for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1",
            "a multiple of one call", "it falls when T rises",
        ),
        "several-with-a-size-that-is-a-value": of_step(
            "T(m,n) = T(m-1,T(m-1,0)) for m >= 1, n >= 1; T(m,0) = 1; T(0,n) = 1",
            "sizes without calls", "which size is called depends on T", "1 + 0*m",
        ),
        "several-in-a-parameter": Reject(
            case(
                claim("parameters p integer >= 1; T(m,n) = T(m-1,n) + p for m >= 1; T(0,n) = 0", "T in O(m)"),
                several(side("0", "lower")),
            ),
            "several", "a claim about T at several sizes, no parameters", "C may not depend on p here",
        ),
        "several-at-one-name": Reject(
            case(claim(ALIGN, "T(m,m) in O(2^(2*m))"), several(side("0", "lower"))),
            "several", "sizes that are different names", "T(m,m) is about a curve",
        ),
        "several-assuming-of-another-name": Reject(
            case({**claim(ALIGN, "T in O(2^(m+n))"), "bound": form("2^z")}, several(side("0", "lower"))),
            "several", "a claim in its own sizes", "what is z",
        ),
        "several-without-a-lower-side": with_growth(
            "a form below T that is never negative", "T might fall to minus infinity", sides=[top]
        ),
        "several-with-a-negative-lower-side": with_growth(
            "a form that is never negative", "|T| may be large below", sides=[top, side("-1", "lower")]
        ),
        "several-compared-with-no-form": with_growth(
            "a side that has a form", "nothing above T is known", sides=[side("0", "lower")]
        ),
        "several-without-a-comparison": with_growth(
            "comparisons that decide the claim", "the form is compared with nothing", comparisons=[]
        ),
        "several-compared-for-another-relation": with_growth(
            "comparisons that decide the claim", "T in O says nothing of Omega", "T in Omega(2^(m+n))"
        ),
        "several-on-a-strip": with_growth(
            "a domain that holds all large sizes", "n <= 5 is no claim about large n",
            sides=[top, side("0", "lower", domain=[form("m"), form("n"), form("5 - n")])],
        ),
        "several-of-another-function": Reject(
            case(
                claim(ALIGN + "; U(m,n) = 1 for m >= 0, n >= 0", "T in O(2^(m+n))"),
                several(side("0", "lower", function="U")),
            ),
            "several",
            "a form of the claim's function",
            "U is not T",
        ),
    }  # fmt: skip
