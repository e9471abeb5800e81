"""Spoil certificates and claims, and see that whatever the kernel still accepts is true.

    python -m tests.benchmarks.tampering --certificates 200 --rows 'clrs' --out /tmp/tampering.json
    python -m tests.benchmarks.tampering --campaign /tmp/fuzz --changes 20000

With --campaign the certificates are those of an OUT.jsonl of tests.benchmarks.fuzz, spread over all its families.

1. Every certificate is re-checked in a fresh process (`python -m checkers.kernel CLAIM CERT`), the exit code compared.
2. Each leaf of 200 certificates is changed (numbers +-1, doubled, halved, negated, 0; words swapped; items dropped,
   repeated, swapped; keys removed, added), and likewise the claim, inside and beside the certificate.
3. What is accepted is judged: a spoiled proof may still prove the same true claim; a spoiled claim is evaluated exactly
   to n = 4096, or its ratio followed to huge sizes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

from bounds.claim import Claim
from bounds.expression import (
    CONSTANTS,
    FUNCTIONS,
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Pow,
    Root,
    Variable,
    number,
)
from bounds.recurrence import EXPLICIT, Comparison, Equation, Parameter, Recurrence
from bounds.setting import CallKind, Setting
from checkers.optima.refusal import OutOfReach
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined, time_limit
from tests.benchmarks.claims import all_cases, say
from tests.benchmarks.coverage_fuzzing import Overtime, overtime
from tests.benchmarks.curve_truth import judge_formulas
from tests.benchmarks.evidence import opinion
from tests.benchmarks.exact_claims import check_claim
from tests.benchmarks.mutations import Json, some_mutations
from tests.benchmarks.public import Outcome, run
from tests.checkers.problems import judged

CHECK_SECONDS = 20.0
PROBLEM_FORMAT = "tightbound/lower-bound/1"


# --- claims back from their JSON ------------------------------------------------------------------------------------


def expression_from_json(j: Json) -> Expression:
    """The expression of its JSON; ValueError or KeyError when it is none."""
    if isinstance(j, str):
        return number(Fraction(j))
    head, *rest = j
    match head:
        case "const" if rest[0] in CONSTANTS:
            return Constant(rest[0])
        case "var":
            return Variable(rest[0])
        case "root":
            return Root(rest[0], expression_from_json(rest[1]))
        case "fold":
            return Fold(rest[0], rest[1], *map(expression_from_json, rest[2:]))
        case "fn" if len(rest) - 1 in FUNCTIONS[rest[0]]:
            return Apply(rest[0], tuple(map(expression_from_json, rest[1:])))
        case "call":
            return Call(rest[0], tuple(map(expression_from_json, rest[1:])))
    return _plain(head, [expression_from_json(part) for part in rest])


def _plain(head: str, parts: list[Expression]) -> Expression:
    """Sums, products, negatives, quotients and powers."""
    match head, parts:
        case "add", [_, _, *_]:
            return Add(tuple(parts))
        case "mul", [_, _, *_]:
            return Mul(tuple(parts))
        case "neg", [x]:
            return Neg(x)
        case "div", [x, y]:
            return Div(x, y)
        case "pow", [x, y]:
            return Pow(x, y)
    raise ValueError(f"not an expression: {head}")


def _comparisons(js: Json) -> tuple[Comparison, ...]:
    return tuple(Comparison(expression_from_json(a), r, expression_from_json(b)) for r, a, b in js)


def _setting(j: Json) -> Setting:
    def read(name: str, missing: str) -> Expression:
        return expression_from_json(j.get(name, missing))

    calls = (
        CallKind(c["asks"], expression_from_json(c["size"]), c["exactly"], Fraction(c["price"])) for c in j["calls"]
    )
    argument = None if j["argument"] is None else read("argument", "0")
    more = (read("noise", "0"), read("error", "0"), read("copies", "1"))
    return Setting(j["family"], tuple(calls), argument, j["mode"], j["lies"], *more)


def claim_from_json(j: Json) -> Claim:
    """The claim of its JSON, read independently of the kernel."""
    equations = tuple(
        Equation(
            e["function"],
            tuple(map(expression_from_json, e["patterns"])),
            expression_from_json(e["body"]),
            _comparisons(e["range"]),
            e["relation"],
        )
        for e in j.get("equations", ())
    )
    parameters = tuple(Parameter(p["name"], p["kind"], _comparisons(p["conditions"])) for p in j["parameters"])
    return Claim(
        Recurrence(equations, parameters, j.get("rounding", "stated")),
        expression_from_json(j["subject"]),
        j["relation"],
        expression_from_json(j["bound"]),
        _comparisons(j["range"]),
        _comparisons(j.get("assuming", ())),
        tuple(j.get("uniform", ())),
        setting=_setting(j["setting"]) if "setting" in j else None,
    )


# --- judging --------------------------------------------------------------------------------------------------------


def kernel_answer(claim: Json, certificate: Json) -> str:
    """proved, refuted, rejected, slow, or the crash."""
    from checkers.kernel import Rejected, check

    try:
        with overtime(CHECK_SECONDS):
            return str(check(claim, certificate))
    except Rejected:
        return "rejected"
    except Overtime:
        return "slow"
    except Exception as crash:  # noqa: BLE001 - a crash of the kernel is a finding
        return f"crash: {type(crash).__name__}: {crash}"


def is_true(claim_json: Json, answer: str, upto: int, seconds: float = 20.0) -> str:
    """Whether "this claim is proved" (or refuted) agrees with evaluation: true, false, suspicious, unjudged."""
    if claim_json.get("format") == PROBLEM_FORMAT:
        return _is_true_of_a_problem(claim_json, answer)
    try:
        claim = claim_from_json(claim_json)
    except (ValueError, KeyError, TypeError, IndexError) as odd:
        return f"unreadable: {type(odd).__name__}"
    try:
        if claim.relation in EXPLICIT:
            with time_limit(3 * seconds):
                report = check_claim(claim, upto, seconds=seconds)
            if answer == "proved":
                return "false" if report.false_at else ("true" if report.checked else "unjudged")
            return "true" if report.false_at else "unjudged"
        if not claim.recurrence.equations:
            seen_along = judge_formulas(claim, answer, "", None, tries=60)
            return {"fine": "true", "violation": "false", "suspicious": "suspicious"}.get(seen_along, "unjudged")
        seen = opinion(claim, decision=answer, seconds=min(2, seconds))
        return {"supports": "true", "contradicts": "suspicious", "unclear": "unjudged"}[seen]
    except (Undefined, Undecided, TooLarge, ValueError, RecursionError):
        return "unjudged"


def _is_true_of_a_problem(claim_json: Json, answer: str) -> str:
    """The same of a claim about every strategy, by the exact costs of small sizes."""
    try:
        truth = judged.is_true(claim_json)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OutOfReach) as odd:
        return f"unreadable: {type(odd).__name__}"
    return truth if answer == "proved" else {"false": "true"}.get(truth, "unjudged")


def tamper(item: tuple[Outcome, int, int, int, int | None]) -> dict[str, Any]:
    """All changes of the proof of one outcome and some of its claim: counts, and what was accepted and is not true.

    The last of the item is how many changes to try in all; None for every one.
    """
    outcome, limit, upto, seed, most = item
    claim, certificate = outcome["claim_json"], outcome["certificate"]
    draw = random.Random(f"{seed}/{outcome['id']}")
    mutations = some_mutations(claim, certificate, limit, draw)
    if most is not None and most < len(mutations):
        mutations = draw.sample(mutations, most)
    counts: Counter[str] = Counter()
    findings = []
    for where, m, claim_now, certificate_now in mutations:
        answer = kernel_answer(claim_now, certificate_now)
        if answer in ("proved", "refuted"):
            same = claim_now == claim
            truth = ("true" if answer == outcome["verdict"] else "false") if same else is_true(claim_now, answer, upto)
            counts[f"{where}: accepted, {truth}"] += 1
            interesting = truth != "true"
        else:
            counts[f"{where}: {answer.split(':')[0]}"] += 1
            truth, interesting = "", answer != "rejected"
        if interesting:
            finding = {"id": outcome["id"], "where": where, "place": list(m.place), "change": m.change}
            findings.append(
                {**finding, "answer": answer, "truth": truth, "claim": claim_now, "certificate": certificate_now}
            )
    return {"id": outcome["id"], "counts": dict(counts), "findings": findings}


def fresh_check(outcome: Outcome, name: str) -> tuple[Outcome, int, float, str]:
    """Re-check one certificate in a process of its own: the exit code, the seconds, and what it complains of."""
    paths = [Path(f"{name}.claim.json"), Path(f"{name}.certificate.json")]
    for path, key in zip(paths, ("claim_json", "certificate"), strict=True):
        path.write_text(json.dumps(outcome[key]), encoding="utf-8")
    began = time.perf_counter()
    command = [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy; "
               "runpy.run_module('checkers.kernel', run_name='__main__', alter_sys=True)"]  # fmt: skip
    root = str(Path(__file__).resolve().parents[2])
    finished = subprocess.run([*command, root, *map(str, paths)], capture_output=True, check=False)
    return outcome, finished.returncode, time.perf_counter() - began, finished.stderr.decode(errors="replace")[:300]


def recheck_all(outcomes: list[Outcome], jobs: int) -> list[str]:
    """Complaints about certificates that a fresh process judges otherwise."""
    wanted = {"proved": 0, "refuted": 1}
    complaints, seconds = [], []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        names = (f"{folder}/{i}" for i in range(len(outcomes)))
        for o, code, took, why in pool.map(fresh_check, outcomes, names):
            seconds.append(took)
            if code != wanted[o["verdict"]]:
                complaints.append(f"{o['id']}: exit {code}, verdict {o['verdict']}: {why}")
    if seconds:
        median = sorted(seconds)[len(seconds) // 2]
        say(f"{len(outcomes)} re-checked in fresh processes, {median:.3f} s median; {len(complaints)} judged otherwise")
    return complaints


def chosen_certificates(outcomes: list[Outcome], count: int, seed: int) -> list[Outcome]:
    """That many certificates, spread over methods, verdicts and relations."""
    groups: dict[tuple[str, ...], list[Outcome]] = {}
    for o in outcomes:
        groups.setdefault((o["method"], o["verdict"], o["claim_json"]["relation"], o["family"]), []).append(o)
    draw = random.Random(seed)
    for group in groups.values():
        draw.shuffle(group)
    picked: list[Outcome] = []
    while len(picked) < count and any(groups.values()):
        picked += [group.pop() for group in groups.values() if group][: count - len(picked)]
    return picked


def campaign_outcomes(folder: Path) -> list[Outcome]:
    """The decided rows of a campaign with a certificate, as outcomes; rows judged to be violations are left out."""
    with (folder / "IN.jsonl").open(encoding="utf-8") as lines:
        families = {row["id"]: row["family"] for row in map(json.loads, lines)}
    judged = folder / "JUDGED.jsonl"
    wrong = set()
    if judged.exists():
        with judged.open(encoding="utf-8") as lines:
            wrong = {row["id"] for row in map(json.loads, lines) if row["judged"] == "violation"}
    outcomes = []
    with (folder / "OUT.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row.get("certificate") and row["id"] not in wrong:
                certificate = row["certificate"]
                outcomes.append(
                    {"id": row["id"], "family": families[row["id"]], "method": row["method"], "verdict": row["verdict"],
                     "claim_json": certificate["claim"], "certificate": certificate}
                )  # fmt: skip
    return outcomes


def main() -> int:
    """Decide, re-check, tamper, report; 1 when something false is accepted or the kernel crashes."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--certificates", type=int, default=200, help="how many certificates to spoil")
    options.add_argument("--changes", type=int, help="at most so many changes in all, spread over the certificates")
    options.add_argument("--campaign", type=Path, help="take certificates from this folder of tests.benchmarks.fuzz")
    options.add_argument("--claim-changes", type=int, default=60, help="at most so many changes of each claim")
    options.add_argument("--rows", default="", help="only rows whose id matches this regular expression")
    options.add_argument("--upto", type=int, default=4096)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--timeout", type=float, default=10.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--no-recheck", action="store_true", help="skip the fresh processes")
    options.add_argument("--out", type=Path, help="write the findings here as JSON")
    chosen = options.parse_args()
    if chosen.campaign:
        outcomes = campaign_outcomes(chosen.campaign)
        say(f"{len(outcomes)} certificates in {chosen.campaign}")
    else:
        cases = [c for c in all_cases() if re.search(chosen.rows, c.row)]
        decided = run(cases, jobs=chosen.jobs, timeout=chosen.timeout, keep=True)
        outcomes = [o for o in decided if o.get("certificate") is not None and o["standing"] == "right"]
        say(f"{len(outcomes)} certificates from {len(cases)} claims")
    picked = chosen_certificates(outcomes, chosen.certificates, chosen.seed)
    complaints = [] if chosen.no_recheck else recheck_all(picked if chosen.campaign else outcomes, chosen.jobs)
    most = None if chosen.changes is None else -(-chosen.changes // max(1, len(picked)))
    work = [(o, chosen.claim_changes, chosen.upto, chosen.seed, most) for o in picked]
    counts: Counter[str] = Counter()
    findings: list[dict[str, Any]] = []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for result in pool.map(tamper, work):
            counts.update(result["counts"])
            findings += result["findings"]
    for key, count in sorted(counts.items()):
        say(f"{key:45} {count}")
    bad = [f for f in findings if f["truth"] == "false" or f["answer"].startswith("crash")]
    for finding in [*complaints[:20], *bad[:20], *[f for f in findings if f["truth"] == "suspicious"][:20]]:
        say(json.dumps(finding)[:600])
    if chosen.out:
        result = {"counts": dict(counts), "complaints": complaints, "findings": findings}
        chosen.out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    say(f"{counts.total()} changes of {len(work)} certificates; false and accepted, or crashed: {len(bad)}")
    return int(bool(bad or complaints))


if __name__ == "__main__":
    sys.exit(main())
