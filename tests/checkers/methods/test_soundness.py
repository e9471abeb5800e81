"""What a method proves or refutes is true: random problems, decided, then evaluated exactly by another program."""

import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounds.language import parse_claim, parse_recurrence
from checkers.decide import decide
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined
from tests.benchmarks.exact_claims import evaluator_for, truth_at

sys.setrecursionlimit(60_000)  # the evaluator sets it; Hypothesis wants it set before a test begins

ARGUMENTS = ("floor(n/2)", "ceil(n/2)", "floor(n/3)", "ceil(n/3)", "floor(2*n/3)", "floor(n/4)", "n-1", "n-2")
TOLLS = ("0", "1", "n", "n - 1", "2*n + 3", "n^2", "log2(n)", "n - 3", "floor(n/2)")
BOUNDS = ("{c}*n", "{c}*n + {d}", "{c}*n*log2(n)", "{c}*n^2 + {d}", "{c}*log2(n) + {d}", "{c}*n^log2(3)", "{c}*2^n")
UPTO = 300


@st.composite
def problems(draw):
    """A recurrence with one to three calls, base values from 0 to 3, and an explicit claim near its size."""
    terms = draw(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(ARGUMENTS)), min_size=1, max_size=3))
    linear = [t for t in terms if t[1].startswith("n-")]
    terms = linear[:1] or terms
    body = " + ".join(f"{a}*T({x})" for a, x in terms)
    base = draw(st.lists(st.integers(0, 3), min_size=4, max_size=4))
    values = "; ".join(f"T({i}) = {v}" for i, v in enumerate(base))
    c, d = draw(st.fractions(0, 6, max_denominator=4)), draw(st.integers(-3, 6))
    bound = draw(st.sampled_from(BOUNDS)).format(c=f"({c})", d=f"({d})")
    relation = draw(st.sampled_from(["<=", ">=", "=="]))
    text = f"{values}; T(n) = {body} + {draw(st.sampled_from(TOLLS))} for n >= 4"
    return text, f"T(n) {relation} {bound} for n >= {draw(st.integers(1, 5))}"


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_proved_claim_holds_at_every_size_and_a_refuted_one_fails_at_its_witness(problem):
    text, claim_text = problem
    recurrence = parse_recurrence(text)
    claim = parse_claim(claim_text, recurrence)
    verdict = decide(claim)
    if verdict.decision == "unknown":
        return
    sizes = range(1, UPTO) if verdict.decision == "proved" else [verdict.certificate["proof"]["sizes"]["n"]]
    values = evaluator_for(claim)
    for n in sizes:
        try:
            holds = truth_at(claim, (n,), values)
        except (Undefined, Undecided, TooLarge):
            continue
        assert holds is None or holds is (verdict.decision == "proved"), (n, verdict)


GROWTHS = ("1", "log(n)", "n^(1/2)", "n", "n*log(n)", "n^log2(3)", "n^2", "n^3")


@pytest.mark.parametrize("seed", range(12))
def test_a_claim_and_its_denial_are_never_both_proved(seed):
    choose = random.Random(seed)
    calls = " + ".join(f"{choose.randint(1, 3)}*T({choose.choice(ARGUMENTS[:6])})" for _ in range(choose.randint(1, 2)))
    text = f"T(n) = 1 for n <= 4; T(n) = {calls} + {choose.choice(TOLLS[1:6])} for n >= 5"
    recurrence = parse_recurrence(text)
    for f in GROWTHS:
        landau = ("O", "Omega", "Theta", "o", "omega")
        said = {r: decide(parse_claim(f"T in {r}({f})", recurrence)).decision for r in landau}
        assert not (said["O"] == "proved" and said["omega"] == "proved")
        assert not (said["Omega"] == "proved" and said["o"] == "proved")
        assert not (said["Theta"] == "proved" and "refuted" in (said["O"], said["Omega"]))
        assert not (said["O"] == said["Omega"] == "proved" and said["Theta"] == "refuted")
        assert not (said["o"] == "proved" and said["O"] == "refuted")


def mutants(order):
    """False claims one step of the scale away from T in Theta(order), and true ones further away."""
    yield f"T in O(({order})/log(n))", "refuted"
    yield f"T in O(({order})/n^(1/10))", "refuted"
    yield f"T in Omega(({order})*log(n))", "refuted"
    yield f"T in o({order})", "refuted"
    yield f"T in omega({order})", "refuted"
    yield f"T in O(({order})*log(n))", "proved"
    yield f"T in Omega(({order})/log(n))", "proved"


TRUE = [
    ("T(n) = 1 for n <= 2; T(n) = T(floor(n/3)) + T(ceil(2*n/3)) + n for n >= 3", "n*log(n)"),
    ("T(n) = 1 for n <= 3; T(n) = 5*T(ceil(n/3)) + n*log(n) for n >= 4", "n^(log(5)/log(3))"),
    ("T(n) = 1 for n <= 3; T(n) = 2*T(floor(sqrt(n))) + 1 for n >= 4", "log(n)"),
    ("T(n) = 0 for n <= 9; T(n) = T(floor(n/2)) + T(floor(n/4)) + n for n >= 10", "n"),
    ("T(0) = 1; T(n) = 3*T(n-1) + n^2 for n >= 1", "3^n"),
]


@pytest.mark.parametrize(("text", "order"), TRUE)
def test_mutants_of_a_true_order_are_refuted(text, order):
    recurrence = parse_recurrence(text)
    assert decide(parse_claim(f"T in Theta({order})", recurrence)).decision == "proved"
    for claim, expected in mutants(order):
        assert decide(parse_claim(claim, recurrence)).decision == expected, claim
