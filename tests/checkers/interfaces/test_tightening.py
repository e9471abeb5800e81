"""`tightbound tighten` as a person or a script runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from tests.checkers.interfaces.fakes import heed_interrupts
from tests.checkers.interfaces.test_command_line import ESCAPE, claims, on_terminal, tightbound

HALVES = "T(1) = 0; T(n) = 2*T(floor(n/2)) + n for n >= 2; "
SEARCH = "T(1) = 1; T(n) = T(floor(n/2)) + 1 for n >= 2; "


def test_a_piped_table_shows_both_claims_and_why_the_constant_is_optimal(capsys):
    assert tightbound("tighten", HALVES + "claim T(n) <= 9*n*log2(n)") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        "verdict  rests on  method            constant  claim",
        "proved   kernel    window_induction         1  T(n) <= n*log2(n)",
        "refuted  kernel    counterexample    999/1000  T(n) <= 999/1000*n*log2(n)",
        f"{'':47}  witness  n = 2: T minus bound is 1/500, so <= fails",
        "the coefficient of n*log2(n): 1 is optimal; equality at n = 2, so every smaller constant fails there",
    ]


def test_a_gap_is_shown_as_an_interval(capsys):
    assert tightbound("tighten", SEARCH + "claim T(n) >= log2(n)/9", "--precision", "0.01") == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("the coefficient of log2(n): the best is in [1, ")
    assert "nothing tighter was proved after " in last


def test_a_start_is_tightened(capsys):
    assert tightbound("tighten", SEARCH + "claim T(n) <= 2*log2(n) for n >= 100", "--start") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "the start: 2 is optimal; it fails at n = 1"


def test_no_constant_at_all_gives_1(capsys):
    assert tightbound("tighten", SEARCH + "claim T(n) <= 2*log2(n) for n >= 1") == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "the coefficient of log2(n): no value can do; false at n = 1 whatever the constant"


def test_json_carries_certificates_that_the_kernel_accepts(tmp_path, capsys):
    path = claims(tmp_path, HALVES.replace("; ", "\n") + "claim T in O(n^2)\nclaim T(n) <= n*log2(n) + 5*n\n")
    assert tightbound("tighten", path, "--claim", "2", "--vary", "2", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["line"], document["pattern"]) == (4, "T(n) <= n*log2(n) + c*n")
    assert (document["proved"]["constant"], document["optimum"], document["stopped"]) == ("0", True, "optimum")
    for verdict in ("proved", "refuted"):
        claim = claim_to_json(parse_claim(document[verdict]["claim"], parse_recurrence(HALVES)))
        assert kernel.check(claim, document[verdict]["certificate"]) == verdict


REFUSED = [
    ([HALVES + "claim T in O(n)"],
     "  need  an explicit claim, with a constant to tighten\n  have  T(n) in O(n)\n"
     "  try   an explicit claim such as: T(n) <= n for n >= 2\n"),
    ([HALVES + "claim T(n) <= n^2; claim T(n) <= n^3"],
     "  need  one claim\n  have  2 claims\n  try   --claim with one of: 1, 2\n"),
    ([HALVES + "claim T(n) <= n^2", "--claim", "9"],
     "  need  the name or number of a claim\n  have  9\n  try   one of: 1\n"),
    ([HALVES + "claim T(n) <= n^2", "--vary", "2"],
     "  need  the number of a term of the bound\n  have  2\n  try   1 is n^2\n"),
    ([HALVES + "claim T(n) <= n^2", "--vary", "1", "--start"], "  need  one of --start and --vary\n  have  both\n"),
    ([HALVES + "claim T(n) <= n^2", "--precision", "0"],
     "  need  a precision above 0\n  have  0\n  try   --precision 1/1000\n"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "text"), REFUSED)
def test_what_cannot_be_tightened_is_refused_with_2(words, text, capsys):
    assert tightbound("tighten", *words) == 2
    assert capsys.readouterr().err == "tightbound tighten: refused\n" + text


def test_a_terminal_gets_colour(tmp_path):
    written = on_terminal(tmp_path, "tighten", HALVES + "claim T(n) <= 9*n*log2(n)")
    assert f"{ESCAPE}[32mproved" in written


DRIVER = """
import sys, time
from pathlib import Path
from checkers.interfaces import certify, entry
real, mark = certify.all_verdicts, Path(sys.argv.pop(1))
def slow_after_a_while(asked, **options):
    if mark.with_suffix(".one").exists():
        mark.touch()
        time.sleep(600)
    mark.with_suffix(".one").touch()
    return real(asked, **options)
certify.all_verdicts = slow_after_a_while
if __name__ == "__main__":
    sys.exit(entry.main())
"""


def test_an_interrupted_search_shows_what_was_found_until_then(tmp_path):
    (tmp_path / "driver.py").write_text(DRIVER)
    mark = tmp_path / "busy"
    text = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n for n >= 2; claim T(n) <= 9*n*log2(n)"
    command = [sys.executable, str(tmp_path / "driver.py"), str(mark), "tighten", text, "--precision", "1e-9"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    pipes["preexec_fn"] = heed_interrupts
    with subprocess.Popen(command, env=environment, **pipes) as process:
        deadline = time.monotonic() + 60
        while not mark.exists() and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (130, False)
    assert err == "interrupted\n"
    assert "proved   kernel    window_induction" in out
    assert "; interrupted after " in out
