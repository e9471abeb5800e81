"""Random growth claims about T(m, n), all sizes growing, whose truth theory tells."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from tests.benchmarks.fitting import Drawn
from tests.benchmarks.random_claims import joined, pick, term, written

F = Fraction
RELATIONS = ("O", "Omega", "Theta", "o", "omega")
FAMILY = "growth over sizes"


def growth_over_sizes(draw: random.Random) -> Drawn:
    """Paths in a grid, steps in one size or the other, the larger or the smaller of both."""
    make: Callable[[random.Random], Drawn] = draw.choice([_paths, _paths, _steps, _larger, _smaller])
    return make(draw)


def _on_grid(equation: str, bases: list[str]) -> str:
    return "; ".join([*bases, f"T(m, n) = {equation} for m >= 1, n >= 1"])


def _claim(draw: random.Random, text: str, bound: str, above: bool, below: bool, sharp: bool) -> Drawn:
    """`above` and `below`: whether T in O(bound), T in Omega(bound); `sharp`: whether then also in o, in omega."""
    relation = draw.choice(RELATIONS)
    holds = {
        "O": above, "Omega": below, "Theta": above and below,
        "o": above and sharp, "omega": below and sharp,
    }[relation]  # fmt: skip
    return Drawn(FAMILY, text, f"T in {relation}({bound})", relation, holds)


def _paths(draw: random.Random) -> Drawn:
    """T(m, n) = a*T(m-1, n) + b*T(m, n-1) + c: paths times a^m * b^n, beside A^m * B^n.

    The paths are binomial(m+n, m), so T(m, n)/(A^m * B^n) is at most a sum of probabilities when a/A + b/B <= 1, and
    then tends to 0; where the sum is larger, it grows along m/n = (a/A)/(b/B). Below, m far beyond n asks a >= A.
    """
    a, b = pick(draw, 1, 1, 2, 3), pick(draw, 1, 1, 2)
    more, further = pick(draw, 2, 2, 3, 4, F(3, 2), F(6, 5)), pick(draw, 2, 2, 3, 4, F(5, 2), F(6, 5))
    toll = draw.choice(["", " + 1", " + 3"])
    step = joined([term(a, "T(m - 1, n)"), term(b, "T(m, n - 1)")])
    first = draw.randint(1, 3)
    text = _on_grid(step + toll, [f"T(0, n) = {first}", f"T(m, 0) = {first} for m >= 1"])
    bound = f"({written(more)})^m*({written(further)})^n"
    if more == further and draw.random() < 0.5:
        bound = f"({written(more)})^(m + n)"
    return _claim(draw, text, bound, a / more + b / further <= 1, more <= a and further <= b, True)


def _powers(draw: random.Random) -> tuple[Fraction, Fraction, str]:
    """Exponents i, j and the monomial m^i * n^j."""
    i, j = pick(draw, 0, 1, 1, F(1, 2), 2), pick(draw, 0, 0, 1, F(1, 2), 2)
    return i, j, f"m^({i})*n^({j})"


def _steps(draw: random.Random) -> Drawn:
    """T(m, n) = T(m-1, n) + c*m^i, T(0, n) = n: of order m^(i+1) + n."""
    degree = draw.choice([0, 0, 1])
    step = joined([term(F(1), "T(m - 1, n)"), term(F(draw.randint(1, 3)), "m" if degree else "1")])
    text = f"T(0, n) = n; T(m, n) = {step} for m >= 1"
    return _of_sum(draw, text, degree + 1)


def _larger(draw: random.Random) -> Drawn:
    """max(T(m-1, n), T(m, n-1)) + c: the longest path, of order m + n."""
    toll, first = draw.randint(1, 3), draw.randint(0, 2)
    sides = [f"T(0, n) = {first}", f"T(m, 0) = {first} for m >= 1"]
    return _of_sum(draw, _on_grid(f"max(T(m - 1, n), T(m, n - 1)) + {toll}", sides), 1)


def _of_sum(draw: random.Random, text: str, power: int) -> Drawn:
    """Beside m^i * n^j for T of order m^power + n: O asks i >= power and j >= 1, Omega asks i/power + j <= 1."""
    if draw.random() < 0.4:
        return _claim(draw, text, f"m^{power} + n" if power > 1 else "m + n", True, True, False)
    i, j, bound = _powers(draw)
    above, weight = i >= power and j >= 1, i / power + j
    # at weight 1 the weighted mean is reached along m^power = n, so omega fails there
    return _claim(draw, text, bound, above, weight <= 1, above or weight < 1)


def _smaller(draw: random.Random) -> Drawn:
    """min(T(m-1, n), T(m, n-1)) + c: the shortest way out of the grid, of order min(m, n)."""
    toll = draw.randint(1, 3)
    text = _on_grid(f"min(T(m - 1, n), T(m, n - 1)) + {toll}", ["T(0, n) = 0", "T(m, 0) = 0 for m >= 1"])
    i, j, bound = _powers(draw)
    above, below = i + j >= 1, i + j == 0
    return _claim(draw, text, bound, above, below, below or i + j > 1)
