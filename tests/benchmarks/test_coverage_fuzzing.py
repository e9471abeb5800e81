"""The oracles and mutators of the coverage-guided fuzzers, without atheris."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from checkers.kernel import Rejected, check
from checkers.kernel.decode import load
from tests.benchmarks import fuzz_decoder, fuzz_parser
from tests.benchmarks.coverage_fuzzing import change_bytes, record, try_input
from tests.benchmarks.tampering import is_true

PAIRS = {
    name: pair
    for name, pair in fuzz_decoder.all_pairs().items()
    if name in ("hanoi-closed-form", "halving-theta", "merge-sort-at-most-n-log2-n", "posynomial-geometric-mean")
}


def judge(claim: Any, answer: str) -> str:
    return is_true(claim, answer, 60, seconds=1)


ORACLE = fuzz_decoder.Oracle(check, load, Rejected, judge, PAIRS)


def bytes_of(pair: Any) -> bytes:
    return json.dumps(pair).encode()


def with_claim(pair: Any, **changed: Any) -> Any:
    claim = {**pair["claim"], **changed}
    return {"claim": claim, "certificate": {**pair["certificate"], "claim": claim}}


def test_the_corpus_is_accepted_and_rubbish_is_refused() -> None:
    assert len(PAIRS) == 4
    assert [ORACLE(bytes_of(pair)) for pair in PAIRS.values()] == [""] * 4
    for rubbish in (b"", b"{", b"[1.5]", b'{"claim": 1, "certificate": 2}', b"[" * 5000, b"\xff\xfe"):
        assert ORACLE(rubbish) == ""


def test_a_kernel_that_accepts_everything_is_found_out() -> None:
    gullible = fuzz_decoder.Oracle(lambda claim, certificate: "proved", load, Rejected, judge, PAIRS)
    pair = PAIRS["merge-sort-at-most-n-log2-n"]
    assert gullible(bytes_of({**pair, "claim": {**pair["claim"], "relation": ">="}})).startswith("unsound")
    assert gullible(bytes_of(with_claim(pair, relation=">="))).startswith("false: proved by")
    assert gullible(bytes_of(pair)) == ""
    contrary = fuzz_decoder.Oracle(lambda claim, certificate: "refuted", load, Rejected, judge, PAIRS)
    assert contrary(bytes_of(pair)) == "unsound: refuted, but proved before"


def test_mutations_are_repeatable_and_leave_the_corpus_alone() -> None:
    before = copy.deepcopy(PAIRS)
    mutator = fuzz_decoder.Mutator(list(PAIRS.values()))
    data = bytes_of(PAIRS["halving-theta"])
    made = [mutator(data, 50_000, seed) for seed in range(80)]
    assert made == [mutator(data, 50_000, seed) for seed in range(80)]
    assert before == PAIRS
    assert len(set(made)) > 60
    for spoilt in made[:40]:
        assert ORACLE(spoilt) == ""


def test_a_crash_is_kept_once_for_each_kind_with_its_shortest_input(tmp_path: Path) -> None:
    def crash(data: bytes) -> str:
        raise ValueError(len(data))

    for data in (b"long input", b"short", b"longer input"):
        try_input(crash, tmp_path, data)
    record(tmp_path, "slow", b"x")
    assert sorted(p.read_bytes() for p in tmp_path.glob("*.input")) == [b"short", b"x"]
    assert sorted(p.read_text().split()[0] for p in tmp_path.glob("*.txt")) == ["1", "3"]


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(floor(n/2)) + n for n > 12; T(n) = 1 for T(floor(n/2)) <= 12\nclaim T in O(n)",
        "T(n) = 4^(n-1)*T(n-(n-1)+2^(n-1)^2) for n > 0\nclaim T in O(n)",
        "claim \x00", "T(n) = ", "((((((", "claim n in O(n) uniformly in", "parameters k integer >= T(2)",
    ],
)  # fmt: skip
def test_texts_that_once_crashed_the_parser_or_might(text: str) -> None:
    assert fuzz_parser.oracle(text.encode()) == ""


def test_texts_of_the_corpus_and_near_them_are_read_or_refused() -> None:
    mutator = fuzz_parser.Mutator(("n", "T", "(", "for"))
    for seed, data in enumerate(list(fuzz_parser.all_texts().values())[::40]):
        assert fuzz_parser.oracle(data) == ""
        assert fuzz_parser.oracle(mutator(data, 4000, seed)) == ""
        assert fuzz_parser.oracle(change_bytes(data, 4000, random.Random(seed))) == ""
