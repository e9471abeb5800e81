"""Proofs about every strategy for a problem, for a person: the problem, the argument with its numbers, what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import comb
from typing import Any

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json
from bounds.expression import Expression
from checkers.kernel import problems
from checkers.kernel.decode import Expr, substitute
from checkers.kernel.problems import goals
from checkers.kernel.problems.comparison import Derived, derived_claim, encoded, stripped
from checkers.kernel.problems.rules import lies, neighbours, restricts, touched, win_loss
from checkers.kernel.problems.setting import SIZE, LowerBound, lower_bound
from checkers.lower_bounds.follow import claim_from_json
from checkers.problem_words import FOUND, problem_line
from checkers.proof_line import Line
from checkers.verdict import Verdict

Lines = Iterator[Line]
Told = Callable[[LowerBound, Any], Lines]
Inner = Callable[[dict[str, Any], Verdict], Lines]


def problem_lines(proof: dict[str, Any], verdict: Verdict, inner: Inner) -> Lines:
    """The steps of a proof about a problem; `inner` says those of a proof about a recurrence."""
    setting = verdict.claim.setting
    if setting is not None:
        yield problem_line(setting)
    told = ARGUMENTS.get(proof["rule"])
    if told is None:
        yield Line("By rule {} of the kernel, as stated and proved in paper/problems.tex.", (proof["rule"],))
        if verdict.witness:
            yield Line("{}.", (verdict.witness,))
        return
    read = lower_bound(claim_to_json(verdict.claim))
    yield from told(read, proof["proof"])
    derived = problems.derived(read, proof["rule"], proof["proof"])
    yield _bound(verdict.claim, derived)
    yield from _follows(verdict, read, derived, proof["follows"], inner)


def shown(e: Expr) -> Expression:
    """An expression of the kernel, to be printed."""
    return expression_from_json(encoded(e))


def _bound(claim: Claim, derived: Derived) -> Line:
    if derived.body is None:
        words = "So every strategy has {} >= T(n), where T(0) = 0 and T(n) = T(n-1) + {}."
        grown = expression_from_json(derived.equations[1]["body"][2])
        return Line(words, (claim.subject, grown))
    return Line("So every strategy has {} >= {} for n >= {}.", (claim.subject, shown(derived.body), str(derived.start)))


def _follows(verdict: Verdict, read: LowerBound, derived: Derived, follows: dict[str, Any], inner: Inner) -> Lines:
    """How the claim follows from the derived bound."""
    if stripped(read) != read.bound:
        yield Line("The cost is an integer, so it is enough that it is at least {}.", (shown(stripped(read)),))
    if follows["by"] == "same":
        yield Line("That is the bound derived.")
        return
    about = claim_from_json(derived_claim(read, derived))
    yield Line("The bound derived, taken for the cost, gives the claim by rule {}:", (follows["proof"]["rule"],))
    yield from inner(follows["proof"], Verdict(about, "proved", witness=verdict.witness))


def _answers(claim: LowerBound, proof: Any) -> Lines:
    kind = claim.setting.kinds[proof["index"]]
    many, most = goals.outcomes(claim)[0], goals.answers(claim, kind)
    yield Line("The problem has {} answers, and each ends a path of its own.", (shown(many),))
    words = "A call has at most {} answers, so paths of q calls have at most {} ends."
    if len(claim.setting.kinds) > 1:
        words = "No call tells more for its price than one with {} answers; q of these have at most {} ends."
    yield Line(words, (shown(most), shown(("pow", most, ("var", "q")))))


def _selection(claim: LowerBound, _: Any) -> Lines:
    t, k = goals.argument(claim.setting), claim.setting.kinds[0].size
    rest = goals.minus(SIZE, t)
    ends = ("pow", k, goals.over(rest, goals.minus(k, goals.ONE)))
    words = "Whichever items are above it, the answer is the largest of the {} others. " if t != 1 else ""
    words += "A call that shows s items that have not lost yet leaves s cases, each with s-1 fewer of them: "
    others = goals.minus(SIZE, goals.minus(t, goals.ONE))
    yield Line(words + "finding the largest of {} takes at least {} ends of paths.",
               (*([shown(others)] if t != 1 else []), shown(others), shown(ends)))  # fmt: skip
    if t != 1:
        above = goals.choose(SIZE, goals.minus(t, goals.ONE))
        yield Line("An end where item number {} is known knows the set of those above it, one of {}, so the ends for "
                   "each set are its own.", (shown(t), shown(above)))  # fmt: skip
        if claim.setting.family == "top_sequence":
            yield Line("It knows the order of this set, too.")
    yield Line("A call has at most {} answers.", (shown(k),))


def _win_loss(claim: LowerBound, proof: Any) -> Lines:
    weights, scale = win_loss.read(proof)
    symbols = [kind.size for kind in claim.setting.kinds if isinstance(kind.size, tuple)]
    symbol = symbols[0] if symbols else Fraction(0)
    u, w, lost, b = (win_loss.formula(p, symbol) for p in weights)
    yield Line("An item that never met another is worth {}; one that only won {}, that only lost {}, that did both {}.",
               tuple(map(shown, (u, w, lost, b))))  # fmt: skip
    prices = {kind.price for kind in claim.setting.kinds}
    falls = [goals.times(p, win_loss.formula(scale, symbol)) for p in sorted(prices)]
    each = "{}" if len(falls) == 1 else "{} times its price"
    yield Line("An adversary answers each call so that, among the items shown, one that never lost is the largest and "
               "one that never won the smallest, where that helps: the sum of all worths falls by at most " + each
               + ". This is checked for every pattern of items a call can show.",
               (shown(falls[0] if len(falls) == 1 else win_loss.formula(scale, symbol)),))  # fmt: skip
    ends = "one item has never lost" if claim.setting.family == "max" else "one has never lost, another never won"
    end = w if claim.setting.family == "max" else win_loss.formula(win_loss.add(weights[1], weights[2]), symbol)
    yield Line("At first the sum is {}; at the end, where " + ends + ", it is at most {}.",
               (shown(goals.times(u, SIZE)), shown(end)))  # fmt: skip


def _neighbours(claim: LowerBound, _: Any) -> Lines:
    setting = claim.setting
    if setting.mode == "nonadaptive":
        pairs = goals.over(goals.times(SIZE, goals.minus(SIZE, goals.ONE)), Fraction(2))
        yield Line("Any two items could be the two largest, in either order, so some call must show them together: "
                   "{} pairs.", (shown(pairs),))  # fmt: skip
    else:
        pairs = neighbours.adjacent(setting)[0]
        yield Line("Two neighbours in the order that no call tells apart could change places. An instance has {} pairs "
                   "of neighbours whose order is not known at first.", (shown(pairs),))  # fmt: skip
    gain = neighbours.all_pairs if setting.mode == "nonadaptive" else neighbours.separated
    yield _cheapest([(kind.price, gain(kind)) for kind in setting.kinds], "tells apart", "pairs")


def _cheapest(prices: list[tuple[Fraction, Expr]], does: str, what: str) -> Line:
    """What the call that does most for its price does."""
    price, most = goals.cheapest(prices, "explain")
    words = f"A call at price {{}} {does} at most {{}} {what}" if price != 1 else f"A call {does} at most {{}} {what}"
    words += ", and no other does more for its price." if len(prices) > 1 else "."
    return Line(words, (*([shown(price)] if price != 1 else []), shown(most)))


def _touched(claim: LowerBound, _: Any) -> Lines:
    parts = shown(touched.parts_of(claim)[0])
    family = claim.setting.family
    words = {
        "connectivity": "An adversary shows each of {} edges as absent, unless the graph could not be connected then. "
        "So as long as one edge is unseen, the edges seen as present have no circle, and it can still decide.",
        "distinct": "All items may be different; then each of {} pairs must be shown together, as the two could be "
        "the same.",
        "aggregate": "Each value but the last is combined into another, so calls take {} values away.",
        "read": "Each of {} symbols is part of the answer.",
        "parity": "Each of {} bits turns the answer, whatever the others are.",
    }.get(family, "An adversary answers so that the last of {} bits looked at decides.")
    yield Line(words, (parts,))
    does = {"distinct": ("shows", "pairs"), "aggregate": ("takes away", "values")}.get(family, ("looks at", "of them"))
    yield _cheapest([(kind.price, touched.looked_at(kind)) for kind in claim.setting.kinds], *does)


def _fan_in(claim: LowerBound, _: Any) -> Lines:
    sizes = [kind.size for kind in claim.setting.kinds]
    k = max(sizes) if len(sizes) > 1 else sizes[0]
    yield Line("After r rounds a value depends on at most {} inputs, and the result depends on {}.",
               (shown(("pow", k, ("var", "r"))), shown(SIZE)))  # fmt: skip


def _lies(claim: LowerBound, proof: Any) -> Lines:
    many, most, wrong = goals.outcomes(claim)[0], goals.answers(claim, claim.setting.kinds[0]), claim.setting.lies
    words = (
        "With at most {} of q answers wrong, each of {} answers to the problem fits V(q) rows of answers: the sum of "
    )
    words += "binomial(q, i) times {} for i from 0 to {}. With {} answers a call there are {} rows in all."
    other, rows = ("pow", goals.minus(most, goals.ONE), ("var", "i")), ("pow", most, ("var", "q"))
    yield Line(words, (str(wrong), shown(many), shown(other), str(wrong), shown(most), shown(rows)))
    if proof["how"] == "formula":
        yield Line("V rises with q, and q is at least {}.", (shown(goals.logarithm(many, most)),))
    elif proof["calls"] > 0 and claim.first is not None and isinstance(most, Fraction):
        q, a = proof["calls"] - 1, int(most)
        count = lies.whole(substitute(many, "n", claim.first))
        fits = sum(comb(q, i) * (a - 1) ** i for i in range(min(wrong, q) + 1))
        words = "At n = {} that is too many for every q below {}: for q = {}, {} times {} is more than {}."
        yield Line(words, tuple(map(str, (claim.first, q + 1, q, count, fits, a**q))))


def _noise(claim: LowerBound, proof: Any) -> Lines:
    setting = claim.setting
    many, most = goals.outcomes(claim)[0], goals.answers(claim, setting.kinds[0])
    right, p, d = goals.minus(goals.ONE, setting.error), setting.noise, shown(setting.error)
    if proof["how"] == "ratio":
        told = goals.over(goals.times(goals.minus(most, goals.ONE), goals.minus(goals.ONE, p)), p)
        yield Line("No answer is more than {} times as likely under one instance as under another.", (shown(told),))
        words = "A result that is wrong with probability {} at most under both needs a factor of {}."
        yield Line(words, (d, shown(goals.over(right, setting.error))))
        return
    words = "A call has at most {} answers; one that is wrong with probability {} tells at most as many bits as the "
    yield Line(words + "capacity of this channel, whatever was answered before.", (shown(most), shown(p)))
    needed = goals.minus(goals.times(right, goals.logarithm(many, Fraction(2))), goals.ONE)
    words = "To name one of {}, wrong with probability {} at most, {} bits are needed (Fano's inequality)."
    yield Line(words, (shown(many), d, shown(needed)))


def _path_length(claim: LowerBound, proof: Any) -> Lines:
    counts = [goals.answers(claim, kind) for kind in claim.setting.kinds]
    most = max(counts) if len(counts) > 1 else counts[0]
    yield Line("Each of {} instances has an end of a path of its own, in a tree where a node has at most {} children.",
               (shown(goals.outcomes(claim)[0]), shown(most)))  # fmt: skip
    shape = "Such ends lie least deep when all depths are q and q + 1, q = {}." if proof["how"] == "lengths" else (
        "Their mean depth is at least {}, by the convexity of powers (Kraft, Jensen)."
    )  # fmt: skip
    log = goals.logarithm(goals.outcomes(claim)[0], most)
    yield Line(shape, (shown(("fn", "floor", log) if proof["how"] == "lengths" else log),))


def _refines(claim: LowerBound, proof: Any) -> Lines:
    to = proof["to"]
    argument = claim.setting.argument if to == "top_set" else None
    words = f"Who has the answer has that of another problem as well: {FOUND[to][0].lower()}{FOUND[to][1:]}."
    yield Line(words, () if argument is None else (shown(argument),))
    other = claim._replace(setting=claim.setting._replace(family=to, argument=argument))
    yield from ARGUMENTS[proof["rule"]](other, proof["proof"])


def _restricts(claim: LowerBound, proof: Any) -> Lines:
    to = restricts.TO[claim.setting.family]
    t = goals.argument(claim.setting)
    known = {"max": "the {} largest items", "OR": "{} of the ones"}.get(to, "{} of the defective items")
    words = f"Where {known} are known, what is left is a problem of size {{}}: {FOUND[to][0].lower()}{FOUND[to][1:]}."
    less = goals.minus(t, goals.ONE)
    part = goals.ONE if to == "group_testing" else None
    yield Line(words, (shown(less), shown(goals.minus(SIZE, less)), *([] if part is None else [shown(part)])))
    yield Line("Of a problem of size n:")
    kinds = tuple(kind._replace(exactly=False) for kind in claim.setting.kinds)
    other = claim._replace(setting=claim.setting._replace(family=to, argument=part, kinds=kinds))
    yield from ARGUMENTS[proof["rule"]](other, proof["proof"])


def _copies(claim: LowerBound, proof: Any) -> Lines:
    yield Line("An adversary answers about each problem as if it stood alone, so that their costs add up. Of one:")
    alone = claim._replace(setting=claim.setting._replace(copies=goals.ONE))
    yield from ARGUMENTS[proof["rule"]](alone, proof["proof"])


ARGUMENTS: dict[str, Told] = {
    "answers": _answers, "selection": _selection, "win-loss": _win_loss, "neighbours": _neighbours,
    "touched": _touched, "fan-in": _fan_in, "lies": _lies, "noise": _noise, "path-length": _path_length,
    "refines": _refines, "restricts": _restricts, "copies": _copies,
}  # fmt: skip
"""The argument of each rule, with the numbers of the claim."""
