"""Whether a claim about a problem is true, where that can be worked out; it is read without the kernel."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from typing import Any

from bounds.encoding import expression_from_json
from bounds.evaluation import Evaluator
from bounds.expression import Expression, Number
from bounds.setting import CallKind, Setting, problem_at
from bounds.value import TooLarge, Undefined, Value, ends
from tests.checkers.problems.noise_truth import fewest_calls
from tests.checkers.problems.truth import NONE, Cost, cost

Json = Any
LARGEST, UPTO, STEPS = 4, 12, 100_000
"""Up to which size costs are worked out, and before which a bound must have a value."""
NUMBERS = {
    "integer": [Fraction(k) for k in range(7)],
    "real": [Fraction(0), Fraction(1, 10), Fraction(2, 5), Fraction(1, 2), Fraction(3, 5), Fraction(2)],
}


def setting_from_json(j: Json) -> Setting:
    """The setting of its JSON."""
    calls = tuple(
        CallKind(c["asks"], expression_from_json(c["size"]), c["exactly"], Fraction(c["price"])) for c in j["calls"]
    )
    argument = None if j["argument"] is None else expression_from_json(j["argument"])
    noise, error = (expression_from_json(j[name]) for name in ("noise", "error"))
    return Setting(j["family"], calls, argument, j["mode"], j["lies"], noise, error)


def value_at(e: Expression, at: dict[str, Fraction]) -> Value:
    """The value of an expression; Undefined where it has none."""
    exact = {name: int(v) if v.denominator == 1 else v for name, v in at.items()}
    return Evaluator(STEPS).value(e, exact)


def known_to(value: Value, relation: str, other: Value) -> bool:
    """Whether a comparison of numbers is known to hold."""
    if value is None or other is None:
        return False
    (low, high), (least, most) = ends(value), ends(other)
    return {
        ">=": low >= most, ">": low > most, "<=": high <= least, "<": high < least,
        "==": low == high == least == most, "!=": high < least or low > most,
    }[relation]  # fmt: skip


def fits(conditions: Json, at: dict[str, Fraction]) -> bool:
    """Whether all comparisons are known to hold."""
    return all(
        known_to(value_at(expression_from_json(a), at), r, value_at(expression_from_json(b), at))
        for r, a, b in conditions
    )


def all_values(parameters: Json) -> list[dict[str, Fraction]]:
    """Numbers for the parameters that fit their conditions, a few of them."""
    names = [p["name"] for p in parameters]
    conditions = [c for p in parameters for c in p["conditions"]]
    rows = (dict(zip(names, row, strict=True)) for row in product(*(NUMBERS[p["kind"]] for p in parameters)))
    return list(islice((at for at in rows if fits(conditions, at)), 4))


def truth_at(setting: Setting, n: int, values: dict[str, Fraction]) -> Cost:
    """What is known of the cost at n; 0 where there is no problem of this size."""
    noise, error = (value_at(e, values) for e in (setting.noise, setting.error))
    if noise == error == 0:
        if setting.family != "aggregate" and problem_at(setting, n, values) is None:
            return Fraction(0)
        return cost(setting, n, values)
    if setting.family == "top_set" and setting.argument == Number(Fraction(n)):
        return Fraction(0)
    (kind,) = setting.calls[:1]
    size = value_at(kind.size, values)
    plain = setting.family == "distinguish" and len(setting.calls) == 1 and setting.mode == "worst" and not setting.lies
    if not plain or n not in (1, 2, 3) or size not in (2, 3) or not 0 <= noise < 1 or not 0 <= error < 1:  # type: ignore[operator]
        return None
    if n == 1:
        return Fraction(0)
    found = fewest_calls(n, int(size), Fraction(noise), Fraction(error), 3 if size == n == 2 else 2)  # type: ignore[arg-type]
    return None if found is None else kind.price * found


def is_true(claim: Json) -> str:
    """true, false or unjudged; a claim without a value somewhere in its range is false."""
    if claim["relation"] not in (">=", ">"):
        return "unjudged"
    setting, bound = setting_from_json(claim["setting"]), expression_from_json(claim["bound"])
    copies = claim["setting"].get("copies")  # of them each is worked out for itself: the cost of all is the sum
    if copies is not None and (setting.mode != "worst" or setting.lies or claim["setting"]["noise"] != "0"):
        return "unjudged"  # lies may be shared among copies, and cost less than in each
    judged, sizes = "unjudged", [n for n in range(1, UPTO) if fits(claim["range"], {"n": Fraction(n)})]
    for n, values in product(sizes, all_values(claim["parameters"])):
        try:
            value = value_at(bound, {"n": Fraction(n), **values})
        except Undefined:
            return "false"
        except TooLarge:
            return "unjudged"
        if n > LARGEST or value is None:
            continue
        truth = truth_at(setting, n, values)
        if truth == NONE:
            judged = "true"
        elif truth is not None:
            truth *= 1 if copies is None else Fraction(value_at(expression_from_json(copies), values))  # type: ignore[arg-type]
            if ends(value)[0] > truth or (claim["relation"] == ">" and ends(value)[0] == truth):  # type: ignore[operator]
                return "false"
            judged = "true"
    return judged
