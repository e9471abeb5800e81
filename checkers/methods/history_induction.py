"""History induction: bounds of T(n) = a(n) * (weighted sum over earlier T) + g(n), preserved by the step.

Candidates for an invariant F come from the shape (checkers.history_shape); explicit claims try their own bound. Sums
over F are bounded by forms that telescope (checkers.telescoped_sums); the kernel checks both.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.recurrence import LANDAU
from checkers.found import Found
from checkers.history_shape import HistoryShape, history_shape, preserved_power, toll_of
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel import exponent as ex
from checkers.kernel import exponential as xp
from checkers.kernel import series as sr
from checkers.kernel.evaluate import Values
from checkers.kernel.expand import Expander
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, induction, order
from checkers.kernel.series import Frame, Key, compare
from checkers.kernel.step import integer_bound
from checkers.order_of import holds, show, sides
from checkers.telescoped_sums import Term, expression, forms
from checkers.verdict import Blocked

RULE, ORDER = "induction", 22
NAME = "history_induction"
STARTS, FAR_STARTS = (2, 4, 8, 16, 64, 256), (1 << 40, 1 << 200)
LOW, GROWING_LOW, GROWING_START = 64, 4, 1 << 12
SIGNS = (0, 1, 2, 3, 4, 8, 16, 32, 64)
SIGN_STEPS, WINDOW_STEPS = 300_000, 1_500_000
HALF = Fraction(1, 2)


def find(claim: Claim) -> Found | Blocked | None:
    """A proof or refutation by induction, for a step that sums over earlier values.

    Shape    T(n) = a(n) * sum over k = first..last of w(n, k) T(k) + g(n), a >= 0, w >= 0 a polynomial, last < n
    Needs    no parameters, no free base values, no other calls
    Gives    a proof for rule bound or order, with premises of rule induction
    """
    decoded = decode.claim(claim_to_json(claim))
    parts = [p for e in decoded.equations for p in decode.all_parts(e.body)]
    if not any(p[:2] == ("fold", "sum") and decode.calls(p) for p in parts):
        return None
    try:
        shape = history_shape(decoded)
    except Rejected as e:
        return Blocked(NAME, f"{e.rule} needs {e.need}", e.have)
    if claim.relation in LANDAU:
        return _growth(decoded, shape)
    return _explicit(decoded, shape) if claim.relation in ("<=", ">=") else None


# --- growth -----------------------------------------------------------------------------------------------------------


def _growth(claim: decode.Claim, shape: HistoryShape) -> Found | Blocked:
    try:
        f, positive = order.leading_monomial(claim.bound, shape.step.symbol)
    except Rejected as e:
        return Blocked(NAME, f"the bound: {e.rule} needs {e.need}", e.have)
    if not positive:
        return Blocked(NAME, "the bound is not eventually positive")
    last = "no candidate invariant for this shape"
    for k, terms in _candidates(shape):
        try:
            against = compare(k, f)
        except Rejected as e:
            last = f"{e.rule} needs {e.need}"
            continue
        premises = [_premise(claim, shape, side == "upper", terms) for side in sides(claim.relation, against)]
        if not all(premises):
            last = "no bound of the order expected was preserved by the step"
            continue
        verdict = "proved" if holds(claim.relation, against) else "refuted"
        side = "above the bound" if against > 0 else "below the bound" if against else "the bound's own order"
        witness = f"T is of order {show(k)}, {side}" if verdict == "refuted" else ""
        return Found(verdict, {"rule": "order", "premises": premises}, witness)
    return Blocked(NAME, last)


def _candidates(shape: HistoryShape) -> Iterator[tuple[Key, dict[str, list[list[Term]]]]]:
    """An order with invariants of it for both sides."""
    toll = toll_of(shape)
    if shape.moment is None:
        if shape.rate is not None and shape.rate > 0 and (toll or shape.lead is None):
            yield _doubling(shape.rate, toll)
        return
    if toll is None and shape.lead is not None:
        return
    p = preserved_power(shape.moment)
    size = Fraction(shape.size).limit_denominator(1000) or Fraction(1)
    if toll and toll[0] > -1 and (left := 1 - shape.moment(float(toll[0]))) > 1e-9:
        c = Fraction(abs(shape.size) / left).limit_denominator(1000) or Fraction(1)
        upper = [[Term(c * x, *toll)] for x in (2, 64)]
        yield _key(*toll), {"upper": upper, "lower": [[Term(c / x, *toll)] for x in (2, 64)]}
        return
    if p is None:
        return
    if toll and toll[0] == p and toll[1] > -1:
        more = toll[1] + 1
        upper = [[Term(abs(size) * x, p, more)] for x in (8, 256)]
        yield _key(p, more), {"upper": upper, "lower": [[Term(abs(size) / x, p, more)] for x in (8, 256)]}
        return
    near = max(toll[0], p - HALF) if toll and toll[0] > p - 1 else p - HALF
    for h in dict.fromkeys((near, (near + p) / 2, p - Fraction(1, 8))):
        if h <= -1 or (rise := shape.moment(float(h)) - 1) < 1e-9:
            continue
        d = Fraction(4 * (abs(shape.size) + 1) / rise).limit_denominator(1000) + 1
        yield _key(p), {"upper": [[Term(2 * d, p), Term(-d, h)]], "lower": [[Term(Fraction(1), p), Term(d, h)]]}


def _key(n: Fraction, log: Fraction = Fraction(0)) -> Key:
    return Key(n=ex.rational(n), log=ex.rational(log))


def _doubling(rate: Fraction, toll: Any) -> tuple[Key, dict[str, list[list[Term]]]]:
    """T(n) = a (T(0) + ... + T(n-1)) + g(n) is about (1 + a) T(n-1)."""
    b = 1 + rate
    degree = max(toll[0] + (toll[1] > 0), Fraction(0)) if toll else Fraction(0)
    slack = -(-degree // 1)
    power = Term(Fraction(1), b=b)
    upper = [[power, Term(-c, Fraction(slack))] for c in (Fraction(1, 64), Fraction(2))]
    return Key(bases=xp.prime_powers(b)), {"upper": upper, "lower": [[power, Term(Fraction(1))]]}


def _premise(
    claim: decode.Claim, shape: HistoryShape, upper: bool, terms: dict[str, list[list[Term]]]
) -> dict[str, Any] | None:
    for each in terms["upper" if upper else "lower"]:
        growing = any(t.b != 1 for t in each)
        for splits in _splits(shape, each, upper, None):
            sign = _sign(claim, shape, splits, upper)
            for start in (GROWING_START,) if growing else FAR_STARTS:
                if sign is None:
                    continue
                low = max(GROWING_LOW if growing else LOW, sign["first"], shape.step.low)
                proof = {
                    "rule": "induction", "side": "upper" if upper else "lower", "mode": "growth",
                    "form": _in(shape, expression(each, None)), "shift": "0", "from": start, "low": low, "base": "e",
                    "order": 3, "turned": [], "splits": splits, "sign": sign,
                }  # fmt: skip
                try:
                    induction.conclude(claim, proof)
                except Rejected:
                    continue
                return proof
    return None


def _in(shape: HistoryShape, e: Any) -> Any:
    """A form in n as JSON in the step's own variable."""
    symbol = shape.step.symbol
    return to_json(decode.substitute(e, "n", ("var", symbol)) if symbol != "n" else e)


