"""Claims made from the rows of the public benchmark: the true ones, weaker true ones, and false mutants.

A row of kind theta gives `T in Theta(known)` and its O and Omega; a row of kind exact gives `T(n) == known` for
n >= start and, where the order of the answer is evident, the growth claims too. Each true order f gives six false
claims: O of f/log and f/n^(1/10), Omega of f*log and f*n^(1/10), o(f), omega(f). Each exact answer is shifted by one.

    python -m tests.benchmarks.claims            counts per family
    python -m tests.benchmarks.claims --verify   evaluate every claim and say which expectations fail
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias

from attrs import asdict, frozen

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ROOT / "theorems" / "public" / "recurrences.jsonl"
SHARED = ROOT.parent / "shared" / "benchmarks" / "recurrences.jsonl"

Row: TypeAlias = dict[str, Any]
Expectation: TypeAlias = Literal["proved", "refuted", "not proved"]
Kind: TypeAlias = Literal["true", "derived", "mutant", "approximate", "published"]


@frozen
class Case:
    """One claim about one row.

    kind  "true": the row's own answer, one a row (what the target figures count); "derived": follows from it;
          "mutant": false by construction; "published": a wrong claim found in print;
          "approximate": the row prints a decimal, so its literal claim is false, though hard to tell from the truth
    """

    id: str
    row: str
    family: str
    text: str
    claim: str
    expect: Expectation
    kind: Kind


ORDERS = {
    "ciao-bin-search": "log(n)", "ciao-exp2": "2^n", "ciao-fact": "factorial(n)", "ciao-fib": "phi^n",
    "ciao-harmonic": "log(n)", "ciao-incr1": "n", "cofloco-leaves": "n", "cofloco-multiple_recursion": "2^n",
    "exp-coin-walk": "n", "exp-geom-retry": "2^n", "exp-max-records": "log(n)", "exp-quickselect-min": "n",
    "hist-avg": "n", "hist-catalan": "4^n/n^(3/2)", "hist-matrix-chain-naive": "3^n", "hist-max-split": "n",
    "koat-exp-calls": "2^n", "loat-simple-exp": "2^n", "misc-ceil-exact": "n*log(n)", "misc-even-odd": "n",
    "misc-fib-mutual": "phi^n", "misc-hanoi4": "2^n", "misc-hofstadter-g": "n", "misc-wht-sum": "n*2^n",
    "purrs-ic-1": "n", "purrs-ic-2": "3^n", "purrs-ic-3": "phi^n", "purrs-ic-7": "factorial(n)",
    "purrs-ic-8": "1/n", "purrs-ic-9": "n^2", "sympy-1": "phi^n", "sympy-13": "2^n", "sympy-15": "2^n",
    "sympy-16": "2^n", "sympy-17": "n^6", "sympy-6": "n*2^n", "sympy-8": "n*4^n", "sympy-9": "n/2^n",
}  # fmt: skip
"""The order of an exact answer, where one look at it tells (no free base value, no sign that alternates)."""

TRUE_ORDERS = {
    "erickson-12": "n^root(x: (1/15)^x + (1/10)^x + 2*(1/6)^x)",
    "purrs-fe-46": "n^root(x: (1/2)^x + (1/3)^x)",
    "holgerdell-8": "phi^(n/10)",
}
"""The exact order of rows whose answer is printed as a decimal."""

EXACT = {
    "exp-coupon": "T(k,n) == n*H(k) for k >= 1, n >= 1",
    "ciao-open-zip": "T(m,n) == max(m,n) for m >= 1, n >= 1",
    "ciao-sum-osc": "T(m,n) == 1 + m + n*(n+3)/2 for m >= 1, n >= 1",
    "ciao-mccarthy91": "T(n) == 91 for n >= 1, n <= 100",
    "misc-binom": "T(m,n) == binomial(m,n) for m >= n, n >= 1",
    "misc-delannoy": "T(m,n) == sum(k=0..m: binomial(m,k)*binomial(n,k)*2^k) for m >= 1, n >= 1",
    "misc-even-odd": "A(n) == (6*n-1+(-1)^n)/4 for n >= 1",
    "misc-fib-mutual": "A(n) == Fib(n+1) for n >= 1",
    "misc-lcs-naive": "T(m,n) == 2*binomial(m+n,n)-1 for m >= 1, n >= 1",
    "misc-vertex-cover": "T(m,k) == 2^(k+1)-1 for m >= k, k >= 1",
}
"""Exact answers that name their function, speak of two sizes, or write a sum in another notation."""

EXTRA: dict[str, tuple[tuple[str, Expectation, Kind], ...]] = {
    "ciao-mccarthy91": (("T(n) == n - 10 for n >= 101", "proved", "derived"),),
    "mtsheet-19": (
        ("T(n) <= 0 for n >= 8", "proved", "true"),
        ("T(n) >= 0 for n >= 8", "refuted", "mutant"),
        ("T(n) <= -n^2*log(n)^2 for n >= 8", "refuted", "mutant"),
    ),
    "purrs-fe-60": (
        ("T(n) <= floor(log2(n)) + 1 for n >= 1", "proved", "true"),
        ("T in O(log(n))", "proved", "derived"),
        ("T(n) >= 0 for n >= 0", "proved", "derived"),
        ("T(n) >= 1 for n >= 1", "refuted", "published"),
        ("T in Theta(log(n))", "refuted", "mutant"),
        ("T in Omega(1)", "refuted", "mutant"),
        ("T in O(1)", "refuted", "mutant"),
    ),
    "misc-square1": (
        ("T(n) <= 2^(2^n) for n >= 0", "proved", "true"),
        ("T(n) >= 2^(2^(n-1)) for n >= 1", "proved", "derived"),
        ("T(n) <= 2^(2^(n-1)) for n >= 1", "refuted", "mutant"),
        ("T(n) == floor(1.2259024435287485^(2^(n+1))) for n >= 0", "not proved", "approximate"),
    ),
}
"""Claims for rows that give bounds instead of an answer, and answers in several cases."""

PARAMETERS = {
    "purrs-cf-150": "parameters c real",
    "purrs-cf-155": "parameters a real, b real",
    "purrs-cf-222": "parameters a real",
    "purrs-cf-279": "parameters b real",
    "purrs-cf-34": "parameters a real",
    "purrs-cf-363": "parameters a real",
}
"""Declarations of the names the source leaves free."""

ASSUMING = {"purrs-cf-155": "a + b != 0", "purrs-cf-34": "a != 1"}
"""What a published formula needs and does not say: it divides by this."""

WITHOUT_SIGN = {"mtsheet-19", "sympy-2", "sympy-11"}
"""Rows whose values are negative or alternate; no growth claims are made of them."""

UNTRANSLATED = {
    "ciao-multiphase1": "no text: three arguments and two phases, the shape of the recurrence is only recalled",
    "cofloco-quicksort-worst": "no text: both sides of the split are bounded only by n-1, a nondeterministic relation",
}


def say(line: str) -> None:
    """One line to standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def load_rows(path: Path | None = None) -> list[Row]:
    """The rows with a text, from a file or from the bundled copy."""
    source = path or (BUNDLED if BUNDLED.exists() else SHARED)
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in rows if row.get("text")]


