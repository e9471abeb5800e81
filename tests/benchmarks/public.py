"""Decide every claim of the public benchmark and compare each verdict with what is expected.

    python -m tests.benchmarks.public --jobs 2 --out /tmp/public.json
    python -m tests.benchmarks.public --rows 'clrs|purrs-fe' --family divide-and-conquer --timeout 10
    python -m tests.benchmarks.public --table /tmp/public.json     print the README tables of an earlier run

Exit 1 when a verdict is wrong (a true claim refuted, a false one proved) or a certificate is rejected when re-checked.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

from attrs import asdict

from tests.benchmarks.claims import Case, all_cases, load_rows, say

Outcome: TypeAlias = dict[str, Any]

TARGETS = {"divide-and-conquer": 115, "linear": 45}
"""True claims to be proved, of the rows of the family."""

PEERS = (
    ("PURRS", "116 printed as proved, 82 of them tight and unrefuted; no ceilings", "55 of 64 asked", "15 false"),
    ("sympy rsolve", "0", "97 of 117", "1 wrong"),
    ("CoFloCo", "19 of the 75 that can be written", "11 of the 38 that can be written", "none seen wrong"),
    ("KoAT 1", "no logarithms", "-", "-"),
    ("Maxima solve_rec", "0", "exact on simple ones", "-"),
    ("AFP Akra_Bazzi, Mathlib", "Theta by hand-written theories, no constants", "-", "proof-assistant kernel"),
)
"""Scores of notes/peers.md, on 372 rows (191 divide-and-conquer) of which the benchmark here is a part."""


def outcome_of(case: Case, timeout: float, keep: bool = False) -> Outcome:
    """Decide one case, re-check its certificate, and compare with what is expected."""
    from bounds.encoding import claim_to_json
    from bounds.language import LanguageError, parse_claim, parse_recurrence
    from checkers.decide import decide

    found: Outcome = {**asdict(case), "verdict": "error", "pid": os.getpid(), "seconds": 0.0}
    try:
        claim = parse_claim(case.claim, parse_recurrence(case.text))
        began = time.perf_counter()
        verdict = decide(claim, timeout=timeout)
        found["seconds"] = time.perf_counter() - began
    except LanguageError as refused:
        return {**found, "error": str(refused), "standing": "error"}
    except Exception as crash:  # noqa: BLE001 - a crash on one claim is a row of the table
        return {**found, "error": f"crash: {type(crash).__name__}: {crash}", "standing": "error"}
    found |= {"verdict": verdict.decision, "method": verdict.method, "rests_on": list(verdict.rests_on)}
    found |= {"witness": verdict.witness, "blocked": [f"{b.method}: {b.reason}" for b in verdict.blocked]}
    if verdict.certificate is not None:
        found |= recheck(claim_to_json(claim), verdict.certificate, verdict.decision)
        found["bytes"] = len(json.dumps(verdict.certificate))
        if keep:
            found |= {"certificate": verdict.certificate, "claim_json": claim_to_json(claim)}
    found["standing"] = standing(case.expect, verdict.decision)
    found["rss"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found


def recheck(claim: dict[str, Any], certificate: dict[str, Any], decision: str) -> Outcome:
    """Seconds of the kernel alone on the certificate as it would be read from a file."""
    from checkers.kernel import Rejected, check

    claim, certificate = json.loads(json.dumps(claim)), json.loads(json.dumps(certificate))
    began = time.perf_counter()
    try:
        answer = check(claim, certificate)
    except Rejected as refused:
        answer = f"rejected: {refused}"
    seconds = time.perf_counter() - began
    return {"check_seconds": seconds, "recheck": "same" if answer == decision else answer}


def standing(expect: str, decision: str) -> str:
    """right, unknown, or wrong."""
    if decision == "unknown":
        return "unknown"
    return "right" if decision == expect or (expect == "not proved" and decision == "refuted") else "wrong"


def _work(item: tuple[Case, float, bool]) -> Outcome:
    return outcome_of(*item)


def run(cases: list[Case], *, jobs: int = 2, timeout: float = 10.0, keep: bool = False) -> Iterator[Outcome]:
    """The outcomes in order, decided by as many processes; with `keep`, certificates too."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        yield from pool.map(_work, ((case, timeout, keep) for case in cases), chunksize=8)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def summary(outcomes: list[Outcome]) -> dict[str, dict[str, Any]]:
    """Counts and times per family, and for all."""
    families = [*sorted({o["family"] for o in outcomes}), "all"]
    return {f: _summary_of([o for o in outcomes if f in (o["family"], "all")]) for f in families}


def _summary_of(group: list[Outcome]) -> dict[str, Any]:
    """The line of one family."""
    line: dict[str, Any] = {}
    kinds = {
        "true": ("true",),
        "derived": ("derived",),
        "false": ("mutant", "published"),
        "approximate": ("approximate",),
    }
    for name, members in kinds.items():
        some = [o for o in group if o["kind"] in members]
        line[name] = len(some)
        for verdict in ("proved", "refuted", "unknown", "error"):
            line[f"{name} {verdict}"] = sum(o["verdict"] == verdict for o in some)
    line["wrong"] = sum(o["standing"] == "wrong" for o in group)
    line["rejected"] = sum(o.get("recheck", "same") != "same" for o in group)
    seconds = [o["seconds"] for o in group]
    checks = [o["check_seconds"] for o in group if "check_seconds" in o]
    line["median s"] = statistics.median(seconds) if seconds else 0.0
    line["p95 s"], line["max s"] = percentile(seconds, 0.95), max(seconds, default=0.0)
    line["check median s"] = statistics.median(checks) if checks else 0.0
    line["check max s"] = max(checks, default=0.0)
    return line


