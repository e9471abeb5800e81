"""The commands as a person or a script runs them: exit codes, output on a terminal and in a pipe, refusals."""

import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers.interfaces import batch, certify, explanation
from checkers.interfaces.entry import main
from tests.checkers.interfaces.fakes import (
    BUSY_MARK,
    DECIDE_CLAIM,
    DECIDE_LINE,
    NO_BOUNDS,
    ONE_BOUND,
    heed_interrupts,
)

MERGE_SORT = """\
T(1) = 0
T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2
"""
MIXED = MERGE_SORT + "claim T in O(n*log(n))\nclaim T in Omega(n^2) expect refuted\nclaim T in o(n)\n"
REAL_HINTS = certify.all_hints
ESCAPE = "\x1b"


@pytest.fixture(autouse=True)
def fake_decisions(monkeypatch):
    """O is proved, Omega refuted, o unknown: see fakes.py."""
    fake = partial(certify.all_verdicts, task=DECIDE_CLAIM)
    monkeypatch.setattr(certify, "all_verdicts", fake)
    monkeypatch.setattr(explanation, "all_verdicts", fake)
    give_hints(monkeypatch, NO_BOUNDS)
    monkeypatch.setattr(batch, "Settings", partial(batch.Settings, task=DECIDE_LINE))


def give_hints(monkeypatch, task: str) -> None:
    """What is proved near unknown claims is what the fake task says."""
    fake = partial(REAL_HINTS, task=task)
    monkeypatch.setattr(certify, "all_hints", fake)
    monkeypatch.setattr(explanation, "all_hints", fake)


def tightbound(*words: object) -> int:
    """Run a command in this process; its exit code."""
    try:
        return main([str(w) for w in words])
    except SystemExit as stop:
        return int(stop.code or 0)


def claims(folder: Path, text: str, name: str = "merge.claims") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


class TestCertify:
    def test_a_piped_table_has_one_row_a_claim_with_witness_and_reasons(self, tmp_path, capsys):
        path = claims(tmp_path, MIXED)
        assert tightbound("certify", path) == 1
        out, err = capsys.readouterr()
        assert err == ""
        assert out.splitlines() == [
            "verdict      rests on  method            ms  claim",
            f"{'':45}{path}",
            "proved       kernel    dominance       12.5  [1] T(n) in O(n*log(n))",
            "refuted      kernel    counterexample   0.0  [2] T(n) in Omega(n^2)",
            f"{'':45}  as expected",
            f"{'':45}  witness  n = 3: T(3) = 5 > 4",
            "unknown (!)  -         -                0.0  [3] T(n) in o(n)",
            f"{'':45}  (!) expected proved",
            f"{'':45}  dominance  the step fails",
            f"{'':45}    try  a larger bound",
            "3 claims: 1 proved, 1 refuted, 1 unknown; 1 not as expected (!)",
        ]

    def test_the_exit_code_is_0_when_every_claim_meets_its_expectation(self, tmp_path):
        assert tightbound("certify", claims(tmp_path, MERGE_SORT + "claim T in O(n^2)\n")) == 0
        assert tightbound("certify", claims(tmp_path, MERGE_SORT + "claim T in Omega(n^2) expect refuted\n")) == 0

    def test_a_refuted_claim_that_is_expected_proved_gives_1(self, tmp_path):
        assert tightbound("certify", claims(tmp_path, MERGE_SORT + "claim T in Omega(n^2)\n")) == 1

    def test_nothing_is_cut_or_broken_in_a_pipe(self, tmp_path, capsys):
        bound = " + ".join(f"{i}*n" for i in range(1, 200))
        tightbound("certify", claims(tmp_path, MERGE_SORT + f"claim T in O({bound})\n"))
        out = capsys.readouterr().out
        assert f"T(n) in O({bound})" in out
        assert not any(line.endswith(" ") for line in out.splitlines())

    def test_json_is_one_document_on_standard_output(self, tmp_path, capsys):
        path = claims(tmp_path, MIXED)
        assert tightbound("certify", "--json", path) == 1
        document = json.loads(capsys.readouterr().out)
        assert [c["verdict"] for c in document["claims"]] == ["proved", "refuted", "unknown"]
        assert [c["met"] for c in document["claims"]] == [True, True, False]
        assert document["claims"][1]["witness"] == "n = 3: T(3) = 5 > 4"
        assert document["claims"][2]["blocked"] == [
            {"method": "dominance", "reason": "the step fails", "try": "a larger bound"}
        ]
        assert {(c["file"], c["line"]) for c in document["claims"]} == {(str(path), i) for i in (3, 4, 5)}

    def test_certificates_are_pairs_with_stable_names_and_nothing_else(self, tmp_path):
        claims(tmp_path / "in", MIXED)
        claims(tmp_path / "in", MIXED, "sub/merge.claims")
        out = tmp_path / "deep" / "out"
        for _ in range(2):
            tightbound("certify", tmp_path / "in", "--certificates", out)
            assert sorted(p.name for p in out.iterdir()) == sorted(
                f"{stem}-{number}.{kind}.json"
                for stem in ("merge", "sub-merge")
                for number in (1, 2)
                for kind in ("claim", "certificate")
            )
        assert json.loads((out / "merge-2.certificate.json").read_text()) == {"rule": "fake"}
        recurrence = parse_recurrence(MERGE_SORT)
        expected = claim_to_json(parse_claim("T in O(n*log(n))", recurrence))
        assert json.loads((out / "merge-1.claim.json").read_text()) == expected

    def test_names_that_would_collide_are_told_apart(self, tmp_path):
        first, second = claims(tmp_path / "a", MIXED), claims(tmp_path / "b", MIXED)
        tightbound("certify", first, second, "--certificates", tmp_path / "out")
        names = {p.name.partition(".")[0] for p in (tmp_path / "out").iterdir()}
        assert names == {"merge-1", "merge-2", "merge-1-2", "merge-2-2"}

    def test_a_file_named_twice_is_decided_once(self, tmp_path, capsys):
        path = claims(tmp_path, MERGE_SORT + "claim T in O(n^2)\n")
        tightbound("certify", path, path, tmp_path)
        assert "1 claim: 1 proved" in capsys.readouterr().out

    def test_a_search_that_never_ends_is_killed_and_said_to_be(self, tmp_path, capsys):
        path = claims(tmp_path, MERGE_SORT + "claim T in Theta(n)\nclaim T in O(n^2)\n")
        assert tightbound("certify", path, "--timeout", "0.2", "--jobs", "1") == 1
        out = capsys.readouterr().out
        assert "search  killed after 0.7 s without an answer" in out
        assert "try  a longer --timeout" in out
        assert "2 claims: 1 proved, 0 refuted, 1 unknown" in out


