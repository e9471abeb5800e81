"""Random claims through `tightbound batch`, each verdict compared with exact evaluation and with theory.

    python -m tests.benchmarks.fuzz --count 20000 --seed 1 --jobs 2 --dir /tmp/fuzz
    python -m tests.benchmarks.fuzz --families 'parity|mutual' --count 500

Writes IN.jsonl and OUT.jsonl in the folder, then verifies: a proved explicit claim holds at every n <= 2000 (all sizes
of a grid; several values of the parameters), the witness of a refuted one is a real violation, a growth verdict agrees
with the order known by theory, and numeric evidence, or a random curve, does not contradict it. `--only-verify` judges
an OUT.jsonl that is already there; what JUDGED.jsonl holds is not judged again.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

from bounds.claim import Claim
from bounds.language import LanguageError, parse_claim, parse_recurrence
from bounds.recurrence import EXPLICIT, Recurrence
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined, Value
from tests.benchmarks.claims import say
from tests.benchmarks.curve_truth import judge_formulas
from tests.benchmarks.evidence import opinion
from tests.benchmarks.exact_claims import all_sizes, check_claim, claim_variables, evaluator_for, truth_at
from tests.benchmarks.exact_values import Evaluator
from tests.benchmarks.fitting import Drawn
from tests.benchmarks.random_claims import FAMILIES as SAMPLED
from tests.benchmarks.random_claims import Sample, explicit_claim, factorial, factorial_claim, growth_claim
from tests.benchmarks.random_exact import branching, parametric, several_sizes, signed_linear
from tests.benchmarks.random_formulas import formulas
from tests.benchmarks.random_sizes import growth_over_sizes
from tests.benchmarks.random_systems import halving, inequality, mutual, optimum, parity, split

SECONDS = 6.0
"""How long one explicit claim is evaluated, with one choice of parameters; "partly" when that was not enough."""

SHOWN = 40
"""How many findings of a kind are printed; all of them are in the report file."""


def first_values(recurrence: Recurrence, upto: int = 40) -> dict[int, Fraction]:
    """T(0..upto) as rationals near the values, where they exist; what explicit claims are drawn from."""
    evaluator = Evaluator(recurrence, precision=64)
    table: dict[int, Fraction] = {}
    for n in range(upto + 1):
        with suppress(Undefined, Undecided, TooLarge):
            value = evaluator.value("T", n)
            rational = Fraction(value if isinstance(value, int | Fraction) else float(value.mid.a))
            if abs(rational) < 10**200:
                table[n] = rational
    return table


def _sampled(make: Callable[[random.Random], Sample]) -> Callable[[random.Random], Drawn]:
    """A family that gives recurrences, with an explicit or a growth claim near its order."""

    def drawn(draw: random.Random) -> Drawn:
        sample = make(draw)
        table = _table(sample)
        if table and draw.random() < 0.5:
            claim, relation = explicit_claim(draw, sample, table)
            return Drawn(sample.family, sample.text, claim, relation)
        claim, relation, truth = growth_claim(draw, sample)
        return Drawn(sample.family, sample.text, claim, relation, truth)

    return drawn


def factorials(draw: random.Random) -> Drawn:
    """T(n) = (a*n + c)*T(n-1) + ..., with a growth claim whose truth theory tells."""
    sample = factorial(draw)
    return Drawn(sample.family, sample.text, *factorial_claim(draw, sample))


FAMILIES: tuple[tuple[int, str, Callable[[random.Random], Drawn]], ...] = (
    *((weight, name, _sampled(make)) for weight, name, make in SAMPLED),
    (10, "halving forms", halving),
    (10, "parity", parity),
    (10, "splits and choices", split),
    (12, "mutual", mutual),
    (10, "inequalities", inequality),
    (10, "optimum", optimum),
    (12, "branching", branching),
    (6, "linear forms", signed_linear),
    (10, "parametric", parametric),
    (8, "several sizes", several_sizes),
    (14, "formulas", formulas),
    (8, "factorial", factorials),
    (8, "growth over sizes", growth_over_sizes),
)
"""How often, what it is called, and how one is drawn."""


def draw_line(seed: int, index: int, families: str = "") -> dict[str, Any]:
    """The request with this number: recurrence, claim, and what is known of its truth.

    families  a regular expression; only families whose name it matches are drawn
    """
    draw = random.Random(f"{seed}/{index}")
    chosen = [(weight, make) for weight, name, make in FAMILIES if re.search(families, name)]
    drawn = draw.choices([make for _, make in chosen], [weight for weight, _ in chosen])[0](draw)
    return {
        "id": f"{seed}-{index}", "family": drawn.family, "text": drawn.text, "claim": drawn.claim,
        "relation": drawn.relation, "truth": drawn.truth,
    }  # fmt: skip


def _table(sample: Sample) -> dict[int, Fraction]:
    try:
        return first_values(parse_recurrence(sample.text))
    except LanguageError:
        return {}


def write_requests(path: Path, count: int, seed: int, jobs: int, families: str = "") -> None:
    """Write the requests, drawn in parallel and in order."""
    with ProcessPoolExecutor(jobs) as pool, path.open("w", encoding="utf-8") as out:
        for line in pool.map(_draw, ((seed, i, families) for i in range(count)), chunksize=50):
            out.write(json.dumps(line) + "\n")


def _draw(item: tuple[int, int, str]) -> dict[str, Any]:
    return draw_line(*item)


def run_batch(source: Path, target: Path, jobs: int, timeout: float) -> float:
    """Run `tightbound batch`, going on with what is there; the seconds it took."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "checkers.interfaces.entry", "batch", str(source), str(target)]
    command += ["--jobs", str(jobs), "--timeout", str(timeout), "--resume"]
    finished = subprocess.run(command, check=False)
    if finished.returncode not in (0, 1):
        raise SystemExit(f"tightbound batch ended with {finished.returncode}")
    return time.perf_counter() - began


