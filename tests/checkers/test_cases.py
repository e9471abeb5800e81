"""Every certificate file goes through the kernel, in this process and as a program; wrong checkers are seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checkers import kernel
from checkers.kernel import __main__ as program
from checkers.kernel.refusal import OutsideLanguage, Rejected
from tests.checkers.case_files import ACCEPT, REJECT, Case, all_cases, all_complaints, complaint

ACCEPTS, REJECTS = all_cases(ACCEPT), all_cases(REJECT)
ROOT = Path(__file__).parents[2]


class Said:
    """What the kernel says of a case, once: its verdict, or its refusal again whenever it is asked."""

    def __init__(self, case: Case) -> None:
        self.case, self.verdict, self.refusal = case, "", None
        try:
            self.verdict = kernel.check(case.claim, case.certificate)
        except Rejected as e:
            self.refusal = e

    def __call__(self, claim: Any, certificate: Any) -> str:
        assert (claim, certificate) == (self.case.claim, self.case.certificate)
        if self.refusal:
            raise self.refusal
        return self.verdict

    @property
    def exit_code(self) -> int:
        """The exit code that the program must have."""
        if self.refusal:
            return 3 if isinstance(self.refusal, OutsideLanguage) else 2
        return {"proved": 0, "refuted": 1}[self.verdict]


def stored(case: Case, folder: Path) -> list[str]:
    """The case as two files, and their paths."""
    paths = [folder / "claim.json", folder / "certificate.json"]
    for path, content in zip(paths, (case.claim, case.certificate), strict=True):
        path.write_text(json.dumps(content), "utf-8")
    return [str(p) for p in paths]


@pytest.mark.parametrize("case", [*ACCEPTS, *REJECTS], ids=lambda c: c.name)
def test_the_kernel_says_of_a_file_what_it_is_there_for(case, tmp_path, monkeypatch, capsys):
    said = Said(case)
    assert complaint(case, said) == ""
    monkeypatch.setattr(program, "check", said)
    assert program.main(stored(case, tmp_path)) == said.exit_code
    out, err = capsys.readouterr()
    assert out == ("" if case.rule else case.certificate["verdict"] + "\n")
    assert err.startswith(f"Rejected: {case.rule}\n  need  {case.need}\n  have  ") if case.rule else err == ""


@pytest.mark.parametrize("folder", [ACCEPT, REJECT], ids=["accept", "reject"])
def test_a_file_is_stored_as_make_cases_writes_it(folder):
    for path in folder.glob("*.json"):
        assert path.read_text("utf-8") == json.dumps(json.loads(path.read_text("utf-8")), indent=1) + "\n"


def test_no_reason_is_given_for_an_accept_and_each_reject_has_one():
    assert [c.name for c in ACCEPTS if c.rule or c.need or c.why] == []
    assert [c.name for c in REJECTS if not (c.rule and c.need and c.why) or "\n" in c.why] == []


CHOSEN = [*ACCEPTS[:1], *(c for c in ACCEPTS if c.name in ("hanoi-closed-form", "merge-sort-not-O-of-n")),
          *(c for c in REJECTS if c.name in ("induction-from-before-step-start", "subject-that-is-a-sum"))]  # fmt: skip


@pytest.mark.parametrize("flags", [[], ["-O"], ["-OO"]], ids=["plain", "-O", "-OO"])
def test_the_program_says_the_same_in_a_process_of_its_own(flags, tmp_path):
    codes = [Said(case).exit_code for case in CHOSEN]
    assert set(codes) == {0, 1, 2, 3}
    running = []
    for case in CHOSEN:
        (tmp_path / case.name).mkdir()
        command = [sys.executable, *flags, "-m", "checkers.kernel", *stored(case, tmp_path / case.name)]
        running.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    for case, code, process in zip(CHOSEN, codes, running, strict=True):
        out, err = process.communicate(timeout=60)
        assert process.returncode == code, err
        assert out.strip() == ("" if case.rule else case.certificate["verdict"])


ALL_FILES = """
import sys
from checkers import kernel
from tests.checkers.case_files import all_complaints
try:
    assert False
except AssertionError:
    sys.exit("assertions are on")
for c in all_complaints(kernel.check):
    print(c)
"""


@pytest.mark.parametrize("flag", ["-O", "-OO"])
def test_every_file_is_judged_the_same_without_assertions(flag):
    done = subprocess.run(
        [sys.executable, flag, "-c", ALL_FILES], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def always(verdict: str) -> Any:
    return lambda claim, certificate: verdict


def as_said(claim: Any, certificate: Any) -> str:
    return certificate.get("verdict", "proved")


def never(claim: Any, certificate: Any) -> str:
    raise Rejected("check", "another certificate", "this one")


def test_a_checker_that_believes_every_certificate_fails_on_every_reject():
    wrong = all_complaints(as_said)
    assert [w.split(":")[0] for w in wrong] == [c.name for c in REJECTS]


@pytest.mark.parametrize("verdict", ["proved", "refuted"])
def test_a_checker_with_one_answer_fails_on_both_folders(verdict):
    wrong = {w.split(":")[0] for w in all_complaints(always(verdict))}
    assert wrong > {c.name for c in REJECTS}


def test_a_checker_that_refuses_everything_fails_on_every_file():
    wrong = all_complaints(never)
    assert [w.split(":")[0] for w in wrong] == [c.name for c in (*ACCEPTS, *REJECTS)]


@pytest.mark.parametrize(
    "arguments", [[], ["one"], ["a", "b", "c"], ["no-such-claim.json", "no-such-certificate.json"]], ids=len
)
def test_the_program_refuses_what_it_cannot_read(arguments, capsys):
    assert program.main(arguments) == 2
    assert capsys.readouterr().out == ""


def test_the_program_refuses_text_that_is_not_utf8(tmp_path, capsys):
    path = tmp_path / "claim.json"
    path.write_bytes(b'"\xff"')
    assert program.main([str(path), str(path)]) == 2
    assert capsys.readouterr().out == ""
