"""Check a certificate of an optimum. Standard library only; no code of the search is used.

    python -m checkers.optima.recheck CLAIM.json CERTIFICATE.json     0 proved, 2 rejected

A claim says of a problem (as in `bounds.problem`), with some primitives, in the worst case: no strategy costs less than
`lower`, and some strategy costs at most `upper`. The certificate holds

    strategy    a table of nodes (known, cost, call, the node after each answer): a strategy. What is known in a node
                must follow from what is known when it is reached
    adversary   a table of rows (known, cost, for every call that tells something an answer and the row it leads to):
                no strategy is cheaper. What is known in a row must say at least what is known when it is reached
    leaf        instead of replies, a number: a strategy needs more ends than one of less cost has

"Known" of an order are pairs of items and their closure, and a node is reached up to a renaming of the items, which is
given; of anything else it is the set of instances that fit, by their numbers in order.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from checkers.kernel.decode import fields, load, rational
from checkers.kernel.refusal import Rejected, require
from checkers.optima import recheck_orders, recheck_sets
from checkers.optima.recheck_input import listed, primitives

RULE = "optimum"


def check(claim: Any, certificate: Any) -> None:
    """Return when the certificate proves the claim; both are plain JSON objects.

    Raises   Rejected
    """
    try:
        _check(claim, certificate)
    except Rejected:
        raise
    except Exception as e:
        raise Rejected(RULE, "a certificate the rules can read", type(e).__name__) from e


def _check(claim: Any, certificate: Any) -> None:
    form, inside, strategy, adversary = fields(certificate, ("format", "claim", "strategy", "adversary"))
    require(form == "tightbound/optimum/1", RULE, "format tightbound/optimum/1", form)
    require(same(inside, claim), RULE, "a certificate for this claim", "a certificate for another claim")
    problem, mix, lower, upper = fields(claim, ("problem", "primitives", "lower", "upper"))
    require(type(problem) is dict, RULE, "a problem", problem)
    calls = primitives(mix)
    view = recheck_orders.read(problem, calls) if problem.get("kind") == "order" else recheck_sets.read(problem, calls)
    require(lower is not None or upper is not None, RULE, "a lower or an upper end", "neither")
    if upper is None:
        require(strategy is None, RULE, "no strategy without an upper end", "a strategy")
    else:
        view.check_strategy(listed(strategy), _cost(upper))
    if lower is None:
        require(adversary is None, RULE, "no adversary without a lower end", "an adversary")
    else:
        view.check_adversary(listed(adversary), _cost(lower))


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; true is not 1."""
    if type(one) is not type(other):
        return False
    if type(one) is dict:
        return one.keys() == other.keys() and all(same(v, other[k]) for k, v in one.items())
    if type(one) is list:
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _cost(value: Any) -> Fraction:
    cost = rational(value)
    require(cost >= 0, RULE, "a cost of at least 0", value)
    return cost


def main(argv: list[str]) -> int:
    """Check one certificate file against one claim file, and say so."""
    if len(argv) != 2:
        sys.stderr.write("usage: python -m checkers.optima.recheck CLAIM.json CERTIFICATE.json\n")
        return 2
    try:
        claim, certificate = (load(Path(path).read_text(encoding="utf-8")) for path in argv)
        check(claim, certificate)
    except (Rejected, OSError, UnicodeDecodeError) as e:
        sys.stderr.write(f"{e}\n")
        return 2
    sys.stdout.write("proved\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
