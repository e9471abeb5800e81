"""Positivity: certificates that a polynomial is >= 0 wherever other polynomials are, for rule polynomial.

A certificate is a sum: times * goal = c_1 * h_a * h_b + c_2 * h_c + ..., each c >= 0, each h a hypothesis (Handelman,
Krivine, Stengle); or -1 is such a sum, and no point meets the hypotheses. For a fixed set of products of hypotheses
the c are a linear program, solved exactly by z3. Where no sum is found, an integer expression is split: x <= c - 1 or
x >= c, as in branch and bound; the first split tried is the goal's own, goal <= -1 or goal >= 0.

Nothing here is trusted: the kernel multiplies out each identity again.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement
from math import ceil, comb, gcd, lcm
from typing import Any, TypeAlias

from attrs import define, field, frozen

from checkers.invariants import to_json
from checkers.kernel.decode import Expr

Monomial: TypeAlias = tuple[str, ...]  # names, sorted, each as often as its power
Polynomial: TypeAlias = dict[Monomial, Fraction]  # no coefficient 0
Proof: TypeAlias = dict[str, Any]
Answer: TypeAlias = tuple[str, dict[str, Fraction]]  # sat with a model, unsat or unknown
Factors: TypeAlias = tuple[tuple[int, Fraction], ...]  # hypothesis h and d > 0: the multiplier h + d
Seen: TypeAlias = dict[str, Proof | None]

ONE: Polynomial = {(): Fraction(1)}
TERMS, POWER, COLUMNS = 300, 8, 400
DEPTH = 5
SOLVE = 2_000_000
"""Limit of z3's own steps for one question."""


class NotPolynomial(ValueError):
    """The expression is no polynomial, or too large."""


def plus(*parts: Polynomial) -> Polynomial:
    out: Polynomial = {}
    for part in parts:
        for m, q in part.items():
            out[m] = out.get(m, Fraction(0)) + q
    return {m: q for m, q in out.items() if q}


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    if len(a) * len(b) > TERMS * 4:
        raise NotPolynomial(f"a product of {len(a)} and {len(b)} terms")
    out: Polynomial = {}
    for m, q in a.items():
        for k, r in b.items():
            key = tuple(sorted((*m, *k)))
            out[key] = out.get(key, Fraction(0)) + q * r
    return {m: q for m, q in out.items() if q}


def scaled(a: Polynomial, q: Fraction) -> Polynomial:
    return {m: c * q for m, c in a.items()} if q else {}


def polynomial(e: Expr) -> Polynomial:
    """The terms of an expression made of + - *, division by numbers and small powers; NotPolynomial otherwise."""
    if isinstance(e, Fraction):
        return {(): e} if e else {}
    match e[0]:
        case "var":
            return {(e[1],): Fraction(1)}
        case "add":
            return plus(*map(polynomial, e[1:]))
        case "neg":
            return scaled(polynomial(e[1]), Fraction(-1))
        case "mul":
            out = ONE
            for part in e[1:]:
                out = times(out, polynomial(part))
            return out
        case "div" if isinstance(e[2], Fraction) and e[2]:
            return scaled(polynomial(e[1]), 1 / e[2])
        case "pow" if isinstance(e[2], Fraction) and e[2] in range(POWER + 1):
            out = ONE
            for _ in range(int(e[2])):
                out = times(out, polynomial(e[1]))
            return out
    raise NotPolynomial(str(e[:2]))


def to_expression(p: Polynomial) -> Expr:
    """A polynomial as an expression of sums and products."""
    terms = [("mul", q, *(("var", x) for x in m)) if m else q for m, q in sorted(p.items())]
    return terms[0] if len(terms) == 1 else ("add", *terms) if terms else Fraction(0)


# --- questions to z3 -------------------------------------------------------------------------------------------------


def _number(q: Fraction) -> str:
    top = str(abs(q.numerator)) + ".0"
    value = top if q.denominator == 1 else f"(/ {top} {q.denominator}.0)"
    return f"(- {value})" if q < 0 else value


def _answer(text: str, linear: bool = False) -> Answer:
    """z3's answer to SMT-LIB text; a model has rational values only."""
    import z3

    fresh = z3.Context()  # in a shared one the model found depends on every question asked before
    solver = z3.SimpleSolver(ctx=fresh) if linear else z3.Solver(ctx=fresh)
    solver.set("rlimit", SOLVE)
    solver.from_string(text)
    answer = str(solver.check())
    model: dict[str, Fraction] = {}
    if answer == "sat":
        found = solver.model()
        for symbol in found.decls():
            value = found[symbol]
            if z3.is_int_value(value) or z3.is_rational_value(value):
                model[symbol.name()] = Fraction(str(value.as_fraction() if z3.is_rational_value(value) else value))
    return answer, model


