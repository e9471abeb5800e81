"""A bound is accepted only when it agrees with exact optima, its counters with posets, and hypotheses can be met."""

from fractions import Fraction

import pytest
from attrs import evolve

from bounds.encoding import claim_to_json
from bounds.problem import COMPARE, Best, BestAndWorst, Primitive, Sorting
from checkers.decide import decide
from checkers.found import Found
from checkers.kernel import problems
from checkers.kernel.problems.rules import selection, win_loss
from checkers.kernel.problems.setting import lower_bound
from checkers.lower_bounds import concrete_play
from checkers.lower_bounds.acceptance import accept, all_examples, optima
from checkers.lower_bounds.concrete_play import counted, ends, kinds, queries, reachable, require_abstraction
from checkers.lower_bounds.follow import derived_by
from checkers.lower_bounds.synthesis import best_weights
from checkers.optima.canonical import closure
from checkers.optima.search import Contradiction
from tests.checkers.lower_bounds.settings_read import claim_of, setting_of

HALF = Fraction(1, 2)
RIGHT = (Fraction(3, 2), Fraction(1), Fraction(1), Fraction(0))


@pytest.fixture
def fresh():
    """What was derived and looked at before is forgotten, before a rule is changed and after."""
    caches = (derived_by, optima, require_abstraction, best_weights)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def proof(u, w, lost, b=0):
    return {"u": [str(u)], "w": [str(w)], "l": [str(lost)], "b": [str(b)], "scale": ["1"]}


def whole(weights):
    return {"rule": "win-loss", "proof": weights, "follows": {"by": "same"}}


# --- exact optima --------------------------------------------------------------------------------------------------


def test_a_right_bound_is_accepted():
    claim = claim_of("min_and_max by compare", "calls >= 3*n/2 - 2 for n >= 2")
    assert accept(claim, whole(proof("3/2", 1, 1))) is None


def test_free_losers_forgotten_by_the_rule_are_a_contradiction(monkeypatch, fresh):
    """Pitfall 1: what counts as solved is too little, {w: 1} and no more; the losers are free."""
    monkeypatch.setattr(win_loss, "end_of", lambda family, weights, low: weights[win_loss.W])
    claim = claim_of("max by compare", "calls >= 3*n/2 - 1 for n >= 2")
    with pytest.raises(Contradiction, match=r"at n = 2: the derived bound is 2, the optimum 1"):
        accept(claim, whole(proof("3/2", 1, 1)))


def test_decide_reports_a_contradiction_as_what_stopped_a_method_and_gives_no_verdict(monkeypatch, fresh):
    monkeypatch.setattr(win_loss, "end_of", lambda family, weights, low: weights[win_loss.W])
    claim = claim_of("max by compare", "calls >= 3*n/2 - 1 for n >= 2")

    class Planted:
        def find(self, claim):
            return Found("proved", whole(proof("3/2", 1, 1)))

    monkeypatch.setattr("checkers.decide.PROBLEM_METHODS", {"planted": Planted()})
    verdict = decide(claim)
    assert verdict.decision == "unknown"
    (blocked,) = verdict.blocked
    assert blocked.method == "planted"
    assert blocked.reason.startswith("an error of tightbound, so no verdict: Contradiction: calls at n = 2")


def test_a_rule_without_counters_is_compared_with_optima_too(monkeypatch, fresh):
    right = selection.derive

    def one_more(claim, given):
        found = right(claim, given)
        return found._replace(body=("add", found.body, Fraction(1)))

    claim = claim_of("second by compare", "calls >= n - 2 + ceil(log2(n)) for n >= 2")
    assert decide(claim).method == "selection"
    derived_by.cache_clear()
    monkeypatch.setitem(problems.RULES, "selection", one_more)
    with pytest.raises(Contradiction, match="derived bound"):
        accept(claim, {"rule": "selection", "proof": {}})


def test_a_claim_above_the_derived_bound_is_a_contradiction_where_an_optimum_shows_it():
    claim = claim_of("max by compare", "calls >= n for n >= 2")
    with pytest.raises(Contradiction, match=r"the claimed bound is 2, the optimum 1"):
        accept(claim, whole(proof(1, 1, 0)))


