"""Programs that others wrote, run unmodified against the mock server: does each cost exactly what its claims say?

A program is one file in `frameworks/`, with a `PROGRAM`. Its claims are a text in the claim language in which functions
named as measures (`calls(n)`, `tokens_in(n)`) stand for what the server counts. Two things are confirmed at each size:
a measure that the text defines by equations has exactly that value, and a claim about measures holds. A claim that
is expected to be refuted must be contradicted by a run, and the smallest such size is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pkgutil import iter_modules
from typing import Any, Protocol

from attrs import define, field, frozen

from bounds.claim import Stated
from bounds.encoding import claim_to_json
from bounds.expression import Variable, all_calls
from bounds.language import parse_document, print_claim
from bounds.recurrence import EXPLICIT, Recurrence
from checkers.executions.mock import Mock
from checkers.executions.observed import MEASURES, Measured, ObservedClaim
from checkers.executions.trace import Trace
from checkers.kernel import decode
from checkers.kernel.evaluate import Values

REPORTED = "reported"
"""The name by which claims speak of the number of calls that the framework itself says it made."""

OFFLINE = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "OPENAI_AGENTS_DISABLE_TRACING": "1",
}
"""The frameworks' own settings by which they send nothing but the requests to the model."""


class Server(Protocol):
    """What a program is told of the mock server."""

    @property
    def url(self) -> str: ...


class MeteredServer(Server, Protocol):
    """A mock server that is entered, used and left."""

    def __enter__(self) -> MeteredServer: ...

    def __exit__(self, *exception: Any) -> None: ...

    def environment(self) -> dict[str, str]: ...

    def trace(self) -> Trace: ...


@frozen
class Program:
    """An unmodified framework, and what it costs on an input of size n.

    `run` gives the framework's own count of its calls, None where it keeps none. `model` makes a fresh mock for each
    run; `size` says what n counts; `distributions` must be installed. `observed` are claims about runs only, where no
    equation says how large a measure is.
    """

    name: str
    size: str
    distributions: tuple[str, ...]
    claims: str
    model: Callable[[], Mock]
    run: Callable[[int, Server], int | None]
    observed: tuple[str, ...] = ()

    def versions(self) -> dict[str, str | None]:
        """The installed version of each distribution; None where it is missing."""
        return {name: _version(name) for name in self.distributions}

    def is_installed(self) -> bool:
        """Whether it can be run here."""
        return None not in self.versions().values()

    def stated(self) -> tuple[Stated, ...]:
        """Its claims."""
        return parse_document(self.claims, path=self.name)


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def all_programs() -> Iterator[Program]:
    """Every program of the folder; no framework is imported."""
    from checkers.executions import frameworks

    for module in sorted(iter_modules(frameworks.__path__), key=lambda m: m.name):
        yield import_module(f"{frameworks.__name__}.{module.name}").PROGRAM


@frozen
class Run:
    """One run: its size, and each measure of it; `reported`, if there, is the framework's own count."""

    n: int
    figures: Mapping[str, int]

    @classmethod
    def of(cls, n: int, trace: Trace, reported: int | None = None) -> Run:
        """What the server saw, and what the framework says."""
        own = {} if reported is None else {REPORTED: reported}
        return cls(n, {name: measure(trace) for name, measure in MEASURES.items()} | own)


def run_once(program: Program, n: int, serve: Callable[[Mock], MeteredServer]) -> Run:
    """The program, run at size n against a fresh mock."""
    with serve(program.model()) as server:
        before = dict(os.environ)
        os.environ.update(OFFLINE | server.environment())
        try:
            reported = program.run(n, server)
        finally:
            os.environ.clear()
            os.environ.update(before)
        return Run.of(n, server.trace(), reported)


@frozen
class Difference:
    """A run that costs something else than the equations say."""

    n: int
    measure: str
    expected: Fraction
    measured: int

    def __str__(self) -> str:
        return f"{self.measure}({self.n}): need {self.expected}, have {self.measured}"


@frozen
class Definition:
    """A function that equations define: its values come from the kernel's evaluation, which remembers them."""

    function: str
    values: Values

    def at(self, n: int) -> Fraction:
        """Its exact value.

        Raises   Rejected where no equation speaks of n, and when the kernel's budget for all sizes together is spent
        """
        low, high = self.values.at(self.function, n)
        if low != high:
            raise ValueError(f"{self.function}({n}): need an exact value, have an enclosure {low} .. {high}")
        return low


