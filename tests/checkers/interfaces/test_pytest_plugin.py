"""The pytest plug-in as projects meet it: small projects run by pytest within the test."""

import importlib
import subprocess
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest

importlib.import_module("checkers.executions.observed")  # once, and not again in every inner run

pytest_plugins = ["pytester"]

MODULE = "checkers.interfaces.pytest_plugin"
INSTALLED = any(e.value == MODULE for e in entry_points(group="pytest11"))
LOADED = [] if INSTALLED else ["-p", MODULE]
ASYNCIO = ["-o", "asyncio_default_fixture_loop_scope=function"] if find_spec("pytest_asyncio") else []
OPTIONS = ["-p", "no:cacheprovider", "-W", "error", "--strict-markers", *ASYNCIO, *LOADED]

PROGRAM = """
import pytest
from fractions import Fraction

def ranked(ask, n, each=2):
    for i in range(each * n):
        ask(f"item {i}")
"""


@pytest.fixture
def run(pytester):
    """Runs pytest in this process on one test file."""

    def run(text: str, *options: str):
        pytester.makepyfile(PROGRAM + text)
        return pytester.runpytest_inprocess(*OPTIONS, *options)

    return run


def separately(pytester, text: str, *options: str):
    """Runs pytest in a process of its own on one test file."""
    pytester.makepyfile(PROGRAM + text)
    return pytester.runpytest_subprocess(*OPTIONS, *options, timeout=60)


def failures(result) -> str:
    return result.stdout.str()


class TestClaims:
    def test_a_bound_that_holds_at_every_value_passes(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n) <= 2*n", "depth(n) == 2*n", n=range(1, 6))
def test_ranking(mock_llm, n):
    ranked(mock_llm.ask, n)
"""
        )
        result.assert_outcomes(passed=5)

    def test_a_bound_that_breaks_fails_with_the_values_and_the_call_that_broke_it(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n) <= n + w", n=range(1, 6), w=3)
def test_ranking(mock_llm, n):
    ranked(mock_llm.ask, n)
"""
        )
        result.assert_outcomes(passed=3, failed=2)
        result.stdout.fnmatch_lines(
            [
                "*test_ranking?n=4?*",
                "broken: calls(n) <= n + w",
                "  at    n = 4, w = 3",
                "  need  calls(n) <= 7",
                "  have  calls = 8",
                "  first call 7 (call) over the bound, 2 tokens in, 1 out: 'item 7'",
            ]
        )
        assert "Traceback" not in failures(result)
        assert "pytest_plugin.py" not in failures(result)

    def test_stacked_markers_run_at_the_product_and_name_it(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n, w) >= n", w=[1, Fraction(1, 2)])
@pytest.mark.bound("calls(n) <= 2*n", n=[3, 4])
def test_ranking(mock_llm, n):
    ranked(mock_llm.ask, n)
""",
            "-v",
        )
        result.assert_outcomes(passed=4)
        ids = {line.split("::")[1].split()[0] for line in result.outlines if "::" in line}
        assert ids == {f"test_ranking[w={w}-n={n}]" for n in (3, 4) for w in ("1", "1/2")}

    def test_constants_are_passed_when_asked_for_and_leave_no_mark_when_not(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n) == 2*n", n=3)
def test_hidden(mock_llm):
    ranked(mock_llm.ask, 3)

@pytest.mark.bound("calls(n) == 2*n", n=3)
def test_shown(mock_llm, n, bound_values):
    assert bound_values == {"n": 3}
    ranked(mock_llm.ask, n)
""",
            "-v",
        )
        result.assert_outcomes(passed=2)
        result.stdout.fnmatch_lines(["*::test_hidden PASSED*", "*::test_shown?n=3? PASSED*"])

    def test_sizes_may_come_from_parametrize_and_from_fixtures(self, run):
        text = """
@pytest.fixture
def w():
    return 1

@pytest.mark.bound("calls(n) <= 2*n*w")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_ranking(mock_llm, n, w):
    ranked(mock_llm.ask, n, each=EACH)
"""
        run(text.replace("EACH", "2")).assert_outcomes(passed=3)
        broken = run(text.replace("EACH", "3"))
        broken.assert_outcomes(failed=3)
        broken.stdout.fnmatch_lines(["  at    n = 3, w = 1"])

    def test_a_size_that_is_no_number_when_the_test_runs_fails_it(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n) <= 2*n")