def test_a_strict_claim_must_be_below_the_optimum():
    above, below = (claim_of("max by compare", f"calls >= n - {c} for n >= 2") for c in (1, 2))
    with pytest.raises(Contradiction, match="claimed"):
        accept(evolve(above, relation=">"), whole(proof(1, 1, 0)))
    assert accept(above, whole(proof(1, 1, 0))) is None
    assert accept(evolve(below, relation=">"), whole(proof(1, 1, 0))) is None


def test_exactly_k_and_at_most_k_are_compared_with_their_own_optima():
    most = dict(optima(setting_of("max by best(3)"), (), 0.5))
    exactly = dict(optima(setting_of("second by best(3) exactly"), (), 0.5))
    second = dict(optima(setting_of("second by best(3)"), (), 0.5))
    assert most[2] == 1
    assert 2 in second
    assert 2 not in exactly


@pytest.mark.parametrize(
    "problem",
    ["read(64) by read(1)", "connectivity by read(1)", "sort by compare", "group_testing(3) by pool with nonadaptive"],
)
def test_a_table_of_optima_ends(problem):
    table = optima(setting_of(problem), (), 0.2)
    assert [n for n, _ in table] == sorted({n for n, _ in table})
    assert table


def test_settings_no_engine_knows_have_no_table():
    assert optima(setting_of("aggregate by combine(2)"), (), 0.2) == ()


# --- posets --------------------------------------------------------------------------------------------------------

GAMES = {
    "compare": ("min_and_max", COMPARE),
    "best of 3": ("max", Primitive(Best(3))),
    "best and worst of 4": ("min_and_max", Primitive(BestAndWorst(4))),
    "sort 3": ("min_and_max", Primitive(Sorting(3))),
    "best of exactly 3": ("min_and_max", Primitive(Best(3), exactly=True)),
}


def weights_of(name):
    family, primitive = GAMES[name]
    found = best_weights(family, ((concrete_play.ASKS[type(primitive.asks)], primitive.asks.k, Fraction(1)),))
    assert found is not None
    return found.all()


@pytest.mark.parametrize("name", GAMES)
def test_the_counters_say_what_happens_on_every_reachable_poset(name):
    family, primitive = GAMES[name]
    assert require_abstraction(family, (primitive,), weights_of(name), (2, 3, 4), 60.0) > 3


@pytest.mark.parametrize("name", GAMES)
def test_a_larger_slope_fails_on_some_poset(name, fresh):
    family, primitive = GAMES[name]
    u, *rest = weights_of(name)
    with pytest.raises(Contradiction, match="no answer costs at most 1"):
        require_abstraction(family, (primitive,), (2 * u + 1, *rest), (2, 3, 4), 60.0)


def test_solved_posets_with_a_potential_above_the_end_are_seen(fresh):
    with pytest.raises(Contradiction, match="is solved"):
        require_abstraction("max", (COMPARE,), (HALF, Fraction(0), HALF, HALF), (2, 3), 60.0)


def test_counters_that_fall_otherwise_than_the_rule_says_are_seen(monkeypatch, fresh):
    right = concrete_play.falls

    def losers_stay(asks, shown, best, worst):
        u, w, lost, b = right(asks, shown, best, worst)
        return u, w, lost - 1, b + 1

    monkeypatch.setattr(concrete_play, "falls", losers_stay)
    with pytest.raises(Contradiction, match="not as the rule says"):
        require_abstraction("min_and_max", (COMPARE,), RIGHT, (2, 3), 60.0)


def test_an_answer_that_is_not_consistent_is_seen(monkeypatch, fresh):
    """Pitfall 2: a rule that lets a loser be called the best is no rule for this primitive."""
    nothing = (Fraction(0),) * 4
    assert require_abstraction("min_and_max", (COMPARE,), nothing, (2, 3), 60.0) == 7
    monkeypatch.setattr(concrete_play, "all_rules", lambda asks, levels: [[(2, 0)]])
    require_abstraction.cache_clear()
    with pytest.raises(Contradiction, match="not consistent"):
        require_abstraction("min_and_max", (COMPARE,), nothing, (2, 3), 60.0)


