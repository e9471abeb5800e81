"""Settings by short names: `second` with `sort-3`, `best-10@3`, or any text of the claim language."""

from __future__ import annotations

import re

from bounds.expression import Expression, free_variables
from bounds.language import parse_setting
from bounds.language.printer import print_call_kind, print_setting
from bounds.setting import COSTS, FAMILIES, Setting
from checkers.exploration.refusal import CannotExplore

_SHORT = re.compile(r"([A-Za-z]+(?:[-_][A-Za-z]+)*)(?:[-_](\d+))?(?:@(\d+(?:[./]\d+)?))?")
_FAMILY = {family.lower(): family for family in FAMILIES}
USUAL = {
    "threshold": "read(1)", "OR": "read(1)", "AND": "read(1)", "parity": "read(1)", "majority": "read(1)",
    "read": "read(1)", "connectivity": "read(1)", "group_testing": "pool", "distinguish": "split(2)",
    "distinct": "match(2)", "aggregate": "combine(2)",
}  # fmt: skip
"""The calls of a family when none are named; where nothing is said here, comparisons."""


def setting_of(problem: str | Setting, calls: str = "", mode: str = "") -> Setting:
    """The setting that a problem and its calls name; each in short or in the words of the claim language.

    Raises   LanguageError for a text that says no setting; CannotExplore for a symbol where a number is needed

    >>> print_setting(setting_of("top-set-2", "best-10@3, compare"))
    'top_set(2) by best(10) at 3, compare'
    """
    found = problem if isinstance(problem, Setting) else parse_setting(_text(problem, calls, mode))
    if isinstance(problem, Setting) and (calls or mode):
        raise CannotExplore("setting", need="a setting alone", have=f"a setting and {calls or mode}")
    for about, e, allowed in _parts(found):
        names = [name for name in free_variables(e) if name not in allowed]
        if names:
            symbols = ", ".join(names)
            raise CannotExplore(
                "setting", need=f"a number for {symbols}: exact costs are those of one problem", have=about,
                attempt=re.sub(rf"\b{re.escape(names[0])}\b", "3", about),
            )  # fmt: skip
    return found


def _parts(s: Setting) -> list[tuple[str, Expression, tuple[str, ...]]]:
    """What may hold a symbol, with the text to show and the names that are no parameters."""
    whole = print_setting(s)
    parts: list[tuple[str, Expression, tuple[str, ...]]] = [(print_call_kind(k), k.size, ()) for k in s.calls]
    parts += [] if s.argument is None else [(whole.partition(" by ")[0], s.argument, ("n",))]
    return [*parts, (whole, s.noise, ()), (whole, s.error, ())]


def _text(problem: str, calls: str, mode: str) -> str:
    if mode and mode not in COSTS:
        raise CannotExplore("setting", need=f"a mode: {', '.join(COSTS)}", have=mode, attempt="expected")
    if re.search(r"\bby\b", problem):
        if calls:
            raise CannotExplore("setting", need="the calls once", have=f"{problem}, and {calls}", attempt=problem)
        text = problem
    else:
        family = in_language(problem, is_family=True)
        named = calls or USUAL.get(family.partition("(")[0], "compare")
        text = f"{family} by {', '.join(in_language(c) for c in re.split(r',(?![^(]*[)])', named))}"
    if not mode or mode == "worst":
        return text
    return f"{text}{', ' if re.search(r'[)a-z0-9] with ', text) else ' with '}{mode}"


def in_language(name: str, *, is_family: bool = False) -> str:
    """The text of the claim language for a short name; what is not short is left as it is.

    >>> in_language("best-and-worst-4@2"), in_language("best(3) exactly at 2")
    ('best_and_worst(4) at 2', 'best(3) exactly at 2')
    """
    match = _SHORT.fullmatch(name.strip())
    if match is None:
        return name.strip()
    word, size, price = match[1].replace("-", "_"), match[2], match[3]
    word = _FAMILY.get(word.lower(), word) if is_family else word.lower()
    return f"{word}{f'({size})' if size else ''}{f' at {price}' if price else ''}"
