"""Proofs for rule win-loss: weights that `synthesis` finds, for the sizes and prices of a setting."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.setting import Setting
from checkers.kernel.problems.setting import LowerBound, least, lower_bound
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.synthesis import applies, at_sizes, best_weights, fitted_weights, size_parameter


def weights(claim: Claim, setting: Setting) -> Iterator[dict[str, Any]]:
    """Weights with the largest slope; where they differ, those with the largest bound at the first n claimed."""
    if not applies(setting):
        return
    read = lower_bound(claim_to_json(claim))
    try:
        parameter = size_parameter(setting)
    except ValueError:  # several: the rule has no weights for those
        return
    if parameter is not None:
        yield from (family.proof() for family in fitted_weights(setting, parameter, first_size(read, parameter)))
        return
    calls = at_sizes(setting.calls, {})
    slope = best_weights(setting.family, calls)
    early = best_weights(setting.family, calls, max(Fraction(2), read.first or Fraction(1)))
    yield from (found.proof() for found in dict.fromkeys((slope, early)) if found is not None)


def first_size(read: LowerBound, parameter: str) -> int:
    """The least size that the conditions of a parameter allow; 2 where they allow less, which the kernel refuses."""
    try:
        return max(2, ceil(least(read, ("var", parameter))))
    except Rejected:
        return 2
