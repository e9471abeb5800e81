"""Changes of plain JSON, one at a time: of each number, word, list and key."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

from bounds.recurrence import LANDAU

Json: TypeAlias = Any
Path_: TypeAlias = tuple[str | int, ...]

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("<=", ">=", "==", "<", ">", "!=", *LANDAU),
    ("floor", "ceil", "sqrt", "log", "log2", "exp", "factorial", "H", "max", "min"),
    ("add", "mul"),
    ("div", "pow"),
    ("var", "const", "neg"),
    ("sum", "max", "min"),
    ("proved", "refuted"),
    ("upper", "lower"),
    ("stated", "any"),
    ("integer", "real"),
    ("e", "pi", "phi"),
    ("T", "n", "m", "k"),
)


@frozen
class Mutation:
    """One change: where, what kind, and the whole JSON after it."""

    place: Path_
    change: str
    result: Json


def all_places(j: Json, at: Path_ = ()) -> Iterator[Path_]:
    """Every place in the JSON: containers and leaves."""
    yield at
    if isinstance(j, dict):
        for key in j:
            yield from all_places(j[key], (*at, key))
    elif isinstance(j, list):
        for i, item in enumerate(j):
            yield from all_places(item, (*at, i))


def value_at(j: Json, place: Path_) -> Json:
    """What stands at a place."""
    for step in place:
        j = j[step]
    return j


def replaced(j: Json, place: Path_, value: Json) -> Json:
    """The JSON with another value at a place."""
    if not place:
        return value
    whole = copy.deepcopy(j)
    value_at(whole, place[:-1])[place[-1]] = value
    return whole


def all_mutations(j: Json, within: Path_ = ()) -> Iterator[Mutation]:
    """Every change of every leaf and container at or below a place."""
    for place in all_places(value_at(j, within), within):
        for change, value in changes(value_at(j, place)):
            yield Mutation(place, change, replaced(j, place, value))


def changes(value: Json) -> Iterator[tuple[str, Json]]:
    """Names of changes and changed values."""
    if isinstance(value, dict):
        for key in value:
            yield f"without {key}", {k: v for k, v in value.items() if k != key}
        yield "a key more", {**value, "extra": "1"}
    elif isinstance(value, list):
        yield from _listchanges(value)
    elif isinstance(value, str):
        yield from _textchanges(value)
    elif isinstance(value, int):
        for change, other in (("+1", value + 1), ("-1", value - 1), ("*2", value * 2), ("negated", -value), ("0", 0)):
            if other != value:
                yield change, other
        yield "halved", value // 2
        yield "as text", str(value)


def _listchanges(value: list[Json]) -> Iterator[tuple[str, Json]]:
    for i in range(len(value)):
        yield f"without item {i}", value[:i] + value[i + 1 :]
        yield f"item {i} twice", value[: i + 1] + value[i:]
        if i and value[i] != value[i - 1]:
            yield f"items {i - 1}, {i} swapped", [*value[: i - 1], value[i], value[i - 1], *value[i + 1 :]]
    yield "one item more", [*value, "1"]


def _textchanges(value: str) -> Iterator[tuple[str, Json]]:
    if re.fullmatch(r"-?\d+(/\d+)?", value):
        q = Fraction(value)
        others = {"+1": q + 1, "-1": q - 1, "*2": 2 * q, "halved": q / 2, "negated": -q, "0": Fraction(0)}
        others |= {"a little more": q + Fraction(1, 1000), "a little less": q - Fraction(1, 1000)}
        yield from ((change, str(other)) for change, other in others.items() if other != q)
        yield "as float", float(q)
        return
    for group in SYNONYMS:
        if value in group:
            yield from ((f"{value} -> {other}", other) for other in group if other != value)
    yield "empty", ""


def both_mutations(claim: Json, certificate: Json) -> Iterator[tuple[str, Mutation, Json, Json]]:
    """Changes of the proof alone, of the claim inside or beside the certificate, and of the claim in both places."""
    for m in all_mutations(certificate):
        yield "claim inside" if m.place[:1] == ("claim",) else "proof", m, claim, m.result
    for m in all_mutations(claim):
        yield "claim beside", m, m.result, certificate
        if "claim" in certificate:
            yield "claim in both", m, m.result, {**certificate, "claim": m.result}


def some_mutations(
    claim: Json, certificate: Json, limit: int, draw: random.Random
) -> list[tuple[str, Mutation, Json, Json]]:
    """All changes of the proof, and of each kind of change of the claim as many as allowed."""
    by_kind: dict[str, list[tuple[str, Mutation, Json, Json]]] = {}
    for mutation in both_mutations(claim, certificate):
        by_kind.setdefault(mutation[0], []).append(mutation)
    picked = by_kind.pop("proof", [])
    for group in by_kind.values():
        picked += draw.sample(group, min(limit, len(group)))
    return picked
