"""The same claim gets the same certificate: whatever was asked before, and however Python orders its sets."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITE = """
import json, sys
from bounds.language import parse_document
from checkers.decide import decide
from pathlib import Path

stated = [s for name in ("setwise_ranking", "sizes_that_are_values")
          for s in parse_document(Path("theorems", name + ".claims").read_text(encoding="utf-8"), path=name)]
if sys.argv[1] == "backwards":
    stated.reverse()
found = {s.name: decide(s.claim).certificate for s in stated}
json.dump(found, sys.stdout, sort_keys=True)
"""


def certificates(order: str, seed: str) -> dict[str, object]:
    run = subprocess.run(
        [sys.executable, "-c", WRITE, order],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_a_certificate_depends_on_the_claim_alone():
    first, second = certificates("forwards", "1"), certificates("backwards", "2")
    assert len(first) > 20
    assert first == second
