"""What each rule of the kernel is asked for, in the order in which a claim about a problem is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import evolve, frozen

from bounds.claim import Claim
from bounds.setting import ONE, Setting
from checkers.found import Found
from checkers.kernel.problems.rules import refines as refining
from checkers.kernel.problems.rules import restricts as restricting
from checkers.lower_bounds import algorithm, strategy
from checkers.lower_bounds.follow import follows
from checkers.lower_bounds.win_loss import weights
from checkers.verdict import Blocked

Json = dict[str, Any]


@frozen
class Asking:
    """A method: the proofs it tries for one rule."""

    rule: str
    proofs: Callable[[Claim, Setting], Iterable[Json]]

    def find(self, claim: Claim) -> Found | Blocked | None:
        """The first proof from which the claim follows; what stopped the last one otherwise."""
        if claim.setting is None:
            return None
        reason = ""
        for proof in self.proofs(claim, claim.setting):
            found = follows(claim, self.rule, proof)
            if not isinstance(found, str):
                return Found("proved", found)
            reason = found
        return Blocked(self.rule, reason) if reason else None


def answers(_: Claim, setting: Setting) -> Iterator[Json]:
    """Each call as the one that tells most; for sorting the recurrence, too."""
    for recurrence in (False, True) if setting.family == "sort" else (False,):
        yield from ({"index": i, "recurrence": recurrence} for i in range(len(setting.calls)))


def simple(*families: str) -> Callable[[Claim, Setting], list[Json]]:
    """A proof that says nothing, for these families."""
    return lambda _, setting: [{}] if setting.family in families else []


def lies(claim: Claim, setting: Setting) -> Iterator[Json]:
    """The claimed number, or the formula."""
    if setting.lies:
        number = getattr(claim.bound, "value", None)
        if number is not None and number.denominator == 1 and number > 0:
            yield {"how": "numbers", "calls": int(number)}
        yield {"how": "formula", "calls": 0}


def noise(_: Claim, setting: Setting) -> list[Json]:
    """By likelihood ratios, or by capacity."""
    return [{"how": "ratio"}, {"how": "capacity"}] if setting.noise != setting.error else []


def path_length(_: Claim, setting: Setting) -> list[Json]:
    """The sum of depths, or its logarithm."""
    if setting.mode != "expected":
        return []
    return [{"how": how} for how in ("lengths", "entropy", *(["recurrence"] if setting.family == "sort" else []))]


def refines(claim: Claim, setting: Setting) -> Iterator[Json]:
    """Every proof about a problem that is answered on the way."""
    for to in refining.GIVES.get(setting.family, ()):
        about = evolve(setting, family=to, argument=setting.argument if to == "top_set" else None)
        yield from ({"to": to, **proof} for proof in all_proofs(claim, about))


def restricts(claim: Claim, setting: Setting) -> Iterator[Json]:
    """Every proof about the problem that some instances are."""
    to = restricting.TO.get(setting.family)
    if to is not None:
        yield from all_proofs(claim, evolve(setting, family=to, argument=ONE if to == "group_testing" else None))


def copies(claim: Claim, setting: Setting) -> Iterator[Json]:
    """Every proof about one of several problems."""
    if setting.copies != ONE:
        yield from all_proofs(claim, evolve(setting, copies=ONE))


def all_proofs(claim: Claim, setting: Setting) -> Iterator[Json]:
    """The proofs by rules that need no other problem."""
    for asking in DIRECT:
        yield from ({"rule": asking.rule, "proof": proof} for proof in asking.proofs(claim, setting))


DIRECT = (
    Asking(
        "touched",
        simple("OR", "AND", "parity", "majority", "threshold", "read", "connectivity", "distinct", "aggregate"),
    ),
    Asking("fan-in", simple("aggregate")),
    Asking("selection", simple("second", "median", "select", "top_sequence", "max")),
    Asking("win-loss", weights),
    Asking("neighbours", simple("sort", "merge", "search", "max", "min_and_max", "second")),
    Asking("lies", lies),
    Asking("noise", noise),
    Asking("answers", answers),
    Asking("path-length", path_length),
)
REDUCING = (Asking("refines", refines), Asking("restricts", restricts), Asking("copies", copies))
PROVING = (*DIRECT, *REDUCING)
METHODS: dict[str, Any] = {
    **{asking.rule: asking for asking in PROVING},
    **{method.RULE: method for method in (strategy, algorithm)},
}
"""By rule, in order: proofs, then refutations."""