@pytest.mark.parametrize("n", ["three"])
def test_ranking(mock_llm, n):
    mock_llm.ask("a")
"""
        )
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["  need  an integer or a Fraction for n", "  have  'three'"])

    def test_a_case_of_parametrize_may_carry_the_marker(self, run):
        result = run(
            """
def case(n, claim):
    return pytest.param(n, marks=pytest.mark.bound(claim))

@pytest.mark.parametrize("n", [1, case(2, "calls(n) <= 2*n"), case(3, "calls(n) <= n"), case(4, "calls(n) <=")])
def test_ranking(mock_llm, n):
    ranked(mock_llm.ask, n)
"""
        )
        result.assert_outcomes(passed=2, failed=2)
        result.stdout.fnmatch_lines(["  at    n = 3", "*", "Rejected: language/syntax *"])
        assert "Traceback" not in failures(result)

    def test_a_class_may_carry_the_marker(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n) <= 2*n", n=range(1, 3))
class TestRanking:
    def test_two(self, mock_llm, n):
        ranked(mock_llm.ask, n)

    def test_three(self, mock_llm, n):
        ranked(mock_llm.ask, n, each=3)
"""
        )
        result.assert_outcomes(passed=2, failed=2)

    def test_sizes_outside_a_claims_range_are_not_judged_by_it(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n) <= n for n >= 3", n=range(1, 4))
def test_ranking(mock_llm, n):
    ranked(mock_llm.ask, n)
"""
        )
        result.assert_outcomes(passed=2, failed=1)
        result.stdout.fnmatch_lines(["  at    n = 3"])

    def test_a_bound_that_cannot_be_compared_fails(self, run):
        result = run(
            """
@pytest.mark.bound("calls(n) <= log(n - 1)", n=1)
def test_ranking(mock_llm):
    ranked(mock_llm.ask, 1)
"""
        )
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["not compared: calls(n) <= log(n - 1)"])


class TestNothingMeasured:
    MARK = "@pytest.mark.bound({claim!r}, n={n})\n"
    LOCAL = "def test_ranking({fixture}):\n    pass\n"

    def outcome(self, run, claim: str, n: int, fixture: str = "meter"):
        return run(self.MARK.format(claim=claim, n=n) + self.LOCAL.format(fixture=fixture))

    @pytest.mark.parametrize("fixture", ["", "meter"])
    def test_an_upper_bound_that_nothing_was_compared_with_fails(self, run, fixture):
        result = self.outcome(run, "calls(n) <= 2*n", 5, fixture)
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(
            [
                "not measured: no request passed the test's meter",
                "  at    n = 5",
                "  need  calls to compare with calls(n) <= 2*n",
                "  have  none, so the claim was not tested",
                "  try   the fixture mock_llm or mock_server*metered(client)*",
            ]
        )

    @pytest.mark.parametrize(
        ("claim", "n"), [("calls(n) <= 2*n", 0), ("calls(n) == n - 1", 1), ("calls(n) >= n", 0), ("calls(n) <= 0", 7)]
    )
    def test_no_call_is_right_where_the_claim_leaves_no_room_for_one(self, run, claim, n):
        self.outcome(run, claim, n).assert_outcomes(passed=1)

    def test_a_lower_bound_breaks_and_the_meter_is_named_too(self, run):
        result = self.outcome(run, "calls(n) >= n", 2)
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["not measured: *", "broken: calls(n) >= n", "  have  calls = 0"])

    def test_requests_that_were_all_refused_are_measured(self, run):
        result = run(
            """
from checkers.executions.mock import Refused

@pytest.mark.mock_llm(window=2)
@pytest.mark.bound("calls(n) <= n", n=5)
def test_ranking(mock_llm):
    with pytest.raises(Refused):
        mock_llm.ask("too long a prompt")
