"""Derivation: from a decomposition and a measure to the recurrence of its cost.

Every case of a procedure becomes one equation, on the same range, with the same parameters:

    step                          sum                          path                        peak
    call                          its cost                     its cost                    its cost
    then(a, b)                    a + b                        a + b                       max(a, b)
    both(a, b)                    a + b                        max(a, b)                   max(a, b)
    each(i=l..u: a)               sum of a                     max of a                    max of a
    loop(i=l..u: a)               sum of a                     sum of a                    max of a
    each, loop (x in n by w: a)   (c - 1)*a(w) + a(last), c chunks; affine a: at once      likewise
    retry(v, r, a)                r*a; expected a*(1 - (1 - v)^r)/v                        a
    vote(m, a)                    m*a                          a                           a
    lead(k, p, a)                 expected a*k/(2p - 1)*(1 - q^k)/(1 + q^k), q = (1 - p)/p a
    either(a, b)                  max(a, b)                    max(a, b)                   max(a, b)
    choose(p, a, q, b)            max(a, b); expected p*a + q*b                            max(a, b)

Expected costs take chance to be independent of what came before (Wald). What no such formula says exactly is refused:
the expected maximum of random lengths, the worst case of a retry without end. Sources: Meyerson & Qiu, arXiv
2502.04358; for lead, the gambler's ruin (Feller, An Introduction to Probability Theory, XIV.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import NoReturn

from attrs import define

from bounds.cost_names import LATENCY as LATENCY
from bounds.cost_names import all_costs as all_costs
from bounds.cost_names import clash
from bounds.cost_names import cost_name as cost_name
from bounds.decomposition import (
    Ask,
    Best,
    Both,
    Choose,
    Decomposition,
    Each,
    Either,
    Lead,
    Loop,
    Nothing,
    Over,
    Procedure,
    Recurse,
    Retry,
    Step,
    Then,
    Vote,
    all_steps,
)
from bounds.expression import (
    Add,
    Apply,
    Call,
    Div,
    Expression,
    Mul,
    Neg,
    Pow,
    Variable,
    all_subexpressions,
    free_variables,
    number,
)
from bounds.least import Knowledge
from bounds.measure import Measure, measure, with_sizes
from bounds.normal_form import form, normal
from bounds.primitive import Primitive
from bounds.reach import left_to_chance
from bounds.reach import reachable as reachable
from bounds.recurrence import Comparison, Equation, Recurrence
from bounds.rounds import Rounds

ZERO, ONE = number(0), number(1)
LONGEST = 20_000
"""Parts of one formula; rounds inside rounds can double it each time."""


class NotDerivable(ValueError):
    """The measure of a step is no formula of this kind: who refused, need, have, try, and the procedure."""

    def __init__(self, who: str, *, need: str, have: str, try_: str = "") -> None:
        self.who, self.need, self.have, self.try_ = who, need, have, try_
        text = f"Rejected: derivation/{who}\n  need  {need}\n  have  {have}"
        super().__init__(f"{text}\n  try   {try_}" if try_ else text)


def _check_names(decomposition: Decomposition) -> None:
    """Refuse two costs of one name."""
    found = clash(decomposition)
    if found is not None:
        name, first, second = found
        own = next(p for _, p in (first, second) if p != decomposition.main)
        have = f"{name} for {' of '.join(first)} and for {' of '.join(second)}"
        raise NotDerivable(
            "name", need="a name of its own for each cost", have=have, try_=f"another name for the procedure {own}"
        )


def derive_all(decomposition: Decomposition, costs: Iterable[str]) -> Recurrence:
    """The recurrence of several costs, by the names that `all_costs` gives.

    Raises   NotDerivable, as `derive` does
    """
    known = all_costs(decomposition)
    wanted = list(costs)
    for name in wanted:
        if known[name][1] not in reachable(decomposition):
            raise NotDerivable(
                "unreachable", need="a procedure that the system uses", have=known[name][1],
                try_=f"a decomposition of its own, with {known[name][1]} first",
            )  # fmt: skip
    bounds = [name for name in wanted if name in LATENCY]
    names = dict.fromkeys(known[name][0] for name in [*wanted, *(["calls", "depth"] if bounds else [])])
    measures = [m for m in map(measure, names) if m is not None]
    parts = [derive(decomposition, m) for m in measures]
    equations = [e for part in parts for e in part.equations]
    for name in bounds:
        equations += _latency(decomposition, name)
    return Recurrence(tuple(equations), decomposition.parameters)


def _latency(decomposition: Decomposition, name: str) -> list[Equation]:
    """max(calls/workers, depth) below, (calls + (workers - 1)*depth)/workers above (Graham 1966; paper/rules.tex)."""
    workers = next((p for p in decomposition.parameters if p.name == "workers"), None)
    if workers is None or workers.kind != "integer":
        raise NotDerivable(
            "latency", need="the number of workers", have="no integer parameter of that name",
            try_="parameters workers integer >= 1",
        )  # fmt: skip
    w = Variable("workers")
    if not Knowledge.of((), decomposition.parameters, ()).at_least(w, 1):
        raise NotDerivable(
            "latency", need="a number of workers that is evidently >= 1", have="workers",
            try_="parameters workers integer >= 1",
        )  # fmt: skip
    found = []
    for p in decomposition.procedures:
        if p.name == decomposition.main:
            calls, depth = (Call(m, p.patterns) for m in ("calls", "depth"))
            least = Apply("max", (Div(calls, w), depth))
            most = Div(Add((calls, Mul((Add((w, Neg(ONE))), depth)))), w)
            found.append(Equation(name, p.patterns, least if name == LATENCY[0] else most, _range(p)))
    return found


def derive(decomposition: Decomposition, measure: Measure) -> Recurrence:
    """The recurrence of what a decomposition costs.

    Shape    one equation for each case of each procedure that the system can reach
    Units    those of the measure
    Needs    sizes and ranges from which every number of rounds is evident, or evidently not negative
    Gives    a recurrence whose first function is `measure.name`, the cost of the system
    Raises   NotDerivable: a formula of this kind would not be exact
    Source   the table above; each line is compared with executions in tests/checkers/executions

    >>> from bounds.language import parse_decomposition, print_recurrence
    >>> from bounds.measure import MEASURES
    >>> text = "S(n) = nothing for n <= 1; S(n) = then(each(x in n into 2: S(x)), call(merge, n, n)) for n >= 2"
    >>> d = parse_decomposition(text)
    >>> print(print_recurrence(derive(d, MEASURES["tokens_in"])))
    tokens_in(n) = 0 for n <= 1
    tokens_in(n) = tokens_in(floor(n/2)) + tokens_in(ceil(n/2)) + n for n >= 2
    """
    _check_names(decomposition)
    names = reachable(decomposition)
    unsure = left_to_chance(decomposition) if measure.random == "expected" else frozenset()
    equations = []
    for procedure in decomposition.procedures:
        if procedure.name in names:
            sizes = [v for p in procedure.patterns for v in free_variables(p)]
            known = Knowledge.of(sizes, decomposition.parameters, procedure.range)
            cost = _Cost(decomposition, measure, known, unsure).of(procedure.body)
            name = cost_name(decomposition, measure.name, procedure.name)
            equations.append(Equation(name, procedure.patterns, normal(cost), _range(procedure)))
    return Recurrence(tuple(equations), decomposition.parameters)


def _range(procedure: Procedure) -> tuple[Comparison, ...]:
    """The range of a case; without one it holds for all sizes, which the recurrence then says."""
    sizes = dict.fromkeys(v for p in procedure.patterns for v in free_variables(p))
    natural = tuple(Comparison(Variable(v), ">=", ZERO) for v in sizes)
    return procedure.range or (natural if all(isinstance(p, Variable) for p in procedure.patterns) else ())


@define
class _Cost:
    decomposition: Decomposition
    measure: Measure
    known: Knowledge
    random: frozenset[str]

    def of(self, step: Step) -> Expression:
        """The cost of a step."""
        match step:
            case Nothing():
                return ZERO
            case Ask(name, reads, writes):
                return self._call(self.decomposition.primitive(name), reads, writes)
            case Recurse(name, sizes):
                return Call(cost_name(self.decomposition, self.measure.name, name), sizes)
            case Then(steps):
                return self._largest(steps) if self.measure.combine == "peak" else _sum(map(self.of, steps))
            case Both(steps):
                return self._parallel(steps)
            case Either(cases):
                self._worst_only("either", "probabilities", "choose(1/2, a, 1/2, b)")
                return self._largest(cases)
            case Each(over, body):
                return self._many(over, body, at_once=True)
            case Loop(over, body):
                return self._many(over, body, at_once=False)
            case Best(of, body, judge):
                return self.of(Then((Vote(of, body), judge)))
            case _:
                return self._chance(step)

    def _chance(self, step: Retry | Vote | Lead | Choose) -> Expression:
        match step:
            case Vote(samples, body):
                return self._samples(samples, body)
            case Choose(cases):
                _check_chances([p for p, _ in cases])
                if self.measure.random == "worst":
                    return self._largest([s for _, s in cases])
                return _sum(_times(p, self.of(s)) for p, s in cases)
            case Retry(valid, body, at_most):
                return self._retried(valid, body, at_most)
            case Lead(by, right, body):
                return self._led(by, right, body)

    def _call(self, primitive: Primitive, reads: Expression, writes: Expression) -> Expression:
        sizes = {"reads": reads, "writes": writes, "size": primitive.size}
        prices = {"price_in": primitive.price_in, "price_out": primitive.price_out}

        def value(name: str) -> Expression:
            if name in sizes:
                return sizes[name]
            price = prices[name]
            if price is None:
                raise NotDerivable(
                    "price", need=f"the price of {primitive.name}", have="none",
                    try_=f"primitive {primitive.name}: price_in = 0.15, price_out = 0.60 (money for a million tokens)",
                )  # fmt: skip
            return number(price)

        return normal(with_sizes(self.measure.one, value))

    def _samples(self, samples: Expression, body: Step) -> Expression:
        if not self.known.at_least(samples, 1):
            raise NotDerivable("vote", need="a number of samples that is evidently >= 1", have=_shown(samples))
        if self.measure.combine == "sum":
            return _times(samples, self.of(body))
        self._certain([body], "vote")
        return self.of(body)

    def _retried(self, valid: Expression, body: Step, at_most: Expression | None) -> Expression:
        cost = self.of(body)
        _check_chance("retry", valid, least=Fraction(0))
        if at_most is not None and not self.known.at_least(at_most, 1):
            raise NotDerivable("retry", need="a number of tries that is evidently >= 1", have=_shown(at_most))
        if self.measure.combine == "peak":
            return cost
        if self.measure.random == "worst":
            if at_most is None:
                raise NotDerivable(
                    "retry", need="a largest number of tries for the worst case", have="a retry without end",
                    try_=f"retry(v, 5, ...), or the claim about expected_{self.measure.name}",
                )  # fmt: skip
            return _times(at_most, cost)
        if at_most is None:
            return Div(cost, valid)
        failed = Pow(Add((ONE, Neg(valid))), at_most)
        return Div(_times(Add((ONE, Neg(failed))), cost), valid)

    def _led(self, by: Expression, right: Expression, body: Step) -> Expression:
        cost = self.of(body)
        _check_chance("lead", right, least=Fraction(1, 2))
        if not self.known.at_least(by, 1):
            raise NotDerivable("lead", need="a number of votes ahead that is evidently >= 1", have=_shown(by))
        if self.measure.combine == "peak":
            return cost
        self._expected_only("lead", "a walk without end")
        ahead = Add((Mul((number(2), right)), Neg(ONE)))
        odds = Pow(Div(Add((ONE, Neg(right))), right), by)
        rounds = _times(Div(by, ahead), Div(Add((ONE, Neg(odds))), Add((ONE, odds))))
        return _times(rounds, cost)

    def _parallel(self, steps: tuple[Step, ...]) -> Expression:
        if self.measure.combine == "sum":
            return _sum(map(self.of, steps))
        self._certain(steps, "both")
        return self._largest(steps)

    def _largest(self, steps: Iterable[Step]) -> Expression:
        return _largest([self.of(s) for s in steps])

    def _certain(self, steps: Iterable[Step], who: str) -> None:
        """Refuse parts of random length that run at once: the mean of the longest is not the longest mean."""
        if self.measure.random == "worst":
            return
        for step in steps:
            for s in all_steps(step):
                if isinstance(s, Retry | Lead | Choose) or (isinstance(s, Recurse) and s.procedure in self.random):
                    raise NotDerivable(
                        who, need="parts of certain length, side by side", have="chance decides how long a part is",
                        try_=f"expected_calls, or {self.measure.name.removeprefix('expected_')} in the worst case",
                    )  # fmt: skip

    def _worst_only(self, who: str, need: str, instead: str) -> None:
        if self.measure.random == "expected":
            raise NotDerivable(who, need=f"{need} for an expected cost", have="none", try_=instead)

    def _expected_only(self, who: str, have: str) -> None:
        if self.measure.random == "worst":
            raise NotDerivable(
                who, need="a largest number of tries for the worst case", have=have,
                try_=f"the claim about expected_{self.measure.name}",
            )  # fmt: skip

    def _many(self, over: Over, body: Step, *, at_once: bool) -> Expression:
        summed = self.measure.combine == "sum" or (self.measure.combine == "path" and not at_once)
        if not summed and self.measure.combine == "path":
            self._certain([body], "each")
        rounds = Rounds(over, self.known, _refuse)
        cost = normal(_Cost(self.decomposition, self.measure, rounds.within(), self.random).of(body))
        found = rounds.total(cost) if summed else rounds.largest(cost)
        if len(list(islice(all_subexpressions(found), LONGEST + 1))) > LONGEST:
            raise NotDerivable(
                "limit", need=f"a formula of at most {LONGEST:,} parts", have="a longer one: rounds inside rounds",
                try_="a procedure of its own for the inner rounds",
            )  # fmt: skip
        return found


def _refuse(need: str, have: str) -> NoReturn:
    raise NotDerivable(
        "rounds", need=need, have=have, try_="a range such as `for n >= 1`, or `parameters w integer >= 2`"
    )


def _sum(costs: Iterable[Expression]) -> Expression:
    return normal(Add((ZERO, *costs, ZERO)))


def _times(a: Expression, b: Expression) -> Expression:
    return normal(Mul((a, b)))


def _largest(costs: list[Expression]) -> Expression:
    kept = [c for c in dict.fromkeys(map(normal, costs)) if c != ZERO]
    return normal(Apply("max", tuple(kept))) if len(kept) > 1 else kept[0] if kept else ZERO


def _check_chance(who: str, chance: Expression, *, least: Fraction) -> None:
    """Refuse a number that is no probability above `least`; of a parameter, its conditions say what it is."""
    value = _constant(chance)
    if value is not None and not least < value <= 1:
        raise NotDerivable(who, need=f"a probability > {least}", have=_shown(chance))


def _constant(e: Expression) -> Fraction | None:
    found = form(e)
    return found.get((), Fraction(0)) if set(found) <= {()} else None


def _check_chances(chances: list[Expression]) -> None:
    for chance in chances:
        value = _constant(chance)
        if value is not None and not 0 <= value <= 1:
            raise NotDerivable("choose", need="probabilities from 0 to 1", have=_shown(chance))
    rest = form(_sum([*chances, Neg(ONE)]))
    if rest:
        raise NotDerivable(
            "choose", need="probabilities that add up to 1", have=" + ".join(map(_shown, chances)),
            try_="choose(p, a, 1 - p, b)",
        )  # fmt: skip


def _shown(e: Expression) -> str:
    from bounds.language.printer import print_expression  # the printer prints decompositions, and so knows this module

    return print_expression(e)
