"""Hostile JSON: the kernel says proved, refuted or Rejected, and what it proves of a changed claim is true.

Genuine claims and certificates are changed at random places, most often both copies of the claim alike, so that the
change gets past the first comparison. `python -m tests.checkers.kernel.test_hostile_json SEED COUNT` runs more of them.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import decide
from checkers.kernel import decode
from checkers.kernel.evaluate import Values
from checkers.kernel.evaluate import decide as holds
from checkers.kernel.interval import minus, plus
from checkers.kernel.refusal import Rejected

Json = Any
CLAIMS = [
    ("T(1) = 0\nT(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2", "T(n) <= n*log2(n) for n >= 1"),
    ("T(1) = 0\nT(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2", "T in Theta(n*log(n))"),
    ("T(1) = 1\nT(n) = 3*T(ceil(n/2)) + n for n >= 2", "T in O(n)"),
    ("T(0) = 1\nT(n) = sum(k=0..n-1: T(k)) + 1 for n >= 1", "T(n) == 2^n"),
    ("T(n) = 2*T(n-1) + 1 for n >= 1", "T(n) == 2^n*(T(0) + 1) - 1"),
    ("T(n) = 2*T(n-1) + 1 for n >= 1", "T(n) <= 2^n + 1"),
    (
        "parameters k integer >= 2\nR(n) = 0 for n <= 1\nR(n) = ceil(n/k) + R(ceil(n/k)) for n >= 2",
        "R(n) <= 2*(n - 1) for n >= 1",
    ),
    (
        "T(n, 0) = 1 for n >= 0\nT(0, m) = 1 for m >= 1\nT(n, m) = T(n-1, m) + T(n, m-1) for n >= 1, m >= 1",
        "T(n, m) <= n + m",
    ),
]
NUMBERS = [0, 1, -1, 2, 3, 10**6 + 1, -(10**30), 1 << 5000, 10**5000]
TEXTS = ["0", "-0", "1", "-1", "1/2", "2/4", "1/0", "7", "9" * 11, "9" * 500, "\u0663", "", *"nkm", "_q1", "x'"]
KINDS = ["add", "mul", "neg", "div", "pow", "var", "const", "fn", "call", "fold", "root"]
WORDS = ["floor", "ceil", "log", "sqrt", "exp", "factorial", "binomial", "max", "sum", "phi", "==", "<=", *"HeTRO"]
CALLS = [["call", "T"], ["call", "T", "0"], ["fn", "H", "3"]]
OTHERS = [None, True, False, 0.5, [], {}, [[]], ["neg", "n"], ["var", "n"], *CALLS]


@cache
def genuine() -> tuple[str, ...]:
    """Claims with certificates that the kernel accepts, as JSON texts of [claim, certificate]."""
    pairs = []
    for recurrence, claim in CLAIMS:
        found = decide(parse_claim(claim, parse_recurrence(recurrence)))
        if found.certificate is not None:
            pairs.append(json.dumps([found.certificate["claim"], found.certificate]))
    return tuple(pairs)


def places(x: Json) -> Iterator[tuple[Json, Any]]:
    """Every (container, key) inside a JSON value."""
    for key in list(x) if isinstance(x, dict) else range(len(x)):
        yield x, key
        if isinstance(x[key], (dict, list)):
            yield from places(x[key])


def change(rnd: random.Random, x: Json) -> None:
    """One random change inside x: a value replaced, moved, copied, nested or left out."""
    spots = list(places(x))
    holder, key = rnd.choice(spots)
    other, where = rnd.choice(spots)
    match rnd.randrange(9):
        case 0:
            holder[key] = rnd.choice(NUMBERS)
        case 1:
            holder[key] = rnd.choice(TEXTS + KINDS + WORDS)
        case 2:
            holder[key] = copy.deepcopy(rnd.choice(OTHERS))
        case 3 | 4:
            holder[key] = copy.deepcopy(other[where])
        case 5:
            del holder[key]
        case 6 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(other[where]))
        case 7:
            kind = rnd.choice(["neg", "neg", "add", "mul", "div", "pow"])
            second = [] if kind == "neg" else [rnd.choice(["0", "1", "2", ["var", "n"]])]
            holder[key] = [kind, holder[key], *second]
        case _:
            near = {int: lambda v: v + rnd.choice([-2, -1, 1, 2]), str: lambda v: rnd.choice(WORDS + TEXTS)}
            holder[key] = near.get(type(holder[key]), lambda v: v)(holder[key])


def hostile(seed: int) -> tuple[Json, Json]:
    """A claim and a certificate, changed in one to four places."""
    rnd = random.Random(seed)
    claim, certificate = json.loads(rnd.choice(genuine()))
    for _ in range(rnd.choice([1, 1, 1, 2, 4])):
        proof = certificate.get("proof")
        change(rnd, rnd.choice([claim, certificate, proof] if isinstance(proof, dict) else [claim]))
    if rnd.random() < 0.9:
        certificate["claim"] = copy.deepcopy(claim)
    if rnd.random() < 0.3:
        certificate["verdict"] = rnd.choice(["proved", "refuted"])
    return claim, certificate


def lie(claim: Json, verdict: str) -> str:
    """A size at which a claim that was proved is false; "" when none is seen among the first few."""
    said = decode.claim(claim)
    if verdict != "proved" or said.parameters or said.relation not in ("<=", ">=", "=="):
        return ""
    values = Values(said, {}, {})
    values.steps = 20_000
    for n in range(24):
        at = {said.subject[2][1]: Fraction(n)}
        try:
            if all(values.holds(c, at) for c in said.range):
                gap = plus(values.at(said.subject[1], n), minus(values.value(said.bound, at)))
                if holds(said.relation, gap) is False:
                    return f"n = {n}: {claim}"
        except Rejected:
            continue
    return ""


def judged(seed: int) -> str:
    """What the kernel says of hostile JSON: a verdict, "rejected", or the exception that a rule stumbled over."""
    claim, certificate = hostile(seed)
    try:
        verdict = kernel.check(claim, certificate)
    except Rejected as e:
        return f"stumbled: {type(e.__cause__).__name__}" if e.__cause__ is not None else "rejected"
    return lie(claim, verdict) or verdict


def test_what_is_changed_was_accepted_before():
    said = [kernel.check(*json.loads(pair)) for pair in genuine()]
    assert {"proved", "refuted"} <= set(said)
    assert len(said) >= 6


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_hostile_json_is_decided_truly_or_rejected(first):
    said = Counter(judged(seed) for seed in range(first, first + 100))
    assert set(said) <= {"proved", "refuted", "rejected"}
    assert said["rejected"] > 50


@pytest.mark.parametrize(
    "value",
    [None, 0, "", [], {}, 10**5000, [[]] * 3, {"format": "tightbound/certificate/1"}, float("nan")],
    ids=["null", "0", "text", "list", "object", "huge", "lists", "format only", "nan"],
)
def test_what_is_no_claim_or_no_certificate_is_rejected(value):
    claim, certificate = json.loads(genuine()[0])
    for pair in ((value, certificate), (claim, value), (value, value)):
        with pytest.raises(Rejected):
            kernel.check(*pair)


@pytest.mark.parametrize("depth", [50, 209, 5000, 100_000])
def test_deep_nesting_is_rejected(depth):
    claim, certificate = json.loads(genuine()[0])
    deep: Json = ["var", "n"]
    for _ in range(depth):
        deep = ["neg", deep]
    certificate["proof"]["premise"]["form"] = deep
    with pytest.raises(Rejected):
        kernel.check(claim, certificate)


if __name__ == "__main__":
    begin, count = map(int, sys.argv[1:])
    totals: Counter[str] = Counter()
    for trial in range(begin, begin + count):
        outcome = judged(trial)
        totals[outcome[:200]] += 1
        if outcome not in ("proved", "refuted", "rejected"):
            print(trial, outcome[:2000], flush=True)
    print(totals)
