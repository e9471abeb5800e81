"""Polynomial induction: examples, mutants that must not be proved, drawn recurrences, spoiled certificates."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import parse_document
from bounds.wellfounded import NotWellFounded
from checkers import kernel
from checkers.decide import certificate_of
from checkers.found import Found
from checkers.kernel.refusal import Rejected
from checkers.methods import polynomial_induction
from checkers.positivity import Prover, combination, countermodel, polynomial
from checkers.verdict import Blocked

ROOT = Path(__file__).parents[3]
K = "parameters k integer >= 2; "
TREE = K + "R(1) = 0; R(m) = ceil(m/k) + R(ceil(m/k)) for m >= 2; claim R(m) {} for m >= 1"
TREE_3 = TREE.replace(">= 2; R(1)", ">= 3; R(1)")
HALVES = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1 for n >= 2; claim T(n) {} for n >= 1"
TWO_BASES = "T(1) = 0; T(2) = 1; T(n) = T(floor(n/2)) + T(ceil(n/2)) + 2 for n > 2; claim T(n) {} for n >= 1"
SUM = "parameters c real >= 0, d real >= 1; T(0) = 0; T(n) = T(n-1) + c*n for n >= 1; claim T(n) {}"
TOLL = "parameters c real >= 0; T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + c for n >= 2; claim T(n) {} for n >= 1"
FLOORS = K + "T(0) = 0; T(1) = 1; T(n) = k*T(floor(n/k)) for n >= 2; claim T(n) {}"
CEILS = K + "T(1) = 1; T(n) = k*T(ceil(n/k)) for n >= 2; claim T(n) {} for n >= 1"
LINEAR = "parameters k integer >= 2, c real >= 0; T(0) = 0; T(n) = T(floor(n/k)) + c*n for n >= 1; claim T(n) {}"
SQUARE = LINEAR.replace("c*n for", "c*n^2 for")
CUBES = K + "T(0) = 0; T(n) = T(n-1) + k*n^3 for n >= 1; claim T(n) {}"
CHANCE = "parameters p real in (0, 1); T(0) = 0; T(n) = p*T(n-1) + 1 for n >= 1; claim T(n) {}"
MERGE = "T(1) = 1; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n for n >= 2; claim T(n) {} for n >= 1"

TRUE = [
    (TREE, "<= 2*(m - 1)"), (TREE_3, "<= m - 1"), (HALVES, "<= n - 1"), (HALVES, ">= n - 1"),
    (TWO_BASES, "<= 2*n - 2"), (SUM, "<= c*n^2"), (SUM, "<= c*d*n^2"), (SUM, ">= c*n"), (TOLL, "<= c*(n - 1)"),
    (TOLL, ">= c*(n - 1)"), (FLOORS, "<= n"), (CEILS, ">= n"), (LINEAR, "<= 2*c*n"), (SQUARE, "<= 2*c*n^2"),
    (CUBES, "<= k*n^4"), (CHANCE, "<= n"), (MERGE, "<= n^2"),
]  # fmt: skip
FALSE = [
    (TREE, "<= m - 1"), (TREE, "<= 2*m - 3"), (TREE, ">= m - 1"), (TREE_3, "<= m - 2"), (HALVES, "<= n - 2"),
    (HALVES, ">= n"), (TWO_BASES, "<= 2*n - 3"), (SUM, "<= c*n"), (SUM, "<= c*n^2/2"), (SUM, ">= c*d*n"),
    (SUM, "<= n^2"), (TOLL, "<= c*(n - 2)"), (TOLL, "<= n - 1"), (FLOORS, "<= n - 1"), (FLOORS, ">= n"),
    (CEILS, "<= n"), (CEILS, ">= n + 1"), (LINEAR, "<= c*n"), (SQUARE, "<= c*n^2"), (CUBES, "<= n^4"),
    (CHANCE, "<= p*n"), (MERGE, "<= n^2/2"),
]  # fmt: skip


def claim_of(text: str) -> Claim:
    (stated,) = parse_document(text)
    return stated.claim


def certificate(claim: Claim, found: Found) -> dict[str, Any]:
    return certificate_of(claim_to_json(claim), found.verdict, found.proof)


@lru_cache
def found_for(recurrence: str, relation: str) -> Found | Blocked:
    return polynomial_induction.find(claim_of(recurrence.format(relation)))


@pytest.mark.parametrize(("recurrence", "relation"), TRUE)
def test_a_true_bound_is_proved_and_the_kernel_agrees(recurrence: str, relation: str) -> None:
    claim, found = claim_of(recurrence.format(relation)), found_for(recurrence, relation)
    assert isinstance(found, Found), found
    assert kernel.check(claim_to_json(claim), certificate(claim, found)) == "proved"


@pytest.mark.parametrize(("recurrence", "relation"), FALSE)
def test_a_false_bound_is_not_proved(recurrence: str, relation: str) -> None:
    assert isinstance(found_for(recurrence, relation), Blocked)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(1) = 1; T(n) = 2*T(floor(n/2)) + n for n >= 2; claim T(n) <= n*log2(n) + n", "('fn', 'log2') in the bound"),
        ("T(0) = 1; T(n) = 2*T(n-1) for n >= 1; claim T(n) <= 2^n", "('pow', Fraction(2, 1)) in the bound"),
        ("T(0) = 0; T(n) = T(n-1) + sqrt(n) for n >= 1; claim T(n) <= n^2", "('fn', 'sqrt') in the bound or the step"),
        ("T(0) = 0; T(n) = sum(k=0..n-1: T(k)) + 1 for n >= 1; claim T(n) <= n^2", "needs a sum linear in T"),
        (TREE.format("<= m - 1"), "the step fails at m = 3, k = 2"),
    ],
)
def test_a_claim_outside_the_shape_says_why(text: str, reason: str) -> None:
    found = polynomial_induction.find(claim_of(text))
    assert isinstance(found, Blocked)
    assert reason in found.reason


@pytest.mark.parametrize("claim", ["T(n) == n", "T in O(n)"])
def test_a_claim_that_is_no_inequality_is_left_to_other_methods(claim: str) -> None:
    assert polynomial_induction.find(claim_of(f"T(0) = 0; T(n) = T(n-1) + 1 for n >= 1; claim {claim}")) is None


def test_z3_is_not_imported_for_claims_outside_the_shape() -> None:
    code = (
        "import sys; from bounds.language import parse_document as p;"
        "from checkers.methods import polynomial_induction as m;"
        "m.find(p('T(1) = 1; T(n) = 2*T(floor(n/2)) + n for n >= 2; claim T(n) <= n*log2(n) + n')[0].claim);"
        "sys.exit('z3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


# --- the search for certificates -------------------------------------------------------------------------------------


def test_a_combination_is_exact_and_nonnegative() -> None:
    x, y = ("var", "x"), ("var", "y")
    columns = [polynomial(e) for e in (x, y, ("add", x, ("neg", y)), Fraction(1))]
    target = polynomial(("add", ("mul", Fraction(1, 3), x), ("mul", Fraction(-1, 7), y)))
    found = combination(target, columns)
    assert found is not None
    assert all(q > 0 for q in found.values())
    assert found[2] >= Fraction(1, 7)
    assert combination(polynomial(("neg", x)), columns) is None


def test_a_countermodel_is_found_where_there_is_one() -> None:
    x = ("var", "x")
    goal, known = polynomial(("add", x, Fraction(-3))), [polynomial(("add", x, Fraction(-1)))]
    answer, model = countermodel([goal], known, {"x"})
    assert (answer, model["x"] in (1, 2)) == ("sat", True)
    assert countermodel([goal], [goal], {"x"})[0] == "unsat"


def test_integers_are_split_and_reals_are_not() -> None:
    x = ("var", "x")
    goal, known = polynomial(("add", x, Fraction(-1))), [polynomial(("add", ("mul", Fraction(2), x), Fraction(-1)))]
    whole = Prover({"x"}, 1000).find(goal, known, 0)
    assert whole is not None
    assert "split" in whole
    assert Prover(set(), 1000).find(goal, known, 1) is None


# --- drawn recurrences -----------------------------------------------------------------------------------------------

UPTO = 60
CALLS = {
    "T(floor(n/k))": lambda n, k: n // k,
    "T(ceil(n/k))": lambda n, k: -(-n // k),
    "T(floor(n/2))": lambda n, k: n // 2,
    "T(ceil(n/2))": lambda n, k: -(-n // 2),
    "T(floor((n+1)/3))": lambda n, k: (n + 1) // 3,
    "T(n-1)": lambda n, k: n - 1,
}
TOLLS = {
    "0": lambda n, k, c: 0,
    "1": lambda n, k, c: 1,
    "c": lambda n, k, c: c,
    "n": lambda n, k, c: n,
    "c*n": lambda n, k, c: c * n,
    "ceil(n/k)": lambda n, k, c: -(-n // k),
    "k*floor(n/k)": lambda n, k, c: k * (n // k),
    "n - k": lambda n, k, c: n - k,
}
FACTORS = {
    "1": lambda k, c: 1,
    "2": lambda k, c: 2,
    "3": lambda k, c: 3,
    "c": lambda k, c: c,
    "k": lambda k, c: k,
    "1/2": lambda k, c: Fraction(1, 2),
}
SHAPES = {
    "n": lambda n: n,
    "n - 1": lambda n: n - 1,
    "n + 1": lambda n: n + 1,
    "n^2": lambda n: n * n,
    "1": lambda n: 1,
}


@st.composite
def drawn(draw: st.DrawFn) -> tuple[str, Any, Any, str]:
    """The text of a claim, its recurrence and its bound as Python functions of n, k, c, and its relation."""
    one = st.sampled_from
    start, base, relation = draw(one([1, 2])), draw(one(["0", "1", "c"])), draw(one(["<=", ">="]))
    terms = draw(st.lists(st.tuples(one(sorted(FACTORS)), one(sorted(CALLS))), min_size=1, max_size=2))
    toll, factor, shape = draw(one(sorted(TOLLS))), draw(one(sorted(FACTORS))), draw(one(sorted(SHAPES)))
    body = " + ".join(f"{a}*{call}" for a, call in terms)
    text = (
        f"parameters k integer >= 2, c real >= 0; T({start - 1}) = {base}; T(n) = {body} + {toll} for n >= {start}; "
        f"claim T(n) {relation} {factor}*({shape}) for n >= {start - 1}"
    )

    def costs(k: int, c: Fraction) -> dict[int, Fraction]:
        known = {start - 1: Fraction(c if base == "c" else int(base))}
        for n in range(start, UPTO + 1):
            total = Fraction(TOLLS[toll](n, k, c))
            known[n] = total + sum(FACTORS[a](k, c) * known[CALLS[call](n, k)] for a, call in terms)
        return known

    return text, costs, lambda n, k, c: FACTORS[factor](k, c) * SHAPES[shape](n), relation


@given(drawn())
@settings(max_examples=100, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_is_proved_of_a_drawn_recurrence_holds_at_every_value(case: tuple[str, Any, Any, str]) -> None:
    text, costs, bound, relation = case
    try:
        claim = claim_of(text)
    except NotWellFounded:
        return
    found = polynomial_induction.find(claim)
    if isinstance(found, Blocked):
        return
    assert kernel.check(claim_to_json(claim), certificate(claim, found)) == "proved"
    for k, c in product((2, 3, 4, 7, 61), (Fraction(0), Fraction(1, 3), Fraction(1), Fraction(9))):
        for n, cost in costs(k, c).items():
            f = bound(n, k, c)
            assert cost <= f if relation == "<=" else cost >= f, (text, n, k, c)


# --- spoiled certificates --------------------------------------------------------------------------------------------


def all_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every leaf."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from all_paths(value[key], (*path, key))
    else:
        yield path


def changed(proof: Any, path: tuple[Any, ...], new: Any) -> Any:
    out = copy.deepcopy(proof)
    at = out
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return out


def leaf(proof: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        proof = proof[key]
    return proof


def others(value: Any) -> list[Any]:
    """What to put in place of a leaf."""
    if isinstance(value, int):
        return [value + 1, value - 1, 0, 2 * value + 1]
    number = value.lstrip("-").replace("/", "").isdigit()
    if number:
        q = Fraction(value)
        return [str(q + 1), str(q - 1), str(q / 2), str(-q), "0"]
    return {"yes": ["no"], "no": ["yes"], "upper": ["lower"], "lower": ["upper"]}.get(value, [])


def is_accepted(claim: Claim, proof: Any) -> bool:
    try:
        return kernel.check(claim_to_json(claim), certificate_of(claim_to_json(claim), "proved", proof)) == "proved"
    except Rejected:
        return False


SPOILED = [TRUE[0], TRUE[2], TRUE[5], TRUE[8], TRUE[9], TRUE[10], TRUE[12]]


@pytest.mark.parametrize(("recurrence", "relation"), SPOILED)
def test_a_changed_coefficient_is_rejected(recurrence: str, relation: str) -> None:
    found = found_for(recurrence, relation)
    assert isinstance(found, Found)
    claim = claim_of(recurrence.format(relation))
    weights = [p for p in all_paths(found.proof) if "terms" in p and isinstance(leaf(found.proof, p), str)]
    assert weights
    for path in weights:
        q = Fraction(leaf(found.proof, path))
        accepted = [new for new in (q + 1, q / 2, -q) if is_accepted(claim, changed(found.proof, path, str(new)))]
        assert accepted == []


@pytest.mark.parametrize(("recurrence", "relation"), SPOILED)
def test_no_spoiled_certificate_proves_a_false_claim(recurrence: str, relation: str) -> None:
    """Each leaf of a true claim's certificate is changed, under every false claim about the same recurrence."""
    found = found_for(recurrence, relation)
    assert isinstance(found, Found)
    for text, wrong in FALSE:
        if text != recurrence:
            continue
        claim = claim_of(text.format(wrong))
        proof = changed(found.proof, ("premise", "form"), claim_to_json(claim)["bound"])
        proof["premise"]["side"] = "upper" if claim.relation == "<=" else "lower"
        assert not is_accepted(claim, proof)
        for path in all_paths(proof):
            for new in others(leaf(proof, path)):
                assert not is_accepted(claim, changed(proof, path, new)), (wrong, path, new)
