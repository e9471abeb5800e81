"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.", show_default="all cores")]
NoHints = Annotated[
    bool, typer.Option("--no-hints", help="Do not look for what can be proved near a claim that is unknown.")
]
Timeout = Annotated[float, typer.Option("--timeout", "-t", min=0.001, max=1e6, help="Seconds for each claim.")]
Source = Annotated[
    str, typer.Argument(metavar="FILE|TEXT", help="A claims file, or a text such as 'S(n) = call(a, n, 1) for n >= 1'.")
]
Name = Annotated[
    str | None, typer.Option("--name", metavar="LABEL", help="The decomposition with this name or number.")
]
Values = Annotated[
    list[str] | None, typer.Option("--value", "-v", metavar="NAME=Q", help="A size or a parameter: n=20, p=2/3.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="S", help="What chance and contents decide.")]
Measures = Annotated[
    list[str] | None, typer.Option("--measure", "-m", metavar="NAME", help="Such as calls, tokens_in, depth.")
]
