"""Deletes each refusal of the kernel in turn; do the tests notice? `python -m tests.checkers.mutation_run`.

A deletion is made in a copy of the repository. It is noticed when a file of accept/ or reject/ or a call of
kernel/direct.py is judged differently: first by the cases that showed this refusal, then by all, then by the tests of
tests/checkers/kernel. The copy is also judged unchanged, before and after: there, nothing may be noticed. The report
says which deletions nobody noticed, and of the others, which made the kernel accept a file it must reject. With --parts
each operand of an `and` in a condition is left out in turn instead.

    --only TEXT     those whose file, condition or need contains TEXT
    --parts         leave out parts of conditions, not whole refusals
    --quick         without the tests of tests/checkers/kernel
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from attrs import frozen

from checkers import kernel
from checkers.kernel.refusal import Rejected
from tests.checkers import case_files
from tests.checkers.case_files import ACCEPT, REJECT, Site, all_cases, all_sites, complaint, site_of

ROOT = Path(__file__).parents[2]
JOBS, SECONDS = 2, 120
UNNOTICED, ACCEPTED, REFUSED, UNIT = "unnoticed", "a false certificate accepted", "refused otherwise", "by a unit test"


def all_judged(names: set[str]) -> list[str]:
    """Complaints about the named cases and calls, without names about all; a line begins "accepted" or "refused"."""
    found = []
    for folder in (ACCEPT, REJECT):
        for case in all_cases(folder):
            if not names or case.name in names:
                text = complaint(case, kernel.check)
                found += (
                    [("accepted " if ": accepted as" in text else "refused ") + text.splitlines()[0]] if text else []
                )
    if not names or any(name.startswith("direct:") for name in names):
        found += all_judged_directly(names)
    return found


def all_judged_directly(names: set[str]) -> list[str]:
    """Complaints about the calls of kernel/direct.py."""
    from tests.checkers.kernel.direct import DIRECT

    found = []
    for direct in DIRECT:
        if names and f"direct:{direct.name}" not in names:
            continue
        try:
            direct.call()
        except Rejected as e:
            if (e.rule, e.need) != (direct.rule, direct.need):
                found.append(f"refused direct:{direct.name}: {e.rule}: {e.need}")
        except Exception as e:  # noqa: BLE001  whatever the deletion brings about
            found.append(f"refused direct:{direct.name}: {type(e).__name__}")
        else:
            found.append(f"accepted direct:{direct.name}")
    return found


def witnesses() -> dict[Site, list[str]]:
    """For each refusal, the cases and calls that show it."""
    from tests.checkers.kernel.direct import DIRECT

    sites, found = all_sites(), {site: [] for site in all_sites()}
    calls = [(case.name, lambda case=case: kernel.check(case.claim, case.certificate)) for case in all_cases(REJECT)]
    for name, call in [*calls, *((f"direct:{d.name}", d.call) for d in DIRECT)]:
        try:
            call()
        except Rejected as e:
            site = site_of(e, sites)
            if site:
                found[site].append(name)
    return found


@frozen
class Mutant:
    """Another statement in the place of a refusal."""

    site: Site
    statement: str
    text: str


class Copy:
    """A copy of the repository in which one file of the kernel is changed at a time."""

    def __init__(self, at: Path) -> None:
        self.at = at
        skip = shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
        for name in ("bounds", "checkers", "tests"):
            shutil.copytree(ROOT / name, at / name, ignore=skip)
        shutil.copy(ROOT / "pyproject.toml", at)

    def runs(self, *arguments: str) -> subprocess.CompletedProcess[str] | None:
        """A Python program in the copy; None when it does not end."""
        command = [sys.executable, "-B", "-m", *arguments]
        try:
            return subprocess.run(command, cwd=self.at, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return None

    def judged(self, names: list[str]) -> str:
        """How the named cases notice a difference, or UNNOTICED."""
        done = self.runs("tests.checkers.mutation_run", "--judge", *names)
        if done is None or done.returncode:
            return REFUSED
        lines = done.stdout.splitlines()
        return UNNOTICED if not lines else ACCEPTED if any(line.startswith("accepted") for line in lines) else REFUSED

    def tested(self) -> str:
        """Whether the tests of the kernel's modules notice."""
        done = self.runs("pytest", "-x", "-q", "-p", "no:cacheprovider", "tests/checkers/kernel")
        return UNIT if done is None or done.returncode == 1 else UNNOTICED

    def changed(self, mutant: Mutant, names: list[str], quick: bool) -> str:
        """What is noticed when one refusal is deleted or weakened."""
        path = self.at / "checkers" / "kernel" / mutant.site.file
        text = path.read_text("utf-8")
        path.write_text(replaced(text, mutant), "utf-8")
        try:
            said = self.judged(names) if names else UNNOTICED
            if said == UNNOTICED:
                said = self.judged([])
            return said if said != UNNOTICED or quick else self.tested()
        finally:
            path.write_text(text, "utf-8")


def replaced(text: str, mutant: Mutant) -> str:
    """The source with another statement in the place of a refusal, on the same lines."""
    lines, site = text.splitlines(keepends=True), mutant.site
    line = lines[site.first - 1]
    indent = line[: len(line) - len(line.lstrip())]
    gap = site.last - site.first
    return "".join([*lines[: site.first - 1], f"{indent}{mutant.statement}\n", *["\n"] * gap, *lines[site.last :]])


def all_mutants(site: Site, parts: bool) -> Iterator[Mutant]:
    """The deletion of a refusal; or its condition with each operand of an `and` left out."""
    if not parts:
        yield Mutant(site, "pass", site.condition)
        return
    lines = (case_files.KERNEL / site.file).read_text("utf-8").splitlines()[site.first - 1 : site.last]
    call = ast.parse(textwrap.dedent("\n".join(lines))).body[0]
    if isinstance(call, ast.Expr) and isinstance(call.value, ast.Call) and isinstance(call.value.args[0], ast.BoolOp):
        whole, others = call.value.args[0], call.value.args[1:]
        for part in whole.values if isinstance(whole.op, ast.And) else ():
            left = " and ".join(f"({ast.unparse(v)})" for v in whole.values if v is not part)
            rest = ", ".join(map(ast.unparse, others))
            yield Mutant(site, f"require({left}, {rest})", f"without {ast.unparse(part)}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--judge", nargs="*", help="judge these cases, or all; used inside a copy")
    given = parser.parse_args(arguments)
    if given.judge is not None:
        print(*all_judged(set(given.judge)), sep="\n", end="")
        return 0
    shown = witnesses()
    sites = [s for s in all_sites() if given.only in f"{s} {s.condition}"]
    mutants = [m for s in sites for m in all_mutants(s, given.parts)]
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Copy] = Queue()
        for i in range(JOBS):
            copies.put(Copy(Path(folder) / str(i)))

        def judge(mutant: Mutant | None) -> str:
            copy = copies.get()
            try:
                if mutant:
                    return copy.changed(mutant, shown[mutant.site], given.quick)
                return copy.judged([]) if given.quick or copy.judged([]) != UNNOTICED else copy.tested()
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(JOBS) as pool:
            before = judge(None)
            results = dict(zip(mutants, pool.map(judge, mutants), strict=True))
            after = judge(None)
    print(f"control, unchanged, before and after: {before}, {after}")
    for result, count in Counter(results.values()).most_common():
        print(f"{count:4} {result}")
    for mutant, result in results.items():
        if result != ACCEPTED:
            print(f"  {result}: {mutant.site}  [{mutant.text}]")
    return int((before, after) != (UNNOTICED, UNNOTICED) or UNNOTICED in results.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
