"""Systems: exact answers for several functions of several sizes, by substitution into every equation.

The form of the claim's function is the claim's own bound (for ==) or is fitted to exact values, as those of the other
functions are (checkers.fitted_forms). Domains and measures are few: what the claim and the equations speak of, and the
sizes, their sum, or their order, whichever falls at every call that is seen. Sums get antidifferences.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, permutations, product
from typing import Any

from attrs import frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json, expression_to_json
from bounds.language import print_expression
from bounds.recurrence import EXPLICIT, LANDAU
from checkers.antidifferences import antidifference
from checkers.fitted_forms import all_forms, atoms_of, fitted_form
from checkers.found import Found
from checkers.invariants import to_json
from checkers.kernel import decode
from checkers.kernel.decode import Expr, all_parts, calls, substitute, symbols
from checkers.kernel.evaluate import Key, Values
from checkers.kernel.refusal import Rejected
from checkers.kernel.rules import bound, order, system
from checkers.kernel.step import integer_bound
from checkers.verdict import Blocked

RULE, ORDER = "system", 12
TRIES, STEPS = 12, 400_000
GRID = {1: 14, 2: 7, 3: 5}
Names = tuple[str, ...]
Domains = dict[str, list[Expr]]
Measures = dict[str, list[Expr]]
Forms = dict[str, tuple[Expr, int]]
"""For each function its form, and for one of one size the size from which on it is thought to hold."""


@frozen
class Task:
    """A claim with the functions it depends on, each with names for its sizes; the claim's own comes first."""

    claim: Claim
    decoded: decode.Claim
    functions: dict[str, Names]

    @property
    def function(self) -> str:
        return next(iter(self.functions))

    @property
    def several(self) -> bool:
        """Whether the claim's function has several sizes."""
        return len(self.functions[self.function]) > 1


def find(claim: Claim) -> Found | Blocked | None:
    """A proof by closed forms of all the functions that the claim depends on.

    Shape    equations in calls at linear sizes, sums and extrema over k = a..b, closed forms in the kernel's ring
    Needs    several functions, several sizes, or a fold; a growth claim is about one size
    Gives    a proof for rule system, or for rule bound or order with a premise of rule system
    """
    decoded = decode.claim(claim_to_json(claim))
    subject = decoded.subject
    if not isinstance(subject, tuple) or subject[0] != "call" or claim.recurrence.rounding != "stated":
        return None
    functions = functions_of(decoded)
    if functions is None or (len(subject) > 3 and claim.relation not in EXPLICIT):
        return None
    folds = any(part[0] == "fold" for e in decoded.equations for part in all_parts(e.body))
    if len(functions) == 1 and len(subject) == 3 and not folds:
        return None  # one function of one size: substitution
    task = Task(claim, decoded, functions)
    last = Blocked("system", "no closed forms were found for " + ", ".join(functions))
    for forms in _all_forms(task):
        found = _with_forms(task, forms)
        if isinstance(found, Found):
            return found
        last = found
    return last


def functions_of(claim: decode.Claim) -> dict[str, Names] | None:
    """The functions reached from the claim's, with names of their sizes; None when one is free or of two arities."""
    out: dict[str, Names] = {}
    waiting = [(claim.subject[1], len(claim.subject) - 2)]
    while waiting:
        f, arity = waiting.pop()
        own = [e for e in claim.equations if e.function == f]
        if f in out:
            continue
        if not own or any(len(e.patterns) != arity or e.relation != "==" for e in own):
            return None
        plain = [claim.subject[2:]] * (not out) + [e.patterns for e in own]
        named = (tuple(p[1] for p in ps if isinstance(p, tuple) and p[0] == "var") for ps in plain)
        taken = {p[0] for p in claim.parameters}
        good = (names for names in named if len(set(names) - taken) == arity)
        out[f] = next(good, tuple(f"s{i}" for i in range(arity)))
        waiting += [(c[1], len(c) - 2) for e in own for c in calls(e.body)]
    return out


