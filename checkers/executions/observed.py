"""Claims about a run that was measured: `calls(n) <= 2*ceil(n/w) + 1` at n = 7, w = 2, and a trace.

A name before parentheses is a measure of the run; its arguments are the sizes that the claim speaks of. A growth claim
says nothing about one run, so it is refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from bounds.evaluation import Evaluator
from bounds.expression import Call, Expression, Variable, all_calls, all_subexpressions, free_variables
from bounds.language import LanguageError, parse_judgement, print_comparison, print_expression
from bounds.recurrence import EXPLICIT, Comparison
from bounds.value import Enclosure, Exact, TooLarge, Undefined, Value, ends
from checkers.executions.trace import CallRecord, Trace

Measured: TypeAlias = Callable[[Trace], int]

MEASURES: dict[str, Measured] = {
    "calls": Trace.calls,
    "requests": Trace.requests,
    "retries": Trace.retries,
    "tokens_in": Trace.tokens_in,
    "tokens_out": Trace.tokens_out,
    "tokens": Trace.tokens,
    "depth": Trace.depth,
    "latency": Trace.latency,
    "peak": Trace.peak,
}
"""What can be read off a trace, by the name that claims use."""

STEPS = 10_000_000
SHOWN_BITS = 300
"""Numbers with more bits are shown as a power of two."""


@frozen
class Observation:
    """What one run says of a claim; `holds` is None where it does not speak of these sizes, or cannot be compared.

    `first` is the call with which the run went over the bound, None where no single call did.
    """

    claim: str
    values: Mapping[str, Exact]
    holds: bool | None
    measured: Mapping[str, int]
    subject: str
    bound: str
    first: CallRecord | None = None

    def __str__(self) -> str:
        at = ", ".join(f"{k} = {v}" for k, v in self.values.items())
        if self.holds is None:
            return f"not compared: {self.claim}\n  at    {at}\n  have  {self.bound}"
        lines = [f"{'holds' if self.holds else 'broken'}: {self.claim}", f"  at    {at}"]
        lines += [f"  need  {self.subject} {self.bound}"]
        lines += ["  have  " + ", ".join(f"{k} = {v}" for k, v in self.measured.items())]
        if self.first is not None:
            lines.append(f"  first {_shown(self.first)}")
        return "\n".join(lines)


def _shown(r: CallRecord) -> str:
    name = r.primitive + (f" [{r.label}]" if r.label else "")
    text = f": {r.prompt[:60]!r}" if r.prompt else ""
    return f"call {r.index} ({name}) over the bound, {r.tokens_in} tokens in, {r.tokens_out} out{text}"


@frozen
class ObservedClaim:
    """A claim that measured runs can contradict.

    >>> claim = ObservedClaim.parse("calls(n) <= 2*ceil(n/w) + 1")
    >>> claim.names()
    ('n', 'w')
    """

    text: str
    subject: Expression
    relation: str
    bound: Expression
    conditions: tuple[Comparison, ...] = field(default=())

    @classmethod
    def parse(cls, text: str, measures: Mapping[str, Measured] = MEASURES) -> ObservedClaim:
        """Raises   LanguageError: no claim, a growth claim, a measure that no trace has, a size that is no name."""
        read = parse_judgement(text)
        if read.relation not in EXPLICIT:
            raise LanguageError(
                "observed", need="an explicit bound, with <=, >= or ==", have=f"a growth claim, `{read.relation}`",
                try_="calls(n) <= 3*n + 2; `tightbound certify` decides growth", span=read.subject_span,
            )  # fmt: skip
        found = [c for side in (read.subject, read.bound) for c in all_calls(side)]
        wrong = next((c for c in found if c.function not in measures), None)
        if wrong is not None or not found:
            raise LanguageError(
                "observed", need=f"a measure of a run: {', '.join(measures)}",
                have=print_expression(wrong) if wrong else "none", try_="calls(n) <= 2*n", span=read.subject_span,
            )  # fmt: skip
        for call in found:
            if not all(isinstance(a, Variable) for a in call.arguments):
                raise LanguageError(
                    "observed", need="a measure of the run at its own sizes", have=print_expression(call),
                    try_=f"{call.function}(n)", span=read.subject_span,
                )  # fmt: skip
        conditions = (*read.range, *read.assuming)
        inside = next((c for q in conditions for side in (q.left, q.right) for c in all_calls(side)), None)
        if inside is not None:
            raise LanguageError(
                "observed", need="a range of sizes", have=print_expression(inside),
                try_="a claim about it of its own", span=read.subject_span,
            )  # fmt: skip
        return cls(text.strip(), read.subject, read.relation, read.bound, conditions)

    def names(self) -> tuple[str, ...]:
        """The sizes and parameters that need a value, in order of appearance."""
        sides = [self.subject, self.bound, *(side for c in self.conditions for side in (c.left, c.right))]
        return tuple(dict.fromkeys(name for side in sides for name in free_variables(side)))

    def measures(self) -> tuple[str, ...]:
        """The measures it speaks of."""
        return tuple(dict.fromkeys(c.function for side in (self.subject, self.bound) for c in all_calls(side)))

    def observe(
        self, trace: Trace, values: Mapping[str, Exact], measures: Mapping[str, Measured] = MEASURES
    ) -> Observation:
        """What a run at these values says of the claim.

        Needs    a value for each of `names()`
        Raises   KeyError naming what has no value
        """
        missing = [name for name in self.names() if name not in values]
        if missing:
            raise KeyError(
                f"claim {self.text}: need a value for {', '.join(missing)}, have {', '.join(values) or 'none'}"
            )
        at = {name: values[name] for name in self.names()}
        measured = {name: measures[name](trace) for name in self.measures()}
        subject = " ".join([print_expression(self.subject), self.relation])
        for c in self.conditions:
            if self._holds(c.left, c.relation, c.right, at, measured) is not True:
                return Observation(
                    self.text, at, None, measured, subject, f"sizes outside its range {print_comparison(c)}"
                )
        holds = self._holds(self.subject, self.relation, self.bound, at, measured)
        if holds is None:
            return Observation(self.text, at, None, measured, subject, "values too close or too large to compare")
        bound = _print_value(self._value(self.bound, at, measured))
        first = None if holds else self._first(trace, at, measures)
        return Observation(self.text, at, holds, measured, subject, bound, first)

    def _value(self, e: Expression, at: Mapping[str, Exact], measured: Mapping[str, int]) -> Value:
        return Evaluator(STEPS, lambda name, _sizes: measured[name]).value(e, at)

    def _holds(
        self, left: Expression, relation: str, right: Expression, at: Mapping[str, Exact], measured: Mapping[str, int]
    ) -> bool | None:
        try:
            a, b = self._value(left, at, measured), self._value(right, at, measured)
        except (TooLarge, Undefined):
            return None
        if a is None or b is None:
            return None
        (a_low, a_high), (b_low, b_high) = ends(a), ends(b)
        sure, never = {
            "<=": (a_high <= b_low, a_low > b_high), ">=": (a_low >= b_high, a_high < b_low),
            "==": (a_low == a_high == b_low == b_high, a_high < b_low or a_low > b_high),
            "<": (a_high < b_low, a_low >= b_high), ">": (a_low > b_high, a_high <= b_low),
            "!=": (a_high < b_low or a_low > b_high, a_low == a_high == b_low == b_high),
        }.get(relation, (False, False))  # fmt: skip
        return True if sure else False if never else None

    def _first(self, trace: Trace, at: Mapping[str, Exact], measures: Mapping[str, Measured]) -> CallRecord | None:
        """The call after which the claim's upper bound is broken, where the calls before it keep it."""
        if self.relation == ">=" or any(isinstance(e, Call) for e in all_subexpressions(self.bound)):
            return None
        records = trace.records

        def over(k: int) -> bool:
            measured = {name: measures[name](Trace(records[:k])) for name in self.measures()}
            return self._holds(self.subject, "<=", self.bound, at, measured) is False

        low, high = 0, len(records)
        if not records or not over(high):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if over(middle) else (middle, high)
        return records[high - 1]


def _print_value(value: Value) -> str:
    low = value.low if isinstance(value, Enclosure) else value
    whole = 0 if low is None else abs(int(low))
    if whole.bit_length() > SHOWN_BITS:
        return f"about {'-' if low is not None and low < 0 else ''}2^{whole.bit_length() - 1}"
    if isinstance(value, Enclosure):
        return f"{float(value.low):.6g}"
    return str(value) if not isinstance(value, Fraction) or value.denominator < 10**6 else f"{float(value):.6g}"
