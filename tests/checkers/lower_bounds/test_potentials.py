"""Potentials that a person tries out: bound, tick list, certificate."""

import pytest

from bounds.language import LanguageError
from checkers import kernel
from checkers.kernel.problems.rules import win_loss
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.acceptance import optima
from checkers.lower_bounds.concrete_play import require_abstraction
from checkers.lower_bounds.follow import derived_by
from checkers.lower_bounds.potentials import potential, synthesised
from checkers.lower_bounds.win_loss_template import win_loss_template
from checkers.optima.search import Contradiction
from checkers.positivity import NotPolynomial
from tests.checkers.lower_bounds.settings_read import setting_of

K = "k integer >= 2"


@pytest.mark.parametrize(
    ("problem", "bound"),
    [
        ("min_and_max by compare", "3/2*n - 2"),
        ("min_and_max by best_and_worst(3)", "2/3*n - 1"),
        ("max by best(5)", "1/4*n - 1/4"),
        ("min_and_max by best(3)", "7/6*n - 3/2"),
        ("max by compare, best(10) at 3", "1/3*n - 1/3"),
    ],
)
def test_what_is_synthesised_is_proved_by_solvers_and_by_the_kernel(problem, bound):
    found = synthesised(problem)
    assert found.bound == bound
    shown = found.prove()
    assert (shown.decision, shown.rests_on, shown.failed) == ("proved", ("kernel",), ())
    assert shown.verdict() == "  proved; rests on kernel"


def test_a_setting_is_as_good_as_its_text():
    assert synthesised(setting_of("max by compare")) == synthesised("max by compare")
    assert synthesised(setting_of("max by best(k)", K), parameters=K).bound == "(n - 1)/(-1 + k)"


def test_a_certificate_is_one_that_the_kernel_accepts():
    found = synthesised("min_and_max by best_and_worst(k)", parameters=K)
    certificate = found.certificate()
    assert kernel.check(certificate["claim"], certificate) == "proved"
    assert found.prove().decision == "proved"


def test_weights_that_are_polynomials_in_k_are_read():
    given = potential("min_and_max by sort(k)", u="k + 1", w="k", l="k", scale="k*(k - 1)", parameters=K)
    assert given.proof == synthesised("min_and_max by sort(k)", parameters=K).proof
    assert given.certificate()["verdict"] == "proved"


def test_a_wrong_potential_is_shown_with_the_state_where_it_fails_and_has_no_certificate():
    wrong = potential("min_and_max by compare", u=2, w=1, l=1)
    shown = wrong.prove()
    assert shown.decision == "unknown"
    assert [(t.name, t.notes) for t in shown.failed] == [
        ("call compare: an answer costs at most 1", ("fails at u=2, shown su=2", "reachable: yes (n = 2)")),
        (
            "rule win-loss",
            ("need  an answer to sort that costs at most its price", "have  shown (u, w, l, b): (2, 0, 0, 0)"),
        ),
    ]
    with pytest.raises(Rejected, match="an answer to sort"):
        wrong.certificate()


def test_weights_with_a_symbol_that_the_rule_refuses_have_no_bound():
    wrong = potential("min_and_max by sort(k)", u="2*k", w="k", l="k", scale="k*(k - 1)", parameters=K)
    shown = wrong.prove()
    assert (shown.decision, shown.bound) == ("unknown", "none: the rule refuses the weights")
    with pytest.raises(Rejected):
        _ = wrong.bound


def test_weights_that_a_wrong_rule_accepts_contradict_an_exact_optimum(monkeypatch):
    given = potential("max by compare", u="3/2", w=1, l=1)
    with pytest.raises(Rejected):
        given.certificate()
    for cache in (derived_by, optima, require_abstraction):
        cache.cache_clear()
    monkeypatch.setattr(win_loss, "end_of", lambda family, weights, low: weights[win_loss.W])
    with pytest.raises(Contradiction, match="optimum 1"):
        given.certificate()
    derived_by.cache_clear()


def test_mirrored_weights_are_refused_where_calls_have_no_mirror_image():
    right = potential("min_and_max by best(3)", u="7/6", w="1/2", l=1)
    assert right.prove().decision == "proved"
    assert potential("min_and_max by best(3)", u="7/6", w=1, l="1/2").prove().decision == "unknown"
    for w, lost in (("3/4", "5/4"), ("5/4", "3/4")):
        assert potential("min_and_max by compare", u="3/2", w=w, l=lost).prove().decision == "unknown"


def test_no_weights_are_made_up_for_other_settings():
    with pytest.raises(ValueError, match="need max or min_and_max"):
        synthesised("sort by compare")
    with pytest.raises(ValueError, match="sizes that are numbers"):
        win_loss_template(setting_of("max by best(k)", K))


@pytest.mark.parametrize(
    ("problem", "u", "error"),
    [
        ("max by compare", "1 +", LanguageError),
        ("max by nothing", 1, LanguageError),
        ("max by compare", "n", ValueError),
        ("max by compare", "log2(3)", NotPolynomial),
    ],
)
def test_what_cannot_be_read_is_refused(problem, u, error):
    with pytest.raises(error):
        potential(problem, u=u, w=1, l=0)
