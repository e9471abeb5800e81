"""The template of rule win-loss: items that never met (u), only won (w), only lost (l), did both (b).

Its link is the theorem of the rule, so a potential about it can be proved at grade kernel, by the rule itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction

from bounds.setting import CallKind, Setting, primitives_at
from checkers.lower_bounds.concrete_play import counted, kinds, reachable
from checkers.lower_bounds.synthesis import AFTER_LOSS, AFTER_WIN, applies, at_sizes, size_parameter
from checkers.lower_bounds.templates import Answer, Call, Outcome, Template

SECONDS = 1.0
"""For finding the posets of one n."""
KINDS = ("u", "w", "l", "b")
SHOWN = ("su", "sw", "sl", "sb")
U, W, L, B = range(4)
SOLVED = {"max": ("u + w <= 1",), "min_and_max": ("u + w <= 1", "u + l <= 1")}
SEVERAL = ("u + w + l + b >= 2",)
"""All that is known of a state when nothing is said of how it came about: it has at least two items."""
CANDIDATES = ("u + w >= 1", "u + l >= 1", "u + w + l >= 2")
"""Some item may still be the best, some the worst, and they are not one and the same."""
NAMES = ("any", "one that never met", "one that only won", "one that only lost")


def invariant_of(setting: Setting) -> tuple[str, ...]:
    """What the adversary keeps true: it chooses the worst item shown only where calls tell the worst."""
    tells_worst = all(kind.asks != "best" for kind in setting.calls)
    return (*SEVERAL, *(CANDIDATES if tells_worst and setting.family == "min_and_max" else CANDIDATES[:1]))


def win_loss_template(setting: Setting, invariant: tuple[str, ...] | None = None) -> Template:
    """The counters of a setting; with no more of an invariant than SEVERAL some potentials are refuted at states that
    never come about.

    Needs    max or min_and_max, right answers, sizes that are numbers
    Raises   ValueError otherwise
    """
    if not applies(setting) or size_parameter(setting) is not None:
        raise ValueError("win-loss template: need max or min_and_max by calls that compare, sizes that are numbers")
    asked = at_sizes(setting.calls, {})
    calls = tuple(_call(kind, size) for kind, (_, size, _) in zip(setting.calls, asked, strict=True))
    return Template(
        f"{setting.family} by {', '.join(c.name for c in calls)}", KINDS, {"u": "n"}, SOLVED[setting.family], calls,
        invariant_of(setting) if invariant is None else invariant, 2, "theorem of rule win-loss", setting,
        lambda n: _occurring(setting, n),
    )  # fmt: skip


def _occurring(setting: Setting, n: int) -> list[dict[str, int]] | None:
    """The counters of every poset of n items that answers lead to; None when time was up before all were found."""
    until = time.monotonic() + SECONDS
    primitives = primitives_at(setting, n) or ()
    found = dict.fromkeys(counted(kinds(ups)) for ups in reachable(n, primitives, lambda: time.monotonic() > until))
    return None if time.monotonic() > until else [dict(zip(KINDS, counts, strict=True)) for counts in found]


def potential_text(family: str, weights: tuple[Fraction, Fraction, Fraction, Fraction]) -> str:
    """A potential that is at most 0 where the problem is solved."""
    end = weights[W] if family == "max" else weights[W] + weights[L]
    terms = [f"({x})*{kind}" for x, kind in zip(weights, KINDS, strict=True) if x]
    return " + ".join([*terms, f"({-end})"])


def _call(kind: CallKind, size: int) -> Call:
    total = " + ".join(SHOWN)
    sizes = (f"{total} == {size}",) if kind.exactly else (f"{total} >= 2", f"{total} <= {size}")
    takes = (*(f"{s} <= {c}" for s, c in zip(SHOWN, KINDS, strict=True)), *sizes)
    name = "compare" if (kind.asks, size) == ("sort", 2) else f"{kind.asks}({size})"
    return Call(name, tuple(_answers(kind.asks)), takes, kind.price, SHOWN)


def _answers(asks: str) -> Iterator[Answer]:
    """Every rule by which the best and the worst may be chosen: one of a kind that may be, or any."""
    bests, worsts = (None, U, W), (None,) if asks == "best" else (None, U, L)
    for best in bests:
        for worst in worsts:
            outcomes = tuple(
                _outcome(asks, p, q)
                for p in ((best,) if best is not None else range(4))
                for q in ((p,) if asks == "best" else (worst,) if worst is not None else range(4))
            )
            chosen = [i for i in dict.fromkeys((best, worst)) if i is not None]
            when = tuple(f"{SHOWN[i]} >= {2 if best == worst else 1}" for i in chosen)
            names = (NAMES[0 if i is None else i + 1] for i in ((best,) if asks == "best" else (best, worst)))
            yield Answer(f"best: {', worst: '.join(names)}", outcomes, when)


def _outcome(asks: str, best: int, worst: int) -> Outcome:
    """The counters when the best and the worst item shown are of these kinds."""
    after = [[f"{c} - {s}"] for c, s in zip(KINDS, SHOWN, strict=True)]
    after[AFTER_WIN[best]].append("1")
    if asks == "best":
        for i in range(4):
            after[AFTER_LOSS[i]].append(f"{SHOWN[i]} - 1" if i == best else SHOWN[i])
        possible: tuple[str, ...] = (f"{SHOWN[best]} >= 1",)
    else:
        after[AFTER_LOSS[worst]].append("1")
        after[B].append(f"{' + '.join(SHOWN)} - 2")
        same = best == worst
        possible = (f"{SHOWN[best]} >= 2",) if same else (f"{SHOWN[best]} >= 1", f"{SHOWN[worst]} >= 1")
    return Outcome({c: " + ".join(parts) for c, parts in zip(KINDS, after, strict=True)}, possible)
