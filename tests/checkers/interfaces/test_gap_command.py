"""`tightbound gap`: the table, JSON with certificates, exit codes, bad input."""

import json

import pytest
from typer.testing import CliRunner

from checkers import kernel
from checkers.interfaces.command_line import app, run

KNOCKOUT = "S(1) = nothing; S(n) = then(each(i=1..floor(n/2): call(compare, 8, 1)), S(ceil(n/2))) for n >= 2"


def gap(*arguments):
    return CliRunner().invoke(app, ["gap", *arguments], env={"COLUMNS": "160", "NO_COLOR": "1"})


def test_an_optimal_decomposition_is_called_so():
    answer = gap(KNOCKOUT, "--problem", "max", "--upto", "4")
    assert answer.exit_code == 0
    assert "the decomposition: optimal: it costs n - 1, and no strategy costs less" in answer.stdout
    assert "assumed: the decomposition solves max" in answer.stdout
    assert [line.split() for line in answer.stdout.splitlines() if line.startswith("4 ")] == [["4", "3", "3", "3"]]


def test_a_decomposition_that_cannot_solve_the_problem_is_exit_code_1():
    answer = gap(KNOCKOUT, "--problem", "second", "--upto", "3")
    assert answer.exit_code == 1
    assert "it does not solve the problem" in answer.stdout


def test_json_holds_certificates_that_the_kernel_accepts():
    answer = gap(KNOCKOUT, "--problem", "max", "--primitive", "best-3", "--json", "--upto", "3")
    document = json.loads(answer.stdout)
    best = document["gaps"][0]
    assert best["how"] == "ratio"
    for certificate in (best["certificate"], best["claim_certificate"]):
        assert kernel.check(certificate["claim"], certificate) == "proved"
    assert [row["n"] for row in document["sizes"]] == [2, 3] or [row["n"] for row in document["sizes"]] == [1, 2, 3]


def test_all_bounds_are_shown_when_asked_for():
    assert gap(KNOCKOUT, "--problem", "max", "--all", "--upto", "0").stdout.count("n >= ") > gap(
        KNOCKOUT, "--problem", "max", "--upto", "0"
    ).stdout.count("n >= ")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["S(m, n) = each(i=1..m: each(j=1..n: call(a)))", "--problem", "max"], "one size"),
        (["S(n) = call(a)", "--problem", "maximum"], "a family of problems"),
        (["S(n) = call(a)", "--problem", "max", "--primitive", "best-k"], "need"),
        (["nonsense", "--problem", "max"], "need"),
    ],
)
def test_bad_input_is_refused_with_what_is_needed(arguments, word, capsys):
    assert run(["gap", *arguments]) == 2
    assert word in capsys.readouterr().err
