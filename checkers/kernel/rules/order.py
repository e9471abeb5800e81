"""Rule order: a growth claim is decided by comparing its bound f with a proved order of T.

Needs    one premise, or two for Theta; f and the premises' forms with a leading monomial of known sign
Checks   exact comparison of leading monomials M (of the premise) and M_f
 proved  O: T in O(M), M <= M_f.  o: M < M_f.  Omega: T in Omega(M), M >= M_f.  omega: M > M_f.  Theta: O and Omega.
 refuted O: T in Omega(M), M > M_f.  o: M >= M_f.  Omega: T in O(M), M < M_f.  omega: M <= M_f.  Theta: O or Omega is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import series as sr
from checkers.kernel.decode import Claim, fields, sequence
from checkers.kernel.expand import Expander
from checkers.kernel.refusal import require
from checkers.kernel.rules import premise
from checkers.kernel.series import Frame, Key
from checkers.kernel.step import require_agreement, steps_of

RULE = "order"
AT = Fraction(1 << 64)


def leading_monomial(form: Any, symbol: str) -> tuple[Key, bool]:
    """The leading monomial of an expression for n -> infinity, and whether its coefficient is positive."""
    frame = Frame(AT, 2, 3)
    key, c, _ = sr.leading(Expander(frame, symbol, Fraction(0)).expand(form))
    return key, c[0] > 0


def verdict(claim: Claim, proof: Any) -> str:
    _, premises = fields(proof, ("rule", "premises"))
    step = steps_of(claim)[0]
    require_agreement(claim, step)
    require(claim.relation in ("O", "Omega", "Theta", "o", "omega"), RULE, "a growth claim", claim.relation)
    free = not claim.range and not claim.parameters and not claim.assuming
    require(free, RULE, "a growth claim without range, parameters and assumptions", claim.range)
    f, positive = leading_monomial(claim.bound, step.symbol)
    require(positive, RULE, "a bound that is eventually positive", f)
    require(1 <= len(sequence(premises)) <= 2, RULE, "one or two premises", len(premises))
    proved, refuted = set(), set()
    for item in premises:
        bound = premise.conclude(claim, item)
        require(bound.relation in ("O", "Omega", "=="), RULE, "a premise about growth", bound.relation)
        key, _ = leading_monomial(bound.form, step.symbol)
        against = sr.compare(key, f)
        if bound.relation != "Omega":  # |T| <= C M
            proved |= {"O"} if against <= 0 else set()
            proved |= {"o"} if against < 0 else set()
            refuted |= {"Omega", "Theta"} if against < 0 else set()
            refuted |= {"omega"} if against <= 0 else set()
        if bound.relation != "O":  # |T| >= c M
            proved |= {"Omega"} if against >= 0 else set()
            proved |= {"omega"} if against > 0 else set()
            refuted |= {"O", "Theta"} if against > 0 else set()
            refuted |= {"o"} if against >= 0 else set()
    if {"O", "Omega"} <= proved:
        proved.add("Theta")
    require(
        claim.relation in proved | refuted,
        RULE,
        f"premises that decide {claim.relation}",
        (sorted(proved), sorted(refuted)),
    )
    require(not (claim.relation in proved and claim.relation in refuted), RULE, "one verdict", claim.relation)
    return "proved" if claim.relation in proved else "refuted"
