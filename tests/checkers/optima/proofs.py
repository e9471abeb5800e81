"""Certificates to spoil, and ways to spoil them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

from bounds.known_problems import (
    distinguish,
    group_testing,
    median,
    minimum_and_maximum,
    sorting,
    threshold,
)
from bounds.problem import COMPARE, Best, BestAndWorst, Pooling, Primitive, Reading, Sorting, Splitting
from checkers.optima.certificate import certificate

Json = Any
ORIGINALS: dict[str, tuple[Any, list[Primitive]]] = {
    "ends": (minimum_and_maximum(4), [COMPARE]),
    "sort": (sorting(3), [COMPARE]),
    "sort-three": (sorting(4), [Primitive(Sorting(3), price=2), COMPARE]),
    "best": (minimum_and_maximum(3), [Primitive(Best(3))]),
    "both": (minimum_and_maximum(4), [Primitive(BestAndWorst(3), exactly=True)]),
    "median": (median(4), [COMPARE]),
    "threshold": (threshold(3, 2), [Primitive(Reading(2), price="3/2"), Primitive(Reading())]),
    "pools": (group_testing(3, 2), [Primitive(Pooling())]),
    "lies": (distinguish(3), [Primitive(Splitting(2), lies=1)]),
    "one-lie": (distinguish(2), [Primitive(Splitting(2), lies=1)]),
    "splits": (distinguish(3), [Primitive(Splitting(2))]),
}


@cache
def _made(name: str) -> tuple[Json, Json]:
    found = certificate(*ORIGINALS[name])
    assert found is not None
    return found


def proof_of(name: str) -> tuple[Json, Json]:
    """The claim of an original and its certificate, to be changed at will."""
    claim, proof = _made(name)
    return copy.deepcopy(claim), copy.deepcopy(proof)


def changed(name: str, changes: dict[str, Any]) -> tuple[Json, Json]:
    """An original with the values at some paths replaced, "claim.lower" or "adversary.0.cost"; "-" takes one away.

    What is changed in the claim is changed in the certificate's claim too, unless the path begins with "inside".
    """
    claim, proof = proof_of(name)
    for path, value in changes.items():
        steps = path.split(".")
        if steps[0] == "claim":
            _put(claim, steps[1:], value)
            proof["claim"] = copy.deepcopy(claim)
        else:
            _put(proof, ["claim", *steps[1:]] if steps[0] == "inside" else steps, value)
    return claim, proof


def _put(at: Json, steps: list[str], value: Any) -> None:
    keys: list[Any] = [int(s) if s.isdigit() else s for s in steps]
    for key in keys[:-1]:
        at = at[key]
    if value == "-":
        del at[keys[-1]]
    else:
        at[keys[-1]] = value(at[keys[-1]]) if callable(value) else value


def all_leaves(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Json]]:
    """Every number, string, truth value, null and empty list of a JSON value, with its path."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, dict | list) or not value:
        yield path, value
    for key, child in children:
        yield from all_leaves(child, (*path, key))


def other_values(leaf: Json) -> list[Json]:
    """Values to put in the place of a leaf."""
    match leaf:
        case bool():
            return [not leaf, int(leaf)]
        case int():
            return [leaf + 1, leaf - 1, 0, True]
        case str() if leaf.replace("/", "").isdigit():
            return [_shifted(leaf, 1), _shifted(leaf, -1), "1/2", "0"]
        case None:
            return [{"ends": "goals", "rank": 1}, "0", []]
        case []:
            return [[[0, 1]], [0], None]
    return ["best", "above", ""]


def _shifted(cost: str, by: int) -> str:
    top, _, bottom = cost.partition("/")
    return f"{int(top) + by * int(bottom or 1)}" + (f"/{bottom}" if bottom else "")


def replaced(value: Json, path: tuple[Any, ...], new: Json) -> Json:
    """A copy with another value at a path."""
    made = copy.deepcopy(value)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return made
