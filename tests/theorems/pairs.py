"""Each decomposition of theorems/ with the program of the same name, and what the two are run on."""

import os
from fractions import Fraction
from functools import cache, partial
from importlib import import_module
from pathlib import Path

from attrs import field, frozen

import theorems
from bounds.decomposition import Decomposition
from bounds.language import parse_document
from bounds.value import Exact
from checkers.executions.answers import correct
from checkers.executions.faults import FailsFirst
from checkers.executions.mock import Mock
from checkers.executions.programs import PLAIN, Mocks, Program, ProgramCheck, answering

ROOM = Path(theorems.__file__).parent
LARGEST = 300
CALLS = int(os.environ.get("TIGHTBOUND_CALLS", "5000"))
"""About how many calls the runs of one pair make; 600000 is all sizes for all but `all_pairs`, and takes long."""


@cache
def all_decompositions() -> dict[str, Decomposition]:
    """Every decomposition that a claims file of theorems/ speaks of, by its name."""
    stated = [s for f in sorted(ROOM.glob("*.claims")) for s in parse_document(f.read_text("utf-8"), path=f.name)]
    return {s.decomposition.name: s.decomposition for s in stated if s.decomposition is not None}


def all_programs() -> list[str]:
    """The names of the programs of theorems/programs."""
    return sorted(p.stem for p in (ROOM / "programs").glob("*.py") if p.stem not in ("__init__", "contents"))


def source_of(name: str) -> str:
    """The text of a program."""
    return (ROOM / "programs" / f"{name}.py").read_text("utf-8")


def failing_first(times: int, seed: int) -> Mock:
    """Right answers, but malformed the first times that the same prompt comes: the worst case of a retry."""
    return Mock(task=correct, faults=[FailsFirst(times)], seed=seed)


@frozen
class Pair:
    """A program and its decomposition, with parameters, the first size, the mocks, and what is measured."""

    name: str
    parameters: dict[str, Exact] = field(factory=dict)
    start: int = 1
    mocks: Mocks = answering
    exact: bool | None = None
    measures: tuple[str, ...] = PLAIN

    def __str__(self) -> str:
        return "-".join([self.name, *(f"{k}{v}" for k, v in self.parameters.items())])

    def decomposition(self) -> Decomposition:
        return all_decompositions()[self.name]

    def program(self) -> Program:
        return import_module(f"theorems.programs.{self.name}").run

    def check(self, program: Program | None = None) -> ProgramCheck:
        """The program, or another in its place, against the decomposition."""
        return ProgramCheck(
            program or self.program(), self.decomposition(), dict(self.parameters), self.mocks, self.exact
        )


def retry(r: int) -> Pair:
    """Every answer is malformed until the last try; a decomposition does the same when v is 0."""
    return Pair("retry_until_valid", {"v": Fraction(0), "r": r}, mocks=partial(failing_first, r - 1), exact=True)


PAIRS = [
    Pair("map_reduce_summary", {"workers": 1}),
    Pair("tree_summary"),
    Pair("collapse_with_fan_in_k", {"k": 2, "s": 1}),
    Pair("collapse_with_fan_in_k", {"k": 5, "s": 3}),
    Pair("rolling_summary"),
    Pair("growing_notes", {"s": 1}),
    Pair("growing_notes", {"s": 4}),
    Pair("overlapping_retrieval"),
    Pair("knockout_tournament"),
    Pair("merge_sort"),
    Pair("sliding_top_three", start=3),
    Pair("sliding_window_ranking"),
    Pair("setwise_tournament"),
    Pair("all_pairs", {"workers": 1}),
    Pair("self_consistency", {"m": 5, "t": 6}),
    Pair("self_consistency", {"m": 1, "t": 1}),
    Pair("best_of_k", {"k": 3, "s": 4}),
    Pair("best_of_k", {"k": 1, "s": 1}),
    Pair("debate", {"a": 1}),
    Pair("debate", {"a": 3}),
    Pair("tree_of_thoughts"),
    Pair("react"),
    retry(1),
    retry(3),
    Pair("retry_three_times", mocks=partial(failing_first, 2)),
    Pair("plan_and_execute", {"s": 2, "workers": 1}),
]
"""What is compared size by size; `voted_steps` has no worst case, and is compared by its mean."""


def sizes(pair: Pair, calls: int = CALLS) -> list[int]:
    """All sizes from the first on while so many calls are made in all, then ever fewer sizes up to `LARGEST`.

    Off-by-one errors show at powers of 2, at multiples of the window of 8, and beside them; of those after the first
    stretch some are run, in calls as many again at most.
    """
    check = pair.check()

    def cost(n: int) -> int:
        return int(check.derived("calls", (n,)))

    found: list[int] = []
    spent = 0
    for n in range(pair.start, LARGEST + 1):
        if spent + cost(n) > calls:
            break
        spent += cost(n)
        found.append(n)
    for n in (LARGEST, 129, 128, 127, 257, 256, 255, 65, 64, 63, 299, 201):
        if n > len(found) + pair.start and cost(n) <= calls:
            calls -= cost(n)
            found.append(n)
    return found