def witness_sizes(text: str, variables: tuple[str, ...]) -> tuple[int, ...] | None:
    """The sizes a witness line names, such as `n = 3: T(3) = 5 > 4.75`."""
    found = [re.search(rf"\b{re.escape(v)} = (-?\d+)", text) for v in variables]
    return tuple(int(m[1]) for m in found if m) if all(found) else None


def witness_values(text: str) -> dict[str, Fraction]:
    """What a witness line gives a name or a base value that nobody gave: `n = 80, T(0) = 2: ...` gives T(0)."""
    given = re.findall(r"([A-Za-z_]\w*(?:\(-?\d+(?:, -?\d+)*\))?) = (-?\d+(?:/\d+)?)(?=[,:])", text.split(":")[0] + ":")
    return {name: Fraction(value) for name, value in given}


def judge(item: tuple[dict[str, Any], dict[str, Any], int, float]) -> tuple[str, str, dict[str, Any]]:
    """One answered request: its verdict, what verification says, and the lines for the report.

    Says "fine", "partly" (true wherever it was evaluated, but time or precision ran out before the last size),
    "violation" (certainly wrong), "suspicious" (numeric evidence against it), or "unjudged".
    """
    asked, answer, upto, patience = item
    if answer["error"]:
        return "error", _error_kind(answer["error"]), {**asked, "error": answer["error"]}
    verdict = answer["verdict"]
    report = {**asked, "verdict": verdict, "method": answer["method"], "witness": answer["witness"]}
    if verdict == "unknown":
        return verdict, "fine", report
    claim = parse_claim(asked["claim"], parse_recurrence(asked["text"]))
    try:
        if verdict == "proved" and asked["truth"] is False:
            return verdict, "violation", report
        if claim.relation in EXPLICIT:
            return verdict, _judge_explicit(claim, verdict, answer["witness"] or "", upto), report
        if not claim.recurrence.equations:
            return verdict, judge_formulas(claim, verdict, answer["witness"] or "", asked["truth"]), report
        return verdict, _judge_growth(claim, verdict, asked["truth"], patience), report
    except (Undecided, TooLarge, TypeError):  # beyond what the independent evaluator can follow
        return verdict, "unjudged", report


def _error_kind(error: str) -> str:
    if error.startswith("killed after"):
        return "slow"
    return "internal" if re.search(r"Traceback|Rejected|[a-z]Error\b|crash|worker|ended", error) else "refused"