def ours_table(lines: dict[str, dict[str, Any]]) -> str:
    """The README table of proved, refuted, unknown and wrong."""
    text = [
        "| family | true claims proved | refuted | unknown | weaker true proved | false claims refuted | unknown "
        "| wrong | decision median / p95 / max | re-check median |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for family, s in lines.items():
        unknown = s["true unknown"] + s["true error"]
        times = " / ".join(f"{1000 * s[k]:.0f}" for k in ("median s", "p95 s", "max s"))
        text.append(
            f"| {family} | {s['true proved']} of {s['true']} | {s['true refuted']} | {unknown} "
            f"| {s['derived proved']} of {s['derived']} | {s['false refuted']} of {s['false']} "
            f"| {s['false unknown'] + s['false error']} | {s['wrong']} | {times} ms "
            f"| {1000 * s['check median s']:.1f} ms |"
        )
    return "\n".join(text)


def peers_table(lines: dict[str, dict[str, Any]]) -> str:
    """The same beside the peers."""
    text = ["| tool | divide-and-conquer | linear | soundness |", "|---|---|---|---|"]
    scores = [
        f"{lines[f]['true proved']} of {lines[f]['true']}" if f in lines else "-"
        for f in ("divide-and-conquer", "linear")
    ]
    text.append(f"| **tightbound** | {' | '.join(scores)} | {lines['all']['wrong']} wrong, each with a certificate |")
    text += [f"| {' | '.join(peer)} |" for peer in PEERS]
    return "\n".join(text)


def complaints(outcomes: list[Outcome]) -> Iterator[str]:
    """What must not be: wrong verdicts, certificates rejected later, errors; then the claims left unknown."""
    for o in outcomes:
        if o["standing"] == "wrong":
            yield f"WRONG: {o['id']}: {o['text']} | {o['claim']} | {o['verdict']}, expected {o['expect']}"
        if o.get("recheck", "same") != "same":
            yield f"REJECTED when re-checked: {o['id']}: {o['recheck']}"
        if o["verdict"] == "error":
            yield f"ERROR: {o['id']}: {o['error'][:300]}"
    for o in outcomes:
        if o["standing"] == "unknown" and o["kind"] == "true":
            yield f"unknown: {o['id']}: {o['text']} | {o['claim']} | {'; '.join(o['blocked'])[:300]}"


def shortfalls(lines: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The targets that the run misses; soundness apart."""
    for family, least in TARGETS.items():
        have = lines.get(family, {"true proved": least})["true proved"]
        if have < least:
            yield f"{family}: {have} true claims proved, target {least}"
    some = lines.get("divide-and-conquer")
    if some and some["false refuted"] < 0.95 * some["false"]:
        yield f"divide-and-conquer: {some['false refuted']} of {some['false']} false claims refuted, target 95 %"
    if lines["all"]["median s"] > 0.05 or lines["all"]["check median s"] > 0.01:
        yield "median decision over 50 ms, or median re-check over 10 ms"


def peak_memory(outcomes: list[Outcome]) -> int:
    """Bytes at most: this process and the greatest of each worker."""
    workers: dict[int, int] = {}
    for o in outcomes:
        workers[o["pid"]] = max(workers.get(o["pid"], 0), o.get("rss", 0))
    return 1024 * (sum(workers.values()) + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def report(result: dict[str, Any]) -> None:
    """Print complaints, tables, and totals."""
    outcomes, lines = result["outcomes"], summary(result["outcomes"])
    for complaint in complaints(outcomes):
        say(complaint)
    say(f"\n{ours_table(lines)}\n\n{peers_table(lines)}\n")
    run_in = f"{result['wall']:.1f} s on {result['jobs']} processes"
    say(f"{len(outcomes)} claims in {run_in}, peak {result['rss'] >> 20} MiB")
    for text in shortfalls(lines):
        say(f"short of target: {text}")
    say(f"wrong: {lines['all']['wrong']}; rejected when re-checked: {lines['all']['rejected']}")


def main() -> int:
    """Run, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", default="", help="only rows whose id matches this regular expression")
    options.add_argument("--family", default="", help="only this family")
    options.add_argument(
        "--kinds", default="", help="only kinds that match: true, derived, mutant, published, approximate"
    )
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--timeout", type=float, default=10.0)
    options.add_argument("--source", type=Path, help="another file of rows than the bundled one")
    options.add_argument("--out", type=Path, help="write the results here as JSON")
    options.add_argument("--table", type=Path, help="print the tables of the results in this file; decide nothing")
    chosen = options.parse_args()
    if chosen.table:
        report(json.loads(chosen.table.read_text(encoding="utf-8")))
        return 0
    cases = [c for c in all_cases(load_rows(chosen.source)) if re.search(chosen.rows, c.row)]
    cases = [c for c in cases if chosen.family in ("", c.family) and re.search(chosen.kinds, c.kind)]
    began = time.perf_counter()
    outcomes = list(run(cases, jobs=chosen.jobs, timeout=chosen.timeout))
    result = {"wall": time.perf_counter() - began, "jobs": chosen.jobs, "outcomes": outcomes}
    result["rss"] = peak_memory(outcomes)
    if chosen.out:
        chosen.out.write_text(json.dumps({**result, "summary": summary(outcomes)}, indent=1), encoding="utf-8")
    report(result)
    return int(any(o["standing"] == "wrong" or o.get("recheck", "same") != "same" for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
