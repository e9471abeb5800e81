"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.", show_default="all cores")]
NoHints = Annotated[
    bool, typer.Option("--no-hints", help="Do not look for what can be proved near a claim that is unknown.")
]
Timeout = Annotated[float, typer.Option("--timeout", "-t", min=0.001, max=1e6, help="Seconds for each claim.")]
