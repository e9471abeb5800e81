"""Batches: one row for every line, whatever the line is and whenever the run is killed."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.batch import Settings, Tally, run
from checkers.interfaces.rows import FIELDS, LINE_LIMIT, all_requests, error_row, read_request, to_line
from tests.checkers.interfaces.fakes import DECIDE_LINE, heed_interrupts


def batch(folder: Path, lines, existing="refuse", timeout=20.0, jobs=2) -> list[dict]:
    """Run a batch of fake decisions in a folder and read its rows."""
    if lines is not None:
        (folder / "in.jsonl").write_bytes(b"".join(x if isinstance(x, bytes) else encode(x) for x in lines))
    settings = Settings(jobs, timeout, existing, DECIDE_LINE)
    run(folder / "in.jsonl", folder / "out.jsonl", settings, Tally(), lambda _: None)
    return rows(folder)


def rows(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_bytes().splitlines()]


def encode(line: object) -> bytes:
    return json.dumps(line).encode() + b"\n"


def line(identity, text="fine", claim="T in O(n)") -> dict:
    return {"id": identity, "text": text, "claim": claim}


def by_id(found: list[dict]) -> dict:
    assert len({json.dumps(r["id"]) for r in found}) == len(found)
    return {r["id"]: r for r in found}


def test_a_row_has_exactly_the_promised_fields(tmp_path):
    (row,) = batch(tmp_path, [{**line("a"), "source": "ignored"}])
    assert tuple(row) == FIELDS
    assert row == {
        "id": "a", "claim": "T in O(n)", "verdict": "proved", "rests_on": ["kernel"], "method": "fake", "seconds": 0.0,
        "witness": None, "certificate": None, "error": None,
    }  # fmt: skip
    assert tuple(error_row(read_request(b"{}", 1), "no")) == FIELDS


BAD = {
    b"no json\n": ("line 1", "not JSON: Expecting value at column 1"),
    b"\xff{}\n": ("line 1", "not UTF-8: invalid start byte at byte 0"),
    b"[1]\n": ("line 1", "need an object with id, text and claim, have an array"),
    b"7\n": ("line 1", "need an object with id, text and claim, have a number"),
    b"{}\n": ("line 1", "id: need a string or an integer, have nothing; text: need a string, have nothing; "
              "claim: need a string, have nothing"),
    b'{"id": true, "text": "", "claim": ""}\n': ("line 1", "id: need a string or an integer, have a boolean"),
    b'{"id": 1.5, "text": "", "claim": ""}\n': ("line 1", "id: need a string or an integer, have a number"),
    b'{"id": "a", "text": 3, "claim": ""}\n': ("a", "text: need a string, have a number"),
    b'{"id": "a", "text": "", "claim": ["x"]}\n': ("a", "claim: need a string, have an array"),
    b'{"id": "a", "text": ""}': ("a", "claim: need a string, have nothing"),
    b" " * LINE_LIMIT + b"{}\n": ("line 1", "the line is longer than 1048576 bytes"),
}  # fmt: skip


@pytest.mark.parametrize("raw", BAD, ids=[str(i) for i in range(len(BAD))])
def test_a_bad_line_becomes_an_error_row_and_stops_nothing(tmp_path, raw):
    found = batch(tmp_path, [raw.rstrip(b"\n") + b"\n", line("good")])
    bad, good = sorted(found, key=lambda r: r["id"] == "good")
    assert (bad["id"], bad["error"], bad["verdict"], bad["rests_on"]) == (*BAD[raw], "unknown", [])
    assert (good["verdict"], good["error"]) == ("proved", None)


def test_json_nested_too_deep_or_with_endless_digits_is_a_bad_line(tmp_path):
    deep, digits = b"[" * 100_000 + b"\n", b'{"id": ' + b"9" * 10_000 + b"}\n"
    found = batch(tmp_path, [deep, digits, line("good")])
    assert [r["id"] for r in found if r["error"]] == ["line 1", "line 2"]
    assert all(r["error"].startswith("not readable as JSON: ") for r in found if r["error"])


@given(st.lists(st.binary(max_size=60)))
def test_any_bytes_give_one_request_for_each_line_that_is_not_blank(lines):
    data = b"\n".join(lines)
    assert len(list(all_requests(io.BytesIO(data)))) == sum(bool(part.strip()) for part in data.split(b"\n"))


@given(st.text(), st.text())
def test_any_text_makes_the_round_trip_through_a_line(identity, claim):
    request = read_request(encode(line(identity, claim=claim)), 2)
    row = json.loads(to_line(error_row(request, "no")))
    assert (row["id"], row["claim"], request.problem) == (identity, claim, "")


def test_blank_lines_a_byte_order_mark_and_a_missing_last_newline_do_no_harm(tmp_path):
    found = batch(tmp_path, [b"\xef\xbb\xbf" + encode(line("a")), b"\n", b"  \n", encode(line("b")).rstrip()])
    assert sorted(r["id"] for r in found) == ["a", "b"]
    assert not any(r["error"] for r in found)


def test_crashes_and_overruns_are_error_rows(tmp_path):
    orders = ["raise broken", "kill", "sleep 600", "recurse", "fine"]
    found = by_id(batch(tmp_path, [line(o, text=o) for o in orders], timeout=0.5))
    errors = {o: found[o]["error"] for o in orders}
    assert errors["raise broken"] == "ValueError: broken"
    assert errors["kill"] == "the worker died: SIGKILL (out of memory?)"
    assert errors["sleep 600"].startswith("killed after 1.0 s without an answer")
    assert errors["recurse"].startswith("RecursionError: ")
    assert errors["fine"] is None
    assert {found[o]["verdict"] for o in orders} == {"unknown", "proved"}


def test_a_row_is_on_disk_before_the_next_is_decided(tmp_path):
    seen = []
    (tmp_path / "in.jsonl").write_bytes(b"".join(encode(line(i)) for i in range(5)))
    settings = Settings(1, 20.0, "refuse", DECIDE_LINE)
    run(tmp_path / "in.jsonl", tmp_path / "out.jsonl", settings, Tally(), lambda _: seen.append(len(rows(tmp_path))))
    assert seen == [1, 2, 3, 4, 5]


def test_an_output_with_rows_is_refused_unless_told_what_it_means(tmp_path):
    batch(tmp_path, [line("a")])
    with pytest.raises(BadInput) as refused:
        batch(tmp_path, [line("b")])
    size = (tmp_path / "out.jsonl").stat().st_size
    assert str(refused.value) == (
        "tightbound batch: refused\n"
        "  need  an output file that is absent or empty\n"
        f"  have  {size} bytes in {tmp_path / 'out.jsonl'}\n"
        "  try   --resume to go on with it, --overwrite to start again, or another file"
    )
    assert [r["id"] for r in rows(tmp_path)] == ["a"]
    assert [r["id"] for r in batch(tmp_path, [line("b")], "overwrite")] == ["b"]


def test_resuming_skips_what_has_a_row_and_drops_a_torn_last_line(tmp_path):
    batch(tmp_path, [line("a"), line("b")])
    whole = (tmp_path / "out.jsonl").read_bytes()
    (tmp_path / "out.jsonl").write_bytes(whole[:-20])
    found = batch(tmp_path, [line("a", "raise again"), line("b", "raise again"), line("c")], "resume", jobs=1)
    assert len(found) == 3
    first = json.loads(whole.splitlines()[0])["id"]
    assert {r["id"]: r["error"] for r in found} == {"a": "ValueError: again", "b": "ValueError: again", "c": None} | {
        first: None
    }


def test_a_last_row_that_lacks_only_its_newline_is_done_again(tmp_path):
    batch(tmp_path, [line("a")])
    (tmp_path / "out.jsonl").write_bytes((tmp_path / "out.jsonl").read_bytes().rstrip(b"\n"))
    assert [r["id"] for r in batch(tmp_path, [line("a")], "resume")] == ["a"]


def test_resuming_a_finished_run_changes_nothing_and_an_absent_one_starts_it(tmp_path):
    lines = [line("a"), b"bad\n", line("a"), line(1), line("1"), line("a", claim="T in o(n)")]
    batch(tmp_path, lines, "resume")
    before = (tmp_path / "out.jsonl").read_bytes()
    assert len(before.splitlines()) == 6
    batch(tmp_path, lines, "resume")
    assert (tmp_path / "out.jsonl").read_bytes() == before


def test_lines_that_share_id_and_claim_each_get_a_row_also_after_resuming(tmp_path):
    batch(tmp_path, [line("a")] * 3)
    assert len(batch(tmp_path, [line("a")] * 5 + [line("a", claim="T in o(n)")], "resume")) == 6


def test_a_file_that_is_no_output_of_a_batch_is_not_touched(tmp_path):
    (tmp_path / "out.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(BadInput, match=r"line 1 of .* is not one"):
        batch(tmp_path, [line("a")], "resume")
    assert (tmp_path / "out.jsonl").read_text() == '{"id": 1}\n'


def test_files_that_cannot_be_used_are_refused(tmp_path):
    with pytest.raises(BadInput, match=r"have  .*in.jsonl: No such file"):
        batch(tmp_path, None)
    assert not (tmp_path / "out.jsonl").exists()
    settings = Settings(1, 1.0, task=DECIDE_LINE)
    (tmp_path / "in.jsonl").write_bytes(encode(line("a")))
    with pytest.raises(BadInput, match="two different files"):
        run(tmp_path / "in.jsonl", tmp_path / "in.jsonl", settings, Tally(), lambda _: None)
    with pytest.raises(BadInput, match="No such file"):
        run(tmp_path / "in.jsonl", tmp_path / "no" / "out", settings, Tally(), lambda _: None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_plainly(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(encode(line("a")))
    with pytest.raises(BadInput, match="room to write"):
        run(tmp_path / "in.jsonl", Path("/dev/full"), Settings(1, 9.0, task=DECIDE_LINE), Tally(), lambda _: None)


DRIVER = """
import sys
from pathlib import Path
from checkers.interfaces import batch
from checkers.interfaces.batch import Settings, Tally
if __name__ == "__main__":
    settings = Settings(2, 20.0, "resume", "tests.checkers.interfaces.fakes:decide_line")
    batch.run(Path(sys.argv[1]), Path(sys.argv[2]), settings, Tally(), lambda _: None)
