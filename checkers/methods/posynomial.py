"""Posynomials: growth claims between formulas in several growing variables, by linear programming.

Both sides become quotients of sums of monomials. A monomial is bounded by others when weights (the arithmetic mean is
at least the geometric one) and the assumptions say so; when there are no weights, there is a curve along which it is
not (Farkas' lemma), and the claim is refuted. It is then tried again with a condition that excludes the curve.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from math import gcd, lcm
from typing import Any

from attrs import evolve, frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.expression import Apply, Expression, Number, Pow, Variable, has_call, mul, number
from bounds.language.printer import print_comparison
from bounds.recurrence import LANDAU, Comparison
from checkers.curves import all_curves, weights
from checkers.found import Found
from checkers.kernel import decode
from checkers.kernel.evaluate import Values
from checkers.kernel.monomials import Curve, Key, Place, Poly, compare, growth, key_product, value
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import posynomial as rule
from checkers.kernel.rules.posynomial import Problem, problem_of
from checkers.verdict import Blocked

RULE, ORDER = "posynomial", 5
NAME = "posynomial"
SETUPS, CONDITIONS, OFFERED, TIMES = 12, 12, 4, 40
NUMBERS = tuple(map(Fraction, ("1", "2", "1/2", "3", "1/4", "3/4", "5", "10", "1/10", "9/10", "100")))
Failure = tuple[Key, list[Key]]


@frozen
class Setup:
    """A problem, and the choices by which the kernel will read the same one."""

    claim: decode.Claim
    problem: Problem
    ranges: dict[str, dict[str, str]]
    eliminated: list[dict[str, Any]]

    def proof(self, curve: Curve, signed: list[Any], **sides: Any) -> dict[str, Any]:
        places = {x: {"times": str(p.times), "powers": list(p.powers)} for x, p in curve.items()}
        choices = {"rule": RULE, "ranges": self.ranges, "eliminated": self.eliminated}
        return {**choices, "curve": places, "signed": signed, **sides}

    def accepted(self, proof: dict[str, Any]) -> str:
        """The kernel's verdict, or "" and nothing."""
        try:
            return rule.verdict(self.claim, proof)
        except Rejected:
            return ""


def find(claim: Claim) -> Found | Blocked | None:
    """A proof or a refutation of a growth claim between formulas.

    Shape    formulas of + - * /, rational powers, c^(sums of variables), log, sqrt, ceil, max, min; no recurrence
    Needs    every divisor eventually positive, as large as its positive terms; parameters with a lower bound >= 0
    Gives    a proof for rule posynomial; with a refutation the curve, and where one is found a condition that suffices
    """
    if claim.relation not in LANDAU or has_call(claim.subject) or has_call(claim.bound):
        return None
    if claim.recurrence.equations:
        return Blocked(NAME, "a claim about formulas, in a file with equations", "a line `recurrence` before the claim")
    found, failures = _decide(claim)
    if isinstance(found, Found) and found.verdict == "refuted" and claim.relation in ("O", "Omega", "Theta"):
        condition = _sufficient(claim, failures)
        return evolve(found, witness=found.witness + (f"; holds assuming {condition}" if condition else ""))
    return found


def compared(claim: Claim) -> Found | Blocked:
    """As `find`, without the search for a condition that would make a refuted claim true."""
    return _decide(claim)[0]


def _decide(claim: Claim, refute: bool = True) -> tuple[Found | Blocked, list[Failure]]:
    """The verdict, and the monomials that were not bounded by those they should be."""
    decoded = decode.claim(claim_to_json(claim))
    last = Blocked(NAME, "parameters without a lower bound of 0 or more")
    for ranges in islice(_ranges(decoded), SETUPS):
        try:
            setup = _setup(decoded, ranges)
        except Rejected as e:
            last = Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
            continue
        found, failures = _attempt(setup, refute)
        if isinstance(found, Found):
            return found, failures
        last = found
    return last, []


def _ranges(claim: decode.Claim) -> Iterator[dict[str, dict[str, str]]]:
    """Open ranges that contain each parameter's values: from 0 on, or closer ones."""
    options: list[list[dict[str, str]]] = []
    for p, _, _ in claim.parameters:
        try:
            ends = rule.span_of(claim, p, Fraction(0), None).ends
        except Rejected:
            return
        lows = [Fraction(0)]
        for r, c in ends:
            lows += [c] if r == ">" else [c - 1, c / 2] if r == ">=" else [c / 2] if r == "==" else []
        lows += _zeros(claim, p)
        highs = ["", *(str(c) for r, c in ends if r == "<"), *(str(c + 1) for r, c in ends if r == "<=")]
        tried = [{"low": str(a), "high": b} for b in highs for a in dict.fromkeys(lows) if a >= 0]
        options.append([o for o in tried if _is_inside(claim, p, o)])
    for chosen in product(*options):
        yield {p[0]: o for p, o in zip(claim.parameters, chosen, strict=True)}


