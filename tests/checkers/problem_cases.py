"""Certificates about problems: what every strategy costs, by which rule; those that the kernel must accept."""

from __future__ import annotations

from typing import Any

from bounds.encoding import claim_to_json
from bounds.language import parse_document
from tests.checkers.proofs import case

Json = Any
SAME = {"by": "same"}
ANSWERS = {"index": 0, "recurrence": False}
ENDS = {"u": ["3/2"], "w": ["1"], "l": ["1"], "b": ["0"], "scale": ["1"]}
BEST = {"u": ["1"], "w": ["1"], "l": ["0"], "b": ["0"], "scale": ["-1", "1"]}
BOTH = {"u": ["1", "1"], "w": ["0", "1"], "l": ["0", "1"], "b": ["0"], "scale": ["0", "-1", "1"]}
K = "; parameters k integer >= 2"
PERCENT = "noise 1/10, error 1/100"


def about(problem: str, claim: str) -> Json:
    """The JSON of a claim about a problem; what follows `;` in the problem is a line of its own."""
    [stated] = parse_document(f"problem {problem}\nclaim {claim}\n")
    return claim_to_json(stated.claim)


def by(problem: str, claim: str, rule: str, proof: Json = (), follows: Json = SAME) -> Json:
    """A case about a problem: the rule, what it is told, and how the claim follows; it is the same unless said."""
    return case(about(problem, claim), {"rule": rule, "proof": proof or {}, "follows": follows})


def found(problem: str, claim: str) -> Json:
    """The case that the search finds."""
    from checkers.decide import decide  # sympy and z3: the cases written by hand need neither

    [stated] = parse_document(f"problem {problem}\nclaim {claim}\n")
    verdict = decide(stated.claim)
    if verdict.certificate is None:
        raise SystemExit(f"undecided: {problem}: {claim}: {verdict.blocked}")
    return {"claim": claim_to_json(stated.claim), "certificate": verdict.certificate}


