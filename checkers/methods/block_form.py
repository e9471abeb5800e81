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
from checkers.kernel import decode, ring
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.ring import OutsideRing
from checkers.kernel.rules import blocks, bound, order
from checkers.kernel.rules.blocks import Blocks, Case
from checkers.kernel.step import Step, integer_bound, line, linear_parts, steps_of
from checkers.positivity import NotPolynomial, Polynomial, Proof, Prover, polynomial
from checkers.verdict import Blocked

RULE, ORDER = "blocks", 35
NAME = "block_form"
LEVELS, LATER = 11, (0, 1, 2, 4)
WORK = 6_000
"""Columns of linear programs in all; about 10,000 a second."""
SAMPLES, SCANNED = 4, 128


def find(claim: Claim) -> Found | Blocked | None:
    """A proof of an explicit claim, by one formula for each block of sizes; growth claims by simple such formulas.

    Shape    T(n) = sum a_i T(n/b^j, rounded, + c) + g, one b for all calls, j = 0 included; a_i, g and the bound made
             of n, floor or ceil of log_b of a multiple of n, powers of b to it, roundings of n/d, (-1)^n; parameters
             only for ==
    Needs    explicit claims: the step preserves the bound itself
    Gives    a proof for rule bound with a premise of rule blocks; for growth claims one for rule order
    """
    decoded = decode.claim(claim_to_json(claim))
    try:
        steps = steps_of(decoded)
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    if any(p[0] == "fold" and decode.calls(p) for s in steps for p in decode.all_parts(s.body)):
        return Blocked(NAME, "a sum, maximum or minimum over values of T")
    if claim.relation != "==" and any(_has_negative_coefficient(decoded, s) for s in steps):
        return Blocked(NAME, "a call with a negative coefficient, which turns inequalities round")
    prover = Prover()
    prover.work = WORK
    if claim.relation not in EXPLICIT:
        return _growth(decoded, steps, prover)
    return _explicit(decoded, steps, prover)


def _has_negative_coefficient(claim: decode.Claim, step: Step) -> bool:
    """Whether a call's coefficient is a negative number: no inequality is preserved then."""
    try:
        terms, _ = linear_parts(step.body, Values(claim, {}, {}), step.symbol)
        return any(ring.literal(coefficient, step.symbol) < 0 for coefficient, _ in terms)
    except (Rejected, OutsideRing):
        return False


def _explicit(claim: decode.Claim, steps: list[Step], prover: Prover) -> Found | Blocked:
    """A proof of the claim's own bound."""
    if claim.parameters and claim.relation != "==":
        return Blocked(NAME, "parameters, which rule blocks allows in exact claims only")
    last = Blocked(NAME, "no call of a size n/b, and no floor(log(n, b)) in the bound")
    for low, candidate in product(_lows(claim, steps[0]), _all_blocks(claim.bound, steps)):
        premise = _premise(claim, steps, (claim.relation, claim.bound), candidate, low, prover)
        if isinstance(premise, Rejected):
            last = Blocked(NAME, f"{premise.rule} needs {premise.need}", premise.have)
            continue
        proof = {"rule": "bound", "premise": premise, "from": low, "base": 2, "order": 3}
        try:
            return Found(bound.verdict(claim, proof), proof)
        except Rejected as e:
            last = Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    return last