def _take(evaluator: Evaluator, claim: Claim, given: dict[str, Fraction]) -> None:
    """Give parameters and free base values the values that a witness names."""
    evaluator.parameters.update((p.name, given[p.name]) for p in claim.recurrence.parameters if p.name in given)
    drawn = evaluator.free

    def free(function: str, sizes: tuple[int, ...]) -> Value:
        name = f"{function}({', '.join(map(str, sizes))})"
        return given[name] if name in given or drawn is None else drawn(function, sizes)

    evaluator.free = free


def _judge_explicit(claim: Claim, verdict: str, witness: str, upto: int) -> str:
    if verdict == "proved":
        alone = claim.recurrence.rounding == "stated" and not claim.recurrence.parameters
        seeds = (0,) if alone else (0, 1, 2)
        reports = [_checked(claim, upto if seed == 0 else min(upto, 400), seed) for seed in seeds]
        if any(r.false_at for r in reports):
            return "violation"
        whole = reports[0].reached >= _last_size(claim, upto) and not reports[0].undecided
        return "fine" if whole else "partly" if reports[0].true else "unjudged"
    sizes = witness_sizes(witness, claim_variables(claim))
    if sizes is None:
        return "fine" if check_claim(claim, upto, seconds=10).false_at else "unjudged"
    evaluator = evaluator_for(claim, precision=512)
    _take(evaluator, claim, witness_values(witness))
    try:
        for n in range(max(0, sizes[0] - 4000), sizes[0]):
            with suppress(Undefined, Undecided, TooLarge):
                evaluator.value("T", n)
        truth = truth_at(claim, sizes, evaluator)
    except (Undefined, Undecided, TooLarge, RecursionError):
        return "unjudged"
    if claim.recurrence.rounding == "any" and truth:
        return "unjudged"
    return {False: "fine", True: "violation", None: "suspicious"}[truth]


def _last_size(claim: Claim, upto: int) -> int:
    """The largest size of the grid at which the claim says something."""
    try:
        evaluator = evaluator_for(claim)
        spoken = [
            s
            for s in all_sizes(claim, upto)
            if evaluator.holds(claim.range, dict(zip(claim_variables(claim), s, strict=True)))
        ]
    except (Undefined, Undecided):
        return upto
    return max((s[0] for s in spoken if s), default=0)


def _checked(claim: Claim, upto: int, seed: int) -> Any:
    if claim.recurrence.rounding == "stated" or seed == 0:
        return check_claim(claim, upto, seed=seed, seconds=SECONDS)  # the seed draws parameters and free base values
    draw = random.Random(seed)
    evaluator = Evaluator(claim.recurrence, choose_up=lambda: draw.random() < 0.5)
    return check_claim(claim, upto, seconds=SECONDS, evaluator=evaluator)


def _judge_growth(claim: Claim, verdict: str, truth: bool | None, patience: float) -> str:
    if truth is not None:
        return "fine" if truth == (verdict == "proved") else "violation"
    seen = opinion(claim, decision=verdict, seconds=patience)
    if seen == "contradicts":
        return "suspicious"
    return "fine" if seen == "supports" else "unjudged"


def _whole_rows(log: TextIO) -> dict[str, dict[str, Any]]:
    """The judgements of an earlier run by id; a last line torn by a kill is cut off."""
    log.seek(0)
    lines = log.readlines()
    whole = [line for line in lines if line.endswith("\n")]
    if len(whole) < len(lines):
        log.truncate(sum(len(line.encode("utf-8")) for line in whole))
    log.seek(0, 2)
    return {row["id"]: row for row in map(json.loads, whole)}


