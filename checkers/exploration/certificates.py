"""Certificates of exact costs of a setting: written for one size, and checked again against the setting itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bounds.problem import COMPARE, WORST, OrderProblem
from checkers.exploration import reach
from checkers.exploration.refusal import CannotExplore
from checkers.kernel.decode import load
from checkers.kernel.problems import optimum as rechecking
from checkers.kernel.problems.optimum.reading import ITEMS
from checkers.optima.certificate import certificate, primitive_to_json, problem_to_json, sorting_certificate
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Contradiction

if TYPE_CHECKING:
    from checkers.exploration.session import Session

MEETING = (*range(1, 12), 20, 21)
"""Sizes at which merge insertion costs what counting proves: a certificate takes no search."""


def write(session: Session, path: Path, n: int, seconds: float | None) -> dict[str, Any]:
    """Write the certificate of the tightest bracket found in `seconds`; gives its claim.

    Raises   CannotExplore; Contradiction when a row says otherwise
    """
    try:
        problem, primitives, mode = reach.game_at(session.setting, n)
        if mode != WORST:
            raise CannotExplore("certificate", need="the worst case", have=session.setting.mode)
        if isinstance(problem, OrderProblem) and problem.n > ITEMS:
            need = f"at most {ITEMS} items, which the kernel reads"
            raise CannotExplore("certificate", need=need, have=problem.n, attempt=f"--n {ITEMS // 2}")
        is_sorting = session.setting.family == "sort" and primitives == (COMPARE,) and n in MEETING
        found = sorting_certificate(n) if is_sorting else certificate(problem, primitives, seconds)
    except OutOfReach as e:
        raise CannotExplore("certificate", need=e.need, have=e.have, attempt=e.attempt) from None
    if found is None:
        raise CannotExplore("certificate", need="a problem that some strategy solves", have=f"none at n = {n}")
    claim, proof = found
    row = session.known.get(n)
    ends = [e for e in (claim["lower"], claim["upper"]) if e is not None]
    if row is not None and row.cost is not None and len(set(ends)) == 1 == len({*ends, str(row.cost)}) - 1:
        raise Contradiction(f"{session.text}, n = {n}: the certificate says {ends}, the row {row.cost}")
    path.write_text(json.dumps(proof, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")
    return dict(claim)


def recheck(session: Session, path: Path) -> dict[str, Any]:
    """Check the file; what it is about is read from this setting, not from the file.

    Raises   Rejected; CannotExplore for a file that is no certificate, or one of another problem
    """
    proof = load(path.read_text(encoding="utf-8"))
    about = proof.get("claim") if isinstance(proof, dict) else None
    if not isinstance(about, dict) or not {"problem", "lower", "upper"} <= set(about):
        raise CannotExplore("recheck", need="a certificate of an optimum", have=path)
    sizes = [n for n in range(1, 65) if _is_at(session, n, about)]
    if not sizes:
        raise CannotExplore("recheck", need=f"a certificate about {session.text}", have="one about another problem")
    claim = {**_about(session, sizes[0]), "lower": about["lower"], "upper": about["upper"]}
    rechecking.check(claim, proof)
    return claim


def _is_at(session: Session, n: int, about: dict[str, Any]) -> bool:
    given = about["problem"]
    if not isinstance(given, dict) or not reach.is_within(session.setting, n):
        return False
    try:
        return rechecking.same(_about(session, n)["problem"], given)
    except (CannotExplore, OutOfReach):
        return False


def _about(session: Session, n: int) -> dict[str, Any]:
    problem, primitives, _ = reach.game_at(session.setting, n)
    return {
        "format": rechecking.FORMAT,
        "problem": problem_to_json(problem),
        "primitives": [primitive_to_json(p) for p in primitives],
    }
