"""Branching recurrences: what is decided of them is true, by exact values up to 300 and by the numeric root."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import certificate_of, decide
from checkers.kernel.refusal import Rejected
from tests.checkers.proofs import claim, growth, order

F = Fraction
UPTO = 300
TOLLS = {
    "0": lambda n: 0,
    "1": lambda n: 1,
    "2*n + 3": lambda n: 2 * n + 3,
    "n^2": lambda n: n * n,
    "3*n^2 + (11/10)^n": lambda n: 3 * n * n + F(11, 10) ** n,
    "n*2^n": lambda n: n * 2**n,
}


class Problem:
    """T(n) = sum a T(n-k) + toll from the largest k on, and base values before."""

    def __init__(self, calls: tuple[tuple[int, int], ...], toll: str, base: list[int]) -> None:
        self.calls, self.toll, self.back = calls, toll, max(k for _, k in calls)
        self.base = (base * self.back)[: self.back]
        body = " + ".join(f"{a}*T(n-{k})" for a, k in calls)
        values = "; ".join(f"T({i}) = {v}" for i, v in enumerate(self.base))
        self.text = f"{values}; T(n) = {body} + {toll} for n >= {self.back}"
        self.root = "root(x: " + " + ".join(f"{a}/x^{k}" for a, k in calls) + ")"

    def values(self) -> list[Fraction]:
        out = [F(v) for v in self.base]
        for n in range(self.back, UPTO):
            out.append(sum((a * out[n - k] for a, k in self.calls), F(0)) + TOLLS[self.toll](n))
        return out

    def rate(self):
        """The numeric dominant root of the calls."""
        with mpmath.workdps(60):
            low, high = mpmath.mpf(0), mpmath.mpf(1 + sum(a for a, _ in self.calls))
            for _ in range(200):
                middle = (low + high) / 2
                over = sum(a / middle**k for a, k in self.calls) > 1
                low, high = (middle, high) if over else (low, middle)
            return low

    def decision(self, statement: str):
        return decide(parse_claim(statement, parse_recurrence(self.text)))


calls = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 7)), min_size=1, max_size=3, unique_by=lambda c: c[1])
bases = st.lists(st.integers(1, 4), min_size=1, max_size=3)
problems = st.builds(Problem, calls.map(tuple), st.sampled_from(sorted(TOLLS)), bases)


@settings(max_examples=25, deadline=None)
@given(problems)
def test_the_order_of_a_branching_and_its_mutants_are_decided(problem):
    assume(sum(a for a, _ in problem.calls) > 1)
    rate = problem.rate()
    toll = mpmath.mpf(2) if problem.toll == "n*2^n" else mpmath.mpf("1.1") if "11/10" in problem.toll else 1
    assume(abs(rate - toll) > 0.02)  # else a power of n more, or a long search
    own = f"{problem.root}^n" if rate > toll else "n*2^n"
    top = max(rate, toll)
    above, below = (f"({int(mpmath.floor(top * 1000)) + i}/1000)^n" for i in (2, -1))
    expected = {
        f"T in Theta({own})": "proved",
        f"T in O({above})": "proved",
        f"T in o({above})": "proved",
        f"T in Theta({above})": "refuted",
        f"T in Omega({above})": "refuted",
        f"T in O({below})": "refuted",
        f"T in omega({below})": "proved",
        f"T in O({own}/log(n))": "refuted",
        f"T in O({own}/n^(1/10))": "refuted",
        f"T in Omega({own}*log(n))": "refuted",
        f"T in o({own})": "refuted",
        f"T in omega({own})": "refuted",
    }
    assert {c: problem.decision(c).decision for c in expected} == expected


@settings(max_examples=40, deadline=None)
@given(problems, st.fractions(F(1, 8), 40, max_denominator=8), st.sampled_from(["<=", ">="]), st.integers(0, 5))
def test_an_explicit_bound_that_is_proved_holds_and_one_that_is_refuted_fails(problem, c, relation, first):
    verdict = problem.decision(f"T(n) {relation} {c}*{problem.root}^n for n >= {first}")
    if verdict.decision == "unknown":
        return
    values, rate = problem.values(), problem.rate()

    def holds(n: int) -> bool:
        with mpmath.workdps(60):
            bound = mpmath.mpf(c.numerator) / c.denominator * rate**n
            gap = mpmath.mpf(values[n].numerator) / values[n].denominator - bound
            near = abs(gap) < mpmath.mpf(10) ** -40 * rate**n
        return near or (gap <= 0) == (relation == "<=")

    if verdict.decision == "proved":
        assert all(holds(n) for n in range(first, UPTO))
    else:
        n = verdict.certificate["proof"]["sizes"]["n"]
        assert n >= first
        assert n >= UPTO or not holds(n)


TRIBONACCI = "T(0) = 1; T(1) = 1; T(2) = 1; T(n) = T(n-1) + T(n-2) + T(n-3) for n >= 3"
LONG = "T(n) = 1 for n <= 19; T(n) = T(n-10) + T(n-20) for n >= 20"
DECIDED = [
    (LONG, "T in Theta(phi^(n/10))", "proved"),
    (LONG, "T in Theta(root(x: 1/x^10 + 1/x^20)^n)", "proved"),
    (LONG, "T in O(phi^(n/10)/log(n))", "refuted"),
    (LONG, "T in Omega(phi^(n/10)*log(n))", "refuted"),
    (LONG, "T in Theta(1.0492994^n)", "refuted"),
    (LONG, "T(n) <= phi^(n/10)", "proved"),
    (TRIBONACCI, "T in Theta(root(x: 1/x + 1/x^2 + 1/x^3)^n)", "proved"),
    (TRIBONACCI, "T in Theta(root(x: 2/x^2 + 2/x^3 + 1/x^4)^n)", "proved"),
    (TRIBONACCI, "T(n) <= root(x: 1/x + 1/x^2 + 1/x^3)^n", "proved"),
    (TRIBONACCI, "T in O(1.8393^n)", "proved"),
    (TRIBONACCI, "T in O(1.8392^n)", "refuted"),
    ("T(0) = 1; T(1) = 1; T(n) = T(n-1) + T(n-2) + T(floor(n/2)) for n >= 2", "T in Theta(phi^n)", "proved"),
    ("T(0) = 1; T(1) = 1; T(n) = 2*T(n-1) + 4*T(n-2) + n for n >= 2", "T in Theta((1 + sqrt(5))^n)", "proved"),
    ("T(0) = 1; T(1) = 1; T(n) = 2*T(n-1) + 4*T(n-2) + n for n >= 2", "T in Theta((2*phi)^n)", "proved"),
    ("T(0) = 1; T(1) = 1; T(n) = T(n-1) + 3*T(n-2) + n for n >= 2", "T in Theta(((1 + sqrt(13))/2)^n)", "proved"),
    (
        "T(n) = 1 for n <= 2; T(n) = T(n-1) + T(n-3) + root(x: 1/x + 1/x^3)^n for n >= 3",
        "T in Theta(n*root(x: 1/x + 1/x^3)^n)",
        "proved",
    ),
]


@pytest.mark.parametrize(("text", "statement", "expected"), DECIDED)
def test_claims_about_branchings(text, statement, expected):
    assert decide(parse_claim(statement, parse_recurrence(text))).decision == expected


ONE_THREE = "T(0) = 1; T(1) = 1; T(2) = 1; T(n) = T(n-1) + T(n-3) for n >= 3"
OTHERS = (
    ONE_THREE.replace("T(n-1) +", "2*T(n-1) +"),
    ONE_THREE.replace("T(n-1) +", "T(n-2) +"),
    ONE_THREE.replace("T(n-3) for", "T(n-3) + 2^n for"),
    ONE_THREE.replace("T(n-1) +", "(1000000001/1000000000)*T(n-1) +"),
    ONE_THREE.replace("T(n-1) +", "(999999999/1000000000)*T(n-1) +"),
)


@cache
def certificate():
    verdict = decide(parse_claim("T in Theta(root(x: 1/x + 1/x^3)^n)", parse_recurrence(ONE_THREE)))
    assert verdict.certificate is not None
    return verdict.certificate


@pytest.mark.parametrize("text", OTHERS)
def test_the_proof_is_rejected_for_a_recurrence_of_another_rate(text):
    about = claim_to_json(parse_claim("T in Theta(root(x: 1/x + 1/x^3)^n)", parse_recurrence(text)))
    with pytest.raises(Rejected):
        kernel.check(about, certificate_of(about, "proved", certificate()["proof"]))


@pytest.mark.parametrize("bound", ["1.46^n", "root(x: 1/x + 1/x^4)^n", "root(x: (999999999/1000000000)/x + 1/x^3)^n"])
def test_the_proof_is_rejected_for_a_bound_of_another_rate(bound):
    about = claim_to_json(parse_claim(f"T in O({bound})", parse_recurrence(ONE_THREE)))
    with pytest.raises(Rejected):
        kernel.check(about, certificate_of(about, "proved", certificate()["proof"]))


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("upper", "root(x: (999999999/1000000000)/x + 1/x^3)^n"),
        ("upper", "root(x: 1/x + 1/x^4)^n"),
        ("upper", "root(x: 1/x + 1/x^3)^n*log(n)^(-1)"),
        ("lower", "root(x: (1000000001/1000000000)/x + 1/x^3)^n"),
        ("lower", "n*root(x: 1/x + 1/x^3)^n"),
        ("lower", "1.5^n"),
    ],
)
def test_a_form_of_another_rate_is_not_preserved(side, text):
    about = claim(ONE_THREE, f"T in {'O' if side == 'upper' else 'Omega'}({text})")
    proof = order(growth(text, 256, 192, (0, 8), side))
    with pytest.raises(Rejected) as refused:
        kernel.check(about, certificate_of(about, "proved", proof))
    assert refused.value.need == "F preserved by the step for n >= 256"
