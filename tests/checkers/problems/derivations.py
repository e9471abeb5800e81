"""What the rules derive about a setting, and what it comes to at one size: all rules are asked all they could say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json
from bounds.evaluation import Evaluator
from bounds.expression import Variable
from bounds.recurrence import Comparison, Parameter, Recurrence
from bounds.setting import Setting
from bounds.value import Value, ends
from checkers.kernel import problems
from checkers.kernel.problems.comparison import Derived, encoded
from checkers.kernel.problems.rules.refines import GIVES
from checkers.kernel.problems.setting import lower_bound
from checkers.kernel.refusal import Rejected
from tests.bounds.settings_drawn import number

Json = Any
STEPS = 1_000_000
KNOWN = (
    {"u": ["1"], "w": ["1"], "l": ["0"], "b": ["0"], "scale": ["-1", "1"]},
    {"u": ["1"], "w": ["1"], "l": ["0"], "b": ["0"], "scale": ["1"]},
    {"u": ["1", "1"], "w": ["0", "1"], "l": ["0", "1"], "b": ["0"], "scale": ["0", "-1", "1"]},
    {"u": ["3/2"], "w": ["1"], "l": ["1"], "b": ["0"], "scale": ["1"]},
)
"""Weights for rule win-loss that are known to be of use."""


def claim_of(
    setting: Setting, first: int | None, parameters: tuple[Parameter, ...] = (), relation: Any = ">=", bound: Any = None
) -> Claim:
    """A claim about a setting, from a size on; with bound 0 it is only there to be asked about."""
    where = () if first is None else (Comparison(Variable("n"), ">=", number(first)),)
    about = Recurrence((), parameters)
    return Claim(about, setting.subject, relation, number(0) if bound is None else bound, where, setting=setting)


def proofs(setting: Setting, most: int = 12) -> Iterator[tuple[str, Json]]:
    """Everything the rules can be asked, but for weights of win-loss that are not known, and other problems."""
    yield from ((rule, {}) for rule in ("touched", "fan-in", "selection", "neighbours"))
    yield from (
        ("answers", {"index": i, "recurrence": r}) for i, r in product(range(len(setting.calls)), (False, True))
    )
    yield from (("win-loss", weights) for weights in KNOWN)
    yield from (("lies", {"how": "numbers", "calls": calls}) for calls in range(1, most))
    yield ("lies", {"how": "formula", "calls": 0})
    yield from (("noise", {"how": how}) for how in ("ratio", "capacity"))
    yield from (("path-length", {"how": how}) for how in ("entropy", "lengths", "recurrence"))


def all_proofs(setting: Setting, more: tuple[Json, ...] = ()) -> Iterator[tuple[str, Json]]:
    """The same, also about problems that are answered on the way; `more` weights for win-loss."""
    own = [*proofs(setting), *(("win-loss", weights) for weights in more)]
    yield from own
    for to in GIVES.get(setting.family, ()):
        yield from (("refines", {"to": to, "rule": rule, "proof": proof}) for rule, proof in own)


def derive(claim: Claim, rule: str, proof: Json) -> Derived | None:
    """What the kernel derives; None where it refuses."""
    try:
        return problems.derived(lower_bound(claim_to_json(claim)), rule, proof)
    except Rejected:
        return None


def value_of(derived: Derived, n: int, values: Mapping[str, Fraction]) -> Fraction | None:
    """A number that the derived bound is not below at n, less than 10^-15 from it; None where it is not known."""
    at = {name: int(v) if v.denominator == 1 else v for name, v in values.items()}
    if derived.body is not None:
        return _low(Evaluator(STEPS).value(expression_from_json(encoded(derived.body)), {"n": n, **at}))
    base, step = derived.equations
    costs: dict[int, Value] = {0: Evaluator(STEPS).value(expression_from_json(base["body"]), at)}
    body = expression_from_json(step["body"])
    for size in range(1, n + 1):
        found = Evaluator(STEPS, lambda _, sizes: costs[int(sizes[0])]).value(body, {"n": size, **at})  # type: ignore[arg-type]
        costs[size] = found
    return _low(costs[n])


def _low(value: Value) -> Fraction | None:
    return None if value is None else ends(value)[0]
