"""`tightbound explain`: the claims a person asks about, decided and explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bounds.language import parse_document
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.certify import SUFFIX, Asked, all_hints, all_verdicts, read_claims
from checkers.interfaces.workers import available_cores
from checkers.verdict import Verdict

if TYPE_CHECKING:
    from checkers.explain import Explanation

WHO = "tightbound explain"


def read(claim: str, who: str = WHO) -> list[Asked]:
    """The claims of a file, or of the text itself when it names no file."""
    path = Path(claim)
    if claim.endswith(SUFFIX) or ("=" not in claim and "claim " not in claim) or _is_file(path):
        if not _is_file(path):
            attempt = "a claims file, or a text such as 'T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim T in O(n)'"
            raise BadInput(who, need="a file or the text of a claim", have=f"no file {claim}", attempt=attempt)
        return read_claims(path, path.stem)
    stated = parse_document(claim, path="command line")
    if not stated:
        raise BadInput(who, need="at least one claim", have=claim, attempt="end the text with: ; claim T in O(n)")
    return [Asked(Path("command line"), "claim", number, s) for number, s in enumerate(stated, start=1)]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a text too long to be a path, or with a NUL in it
        return False


def choose(asked: Sequence[Asked], which: str | None, who: str = WHO) -> list[Asked]:
    """The claims whose name or number is `which`; all of them when it is None."""
    chosen = [a for a in asked if which is None or which == a.label or which == str(a.number)]
    if not chosen:
        labels = ", ".join(a.label for a in asked)
        raise BadInput(who, need="the name or number of a claim", have=str(which), attempt=f"one of: {labels}")
    return chosen


def all_explained(
    asked: Sequence[Asked], timeout: float, *, hints: bool = True
) -> Iterator[tuple[Explanation, Verdict]]:
    """Each claim's explanation and verdict, in order; with hints, an unknown claim shows what could be proved."""
    from checkers.explain import explain

    found = dict(all_verdicts(asked, jobs=available_cores(), timeout=timeout))
    verdicts = [found[i] for i in range(len(asked))]
    for index, verdict in all_hints(verdicts, jobs=available_cores(), timeout=timeout) if hints else ():
        verdicts[index] = verdict
    for index in range(len(asked)):
        yield explain(verdicts[index]), verdicts[index]
