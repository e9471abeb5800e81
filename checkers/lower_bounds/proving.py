"""Prove a template's obligations: z3 for all states, cvc5 as a second vote where installed, Farkas multipliers."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Literal

from attrs import frozen

from checkers.kernel.linear import Row
from checkers.lower_bounds import multipliers, reachable_states
from checkers.lower_bounds.obligations import Obligation, State, value
from checkers.lower_bounds.templates import Template, bound, obligations
from checkers.lower_bounds.tick_list import Tick, TickList
from checkers.optima.search import Contradiction

Found = Literal["sat", "unsat", "unknown"]
STEPS = 20_000_000
"""Limit of z3's own steps for one obligation."""
MILLISECONDS = 10_000
"""Limit of cvc5 for one obligation."""


@frozen
class Solved:
    """What the solvers said of one obligation."""

    holds: bool | None
    solvers: tuple[str, ...]
    state: Mapping[str, int] | None = None
    added_up: bool = False


def prove(template: Template, potential: str, *, second: bool = True, add_up: bool = True) -> TickList:
    """Decide every obligation of a potential, and compare the bound with exact optima.

    Needs    a potential linear in the counters, as text; `second`: ask cvc5, too, where it is installed; `add_up`: look
             for multipliers, which takes a second or two
    Gives    the tick list; where an obligation fails, the state, drawn, and whether it comes about at small n
    Raises   Contradiction when the bound is above an exact optimum of the template's problem, or solvers disagree:
             the template does not say the truth about its problem; NotLinear, LanguageError
    """
    asked = obligations(template, potential)
    found = [decided(o, second=second, add_up=add_up) for o in asked]
    ticks: list[Tick] = []
    for obligation, solved in zip(asked, found, strict=True):
        tick = _tick(template, obligation, solved)
        if ticks and ticks[-1].name == tick.name:  # parts of one obligation: the one that is shown least is shown
            last = ticks.pop()
            tick = last if last.mark != "yes" or (tick.mark == "yes" and "added" in tick.by) else tick
        ticks.append(tick)
    start = bound(template, potential)
    holds = all(s.holds for s in found)
    if holds:
        ticks.append(_compared(template, start))
    both = all("cvc5" in s.solvers for s in found)
    rests = (f"solvers: {'z3+cvc5' if both else 'z3'}", f"link: {template.link or 'none named'}") if holds else ()
    shown = f"cost >= {drawn_row(start)} for n >= {template.first}"
    return TickList(template.name, shown, tuple(ticks), "proved" if holds else "unknown", rests)


def decided(obligation: Obligation, *, second: bool = True, add_up: bool = True) -> Solved:
    """What the solvers say of an obligation, and whether its multipliers could be added up."""
    text = obligation.text()
    said, state = z3_says(obligation, text)
    solvers: tuple[str, ...] = ("z3",) if said != "unknown" else ()
    if second and find_spec("cvc5") is not None:
        other = cvc5_says(text)
        if {said, other} == {"sat", "unsat"}:
            raise Contradiction(f"z3 says {said} and cvc5 {other} of: {obligation.name}")
        solvers = (*solvers, "cvc5") if other != "unknown" else solvers
        said = other if said == "unknown" else said
    if said == "unknown":
        return Solved(None, solvers)
    if obligation.kind == "met":
        return Solved(said == "sat", solvers, state)
    if said == "sat":
        if state is not None and not obligation.fails_at(state):
            raise Contradiction(f"z3's countermodel {state} is none of: {obligation.name}")
        return Solved(False, solvers, state)
    tree = multipliers.find_tree(obligation) if add_up else None
    return Solved(True, solvers, None, tree is not None and multipliers.is_closed(obligation, tree))