@frozen
class RunClaim:
    """A claim that runs can contradict; `functions` are those of its equations that are no measures."""

    name: str
    claim: ObservedClaim
    is_false: bool = False
    functions: Mapping[str, Definition] = field(factory=dict)

    def holds(self, run: Run) -> bool | None:
        """What a run says of it; None where the claim does not speak of that size."""
        called = {c.function for side in (self.claim.subject, self.claim.bound) for c in all_calls(side)}
        values = {f: _constant(d.at(run.n)) for f, d in self.functions.items() if f in called}
        figures = {name: _constant(Fraction(q)) for name, q in run.figures.items()}
        return self.claim.observe(Trace([]), dict.fromkeys(self.claim.names(), run.n), values | figures).holds


@define
class Confirmation:
    """What the runs of a program said of its claims so far.

    `figures` has the measures of each run by size; `compared` the claims that some run spoke of; `broken`, for each
    claim that a run contradicted, the smallest such size.
    """

    program: Program
    figures: dict[int, Mapping[str, int]] = field(factory=dict)
    differences: list[Difference] = field(factory=list)
    compared: set[str] = field(factory=set)
    broken: dict[str, int] = field(factory=dict)
    _definitions: list[Definition] = field(init=False)
    _claims: list[RunClaim] = field(init=False)

    def __attrs_post_init__(self) -> None:
        known = {s.claim.recurrence: _definitions(s) for s in self.program.stated()}
        self._definitions = [d for found in known.values() for d in found if _is_measure(d.function)]
        self._claims = list(_run_claims(self.program, known))

    def add(self, run: Run) -> None:
        """Compare one run with every equation and every claim."""
        self.figures[run.n] = run.figures
        for definition in self._definitions:
            measure, expected = definition.function, definition.at(run.n)
            if measure not in run.figures:
                raise ValueError(f"{self.program.name}: need the framework's own count of calls, have none")
            if expected != run.figures[measure]:
                self.differences.append(Difference(run.n, measure, expected, run.figures[measure]))
        for claim in self._claims:
            holds = claim.holds(run)
            if holds is not None:
                self.compared.add(claim.name)
            if holds is False:
                self.broken[claim.name] = min(run.n, self.broken.get(claim.name, run.n))

    def claims(self) -> tuple[RunClaim, ...]:
        """The claims that runs can contradict."""
        return tuple(self._claims)

    def is_confirmed(self) -> bool:
        """Whether every run cost what the equations say, and every claim was compared and met its expectation."""
        met = all((c.name in self.broken) == c.is_false for c in self._claims)
        compared = {c.name for c in self._claims} == self.compared
        return bool(self.figures) and not self.differences and met and compared

    def defined(self) -> tuple[str, ...]:
        """The measures whose exact value is compared at each size."""
        return tuple(dict.fromkeys(d.function for d in self._definitions))


def confirm(program: Program, sizes: Iterable[int], serve: Callable[[Mock], MeteredServer]) -> Confirmation:
    """Run a program at these sizes and compare.

    Needs    the program's distributions installed
    Raises   whatever the framework raises
    """
    found = Confirmation(program)
    for n in sizes:
        found.add(run_once(program, n, serve))
    return found


def _is_measure(name: str) -> bool:
    return name in MEASURES or name == REPORTED


def _definitions(stated: Stated) -> list[Definition]:
    """The functions that the equations above a claim define."""
    values = Values(decode.claim(claim_to_json(stated.claim)), {}, {})
    return [Definition(f, values) for f in stated.claim.recurrence.functions()]


def _run_claims(program: Program, known: Mapping[Recurrence, list[Definition]]) -> Iterator[RunClaim]:
    """The explicit claims about measures, each at its own size."""
    for stated in program.stated():
        claim = stated.claim
        calls = [c for side in (claim.subject, claim.bound) for c in all_calls(side)]
        plain = all(isinstance(a, Variable) for c in calls for a in c.arguments)
        if claim.relation in EXPLICIT and plain and any(_is_measure(c.function) for c in calls):
            conditions = (*claim.range, *claim.assuming)
            observed = ObservedClaim(print_claim(claim), claim.subject, claim.relation, claim.bound, conditions)
            functions = {d.function: d for d in known[claim.recurrence] if not _is_measure(d.function)}
            yield RunClaim(stated.name, observed, stated.expect == "refuted", functions)
    for text in program.observed:
        yield RunClaim(text, ObservedClaim.parse(text))


def _constant(value: Fraction) -> Measured:
    if value.denominator != 1:
        raise ValueError(f"claims about runs: need an integer, have {value}")
    return lambda _: value.numerator
