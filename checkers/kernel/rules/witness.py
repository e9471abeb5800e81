"""Rule witness: an explicit claim is false at one concrete point of its domain.

Needs    sizes: an integer >= 0 for each variable, inside the claim's range; values of the parameters that meet their
         conditions; values of free base values, which no equation states but the equation at size `caller` calls
Checks   subject relation bound is false there, both sides evaluated from the equations alone
Gives    refuted
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel.decode import Claim, fields, integer, name, rational, sequence
from checkers.kernel.evaluate import Needs, Values, decide
from checkers.kernel.interval import minus, plus
from checkers.kernel.refusal import require
from checkers.kernel.step import step_of

RULE = "witness"


def verdict(claim: Claim, proof: Any) -> str:
    _, sizes, parameters, base = fields(proof, ("rule", "sizes", "parameters", "base"))
    require(type(sizes) is dict and type(parameters) is dict, RULE, "objects of sizes and parameters", proof)
    at = {name(x): Fraction(integer(value, 0, 10**6)) for x, value in sizes.items()}
    given = {name(x): rational(value) for x, value in parameters.items()}
    require(set(given) == {p[0] for p in claim.parameters}, RULE, "a value for each parameter", sorted(given))
    require(not set(given) & set(at), RULE, "sizes apart from parameters", sorted(set(given) & set(at)))
    free, callers = {}, {}
    for item in sequence(base):
        f, arguments, value, by = fields(item, ("function", "sizes", "value", "caller"))
        key = (name(f), tuple(integer(a, 0, 10**6) for a in sequence(arguments)))
        free[key] = rational(value)
        callers[key] = (key[0], tuple(integer(a, 0, 10**6) for a in sequence(by)))
    values = Values(claim, given, free)
    if free:  # no other equation may settle what is said to be free: none beyond the step, and below it all agree
        step = step_of(claim)
        for one in (step, *step.inlined):
            for n in range(one.low, one.start):
                if values.all_fitting((one.function, (n,))):
                    values.at(one.function, n)
    for key, caller in callers.items():
        require(
            key in values.called_by(caller), RULE, f"{key} to be called at size {caller[1]}", values.called_by(caller)
        )
    for symbol, kind, conditions in claim.parameters:
        require(kind == "real" or given[symbol].denominator == 1, RULE, f"an integer {symbol}", given[symbol])
        require(all(values.holds(c, given) for c in conditions), RULE, f"the conditions on {symbol}", given[symbol])
    here = {**given, **at}
    require(
        all(values.holds(c, here) for c in (*claim.range, *claim.assuming)), RULE, "a point of the claim's range", at
    )
    difference = None
    while difference is None:
        try:
            difference = plus(values.value(claim.subject, here), minus(values.value(claim.bound, here)))
        except Needs as needs:
            values.at(needs.key[0], *needs.key[1])
    require(decide(claim.relation, difference) is False, RULE, f"{claim.relation} to fail", difference)
    return "refuted"
