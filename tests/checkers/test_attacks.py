"""Certificates for false claims that an earlier kernel accepted, found by audit: each is refused, for its reason."""

import json
from pathlib import Path

import pytest

from checkers import kernel

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.json"))


def test_there_are_attacks():
    assert len(ATTACKS) > 25


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_is_refused_for_its_reason(path):
    attack = json.loads(path.read_text(encoding="utf-8"))
    with pytest.raises(kernel.Rejected) as refusal:
        kernel.check(attack["claim"], attack["certificate"])
    assert (refusal.value.rule, refusal.value.need) == (attack["rule"], attack["need"])