class TestHints:
    def test_what_is_proved_near_an_unknown_claim_is_shown_under_it(self, tmp_path, monkeypatch, capsys):
        give_hints(monkeypatch, ONE_BOUND)
        path = claims(tmp_path, MIXED)
        assert tightbound("certify", path) == 1
        lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
        assert lines[-4:-1] == ["dominance  the step fails", "try  a larger bound", "proved instead  T(n) in O(n)"]
        tightbound("certify", "--json", path)
        (near,) = json.loads(capsys.readouterr().out)["claims"][2]["strongest_bounds"]
        assert near == {
            "claim": "T(n) in O(n)", "rests_on": ["kernel"], "method": "dominance", "certificate": {"rule": "fake"},
        }  # fmt: skip
        assert tightbound("explain", path, "--claim", "3") == 1
        assert "Proved instead, by dominance: T(n) in O(n)." in capsys.readouterr().out

    def test_none_are_looked_for_when_switched_off_or_when_unknown_is_expected(self, tmp_path, monkeypatch, capsys):
        give_hints(monkeypatch, ONE_BOUND)
        expected = claims(tmp_path, MERGE_SORT + "claim T in o(n) expect unknown\n", "expected.claims")
        for words in (["certify", claims(tmp_path, MIXED), "--no-hints"], ["certify", expected],
                      ["explain", claims(tmp_path, MIXED), "--claim", "3", "--no-hints"]):  # fmt: skip
            tightbound(*words)
            assert "instead" not in capsys.readouterr().out.lower()

    def test_a_search_for_bounds_that_fails_leaves_the_claim_as_it_is(self, tmp_path, monkeypatch, capsys):
        give_hints(monkeypatch, ONE_BOUND)
        tightbound("certify", claims(tmp_path, MERGE_SORT + "claim T in Theta(n)\n"), "--timeout", "0.2")
        out = capsys.readouterr().out
        assert "killed after" in out
        assert "instead" not in out


