"""Certificates of optima: what is true is accepted, what does not follow is rejected, nothing false is accepted."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from bounds.known_problems import (
    connectivity,
    distinguish,
    group_testing,
    identical,
    maximum,
    median,
    merging,
    minimum_and_maximum,
    parity,
    second,
    selection,
    sorting,
    threshold,
)
from bounds.problem import (
    COMPARE,
    Best,
    BestAndWorst,
    OrderProblem,
    Pooling,
    Primitive,
    Reading,
    Sorting,
    Splitting,
    StringProblem,
)
from checkers import kernel
from checkers.kernel import __main__ as program
from checkers.kernel.refusal import Rejected
from checkers.optima import by_instances
from checkers.optima.certificate import certificate, problem_to_json, sorting_certificate
from checkers.optima.refusal import OutOfReach
from tests.checkers.optima.proofs import proof_of

READ, POOL = Primitive(Reading()), Primitive(Pooling())

ACCEPTED = [
    *(
        (problem(n), [COMPARE])
        for n in (2, 3, 4, 5)
        for problem in (sorting, maximum, second, median, minimum_and_maximum)
    ),
    *((median(4), [Primitive(asks(3), exactly=e)]) for asks in (Sorting, Best, BestAndWorst) for e in (True, False)),
    (median(5), [Primitive(BestAndWorst(4), exactly=True)]),
    (sorting(4), [Primitive(Sorting(3), price=Fraction(3, 2)), COMPARE]),
    (minimum_and_maximum(5), [Primitive(BestAndWorst(3)), Primitive(Best(2), price=Fraction(1, 2))]),
    (merging(2, 3), [COMPARE]),
    (OrderProblem(4, (frozenset({2}),), frozenset({(3, 0), (2, 0)})), [COMPARE]),
    (OrderProblem(4, (frozenset({4}), frozenset({1, 2})), frozenset({(3, 0), (0, 1)})), [Primitive(Best(3))]),
    (OrderProblem(3, (frozenset(),)), [COMPARE]),
    (parity(3), [READ]),
    (threshold(4, 2), [Primitive(Reading(2)), Primitive(Reading(), price=Fraction(2, 3))]),
    (connectivity(3), [Primitive(Reading(2), exactly=True)]),
    (identical(2, 3), [READ]),
    (group_testing(4, 2), [POOL]),
    (distinguish(5), [Primitive(Splitting(3))]),
    (distinguish(3), [Primitive(Splitting(2), lies=1)]),
]
LARGER = [
    (selection(7, 4), 10),
    (second(9), 11),
    (minimum_and_maximum(6), 7),
    (sorting(7), 13),
    (merging(3, 4), 6),
]


@pytest.mark.parametrize(("problem", "mix"), ACCEPTED, ids=str)
def test_the_optimum_by_instances_has_a_certificate_that_is_accepted(problem, mix):
    made = certificate(problem, mix)
    assert made is not None
    claim, proof = json.loads(json.dumps(made))
    kernel.check(claim, proof)
    assert claim["lower"] == claim["upper"] == str(by_instances.optimum(problem, mix))


@pytest.mark.parametrize(("problem", "value"), LARGER, ids=str)
def test_larger_published_optima_have_certificates_too(problem, value):
    made = certificate(problem, [COMPARE])
    assert made is not None
    assert (made[0]["lower"], made[0]["upper"]) == (str(value), str(value))


@pytest.mark.parametrize(("n", "lower", "upper"), [(1, 0, 0), (5, 7, 7), (11, 26, 26), (12, 29, 30), (20, 62, 62)])
def test_sorting_is_certified_by_its_goals_and_merge_insertion(n, lower, upper):
    claim, _ = sorting_certificate(n)
    assert (claim["lower"], claim["upper"]) == (str(lower), str(upper))


def test_there_is_no_certificate_where_no_strategy_is():
    assert certificate(sorting(3), [Primitive(Best(3), exactly=True)]) is None


def test_a_search_without_time_gives_a_certificate_of_its_bracket():
    made = certificate(median(9), [COMPARE], seconds=0)
    assert made is not None
    claim, proof = made
    assert claim["upper"] is None
    assert proof["strategy"] is None
    assert 1 <= int(claim["lower"]) <= 14


def test_noise_has_no_certificate():
    with pytest.raises(OutOfReach):
        certificate(parity(2), [Primitive(Reading(), noise=Fraction(1, 5))])


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("junk", [None, 3, [], {}, "x", {"format": 1}, {"format": [], "claim": 1, "strategy": 2}])
def test_junk_is_rejected_and_nothing_else_is_raised(junk):
    claim, proof = proof_of("sort")
    with pytest.raises(Rejected):
        kernel.check(claim, junk)
    with pytest.raises(Rejected):
        kernel.check(junk, proof)
    with pytest.raises(Rejected):
        kernel.check(junk, {**proof, "claim": junk})


def test_the_program_says_proved_or_why_not(tmp_path, capsys):
    claim, proof = proof_of("median")
    paths = [tmp_path / "claim.json", tmp_path / "certificate.json"]
    for path, content in zip(paths, (claim, proof), strict=True):
        path.write_text(json.dumps(content), "utf-8")
    assert program.main([str(p) for p in paths]) == 0
    assert capsys.readouterr() == ("proved\n", "")
    paths[0].write_text(json.dumps(claim | {"lower": "5"}), "utf-8")
    assert program.main([str(p) for p in paths]) == 2
    assert capsys.readouterr().err == (
        "Rejected: optimum\n  need  a certificate for this claim\n  have  a certificate for another claim\n"
    )
    assert program.main([]) == 2
    assert program.main([str(tmp_path / "none.json"), str(paths[1])]) == 2


@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_the_program_needs_no_installed_package_and_no_assert(flag, tmp_path):
    claim, proof = proof_of("best")
    false = claim | {"lower": "9"}
    for name, content in (("claim", claim), ("false", false), ("proof", proof), ("spoilt", {**proof, "claim": false})):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    root = Path(kernel.__file__).parents[2]
    command = [sys.executable, "-S", flag, "-m", "checkers.kernel"]
    true = subprocess.run([*command, str(tmp_path / "claim.json"), str(tmp_path / "proof.json")], cwd=root, check=False)
    assert true.returncode == 0
    wrong = [*command, str(tmp_path / "false.json"), str(tmp_path / "spoilt.json")]
    assert subprocess.run(wrong, cwd=root, check=False, capture_output=True).returncode == 2


def test_goals_are_numbered_by_their_first_instance():
    said = problem_to_json(StringProblem(1, ("yes", "no")))
    assert said == {"kind": "string", "n": 1, "symbols": 2, "value": [0, 1], "possible": [1, 1]}
