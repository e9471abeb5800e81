"""Rule win-loss: a potential over items that never met, only won, only lost, or did both drops by at most the price.

Needs    mode worst or nonadaptive, right answers; max or min_and_max; weights u, w, l, b of these four
         kinds of items, and a scale: polynomials in the one parameter that is a size, or numbers
Checks   for every call, by which kinds it shows (each: none, one, or more): a best item that never lost and a worst
         that never won can be answered, so that whatever else the answer may be, u*#u + w*#w + l*#l + b*#b falls by
         at most scale * price; the fall is linear in the numbers shown, so it is looked at in the corners
         scale > 0, u > 0; where the problem is solved the potential is at most e: max: l, b <= 0, e = w; min_and_max:
         b <= 0, e = w + l
Gives    cost >= (u*n - e)/scale for n >= 2 (n >= 1 where that is at most 0 at 1)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any, TypeAlias

from checkers.kernel.decode import Expr, fields, rational, sequence
from checkers.kernel.problems.comparison import Derived
from checkers.kernel.problems.goals import minus, over, plus, times
from checkers.kernel.problems.setting import SIZE, Kind, LowerBound, least, plain
from checkers.kernel.refusal import require

RULE = "win-loss"
Polynomial: TypeAlias = tuple[Fraction, ...]  # coefficients of 1, k, k^2, ...
Shown: TypeAlias = tuple[Polynomial, Polynomial, Polynomial, Polynomial]
U, W, L, B = range(4)
NEVER_LOST, NEVER_WON = (U, W), (U, L)
AFTER_WIN, AFTER_LOSS = (W, W, B, B), (L, B, L, B)
DEGREE = 16
K: Polynomial = (Fraction(0), Fraction(1))


def derive(claim: LowerBound, proof: Any) -> Derived:
    weights, scale = read(proof)
    setting = plain(claim, RULE, "worst", "nonadaptive")
    require(setting.family in ("max", "min_and_max"), RULE, "max or min_and_max", setting.family)
    symbols = {kind.size for kind in setting.kinds if not isinstance(kind.size, Fraction)}
    require(len(symbols) <= 1, RULE, "one parameter at most as a size", sorted(symbols))
    (symbol,) = symbols or {Fraction(0)}
    low = least(claim, symbol) if symbols else Fraction(2)
    require(low >= 2, RULE, "k >= 2", low)
    require(symbols != set() or max(map(len, (*weights, scale))) <= 1, RULE, "weights that are numbers", weights)
    require(is_positive(scale, low), RULE, "a scale > 0", scale)
    require(is_positive(weights[U], low), RULE, "a weight > 0 of items that never met", weights[U])
    end = end_of(setting.family, weights, low)
    for kind in setting.kinds:
        require_step(kind, weights, scale, low)
    at_one = subtract(end, weights[U])
    body = over(minus(times(formula(weights[U], symbol), SIZE), formula(end, symbol)), formula(scale, symbol))
    return Derived(1 if is_nonnegative(at_one, low) else 2, body)


def read(proof: Any) -> tuple[Shown, Polynomial]:
    """The weights and the scale."""
    u, w, lost, b, scale = (_polynomial(v) for v in fields(proof, ("u", "w", "l", "b", "scale")))
    return (u, w, lost, b), scale


def _polynomial(value: Any) -> Polynomial:
    found = tuple(map(rational, sequence(value)))
    require(1 <= len(found) <= DEGREE, RULE, f"1 to {DEGREE} coefficients", len(found))
    return found


def end_of(family: str, weights: Shown, low: Fraction) -> Polynomial:
    """What the potential is at most where the problem is solved, for n >= 2."""
    free = (L, B) if family == "max" else (B,)
    for kind in free:
        require(
            is_nonnegative(scaled(weights[kind], -1), low), RULE, "weights <= 0 of items that are free", weights[kind]
        )
    return weights[W] if family == "max" else add(weights[W], weights[L])


def require_step(kind: Kind, weights: Shown, scale: Polynomial, low: Fraction) -> None:
    """Refuse unless some answer to every call lets the potential fall by at most its price."""
    size = (kind.size,) if isinstance(kind.size, Fraction) else K
    price = scaled(scale, kind.price)
    for levels in product(range(3), repeat=4):
        fewest = sum(levels)
        if fewest < 2 or (isinstance(kind.size, Fraction) and fewest > kind.size):
            continue
        limit = low if isinstance(kind.size, Fraction) else max(low, Fraction(fewest))
        corners = list(all_corners(levels, size))
        ok = any(
            all(
                is_nonnegative(subtract(price, fall(kind.asks, weights, shown, best, worst)), limit)
                for best, worst in possible
                for shown in corners
            )
            for possible in all_choices(kind.asks, levels)
        )
        require(ok, RULE, f"an answer to {kind.asks} that costs at most its price", f"shown (u, w, l, b): {levels}")


def all_corners(levels: tuple[int, ...], size: Polynomial) -> Iterator[Shown]:
    """The corners of the numbers that may be shown: as few as can be, or k in all by more of one kind."""
    few: Shown = tuple((Fraction(level),) for level in levels)  # type: ignore[assignment]
    yield few
    for i in range(4):
        if levels[i] == 2:
            more = add(few[i], subtract(size, (Fraction(sum(levels)),)))
            yield (*few[:i], more, *few[i + 1 :])  # type: ignore[misc]


def all_choices(asks: str, levels: tuple[int, ...]) -> Iterator[list[tuple[int, int]]]:
    """For each rule by which one may answer, the kinds that the best and the worst item shown can then have."""
    present = [i for i in range(4) if levels[i]]
    bests = [present, *([i] for i in NEVER_LOST if levels[i])]
    if asks == "best":
        yield from ([(i, i) for i in best] for best in bests)
        return
    worsts = [present, *([i] for i in NEVER_WON if levels[i])]
    for best, worst in product(bests, worsts):
        both = [(p, q) for p in best for q in worst if p != q or levels[p] == 2]
        if both:
            yield both


def fall(asks: str, weights: Shown, shown: Shown, best: int, worst: int) -> Polynomial:
    """By how much the potential falls when these are the best and the worst."""
    total = _sum([multiply(weights[i], shown[i]) for i in range(4)])
    one = (Fraction(1),)
    if asks == "best":
        others = [subtract(shown[i], one) if i == best else shown[i] for i in range(4)]
        after = [multiply(weights[AFTER_LOSS[i]], others[i]) for i in range(4)]
        return subtract(total, _sum([weights[AFTER_WIN[best]], *after]))
    middle = subtract(_sum(list(shown)), (Fraction(2),))
    return subtract(total, _sum([weights[AFTER_WIN[best]], weights[AFTER_LOSS[worst]], multiply(weights[B], middle)]))


def add(p: Polynomial, q: Polynomial) -> Polynomial:
    length = max(len(p), len(q))
    zero = Fraction(0)
    return tuple((p[i] if i < len(p) else zero) + (q[i] if i < len(q) else zero) for i in range(length))


def _sum(parts: list[Polynomial]) -> Polynomial:
    total: Polynomial = (Fraction(0),)
    for p in parts:
        total = add(total, p)
    return total


def scaled(p: Polynomial, c: Fraction | int) -> Polynomial:
    return tuple(c * x for x in p)


def subtract(p: Polynomial, q: Polynomial) -> Polynomial:
    return add(p, scaled(q, -1))


def multiply(p: Polynomial, q: Polynomial) -> Polynomial:
    product_of = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            product_of[i + j] += x * y
    return tuple(product_of)


def shifted(p: Polynomial, c: Fraction) -> Polynomial:
    """p(c + x), as a polynomial in x."""
    return tuple(sum((p[j] * comb(j, i) * c ** (j - i) for j in range(i, len(p))), Fraction(0)) for i in range(len(p)))


def is_nonnegative(p: Polynomial, low: Fraction) -> bool:
    """Whether p(k) >= 0 for every k >= low is evident: no coefficient of p(low + x) is negative."""
    return min(shifted(p, low)) >= 0


def is_positive(p: Polynomial, low: Fraction) -> bool:
    """Whether p(k) > 0 for every k >= low is evident."""
    return is_nonnegative(p, low) and shifted(p, low)[0] > 0


def formula(p: Polynomial, symbol: Expr) -> Expr:
    """The polynomial at a parameter."""
    powers = [Fraction(1), symbol, *(("pow", symbol, Fraction(i)) for i in range(2, len(p)))]
    return plus(*(times(c, powers[i]) for i, c in enumerate(p) if c)) if any(p) else Fraction(0)