def text_of(row: Row) -> str:
    """The recurrence of a row, with its parameters declared."""
    declared = PARAMETERS.get(row["id"])
    return f"{declared}; {row['text']}" if declared else str(row["text"])


def translated(answer: str) -> str:
    """An answer in the notation of the language: pow(a,b) is (a)^(b)."""
    return re.sub(r"pow\(([^(),]+),([^(),]+)\)", r"((\1)^(\2))", answer)


def order_of(row: Row) -> str | None:
    """The true order of growth as text, when the row tells it."""
    if row["id"] in WITHOUT_SIGN or row["known_kind"] == "bounds":
        return None
    if row["known_kind"] == "theta":
        return TRUE_ORDERS.get(row["id"], str(row["known"]))
    return ORDERS.get(row["id"])


def exact_claim(row: Row, shift: str = "") -> str:
    """`T(n) == answer for n >= start`, or with the answer shifted."""
    if row["id"] in EXACT:
        left, right = EXACT[row["id"]].split(" == ")
        answer, _, where = right.rpartition(" for ")
        return f"{left} == {answer}{shift} for {where}"
    assuming = f" assuming {ASSUMING[row['id']]}" if row["id"] in ASSUMING else ""
    return f"T(n) == {translated(row['known'])}{shift} for n >= {row.get('start') or 0}{assuming}"


