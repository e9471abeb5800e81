"""Weights and curves for rule posynomial: why a monomial is bounded by others, or along which sizes it is not.

Weights are a linear program. What may be left over, the slack, is a product of one growing factor for each variable;
that a larger scale outweighs a smaller one is said by columns that trade LEVER of the smaller for one of the larger.
Curves are integer powers of t, 2^t, 2^2^t, found by z3. Nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from math import lcm
from typing import Any, TypeAlias

from attrs import frozen

from checkers.kernel import interval as iv
from checkers.kernel.monomials import DEEP, HIGH, Atom, Curve, Key, Place, Poly, Ratio, growth, key_product, times
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules.posynomial import Hypothesis, Problem
from checkers.positivity import Monomial, Polynomial, combination

Vector: TypeAlias = tuple[Fraction, ...]
Linear: TypeAlias = dict[str, Fraction]  # unknown powers, and "" for the constant
SymbolicRate: TypeAlias = dict[Vector, Linear]
LEVER, SURPLUS = Fraction(1000), Fraction(1, 1000)
PATTERNS, LARGEST, SOLVE = 90, 60, 3_000_000


# --- weights ---------------------------------------------------------------------------------------------------------


def _row(atom: Atom) -> Monomial:
    return (atom[0], str(atom[1]), str(atom[2]))


def _log(p: int) -> Fraction:
    """ln p, rounded to about 12 digits; ln 1 means 1, as base 1 stands for e."""
    return Fraction(1) if p == 1 else Fraction(round(iv.ln(iv.exact(p))[0] * 10**12), 10**12)


def weights(problem: Problem, key: Key, larger: list[Key], strict: bool) -> list[Any] | None:
    """The proof that key is in O (strict: o) of the sum of the larger monomials; None when none is found."""
    for j, other in enumerate(larger):
        rest = key_product((other, Fraction(1)), (key, Fraction(-1)))[0]
        if problem.is_bounded(rest, strict):
            return [[[j, "1"]], []]
    if not larger:
        return None
    columns: list[Polynomial] = [_column(problem, g, {("sum",): Fraction(1)}, 1) for g in larger]
    columns += [_column(problem, h, {("more",): Fraction(int(tends))}, -1) for h, tends in problem.factors]
    atoms = {a for k in (key, *larger, *(h for h, _ in problem.factors)) for a, _ in k}
    target = _column(problem, key, {("sum",): Fraction(1)}, 1)
    if strict:
        target[("more",)] = SURPLUS
    surplus: Polynomial = {("more",): Fraction(-1)}
    slack = [*_slack(problem, atoms), *([surplus] if strict else [])]
    kept: list[Polynomial] = [{m: q for m, q in c.items() if q and (strict or m != ("more",))} for c in columns + slack]
    found = combination(target, kept)
    if found is None:
        return None
    many = len(larger)
    chosen = [[j, str(q)] for j, q in sorted(found.items()) if j < many]
    assumed = [[j - many, str(q)] for j, q in sorted(found.items()) if many <= j < len(columns)]
    return [chosen, assumed]


def _column(problem: Problem, key: Key, more: Polynomial, sign: int) -> Polynomial:
    """The powers of a monomial, without the parameters on which constants may depend."""
    moving = problem.growing | problem.uniform
    return {**{_row(atom): q * sign for atom, q in key if atom[0] in moving}, **more}


def _slack(problem: Problem, atoms: set[Atom]) -> Iterator[Polynomial]:
    one = Fraction(1)
    for x in sorted(problem.growing):
        scales = sorted(a for a in atoms if a[0] == x)
        for i, a in enumerate(scales):
            yield {_row(a): -one, ("more",): one}
            for b in scales[i + 1 :]:
                if b[1] != -1:
                    yield {_row(a): -one, _row(b): LEVER, ("more",): one}
                    continue
                for high, low in ((a, b), (b, a)):
                    rate = _log(low[2]) / _log(high[2]) + Fraction(1, 10**6)
                    yield {_row(high): -rate, _row(low): one, ("more",): one}
    for p in sorted(problem.uniform):
        below, above = problem.spans[p].bounded()
        yield from [{_row((p, 0, 0)): -one}] * below + [{_row((p, 0, 0)): one}] * above


# --- curves ----------------------------------------------------------------------------------------------------------


@frozen
class Pattern:
    """For each variable the height of its largest factor s_i; for those in exponents also its power and multiple."""

    heights: dict[str, int]
    fixed: dict[str, Place]


def all_monomials(problem: Problem) -> Iterator[Key]:
    """The monomials of all formulas of a problem."""
    ratios: list[Ratio] = [problem.f, problem.g, *(r for h in problem.hypotheses for r in (h.small, h.large))]
    for r in ratios:
        yield from r.top
        yield from r.bottom


def _patterns(problem: Problem) -> Iterator[Pattern]:
    depths = [(a[0], a[1]) for key in all_monomials(problem) for a, _ in key if a[0]]
    exponents = {x for x, d in depths if d == -1}
    deepest = max((abs(d) for _, d in depths), default=0)
    one = Fraction(1)
    places = [
        Place(one, (1,)),
        Place(one, (2,)),
        Place(one, (0, 1)),
        Place(Fraction(2), (1,)),
        Place(Fraction(3), (1,)),
    ]
    names = sorted(problem.growing)
    choices: list[list[int | Place]] = [
        [*places] if x in exponents else list(range(min(deepest, HIGH - 2) + 1)) for x in names
    ]
    ordered = sorted(product(*(range(len(c)) for c in choices)), key=lambda ix: (max(ix, default=0) > 1, sum(ix), ix))
    for ix in ordered:
        chosen = {x: c[i] for x, c, i in zip(names, choices, ix, strict=True)}
        heights = {x: h for x, h in chosen.items() if isinstance(h, int)}
        yield Pattern(heights, {x: p for x, p in chosen.items() if isinstance(p, Place)})


def _unit(i: int) -> Vector:
    return tuple(Fraction(int(j == i)) for j in range(HIGH, -DEEP - 3, -1))


def _rate(problem: Problem, pattern: Pattern, key: Key) -> SymbolicRate:
    """ln of a monomial, in units of ln 2, with unknown powers "x i" of the s_i."""
    out: SymbolicRate = {}

    def plus(at: Vector, unknown: str, q: Fraction) -> None:
        out.setdefault(at, {})[unknown] = out.get(at, {}).get(unknown, Fraction(0)) + q

    for (x, d, p), q in key:
        if x in problem.spans:
            if x in problem.uniform:
                plus(_unit(-1), f"{x} 0", q)
            continue
        place = pattern.fixed.get(x)
        top = len(place.powers) - 1 if place else pattern.heights[x]
        if d >= 1:
            plus(_unit(top - d - 1), "", q)
        elif place and d < 0:
            at = tuple(Fraction(place.powers[i] if 0 <= i <= top else 0) for i in range(HIGH, -DEEP - 3, -1))
            plus(at, "", q * place.times * _log(p) / _log(2))
        elif place:
            for i, w in enumerate(place.powers):
                plus(_unit(i - 1), "", q * w)
        else:
            for i in range(top + 1):
                plus(_unit(i - 1), f"{x} {i}", q)
    return out


class Search:
    """Constraints on the unknown powers of one pattern, as z3 expressions."""

    def __init__(self, problem: Problem, pattern: Pattern) -> None:
        import z3

        self.context = z3.Context()  # in a shared one the curve found depends on every question asked before
        self.z3, self.problem, self.pattern = z3, problem, pattern
        self.solver = z3.Solver(ctx=self.context)
        self.solver.set("rlimit", SOLVE)
        self.unknown: dict[str, Any] = {}
        for x, h in pattern.heights.items():
            for i in range(h + 1):
                self._power(f"{x} {i}", int(i == h), LARGEST)
        for p in sorted(problem.uniform):
            self._power(f"{p} 0", -LARGEST, LARGEST)
        self.rates: dict[Key, SymbolicRate] = {}

    def _power(self, name: str, low: int, high: int) -> None:
        self.unknown[name] = w = self.z3.Int(name, self.context)
        self.solver.add(w >= low, w <= high)

    def compare(self, a: Key, b: Key, relation: str) -> Any:
        """The constraint that a grows faster than b (">"), no slower (">="), or alike ("==")."""
        left, right = (self.rates.setdefault(k, _rate(self.problem, self.pattern, k)) for k in (a, b))
        gaps = []
        for at in sorted({*left, *right}, reverse=True):
            gap = dict(left.get(at, {}))
            for u, q in right.get(at, {}).items():
                gap[u] = gap.get(u, Fraction(0)) - q
            scale = lcm(*(q.denominator for q in gap.values()))
            terms = [int(q * scale) * (self.unknown[u] if u else 1) for u, q in gap.items() if q]
            gaps += [sum(terms[1:], terms[0])] if terms else []
        z3 = self.z3
        if relation == "==":
            return z3.And([g == 0 for g in gaps], self.context)
        out = z3.BoolVal(relation == ">=", self.context)
        for g in reversed(gaps):
            out = z3.Or(g > 0, z3.And(g == 0, out))
        return out

    def led(self, p: Poly, leader: Key) -> Any:
        """The constraint that no term of p outgrows its positive term `leader`, and no negative one equals it."""
        terms = [self.compare(leader, k, ">=") for k in growth(p) if k != leader]
        return self.z3.And([*terms, *(self.compare(leader, k, ">") for k in growth(p, negative=True))], self.context)

    def holds(self, h: Hypothesis, apart: bool) -> Any:
        """The constraint that an assumption holds; apart: that <= holds by different rates."""
        below, above = times(h.small.top, h.large.bottom), times(h.large.top, h.small.bottom)
        relation = ">" if h.relation in ("o", "<") or (apart and h.relation == "<=") else ">="
        relation = "==" if h.relation in ("==", "~", "Theta") else relation
        pairs = [
            self.z3.And(self.led(above, b), self.led(below, a), self.compare(b, a, relation))
            for b in growth(above)
            for a in growth(below)
        ]
        return self.z3.Or(pairs, self.context) if below else self.z3.BoolVal(True, self.context)

    def solve(self, constraints: list[Any]) -> Curve | None:
        """A curve that meets the constraints, simple if possible; parameters that stand still are left out."""
        self.solver.add(constraints)
        if str(self.solver.check()) != "sat":
            return None
        self.solver.push()
        for most in (1, 2, 4):  # prefer small powers
            self.solver.push()
            self.solver.add([w <= most for w in self.unknown.values()])
            self.solver.add([w >= -most for w in self.unknown.values()])
            if str(self.solver.check()) == "sat":
                break
            self.solver.pop()
        else:
            self.solver.check()
        model = self.solver.model()
        got = {u: model.eval(w, model_completion=True).as_long() for u, w in self.unknown.items()}
        curve = dict(self.pattern.fixed)
        for x, h in self.pattern.heights.items():
            curve[x] = Place(Fraction(1), tuple(got[f"{x} {i}"] for i in range(h + 1)))
        for p in self.problem.uniform:
            if got[f"{p} 0"]:
                curve[p] = Place(Fraction(1), (got[f"{p} 0"],))
        return curve


def all_curves(problem: Problem, fast: Key | None, slow: list[Key], strict: bool) -> Iterator[Curve]:
    """Curves on which the assumptions should hold, and `fast` outgrows (or is no smaller than) the slow monomials.

    Parameters that stand still have no place yet. The kernel has the last word on each curve.
    """
    for pattern, apart in product(islice(_patterns(problem), PATTERNS), (False, True)):
        if apart and not any(h.relation == "<=" for h in problem.hypotheses):
            continue
        search = Search(problem, pattern)
        try:
            wanted = [search.holds(h, apart) for h in problem.hypotheses]
            if fast is not None:
                wanted += [search.compare(fast, k, ">" if strict else ">=") for k in slow]
        except Rejected:
            continue
        curve = search.solve(wanted)
        if curve is not None:
            yield curve