def _splits(shape: HistoryShape, terms: list[Term], upper: bool, base: int | None) -> Iterator[list[Any]]:
    """For each sum the parts with forms that telescope: the choices that rule induction takes."""
    expand = Expander(Frame(Fraction(1 << 40), None, 3), shape.step.symbol, Fraction(0))
    places, options = [], []
    for addend in shape.sums:
        for call in addend:
            for part in call:
                rising = sr.nonpositive(sr.minus(expand.expand(part.times)), expand.frame)
                weight = ("pow", ("var", "n"), Fraction(part.power)) if part.power else Fraction(1)
                places.append((part.times, weight))
                options.append(list(forms(terms, part.power, rising == upper, base)))
    for chosen in islice(product(*options), 4):
        parts = iter(zip(places, chosen, strict=True))
        yield [[[_part(shape, *next(parts)) for _ in call] for call in addend] for addend in shape.sums]


def _part(shape: HistoryShape, place: tuple[Any, Any], form: Any) -> list[Any]:
    return [to_json(place[0]), _in(shape, place[1]), _in(shape, form)]


def _sign(claim: decode.Claim, shape: HistoryShape, splits: list[Any], upper: bool) -> dict[str, int] | None:
    """A window on which T is seen to be positive and which its step preserves."""
    values = Values(claim, {}, {})
    values.steps = SIGN_STEPS
    for first, more in product(SIGNS, (0, 8, 64)):
        sign = {"first": first, "last": max(shape.step.start, 3, first) + more}
        try:
            induction.keeps_sign(values, shape.step, splits, sign, int(upper), None, None)
        except Rejected:
            continue
        return sign
    return None


