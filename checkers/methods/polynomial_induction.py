"""Polynomial induction: explicit bounds for all values of symbolic parameters at once.

The claimed function itself is shown to be preserved by the step. With an integer symbol for each rounding, what is to
be shown are inequalities between polynomials; `checkers.positivity` finds certificates for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

from attrs import frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound
from checkers.kernel.rules.polynomial import POINTS, Roundings, conditions
from checkers.kernel.step import Step, integer_bound, linear_parts, step_of
from checkers.positivity import NotPolynomial, Polynomial, Proof, Prover, countermodel, polynomial
from checkers.verdict import Blocked

RULE, ORDER = "polynomial", 40
NAME = "polynomial_induction"
VALUES = tuple(map(Fraction, ("2", "1", "3", "0", "5", "1/2", "1/3", "3/4", "-1", "10", "100")))
EXAMPLES, SIZES = 4, 30
ATTEMPTS = ((0, 0), (0, 1), (0, 2), (1, 0), (0, 4), (1, 2), (1, 8))
"""Effort, and by how much the induction begins later than the step."""
WORK, QUOTA = 24_000, (4_000, 8_000)
"""Columns of linear programs: in all, and for an attempt of each effort; about 10,000 a second."""


@frozen
class Task:
    """A claim with what every attempt needs of it."""

    claim: decode.Claim
    step: Step
    upper: bool
    examples: tuple[dict[str, Fraction], ...]

    @property
    def form(self) -> Expr:
        return self.claim.bound


@frozen
class Obligations:
    """goal >= 0 for each goal, wherever each of `known` is >= 0 and the symbols in `integers` are integers."""

    goals: tuple[Polynomial, ...]
    known: tuple[Polynomial, ...]
    integers: frozenset[str]


def find(claim: Claim) -> Found | Blocked | None:
    """A proof of an explicit bound by induction with symbolic parameters.

    Shape    T(n) = sum a_i T(phi_i) + g; a_i, g and the bound polynomial in n, parameters and roundings floor(u/v),
             ceil(u/v) of integers, v a number or an integer parameter
    Needs    relation <= or >=; the step preserves the bound itself
    Gives    a proof for rule bound with a premise of rule polynomial
    """
    if claim.relation not in ("<=", ">="):
        return None
    decoded = decode.claim(claim_to_json(claim))
    try:
        polynomial(decoded.bound)
        step = step_of(decoded)
        obligations(Task(decoded, step, claim.relation == "<=", ()), step.start, step.low)
        permitted = list(islice(_examples(decoded), EXAMPLES * 10))
        if not permitted:
            return Blocked(NAME, "no values of the parameters were found that meet their conditions")
        examples = tuple(permitted[:: max(1, len(permitted) // EXAMPLES)])
        return _from_lows(Task(decoded, step, claim.relation == "<=", examples))
    except NotPolynomial as e:
        return Blocked(NAME, f"{e} in the bound or the step, which must be polynomials and roundings")
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)


def _from_lows(task: Task) -> Found | Blocked:
    last = "no size to begin with"
    for low in _lows(task):
        failure = _failure(task, low)
        if failure:
            last = failure
            continue
        prover, left = Prover(), WORK
        for effort, offset in ATTEMPTS:
            prover.work = given = min(left, QUOTA[effort])
            found = _attempt(task, (low, max(task.step.start, low) + offset), prover, effort)
            left -= given - prover.work
            if isinstance(found, Found):
                return found
            last = found
            if left <= 0 or "certificate" not in last:
                break
    return Blocked(NAME, last)


def _lows(task: Task) -> list[int]:
    """The sizes from which to prove the bound: the claim's own, and the least one with an equation."""
    ends = [integer_bound(c, task.step.symbol) for c in task.claim.range]
    first = max((e[1] for e in ends if e and e[0] == "low"), default=task.step.low)
    values = Values(task.claim, task.examples[0], {})
    known = [n for n in range(task.step.low, task.step.start + 1) if values.all_fitting((task.step.function, (n,)))]
    least = min(known, default=task.step.start)
    return list(dict.fromkeys((max(first, least), least)))


def _examples(claim: decode.Claim) -> Iterator[dict[str, Fraction]]:
    """Values of the parameters that meet their conditions: small ones, or a model found by z3."""
    none = True
    for chosen in islice(product(VALUES, repeat=len(claim.parameters)), 3000):
        given = {p[0]: q for p, q in zip(claim.parameters, chosen, strict=True)}
        if _permitted(claim, given):
            none = False
            yield given
    if none:
        answer, model = countermodel([], [polynomial(h) for h in conditions(claim)], _whole(claim))
        given = {p[0]: model.get(p[0], Fraction(0)) for p in claim.parameters}
        if answer == "sat" and _permitted(claim, given):
            yield given


def _whole(claim: decode.Claim) -> set[str]:
    return {p[0] for p in claim.parameters if p[1] == "integer"}


def _permitted(claim: decode.Claim, given: dict[str, Fraction]) -> bool:
    values = Values(claim, given, {})
    try:
        return all(
            (kind == "real" or given[x].denominator == 1) and all(values.holds(c, given) for c in cs)
            for x, kind, cs in claim.parameters
        )
    except Rejected:
        return False