def test_mirrored_weights_do_not_fit_a_primitive_without_a_mirror_image(fresh):
    u, w, lost, b = weights_of("best of exactly 3")
    assert w != lost
    with pytest.raises(Contradiction):
        require_abstraction("min_and_max", (Primitive(Best(3)),), (u, lost, w, b), (2, 3, 4), 60.0)


def test_calls_about_exactly_k_show_k_items():
    assert list(queries(3, Primitive(Best(3), exactly=True))) == [(0, 1, 2)]
    assert len(list(queries(3, Primitive(Best(3))))) == 4
    assert list(queries(2, Primitive(Best(3), exactly=True))) == []


def test_every_poset_of_four_items_comes_about_by_comparisons():
    assert [len(list(reachable(n, (COMPARE,), lambda: False))) for n in (2, 3, 4)] == [2, 5, 16]


def test_kinds_are_read_off_a_poset():
    ups = closure(5, [(0, 1), (1, 2), (3, 2)])
    assert kinds(ups) == [2, 3, 1, 2, 0]
    assert counted(kinds(ups)) == (1, 1, 2, 1)
    assert ends(ups, (0, 1, 2), "sort") == (2, 0)
    assert ends(ups, (0, 2), "best") == (2, 2)


@pytest.mark.parametrize("to", ["restricts", "refines", "copies"])
def test_the_counters_of_a_proof_for_another_problem_are_looked_at(to, fresh, monkeypatch):
    problem = {"restricts": "second by best(3)", "refines": "sort by best(3)", "copies": "max by best(3) with copies 2"}
    claim = claim_of(problem[to], "calls >= 0 for n >= 3")
    inner = {"rule": "win-loss", "proof": proof("1/2", "1/2", 0), **({"to": "max"} if to == "refines" else {})}
    certificate = {"rule": to, "proof": inner}
    assert accept(claim, certificate) is None
    require_abstraction.cache_clear()
    monkeypatch.setattr(concrete_play, "falls", lambda asks, shown, best, worst: (0, 0, 0, 0))
    with pytest.raises(Contradiction, match="not as the rule says"):
        accept(claim, certificate)


def test_copies_cost_at_most_as_much_as_one_after_the_other(fresh, monkeypatch):
    claim = claim_of("max by compare with copies 3", "calls >= 3*(n - 1) for n >= 1")
    certificate = {"rule": "copies", "proof": {"rule": "win-loss", "proof": proof(1, 1, 0)}}
    assert accept(claim, certificate) is None
    above = claim_of("max by compare with copies 3", "calls >= 3*n - 2 for n >= 1")
    with pytest.raises(Contradiction, match=r"at n = 1: the claimed bound is 1, the optimum 0"):
        accept(above, certificate)


# --- hypotheses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "first"),
    [
        ("k integer >= 2", {"k": 2}),
        ("k integer >= 40", {"k": 40}),
        ("k integer >= 2, m integer > k", {"k": 2, "m": 3}),
        ("k integer >= 2 and k <= 3, x real in (1/3, 1/2)", {"k": 2, "x": Fraction(5, 12)}),
        ("k integer >= 2, p integer >= 1000 and p >= 5*k + 2000", {"k": 2}),
    ],
)
def test_values_of_the_parameters_are_found(parameters, first):
    read = lower_bound(claim_to_json(claim_of("max by best(k)", parameters=parameters)))
    found = dict(next(all_examples(read)))
    assert first.items() <= found.items()


def test_a_claim_whose_conditions_nothing_meets_is_not_accepted():
    impossible = "k integer >= 2, m integer > k and m < k"
    claim = claim_of("max by best(k)", "calls >= ceil((n - 1)/(k - 1)) for n >= 1", impossible)
    verdict = decide(claim)
    assert verdict.decision == "unknown"
    assert "no values of the parameters were found that meet their conditions" in {b.reason for b in verdict.blocked}
    possible = claim_of("max by best(k)", "calls >= ceil((n - 1)/(k - 1)) for n >= 1", "k integer >= 2")
    assert decide(possible).decision == "proved"
