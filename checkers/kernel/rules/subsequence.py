"""Rule subsequence: a growth claim fails along the sizes n = scale*base^m + shift, where T is known exactly.

Needs    a form G in the claim's variable, which stands for m; the step of such a size calls only such sizes
Checks   G satisfies the step there (ring) for every m >= level, and equals T at those of the m before that are called,
         by values; f at these sizes has a leading monomial b^(a m) m^s log(m)^t, compared exactly with that of G
Gives    refuted: O and Theta if |G| is of higher order; Omega and Theta if of lower order, or 0; o and omega likewise,
         or if the orders are equal
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import ring
from checkers.kernel import series as sr
from checkers.kernel.decode import Claim, Expr, calls, expression, fields, integer, rational, substitute, symbols
from checkers.kernel.evaluate import Values
from checkers.kernel.exponential import power, prime_powers
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.rules.blocks import BASE, LEVEL, MODULUS, Blocks, is_defined, settled, straight
from checkers.kernel.rules.order import leading_monomial, require_growth
from checkers.kernel.series import Key
from checkers.kernel.step import Step, line, linear_parts, require_agreement, steps_of

RULE = "subsequence"
SHIFT, CALLED, SIZE = 1 << 10, 6, 1 << 20


def verdict(claim: Claim, proof: Any) -> str:
    _, form, base, scale, shift, modulus, level = fields(
        proof, ("rule", "form", "base", "scale", "shift", "modulus", "level")
    )
    steps, g = steps_of(claim), expression(form)
    symbol = steps[0].symbol
    require_agreement(claim, steps[0])
    require_growth(claim)
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    names = symbols(g).union(*(symbols(s.body) for s in steps))
    require(names <= {symbol} and not symbol.startswith("_"), RULE, f"{symbol} alone, not beginning with _", names)
    sizes = Blocks(
        integer(base, 2, BASE), rational(scale), integer(shift, -SHIFT, SHIFT),
        integer(modulus, 1, MODULUS), integer(level, 0, LEVEL),
    )  # fmt: skip
    try:
        _satisfied(claim, steps, g, sizes)
        zero = ring.vanishes(g, symbol)
    except ring.OutsideRing as e:
        raise Rejected(RULE, "expressions the ring can represent", str(e)) from None
    f, positive = leading_monomial(claim.bound, symbol)
    require(positive, RULE, "a bound that is eventually positive", f)
    against = -1 if zero else sr.compare(leading_monomial(g, symbol)[0], _along(f, sizes.base))
    failing = {-1: ("Omega", "Theta", "omega"), 0: ("o", "omega"), 1: ("O", "Theta", "o")}[against]
    require(claim.relation in failing, RULE, f"an order along the sizes that refutes {claim.relation}", failing)
    return "refuted"


def _along(f: Key, base: int) -> Key:
    """The order in m of a monomial n^a log(n)^s loglog(n)^t at n = scale*base^m + shift: base^(a m) m^s log(m)^t."""
    plain = not f.factorial and not f.bases and not f.n.irrational
    require(plain, RULE, "a bound n^a*log(n)^s*log(log(n))^t with rational a", f)
    bases = power(prime_powers(Fraction(base)), f.n.q)
    return Key(bases=bases, n=f.log, log=f.loglog)


def _satisfied(claim: Claim, steps: list[Step], g: Expr, sizes: Blocks) -> None:
    """T(scale*base^m + shift) = G(m) for every m from the least that is called on."""
    y0, values = sizes.first(), Values(claim, {}, {})
    ok = y0.denominator == 1 and y0 > 0 and steps[0].start <= y0 + sizes.shift <= SIZE
    require(ok, RULE, f"sizes that rise from one between {steps[0].start} and {SIZE}", y0)
    r = y0 % sizes.modulus
    require(sizes.base * r % sizes.modulus == r, RULE, "sizes of one residue", r)
    own = (Fraction(sizes.modulus), r + sizes.shift)
    step = next(s for s in steps if (own[1] - s.residue) % s.modulus == 0)
    require(sizes.modulus % step.modulus == 0, RULE, "a modulus that tells the equations apart", step.modulus)
    body = settled(substitute(step.body, step.symbol, straight(*own)), own, sizes, ("var", "_l"))
    terms, rest = linear_parts(body, values, "_k")
    total, most = [Fraction(0), ("neg", substitute(g, step.symbol, ("var", "_l"))), *rest], 0
    for c, call in terms:
        slope, at = line(call[2], "_k") or (Fraction(0), Fraction(0))
        down = next((j for j in range(1, CALLED + 1) if slope * sizes.base**j == sizes.modulus), 0)
        same = call[1] == step.function and down > 0 and at - sizes.shift == r / sizes.base**down
        require(same and sizes.first(down).denominator == 1, RULE, "calls at earlier sizes of the sequence", call)
        total.append(("mul", c, substitute(g, step.symbol, ("add", ("var", "_l"), Fraction(-down)))))
        most = max(most, down)
    k = (
        "mul",
        Fraction(1, sizes.modulus),
        ("add", ("mul", sizes.scale, ("pow", Fraction(sizes.base), ("var", "_l"))), -r),
    )
    identity = substitute(("add", Fraction(0), *total), "_k", k)
    require(
        not calls(identity) and is_defined(identity, "_l", sizes.level), RULE, "parts defined at every size", identity
    )
    require(ring.vanishes(identity, "_l"), RULE, "G to satisfy the step", identity)
    for m in range(sizes.level - most, sizes.level):
        low, high = values.at(step.function, int(sizes.scale * Fraction(sizes.base) ** m) + sizes.shift)
        value = values.exactly(substitute(g, step.symbol, Fraction(m)), {})
        require(low == high == value, RULE, f"G({m}) = T at that size", (low, high))
