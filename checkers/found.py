"""What a method hands over: a proof for the kernel to check."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen


@frozen
class Found:
    """A verdict a method believes in, its proof (JSON for one of the kernel's rules), and a witness for a person."""

    verdict: str
    proof: dict[str, Any] = field(repr=False)
    witness: str = ""
