"""Coverage-guided fuzzing of the kernel: bytes -> decode.load -> check of a claim with a certificate.

    pip install '.[fuzz,test]'; python -m tests.benchmarks.fuzz_decoder --minutes 5 --dir /tmp/fuzz-decoder

An input is the JSON of {"claim", "certificate"}. The corpus is theorems/certificates and tests/checkers/accept; a
mutation changes a leaf, drops or repeats an item, or puts in what stands at some place of another certificate, in the
proof or in the claim (inside, beside, or both). Only Rejected may be raised, within 5 s and 1 GiB. What is accepted:

  a claim of the corpus      the verdict is the one of the corpus
  another claim              the certificate is none of the corpus, and evaluation does not call the verdict false
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from attrs import define, field

from tests.benchmarks.coverage_fuzzing import ROOT, change_bytes, run_child, session
from tests.benchmarks.mutations import all_places, changes, replaced, value_at

Json: TypeAlias = Any
MAX_BYTES = 40_000


def canonical(j: Json) -> str:
    """One text for equal JSON."""
    return json.dumps(j, sort_keys=True)


def all_pairs() -> dict[str, Json]:
    """The accepted pairs of claim and certificate, by name of file."""
    pairs = {}
    for path in sorted((ROOT / "theorems" / "certificates").glob("*.json")):
        certificate = json.loads(path.read_text(encoding="utf-8"))
        pairs[path.stem] = {"claim": certificate["claim"], "certificate": certificate}
    for path in sorted((ROOT / "tests" / "checkers" / "accept").glob("*.json")):
        accepted = json.loads(path.read_text(encoding="utf-8"))
        pairs[path.stem] = {key: accepted[key] for key in ("claim", "certificate")}
    return {name: pair for name, pair in pairs.items() if len(canonical(pair)) <= MAX_BYTES}


@define
class Oracle:
    """Says what is wrong with the kernel's answer to an input, or ""; `counts` of its answers.

    judge   (claim, verdict) -> "true", "false", "suspicious", ...: what evaluation says of an accepted claim
    """

    check: Callable[[Json, Json], str]
    load: Callable[[str], Json]
    rejected: type[Exception]
    judge: Callable[[Json, str], str]
    pairs: dict[str, Json]
    counts: Counter[str] = field(factory=Counter, init=False)
    _verdicts: dict[str, str] = field(init=False)
    _certificates: set[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Index what was accepted before."""
        self._verdicts = {canonical(p["claim"]): p["certificate"]["verdict"] for p in self.pairs.values()}
        self._certificates = {canonical(p["certificate"]) for p in self.pairs.values()}

    def __call__(self, data: bytes) -> str:
        """What is wrong, or ""."""
        try:
            pair = self.load(data.decode("utf-8", errors="replace"))
            if type(pair) is not dict or set(pair) != {"claim", "certificate"}:
                return ""
            answer = self.check(pair["claim"], pair["certificate"])
        except self.rejected as refusal:
            if getattr(refusal, "need", "") == "a certificate the rules can read":
                self.counts[f"unread: {getattr(refusal, 'have', '')}"] += 1
            self.counts["rejected"] += 1
            return ""
        self.counts["accepted"] += 1
        known = self._verdicts.get(canonical(pair["claim"]))
        if known is not None:
            return "" if known == answer else f"unsound: {answer}, but {known} before"
        if canonical(pair["certificate"]) in self._certificates:
            return "unsound: accepted for another claim"
        truth = self.judge(pair["claim"], answer)
        return (
            f"{truth}: {answer} by {pair['certificate']['proof']['rule']}" if truth in ("false", "suspicious") else ""
        )


@define
class Mutator:
    """Changes of pairs as JSON; bytes that are none are changed as bytes."""

    pairs: list[Json]

    def __call__(self, data: bytes, max_size: int, seed: int) -> bytes:
        """Another input near this one."""
        draw = random.Random(seed)
        try:
            pair = json.loads(data)
            readable = type(pair) is dict and set(pair) == {"claim", "certificate"}
        except (ValueError, RecursionError):
            readable = False
        if not readable or draw.random() < 0.03:
            return change_bytes(data, max_size, draw)
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            pair = self._changed(pair, draw)
        out = json.dumps(pair).encode()
        return out if len(out) <= max_size else data

    def _changed(self, pair: Json, draw: random.Random) -> Json:
        where = draw.choice(("proof", "proof", "both", "both", "claim", "certificate"))
        if where == "both":
            claim = _one_change(pair["claim"], self._donor(draw, "claim"), draw)
            inside = pair["certificate"]
            certificate = {**inside, "claim": claim} if type(inside) is dict else inside
            return {"claim": claim, "certificate": certificate}
        if where == "proof" and type(pair["certificate"]) is dict and "proof" in pair["certificate"]:
            proof = _one_change(pair["certificate"]["proof"], self._donor(draw, "certificate")["proof"], draw)
            return {**pair, "certificate": {**pair["certificate"], "proof": proof}}
        key = "claim" if where == "claim" else "certificate"
        return {**pair, key: _one_change(pair[key], self._donor(draw, key), draw)}

    def _donor(self, draw: random.Random, key: str) -> Json:
        return draw.choice(self.pairs)[key]


def _one_change(j: Json, donor: Json, draw: random.Random) -> Json:
    """One leaf or list changed, or replaced by a part of the donor (from the same place, where it has that place)."""
    place = draw.choice(list(all_places(j)))
    value = value_at(j, place)
    if draw.random() < 0.3:
        other = place if draw.random() < 0.5 else draw.choice(list(all_places(donor)))
        try:
            return replaced(j, place, value_at(donor, other))
        except (KeyError, IndexError, TypeError):
            return j
    options = [changed for _, changed in changes(value)]
    return replaced(j, place, draw.choice(options)) if options else j


def _child(folder: Path, arguments: list[str]) -> None:
    import atheris  # type: ignore[import-not-found,unused-ignore]

    with atheris.instrument_imports(include=["checkers.kernel"]):
        from checkers.kernel import Rejected, check
        from checkers.kernel.decode import load
    from tests.benchmarks.tampering import is_true

    pairs = all_pairs()
    oracle = Oracle(check, load, Rejected, lambda claim, answer: is_true(claim, answer, 200, seconds=1.5), pairs)

    def counted(data: bytes) -> str:
        wrong = oracle(data)
        if oracle.counts.total() % 500 < 2:
            (folder / "counts.json").write_text(json.dumps(oracle.counts), encoding="utf-8")
        return wrong

    run_child(atheris, counted, folder, arguments, custom_mutator=Mutator(list(pairs.values())))


def main() -> int:
    """Fuzz for some minutes; 1 when something was found."""
    if sys.argv[1:2] == ["--child"]:
        _child(Path(sys.argv[2]), sys.argv[3:])
        return 0
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--dir", type=Path, default=ROOT / "build" / "fuzz-decoder")
    chosen = options.parse_args()
    corpus = {name: json.dumps(pair).encode() for name, pair in all_pairs().items()}
    return session("tests.benchmarks.fuzz_decoder", chosen.dir, corpus, chosen.minutes, chosen.seed)


if __name__ == "__main__":
    sys.exit(main())
