"""Settings in the language, refutations of claims about them, and what the kernel must reject of those."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import parse_document
from checkers.decide import certificate_of
from checkers.found import Found
from checkers.lower_bounds import algorithm, strategy
from tests.checkers.proofs import Json, form
from tests.checkers.reject_case import Reject

METHODS = {"strategy": strategy, "algorithm": algorithm}
INNER = "certificate.proof.proof"


def claim_of(problem: str, statement: str, parameters: str = "") -> Claim:
    """A claim about what every strategy costs."""
    lines = [f"problem {problem}", *([f"parameters {parameters}"] if parameters else []), f"claim {statement}"]
    return parse_document("\n".join(lines))[0].claim


def refutation(method: str, problem: str, statement: str, parameters: str = "") -> Json:
    """The claim and the certificate that a method finds."""
    claim = claim_of(problem, statement, parameters)
    found = METHODS[method].find(claim)
    if not isinstance(found, Found):
        raise SystemExit(f"not refuted by {method}: {problem}: {statement}: {found}")
    about = claim_to_json(claim)
    return {"claim": about, "certificate": certificate_of(about, found.verdict, found.proof)}


def by_algorithm(problem: str, statement: str, name: str, by: str, inner: Any, call: int = 0, **given: str) -> Json:
    """A certificate by rule algorithm, written by hand."""
    about = claim_to_json(claim_of(problem, statement, ", ".join(f"{x} integer >= 1" for x in given)))
    proof = {"name": name, "call": call, "parameters": given, "by": by, "proof": inner}
    return {"claim": about, "certificate": certificate_of(about, "refuted", {"rule": "algorithm", "proof": proof})}


ENDS = ("strategy", "min_and_max by compare", "calls >= ceil(3*n/2) - 1 for n >= 3")
BEST = ("strategy", "max by best(k)", "calls >= n - 1 for n >= 3", "k integer >= 3")
BITS = ("strategy", "threshold(2) by read(2)", "calls >= n for n >= 3")
SORT = ("algorithm", "sort by compare", "calls in Omega(n^2)")
SEARCH = ("algorithm", "search by compare", "calls >= n/10 for n >= 2")
WORST = "mode worst: a table shows what a strategy costs at most"


def spoilt(original: Json, rule: str, need: str, why: str, inner: Json = None, **claim_fields: Json) -> Reject:
    """A refutation with other values in the proof inside, and in both copies of the claim."""
    paths = {f"{INNER}.{name}": value for name, value in (inner or {}).items()}
    return Reject(original, rule, need, why, paths | {f"claim.{name}": value for name, value in claim_fields.items()})


def _rejected_strategies() -> dict[str, Reject]:
    ends, best, bits = (refutation(*made) for made in (ENDS, BEST, BITS))
    cheaper = deepcopy(ends)
    cheaper["certificate"]["proof"]["proof"]["cost"] = "2"

    setting = ends["claim"]["setting"]
    lie = {**setting, "noise": "1/10"}
    return {
        "certificate-of-another-format": Reject(
            ends, "check", "format tightbound/certificate/1", "another format", {"certificate.format": "other"}
        ),
        "for-another-claim": Reject(
            {**ends, "claim": {**ends["claim"], "bound": "1"}}, "check", "a certificate for this claim", "another bound"
        ),
        "of-a-true-claim": spoilt(
            ends,
            "strategy",
            ">= to fail at n = 3",
            "3 calls, 3 are claimed",
            bound=form("ceil(3*n/2) - 2"),
        ),
        "of-a-growth-claim": spoilt(
            ends, "strategy", "a claim with >= or >", "one size says nothing", relation="Omega"
        ),
        "cheaper-than-its-table": spoilt(
            cheaper, "optimum/order", "a first node of cost at most 2", "the table costs 3"
        ),
        "before-the-range": spoilt(
            ends, "point", "a size of the claim's range, n >= 4", "n = 3", range=[[">=", ["var", "n"], "4"]]
        ),
        "about-expected-calls": spoilt(
            ends,
            "strategy",
            WORST,
            "means are not read off a table",
            setting={**setting, "mode": "expected"},
            subject=["call", "expected_calls", ["var", "n"]],
        ),
        "without-adapting": spoilt(
            ends,
            "strategy",
            WORST,
            "a table adapts",
            setting={**setting, "mode": "nonadaptive"},
        ),
        "with-noise": spoilt(ends, "strategy", "no noise and no error", "answers may be wrong", setting=lie),
        "without-its-parameter": spoilt(best, "point", "a value for each of ['k']", "no k", inner={"parameters": {}}),
        "with-a-list-of-parameters": spoilt(
            best, "point", "an object of parameters", "a list", inner={"parameters": []}
        ),
        "with-half-a-parameter": spoilt(best, "point", "an integer k", "k = 7/2", inner={"parameters": {"k": "7/2"}}),
        "against-the-conditions": spoilt(
            best, "point", "the conditions on k", "k = 2", inner={"parameters": {"k": "2"}}
        ),
        "with-calls-about-one": spoilt(
            best,
            "point",
            "an integer from 2 to 1000000 as size",
            "k = 1",
            parameters=[{"name": "k", "kind": "integer", "conditions": []}],
            inner={"parameters": {"k": "1"}},
        ),
        "with-splits-about-exactly-two": spoilt(
            best,
            "point",
            "a plain split",
            "what exactly says of parts is not settled",
            setting={
                **setting,
                "family": "distinguish",
                "calls": [{"asks": "split", "size": ["var", "k"], "exactly": True, "price": "1"}],
            },
        ),
        "of-half-a-threshold": spoilt(
            bits,
            "point",
            "an integer >= 1 as argument",
            "n = 3",
            setting={**bits["claim"]["setting"], "argument": form("n/2")},
        ),
        "of-a-rank-beyond-n": spoilt(
            bits,
            "point",
            "an argument of at most n = 3",
            "a threshold of 4 among 3",
            setting={**bits["claim"]["setting"], "argument": "4"},
        ),
        "of-too-large-a-size": spoilt(
            ends, "point", "a size and an argument of at most 64", "n = 100", inner={"n": 100}
        ),
        "of-the-second-of-one": spoilt(
            ends,
            "point",
            "at least 2 items",
            "one item",
            setting={**setting, "family": "second"},
            range=[],
            bound="9",
            inner={"n": 1},
        ),
        "of-too-many-strings": spoilt(
            bits,
            "point",
            "at most 5000 strings of at most 12 symbols",
            "9^4 strings",
            setting={**bits["claim"]["setting"], "family": "read", "argument": "9"},
            bound="9",
            inner={"n": 4},
        ),
    }


def _rejected_algorithms() -> dict[str, Reject]:
    sort, search = refutation(*SORT), refutation(*SEARCH)
    rule = "algorithm"
    calls = {"asks": "combine", "size": "3", "exactly": True, "price": "1"}
    exact = by_algorithm("aggregate by combine(3)", "calls >= n", "combining", "size", 5)
    largest = by_algorithm("max by best(3) exactly", "calls >= n", "insertion", "size", 5)
    return {
        "of-an-explicit-claim-by-growth": Reject(
            sort, rule, "a claim with Omega or omega", "an order", {"claim.relation": ">=", "claim.bound": form("n^2")}
        ),
        "of-its-own-order": Reject(
            sort,
            "posynomial",
            "o of the product",
            "n log n calls in o(n log n)",
            {"claim.bound": form("n*log(n)")},
        ),
        "of-another-family": Reject(
            search, rule, "one of max", "a knockout finds the largest", {f"{INNER}.name": "knockout"}
        ),
        "of-rounds": Reject(
            by_algorithm("sort by compare with rounds", "rounds >= n", "insertion", "size", 30),
            rule,
            "calls or expected_calls",
            "insertion says nothing of rounds",
        ),
        "that-reads-items": Reject(
            by_algorithm("OR by read(2)", "calls >= n", "pools", "size", 5), rule, "calls that ask pool", "no pools"
        ),
        "that-compares-by-the-best-of-three": Reject(
            largest, rule, "calls that tell which of two items is larger", "the third may be the best"
        ),
        "that-merges-half-of-n": Reject(
            by_algorithm("merge(n/2) by compare", "calls >= 3*n", "merging", "size", 5),
            rule,
            "merge of n, or of an integer >= 1",
            "no problem at n = 5",
        ),
        "of-one-of-several-problems": Reject(
            sort, rule, "one problem, not several", "two problems", {"claim.setting.copies": "2"}
        ),
        "that-reads-n-symbols": Reject(
            by_algorithm("read(n) by read(2)", "calls >= n", "reading", "size", 5),
            rule,
            "an integer >= 2 as argument",
            "no problem at n = 1",
        ),
        "that-combines-exactly-three": Reject(
            exact,
            rule,
            "calls or rounds, of at most k values",
            "two values are left",
            {"claim.setting.calls": [calls]},
        ),
        "of-a-true-claim": Reject(
            search,
            "algorithm",
            ">= to fail at n = 16",
            "5 calls, 5 are claimed",
            {"claim.bound": "5", f"{INNER}.proof": 16},
        ),
        "before-its-start": Reject(
            by_algorithm("max by best(4) exactly", "calls >= n", "knockout", "size", 3),
            "decode",
            "an integer in [4, 1000000]",
            "four of three items",
        ),
        "beyond-the-conditions": Reject(
            by_algorithm("max by best(k)", "calls >= n", "knockout", "size", 3, k="0"),
            "point",
            "the conditions on k",
            "k = 0",
        ),
    }


def all_rejects() -> dict[str, Reject]:
    """The cases, by the names of their files."""
    strategies = {f"strategy-{name}": reject for name, reject in _rejected_strategies().items()}
    return strategies | {f"algorithm-{name}": reject for name, reject in _rejected_algorithms().items()}
