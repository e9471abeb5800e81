"""Rule blocks: T(n) stays on one side of F(n), one formula on each block scale*base^l <= n - shift < scale*base^(l+1).

Needs    the step T(n) = sum of a_i T(phi_i) + g, or one for each residue of n, with sizes that are (n-shift)/base^j
         up to a bounded rounding; F, a_i, g made of n, parameters, roundings of a*n + c that are affine on each residue
         mod modulus, (-1)^n, and floor or ceil of log_base of a multiple of the block's n - shift: l plus a constant
Checks   for each residue, with l, y = scale*base^l and n = modulus*k + residue + shift as symbols, from block `level`
         on: low <= phi_i < n, and F put into the step. Once for n - shift so far from y and base*y that each phi_i is
         in its own block, once for each n nearer than that.  ==: an identity (ring).  <=, >=: a_i >= 0 and the
         difference of both sides >= 0, by certificates as in rule polynomial; the sizes before by exact values
Gives    T(n) == F(n), or <=, >=, for n >= low
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from checkers.kernel import ring
from checkers.kernel.decode import (
    Claim,
    Expr,
    expression,
    fields,
    integer,
    one_of,
    rational,
    sequence,
    substitute,
    symbols,
)
from checkers.kernel.evaluate import Values, decide
from checkers.kernel.interval import minus, plus
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.rules.closed_form import is_natural, value_of
from checkers.kernel.rules.polynomial import shown
from checkers.kernel.step import Bound, Step, line, linear_parts, steps_of

RULE = "blocks"
FIELDS = ("rule", "relation", "form", "low", "base", "scale", "shift", "modulus", "level", "proofs")
BASE, MODULUS, LEVEL, FIRST, NEAR, POWER = 64, 64, 64, 1024, 64, 32
K, L, Y = ("var", "_k"), ("var", "_l"), ("var", "_y")


class Blocks(NamedTuple):
    """Sizes n = m + shift with m in [y, base*y), y = scale*base^l; all l >= level are looked at, by residues of m."""

    base: int
    scale: Fraction
    shift: int
    modulus: int
    level: int

    def first(self, down: int = 0) -> Fraction:
        """The least y, `down` blocks below it."""
        return self.scale * Fraction(self.base) ** (self.level - down)


class Size(NamedTuple):
    """The size slope*k + at: in block l - down on residue r, floor(m/base^down) + off."""

    slope: Fraction
    at: Fraction
    down: int
    off: int


class Case(NamedTuple):
    """Goals to be shown >= 0 (only the last, to be shown 0, for an identity) where all known expressions are >= 0."""

    goals: list[Expr]
    known: list[Expr]


def conclude(claim: Claim, proof: Any) -> Bound:
    _, relation, form, low, base, scale, shift, modulus, level, proofs = fields(proof, FIELDS)
    relation, steps, f = one_of(relation, ("==", "<=", ">=")), steps_of(claim), expression(form)
    low = integer(low, steps[0].low, 10**6)
    blocks = Blocks(
        integer(base, 2, BASE), rational(scale), integer(shift, -FIRST, FIRST),
        integer(modulus, 2, MODULUS), integer(level, 0, LEVEL),
    )  # fmt: skip
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    require(relation == "==" or not claim.parameters, RULE, "no parameters in an inequality", relation)
    given, n = {p[0] for p in claim.parameters}, steps[0].symbol
    names = symbols(f).union(*(symbols(s.body) for s in steps)) | {n}
    strange = sorted(x for x in names | given if x.startswith("_") or x not in given | {n})
    require(not strange, RULE, f"{n} and parameters alone, with names that do not begin with _", strange)
    first = blocks.first() + blocks.shift
    require(
        blocks.scale > 0 and first <= FIRST and steps[0].start <= first and low <= first,
        RULE,
        f"a first block that begins between the step's start and {FIRST}",
        first,
    )
    try:
        found, left = all_cases(claim, steps, f, blocks, low, relation), sequence(proofs)
        goals = [(goal, case.known) for case in found for goal in case.goals]
        require(len(left) == (0 if relation == "==" else len(goals)), RULE, "a proof for each inequality", len(left))
        for i, (goal, known) in enumerate(goals):
            if relation != "==":
                shown(goal, known, {"_k", "_l", "_y"}, left[i])
            else:
                require(ring.vanishes(goal, "_l"), RULE, "F to satisfy the step", goal)
        _before(claim, steps[0], f, relation, low, int(first))
    except ring.OutsideRing as e:
        raise Rejected(RULE, "expressions the ring can represent", str(e)) from None
    return Bound(relation, f, Fraction(0), low, int(first))


def all_cases(claim: Claim, steps: list[Step], f: Expr, blocks: Blocks, low: int, relation: str) -> list[Case]:
    """What is to be shown of F in the step, for each residue and each position in a block."""
    values, out = Values(claim, {}, {}), []
    for r in range(blocks.modulus):
        own = (Fraction(blocks.modulus), Fraction(r + blocks.shift))
        step = next(s for s in steps if (r + blocks.shift - s.residue) % s.modulus == 0)
        require(blocks.modulus % step.modulus == 0, RULE, "a modulus that tells the equations apart", step.modulus)
        body = settled(substitute(step.body, step.symbol, straight(*own)), own, blocks, L)
        terms, rest = linear_parts(body, values, "_k")
        require(all(t[1][1] == step.function for t in terms), RULE, "calls of the same function", step.function)
        sizes = [_size(call[2], r, blocks, low) for _, call in terms]
        above = max([s.off * blocks.base**s.down for s in sizes if s.off > 0], default=0)
        below = max([-s.off * blocks.base**s.down for s in sizes if s.off < 0], default=0)
        stray, depth = (
            above + below + max((abs(s.off) for s in sizes), default=0),
            max((s.down for s in sizes), default=0),
        )
        room = blocks.first(depth + 1)
        require(
            above + below <= NEAR and room.denominator == 1 and (blocks.base - 1) * room > stray,
            RULE,
            "blocks of integers, longer than sizes stray from them",
            (room, stray),
        )
        ends = [None, *((1, i) for i in range(below)), *((blocks.base, -i) for i in range(1, above + 1))]
        for end in ends:
            if end and blocks.first() % blocks.modulus == 0 and (end[1] - r) % blocks.modulus:
                continue  # y is a multiple of the modulus, so this residue is not there
            inside = [_form(f, step.symbol, (s.slope, s.at), blocks, _level(s, end, r, blocks)) for s in sizes]
            here = _form(f, step.symbol, own, blocks, L)
            weights = [c for c, _ in terms]
            change = [("neg", ("mul", c, v)) for c, v in zip(weights, inside, strict=True)]
            goal: Expr = ("add", here, Fraction(0), *change, *(("neg", g) for g in rest))
            for part in (*weights, *rest, *inside, here):
                require(is_defined(part, L[1], blocks.level), RULE, "parts that are defined in every block", part)
            goals = [goal] if relation == "==" else [*weights, ("neg", goal) if relation == ">=" else goal]
            out.append(_placed(goals, end, r, (below, above), blocks, relation))
    return out


def settled(e: Expr, own: tuple[Fraction, Fraction], blocks: Blocks, level: Expr) -> Expr:
    """e, written in k, with roundings and powers of -1 that k does not change, and logarithms of own by the level."""
    if not isinstance(e, tuple) or e[0] in ("var", "const"):
        return e
    require(e[0] not in ("fold", "root"), RULE, "no sums, maxima and roots of equations", e[0])
    if e[:2] in (("fn", "floor"), ("fn", "ceil")):
        depth = _logarithm(e[1], e[2], own, blocks)
        if depth is not None:
            return ("add", level, Fraction(depth))
        a, c = line(settled(e[2], own, blocks, level), "_k") or (Fraction(1, 2), Fraction(0))
        require(a.denominator == 1, RULE, "roundings that are affine on each residue", e)
        return straight(a, Fraction(c // 1 if e[1] == "floor" else -(-c // 1)))
    parts = [settled(p, own, blocks, level) if isinstance(p, (tuple, Fraction)) else p for p in e]
    if e[0] == "pow" and e[1] in (Fraction(-1), ("neg", Fraction(1))):
        a, c = line(parts[2], "_k") or (Fraction(1), Fraction(0))
        return Fraction(-1 if c % 2 else 1) if a % 2 == 0 and c.denominator == 1 else tuple(parts)
    if e[0] == "call":
        found = line(parts[2], "_k") if len(e) == 3 else None
        require(found is not None, RULE, "calls at sizes a*k + c", e)
        return ("call", e[1], straight(*(found or ())))
    return tuple(parts)


def straight(a: Fraction, c: Fraction) -> Expr:
    """a*k + c, or the number c."""
    return ("add", ("mul", a, K), c) if a else c


def _logarithm(name: str, e: Expr, own: tuple[Fraction, Fraction], blocks: Blocks) -> int | None:
    """i where floor (or ceil) of e is l + i on block l, for e = log_base(rho*(n + d)); None for no logarithm.

    With rho*scale = base^j: floor is l + j if d = -shift; ceil is l + j + 1 if d = 1 - shift, sizes being integers.
    """
    if not isinstance(e, tuple):
        return None
    if e[:2] == ("fn", "log2"):
        e = ("fn", "log", e[2], Fraction(2))
    if e[:2] != ("fn", "log") or len(e) != 4 or "_k" not in symbols(e[2]):
        return None
    a, c = line(e[2], "_k") or (Fraction(0), Fraction(0))
    rho = a / own[0]
    j = next((j for j in range(-POWER, POWER) if Fraction(blocks.base) ** j == rho * blocks.scale), None)
    fits = j is not None and c / rho - own[1] == (name == "ceil") - blocks.shift
    require(fits and e[3] == blocks.base, RULE, "logarithms that are steady on the blocks", e)
    return (j or 0) + (name == "ceil")


def _size(e: Expr, r: int, blocks: Blocks, low: int) -> Size:
    """A size that the step calls on residue r; it is below n and not below low."""
    slope, at = line(e, "_k") or (Fraction(0), Fraction(0))
    down = next((j for j in range(7) if slope * blocks.base**j == blocks.modulus), None)
    require(down is not None, RULE, "sizes n/base^j up to a rounding", e)
    j = down or 0
    off = int(at) - blocks.shift - r // blocks.base**j
    require(j > 0 or off < 0, RULE, "sizes below n", e)
    require(blocks.first(j) + off + blocks.shift >= low, RULE, f"sizes from {low} on", e)
    return Size(slope, at, j, off)


def _level(s: Size, end: tuple[int, int] | None, r: int, blocks: Blocks) -> Expr:
    """The block of a size: l - down inside; at m = factor*y + i the one before, above or below a power of base."""
    if end is None:
        return ("add", L, Fraction(-s.down))
    factor, i = end
    beyond = Fraction(i - r, blocks.base**s.down) + s.at - blocks.shift
    return ("add", L, Fraction((factor > 1) - s.down - (beyond < 0)))


def _form(f: Expr, symbol: str, at: tuple[Fraction, Fraction], blocks: Blocks, level: Expr) -> Expr:
    return settled(substitute(f, symbol, straight(*at)), at, blocks, level)


def _placed(
    goals: list[Expr], end: tuple[int, int] | None, r: int, margins: tuple[int, int], blocks: Blocks, relation: str
) -> Case:
    """The goals with k from the position, and what is known of l, y and k there."""
    y0, m = blocks.first(), straight(Fraction(blocks.modulus), Fraction(r))
    if end:
        k = ("mul", Fraction(1, blocks.modulus), ("add", ("mul", Fraction(end[0]), Y), Fraction(end[1] - r)))
        goals = [substitute(goal, "_k", k) for goal in goals]
    if relation == "==":
        power = ("mul", blocks.scale, ("pow", Fraction(blocks.base), L))
        return Case([substitute(goal, "_y", power) for goal in goals], [])
    beyond: Expr = ("add", L, Fraction(-blocks.level))  # base^beyond >= 1 + (base-1)*beyond, by Bernoulli
    line_below = ("mul", y0, ("add", Fraction(1), ("mul", Fraction(blocks.base - 1), beyond)))
    known: list[Expr] = [beyond, ("add", Y, -y0), ("add", Y, ("neg", line_below))]
    if not end:
        top = ("add", ("mul", Fraction(blocks.base), Y), Fraction(-1 - margins[1]), ("neg", m))
        known += [("add", m, ("neg", Y), Fraction(-margins[0])), top]
    return Case([_in_y(goal, blocks) for goal in goals], known)


def _in_y(e: Expr, blocks: Blocks) -> Expr:
    """e with powers of y for powers of base in whose exponent l stands."""
    if not isinstance(e, tuple):
        return e
    if e[0] == "pow" and "_l" in symbols(e[2]):
        a, c = line(e[2], "_l") or (Fraction(0), Fraction(0))
        i = next((i for i in range(1, 7) if e[1] == blocks.base**i), 0)
        ok = i > 0 and a.denominator == c.denominator == 1 and 0 < a * i <= POWER and abs(c) <= LEVEL
        require(ok, RULE, "powers of the base, with exponents that rise with the block", e)
        return ("mul", Fraction(blocks.base) ** int(i * c) / blocks.scale ** int(i * a), ("pow", Y, i * a))
    return tuple(_in_y(p, blocks) if isinstance(p, tuple) else p for p in e)


def is_defined(e: Expr, x: str, start: int) -> bool:
    """Whether no divisor is 0 and what must be natural is, for every x >= start."""
    return not ring.divisors(e, x) and all(is_natural(part, x, start) for part in ring.naturals(e, x))


def _before(claim: Claim, step: Step, f: Expr, relation: str, low: int, first: int) -> None:
    """T(n) relation F(n) for low <= n < first: by values, for == also in parameters and free base values."""
    values, seen = Values(claim, {}, {}), dict[tuple[str, int], Expr]()
    for n in range(low, first):
        form = substitute(f, step.symbol, Fraction(n))
        if relation == "==":
            form = _rounded(form, values)
            require(is_defined(form, "", 0), RULE, f"F defined at n = {n}", form)
            value = value_of(step.function, values, n, seen)
            require(ring.vanishes(("add", value, ("neg", form)), ""), RULE, f"F({n}) = T({n})", value)
        else:
            gap = plus(values.at(step.function, n), minus(values.value(form, {})))
            require(decide(relation, gap) is True, RULE, f"the bound at n = {n}", gap)


def _rounded(e: Expr, values: Values) -> Expr:
    """e with the values of its roundings."""
    if not isinstance(e, tuple):
        return e
    if e[:2] in (("fn", "floor"), ("fn", "ceil")) and not symbols(e):
        return values.exactly(e, {})
    return tuple(_rounded(p, values) if isinstance(p, tuple) else p for p in e)