def z3_says(obligation: Obligation, text: str) -> tuple[Found, State | None]:
    """z3's answer, with a small model."""
    import z3

    context = z3.Context()
    solver = z3.Optimize(ctx=context)
    solver.set("rlimit", STEPS)
    solver.from_string(text.replace("(check-sat)", ""))
    names = {x: z3.Int(x, context) for x in obligation.names()}
    plain = z3.Solver(ctx=context)
    plain.set("rlimit", STEPS)
    plain.add(solver.assertions())
    said = str(plain.check())
    if said != "sat":
        return ("unsat" if said == "unsat" else "unknown"), None
    model = plain.model()
    if names:
        solver.minimize(z3.Sum([z3.If(x >= 0, x, -x) for x in names.values()]))
        if solver.check() == z3.sat:
            model = solver.model()
    state = {name: model.eval(x, True).as_long() for name, x in names.items()}
    return "sat", {**dict.fromkeys(obligation.state, 0), **state}


def cvc5_says(text: str) -> Found:
    """cvc5's answer to the same text."""
    import cvc5

    solver: Any = cvc5.Solver(cvc5.TermManager())
    solver.setOption("tlimit-per", str(MILLISECONDS))
    parser: Any = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "obligation")
    said = ""
    while True:
        command = parser.nextCommand()
        if command.isNull():
            return "sat" if said == "sat" else "unsat" if said == "unsat" else "unknown"
        said = str(command.invoke(solver, parser.getSymbolManager())).strip() or said


# --- for a person --------------------------------------------------------------------------------------------------


def _tick(template: Template, obligation: Obligation, solved: Solved) -> Tick:
    by = "+".join(solved.solvers) or "no solver decided it"
    if solved.holds is None:
        return Tick(obligation.name, "open", by)
    if solved.holds:
        return Tick(obligation.name, "yes", by + (", multipliers added up" if solved.added_up else ""))
    if obligation.kind == "met":
        return Tick(obligation.name, "no", by, ("contradictory hypotheses prove everything, so nothing",))
    state = dict(solved.state or {})
    notes = [f"fails at {drawn(state, obligation)}"]
    if obligation.state and state:
        found = reachable_states.search(template, {x: state[x] for x in template.counters}, obligation)
        notes.append(found.text())
        if found.reached is None and found.other is not None:
            notes.append(
                f"it fails, too, at {drawn(found.other[0], obligation)}, reachable: yes (n = {found.other[1]})"
            )
    return Tick(obligation.name, "no", by, tuple(notes))


def drawn(state: Mapping[str, int], obligation: Obligation) -> str:
    """A state as text: the counters that are not 0, then what a call shows."""
    order = obligation.state or tuple(sorted(state))
    counters = " ".join(f"{x}={state[x]}" for x in order if state.get(x)) or "all counters 0"
    shown = " ".join(f"{x}={v}" for x, v in sorted(state.items()) if x not in order and v)
    return counters + (f", shown {shown}" if shown else "")


def drawn_row(row: Row) -> str:
    """A linear form as text: `3/2*n - 2`."""
    text = ""
    for x, c in sorted(row.items(), key=lambda item: item[0] == ""):
        size = str(abs(c)) if not x else x if abs(c) == 1 else f"{abs(c)}*{x}"
        sign = ("-" if c < 0 else "") if not text else (" - " if c < 0 else " + ")
        text += sign + size if c else ""
    return text or "0"


def _compared(template: Template, start: Row) -> Tick:
    """That the bound is at most the exact optimum at small n.

    Raises   Contradiction
    """
    name = "the bound is at most the exact optimum at small n"
    if template.setting is None:
        return Tick(name, "open", "not looked at: the template names no setting")
    from checkers.lower_bounds.acceptance import SECONDS, optima

    table = [(n, upper) for n, upper in optima(template.setting, (), SECONDS) if n >= template.first]
    for n, upper in table:
        have = value(start, {"n": n})
        if have > upper:
            raise Contradiction(
                f"template {template.name}: at n = {n} the bound {drawn_row(start)} is {have}, the optimum {upper}; "
                "the counters, the answers or what counts as solved do not fit the problem"
            )
    return Tick(name, "yes" if table else "open", f"n = {table[0][0]} to {table[-1][0]}" if table else "none is known")
