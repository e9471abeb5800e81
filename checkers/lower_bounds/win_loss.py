"""Weights for rule win-loss: a potential over items that never met, only won, only lost, or did both."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from bounds.claim import Claim
from bounds.expression import Number
from bounds.setting import Setting

Weights = dict[str, list[str]]
MAX: Weights = {"u": ["1"], "w": ["1"], "l": ["0"], "b": ["0"], "scale": ["-1", "1"]}
BOTH: Weights = {"u": ["1", "1"], "w": ["0", "1"], "l": ["0", "1"], "b": ["0"], "scale": ["0", "-1", "1"]}
"""Weights for calls about k items, as coefficients of 1, k, k^2."""


def weights(_: Claim, setting: Setting) -> Iterator[dict[str, Any]]:
    """Weights that may fit: those known for one kind of calls."""
    if len(setting.calls) != 1 or setting.family not in ("max", "min_and_max"):
        return
    known, size = MAX if setting.family == "max" else BOTH, setting.calls[0].size
    yield {name: [_at(p, size.value)] for name, p in known.items()} if isinstance(size, Number) else dict(known)


def _at(coefficients: list[str], k: Fraction) -> str:
    """The weight where k is a number: the rule wants it as one."""
    return str(sum((Fraction(c) * k**i for i, c in enumerate(coefficients)), Fraction(0)))
