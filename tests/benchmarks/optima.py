"""Compute the optima that are published, and compare: 0 disagreements.

    python -m tests.benchmarks.optima                      every value within reach; some minutes
    python -m tests.benchmarks.optima --rows 'sort|merge'  only tables whose name matches
    python -m tests.benchmarks.optima --quick              a minute: only values that take about a second

tests/benchmarks/known_optima.json holds the published tables, each with its source. A value is *computed*: by a search
of `checkers.optima`, or by a rechecked certificate (sorting 11, 20 and 21 items), or *cited*: beyond reach, carried as
data and compared with the bracket that is known. Exit 1 on a disagreement, or when a value within reach is not reached.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import comb, factorial
from pathlib import Path
from typing import Any

from attrs import frozen

from bounds.known_problems import (
    connectivity,
    distinguish,
    group_testing,
    maximum,
    median,
    merging,
    minimum_and_maximum,
    parity,
    second,
    selection,
    sorting,
    threshold,
)
from bounds.problem import COMPARE, WORST, Best, Mode, Pooling, Primitive, Reading, Sorting, Splitting, StringProblem
from checkers.optima.by_instances import fewest_rounds
from checkers.optima.canonical import Forms, Poset, put_below
from checkers.optima.certificate import sorting_certificate
from checkers.optima.engines import optimum
from checkers.optima.merge_insertion import comparisons
from checkers.optima.search import Bracket

TABLES: dict[str, Any] = json.loads(Path(__file__).with_name("known_optima.json").read_text("utf-8"))
POOL, READ = Primitive(Pooling()), Primitive(Reading())


@frozen
class Row:
    """One published value, and how it is computed; a row without is cited. `quick` ones take about a second."""

    table: str
    n: str
    value: Fraction
    bracket: Callable[[], Bracket] | None = None
    quick: bool = True


def exactly(value: Fraction | int) -> Bracket:
    """A value that was computed without a search."""
    return Bracket(Fraction(value), Fraction(value), 0.0, 0)


def searched(problem: Any, primitives: list[Primitive] | None = None, mode: Mode = WORST) -> Callable[[], Bracket]:
    """The optimum by the engine for this kind of problem."""
    return lambda: optimum(problem, primitives or [COMPARE], mode)


def certified(n: int) -> Bracket:
    """The bracket of a rechecked certificate for sorting."""
    claim, _ = sorting_certificate(n)
    return Bracket(Fraction(claim["lower"]), Fraction(claim["upper"]), 0.0, 0)


def all_rows() -> Iterator[Row]:
    """Every value of the published tables, and of the formulas that have a name."""
    yield from sorting_rows()
    yield from selection_rows()
    yield from merging_rows()
    yield from other_rows()
    yield from formula_rows()


def numbered(table: str) -> Iterator[tuple[int, Fraction]]:
    """The entries of a table with its first n."""
    return ((TABLES[table]["n0"] + i, Fraction(v)) for i, v in enumerate(TABLES[table]["values"]))


def sorting_rows() -> Iterator[Row]:
    """Worst and expected cost of sorting; its lower and upper bound."""
    for n, value in numbered("sort_S"):
        way = searched(sorting(n)) if n <= 10 else (lambda n=n: certified(n))
        is_known = n <= 11 or n in (20, 21)
        yield Row("sort_S", str(n), value, way if is_known else None, n <= 8 or n > 10)
        if not is_known:
            yield Row("sort_S bracket", str(n), value, way)
    for n, value in numbered("sort_ITLB"):
        yield Row("sort_ITLB", str(n), value, lambda n=n: exactly((factorial(n) - 1).bit_length()))
    for n, value in numbered("sort_FordJohnson"):
        yield Row("sort_FordJohnson", str(n), value, lambda n=n: exactly(comparisons(n)))
    for n, value in numbered("sort_expected_total"):
        yield Row("sort_expected_total", str(n), value, lambda n=n: total(n))
    yield Row("sort_expected_total", "8", Fraction(620160), lambda: total(8), False)


def total(n: int) -> Bracket:
    """The expected number of comparisons to sort, summed over the n! orders."""
    found = optimum(sorting(n), [COMPARE], Mode("expected"))
    return exactly(found.lower * factorial(n))


def selection_rows() -> Iterator[Row]:
    """The t-th largest item."""
    for n, row in enumerate(TABLES["select_V"]["rows"], start=1):
        for t, value in enumerate(row, start=1):
            is_near_an_end = min(t, n + 1 - t) <= 3
            way = searched(selection(n, t)) if n <= 10 or is_near_an_end else None
            yield Row("select_V", f"{n}, t = {t}", Fraction(value), way, n <= 8 or (is_near_an_end and n < 12))
    for n, value in numbered("median"):
        yield Row("median", str(n), value, searched(median(n)) if n <= 10 else None, n <= 8)
    for n, value in numbered("second"):
        yield Row("second", str(n), value, searched(second(n)), n <= 24)
    for n, value in numbered("minmax"):
        yield Row("minmax", str(n), value, searched(minimum_and_maximum(n)) if n <= 15 else None, n <= 12)


def merging_rows() -> Iterator[Row]:
    """Two sorted lists into one."""
    for m, value in numbered("merge_equal"):
        yield Row("merge_equal", str(m), value, searched(merging(m, m)) if m <= 6 else None)
    for n, value in numbered("merge_2_n"):
        yield Row("merge_2_n", str(n), value, searched(merging(2, n)))
    for m in range(2, 6):
        for n in range(m, 3 * m // 2 + 2):
            if m + n <= 11:
                yield Row("merge_near_equal", f"{m} and {n}", Fraction(m + n - 1), searched(merging(m, n)))


def other_rows() -> Iterator[Row]:
    """Group testing; unlabelled posets."""
    for n, value in numbered("group_testing_adaptive_2"):
        yield Row("group_testing_adaptive_2", str(n), value, searched(group_testing(n, 2), [POOL]))
    for n, value in numbered("poset_counts"):
        yield Row("poset_counts", str(n), value, (lambda n=n: exactly(posets(n))) if n <= 7 else None, n <= 6)


def formula_rows() -> Iterator[Row]:
    """Values that are a theorem for every n."""
    for n in (1, 2, 25, 100, 301):
        yield Row("threshold n/2 reads all", str(n), Fraction(n), searched(threshold(n, (n + 1) // 2), [READ]))
        yield Row("parity reads all", str(n), Fraction(n), searched(parity(n), [READ]))
    for v in range(3, 7):
        edges = Fraction(comb(v, 2))
        yield Row("connectivity is evasive", f"{v} vertices", edges, searched(connectivity(v), [READ]), v < 6)
        yield Row("a triangle is evasive", f"{v} vertices", edges, searched(triangle(v), [READ]), v < 6)
    for n in (3, 4, 9, 16, 29):
        value = Fraction(n // 2)
        yield Row("max by best of 3: ceil((n-1)/2)", str(n), value, searched(maximum(n), [Primitive(Best(3))]))
    for n in range(2, 33):
        lies = searched(distinguish(n), [Primitive(Splitting(2), lies=1)])
        yield Row("one lie (Pelc 1987)", str(n), Fraction(one_lie(n)), lies)
    for lies, value in ((1, 25), (2, 29), (3, 33)):
        million = searched(distinguish(10**6), [Primitive(Splitting(2), lies=lies)])
        yield Row("Ulam's game, a million numbers", f"{lies} lies", Fraction(value), million)
    for n in range(3, 9):
        third = [Primitive(Sorting(3))]
        value = Fraction(n // 2 + (-(-(ternary(n) - 1) // 2)))
        if n >= 5:
            yield Row("second by sort 3 (notes, exact search)", str(n), value, searched(second(n), third))
    yield Row("median by best of 3 (permutations)", "6", Fraction(6), searched(median(6), [Primitive(Best(3))]))
    for n, rounds in zip(range(2, 6), (1, 2, 2, 3), strict=True):
        yield Row("max in rounds of n/2", str(n), Fraction(rounds), lambda n=n: in_rounds(n))


def in_rounds(n: int) -> Bracket:
    """The rounds of n/2 comparisons that the maximum takes."""
    return exactly(fewest_rounds(maximum(n), [COMPARE], n // 2) or 0)


def one_lie(n: int) -> int:
    """Questions with one lie among n: the least q with n (q+1) <= 2^q, or n (q+1) + (q-1) <= 2^q for odd n."""
    q = 0
    while n * (q + 1) + (q - 1 if n % 2 else 0) > 2**q:
        q += 1
    return q


def ternary(n: int) -> int:
    """ceil(log3 n)."""
    return next(k for k in range(n) if 3**k >= n)


def triangle(vertices: int) -> StringProblem:
    """Whether a graph has a triangle."""
    graph = connectivity(vertices)
    edges = [(a, b) for a in range(vertices) for b in range(a + 1, vertices)]
    place = {edge: i for i, edge in enumerate(edges)}
    threes = [
        (place[a, b], place[a, c], place[b, c])
        for a in range(vertices)
        for b in range(a + 1, vertices)
        for c in range(b + 1, vertices)
    ]
    value = tuple(int(any(x[i] and x[j] and x[k] for i, j, k in threes)) for x in graph.instances())
    return StringProblem(graph.n, value, name="triangle")


def posets(n: int) -> int:
    """How many posets of n items there are, up to renaming: those reached by adding one pair after the other."""
    forms = Forms()
    found: set[Poset] = {forms.canonical((0,) * n)[0]}
    queue = list(found)
    for ups in queue:
        for low in range(n):
            for high in range(n):
                if low != high and not (ups[low] >> high | ups[high] >> low) & 1:
                    grown = list(ups)
                    put_below(grown, low, high)
                    form = forms.canonical(tuple(grown))[0]
                    if form not in found:
                        found.add(form)
                        queue.append(form)
    return len(found)


def judge(row: Row) -> tuple[str, str, float]:
    """What was found, how it compares with the published value, and the seconds it took."""
    if row.bracket is None:
        return "", "cited", 0.0
    began = time.perf_counter()
    found = row.bracket()
    seconds = time.perf_counter() - began
    shown = str(found.lower) if found.lower == found.upper else f"[{found.lower}, {found.upper}]"
    if found.upper is None or not found.lower <= row.value <= found.upper:
        return shown, "DISAGREES", seconds
    is_bracket = row.table.endswith("bracket")
    return shown, "agrees" if found.is_tight or is_bracket else "NOT REACHED", seconds


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 when a value disagrees."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", default="", help="only tables whose name matches this")
    parser.add_argument("--quick", action="store_true", help="only values that take about a second")
    options = parser.parse_args(argv)
    counts: dict[str, int] = {}
    began = time.perf_counter()
    for row in all_rows():
        if re.search(options.rows, row.table) and (row.quick or not options.quick):
            shown, verdict, seconds = judge(row)
            counts[verdict] = counts.get(verdict, 0) + 1
            print(f"{row.table:40} {row.n:>12} {row.value!s:>8} {shown:>10} {verdict:>10} {seconds:8.2f} s", flush=True)
    print(
        f"{', '.join(f'{n} {verdict}' for verdict, n in sorted(counts.items()))}; {time.perf_counter() - began:.0f} s"
    )
    return 1 if counts.get("DISAGREES") or counts.get("NOT REACHED") else 0


if __name__ == "__main__":
    sys.exit(main())
