"""True claims made a little different: what is then false, by the oracle, no rule proves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest

from checkers import kernel
from checkers.kernel.refusal import Rejected
from tests.bounds.settings_drawn import FITTING
from tests.checkers.problem_cases import SAME, WRITTEN, by
from tests.checkers.problems.derivations import all_proofs
from tests.checkers.problems.judged import is_true, setting_from_json

Json = Any
ORIGINALS = {name: by(*made)["claim"] for name, made in WRITTEN.items() if "1000000" not in made[1]}
MODES = {"worst": "calls", "nonadaptive": "calls", "expected": "expected_calls", "rounds": "rounds"}


def with_bound(claim: Json, bound: Json) -> Json:
    return {**deepcopy(claim), "bound": bound}


def with_setting(claim: Json, **changes: Json) -> Json:
    made = deepcopy(claim)
    made["setting"].update(changes)
    made["subject"] = ["call", MODES[made["setting"]["mode"]], ["var", "n"]]
    return made


def bounds_raised(e: Json) -> Iterator[Json]:
    """The bound with more added, and with each of its numbers a little larger or smaller."""
    yield from (["add", e, more] for more in ("1", "1/2", "1/1000"))
    yield from numbers_changed(e)


def numbers_changed(e: Json) -> Iterator[Json]:
    for i, part in enumerate(e):
        if isinstance(part, list):
            yield from ([*e[:i], new, *e[i + 1 :]] for new in numbers_changed(part))
        elif i and part.lstrip("-")[:1].isdigit():
            number = Fraction(part)
            others = {number + 1, number - 1, number * 2, number / 2, number + Fraction(1, 100), -number}
            yield from ([*e[:i], str(new), *e[i + 1 :]] for new in sorted(others - {number}))


def mutants(claim: Json) -> Iterator[tuple[str, Json]]:
    """Claims that say more, or something else."""
    setting = claim["setting"]
    yield from (("bound", with_bound(claim, bound)) for bound in bounds_raised(claim["bound"]))
    for low in range(1, 4):
        yield "range", {**deepcopy(claim), "range": [[">=", ["var", "n"], str(low)]]}
        for parameter in claim["parameters"]:
            new = {**parameter, "conditions": [[">=", ["var", parameter["name"]], str(low - 1)]]}
            yield "condition", {**deepcopy(claim), "parameters": [new]}
    for family, asks in FITTING.items():
        if setting["calls"][0]["asks"] in asks and family != setting["family"]:
            yield "family", with_setting(claim, family=family, argument=None)
            yield from (("family", with_setting(claim, family=family, argument=a)) for a in ("0", "1", "2", "3"))
    yield from (("argument", with_setting(claim, argument=a)) for a in ("0", "1", "2", "3", ["var", "n"]))
    yield from (("mode", with_setting(claim, mode=mode)) for mode in MODES if mode != setting["mode"])
    yield from (("lies", with_setting(claim, lies=lies)) for lies in range(4) if lies != setting["lies"])
    yield from (
        ("noise", with_setting(claim, noise=p, error=d)) for p, d in (("0", "0"), ("3/5", "2/5"), ("1/3", "1/3"))
    )
    for i, call in enumerate(setting["calls"]):
        changes = [{"exactly": not call["exactly"]}, *({"price": p} for p in ("1/2", "99/100", "2"))]
        changes += [{"size": k} for k in ("1", "2", "3", "4")] + [{"asks": a} for a in FITTING[setting["family"]]]
        for change in changes:
            calls = [*setting["calls"][:i], {**call, **change}, *setting["calls"][i + 1 :]]
            yield "call", with_setting(claim, calls=calls)
    cheap = {"asks": setting["calls"][0]["asks"], "size": "4", "exactly": False, "price": "1/3"}
    yield "call", with_setting(claim, calls=[*setting["calls"], cheap])


def proofs_of(claim: Json) -> list[Json]:
    """The certificates, one for each thing a rule can be asked, that the kernel accepts for the claim."""
    accepted = []
    for rule, proof in all_proofs(setting_from_json(claim["setting"])):
        inner = {"rule": rule, "proof": proof, "follows": SAME}
        certificate = {"format": "tightbound/certificate/1", "claim": claim, "verdict": "proved", "proof": inner}
        try:
            kernel.check(claim, certificate)
        except Rejected:
            continue
        accepted.append(inner)
    return accepted


def judged(claim: Json) -> tuple[Counter[tuple[str, str, str]], list[Json]]:
    """How many mutants of each kind are true, and proved; those that are proved and not true."""
    counts: Counter[tuple[str, str, str]] = Counter()
    wrong = []
    for kind, mutant in mutants(claim):
        proved = proofs_of(mutant)
        truth = is_true(mutant) if proved or kind in ("bound", "range") else "not asked"
        counts[kind, truth, "proved" if proved else "not proved"] += 1
        if proved and truth == "false":
            wrong.append((mutant, proved))
    return counts, wrong


@pytest.mark.parametrize("name", ORIGINALS)
def test_no_mutant_that_is_false_is_proved(name):
    counts, wrong = judged(ORIGINALS[name])
    assert wrong == []
    assert counts["bound", "false", "not proved"] > 0 or "unjudged" in {truth for _, truth, _ in counts}
    assert is_true(ORIGINALS[name]) != "false"
    assert proofs_of(ORIGINALS[name])