"""
        )
        result.assert_outcomes(passed=1)


class TestOwnOutcomes:
    def test_a_test_that_fails_or_skips_for_its_own_reasons_says_so_and_no_more(self, run):
        result = run(
            """
MARK = pytest.mark.bound("calls(n) <= n", n=1)

@MARK
def test_wrong(mock_llm):
    ranked(mock_llm.ask, 5)
    assert 1 + 1 == 3

@MARK
def test_skipped(mock_llm):
    ranked(mock_llm.ask, 5)
    pytest.skip("not here")

@MARK
@pytest.mark.xfail(strict=True)
def test_expected(mock_llm):
    ranked(mock_llm.ask, 5)
"""
        )
        result.assert_outcomes(failed=1, skipped=1, xfailed=1)
        assert "assert (1 + 1) == 3" in failures(result)
        assert "broken:" not in failures(result)


class TestRefusals:
    @pytest.mark.parametrize(
        ("marker", "lines"),
        [
            ('"calls(n) <= 2*", n=1', ["Rejected: language/syntax  line 1, column 15", "  have  the end of the stat*"]),
            ('"cost(n) <= 2*n", n=1', ["  need  a measure of a run: calls, *", "  have  cost(n)"]),
            ('"calls(n) in O(n)", n=1', ["  have  a growth claim, `O`"]),
            ('"calls(n) <= n*w", n=1', ["  need  a value for w", "  have  n", "  try   w=range(1, 50) in the mark*"]),
            ('"calls(n) <= n", n=1, m=2', ["  have  m, which neither has"]),
            ('"calls(n) <= n", n=0.5', ["  need  an integer or a Fraction for n", "  try   Fraction('0.5')"]),
            ('"calls(n) <= n", n=True', ["  have  True"]),
            ('"calls(n) <= n", n="12"', ["  have  '12'"]),
            ('"calls(n) <= n", n=[1, None]', ["  have  None"]),
            ('"calls(n) <= n", n=range(0)', ["  need  at least one value for n", "  have  range(0, 0)"]),
            ('"calls(n) <= n", n=iter([1])', ["  have  list_iterator, which is empty after the first test"]),
            ('"calls(n) <= n for n >= 9", n=range(9)', ["  have  none for calls(n) <= n for n >= 9"]),
            ("", ["  need  a claim"]),
            ("3, n=1", ["  need  claims as texts", "  have  3"]),
        ],
    )
    def test_a_marker_that_says_nothing_is_an_error_of_collection_at_its_test(self, run, marker, lines):
        result = run(f"\n@pytest.mark.bound({marker})\ndef test_it(meter):\n    pass\n")
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["test_*.py:*: test_it", *lines])
        assert "Traceback" not in failures(result)

    def test_a_value_given_twice_and_differently_is_refused(self, run):
        twice = '@pytest.mark.bound("calls(n) <= n", n=1)\n@pytest.mark.bound("calls(n) >= n", n={n})\n'
        body = "def test_it(mock_llm):\n    mock_llm.ask('a')\n"
        run(twice.format(n=2) + body).stdout.fnmatch_lines(["  have  n in two markers, with different values"])
        run(twice.format(n=1) + body).assert_outcomes(passed=1)

    @pytest.mark.parametrize(("marker", "known"), [("mock_llm", "task, faults, seed"), ("mock_server", "host, port")])
    def test_a_setting_that_there_is_not_is_refused(self, run, marker, known):
        result = run(f"@pytest.mark.{marker}(sed=1)\ndef test_it(mock_llm):\n    pass\n")
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines([f"pytest.mark.{marker}: refused", f"  need  {known}, *", "  have  sed"])

    def test_a_unittest_class_is_refused(self, run):
        result = run(
            """
import unittest

@pytest.mark.bound("calls(n) <= n", n=range(1, 3))
class TestOld(unittest.TestCase):
    def test_it(self):
        pass
"""
        )
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*need a plain function or class, have a unittest.TestCase*"])

    def test_a_test_that_hypothesis_repeats_is_refused(self, run):
        result = run(
            """
