"""What a problem of a setting truly costs at one size: the oracle that no rule of the kernel may exceed.

Worst case and expected costs are by instances; one round is a cheapest set of calls that separates all instances with
different goals; a value that depends on n inputs is a circuit, found by trying all.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from heapq import heappop, heappush
from itertools import combinations

from bounds.problem import Mode, Pooling, Primitive, Reading
from bounds.setting import Setting, at_size, primitives_at, problem_at
from checkers.optima import by_instances, engines

INSTANCES, CALLS, CIRCUITS = 130, 60, 5
"""Beyond so many instances, calls, or inputs of a circuit, nothing is known."""
NONE = "no strategy"
Cost = Fraction | str | None


@cache
def _cost(setting: Setting, n: int, values: tuple[tuple[str, Fraction], ...]) -> Cost:
    given = dict(values)
    if setting.family == "aggregate":
        sizes = [(at_size(c.size, n, given), c.exactly, c.price) for c in setting.calls]
        if setting.lies:
            return None
        return fewest_rounds(n, sizes) if setting.mode == "rounds" else cheapest_circuit(n, sizes)
    problem, primitives = problem_at(setting, n, given), primitives_at(setting, n, given)
    if problem is None or primitives is None or setting.mode == "rounds":
        return None
    primitives = tuple(p for p in primitives if isinstance(p.asks, Reading | Pooling) or _size(p) >= 2)
    if not primitives:
        return Fraction(0) if len({problem.goal(x) for x in problem.instances()}) == 1 else NONE
    instances = sum(1 for _ in problem.instances())
    calls = sum(1 for p in primitives for _ in problem.queries(p))
    if instances > INSTANCES or calls > CALLS:
        return None
    if setting.mode == "nonadaptive" and not setting.lies:
        found = one_round(problem, primitives)
    elif setting.mode == "expected":
        if setting.lies or instances > 24:
            return None
        found = by_instances.optimum(problem, primitives, Mode("expected"))
    elif instances > 24 and not setting.lies:
        bracket = engines.optimum(problem, primitives)
        found = None if bracket.impossible else bracket.upper
    elif instances <= (24 if not setting.lies else 12 - 3 * setting.lies):
        found = by_instances.optimum(problem, primitives)
    else:
        return None
    return NONE if found is None else found


def _size(primitive: Primitive) -> int:
    """How many items a call shows, or parts it has: with one it says nothing."""
    return getattr(primitive.asks, "k", getattr(primitive.asks, "a", 2))


def cost(setting: Setting, n: int, values: Mapping[str, Fraction]) -> Cost:
    """What every strategy costs at least, and one costs; NONE where there is no strategy; None where that is not known.

    With lies, one round is not looked at: it costs no less than the adaptive strategy whose cost this is.
    """
    return _cost(setting, n, tuple(sorted(values.items())))


def one_round(problem: object, primitives: tuple[Primitive, ...]) -> Fraction | None:
    """The cheapest set of calls that separates any two instances with different goals."""
    instances = list(problem.instances())  # type: ignore[attr-defined]
    goals = [problem.goal(x) for x in instances]  # type: ignore[attr-defined]
    prices: dict[tuple[object, ...], Fraction] = {}
    for primitive in primitives:
        for query in problem.queries(primitive):  # type: ignore[attr-defined]
            row = tuple(problem.answer(primitive, query, x) for x in instances)  # type: ignore[attr-defined]
            prices[row] = min(primitive.price, prices.get(row, primitive.price))
    rows = list(prices)
    needs = set()
    for a, b in combinations(range(len(instances)), 2):
        if goals[a] != goals[b]:
            needs.add(frozenset(i for i, row in enumerate(rows) if row[a] != row[b]))
    if frozenset() in needs:
        return None
    least = [s for s in needs if not any(t < s for t in needs)]
    return _hit(sorted(least, key=len), [prices[row] for row in rows])


def _hit(needs: list[frozenset[int]], prices: list[Fraction]) -> Fraction:
    """The least price of a set that meets every one of the sets."""
    best = sum(prices, Fraction(0))

    def search(left: list[frozenset[int]], out: frozenset[int], paid: Fraction) -> None:
        nonlocal best
        if paid >= best:
            return
        if not left:
            best = paid
            return
        first = min(left, key=lambda s: len(s - out))
        for i in sorted(first - out):
            search([s for s in left if i not in s], out, paid + prices[i])
            out |= {i}

    search(needs, frozenset(), Fraction(0))
    return best


@cache
def _rounds(n: int, sizes: tuple[tuple[int, bool], ...]) -> int | None:
    """By trying: what the values after each round depend on, all unions of calls of a size that is allowed."""
    reach = {frozenset([i]) for i in range(n)}
    for rounds in range(n + 1):
        if frozenset(range(n)) in reach:
            return rounds
        if not any(k >= 2 for k, _ in sizes):
            return None
        grown = set(reach)
        for k, exactly in sizes:
            unions: set[frozenset[int]] = {frozenset()}
            for shown in range(1, k + 1):
                unions = {u | r for u in unions for r in reach}
                grown |= unions if shown == k or (shown >= 2 and not exactly) else set()
        if grown == reach:
            return None
        reach = grown
    return None


def fewest_rounds(n: int, sizes: list[tuple[int, bool, Fraction]]) -> Fraction | str:
    """The fewest rounds of a circuit; a call may be given one value more than once."""
    found = _rounds(n, tuple((k, exactly) for k, exactly, _ in sizes))
    return NONE if found is None else Fraction(found)


def cheapest_circuit(n: int, sizes: list[tuple[int, bool, Fraction]]) -> Fraction | str | None:
    """The least price of a circuit, by trying every call on every set of values made so far; None for n > 5."""
    if n > CIRCUITS:
        return None
    found = _cheapest(n, tuple(sizes))
    return NONE if found is None else found


@cache
def _cheapest(n: int, sizes: tuple[tuple[int, bool, Fraction], ...]) -> Fraction | None:
    whole = frozenset(range(n))
    best: dict[frozenset[frozenset[int]], Fraction] = {frozenset(frozenset([i]) for i in whole): Fraction(0)}
    done: set[frozenset[frozenset[int]]] = set()
    waiting = [(Fraction(0), 0, next(iter(best)))]
    while waiting:
        paid, _, state = heappop(waiting)
        if whole in state:
            return paid
        if state in done:
            continue
        done.add(state)
        for k, exactly, price in sizes:
            for shown in range(1 if exactly else 2, k + 1):
                for parts in combinations(sorted(state, key=sorted), shown):
                    after = state | {frozenset().union(*parts)}
                    if after not in best or paid + price < best[after]:
                        best[after] = paid + price
                        heappush(waiting, (paid + price, len(best), after))
    return None