# --- explicit claims --------------------------------------------------------------------------------------------------


def _explicit(claim: decode.Claim, shape: HistoryShape) -> Found | Blocked:
    upper, last = claim.relation == "<=", "the bound is no sum of terms c n^p log(n)^s"
    values = Values(claim, {}, {})
    values.steps = WINDOW_STEPS
    for base in (None, 2):
        own = _terms(claim, shape, base)
        for terms in [own, *_with_slack(own, upper)] if own else []:
            for splits in _splits(shape, terms, upper, base):
                for low, start in product(_lows(claim, shape), STARTS):
                    try:
                        return Found("proved", _proof(claim, shape, terms, splits, (max(low, start), low), base))
                    except Rejected as e:
                        last = f"{e.rule} needs {e.need}"
    return Blocked(NAME, last)


def _lows(claim: decode.Claim, shape: HistoryShape) -> list[int]:
    """Where the invariant may begin: at the first size, or where the claim does."""
    ends = [integer_bound(r, shape.step.symbol) for r in claim.range]
    first = max((c for end in ends if end for side, c in [end] if side == "low"), default=0)
    return list(dict.fromkeys((max(1, shape.step.low), max(1, first, shape.step.low))))


def _proof(
    claim: decode.Claim, shape: HistoryShape, terms: list[Term], splits: list[Any], sizes: tuple[int, int],
    base: int | None,
) -> dict[str, Any]:  # fmt: skip
    """A proof by rule bound from sizes (from, low) of the premise; raises Rejected where the kernel refuses it."""
    start, low = max(sizes[0], shape.step.start, 2), sizes[1]
    named = "e" if base is None else base
    premise = {
        "rule": "induction", "side": "upper" if claim.relation == "<=" else "lower", "mode": "window",
        "form": _in(shape, expression(terms, base)), "shift": "0", "from": start, "low": low, "base": named,
        "order": 3, "turned": [], "splits": splits, "sign": {},
    }  # fmt: skip
    induction.conclude(claim, premise)
    for at in (max(low, 2), max(low, 16), 256):
        proof = {"rule": "bound", "premise": premise, "from": at, "base": named, "order": 3}
        try:
            bound.verdict(claim, proof)
        except Rejected as e:
            last = e
            continue
        return proof
    raise last


def _terms(claim: decode.Claim, shape: HistoryShape, base: int | None) -> list[Term] | None:
    """The claimed bound as terms with exact coefficients, logarithms to the base."""
    try:
        series = Expander(Frame(Fraction(1 << 40), base, 3), shape.step.symbol, Fraction(0)).expand(claim.bound)
    except Rejected:
        return None
    out = []
    for k, c in series.items():
        plain = not k.rounding and not k.factorial and k.loglog == ex.NIL
        b = xp.value(k.bases)
        if not plain or k.n.irrational or k.log.irrational or c[0] != c[1] or b[0] != b[1]:
            return None
        out.append(Term(c[0], k.n.q, k.log.q, b[0]))
    return out


def _with_slack(terms: list[Term], upper: bool) -> Iterator[list[Term]]:
    """The terms with a constant or a logarithm on the strict side."""
    doubling = any(t.b != 1 for t in terms)
    slack = [Term(Fraction(1)), Term(Fraction(1, 4)), Term(Fraction(1), s=Fraction(1))]
    slack += [Term(Fraction(1), p) for p in (Fraction(1), Fraction(2))] if doubling and upper else []
    for t in slack:
        yield [*terms, Term(-t.c if upper else t.c, t.p, t.s)]
