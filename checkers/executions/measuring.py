"""A measure read off a trace: what a run cost, in the same terms as `bounds.measure`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction

from bounds.decomposition import Decomposition
from bounds.evaluation import Evaluator
from bounds.expression import Expression, free_variables
from bounds.measure import Measure
from bounds.primitive import Primitive
from bounds.value import Exact, exact
from checkers.executions.mock import Duration
from checkers.executions.trace import CallRecord, Trace

Sizes = tuple[str, int, int]  # primitive, tokens in, tokens out


def measured(
    trace: Trace, measure: Measure, decomposition: Decomposition, parameters: Mapping[str, Exact] | None = None
) -> Exact:
    """What the answered calls of a run cost.

    Units    those of the measure
    Needs    a value for each parameter that the size of a model names; a price for `money`; for a path, a run in which
             each call took as long as it costs (`duration`)
    Raises   ValueError when a call has no cost
    """
    one = _costs(measure, decomposition.primitive, parameters or {})
    calls = trace.answered()
    if measure.combine == "path":
        return calls.latency()
    counted = Counter(map(_sizes, calls))
    if measure.combine == "peak":
        return max((one(s) for s in counted), default=0)
    return exact(Fraction(sum(count * one(s) for s, count in counted.items())))


def _sizes(r: CallRecord) -> Sizes:
    return r.primitive, r.tokens_in, r.tokens_out


def duration(measure: Measure) -> Duration:
    """Ticks of a call for measuring a path: what the call costs, so that the run takes as long as its dearest chain."""
    if not set(free_variables(measure.one)) <= {"reads", "writes"}:
        raise ValueError(f"{measure.name}: need a cost in reads and writes to measure a path, have another")

    def ticks(reads: int, writes: int) -> int:
        value = _constant(measure.one, {"reads": reads, "writes": writes})
        if not isinstance(value, int):
            raise ValueError(f"{measure.name}: need whole costs to measure a path, have {value}")
        return value

    return ticks


def _costs(
    measure: Measure, primitive: Callable[[str], Primitive], parameters: Mapping[str, Exact]
) -> Callable[[Sizes], Exact]:
    known: dict[Sizes, Exact] = {}

    def one(sizes: Sizes) -> Exact:
        if sizes not in known:
            name, reads, writes = sizes
            known[sizes] = _value(measure.one, primitive(name), reads, writes, parameters)
        return known[sizes]

    return one


def _value(e: Expression, primitive: Primitive, reads: int, writes: int, parameters: Mapping[str, Exact]) -> Exact:
    given: dict[str, Exact | None] = {
        "reads": reads, "writes": writes, "price_in": primitive.price_in, "price_out": primitive.price_out,
        "size": _constant(primitive.size, parameters),
    }  # fmt: skip
    missing = [name for name in free_variables(e) if given.get(name) is None]
    if missing:
        where = f"call of {primitive.name}"
        raise ValueError(f"{where}: need {missing[0]}, have none; try `primitive {primitive.name}: {missing[0]} = ...`")
    return _constant(e, {k: v for k, v in given.items() if v is not None})


def _constant(e: Expression, at: Mapping[str, Exact]) -> Exact:
    value = Evaluator(100_000).value(e, at)
    if not isinstance(value, int | Fraction):
        raise ValueError(f"need a rational number, have {value} for {e}")
    return value
