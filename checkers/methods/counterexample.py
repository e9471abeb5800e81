"""Counterexample: scan small sizes for a point where an explicit claim fails.

Values are those of the kernel's evaluator, so that what is found here is what the kernel will find.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.expression import Call, Variable, all_subexpressions
from bounds.recurrence import EXPLICIT
from checkers.found import Found
from checkers.kernel import decode
from checkers.kernel.evaluate import Needs, Values
from checkers.kernel.evaluate import decide as holds
from checkers.kernel.interval import minus, plus
from checkers.kernel.refusal import Rejected
from checkers.verdict import Blocked

RULE, ORDER = "witness", 0
SIZES = range(66)
SAMPLES = ["2", "3", "1/3", "-1", "1", "5", "1/2", "2/3", "0"]
STEPS = 20_000
Free = dict[tuple[str, tuple[int, ...]], tuple[Fraction, tuple[int, ...]]]
"""Sampled values of free base values, each with a size whose equation calls it."""


def find(claim: Claim) -> Found | Blocked | None:
    """A witness of refutation among small sizes, or what was scanned in vain."""
    return scan(claim, SIZES, STEPS)


def scan(claim: Claim, line: Sequence[int], steps: int) -> Found | Blocked | None:
    """The first point that fails: in one variable along `line`, in more on a small grid.

    Shape    explicit claims in up to 3 variables, with parameters and free base values sampled
    Needs    relation <=, >= or ==
    Gives    a proof for rule witness with the smallest failing size found
    """
    if claim.relation not in EXPLICIT:
        return None  # a growth claim does not fall to a single size
    decoded = decode.claim(claim_to_json(claim))
    variables = size_variables(claim)
    if len(variables) > 3:
        return Blocked("counterexample", f"{len(variables)} variables to scan")
    sizes = all_points(len(variables), line)
    last = "no size scanned"
    for trial in range(2 if claim.recurrence.parameters else 1):
        given = sample_parameters(claim, decoded, trial)
        if given is None:
            continue
        free: Free = {}
        values = Values(decoded, given, {})
        values.steps = steps
        for point in sizes:
            at = {x: Fraction(n) for x, n in zip(variables, point, strict=True)}
            try:
                difference = difference_at(decoded, values, {**given, **at}, free)
            except Rejected as e:
                last = f"{point_text(at)}: {e.rule} needs {e.need}"
                if values.steps <= 0:
                    break
                continue
            if difference is not None and holds(claim.relation, difference) is False:
                return _found(claim, at, given, free, difference)
            last = f"none for {point_text(at)} and below"
    return Blocked("counterexample", last)


def all_points(variables: int, line: Sequence[int]) -> list[tuple[int, ...]]:
    """The sizes to look at, in order: along `line` in one variable, a small grid in two or three."""
    match variables:
        case 0 | 1:
            return [(n,) for n in line] if variables else [()]
        case 2:
            return sorted(product(range(14), repeat=2), key=max)
        case _:
            return sorted(product(range(7), repeat=3), key=max)


def point_text(at: dict[str, Fraction]) -> str:
    """A point as a person writes it: n = 3, m = 2."""
    return ", ".join(f"{x} = {n}" for x, n in at.items()) or "no variables"


def size_variables(claim: Claim) -> list[str]:
    """The free size variables of the claim, in order of appearance."""
    known = {p.name for p in claim.recurrence.parameters}
    bound = {
        e.variable for side in (claim.subject, claim.bound) for e in all_subexpressions(side) if hasattr(e, "variable")
    }
    names = [
        e.name for side in (claim.subject, claim.bound) for e in all_subexpressions(side) if isinstance(e, Variable)
    ]
    return [x for x in dict.fromkeys(names) if x not in known | bound]


def sample_parameters(claim: Claim, decoded: decode.Claim, trial: int) -> dict[str, Fraction] | None:
    """A value for each parameter that meets its conditions, another for each trial; None when none was found."""
    given: dict[str, Fraction] = {}
    for i, (name, kind, conditions) in enumerate(decoded.parameters):
        candidates = [Fraction(s) for s in SAMPLES[(trial + i) % 4 :] + SAMPLES]
        for q in candidates:
            try:
                probe = Values(decoded, {**given, name: q}, {})
                if (kind == "real" or q.denominator == 1) and all(
                    probe.holds(c, {**given, name: q}) for c in conditions
                ):
                    given[name] = q
                    break
            except Rejected:
                continue
        else:
            return None
    return given


def difference_at(claim: decode.Claim, values: Values, here: dict[str, Fraction], free: Free) -> Any:
    """subject - bound at a point of the range; None outside it. A missing base value is set to a sample."""
    for c in (*claim.range, *claim.assuming):
        if not values.holds(c, here):
            return None
    while True:
        try:
            return plus(values.value(claim.subject, here), minus(values.value(claim.bound, here)))
        except Needs as needs:
            _reach(values, needs.key, free)


def _reach(values: Values, key: tuple[str, tuple[int, ...]], free: Free) -> None:
    for _ in range(12):
        try:
            values.at(key[0], *key[1])
            return
        except Rejected as e:
            if e.need != "an equation for every value needed":
                raise
            missing = _missing(values, key)
            caller = None if missing is None or len(missing[1]) != 1 or missing[1][0] < 0 else _caller(values, missing)
            if missing is None or caller is None:
                raise
            q = Fraction(len(free) + 2)
            free[missing] = (q, caller)
            values.known[missing] = (q, q)


def _missing(values: Values, key: tuple[str, tuple[int, ...]]) -> tuple[str, tuple[int, ...]] | None:
    """The first size reached from key that no equation states."""
    seen: set[tuple[str, tuple[int, ...]]] = set()
    stack = [key]
    while stack and len(seen) < 5000:
        at = stack.pop()
        if at in seen or at in values.known:
            continue
        seen.add(at)
        fitting = values.all_fitting(at)
        if not fitting:
            return at
        for e, bound in fitting:
            try:
                values.value(e.body, bound)
            except Needs as needs:
                stack += [at, needs.key] if needs.key not in seen else [needs.key]
                seen.discard(at)
    return None


def _caller(values: Values, key: tuple[str, tuple[int, ...]]) -> tuple[int, ...] | None:
    """A size near whose equation calls this one, when no equation covers a smaller size: then it is a base value."""
    if any(values.all_fitting((key[0], (k,))) for k in range(-2, key[1][0])):
        return None
    for n in range(key[1][0] + 1, key[1][0] + 130):
        try:
            if key in values.called_by((key[0], (n,))):
                return (n,)
        except Rejected:
            continue
    return None


def _found(
    claim: Claim, at: dict[str, Fraction], given: dict[str, Fraction],
    free: Free, difference: tuple[Fraction, Fraction],
) -> Found:  # fmt: skip
    proof = {
        "rule": "witness",
        "sizes": {x: int(n) for x, n in at.items()},
        "parameters": {x: str(q) for x, q in given.items()},
        "base": [
            {"function": f, "sizes": list(a), "value": str(q), "caller": list(by)} for (f, a), (q, by) in free.items()
        ],
    }
    gap = difference[0] if difference[0] == difference[1] else (difference[0] + difference[1]) / 2
    amount = str(gap) if gap.denominator < 1000 and abs(gap) < 10**12 else f"about {_decimal(gap)}"
    where = point_text({**at, **given})
    base = "".join(f", {f}({', '.join(map(str, a))}) = {q}" for (f, a), (q, _) in free.items())
    name = claim.subject.function if isinstance(claim.subject, Call) else "left side"
    return Found("refuted", proof, f"{where}{base}: {name} minus bound is {amount}, so {claim.relation} fails")


def _decimal(q: Fraction) -> str:
    """Four significant digits, for show."""
    if q == 0:
        return "0"
    sign, q, shift = "-" if q < 0 else "", abs(q), 0
    while q >= 10:
        q, shift = q / 10, shift + 1
    while q < 1:
        q, shift = q * 10, shift - 1
    digits = f"{int(q * 1000) / 1000:g}"
    return f"{sign}{digits}e{shift}" if abs(shift) > 6 else f"{sign}{int(abs(q) * 1000) * 10**shift / 1000:g}"
