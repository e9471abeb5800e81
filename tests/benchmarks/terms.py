"""Cost of a decision against the number of terms of the recurrence: a table, and a plot in text.

    python -m tests.benchmarks.terms --terms 1 2 4 8 16 32 64 --repeat 5

T(n) = sum of K calls T(floor(b_i*n)) with random slopes b_i, and a toll n; the claim is the order that the root of
sum b_i^p = 1 gives T. Reports the median seconds to decide and to re-check, and the slope of log seconds by log K.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import time

from bounds.encoding import claim_to_json
from bounds.language import parse_claim, parse_recurrence
from checkers import kernel
from checkers.decide import decide
from tests.benchmarks.claims import say

WIDTH = 60


def draw(terms: int, seed: int) -> tuple[str, str]:
    """A recurrence with so many calls of different slopes, and a true claim about its order."""
    choose = random.Random(f"{terms}/{seed}")
    slopes = choose.sample([(a, b) for b in range(3, 40) for a in range(1, b // 2) if math.gcd(a, b) == 1], terms)
    calls = " + ".join(f"T(floor({a}*n/{b}))" for a, b in slopes)
    start = max(b for _, b in slopes)
    text = f"T(n) = 1 for n < {start}; T(n) = {calls} + n for n >= {start}"
    if sum(a / b for a, b in slopes) > 1:
        root = " + ".join(f"({a}/{b})^x" for a, b in slopes)
        return text, f"T in Theta(n^root(x: {root}))"
    return text, "T in Theta(n)"


def measure(terms: int, repeat: int) -> tuple[float, float, int]:
    """Median seconds to decide and to re-check, and how many were proved."""
    times, checks = [], []
    for seed in range(repeat):
        text, statement = draw(terms, seed)
        claim = parse_claim(statement, parse_recurrence(text))
        began = time.perf_counter()
        verdict = decide(claim)
        times.append(time.perf_counter() - began)
        if verdict.certificate is not None:
            began = time.perf_counter()
            kernel.check(claim_to_json(claim), verdict.certificate)
            checks.append(time.perf_counter() - began)
    return statistics.median(times), statistics.median(checks or [math.nan]), len(checks)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--terms", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32, 64])
    options.add_argument("--repeat", type=int, default=5)
    chosen = options.parse_args()
    decide(parse_claim("T in Theta(n)", parse_recurrence("T(0) = 1; T(n) = T(n-1) + 1 for n >= 1")))  # imports
    rows = [(k, *measure(k, chosen.repeat)) for k in chosen.terms]
    top = max(row[1] for row in rows)
    for k, seconds, check, proved in rows:
        bar = "#" * max(1, round(WIDTH * seconds / top))
        say(f"{k:4d} terms  {1000 * seconds:8.1f} ms  re-check {1000 * check:7.1f} ms  {proved}/{chosen.repeat}  {bar}")
    if len(rows) > 1:
        (k0, s0, *_), (k1, s1, *_) = rows[0], rows[-1]
        say(f"seconds grow as terms^{math.log(s1 / s0) / math.log(k1 / k0):.2f} from {k0} to {k1}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
