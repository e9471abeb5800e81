"""Certificates as files: how a case is stored, and how it is judged.

An accept file holds a claim and a certificate; the kernel answers with the certificate's verdict. A reject file also
holds the rule and the need of the one refusal it is there for, and why in one line; its name is the reason. The files
are made by make_cases.py; `refusal_of` says which line of the kernel refused.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from attrs import field, frozen

from checkers import kernel
from checkers.kernel import refusal
from checkers.kernel.refusal import Rejected

HERE = Path(__file__).parent
KERNEL = Path(kernel.__file__).parent
ACCEPT, REJECT = HERE / "accept", HERE / "reject"
RAISING = {"Rejected", "OutsideLanguage", "Needs"}
Check = Callable[[Any, Any], str]


@frozen
class Case:
    """One file; `rule`, `need` and `why` are empty for one to accept."""

    name: str
    claim: Any
    certificate: Any
    rule: str = ""
    need: str = ""
    why: str = ""


def all_cases(folder: Path) -> list[Case]:
    """The cases of a folder, by name."""
    return [Case(path.stem, **json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]


def complaint(case: Case, check: Check) -> str:
    """What a checker gets wrong about a case; "" when it is right."""
    try:
        said = check(case.claim, case.certificate)
    except Rejected as e:
        if not case.rule:
            return f"{case.name}: refused: {e}"
        return "" if (e.rule, e.need) == (case.rule, case.need) else f"{case.name}: refused for another reason: {e}"
    if case.rule:
        return f"{case.name}: accepted as {said}, to be refused: {case.why}"
    return "" if said == case.certificate.get("verdict", "proved") else f"{case.name}: {said}"


def all_complaints(check: Check) -> list[str]:
    """What a checker gets wrong about all files."""
    return [c for folder in (ACCEPT, REJECT) for case in all_cases(folder) if (c := complaint(case, check))]


@frozen
class Site:
    """A place in the kernel that can refuse: a call of require or outside, or a raise of a refusal."""

    file: str
    first: int
    last: int
    text: str
    condition: str = field(default="", eq=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.first} {self.text}"


def all_sites() -> list[Site]:
    """Every place in the kernel that can refuse, read from its syntax trees."""
    return [site for path in sorted(KERNEL.rglob("*.py")) if path.name != "refusal.py" for site in sites_of(path)]


def sites_of(path: Path) -> list[Site]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        call = node.exc if isinstance(node, ast.Raise) else node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            names = RAISING | {"outside"} if isinstance(node, ast.Raise) else {"require"}
            if call.func.id in names:
                text = " | ".join(ast.unparse(a) for a in call.args[-2:-1]) or ast.unparse(call)
                file = path.relative_to(KERNEL).as_posix()
                condition = ast.unparse(call.args[0])
                last = node.end_lineno or node.lineno
                found.append(Site(file, node.lineno, last, f"{call.func.id}: {text}", condition))
    return sorted(found, key=lambda s: s.first)


def place_of(e: BaseException) -> tuple[str, int]:
    """The file and line of the kernel that refused."""
    trace: TracebackType | None = e.__traceback__
    place = ("", 0)
    while trace:
        code = trace.tb_frame.f_code
        if code.co_filename != refusal.__file__ and Path(code.co_filename).is_relative_to(KERNEL):
            place = (Path(code.co_filename).relative_to(KERNEL).as_posix(), trace.tb_lineno)
        trace = trace.tb_next
    return place


def site_of(e: BaseException, sites: list[Site]) -> Site | None:
    """The one of the sites that refused; None when the exception comes from elsewhere."""
    file, line = place_of(e)
    return next((s for s in sites if s.file == file and s.first <= line <= s.last), None)
