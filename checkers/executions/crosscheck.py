"""Cross-check: what a decomposition costs when it runs, against what its recurrence and its claims say.

A proof speaks of a recurrence; this looks for a run that the recurrence, or the claim itself, does not describe. Sizes,
parameters and seeds are drawn by Hypothesis, so a difference is shown on the smallest run that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import count
from math import ceil, floor
from typing import Any, TypeAlias

from attrs import define, evolve, field, frozen

from bounds.claim import Stated
from bounds.decomposition import Choose, Decomposition, Either, Lead, Retry, all_steps
from bounds.derivation import LATENCY, NotDerivable, all_costs, derive_all
from bounds.evaluation import Evaluator
from bounds.expression import Call, Div, Expression, Number, Variable, all_calls, free_variables, has_call
from bounds.language import print_claim
from bounds.measure import EXPECTED, MEASURES, Measure, measure
from bounds.recurrence import EXPLICIT, LANDAU, Parameter
from bounds.value import Exact, Value, ends, exact
from checkers.executions.costs import STEPS, Costs, NoValue, holds, matched
from checkers.executions.measuring import duration, measured
from checkers.executions.mock import Mock
from checkers.executions.running import run
from checkers.executions.sequential import mean_differs
from checkers.executions.trace import CallRecord, Trace
from checkers.executions.unfolding import Decider, any_case

MEANS, LARGEST = 12, 12


@frozen
class Difference:
    """A run whose cost is not what was expected: claim or measure, sizes, both costs, the first call that differs.

    `instead` is the call expected in its place, where runs are compared call by call; it has no `first` when left out.
    """

    what: str
    values: Mapping[str, Exact]
    expected: str
    measured: Exact
    first: CallRecord | None = None
    instead: CallRecord | None = None

    def __str__(self) -> str:
        at = ", ".join(f"{k} = {v}" for k, v in self.values.items())
        lines = [f"differs: {self.what}", f"  at        {at}", f"  expected  {self.expected}"]
        lines.append(f"  measured  {self.measured}")
        for name, r in (("first", self.first), ("instead of" if self.first else "no", self.instead)):
            if r is not None:
                at = r.label or f"tick {r.start}"
                lines.append(
                    f"  {name:<9} call {r.index}: {r.primitive}, {r.tokens_in} in, {r.tokens_out} out, at {at}"
                )
        return "\n".join(lines)


def is_certain(decomposition: Decomposition) -> bool:
    """Whether neither chance nor contents decide what it does."""
    steps = (s for p in decomposition.procedures for s in all_steps(p.body))
    return not any(isinstance(s, Retry | Lead | Either | Choose) for s in steps)


def compare(
    decomposition: Decomposition,
    sizes: tuple[int, ...],
    parameters: Mapping[str, Exact] | None = None,
    measures: Iterable[str] = ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    seed: int = 0,
) -> Iterator[Difference]:
    """Every difference between derived and measured cost at one size: equality where the system is certain.

    Where chance or contents decide, the measured cost must not be above the worst case.

    >>> from bounds.language import parse_decomposition
    >>> d = parse_decomposition("S(n) = loop(x in n by 4 overlap 1: call(refine, x + 2, 2)) for n >= 1")
    >>> [str(found) for n in range(1, 30) for found in compare(d, (n,))]
    []
    """
    values = dict(parameters or {})
    names = list(measures)
    costs = Costs(derive_all(decomposition, names), values)
    traces: dict[str, Trace] = {}
    certain = is_certain(decomposition)
    for name in names:
        kind = MEASURES[name]
        way = name if kind.combine == "path" else "any"
        if way not in traces:
            traces[way] = run(decomposition, sizes, values, mock=timed(kind), seed=seed, decide=decider(seed))
        trace = traces[way]
        expected, found = costs.at(name, *sizes), measured(trace, kind, decomposition, values)
        if expected is None:
            raise NoValue(f"{name}{sizes} has no value")
        low, high = ends(expected)
        if not (low == high == found if certain else found <= high):
            relation = "==" if certain else "<="
            at = {**named_sizes(decomposition, sizes), **values}
            first = first_over(trace, kind, decomposition, values, high)
            yield Difference(f"{name} {relation} derived cost", at, f"{relation} {_shown(expected)}", found, first)


def crosscheck(stated: Stated, *, examples: int = 200, largest: int = 64, seed: int = 0) -> Difference | None:
    """The smallest run found that contradicts a claim about a decomposition, or the costs derived for it; None: none.

    Shape    `examples` runs, sizes up to `largest`
    Units    those of the measures
    Needs    a claim of a `decomposition` scope; package hypothesis
    Gives    a Difference for an explicit claim that a run breaks, or for a derived cost that is not the measured one;
             expected costs are compared by a sequential test (`checkers.executions.sequential`) with error 1e-9,
             at `MEANS` places up to size `LARGEST` at most
    Raises   ValueError when the claim is about no decomposition; Refused when a prompt is over a window
    Source   design.md section 7

    >>> from bounds.language import parse_document
    >>> text = "decomposition d; S(n) = each(i=1..n: call(a)) for n >= 0; claim calls(n) <= 5"
    >>> crosscheck(parse_document(text)[0]).values
    {'n': 6}
    """
    from hypothesis import HealthCheck, Phase, find, settings
    from hypothesis.errors import NoSuchExample

    runs = Runs(stated)
    if runs.expects:  # a mean takes hundreds of runs
        examples, largest = min(examples, MEANS), min(largest, LARGEST)
    quiet = settings(
        max_examples=examples, deadline=None, database=None, derandomize=seed == 0,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    with suppress(NoSuchExample):
        found = find(runs.strategy(largest), lambda at: runs.difference(at) is not None, settings=quiet)
        return runs.difference(found)
    return None


Drawn: TypeAlias = tuple[tuple[int, ...], tuple[tuple[str, Exact], ...], int]
"""Sizes, parameters and a seed."""


@define
class Runs:
    """The runs that can contradict one claim: of the system, or of the one procedure that the claim is about."""

    stated: Stated
    decomposition: Decomposition = field(init=False)
    measures: dict[str, str] = field(factory=dict, init=False)  # by the name that the claim uses
    known: dict[Drawn, Difference | None] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        claim, system = self.stated.claim, self.stated.decomposition
        if system is None:
            raise ValueError("crosscheck: need a claim about a decomposition, have one about a recurrence as written")
        known = all_costs(system)
        named = {x: known[x] for side in (claim.subject, claim.bound) for x in _costs_in(side) if x in known}
        procedures = {p for _, p in named.values()}
        main = procedures.pop() if len(procedures) == 1 else system.main
        self.measures = {x: m for x, (m, p) in named.items() if p == main}
        self.decomposition = evolve(system, procedures=tuple(sorted(system.procedures, key=lambda p: p.name != main)))

    @property
    def expects(self) -> bool:
        """Whether the claim is about an expected cost."""
        return any(m.startswith(EXPECTED) for m in self.measures.values())

    def strategy(self, largest: int) -> Any:
        """Hypothesis draws sizes that some case speaks of, parameters that meet their conditions, and a seed."""
        from hypothesis import strategies as st

        d = self.decomposition
        arity = len(d.procedures[0].patterns)
        sizes = st.tuples(*[st.integers(0, largest)] * arity)
        parameters = st.tuples(*(st.tuples(st.just(p.name), parameter_values(p)) for p in d.parameters))
        seeds = st.just(0) if self.expects else st.integers(0, 3)
        return st.tuples(sizes, parameters, seeds).filter(self.speaks)

    def speaks(self, at: Drawn) -> bool:
        """Whether parameters meet their conditions, and a case of the system speaks of the sizes."""
        sizes, parameters, _ = at
        values = dict(parameters)
        if not all(holds(p.conditions, values) for p in self.decomposition.parameters):
            return False
        for p in self.decomposition.procedures:
            own = matched(p.patterns, sizes) if p.name == self.decomposition.main else None
            if own is not None and holds(p.range, {**values, **own}):
                return True
        return False

    def difference(self, at: Drawn) -> Difference | None:
        """What one run contradicts."""
        if at not in self.known:
            self.known[at] = self._difference(at)
        return self.known[at]

    def _difference(self, at: Drawn) -> Difference | None:
        sizes, parameters, seed = at
        values = dict(parameters)
        kinds = {name: measure(m) for name, m in self.measures.items()}
        plain = [k.name for k in kinds.values() if k is not None and k.random == "worst"]
        for found in compare(self.decomposition, sizes, values, plain, seed):
            return found
        for name, kind in kinds.items():
            if kind is None:
                return self._latency(name, sizes, values, seed)
            if kind.random == "expected":
                return self._expected(name, kind, sizes, values)
        return self._claim(sizes, values, seed) if plain else None

    def _spoken(self, sizes: tuple[int, ...], values: Mapping[str, Exact]) -> dict[str, Exact] | None:
        """The values of the claim's variables where it speaks of a run at these sizes, and of no other run."""
        claim = self.stated.claim
        calls = [c for side in (claim.subject, claim.bound) for c in all_calls(side)]
        conditions = (*claim.range, *claim.assuming)
        if claim.relation not in EXPLICIT or not calls or {c.function for c in calls} - set(self.measures):
            return None
        if len({c.arguments for c in calls}) > 1 or any(c.relation in (*LANDAU, "~") for c in conditions):
            return None
        own = matched(calls[0].arguments, sizes)
        return own if own is not None and holds(conditions, {**values, **own}) else None

    def _claim(self, sizes: tuple[int, ...], values: dict[str, Exact], seed: int) -> Difference | None:
        claim, own, sure = self.stated.claim, self._spoken(sizes, values), is_certain(self.decomposition)
        alone = isinstance(claim.subject, Call) and not has_call(claim.bound)
        if own is None or not (alone or sure):
            return None
        costs, traces = {}, {}
        for name, m in self.measures.items():
            traces[name] = run(
                self.decomposition, sizes, values, mock=timed(MEASURES[m]), seed=seed, decide=decider(seed)
            )
            costs[name] = measured(traces[name], MEASURES[m], self.decomposition, values)
        evaluator = Evaluator(STEPS, lambda name, _sizes: costs[name])
        cost, bound = (evaluator.value(side, {**values, **own}) for side in (claim.subject, claim.bound))
        if cost is None or bound is None:
            return None
        (least, most), (low, high) = ends(cost), ends(bound)
        over, under = claim.relation != ">=" and least > high, claim.relation != "<=" and sure and most < low
        if not over and not under:
            return None
        first = None
        if over and alone:
            [(name, m)] = self.measures.items()
            first = first_over(traces[name], MEASURES[m], self.decomposition, values, high)
        expected = f"{claim.relation} {_shown(bound)}"
        return Difference(print_claim(claim), {**own, **values}, expected, exact(least), first)

    def _latency(self, name: str, sizes: tuple[int, ...], values: dict[str, Exact], seed: int) -> Difference | None:
        """Whether a run on the workers took less or longer than its bound says."""
        bound = Costs(derive_all(self.decomposition, [name]), values).at(name, *sizes)
        workers = values["workers"]
        least = name == LATENCY[0]
        if bound is None or not isinstance(workers, int) or (least and not is_certain(self.decomposition)):
            return None
        took = run(
            self.decomposition, sizes, values, mock=Mock(workers=workers), seed=seed, decide=decider(seed)
        ).latency()
        low, high = ends(bound)
        if took >= low if least else took <= high:
            return None
        at = {**named_sizes(self.decomposition, sizes), **values}
        return Difference(f"latency against {name}", at, f"{'>=' if least else '<='} {_shown(bound)}", took)

    def _expected(
        self, name: str, kind: Measure, sizes: tuple[int, ...], values: dict[str, Exact]
    ) -> Difference | None:
        mean = Costs(derive_all(self.decomposition, [kind.name]), values).at(kind.name, *sizes)
        if not isinstance(mean, int | Fraction):
            return None

        def costs() -> Iterator[Exact]:
            for seed in count():
                trace = run(self.decomposition, sizes, values, mock=timed(kind), seed=seed)
                yield measured(trace, kind, self.decomposition, values)

        largest = self._largest(kind, sizes, values)
        average = mean_differs(costs(), Fraction(mean), largest=largest)
        if average is not None:
            at = {**named_sizes(self.decomposition, sizes), **values}
            return Difference(f"{kind.name} == derived cost", at, f"a mean of {_shown(mean)}", average)
        claim, own = self.stated.claim, self._spoken(sizes, values)
        if own is None or list(self.measures) != [name] or not isinstance(claim.subject, Call):
            return None
        bound = None if has_call(claim.bound) else Evaluator(STEPS).value(claim.bound, {**values, **own})
        if bound is None:
            return None
        low, high = ends(bound)
        over, under = claim.relation != ">=" and mean > high, claim.relation != "<=" and mean < low
        average = mean_differs(costs(), high if over else low, largest=largest) if over or under else None
        if average is None:
            return None
        expected = f"a mean {claim.relation} {_shown(bound)}"
        return Difference(print_claim(claim), {**own, **values}, expected, average)

    def _largest(self, kind: Measure, sizes: tuple[int, ...], values: dict[str, Exact]) -> Exact | None:
        """What no run costs more than, None where chance has no worst case."""
        worst = kind.name.removeprefix(EXPECTED)
        try:
            found = Costs(derive_all(self.decomposition, [worst]), values).at(worst, *sizes)
        except NotDerivable:
            return None
        return None if found is None else exact(ends(found)[1])