def verify(
    source: Path, target: Path, upto: int, jobs: int, patience: float = 1.5
) -> tuple[dict[str, Counter[str]], list[dict[str, Any]]]:
    """Judge every answer, the explicit ones first: counts per family, and the findings.

    A judgement is written to JUDGED.jsonl as soon as it is made, and one that is there is not made again.
    """
    with source.open(encoding="utf-8") as lines:
        asked = {line["id"]: line for line in map(json.loads, lines)}
    with target.open(encoding="utf-8") as lines:
        slim = ({k: row[k] for k in ("id", "verdict", "method", "witness", "error")} for row in map(json.loads, lines))
        answers = sorted(slim, key=lambda a: (asked[a["id"]]["relation"] not in EXPLICIT, a["verdict"]))
    with (source.parent / "JUDGED.jsonl").open("a+", 1, encoding="utf-8") as log:
        made = _whole_rows(log)
        work = [(asked[a["id"]], a, upto, patience) for a in answers if a["id"] not in made]
        with ProcessPoolExecutor(jobs) as pool:
            for i, (verdict, judged, report) in enumerate(pool.map(judge, work, chunksize=4)):
                made[report["id"]] = {**report, "verdict": verdict, "judged": judged}
                log.write(json.dumps(made[report["id"]]) + "\n")
                if i % 500 == 0:
                    say(f"{time.strftime('%H:%M:%S')} {len(made)} of {len(answers)} judged, {verdict}")
    table: dict[str, Counter[str]] = {}
    for row in made.values():
        explicit = "explicit" if row["relation"] in EXPLICIT else "growth"
        table.setdefault(f"{row['family']}/{explicit}", Counter()).update(
            [row["verdict"], f"{row['verdict']}:{row['judged']}"]
        )
    bad = ("violation", "suspicious", "internal")
    return table, [{"finding": row["judged"], **row} for row in made.values() if row["judged"] in bad]


def print_table(table: dict[str, Counter[str]], findings: list[dict[str, Any]]) -> None:
    """Counts per family, then the findings."""
    columns = (
        "proved",
        "refuted",
        "unknown",
        "error",
        "violation",
        "suspicious",
        "partly",
        "unjudged",
        "slow",
        "internal",
    )
    say("family".ljust(24) + "".join(c.rjust(11) for c in columns))
    total: Counter[str] = Counter()
    for family, counted in [*sorted(table.items()), ("all", total)]:
        by = Counter(counted)
        for key, count in counted.items():
            if ":" in key:
                by[key.split(":")[1]] += count
        say(family.ljust(24) + "".join(str(by[c]).rjust(11) for c in columns))
        if family != "all":
            total += counted
    for finding in sorted(findings, key=lambda f: f["finding"] != "violation")[:SHOWN]:
        say(json.dumps(finding))


def main() -> int:
    """Draw, decide, verify; 1 when a verdict is certainly wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--timeout", type=float, default=5.0)
    options.add_argument("--upto", type=int, default=2000, help="largest n of the exact evaluation")
    options.add_argument("--patience", type=float, default=1.5, help="seconds of numeric evidence on a growth claim")
    options.add_argument("--dir", type=Path, default=Path("fuzz-results"))
    options.add_argument("--families", default="", help="only families whose name matches this regular expression")
    options.add_argument("--resume", action="store_true", help="go on with the IN, OUT and JUDGED.jsonl that are there")
    options.add_argument("--only-draw", action="store_true", help="write IN.jsonl and stop")
    options.add_argument("--only-verify", action="store_true", help="judge the OUT.jsonl that is there")
    chosen = options.parse_args()
    chosen.dir.mkdir(parents=True, exist_ok=True)
    source, target = chosen.dir / "IN.jsonl", chosen.dir / "OUT.jsonl"
    if not chosen.only_verify:
        if not (chosen.resume and source.exists()):
            for stale in (source, target, chosen.dir / "JUDGED.jsonl"):
                stale.unlink(missing_ok=True)
            fresh = chosen.dir / "IN.jsonl.part"  # renamed when whole
            write_requests(fresh, chosen.count, chosen.seed, chosen.jobs, chosen.families)
            fresh.rename(source)
        say(f"requests in {source}")
        if chosen.only_draw:
            return 0
        say(f"batch took {run_batch(source, target, chosen.jobs, chosen.timeout):.1f} s")
    began = time.perf_counter()
    table, findings = verify(source, target, chosen.upto, chosen.jobs, chosen.patience)
    print_table(table, findings)
    result = {"counts": {k: dict(v) for k, v in table.items()}, "findings": findings}
    (chosen.dir / "REPORT.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    violations = sum(f["finding"] == "violation" for f in findings)
    say(f"violations: {violations}; verified in {time.perf_counter() - began:.1f} s")
    return int(violations > 0)


if __name__ == "__main__":
    sys.exit(main())
