"""`tightbound serve-mock`: a mock LLM with OpenAI's API. Exit codes: 0 ended by SIGINT or SIGTERM, 2 bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checkers.interfaces import serving


def _serve_mock(
    host: Annotated[str, typer.Option("--host", help="Where to listen; other machines reach only what you name.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free port.")] = 8000,
    sink: Annotated[
        Path | None, typer.Option("--sink", metavar="FILE", help="Write each call there before it is answered.")
    ] = None,
    window: Annotated[int | None, typer.Option("--window", metavar="N", min=1, help="Tokens of context.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of all chance.")] = 0,
    reply_words: Annotated[
        int | None,
        typer.Option(
            "--reply-words", metavar="N", min=0, help="Words of an answer.", show_default="what a call allows"
        ),
    ] = None,
    noise: Annotated[str, typer.Option("--noise", metavar="RATE", help="Wrong answers, such as 1/10.")] = "0",
    malformed: Annotated[str, typer.Option("--malformed", metavar="RATE", help="Answers in no form.")] = "0",
    errors: Annotated[str, typer.Option("--errors", metavar="RATE", help="Status 500 instead of an answer.")] = "0",
    dropped: Annotated[str, typer.Option("--dropped", metavar="RATE", help="Connections closed instead.")] = "0",
    invalid_json: Annotated[str, typer.Option("--invalid-json", metavar="RATE", help="Bodies cut in half.")] = "0",
    rate_limit: Annotated[
        int | None, typer.Option("--rate-limit", metavar="BURST", min=0, help="429 after so many calls in a row.")
    ] = None,
    delay: Annotated[float, typer.Option("--delay", metavar="SECONDS", min=0, max=3600, help="Of each call.")] = 0.0,
    clock: Annotated[str, typer.Option("--clock", help="wall, or ticks: the same trace in every run.")] = "wall",
    keep_texts: Annotated[bool, typer.Option("--keep-texts", help="Prompts and answers in the trace.")] = False,
) -> None:
    """Serve a mock LLM that counts calls, with OpenAI's API, until SIGINT or SIGTERM; then say what was served.

    Exit code 0: ended by a signal; 2: bad input.
    """
    named = {"noise": noise, "malformed": malformed, "errors": errors, "dropped": dropped, "invalid-json": invalid_json}
    rates = serving.Rates(*(serving.read_rate(f"--{name}", text) for name, text in named.items()))
    settings = serving.Settings(
        host, port, sink, window, seed, rates, rate_limit, delay, reply_words, serving.read_clock(clock), keep_texts
    )
    serving.serve(settings, typer.echo)


def add_to(app: typer.Typer) -> None:
    """Make the command one of the application's."""
    app.command(
        "serve-mock",
        short_help="Serve a mock LLM that counts calls, with OpenAI's API.",
        epilog="Try:  tightbound serve-mock --sink calls.jsonl --delay 0.05 --window 8192",
    )(_serve_mock)
