"""The published claims: each row is stated or says why not, and what is expected of it fits the row."""

from __future__ import annotations

import json

import pytest

from bounds.encoding import claim_to_json
from checkers import kernel
from tests.benchmarks.claims import ROOT
from tests.benchmarks.published import BUNDLED, ENTRIES, SHARED, all_stated, load_rows, row_standing, standing, table

ROWS = {row["id"]: row for row in load_rows()}
NAMED = {name: expected for entry in ENTRIES.values() for name, expected in entry.claims().items()}
CLAIMS = all_stated(name.split(":")[0] for name in NAMED)


def test_every_row_is_stated_or_says_why_not() -> None:
    assert list(ENTRIES) == list(ROWS)
    assert len(ROWS) == 113
    assert [row for row, entry in ENTRIES.items() if not entry.claims() and not entry.left_out] == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared benchmark is not here")
def test_the_bundled_rows_are_those_of_the_shared_benchmark() -> None:
    given = {row["id"]: row for row in load_rows(SHARED)}
    assert {row: {key: given[row][key] for key in kept} for row, kept in ROWS.items()} == ROWS
    assert set(given) == set(ROWS)


def test_a_true_row_has_a_proof_a_false_one_a_refutation_any_other_what_it_depends_on() -> None:
    lacking = []
    for row, entry in ENTRIES.items():
        expected = ROWS[row]["expected"]
        need = {"true": bool(entry.proved), "false": bool(entry.refuted), "loose": bool(entry.proved and entry.refuted)}
        if entry.claims() and not need.get(expected, True):
            lacking.append(row)
    assert lacking == []


def test_a_claim_is_expected_to_have_the_verdict_that_its_file_expects() -> None:
    from bounds.language import parse_document

    for file in sorted({name.split(":")[0] for name in NAMED}):
        for stated in parse_document((ROOT / "theorems" / f"{file}.claims").read_text(encoding="utf-8"), path=file):
            assert NAMED.get(f"{file}:{stated.name}", stated.expect) == stated.expect


@pytest.mark.parametrize("name", sorted(NAMED))
def test_the_certificate_of_a_published_claim_is_accepted(name: str) -> None:
    path = ROOT / "theorems" / "certificates" / f"{name.replace(':', '-')}.certificate.json"
    certificate = json.loads(path.read_text(encoding="utf-8"))
    assert kernel.check(claim_to_json(CLAIMS[name]), certificate) == NAMED[name]


def test_one_wrong_claim_makes_a_row_wrong() -> None:
    assert standing("proved", "refuted") == standing("refuted", "rejected: order") == "wrong"
    entry = ENTRIES["lrlm-calls-exact"]
    verdicts: dict[str, str] = {**entry.claims()}
    assert row_standing(entry, verdicts) == "right"
    assert "| lambda-RLM | 1 | 1 | 0 | 0 | 1 | 0 | 0 | 3 |" in table(verdicts, ["lrlm-calls-exact"]).splitlines()
    verdicts[entry.proved[0]] = "unknown"
    assert row_standing(entry, verdicts) == "unknown"
    verdicts[entry.refuted[0]] = "proved"
    assert row_standing(entry, verdicts) == "wrong"


def test_the_rows_are_bundled_beside_the_recurrences() -> None:
    assert BUNDLED.parent == ROOT / "theorems" / "public"