def countermodel(goals: list[Polynomial], known: list[Polynomial], integers: set[str]) -> Answer:
    """Whether some point meets the hypotheses and makes a goal negative: ("sat", it), ("unsat", {}) or ("unknown", {}).

    With no goal at all: whether some point meets the hypotheses.
    """
    names = sorted({x for p in (*goals, *known) for m in p for x in m})
    mixed = not set(names) <= integers
    lines = [f"(declare-const {x} {'Int' if x in integers else 'Real'})" for x in names]
    lines += [f"(assert (>= {_smt(p, integers, mixed)} {_zero(mixed)}))" for p in known]
    if goals:
        lines.append(f"(assert (or {' '.join(f'(< {_smt(p, integers, mixed)} {_zero(mixed)})' for p in goals)}))")
    return _answer("\n".join(lines))


def _zero(mixed: bool) -> str:
    return "0.0" if mixed else "0"


def _smt(p: Polynomial, integers: set[str], mixed: bool) -> str:
    """A positive multiple of the polynomial, with integer coefficients."""
    scale = lcm(*(q.denominator for q in p.values()))
    terms = []
    for m, q in sorted(p.items()):
        top = abs(q.numerator) * (scale // q.denominator)
        c = f"{top}{'.0' if mixed else ''}"
        c = f"(- {c})" if q < 0 else c
        terms.append(f"(* {c} {' '.join(f'(to_real {x})' if mixed and x in integers else x for x in m)})" if m else c)
    return f"(+ {' '.join(terms)})" if len(terms) > 1 else terms[0] if terms else _zero(mixed)


def combination(target: Polynomial, columns: list[Polynomial]) -> dict[int, Fraction] | None:
    """c_j >= 0 with target = sum of c_j columns[j], or None: a linear program over the rationals."""
    live = _possible(target, columns)
    if live is None:
        return None
    rows: dict[Monomial, list[tuple[int, Fraction]]] = {m: [] for m in target}
    for j in live:
        for m, q in columns[j].items():
            rows.setdefault(m, []).append((j, q))
    lines = [f"(declare-const c{j} Real)\n(assert (>= c{j} 0.0))" for j in live]
    for m, row in rows.items():
        terms = [f"(* {_number(q)} c{j})" for j, q in row]
        left = f"(+ {' '.join(terms)})" if len(terms) > 1 else terms[0]
        lines.append(f"(assert (= {left} {_number(target.get(m, Fraction(0)))}))")
    answer, model = _answer("\n".join(lines), linear=True)
    return {int(x[1:]): q for x, q in model.items() if q} if answer == "sat" else None


def _possible(target: Polynomial, columns: list[Polynomial]) -> list[int] | None:
    """The columns that can have a coefficient > 0, by signs: a monomial that nothing cancels must not occur."""
    live = set(range(len(columns)))
    while True:
        signs: dict[Monomial, set[int]] = {}
        for j in live:
            for m, q in columns[j].items():
                signs.setdefault(m, set()).add(1 if q > 0 else -1)
        for m, q in target.items():
            if (1 if q > 0 else -1) not in signs.get(m, set()):
                return None
        stuck = {m for m, s in signs.items() if len(s) == 1 and m not in target}
        dead = {j for j in live if not stuck.isdisjoint(columns[j])}
        if not dead:
            return sorted(live)
        live -= dead


# --- certificates ----------------------------------------------------------------------------------------------------


@frozen
class Split:
    """An integer expression x, and the case distinction x <= at - 1 or x >= at."""

    of: Polynomial = field(hash=False)
    at: int

    def below(self) -> Polynomial:
        return plus(scaled(self.of, Fraction(-1)), {(): Fraction(self.at - 1)})

    def above(self) -> Polynomial:
        return plus(self.of, {(): Fraction(-self.at)})


@define
class Prover:
    """Proofs for rule polynomial, with `work` columns of linear programs left to spend."""

    integers: set[str] = field(factory=set)
    work: int = 0
    numbers: dict[tuple[tuple[Monomial, Fraction], ...], int] = field(factory=dict)
    products: dict[tuple[int, ...], Polynomial] = field(factory=dict)

    def find(self, goal: Polynomial, known: list[Polynomial], effort: int) -> Proof | None:
        """A proof of goal >= 0 from the hypotheses: one identity, else identities under ever deeper splits.

        With effort 0 only what is quick; with effort 1 also multipliers, higher products and more splits.
        """
        found = self._sum(goal, known, 2) or self._absurd(known, 2)
        if effort == 0:
            found = found or self._deeper(goal, known, 2, 1) or self._sum(goal, known, 3)
            return found or self._deeper(goal, known, 2, 2)
        for degree in range(3, max(3, min(5, max(map(len, goal)))) + 1) if goal else ():
            found = found or self._sum(goal, known, degree)
        for factor in _factors(known):
            found = found or self._sum(goal, known, 2, (factor,))
        return found or self._deeper(goal, known, 3, 2) or self._deeper(goal, known, 2, DEPTH)

    def find_all(self, goals: list[Polynomial], known: list[Polynomial], effort: int) -> list[Proof] | None:
        """A proof of each goal; in that of the last, the others may be lemmas, by splits with an absurd case."""
        proofs: list[Proof] = []
        lemmas: list[tuple[Polynomial, Proof]] = []
        for goal in goals[:-1]:
            found = self.find(goal, known, effort)
            if found is None:
                return None
            proofs.append(found)
            absurd = _refuted(found, len(known), len(lemmas))
            if absurd is not None and any(goal) and _whole(goal, self.integers):
                lemmas.append((goal, absurd))
        last = self.find(goals[-1], known, effort) if effort == 0 or not lemmas else None
        if last is None and lemmas:
            last = self.find(goals[-1], [*known, *(goal for goal, _ in lemmas)], effort)
            for goal, absurd in reversed(lemmas):
                of = {m: q for m, q in goal.items() if m}
                last = last and _node(Split(of, -int(goal.get((), Fraction(0)))), absurd, last)
        return None if last is None else [*proofs, last]

    def _deeper(self, goal: Polynomial, known: list[Polynomial], degree: int, most: int) -> Proof | None:
        seen: Seen = {}
        for depth in range(1, most + 1 if self.integers else 1):
            found = self._split(goal, known, (degree, depth), seen)
            if found is not None or self.work <= 0:
                return found
        return None

    def _direct(self, goal: Polynomial, known: list[Polynomial], degree: int, seen: Seen) -> Proof | None:
        key = repr(known)
        if key not in seen:
            seen[key] = self._sum(goal, known, degree) or self._absurd(known, degree)
        return seen[key]

    def _split(self, goal: Polynomial, known: list[Polynomial], limits: tuple[int, int], seen: Seen) -> Proof | None:
        """A split after which one case is closed at once, the other by at most depth - 1 further splits."""
        degree, depth = limits
        halves = []
        for split in _splits(goal, known, self.integers):
            low, high = [*known, split.below()], [*known, split.above()]
            below, above = (self._direct(goal, case, degree, seen) for case in (low, high))
            if below is not None and above is not None:
                return _node(split, below, above)
            if depth > 1 and (below is not None or above is not None):
                halves.append((split, below, above, low if below is None else high))
            if self.work <= 0:
                return None
        for split, below, above, case in halves:
            rest = self._split(goal, case, (degree, depth - 1), seen)
            if rest is not None:
                return _node(split, below or rest, above or rest)
        return None

    def _sum(self, goal: Polynomial, known: list[Polynomial], degree: int, by: Factors = ()) -> Proof | None:
        """times * goal as a sum of products of at most `degree` hypotheses."""
        for i, d in by:
            goal = times(goal, plus(known[i], {(): d}))
        terms = self._terms(goal, known, degree)
        return None if terms is None else {"terms": terms, "times": [[i, str(d)] for i, d in by], "absurd": "no"}

    def _absurd(self, known: list[Polynomial], degree: int) -> Proof | None:
        terms = self._terms({(): Fraction(-1)}, known, degree)
        return None if terms is None else {"terms": terms, "times": [], "absurd": "yes"}

    def _terms(self, target: Polynomial, known: list[Polynomial], degree: int) -> list[Any] | None:
        if not target:
            return []
        if comb(len(known) + degree, degree) > min(COLUMNS, self.work):
            return None
        picks = [p for size in range(degree + 1) for p in combinations_with_replacement(range(len(known)), size)]
        self.work -= len(picks)
        numbers = [self.numbers.setdefault(tuple(sorted(h.items())), len(self.numbers)) for h in known]
        try:
            columns = [self._product(tuple(numbers[i] for i in pick), [known[i] for i in pick]) for pick in picks]
        except NotPolynomial:
            return None
        found = combination(target, columns)
        return None if found is None else [[str(q), list(picks[j])] for j, q in sorted(found.items())]

    def _product(self, key: tuple[int, ...], factors: list[Polynomial]) -> Polynomial:
        if not key:
            return ONE
        if key not in self.products:
            self.products[key] = times(self._product(key[:-1], factors[:-1]), factors[-1])
        return self.products[key]


def _refuted(proof: Proof, known: int, lemmas: int) -> Proof | None:
    """From a proof of goal >= 0 by `known` hypotheses: that -1 - goal >= 0, added after as many lemmas, is absurd."""
    if "split" in proof:
        below, above = (_refuted(proof[side], known, lemmas) for side in ("below", "above"))
        return None if below is None or above is None else {**proof, "below": below, "above": above}
    if proof["times"]:
        return None
    own = [] if proof["absurd"] == "yes" else [["1", [known + lemmas]]]
    moved = [[q, [i if i < known else i + lemmas + 1 for i in indices]] for q, indices in proof["terms"]]
    return {"terms": moved + own, "times": [], "absurd": "yes"}


def _node(split: Split, below: Proof, above: Proof) -> Proof:
    return {"split": to_json(to_expression(split.of)), "at": split.at, "below": below, "above": above}


def _factors(known: list[Polynomial]) -> Iterator[tuple[int, Fraction]]:
    """Hypotheses h and d > 0 for the multiplier h + d; for h = x - c, c > 0, the multiplier x."""
    for i, h in enumerate(known):
        if len(h) <= 2 and all(len(m) <= 1 for m in h):
            c = -h.get((), Fraction(0))
            yield i, c if c > 0 else Fraction(1)


def _splits(goal: Polynomial, known: list[Polynomial], integers: set[str]) -> Iterator[Split]:
    """Case distinctions to try: on the goal, at the least value of each integer symbol, on remainders."""
    for part in _coefficients(goal, integers):
        split = _primitive(part)
        if split is not None and split.below() not in known and split.above() not in known:
            yield split
    for x in sorted(integers & {x for p in (goal, *known) for m in p for x in m}, reverse=True):
        low, high = _ends(x, known)
        if low is not None and (high is None or low < high):
            yield Split({(x,): Fraction(1)}, low + 1)
        elif low is None:
            yield from (Split({(x,): Fraction(1)}, c) for c in (1, 0))
    for h in known:
        several = len([m for m in h if m]) > 1 and _whole(h, integers)
        split = _primitive(plus(h, {(): Fraction(-1)})) if several else None
        if split is not None and split.below() not in known and split.above() not in known:
            yield split


def _coefficients(goal: Polynomial, integers: set[str]) -> list[Polynomial]:
    """The goal as a polynomial in its real symbols: its coefficients, polynomials in integers, denominators cleared."""
    parts: dict[Monomial, Polynomial] = {}
    for m, q in goal.items():
        real = tuple(x for x in m if x not in integers)
        parts.setdefault(real, {})[tuple(x for x in m if x in integers)] = q
    return [scaled(p, Fraction(lcm(*(q.denominator for q in p.values())))) for p in parts.values()]


def _primitive(p: Polynomial) -> Split | None:
    """The distinction p < 0 or p >= 0 for integer p, without its constant and common factors."""
    divisor = gcd(*(int(q) for m, q in p.items() if m))
    if not divisor:
        return None
    rest = {m: q / divisor for m, q in p.items() if m}
    return Split(rest, ceil(-p.get((), Fraction(0)) / divisor))


def _whole(p: Polynomial, integers: set[str]) -> bool:
    return all(q.denominator == 1 and set(m) <= integers for m, q in p.items())


def _ends(x: str, known: list[Polynomial]) -> tuple[int | None, int | None]:
    """The greatest lower and the least upper bound that a single hypothesis puts on x."""
    lows: list[int] = []
    highs: list[int] = []
    for h in known:
        a = h.get((x,), Fraction(0))
        if a and all(m in ((x,), ()) for m in h):
            end = -h.get((), Fraction(0)) / a
            if a > 0:
                lows.append(ceil(end))
            else:
                highs.append(int(end // 1))
    return max(lows, default=None), min(highs, default=None)
