"""Rule order: a growth claim is decided by comparing its bound f with a proved order of T.

Needs    one premise, or two for Theta; f and the premises' forms with a leading monomial of known sign (a form of a
         lower bound that is 0 needs none); T <= F, F > 0 goes with a second premise T >= G: |T| is at most |F| or |G|
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
from checkers.kernel.step import Bound, require_agreement, steps_of

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
    require_growth(claim)
    f, positive = leading_monomial(claim.bound, step.symbol)
    require(positive, RULE, "a bound that is eventually positive", f)
    require(1 <= len(sequence(premises)) <= 2, RULE, "one or two premises", len(premises))
    above, below = _sizes_of([premise.conclude(claim, item) for item in premises], step.symbol)
    return decided(claim, [sr.compare(key, f) for key in above], [sr.compare(key, f) for key in below])


def decided(claim: Claim, above: list[int], below: list[int]) -> str:
    """The verdict on a growth claim, from how bounds of |T| from above and from below compare with the claim's.

    Each number is negative, 0 or positive where the bound of |T| is of lower, the same or higher order.
    """
    proved, refuted = set(), set()
    for against in above:  # |T| <= C M
        proved |= {"O"} if against <= 0 else set()
        proved |= {"o"} if against < 0 else set()
        refuted |= {"Omega", "Theta"} if against < 0 else set()
        refuted |= {"omega"} if against <= 0 else set()
    for against in below:  # |T| >= c M
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


def require_growth(claim: Claim) -> None:
    """Refuses a claim that does not speak of T(n) alone, as n tends to infinity."""
    require(claim.relation in ("O", "Omega", "Theta", "o", "omega"), RULE, "a growth claim", claim.relation)
    free = not claim.range and not claim.parameters and not claim.assuming
    require(free, RULE, "a growth claim without range, parameters and assumptions", claim.range)


def _sizes_of(bounds: list[Bound], symbol: str) -> tuple[list[Key], list[Key]]:
    """Monomials M with |T| <= C M, and those with |T| >= c M, for some C, c > 0 and all large n."""
    above: list[Key] = []
    below: list[Key] = []
    highs: list[Key] = []
    lows: list[Key | None] = []  # of T <= F and of T >= G; None for G = 0
    for bound in bounds:
        zero = bound.relation == ">=" and bound.form == 0
        key, positive = (None, True) if zero else leading_monomial(bound.form, symbol)
        if bound.relation in ("<=", ">="):
            lows += [key] if bound.relation == ">=" else []
            highs += [key] if bound.relation == "<=" and key is not None else []
            if key is not None and positive == (bound.relation == ">="):
                below.append(key)
            continue
        above += [key] if bound.relation != "Omega" and key is not None else []
        below += [key] if bound.relation != "O" and key is not None else []
    for high in highs:
        for low in lows:
            above.append(high if low is None or sr.compare(low, high) <= 0 else low)
    return above, below