def _all_forms(task: Task) -> Iterator[Forms]:
    """A form for each function."""
    own = task.decoded.subject[2:] == tuple(("var", x) for x in task.functions[task.function])
    options = []
    for f, names in task.functions.items():
        if f == task.function and task.claim.relation == "==" and own:
            options.append([(task.decoded.bound, _low(task, f, 0))])
        else:
            given = [(task.decoded.bound, 0)] if f == task.function and own and task.several else []
            options.append([*given, *islice(all_fitted(task, f, names), 2)])
    for chosen in islice(product(*options), 4):
        yield dict(zip(task.functions, chosen, strict=True))


def all_fitted(task: Task, f: str, names: Names) -> Iterator[tuple[Expr, int]]:
    """Closed forms of a function that agree with its small values, and from which size on."""
    if len(names) == 1:
        for form, low in all_forms(task.claim.recurrence, f, names[0]):
            yield decode.expression(expression_to_json(form)), max(low, _low(task, f, 0))
    elif task.decoded.parameters or len(names) not in GRID:
        return
    else:
        own = task.functions[task.function]
        renamed: Expr = task.decoded.bound
        for x, y in zip(own, names, strict=False):
            renamed = substitute(renamed, x, ("var", y))
        points = sorted(product(range(GRID[len(names)] + 2), repeat=len(names)), key=sum)
        atoms = atoms_of(expression_from_json(to_json(renamed)), names)
        found = fitted_form(task.decoded, f, names, points, atoms)
        if found is not None:
            yield decode.expression(expression_to_json(found)), 0


def _with_forms(task: Task, forms: Forms) -> Found | Blocked:
    """What these forms decide, if the kernel accepts them on some domains, with some measures."""
    sums = _sums(task, forms)
    if sums is None:
        return Blocked("system", "no antidifference of a sum was found")
    last = Blocked("system", "no domain was found that calls do not leave, with a measure that falls")
    refused: list[Domains] = []
    grounds = ((domains, measures) for domains, measures in all_grounds(task, forms) if domains not in refused)
    for domains, measures in islice(grounds, TRIES):
        items = [
            {
                "function": f,
                "variables": list(names),
                "form": to_json(forms[f][0]),
                "domain": list(map(to_json, domains[f])),
                "measure": list(map(to_json, measures[f])),
            }
            for f, names in task.functions.items()
        ]
        found = _decided(task, {"rule": "system", "forms": items, "sums": sums}, forms[task.function][0])
        if isinstance(found, Found):
            return found
        last = found
        if "measure" not in found.reason:  # another measure does not help
            refused.append(domains)
    return last


def _decided(task: Task, proof: dict[str, Any], form: Expr) -> Found | Blocked:
    try:
        if task.several:
            return Found(system.verdict(task.decoded, proof), proof)
        low = system.conclude(task.decoded, proof).low
    except Rejected as e:
        return Blocked("system", f"{e.rule} needs {e.need}", e.have)
    except RecursionError:
        return Blocked("system", "too many equations")
    if task.claim.relation in LANDAU:
        proofs: list[dict[str, Any]] = [{"rule": "order", "premises": [proof]}]
    else:
        starts = dict.fromkeys((low, max(low, 2), max(low, 8), max(low, 64)))
        proofs = [{"rule": "bound", "premise": proof, "from": at, "base": 2, "order": 3} for at in starts]
    last = Blocked("system", "no comparison")
    for outer in proofs:
        try:
            check = order.verdict if task.claim.relation in LANDAU else bound.verdict
            verdict = check(task.decoded, outer)
        except Rejected as e:
            last = Blocked("system", f"{e.rule} needs {e.need}", e.have)
            continue
        exact = print_expression(expression_from_json(to_json(form)))
        return Found(verdict, outer, f"{task.function}(n) = {exact}" if verdict == "refuted" else "")
    return last


def _sums(task: Task, forms: Forms) -> list[list[Any]] | None:
    """For each equation an antidifference of each sum; None when one is missing."""
    out: list[list[Any]] = []
    for e in task.decoded.equations:
        found: list[Any] = []
        for part in dict.fromkeys(all_parts(e.body)):
            if part[:2] == ("fold", "sum") and e.function in task.functions:
                v = antidifference(expression_from_json(to_json(_placed(task, forms, part[5]))), part[2])
                if v is None:
                    return None
                found.append(expression_to_json(v))
        out.append(found)
    return out


