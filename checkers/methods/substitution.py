"""Substitution: a closed form of T, guessed by algebra and verified by putting it into the equations.

The form comes from the claim itself (for ==) or from `checkers.closed_forms`; the kernel verifies it by its own zero
test. A closed form decides every relation: it equals the bound, is compared with it, or gives the order of T.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json, expression_to_json
from bounds.expression import (
    Add,
    Apply,
    Call,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Variable,
    all_subexpressions,
    mul,
    neg,
    number,
)
from bounds.language import print_expression
from bounds.recurrence import EXPLICIT, LANDAU, Comparison, Equation
from checkers.closed_forms import all_closed_forms
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, closed_form, order
from checkers.kernel.step import Step, integer_bound, step_of
from checkers.verdict import Blocked

RULE, ORDER = "closed-form", 10


def find(claim: Claim) -> Found | Blocked | None:
    """A proof from a closed form of T.

    Shape    T(n) = sum a_k(n) T(n-k) + sums of T over 0..n-1 + g(n); parameters and free base values allowed
    Gives    a proof for rule bound or order with a premise of rule closed-form
    """
    decoded = decode.claim(claim_to_json(claim))
    try:
        step = step_of(decoded)
    except Rejected as e:
        return Blocked("substitution", f"{e.rule} needs {e.need}", e.have)
    if not _subtracts(claim, step):
        return None  # some call is of a rounded size
    last = Blocked("substitution", "no closed form was found")
    for form in _forms(claim, step):
        found = _with_form(claim, decoded, step, form)
        if isinstance(found, Found):
            return found
        last = found
    return last


def _subtracts(claim: Claim, step: Step) -> bool:
    """Whether no call is of a rounded size."""
    calls = [e for e in all_subexpressions(_step_equation(step).body) if isinstance(e, Call)]
    return not any(isinstance(part, Apply) for call in calls for x in call.arguments for part in all_subexpressions(x))


def _step_equation(step: Step) -> Equation:
    """The step as the kernel reads it, other functions inlined."""
    n = Variable(step.symbol)
    return Equation(
        step.function, (n,), expression_from_json(to_json(step.body)), (Comparison(n, ">=", number(step.start)),)
    )


def _comparisons(cs: tuple[Comparison, ...]) -> tuple[tuple[str, Any, Any], ...]:
    """Comparisons in the kernel's form."""
    return decode.comparisons([[c.relation, expression_to_json(c.left), expression_to_json(c.right)] for c in cs])


def _forms(claim: Claim, step: Step) -> Iterator[Expression]:
    if claim.relation == "==":
        yield claim.bound
        return
    yield from all_closed_forms(claim.recurrence, step.function, (_step_equation(step), step.symbol, step.start))


def _with_form(claim: Claim, decoded: decode.Claim, step: Step, form: Expression) -> Found | Blocked:
    """What this closed form decides, if the kernel accepts it."""
    last = Rejected("closed-form", "a size to start from", "none")
    sums = [expression_to_json(s) for s in _sums(claim, step, form)]
    for low in _lows(claim, step):
        premise = {"rule": "closed-form", "form": expression_to_json(form), "low": low, "sums": sums}
        try:
            closed_form.conclude(decoded, premise)
        except Rejected as e:
            last = e
            continue
        return _decided(claim, decoded, step, premise, form)
    return Blocked("substitution", f"{last.rule} needs {last.need}", last.have)


def _lows(claim: Claim, step: Step) -> list[int]:
    ranges = [integer_bound(c, step.symbol) for c in _comparisons(claim.range)]
    first = [b[1] for b in ranges if b and b[0] == "low"]
    near = [*first, *range(step.low, step.start + 1)[:3], *range(max(step.low, step.start - 3), step.start + 3)]
    return list(dict.fromkeys(low for low in near if low >= step.low))


def _decided(
    claim: Claim, decoded: decode.Claim, step: Step, premise: dict[str, Any], form: Expression
) -> Found | Blocked:
    last = Rejected("bound", "a comparison", "none")
    if claim.relation in EXPLICIT:
        low = premise["low"]
        for at in dict.fromkeys((low, max(low, 2), max(low, 8), max(low, 64))):
            proof = {"rule": "bound", "premise": premise, "from": at, "base": 2, "order": 3}
            try:
                return Found(bound.verdict(decoded, proof), proof)
            except Rejected as e:
                last = e
    elif claim.relation in LANDAU:
        proof = {"rule": "order", "premises": [premise]}
        try:
            verdict = order.verdict(decoded, proof)
        except Rejected as e:
            last = e
        else:
            exact = f"{step.function}({step.symbol}) = {print_expression(form)}"
            return Found(verdict, proof, exact if verdict == "refuted" else "")
    return Blocked("substitution", f"{last.rule} needs {last.need}", last.have)


def _sums(claim: Claim, step: Step, form: Expression) -> list[Expression]:
    """For the one sum S in T(n) = A*S + R: S = (G - R)/A, by algebra."""
    body = _step_equation(step).body
    folds = [
        e
        for e in all_subexpressions(body)
        if isinstance(e, Fold) and any(isinstance(x, Call) for x in all_subexpressions(e))
    ]
    if len(folds) != 1:
        return []
    parts = body.terms if isinstance(body, Add) else (body,)
    holder = next(p for p in parts if folds[0] in all_subexpressions(p))
    rest = [p for p in parts if p is not holder]
    times = sum(isinstance(e, Call) for e in all_subexpressions(folds[0].body))
    difference = Add((form, *(neg(p) for p in rest))) if rest else form
    return [mul(*_inverse(holder, folds[0]), number(1) if times == 1 else Div(number(1), number(times)), difference)]


def _inverse(e: Expression, fold: Fold) -> list[Expression]:
    """1/A as factors, for e = A*fold."""
    if e == fold:
        return []
    match e:
        case Mul(factors):
            holder = next(f for f in factors if fold in all_subexpressions(f))
            return [*(x for f in factors if f is not holder for x in _reciprocal(f)), *_inverse(holder, fold)]
        case Div(numerator, denominator):
            return [denominator, *_inverse(numerator, fold)]
        case Neg(operand):
            return [number(-1), *_inverse(operand, fold)]
    return []


def _reciprocal(e: Expression) -> list[Expression]:
    return (
        [e.denominator, *_reciprocal(e.numerator)]
        if isinstance(e, Div)
        else []
        if e == number(1)
        else [Div(number(1), e)]
    )
