"""Makes the files of accept/ and reject/: `python -m tests.checkers.make_cases`. When a case is wrong, none is written.

What is in them is said in accepted.py, rejected.py, rejected_optima.py and refutations.py.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from checkers import kernel
from tests.checkers import (
    case_files,
    definition_cases,
    history_cases,
    problem_cases,
    refutations,
    rejected_optima,
    several_cases,
)
from tests.checkers.accepted import ACCEPTED
from tests.checkers.proofs import Json, changed
from tests.checkers.rejected import REJECTED


def all_accepted() -> dict[str, Any]:
    """Each certificate that the kernel must accept, as a function that makes it."""
    return {
        **ACCEPTED,
        **definition_cases.ACCEPTED,
        **history_cases.ACCEPTED,
        **problem_cases.ACCEPTED,
        **several_cases.ACCEPTED,
    }


def all_made() -> dict[Path, Json]:
    """Every file there is to be, by path."""
    accepted = {name: make() for name, make in all_accepted().items()}
    made = {case_files.ACCEPT / f"{name}.json": content for name, content in accepted.items()}
    rejected = {
        **REJECTED,
        **rejected_optima.all_rejects(),
        **refutations.all_rejects(),
        **several_cases.all_rejected(),
    }
    for name, reject in rejected.items():
        content = changed(
            accepted[reject.original] if isinstance(reject.original, str) else reject.original, reject.changes
        )
        made[case_files.REJECT / f"{name}.json"] = {
            **content,
            "rule": reject.rule,
            "need": reject.need,
            "why": reject.why,
        }
    return made


def main() -> int:
    made = all_made()
    complaints = [case_files.complaint(case_files.Case(p.stem, **content), kernel.check) for p, content in made.items()]
    for c in filter(None, complaints):
        print(c)
    if any(complaints):
        return 1
    for folder in (case_files.ACCEPT, case_files.REJECT):
        folder.mkdir(exist_ok=True)
        for old in set(folder.glob("*.json")) - set(made):
            old.unlink()
    for path, content in made.items():
        path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    print(f"{len(made)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
