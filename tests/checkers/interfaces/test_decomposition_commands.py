"""`tightbound draw`, `derive` and `run`: what they show, their exit codes, what they refuse."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bounds.derivation import derive_all
from bounds.language import parse_decomposition, parse_document, parse_recurrence
from bounds.normal_form import normal
from checkers.executions import crosscheck
from checkers.executions.trace import read_trace
from checkers.interfaces import decompositions, drawing, mock_run
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.entry import main
from tests.bounds.pictures_read import read_graphviz, read_mermaid
from tests.bounds.test_picture import all_nodes

MAP = "S(n) = then(each(x in n by w: call(map, x, 2)), call(reduce, 2*ceil(n/w), 2)) for n >= 1"
REDUCE = f"decomposition map_reduce; parameters w integer >= 2; {MAP}"
CHANCE = "S(n) = each(i=1..n: retry(1/2, 3, call(a)))"
RETRIED = "S(n) = loop(i=1..9000: retry(1, call(a)))"
AT = ("-v", "n=20", "-v", "w=8")


def tightbound(*words: object) -> int:
    """Run a command in this process; its exit code."""
    try:
        return main([str(w) for w in words])
    except SystemExit as stop:
        return int(stop.code or 0)


@pytest.fixture
def claims(tmp_path) -> Path:
    """A file with a recurrence, two decompositions and a claim."""
    path = tmp_path / "some.claims"
    path.write_text(
        "T(0) = 0; T(n) = T(n-1) + 1 for n >= 1\nclaim T(n) <= n\n"
        "decomposition first\nS(n) = call(a)\nclaim calls(n) <= 1\ndecomposition second\nR(n) = loop(i=1..n: call(b))\n"
    )
    return path


def test_the_structure_is_drawn_in_either_language(capsys):
    for form, read in (("mermaid", read_mermaid), ("graphviz", read_graphviz)):
        assert tightbound("draw", REDUCE, "--format", form) == 0
        picture = read(capsys.readouterr().out.rstrip("\n"))
        assert picture.title == "map_reduce"
        assert [n.lines[0] for n in all_nodes(picture) if n.kind == "call"] == ["map", "reduce"]


def test_one_execution_is_drawn_call_by_call(capsys):
    assert tightbound("draw", REDUCE, "--unroll", "n=20", "--value", "w=8", "--format", "graphviz") == 0
    picture = read_graphviz(capsys.readouterr().out.rstrip("\n"))
    assert picture.title == "map_reduce at w = 8, n = 20"
    assert [n.lines for n in all_nodes(picture)] == [
        ("map", "8 in, 2 out", "/S20.0[0]"), ("map", "8 in, 2 out", "/S20.0[1]"), ("map", "4 in, 2 out", "/S20.0[2]"),
        ("reduce", "6 in, 2 out", "/S20.1"),
    ]  # fmt: skip
    assert [(e.source, e.target) for e in picture.edges] == [("n0", "n3"), ("n1", "n3"), ("n2", "n3")]


def test_the_seed_decides_what_is_drawn(capsys):
    drawn = []
    for seed in (1, 1, 2):
        assert tightbound("draw", CHANCE, "--unroll", "n=9", "--seed", seed) == 0
        drawn.append(capsys.readouterr().out)
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_drawing_that_mermaid_would_not_draw_has_a_note(capsys):
    few, many = "S(n) = loop(i=1..n: call(a))", drawing.MERMAID_EDGES + 2
    assert tightbound("draw", few, "--unroll", f"n={many - 1}") == 0
    assert capsys.readouterr().err == ""
    assert tightbound("draw", few, "--unroll", f"n={many}") == 0
    assert "note: Mermaid draws 500 arrows" in capsys.readouterr().err
    assert tightbound("draw", few, "--unroll", f"n={many}", "--format", "graphviz") == 0
    assert capsys.readouterr().err == ""


def test_recurrences_are_derived_in_the_language_of_claims(capsys):
    assert tightbound("derive", REDUCE, "-m", "calls", "-m", "depth") == 0
    shown = capsys.readouterr().out
    assert shown.splitlines() == [
        "# decomposition map_reduce",
        f"# {MAP}",
        "",
        "recurrence calls",
        "parameters w integer >= 2",
        "calls(n) = ceil(n/w) + 1 for n >= 1",
        "",
        "recurrence depth",
        "parameters w integer >= 2",
        "depth(n) = 2 for n >= 1",
    ]
    _, calls, depth = shown.split("recurrence ")
    for part, name in ((calls, "calls"), (depth, "depth")):
        read = parse_recurrence(f"recurrence {part}").equations
        [derived] = derive_all(parse_decomposition(REDUCE), [name]).equations
        assert [(e.range, normal(e.body)) for e in read] == [(derived.range, normal(derived.body))]
    [stated] = parse_document(shown + "claim depth(n) <= 2")
    assert stated.claim.recurrence.name == "depth"


def test_what_a_measure_needs_to_be_derived_is_said_in_words(capsys):
    assert tightbound("derive", RETRIED, "-m", "calls", "-m", "depth") == 1
    assert capsys.readouterr().out.splitlines()[2:6] == [
        "",
        "# calls: not derived",
        "#   step  retry",
        "#   need  a largest number of tries for the worst case",
    ]
    assert tightbound("derive", "S(n) = retry(1/2, call(a))", "-m", "expected_calls") == 0
    assert capsys.readouterr().out.endswith("expected_calls(n) = 2 for n >= 0\n")


def test_all_decompositions_of_a_file_are_derived_or_the_one_that_is_named(claims, capsys):
    assert tightbound("derive", claims, "-m", "calls") == 0
    assert capsys.readouterr().out.count("# decomposition") == 2
    for name in ("second", "2"):
        assert tightbound("derive", claims, "--name", name, "-m", "calls") == 0
        assert capsys.readouterr().out.splitlines()[-1] == "calls(n) = n for n >= 0"
    assert tightbound("run", claims, "--name", "second", "-v", "n=3") == 0
    assert tightbound("draw", claims) == 2
    assert capsys.readouterr().err == (
        "tightbound draw: refused\n  need  one decomposition\n  have  2\n  try   --name, one of: first, second\n"
    )
    assert tightbound("run", claims, "--name", "third") == 2
    assert "need  the name or number of a decomposition\n  have  third" in capsys.readouterr().err


def test_a_run_is_shown_beside_what_is_derived(tmp_path, capsys):
    out = tmp_path / "run.jsonl"
    assert tightbound("run", REDUCE, *AT, "--workers", 2, "--trace", out, "-m", "calls", "-m", "span") == 0
    assert capsys.readouterr().out.splitlines() == [
        "map_reduce at w = 8, n = 20",
        "measure                 measured  derived",
        "calls                          4  4",
        "span                           4  4",
        "latency with 2 workers         3  from 2 to 3",
        "3 compared: all as derived",
    ]
    with out.open() as lines:
        trace = read_trace(lines)
    assert [r.label for r in trace] == ["/S20.0[0]", "/S20.0[1]", "/S20.0[2]", "/S20.1"]


def test_where_chance_decides_a_run_is_below_the_worst_case_and_its_mean_is_not_compared(capsys):
    assert tightbound("run", CHANCE, "-v", "n=4", "-m", "calls", "-m", "expected_calls", "--workers", "1") == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[2:] for line in shown[2:4]] == [["<=", "12"], ["7", "on", "average", "not", "compared"]]
    assert shown[-1] == "2 compared: all as derived"


def test_a_cost_that_is_not_as_derived_gives_1(capsys, monkeypatch):
    other = parse_decomposition(
        REDUCE.replace("call(reduce", "then(call(map), call(reduce").replace("w), 2)", "w), 2))")
    )
    monkeypatch.setattr(mock_run, "derive_all", lambda d, names: derive_all(other, names))
    assert tightbound("run", REDUCE, *AT, "-m", "calls", "-m", "peak") == 1
    shown = capsys.readouterr().out.splitlines()
    assert [line.split() for line in shown[2:]] == [
        ["calls", "4", "5", "differs", "(!)"], ["peak", "10", "10"],
        ["2", "compared:", "1", "not", "as", "derived", "(!)"],
    ]  # fmt: skip


def test_a_parameter_named_workers_is_the_number_of_workers(capsys):
    text = "parameters workers integer >= 1; S(n) = each(i=1..n: call(a)) for n >= 1"
    assert tightbound("run", text, "-v", "n=7", "--workers", 3, "-m", "calls") == 0
    assert capsys.readouterr().out.splitlines()[0] == "S at workers = 3, n = 7"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("run", REDUCE, "-v", "n=20"), "a value of the parameter w"),
        (("run", REDUCE, "-v", "w=8"), "a value of the size n"),
        (("run", REDUCE, "-v", "n=20", "-v", "w=1"), "w integer >= 2"),
        (("run", REDUCE, "-v", "n=20", "-v", "w=5/2"), "w integer >= 2"),
        (("run", REDUCE, "-v", "n=1/2", "-v", "w=2"), "a natural number for the size n"),
        (("run", REDUCE, "-v", "n=-2", "-v", "w=2"), "a natural number for the size n"),
        (("run", REDUCE, *AT, "-v", "m=2"), "values of sizes and parameters"),
        (("run", REDUCE, *AT, "-v", "n=21"), "one value of n"),
        (("run", REDUCE, "-v", "n=1e9"), "a value as NAME=NUMBER"),
        (("run", REDUCE, "-v", "n=1/0"), "a value as NAME=NUMBER"),
        (("run", REDUCE, *AT, "-m", "joy"), "a measure"),
        (("run", REDUCE, "-v", "n=0", "-v", "w=8"), "an execution"),
        (("run", REDUCE, *AT, "-m", "money"), "an execution, and costs that have a value"),
        (("run", REDUCE, *AT, "--trace", "/nowhere/x.jsonl"), "a file to write the trace to"),
        (("run", f"primitive map: window = 5; {REDUCE[26:]}", *AT), "a prompt of fewer than 5 tokens"),
        (("run", "S(n) = call(a, 1/n, 1)", "-v", "n=0"), "that is an integer as written"),
        (("run", "S(n) = S(n^9)", "-v", "n=3"), "an execution"),
        (("run", "S(n) = S(n^99)", "-v", "n=3"), "an execution"),
        (("run", "S(n) = each(i=1..n^9: call(a))", "-v", "n=99"), "an execution"),
        (("run", "T(n) = n", "-v", "n=3"), "what is done"),
        (("run", "no such file", "-v", "n=3"), "a file or the text of a decomposition"),
        (("run", "", "-v", "n=3"), "a file or the text of a decomposition"),
        (("draw", "a\0="), "ASCII text"),
        (("draw", REDUCE, "--value", "n=3"), "--unroll with --value"),
        (("draw", REDUCE, "--unroll", "n=3"), "a value of the parameter w"),
        (("draw", REDUCE, "--unroll", "n=0", "--value", "w=2"), "a decomposition that speaks of these sizes"),
        (("draw", RETRIED, "--unroll", "n=3"), "at most 5000 calls"),
        (("draw", REDUCE, "--format", "png"), "is not one of 'mermaid', 'graphviz'"),
        (("derive", REDUCE, "-m", "joy"), "a measure of the decomposition"),
        (("derive", "S(n) = S(n)", "-m", "calls"), "calls at smaller sizes, for calls"),
        (("derive", "recurrence; T(0) = 0"), "a decomposition"),
    ],
)
def test_bad_input_is_refused_with_2(words, refusal, capsys):
    assert tightbound(*words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert refusal in shown.err
    assert "Traceback" not in shown.err


def test_without_networkx_the_structure_is_drawn_and_a_call_graph_is_refused(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "networkx", None)
    assert tightbound("draw", REDUCE) == 0
    assert tightbound("draw", REDUCE, "--unroll", "n=20", "-v", "w=8") == 2
    assert capsys.readouterr().err == (
        "tightbound draw: refused\n  need  the package networkx for --unroll\n  have  none\n"
        "  try   pip install 'tightbound[graphs]'\n"
    )


def test_sizes_have_the_names_that_the_cases_give_them():
    names = decompositions.size_names(parse_decomposition("S(0, m) = nothing; S(n, 0) = nothing; S(n, m) = call(a)"))
    assert names == [("n", "size1"), ("m", "size2")]
    swapped = parse_decomposition("S(n, 0) = nothing; S(2*k + 1, n) = call(a) for n >= 1")
    assert decompositions.size_names(swapped) == [("size1",), ("size2",)]
    assert decompositions.place("me", swapped, {"size1": 3, "size2": 4}).sizes == (3, 4)
    with pytest.raises(BadInput, match="a value of the size size1"):
        decompositions.place("me", swapped, {"n": 4})


def test_a_run_agrees_with_the_cross_check():
    d = parse_decomposition(REDUCE)
    rows = mock_run.run_at(d, ["n=20", "w=8"], ()).rows
    assert [row.agrees for row in rows] == [True] * len(mock_run.SHOWN)
    assert list(crosscheck.compare(d, (20,), {"w": 8}, mock_run.SHOWN)) == []


def test_help_loads_neither_networkx_nor_an_event_loop():
    probe = (
        "import sys\nfrom checkers.interfaces.entry import main\n"
        "try: main([*sys.argv[1:]])\nexcept SystemExit: pass\nprint(sorted({'networkx', 'asyncio'} & set(sys.modules)))"
    )

    def loaded(*words: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
        words = (sys.executable, "-c", probe, *words)
        done = subprocess.run(words, capture_output=True, text=True, env=environment, check=True)
        return done.stdout.splitlines()[-1]

    assert loaded("draw", "--help") == "[]"
    assert loaded("draw", "S(n) = call(a)", "--unroll", "n=1") == "['asyncio', 'networkx']"
