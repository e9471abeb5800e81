"""The mutators change one thing, and claims come back from their JSON."""

from __future__ import annotations

import pytest

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_document, parse_recurrence
from tests.benchmarks.claims import all_cases
from tests.benchmarks.mutations import all_mutations, both_mutations
from tests.benchmarks.tampering import claim_from_json, is_true

CLAIM = parse_claim(
    "T(n) <= n*log2(n) for n >= 1", parse_recurrence("T(1) = 0; T(n) = 2*T(floor(n/2)) + n - 1 for n >= 2")
)


def test_claims_come_back_from_their_json() -> None:
    for case in all_cases()[::37]:
        claim = parse_claim(case.claim, parse_recurrence(case.text))
        assert claim_from_json(claim_to_json(claim)) == claim


def test_what_is_no_claim_is_refused() -> None:
    for change in ({"bound": ["pow", "2"]}, {"bound": ["fn", "floor"]}, {"bound": ["nothing", "1"]}):
        with pytest.raises((ValueError, KeyError)):
            claim_from_json({**claim_to_json(CLAIM), **change})


def test_each_mutation_differs_from_the_original_and_leaves_it_alone() -> None:
    original = claim_to_json(CLAIM)
    mutations = list(all_mutations(original))
    assert len(mutations) > 200
    assert all(m.result != original for m in mutations)
    assert original == claim_to_json(CLAIM)


def test_the_changes_of_a_number_and_of_a_list() -> None:
    found = {m.change: m.result for m in all_mutations({"a": ["1/2", 3]}) if m.place[:1] == ("a",)}
    numbers = [m.result["a"][0] for m in all_mutations({"a": ["1/2"]}) if m.place == ("a", 0)]
    assert numbers[:6] == ["3/2", "-1/2", "1", "1/4", "-1/2", "0"]
    assert found["without item 0"] == {"a": [3]}
    assert found["item 0 twice"] == {"a": ["1/2", "1/2", 3]}
    assert found["items 0, 1 swapped"] == {"a": [3, "1/2"]}
    assert found["as text"] == {"a": ["1/2", "3"]}


def test_a_changed_claim_is_changed_inside_the_certificate_too() -> None:
    claim = claim_to_json(CLAIM)
    certificate = {"format": "1", "claim": claim, "verdict": "proved", "proof": {"rule": "none"}}
    both = [(now, cert) for where, _, now, cert in both_mutations(claim, certificate) if where == "claim in both"]
    assert both
    assert all(now == cert["claim"] != claim for now, cert in both)


def test_truth_of_a_changed_claim_is_found_by_evaluation() -> None:
    claim = claim_to_json(CLAIM)
    assert is_true(claim, "proved", 200) == "true"
    assert is_true(claim, "refuted", 200) == "unjudged"
    lower = {**claim, "relation": ">="}
    assert is_true(lower, "proved", 200) == "false"
    assert is_true(lower, "refuted", 200) == "true"
    assert is_true({**claim, "bound": ["nothing"]}, "proved", 200).startswith("unreadable")


def test_truth_of_a_claim_about_every_strategy_is_found_by_exact_costs() -> None:
    second = parse_document("problem second by compare\nclaim calls >= n + ceil(log2(n)) - 2 for n >= 2")[0].claim
    claim = claim_to_json(second)
    assert is_true(claim, "proved", 200) == "true"
    assert is_true(claim, "refuted", 200) == "unjudged"
    higher = {**claim, "bound": ["add", claim["bound"], "1"]}
    assert is_true(higher, "proved", 200) == "false"
    assert is_true(higher, "refuted", 200) == "true"
    twice = {**claim, "setting": {**claim["setting"], "copies": "2"}}
    assert is_true({**twice, "bound": ["mul", "2", claim["bound"]]}, "proved", 200) == "true"
    assert is_true({**twice, "bound": ["add", ["mul", "2", claim["bound"]], "1"]}, "proved", 200) == "false"
    assert is_true({**claim, "setting": {}}, "proved", 200).startswith("unreadable")
