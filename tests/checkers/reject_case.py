"""A certificate that the kernel must reject, and for which reason."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen


@frozen
class Reject:
    """What is wrong with it: the name of an accept file or a case of its own, and changes by path."""

    original: Any
    rule: str
    need: str
    why: str
    changes: dict[str, Any] = field(factory=dict)
