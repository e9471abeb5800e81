"""Write the bundled benchmark: theorems/public/recurrences.jsonl, and its claims for `tightbound batch`.

    python -m tests.benchmarks.bundle [--source FILE]

The rows come from the shared benchmark when it is there; without it the bundled rows are kept and only the claims
are written again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tests.benchmarks.claims import BUNDLED, SHARED, Row, all_cases, case_to_line, load_rows, say

FIELDS = ("id", "source", "text", "known", "known_kind", "known_theta", "start", "family", "notes")
CLAIMS = BUNDLED.with_name("claims.jsonl")


def bundled(row: Row) -> Row:
    """The fields of a row that are kept, without empty ones."""
    return {name: row[name] for name in FIELDS if row.get(name) not in (None, "")}


def write_lines(path: Path, lines: list[str]) -> None:
    """Write a file of JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    """Write both files and say how many lines each has."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--source", type=Path, default=SHARED)
    source = options.parse_args().source
    if source.exists():
        write_lines(BUNDLED, [json.dumps(bundled(row), ensure_ascii=False) for row in load_rows(source)])
    rows = load_rows(BUNDLED)
    cases = all_cases(rows)
    write_lines(CLAIMS, [case_to_line(case) for case in cases])
    say(f"{BUNDLED}: {len(rows)} recurrences\n{CLAIMS}: {len(cases)} claims")


if __name__ == "__main__":
    main()
