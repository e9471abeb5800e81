"""The paper proves each rule of the kernel, under the rule's own name: rules.tex, and problems.tex, which it reads."""

import re

import pytest

from checkers import kernel
from checkers.kernel import problems
from checkers.kernel.problems import comparison, optimum
from checkers.kernel.problems.rules import copies
from checkers.kernel.rules.premise import PREMISES
from tests.architecture.source import ROOT

WHOLE = (ROOT / "paper" / "rules.tex").read_text("utf-8")
ABOUT_PROBLEMS = (ROOT / "paper" / "problems.tex").read_text("utf-8")
INPUT = r"\input{problems}"
PAPER = WHOLE.replace(INPUT, ABOUT_PROBLEMS)
LEMMAS = {
    *("interval", "exponent", "exponential", "series", "expand", "linear", "evaluate", "ring", "step"),
    *("extremal", "splits", "history", "goals"),
}
"""The modules of the kernel that a rule leans on: one lemma each."""
PROBLEMS = ROOT / "checkers" / "kernel" / "problems"
ALONE = {comparison.RULE, optimum.RULE}
OF_PROBLEMS = {*problems.RULES, *problems.REDUCTIONS, *problems.REFUTING, copies.RULE, *ALONE}
ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z*]+)\}")


def labels(kind: str, text: str = PAPER) -> list[str]:
    """The names N in the labels kind:N, in order."""
    return re.findall(rf"\\label\{{{kind}:([a-z-]+)\}}", text)


def unbalanced(text: str) -> list[str]:
    """What is opened and not closed, or the other way round: environments, braces, dollar signs in a paragraph."""
    text = re.sub(r"(?<!\\)%.*", "", text).replace(r"\\", " ")
    found, opened = [], []
    for way, name in ENVIRONMENT.findall(text):
        if way == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            found.append(f"end of {name}")
    plain = re.sub(r"\\[{}$%&_#]", "", text)
    found += [f"begin of {name}" for name in opened]
    found += ["braces"] * (plain.count("{") != plain.count("}"))
    return found + [p.strip()[:60] for p in plain.split("\n\n") if p.count("$") % 2]


def test_each_rule_of_the_kernel_is_proved_under_its_name_and_no_other():
    assert sorted(labels("rule")) == sorted({*kernel.VERDICTS, *PREMISES, *OF_PROBLEMS})


def test_each_rule_about_problems_is_a_file_and_is_proved_in_the_part_about_problems():
    files = {p.stem.replace("_", "-") for p in (PROBLEMS / "rules").glob("*.py")} - {"--init--"}
    assert {*files, *ALONE} == OF_PROBLEMS
    assert set(labels("rule", ABOUT_PROBLEMS)) == OF_PROBLEMS
    assert WHOLE.count(INPUT) == 1


def test_a_rule_that_the_paper_leaves_out_is_missed():
    without = PAPER.replace(r"\label{rule:win-loss}", "")
    assert set(labels("rule")) - set(labels("rule", without)) == {"win-loss"}


def test_what_a_setting_and_a_claim_about_a_problem_mean_is_defined():
    assert {"problem", "strategy", "setting", "lower-bound"} <= set(labels("def", ABOUT_PROBLEMS))


def test_each_lemma_is_about_a_module_of_the_kernel():
    assert set(labels("lem")) == LEMMAS
    folders = (PROBLEMS.parent, PROBLEMS)
    assert [name for name in LEMMAS if not any((folder / f"{name}.py").exists() for folder in folders)] == []


def test_each_rule_is_stated_under_the_name_of_its_label_and_followed_by_a_proof():
    for name in labels("rule"):
        stated = rf"\begin{{theorem}}[{name}]\label{{rule:{name}}}"
        assert stated in PAPER
        assert PAPER.split(stated)[1].split(r"\end{theorem}")[1].lstrip().startswith(r"\begin{proof}")


def test_each_reference_has_a_label():
    assert set(re.findall(r"\\ref\{([^}]*)\}", PAPER)) <= set(re.findall(r"\\label\{([^}]*)\}", PAPER))


def test_the_paper_is_balanced():
    assert unbalanced(PAPER) == []


@pytest.mark.parametrize("text", [r"\begin{proof}", r"\end{proof}", r"\begin{a}\begin{b}\end{a}\end{b}", "{", "$x"])
def test_what_is_not_balanced_is_seen(text):
    assert unbalanced(text) != []
