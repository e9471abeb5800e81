"""Numeric evidence on growth claims: the ratio of both sides followed to huge sizes.

Evidence, not proof: it finds contradictions worth a look. A recurrence that shrinks its size by a factor is evaluated
at n = 2^64 and far beyond through the memo; one that steps down by a constant, or sums its history, is tabulated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from bounds.claim import Claim
from bounds.expression import Call, Fold, Variable, all_calls, all_subexpressions
from bounds.recurrence import EXPLICIT, Equation
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined, log2_size, time_limit
from tests.benchmarks.claims import Case, say
from tests.benchmarks.exact_claims import Report, check_claim, claim_variables, evaluator_for
from tests.benchmarks.exact_values import Evaluator

Trend: TypeAlias = Literal["falls", "bounded", "grows", "unclear"]
Opinion: TypeAlias = Literal["supports", "contradicts", "unclear"]


@frozen
class Window:
    """log2 of T(n)/f(n) over sizes near 2^x: the least and the greatest seen, and whether every T(n)/f(n) was > 0."""

    x: int
    low: float
    high: float
    positive: bool


def shrinks(claim: Claim) -> bool:
    """Whether every call is at a size below 0.97 of the size asked for, so that huge sizes are within reach."""
    for equation in claim.recurrence.equations:
        names = [p.name for p in equation.patterns if isinstance(p, Variable)]
        parts = list(all_subexpressions(equation.body))
        if any(isinstance(e, Fold) and any(True for _ in all_calls(e)) for e in parts):
            return False
        if any(isinstance(e, Call) and not _small_call(claim, equation, e, names) for e in parts):
            return False
    return True


def _small_call(claim: Claim, equation: Equation, call: Call, names: list[str]) -> bool:
    if len(names) != 1 or len(equation.patterns) != 1:
        return False
    probe = Evaluator(claim.recurrence)
    with suppress(Undefined, Undecided, TooLarge, RecursionError):
        return all(bool(probe.evaluate(a, {names[0]: 10**9}) < Fraction(97, 100) * 10**9) for a in call.arguments)
    return False


def mixes(claim: Claim) -> bool:
    """Whether some calls shrink n by a factor and others do not: T outgrows every power, far beyond any table."""
    small = [
        _small_call(claim, equation, e, [p.name for p in equation.patterns if isinstance(p, Variable)])
        for equation in claim.recurrence.equations
        for e in all_subexpressions(equation.body)
        if isinstance(e, Call) and any(isinstance(x, Variable) for x in all_subexpressions(e))
    ]
    return any(small) and not all(small)


def _log_ratio(claim: Claim, evaluator: Evaluator, n: int) -> tuple[float, bool] | None:
    """log2 |T(n)/f(n)| and whether the ratio is positive; None where either is 0 or undefined."""
    (name,) = claim_variables(claim)
    try:
        top = evaluator.evaluate(claim.subject, {**evaluator.parameters, name: n})
        bottom = evaluator.evaluate(claim.bound, {**evaluator.parameters, name: n})
        return log2_size(top) - log2_size(bottom), bool((top > 0) == (bottom > 0))
    except (Undefined, Undecided, ValueError, OverflowError, ZeroDivisionError):
        return None


def _samples(x: int, width: float, draw: random.Random) -> Iterator[int]:
    count = 12 if x < 24 else 6
    for i in range(count):
        exact = 2 ** (x - width + width * (i + draw.random()) / count)
        yield int(exact) if x < 50 else int(exact) + draw.getrandbits(x - 40)
    yield from (2**x - 1, 2**x, 3 ** round(x / 1.585))


def windows(claim: Claim, *, seed: int = 0, seconds: float = 5.0) -> list[Window]:
    """The ratio near 2^x at growing x as far as time allows (256 for divide-and-conquer, 12 for tables)."""
    found: list[Window] = []
    with suppress(TooLarge), time_limit(seconds):
        for window in _all_windows(claim, seed):
            found.append(window)
    return found


def _all_windows(claim: Claim, seed: int) -> Iterator[Window]:
    evaluator = evaluator_for(claim, seed=seed, precision=128)
    draw = random.Random(seed)
    far = shrinks(claim)
    ladder = (8, 16, 32, 64, 128, 256) if far else (3, 6, 12)
    filled = 0
    for x in ladder:
        ratios = []
        for n in sorted(_samples(x, min(8, x / 2) if far else 1, draw)):
            filled = filled if far else _tabulate(evaluator, claim, filled, n)
            with suppress(RecursionError):
                ratio = _log_ratio(claim, evaluator, n)
                if ratio is not None:
                    ratios.append(ratio)
        if ratios:
            values = [r for r, _ in ratios]
            yield Window(x, min(values), max(values), all(p for _, p in ratios))


def _tabulate(evaluator: Evaluator, claim: Claim, start: int, end: int) -> int:
    """Fill the tables of every function of one size from start to end."""
    for n in range(start, end + 1):
        for function in claim.recurrence.functions():
            with suppress(Undefined, Undecided):
                evaluator.value(function, n)
    return end


def trend(values: list[float]) -> Trend:
    """How log2 of a ratio moves as log2 n doubles: a factor log n moves it by 1 each time, a convergent one by less."""
    if len(values) < 3:
        return "unclear"
    before, last = values[-2] - values[-3], values[-1] - values[-2]
    if abs(last) < 0.12 and abs(last) <= abs(before) + 0.05:
        return "bounded"
    if last > 0.4 and last > 0.7 * before:
        return "grows"
    if last < -0.4 and last < 0.7 * before:
        return "falls"
    return "unclear"


def _doubling(found: list[Window]) -> list[Window]:
    """The windows at which x doubles, from the last backwards."""
    kept: list[Window] = []
    for window in reversed(found):
        if not kept or 2 * window.x <= kept[-1].x:
            kept.append(window)
    return kept[::-1]


def opinion(claim: Claim, *, decision: str = "proved", seed: int = 0, seconds: float = 5.0) -> Opinion:
    """Whether the ratio of the sides agrees with a growth claim being proved, or refuted."""
    found = _doubling(windows(claim, seed=seed, seconds=seconds))
    if not found or not found[-1].positive:
        return "unclear"
    high, low = trend([w.high for w in found]), trend([w.low for w in found])
    if "unclear" in (high, low):
        return "unclear"
    holds = {
        "O": high != "grows",
        "Omega": low != "falls",
        "Theta": high != "grows" and low != "falls",
        "o": high == "falls",
        "omega": low == "grows",
    }.get(claim.relation)
    if holds is None:
        return "unclear"
    if holds == (decision == "proved"):
        return "supports"
    if mixes(claim):
        return "unclear"
    seen_to_move = {high, low} & {"grows", "falls"}
    return "contradicts" if seen_to_move or found[-1].x >= 128 else "unclear"  # n^(1/100) looks bounded for long


def explicit_opinion(report: Report, decision: str) -> Opinion:
    """Whether the sizes compared agree with an explicit claim being proved, or refuted."""
    if report.false_at:
        return "supports" if decision == "refuted" else "contradicts"
    if decision == "refuted" or not report.checked:
        return "unclear"
    return "supports" if report.true else "unclear"


def judge(case: Case) -> tuple[Case, str, str]:
    """A case, the opinion of evaluation on its expectation, and a remark."""
    from bounds.language import parse_claim, parse_recurrence

    try:
        claim = parse_claim(case.claim, parse_recurrence(case.text))
        decision = "proved" if case.expect == "proved" else "refuted"
        if claim.relation in EXPLICIT:
            with time_limit(60):
                report = check_claim(claim, 1200, seconds=8)
            return case, explicit_opinion(report, decision), f"{report.checked} sizes, false at {report.false_at}"
        if len(claim_variables(claim)) != 1:
            return case, "unclear", "several sizes grow"
        if case.kind == "approximate":
            return case, "unclear", "numbers do not tell the decimal from the truth"
        return case, opinion(claim, decision=decision, seconds=6), ""
    except Exception as problem:  # noqa: BLE001 - a row the language refuses is reported, not fatal
        return case, "error", f"{type(problem).__name__}: {problem}"


def verify_cases(cases: list[Case]) -> int:
    """Evaluate every case; print what evaluation contradicts or cannot judge; 1 when something is contradicted."""
    tally: dict[tuple[str, str], int] = {}
    bad = 0
    with ProcessPoolExecutor(2) as pool:
        for case, verdict, remark in pool.map(judge, cases, chunksize=8):
            tally[case.kind, verdict] = tally.get((case.kind, verdict), 0) + 1
            bad += verdict == "contradicts"
            if verdict in ("contradicts", "error"):
                say(f"{verdict}: {case.id}: {case.text} | {case.claim} | expected {case.expect} | {remark}")
    for (kind, verdict), count in sorted(tally.items()):
        say(f"{kind:12} {verdict:12} {count}")
    return int(bad > 0)