WRITTEN: dict[str, tuple[Any, ...]] = {
    "sort-by-answers": ("sort by compare", "calls >= ceil(log2(n!)) for n >= 1", "answers", ANSWERS),
    "sort-by-calls-of-three": ("sort by sort(3)", "calls >= log(n!, 6) for n >= 1", "answers", ANSWERS),
    "merge-by-answers": ("merge(n) by compare", "calls >= log2(binomial(2*n, n)) for n >= 1", "answers", ANSWERS),
    "read-by-answers": ("read(3) by read(2)", "calls >= log(3^n, 9) for n >= 1", "answers", ANSWERS),
    "pools-by-answers": (
        "group_testing(2) by pool", "calls >= ceil(log2(binomial(n, 2))) for n >= 2", "answers", ANSWERS,
    ),
    "mix-by-answers": (
        "distinguish by split(2), split(4) at 3", "calls >= ceil(log2(n)) for n >= 1", "answers", ANSWERS,
    ),
    "second-by-selection": ("second by compare", "calls >= n - 2 + ceil(log2(n)) for n >= 2", "selection"),
    "select-by-best-of-k": (
        f"select(3) by best(k){K}", "calls >= (n - 3)/(k - 1) + log(binomial(n, 2), k) for n >= 3", "selection",
    ),
    "top-sequence-by-selection": (
        "top_sequence(3) by compare", "calls >= n - 3 + log2(2*binomial(n, 2)) for n >= 3", "selection",
    ),
    "median-by-selection": (
        "median by compare", "calls >= n - ceil(n/2) + log2(binomial(n, ceil(n/2) - 1)) for n >= 1", "selection",
    ),
    "ends-by-win-loss": ("min_and_max by compare", "calls >= ceil(3*n/2) - 2 for n >= 2", "win-loss", ENDS),
    "max-by-win-loss": (f"max by best(k){K}", "calls >= ceil((n - 1)/(k - 1)) for n >= 1", "win-loss", BEST),
    "ends-of-k-by-win-loss": (
        "min_and_max by best_and_worst(k); parameters k integer >= 2",
        "calls >= ((k + 1)*n - 2*k)/(k*(k - 1)) for n >= 2", "win-loss", BOTH,
    ),
    "sort-by-neighbours": ("sort by sort(3)", "calls >= ceil((n - 1)/2) for n >= 1", "neighbours"),
    "sort-once-by-neighbours": ("sort by compare with nonadaptive", "calls >= n*(n - 1)/2 for n >= 1", "neighbours"),
    "merge-by-neighbours": ("merge(n) by compare at 2", "calls >= 2*(2*n - 1) for n >= 1", "neighbours"),
    "or-by-touched": ("OR by read(2)", "calls >= ceil(n/2) for n >= 1", "touched"),
    "threshold-by-touched": ("threshold(2) by read(1)", "calls >= n for n >= 2", "touched"),
    "connectivity-by-touched": ("connectivity by read(1)", "calls >= n*(n - 1)/2 for n >= 1", "touched"),
    "distinct-by-touched": (f"distinct by match(k){K}", "calls >= n*(n - 1)/(k*(k - 1)) for n >= 1", "touched"),
    "aggregate-by-touched": (f"aggregate by combine(k){K}", "calls >= ceil((n - 1)/(k - 1)) for n >= 1", "touched"),
    "aggregate-by-fan-in": (
        f"aggregate by combine(k) with rounds{K}", "rounds >= ceil(log(n, k)) for n >= 1", "fan-in",
    ),
    "lies-by-numbers": (
        "distinguish by split(2) with lies 1", "calls >= 25 for n >= 1000000", "lies", {"how": "numbers", "calls": 25},
    ),
    "lies-by-formula": (
        "distinguish by split(2) with lies 1", "calls >= ceil(log2(n) + log2(1 + log2(n))) for n >= 1", "lies",
        {"how": "formula", "calls": 0},
    ),
    "two-lies-by-formula": (
        "search by compare with lies 2", "calls >= log2(n + 1) + log2((log2(n + 1)^2 + log2(n + 1) + 2)/2) for n >= 1",
        "lies", {"how": "formula", "calls": 0},
    ),
    "three-lies-by-formula": (
        "distinguish by split(2) with lies 3", "calls >= log2(n) + log2((log2(n)^3 + 5*log2(n) + 6)/6) for n >= 1",
        "lies", {"how": "formula", "calls": 0},
    ),
    "sort-with-lies-by-numbers": (
        "sort by compare with lies 1", "calls >= 8 for n >= 4", "lies", {"how": "numbers", "calls": 8},
    ),
    "noise-by-ratio": (
        f"distinguish by split(3) with {PERCENT}", "calls >= log(99)/log(18) for n >= 2", "noise", {"how": "ratio"},
    ),
    "top-set-with-noise-by-ratio": (
        f"top_set(3) by compare with {PERCENT}", "calls >= ceil(log(99)/log(9)) for n >= 4", "noise", {"how": "ratio"},
    ),
    "noise-by-capacity": (
        "max by compare with noise p, error p; parameters p real in (0, 1/2)",
        "calls >= ((1 - p)*log2(n) - 1)/(1 + p*log2(p) + (1 - p)*log2(1 - p)) for n >= 2", "noise",
        {"how": "capacity"},
    ),
    "distinguish-by-path-length": (
        "distinguish by split(2) with expected", "expected_calls >= floor(log2(n)) + 2 - 2^(floor(log2(n)) + 1)/n "
        "for n >= 1", "path-length", {"how": "lengths"},
    ),
    "sort-by-entropy": (
        "sort by compare with expected", "expected_calls >= log2(n!) for n >= 1", "path-length", {"how": "entropy"},
    ),
    "second-refines-max": (
        "second by sort(3)", "calls >= (n - 1)/2 for n >= 2", "refines",
        {"to": "max", "rule": "win-loss", "proof": {**BEST, "scale": ["2"]}},
    ),
    "top-sequence-refines-top-set": (
        "top_sequence(2) by sort(3)", "calls >= log(binomial(n, 2), 6) for n >= 2", "refines",
        {"to": "top_set", "rule": "answers", "proof": ANSWERS},
    ),
}  # fmt: skip
"""Problem, claim, rule and what it is told; the claim is the derived bound, up to rounding."""

ACCEPTED: dict[str, Any] = {
    **{name: lambda made=made: by(*made) for name, made in WRITTEN.items()},
    "sort-in-omega": lambda: found("sort by compare", "calls in Omega(n*log(n))"),
    "max-above-a-weaker-bound": lambda: found("max by compare", "calls >= n/2 - 1 for n >= 1"),
    "aggregate-in-omega": lambda: found("aggregate by combine(3)", "calls in Omega(n)"),
}
