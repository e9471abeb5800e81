"""Weights for rule win-loss: a potential over items that never met, only won, only lost, or did both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bounds.claim import Claim
from bounds.setting import Setting


def weights(_: Claim, setting: Setting) -> Iterator[dict[str, Any]]:
    """Weights that may fit: those known for one kind of calls."""
    if len(setting.calls) != 1 or setting.family not in ("max", "min_and_max"):
        return
    if setting.family == "max":
        yield {"u": ["1"], "w": ["1"], "l": ["0"], "b": ["0"], "scale": ["-1", "1"]}
        return
    yield {"u": ["1", "1"], "w": ["0", "1"], "l": ["0", "1"], "b": ["0"], "scale": ["0", "-1", "1"]}
