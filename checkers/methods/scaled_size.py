"""A size that only scales: T(a, n) = 3 T(2a, n/2) + a is a times what T(1, n) is, with 6 in place of 3.

Where every equation is homogeneous in one of two sizes, the claim is one about the other size; the methods for claims
about one size look for its proof.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from attrs import evolve

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json
from bounds.recurrence import Comparison, Equation
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import scaled
from checkers.kernel.step import step_of
from checkers.methods import counterexample, dominance, subsequence, substitution, window_induction
from checkers.verdict import Blocked

RULE, ORDER = "scaled", 16
NAME = "scaled_size"
DEGREES = (1, 2, 3, 0)
INNER = (counterexample, substitution, dominance, subsequence, window_induction)


def find(claim: Claim) -> Found | Blocked | None:
    """A decision about T(a, n) = a^k U(n) by one about U.

    Shape    equations of one function of two sizes, homogeneous in one of them; a bound of the same degree in it
    Gives    a proof for rule scaled
    """
    if len({len(e.patterns) for e in claim.recurrence.equations} | {2}) > 1 or not claim.recurrence.equations:
        return None
    decoded = decode.claim(claim_to_json(claim))
    last: Blocked | None = None
    for place, degree in product((0, 1), DEGREES):
        try:
            about = scaled.of_one_size(decoded, place, degree)
            scaled.require_determined(about, step_of(about))
        except Rejected as e:
            last = last or Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
            continue
        last = Blocked(NAME, "no method decides the claim about the other size")
        one = of_one_size(claim, about)
        for method in INNER:
            found = method.find(one)
            if isinstance(found, Found) and found.proof["rule"] in scaled.INNER:
                proof = {"rule": RULE, "place": place, "degree": degree, "proof": found.proof}
                return Found(found.verdict, proof, found.witness)
        break
    return last


def of_one_size(claim: Claim, about: decode.Claim) -> Claim:
    """A decoded claim about one size as a claim that other methods take; it has the context of the one given."""

    def compared(cs: tuple[Any, ...]) -> tuple[Comparison, ...]:
        return tuple(Comparison(read(left), r, read(right)) for r, left, right in cs)

    equations = tuple(
        Equation(e.function, tuple(map(read, e.patterns)), read(e.body), compared(e.range)) for e in about.equations
    )
    return evolve(
        claim, recurrence=evolve(claim.recurrence, equations=equations), subject=read(about.subject),
        bound=read(about.bound), range=compared(about.range),
    )  # fmt: skip


def read(e: decode.Expr) -> Any:
    return expression_from_json(to_json(e))
