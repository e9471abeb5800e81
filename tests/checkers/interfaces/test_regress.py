"""`tightbound regress` as a developer and as CI run it: what it compares, believes, writes and refuses."""

import json
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checkers.interfaces import certificates, certify, lock, regress
from checkers.interfaces.entry import main
from checkers.verdict import Blocked, Verdict
from tests.checkers.interfaces.fakes import heed_interrupts

MERGE_SORT = """\
T(1) = 0
T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2
"""
UPPER = "claim upper: T(n) <= n*log2(n)\n"
LINEAR = "claim linear: T in O(n) expect refuted\n"
ORDER = "claim order: T in O(n^2)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty project, outside CI."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def tightbound(*words: object) -> int:
    """Run a command in this process; its exit code."""
    try:
        return main([str(w) for w in words])
    except SystemExit as stop:
        return int(stop.code or 0)


def state(*words: object) -> dict[str, dict]:
    """Run `regress --json`; what it says of each claim, and its exit code under ""."""
    out = Path("report.json")
    with out.open("w") as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", file)
        code = tightbound("regress", "--json", *words)
    rows = json.loads(out.read_text())["claims"]
    return {"": {"code": code}, **{row["name"]: row for row in rows}}


def claims(text: str, name: str = "a.claims") -> Path:
    path = Path("claims") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture
def locked():
    """Two claims, decided and locked."""
    claims(MERGE_SORT + UPPER + LINEAR)
    assert tightbound("regress", "claims", "--update") == 0


@pytest.fixture
def decided(monkeypatch):
    """The claims that are decided by search from here on, as they are handed out."""
    asked: list[str] = []
    real = certify.all_verdicts

    def noted(items, **options):
        asked.extend(a.label for a in items)
        return real(items, **options)

    monkeypatch.setattr(certify, "all_verdicts", noted)
    return asked


def files() -> dict[str, bytes]:
    """All that stands in the project."""
    return {str(p): p.read_bytes() for p in sorted(Path().rglob("*")) if p.is_file() and p.name != "report.json"}


def certificate_of(name: str) -> Path:
    (found,) = Path("tightbound.certificates").glob(f"claims-a-{name}-*.certificate.json")
    return found


class TestSame:
    def test_claims_that_did_not_change_are_checked_by_the_kernel_and_not_searched(self, locked, decided, capsys):
        before = files()
        assert tightbound("regress") == 0
        assert capsys.readouterr().out.endswith("2 claims: 2 same; 2 checked again by the kernel alone\n")
        assert decided == []
        assert files() == before

    def test_the_lock_is_the_same_text_whenever_it_is_written(self, locked):
        before = files()
        assert tightbound("regress", "--update") == 0
        assert files() == before

    def test_the_lock_has_one_field_a_line_and_says_what_it_rests_on(self, locked):
        data = tomllib.loads(Path("tightbound.lock").read_text())
        assert data["format"] == lock.FORMAT
        assert data["paths"] == ["claims"]
        upper, linear = data["claim"]
        assert (upper["file"], upper["name"], upper["claim"]) == ("claims/a.claims", "upper", "T(n) <= n*log2(n)")
        assert (upper["verdict"], linear["verdict"], linear["expect"]) == ("proved", "refuted", "refuted")
        assert upper["kernel"] == lock.kernel_digest()
        stored = json.loads(certificate_of("upper").read_text())
        assert upper["certificate"] == lock.digest_of(stored)

    def test_a_claim_without_a_name_is_found_when_its_number_changes(self, decided):
        claims(MERGE_SORT + "claim T in O(n^2)\nclaim T in O(n^3)\n")
        tightbound("regress", "claims", "--update")
        decided.clear()
        claims(MERGE_SORT + "claim T in O(n^4)\nclaim T in O(n^2)\nclaim T in O(n^3)\n")
        found = state()
        assert [found[n]["status"] for n in ("1", "2", "3")] == ["added", "same", "same"]
        assert decided == ["1"]

    def test_a_comment_and_a_line_moved_change_nothing(self, locked, decided):
        claims("# sorting\n\n" + MERGE_SORT + LINEAR + UPPER)
        assert tightbound("regress") == 0
        assert decided == []

    def test_an_unknown_that_is_expected_is_not_searched_again_until_tightbound_changes(self, decided, monkeypatch):
        monkeypatch.setattr(certify, "all_verdicts", unknown)
        claims(MERGE_SORT + "claim hard: T in o(n^2) expect unknown\n")
        assert tightbound("regress", "claims", "--update") == 0
        monkeypatch.setattr(certify, "all_verdicts", refuse_to_search)
        assert state()["hard"]["status"] == "same"
        monkeypatch.setattr(lock, "kernel_digest", lambda: "sha256:another")
        with pytest.raises(AssertionError, match="searched"):
            state()


