"""When a lower bound for every size is accepted: four conditions, of which a certificate is the first.

(1) the kernel accepts the certificate (before this is asked)
(2) what its rule derives, and what is claimed, is at most the exact optimum at every small size that is quickly solved
(3) for rule win-loss: on every reachable poset of few items the counters and answers are what the rule takes them for
(4) the hypotheses can be met: values of the parameters are found

A claim that fails (2) or (3) shows an error of ours: the rule, the engine or the reading is wrong, and nothing of it is
reported as a verdict. None of this is trusted to prove anything; it can only withhold a verdict.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Any

from attrs import evolve

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from bounds.expression import Number
from bounds.problem import Mode, Primitive, Problem, SymmetricProblem
from bounds.setting import ONE, Setting, at_size, mode_of, primitives_at, problem_at
from bounds.value import TooLarge
from checkers.kernel import decode
from checkers.kernel.evaluate import Values
from checkers.kernel.interval import Interval
from checkers.kernel.problems.comparison import derived_claim
from checkers.kernel.problems.rules import copies, refines, restricts, win_loss
from checkers.kernel.problems.setting import COSTS, LowerBound, lower_bound
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds import rational_fit
from checkers.lower_bounds.concrete_play import require_abstraction
from checkers.lower_bounds.follow import derived_by
from checkers.optima import by_instances
from checkers.optima.engines import engine, optimum
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import NEVER, Contradiction, Search, drain
from checkers.verdict import Blocked

Given = tuple[tuple[str, Fraction], ...]
"""Values of the parameters, by name."""

NAME = "acceptance"
SECONDS, PLAY_SECONDS = 0.3, 0.2
GROWTH = 4
"""The next size is tried when it may take so many times what the last one took."""
SIZES = {"sort": 10, "connectivity": 4, "group_testing": 7, "distinct": 5, "read": 6}
"""The largest size looked at, where the instances are too many to write down soon after; 12 otherwise."""
INSTANCES = 3000
VALUES = tuple(map(Fraction, ("2", "3", "1", "0", "5", "1/2", "1/3", "1/10", "3/4", "-1", "10", "100")))


def accept(claim: Claim, proof: Mapping[str, Any]) -> Blocked | None:
    """Whether a proof that the kernel accepted is accepted; None when it is.

    Needs    a claim with a setting; the proof of its certificate
    Raises   Contradiction when a bound is above an optimum, or the counters of a potential are wrong
    """
    read = lower_bound(claim_to_json(claim))
    examples = list(islice(all_examples(read), 2))
    if claim.setting is None or not examples:
        return Blocked(NAME, "no values of the parameters were found that meet their conditions")
    derived = derived_by(json.dumps(read.raw), proof["rule"], json.dumps(proof["proof"]))
    first = max(derived.start, read.first or 1)
    about = decode.claim(derived_claim(read, derived))
    seconds = SECONDS / len(examples)
    for given in examples:
        copied = at_size(claim.setting.copies, 1, dict(given))
        table = optima(evolve(claim.setting, copies=ONE), given, seconds)
        values = Values(about, dict(given), {})
        for n, upper in table:
            if n >= first:
                require_below(values, read, n, given, copied * upper)  # copies can be solved one after the other
        require_play(claim.setting, proof, given, PLAY_SECONDS / len(examples))
    return None


def require_below(values: Values, read: LowerBound, n: int, given: Given, upper: Fraction) -> None:
    """Refuse unless the derived bound and the claimed one are at most an upper end of the optimum at n."""
    cost = COSTS[read.setting.mode]
    at = {**dict(given), "n": Fraction(n)}
    for which in ("derived", "claimed") if read.relation in (">=", ">") else ("derived",):
        relation = ">=" if which == "derived" else read.relation
        try:
            low = (values.at(cost, n) if which == "derived" else values.value(read.bound, at))[0]
        except Rejected:  # no value there: nothing is said
            continue
        if low > upper or (low == upper and relation == ">"):
            where = ", ".join(f"{name} = {x}" for name, x in (("n", n), *given))
            raise Contradiction(f"{cost} at {where}: the {which} bound is {shown((low, low))}, the optimum {upper}")


def shown(value: Interval) -> str:
    """The lower end of a value, short."""
    low = value[0]
    return str(low) if low.denominator < 1000 else f"about {float(low):.4g}"


# --- exact optima --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def optima(setting: Setting, given: Given, seconds: float) -> tuple[tuple[int, Fraction], ...]:
    """Sizes, and what some strategy costs there: the optimum, or a little more where time was up.

    Gives    nothing where no engine knows the setting, or no strategy solves it
    """
    mode = mode_of(setting)
    if mode is None:
        return ()
    found = []
    began = time.monotonic()
    last = 0.0
    for n in range(1, SIZES.get(setting.family, 12) + 1):
        left = seconds - (time.monotonic() - began)
        if left <= GROWTH * last:
            break
        start = time.monotonic()
        try:
            if not is_small(setting, n, given):
                break
            problem, primitives = problem_at(setting, n, dict(given)), primitives_at(setting, n, dict(given))
            if problem is None:
                continue
            if primitives is None:
                break
            upper = upper_end(problem, primitives, mode, left)
        except (OutOfReach, ValueError, TypeError, TooLarge, by_instances.TimeIsUp):
            break
        last = time.monotonic() - start
        if upper is not None:
            found.append((n, upper))
    return tuple(found)


def upper_end(problem: Problem, primitives: Sequence[Primitive], mode: Mode, seconds: float) -> Fraction | None:
    """What some strategy costs, the optimum if time suffices; None when no strategy is known.

    Raises   OutOfReach, TimeIsUp
    """
    if mode.rounds is not None:
        return by_instances.optimum(problem, primitives, mode, seconds)
    if mode.cost == "expected" or isinstance(problem, SymmetricProblem):
        return optimum(problem, primitives, mode, seconds).upper
    search: Search[Any] = Search(engine(problem, primitives))
    start = search.game.start()
    with suppress(TimeoutError):
        drain(search.value(start), time.monotonic() + seconds)
    upper = search.upper.get(start, NEVER)
    return None if upper >= NEVER else search.game.unit * upper


def is_small(setting: Setting, n: int, given: Given) -> bool:
    """Whether the problem of size n can be written down."""
    if setting.mode in ("expected", "nonadaptive") and n > 5:
        return False
    if setting.family in ("read", "merge") and setting.argument is not None:
        part = at_size(setting.argument, n, dict(given))
        return part**n <= INSTANCES if setting.family == "read" else part + n <= 12
    return True


# --- counters ------------------------------------------------------------------------------------------------------


def innermost(setting: Setting, proof: Mapping[str, Any]) -> tuple[Setting, str, Any]:
    """The setting, rule and proof that a proof by refines, restricts or copies ends in."""
    rule, inner = proof["rule"], proof["proof"]
    while rule in (refines.RULE, restricts.RULE, copies.RULE):
        if rule == refines.RULE:
            setting = evolve(setting, family=inner["to"])
        elif rule == restricts.RULE:
            calls = tuple(evolve(kind, exactly=False) for kind in setting.calls)
            setting = evolve(setting, family=restricts.TO[setting.family], calls=calls)
        rule, inner = inner["rule"], inner["proof"]
    return setting, rule, inner


def require_play(setting: Setting, proof: Mapping[str, Any], given: Given, seconds: float) -> None:
    """Refuse unless the counters of a proof by win-loss fit what happens on posets; other rules have none."""
    setting, rule, inner = innermost(setting, proof)
    if rule != win_loss.RULE:
        return
    weights, scale = win_loss.read(inner)
    primitives = primitives_at(setting, 2, dict(given))
    sizes = [at_size(kind.size, 2, dict(given)) for kind in setting.calls if not isinstance(kind.size, Number)]
    k = sizes[0] if sizes else 0
    u, w, lost, b = (rational_fit.at(p, k) / rational_fit.at(scale, k) for p in weights)
    if primitives is not None:
        require_abstraction(setting.family, primitives, (u, w, lost, b), (2, 3, 4, 5), seconds)


# --- hypotheses ----------------------------------------------------------------------------------------------------


def all_examples(read: LowerBound) -> Iterator[Given]:
    """Values of the parameters that meet their conditions: small ones, or a model found by z3."""
    empty = decode.Claim(read.parameters, "stated", (), ("var", "n"), ">=", Fraction(0), (), ())
    numbers = sorted({q for p in read.parameters for c in p[2] for side in c[1:] for q in literals(side)})
    near = [x for q in numbers for x in (q, q + 1, q - 1)]
    between = [(a + b) / 2 for a, b in combinations(numbers, 2)]
    candidates = list(dict.fromkeys((*near, *between, *VALUES)))
    none = True
    for chosen in islice(product(candidates, repeat=len(read.parameters)), 3000):
        given = {p[0]: x for p, x in zip(read.parameters, chosen, strict=True)}
        if is_permitted(empty, given):
            none = False
            yield tuple(given.items())
    if none:
        model = modelled(empty)
        if model is not None and is_permitted(empty, model):
            yield tuple(model.items())


def literals(e: decode.Expr) -> list[Fraction]:
    """The numbers in an expression; a quotient of two is one."""
    if isinstance(e, Fraction):
        return [e]
    if e[0] == "div" and isinstance(e[1], Fraction) and isinstance(e[2], Fraction) and e[2]:
        return [e[1] / e[2]]
    if e[0] == "neg" and isinstance(e[1], Fraction):
        return [-e[1]]
    return [q for part in e[1:] if isinstance(part, tuple | Fraction) for q in literals(part)]


def is_permitted(claim: decode.Claim, given: dict[str, Fraction]) -> bool:
    """Whether values of the parameters meet their conditions, and are integers where they must be."""
    values = Values(claim, given, {})
    try:
        return all(
            (kind == "real" or given[x].denominator == 1) and all(values.holds(c, given) for c in conditions)
            for x, kind, conditions in claim.parameters
        )
    except Rejected:
        return False


def modelled(claim: decode.Claim) -> dict[str, Fraction] | None:
    """Values that z3 finds; None when it finds none, or the conditions are no polynomials."""
    from checkers.kernel.rules.polynomial import conditions
    from checkers.positivity import NotPolynomial, countermodel, polynomial

    try:
        rows = [polynomial(h) for h in conditions(claim)]
    except (NotPolynomial, Rejected):
        return None
    answer, model = countermodel([], rows, {p[0] for p in claim.parameters if p[1] == "integer"})
    return {p[0]: model.get(p[0], Fraction(0)) for p in claim.parameters} if answer == "sat" else None