def _growth(claim: decode.Claim, steps: list[Step], prover: Prover) -> Found | Blocked | None:
    """The order of T from multiples of 1, log n, n, n log n, n^2 above it, below it, or 0 below it."""
    n: Expr = ("var", steps[0].symbol)
    blocks_of = list(_all_blocks(Fraction(0), steps))
    if not blocks_of or claim.parameters:
        return None
    low, values = max(_lows(claim, steps[0])[0], 1), Values(claim, {}, {})
    try:
        known = {i: values.at(steps[0].function, i)[1] for i in range(low, SCANNED)}
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    levels = ("add", ("fn", "floor", ("fn", "log", n, Fraction(blocks_of[0].base))), Fraction(1))
    shapes = [Fraction(1), levels, n, ("mul", n, levels), ("pow", n, Fraction(2))]
    sides: list[tuple[str, list[Expr]]] = [(">=", [Fraction(0)])] if min(known.values()) >= 0 else []
    for relation, ordered in (("<=", shapes), (">=", shapes[::-1])):
        forms: list[Expr] = []
        for shape in ordered:
            ratios = [t / values.exactly(decode.substitute(shape, n[1], Fraction(i)), {}) for i, t in known.items()]
            few, all_known = (_rounded(relation, part) for part in (ratios[: SCANNED // 8], ratios))
            if few == all_known > 0:
                forms.append(("mul", few, shape))
        sides.append((relation, forms[:2]))
    premises: dict[str, Any] = {}
    for relation, forms in sides:
        for form, candidate in product(forms, blocks_of):
            premise = _premise(claim, steps, (relation, form), candidate, low, prover)
            if not isinstance(premise, Rejected):
                premises.setdefault(relation if form != 0 else "0", premise)
                break
    for names in (("0", "<="), (">=", "<="), (">=",)):
        proof = {"rule": "order", "premises": [premises[x] for x in names if x in premises]}
        try:
            return Found(order.verdict(claim, proof), proof)
        except Rejected as e:
            last = e
    return Blocked(NAME, f"{last.rule} needs {last.need}", last.have)


def _rounded(relation: str, ratios: list[Fraction]) -> Fraction:
    """A simple number above (below, for >=) all ratios: an integer, or one over an integer; 0 for none."""
    far = max(ratios) if relation == "<=" else min(ratios)
    if far <= 0:
        return Fraction(0)
    up, over = Fraction(-(-far // 1)), Fraction(1) / -(-1 / far // 1)
    return up if relation == "<=" else Fraction(far // 1) or over


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


def _all_blocks(form: Expr, steps: list[Step]) -> Iterator[Blocks]:
    """Blocks to try, at the lowest level: those of the bound's logarithms, or else of the step's divisions."""
    n = steps[0].symbol
    bodies = [s.body for s in steps]
    divisors = sorted({int(p[2]) for e in (*bodies, form) for p in decode.all_parts(e) if _divides(p)})
    found = list(dict.fromkeys(p for e in (form, *bodies) for p in _logarithms(e, n)))
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


def _premise(
    claim: decode.Claim, steps: list[Step], stated: tuple[str, Expr], candidate: Blocks, low: int, prover: Prover
) -> dict[str, Any] | Rejected:
    """The premise with these blocks, from the first level at which the kernel can speak of them, or a little later."""
    last, usable, (relation, form) = Rejected(NAME, "a first block below the kernel's limit", ""), None, stated
    for level in range(LEVELS):
        at = candidate._replace(level=level)
        try:
            if at.first() + at.shift < max(steps[0].start, low):
                continue
            cases = blocks.all_cases(claim, steps, form, at, low, relation)
            usable = level if usable is None else usable
            if level - usable not in LATER or (relation == "==" and level > usable):
                continue
            proofs = [] if relation == "==" else _proofs(cases, at, prover)
            if proofs is None:
                last = Rejected(NAME, "a step that keeps the bound", "no certificate was found")
                continue
            premise: dict[str, Any] = {
                "rule": RULE, "relation": relation, "form": to_json(form), "low": low, "base": at.base,
                "scale": str(at.scale), "shift": at.shift, "modulus": at.modulus, "level": level, "proofs": proofs,
            }  # fmt: skip
            blocks.conclude(claim, premise)
        except NotPolynomial as e:
            return Rejected(NAME, "polynomials to be shown >= 0", str(e))
        except OutsideRing as e:
            last = Rejected(NAME, "terms that the ring can represent", str(e))
        except Rejected as e:
            last = e
        else:
            return premise
    return last


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
