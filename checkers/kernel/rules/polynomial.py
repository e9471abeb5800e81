"""Rule polynomial: T(n) stays on one side of F(n) for all values of the parameters at once.

Needs    the step T(n) = sum of a_i T(phi_i) + g, made of + - * / and roundings floor(u/v), ceil(u/v) of integers
         u and v >= 1; F, a_i and g rational functions; an example of parameters that meet their conditions
Checks   with an integer symbol for each rounding and the inequalities that define it, for every n >= from: a_i >= 0,
         low <= phi_i <= n - 1 and sum a_i F(phi_i) + g <= F (or >=); the same at each n from low to from - 1, or F
         against the base equation there. Each inequality is shown by a split on an integer, or by an identity
         times * goal = sum of products of hypotheses with coefficients >= 0 (times > 0), or -1 = such a sum
Gives    T(n) <= F(n), or >=, for every n >= low and all parameters
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checkers.kernel import ring
from checkers.kernel.decode import (
    Claim,
    Expr,
    all_parts,
    calls,
    expression,
    fields,
    integer,
    name,
    one_of,
    rational,
    sequence,
    substitute,
    symbols,
)
from checkers.kernel.evaluate import Values
from checkers.kernel.refusal import Rejected, require
from checkers.kernel.step import Bound, Step, linear_parts, step_of

RULE = "polynomial"
SPLITS, PRODUCT, POINTS, LEAVES = 40, 6, 64, 1000
Hypotheses = list[Expr]  # each is >= 0


class Roundings:
    """Replaces floor(u/v) and ceil(u/v) by integer symbols, and collects the inequalities between them."""

    def __init__(self, integers: set[str], hypotheses: Hypotheses) -> None:
        self.integers, self.hypotheses = set(integers), list(hypotheses)
        self.named: dict[Expr, str] = {}

    def free(self, e: Expr) -> Expr:
        """e without roundings."""
        if not isinstance(e, tuple) or e[0] == "var":
            return e
        if e[:2] not in (("fn", "floor"), ("fn", "ceil")):
            return tuple(self.free(part) if isinstance(part, (tuple, Fraction)) else part for part in e)
        if e not in self.named:
            inner = self.free(e[2])
            u, v = (inner[1], inner[2]) if isinstance(inner, tuple) and inner[0] == "div" else (inner, Fraction(1))
            require(
                is_whole(u, self.integers) and is_whole(v, self.integers) and self.positive(v),
                RULE,
                "a rounding of u/v, integers with v >= 1",
                e,
            )
            self.named[e] = q = f"_q{len(self.named) + 1}"
            self.integers.add(q)
            over: Expr = (
                "add",
                ("mul", v, ("var", q)),
                ("neg", u),
            )  # v*q - u, in [0, v-1] for ceil, in [1-v, 0] for floor
            over = over if e[1] == "ceil" else ("neg", over)
            self.hypotheses += [over, ("add", v, Fraction(-1), ("neg", over))]
        return ("var", self.named[e])

    def positive(self, v: Expr) -> bool:
        """Whether v is a number >= 1, or a symbol with a hypothesis symbol - c >= 0, c >= 1."""
        if isinstance(v, Fraction):
            return v >= 1
        return any(
            h[:2] == ("add", v) and len(h) == 3 and isinstance(h[2], Fraction) and h[2] <= -1 for h in self.hypotheses
        )


def is_whole(e: Expr, integers: set[str]) -> bool:
    """Whether e is evidently an integer."""
    if isinstance(e, Fraction):
        return e.denominator == 1
    return (
        e[1] in integers
        if e[0] == "var"
        else e[0] in ("add", "mul", "neg") and all(is_whole(p, integers) for p in e[1:])
    )


def shown(goal: Expr, known: Hypotheses, integers: set[str], proof: Any, depth: int = SPLITS) -> None:
    """goal >= 0 wherever the hypotheses hold; refuses when the proof does not show it."""
    require(depth > 0 and type(proof) is dict, RULE, f"at most {SPLITS} nested splits", depth)
    if "split" in proof:
        split, at, below, above = fields(proof, ("split", "at", "below", "above"))
        x, c = expression(split), integer(at, -(10**6), 10**6)
        require(is_whole(x, integers), RULE, "a split on an integer", split)
        shown(goal, [*known, ("add", Fraction(c - 1), ("neg", x))], integers, below, depth - 1)
        shown(goal, [*known, ("add", x, Fraction(-c))], integers, above, depth - 1)
        return
    terms, times, absurd = fields(proof, ("terms", "times", "absurd"))
    total: list[Expr] = [Fraction(0)]
    for item in sequence(terms):
        require(
            len(sequence(item)) == 2 and len(sequence(item[1])) <= PRODUCT, RULE, f"at most {PRODUCT} factors", item
        )
        weight = rational(item[0])
        require(weight >= 0, RULE, "coefficients >= 0", weight)
        total.append(("mul", weight, Fraction(1), *(known[integer(i, 0, len(known) - 1)] for i in item[1])))
    factors: list[Expr] = [Fraction(1), Fraction(1)]
    for item in sequence(times):
        require(len(sequence(item)) == 2 and rational(item[1]) > 0, RULE, "a factor h + d with d > 0", item)
        factors.append(("add", known[integer(item[0], 0, len(known) - 1)], rational(item[1])))
    left = Fraction(-1) if one_of(absurd, ("yes", "no")) == "yes" else ("mul", *factors, goal)
    try:
        same = ring.vanishes(("add", left, ("neg", ("add", *total, Fraction(0)))), "")
    except ring.OutsideRing as e:
        raise Rejected(RULE, "polynomials", str(e)) from None
    require(same, RULE, "an identity between the goal and the products", goal)


def conditions(claim: Claim) -> Hypotheses:
    """The parameters' conditions as expressions >= 0; a strict one between integers moves by 1."""
    whole = {p[0] for p in claim.parameters if p[1] == "integer"}
    out: Hypotheses = []
    for _, _, cs in claim.parameters:
        for relation, left, right in cs:
            if relation in ("<", "<="):
                left, right = right, left
            if relation in ("<", "<=", ">", ">=", "=="):
                strict = relation in ("<", ">") and all(is_whole(e, whole) for e in (left, right))
                gap = Fraction(-int(strict)) if right == 0 else ("neg", right)
                c = -right - strict if isinstance(right, Fraction) else None
                out.append(("add", left, c) if c is not None else ("add", left, gap, Fraction(-int(strict))))
    return out


