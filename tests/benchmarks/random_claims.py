"""Random recurrences and random claims about them, repeatable from a seed.

Where a recurrence is tame (positive weights, tolls and base values) its order is known from theory, found here by
bisection in floats and independently of the library, and the truth of each growth claim is written beside it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

F = Fraction
Order: TypeAlias = tuple[float, Fraction, Fraction]
"""n^q * log(n)^s * log(log(n))^t as (q, s, t)."""


@frozen
class Sample:
    """A recurrence as text.

    order   a growth near its own: an exponent as text, its value, powers of log and loglog
    known   whether that order is the true one, by theory
    start   the first n of the step equation
    base    the base values as drawn
    """

    family: str
    text: str
    exponent: str
    order: Order
    known: bool
    start: int
    geometric: Fraction = F(1)


def pick(draw: random.Random, *values: int | Fraction) -> Fraction:
    """One of the values, as a rational."""
    return F(draw.choice(values))


def written(x: Fraction | int) -> str:
    """A rational as text that binds tightly."""
    x = F(x)
    text = str(abs(x.numerator)) if x.denominator == 1 else f"({abs(x.numerator)}/{x.denominator})"
    return text if x >= 0 else f"(-{text})"


def term(weight: Fraction, factor: str) -> str:
    """`+ w*factor` with its sign in front."""
    sign = "-" if weight < 0 else "+"
    size = "" if abs(weight) == 1 else f"{written(abs(weight))}*"
    return f" {sign} {size}{factor}"


def joined(terms: list[str]) -> str:
    text = "".join(terms).strip()
    return text[2:] if text.startswith("+ ") else text or "0"


def monomial(exponent: str, s: Fraction = F(0), t: Fraction = F(0)) -> str:
    """n^q * log^s * loglog^t as text."""
    parts = {"0": [], "1": ["n"], "1/2": ["sqrt(n)"]}.get(exponent, [f"n^({exponent})"])
    parts = list(parts)
    for factor, power in (("log(n)", s), ("log(log(n))", t)):
        if power:
            parts.append(factor if power == 1 else f"{factor}^({power})")
    return "*".join(parts) or "1"


def random_toll(draw: random.Random, wild: bool) -> tuple[str, Fraction, Fraction, Fraction]:
    """A toll as text, its exponent, its power of log, and its coefficient."""
    alpha = draw.choice([F(0), F(0), F(1), F(1), F(1), F(2), F(1, 2), F(3, 2), F(3)])
    s = draw.choice([F(0)] * 6 + [F(1), F(1), F(-1), F(2), F(-2), F(1, 2)])
    c = F(draw.randint(1, 9), draw.choice([1, 1, 1, 2, 3]))
    if wild and draw.random() < 0.3:
        c = -c
    if draw.random() < 0.1:
        return "", alpha, s, F(0)
    text = monomial(str(alpha), s)
    extra = term(F(draw.choice([-3, -1, 1, 2, 5])), "1") if wild and draw.random() < 0.3 else ""
    return term(c, text) + extra, alpha, s, c


def base_values(draw: random.Random, start: int, wild: bool) -> tuple[list[str], bool]:
    """Equations for the sizes below start, and whether all their values are positive."""
    values = [pick(draw, 0, 0, 1, 2, 5, -1, -3, F(1, 2)) if wild else pick(draw, 1, 1, 2, 3, F(5, 2))]
    if draw.random() < 0.6 or start > 12:
        below = draw.choice([f"n < {start}", f"n <= {start - 1}"])
        return [f"T(n) = {written(values[0])} for {below}"], values[0] > 0
    values = [F(draw.choice([0, 1, 2, 3, -2, 7]) if wild else draw.randint(1, 6)) for _ in range(start)]
    return [f"T({i}) = {written(v)}" for i, v in enumerate(values)], all(v > 0 for v in values)


def assemble(draw: random.Random, step: str, start: int, base: list[str]) -> str:
    """The equations in a random order, the range of the step written one way or another."""
    where = draw.choice([f"n >= {start}", f"n > {start - 1}"])
    equations = [f"T(n) = {step} for {where}", *base]
    draw.shuffle(equations)
    return draw.choice(["; ", "\n"]).join(equations)


def critical_exponent(terms: list[tuple[Fraction, Fraction]]) -> float:
    """The p with sum a*b^p = 1, by bisection."""
    low, high = -60.0, 60.0
    for _ in range(200):
        middle = (low + high) / 2
        above = math.fsum(float(a) * float(b) ** middle for a, b in terms) > 1
        low, high = (middle, high) if above else (low, middle)
    near = F(low).limit_denominator(12)
    return float(near) if abs(float(near) - low) < 1e-11 else low


def _critical_text(terms: list[tuple[Fraction, Fraction]], p: float) -> str:
    near = F(p).limit_denominator(12)
    if float(near) == p:
        return str(near)
    if len(terms) == 1:
        ((a, b),) = terms
        return f"log({a}, {1 / b})" if (1 / b).denominator == 1 else f"log({a})/log({1 / b})"
    return f"root(x: {joined([term(a, f'({b})^x') for a, b in terms])})"


def _solution_order(p: float, text: str, alpha: Fraction, s: Fraction, c: Fraction) -> tuple[str, Order]:
    """The order of a divide-and-conquer cost from its critical exponent and its toll."""
    if c == 0 or float(alpha) < p - 1e-9:
        return text, (p, F(0), F(0))
    if float(alpha) > p + 1e-9:
        return str(alpha), (float(alpha), s, F(0))
    if s == -1:
        return str(alpha), (p, F(0), F(1))
    return str(alpha), (p, max(s + 1, F(0)), F(0))


def _shrinking(draw: random.Random, count: int, spread: int) -> list[tuple[Fraction, Fraction, str, int, str]]:
    """Terms (weight, ratio, rounding, offset, where the offset stands)."""
    ratios = [F(1, 2), F(1, 2), F(1, 3), F(1, 4), F(2, 3), F(3, 4), F(1, 5), F(3, 5), F(7, 10), F(1, 9), F(5, 13)]
    weights = [F(1), F(1), F(2), F(3), F(4), F(1, 2), F(2, 3), F(8, 9), F(7), F(16), F(5, 2)]
    found = []
    for _ in range(count):
        b = draw.choice(ratios)
        a = 1 / b ** draw.choice([0, 1, 1, 2]) if count == 1 and draw.random() < 0.4 else draw.choice(weights)
        offset = draw.randint(-spread, spread + 2) if spread and draw.random() < 0.7 else 0
        found.append((a, b, draw.choice(["floor", "ceil"]), offset, draw.choice(["in", "out"])))
    if count == 2 and draw.random() < 0.4:
        b = draw.choice(ratios)
        found = [
            (F(1), b, draw.choice(["floor", "ceil"]), 0, "in"),
            (F(1), 1 - b, draw.choice(["floor", "ceil"]), 0, "in"),
        ]
    return found


def argument_text(b: Fraction, rounding: str, offset: int, place: str) -> str:
    size = f"{'' if b.numerator == 1 else f'{b.numerator}*'}n/{b.denominator}"
    sign = f" {'+' if offset > 0 else '-'} {abs(offset)}" if offset else ""
    return f"{rounding}({size}{sign})" if place == "in" else f"{rounding}({size}){sign}"


def _first(terms: list[tuple[Fraction, Fraction, str, int, str]], least: int) -> int:
    """The least start from which every argument lies in [0, n)."""
    start = least
    for n in range(1, 400):
        for _, b, rounding, offset, _ in terms:
            size = (math.floor if rounding == "floor" else math.ceil)(b * n) + offset
            if not 0 <= size < n:
                start = max(start, n + 1)
    return start


def divide_and_conquer(draw: random.Random, family: str, count: int, spread: int = 0, wild: bool = False) -> Sample:
    """T(n) = sum of weighted T(round(b*n + c)) + toll."""
    terms = _shrinking(draw, count, spread)
    toll, alpha, s, c = random_toll(draw, wild)
    start = _first(terms, 3 if s < 0 else 2) + draw.choice([0, 0, 0, 1, 5])
    base, positive = base_values(draw, start, wild)
    step = joined([term(a, f"T({argument_text(b, r, o, where)})") for a, b, r, o, where in terms] + [toll])
    pairs = [(a, b) for a, b, *_ in terms]
    p = critical_exponent(pairs)
    exponent, order = _solution_order(p, _critical_text(pairs, p), alpha, s, c)
    tame = positive and c >= 0 and (not wild or "1" not in toll[-2:])
    return Sample(family, assemble(draw, step, start, base), exponent, order, tame and not wild, start)


def rounding_any(draw: random.Random) -> Sample:
    """A divide-and-conquer recurrence whose arguments may be rounded either way."""
    b, a = draw.choice([F(1, 2), F(1, 3), F(2, 3)]), draw.choice([F(1), F(2), F(3)])
    toll, alpha, s, c = random_toll(draw, False)
    start = 4
    step = joined([term(a, f"T({argument_text(b, '', 0, 'in')[1:-1]})"), toll])
    p = critical_exponent([(a, b)])
    exponent, order = _solution_order(p, _critical_text([(a, b)], p), alpha, s, c)
    text = "rounding any; " + assemble(draw, step, start, [f"T(n) = 1 for n < {start}"])
    return Sample("rounding any", text, exponent, order, True, start)


def linear(draw: random.Random) -> Sample:
    """T(n) = c1*T(n-1) + ... + ck*T(n-k) + toll, any signs."""
    k = draw.choice([1, 1, 1, 2, 2, 3, 4])
    weights = [pick(draw, 1, 1, 1, 2, 2, 3, -1, -2, 0, F(1, 2), F(-1, 3)) for _ in range(k)]
    if not any(weights):
        weights[0] = F(1)
    degree, c = draw.choice([0, 0, 1, 1, 2, 3]), pick(draw, 0, 1, 1, 2, -1, 5, F(1, 2))
    toll = term(c, monomial(str(degree))) if c else ""
    if draw.random() < 0.2:
        toll += term(F(draw.choice([1, -1])), f"{draw.choice([2, 3])}^n")
    values = [F(draw.randint(-3, 6)) for _ in range(k)]
    step = joined([term(w, f"T(n - {i})") for i, w in enumerate(weights, 1) if w] + [toll])
    text = assemble(draw, step, k, [f"T({i}) = {written(v)}" for i, v in enumerate(values)])
    only = k == 1 and "^n" not in toll and c > 0 and values[0] > 0 and weights[0] > 0
    q = degree + (1 if k == 1 and weights[0] == 1 else 0)
    base = max(F(1), sum((abs(w) for w in weights), F(0)))
    q = 0 if base > 1 else q
    return Sample("linear", text, str(q), (float(q), F(0), F(0)), only, k, base)


def mixed(draw: random.Random) -> Sample:
    """T(n) = T(n-1) + w*T(floor(n/b)) + toll."""
    toll, *_ = random_toll(draw, False)
    w, b = pick(draw, 1, 2, F(1, 2)), draw.choice([2, 3])
    step = joined([term(F(1), "T(n - 1)"), term(w, f"T(floor(n/{b}))"), toll])
    q = draw.choice([1, 2, 3])
    return Sample("mixed", assemble(draw, step, 3, base_values(draw, 3, False)[0]), str(q), (q, F(0), F(0)), False, 3)


def history(draw: random.Random) -> Sample:
    """T(n) = (a/n)*sum of all earlier values + toll."""
    a, d = pick(draw, 1, 2, 2, 3, F(3, 2), F(1, 2)), draw.choice([0, 1, 1, 2])
    first = draw.randint(1, 4)
    step = f"{written(a)}/n*sum(k=0..n-1: T(k)){term(F(first), monomial(str(d)))}"
    if draw.random() < 0.3:
        step += " - 1"
    text = assemble(draw, step, 1, [f"T(0) = {draw.randint(0, 2)}"])
    known = not step.endswith("- 1") and not (d == 0 and a < 1)
    own = a - 1
    q, s = (F(d), F(0)) if d > own else ((own, F(1)) if d == own else (own, F(0)))
    return Sample("history", text, str(q), (float(q), s, F(0)), known, 1)


def weighted_history(draw: random.Random) -> Sample:
    """T(n) = a(n) * sum over earlier k of w(n, k) * T(k) + toll: averages, moments, upper halves, plain sums."""
    toll, alpha, s, c = random_toll(draw, False)
    start = 3 if s < 0 else 2
    d = draw.choice([0, 0, 1, 2])
    over = f"n^{d + 1}" if d else draw.choice(["n", "n", "(n + 1)"])
    kind = draw.choice(["moment", "moment", "mirror", "both", "rest", "upper half", "sum"])
    p, geometric = F(0), F(1)
    if kind == "sum":
        a = pick(draw, 1, 1, 2, F(1, 2))
        step, geometric = f"{written(a)}*sum(k=0..n-1: T(k))", 1 + a
    elif kind == "upper half":
        a, p = draw.choice([(F(2), F(0)), (F(8, 3), F(1)), (F(24, 7), F(2))])
        step = f"{written(a)}/n*sum(k={draw.choice(['floor', 'ceil'])}(n/2)..n-1: T(k))"
    elif kind == "rest":
        a, p = draw.choice([(F(2), F(0)), (F(6), F(1)), (F(12), F(2))])
        step = f"{written(a)}/n^2*sum(k=0..n-1: (n - k)*T(k))"
    else:
        a = pick(draw, d + 1, d + 2, d + F(3, 2), d + F(1, 2), d + 3)
        weight = {0: "", 1: "k*", 2: "k^2*"}[d]
        inner = f"{weight}T(k)"
        if kind == "both" and d == 0:
            a, inner = a / 2, "T(k) + T(n - 1 - k)"
        if kind == "mirror":
            inner = f"{weight.replace('k', '(n - k)')}T(n - k)"
        first = "k=1..n" if kind == "mirror" else "k=0..n-1"
        step = f"{written(a)}/{over}*sum({first}: {inner})"
        p = (2 if kind == "both" and d == 0 else 1) * a - d - 1
    text = assemble(draw, step + toll, start, [f"T({i}) = {draw.randint(1, 4)}" for i in range(start)])
    exponent, order = _solution_order(float(p), str(p), alpha, s, c)
    if geometric > 1:
        exponent, order = "0", (0.0, F(0), F(0))
    return Sample("weighted history", text, exponent, order, s >= -1, start, geometric)


def factorial(draw: random.Random) -> Sample:
    """T(n) = (a*n + c)*T(n-1) + d*n^(j-1)*T(n-j) + toll, of order a^n * n! * n^q by theory."""
    a, c, d = pick(draw, 1, 1, 1, 2, F(1, 2)), draw.choice([0, 0, 1, -1, 3]), draw.choice([0, 0, 0, 1, 2])
    toll, *_ = random_toll(draw, False)
    first = joined([term(a, "n")] + ([term(F(c), "1")] if c else []))
    step = f"({first})*T(n - 1)" + (term(F(d), "n*T(n - 2)") if d else "")
    q = (F(c) + F(d) / a) / a
    start = 4
    text = assemble(draw, step + toll, start, [f"T({i}) = {draw.randint(1, 3)}" for i in range(start)])
    return Sample("factorial", text, str(q), (float(q), F(0), F(0)), True, start, a)


def factorial_claim(draw: random.Random, sample: Sample) -> tuple[str, str, bool]:
    """A growth claim near a factorial order: text, relation, truth."""
    relation = draw.choice(["O", "Omega", "Theta", "o", "omega"])
    by = draw.choice([F(0), F(0), F(0), F(1, 2), F(-1, 2), F(1), F(-1), F(1, 10)])
    log = draw.choice([F(0)] * 4 + [F(1), F(-1)])
    sign = next((1 if x > 0 else -1 for x in (by, log) if x), 0)
    bound = f"{written(sample.geometric)}^n*n!*{monomial(str(F(sample.exponent) + by), log)}"
    holds = {"O": sign >= 0, "Omega": sign <= 0, "Theta": sign == 0, "o": sign > 0, "omega": sign < 0}[relation]
    return f"T in {relation}({bound})", relation, holds


def square_root(draw: random.Random) -> Sample:
    """T(n) = a*T(floor(sqrt(n))) + toll."""
    a, log_toll = draw.choice([1, 1, 2]), draw.random() < 0.4
    c = draw.randint(1, 5)
    rounding = draw.choice(["floor", "ceil"])
    step = joined([term(F(a), f"T({rounding}(sqrt(n)))"), term(F(c), "log(n)" if log_toll else "1")])
    powers = {(1, False): (0, 1), (1, True): (1, 0), (2, False): (1, 0), (2, True): (1, 1)}[a, log_toll]
    text = assemble(draw, step, 4, [f"T(n) = {draw.randint(1, 4)} for n < 4"])
    return Sample("square root", text, "0", (0.0, F(powers[0]), F(powers[1])), True, 4)


def splits(draw: random.Random) -> Sample:
    """max or min over all splits in two."""
    kind = draw.choice(["max", "max", "min"])
    toll = draw.choice(["1", "n", "2", "n - 1"])
    text = assemble(draw, f"{kind}(k=1..n-1: T(k) + T(n-k)) + {toll}", 2, [f"T(1) = {draw.randint(0, 3)}"])
    q = draw.choice([1, 2])
    return Sample("splits", text, str(q), (float(q), F(draw.choice([0, 1])), F(0)), False, 2)


FAMILIES: tuple[tuple[int, str, Callable[[random.Random], Sample]], ...] = (
    (20, "one term", lambda d: divide_and_conquer(d, "one term", 1)),
    (14, "two terms", lambda d: divide_and_conquer(d, "two terms", 2)),
    (8, "many terms", lambda d: divide_and_conquer(d, "many terms", d.randint(3, 4))),
    (12, "offsets", lambda d: divide_and_conquer(d, "offsets", d.randint(1, 2), spread=3)),
    (14, "wild", lambda d: divide_and_conquer(d, "wild", d.randint(1, 2), spread=2, wild=True)),
    (14, "linear", linear),
    (4, "mixed", mixed),
    (6, "history", history),
    (10, "weighted history", weighted_history),
    (3, "square root", square_root),
    (2, "splits", splits),
    (3, "rounding any", rounding_any),
)


def draw_sample(draw: random.Random) -> Sample:
    """A recurrence of a random family."""
    weights = [w for w, *_ in FAMILIES]
    return draw.choices([make for *_, make in FAMILIES], weights)[0](draw)


def growth_claim(draw: random.Random, sample: Sample) -> tuple[str, str, bool | None]:
    """A growth claim near the order of the sample: text, relation, and its truth where theory tells."""
    relation = draw.choice(["O", "Omega", "Theta", "o", "omega"])
    q, s, t = sample.order
    dq = draw.choice([F(0)] * 6 + [F(1, 10), F(-1, 10), F(1), F(-1), F(1, 100), F(-1, 2)])
    ds, dt = draw.choice([F(0)] * 5 + [F(1), F(-1), F(1, 2)]), draw.choice([F(0)] * 6 + [F(1), F(-1)])
    exponent = sample.exponent if not dq else f"{sample.exponent}{' + ' if dq > 0 else ' - '}{abs(dq)}"
    bound = monomial(
        exponent if dq == 0 or "l" in exponent or "r" in exponent else str(F(q).limit_denominator(60) + dq),
        s + ds,
        t + dt,
    )
    known = sample.known
    if sample.geometric > 1:
        base = draw.choice([sample.geometric, F(2), F(3), F(3, 2)])
        bound = f"{written(base)}^n" + ("" if bound == "1" else f"*{bound}")
        known = known and base == sample.geometric and q == 0
    sign = next((math.copysign(1, x) for x in (dq, ds, dt) if x), 0)
    holds = {"O": sign >= 0, "Omega": sign <= 0, "Theta": sign == 0, "o": sign > 0, "omega": sign < 0}[relation]
    return f"T in {relation}({bound})", relation, holds if known else None


def explicit_claim(draw: random.Random, sample: Sample, table: dict[int, Fraction]) -> tuple[str, str]:
    """<=, >= or == with constants near what the first values allow."""
    relation = draw.choice(["<=", "<=", ">=", ">=", "=="])
    first = max(0, min(table)) if draw.random() < 0.5 else sample.start
    if relation == "==":
        return f"T(n) == {fitted(draw, table)} for n >= {first}", relation
    q, s, _ = sample.order
    use = F(q).limit_denominator(4)
    first = max(first, 2 if s or use <= 0 else 1)
    points = [n for n in table if n >= first and n >= 2] or [2]
    shape = monomial(str(use), max(s, F(0)))
    geometric = float(sample.geometric)

    def f(n: int) -> float:
        log = math.log(n)
        return math.exp(float(use) * log) * math.pow(log, max(s, F(0))) * math.pow(geometric, min(n, 500))

    ratios = [float(table[n]) / f(n) for n in points if n in table] or [1.0]
    c = (max if relation == "<=" else min)(ratios) * draw.choice([0.5, 0.9, 0.99, 1, 1, 1.01, 1.1, 2, 5])
    constant = F(c).limit_denominator(draw.choice([1, 4, 16, 100]))
    bound = term(constant, shape if geometric == 1 else f"{written(sample.geometric)}^n*{shape}") if constant else ""
    if draw.random() < 0.5:
        bound += term(F(draw.choice([-5, -2, -1, 1, 1, 2, 10])), draw.choice(["1", "n", "log(n)", "1"]))
        first = max(first, 1)
    return f"T(n) {relation} {joined([bound])} for n >= {first}", relation


def fitted(draw: random.Random, table: dict[int, Fraction]) -> str:
    """A polynomial through the first values, sometimes spoiled."""
    degree = draw.choice([1, 1, 2, 3])
    xs = sorted(n for n in table if n >= 0)[: degree + 1]
    coefficients = [F(0)] * (degree + 1)
    for i in xs:
        basis, scale = [F(1)], F(1)
        for j in (j for j in xs if j != i):
            shifted = [F(0), *basis]
            basis = [a - j * b for a, b in zip(shifted, [*basis, F(0)], strict=True)]
            scale *= i - j
        for power, b in enumerate(basis):
            coefficients[power] += table[i] * b / scale
    if draw.random() < 0.3:
        coefficients[0] += pick(draw, 1, -1, F(1, 1000))
    return joined([term(c, monomial(str(i))) for i, c in enumerate(coefficients) if c])
