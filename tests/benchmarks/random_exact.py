"""Random linear recurrences near their rate, recurrences with parameters, and recurrences in two sizes.

The last two are derived from a closed form drawn first, so that the claim that states it is true and one changed
coefficient makes it false.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction

import sympy

from tests.benchmarks.fitting import Drawn, exact_table, growth_truth, rational_near, spoken
from tests.benchmarks.random_claims import assemble, joined, monomial, pick, term, written

F = Fraction


def rate_of(weights: dict[int, Fraction]) -> float:
    """The x > 0 with sum w_k / x^k = 1, by bisection; weights > 0."""
    low, high = 1e-6, 1.0 + float(sum(weights.values()))
    for _ in range(200):
        middle = (low + high) / 2
        above = math.fsum(float(w) * middle**-k for k, w in weights.items()) > 1
        low, high = (middle, high) if above else (low, middle)
    return low


def root_text(weights: dict[int, Fraction]) -> str:
    """root(x: w/x + ...) as text."""
    return f"root(x: {joined([term(w, f'1/x^{k}' if k > 1 else '1/x') for k, w in weights.items()])})"


def branching(draw: random.Random) -> Drawn:
    """Positive weights, order 1 to 6: claims with root(...)^n, c^n near the rate, C*r^n near the best C."""
    order = draw.randint(1, 6)
    lags = sorted({order, *draw.sample(range(1, order + 1), draw.randint(1, min(3, order)))})
    weights = {k: pick(draw, 1, 1, 1, 2, 3, F(1, 2)) for k in lags}
    degree = draw.choice([0, 0, 0, 1, 2])
    toll = draw.choice([0, 1, 1, 2, 5])
    parts = [term(w, f"T(n - {k})") for k, w in weights.items()]
    step = joined([*parts, *([term(F(toll), monomial(str(degree)))] if toll else [])])
    base = [f"T({i}) = {draw.randint(1, 4)}" for i in range(order)]
    if draw.random() < 0.3:
        base = [f"T(n) = {draw.randint(1, 3)} for n < {order}"]
    text, rate = assemble(draw, step, order, base), rate_of(weights)
    relation = draw.choice(["O", "Omega", "Theta", "o", "omega"])
    family = "branching"
    way = draw.random()
    if way < 0.25:  # the root itself, or one of other weights
        claimed = dict(weights)
        if draw.random() < 0.5:
            k = draw.choice(list(claimed))
            claimed[k] += draw.choice([F(1, 2), F(1), F(1, 100)])
        power = draw.choice(["", "", "", "*n", "/n"])
        bound = f"{root_text(claimed)}^n{power}"
        other = rate_of(claimed)
        sign = (other > rate + 1e-9) or (-1 if other < rate - 1e-9 else {"": 0, "*n": 1, "/n": -1}[power])
        truth = growth_truth(relation, int(sign)) if _is_exponential(rate) else None
        return Drawn(family, text, f"T in {relation}({bound})", relation, truth)
    if way < 0.55:
        other_q = rational_near(draw, rate)
        least = max(rate, 1.0) if toll else rate  # a toll alone is a polynomial, at least a constant
        known = abs(float(other_q) - least) > 1e-6
        truth = growth_truth(relation, 1 if other_q > least else -1) if known else None
        return Drawn(family, text, f"T in {relation}({written(other_q)}^n)", relation, truth)
    return Drawn(family, text, *_with_constant(draw, text, weights, rate))


def _is_exponential(rate: float) -> bool:
    """Whether T is of order rate^n: all weights, base values and tolls are >= 0 and the toll is a polynomial."""
    return rate > 1.001


def _with_constant(draw: random.Random, text: str, weights: dict[int, Fraction], rate: float) -> tuple[str, str]:
    relation = draw.choice(["<=", ">="])
    table = exact_table(text, upto=60)
    near = rational_near(draw, rate)
    shape, r = (f"{root_text(weights)}^n", rate) if draw.random() < 0.6 else (f"{written(near)}^n", float(near))
    first = draw.choice([0, 0, 1, 4])
    ratios = [float(v) / r**n for n, v in table.items() if n >= first] or [1.0]
    best = (max if relation == "<=" else min)(ratios) * draw.choice([1, 1, 1.0001, 0.9999, 1.01, 0.99, 1.3, 0.8])
    constant = F(best).limit_denominator(draw.choice([1, 10, 1000]))
    extra = draw.choice([F(0), F(0), F(1), F(-1), F(-3)])
    parts = [term(constant, shape)] * bool(constant) + [term(extra, draw.choice(["1", "n"]))] * bool(extra)
    return f"T(n) {relation} {joined(parts)}{spoken(draw, first)}", relation


def signed_linear(draw: random.Random) -> Drawn:
    """Integer roots drawn first, order 1 to 4; the claim is the closed form, or a changed one."""
    x, n = sympy.symbols("x n", integer=True)
    roots = [draw.choice([1, 1, 2, 2, 3, -1, -2]) for _ in range(draw.randint(1, 4))]
    form = sum(
        draw.randint(-3, 4) * n ** roots[:i].count(r) * sympy.Integer(r) ** n for i, r in enumerate(roots)
    )  # fmt: skip
    form += draw.choice([0, 0, 5]) if 1 in roots else 0
    characteristic = sympy.Poly(sympy.prod([x - r for r in roots]), x).all_coeffs()
    weights = [F(-int(c)) for c in characteristic[1:]]
    base = [f"T({i}) = {written(F(int(form.subs(n, i))))}" for i in range(len(weights))]
    step = joined([term(w, f"T(n - {k})") for k, w in enumerate(weights, 1) if w])
    text = assemble(draw, step, len(weights), base)
    return Drawn("linear forms", text, *_near_form(draw, form, "T(n)", f" for n >= {draw.choice([0, 0, 1])}"))


def shown(e: sympy.Expr) -> str:
    """A sympy expression in the claim language."""
    return str(e).replace("**", "^")


def _near_form(draw: random.Random, form: sympy.Expr, subject: str, where: str) -> tuple[str, str]:
    """A claim that states the form, one changed coefficient of it, or an inequality beside it."""
    terms = list(sympy.Add.make_args(sympy.expand(form)))
    if draw.random() < 0.45:
        at = draw.randrange(len(terms))
        terms[at] *= draw.choice([sympy.Rational(1001, 1000), 2, -1, sympy.Rational(1, 2), 0])
    relation = draw.choice(["==", "==", "==", "<=", ">="])
    slack = sympy.Rational(draw.choice(["0", "1", "-1", "1/1000", "-1/1000"])) if relation != "==" else 0
    return f"{subject} {relation} {shown(sympy.Add(*terms, slack))}{where}", relation


PARAMETERS = (
    ("a", "real", " > 0"), ("a", "real", " >= 1"), ("b", "real", ""), ("b", "integer", " >= 1"),
    ("c", "real", " in (0, 1)"), ("k", "integer", " >= 2"), ("c", "real", " >= 0"),
)  # fmt: skip


def parametric(draw: random.Random) -> Drawn:
    """One or two parameters in coefficients, rates and base values; the closed form is drawn first."""
    chosen = {p[0]: p for p in draw.sample(PARAMETERS, draw.randint(1, 2))}
    declared = "parameters " + ", ".join(f"{name} {kind}{where}" for name, kind, where in chosen.values())
    n = sympy.Symbol("n")
    names = [sympy.Symbol(name) for name in chosen]
    pieces = [sympy.Integer(1), *names, names[0] ** 2, sympy.Mul(*names)]
    powers = [n, n**2, sympy.Integer(1), n**3]
    drawn = [draw.randint(-3, 4) * draw.choice(pieces) * draw.choice(powers) for _ in range(draw.randint(1, 3))]
    form = sympy.Add(*drawn) + draw.choice(pieces)
    rate = sympy.Integer(1)
    if draw.random() < 0.4:
        rate = draw.choice([sympy.Integer(2), names[0], names[0], names[0] + 1])
        form += draw.choice([1, 2, -1]) * rate**n
    # with form = A*rate^n + p(n), the toll p(n) - rate*p(n-1) is a polynomial again
    power = sum((t for t in sympy.Add.make_args(form) if t.has(rate**n)), sympy.Integer(0)) if rate != 1 else 0
    rest = sympy.expand(form - power)
    toll = sympy.expand(rest - rate * rest.subs(n, n - 1))
    first = sympy.expand(form.subs(n, 0))
    free = draw.random() < 0.25
    if free:  # nobody gives T(0); its part of the form is rate^n
        form += (sympy.Symbol("T0") - first) * rate**n
    lead = f"({shown(rate)})*T(n - 1)" if rate != 1 else "T(n - 1)"
    base = "" if free else f"T(0) = {shown(first)}; "
    text = f"{declared}; {base}T(n) = {lead} + {shown(toll)} for n >= 1"
    claim, relation = _near_form(draw, form, "T(n)", spoken(draw, draw.choice([0, 0, 1, 3])))
    return Drawn("parametric", text, claim.replace("T0", "T(0)"), relation)


def several_sizes(draw: random.Random) -> Drawn:
    """T(m, n) by steps in one size or in both, derived from a closed form in both."""
    m, n = sympy.symbols("m n")
    pieces = [m * n, m, n, m**2, n**2, sympy.Integer(1), m**2 * n, sympy.Integer(2) ** m, sympy.Integer(2) ** n]
    form = sympy.Add(*(draw.randint(-2, 4) * draw.choice(pieces) for _ in range(draw.randint(1, 4)))) + 1
    way = draw.choice(["first", "second", "both", "diagonal"])
    calls = {"first": [(1, 0)], "second": [(0, 1)], "both": [(1, 0), (0, 1)], "diagonal": [(1, 1)]}[way]
    toll = sympy.expand(form - sum(form.subs({m: m - i, n: n - j}, simultaneous=True) for i, j in calls))
    toll = sympy.powsimp(sympy.expand(sympy.simplify(toll))) if toll.has(sympy.Pow) else toll
    step = " + ".join(f"T({f'm - {i}' if i else 'm'}, {f'n - {j}' if j else 'n'})" for i, j in calls)
    bases, where = [], []
    if way != "second":
        bases.append(f"T(0, n) = {shown(sympy.expand(form.subs(m, 0)))}")
        where.append("m >= 1")
    if way != "first":
        bases.append(f"T(m, 0) = {shown(sympy.expand(form.subs(n, 0)))}")
        where.append("n >= 1")
    text = "; ".join([*bases, f"T(m, n) = {step} + {shown(toll)} for {', '.join(where)}"])
    low = draw.choice([0, 0, 1])
    return Drawn("several sizes", text, *_near_form(draw, form, "T(m, n)", f" for m >= {low}, n >= {low}"))