class TestBadInput:
    def test_a_missing_path_and_an_empty_folder_are_refused(self, tmp_path, capsys):
        assert tightbound("certify", tmp_path / "none.claims", tmp_path) == 2
        assert capsys.readouterr().err == (
            "tightbound certify: refused\n"
            "  need  a *.claims file or a folder\n"
            f"  have  {tmp_path}/none.claims: no such file or folder\n"
            "tightbound certify: refused\n"
            "  need  a folder with *.claims files\n"
            f"  have  {tmp_path}: none in it\n"
        )

    def test_a_file_without_a_claim_is_refused(self, tmp_path, capsys):
        assert tightbound("certify", claims(tmp_path, "# nothing\n")) == 2
        assert "need  at least one claim" in capsys.readouterr().err

    def test_a_file_that_is_not_text_is_refused(self, tmp_path, capsys):
        path = tmp_path / "a.claims"
        path.write_bytes(b"T(1) = \xff")
        assert tightbound("certify", path) == 2
        assert "invalid start byte at byte 7" in capsys.readouterr().err

    def test_an_error_in_one_file_names_it_and_does_not_hide_the_others(self, tmp_path, capsys):
        claims(tmp_path, MERGE_SORT + "claim T in O(n^2)\n", "good.claims")
        claims(tmp_path, "T(1) = = 2\nclaim T in O(n)\n", "bad.claims")
        assert tightbound("certify", tmp_path) == 2
        out, err = capsys.readouterr()
        assert "1 claim: 1 proved" in out
        assert str(tmp_path / "bad.claims") in err
        assert "Traceback" not in err

    def test_input_cannot_steer_the_terminal(self, tmp_path, capsys):
        claims(tmp_path, f"T(1) = {ESCAPE}[31m\nclaim T in O(n)\n", "a.claims")
        assert tightbound("certify", tmp_path) == 2
        assert ESCAPE not in capsys.readouterr().err

    def test_certificates_need_a_folder_that_can_be_written(self, tmp_path, capsys):
        path = claims(tmp_path, MERGE_SORT + "claim T in O(n^2)\n")
        assert tightbound("certify", path, "--certificates", path) == 2
        assert "need  a folder to write certificates to" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "words", [["certify", "--timeout", "0"], ["certify", "--jobs", "0"], ["prove"], ["batch", "x"]]
    )
    def test_wrong_usage_gives_2(self, words):
        assert tightbound(*words) == 2


class TestExplain:
    def test_a_name_that_is_no_claim_of_the_file_is_refused(self, tmp_path, capsys):
        assert tightbound("explain", claims(tmp_path, MIXED), "--claim", "9") == 2
        assert "try   one of: 1, 2, 3" in capsys.readouterr().err

    def test_a_missing_file_is_not_read_as_a_text(self, capsys):
        assert tightbound("explain", "no/such/file") == 2
        assert "have  no file no/such/file" in capsys.readouterr().err

    def test_a_text_in_error_is_refused(self, capsys):
        assert tightbound("explain", "T(0) = = 1; claim T in O(n)") == 2
        assert capsys.readouterr().err

    def test_a_text_on_the_command_line_is_explained(self, capsys):
        pytest.importorskip("checkers.explain")
        code = tightbound("explain", MERGE_SORT.replace("\n", "; ") + "claim T in o(n)")
        assert code == 1, "unknown"
        assert "T" in capsys.readouterr().out


class TestBatch:
    def test_the_summary_goes_to_standard_error_and_bad_lines_do_not_change_the_exit_code(self, tmp_path, capsys):
        lines = [{"id": "a", "text": "fine", "claim": "c"}, {"id": "b", "text": "raise x", "claim": "c"}, {}]
        (tmp_path / "in").write_text("".join(json.dumps(line) + "\n" for line in lines))
        assert tightbound("batch", tmp_path / "in", tmp_path / "out", "--jobs", "1") == 0
        out, err = capsys.readouterr()
        assert out == ""
        assert [line.split() for line in err.splitlines()[:5]] == [
            ["rows", "count"], ["proved", "1"], ["refuted", "0"], ["unknown", "0"], ["error", "2"],
        ]  # fmt: skip
        assert err.splitlines()[-1].startswith("3 rows in ")
        assert ESCAPE not in err

    def test_resume_and_overwrite_exclude_each_other(self, tmp_path, capsys):
        assert tightbound("batch", tmp_path / "in", tmp_path / "out", "--resume", "--overwrite") == 2
        assert "have  both" in capsys.readouterr().err

    def test_an_existing_output_is_refused_with_2(self, tmp_path, capsys):
        (tmp_path / "in").write_text('{"id": "a", "text": "fine", "claim": "c"}\n')
        assert [tightbound("batch", tmp_path / "in", tmp_path / "out", *o) for o in ([], [], ["--resume"])] == [0, 2, 0]
        assert "already there" in capsys.readouterr().err


class TestHelp:
    def test_the_version_is_that_of_the_distribution(self, capsys):
        from importlib.metadata import PackageNotFoundError, version

        try:
            expected = version("tightbound")
        except PackageNotFoundError:
            pytest.skip("tightbound is not installed")
        assert tightbound("--version") == 0
        assert capsys.readouterr().out == f"tightbound {expected}\n"

    @pytest.mark.parametrize("option", ["-h", "--help"])
    @pytest.mark.parametrize("command", ["", "certify", "check", "explain", "tighten", "batch"])
    def test_every_command_has_help(self, command, option, capsys):
        assert tightbound(*command.split(), option) == 0
        assert capsys.readouterr().out.startswith("Usage: tightbound " + command)


