"""Right answers: what a model that makes no mistake writes for the prompts of `theorems/programs`.

A prompt begins with a verb and holds its data in sections, each after a word that ends in a colon: `Compare the two
items. A: w7 B: w3`. The verb decides what is done, as it would for a model, not the name of the primitive. An answer
keeps to the limit of the request; where a prompt promises a number of words, a short answer is filled up with `.`.
Without a limit a model is talkative: the answer comes with an explanation.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from checkers.executions.mock import Request

Sections: TypeAlias = dict[str, list[str]]
Skill: TypeAlias = Callable[[Sections, int], list[str]]
"""From the sections of a prompt and the number of words asked for to the words of the answer."""

FILLING = "."
TALKATIVE = 40
"""Words that an answer without a limit has at least."""


def sections(prompt: str) -> Sections:
    """The words of each section, without fillings; words before the first are the section "".

    >>> sections("Compare the items. A: w7 B: w3")
    {'': ['Compare', 'the', 'items.'], 'A': ['w7'], 'B': ['w3']}
    """
    found: Sections = {"": []}
    now = found[""]
    for word in prompt.split():
        if word.endswith(":") and len(word) > 1:
            now = found.setdefault(word[:-1], [])
        elif word != FILLING:
            now.append(word)
    return found


def greatest(of: list[str], count: int) -> list[str]:
    """The greatest words, greatest first: a summary that holds what matters most, and that can be summarised again."""
    return sorted(set(of), reverse=True)[:count]


def _summary(given: Sections, count: int) -> list[str]:
    words = [w for name in ("Text", "Summary", "Question") for w in given.get(name, [])]
    return greatest(words, count)


def _compared(given: Sections, count: int) -> list[str]:
    return ["A" if given["A"] >= given["B"] else "B"]


def _ranked(given: Sections, count: int) -> list[str]:
    return sorted(given["Items"], reverse=True)


def _extracted(given: Sections, count: int) -> list[str]:
    """The words of the text that speak of the question: `k7=w3` speaks of k7."""
    return [w for w in given["Text"] if w.split("=")[0] in given["Question"]][:count]


def _answered(given: Sections, count: int) -> list[str]:
    return [w.split("=")[-1] for w in _extracted(given, 1)] or ["unknown"]


def _solved(given: Sections, count: int) -> list[str]:
    """Some working, then the greatest word of the problem."""
    best = greatest(given["Problem"], 1)
    return ["so"] * (count - len(best)) + best


def _judged(given: Sections, count: int) -> list[str]:
    """The name of the candidate whose words are greatest."""
    named = {name: words for name, words in given.items() if name.startswith("Candidate")}
    return [max(named, key=lambda name: greatest(named[name], 1) or [""])]


def _thought(given: Sections, count: int) -> list[str]:
    """The next word of a path, one for each option, the same for the same path."""
    path, [option] = given.get("Path", []), given["Option"]
    return [f"t{thought(path, int(option))}"]


def thought(path: list[str], option: int) -> int:
    """How good the option is as the next word of a path, from 0 to 99."""
    return Random(f"{' '.join(path)}/{option}").randrange(100)  # noqa: S311, chance and no secret


def _valued(given: Sections, count: int) -> list[str]:
    return [str(sum(int(w[1:]) for w in given["Path"]))]


def _acted(given: Sections, count: int) -> list[str]:
    """Look up what was found last; the goal, when nothing was."""
    return ["lookup", (given["History"] or given["Goal"])[-1]]


def _planned(given: Sections, count: int) -> list[str]:
    return [f"step{i}" for i in range(1, count + 1)]


def _executed(given: Sections, count: int) -> list[str]:
    """Each step adds 1 to the last result."""
    last = given["Results"][-1] if given["Results"] else "r0"
    return [FILLING] * (count - 1) + [f"r{int(last[1:]) + 1}"]


def _reported(given: Sections, count: int) -> list[str]:
    return given["Results"][-1:]


def _given(given: Sections, count: int) -> list[str]:
    """The digits of a record."""
    return ["".join(c for word in given["Record"] for c in word if c.isdigit())]


def _moved(given: Sections, count: int) -> list[str]:
    """The state after this one."""
    return [str(int(given["State"][0]) + 1)]


def _greatest_of(*names: str) -> Skill:
    """One word: the greatest of these sections."""
    return lambda given, count: greatest([w for name in names for w in given[name]], 1)


SKILLS: dict[str, Skill] = {
    "Summarise": _summary, "Combine": _summary, "Refine": _summary, "Note": _summary, "Compare": _compared,
    "Rank": _ranked, "Pick": _greatest_of("Items"), "Extract": _extracted, "Answer": _answered, "Solve": _solved,
    "Draft": _greatest_of("Problem"), "Judge": _judged, "Decide": _greatest_of("Debate"),
    "Argue": _greatest_of("Question", "Debate"), "Propose": _thought, "Value": _valued, "Think,": _acted,
    "Plan": _planned, "Execute": _executed, "Report": _reported, "Give": _given, "Move": _moved,
}  # fmt: skip
"""What is done, by the first word of the prompt."""

FILLED = ("Summarise", "Combine", "Refine", "Note", "Extract", "Draft", "Argue")
"""Verbs whose answer has as many words as were asked for."""


def correct(request: Request, chance: Random) -> str:
    """The right answer to a prompt of `theorems/programs`.

    Raises   ValueError for a prompt whose first word is no verb of `SKILLS`

    >>> correct(Request("Compare the two items. A: w7 B: w3", 1), Random(0))
    'A'
    >>> correct(Request("Summarise this text in at most 3 words. Text: w2 w5", 3), Random(0))
    'w5 w2 .'
    """
    given = sections(request.prompt)
    verb = request.prompt.split(maxsplit=1)[0] if given[""] else ""
    if verb not in SKILLS:
        raise ValueError(f"answers: need a prompt that begins with one of {', '.join(SKILLS)}, have {verb!r}")
    asked = request.limit or 1
    words = SKILLS[verb](given, asked)
    if verb in FILLED:
        words += [FILLING] * (asked - len(words))
    if request.limit is None:
        words += ["because"] * (TALKATIVE - len(words))
    return " ".join(words)
