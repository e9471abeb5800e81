"""Split induction: recurrences whose step takes the max or min over ways to split, by a convex or concave F.

Each instance of the max or min (an end of the range, its middle, one argument) gives an ordinary recurrence; their
shapes propose F. Which instance bounds T from the easy side, and which curve holds it on the other, is tried in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import LANDAU
from checkers.found import Found
from checkers.invariants import Shape, growth_candidates, shape_of, to_json
from checkers.kernel import decode, ring
from checkers.kernel.decode import Expr, calls, substitute
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, induction, order
from checkers.kernel.series import Key, compare
from checkers.kernel.step import Step, step_of
from checkers.order_of import holds, show, sides
from checkers.verdict import Blocked

RULE, ORDER = "induction", 25
STARTS, LOW = (16, 64, 512), 2
SIGNS = ((0, 32), (1, 32), (2, 32), (0, 8), (3, 64))
FAR = 1 << 10
Json = Any
Signs = dict[tuple[bool, int], dict[str, int] | None]  # by side and choice


@frozen
class Split:
    """The one max or min of a step, and the step with it replaced by an instance: (index or argument, step)."""

    step: Step
    node: Expr
    instances: tuple[tuple[Expr | int, Step], ...]


def find(claim: Claim) -> Found | Blocked | None:
    """A proof by induction over all splits.

    Shape    T(n) = max or min over k of sums of T(k + c), T(n + c - k) and what is affine in k, plus an ordinary rest;
             or max(x, y, ...), min(x, y, ...) of ordinary right sides
    Needs    no parameters
    Gives    a proof for rule order or bound from premises of rule induction
    """
    decoded = decode.claim(claim_to_json(claim))
    try:
        split = _split(step_of(decoded))
        if split is None:
            return None
        if claim.relation in LANDAU:
            return _growth(decoded, split)
        return _explicit(decoded, split)
    except Rejected as e:
        return Blocked("split_induction", f"{e.rule} needs {e.need}", e.have)


def _split(step: Step) -> Split | None:
    nodes = [p for p in decode.all_parts(step.body) if _takes_extreme(p) and calls(p)]
    if len(nodes) != 1:
        return None
    node, n = nodes[0], ("var", step.symbol)
    if node[0] == "fn":
        instances = tuple((i, _with(step, node, part)) for i, part in enumerate(node[2:]))
        return Split(step, node, instances)
    _, _, k, first, last, body = node
    middle = ("fn", "floor", ("div", ("add", first, last), Fraction(2)))
    if n not in decode.all_parts(last):
        return None
    return Split(step, node, tuple((i, _with(step, node, substitute(body, k, i))) for i in (last, middle, first)))


def _takes_extreme(e: Expr) -> bool:
    return e[:2] in (("fn", "max"), ("fn", "min")) or (e[0] == "fold" and e[1] in ("max", "min"))


def _with(step: Step, node: Expr, instance: Expr) -> Step:
    """The step with an instance in the place of the node, sizes that are numbers written as such."""

    def fix(e: Expr) -> Expr:
        if not isinstance(e, tuple):
            return e
        if e == node:
            return fix(instance)
        if e[0] == "call":
            try:
                return (*e[:2], ring.literal(e[2], step.symbol))
            except ring.OutsideRing:
                return e
        return tuple(fix(part) if isinstance(part, tuple) else part for part in e)

    return step._replace(body=fix(step.body))


def _shapes(claim: decode.Claim, split: Split) -> Iterator[Shape]:
    """The shapes of the instances, as far as they have one."""
    n = split.step.symbol
    for _, step in split.instances:
        ordinary = decode.Equation(
            step.function, (("var", n),), "==", step.body, ((">=", ("var", n), Fraction(step.start)),)
        )
        others = tuple(e for e in claim.equations if e.function != step.function or not _is_step(e, split))
        try:
            yield shape_of(claim._replace(equations=(*others, ordinary)))
        except Rejected:
            continue


def _is_step(e: decode.Equation, split: Split) -> bool:
    return any(_takes_extreme(p) and calls(p) for p in decode.all_parts(e.body))


def _choices(split: Split, upper: bool) -> Iterator[list[Json]]:
    """What may be said of the max or min: an instance where one is enough, a curve where all count."""
    node = split.node
    if node[0] == "fn":
        one = (node[1] == "max") != upper
        yield from ([{"pick": i}] for i in range(len(node) - 2 if one else 1))
        return
    peel = _peel(split)
    halves = ("yes",) if any(map(_takes_extreme, decode.all_parts(node[5]))) else ("no",)
    if (node[1] == "max") != upper:
        for at, _ in split.instances:
            for half in halves:
                yield [{"at": to_json(at), "curve": "convex", "peel": peel, "half": half}]
        return
    for half, curve in product(halves, ("convex", "concave")):
        yield [{"at": "0", "curve": curve, "peel": peel, "half": half}]


def _peel(split: Split) -> list[int]:
    """How many indices at each end call a size below LOW."""
    _, _, k, first, last, body = split.node
    n, values = split.step.symbol, Values(decode.Claim((), "stated", (), first, "==", first, (), ()), {}, {})
    at = {n: Fraction(FAR)}
    ends = []
    for end, way in ((values.exactly(first, at), 1), (values.exactly(last, at), -1)):
        count = 0
        while count < 8 and any(
            values.exactly(call[2], {**at, k: end + way * count}) < LOW
            or values.exactly(call[2], {**at, k: end + way * count}) >= FAR
            for call in calls(body)
        ):
            count += 1
        ends.append(count)
    return ends


def _premise(
    claim: decode.Claim, split: Split, upper: bool, form: Expr, base: int, signs: Signs | None
) -> dict[str, Json] | None:
    """A premise of rule induction for this F that the kernel accepts; growth mode where signs are given."""
    for i, splits in enumerate(_choices(split, upper)):
        sign: dict[str, int] | None = {}
        if signs is not None:
            if (upper, i) not in signs:
                signs[upper, i] = _sign(claim, split, upper, splits, base)
            sign = signs[upper, i]
        for start in STARTS if sign is not None else ():
            proof = {
                "rule": "induction", "side": "upper" if upper else "lower",
                "mode": "window" if signs is None else "growth", "form": to_json(form), "shift": "0",
                "from": max(start, split.step.start), "low": LOW, "base": base, "order": 3, "turned": [],
                "splits": splits, "sign": sign,
            }  # fmt: skip
            try:
                induction.conclude(claim, proof)
            except Rejected as e:
                if e.rule == "splits":
                    break  # another start would be refused alike
                continue
            return proof
    return None


def _sign(claim: decode.Claim, split: Split, upper: bool, splits: list[Json], base: int) -> dict[str, int] | None:
    """Where T is seen to be positive, so that it stays so."""
    values = Values(claim, {}, {})
    for first, last in SIGNS:
        sign = {"first": first, "last": max(last, split.step.start, 2)}
        try:
            induction.keeps_sign(values, split.step, splits, sign, int(upper), None if upper else LOW, base)
        except Rejected:
            continue
        return sign
    return None


def _growth(claim: decode.Claim, split: Split) -> Found | Blocked:
    f, positive = order.leading_monomial(claim.bound, split.step.symbol)
    if not positive:
        return Blocked("split_induction", "the bound is not eventually positive")
    shapes, signs = list(_shapes(claim, split)), Signs()
    for k in _orders(shapes, _kind(split) == "max"):
        against = compare(k, f)
        wanted = sides(claim.relation, against)
        premises = [_of_order(claim, split, shapes, k, side == "upper", signs) for side in wanted]
        if all(p is not None for p in premises):
            verdict = "proved" if holds(claim.relation, against) else "refuted"
            witness = f"T is of order {show(k)}" if verdict == "refuted" else ""
            return Found(verdict, {"rule": "order", "premises": premises}, witness)
    return Blocked("split_induction", "no bound of an instance's order was preserved by every split")


def _kind(split: Split) -> str:
    return str(split.node[1])


def _orders(shapes: list[Shape], largest_first: bool) -> list[Key]:
    """The orders of the instances: max over values of T has the largest of them, min the smallest."""
    out: list[Key] = []
    for shape in shapes:
        for _, k in growth_candidates(shape, True):
            if k not in out:
                at = 0
                while at < len(out) and compare(k, out[at]) * (1 if largest_first else -1) < 0:
                    at += 1
                out.insert(at, k)
    return out


def _of_order(
    claim: decode.Claim, split: Split, shapes: list[Shape], k: Key, upper: bool, signs: Signs
) -> dict[str, Json] | None:
    """A premise with an F of order k, from the candidates of every shape; F is also tried larger and smaller."""
    for shape in shapes:
        for form, own in growth_candidates(shape, upper):
            if own != k:
                continue
            form = substitute(form, "n", ("var", split.step.symbol))
            for factor in (Fraction(1), Fraction(8) if upper else Fraction(1, 8)):
                scaled = form if factor == 1 else ("mul", factor, form)
                found = _premise(claim, split, upper, scaled, shape.base, signs)
                if found:
                    return found
    return None


def _explicit(claim: decode.Claim, split: Split) -> Found | Blocked:
    """The claimed bound as F; for an exact claim from both sides."""
    wanted = {"<=": (True,), ">=": (False,), "==": (True, False)}.get(claim.relation, ())
    premises = [_premise(claim, split, upper, claim.bound, 2, None) for upper in wanted]
    if not premises or any(p is None for p in premises):
        return Blocked("split_induction", "the bound itself is not preserved by every split")
    whole = premises[0] if len(premises) == 1 else {"rule": "squeeze", "above": premises[0], "below": premises[1]}
    proof = {"rule": "bound", "premise": whole, "from": LOW, "base": 2, "order": 3}
    return Found(bound.verdict(claim, proof), proof)
