"""One constant of an explicit claim taken as unknown: the claims that differ in it alone.

The constant is the coefficient of the bound as a whole, or of one of its terms; or the size where the claim's range
starts. A claim gets weaker as its `level` rises: the level is the constant for `<=` and a start, minus the constant for
`>=`. Whether a claim holds is never concluded from this order.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve, frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.expression import (
    Add,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Number,
    Variable,
    add,
    all_subexpressions,
    mul,
    neg,
    number,
)
from bounds.language import print_claim, print_expression
from bounds.recurrence import LANDAU, Comparison
from checkers.kernel import decode
from checkers.kernel.refusal import Rejected
from checkers.kernel.step import integer_bound, step_of
from checkers.methods.counterexample import size_variables

ONE = Number(Fraction(1))


class CannotTighten(Exception):
    """A claim without a constant to tighten: what was needed, what was found, what to try."""

    def __init__(self, need: str, have: str, attempt: str) -> None:
        self.need, self.have, self.attempt = need, have, attempt
        super().__init__(f"need {need}; have {have}; try {attempt}")


@frozen
class VariedBound:
    """The claims `subject relation rest + c*term` for all c, c = `current` being the claim as it was stated.

    name   how the constant is called for a person: "the coefficient of n"
    sign   1 when a larger c makes the claim weaker (<=), -1 when a smaller one does (>=); for terms that are positive
    """

    claim: Claim
    rest: Expression
    term: Expression
    current: Fraction
    name: str

    @property
    def sign(self) -> int:
        return 1 if self.claim.relation == "<=" else -1

    def at(self, c: Fraction) -> Claim:
        """The claim with this constant."""
        if self.rest == number(0):
            return evolve(self.claim, bound=_product(_ratio(c), self.term) if c else number(0))
        varied = _product(_ratio(abs(c)), self.term)
        return evolve(self.claim, bound=self._in_place(varied if c > 0 else neg(varied)) if c else self.rest)

    def _in_place(self, varied: Expression) -> Expression:
        if not isinstance(self.claim.bound, Add):
            return add(self.rest, varied)
        return add(*(varied if _split(t)[1] == self.term else t for t in self.claim.bound.terms))

    @property
    def letter(self) -> str:
        """What stands for the constant: c, or another letter where c has a meaning."""
        used = {e.name for side in self._sides() for e in all_subexpressions(side) if isinstance(e, Variable)}
        return next(x for x in ("c", "C", "c_0", *(f"c_{i}" for i in range(1, len(used) + 2))) if x not in used)

    def _sides(self) -> tuple[Expression, ...]:
        bodies = (e.body for e in self.claim.recurrence.equations)
        names = (Variable(p.name) for p in self.claim.recurrence.parameters)
        return (self.claim.subject, self.claim.bound, *bodies, *names)

    def pattern(self) -> str:
        """The claim with a letter for the constant."""
        bound = _product(Variable(self.letter), self.term)
        whole = bound if self.rest == number(0) else self._in_place(bound)
        return print_claim(evolve(self.claim, bound=whole))


@frozen
class VariedStart:
    """The claims `... for n >= start` for all starts; `lowest` is where the recurrence's domain begins."""

    claim: Claim
    variable: str
    lowest: int
    current: Fraction
    name: str

    @property
    def sign(self) -> int:
        return 1

    def at(self, c: Fraction) -> Claim:
        """The claim from this size on."""
        others = tuple(r for r in self.claim.range if not _is_start(r, self.variable))
        start = Comparison(Variable(self.variable), ">=", number(c))
        return evolve(self.claim, range=(start, *others))

    def pattern(self) -> str:
        """The claim with a name for the start."""
        return print_claim(self.at(Fraction(0))).replace(f"{self.variable} >= 0", f"{self.variable} >= start")


Varied = VariedBound | VariedStart


