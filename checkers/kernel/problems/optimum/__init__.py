"""The optimum of one problem: how few calls are enough, and why fewer are not. Tables that search found, checked here.

    python -m checkers.kernel CLAIM.json CERTIFICATE.json     0 proved, 2 rejected

A claim says of a problem (as in `bounds.problem`), with some primitives, in the worst case: no strategy costs less than
`lower`, and some strategy costs at most `upper`. The certificate holds

    strategy    a table of nodes (known, cost, call, the node after each answer): a strategy. What is known in a node
                must follow from what is known when it is reached
    adversary   a table of rows (known, cost, for every call that tells something an answer and the row it leads to):
                no strategy is cheaper. What is known in a row must say at least what is known when it is reached
    leaf        instead of replies, a number: a strategy needs more ends than one of less cost has

"Known" of an order are pairs of items and their closure, and a node is reached up to a renaming of the items, which is
given; of anything else it is the set of instances that fit, by their numbers in order.

reading   problems, primitives, costs: what a certificate may contain
orders    tables about orders
sets      tables about strings and hypotheses
"""

from __future__ import annotations

from typing import Any

from checkers.kernel.decode import fields
from checkers.kernel.problems.optimum import orders, sets
from checkers.kernel.problems.optimum.reading import Call, cost_of, listed, primitives
from checkers.kernel.refusal import require

RULE, FORMAT = "optimum", "tightbound/optimum/1"


def check(claim: Any, certificate: Any) -> str:
    """ "proved" when the tables show both ends that the claim states, or Rejected."""
    form, inside, strategy, adversary = fields(certificate, ("format", "claim", "strategy", "adversary"))
    require(form == FORMAT, RULE, f"format {FORMAT}", form)
    require(same(inside, claim), RULE, "a certificate for this claim", "a certificate for another claim")
    _, problem, mix, lower, upper = fields(claim, ("format", "problem", "primitives", "lower", "upper"))
    view = tables(problem, primitives(mix))
    require(lower is not None or upper is not None, RULE, "a lower or an upper end", "neither")
    if upper is None:
        require(strategy is None, RULE, "no strategy without an upper end", "a strategy")
    else:
        view.check_strategy(listed(strategy), cost_of(upper))
    if lower is None:
        require(adversary is None, RULE, "no adversary without a lower end", "an adversary")
    else:
        view.check_adversary(listed(adversary), cost_of(lower))
    return "proved"


def tables(problem: Any, calls: tuple[Call, ...]) -> orders.Orders | sets.Sets:
    """What checks the tables about a problem with these calls."""
    require(type(problem) is dict, RULE, "a problem", problem)
    return orders.read(problem, calls) if problem.get("kind") == "order" else sets.read(problem, calls)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; true is not 1."""
    if type(one) is not type(other):
        return False
    if type(one) is dict:
        return one.keys() == other.keys() and all(same(v, other[k]) for k, v in one.items())
    if type(one) is list:
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
