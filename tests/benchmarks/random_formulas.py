"""Random growth claims between formulas in several variables, with assumptions and parameters.

Some are true by construction: f is made of products of powers of g's monomials with exponents that sum to 1, divided
by something that does not shrink. The others are near such claims.
"""

from __future__ import annotations

import random
from fractions import Fraction

from tests.benchmarks.fitting import Drawn
from tests.benchmarks.random_claims import written

F = Fraction
Powers = dict[str, Fraction]


def _monomial(powers: Powers) -> str:
    """x^a*y^b*... as text."""
    parts = [x if q == 1 else f"{x}^{written(q)}" for x, q in powers.items() if q]
    return "*".join(parts) or "1"


def _random_powers(draw: random.Random, names: list[str], atoms: list[str]) -> Powers:
    chosen = {x: F(draw.choice([0, 1, 1, 2, 3])) for x in names}
    for atom in atoms:
        if draw.random() < 0.25:
            chosen[atom] = F(draw.choice([1, 1, -1]))
    return chosen


def _sum(draw: random.Random, monomials: list[Powers]) -> str:
    return " + ".join((f"{draw.randint(2, 5)}*" if draw.random() < 0.3 else "") + _monomial(m) for m in monomials)


def _below(draw: random.Random, monomials: list[Powers], names: list[str]) -> Powers:
    """A weighted geometric mean of the monomials, over powers of growing variables."""
    cuts = sorted(F(draw.randint(0, 4), 4) for _ in monomials[1:])
    weights = [b - a for a, b in zip([F(0), *cuts], [*cuts, F(1)], strict=True)]
    mean: Powers = {}
    for weight, powers in zip(weights, monomials, strict=True):
        for x, q in powers.items():
            mean[x] = mean.get(x, F(0)) + weight * q
    if draw.random() < 0.4:
        x = draw.choice(names)
        mean[x] = mean.get(x, F(0)) - draw.choice([F(1), F(1, 2)])
    return mean


ASSUMPTIONS = (
    "{x} <= {y}", "{x} >= {y}", "{x} in O({y})", "{x} in o({y})", "{x}*{y} in Omega({z})", "{x} <= {y}^2",
    "{x} in O({y}*log({y}))", "{x} in Theta({y})", "{x} == {y}*{z}", "{x} == {y}^2", "{x} + {y} <= {z}",
    "log({x}) in O({y})", "{x} <= 2^{y}",
)  # fmt: skip


def formulas(draw: random.Random) -> Drawn:
    """f in O(g) and the like, between sums, quotients, minima and roundings of monomials."""
    names = ["n", "m", "k"][: draw.choice([1, 2, 2, 3, 3])]
    atoms = [f"log({x})" for x in names] if draw.random() < 0.4 else []
    if draw.random() < 0.12:
        atoms.append(f"(2^{draw.choice(names)})")
    declared, uniform = _parameters(draw)
    if declared:
        atoms = [*atoms, declared.split()[1]] * 2
    g = [_random_powers(draw, names, atoms) for _ in range(draw.randint(1, 3))]
    planted = draw.random() < 0.45
    f = [_below(draw, g, names) if planted or draw.random() < 0.5 else _random_powers(draw, names, atoms)
         for _ in range(draw.randint(1, 3))]  # fmt: skip
    relation = draw.choice(["O", "O", "Omega", "Theta", "o", "omega"])
    planted = planted and relation == "O" and not uniform
    left, right = _sum(draw, f), _sum(draw, g)
    if relation == "Omega" and draw.random() < 0.5:
        left, right = right, left
    if draw.random() < 0.25 and not planted:
        left = f"({left})/({_sum(draw, [_random_powers(draw, names, []) for _ in range(2)])})"
    if draw.random() < 0.15 and not planted:
        left = f"{left} - {_monomial(_below(draw, f, names))}"
    if draw.random() < 0.1 and not planted:
        right = draw.choice(
            [f"min({right}, {_monomial(_random_powers(draw, names, []))})", f"max({right}, {names[0]})"]
        )
    if draw.random() < 0.05 and not planted:
        left = f"ceil({left})"
    assumptions = []
    while len(names) > 1 and draw.random() < 0.4 and len(assumptions) < 2:
        x, y = draw.sample(names, 2)
        rest = [v for v in names if v not in (x, y)] or [y]
        assumptions.append(draw.choice(ASSUMPTIONS).format(x=x, y=y, z=rest[0]))
    claim = f"{left} in {relation}({right})" + (f" uniformly in {uniform}" if uniform else "")
    claim += f" assuming {', '.join(assumptions)}" if assumptions else ""
    declared = declared or "parameters unused real > 0"  # a request needs a recurrence that is not empty
    return Drawn("formulas", declared, claim, relation, True if planted else None)


def _parameters(draw: random.Random) -> tuple[str, str]:
    """A declaration, or "", and the parameter the claim is uniform in, or ""."""
    if draw.random() < 0.75:
        return "", ""
    name, condition = draw.choice([
        ("p", "real in (1/2, 1)"), ("p", "real in (0, 1)"), ("r", "integer >= 1"), ("r", "integer >= 2"),
        ("c", "real > 0"), ("c", "real >= 1"),
    ])  # fmt: skip
    return f"parameters {name} {condition}", name if draw.random() < 0.5 else ""
