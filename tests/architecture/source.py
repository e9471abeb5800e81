"""The source of the rooms as syntax trees: what the tests of this folder look at. Nothing here imports the rooms."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
ROOMS = ("bounds", "checkers", "theorems")
STANDARD = frozenset(sys.stdlib_module_names)
SOLVERS = frozenset({"z3", "cvc5", "sympy"})


@frozen
class Module:
    """One source file; `name` is the dotted name ("checkers.kernel.decode")."""

    name: str
    text: str

    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    def lines(self) -> int:
        return len(self.text.splitlines())


def all_modules(*prefixes: str) -> list[Module]:
    """The modules of the rooms whose dotted name is, or lies under, one of the prefixes."""
    paths = [p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))]
    modules = [Module(_dotted(p), p.read_text("utf-8")) for p in paths]
    return [m for m in modules if is_under(m.name, *prefixes)]


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_under(name: str, *prefixes: str) -> bool:
    """Whether a dotted name is one of the prefixes or lies under one."""
    return any(name == p or name.startswith(p + ".") for p in prefixes)


def all_imports(module: Module) -> Iterator[str]:
    """The dotted name of everything imported anywhere in a module, also inside functions; "." for a relative one."""
    for node in ast.walk(module.tree()):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(level=level) if level:
                yield "."
            case ast.ImportFrom(source, names):
                yield from (f"{source}.{alias.name}" for alias in names)


def all_functions(module: Module) -> Iterator[tuple[str, int]]:
    """The name and the number of lines of every function of a module."""
    for node in ast.walk(module.tree()):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