def vary_bound(claim: Claim, which: int | None = None) -> VariedBound:
    """The claims that differ in one coefficient of the bound: in front of it all, or of its term number `which`.

    Raises   CannotTighten for a growth claim, an equality, a bound with fewer terms
    """
    _require_inequality(claim)
    terms = claim.bound.terms if isinstance(claim.bound, Add) else (claim.bound,)
    if which is None:
        current, term = (Fraction(1), claim.bound) if len(terms) > 1 else _split(claim.bound)
        return VariedBound(claim, number(0), term, current, _name(term))
    if not 1 <= which <= len(terms):
        shown = ", ".join(f"{i} is {print_expression(t)}" for i, t in enumerate(terms, 1))
        raise CannotTighten("the number of a term of the bound", str(which), shown)
    current, term = _split(terms[which - 1])
    if sum(_split(t)[1] == term for t in terms) > 1:
        raise CannotTighten(
            "terms that differ by more than a factor", print_expression(claim.bound), "writing them as one term"
        )
    others = tuple(t for i, t in enumerate(terms, 1) if i != which)
    return VariedBound(claim, add(*others), term, current, _name(term))


def vary_start(claim: Claim) -> VariedStart:
    """The claims that differ in the size from which they are said to hold.

    Raises   CannotTighten for a growth claim, an equality, a claim about several sizes or a domain the kernel refuses
    """
    _require_inequality(claim, equality=True)
    variables = size_variables(claim)
    if (
        len(variables) != 1
        or not isinstance(claim.subject, Call)
        or claim.subject.arguments != (Variable(variables[0]),)
    ):
        raise CannotTighten("a claim about T(n), one size", print_claim(claim), "the claim for one size at a time")
    (variable,) = variables
    decoded = decode.claim(claim_to_json(claim))
    try:
        lowest = step_of(decoded).low
    except Rejected as e:
        raise CannotTighten(f"a recurrence with {e.need}", e.have, "tighten without a start") from None
    bounds = [integer_bound(c, variable) for c in decoded.range]
    current = max([b[1] for b in bounds if b and b[0] == "low"], default=lowest)
    return VariedStart(claim, variable, lowest, Fraction(current), "the start")


def _is_start(c: Comparison, variable: str) -> bool:
    here = Variable(variable)
    return (c.left == here and c.relation in (">=", ">")) or (c.right == here and c.relation in ("<=", "<"))


def _require_inequality(claim: Claim, *, equality: bool = False) -> None:
    shown = print_claim(claim)
    if claim.setting is not None:
        raise CannotTighten(
            "a claim about a recurrence", shown, "tightbound explore, which shows the best proved bound"
        )
    if claim.relation in LANDAU or claim.relation not in ("<=", ">=", "=="):
        side = ">=" if claim.relation in ("Omega", "omega") else "<="
        subject, bound = print_expression(claim.subject), print_expression(claim.bound)
        variable = next(iter(size_variables(claim)), "n")
        attempt = f"an explicit claim such as: {subject} {side} {bound} for {variable} >= 2"
        raise CannotTighten("an explicit claim, with a constant to tighten", shown, attempt)
    if claim.relation == "==" and not equality:
        raise CannotTighten("an inequality: an equality has no slack", shown, "the same claim with <= or with >=")


def _name(term: Expression) -> str:
    return "the constant" if term == ONE else f"the coefficient of {print_expression(term)}"


def _split(e: Expression) -> tuple[Fraction, Expression]:
    """(q, x) with e = q*x, q all that stands in front (or below) as a number."""
    match e:
        case Number(q):
            return q, ONE
        case Neg(x):
            q, term = _split(x)
            return -q, term
        case Div(x, Number(d)) if d:
            q, term = _split(x)
            return q / d, term
        case Mul(factors):
            parts = [_split(f) if isinstance(f, Number | Neg | Div) else (Fraction(1), f) for f in factors]
            q = Fraction(1)
            for p, _ in parts:
                q *= p
            return q, mul(*(x for x in _kept(parts)))
    return Fraction(1), e


def _kept(parts: list[tuple[Fraction, Expression]]) -> Iterator[Expression]:
    kept = [x for _, x in parts if x != ONE]
    yield from kept or [ONE]


def _ratio(c: Fraction) -> Expression:
    """A rational as the parser reads it."""
    return number(c.numerator) if c.denominator == 1 else Div(number(c.numerator), number(c.denominator))


def _product(front: Expression, term: Expression) -> Expression:
    return front if term == ONE else term if front == ONE else mul(front, term)
