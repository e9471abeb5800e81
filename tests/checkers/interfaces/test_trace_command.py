"""`tightbound trace`: what it shows, its exit codes, what it refuses."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkers.executions.trace import CallRecord, Trace
from checkers.interfaces.entry import main
from tests.checkers.executions.made_spans import TRACE, chat, request, span

SPANS = Path(__file__).parents[1] / "executions" / "spans"
WITH_HTTP, STREAMED = SPANS / "with_http.jsonl", SPANS / "streamed.jsonl"
HOLDS, BROKEN = "calls(n) <= 2*ceil(n/w) + 3", "calls(n) <= 2*ceil(n/w)"


def tightbound(*words: object) -> int:
    """Run a command in this process; its exit code."""
    try:
        return main([str(w) for w in words])
    except SystemExit as stop:
        return int(stop.code or 0)


@pytest.fixture
def own(tmp_path) -> Path:
    """A trace of two calls, the second of which ended first."""
    path = tmp_path / "run.jsonl"
    Trace([CallRecord(1, "map", 3, 2, 1, 2), CallRecord(0, "map", 4, 2, 0, 5)]).write(path)
    return path


def write(path: Path, *spans: dict) -> Path:
    path.write_text(json.dumps(request(*spans)) + "\n")
    return path


def test_a_run_is_shown_with_its_claims(capsys):
    words = ["--claim", HOLDS, "--claim", BROKEN, "--value", "n=@app.documents", "--value", "w=4"]
    assert tightbound("trace", WITH_HTTP, *words) == 1
    assert capsys.readouterr().out.splitlines() == [
        "e917306e0f5c748605c8a69f9b487f4e: 14 spans",
        "primitive  calls  requests  retries  tokens in  tokens out  peak  depth  latency (ns)",
        "chat           5         6        1         35          10     9      2     147989720",
        "holds: calls(n) <= 2*ceil(n/w) + 3",
        "  at    n = 4, w = 4",
        "  need  calls(n) <= 5",
        "  have  calls = 5",
        "broken: calls(n) <= 2*ceil(n/w)",
        "  at    n = 4, w = 4",
        "  need  calls(n) <= 2",
        "  have  calls = 5",
        "  first call 2 (chat [map]) over the bound, 7 tokens in, 2 out",
        "2 claims on runs: 1 holds, 1 broken, 0 not compared",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [((), 0), (("-c", HOLDS), 0), (("-c", BROKEN), 1), (("-c", "calls(n) <= 9 for n >= 9"), 0),
     (("-c", "calls(n) <= 9 for n >= 9", "--strict"), 2),
     (("-c", "calls(n) <= 9 for n >= 9", "-c", BROKEN, "--strict"), 1), (("-c", HOLDS, "--strict"), 0)],
)  # fmt: skip
def test_the_exit_code_says_whether_a_claim_is_broken(capsys, words, code):
    assert tightbound("trace", WITH_HTTP, *words, "--size-attribute", "app.documents", "-v", "w=4") == code
    assert ("not compared: calls(n) <= 9" in capsys.readouterr().out) == ("calls(n) <= 9 for n >= 9" in words)


def test_a_claim_on_what_is_not_known_is_not_compared_unless_the_known_part_breaks_it(tmp_path, capsys):
    assert tightbound("trace", STREAMED, "-c", "tokens(n) <= n", "-c", "calls(n) <= 9", "-v", "n=4") == 0
    shown = capsys.readouterr().out
    assert "not compared: tokens(n) <= n\n  at    n = 4\n  have  5 of 5 answered calls without token counts\n" in shown
    assert "holds: calls(n) <= 9" in shown
    assert ">= 0" in shown
    some = write(tmp_path / "some.jsonl", chat("a", 0, 1), chat("b", 2, 3, tokens=None))
    for claim, verdict in {
        "tokens(n) <= n": "broken", "tokens(n) <= 2*n": "not compared", "tokens(n) >= 5": "holds",
        "tokens(n) == 9": "not compared", "calls(n) - tokens(n) <= 0": "not compared",
        "tokens(n) <= 7*calls(n)": "not compared", "20 - tokens(n) <= n": "not compared",
    }.items():  # fmt: skip
        tightbound("trace", some, "-c", claim, "-v", "n=8")
        assert f"\n{verdict}: {claim}" in capsys.readouterr().out


def test_the_same_comes_as_json(capsys):
    assert tightbound("trace", WITH_HTTP, "-c", BROKEN, "-v", "n=7/2", "-v", "w=4", "--json") == 1
    document = json.loads(capsys.readouterr().out)
    (run,) = document["runs"]
    assert (run["measured"]["calls"], run["measured"]["depth"], run["lower_bounds"]) == (5, 2, {})
    (claim,) = run["claims"]
    assert (claim["verdict"], claim["values"], claim["need"]) == ("broken", {"n": "7/2", "w": "4"}, "calls(n) <= 2")
    assert claim["first"]["index"] == 2
    assert tightbound("trace", STREAMED, "-c", "tokens(n) <= 9", "-v", "n=4", "--json") == 0
    (claim,) = json.loads(capsys.readouterr().out)["runs"][0]["claims"]
    assert (claim["verdict"], claim["need"]) == ("not compared", None)
    assert claim["reason"] == "5 of 5 answered calls without token counts"


def test_a_trace_of_our_own_is_told_from_spans_and_put_in_order(own, capsys):
    assert tightbound("trace", own, "-c", "calls(n) <= 1", "-v", "n=1") == 1
    shown = capsys.readouterr().out
    assert "map            2         2        0          7           4     6      1        5" in shown
    assert "first call 1 (map) over the bound, 3 tokens in, 2 out" in shown
    assert tightbound("trace", own, WITH_HTTP) == 0
    assert capsys.readouterr().out.count("primitive") == 2
    assert tightbound("trace", own, "--format", "otlp") == 2


def test_a_trace_cut_short_is_read_with_a_note(own, capsys):
    own.write_text(own.read_text()[:-5])
    assert tightbound("trace", own) == 0
    assert f"note: {own}: the last line is cut short and left out\n" in capsys.readouterr().out


def test_each_trace_of_a_file_is_a_run_and_one_can_be_chosen(tmp_path, capsys):
    other = {**chat("b", 0, 1), "traceId": "ff" * 16}
    idle = {**span("health", 0, 1), "traceId": "ee" * 16}
    path = write(tmp_path / "two.jsonl", chat("a", 0, 1), other, idle)
    assert tightbound("trace", path) == 0
    shown = capsys.readouterr().out
    assert shown.count("primitive") == 2
    assert "note: 1 traces without a model call left out" in shown
    assert tightbound("trace", path, "--trace-id", "FFFF") == 0
    assert capsys.readouterr().out.startswith("ff" * 16 + ": 1 spans\n")
    assert tightbound("trace", path, "--trace-id", "ab") == 2
    assert capsys.readouterr().err == (
        "tightbound trace: refused\n  need  one trace id\n"
        f"  have  0 that begin with ab, of {TRACE}, {'ff' * 16}, {'ee' * 16}\n"
    )


def test_a_trace_in_two_files_is_one_run(tmp_path, capsys):
    files = [write(tmp_path / f"{name}.jsonl", chat(name, 0, 1)) for name in "ab"]
    assert tightbound("trace", *files, "-c", "calls(n) == 2", "-v", "n=1") == 0
    assert "holds: calls(n) == 2" in capsys.readouterr().out


def test_primitives_are_counted_apart_and_one_alone_when_asked(tmp_path, capsys):
    path = write(tmp_path / "f.jsonl", chat("a", 0, 1), chat("b", 2, 3, operation="embeddings"))
    assert tightbound("trace", path) == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()[2:5]] == [
        ["chat", "1"], ["embeddings", "1"], ["all", "2"],
    ]  # fmt: skip
    assert tightbound("trace", path, "--only", "chat", "-c", "calls(n) == 1", "-v", "n=1") == 0
    assert "note: 1 requests of other primitives left out" in capsys.readouterr().out


def test_calls_reported_twice_are_counted_twice_when_asked(capsys):
    words = ["-c", "calls(n) == 5", "-v", "n=4"]
    assert tightbound("trace", SPANS / "twice.jsonl", *words) == 0
    assert tightbound("trace", SPANS / "twice.jsonl", *words, "--count-all") == 1
    assert "have  calls = 10" in capsys.readouterr().out


REFUSED = {
    ("-c", "calls(n) <= n"): "  need  a value of n for calls(n) <= n\n  have  none\n  try   --value n=7\n",
    (
        "-v",
        "n",
    ): "  need  a size as NAME=NUMBER, or as NAME=@ATTRIBUTE of the root span\n  have  n\n  try   --value n=37\n",
    ("-v", "n=1e9"): "have  n=1e9",
    ("-v", "n=1", "-v", "n=2"): "  need  one value of n\n  have  1 and 2\n",
    ("-c", "calls(n) <= n", "-v", "n=@documents"): (
        "  need  the attribute documents on the root span of e917306e0f5c748605c8a69f9b487f4e, for n\n"
        "  have  app.documents, app.half\n  try   --value n=7\n"
    ),
    ("-c", "calls(n) <= n", "-v", "n=1/0"): "need  an exact number for n",
    ("-c", "calls(n) in O(n)", "-v", "n=1"): "a growth claim",
    ("-c", "money(n) <= 3", "-v", "n=1"): "a measure of a run",
    ("-c", "calls(n) <= 9 for depth(n) >= 1", "-v", "n=1"): "need  a range of sizes",
    ("--trace-id", "abc"): "have  0 that begin with abc",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_no_size_and_no_claim_is_refused(capsys, words):
    assert tightbound("trace", WITH_HTTP) == 0
    capsys.readouterr()
    assert tightbound("trace", WITH_HTTP, *words) == 2
    found = capsys.readouterr()
    assert REFUSED[words] in found.err
    assert found.out == ""


FILES = {
    "": "an empty file", "\n\n": "an empty file", "{}\n": "need  an object with resourceSpans",
    "[1]\n": "have  {path}:1: int", '{"resourceSpans": NaN}\n': "NaN is no JSON number",
    "[" * 99_999: "nested too deeply",
    json.dumps(request(span("health", 0, 1))): "have  1 spans of other things: health",
    json.dumps(request()): "have  no span", json.dumps(request(chat("a", 2, 1))): "have  {path}:1, span 'a': -1 ns",
    '{"index": 0, "primitive": "a"}\n': "need  one call a line, as a trace has",
}  # fmt: skip


@pytest.mark.parametrize("text", FILES)
def test_a_file_that_is_neither_is_refused(tmp_path, capsys, text):
    path = tmp_path / "spans.jsonl"
    path.write_text(text)
    assert tightbound("trace", path) == 2
    assert FILES[text].replace("{path}", str(path)) in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(tmp_path, capsys):
    assert tightbound("trace", tmp_path / "none.jsonl") == 2
    have = f"  have  {tmp_path / 'none.jsonl'}: No such file or directory\n"
    assert capsys.readouterr().err == f"tightbound trace: refused\n  need  files of spans, or traces\n{have}"
    assert tightbound("trace", tmp_path) == 2


def test_names_cannot_steer_a_terminal(tmp_path, capsys):
    bad = {**chat("a", 0, 1, operation="\x1b[31m", **{"gen_ai.request.model": "m"}), "name": "\ud800"}
    path = write(tmp_path / "f.jsonl", span("run", 0, 9, **{"\x1b[2J": 1}), bad)
    assert tightbound("trace", path, "-c", "calls(n) <= 0", "-v", "n=1") == 1
    assert tightbound("trace", path, "-c", "calls(n) <= 0", "-v", "n=@k") == 2
    found = capsys.readouterr()
    assert "\x1b" not in found.out + found.err
    assert "\\x1b[31m" in found.out


@pytest.mark.parametrize(("bound", "shown"), [("2^n", "about 2^20000"), ("7/3*10^5000", "about 2^16610")])
def test_a_bound_of_thousands_of_digits_is_shown_as_a_power_of_two(capsys, bound, shown):
    assert tightbound("trace", WITH_HTTP, "-c", f"calls(n) <= {bound}", "-v", "n=20000") == 0
    assert f"need  calls(n) <= {shown}\n" in capsys.readouterr().out


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=60) | st.text('{}[]",:1e.\n resourceSpans', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path, capsys, content):
    path = tmp_path / "any.jsonl"
    path.write_bytes(content)
    assert tightbound("trace", path) == 2
    assert capsys.readouterr().err.startswith("tightbound trace: refused\n  need  ")