def _placed(task: Task, forms: Forms, e: Expr) -> Expr:
    """e with the forms for calls."""
    if not isinstance(e, tuple) or e[0] in ("var", "const"):
        return e
    parts = tuple(_placed(task, forms, p) if isinstance(p, (tuple, Fraction)) else p for p in e)
    if e[0] != "call":
        return parts
    (out, _), names = forms[e[1]], task.functions[e[1]]
    for i, x in enumerate(names):
        out = substitute(out, x, ("var", f"#{i}"))
    for i in range(len(names)):
        out = substitute(out, f"#{i}", parts[2 + i])
    return out


def all_grounds(task: Task, forms: Forms) -> Iterator[tuple[Domains, Measures]]:
    """Domains that no call leaves and measures that fall at every call, as far as small sizes show."""
    seen: list[Domains] = []
    try:
        sample = _sample(task)
        for domains in _domains(task, forms):
            if domains in seen:
                continue
            seen.append(domains)
            pairs = _calls_within(task, sample, domains)
            for measures in _measures(task) if pairs is not None else ():
                if all(_falls(task, measures, a, b) for a, b in pairs or ()):
                    yield domains, measures
    except Rejected:
        return


def _at(task: Task, f: str, e: Expr, sizes: tuple[int, ...]) -> Fraction:
    here = dict(zip(task.functions[f], map(Fraction, sizes), strict=True))
    values = Values(task.decoded, {}, {})
    return values.exactly(e, here)


def _falls(task: Task, measures: Measures, caller: Key, called: Key) -> bool:
    a, b = ([_at(task, f, e, sizes) for e in measures[f]] for f, sizes in (caller, called))
    return b < a and min(a) >= 0 and min(b) >= 0


def _sample(task: Task) -> dict[Key, list[Key] | None]:
    """Small sizes with what their equations call, outside folds; None for sizes that no equation gives."""
    given = {p[0]: Fraction(3 + i) for i, p in enumerate(task.decoded.parameters)}
    values = Values(task.decoded, given, {})
    values.steps = STEPS
    out: dict[Key, list[Key] | None] = {}
    for f, names in task.functions.items():
        for sizes in product(range(GRID.get(len(names), 4)), repeat=len(names)):
            try:
                out[(f, sizes)] = values.called_by((f, sizes)) if values.all_fitting((f, sizes)) else None
            except Rejected:
                out[(f, sizes)] = []
    return out


def _calls_within(task: Task, sample: dict[Key, list[Key] | None], domains: Domains) -> list[tuple[Key, Key]] | None:
    """The calls from sizes inside the domains; None when a size has no equation or a call is outside."""

    def inside(key: Key) -> bool:
        return all(_at(task, key[0], e, key[1]) >= 0 for e in domains.get(key[0], ()))

    try:
        members = [key for key in sample if inside(key)]
        pairs = [(key, called) for key in members for called in sample[key] or ()]
        within = [(key, called) for key, called in pairs if inside(called)]
        beyond = {called for _, called in pairs} - {called for _, called in within}
        good = all(sample[key] is not None for key in members) and all(_is_given(task, key) for key in beyond)
    except Rejected:
        return []  # a domain that depends on parameters
    return within if good else None


def _is_given(task: Task, key: Key) -> bool:
    """Whether an equation without calls gives the value at these sizes."""
    return any(not calls(e.body) for e, _ in Values(task.decoded, {}, {}).all_fitting(key))


def _measures(task: Task) -> Iterator[Measures]:
    """The sizes, their sum, or their order; with several functions also an order of the functions."""
    shapes: list[list[int]] = []
    least = min(map(len, task.functions.values()))
    for length in range(1, least + 1):
        shapes += [list(p) for p in permutations(range(least), length)]
    if any(len(names) > 1 for names in task.functions.values()):
        shapes[least:least] = [[-1], *([-1, i] for i in range(least))]
    several = len(task.functions) > 1
    for ranks in permutations(range(len(task.functions))) if several and len(task.functions) < 4 else [()]:
        for shape in shapes:
            out: Measures = {}
            for j, (f, names) in enumerate(task.functions.items()):
                total: Expr = ("add", Fraction(0), *(("var", x) for x in names))
                out[f] = [total if i < 0 else ("var", names[i]) for i in shape]
                out[f] += [Fraction(ranks[j])] if ranks else []
            yield out


