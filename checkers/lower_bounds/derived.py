"""Every bound that the rules derive for a setting, as claims with certificates: what is known of all strategies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import factorial
from typing import Any

from attrs import field, frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json, expression_to_json
from bounds.evaluation import Evaluator
from bounds.expression import (
    Add,
    Apply,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Variable,
    add,
    free_variables,
    mul,
    neg,
    number,
)
from bounds.recurrence import Comparison, Parameter, Recurrence
from bounds.setting import Setting
from checkers import kernel
from checkers.kernel import decode, problems
from checkers.kernel.evaluate import Values
from checkers.kernel.problems.comparison import encoded
from checkers.kernel.problems.setting import lower_bound
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.candidates import PROVING
from checkers.lower_bounds.follow import follows

STEPS = 10_000
TRIED = (4, 10, 100, 1000)


@frozen
class DerivedBound:
    """`cost >= bound` for every strategy and every n >= start, by one rule; the kernel accepted the certificate."""

    rule: str
    bound: Expression
    start: int
    claim: Claim
    certificate: dict[str, Any] = field(repr=False)

    def at(self, n: int, values: Mapping[str, Fraction] | None = None) -> Fraction:
        """The bound at one n, from below; exact where it is rounded."""
        return value_from_below(self.bound, {"n": Fraction(n), **(values or {})})


def all_derived(setting: Setting, parameters: tuple[Parameter, ...] = ()) -> Iterator[DerivedBound]:
    """Each bound the rules derive, rounded up where the cost is an integer.

    >>> from bounds.language import print_expression
    >>> from bounds.expression import Number
    >>> from bounds.setting import CallKind
    >>> compare = CallKind("sort", Number(Fraction(2)))
    >>> [print_expression(b.bound) for b in all_derived(Setting("second", (compare,)))][0]
    'ceil(n - 2 + log2(n))'
    """
    spoken = spoken_of(setting, parameters)
    seen: set[Expression] = set()
    for rule, proof, body, start in all_formulas(setting, spoken):
        if body is None:
            yield from _weaker(setting, spoken, rule, proof)
        elif body not in seen:
            seen.add(body)
            yield _certified(setting, spoken, rule, proof, body, start)


def all_formulas(
    setting: Setting, parameters: tuple[Parameter, ...] = ()
) -> Iterator[tuple[str, dict[str, Any], Expression | None, int]]:
    """A rule, a proof, the formula it derives and from which n on; None for a bound that is a recurrence.

    Raises   Rejected for a setting that the kernel does not read
    """
    asked = claim_at_least(setting, Number(Fraction(0)), 1, parameters)
    read = lower_bound(claim_to_json(asked))
    for method in PROVING:
        for proof in method.proofs(asked, setting):
            try:
                found = problems.derived(read, method.rule, proof)
            except Rejected:
                continue
            yield (
                method.rule,
                proof,
                None if found.body is None else expression_from_json(encoded(found.body)),
                found.start,
            )


def value_from_below(e: Expression, at: Mapping[str, Fraction]) -> Fraction:
    """A rational that e is not below, by the kernel's intervals; e itself where it is rounded.

    Raises   Rejected where e has no value
    """
    no_claim = decode.Claim((), "stated", (), ("var", "n"), "==", ("var", "n"), (), ())
    values = Values(no_claim, {}, {})
    return values.value(decode.expression(expression_to_json(e)), dict(at))[0]


def spoken_of(setting: Setting, parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The parameters that the setting names, and those that their conditions name."""
    sizes = [c.size for c in setting.calls]
    asked = [e for e in (setting.argument, setting.noise, setting.error, *sizes) if e is not None]
    names = {v for e in asked for v in free_variables(e)}
    for p in reversed(parameters):
        if p.name in names:
            names |= {v for c in p.conditions for side in (c.left, c.right) for v in free_variables(side)}
    return tuple(p for p in parameters if p.name in names)


