"""What the kernel does not contain: no assert, no float, nothing that runs text or loads objects, no state."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, all_imports, all_modules, is_under

FORBIDDEN_NAMES = frozenset({"float", "complex", "eval", "exec", "compile", "__import__", "globals", "locals", "vars"})
FORBIDDEN_MODULES = (
    "pickle", "marshal", "shelve", "ctypes", "importlib", "subprocess", "socket", "decimal", "cmath", "random",
)  # fmt: skip
EXACT_MATH = frozenset({"comb", "factorial", "floor", "ceil", "gcd", "isqrt", "lcm", "perm", "prod"})
"""The functions of the module math whose result on integers and fractions is exact."""


def offences(module: Module) -> Iterator[str]:
    """Everything in a module that the kernel must not contain."""
    for node in ast.walk(module.tree()):
        found = _offence(node)
        if found:
            yield f"{module.name}:{getattr(node, 'lineno', 0)}: {found}"
    yield from (f"{module.name}: import {i}" for i in all_imports(module) if is_under(i, *FORBIDDEN_MODULES))
    yield from (f"{module.name}: {i} is inexact" for i in all_imports(module) if _is_inexact(i))


def _offence(node: ast.AST) -> str:
    match node:
        case ast.Assert():
            return "assert disappears under -O; use require"
        case ast.Constant(value) if isinstance(value, float | complex):
            return f"float literal {value}"
        case ast.Name(name) if name in FORBIDDEN_NAMES:
            return f"name {name}"
        case ast.Attribute(ast.Name("math"), name) if name not in EXACT_MATH:
            return f"math.{name} is inexact"
        case ast.Global() | ast.Nonlocal():
            return "state outside a function"
        case ast.ImportFrom(names=[ast.alias("*")]):
            return "star import"
    return ""


def _is_inexact(name: str) -> bool:
    return name.startswith("math.") and name.removeprefix("math.") not in EXACT_MATH


def test_the_kernel_has_no_assert_no_float_and_nothing_that_runs_text():
    kernel = all_modules("checkers.kernel")
    assert kernel
    assert [found for module in kernel for found in offences(module)] == []


@pytest.mark.parametrize(
    "line",
    ["assert x", "x = 0.5", "x = 1e3", "x = 2j", "float(x)", "kind = float", "eval(t)", "exec(t)", "import pickle",
     "from pickle import loads", "import math\nmath.log(2)", "from math import sqrt", "def f():\n    global x",
     "from json import *", "__import__('z3')"],
)  # fmt: skip
def test_an_offence_is_seen(line):
    assert len(list(offences(Module("checkers.kernel.bad", line)))) == 1


@pytest.mark.parametrize("line", ["import math\nmath.isqrt(4)", "from math import gcd", "x = 'assert 0.5 float'"])
def test_what_is_exact_is_let_through(line):
    assert list(offences(Module("checkers.kernel.good", line))) == []
