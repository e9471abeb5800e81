"""Certificates of optima that the kernel must reject, one for each refusal: an original with changes."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from tests.checkers.optima.proofs import changed
from tests.checkers.reject_case import Reject


@frozen
class Spoilt:
    """The name of an original, what is refused, and the changes."""

    original: str
    need: str
    why: str
    changes: dict[str, Any] = field(factory=dict)


COMPARING = {"asks": "sort", "k": 2, "exactly": True, "price": "1", "lies": 0}
SAME_LIES = "one number of lies"
GOALS = {"ends": "goals", "rank": 1}

READING = {
    "another-format": Spoilt("sort", "format tightbound/optimum/1", "the format is unknown", {"format": "other/1"}),
    "another-claim": Spoilt(
        "sort", "a certificate for this claim", "the claim inside says less", {"inside.lower": "2"}
    ),
    "true-is-not-one": Spoilt(
        "sort", "a certificate for this claim", "true stands for 1 inside", {"inside.primitives.0.lies": False}
    ),
    "no-problem": Spoilt("sort", "a problem", "a name in place of a problem", {"claim.problem": "sort"}),
    "no-end": Spoilt(
        "sort", "a lower or an upper end", "nothing is claimed", {"claim.lower": None, "claim.upper": None}
    ),
    "strategy-for-nothing": Spoilt(
        "sort", "no strategy without an upper end", "no upper end, yet a strategy", {"claim.upper": None}
    ),
    "adversary-for-nothing": Spoilt(
        "sort", "no adversary without a lower end", "no lower end, yet an adversary", {"claim.lower": None}
    ),
    "negative-end": Spoilt("sort", "a cost of at least 0", "a lower end below 0", {"claim.lower": "-1"}),
    "no-list": Spoilt("sort", "a list of at most 200000", "no rows at all", {"adversary": None}),
    "negative-row": Spoilt("sort", "a cost of at least 0", "a row costs less than 0", {"adversary.0.cost": "-1"}),
    "exactly-one": Spoilt("sort", "exactly: true or false", "1 for true", {"claim.primitives.0.exactly": 1}),
    "free-call": Spoilt("sort", "a price above 0", "calls cost nothing", {"claim.primitives.0.price": "0"}),
    "no-primitive": Spoilt("sort", "1 to 8 primitives", "no call can be made", {"claim.primitives": []}),
    "two-numbers-of-lies": Spoilt(
        "lies", SAME_LIES, "one primitive lies, one does not", {"claim.primitives": lambda p: [*p, p[0] | {"lies": 0}]}
    ),
    "a-float": Spoilt("sort", 'a rational "p/q"', "a number for a cost", {"claim.upper": 3}),
    "a-field-more": Spoilt(
        "sort",
        "an object with fields known, cost, leaf, replies",
        "a row with a remark",
        {"adversary.0.remark": "true"},
    ),
}

ORDERS = {
    "rank-zero": Spoilt("ends", "ranks from 1", "rank 0 is asked for", {"claim.problem.asked.0": [0]}),
    "read-an-order": Spoilt(
        "ends",
        "calls that sort or find the best, no lies",
        "positions of an order are read",
        {"claim.primitives.0.asks": "read"},
    ),
    "upper-too-low": Spoilt("ends", "a first node of cost at most 3", "the strategy costs 4", {"claim.upper": "3"}),
    "starts-too-late": Spoilt(
        "ends",
        "the first node knows no more than the problem says",
        "a pair is known that is not",
        {"strategy.0.known": [[2, 3]]},
    ),
    "ends-too-early": Spoilt(
        "ends",
        "a node without a call to know the goal",
        "the maximum is not known at the end",
        {"strategy.4.known": []},
    ),
    "an-answer-forgotten": Spoilt(
        "ends", "a node after each of [(0, 1), (1, 0)]", "one answer leads nowhere", {"strategy.0.after.1": "-"}
    ),
    "a-node-too-cheap": Spoilt(
        "ends", "a cost of at most 2", "a node is no cheaper than the next", {"strategy.1.cost": "2"}
    ),
    "a-node-that-guesses": Spoilt(
        "ends",
        "a node that knows no more",
        "a pair is known that was not told",
        {"strategy.0.after.0.names": [0, 2, 1, 3]},
    ),
    "lower-too-high": Spoilt(
        "ends", "a first row of cost at least 5", "the adversary holds out for 4", {"claim.lower": "5"}
    ),
    "start-forgotten": Spoilt(
        "ends",
        "the first row knows what the problem says",
        "a known pair is ignored",
        {"claim.problem.known": [[3, 0]], "strategy": None, "claim.upper": None},
    ),
    "replies-at-a-leaf": Spoilt(
        "sort",
        "no replies at a leaf",
        "a leaf goes on",
        {
            "adversary.0.replies": [
                {"call": {"primitive": 0, "items": [0, 1]}, "answer": [0, 1], "to": 0, "names": [0, 1, 2]}
            ]
        },
    ),
    "a-goal-known": Spoilt(
        "ends",
        "a goal not known, at cost 1",
        "the adversary has lost",
        {"adversary.5": lambda row: row | {"known": [[0, 1], [1, 2], [2, 3]], "leaf": None}},
    ),
    "two-replies": Spoilt(
        "ends",
        "one reply to a call",
        "two replies to one call",
        {"adversary.0.replies": lambda replies: [*replies, replies[0]]},
    ),
    "a-call-forgotten": Spoilt("ends", "a reply to every call", "a call gets no reply", {"adversary.0.replies.3": "-"}),
    "no-such-answer": Spoilt(
        "ends",
        "one of the answers [(0, 1), (1, 0)]",
        "an item twice in the answer",
        {"adversary.0.replies.0.answer": [0, 0]},
    ),
    "a-row-too-cheap": Spoilt(
        "ends", "a row of cost at least 3", "the next row holds out for 2", {"adversary.1.cost": "2"}
    ),
    "a-row-that-forgets": Spoilt(
        "ends", "a row that knows no less", "what was told is forgotten", {"adversary.0.replies.0.names": [0, 1, 2, 3]}
    ),
    "three-compared": Spoilt(
        "ends",
        "items that one call may be about, in order",
        "three items in a comparison",
        {"strategy.0.call.items": [0, 1, 2]},
    ),
    "items-out-of-order": Spoilt(
        "ends", "items that one call may be about, in order", "items in no order", {"strategy.0.call.items": [1, 0]}
    ),
    "at-most-is-not-exactly": Spoilt(
        "both",
        "items that one call may be about, in order",
        "two items where exactly three are shown",
        {"strategy.0.call.items": [0, 1]},
    ),
    "goals-without-a-whole-order": Spoilt(
        "ends",
        "goals only where the whole order is asked",
        "orders are no goals",
        {"adversary.0": lambda r: r | {"leaf": GOALS, "replies": []}},
    ),
    "a-rank-like-its-neighbour": Spoilt(
        "ends",
        "a rank about which more is asked than about its neighbours",
        "rank 2 is not asked for",
        {"adversary.3.leaf.rank": 2},
    ),
    "sets-below-for-the-best": Spoilt(
        "best",
        "sets below only with calls that have a mirror image",
        "best of three is turned over",
        {"adversary.0": lambda r: r | {"leaf": {"ends": "below", "rank": 1}, "replies": []}},
    ),
    "too-few-ends": Spoilt(
        "sort",
        "more than 8 ends, at cost 4",
        "3! ends in 4 comparisons",
        {"claim.lower": "4", "adversary.0.cost": "4", "strategy": None, "claim.upper": None},
    ),
    "no-renaming": Spoilt(
        "ends", "a renaming of the items", "an item has two names", {"strategy.0.after.0.names": [0, 0, 1, 2]}
    ),
    "a-pair-of-three": Spoilt("ends", "pairs of items", "three items in a pair", {"strategy.0.known": [[0, 1, 2]]}),
    "a-cycle": Spoilt("ends", "pairs without a cycle", "each below the other", {"strategy.1.known": [[0, 1], [1, 0]]}),
    "too-many-to-count": Spoilt(
        "sort",
        "a leaf with at most 16 related items",
        "18 items in a chain",
        {
            "claim.problem": {"kind": "order", "n": 18, "asked": [[r] for r in range(1, 19)], "known": []},
            "claim.upper": None,
            "strategy": None,
            "adversary.0.known": [[i, i + 1] for i in range(17)],
        },
    ),
    "too-many-sets": Spoilt(
        "median",
        "a leaf with at most 20000 sets above the rank",
        "half of 18 items",
        {
            "claim.problem": {"kind": "order", "n": 18, "asked": [[9]], "known": []},
            "claim.upper": None,
            "strategy": None,
            "adversary.0.leaf.rank": 9,
        },
    ),
    "too-fine-a-price": Spoilt(
        "sort",
        "costs of at most 20000 units in a leaf",
        "a price of a hundred-thousandth",
        {"claim.primitives.0.price": "1/100000", "claim.upper": None, "strategy": None},
    ),
}

SETS = {
    "hypotheses-read": Spoilt("splits", "calls that split", "hypotheses are read", {"claim.primitives.0.asks": "read"}),
    "a-string-split": Spoilt(
        "pools", "calls that read or pool", "a string is split", {"claim.primitives.0.asks": "split"}
    ),
    "too-few-values": Spoilt(
        "threshold",
        "a value for each of 0 to 3 ones",
        "three values for four counts",
        {"claim.problem.value": [0, 0, 1]},
    ),
    "too-many-strings": Spoilt(
        "pools", "at most 5000 strings", "16^8 strings", {"claim.problem.n": 8, "claim.problem.symbols": 16}
    ),
    "a-value-missing": Spoilt("pools", "a value for each string", "seven values", {"claim.problem.value.7": "-"}),
    "no-string": Spoilt("pools", "a string that can occur", "nothing can occur", {"claim.problem.possible": [0] * 8}),
    "cheaper-than-its-strategy": Spoilt("pools", "a first node of cost at most 1", "it costs 2", {"claim.upper": "1"}),
    "instances-left-out": Spoilt(
        "pools", "a first node that fits every instance", "one instance is left out", {"strategy.0.known": [[0, 1]]}
    ),
    "two-goals-left": Spoilt(
        "pools",
        "a node without a call to have one goal",
        "two goals are left",
        {"strategy.0": lambda node: node | {"call": None, "after": []}},
    ),
    "no-node-for-an-answer": Spoilt(
        "pools", "a node after each of [(0,), (1,)]", "one answer leads nowhere", {"strategy.0.after.0": "-"}
    ),
    "no-cheaper-than-the-next": Spoilt(
        "pools",
        "a cost of at most 1",
        "a node costs what the next does",
        {"strategy.0.cost": "1", "claim.upper": "1", "strategy.1.cost": "1", "strategy.2.cost": "1"},
    ),
    "a-node-that-leaves-out": Spoilt(
        "pools",
        "a node that fits all instances that reach it",
        "the nodes after two answers are exchanged",
        {"strategy.0.after": lambda a: [a[0] | {"to": a[1]["to"]}, a[1] | {"to": a[0]["to"]}]},
    ),
    "holds-out-for-less": Spoilt(
        "pools", "a first row of cost at least 3", "the adversary has 2", {"claim.lower": "3"}
    ),
    "a-lie-before-the-start": Spoilt(
        "lies", "each instance once, and at least one", "an instance twice", {"adversary.0.known": [[0, 0], []]}
    ),
    "replies-after-a-leaf": Spoilt(
        "pools", "no replies at a leaf", "a leaf goes on", {"adversary.0.leaf": {"ends": "goals"}}
    ),
    "too-few-goals": Spoilt(
        "splits",
        "more than 4 goals, at cost 3",
        "3 goals and cost 3",
        {
            "claim.lower": "3",
            "claim.upper": None,
            "strategy": None,
            "adversary": [{"known": [[0, 1, 2]], "cost": "3", "leaf": {"ends": "goals"}, "replies": []}],
        },
    ),
    "one-goal-left": Spoilt(
        "splits", "more than one goal, at cost 2", "one goal is left", {"adversary.0.known": [[0]]}
    ),
    "two-replies-to-a-split": Spoilt(
        "splits",
        "one reply to a call",
        "two replies to one call",
        {"adversary.0.replies": lambda replies: [*replies, replies[0]]},
    ),
    "a-split-forgotten": Spoilt(
        "splits", "a reply to every call", "a split gets no reply", {"adversary.0.replies.0": "-"}
    ),
    "no-such-part": Spoilt(
        "splits", "one of the answers [(0,), (1,)]", "a third part", {"adversary.0.replies.0.answer": [2]}
    ),
    "the-next-row-is-too-cheap": Spoilt(
        "splits", "a row of cost at least 1", "the next row costs less", {"adversary.1.cost": "1/2"}
    ),
    "a-row-that-did-not-come": Spoilt(
        "splits", "a row of instances that fit", "other instances", {"adversary.0.replies.0.to": 0}
    ),
    "sets-for-no-lies": Spoilt(
        "lies", "2 sets of instances", "one set for two numbers of lies", {"strategy.0.known": [[0, 1, 2]]}
    ),
    "four-parts": Spoilt(
        "splits", "a call that the primitive allows", "four parts", {"strategy.0.call.items": [0, 1, 2]}
    ),
    "parts-numbered-anyhow": Spoilt(
        "splits", "a call that the primitive allows", "the first part is 1", {"strategy.0.call.items": [1, 0, 0]}
    ),
    "too-many-splits": Spoilt(
        "splits",
        "fewer splits",
        "2^40 splits",
        {
            "claim.problem.n": 40,
            "claim.upper": None,
            "strategy": None,
            "adversary": [{"known": [[0, 1]], "cost": "2", "leaf": None, "replies": []}],
        },
    ),
}

ELSEWHERE = {
    "negative-end": "optimum/read",
    "no-list": "optimum/read",
    "negative-row": "optimum/read",
    "exactly-one": "optimum/read",
    "free-call": "optimum/read",
    "no-primitive": "optimum/read",
    "two-numbers-of-lies": "optimum/read",
    "a-float": "decode",
    "a-field-more": "decode",
    "too-fine-a-price": "optimum/read",
}
"""What is refused by another rule than the rest of its group."""


def all_rejects() -> dict[str, Reject]:
    """The cases, by the names of their files."""
    found = {}
    for group, rule in ((READING, "optimum"), (ORDERS, "optimum/order"), (SETS, "optimum/sets")):
        for name, spoilt in group.items():
            claim, proof = changed(spoilt.original, spoilt.changes)
            case = {"claim": claim, "certificate": proof}
            found[f"optimum-{name}"] = Reject(case, ELSEWHERE.get(name, rule), spoilt.need, spoilt.why)
    return found
