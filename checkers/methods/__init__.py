"""Untrusted search, one file per method. The folder is the registry; each module has RULE, ORDER and find(claim).

find gives a proof for the kernel to check (`Found`), what stopped it (`Blocked`), or None where it does not apply.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

METHODS: dict[str, ModuleType] = dict(
    sorted(
        ((m.name, import_module(f"{__name__}.{m.name}")) for m in iter_modules(__path__)),
        key=lambda item: (item[1].ORDER, item[0]),
    )
)
"""Each method by name, in the order in which they are tried: cheap refutations first."""
