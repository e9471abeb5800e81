"""How a claimed bound follows from a derived one: it is the same, or a claim about a recurrence that can be decided."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json
from bounds.recurrence import Comparison, Equation, Parameter, Recurrence
from checkers import kernel
from checkers.kernel import problems
from checkers.kernel.problems.comparison import Derived, derived_claim
from checkers.kernel.problems.setting import lower_bound
from checkers.kernel.refusal import Rejected


def follows(claim: Claim, rule: str, proof: dict[str, Any]) -> dict[str, Any] | str:
    """The whole proof of the claim by a rule, or why there is none.

    Needs    a claim with a setting; a proof that the rule accepts, or the rule's refusal is the reason
    """
    about = claim_to_json(claim)
    whole = {"rule": rule, "proof": proof, "follows": {"by": "same"}}
    try:
        read = lower_bound(about)
        derived = derived_by(json.dumps(about), rule, json.dumps(proof))
    except Rejected as e:
        return f"{e.rule} needs {e.need}, has {e.have}"
    try:
        kernel.check(about, {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": whole})
    except Rejected as e:
        if e.need.startswith("a range"):
            return f"it holds from n = {derived.start} on"
    else:
        return whole
    from checkers.decide import decide

    weaker = claim_from_json(derived_claim(read, derived))
    verdict = decide(weaker)
    if verdict.decision != "proved" or verdict.certificate is None:
        return "the derived bound does not give the claim: " + (verdict.witness or f"{verdict.decision}")
    return {**whole, "follows": {"by": "claim", "proof": verdict.certificate["proof"]}}


@lru_cache(maxsize=64)
def derived_by(about: str, rule: str, proof: str) -> Derived:
    """What a rule derives about a claim; claim and proof as JSON text.

    Raises   Rejected when the rule refuses the proof
    """
    return problems.derived(lower_bound(json.loads(about)), rule, json.loads(proof))


def claim_from_json(value: dict[str, Any]) -> Claim:
    """The claim about a recurrence that `derived_claim` wrote."""
    equations = tuple(
        Equation(
            e["function"], tuple(map(expression_from_json, e["patterns"])), expression_from_json(e["body"]),
            _comparisons(e["range"]), e["relation"],
        )
        for e in value["equations"]
    )  # fmt: skip
    parameters = tuple(_parameter(p) for p in value["parameters"])
    return Claim(
        Recurrence(equations, parameters), expression_from_json(value["subject"]), value["relation"],
        expression_from_json(value["bound"]), _comparisons(value["range"]),
    )  # fmt: skip


def _parameter(value: dict[str, Any]) -> Parameter:
    return Parameter(value["name"], value["kind"], _comparisons(value["conditions"]))


def _comparisons(values: list[Any]) -> tuple[Comparison, ...]:
    return tuple(Comparison(expression_from_json(a), r, expression_from_json(b)) for r, a, b in values)
