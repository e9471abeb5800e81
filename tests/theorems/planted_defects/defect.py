"""A defect: a small change of a program, as a person might make it by mistake, and the measures by which it shows."""

from types import ModuleType

from attrs import field, frozen

from checkers.executions.programs import PLAIN, Program
from tests.theorems.pairs import PAIRS, Pair, source_of


@frozen
class Defect:
    """`old` stands in the program once and becomes `new`; `shows` are the measures that differ, most telling first.

    `pair` is what the program is compared on; the first of its name in PAIRS where it is not given.
    """

    program: str
    what: str
    old: str
    new: str
    shows: tuple[str, ...]
    pair: Pair = field(default=None)

    def __attrs_post_init__(self) -> None:
        if self.pair is None:
            object.__setattr__(self, "pair", next(p for p in PAIRS if p.name == self.program))

    def __str__(self) -> str:
        return f"{self.program}: {self.what}"

    def source(self) -> str:
        """The changed program."""
        text = source_of(self.program)
        if text.count(self.old) != 1:
            raise ValueError(f"{self}: need a text that stands once in the program, have {text.count(self.old)}")
        return text.replace(self.old, self.new)

    def mutant(self) -> Program:
        """`run` of the changed program."""
        module = ModuleType(f"{self.program}_changed")
        exec(compile(self.source(), f"<{self}>", "exec"), module.__dict__)
        return module.run

    def measures(self) -> tuple[str, ...]:
        """What is measured."""
        return self.pair.measures or PLAIN