def conclude(claim: Claim, proof: Any) -> Bound:
    names = ("rule", "side", "form", "from", "low", "example", "step", "points")
    _, side, form, start, low, example, at_n, points = fields(proof, names)
    upper = one_of(side, ("upper", "lower")) == "upper"
    step, f = step_of(claim), expression(form)
    require(claim.rounding == "stated", RULE, "rounding as stated", claim.rounding)
    low = integer(low, step.low, 10**6)
    start = integer(start, max(low, step.start), 10**6)
    require(type(example) is dict, RULE, "an object of parameters", example)
    given = {name(x): rational(v) for x, v in example.items()}
    require(set(given) == {p[0] for p in claim.parameters}, RULE, "an example of each parameter", sorted(given))
    values = Values(claim, given, {})
    for symbol, kind, cs in claim.parameters:
        ok = (kind == "real" or given[symbol].denominator == 1) and all(values.holds(c, given) for c in cs)
        require(ok, RULE, f"an example of {symbol} that meets its conditions", given[symbol])
    require(not calls(f) and symbols(f) <= {step.symbol, *given}, RULE, "a form in n and the parameters", f)
    require(_leaves([at_n, points]) <= LEAVES, RULE, f"at most {LEAVES} identities", "more")
    _plain_names(claim, step, set(given))
    _polynomials(f, step)
    _preserved(claim, step, f, None, start, low, at_n, upper)
    require(
        start - low <= POINTS and len(sequence(points)) == start - low,
        RULE,
        f"each of at most {POINTS} sizes",
        len(points),
    )
    for n, item in zip(range(low, start), points, strict=True):
        fitting = values.all_fitting((step.function, (n,)))
        require(len(fitting) == 1, RULE, f"one equation at {n}", len(fitting))
        if n >= step.start:
            _preserved(claim, step, f, n, start, low, item, upper)
            continue
        e, bound = fitting[0]
        body = e.body
        for x in set(bound) - set(given):
            body = substitute(body, x, bound[x])
        require(not calls(body) and symbols(body) <= set(given), RULE, "a base value in the parameters alone", body)
        divisors = [p for p in all_parts(body) if p[0] not in ("var", "add", "mul", "neg")]
        require(
            all(p[0] == "div" and isinstance(p[2], Fraction) and p[2] for p in divisors),
            RULE,
            "a polynomial base value",
            body,
        )
        gap = ("add", substitute(f, step.symbol, Fraction(n)), ("neg", body))
        whole = {p[0] for p in claim.parameters if p[1] == "integer"}
        shown(gap if upper else ("neg", gap), conditions(claim), whole, item)
    return Bound("<=" if upper else ">=", f, Fraction(0), low, low)


