"""Random recurrences with closed forms by halving or by parity, splits, mutual systems, and inequalities.

Claims are near the truth: a form fitted to exact values and spoilt, the best constant of the first values and one just
beside it, or (for systems with a positive matrix) a growth whose truth the eigenvalue of the matrix tells.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction

from tests.benchmarks.fitting import (
    BASIS,
    Drawn,
    Table,
    claim_by_form,
    claim_by_ratio,
    exact_table,
    growth_truth,
    logarithmic,
    rational_near,
    spoken,
)
from tests.benchmarks.random_claims import (
    assemble,
    divide_and_conquer,
    explicit_claim,
    growth_claim,
    joined,
    linear,
    monomial,
    pick,
    term,
    written,
)

F = Fraction
FLAT = [BASIS["1"], BASIS["n"]]


def halving(draw: random.Random) -> Drawn:
    """T at floor(n/b) or ceil(n/b), linear toll: forms with floor or ceil of a logarithm."""
    base = draw.choice([2, 2, 2, 3])
    low, high = f"T(floor(n/{base}))", f"T(ceil(n/{base}))"
    step = draw.choice([low, high, f"2*{low}", f"2*{high}", f"{base}*{low}", "both", "both"])
    if step == "both":
        low, high = "T(floor(n/2))", "T(ceil(n/2))"
        base, step = 2, draw.choice([f"{low} + {high}", f"{low} + 2*{high}", f"2*{low} - {high}"])
    toll = draw.choice(["1", "n", "n - 1", "2", "n + 1", "0", "n - floor(n/2)", "ceil(n/2)", "2*n - 3", "(-1)^n"])
    given = {1: pick(draw, 0, 0, 1, 1, 2, -1, F(1, 2))}
    if "ceil" in step and base == 2 and draw.random() < 0.2:
        given[2] = pick(draw, 1, 2, 5)
    start = max(given) + 1
    text = assemble(draw, f"{step} + {toll}", start, [f"T({i}) = {written(v)}" for i, v in given.items()])
    floors, ceilings = logarithmic(base)[:3], logarithmic(base)[3:]
    basis = [*FLAT, *(ceilings if draw.random() < (0.8 if "ceil" in step else 0.15) else floors)]
    return Drawn("halving forms", text, *claim_by_form(draw, exact_table(text), basis))


def parity(draw: random.Random) -> Drawn:
    """T(2n) and T(2n+1) as equations, or T by steps of one or two with (-1)^n."""
    if draw.random() < 0.55:
        a, b = pick(draw, 1, 1, 2, 2, 3), pick(draw, 1, 1, 2, 2)
        b = a if draw.random() < 0.8 else b
        even = joined([term(a, "T(n)"), draw.choice([" - 1", " + 1", "", " + n", " + 2"])])
        odd = joined([term(b, "T(n)"), draw.choice([" + 1", " - 1", "", " + n", " + 3"])])
        text = f"T(1) = {draw.randint(0, 2)}; T(2*n) = {even} for n >= 1; T(2*n+1) = {odd} for n >= 1"
        return Drawn("parity", text, *claim_by_form(draw, exact_table(text), [*FLAT, *logarithmic(2)[:3]]))
    back, weight = draw.choice([(1, F(-1)), (1, F(-1)), (2, F(1)), (2, F(1)), (1, F(1)), (2, F(-1))])
    toll = draw.choice(["1", "n", "(-1)^n", "2*n - 1", "n*(-1)^n", "0", "floor(n/2)", "ceil(n/2)"])
    step = joined([term(weight, f"T(n - {back})"), term(F(1), toll)])
    text = assemble(draw, step, back, [f"T({i}) = {draw.randint(-2, 4)}" for i in range(back)])
    basis = [*FLAT, BASIS["n^2"], BASIS["(-1)^n"], BASIS["n*(-1)^n"]]
    return Drawn("parity", text, *claim_by_form(draw, exact_table(text), basis))


def split(draw: random.Random) -> Drawn:
    """max or min over splits, or of two arguments."""
    kind, toll = draw.choice(["max", "max", "min"]), draw.choice(["1", "n", "n - 1", "2", "0", "k", "2*n + 1"])
    body = draw.choice(["T(k) + T(n - k)", "T(k) + T(n - k)", "T(k) + T(n - 1 - k)", "2*T(k)", "T(k)"])
    if draw.random() < 0.45:
        inner = draw.choice([
            "max(T(floor(n/2)), T(ceil(n/2)))", "min(T(floor(n/2)), T(ceil(n/2)))",
            "max(T(floor(n/2)), T(floor(n/3)))", "max(T(n - 1), T(n - 2))", "min(T(n - 1), 2*T(n - 2))",
            "2*max(T(floor(n/2)), T(floor(n/3)))", "max(2*T(floor(n/2)), n)", "max(T(n - 1) + 1, T(floor(n/2)) + n)",
        ])  # fmt: skip
        step, start = f"{inner} + {toll.replace('k', '1')}", 2
        base = [f"T({i}) = {draw.randint(0, 3)}" for i in range(2)]
    else:
        first = 0 if "n - 1 - k" in body or (draw.random() < 0.3 and body == "T(k)") else 1
        inside = body + (" + k" if toll == "k" else "")
        step = f"{kind}(k={first}..n-1: {inside})" + ("" if toll in ("k", "0") else f" + {toll}")
        start, base = first + 1, [f"T({first}) = {draw.randint(0, 3)}"]
    text = assemble(draw, step, start, base)
    table = exact_table(text, upto=40)
    if draw.random() < 0.25:
        q = draw.choice([1, 1, 2])
        relation = draw.choice(["O", "Omega", "Theta", "o", "omega"])
        bound = monomial(str(q), F(draw.choice([0, 0, 1])))
        return Drawn("splits and choices", text, f"T in {relation}({bound})", relation)
    if draw.random() < 0.3:
        return Drawn("splits and choices", text, *claim_by_ratio(draw, table))
    basis = draw.choice([[*FLAT, BASIS["n^2"]], [*FLAT, *logarithmic(2)[:3]], [*FLAT, *logarithmic(2)[3:]]])
    return Drawn("splits and choices", text, *claim_by_form(draw, table, basis))


def largest_eigenvalue(matrix: list[list[Fraction]]) -> float:
    """Of a positive matrix, by powers."""
    vector = [1.0] * len(matrix)
    size = 1.0
    for _ in range(400):
        image = [math.fsum(float(a) * x for a, x in zip(row, vector, strict=True)) for row in matrix]
        size = max(image)
        vector = [x / size for x in image]
    return size


def mutual(draw: random.Random) -> Drawn:
    """Two or three functions that call each other, at n-1 or at one fraction of n."""
    names = ["A", "B", "C"][: draw.choice([2, 2, 3])]
    if draw.random() < 0.45:
        return _mixed_system(draw, names)
    matrix = [[pick(draw, 1, 1, 1, 2, F(1, 2), 3) for _ in names] for _ in names]
    base = draw.choice([0, 0, 2, 2, 3])
    tolls = [draw.choice([0, 0, 1]) for _ in names] if not base else [draw.choice([0, 1, 1, 2]) for _ in names]
    equations = []
    for name, row, degree in zip(names, matrix, tolls, strict=True):
        rounding = draw.choice(["floor", "ceil"])
        size = f"{rounding}(n/{base})" if base else "n - 1"
        toll = term(F(draw.randint(1, 4)), monomial(str(degree)))
        step = joined([*(term(a, f"{other}({size})") for a, other in zip(row, names, strict=True)), toll])
        start = 2 if base else 1
        equations += [f"{name}(n) = {step} for n >= {start}", f"{name}(n) = {draw.randint(1, 3)} for n < {start}"]
    text, function = "; ".join(equations), draw.choice(names)
    if draw.random() < 0.5:
        return Drawn("mutual", text, *claim_by_ratio(draw, exact_table(text, function), function))
    rate, relation = largest_eigenvalue(matrix), draw.choice(["O", "Omega", "Theta", "o", "omega"])
    if not base:
        if rate < 1.05:
            return Drawn("mutual", text, f"{function} in {relation}(n)", relation)
        other = rational_near(draw, rate)
        claim = f"{function} in {relation}({written(other)}^n)"
        return Drawn("mutual", text, claim, relation, growth_truth(relation, 1 if other > rate else -1))
    order = max(math.log(rate, base), max(tolls))  # a positive matrix brings every toll to every function
    exponent = rational_near(draw, max(order, 0.2)).limit_denominator(300)
    known = abs(float(exponent) - order) > 1e-3 and order > 0
    claim = f"{function} in {relation}({monomial(str(exponent))})"
    truth = growth_truth(relation, 1 if exponent > order else -1) if known else None
    return Drawn("mutual", text, claim, relation, truth)


def _mixed_system(draw: random.Random, names: list[str]) -> Drawn:
    """Functions that call some of the others at n-1, n-2 or n-0 (an earlier function), signs as they come."""
    equations = []
    for index, name in enumerate(names):
        parts = []
        for other in draw.sample(names, draw.choice([1, 1, 2, min(3, len(names))])):
            same = index and names.index(other) < index and draw.random() < 0.3
            size = "n" if same else draw.choice(["n - 1", "n - 1", "n - 2"])
            parts.append(term(pick(draw, 1, 1, 1, 2, -1), f"{other}({size})"))
        toll = draw.choice(["", " + 1", " + n", " - 1", " + 2"])
        equations.append(f"{name}(n) = {joined([*parts, toll])} for n >= 2")
        equations += [f"{name}({i}) = {draw.randint(-1, 3)}" for i in range(2)]
    text, function = "; ".join(equations), draw.choice(names)
    table = exact_table(text, function)
    basis = draw.choice(
        [[*FLAT, BASIS["n^2"], BASIS["(-1)^n"], BASIS["2^n"]], [*FLAT, BASIS["(-1)^n"]], [BASIS["1"], BASIS["2^n"]]]
    )
    return Drawn("mutual", text, *claim_by_form(draw, table, basis, function))


def inequality(draw: random.Random) -> Drawn:
    """A recurrence stated with <= or >=: claims on its side, now and then on the other, where they are false."""
    side = draw.choice(["<=", "<=", ">="])
    sample = divide_and_conquer(draw, "inequalities", draw.randint(1, 2)) if draw.random() < 0.6 else linear(draw)
    separator = "\n" if "\n" in sample.text else "; "
    whole = draw.random() < 0.4
    equations = [
        e.replace(" = ", f" {side} ", 1) if whole or ("T(n) = " in e and "T(" in e.split(" = ", 1)[1]) else e
        for e in sample.text.split(separator)
    ]
    text, table = separator.join(equations), exact_table(sample.text)
    for _ in range(20):
        if table and draw.random() < 0.5:
            claim, relation = explicit_claim(draw, sample, table)
            truth = None
        else:
            claim, relation, truth = growth_claim(draw, sample)
        on_side = relation in {"<=": ("<=", "O", "o"), ">=": (">=", "Omega", "omega")}[side]
        if on_side:
            return Drawn("inequalities", text, claim, relation, truth)
        if relation in ("==", "Theta") or draw.random() < 0.1:
            break
    else:
        return Drawn("inequalities", text, "T in O(n^9)", "O")
    # T may be anything on the other side: as low as one likes under <=, as high under >=
    return Drawn("inequalities", text, claim, relation, False)


def optimum(draw: random.Random) -> Drawn:
    """An explicit constant at, or 1/1000 beside, the best one; now and then on a finite range."""
    sample = divide_and_conquer(draw, "optimum", draw.randint(1, 2), spread=draw.choice([0, 0, 2]))
    table = exact_table(sample.text, upto=draw.choice([30, 100, 300]))
    first = max(1, sample.start if draw.random() < 0.5 else min(table, default=1))
    last = draw.choice([None, None, draw.randint(first, first + 200)])
    points: Table = {n: v for n, v in table.items() if n >= first and (last is None or n <= last)}
    relation = draw.choice(["<=", ">="])
    q = max(0, round(sample.order[0]))
    extra = F(draw.choice([0, 0, 1, -1, 3, -2]))
    ratios = [(v - extra) / F(n) ** q for n, v in points.items()] or [F(1)]
    best = (max if relation == "<=" else min)(ratios) + draw.choice([F(0), F(0), F(1, 1000), F(-1, 1000)])
    best = best.limit_denominator(10**5)
    bound = joined([term(best, monomial(str(q)))] * bool(best) + [term(extra, "1")] * bool(extra))
    return Drawn("optimum", sample.text, f"T(n) {relation} {bound}{spoken(draw, first, last)}", relation)
