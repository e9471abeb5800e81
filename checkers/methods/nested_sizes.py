"""Nested sizes: T(T(n-1)) and the like, by bounds L(n) <= T(n) <= U(n) that the step preserves together.

Where a size is a value of T, each bound needs the other: it says that sizes are in range, and how small they are. Lines
L and U are fitted to exact values; `checkers.positivity` finds the certificates.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import evolve, frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import LANDAU
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, nested, order
from checkers.kernel.step import Step, integer_bound, step_of
from checkers.positivity import NotPolynomial, Polynomial, Proof, Prover, polynomial
from checkers.verdict import Blocked

RULE, ORDER = "nested", 42
NAME = "nested_sizes"
SIZES, STEPS = 160, 400_000
SLOPES = tuple(sorted({Fraction(p, q) for q in (1, 2, 3, 4) for p in range(3 * q + 1)}))
CONSTANTS = tuple(map(Fraction, (0, 1, -1, 2, -2)))
LINES, PAIRS = 8, 40
WORK, QUOTA, SHARE = (8_000, 14_000), (1_500, 10_000), 800
"""Columns of linear programs: in all, and for one pair of bounds, where T is steady or not;
and there for one choice of hypotheses."""


@frozen
class Task:
    """A claim with its step and the exact values of T from the least size on."""

    claim: decode.Claim
    step: Step
    known: dict[int, Fraction]
    steady: bool = False
    """Whether T(n) - T(n-1) is to be shown to be 0 or 1."""

    @property
    def start(self) -> int:
        return max(self.step.start, self.low) + 1

    @property
    def low(self) -> int:
        return min(self.known)


def find(claim: Claim) -> Found | Blocked | None:
    """A proof or refutation by two bounds that the step preserves together.

    Shape    T(n) made of integers, n, + - *, roundings and calls whose sizes contain calls; values integers
    Gives    a proof for rule bound or order, with premises of rule nested
    """
    if claim.relation not in (*LANDAU, "<=", ">="):
        return None
    decoded = decode.claim(claim_to_json(claim))
    if not any(decode.calls(call[2:]) for e in decoded.equations for call in decode.calls(e.body)):
        return None  # no size is a value of T
    try:
        step = step_of(decoded)
        task = Task(decoded, step, _values(decoded, step))
        ends = [integer_bound(c, step.symbol) for c in decoded.range]
        wrong = _failing(task, max((e[1] for e in ends if e and e[0] == "low"), default=task.low))
        if wrong and len(ends) < 2:
            return Blocked(NAME, f"the claim is false at {step.symbol} = {wrong[0]}")
        found = _found(task)
        steady = evolve(task, steady=True)
        return found if isinstance(found, Found) or not _is_steady(task) else _found(steady)
    except NotPolynomial as e:
        return Blocked(NAME, f"{e}, where polynomials are needed")
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)


def _values(claim: decode.Claim, step: Step) -> dict[int, Fraction]:
    """T at the sizes from the least with an equation on, at most SIZES of them."""
    values = Values(claim, {}, {})
    values.steps = STEPS
    first = next((n for n in range(step.low, step.start + 1) if values.all_fitting((step.function, (n,)))), step.start)
    return {n: values.at(step.function, n)[0] for n in range(first, step.start + SIZES)}


def _failing(task: Task, first: int) -> list[int]:
    """The evaluated sizes from first on at which an explicit claim is false."""
    claim, values = task.claim, Values(task.claim, {}, {})
    if claim.relation not in ("<=", ">="):
        return []
    at = {n: values.value(claim.bound, {task.step.symbol: Fraction(n)}) for n in task.known if n >= first}
    return [
        n for n, (low, high) in at.items() if (task.known[n] > high if claim.relation == "<=" else task.known[n] < low)
    ]


def _is_steady(task: Task) -> bool:
    return all(task.known[n] - task.known[n - 1] in (0, 1) for n in task.known if n > task.low)


def _found(task: Task) -> Found | Blocked:
    last = "no two lines were found that the step preserves"
    work = WORK[task.steady]
    for lower, upper in _pairs(task):
        prover = Prover(work=min(work, QUOTA[task.steady]))
        spent = prover.work
        proofs = _proofs(task, lower, upper, prover)
        work -= spent - prover.work
        if proofs is not None:
            found = _decided(task, lower, upper, proofs)
            if isinstance(found, Found):
                return found
            last = found
        if work <= 0:
            break
    return Blocked(NAME, last)


def _pairs(task: Task) -> Iterator[tuple[Expr, Expr]]:
    """L and U to try: the claim's bound on its side, lines near the values on the other."""
    claim, n = task.claim, task.step.symbol
    lines = {upper: [_line(a, c, n) for a, c in _lines(task, upper)] for upper in (False, True)}
    if claim.relation in ("<=", ">=") and nested.is_polynomial(claim.bound, n) and not _failing(task, task.low):
        lines[claim.relation == "<="].insert(0, claim.bound)
    if task.steady:  # that T rises slowly is the upper bound that counts
        lines[True] = [line for line in lines[True] if line in (claim.bound, ("var", n))]
    ranked = sorted(product(range(len(lines[False])), range(len(lines[True]))), key=sum)
    for i, j in ranked[:PAIRS]:
        yield lines[False][i], lines[True][j]