def growth_claims(order: str, function: str, small: str = "n") -> Iterator[tuple[str, str, Expectation, Kind]]:
    """Names, claims and expectations that follow from `function in Theta(order)`; `small` is the size that grows."""
    f = f"({order})"
    yield "theta", f"{function} in Theta({order})", "proved", "derived"
    yield "O", f"{function} in O({order})", "proved", "derived"
    yield "Omega", f"{function} in Omega({order})", "proved", "derived"
    yield "O*log", f"{function} in O({f}*log({small}))", "proved", "derived"
    yield "Omega/log", f"{function} in Omega({f}/log({small}))", "proved", "derived"
    yield "O/log", f"{function} in O({f}/log({small}))", "refuted", "mutant"
    yield "O/n^.1", f"{function} in O({f}/{small}^(1/10))", "refuted", "mutant"
    yield "Omega*log", f"{function} in Omega({f}*log({small}))", "refuted", "mutant"
    yield "Omega*n^.1", f"{function} in Omega({f}*{small}^(1/10))", "refuted", "mutant"
    yield "o", f"{function} in o({order})", "refuted", "mutant"
    yield "omega", f"{function} in omega({order})", "refuted", "mutant"


def cases_of(row: Row) -> list[Case]:
    """Every claim made of one row; the claim of kind "true" comes first."""
    found: list[tuple[str, str, Expectation, Kind]] = []
    exact = row["known_kind"] == "exact"
    if exact:
        found.append(("exact", exact_claim(row), "proved", "true"))
        found.append(("exact+1", exact_claim(row, " + 1"), "refuted", "mutant"))
        found.append(("exact-1", exact_claim(row, " - 1"), "refuted", "mutant"))
    order = order_of(row)
    if order is not None:
        function = EXACT.get(row["id"], "T")[0]
        for name, claim, expect, kind in growth_claims(order, function):
            found.append((name, claim, expect, "true" if name == "theta" and not exact else kind))
    if row["id"] in TRUE_ORDERS:
        found.append(("literal", f"T in Theta({row['known']})", "not proved", "approximate"))
    wrong = re.search(r"WRONG PUBLISHED CLAIM: Theta\((.*)\)", row.get("notes") or "")
    if wrong:
        found.append(("published", f"T in Theta({wrong[1]})", "refuted", "published"))
    found += [(f"extra{i}", *extra) for i, extra in enumerate(EXTRA.get(row["id"], ()), 1)]
    text = text_of(row)
    return [
        Case(f"{row['id']}/{name}", row["id"], row["family"], text, claim, expect, kind)
        for name, claim, expect, kind in found
    ]


def all_cases(rows: list[Row] | None = None) -> list[Case]:
    """Every claim of every row."""
    return [case for row in (load_rows() if rows is None else rows) for case in cases_of(row)]


def case_to_line(case: Case) -> str:
    """The case as a line for `tightbound batch`; the extra fields are for whoever reads the results."""
    return json.dumps(asdict(case), ensure_ascii=False)


def counts(cases: list[Case]) -> dict[str, Counter[str]]:
    """How many claims of each kind each family has."""
    table: dict[str, Counter[str]] = {}
    for case in cases:
        table.setdefault(case.family, Counter())[case.kind] += 1
    return table


def print_counts(cases: list[Case]) -> None:
    """The table of claims per family, and the rows that could not be translated."""
    kinds: tuple[Kind, ...] = ("true", "derived", "mutant", "published", "approximate")
    say("family".ljust(20) + "".join(k.rjust(12) for k in kinds))
    total: Counter[str] = Counter()
    for family, counted in sorted(counts(cases).items()):
        total += counted
        say(family.ljust(20) + "".join(str(counted[k]).rjust(12) for k in kinds))
    say("all".ljust(20) + "".join(str(total[k]).rjust(12) for k in kinds))
    for row, why in UNTRANSLATED.items():
        say(f"not translated: {row}: {why}")


def main() -> None:
    """Print the counts, or verify the expectations by evaluation."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--verify", action="store_true", help="evaluate every claim (minutes)")
    options.add_argument("--rows", default="", help="only rows whose id matches this regular expression")
    chosen = options.parse_args()
    cases = [c for c in all_cases() if re.search(chosen.rows, c.row)]
    print_counts(cases)
    if chosen.verify:
        from tests.benchmarks.evidence import verify_cases

        raise SystemExit(verify_cases(cases))


if __name__ == "__main__":
    main()