from hypothesis import given, strategies

@pytest.mark.bound("calls(n) <= 2*n", n=3)
@given(strategies.integers())
def test_it(mock_llm, k):
    mock_llm.ask("a")
"""
        )
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["  have  a test that Hypothesis runs again and again"])


class TestFixtures:
    def test_the_mock_is_set_up_by_its_marker_and_anew_for_each_test(self, run):
        result = run(
            """
from checkers.executions.faults import FailsFirst

@pytest.mark.mock_llm(faults=[FailsFirst(1)], task=lambda request, chance: "right", seed=7)
@pytest.mark.parametrize("turn", [1, 2])
def test_retry(mock_llm, meter, turn):
    assert mock_llm.seed == 7
    assert [mock_llm.ask("a"), mock_llm.ask("a")] == ["<malformed>", "right"]
    assert [r.outcome for r in meter.trace()] == ["malformed", "ok"]
"""
        )
        result.assert_outcomes(passed=2)

    def test_async_programs_run_on_the_virtual_clock(self, run):
        result = run(
            """
import asyncio

@pytest.mark.bound("calls(n) == n", "depth(n) <= 1", n=range(1, 5))
@pytest.mark.parametrize("chained", [False, True])
def test_map(mock_llm, run_async, n, chained):
    async def program():
        if not chained:
            await asyncio.gather(*(mock_llm.complete(f"item {i}") for i in range(n)))
        else:
            for i in range(n):
                await mock_llm.complete(f"item {i}")
    run_async(program)
"""
        )
        result.assert_outcomes(passed=5, failed=3)

    def test_a_client_of_ones_own_is_metered(self, run):
        result = run(
            """
class Client:
    def ask(self, prompt):
        return "an answer"

@pytest.mark.bound("tokens_in(n) <= 4*n", n=[2, 3])
def test_ranking(metered, monkeypatch, n):
    client = Client()
    monkeypatch.setattr(client, "ask", metered(client.ask, primitive="rank"))
    ranked(client.ask, n)
    if n == 3:
        client.ask("one more")
"""
        )
        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(
            ["  have  tokens_in = 14", "  first call 6 (rank) over the bound, 2 tokens in, 2 out"]
        )

    SERVED = """
import json, os, urllib.request
from concurrent.futures import ThreadPoolExecutor

def ask(prompt):
    body = {"model": "mock", "messages": [{"role": "user", "content": prompt}]}
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["OPENAI_API_KEY"]}
    url = os.environ["OPENAI_BASE_URL"] + "/chat/completions"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)["choices"][0]["message"]["content"]
"""

    def test_the_mock_server_is_in_the_environment_and_in_the_same_meter(self, run, monkeypatch):
        monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
        result = run(
            self.SERVED
            + """
@pytest.mark.bound("calls(n) <= 2*n", n=[1, 2])
def test_ranking(mock_server, meter, n):
    assert os.environ["OPENAI_BASE_URL"] == os.environ["OPENAI_API_BASE"] == mock_server.url
    ranked(ask, n, each=n + 1)
    assert meter.trace() == mock_server.trace()

def test_afterwards():
    assert "OPENAI_BASE_URL" not in os.environ
"""
        )
        result.assert_outcomes(passed=2, failed=1)
        result.stdout.fnmatch_lines(["  have  calls = 6"])

    def test_depth_is_read_off_a_server_with_a_delay(self, run):
        result = run(
            self.SERVED
            + """
@pytest.mark.mock_server(delay=0.5)
@pytest.mark.bound("calls(n) == n", "depth(n) <= 1", n=4)
@pytest.mark.parametrize("threads", [1, 4])
def test_fan_out(mock_server, threads):
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(ask, "abcd"))
"""
        )
        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(["*test_fan_out?1?*", "  have  depth = 4"])


class TestBesideOthers:
    TEXT = """
@pytest.mark.bound("calls(n) <= 2*n", n=range(1, 9))
def test_ranking(mock_llm, n):
    ranked(mock_llm.ask, n, each=2 if n < 8 else 3)