"""


def start(folder: Path) -> subprocess.Popen:
    script = folder / "driver.py"
    script.write_text(DRIVER)
    command = [sys.executable, str(script), str(folder / "in.jsonl"), str(folder / "out.jsonl")]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    pipes = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, preexec_fn=heed_interrupts, **pipes)


@pytest.mark.parametrize(("how", "goals"), [(signal.SIGKILL, (20, 90)), (signal.SIGINT, (20,))])
def test_a_run_killed_again_and_again_ends_with_every_row_once(tmp_path, how, goals):
    lines = [line(i, text=f"sleep {0.01 * (i % 3)}") for i in range(200)]
    (tmp_path / "in.jsonl").write_bytes(b"".join(map(encode, lines)))
    out = tmp_path / "out.jsonl"
    for goal in goals:
        with start(tmp_path) as process:
            deadline = time.monotonic() + 60
            while not out.exists() or out.read_bytes().count(b"\n") < goal:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.005)
            process.send_signal(how)
            process.communicate(timeout=20)
            assert process.returncode != 0
        done = out.read_bytes().count(b"\n")
        assert goal <= done < 200
    with start(tmp_path) as process:
        _, complaint = process.communicate(timeout=60)
        assert (process.returncode, complaint) == (0, b"")
    assert Counter(r["id"] for r in rows(tmp_path)) == Counter(range(200))


def test_two_runs_cannot_write_to_one_output(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(encode(line(i, text="sleep 0.2")) for i in range(100)))
    with start(tmp_path) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "out.jsonl").exists() or not rows(tmp_path):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        with pytest.raises(BadInput, match="in use by another run"):
            batch(tmp_path, None, "resume")
        process.kill()
        process.communicate(timeout=20)
