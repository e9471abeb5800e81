"""Block form: bounds and closed forms that are one formula between consecutive powers of a number.

On the block b^l <= n < b^(l+1) the claim's floor(log_b(n)) is l; division by b sends a block into the one before. What
is left to be shown are identities in l, b^l and n, or inequalities, for which `checkers.positivity` finds certificates.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import EXPLICIT
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.ring import OutsideRing
from checkers.kernel.rules import blocks, bound
from checkers.kernel.rules.blocks import Blocks, Case
from checkers.kernel.step import Step, integer_bound, line, steps_of
from checkers.positivity import NotPolynomial, Polynomial, Proof, Prover, polynomial
from checkers.verdict import Blocked

RULE, ORDER = "blocks", 35
NAME = "block_form"
LEVELS, LATER = 11, (0, 1, 2, 4)
WORK = 6_000
"""Columns of linear programs in all; about 10,000 a second."""
SAMPLES = 4


def find(claim: Claim) -> Found | Blocked | None:
    """A proof of an explicit claim, by one formula for each block of sizes.

    Shape    T(n) = sum a_i T(n/b^j, rounded, + c) + g, one b for all calls, j = 0 included; a_i, g and the bound made
             of n, floor or ceil of log_b of a multiple of n, powers of b to it, roundings of n/d, (-1)^n; parameters
             only for ==
    Needs    relation ==, <= or >=; the step preserves the bound itself
    Gives    a proof for rule bound with a premise of rule blocks
    """
    if claim.relation not in EXPLICIT:
        return None
    decoded = decode.claim(claim_to_json(claim))
    try:
        steps = steps_of(decoded)
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    last, prover = Blocked(NAME, "no call of a size n/b, and no floor(log(n, b)) in the bound"), Prover()
    prover.work = WORK
    for low, candidate in product(_lows(decoded, steps[0]), _all_blocks(decoded, steps)):
        found = _with_blocks(decoded, steps, candidate, low, prover)
        if isinstance(found, Found):
            return found
        last = found
    return last


def _lows(claim: decode.Claim, step: Step) -> list[int]:
    """The sizes from which to prove the bound: the claim's own, and the least one with an equation."""
    ends = [integer_bound(c, step.symbol) for c in claim.range]
    first = max((e[1] for e in ends if e and e[0] == "low"), default=step.low)
    try:
        values = Values(claim, {}, {})
        least = next(
            n for n in range(step.low, step.start + 1) if values.all_fitting((step.function, (n,))) or n == step.start
        )
    except Rejected:
        least = step.start
    return sorted({max(first, least), max(first, 1), max(least, 1)})


def _all_blocks(claim: decode.Claim, steps: list[Step]) -> Iterator[Blocks]:
    """Blocks to try, at the lowest level: those of the bound's logarithms, or else of the step's divisions."""
    n = steps[0].symbol
    bodies = [s.body for s in steps]
    divisors = sorted({int(p[2]) for e in (*bodies, claim.bound) for p in decode.all_parts(e) if _divides(p)})
    found = list(dict.fromkeys(p for e in (claim.bound, *bodies) for p in _logarithms(e, n)))
    bases = dict.fromkeys(b for b in divisors if not any(b % d == 0 for d in divisors if d < b))
    tried = found[:2] if found else [(b, Fraction(1), s) for b in bases for s in (0, 1)]
    for base, scale, shift in tried:
        whole = lcm(base, *(d for d in divisors if d <= base * base), *(s.modulus for s in steps))
        even = any(
            p[0] == "pow" and p[1] in (Fraction(-1), ("neg", Fraction(1))) for e in bodies for p in decode.all_parts(e)
        )
        for modulus in dict.fromkeys((lcm(whole, 2) if even else whole, 2 * whole, base * whole)):
            if modulus <= blocks.MODULUS:
                yield Blocks(base, scale, shift, modulus, 0)


def _divides(e: Expr) -> bool:
    return bool(e[0] == "div" and isinstance(e[2], Fraction) and e[2].denominator == 1 and 2 <= e[2] <= blocks.MODULUS)