def _zeros(claim: decode.Claim, p: str) -> list[Fraction]:
    """Where the sums a*p + b of the claim change sign: from there on they have one sign, as 2*p - 1 from 1/2 on."""
    found: dict[Fraction, None] = {}
    sides = (claim.subject, claim.bound, *(side for c in (*claim.range, *claim.assuming) for side in c[1:]))
    for part in (part for side in sides for part in decode.all_parts(side)):
        if part[0] != "add" or decode.symbols(part) != {p}:
            continue
        try:
            at = [Values(claim, {}, {}).exactly(part, {p: Fraction(x)}) for x in (0, 1, 2)]
        except Rejected:
            continue
        if at[2] - at[1] == at[1] - at[0] != 0:
            found[-at[0] / (at[1] - at[0])] = None
    return list(found)


def _is_inside(claim: decode.Claim, p: str, option: dict[str, str]) -> bool:
    high = Fraction(option["high"]) if option["high"] else None
    return rule.span_of(claim, p, Fraction(option["low"]), high).is_inside()


def _setup(claim: decode.Claim, ranges: dict[str, dict[str, str]]) -> Setup:
    """The problem with as many variables eliminated as equations allow."""
    eliminated: list[dict[str, Any]] = []
    for i, (relation, left, right) in enumerate((*claim.range, *claim.assuming)):
        for x in sorted(decode.symbols(left) | decode.symbols(right)) if relation == "==" else []:
            more = [*eliminated, {"assumption": i, "variable": x}]
            if _reads(claim, ranges, more):
                eliminated = more
                break
    return Setup(claim, problem_of(claim, ranges, eliminated), ranges, eliminated)


def _reads(claim: decode.Claim, ranges: dict[str, dict[str, str]], eliminated: list[dict[str, Any]]) -> bool:
    try:
        problem_of(claim, ranges, eliminated)
    except Rejected:
        return False
    return True


def _small_terms(problem: Problem, sums: list[Poly]) -> list[Any] | None:
    """Proofs that the negative terms of each sum are small."""
    out = []
    for p in sums:
        for key in growth(p, negative=True):
            item = weights(problem, key, growth(p), True)
            if item is None:
                return None
            out.append(item)
    return out


def _attempt(setup: Setup, refute: bool) -> tuple[Found | Blocked, list[Failure]]:
    problem, relation = setup.problem, setup.claim.relation
    divisors = _small_terms(problem, problem.reader.signed)
    if divisors is None:
        return Blocked(NAME, "a divisor that may not be positive, or not as large as its positive terms"), []
    above, below, sums = problem.sides()
    strict = relation in ("o", "omega")
    upper = [] if relation in ("Omega", "omega") else above
    lower = [] if relation in ("O", "o") else below
    bounded = [weights(problem, k, below, strict) for k in upper]
    reached = [weights(problem, k, above, strict) for k in lower]
    signed = _small_terms(problem, sums)
    failures = [(k, below) for k, w in zip(upper, bounded, strict=True) if w is None]
    failures += [(k, above) for k, w in zip(lower, reached, strict=True) if w is None]
    if not failures and signed is not None:
        for curve in _placed(setup, all_curves(problem, None, [], True)):
            proof = setup.proof(curve, signed, upper=bounded, lower=reached)
            if setup.accepted(proof):
                return Found("proved", proof), []
        return Blocked(NAME, "no curve was found on which the assumptions hold: they may contradict each other"), []
    suspects = (failures or [(k, below) for k in upper] + [(k, above) for k in lower]) if refute else []
    for key, larger in suspects:
        for curve in _placed(setup, all_curves(problem, key, larger, not strict)):
            proof = setup.proof(curve, divisors)
            if setup.accepted(proof):
                return Found("refuted", proof, _witness(setup, curve)), failures
    stopped = "terms that may cancel" if signed is None else "no weights, and no curve, were found"
    return Blocked(NAME, stopped), []


def _placed(setup: Setup, curves: Iterator[Curve]) -> Iterator[Curve]:
    """Curves that the kernel accepts: with numbers for the parameters that stand still, and multiples where needed."""
    for curve in curves:
        still = [p for p in setup.problem.spans if p not in curve]
        multiples = [sorted(setup.problem.growing), []] if setup.problem.hypotheses else [[]]
        for names in reversed(multiples):
            choices = [NUMBERS] * len(still) + [tuple(map(Fraction, (1, 2, 3, 4)))] * len(names)
            for chosen in islice(product(*choices), TIMES * (1 + 5 * bool(names))):
                numbers = dict(zip((*still, *names), chosen, strict=True))
                placed = {**curve, **{p: Place(numbers[p], ()) for p in still}}
                placed.update({x: Place(curve[x].times * numbers[x], curve[x].powers) for x in names})
                if _is_curve(setup.problem, placed):
                    yield placed
                    break
            else:
                continue
            break


