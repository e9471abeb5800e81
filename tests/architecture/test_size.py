"""Budgets of size, and names that say what is in a file."""

import pytest

from tests.architecture.source import ROOMS, ROOT, Module, all_functions, all_modules

LOGIC_LINES, ARITHMETIC_LINES, PROBLEM_LINES = 4400, 3000, 2850
"""The kernel's rules, and what they compute with; README.md says how much of it a verdict rests on."""
ARITHMETIC = {
    "decode",
    "interval",
    "exponent",
    "exponential",
    "polynomial",
    "ring",
    "series",
    "expand",
    "evaluate",
    "monomials",
}
FILE_LINES = 400
FUNCTION_LINES = 60
VAGUE = {"util", "helper", "common", "misc", "core", "base", "manager", "tool", "stuff", "lib", "shared", "general"}


def is_vague(stem: str) -> bool:
    """Whether a file name says nothing about what is in it."""
    return stem in VAGUE or stem.removesuffix("s") in VAGUE


def test_the_kernel_keeps_its_budget():
    kernel = all_modules("checkers.kernel")
    arithmetic = [m for m in kernel if m.name.removeprefix("checkers.kernel.") in ARITHMETIC]
    assert len(arithmetic) == len(ARITHMETIC)
    assert sum(m.lines() for m in arithmetic) <= ARITHMETIC_LINES
    problems = all_modules("checkers.kernel.problems")
    assert problems
    assert sum(m.lines() for m in problems) <= PROBLEM_LINES
    assert sum(m.lines() for m in kernel if m not in arithmetic and m not in problems) <= LOGIC_LINES


@pytest.mark.parametrize("room", ROOMS)
def test_files_are_short(room):
    assert {m.name: m.lines() for m in all_modules(room) if m.lines() > FILE_LINES} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_functions_are_short(room):
    lengths = {f"{m.name}.{name}": n for m in all_modules(room) for name, n in all_functions(m)}
    assert {name: n for name, n in lengths.items() if n > FUNCTION_LINES} == {}


def test_the_length_of_a_function_is_counted():
    body = "\n".join(["class C:", "    async def long(self):", *["        pass"] * 70])
    assert list(all_functions(Module("bounds.bad", body))) == [("long", 71)]


def test_no_file_or_folder_has_a_name_that_says_nothing():
    paths = [p for room in (*ROOMS, "tests") for p in (ROOT / room).rglob("*") if p.is_dir() or p.suffix == ".py"]
    assert [str(p.relative_to(ROOT)) for p in paths if is_vague(p.stem.removeprefix("test_"))] == []


@pytest.mark.parametrize("stem", ["util", "utils", "helpers", "base", "managers"])
def test_a_vague_name_is_seen(stem):
    assert is_vague(stem)
