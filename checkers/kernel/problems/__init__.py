"""Lower bounds of problems: what every strategy costs, for every size. Rules, one file each in `rules/`.

They prove, each by a bound that it derives:

answers      each answer of the problem is the end of a path
selection    under each set of largest items, the largest of the others must be found
win-loss     a potential over items that never met, won, lost, or both
neighbours   two items that could stand next to each other must be shown together
touched      every part of the input must be looked at
fan-in       what r rounds can depend on
lies         rows of answers when some are lies
noise        likelihood ratios and capacity when answers err
path-length  the mean depth of the ends of a tree
refines      another problem that is answered on the way

They refute:

strategy     a table of what to ask, at one size
algorithm    what a known algorithm costs at every size

comparison   from the bound that a rule derives to the one that is claimed
point        a claim at one size, with numbers for its parameters
optimum      the optimum of one problem, by a strategy and an adversary: a claim of its own
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checkers.kernel import decode
from checkers.kernel.problems import comparison
from checkers.kernel.problems.comparison import Check, Derived
from checkers.kernel.problems.rules import (
    algorithm,
    answers,
    copies,
    fan_in,
    lies,
    neighbours,
    noise,
    path_length,
    refines,
    restricts,
    selection,
    strategy,
    touched,
    win_loss,
)
from checkers.kernel.problems.setting import FORMAT, LowerBound, lower_bound
from checkers.kernel.refusal import require

__all__ = ["FORMAT", "RULES", "check", "derived"]

RULES: dict[str, Callable[[LowerBound, Any], Derived]] = {
    rule.RULE: rule.derive
    for rule in (answers, selection, win_loss, neighbours, touched, fan_in, lies, noise, path_length)
}
REFUTING: dict[str, Callable[[LowerBound, Any, Check], None]] = {
    rule.RULE: rule.refute for rule in (strategy, algorithm)
}
REDUCTIONS = {refines.RULE: refines.derive, restricts.RULE: restricts.derive}


def derived(claim: LowerBound, rule: Any, proof: Any) -> Derived:
    """What a rule derives."""
    name = decode.one_of(rule, (*RULES, *REDUCTIONS, copies.RULE))
    if name == copies.RULE:
        return copies.derive(claim, proof, RULES)
    require(claim.setting.copies == 1, name, "one problem, not several", claim.setting.copies)
    return REDUCTIONS[name](claim, proof, RULES) if name in REDUCTIONS else RULES[name](claim, proof)


def check(claim: Any, certificate: Any, check_claim: Check) -> str:
    """ "proved", "refuted" or Rejected; `check_claim` is the kernel's check of claims about recurrences."""
    form, inside, stated, proof = decode.fields(certificate, ("format", "claim", "verdict", "proof"))
    require(form == "tightbound/certificate/1", "check", "format tightbound/certificate/1", form)
    require(inside == claim, "check", "a certificate for this claim", "a certificate for another claim")
    verdict = decode.one_of(stated, ("proved", "refuted"))
    read = lower_bound(claim)
    if verdict == "refuted":
        rule, inner = decode.fields(proof, ("rule", "proof"))
        name = decode.one_of(rule, tuple(REFUTING))
        require(read.setting.copies == 1, name, "one problem, not several", read.setting.copies)
        REFUTING[name](read, inner, check_claim)
        return verdict
    rule, inner, follows = decode.fields(proof, ("rule", "proof", "follows"))
    comparison.conclude(read, derived(read, rule, inner), follows, check_claim)
    return verdict