def _is_curve(problem: Problem, curve: Curve) -> bool:
    try:
        problem.curve({x: {"times": str(p.times), "powers": list(p.powers)} for x, p in curve.items()})
    except Rejected:
        return False
    return True


# --- for a person ----------------------------------------------------------------------------------------------------


def _witness(setup: Setup, curve: Curve) -> str:
    """The curve in words, and what the quotient of both sides does on it."""
    problem = setup.problem
    against = compare(value(problem.f, curve).rate, value(problem.g, curve).rate)
    does = {1: "tends to infinity", -1: "tends to 0", 0: "stays between two constants"}[against]
    places = [f"{x} = {_place(problem, x, p)}" for x, p in sorted(curve.items())]
    places += [f"{e['variable']} by its equation" for e in setup.eliminated]
    return f"{', '.join(places)}: the quotient {does}"


def _place(problem: Problem, x: str, place: Place) -> str:
    towers = ("t", "2^t", "2^2^t", "2^2^2^t")
    parts = [_power(towers[i], w) for i, w in enumerate(place.powers) if w]
    u = "*".join([*([str(place.times)] if place.times != 1 or not parts else []), *parts])
    span = problem.spans.get(x)
    if span is None or (span.high is None and span.low == 0):
        return u
    if not parts:
        return str(rule.at(span, place.times))
    return f"{span.low} + {u}" if span.high is None else f"({span.low} + {span.high}*u)/(1 + u) with u = {u}"


def _power(base: str, w: int) -> str:
    inner = base if base == "t" else f"({base})"
    return base if w == 1 else f"1/{inner}" if w == -1 else f"{inner}^{w}" if w > 0 else f"1/{inner}^{-w}"


def _sufficient(claim: Claim, failures: list[Failure]) -> str:
    """The weakest conditions found, each an Omega between monomials, with which the claim is proved; "" for none."""
    options = []
    for key, larger in failures:
        found = {c for other in larger if (c := _condition(claim, key, other))}
        options.append(sorted(found, key=lambda c: (_size(c), print_comparison(c))))
    together = (tuple(dict.fromkeys(cs)) for cs in islice(product(*options), 200))
    ordered = sorted(dict.fromkeys(together), key=lambda cs: (len(cs), sum(map(_size, cs))))
    known = (cs for cs in ordered[:CONDITIONS] if cs and _is_proved(evolve(claim, assuming=(*claim.assuming, *cs))))
    best: tuple[Comparison, ...] = ()
    for chosen in islice(known, OFFERED):
        if not best or all(_is_proved(_statement(claim, c, best)) for c in chosen):
            best = chosen
    return ", ".join(map(print_comparison, best))


def _is_proved(claim: Claim) -> bool:
    found, _ = _decide(claim, refute=False)
    return isinstance(found, Found) and found.verdict == "proved"


def _statement(claim: Claim, c: Comparison, given: tuple[Comparison, ...]) -> Claim:
    """That one condition follows from others, and from the claim's assumptions."""
    return evolve(claim, subject=c.left, relation=c.relation, bound=c.right, assuming=(*claim.assuming, *given))


def _size(c: Comparison) -> int:
    return len(print_comparison(c))


def _condition(claim: Claim, key: Key, larger: Key) -> Comparison | None:
    """That `larger` is no smaller than `key`, common factors removed; None when no formula of the claim says it."""
    rest = key_product((larger, Fraction(1)), (key, Fraction(-1)))[0]
    shifted = {p.name for p in claim.recurrence.parameters}
    if not any(q < 0 for _, q in rest) or not any(q > 0 for _, q in rest) or any(a[0] in shifted for a, _ in rest):
        return None
    scale = Fraction(lcm(*(q.denominator for _, q in rest)), gcd(*(q.numerator for _, q in rest)))
    sides = [mul(*(_atom(*a, abs(q) * scale) for a, q in rest if (q > 0) == up)) for up in (True, False)]
    return Comparison(sides[0], "Omega", sides[1])


def _atom(x: str, depth: int, base: int, power: Fraction) -> Expression:
    out: Expression = Variable(x)
    if depth < 0:
        exponent = mul(number(power), out) if power != 1 else out
        return Apply("exp", (exponent,)) if base == 1 else Pow(number(base), exponent)
    for _ in range(depth):
        out = Apply("log", (out,))
    return out if power == 1 else Pow(out, Number(power))