def _certified(
    setting: Setting, parameters: tuple[Parameter, ...], rule: str, proof: dict[str, Any], body: Expression, start: int
) -> DerivedBound:
    """The bound as a claim that the kernel accepts."""
    is_integer = setting.mode != "expected" and all(c.price.denominator == 1 for c in setting.calls)
    bound = Apply("ceil", (body,)) if is_integer and not _is_integral(body) else body
    claim = claim_at_least(setting, bound, start, parameters)
    about = claim_to_json(claim)
    whole = {"rule": rule, "proof": proof, "follows": {"by": "same"}}
    certificate = {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": whole}
    kernel.check(about, certificate)
    return DerivedBound(rule, bound, start, claim, certificate)


def strongest(found: Iterable[DerivedBound]) -> list[DerivedBound]:
    """Those of the bounds that are the largest at some size that is tried; all where parameters are open.

    >>> from bounds.language import parse_asked, print_expression
    >>> setting = parse_asked("problem second by compare", "calls >= 0").setting
    >>> [print_expression(b.bound) for b in strongest(all_derived(setting))]
    ['ceil(n - 2 + log2(n))']
    """
    bounds = list(found)
    best: list[DerivedBound] = []
    for n in TRIED:
        values = []
        for b in bounds:
            try:
                values.append((b.at(n) if n >= b.start else Fraction(-1), b))
            except Rejected:
                return bounds
        if values:
            top = max(value for value, _ in values)
            best += [b for b in [next(b for value, b in values if value == top)] if b not in best]
    return best


def _weaker(
    setting: Setting, parameters: tuple[Parameter, ...], rule: str, proof: dict[str, Any]
) -> Iterator[DerivedBound]:
    """n*log(n) - 3/2*n instead of log(n!): what can be compared with a cost."""
    n = Variable("n")
    for kind in setting.calls:
        base = kind.size if kind.asks == "best" else _factorial(kind.size) if kind.asks == "sort" else None
        if base is None:
            continue
        log = Apply("log2", (n,)) if base == number(2) else Apply("log", (n, base))
        bound = add(mul(n, log), neg(mul(Div(number(3), number(2)), n)))
        bound = bound if kind.price == 1 else mul(Number(kind.price), bound)
        claim = claim_at_least(setting, bound, 1, parameters)
        found = follows(claim, rule, proof)
        if not isinstance(found, str):
            about = claim_to_json(claim)
            certificate = {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": found}
            yield DerivedBound(rule, bound, 1, claim, certificate)
            return


def _factorial(k: Expression) -> Expression | None:
    return number(factorial(int(k.value))) if isinstance(k, Number) else None


def _is_integral(e: Expression) -> bool:
    """Whether e is a polynomial in n that is an integer at every n: it is where as many values as terms are."""
    degree = _degree(e)
    if degree is None:
        return False
    values = (Evaluator(STEPS).value(e, {"n": Fraction(n)}) for n in range(degree + 1))
    return all(isinstance(v, int | Fraction) and Fraction(v).denominator == 1 for v in values)


def _degree(e: Expression) -> int | None:
    """At most the degree of a polynomial in n; None for anything else."""
    match e:
        case Number():
            return 0
        case Variable("n"):
            return 1
        case Neg(part) | Div(part, Number()):
            return _degree(part)
        case Add(parts) | Mul(parts):
            degrees = [_degree(part) for part in parts]
            known = [d for d in degrees if d is not None]
            if len(known) == len(degrees):
                return max(known) if isinstance(e, Add) else sum(known)
    return None


def claim_at_least(setting: Setting, bound: Expression, start: int, parameters: tuple[Parameter, ...] = ()) -> Claim:
    """`cost >= bound for n >= start`."""
    after = (Comparison(Variable("n"), ">=", Number(Fraction(start))),)
    return Claim(Recurrence((), parameters), setting.subject, ">=", bound, after, setting=setting)