def unknown(items, **_):
    """Every search fails."""
    for i, a in enumerate(items):
        yield i, Verdict(a.stated.claim, "unknown", blocked=(Blocked("dominance", "the step fails"),))


def refuse_to_search(items, **_):
    raise AssertionError("searched")


class TestChanges:
    def test_a_claim_that_no_longer_holds_is_worse_and_shows_its_witness(self, locked, capsys):
        claims(MERGE_SORT + "claim upper: T(n) <= n*log2(n)/2\n" + LINEAR)
        assert tightbound("regress") == 1
        assert capsys.readouterr().out.splitlines() == [
            "change  verdict            claim",
            f"{'':27}claims/a.claims",
            "worse   proved -> refuted  upper: T(n) <= n*log2(n)/2",
            f"{'':27}  (!) expected proved",
            f"{'':27}  witness  n = 3: T minus bound is about 0.6225, so <= fails",
            f"{'':27}  before  T(n) <= n*log2(n)",
            "2 claims: 1 worse, 1 same; 1 checked again by the kernel alone; 1 not as expected (!)",
        ]

    def test_a_recurrence_that_changed_under_the_same_claim_is_noticed(self, locked, capsys):
        claims(MERGE_SORT.replace("n - 1 for", "2*n for") + UPPER + LINEAR)
        assert tightbound("regress") == 1
        out = capsys.readouterr().out
        assert "worse    proved -> refuted  upper: T(n) <= n*log2(n)\n" in out
        assert "changed  refuted            linear: T(n) in O(n)\n" in out
        assert "before  with another recurrence" in out

    def test_a_search_that_fails_where_the_certificate_is_gone_is_worse(self, locked, monkeypatch):
        certificate_of("upper").unlink()
        monkeypatch.setattr(certify, "all_verdicts", unknown)
        found = state()
        assert (found[""]["code"], found["upper"]["status"], found["upper"]["verdict"]) == (1, "worse", "unknown")
        assert found["linear"]["status"] == "same"

    def test_what_is_new_changed_or_gone_fails_until_it_is_accepted(self, locked, decided, capsys):
        claims(MERGE_SORT + "claim upper: T(n) <= 2*n*log2(n)\n" + ORDER)
        found = state()
        assert {n: row["status"] for n, row in found.items() if n} == {
            "upper": "changed", "order": "added", "linear": "removed",
        }  # fmt: skip
        assert found[""]["code"] == 1
        assert tightbound("regress") == 1
        assert capsys.readouterr().out.endswith("\ntry tightbound regress --update\n")
        assert tightbound("regress", "--update") == 0
        decided.clear()
        assert tightbound("regress") == 0
        assert decided == []
        assert {p.name.rpartition("-")[0] for p in Path("tightbound.certificates").iterdir()} == {
            "claims-a-upper", "claims-a-order",
        }  # fmt: skip

    def test_another_expectation_is_a_change(self, locked):
        claims(MERGE_SORT + UPPER + LINEAR.replace("expect refuted", ""))
        found = state()
        assert (found["linear"]["status"], found["linear"]["met"]) == ("worse", False)
        assert found["upper"]["status"] == "same"

    def test_an_update_keeps_a_verdict_that_is_not_expected_and_the_run_fails_still(self, locked):
        claims(MERGE_SORT + UPPER + LINEAR.replace("expect refuted", ""))
        assert tightbound("regress", "--update") == 1
        found = state()
        assert (found[""]["code"], found["linear"]["status"], found["linear"]["before"]) == (1, "same", "refuted")
        claims(MERGE_SORT + UPPER + LINEAR)
        assert state()["linear"]["status"] == "changed"

    def test_an_unknown_that_is_now_proved_is_better_and_does_not_fail(self, locked, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(certify, "all_verdicts", unknown)
            claims(MERGE_SORT + UPPER + LINEAR + ORDER)
            assert tightbound("regress", "--update") == 1
        found = state()
        assert (found[""]["code"], found["order"]["status"], found["order"]["before"]) == (0, "better", "unknown")

    def test_a_claims_file_that_is_gone_takes_its_claims_with_it(self, locked):
        claims(MERGE_SORT + ORDER, "b.claims")
        assert tightbound("regress", "--update") == 0
        Path("claims/b.claims").unlink()
        found = state()
        assert (found[""]["code"], found["order"]["status"]) == (1, "removed")
        Path("claims/a.claims").unlink()
        assert {row["status"] for n, row in state().items() if n} == {"removed"}
        assert tightbound("regress", "--update") == 0
        assert tomllib.loads(Path("tightbound.lock").read_text()).get("claim", []) == []
        assert list(Path("tightbound.certificates").iterdir()) == []

    def test_claims_of_the_same_name_in_one_file_are_told_apart(self, decided):
        second = "recurrence other\nS(0) = 0; S(n) = S(n-1) + 1 for n >= 1\nclaim order: S in Theta(n)\n"
        claims(MERGE_SORT + ORDER + second)
        assert tightbound("regress", "claims", "--update") == 0
        decided.clear()
        found = state()
        assert {n for n in found if n} == {"order", "order-2"}
        assert decided == []

    def test_paths_that_are_named_are_all_that_is_compared(self, locked):
        claims(MERGE_SORT + ORDER, "b.claims")
        assert tightbound("regress", "--update") == 0
        Path("claims/b.claims").unlink()
        assert tightbound("regress", "claims/a.claims") == 0
        claims(MERGE_SORT + UPPER)
        assert tightbound("regress", "claims/a.claims", "--update") == 0
        found = state()
        assert {n: row["status"] for n, row in found.items() if n} == {"upper": "same", "order": "removed"}


class TestNothingIsBelieved:
    def note(self, name: str) -> str:
        found = state()
        assert found[""]["code"] == 0
        assert found[name]["verdict"] == "proved"
        assert not found[name]["rechecked"]
        return found[name]["note"]

    def test_a_certificate_that_was_tampered_with_is_decided_anew_and_reported(self, locked, decided, capsys):
        path = certificate_of("upper")
        path.write_text(path.read_text().replace('"proved"', '"refuted"'))
        assert "its certificate was not accepted: certificate need the digest of the lock" in self.note("upper")
        assert decided == ["upper"]
        assert tightbound("regress") == 0
        assert "decided anew: its certificate was not accepted" in capsys.readouterr().out

    def test_the_kernel_refuses_a_forged_certificate_that_the_lock_agrees_with(self, locked, decided):
        path = certificate_of("upper")
        forged = json.loads(path.read_text())
        forged["proof"] = {"rule": "bound"}
        old, new = json.loads(path.read_text()), lock.digest_of(forged)
        path.unlink()
        text = Path("tightbound.lock").read_text().replace(lock.digest_of(old), new)
        Path("tightbound.lock").write_text(text)
        digest = new.removeprefix("sha256:")[:16]
        Path(f"tightbound.certificates/claims-a-upper-{digest}.certificate.json").write_text(json.dumps(forged))
        note = self.note("upper")
        assert "its certificate was not accepted: " in note
        assert "digest" not in note
        assert decided == ["upper"]

    def test_a_verdict_that_was_forged_in_the_lock_is_not_believed(self, decided):
        claims(MERGE_SORT + "claim wrong: T in O(n)\n")
        assert tightbound("regress", "claims", "--update") == 1
        path = Path("tightbound.lock")
        path.write_text(path.read_text().replace('verdict = "refuted"', 'verdict = "proved"'))
        decided.clear()
        found = state()
        assert (found[""]["code"], found["wrong"]["status"], found["wrong"]["verdict"]) == (1, "worse", "refuted")
        assert found["wrong"]["note"] == "its certificate shows another verdict than the lock says"
        assert decided == ["wrong"]

    @pytest.mark.parametrize(
        ("spoil", "note"),
        [
            (lambda p: p.unlink(), "its certificate cannot be read: "),
            (lambda p: p.write_bytes(b"\xff"), "its certificate cannot be read: "),
            (lambda p: p.write_text("{"), "its certificate was not accepted: decode need JSON"),
            (lambda p: p.write_text("[" * 100_000), "its certificate was not accepted: decode need JSON"),
        ],
    )
    def test_a_certificate_that_is_gone_or_cannot_be_read_is_found_anew(self, locked, spoil, note):
        spoil(certificate_of("upper"))
        assert self.note("upper").startswith(note)
        assert tightbound("regress", "--update") == 0
        assert state()["upper"]["rechecked"]


class TestRefusals:
    def test_without_a_lock_there_is_nothing_to_compare_with(self, capsys):
        claims(MERGE_SORT + UPPER)
        assert tightbound("regress", "claims") == 2
        assert capsys.readouterr().err == (
            "tightbound regress: refused\n"
            "  need  a lock file to compare with\n"
            "  have  tightbound.lock: no such file\n"
            "  try   tightbound regress PATH --update, and commit the lock and its certificates\n"
        )

    def test_the_first_update_needs_a_path(self, capsys):
        assert tightbound("regress", "--update") == 2
        assert "need  a claims file or folder" in capsys.readouterr().err

    @pytest.mark.parametrize(("value", "code"), [("true", 2), ("1", 2), ("false", 0), ("", 0)])
    def test_in_ci_nothing_is_written(self, locked, monkeypatch, capsys, value, code):
        monkeypatch.setenv("CI", value)
        before = files()
        assert tightbound("regress", "--update") == code
        assert ("need  no --update in CI" in capsys.readouterr().err) == (code == 2)
        assert files() == before
        assert tightbound("regress") == 0

    def test_a_claims_file_in_error_stops_the_run_and_leaves_the_lock(self, locked, capsys):
        before = Path("tightbound.lock").read_bytes()
        claims("T(1) = = 2\nclaim T in O(n)\n", "b.claims")
        assert tightbound("regress", "--update") == 2
        assert "claims/b.claims:1:8" in capsys.readouterr().err
        assert Path("tightbound.lock").read_bytes() == before

    @pytest.mark.parametrize(
        ("spoil", "have"),
        [
            (lambda t: "<<<<<<< ours\n" + t, "the marks of a merge"),
            (lambda t: t + "[[claim", "Expected ']]'"),
            (lambda t: t.replace("lock/1", "lock/9"), "format 'tightbound/lock/9'"),
            (lambda t: t.replace('method = "', 'way = "', 1), "line 7: no entry with the texts file, name, "),
            (lambda t: t.replace('verdict = "proved"', "verdict = 1", 1), "line 7: no entry"),
            (lambda t: t.replace('name = "linear"', 'name = "upper"'), "a claim twice"),
            (lambda t: t.replace("paths = [", "paths = [ 1,"), "other fields"),
            (lambda t: t.replace('"proved"', '"maybe"', 1), "line 7: no entry"),
        ],
    )
    def test_a_lock_that_cannot_be_read_is_refused(self, locked, capsys, spoil, have):
        path = Path("tightbound.lock")
        path.write_text(spoil(path.read_text()))
        assert tightbound("regress") == 2
        err = capsys.readouterr().err
        assert "need  a lock file, tightbound/lock/1" in err
        assert have in err
        assert "Traceback" not in err

    def test_a_report_that_cannot_be_written_is_refused(self, locked, capsys):
        assert tightbound("regress", "--junit", "claims") == 2
        assert "need  a report that can be written" in capsys.readouterr().err


class TestWriting:
    def test_a_run_that_dies_while_it_writes_leaves_the_old_state_whole(self, locked, monkeypatch):
        before = files()
        claims(MERGE_SORT + UPPER + LINEAR + ORDER)
        real = certificates.replace_whole

        def dies(path, text):
            if path.name == "tightbound.lock":
                raise KeyboardInterrupt
            real(path, text)

        with monkeypatch.context() as patch:
            patch.setattr(lock, "replace_whole", dies)
            with pytest.raises(SystemExit, match="130"):
                main(["regress", "--update"])
        after = files()
        kept = [name for name in before if name != "claims/a.claims"]
        assert [after[name] for name in kept] == [before[name] for name in kept]
        assert {n for n, row in state().items() if n and row["status"] == "same"} == {"upper", "linear"}

    def test_an_interrupted_comparison_writes_nothing(self, locked, monkeypatch, capsys):
        def interrupted(*_, **__):
            raise KeyboardInterrupt
            yield

        claims(MERGE_SORT + UPPER + ORDER)
        before = files()
        monkeypatch.setattr(regress, "all_changes", interrupted)
        assert tightbound("regress", "--update", "--junit", "r.xml") == 130
        assert capsys.readouterr().err == "interrupted: nothing was compared, and no lock was written\n"
        assert files() == before

    def test_another_lock_has_its_own_certificates(self):
        claims(MERGE_SORT + UPPER)
        assert tightbound("regress", "claims", "--lock", "ci/costs.lock", "--update") == 0
        assert tomllib.loads(Path("ci/costs.lock").read_text())["claim"][0]["file"] == "../claims/a.claims"
        assert len(list(Path("ci/costs.certificates").iterdir())) == 1
        assert tightbound("regress", "--lock", "ci/costs.lock") == 0


class TestReports:
    @pytest.fixture
    def changed(self, locked):
        """One claim worse, one added, one gone."""
        claims(MERGE_SORT + "claim upper: T(n) <= n*log2(n)/2\n" + ORDER)

    def test_junit_has_a_case_a_claim_and_the_witness_in_its_failure(self, changed):
        assert tightbound("regress", "--junit", "out/junit.xml") == 1
        root = ElementTree.parse("out/junit.xml").getroot()
        (suite,) = root
        assert (root.tag, suite.tag) == ("testsuites", "testsuite")
        assert {k: suite.get(k) for k in ("tests", "failures", "errors")} == {
            "tests": "3", "failures": "3", "errors": "0",
        }  # fmt: skip
        cases = {case.get("name").partition(":")[0]: case for case in suite}
        assert all(float(case.get("time")) >= 0 for case in suite)
        assert cases["upper"].get("classname") == "claims/a.claims"
        failure = cases["upper"].find("failure")
        assert failure.get("type") == "claim-worse"
        assert "witness  n = 3: T minus bound is about 0.6225, so <= fails" in failure.text
        assert cases["linear"].find("failure").get("type") == "claim-removed"

    def test_junit_of_a_run_that_is_well_has_no_failure(self, locked):
        assert tightbound("regress", "--junit", "junit.xml") == 0
        suite = ElementTree.parse("junit.xml").getroot()[0]
        assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("2", "0", 2)
        assert suite.find("testcase/failure") is None

    def test_sarif_has_a_result_for_each_failing_claim_at_its_line(self, changed):
        assert tightbound("regress", "--sarif", "regress.sarif") == 1
        log = json.loads(Path("regress.sarif").read_text())
        check_sarif(log)
        found = {r["ruleId"]: r for r in log["runs"][0]["results"]}
        assert {*found} == {"claim-worse", "lock-out-of-date", "claim-removed"}
        places = {rule: self.place(result) for rule, result in found.items()}
        assert places["claim-worse"] == ("claims/a.claims", 3)
        assert places["lock-out-of-date"] == ("claims/a.claims", 4)
        file, line = places["claim-removed"]
        assert file == "tightbound.lock"
        assert Path(file).read_text().splitlines()[line - 1 : line + 2][2] == 'name = "linear"'

    def place(self, result: dict) -> tuple[str, int]:
        physical = result["locations"][0]["physicalLocation"]
        return physical["artifactLocation"]["uri"], physical["region"]["startLine"]

    def test_sarif_of_a_run_that_is_well_has_no_result(self, locked):
        assert tightbound("regress", "--sarif", "regress.sarif") == 0
        log = json.loads(Path("regress.sarif").read_text())
        check_sarif(log)
        assert log["runs"][0]["results"] == []

    def test_a_log_that_lacks_what_sarif_requires_is_seen(self, changed):
        tightbound("regress", "--sarif", "regress.sarif")
        log = json.loads(Path("regress.sarif").read_text())
        log["runs"][0]["results"][0]["message"] = {}
        with pytest.raises(KeyError, match="text"):
            check_sarif(log)

    def test_reports_of_an_accepted_update_fail_for_the_unexpected_only(self, changed):
        assert tightbound("regress", "--update", "--junit", "j.xml") == 1
        failed = ElementTree.parse("j.xml").getroot()[0].findall("testcase/failure")
        assert [f.get("type") for f in failed] == ["claim-worse"]


def check_sarif(log: dict) -> None:
    """The properties that SARIF 2.1.0 requires (sections 3.13 to 3.49), of the objects that are written."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        assert driver["name"] == "tightbound"
        rules = [rule["id"] for rule in driver["rules"]]
        assert len({*rules}) == len(rules)
        assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
        for result in run["results"]:
            assert result["message"]["text"]
            assert rules[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in ("none", "note", "warning", "error")
            for location in result["locations"]:
                physical = location["physicalLocation"]
                assert not {*" \\"} & {*physical["artifactLocation"]["uri"]}
                assert physical["region"]["startLine"] >= 1


def test_a_run_that_is_killed_leaves_no_part_of_a_lock(locked, folder):
    claims(MERGE_SORT + UPPER + LINEAR + ORDER)
    before = Path("tightbound.lock").read_bytes()
    root = str(Path(lock.__file__).parents[2])
    command = [sys.executable, "-c", KILLED, root]
    done = subprocess.run(command, cwd=folder, preexec_fn=heed_interrupts, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert Path("tightbound.lock").read_bytes() == before
    assert state()["order"]["status"] == "added"


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from checkers.interfaces import lock
from checkers.interfaces.entry import main

def killed(path, text):
    if path.name == "tightbound.lock":
        os.kill(os.getpid(), signal.SIGKILL)

lock.replace_whole = killed
if __name__ == "__main__":
    main(["regress", "--update"])
"""