def _failure(task: Task, low: int) -> str:
    """A size and values of the parameters, among a few, where the base or the step fails; "" when there are none."""
    for given in task.examples:
        values = Values(task.claim, given, {})
        for n in range(low, max(task.step.start, low) + SIZES):
            what = _failure_at(task, values, {**given, task.step.symbol: Fraction(n)}, low)
            if what:
                return f"{what} at {_point({task.step.symbol: Fraction(n), **given})}"
    return ""


def _failure_at(task: Task, values: Values, here: dict[str, Fraction], low: int) -> str:
    n = here[task.step.symbol]
    if n < task.step.start:
        kind, total = "base", values.at(task.step.function, int(n))[0]
    else:
        terms, rest = linear_parts(task.step.body, Values(task.claim, {}, {}), task.step.symbol)
        kind, total = "step", sum((values.exactly(r, here) for r in rest), Fraction(0))
        for a, call in terms:
            phi, c = values.exactly(call[2], here), values.exactly(a, here)
            if c < 0 or not low <= phi < n:
                return f"size {phi} is called {c} times"
            total += c * values.exactly(task.form, {**here, task.step.symbol: phi})
    f = values.exactly(task.form, here)
    return f"the {kind} fails" if (total > f if task.upper else total < f) else ""


def obligations(task: Task, start: int, low: int, at: int | None = None) -> Obligations:
    """What the kernel will ask of the step for every n >= start, or at one n; raises NotPolynomial or Rejected."""
    step, whole, known = task.step, _whole(task.claim), conditions(task.claim)
    n: Expr = ("var", step.symbol) if at is None else Fraction(at)
    if at is None:
        whole, known = whole | {step.symbol}, [*known, ("add", n, Fraction(-start))]
    terms, rest = linear_parts(step.body, Values(task.claim, {}, {}), step.symbol)
    roundings = Roundings(whole, known)

    def fix(e: Expr) -> Expr:
        return roundings.free(decode.substitute(e, step.symbol, n))

    parts = [(fix(c), fix(call[2])) for c, call in terms]
    change: list[Expr] = [decode.substitute(task.form, step.symbol, n), Fraction(0), *(("neg", fix(r)) for r in rest)]
    goals: list[Expr] = []
    for a, phi in parts:
        goals += [a, ("add", n, Fraction(-1), ("neg", phi)), ("add", phi, Fraction(-low))]
        change.append(("neg", ("mul", a, decode.substitute(task.form, step.symbol, phi))))
    goals.append(("add", *change) if task.upper else ("neg", ("add", *change)))
    return Obligations(
        tuple(map(polynomial, goals)), tuple(map(polynomial, roundings.hypotheses)), frozenset(roundings.integers)
    )


def _attempt(task: Task, sizes: tuple[int, int], prover: Prover, effort: int) -> Found | str:
    """The proof with these low and from, or why there is none."""
    low, start = sizes
    if start - low > POINTS:
        return f"{start - low} sizes before the step begins"
    asked = obligations(task, start, low)
    at_n = _proofs(asked, prover, effort)
    if at_n is None:
        if (effort, start) == (0, max(task.step.start, low)):
            answer, model = countermodel(list(asked.goals), list(asked.known), set(asked.integers))
            if answer == "sat":
                return f"the step fails at {_point(model)}"
        return "no certificate was found that the step preserves the bound"
    points: list[Any] = []
    for n in range(low, start):
        at_point = obligations(task, start, low, n) if n >= task.step.start else _base(task, n)
        items = at_point and _proofs(at_point, prover, effort)
        if not items:
            return f"no certificate was found at {task.step.symbol} = {n}"
        points.append(items if n >= task.step.start else items[0])
    example = {x: str(q) for x, q in task.examples[0].items()}
    premise = {
        "rule": RULE, "side": "upper" if task.upper else "lower", "form": to_json(task.form), "from": start, "low": low,
        "example": example, "step": at_n, "points": points,
    }  # fmt: skip
    proof = {"rule": "bound", "premise": premise, "from": low, "base": 2, "order": 3}
    try:
        return Found(bound.verdict(task.claim, proof), proof)
    except Rejected as e:
        return f"{e.rule} needs {e.need}"


def _point(model: dict[str, Fraction]) -> str:
    return ", ".join(f"{x} = {q}" for x, q in model.items() if not x.startswith("_"))


def _proofs(asked: Obligations, prover: Prover, effort: int) -> list[Proof] | None:
    prover.integers = set(asked.integers)
    return prover.find_all(list(asked.goals), list(asked.known), effort)


def _base(task: Task, n: int) -> Obligations | None:
    """F against the one equation at n, without calls."""
    fitting = Values(task.claim, task.examples[0], {}).all_fitting((task.step.function, (n,)))
    if len(fitting) != 1:
        return None
    e, bound_here = fitting[0]
    body = e.body
    for x in set(bound_here) - set(task.examples[0]):
        body = decode.substitute(body, x, bound_here[x])
    gap = ("add", decode.substitute(task.form, task.step.symbol, Fraction(n)), ("neg", body))
    goal, known = polynomial(gap if task.upper else ("neg", gap)), map(polynomial, conditions(task.claim))
    return Obligations((goal,), tuple(known), frozenset(_whole(task.claim)))