def _domains(task: Task, forms: Forms) -> Iterator[Domains]:
    """All sizes from the least ones given; those of the claim; those where the equations apply."""
    least = {f: [_low(task, f, i) for i in range(len(names))] for f, names in task.functions.items()}
    begun = {f: [forms[f][1]] if len(own) == 1 else own for f, own in least.items()}
    for each in (least, begun, {f: [0] * len(own) for f, own in least.items()}):
        box: Domains = {
            f: [_above(x, low) for x, low in zip(names, each[f], strict=True)] for f, names in task.functions.items()
        }
        yield box
        claimed = _related(task.decoded.range, set(task.functions[task.function]), 1)
        if task.several and claimed:
            weaker = _related(task.decoded.range, set(task.functions[task.function]), 0)
            yield {**box, task.function: [*box[task.function], *weaker]}
            yield {**box, task.function: [*box[task.function], *claimed]}
        stated = {f: list(dict.fromkeys(x for e in _plain(task, f) for x in _related(e, set(names), 0)))
                  for f, names in task.functions.items()}  # fmt: skip
        if any(stated.values()):
            yield {f: [*box[f], *stated[f]] for f in box}
    own = task.functions[task.function]
    ends = [[end[1] for c in task.decoded.range if (end := integer_bound(c, x)) and end[0] == "low"] for x in own]
    options = [dict.fromkeys((low, max(end, default=low))) for low, end in zip(least[task.function], ends, strict=True)]
    for lows in islice(product(*options), 1, 8):
        box = {
            f: [_above(x, low) for x, low in zip(names, least[f], strict=True)] for f, names in task.functions.items()
        }
        yield {**box, task.function: [_above(x, low) for x, low in zip(own, lows, strict=True)]}
    yield {f: [_above(x, _begins(task, f, i)) for i, x in enumerate(names)] for f, names in task.functions.items()}


def _above(x: str, low: int) -> Expr:
    return ("add", ("var", x), Fraction(-low))


def _plain(task: Task, f: str) -> Iterator[tuple[tuple[str, Expr, Expr], ...]]:
    """The ranges of the equations of f whose sizes are distinct variables, in the names of f."""
    names = task.functions[f]
    for e in task.decoded.equations:
        own = [p[1] for p in e.patterns if isinstance(p, tuple) and p[0] == "var"]
        if e.function == f and len(set(own)) == len(names):
            yield tuple((r, _renamed(a, own, names), _renamed(b, own, names)) for r, a, b in e.range)


def _renamed(e: Expr, own: list[str], names: Names) -> Expr:
    for i, x in enumerate(own):
        e = substitute(e, x, ("var", f"#{i}"))
    for i, x in enumerate(names):
        e = substitute(e, f"#{i}", ("var", x))
    return e


def _related(comparisons: tuple[tuple[str, Expr, Expr], ...], names: set[str], strict: int) -> list[Expr]:
    """Comparisons between several sizes as expressions >= 0; with strict 0, > is taken for >=."""
    out: list[Expr] = []
    for relation, left, right in comparisons:
        if len((symbols(left) | symbols(right)) & names) > 1 and relation in ("<", "<=", ">", ">="):
            high, low = (left, right) if relation in (">", ">=") else (right, left)
            out.append(("add", high, ("neg", low), Fraction(-strict if relation in ("<", ">") else 0)))
    return out


def _begins(task: Task, f: str, i: int) -> int:
    """The least number with which an equation that calls begins, for the i-th size."""
    begins = []
    for e in task.decoded.equations:
        p = e.patterns[i] if e.function == f and calls(e.body) else None
        if isinstance(p, tuple) and p[0] == "var":
            ends = [end[1] for c in e.range if (end := integer_bound(c, p[1])) and end[0] == "low"]
            begins.append(max(ends, default=_low(task, f, i)))
    return min(begins, default=_low(task, f, i))


def _low(task: Task, f: str, i: int) -> int:
    """The least number that an equation gives, or a range begins with, for the i-th size."""
    found = []
    for e in task.decoded.equations:
        if e.function == f:
            p = e.patterns[i]
            found += [int(p)] if isinstance(p, Fraction) else []
            ends = [integer_bound(c, p[1]) for c in e.range] if isinstance(p, tuple) and p[0] == "var" else []
            found += [end[1] for end in ends if end and end[0] == "low"]
    return min(found, default=0)
