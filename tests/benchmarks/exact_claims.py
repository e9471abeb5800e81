"""Explicit claims compared with exact values, size by size."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import product

from attrs import frozen

from bounds.claim import Claim
from bounds.expression import Call, Neg, Number, Variable, all_subexpressions
from bounds.recurrence import Recurrence
from tests.benchmarks.arithmetic import TooLarge, Undecided, Undefined, compare
from tests.benchmarks.exact_values import Environment, Evaluator, free_base


@frozen
class Report:
    """What evaluation says of an explicit claim.

    checked     sizes compared; the claim was true at `true` of them and undecided at `undecided`
    false_at    the sizes at which it is false, the first few
    reached     the largest size of the first variable compared
    """

    checked: int
    true: int
    undecided: int
    false_at: tuple[tuple[int, ...], ...]
    reached: int


def parameter_values(recurrence: Recurrence, draw: random.Random) -> Environment:
    """Values for the parameters that satisfy their conditions."""
    for _ in range(2000):
        values: Environment = {}
        for p in recurrence.parameters:
            values[p.name] = draw.randint(-6, 12) if p.kind == "integer" else Fraction(draw.randint(-24, 48), 8)
        probe = Evaluator(Recurrence(()), parameters=values)
        with suppress(Undefined, Undecided):
            if all(probe.holds(p.conditions, values) for p in recurrence.parameters):
                return values
    raise Undefined("no parameter values satisfy the conditions")


def claim_variables(claim: Claim) -> tuple[str, ...]:
    """The sizes a claim speaks of, in the order of its subject."""
    parameters = {p.name for p in claim.recurrence.parameters}
    names = [e.name for e in all_subexpressions(claim.subject) if isinstance(e, Variable)]
    return tuple(dict.fromkeys(x for x in names if x not in parameters))


def evaluator_for(claim: Claim, *, seed: int = 0, precision: int = 128) -> Evaluator:
    """An evaluator with parameter values and free base values drawn from the seed."""
    parameters = parameter_values(claim.recurrence, random.Random(seed)) if claim.recurrence.parameters else {}
    return Evaluator(claim.recurrence, parameters=parameters, free=free_base(seed), precision=precision)


def truth_at(claim: Claim, sizes: tuple[int, ...], evaluator: Evaluator) -> bool | None:
    """Whether an explicit claim holds at the sizes; raises Undefined outside its range."""
    environment = {**evaluator.parameters, **dict(zip(claim_variables(claim), sizes, strict=True))}
    if not evaluator.holds(claim.range, environment):
        raise Undefined("outside the range of the claim")
    left = evaluator.evaluate(claim.subject, environment)
    right = evaluator.evaluate(claim.bound, environment)
    truth = compare(left, claim.relation, right)
    if truth is None and evaluator.precision < 1024 and sum(sizes) <= (16 if claim.relation == "==" else 600):
        finer = Evaluator(evaluator.recurrence, evaluator.parameters, evaluator.free, 4 * evaluator.precision)
        return truth_at(claim, sizes, finer)
    return truth


def least_size(recurrence: Recurrence) -> int:
    """The smallest size of the domain: 0, or the least literal base of a function of one size."""
    least = 0
    for e in recurrence.equations:
        if len(e.patterns) == 1 and isinstance(e.patterns[0], Neg) and isinstance(e.patterns[0].operand, Number):
            least = min(least, -int(e.patterns[0].operand.value))
    return least


def all_sizes(claim: Claim, upto: int) -> Iterator[tuple[int, ...]]:
    """The sizes to compare at, in increasing order; a square grid for several variables."""
    variables = claim_variables(claim)
    if len(variables) <= 1:
        yield from ((n,) for n in range(least_size(claim.recurrence), upto + 1)) if variables else [()]
        return
    side = max(4, round(upto ** (1 / len(variables))))
    yield from sorted(product(range(side + 1), repeat=len(variables)), key=lambda s: (sum(s), s))


def outside_domain(claim: Claim, evaluator: Evaluator, window: int = 64) -> set[tuple[int, ...]]:
    """The small sizes of T in a claim about T(n) that no equation gives and no other size calls (paper/rules.tex,
    definition 1): the claim does not speak of them.
    """
    if not isinstance(claim.subject, Call) or not all(isinstance(a, Variable) for a in claim.subject.arguments):
        return set()
    function, count = claim.subject.function, len(claim.subject.arguments)
    several = count > 1
    grid = list(product(range(9 if several else window + 1), repeat=count)) if count <= 3 else []
    probe = Evaluator(evaluator.recurrence, evaluator.parameters, None, choose_up=evaluator.choose_up)
    missing = {s for s in grid if not probe.covers(function, s)}
    if not missing:
        return set()
    called: set[tuple[int, ...]] = set()

    def note(name: str, arguments: tuple[int, ...]) -> Fraction:
        if name == function:
            called.add(arguments)
        return Fraction(1)

    # each size afresh: a recurrence may call a free size from any of its choices of rounding
    for up in (False, True) if evaluator.recurrence.rounding == "any" else (False,):
        noting = Evaluator(evaluator.recurrence, evaluator.parameters, note, choose_up=lambda up=up: up)
        for name in evaluator.recurrence.functions():
            for s in grid:
                with suppress(Undefined, Undecided, TooLarge, RecursionError):
                    if noting.covers(name, s):
                        noting.value(name, *s)
    return missing - called


def check_claim(
    claim: Claim, upto: int, *, seed: int = 0, seconds: float = 60.0, evaluator: Evaluator | None = None
) -> Report:
    """Compare both sides of an explicit claim at every size of its range up to a bound, or until time runs out.

    Stops early at the fifth size where it is false.
    """
    evaluator = evaluator or evaluator_for(claim, seed=seed)
    stop = time.monotonic() + seconds
    outside = outside_domain(claim, evaluator)
    checked = true = undecided = reached = 0
    false_at: list[tuple[int, ...]] = []
    for sizes in all_sizes(claim, upto):
        if time.monotonic() > stop or len(false_at) >= 5:
            break
        if sizes in outside:
            continue
        _fill(evaluator, sizes)
        try:
            truth = truth_at(claim, sizes, evaluator)
        except Undefined:
            continue
        except (Undecided, TooLarge):
            truth = None
        checked, reached = checked + 1, max(reached, *sizes[:1], 0)
        true, undecided = true + (truth is True), undecided + (truth is None)
        if truth is False:
            false_at.append(sizes)
    return Report(checked, true, undecided, tuple(false_at), reached)


def _fill(evaluator: Evaluator, sizes: tuple[int, ...]) -> None:
    """Compute every function at these sizes first, so that no recursion grows deep."""
    if len(sizes) == 1:
        for function in evaluator.recurrence.functions():
            with suppress(Undefined, Undecided, TooLarge):
                evaluator.value(function, *sizes)
