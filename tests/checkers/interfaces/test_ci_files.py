"""The files by which other projects call tightbound: the GitHub Action and the pre-commit hook."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
import yaml

from checkers.interfaces.command_line import app

ROOT = Path(__file__).parents[3]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
CLAIMS = "T(0) = 0\nT(n) = T(n-1) + 1 for n >= 1\nclaim {}: T(n) <= {}*n\n"
TIGHTBOUND = """\
#!/bin/sh
printf '%s\\n' "$@" > words
exec "{python}" -m checkers.interfaces.entry "$@"
"""


def step(name: str) -> dict:
    (found,) = [s for s in ACTION["runs"]["steps"] if s.get("name") == name]
    return found


@pytest.fixture
def project(tmp_path):
    """A project with a lock, and a command `tightbound` where the action installs it."""
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "x.claims").write_text(CLAIMS.format("same", 2))
    (tmp_path / "c.claims").write_text(CLAIMS.format("other", 3))
    command = tmp_path / "runner" / "tightbound" / "bin" / "tightbound"
    command.parent.mkdir(parents=True)
    command.write_text(TIGHTBOUND.format(python=sys.executable))
    command.chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if k != "CI"}
    environment |= {"PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(tmp_path / "runner")}
    words = [sys.executable, "-m", "checkers.interfaces.entry", "regress", "a b", "c.claims", "--update"]
    subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True)
    return SimpleNamespace(path=tmp_path, environment={**environment, "CI": "true"})


def act(project: SimpleNamespace, **inputs: str) -> tuple[int, list[str]]:
    """Run the action's script as a runner does; its exit code, and the words of the command."""
    regress = step("tightbound regress")
    given = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()} | inputs
    variables = {
        name: given[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]] for name, value in regress["env"].items()
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", regress["run"]],
        cwd=project.path, env={**project.environment, **variables}, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, (project.path / "words").read_text().splitlines()


class TestAction:
    def test_it_is_a_composite_action_whose_inputs_are_all_described_and_used(self):
        assert ACTION["runs"]["using"] == "composite"
        assert all(entry["description"] and "default" in entry for entry in ACTION["inputs"].values())
        used = set(re.findall(r"inputs\.([a-z-]+)", (ROOT / "action.yml").read_text()))
        assert used == {*ACTION["inputs"]}

    def test_every_step_runs_a_script_in_a_named_shell_or_another_action(self):
        for s in ACTION["runs"]["steps"]:
            assert ("run" in s) == ("shell" in s) != ("uses" in s)

    def test_no_input_is_part_of_a_script(self):
        assert not [s for s in ACTION["runs"]["steps"] if "${{" in s.get("run", "")]

    def test_without_inputs_it_compares_the_claims_of_the_lock(self, project):
        code, words = act(project)
        assert (code, words) == (0, ["regress", "--lock", "tightbound.lock", "--timeout", "60", "--"])

    def test_it_fails_when_a_claim_is_lost_and_writes_the_reports(self, project):
        (project.path / "a b" / "x.claims").write_text(CLAIMS.format("same", "1/2"))
        code, words = act(project, sarif="out/r.sarif", junit="out/r.xml")
        assert code == 1
        assert words[-5:] == ["--junit", "out/r.xml", "--sarif", "out/r.sarif", "--"]
        assert {p.name for p in (project.path / "out").iterdir()} == {"r.sarif", "r.xml"}

    def test_paths_are_one_a_line_and_may_hold_spaces_and_what_a_shell_would_run(self, project):
        code, words = act(project, paths="a b\nc.claims\n")
        assert (code, words[-2:]) == (0, ["a b", "c.claims"])
        code, words = act(project, paths="$(touch made)\n; touch made")
        assert (code, words[-2:]) == (2, ["$(touch made)", "; touch made"])
        assert not (project.path / "made").exists()

    def test_every_option_it_gives_exists(self):
        given = set(re.findall(r"--[a-z]+", step("tightbound regress")["run"])) - {"--"}
        assert given == {"--lock", "--timeout", "--junit", "--sarif"}
        assert given <= options("regress")


def options(command: str) -> set[str]:
    """The options of a command of tightbound."""
    found = typer.main.get_command(app).commands[command]
    return {option for parameter in found.params for option in parameter.opts}


def test_an_option_that_there_is_not_is_seen():
    assert not {"--no-such-option"} <= options("regress")


class TestHook:
    def test_the_hook_runs_a_command_that_there_is_without_file_names(self):
        (hook,) = HOOKS
        assert (hook["id"], hook["entry"]) == ("tightbound-regress", "tightbound regress")
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        program, command = hook["entry"].split()
        project = (ROOT / "pyproject.toml").read_text()
        assert f'{program} = "checkers.interfaces.entry:main"' in project
        assert command in typer.main.get_command(app).commands

    @pytest.mark.parametrize(
        ("file", "starts"),
        [("claims/a.claims", True), ("tightbound.lock", True), ("tightbound.certificates/a-1.certificate.json", True),
         ("claims/a.claims.orig", False), ("src/claims.py", False)],
    )  # fmt: skip
    def test_it_starts_for_claims_locks_and_certificates_only(self, file, starts):
        assert bool(re.search(HOOKS[0]["files"], file)) == starts
