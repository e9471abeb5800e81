"""Iterated polynomials: T(n) = T(n-1)^2 + 1 and the like, which grow doubly exponentially.

Such a T is compared with q(X(n)), X(n) = c^(d^(n-m)), where p(q(X)) and q(X^d) can be compared as polynomials. An upper
bound X itself is rarely preserved, as p adds to X^d; X - 1, or X/2 with a larger c, often is.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from attrs import frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import LANDAU
from checkers.found import Found
from checkers.kernel import decode
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import iterate
from checkers.kernel.rules.iterate import Coefficients
from checkers.kernel.step import Step, line, step_of
from checkers.verdict import Blocked

RULE, ORDER = "iterate", 14
NAME = "iterated_polynomial"
LATER, CANDIDATES = 5, 600
ROOTS = (1, 2, 3, 4)
CONSTANTS = tuple(map(Fraction, ("0", "-1", "1", "-1/2", "1/2", "-2", "2", "-1/4")))
SLOPES = tuple(map(Fraction, ("1", "1/2", "2", "1/3", "3", "1/4", "4")))


@frozen
class Task:
    """A claim, its polynomial p, and the values of T at the sizes from which a proof may begin."""

    claim: decode.Claim
    step: Step
    p: Coefficients
    known: dict[int, Fraction]

    @property
    def degree(self) -> int:
        return len(self.p) - 1


def find(claim: Claim) -> Found | Blocked | None:
    """A decision by doubly exponential bounds.

    Shape    T(n) = p(T(n-1)), p a polynomial of degree >= 2 with rational coefficients, T not negative
    Needs    a bound made of b^(d^(n+s)), d the degree of p, or for growth claims a bound without such towers
    Gives    a proof for rule iterate
    """
    if claim.relation not in (*LANDAU, "<=", ">=", "=="):
        return None
    decoded = decode.claim(claim_to_json(claim))
    try:
        step = step_of(decoded)
        p = iterate.polynomial_in(step.body, lambda e: iterate.previous(e, step))
        if len(p) < 3:
            return None
        values = Values(decoded, {}, {})
        known = {}
        for m in range(max(step.start - 1, step.low), step.start + LATER):
            low, high = values.at(step.function, m)
            if low == high and max(abs(low.numerator), low.denominator) < iterate.LARGEST:
                known[m] = low
    except Rejected:
        return None  # another shape
    for proof in islice(_proofs(Task(decoded, step, p, known)), CANDIDATES):
        try:
            return Found(iterate.verdict(decoded, proof), proof)
        except Rejected:
            continue
    return Blocked(NAME, "no polynomial in c^(d^n) was found that stays on one side of T and decides the claim")


def _proofs(task: Task) -> Iterator[dict[str, Any]]:
    wanted = {"<=": (True,), ">=": (False,), "O": (True, False), "Omega": (False, True), "o": (True, False),
              "omega": (False, True)}  # fmt: skip
    for m, value in task.known.items():
        least = next(
            (b for b in dict.fromkeys((Fraction(0), Fraction(1), Fraction(2), value)) if _rises(task, b, value)), None
        )
        if least is None:
            continue
        for c in _bases(task, m, value):
            proof = {"rule": RULE, "base": str(c), "degree": task.degree, "from": m, "least": str(least)}
            if task.claim.relation in wanted:
                for upper in wanted[task.claim.relation]:
                    for q in _sides(task, m, upper, (c, task.degree, least)):
                        yield {**proof, "sides": [_side(q, upper)]}
                continue
            above, below = (list(_sides(task, m, upper, (c, task.degree, least))) for upper in (True, False))
            yield from ({**proof, "sides": [_side(q, True)]} for q in above)
            yield from ({**proof, "sides": [_side(q, False)]} for q in below)
            yield from ({**proof, "sides": [_side(q, True), _side(r, False)]} for q in above for r in below)


def _side(q: Coefficients, upper: bool) -> dict[str, Any]:
    return {"relation": "<=" if upper else ">=", "form": [str(x) for x in q]}


def _rises(task: Task, least: Fraction, value: Fraction) -> bool:
    return value >= least and iterate.is_positive(iterate.composed(task.p, [least, Fraction(1)]), least)


def _bases(task: Task, m: int, value: Fraction) -> list[Fraction]:
    """c with X(m) = c: roots of what the claim's towers are at m, or near T(m) itself."""
    found: list[Fraction] = []
    d = task.degree
    towers = [e for e in decode.all_parts(task.claim.bound) if _is_tower(e, d)]
    for e in towers:
        slope, s = line(e[2][2], task.step.symbol) or (Fraction(0), Fraction(0))
        j = m + s
        if slope == 1 and 0 <= j <= 8 and j.denominator == 1 and d ** int(j) <= iterate.TOWER:
            whole = e[1] ** (d ** int(j))
            found += [root for k in ROOTS if (root := _root(whole, k)) is not None]
    if not towers:
        lead = max(Fraction(1), 1 / abs(task.p[-1]))
        found += [value, value / lead, value + 1, value - 1, 2 * value]
    return [c for c in dict.fromkeys(found) if 1 < c <= iterate.LARGEST and c.denominator <= iterate.LARGEST]


def _is_tower(e: decode.Expr, d: int) -> bool:
    return bool(
        e[0] == "pow" and isinstance(e[1], Fraction) and e[1] > 1 and isinstance(e[2], tuple)
        and e[2][:2] == ("pow", Fraction(d))
    )  # fmt: skip


def _root(x: Fraction, k: int) -> Fraction | None:
    """The k-th root of x > 0 when it is rational."""
    parts = [_integer_root(i, k) for i in (x.numerator, x.denominator)]
    root = Fraction(*parts)
    return root if root**k == x else None


def _integer_root(x: int, k: int) -> int:
    low, high = 1, x + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**k <= x else (low, middle)
    return low


def _sides(task: Task, m: int, upper: bool, scale: tuple[Fraction, int, Fraction]) -> Iterator[Coefficients]:
    """Forms q that the kernel accepts on this side: near the claim's own, then a*X^j + e."""
    own: list[Coefficients] = []
    if task.claim.relation in ("<=", ">=", "=="):
        try:
            c, d, _ = scale
            own.append(iterate.polynomial_in(task.claim.bound, lambda e: iterate.tower(e, task.step, (c, d, m))))
        except Rejected:
            return
    own += [[Fraction(0)] * j + [a] for j in (1, 2, 3) for a in SLOPES]
    known = (task.known[m], task.known[m])
    for q in own:
        for e in CONSTANTS:
            form = iterate.plus(q, iterate.trimmed([e]))
            try:
                iterate.stays(task.p, form, upper, scale, known)
            except Rejected:
                continue
            yield form
