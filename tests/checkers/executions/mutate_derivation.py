# ruff: noqa: E501  one mutant a line
"""Changes the formulas of the derivation one at a time; do the tests notice? Run by hand:

    python -m tests.checkers.executions.mutate_derivation [--only TEXT] [--tests FILE ...]

A change is made in a copy of the repository, and the tests of the derivation run there. The copy is also tested
unchanged, before and after: there, nothing may be noticed. A mutant whose text is not found once is an error.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
TESTS = ("tests/checkers/executions/test_derived_steps.py", "tests/bounds/test_derivation.py")
SECONDS = 300
DERIVATION, ROUNDS, MEASURE = "bounds/derivation.py", "bounds/rounds.py", "bounds/measure.py"
MUTANTS: tuple[tuple[str, str, str], ...] = (
    (DERIVATION, 'if self.measure.combine == "peak" else _sum(map(self.of, steps))', 'if False else _sum(map(self.of, steps))'),
    (DERIVATION, 'return self._largest(steps) if self.measure.combine == "peak" else', "return self._largest(steps) if True else"),
    (DERIVATION, "return self._many(over, body, at_once=True)", "return self._many(over, body, at_once=False)"),
    (DERIVATION, "return self._many(over, body, at_once=False)", "return self._many(over, body, at_once=True)"),
    (DERIVATION, "return self.of(Then((Vote(of, body), judge)))", "return self.of(Both((Vote(of, body), judge)))"),
    (DERIVATION, "return self.of(Then((Vote(of, body), judge)))", "return self.of(Then((body, judge)))"),
    (DERIVATION, "return _times(samples, self.of(body))", "return self.of(body)"),
    (DERIVATION, "return _times(at_most, cost)", "return cost"),
    (DERIVATION, "return Div(cost, valid)", "return cost"),
    (DERIVATION, "failed = Pow(Add((ONE, Neg(valid))), at_most)", "failed = Pow(valid, at_most)"),
    (DERIVATION, "failed = Pow(Add((ONE, Neg(valid))), at_most)", "failed = Pow(Add((ONE, Neg(valid))), Add((at_most, ONE)))"),
    (DERIVATION, "return Div(_times(Add((ONE, Neg(failed))), cost), valid)", "return _times(Add((ONE, Neg(failed))), cost)"),
    (DERIVATION, "ahead = Add((Mul((number(2), right)), Neg(ONE)))", "ahead = right"),
    (DERIVATION, "odds = Pow(Div(Add((ONE, Neg(right))), right), by)", "odds = Pow(Div(Add((ONE, Neg(right))), right), Add((by, ONE)))"),
    (DERIVATION, "odds = Pow(Div(Add((ONE, Neg(right))), right), by)", "odds = Div(Add((ONE, Neg(right))), right)"),
    (DERIVATION, "_times(Div(by, ahead), Div(Add((ONE, Neg(odds))), Add((ONE, odds))))", "Div(by, ahead)"),
    (DERIVATION, "_times(Div(by, ahead), Div(Add((ONE, Neg(odds))), Add((ONE, odds))))",
     "_times(Div(Add((by, ONE)), ahead), Div(Add((ONE, Neg(odds))), Add((ONE, odds))))"),
    (DERIVATION, "            return _sum(map(self.of, steps))\n        self._certain(steps", "            return self._largest(steps)\n        self._certain(steps"),
    (DERIVATION, '        self._certain(steps, "both")\n        return self._largest(steps)', "        return _sum(map(self.of, steps))"),
    (DERIVATION, '        self._certain(steps, "both")\n', ""),
    (DERIVATION, "return _sum(_times(p, self.of(s)) for p, s in cases)", "return _sum(self.of(s) for p, s in cases)"),
    (DERIVATION, "return self._largest([s for _, s in cases])", "return self.of(cases[0][1])"),
    (DERIVATION, 'self._worst_only("either", "probabilities", "choose(1/2, a, 1/2, b)")\n                return self._largest(cases)',
     "return _sum(map(self.of, cases))"),
    (DERIVATION, '(self.measure.combine == "path" and not at_once)', '(self.measure.combine == "path" and at_once)'),
    (DERIVATION, "c for c in dict.fromkeys(map(normal, costs)) if c != ZERO]", "c for c in dict.fromkeys(map(normal, costs)) if c != ZERO][:2]"),
    (DERIVATION, "or (isinstance(s, Recurse) and s.procedure in self.random)", ""),
    (DERIVATION, "Add((calls, Mul((Add((w, Neg(ONE))), depth)))), w)", "Add((calls, Mul((Add((w, Neg(ONE))), depth)))), Add((w, w)))"),
    (DERIVATION, 'least = Apply("max", (Div(calls, w), depth))', 'least = Add((Div(calls, w), depth))'),
    (ROUNDS, "count = normal(Add((less(upper, lower), ONE)))\n                if line is None", "count = less(upper, lower)\n                if line is None"),
    (ROUNDS, "if line is None or not self.known.at_least(count, 0):", "if line is None:"),
    (ROUNDS, "middle = normal(Div(Add((lower, upper)), number(2)))", "middle = upper"),
    (ROUNDS, "overlap == number(0) or line[1] == number(0) or self._is_positive(size)", "overlap == number(0) or self._is_positive(size)"),
    (ROUNDS, "shared = _times(overlap, less(count, ONE))", "shared = _times(overlap, count)"),
    (ROUNDS, "shared = _times(overlap, less(count, ONE))", "shared = less(count, ONE)"),
    (ROUNDS, "_times(line[1], Add((size, shared)))", "_times(line[1], size)"),
    (ROUNDS, "whole = _times(less(count, ONE), substitute(cost, {x: window}))", "whole = _times(count, substitute(cost, {x: window}))"),
    (ROUNDS, "return normal(Add((whole, substitute(cost, {x: self._last()}))))", "return whole"),
    (ROUNDS, "return normal(Add((_times(line[0], parts), _times(line[1], size))))", "return normal(Add((line[0], _times(line[1], size))))"),
    (ROUNDS, 'nth = Apply("floor", (Div(Add((size, Variable(x))), parts),))', 'nth = Apply("ceil", (Div(Add((size, Variable(x))), parts),))'),
    (ROUNDS, 'return Fold("sum", x, number(0), less(parts, ONE)', 'return Fold("sum", x, number(0), parts'),
    (ROUNDS, "for i in range(k))\n                    return normal", "for i in range(1, k))\n                    return normal"),
    (ROUNDS, "{x: upper if rises else lower}", "{x: upper}"),
    (ROUNDS, "if not self.known.at_least(less(upper, lower), 0):", "if False:"),
    (ROUNDS, 'first = normal(substitute(cost, {x: Apply("min", (size, window))}))', "first = normal(substitute(cost, {x: window}))"),
    (ROUNDS, 'return normal(Apply("max", (first, normal(substitute(cost, {x: self._last()})))))', "return first"),
    (ROUNDS, 'for turn in ("floor", "ceil"))', 'for turn in ("floor", "floor"))'),
    (ROUNDS, "return ends[0] if rises else ends[1] if falls else", "return ends[0] if rises or falls else"),
    (ROUNDS, 'return Apply("ceil", (Div(size, window),))', 'return Apply("floor", (Div(size, window),))'),
    (ROUNDS, "step, rest = less(window, overlap), less(size, overlap)", "step, rest = window, less(size, overlap)"),
    (ROUNDS, "step, rest = less(window, overlap), less(size, overlap)", "step, rest = less(window, overlap), size"),
    (ROUNDS, "some = ONE if self._is_positive(size) else Apply(\"min\", (size, ONE))", "some = ONE"),
    (ROUNDS, "return cost if positive else _times(cost, Apply(\"min\", (ONE, count)))", "return cost"),
    (ROUNDS, "step = less(self.over.window, self.over.overlap)", "step = self.over.window"),
    (ROUNDS, "_times(less(self.count(), ONE), step))", "_times(self.count(), step))"),
    (ROUNDS, 'return Apply("ceil", (Div(size, number(k)),))', 'return Apply("floor", (Div(size, number(k)),))'),
    (ROUNDS, "return Apply(\"floor\", (Div(normal(Add((size, number(Fraction(i))))), number(k)),))", "return Apply(\"floor\", (Div(size, number(k)),))"),
    (ROUNDS, 'return Comparison(x, ">=", ONE), Comparison(x, "<=", window)', 'return Comparison(x, ">=", window), Comparison(x, "<=", window)'),
    (MEASURE, '_PAIRS = Mul((number("1/2"), WRITES, Add((WRITES, Neg(number(1))))))', '_PAIRS = Mul((number("1/2"), WRITES, Add((WRITES, number(1)))))'),
    (MEASURE, 'Measure("span", WRITES, "path"', 'Measure("span", READS, "path"'),
    (MEASURE, 'Measure("peak", Add((READS, WRITES)), "peak"', 'Measure("peak", Add((READS, WRITES)), "path"'),
)  # fmt: skip
"""File, text, and the text in its place."""


def noticed(at: Path, tests: list[str]) -> bool:
    """Whether the tests fail in the copy."""
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(at), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "CI": "1"}
    try:
        done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode == 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--tests", nargs="*", default=list(TESTS))
    given = parser.parse_args(arguments)
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        for name in ("bounds", "checkers", "tests"):
            shutil.copytree(ROOT / name, at / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", at)
        controls = [noticed(at, given.tests)]
        chosen = [m for m in MUTANTS if given.only in " ".join(m)]
        for file, old, new in chosen:
            path = at / file
            text = path.read_text("utf-8")
            if text.count(old) != 1:
                raise ValueError(f"{file}: need {old!r} once, have it {text.count(old)} times")
            path.write_text(text.replace(old, new), "utf-8")
            killed = noticed(at, given.tests)
            path.write_text(text, "utf-8")
            print(
                "killed  " if killed else "SURVIVED",
                f"{file}: {' '.join(old.split())[:90]} -> {' '.join(new.split())[:60]}",
                flush=True,
            )
            survivors += [] if killed else [old]
        controls.append(noticed(at, given.tests))
    print(f"{len(chosen)} mutants, {len(survivors)} survived; control noticed before and after: {controls}")
    return int(bool(survivors) or any(controls))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
