"""What a model answers to agents under test: a tool as often as the prompt wants it, and only what it was told to say.

These tasks look at nothing but the prompt, so runs may overlap and requests may be sent again. The prompt says
`turns n`; each result of the tool is the word OBSERVED.
"""

from __future__ import annotations

import re
from random import Random

from attrs import frozen

from checkers.executions.mock import Request, Task, words
from checkers.executions.scripts import ToolCall, tool_calls

OBSERVED = "observed"
ENDLESS = "turns 1000000"
"""A prompt after which the model never stops to call the tool."""


def look(key: str) -> str:
    """Look a key up.

    Args:
        key: the key to look up
    """
    return OBSERVED


def turns(n: int) -> str:
    """A prompt after which the model calls the tool n times.

    >>> turns(3)
    'turns 3'
    """
    return f"turns {n}"


def calls_look(request: Request, chance: Random) -> str:
    """Calls the tool `look` once more while the prompt has fewer results than it wants, then answers in one word."""
    wanted = re.search(r"turns (\d+)", request.prompt)
    if wanted is not None and request.prompt.count(OBSERVED) < int(wanted[1]):
        return tool_calls(ToolCall("look", {"key": "k"}))
    return "done"


@frozen
class Fields:
    """Answers a prompt of dspy: the fields of the first form of which all names are in the prompt's last message."""

    forms: tuple[dict[str, str], ...]

    def __call__(self, request: Request, chance: Random) -> str:
        form = next(f for f in self.forms if all(f"[[ ## {name} ## ]]" in request.prompt for name in f))
        return "\n\n".join(f"[[ ## {name} ## ]]\n{value}" for name, value in {**form, "completed": ""}.items())


def says(count: int) -> Task:
    """Answers in so many words."""
    return lambda request, chance: words(count)
