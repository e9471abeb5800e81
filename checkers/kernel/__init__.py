"""The trusted kernel: standard library only; reads a claim and a certificate, and re-derives every obligation.

Rules, one file each in `rules/`; each is stated and proved sound under the same name in paper/rules.tex:

  witness      refutes an explicit claim at one point
  points       proves an explicit claim about finitely many sizes
  bound        proves an explicit claim from a premise
  order        proves or refutes a growth claim from premises
  subsequence  refutes a growth claim along the sizes c*b^m + d
  iterate      decides a claim about T(n) = p(T(n-1)) by doubly exponential bounds
  scaled       decides a claim about T(a, n) = a^k U(n) by one about U
  definition   premise: T(n) = e(n), where the step calls nothing; verdict: what posynomial says of e
  closed-form  premise: T(n) = G(n) by substitution (ring: the zero test)
  induction    premise: T stays on one side of F, because the step preserves F (series: the sign test)
  system       verdict and premise: T = G for several functions of several sizes, by substitution (linear: domains)
  polynomial   premise: the same for all parameters at once, by identities between polynomials
  posynomial   proves or refutes a growth claim between formulas in several variables (monomials: what they are)
  blocks       premise: the same for forms with floor(log_b(n)), by identities on each block of sizes
  thinning     premise: T stays on one side of F, where it averages T over a binomial part of n (Jensen)
  nested       premise: T between two polynomials, where sizes are themselves values of T
  squeeze      premise: T is what bounds it from both sides
  splits       how induction reads a max or min over values of T
  extremal     a claim about inequalities is first made one about their extremal solution

Claims about what every strategy for a problem costs have rules of their own, in `problems/`; so have claims about the
optimum of one problem, in `problems/optimum/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checkers.kernel import decode, problems
from checkers.kernel.extremal import extremal
from checkers.kernel.problems import optimum
from checkers.kernel.refusal import OutsideLanguage, Rejected, require
from checkers.kernel.rules import (
    bound,
    definition,
    iterate,
    order,
    points,
    posynomial,
    scaled,
    several,
    subsequence,
    system,
    witness,
)

__all__ = ["OutsideLanguage", "Rejected", "check"]

VERDICTS: dict[str, Callable[[decode.Claim, Any], str]] = {
    witness.RULE: witness.verdict,
    points.RULE: points.verdict,
    bound.RULE: bound.verdict,
    order.RULE: order.verdict,
    subsequence.RULE: subsequence.verdict,
    posynomial.RULE: posynomial.verdict,
    definition.RULE: definition.verdict,
    system.RULE: system.verdict,
    iterate.RULE: iterate.verdict,
    scaled.RULE: scaled.verdict,
    several.RULE: several.verdict,
}


def check(claim: Any, certificate: Any) -> str:
    """ "proved" or "refuted", as the certificate says and the rules re-derive; raises Rejected otherwise.

    Both arguments are plain JSON objects (formats tightbound/claim/1 or tightbound/lower-bound/1, and
    tightbound/certificate/1; or both tightbound/optimum/1); the claim inside the certificate must equal the one beside
    it.
    """
    try:
        return _check(claim, certificate)
    except Rejected:
        raise
    except Exception as e:
        raise Rejected("check", "a certificate the rules can read", type(e).__name__) from e


def _check(claim: Any, certificate: Any) -> str:
    if type(claim) is dict and claim.get("format") == problems.FORMAT:
        return problems.check(claim, certificate, check)
    if type(claim) is dict and claim.get("format") == optimum.FORMAT:
        return optimum.check(claim, certificate)
    form, inside, stated, proof = decode.fields(certificate, ("format", "claim", "verdict", "proof"))
    require(form == "tightbound/certificate/1", "check", "format tightbound/certificate/1", form)
    require(inside == claim, "check", "a certificate for this claim", "a certificate for another claim")
    require(type(proof) is dict and "rule" in proof, "check", "a proof with a rule", type(proof).__name__)
    rule = decode.one_of(proof["rule"], tuple(VERDICTS))
    decoded = decode.claim(claim)
    require(
        not decoded.uniform or rule in (posynomial.RULE, definition.RULE),
        "check",
        "a rule that knows uniform constants",
        rule,
    )
    verdict = VERDICTS[rule](extremal(decoded), proof)
    require(stated == verdict, "check", f"the verdict {verdict}", stated)
    return verdict
