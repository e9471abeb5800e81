"""Every kind of proof is explained, in text and in LaTeX."""

import pytest

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers import explain as explaining
from checkers import kernel
from checkers.decide import decide
from checkers.explain import explain
from checkers.kernel import problems
from checkers.kernel.rules.premise import PREMISES
from tests.benchmarks.tampering import claim_from_json
from tests.checkers.case_files import ACCEPT, all_cases

CASES = {case.name: case for case in all_cases(ACCEPT)}


def rules_in(proof: object) -> set[str]:
    """The names of all rules in a proof."""
    if isinstance(proof, dict):
        own = {proof["rule"]} if "rule" in proof else set()
        return own.union(*map(rules_in, proof.values()))
    return set().union(*map(rules_in, proof)) if isinstance(proof, list) else set()


def explained(case):
    claim = claim_from_json(case.claim)
    proof = case.certificate["proof"]
    lines = list(explaining.proof_lines(proof, explaining.Verdict(claim, case.certificate["verdict"], witness="n = 1")))
    return [(line.text(), line.latex()) for line in lines]


@pytest.mark.parametrize("name", CASES)
def test_an_accepted_proof_is_explained(name):
    lines = explained(CASES[name])
    assert lines
    assert all("{}" not in text + latex for text, latex in lines)


def test_there_is_an_explained_case_of_every_rule():
    seen = set().union(*(rules_in(case.certificate["proof"]) for case in CASES.values()))
    assert seen >= {*kernel.VERDICTS, *PREMISES, *problems.RULES}


@pytest.mark.parametrize("name", CASES)
def test_the_claim_that_is_explained_is_that_of_the_case(name):
    assert claim_to_json(claim_from_json(CASES[name].claim)) == CASES[name].claim


def test_no_rule_is_only_named():
    assert set(explaining.VERDICTS) == set(kernel.VERDICTS)
    assert set(explaining.PREMISES) == set(PREMISES)


def test_a_split_says_which_instance_and_which_curve():
    recurrence = parse_recurrence("T(1) = 0; T(n) = max(k=1..n-1: T(k) + T(n-k) + min(k, n-k)) for n >= 2")
    told = explain(decide(parse_claim("T in Theta(n*log(n))", recurrence))).text
    assert "F is convex, so on half the range, by symmetry, the max of the sums lies at an end" in told
    assert "The max over values of T is bounded on this side by one instance of it: floor(" in told


def test_a_sum_over_earlier_values_says_how_it_telescopes():
    recurrence = parse_recurrence("T(0) = 0; T(n) = (2/n)*sum(k=floor(n/2)..n-1: T(k)) + n - 1 for n >= 1")
    told = explain(decide(parse_claim("T(n) <= 4*n", recurrence))).text
    assert "A sum over earlier values telescopes: S(n) = -2*n + 2*n^2, and S(n+1) - S(n) is on the side needed" in told
