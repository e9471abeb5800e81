"""Subsequence: a growth claim that fails along powers, though T has no order of its own.

T with (1-(-1)^n)/2 as its toll counts the ones of n in binary: T(2^m) = 1 and T(2^m - 1) = m, so T is in neither of
Theta(1) and Theta(log(n)). Along sizes c*b^m + d the step becomes a recurrence in m; a closed form of it is fitted to
exact values, and the kernel verifies it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.language import print_expression
from bounds.recurrence import LANDAU
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.decode import Expr
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import subsequence
from checkers.kernel.step import Step, steps_of
from checkers.verdict import Blocked

RULE, ORDER = "subsequence", 33
NAME = "subsequence"
BASES, SCALES, SHIFTS = 8, (1, 3, 5), (0, -1, 1, -2, 2)
STEPS = 200_000
VALUES = 14
FITTED = 7


def find(claim: Claim) -> Found | Blocked | None:
    """A refutation of a growth claim along the sizes c*b^m + d.

    Shape    T(n) = sum a_i T(n/b^j, rounded) + g, which leads from such a size to such sizes
    Gives    a proof for rule subsequence
    """
    if claim.relation not in LANDAU:
        return None
    decoded = decode.claim(claim_to_json(claim))
    try:
        steps = steps_of(decoded)
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    if claim.recurrence.parameters:
        return Blocked(NAME, "parameters, whose values would be needed")
    bases = _bases(steps)
    if not bases:
        return None  # no size is divided
    last = Blocked(NAME, f"T is of no other order along c*b^m + d for b in {bases}, c in {SCALES}, |d| <= 2")
    values = Values(decoded, {}, {})
    values.steps = STEPS
    for base in bases:
        for scale in SCALES:
            for shift in SHIFTS:
                found = _along(decoded, steps, values, (base, scale, shift))
                if found is not None:
                    return found
    return last


def _bases(steps: list[Step]) -> list[int]:
    """The numbers that sizes are divided by, without multiples of each other."""
    sizes = [part for s in steps for call in decode.calls(s.body) for part in decode.all_parts(call)]
    found = {int(p[2]) for p in sizes if p[0] == "div" and isinstance(p[2], Fraction) and p[2].denominator == 1}
    usual = sorted(b for b in found if 2 <= b <= BASES)
    return [b for b in usual if not any(b % d == 0 for d in usual if d < b)]


def _along(claim: decode.Claim, steps: list[Step], values: Values, sizes: tuple[int, int, int]) -> Found | None:
    """A refutation along one sequence of sizes."""
    base, scale, shift = sizes
    level = next(m for m in range(40) if scale * base**m + shift >= steps[0].start)
    known: dict[int, Fraction] = {}
    try:
        for m in range(level, level + VALUES):
            n = scale * base**m + shift
            if n > subsequence.SIZE:
                break
            low, high = values.at(steps[0].function, n)
            if low != high:
                return None
            known[m] = low
    except Rejected:
        return None
    for form in _fits(known, base, steps[0].symbol):
        moduli = [base, lcm(base, 2), base * base, *(lcm(base, s.modulus) for s in steps)]
        for modulus in dict.fromkeys(moduli):
            for start in (level, level + 1, level + 2, level + 3):
                proof = {
                    "rule": RULE, "form": to_json(form), "base": base, "scale": str(scale), "shift": shift,
                    "modulus": modulus, "level": start,
                }  # fmt: skip
                try:
                    verdict = subsequence.verdict(claim, proof)
                except Rejected as e:
                    if e.need.startswith("an order along"):
                        return None
                    continue
                at = f"{scale if scale > 1 else ''}{'*' if scale > 1 else ''}{base}^m{f' {shift:+d}' if shift else ''}"
                return Found(verdict, proof, f"T({at}) = {_text(form, steps[0].symbol)}")
    return None


def _text(form: Expr, symbol: str) -> str:
    from bounds.encoding import expression_from_json

    return print_expression(expression_from_json(to_json(decode.substitute(form, symbol, ("var", "m")))))


def _fits(known: dict[int, Fraction], base: int, symbol: str) -> Iterator[Expr]:
    """Combinations of few usual functions of m that have all these values; the simplest first."""
    m: Expr = ("var", symbol)
    powers: list[Expr] = [("pow", Fraction(b), m) for b in sorted({base, base * base, 2, 3, 4})]
    usual: list[list[Expr]] = [[Fraction(1)], [Fraction(1), m], [Fraction(1), m, ("pow", m, Fraction(2))]]
    usual += [[Fraction(1), m, p] for p in powers]
    usual += [[Fraction(1), ("pow", Fraction(-1), m)], [Fraction(1), m, ("pow", Fraction(-1), m)]]
    usual += [[Fraction(1), m, powers[0], ("mul", m, powers[0])], [Fraction(1), m, *powers[:2]]]
    at = sorted(known)
    values = Values(decode.Claim((), "stated", (), Fraction(0), "==", Fraction(0), (), ()), {}, {})
    for functions in usual if len(at) >= FITTED else ():
        rows = [[values.exactly(f, {symbol: Fraction(x)}) for f in functions] + [known[x]] for x in at]
        solved = _solution(rows)
        if solved is not None:
            terms = [("mul", q, f) if f != 1 else q for q, f in zip(solved, functions, strict=True) if q]
            yield ("add", *terms) if len(terms) > 1 else terms[0] if terms else Fraction(0)
            return


def _solution(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """The one x with row[:-1] . x = row[-1] for every row; None if there is none, or more than one."""
    width, left = len(rows[0]) - 1, [list(r) for r in rows]
    for i in range(width):
        pivot = next((r for r in left[i:] if r[i]), None)
        if pivot is None:
            return None
        left.remove(pivot)
        left = [[a - r[i] / pivot[i] * b for a, b in zip(r, pivot, strict=True)] for r in left]
        left.insert(i, [b / pivot[i] for b in pivot])
    if any(r[-1] for r in left[width:]):
        return None
    return [r[-1] for r in left[:width]]