def _leaves(proof: Any) -> int:
    """How many identities a proof holds."""
    count, stack = 0, [proof]
    while stack and count <= LEAVES:
        item = stack.pop()
        if type(item) is list:
            stack += item
        elif type(item) is dict and "split" in item:
            stack += [item.get("below"), item.get("above")]
        else:
            count += 1
    return count


def _plain_names(claim: Claim, step: Step, parameters: set[str]) -> None:
    """Which equation holds does not depend on a parameter, and no name is one of the rule's own (_q1, _q2, ...)."""
    for e in claim.equations:
        if e.function == step.function:
            free = set().union(*(symbols(x) for c in e.range for x in c[1:])) & parameters
            require(not free, RULE, "ranges without parameters", sorted(free))
    names = symbols(step.body) | parameters | {step.symbol}
    require(symbols(step.body) <= parameters | {step.symbol}, RULE, "a step in n and the parameters", sorted(names))
    require(not any(x.startswith("_q") for x in names), RULE, "names that do not begin with _q", sorted(names))


def _polynomials(f: Expr, step: Step) -> None:
    """F and the step are polynomials, but for the step's roundings: division by numbers, literal powers >= 0 only."""
    for e in (f, step.body):
        parts = all_parts(e)
        rounded = [
            p[2][2]
            for p in parts
            if p[:2] in (("fn", "floor"), ("fn", "ceil")) and isinstance(p[2], tuple) and p[2][0] == "div"
        ]
        for p in parts:
            plain = p[0] in ("var", "add", "mul", "neg", "call") or (
                e is step.body and p[:2] in (("fn", "floor"), ("fn", "ceil"))
            )
            divided = p[0] == "div" and (p[2] in rounded or (isinstance(p[2], Fraction) and p[2] != 0))
            raised = p[0] == "pow" and isinstance(p[2], Fraction) and p[2].denominator == 1 and p[2] >= 0
            require(plain or divided or raised, RULE, "polynomials and roundings u/v", p)


def _preserved(
    claim: Claim, step: Step, f: Expr, at: int | None, start: int, low: int, proofs: Any, upper: bool
) -> None:
    """The step keeps F's side at one n (at), or at every n >= start."""
    n = ("var", step.symbol)
    whole = {p[0] for p in claim.parameters if p[1] == "integer"}
    known = conditions(claim)
    if at is None:
        whole, known = whole | {step.symbol}, [*known, ("add", n, Fraction(-start))]
    here: Expr = n if at is None else Fraction(at)
    marked = substitute(step.body, step.symbol, n)
    terms, rest = linear_parts(marked, Values(claim, {}, {}), step.symbol)
    roundings = Roundings(whole, known)

    def fix(e: Expr) -> Expr:
        return roundings.free(e if at is None else substitute(e, step.symbol, Fraction(at)))

    parts = [(fix(c), fix(call[2])) for c, call in terms]
    toll = [fix(r) for r in rest]
    goals: list[Expr] = []
    change: list[Expr] = [substitute(f, step.symbol, here), Fraction(0), *(("neg", g) for g in toll)]
    for a, phi in parts:
        goals += [a, ("add", here, Fraction(-1), ("neg", phi)), ("add", phi, Fraction(-low))]
        change.append(("neg", ("mul", a, substitute(f, step.symbol, phi))))
    goals.append(("add", *change) if upper else ("neg", ("add", *change)))
    require(len(sequence(proofs)) == len(goals), RULE, f"a proof for each of {len(goals)} inequalities", len(proofs))
    for goal, item in zip(goals, proofs, strict=True):
        shown(goal, roundings.hypotheses, roundings.integers, item)
