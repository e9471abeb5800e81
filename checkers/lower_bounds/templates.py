"""Potential arguments about counters, as a template that a user fills in, and the obligations that make it a proof.

What a strategy knows is abstracted to counters (integers >= 0). A call takes some of what is counted, the adversary
chooses one of its answers, and the counters change. A potential is linear. If at the start it is P(n), where the
problem is solved at most 0, and to every call there is an answer by which it falls by at most the price, then every
strategy costs at least P(n). That the counters, calls and answers say the truth about a problem is the template's
link: a theorem that it names, and that nothing here proves.

>>> maximum = Template(
...     "max by comparisons", ("u", "w", "l", "b"), {"u": "n"}, ("u + w <= 1",),
...     (Call("two new items", (Answer("either wins", (Outcome({"u": "u - 2", "w": "w + 1", "l": "l + 1"}),)),),
...           ("u >= 2",)),
...      Call("two winners", (Answer("either wins", (Outcome({"w": "w - 1", "b": "b + 1"}),)),), ("w >= 2",))),
...     invariant=("u + w + l + b >= 2",), first=2)
>>> [o.name for o in obligations(maximum, "u + w - 1")][:2]
['start: n >= 2 meets the invariant', 'start: can be met']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import field, frozen

from bounds.setting import Setting
from checkers.kernel.linear import Row, composed, plus, scaled
from checkers.lower_bounds.obligations import (
    NotLinear,
    Obligation,
    Requirement,
    Rows,
    Way,
    conditions,
    linear,
)


@frozen
class Outcome:
    """What the counters are after an answer (those not named stay); it can come only where `possible` holds."""

    after: Mapping[str, str]
    possible: tuple[str, ...] = ()


@frozen
class Answer:
    """An answer that the adversary may choose where `when` holds; it answers for each outcome that can come."""

    name: str
    outcomes: tuple[Outcome, ...]
    when: tuple[str, ...] = ()


@frozen
class Call:
    """A kind of call: what must hold for it, its price, and the answers to it; `shown` are numbers it chooses, >= 0."""

    name: str
    answers: tuple[Answer, ...]
    takes: tuple[str, ...] = ()
    price: Fraction = field(default=Fraction(1), converter=Fraction)
    shown: tuple[str, ...] = ()


@frozen
class Template:
    """A problem and its calls as counters.

    `start`      the counters at the start, linear in n; those not named are 0
    `solved`     conditions that hold wherever the problem is solved: too many make every proof about it worthless
    `invariant`  conditions that hold at every state the adversary lets come about
    `first`      the least n
    `link`       the theorem that the counters say the truth; `setting`, where given, the problem they are about:
                 then bounds are compared with its exact optima
    `occurring`  every state that comes about at n in truth, None where they were too many to find; where it is not
                 given, those that come about by the template's own calls and answers are looked at
    """

    name: str
    counters: tuple[str, ...]
    start: Mapping[str, str]
    solved: tuple[str, ...]
    calls: tuple[Call, ...]
    invariant: tuple[str, ...] = ()
    first: int = 1
    link: str = ""
    setting: Setting | None = None
    occurring: Callable[[int], Iterable[Mapping[str, int]] | None] | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        """Raises NotLinear for a text that is no condition, ValueError for a name that is not one of the counters."""
        for call in self.calls:
            if not call.answers or any(not answer.outcomes for answer in call.answers):
                raise ValueError(f"template: need an answer with an outcome to every call, have none to {call.name}")
            for answer in call.answers:
                for outcome in answer.outcomes:
                    self._require_counters(outcome.after)
        self._require_counters(self.start)
        if "n" in self.counters or any({"n", *self.counters} & set(c.shown) for c in self.calls):
            raise ValueError("template: need names of counters and of what is shown that differ, none of them n")

    def _require_counters(self, named: Mapping[str, str]) -> None:
        unknown = sorted(set(named) - set(self.counters))
        if unknown:
            raise ValueError(f"template: need counters {', '.join(self.counters)}, have {', '.join(unknown)}")

    def states(self) -> Rows:
        """What is known of every state: counters are >= 0, and the invariant."""
        return (*counted(self.counters), *self.holds(self.invariant))

    def holds(self, texts: tuple[str, ...], shown: tuple[str, ...] = ()) -> Rows:
        """Conditions on the counters, and on what a call shows."""
        names = frozenset((*self.counters, *shown))
        return tuple(row for text in texts for row in conditions(text, names))

    def beginning(self) -> dict[str, Row]:
        """The counters at the start, in n."""
        return {x: linear(self.start.get(x, "0"), frozenset({"n"})) for x in self.counters}

    def after(self, call: Call, outcome: Outcome) -> dict[str, Row]:
        """The counters after an outcome."""
        names = frozenset((*self.counters, *call.shown))
        return {x: linear(outcome.after.get(x, x), names) for x in self.counters}


def counted(names: tuple[str, ...]) -> Rows:
    """That names stand for numbers >= 0."""
    return tuple({x: Fraction(1)} for x in names)


def bound(template: Template, potential: str) -> Row:
    """What the potential is at the start: the bound, in n."""
    return composed(linear(potential, frozenset(template.counters)), template.beginning())


def obligations(template: Template, potential: str) -> list[Obligation]:
    """All that is to be proved, by name; for each of them also that its hypotheses can be met.

    Raises   NotLinear, LanguageError
    """
    level = linear(potential, frozenset(template.counters))
    begin, states = template.beginning(), template.states()
    first: Rows = ({"n": Fraction(1), "": Fraction(-template.first)},)
    started = [Requirement(composed(row, begin)) for row in states]
    found = [
        Obligation(f"start: n >= {template.first} meets the invariant", first, (tuple(started),)),
        Obligation("start: can be met", first, kind="met"),
    ]
    for call in template.calls:
        hypotheses = (*states, *counted(call.shown), *template.holds(call.takes, call.shown))
        ways = tuple(_way(template, level, call, answer) for answer in call.answers)
        found.append(_about(template, f"call {call.name}: an answer costs at most {call.price}", hypotheses, ways))
        found += [
            _about(template, f"call {call.name}: to each answer some outcome can come", (*hypotheses, *when), outcomes)
            for when, outcomes in _uncertain(template, call)
        ]
        found.append(_about(template, f"call {call.name}: can be met", hypotheses))
    solved = (*states, *template.holds(template.solved))
    end = (Requirement(scaled(level, Fraction(-1))),)
    found.append(_about(template, "end: the potential is at most 0 where the problem is solved", solved, (end,)))
    found.append(_about(template, "end: can be met", solved))
    return found


def _about(template: Template, name: str, hypotheses: Rows, ways: tuple[Way, ...] = ()) -> Obligation:
    return Obligation(name, hypotheses, ways, "always" if ways else "met", state=template.counters)


def _way(template: Template, level: Row, call: Call, answer: Answer) -> Way:
    """That an answer may be given, and each of its outcomes costs at most the price and keeps what is known."""
    required = [Requirement(row) for row in template.holds(answer.when, call.shown)]
    for outcome in answer.outcomes:
        given = template.holds(outcome.possible, call.shown)
        after = template.after(call, outcome)
        fall = plus(level, scaled(composed(level, after), Fraction(-1)))
        required.append(Requirement(plus({"": call.price}, scaled(fall, Fraction(-1))), given))
        required += [Requirement(composed(row, after), given) for row in template.states()]
    return tuple(required)


def _uncertain(template: Template, call: Call) -> Iterator[tuple[Rows, tuple[Way, ...]]]:
    """The answers none of whose outcomes can always come: when they may be given, and the conditions of each."""
    for answer in call.answers:
        outcomes = [template.holds(outcome.possible, call.shown) for outcome in answer.outcomes]
        if () not in outcomes:
            ways = tuple(tuple(map(Requirement, rows)) for rows in outcomes)
            yield template.holds(answer.when, call.shown), ways


__all__ = ["Answer", "Call", "NotLinear", "Outcome", "Template", "bound", "obligations"]
