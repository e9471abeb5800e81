"""Refutations of lower bounds are right by the instances, and nothing that is refuted can be proved."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.expression import Number
from bounds.setting import primitives_at, problem_at
from checkers import kernel
from checkers.decide import certificate_of, decide
from checkers.found import Found
from checkers.kernel import problems
from checkers.kernel.problems import point
from checkers.kernel.problems.optimum.orders import Orders
from checkers.kernel.problems.optimum.reading import primitives
from checkers.kernel.problems.rules import algorithm as rule
from checkers.kernel.problems.setting import lower_bound
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds import algorithm, strategy
from checkers.lower_bounds.candidates import PROVING
from checkers.optima import by_instances
from checkers.optima.certificate import primitive_to_json, problem_to_json
from checkers.optima.engines import optimum
from tests.checkers.kernel.test_optimum_tampering import mix_of, problem_of
from tests.checkers.kernel.test_optimum_tampering import truth as solved
from tests.checkers.optima.proofs import all_leaves, other_values, replaced
from tests.checkers.refutations import claim_of, refutation

ORDERS = ("sort", "max", "min_and_max", "second", "median", "select(2)", "top_set(2)", "top_sequence(2)", "merge(2)",
          "merge(n)", "search")  # fmt: skip
COMPARING = ("compare", "sort(3)", "best(3)", "best(3) exactly", "best_and_worst(3) exactly", "best_and_worst(3)",
             "sort(3) exactly", "best(3) at 3/2, compare")  # fmt: skip
BITS = ("OR", "AND", "parity", "majority", "threshold(2)", "read(3)")
READING = ("read(1)", "read(2)", "read(2) exactly", "read(2) at 3/2, read(1)")
OTHERS = (
    *(f"{bits} by {read}" for bits in BITS for read in READING),
    "OR by pool", "AND by pool", "OR by read(1), pool at 2", "group_testing(1) by pool", "group_testing(2) by pool",
    "group_testing(2) by read(2)", "connectivity by read(1)", "connectivity by read(2)",
    "connectivity by read(3) exactly",
    "distinguish by split(2)", "distinguish by split(3) at 2, split(2)", "distinguish by split(2) with lies 1",
    "read(2) by read(1) with lies 1", "distinct by match(2)", "distinct by match(4)", "distinct by match(3) exactly",
)  # fmt: skip
SETTINGS = (*(f"{order} by {calls}" for order in ORDERS for calls in COMPARING), *OTHERS)
LARGEST = {"merge(n)": 2, "merge(2)": 3, "search": 4, "connectivity": 4, "read(2)": 3}
"""The largest size that is solved by instances, 4 for the rest."""


def setting_of(problem):
    return claim_of(problem, "calls >= 1").setting


@cache
def truth(problem, n):
    """The optimum at n; None when there is no problem of that size or no strategy."""
    setting = setting_of(problem)
    found, mix = problem_at(setting, n), primitives_at(setting, n)
    if found is None or mix is None:
        return None
    if setting.family == "connectivity" or setting.family == "read":
        return optimum(found, mix).upper
    return by_instances.optimum(found, mix)


def sizes_of(problem):
    return range(1, LARGEST.get(problem.split(" ")[0], 4) + 1)


def constant(problem, n, value):
    """The claim that from n on every strategy costs at least so much."""
    made = claim_of(problem, f"calls >= 1 for n >= {n}")
    return Claim(made.recurrence, made.subject, ">=", Number(value), made.range, setting=made.setting)


def proofs_of(claim):
    """Every proof of the claim that search finds and the kernel accepts."""
    about = claim_to_json(claim)
    for asking in PROVING:
        found = asking.find(claim)
        if isinstance(found, Found):
            try:
                yield kernel.check(about, certificate_of(about, found.verdict, found.proof))
            except Rejected:
                continue


@pytest.mark.parametrize("problem", SETTINGS)
def test_what_costs_more_than_the_optimum_is_refuted_and_never_proved(problem):
    for n in sizes_of(problem):
        value = truth(problem, n)
        if value is None:
            continue
        above = constant(problem, n, value + Fraction(1, 4))
        found = strategy.find(above)
        assert list(proofs_of(above)) == []
        if "distinct" not in problem and not (problem.startswith("connectivity") and n == 1):
            assert isinstance(found, Found), (problem, n, found)
            about = claim_to_json(above)
            assert kernel.check(about, certificate_of(about, "refuted", found.proof)) == "refuted"
            assert found.proof["proof"]["n"] == n
            assert Fraction(found.proof["proof"]["cost"]) == value


@pytest.mark.parametrize("problem", SETTINGS)
def test_no_refutation_says_less_than_the_optimum(problem):
    for n in sizes_of(problem):
        value = truth(problem, n)
        if value is not None:
            settled = lower_bound(claim_to_json(constant(problem, n, value)))
            cheaper = strategy.is_tabled(settled, n) and strategy._strategy_at(
                setting_of(problem), settled, n, {}, float("inf")
            )
            assert not cheaper


@pytest.mark.parametrize("problem", [p for p in SETTINGS if "lies" not in p])
def test_no_algorithm_costs_less_than_the_optimum(problem):
    claim = lower_bound(claim_to_json(claim_of(problem, "calls >= 1")))
    settled = point.instantiated(claim, {})
    tried = 0
    for kind in settled.setting.kinds:
        for calls in rule.ALGORITHMS.values():
            try:
                found = calls(settled, kind)
            except Rejected:
                continue
            tried += 1
            for n in sizes_of(problem):
                value = truth(problem, n)
                if n >= found.start:
                    low, high = point.values().value(rule.times(kind.price, found.number), {"n": Fraction(n)})
                    assert low == high
                    assert value is not None
                    assert value <= low, (calls.__name__, n)
                    loose = point.values().value(rule.loose(found.number), {"n": Fraction(n)})
                    assert point.values().value(found.number, {"n": Fraction(n)})[1] <= loose[1]
    assert tried or "best(3) exactly" in problem or "best_and_worst(3) exactly" in problem


@pytest.mark.parametrize("problem", [p for p in SETTINGS if "lies" not in p])
def test_no_rule_derives_more_than_the_optimum(problem):
    """What rules derive, and what tables and algorithms refute, cannot both hold."""
    claim = claim_of(problem, "calls >= 1")
    read = lower_bound(claim_to_json(claim))
    for asking in PROVING:
        for proof in asking.proofs(claim, claim.setting):
            try:
                derived = problems.derived(read, asking.rule, proof)
            except Rejected:
                continue
            for n in sizes_of(problem):
                value = truth(problem, n)
                if value is not None and n >= derived.start and derived.body is not None:
                    assert point.values().value(derived.body, {"n": Fraction(n)})[0] <= value, (asking.rule, n)


def renumbered(values):
    names = {}
    return [names.setdefault(v, len(names)) for v in values]


@pytest.mark.parametrize("problem", [p for p in SETTINGS if "distinct" not in p])
def test_the_kernel_writes_the_problem_that_the_setting_means(problem):
    setting = setting_of(problem)
    settled = point.instantiated(lower_bound(claim_to_json(claim_of(problem, "calls >= 1"))), {}).setting
    for n in range(1, 6):
        meant = problem_at(setting, n)
        if meant is None:
            with pytest.raises(Rejected):
                point.problem_at(settled, n)
            continue
        written, said = point.problem_at(settled, n), problem_to_json(meant)
        if "value" in said:
            assert renumbered(written.pop("value")) == renumbered(said.pop("value"))
        assert written == said
    for own, meant in zip(point.calls_at(settled), primitives_at(setting, 3), strict=True):
        (theirs,) = primitives([primitive_to_json(meant)])
        same_number = own.k == 2 and own.asks not in ("read", "pool")
        assert own._replace(exactly=own.exactly or same_number) == theirs


@given(st.sampled_from([p for p in SETTINGS if "connectivity" not in p]), st.fractions(0, 3, max_denominator=4),
       st.fractions(-3, 3, max_denominator=4))  # fmt: skip
def test_whatever_is_refuted_is_false(problem, slope, offset):
    claim = claim_of(problem, f"calls >= {slope}*n + ({offset})")
    about = claim_to_json(claim)
    found = strategy.find(claim)
    first = next((n for n in sizes_of(problem) if (truth(problem, n) or 99) < slope * n + offset), None)
    if isinstance(found, Found):
        n = found.proof["proof"]["n"]
        assert kernel.check(about, certificate_of(about, "refuted", found.proof)) == "refuted"
        if n in sizes_of(problem):
            assert truth(problem, n) < slope * n + offset
    elif first is not None:
        assert "distinct" in problem
    known = algorithm.find(claim)
    if isinstance(known, Found):
        assert kernel.check(about, certificate_of(about, "refuted", known.proof)) == "refuted"
        n = known.proof["proof"]["proof"]
        if n in sizes_of(problem):
            assert truth(problem, n) < slope * n + offset
    if isinstance(found, Found) or isinstance(known, Found):
        assert list(proofs_of(claim)) == []


ENDS = ("strategy", "min_and_max by compare", "calls >= ceil(3*n/2) - 1 for n >= 4")
ORIGINALS = [ENDS, ("strategy", "OR by read(2) at 3/2, read(1)", "calls >= n"),
             ("strategy", "distinguish by split(2) with lies 1", "calls >= 2*log2(n) + 2 for n >= 3"),
             ("algorithm", "sort by compare", "calls >= n^2/9 + 3 for n >= 2")]  # fmt: skip


def is_false(claim):
    """Whether the claim fails at some size that is solved here."""
    read = lower_bound(claim)
    made = point.instantiated(read, {})
    for n in range(max(1, int(read.first or 1)), 6):
        try:
            said, mix = point.problem_at(made.setting, n), point.calls_at(made.setting)
        except Rejected:
            continue
        calls = [c._asdict() | {"price": str(c.price)} for c in mix]
        value = solved(problem_of(said), mix_of({"primitives": calls}))
        low, high = point.values().value(made.bound, {"n": Fraction(n)})
        if value is not None and (value < low or (read.relation == ">" and value == low == high)):
            return True
    return False


@pytest.mark.parametrize("made", ORIGINALS[:3], ids=lambda m: m[1])
def test_whatever_leaf_is_changed_what_is_refuted_is_false(made):
    case = refutation(*made)
    claim, certificate = case["claim"], case["certificate"]
    chance, accepted, changes = Random(made[1]), 0, 0
    leaves = list(all_leaves({"claim": claim, "proof": certificate["proof"]}))
    for path, leaf in chance.sample(leaves, min(len(leaves), 250)):
        for new in other_values(leaf):
            whole = replaced({"claim": claim, "proof": certificate["proof"]}, path, new)
            changes += 1
            try:
                made_so = certificate_of(whole["claim"], "refuted", whole["proof"])
                assert kernel.check(whole["claim"], made_so) == "refuted"
            except Rejected:
                continue
            accepted += 1
            assert is_false(whole["claim"]), (path, new)
    assert changes > 0
    assert accepted < changes / 2


def test_a_tamper_test_that_sees_nothing_would_be_noticed(monkeypatch):
    """The control: without the check of the table, a true claim is refuted."""
    case = refutation(*ENDS)
    cheaper = replaced(case, ("certificate", "proof", "proof", "cost"), "3")
    true = replaced(cheaper, ("claim", "bound"), "4")
    true["certificate"]["claim"] = true["claim"]
    assert not is_false(true["claim"])
    with pytest.raises(Rejected):
        kernel.check(true["claim"], true["certificate"])
    monkeypatch.setattr(Orders, "check_strategy", lambda *_: None)
    assert kernel.check(true["claim"], true["certificate"]) == "refuted"


@pytest.mark.parametrize("stated", ["proved", "unknown"])
def test_a_refutation_proves_nothing(stated):
    case = refutation(*ENDS)
    case["certificate"]["verdict"] = stated
    with pytest.raises(Rejected):
        kernel.check(case["claim"], case["certificate"])


GROWTH = [
    ("sort by compare", "calls in Omega(n^2)", "refuted"),
    ("sort by compare", "calls in omega(n*log(n))", "refuted"),
    ("sort by compare", "calls in Omega(n*log(n))", "proved"),
    ("max by best(3)", "calls in omega(n)", "refuted"),
    ("max by best(3)", "calls in Omega(n)", "proved"),
    ("min_and_max by best_and_worst(4) exactly", "calls in Omega(n*log(n))", "refuted"),
    ("second by compare", "calls in Omega(n*log(n))", "refuted"),
    ("median by compare", "calls in omega(n)", "refuted"),
    ("merge(n) by compare", "calls in Omega(n*log(n))", "refuted"),
    ("search by compare", "calls in Omega(n)", "refuted"),
    ("parity by read(2)", "calls in omega(n)", "refuted"),
    ("OR by pool", "calls in Omega(log(n))", "refuted"),
    ("group_testing(2) by pool", "calls in omega(log(n))", "refuted"),
    ("distinguish by split(3)", "calls in omega(log(n))", "refuted"),
    ("distinct by match(4)", "calls in omega(n^2)", "refuted"),
    ("aggregate by combine(3)", "calls in omega(n)", "refuted"),
    ("sort by compare with expected", "expected_calls in Omega(n^2)", "refuted"),
    ("aggregate by combine(3) with rounds", "rounds in omega(log(n))", "refuted"),
]


@pytest.mark.parametrize(("problem", "statement", "decision"), GROWTH)
def test_growth_claims_are_decided_and_never_both_ways(problem, statement, decision):
    claim = claim_of(problem, statement)
    assert decide(claim).decision == decision
    assert isinstance(algorithm.find(claim), Found) == (decision == "refuted")
    assert (list(proofs_of(claim)) == []) == (decision == "refuted")


@pytest.mark.parametrize(
    ("problem", "statement", "witness"),
    [
        ("min_and_max by compare", "calls >= ceil(3*n/2) - 1 for n >= 2",
         "n = 2: 1 call is enough, the claim says at least 2"),
        ("sort by compare", "calls >= n^2/25 - 3", "n = 255: insertion takes 2032 calls, the claim says at least 2598"),
        ("OR by read(2) at 3/2, read(1)", "calls >= n", "n = 2: a cost of 3/2 is enough, the claim says at least 2"),
        ("aggregate by combine(3) with rounds", "rounds >= log2(n)",
         "n = 3: combining takes 1 round, the claim says at least 2"),
        ("distinguish by split(2) with lies 1", "calls >= 2*log2(n) + 2 for n >= 2",
         "n = 2: 3 calls are enough, the claim says at least 4"),
    ],
)  # fmt: skip
def test_a_refuted_claim_has_a_witness_that_a_person_can_read(problem, statement, witness):
    verdict = decide(claim_of(problem, statement))
    assert (verdict.decision, verdict.witness) == ("refuted", witness)


def calls_of(name, problem):
    """What an algorithm costs, as the kernel has it."""
    mode = "rounds" if "rounds" in problem else "calls"
    settled = point.instantiated(lower_bound(claim_to_json(claim_of(problem, f"{mode} >= 1"))), {})
    return rule.ALGORITHMS[name](settled, settled.setting.kinds[0])


@pytest.mark.parametrize(
    ("name", "problem"),
    [("pairs", "min_and_max by compare"), ("knockout", "max by best(3)"), ("tournament", "second by compare"),
     ("merging", "merge(n) by compare"), ("reading", "parity by read(2)"), ("splitting", "distinguish by split(2)"),
     ("matching", "distinct by match(2)")],
)  # fmt: skip
def test_an_algorithm_that_were_said_to_cost_a_call_less_would_be_noticed(name, problem):
    found = calls_of(name, problem)
    costs = [(point.values().exactly(found.number, {"n": Fraction(n)}), truth(problem, n))
             for n in sizes_of(problem) if n >= found.start]  # fmt: skip
    assert any(cost - 1 < value for cost, value in costs)


@pytest.mark.parametrize("k", [2, 3, 5])
def test_values_are_combined_in_as_many_calls_and_rounds_as_the_kernel_says(k):
    calls = calls_of("combining", f"aggregate by combine({k})")
    rounds = calls_of("combining", f"aggregate by combine({k}) with rounds")
    for n in range(1, 40):
        left, made = n, 0
        while left > 1:
            left, made = left - min(k, left) + 1, made + 1
        assert point.values().exactly(calls.number, {"n": Fraction(n)}) == made
        left, made = n, 0
        while left > 1:
            left, made = -(-left // k), made + 1
        assert point.values().exactly(rounds.number, {"n": Fraction(n)}) == made


def selected(items, rank, compared):
    """The item of a rank by medians of fives; `compared` collects one entry a comparison."""

    def inserted(some):
        line = []
        for x in some:
            low, high = 0, len(line)
            while low < high:
                middle = (low + high) // 2
                compared.append(1)
                low, high = (middle + 1, high) if line[middle] < x else (low, middle)
            line.insert(low, x)
        return line

    if len(items) < 140:
        return inserted(items)[rank]
    groups = [inserted(items[i : i + 5]) for i in range(0, len(items), 5)]
    pivot = selected([g[len(g) // 2] for g in groups], len(groups) // 2, compared)
    compared += [1] * (len(items) - 1)
    below, above = [x for x in items if x < pivot], [x for x in items if x > pivot]
    if rank < len(below):
        return selected(below, rank, compared)
    return pivot if rank == len(below) else selected(above, rank - len(below) - 1, compared)


@pytest.mark.parametrize("n", [1, 2, 7, 139, 140, 141, 500, 3000])
def test_medians_of_fives_stay_below_54_comparisons_an_item(n):
    items = list(range(n))
    Random(n).shuffle(items)
    number = calls_of("fives", "median by compare").number
    for order in (items, sorted(items)):
        compared = []
        assert selected(order, n // 2, compared) == n // 2
        assert len(compared) <= point.values().exactly(number, {"n": Fraction(n)})
