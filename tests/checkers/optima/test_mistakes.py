"""The mistakes that were made before this project began: each, planted, is seen by the comparison with the oracle."""

import pytest

from bounds.known_problems import maximum, median, minimum_and_maximum, selection, sorting
from bounds.problem import COMPARE, Best, BestAndWorst, OrderProblem, Primitive
from checkers.kernel.refusal import Rejected
from checkers.optima import poset_tables
from checkers.optima.canonical import Forms
from checkers.optima.certificate import certificate
from checkers.optima.posets import Posets
from tests.checkers.optima.cases import disagreements, found

BEST = [Primitive(Best(3))]


def value(game):
    return lambda problem, mix: found(game(problem, mix))


class EverythingKnown(Posets):
    """Takes a state for solved only when the order of all items is known: the losers are forgotten to be free."""

    def __init__(self, problem, mix):
        super().__init__(problem, mix)
        self.drops = False

    def _is_known(self, kept, mask, ups, below, classes):
        return all(ups[i].bit_count() + below[i].bit_count() == len(ups) - 1 for i in kept)


class OneItemKnown(Posets):
    """Takes a state for solved when the item at one rank asked for is known."""

    def _is_known(self, kept, mask, ups, below, classes):
        return any((below[i] & mask).bit_count() + (ups[i] & mask).bit_count() == len(kept) - 1 for i in kept)


class TurnedOver(Posets):
    """Takes a poset upside down for the same though `best of k` has no mirror image."""

    def __init__(self, problem, mix):
        super().__init__(problem, mix)
        self.turns = True


class DropsFillers(Posets):
    """Forgets that a call about exactly k items needs k of them: dropped items are gone for good."""

    def __init__(self, problem, mix):
        super().__init__(problem, mix)
        self.drops = True


class AtMost(Posets):
    """Lets a call about exactly k items be about fewer."""

    def _sizes(self, primitive, asks, m):
        return range(2, min(asks.k, m) + 1)


class WrongOrder(Forms):
    """Says the inverse of the order in which the items stand in the form."""

    def canonical(self, ups):
        form, order = super().canonical(ups)
        return form, [order.index(i) for i in range(len(order))]


class WrongForms(Posets):
    """Takes two posets for the same when as many pairs are related."""

    def _form(self, bottom, ups):
        seen = self.__dict__.setdefault("seen", {})
        return seen.setdefault((bottom, len(ups), sum(mask.bit_count() for mask in ups)), super()._form(bottom, ups))


MIRRORLESS = OrderProblem(4, minimum_and_maximum(4).asked, frozenset({(2, 1), (2, 3)}))
"""Best of four on three items above a fourth and one beside it: upside down it costs another number of calls."""


@pytest.mark.parametrize(
    ("planted", "problem", "mix", "wrong", "right"),
    [
        (EverythingKnown, maximum(4), [COMPARE], 5, 3),
        (OneItemKnown, minimum_and_maximum(4), [COMPARE], "lower end 4 above upper end 3", 4),
        (TurnedOver, MIRRORLESS, [Primitive(Best(4))], 3, 2),
        (DropsFillers, median(5), [Primitive(BestAndWorst(4), exactly=True)], 2, 3),
        (AtMost, median(5), [Primitive(BestAndWorst(4), exactly=True)], 2, 3),
        (AtMost, sorting(3), [Primitive(Best(3), exactly=True)], 2, None),
    ],
)
def test_a_planted_mistake_disagrees_with_the_instances_and_the_engine_does_not(planted, problem, mix, wrong, right):
    assert disagreements(value(planted), [(problem, mix)]) == [(problem, mix, wrong, right)]
    assert disagreements(value(Posets), [(problem, mix)]) == []


def test_a_form_that_takes_one_poset_for_another_disagrees_with_the_instances():
    cases = [(p, [COMPARE]) for n in (3, 4, 5) for p in (median(n), sorting(n), selection(n, 2))]
    assert disagreements(value(Posets), cases) == []
    assert disagreements(value(WrongForms), cases) != []


def test_items_named_by_the_inverse_order_are_rejected(monkeypatch):
    assert certificate(median(5), [COMPARE]) is not None
    monkeypatch.setattr(poset_tables, "Forms", WrongOrder)
    with pytest.raises(Rejected) as refused:
        certificate(median(5), [COMPARE])
    assert refused.value.need in ("a node that knows no more", "a row that knows no less")


def test_best_of_three_has_no_mirror_image_and_comparisons_have():
    assert not Posets(median(5), BEST).turns
    assert Posets(median(5), [COMPARE]).turns
    assert not Posets(selection(5, 2), [COMPARE]).turns
