"""The adversary as a game: its answers fit one instance, and whoever asks pays what was promised."""

import random
from fractions import Fraction

import pytest

from checkers.exploration import CannotExplore, explore

GAMES = [
    ("second by sort(3)", 6, None), ("median by compare", 5, None), ("median by compare", 5, 4),
    ("max by best(3)", 6, None),
    ("sort by compare", 5, None), ("min_and_max by compare at 1, best_and_worst(3) at 3/2", 5, None),
    ("max by best(3) exactly at 2, compare", 5, None), ("majority by read(1)", 4, None),
    ("read(2) by read(2)", 3, None),
    ("group_testing(1) by pool", 5, None), ("distinct by match(3)", 4, None), ("distinguish by split(3)", 6, None),
    ("distinguish by split(2) with lies 1", 3, None), ("connectivity by read(1)", 3, None),
]  # fmt: skip


def played(game, seed):
    """A whole game with random calls; the calls made, by kind."""
    chance, asked = random.Random(seed), []
    calls = [(i, q) for i, p in enumerate(game.primitives) for q in game.view.problem.queries(p)]
    while not game.is_over:
        by, query = chance.choice(calls)
        left = game.need
        turn = game.ask(*query, by=by)
        asked.append((by, query))
        assert game.need >= left - game.primitives[by].price
        assert turn.paid == sum(game.primitives[i].price for i, _ in asked)
        assert len(asked) < 400
    return asked


@pytest.mark.parametrize(("text", "n", "d"), GAMES)
def test_every_game_costs_at_least_what_is_needed(text, n, d):
    for seed in range(4):
        game = explore(text).why(n, d)
        need = game.need
        assert d is None or need == d
        played(game, seed)
        assert game.paid >= need


@pytest.mark.parametrize(("text", "n", "d"), [g for g in GAMES if "lies" not in g[0]])
def test_all_answers_fit_one_instance_and_all_that_fit_have_one_goal(text, n, d):
    game = explore(text).why(n, d)
    asked, problem = played(game, 7), game.view.problem
    fitting = list(problem.instances())
    known = game._states[0]
    for (by, query), turn in zip(asked, game.turns, strict=True):
        primitive = game.primitives[by]
        options = dict(game.view.replies(known, primitive, query))
        known = options[turn.answer]
        fitting = [x for x in fitting if fits(game, x, known)]
        assert fitting
    assert len({problem.goal(x) for x in fitting}) == 1


def fits(game, instance, known):
    """Whether an instance is one of those that are left."""
    if hasattr(game.view.game, "instances"):
        return known[0] >> game.view.game.instances.index(instance) & 1
    return all(instance[i] < instance[j] for i, mask in enumerate(known) for j in range(game.n) if mask >> j & 1)


def test_the_need_of_a_game_is_the_optimum_when_none_is_named():
    for text, n, cost in (("second by sort(3)", 7, 4), ("median by compare", 6, 8), ("sort by best(3)", 4, 4)):
        assert explore(text).why(n).need == cost


def test_more_than_a_strategy_costs_is_refused_and_the_optimum_offered():
    with pytest.raises(CannotExplore) as refused:
        explore("second", "sort-3").why(7, 5)
    assert refused.value.have == "5; a strategy costs 4"
    assert refused.value.attempt == "d = 4"


def test_a_call_is_taken_back():
    game = explore("second", "sort-3").why(7, 3)
    before = (game.known, game.need, game.paid)
    game.ask(0, 1, 2)
    assert (game.known, game.need, game.paid) != before
    game.undo()
    game.undo()
    assert (game.known, game.need, game.paid) == before


def test_a_call_that_tells_nothing_is_paid_and_leaves_the_need():
    game = explore("sort").why(4)
    game.ask(0, 1)
    need = game.need
    assert game.ask(0, 1).need == need
    assert game.paid == 2


def test_the_cheapest_kind_that_fits_is_made_unless_one_is_named():
    game = explore("max", "compare, best-3@2").why(4)
    assert game.ask(0, 1).call == "compare 0 1"
    assert game.ask(0, 1, 2).paid == Fraction(3)
    assert game.ask(2, 3, by=1).call == "best(3) 2 3"


@pytest.mark.parametrize("items", [(0,), (0, 0), (0, 7), (-1, 0), (0, 1, 2, 3)])
def test_a_call_that_there_is_not_is_refused_and_changes_nothing(items):
    game = explore("second", "sort-3").why(7)
    with pytest.raises(CannotExplore, match="need  items 0 to 6, each once: 2 to 3 of them"):
        game.ask(*items)
    assert game.turns == []


@pytest.mark.parametrize(
    ("text", "n", "need"),
    [
        ("sort by compare with expected", 3, "the worst case: an adversary answers"),
        ("parity by read(1)", 20, "at most 4096 instances"),
        ("sort by best(3) exactly", 2, "a problem that some strategy solves"),
        ("second by compare", 1, "a problem with instances"),
    ],
)
def test_where_there_is_no_adversary_the_game_is_refused(text, n, need):
    with pytest.raises(CannotExplore) as refused:
        explore(text).why(n)
    assert refused.value.need == need


def test_a_finished_game_takes_no_more_calls():
    game = explore("max").why(2)
    game.ask(0, 1)
    assert game.is_over
    with pytest.raises(CannotExplore, match="a goal that is known"):
        game.ask(0, 1)
    assert "the goal is known, after 1 paid" in str(game)
    assert "<table>" in game._repr_html_()