"""

    def test_xdist_gives_the_same_verdicts_and_texts(self, pytester):
        result = separately(pytester, self.TEXT, "-n", "2")
        result.assert_outcomes(passed=7, failed=1)
        result.stdout.fnmatch_lines(["broken: calls(n) <= 2*n", "  at    n = 8", "  have  calls = 24"])

    ASYNC = """
@pytest.mark.{mark}
@pytest.mark.bound("calls(n) <= 2*n", n=range(1, 4))
async def test_ranking(mock_llm, n):
    for i in range(2 * n if n < 3 else 7):
        await mock_llm.complete(f"item {{i}}")
"""

    def test_pytest_asyncio_tests_are_judged(self, pytester):
        pytest.importorskip("pytest_asyncio")
        result = separately(pytester, self.ASYNC.format(mark="asyncio"), "-o", "asyncio_mode=strict")
        result.assert_outcomes(passed=2, failed=1)
        result.stdout.fnmatch_lines(["  have  calls = 7"])

    def test_anyio_tests_are_judged(self, pytester):
        pytest.importorskip("anyio")
        backend = "\n@pytest.fixture\ndef anyio_backend():\n    return 'asyncio'\n"
        result = separately(pytester, self.ASYNC.format(mark="anyio") + backend, "-p", "anyio")
        result.assert_outcomes(passed=2, failed=1)
        result.stdout.fnmatch_lines(["  have  calls = 7"])

    def test_an_async_test_that_nobody_runs_does_not_pass(self, pytester):
        off = [o for name in ("asyncio", "anyio") for o in ("-p", f"no:{name}")]
        text = self.ASYNC.format(mark="bound")
        result = separately(pytester, text, *off)
        assert result.parseoutcomes().get("passed", 0) == 0


class TestWhereItIsNotUsed:
    def loaded(self, pytester, text: str) -> set[str]:
        probe = "\nimport atexit, sys\natexit.register(lambda: open('loaded', 'w').write(' '.join(sys.modules)))\n"
        pytester.makepyfile(text)
        pytester.makeconftest(probe)
        others = [o for name in ("hypothesispytest", "anyio", "asyncio") for o in ("-p", f"no:{name}")]
        result = pytester.runpytest_subprocess("-W", "error", *LOADED, *others, timeout=60)
        result.assert_outcomes(passed=1)
        return set((pytester.path / "loaded").read_text().split())

    def test_a_project_without_the_marker_loads_the_plug_in_and_nothing_else(self, pytester):
        loaded = self.loaded(pytester, "def test_it():\n    pass\n")
        assert MODULE in loaded
        assert not loaded & {"attrs", "lark", "sympy", "z3", "bounds", "checkers.executions"}

    def test_a_test_with_the_marker_loads_the_language_and_no_solver(self, pytester):
        loaded = self.loaded(
            pytester,
            'import pytest\n@pytest.mark.bound("calls(n) <= 1", n=1)\ndef test_it(mock_llm):\n    mock_llm.ask("a")\n',
        )
        assert "lark" in loaded
        assert not loaded & {"sympy", "z3", "typer", "rich"}

    def test_the_markers_are_listed(self, run):
        result = run("", "--markers")
        result.stdout.fnmatch_lines(["@pytest.mark.bound(*", "@pytest.mark.mock_llm(*"])

    def test_without_the_plug_in_the_marker_is_unknown(self, pytester):
        pytester.makepyfile(PROGRAM + self.MARKED)
        words = [sys.executable, "-m", "pytest", "--strict-markers", "-p", "no:cacheprovider", "-p", "no:tightbound"]
        done = subprocess.run(words, cwd=pytester.path, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert "'bound' not found in `markers`" in done.stdout

    MARKED = '@pytest.mark.bound("calls(n) <= 1", n=1)\ndef test_it():\n    pass\n'


def test_the_entry_point_names_the_plug_in():
    import tomllib

    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["pytest11"] == {"tightbound": MODULE}
    assert Path(importlib.import_module(MODULE).__file__).is_file()
