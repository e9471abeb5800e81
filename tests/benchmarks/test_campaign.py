"""The campaign's new families, and that a planted wrong verdict of each is reported."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bounds.language import parse_claim, parse_document, parse_recurrence
from bounds.recurrence import EXPLICIT
from tests.benchmarks.curve_truth import judge_formulas, power_of_t, violates, witness_curve
from tests.benchmarks.exact_claims import check_claim
from tests.benchmarks.fitting import BASIS, exact_table, fit, form_text, logarithmic
from tests.benchmarks.fuzz import FAMILIES, draw_line, judge, verify
from tests.benchmarks.random_claims import FAMILIES as SAMPLED
from tests.benchmarks.random_exact import rate_of
from tests.benchmarks.random_systems import largest_eigenvalue
from tests.benchmarks.tampering import campaign_outcomes

NEW = [name for _, name, _ in FAMILIES[len(SAMPLED) :]]


def answered(text: str, claim: str, relation: str, verdict: str, truth: bool | None = None, witness: str = "") -> str:
    asked = {"id": "1", "family": "f", "text": text, "claim": claim, "relation": relation, "truth": truth}
    answer = {"id": "1", "verdict": verdict, "method": "m", "witness": witness, "error": None}
    return judge((asked, answer, 120, 1.5))[1]


@pytest.mark.parametrize("family", NEW)
def test_a_family_is_repeatable_and_can_be_read(family: str) -> None:
    lines = [draw_line(3, i, f"^{family}$") for i in range(12)]
    assert lines[:2] == [draw_line(3, i, f"^{family}$") for i in range(2)]
    assert {line["family"] for line in lines} == {family}
    for line in lines:
        parse_claim(line["claim"], parse_recurrence(line["text"]))


HALVING = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2"
JOSEPHUS = "T(1) = 1; T(2*n) = 2*T(n) - 1 for n >= 1; T(2*n+1) = 2*T(n) + 1 for n >= 1"
SPLIT = "T(1) = 0; T(n) = max(k=1..n-1: T(k) + T(n-k)) + 1 for n >= 2"
MUTUAL = "A(0) = 1; B(0) = 1; A(n) = A(n-1) + B(n-1) for n >= 1; B(n) = A(n-1) + B(n-1) + 1 for n >= 1"
AT_MOST = "T(0) = 1; T(n) <= T(n-1) + 2 for n >= 1"
BRANCHING = "T(n) = T(n-1) + T(n-2) for n >= 2; T(0) = 1; T(1) = 1"
LINEAR = "T(0) = 0; T(1) = 1; T(n) = 3*T(n-1) - 2*T(n-2) for n >= 2"
PARAMETRIC = "parameters a real > 0; T(0) = a; T(n) = T(n-1) + a for n >= 1"
TWO_SIZES = "T(0, n) = n; T(m, n) = T(m-1, n) + 1 for m >= 1"
FACTORIAL = "T(0) = 1; T(n) = n*T(n-1) + 1 for n >= 1"
GRID = "T(0, n) = 1; T(m, 0) = 1 for m >= 1; T(m, n) = T(m-1, n) + T(m, n-1) + 1 for m >= 1, n >= 1"
FORMULA = "parameters unused real > 0"
GOLDEN = "root(x: 1/x + 1/x^2)"

PLANTED: dict[str, tuple[tuple[str, str, str, str, bool | None, str], ...]] = {
    "halving forms": (
        (HALVING, "T(n) == n*ceil(log2(n)) - 2^ceil(log2(n)) + 1 for n >= 1", "==", "proved", None, "fine"),
        (HALVING, "T(n) == n*floor(log2(n)) - 2^floor(log2(n)) + 1 for n >= 1", "==", "proved", None, "violation"),
    ),
    "parity": (
        (JOSEPHUS, "T(n) == 2*n + 1 - 2*2^floor(log2(n)) for n >= 1", "==", "proved", None, "fine"),
        (JOSEPHUS, "T(n) <= n - 1 for n >= 1", "<=", "proved", None, "violation"),
    ),
    "splits and choices": (
        (SPLIT, "T(n) == n - 1 for n >= 1", "==", "proved", None, "fine"),
        (SPLIT, "T(n) <= n - 2 for n >= 1", "<=", "proved", None, "violation"),
    ),
    "mutual": (
        (MUTUAL, "A in O((3/2)^n)", "O", "proved", False, "violation"),
        (MUTUAL, "B(n) <= 3*2^n for n >= 0", "<=", "proved", None, "fine"),
        (MUTUAL, "B(n) <= 2^n for n >= 0", "<=", "proved", None, "violation"),
    ),
    "inequalities": (
        (AT_MOST, "T(n) <= 2*n + 1 for n >= 0", "<=", "proved", None, "fine"),
        (AT_MOST, "T(n) <= 2*n for n >= 1", "<=", "proved", None, "violation"),
        (AT_MOST, "T(n) >= 0 for n >= 0", ">=", "proved", False, "violation"),
    ),
    "optimum": (
        (HALVING, "T(n) <= (999/1000)*n^2 for n >= 1, n <= 50", "<=", "proved", None, "fine"),
        (HALVING, "T(n) <= (1/4)*n^2 for n >= 1, n <= 50", "<=", "proved", None, "violation"),
    ),
    "branching": (
        (BRANCHING, f"T(n) <= {GOLDEN}^n for n >= 0", "<=", "proved", None, "fine"),
        (BRANCHING, f"T(n) >= (9/10)*{GOLDEN}^n for n >= 0", ">=", "proved", None, "violation"),
        (BRANCHING, "T in O((8/5)^n)", "O", "proved", False, "violation"),
    ),
    "linear forms": (
        (LINEAR, "T(n) == 2^n - 1 for n >= 0", "==", "proved", None, "fine"),
        (LINEAR, "T(n) == 2^n for n >= 0", "==", "proved", None, "violation"),
    ),
    "parametric": (
        (PARAMETRIC, "T(n) == a*(n + 1) for n >= 0", "==", "proved", None, "fine"),
        (PARAMETRIC, "T(n) == a*(n + 1) + (a - 1)/1000 for n >= 0", "==", "proved", None, "violation"),
    ),
    "several sizes": (
        (TWO_SIZES, "T(m, n) == m + n for m >= 0, n >= 0", "==", "proved", None, "fine"),
        (TWO_SIZES, "T(m, n) <= m + n - m*n + 30 for m >= 0, n >= 0", "<=", "proved", None, "violation"),
    ),
    "factorial": (
        (FACTORIAL, "T in Theta(n!)", "Theta", "proved", True, "fine"),
        (FACTORIAL, "T in O(n!/sqrt(n))", "O", "proved", False, "violation"),
        (FACTORIAL, "T in o(n*n!)", "o", "refuted", True, "violation"),
    ),
    "growth over sizes": (
        (GRID, "T in O(2^(m + n))", "O", "proved", True, "fine"),
        (GRID, "T in O(2^m*(3/2)^n)", "O", "proved", False, "violation"),
        (GRID, "T in Omega((6/5)^m)", "Omega", "refuted", True, "violation"),
    ),
    "formulas": (
        (FORMULA, "n*m in O(n^2 + m^2)", "O", "proved", None, "fine"),
        (FORMULA, "n*m in O(n + m^2)", "O", "proved", None, "violation"),
        (FORMULA, "sqrt(n*m) in O(n + m)", "O", "refuted", True, "violation"),
    ),
}


def test_every_new_family_has_a_planted_violation() -> None:
    assert set(PLANTED) == set(NEW)
    assert all("violation" in {case[-1] for case in cases} for cases in PLANTED.values())


@pytest.mark.parametrize("family", NEW)
def test_a_planted_wrong_verdict_is_a_violation(family: str) -> None:
    for text, claim, relation, verdict, truth, expected in PLANTED[family]:
        assert (claim, answered(text, claim, relation, verdict, truth)) == (claim, expected)


@pytest.mark.parametrize("family", NEW)
def test_a_true_claim_refuted_at_a_size_is_a_violation(family: str) -> None:
    for text, claim, relation, _, _, expected in PLANTED[family]:
        if expected == "fine" and relation in EXPLICIT:
            sizes = "m = 2, n = 3" if "m >=" in claim else "n = 3"
            assert answered(text, claim, relation, "refuted", None, f"{sizes}: so it fails") == "violation"


def test_forms_are_fitted_exactly_or_not_at_all() -> None:
    basis = [BASIS["1"], BASIS["n"], *logarithmic(2)[3:]]
    numbers = fit({n: v for n, v in exact_table(HALVING).items() if n >= 1}, basis)
    assert numbers == [1, 0, 0, 1, -1]
    assert form_text(numbers, basis) == "1 + n*ceil(log2(n)) - 2^ceil(log2(n))"
    assert fit({n: Fraction(n**3) for n in range(20)}, basis) is None


def test_rates_of_positive_weights() -> None:
    assert abs(rate_of({1: Fraction(1), 2: Fraction(1)}) - 1.6180339887498949) < 1e-12
    assert abs(largest_eigenvalue([[Fraction(1), Fraction(1)], [Fraction(1), Fraction(1)]]) - 2) < 1e-12


def test_curves_are_compared_by_exponents_with_logarithms_and_exponentials() -> None:
    def one(text: str) -> Any:
        return parse_document(f"claim {text}")[0].claim

    assert violates(one("n*log(n) in O(n)"), {"n": power_of_t(1)})
    assert violates(one("2^n in O(n^64)"), {"n": power_of_t(1)})
    assert not violates(one("n in o(n*log(n))"), {"n": power_of_t(3)})
    assert violates(one("n - m in Omega(n)"), {"n": power_of_t(1), "m": power_of_t(1)})  # 0 along n = m
    both = {"n": power_of_t(1, log=1), "m": power_of_t(1, log=1)}  # known up to smaller terms alone
    assert violates(one("n - m in Omega(n)"), both) is None
    assert violates(one("n in O(m) assuming n <= m"), {"n": power_of_t(2), "m": power_of_t(1)}) is None
    assert judge_formulas(one("n in O(m)"), "refuted", "m = t, n = t^2: the quotient tends to infinity", None) == "fine"
    assert judge_formulas(one("n in O(m)"), "refuted", "m = t^2, n = t: nothing", None) == "suspicious"
    assert witness_curve("m = t: nothing", one("n in O(m)")) is None


def test_a_size_that_nothing_gives_and_nothing_calls_is_not_spoken_of() -> None:
    recurrence = parse_recurrence("T(1) = 1; T(n) = T(floor(n/2)) + 1 for n >= 2")
    assert check_claim(parse_claim("T(n) <= 2*n for n >= 0", recurrence), 50).false_at == ()
    called = parse_recurrence("T(n) = T(n-1) + 1 for n >= 1")
    assert (0,) in check_claim(parse_claim("T(n) <= n - 100 for n >= 0", called), 50).false_at


def test_judging_goes_on_where_it_stopped(tmp_path: Path) -> None:
    lines = [draw_line(1, i, "linear forms") for i in range(3)]
    (tmp_path / "IN.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    rows = [{"id": x["id"], "verdict": "unknown", "method": "", "witness": "", "error": None} for x in lines]
    (tmp_path / "OUT.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    torn = {**lines[0], "verdict": "proved", "judged": "violation"}
    (tmp_path / "JUDGED.jsonl").write_text(json.dumps(torn) + "\n" + '{"id": "1-')
    table, findings = verify(tmp_path / "IN.jsonl", tmp_path / "OUT.jsonl", 50, 1)
    assert [f["id"] for f in findings] == [lines[0]["id"]]
    assert sum(counted["unknown"] for counted in table.values()) == 2
    assert len((tmp_path / "JUDGED.jsonl").read_text().splitlines()) == 3


def test_certificates_of_a_campaign_but_not_of_its_violations(tmp_path: Path) -> None:
    (tmp_path / "IN.jsonl").write_text('{"id": "a", "family": "f"}\n{"id": "b", "family": "f"}\n')
    row = {"verdict": "proved", "method": "m", "certificate": {"claim": {"relation": "O"}, "proof": {}}}
    (tmp_path / "OUT.jsonl").write_text("".join(json.dumps({"id": i, **row}) + "\n" for i in "ab"))
    (tmp_path / "JUDGED.jsonl").write_text('{"id": "b", "judged": "violation"}\n')
    assert [o["id"] for o in campaign_outcomes(tmp_path)] == ["a"]


def test_a_claim_is_drawn_near_the_truth_on_both_sides() -> None:
    draw = random.Random(1)
    seen = {"proved": 0, "false": 0}
    for _, name, make in FAMILIES[len(SAMPLED) : len(SAMPLED) + 10]:
        for _ in range(6):
            drawn = make(draw)
            if drawn.relation in EXPLICIT and name != "inequalities":
                report = check_claim(parse_claim(drawn.claim, parse_recurrence(drawn.text)), 40, seconds=1)
                seen["false" if report.false_at else "proved"] += 1
    assert min(seen.values()) >= 8
