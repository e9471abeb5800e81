"""Dependencies point one way: theorems -> checkers -> bounds; the kernel imports the standard library and itself."""

import pytest

from tests.architecture.source import ROOMS, SOLVERS, STANDARD, Module, all_imports, all_modules, is_under

LANGUAGE = ("attrs", "attr", "lark")
"""All that bounds/ may import besides the standard library."""


def strangers(modules: list[Module], *allowed: str) -> list[str]:
    """Each import that is neither standard library nor under one of the allowed names."""
    found = [(m.name, name) for m in modules for name in all_imports(m)]
    return [
        f"{module} imports {name}"
        for module, name in found
        if name.partition(".")[0] not in STANDARD and not is_under(name, *allowed)
    ]


def uses(modules: list[Module], *banned: str) -> list[str]:
    """Each import of something under one of the banned names."""
    return [f"{m.name} imports {name}" for m in modules for name in all_imports(m) if is_under(name, *banned)]


def test_the_kernel_imports_the_standard_library_and_itself_only():
    kernel = all_modules("checkers.kernel")
    assert kernel
    assert strangers(kernel, "checkers.kernel") == []


def test_bounds_imports_no_solver_and_nothing_above_it():
    assert strangers(all_modules("bounds"), "bounds", *LANGUAGE) == []


def test_checkers_imports_no_theorem():
    assert uses(all_modules("checkers"), "theorems") == []


def test_no_room_imports_the_tests():
    assert uses(all_modules(*ROOMS), "tests") == []


def test_solvers_live_under_checkers_only_and_not_where_they_would_slow_a_start():
    elsewhere = all_modules("bounds", "theorems", "checkers.kernel", "checkers.interfaces")
    assert uses(elsewhere, *SOLVERS) == []


@pytest.mark.parametrize(
    "line",
    ["import z3", "import z3.z3util", "from sympy import Symbol", "def f():\n    import attrs", "from . import decode",
     "from checkers import verdict", "import checkers.decide", "try:\n    import numpy\nexcept ImportError: pass"],
)  # fmt: skip
def test_an_import_against_the_rule_is_seen(line):
    assert len(strangers([Module("checkers.kernel.bad", line)], "checkers.kernel")) == 1


@pytest.mark.parametrize(
    "line", ["from fractions import Fraction", "import json", "from checkers.kernel.decode import x"]
)
def test_an_import_within_the_rule_is_let_through(line):
    assert strangers([Module("checkers.kernel.good", line)], "checkers.kernel") == []