def _logarithms(e: Expr, n: str) -> Iterator[tuple[int, Fraction, int]]:
    """(base, scale, shift) of the blocks on which a rounded logarithm in e is constant."""
    for p in decode.all_parts(e):
        if p[:2] not in (("fn", "floor"), ("fn", "ceil")) or not isinstance(p[2], tuple):
            continue
        x = p[2]
        if x[:2] == ("fn", "log2"):
            x = ("fn", "log", x[2], Fraction(2))
        if x[:2] != ("fn", "log") or len(x) != 4 or not isinstance(x[3], Fraction) or x[3].denominator != 1:
            continue
        a, c = line(x[2], n) or (Fraction(0), Fraction(0))
        if a > 0 and (c / a).denominator == 1 and 2 <= x[3] <= blocks.BASE:
            yield int(x[3]), 1 / a, int(p[1] == "ceil") - int(c / a)


def _with_blocks(
    claim: decode.Claim, steps: list[Step], candidate: Blocks, low: int, prover: Prover
) -> Found | Blocked:
    """The proof with these blocks, from the first level at which the kernel can speak of them, or a little later."""
    last, usable = Rejected(NAME, "a first block below the kernel's limit", ""), None
    for level in range(LEVELS):
        at = candidate._replace(level=level)
        try:
            cases = blocks.all_cases(claim, steps, claim.bound, at, low, claim.relation)
        except (Rejected, NotPolynomial, OutsideRing) as e:
            last = e if isinstance(e, Rejected) else Rejected(NAME, "terms that the ring can represent", str(e))
            continue
        if at.first() + at.shift < max(steps[0].start, low):
            continue
        usable = level if usable is None else usable
        if level - usable not in LATER or (claim.relation == "==" and level > usable):
            continue
        try:
            proofs = [] if claim.relation == "==" else _proofs(cases, at, prover)
        except NotPolynomial as e:
            return Blocked(NAME, f"{e} in what is to be shown >= 0")
        if proofs is None:
            last = Rejected(NAME, "a step that keeps the bound", "no certificate was found")
            continue
        found = _checked(claim, at, low, proofs)
        if isinstance(found, Found):
            return found
        last = found
    return Blocked(NAME, f"{last.rule} needs {last.need}", last.have)


def _checked(claim: decode.Claim, at: Blocks, low: int, proofs: list[Proof]) -> Found | Rejected:
    premise: dict[str, Any] = {
        "rule": RULE, "relation": claim.relation, "form": to_json(claim.bound), "low": low, "base": at.base,
        "scale": str(at.scale), "shift": at.shift, "modulus": at.modulus, "level": at.level, "proofs": proofs,
    }  # fmt: skip
    proof = {"rule": "bound", "premise": premise, "from": low, "base": 2, "order": 3}
    try:
        return Found(bound.verdict(claim, proof), proof)
    except Rejected as e:
        return e


def _proofs(cases: list[Case], at: Blocks, prover: Prover) -> list[Proof] | None:
    """A certificate for each inequality, in the kernel's order."""
    out: list[Proof] = []
    prover.integers = {"_k", "_l", "_y"}
    todo = [([polynomial(g) for g in case.goals], [polynomial(h) for h in case.known]) for case in cases]
    if any(_fails(goals, known, at) for goals, known in todo):
        return None
    for goals, known in todo:
        for effort in (0, 1):
            found = prover.find_all(goals, known, effort)
            if found is not None:
                break
        if found is None:
            return None
        out += found
    return out


def _fails(goals: list[Polynomial], known: list[Polynomial], at: Blocks) -> bool:
    """Whether a goal is negative at one of a few points of the first blocks."""
    for level in range(at.level, at.level + SAMPLES):
        y = at.scale * Fraction(at.base) ** level
        for k in {int(y * i / (2 * at.modulus)) + d for i in range(2, 2 * at.base + 1) for d in (-1, 0, 1)}:
            point = {"_l": Fraction(level), "_y": y, "_k": Fraction(k)}
            if all(_value(h, point) >= 0 for h in known) and any(_value(g, point) < 0 for g in goals):
                return True
    return False


def _value(p: Polynomial, point: dict[str, Fraction]) -> Fraction:
    total = Fraction(0)
    for names, q in p.items():
        for x in names:
            q *= point[x]
        total += q
    return total
