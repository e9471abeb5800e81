"""The cross-check finds the smallest run that a wrong claim, or a wrong derivation, does not describe."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from bounds.claim import Stated
from bounds.derivation import derive_all
from bounds.expression import Add, number
from bounds.language import parse_document
from bounds.recurrence import Recurrence
from checkers.decide import decide
from checkers.executions import crosscheck as module
from checkers.executions.crosscheck import Difference, Runs, compare, crosscheck
from checkers.executions.mock import Refused

TREE = (
    "decomposition tree; parameters w integer >= 2, s integer >= 1\n"
    "S(n) = call(summarise, n, s) for n <= w\n"
    "S(n) = then(each(x in n by w: call(summarise, x, s)), call(reduce, s*ceil(n/w), s)) for n > w\n"
)
PAIRS = "decomposition pairs; S(m, n) = each(i=1..m: loop(j=1..n: call(compare))) for m >= 0, n >= 0\n"
CONTENTS = "decomposition c; S(n) = either(each(i=1..n: call(a)), nothing) for n >= 0\n"
CHANCE = "decomposition c; S(n) = loop(i=1..n: retry(1/2, 3, call(a))) for n >= 0\n"


def stated(text: str) -> Stated:
    [found] = parse_document(text)
    return found


def found(text: str, **more: int) -> Difference | None:
    return crosscheck(stated(text), **more)


def test_a_wrong_claim_is_shown_on_its_smallest_run_and_a_true_one_on_none() -> None:
    difference = found(TREE + "claim calls(n) <= ceil(n/w)")
    assert str(difference) == (
        "differs: calls(n) <= ceil(n/w)\n"
        "  at        n = 0, w = 2, s = 1\n"
        "  expected  <= 0\n"
        "  measured  1\n"
        "  first     call 0: summarise, 0 in, 1 out, at /S0"
    )
    assert found(TREE + "claim calls(n) <= ceil(n/w) + 1") is None


@pytest.mark.parametrize(
    ("claim", "values", "measured"),
    [
        ("calls(n) <= ceil(n/w) for n > w", {"n": 3, "w": 2, "s": 1}, 3),
        ("calls(n) <= 4 for n >= 5 assuming s >= 2, w >= 3", {"n": 10, "w": 3, "s": 2}, 5),
        ("calls(n) >= ceil(n/w) + 1", {"n": 1, "w": 2, "s": 1}, 1),
        ("calls(n) == 1", {"n": 3, "w": 2, "s": 1}, 3),
        ("tokens_in(n) <= 2*n + 1", {"n": 3, "w": 2, "s": 2}, 7),
        ("depth(n) <= 1", {"n": 3, "w": 2, "s": 1}, 2),
        ("tokens_out(n) <= calls(n)", {"n": 0, "w": 2, "s": 2}, 2),
        ("peak(n) + calls(n) <= 2*w + s", {"n": 3, "w": 2, "s": 1}, 6),
    ],
)
def test_the_smallest_run_that_contradicts(claim: str, values: dict[str, int], measured: int) -> None:
    difference = found(f"{TREE}claim {claim}")
    assert difference is not None
    if "tokens_in" not in claim and "+ calls" not in claim:
        assert (dict(difference.values), difference.measured) == (values, measured)
    assert difference.what.startswith(claim.split(" for ")[0].split(" assuming ")[0])


@pytest.mark.parametrize(
    "claim",
    [
        "calls(n) <= ceil(n/w) + 1 for n > w", "calls(n) >= 1", "calls(n) == ceil(n/w) + 1 for n > w",
        "calls(n) <= 1 for n <= w", "calls(n) <= 1 assuming w >= 100", "depth(n) <= 2", "tokens_out(n) == s*calls(n)",
        "calls in O(n)", "calls(n) <= 3*n + 1 assuming w in O(s)",
    ],
)  # fmt: skip
def test_a_true_claim_is_contradicted_by_no_run(claim: str) -> None:
    assert found(f"{TREE}claim {claim}", examples=60) is None


def test_sizes_of_two_variables() -> None:
    difference = found(PAIRS + "claim calls(m, n) <= m + n + 1", largest=12)
    assert difference is not None
    assert sorted(difference.values.values()) in ([2, 4], [3, 3])
    assert difference.measured > sum(difference.values.values()) + 1
    assert difference.first.index == sum(difference.values.values()) + 1
    assert found(PAIRS + "claim calls(m, n) == m*n", examples=40, largest=12) is None
    assert found(PAIRS + "claim depth(m, n) <= n", examples=40, largest=12) is None


def test_what_contents_decide_contradicts_upper_bounds_only() -> None:
    difference = found(CONTENTS + "claim calls(n) <= 2")
    assert difference is not None
    assert dict(difference.values) == {"n": 3}
    assert found(CONTENTS + "claim calls(n) >= n", examples=60) is None
    assert found(CONTENTS + "claim calls(n) == n", examples=60) is None


def test_a_claim_about_a_procedure_is_checked_on_that_procedure() -> None:
    text = "decomposition d; S(n) = A(n + 1) for n >= 0; A(n) = each(i=1..n: call(a)) for n >= 0\n"
    difference = found(text + "claim calls_A(n) <= 4")
    assert difference is not None
    assert dict(difference.values) == {"n": 5}
    assert found(text + "claim calls_A(n) == n", examples=60) is None


def test_a_window_too_small_for_a_prompt_is_said() -> None:
    with pytest.raises(Refused, match="over_window"):
        found("decomposition d; primitive a: window = 4; S(n) = both(call(a, n, 1), call(b)); claim calls(n) <= 2")


def planted(monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    """A derivation that adds 1 at every case of a cost that has rounds."""

    def wrong(*arguments) -> Recurrence:
        right = derive_all(*arguments)
        changed = [
            evolve(e, body=Add((e.body, number(1)))) if e.function == function and index % 2 else e
            for index, e in enumerate(right.equations)
        ]
        return evolve(right, equations=tuple(changed))

    monkeypatch.setattr(module, "derive_all", wrong)


def test_a_wrong_derivation_is_found_whatever_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(TREE + "claim calls in O(n)", examples=60) is None
    planted(monkeypatch, "calls")
    assert str(found(TREE + "claim calls in O(n)")) == (
        "differs: calls == derived cost\n  at        n = 3, w = 2, s = 1\n  expected  == 4\n  measured  3"
    )


def test_compare_yields_each_measure_that_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    d = stated(TREE + "claim calls in O(n)").decomposition
    assert list(compare(d, (9,), {"w": 2, "s": 1})) == []
    planted(monkeypatch, "depth")
    assert [f.what for f in compare(d, (9,), {"w": 2, "s": 1})] == ["depth == derived cost"]


@pytest.mark.parametrize(
    ("claim", "broken"),
    [
        ("expected_calls(n) <= 5*n/4", True), ("expected_calls(n) >= 5*n/2", True), ("expected_calls(n) == 3*n", True),
        ("expected_calls(n) <= 7*n/4", False), ("expected_calls(n) == 7*n/4", False),
    ],
)  # fmt: skip
def test_a_claim_about_an_expected_cost_is_tested_on_many_runs(claim: str, broken: bool) -> None:
    difference = found(f"{CHANCE}claim {claim}", examples=3)
    assert (difference is not None) == broken
    if broken:
        n = difference.values["n"]
        assert abs(Fraction(difference.measured) - Fraction(7, 4) * n) <= Fraction(n, 4)


def test_a_wrong_expected_derivation_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "decomposition c; S(n) = nothing for n <= 0; S(n) = loop(i=1..n: retry(1/2, 3, call(a))) for n >= 1\n"
    planted(monkeypatch, "expected_calls")
    difference = found(text + "claim expected_calls(n) <= 3*n", examples=3)
    assert difference is not None
    assert difference.what == "expected_calls == derived cost"


@pytest.mark.parametrize("name", ["latency_least", "latency_most"])
def test_a_latency_is_compared_with_a_run_on_the_workers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "decomposition d; parameters workers integer >= 1\n"
        "S(n) = then(call(a), each(i=1..n: call(b)), call(c)) for n >= 0\n"
        f"claim {name}(n) <= n + 2"
    )
    assert found(text, examples=40) is None
    wrong = stated(text)
    monkeypatch.setattr(module, "derive_all", lambda d, names: swapped(derive_all(d, names)))
    assert crosscheck(wrong).what == f"latency against {name}"


def swapped(right: Recurrence) -> Recurrence:
    """The least time made larger, and the most smaller."""
    changes = {"latency_least": number(1), "latency_most": number(-1)}
    changed = (evolve(e, body=Add((e.body, changes.get(e.function, number(0))))) for e in right.equations)
    return evolve(right, equations=tuple(changed))


def test_a_claim_about_no_decomposition_has_no_runs() -> None:
    [plain] = parse_document("T(0) = 0; T(n) = T(n - 1) + 1 for n >= 1; claim T(n) <= n")
    with pytest.raises(ValueError, match="need a claim about a decomposition, have one about a recurrence as written"):
        crosscheck(plain)
    assert Runs(stated(TREE + "claim depth(n) <= 2")).measures == {"depth": "depth"}


REFUTED = (
    (PAIRS, "claim calls(m, n) <= m + n expect refuted"),
    (TREE, "claim calls(n) <= ceil(n/w) for n > w expect refuted"),
    (TREE, "claim calls(n) == 1 expect refuted"),
)


@pytest.mark.parametrize(("text", "claim"), REFUTED)
def test_an_explicit_claim_that_is_refuted_is_contradicted_by_a_run(text: str, claim: str) -> None:
    asked = stated(text + claim)
    assert decide(asked.claim).decision in ("refuted", "unknown")
    assert crosscheck(asked, largest=16) is not None