def _costs_in(e: Expression) -> list[str]:
    return [c.function for c in all_calls(e)]


def parameter_values(parameter: Parameter) -> Any:
    """Hypothesis draws values of a parameter near the ends of its conditions, simple ones first."""
    from hypothesis import strategies as st

    low, high = Fraction(-4), Fraction(12)
    for c in parameter.conditions:
        for side, other in ((c.left, c.right), (c.right, c.left)):
            if side == Variable(parameter.name) and isinstance(other, Number | Div):
                value = Evaluator(STEPS).value(other, {})
                below = (c.relation in (">", ">=")) == (side is c.left)
                if isinstance(value, int | Fraction):
                    low, high = (Fraction(value), max(high, Fraction(value) + 12)) if below else (low, Fraction(value))
    if parameter.kind == "integer":
        return st.integers(ceil(low), floor(high))
    return st.fractions(low, high, max_denominator=10)


def decider(seed: int) -> Decider:
    """What contents decide in the run of a seed: the first case everywhere, the last everywhere, or cases drawn."""
    if seed > 1:
        return any_case
    return lambda step, at, chance: 0 if seed == 0 else len(step.cases) - 1


def timed(kind: Measure) -> Mock:
    """A mock on which this measure can be measured."""
    return Mock(duration=duration(kind)) if kind.combine == "path" else Mock()


def first_over(
    trace: Trace, kind: Measure, decomposition: Decomposition, values: Mapping[str, Exact], most: Fraction
) -> CallRecord | None:
    """The call with which a run went over a cost, None when it did not."""
    records = trace.records

    def over(k: int) -> bool:
        return measured(Trace(records[:k]), kind, decomposition, values) > most

    if not over(len(records)):
        return None
    low, high = 0, len(records)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if over(middle) else (middle, high)
    return records[high - 1]


def named_sizes(decomposition: Decomposition, sizes: tuple[int, ...]) -> dict[str, Exact]:
    """The sizes by the names that the system gives them; numbered where its patterns are no plain names."""
    for p in decomposition.procedures:
        if p.name == decomposition.main and all(len(free_variables(q)) == 1 for q in p.patterns):
            return dict(zip([free_variables(q)[0] for q in p.patterns], sizes, strict=True))
    return {f"size {i + 1}": s for i, s in enumerate(sizes)}


def _shown(value: Value) -> str:
    if value is None:
        return "?"
    low, high = ends(value)
    return str(low) if low == high else f"{float(low):.6g}"
