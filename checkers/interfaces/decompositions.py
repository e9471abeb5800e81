"""What the commands about decompositions read: one decomposition of a file or text, and its sizes and parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from attrs import frozen

from bounds.decomposition import Decomposition
from bounds.expression import Variable
from bounds.language import parse_decompositions
from bounds.language.printer import print_parameter
from bounds.recurrence import Parameter
from bounds.value import Exact, TooLarge, Undefined, exact
from checkers.executions.costs import NoValue, holds
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.certify import SUFFIX

EXAMPLE = "'S(n) = each(x in n by 8: call(summarise, x, 2)) for n >= 1'"
_VALUE = re.compile(r"([A-Za-z][A-Za-z0-9_]*)=(-?[0-9]{1,100})(?:/(0*[1-9][0-9]{0,99})|(\.[0-9]{1,100}))?")


@frozen
class At:
    """The sizes of the system and the values of its parameters, with the names under which they were given."""

    sizes: tuple[int, ...]
    parameters: Mapping[str, Exact]
    shown: str


def read(who: str, given: str) -> tuple[Decomposition, ...]:
    """The decompositions of a file, or of the text itself when it names no file.

    Raises   BadInput, LanguageError
    """
    path = Path(given)
    if given.endswith(SUFFIX) or "=" not in given or _is_file(path):
        try:
            text = path.read_text("utf-8")
        except (OSError, ValueError) as why:
            have = f"{given[:200]}: {getattr(why, 'strerror', None) or why}"
            raise BadInput(who, need="a file or the text of a decomposition", have=have, attempt=EXAMPLE) from None
        found = parse_decompositions(text, path=given)
    else:
        found = parse_decompositions(given, path="command line")
    if not found:
        raise BadInput(who, need="a decomposition", have="a text without one", attempt=EXAMPLE)
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a text too long to be a path, or with a NUL in it
        return False


def choose(who: str, found: Sequence[Decomposition], which: str | None) -> list[Decomposition]:
    """The decompositions whose name or number is `which`; all of them when it is None."""
    chosen = [d for i, d in enumerate(found, 1) if which is None or which in (d.name, str(i))]
    if not chosen:
        raise BadInput(who, need="the name or number of a decomposition", have=str(which), attempt=_names(found))
    return chosen


def only(who: str, found: Sequence[Decomposition], which: str | None) -> Decomposition:
    """The one decomposition that is meant."""
    chosen = choose(who, found, which)
    if len(chosen) > 1:
        raise BadInput(who, need="one decomposition", have=str(len(chosen)), attempt=f"--name, {_names(found)}")
    return chosen[0]


def _names(found: Sequence[Decomposition]) -> str:
    return f"one of: {', '.join(d.name or str(i) for i, d in enumerate(found, 1))}"[:400]


def read_values(who: str, given: Sequence[str]) -> dict[str, Exact]:
    """The numbers of texts NAME=NUMBER, exactly as written."""
    found: dict[str, Exact] = {}
    for text in given:
        match = _VALUE.fullmatch(text)
        if match is None:
            raise BadInput(who, need="a value as NAME=NUMBER", have=text[:200], attempt="n=20, p=2/3 or p=0.9")
        name, whole, below, decimals = match.groups()
        value = exact(Fraction(whole + (decimals or "")) / int(below or 1))
        if found.setdefault(name, value) != value:
            raise BadInput(who, need=f"one value of {name}", have=f"{found[name]} and {value}"[:200])
    return found


def place(who: str, decomposition: Decomposition, values: Mapping[str, Exact]) -> At:
    """Sizes and parameters at these values.

    Needs    a natural number for each size of the system; a value that meets its conditions for each parameter
    Raises   BadInput
    """
    parameters = {p.name: values[p.name] for p in decomposition.parameters if p.name in values}
    sizes: list[int] = []
    used = dict(parameters)
    for names in size_names(decomposition):
        name = next((x for x in names if x in values), None)
        if name is None:
            raise _missing(who, decomposition, names[0], values)
        value = values[name]
        if not isinstance(value, int) or value < 0:
            raise BadInput(who, need=f"a natural number for the size {name}", have=str(value)[:200], attempt="n=20")
        sizes.append(value)
        used[name] = value
    for p in decomposition.parameters:
        if p.name not in parameters:
            raise _missing(who, decomposition, p.name, values)
    for p in decomposition.parameters:
        whole = isinstance(parameters[p.name], int) or p.kind != "integer"
        if not whole or not _meets(p, parameters):
            have = f"{p.name} = {parameters[p.name]}"[:200]
            raise BadInput(who, need=print_parameter(p), have=have)
    unknown = next((name for name in values if name not in used), None)
    if unknown is not None:
        have = f"{unknown} = {values[unknown]}"[:200]
        raise BadInput(who, need="values of sizes and parameters of the decomposition", have=have)
    return At(tuple(sizes), parameters, ", ".join(f"{k} = {v}" for k, v in used.items()))


def _meets(parameter: Parameter, values: Mapping[str, Exact]) -> bool:
    try:
        return holds(parameter.conditions, values)
    except (NoValue, Undefined, TooLarge):
        return False


def _missing(who: str, decomposition: Decomposition, name: str, values: Mapping[str, Exact]) -> BadInput:
    have = ", ".join(values) or "none"
    kinds = {p.name: "parameter" for p in decomposition.parameters}
    return BadInput(
        who, need=f"a value of the {kinds.get(name, 'size')} {name}", have=have, attempt=f"--value {name}=7"
    )


def size_names(decomposition: Decomposition) -> list[tuple[str, ...]]:
    """The names of each size of the system: those that its cases give it alone, and `size1`, `size2` ..."""
    cases = [p.patterns for p in decomposition.procedures if p.name == decomposition.main]
    at = [dict.fromkeys(p.name for p in column if isinstance(p, Variable)) for column in zip(*cases, strict=True)]
    clear = [[x for x in names if sum(x in others for others in at) == 1] for names in at]
    return [(*names, f"size{i}") for i, names in enumerate(clear, 1)]
