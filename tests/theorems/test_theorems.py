"""Every claim in theorems/ is decided as expected, and the certificate beside it is accepted by the kernel alone."""

import json
from pathlib import Path

import pytest

import theorems
from bounds.encoding import claim_to_json
from bounds.language import parse_document
from checkers import kernel
from checkers.decide import decide

ROOM = Path(theorems.__file__).parent
FILES = sorted(ROOM.glob("*.claims"))
STATED = [(f.stem, s) for f in FILES for s in parse_document(f.read_text(encoding="utf-8"), path=f.name)]


def label(item):
    return f"{item[0]}-{item[1].name}"


def test_every_theorem_has_a_source_and_a_name():
    assert [label(item) for item in STATED if not item[1].source or not item[1].name] == []


@pytest.mark.parametrize("item", STATED, ids=label)
def test_a_theorem_is_decided_as_expected(item):
    _, stated = item
    verdict = decide(stated.claim)
    assert verdict.decision == stated.expect
    assert verdict.rests_on == ("kernel",)


@pytest.mark.parametrize("item", STATED, ids=label)
def test_the_certificate_beside_a_theorem_is_accepted(item):
    stem, stated = item
    path = ROOM / "certificates" / f"{stem}-{stated.name}.certificate.json"
    certificate = json.loads(path.read_text(encoding="utf-8"))
    assert kernel.check(claim_to_json(stated.claim), certificate) == stated.expect


def test_no_certificate_is_left_over():
    names = {f"{stem}-{stated.name}" for stem, stated in STATED}
    left = {p.name.removesuffix(".certificate.json") for p in (ROOM / "certificates").glob("*.certificate.json")}
    assert left == names