DRIVER = """
import sys
from functools import partial
from checkers.interfaces import certify, entry
certify.all_verdicts = partial(certify.all_verdicts, task="tests.checkers.interfaces.fakes:decide_claim")
certify.all_hints = partial(certify.all_hints, task="tests.checkers.interfaces.fakes:no_bounds")
if __name__ == "__main__":
    sys.exit(entry.main())
"""


def on_terminal(folder: Path, *words: object, **variables: str) -> str:
    """What `tightbound` with fake decisions writes when standard output and standard error are a terminal."""
    (folder / "driver.py").write_text(DRIVER)
    ours, theirs = pty.openpty()
    command = [sys.executable, str(folder / "driver.py"), *map(str, words)]
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    environment = {**clean, "TERM": "xterm-256color", "COLUMNS": "80", "PYTHONPATH": str(Path.cwd()), **variables}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        written = b""
        while part := read(ours):
            written += part
    os.close(ours)
    return written.decode()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side is closed
        return b""


def test_an_interrupted_run_shows_what_it_has(tmp_path):
    text = MERGE_SORT + "claim T in O(n^2)\nclaim T in Theta(n)\nclaim T in Theta(n^2)\n"
    (tmp_path / "driver.py").write_text(DRIVER)
    command = [sys.executable, str(tmp_path / "driver.py"), "certify", str(claims(tmp_path, text))]
    busy = tmp_path / "busy"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), BUSY_MARK: str(busy)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    pipes["preexec_fn"] = heed_interrupts
    with subprocess.Popen(command, env=environment, **pipes) as process:
        deadline = time.monotonic() + 60
        while not busy.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "interrupted: " in err
    assert "0 refuted" in out or "interrupted: 0 of 3" in err


class TestTerminal:
    def test_a_terminal_gets_colour_and_lines_no_wider_than_it_is(self, tmp_path):
        bound = " + ".join(f"{i}*n" for i in range(1, 60))
        written = on_terminal(tmp_path, "certify", claims(tmp_path, MIXED + f"claim T in O({bound})\n"))
        assert f"{ESCAPE}[32mproved" in written
        table = written.rpartition(f"{ESCAPE}[2K")[2]
        assert max(map(len, strip(table).splitlines())) <= 80
        assert "59*n" in table

    def test_no_color_leaves_no_colour_and_no_bold(self, tmp_path):
        written = on_terminal(tmp_path, "certify", claims(tmp_path, MIXED), NO_COLOR="1")
        assert "proved" in written
        assert not any(f"{ESCAPE}[{code}m" in written for code in (*range(1, 10), *range(30, 50)))
        assert ESCAPE not in written[written.index("verdict") :]


def strip(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


PROBE = """
import sys
before = set(sys.modules)
from checkers.interfaces.entry import main
code = main(["check", *sys.argv[1:]])
print(*sorted({m.partition(".")[0] for m in set(sys.modules) - before}))
sys.exit(code)
"""


class TestCheck:
    def pair(self, folder: Path) -> list[str]:
        claim = parse_claim("T in O(n^2)", parse_recurrence(MERGE_SORT))
        (folder / "claim.json").write_text(json.dumps(claim_to_json(claim)))
        (folder / "certificate.json").write_text('{"rule": "no such rule"}')
        return [str(folder / "claim.json"), str(folder / "certificate.json")]

    def run(self, *words: str) -> subprocess.CompletedProcess:
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
        return subprocess.run([sys.executable, *words], capture_output=True, text=True, env=environment, check=False)

    def test_it_loads_the_standard_library_and_the_kernel_only(self, tmp_path):
        done = self.run("-c", PROBE, *self.pair(tmp_path))
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        loaded = set(done.stdout.splitlines()[-1].split())
        assert loaded - sys.stdlib_module_names == {"checkers"}
        assert not loaded & {"multiprocessing", "asyncio", "importlib_metadata", "unittest"}

    def test_it_starts_within_a_fifth_of_a_second(self, tmp_path):
        words = ["-m", "checkers.interfaces.entry", "check", *self.pair(tmp_path)]
        assert min(self.seconds(*words) for _ in range(5)) < 0.2

    def seconds(self, *words: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert self.run(*words).returncode == 2
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def test_a_missing_file_is_refused_with_2(self, tmp_path):
        done = self.run("-m", "checkers.interfaces.entry", "check", str(tmp_path / "a"), str(tmp_path / "b"))
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