def _lines(task: Task, upper: bool) -> list[tuple[Fraction, Fraction]]:
    """Lines a*n + c that bound the values from one side: the closest far out, those of slope 0 and 1, others."""
    sign = 1 if upper else -1
    fitting: list[tuple[Fraction, Fraction]] = []
    for a in SLOPES if upper else reversed(SLOPES):
        found = next((c for c in sorted(CONSTANTS, key=lambda c: sign * c) if _fits(task, a, c, sign)), None)
        if found is not None:
            fitting.append((a, found))
    weakest = [line for line in fitting if line[0] in (0, 1)]
    return list(dict.fromkeys([*fitting[:1], *weakest, *fitting[1:LINES]]))


def _fits(task: Task, a: Fraction, c: Fraction, sign: int) -> bool:
    return all(sign * (a * n + c - t) >= 0 for n, t in task.known.items())


def _line(a: Fraction, c: Fraction, symbol: str) -> Expr:
    slope: Expr = ("var", symbol) if a == 1 else ("mul", a, ("var", symbol))
    return c if not a else slope if not c else ("add", slope, c)


def _proofs(task: Task, lower: Expr, upper: Expr, prover: Prover) -> list[Any] | None:
    """A proof of each inequality that the kernel will ask for, or None."""
    reader = nested.obligations(task.step, nested.Envelope(lower, upper, task.start, task.low, task.steady))
    prover.integers = set(reader.integers)
    proofs: list[Any] = []
    for effort in (0, 1):
        for goal, known in reader.goals[len(proofs) :]:
            found = _proof(prover, polynomial(goal), list(map(polynomial, known)), effort)
            if found is None:
                break
            proofs.append(found)
    return proofs if len(proofs) == len(reader.goals) else None


def _proof(prover: Prover, goal: Polynomial, known: list[Polynomial], effort: int) -> Proof | None:
    """A proof from the linear hypotheses, and at most one that says how far two values of T are apart."""
    linear = [i for i, h in enumerate(known) if all(len(m) <= 1 for m in h)]
    others = [i for i in range(len(known)) if i not in linear]
    left = prover.work
    for more in ([], *([i] for i in others)):
        chosen = [*linear, *more]
        prover.work = given = min(left, SHARE if others else left)
        found = prover.find(goal, [known[i] for i in chosen], effort)
        left -= given - prover.work
        if found is not None:
            prover.work = left
            return _placed(found, chosen, len(known))
    prover.work = left
    return None


def _placed(proof: Proof, chosen: list[int], known: int) -> Proof:
    """A proof from chosen hypotheses as one from all: those that splits add come after `known`."""

    def at(i: int) -> int:
        return chosen[i] if i < len(chosen) else i - len(chosen) + known

    if "split" in proof:
        return {**proof, **{side: _placed(proof[side], chosen, known) for side in ("below", "above")}}
    terms = [[q, [at(i) for i in indices]] for q, indices in proof["terms"]]
    return {**proof, "terms": terms, "times": [[at(i), q] for i, q in proof["times"]]}


def _decided(task: Task, lower: Expr, upper: Expr, proofs: list[Any]) -> Found | str:
    """What these bounds say of the claim."""
    premises = {
        side: {
            "rule": RULE, "side": side, "lower": to_json(lower), "upper": to_json(upper), "from": task.start,
            "low": task.low, "steady": "yes" if task.steady else "no", "proofs": proofs,
        }
        for side in ("lower", "upper")
    }  # fmt: skip
    tries: list[dict[str, Any]] = []
    if task.claim.relation in ("<=", ">="):
        premise = premises["upper" if task.claim.relation == "<=" else "lower"]
        ends = [integer_bound(c, task.step.symbol) for c in task.claim.range]
        first = max([task.low, *(e[1] for e in ends if e and e[0] == "low")])
        starts = sorted({first, *(first + j for j in (4, 16, 64))})
        tries = [{"rule": "bound", "premise": premise, "from": s, "base": 2, "order": 3} for s in starts]
        decide = bound.verdict
    else:
        chosen = ([premises["upper"]], [premises["lower"]], [premises["upper"], premises["lower"]])
        tries = [{"rule": "order", "premises": some} for some in chosen]
        decide = order.verdict
    last = ""
    for proof in tries:
        try:
            return Found(decide(task.claim, proof), proof)
        except Rejected as e:
            last = f"{e.rule} needs {e.need}"
    return last
