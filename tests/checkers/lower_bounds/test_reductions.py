"""Bounds by way of another problem: some instances, several copies. Compared with exact optima."""

from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve, frozen

from bounds.expression import number
from bounds.language import LanguageError, parse_asked, print_expression
from bounds.language.printer import print_setting
from bounds.problem import COMPARE
from bounds.setting import primitives_at, problem_at
from checkers.decide import decide
from checkers.kernel.problems.rules import restricts
from checkers.lower_bounds.candidates import METHODS
from checkers.lower_bounds.derived import all_derived
from checkers.optima import by_instances
from checkers.optima.engines import optimum

RESTRICTED = (
    "second by best(3)", "select(2) by sort(3)", "select(3) by compare", "top_set(2) by compare",
    "top_set(3) by sort(3)",
    "median by sort(3)", "median by best_and_worst(3)", "threshold(2) by read(2)", "threshold(3) by read(1)",
    "group_testing(2) by pool",
)  # fmt: skip


@frozen
class Copies:
    """Several problems at once; a call is about one of them."""

    problem: object
    count: int

    def instances(self):
        return product(self.problem.instances(), repeat=self.count)

    def goal(self, instance):
        return tuple(self.problem.goal(x) for x in instance)

    def queries(self, primitive):
        return ((which, q) for which in range(self.count) for q in self.problem.queries(primitive))

    def answer(self, primitive, query, instance):
        which, inner = query
        return self.problem.answer(primitive, inner, instance[which])


def claim_about(text, asked="calls >= 0"):
    return parse_asked(f"problem {text}", asked)


@pytest.mark.parametrize("text", RESTRICTED)
def test_a_bound_of_some_instances_is_at_most_the_least_cost_of_all(text):
    setting = claim_about(text).setting
    found = [b for b in all_derived(setting) if b.rule == restricts.RULE]
    assert found
    compared = 0
    for n in range(2, 7):
        problem = problem_at(setting, n)
        least = problem and optimum(problem, primitives_at(setting, n), seconds=3).upper
        for b in found:
            if least is not None and n >= b.start:
                compared += 1
                assert b.at(n) <= least, (print_expression(b.bound), n)
    assert compared >= 3


def test_most_restrictions_start_where_the_smaller_problem_does():
    starts = {
        text: {b.start for b in all_derived(claim_about(text).setting) if b.rule == "restricts"} for text in RESTRICTED
    }
    assert min(starts["select(3) by compare"]) == 3
    assert min(starts["threshold(3) by read(1)"]) == 3


@pytest.mark.parametrize(
    ("text", "sizes"), [("max by compare", (2, 3)), ("sort by compare", (2, 3)), ("OR by read(1)", (1, 2, 3)),
                        ("distinguish by split(2)", (2, 3, 4)), ("max by best(3)", (2, 3))]
)  # fmt: skip
def test_costs_of_copies_add_up(text, sizes):
    for m in (2, 3):
        setting = claim_about(f"{text} with copies {m}").setting
        assert problem_at(setting, 2) is None
        bounds = list(all_derived(setting))
        assert {b.rule for b in bounds} == {"copies"}
        for n in sizes:
            alone = evolve(setting, copies=number(1))
            one = problem_at(alone, n)
            if len(list(one.instances())) ** m > 300:
                continue
            least = by_instances.optimum(Copies(one, m), primitives_at(alone, n))
            assert least == m * by_instances.optimum(one, primitives_at(alone, n))
            assert max(b.at(n) for b in bounds if n >= b.start) <= least


def test_a_bound_of_one_copy_does_not_prove_one_of_more():
    assert decide(claim_about("max by compare with copies 3", "calls >= 3*n - 3")).decision == "proved"
    assert decide(claim_about("max by compare with copies 3", "calls >= 3*n - 2")).decision == "unknown"
    assert decide(claim_about("max by compare with copies 3", "calls >= n - 1")).decision == "proved"


def test_only_rule_copies_knows_copies():
    claim = claim_about("max by compare with copies 3", "calls >= n - 1")
    outcomes = {name: method.find(claim) for name, method in METHODS.items()}
    assert [name for name, found in outcomes.items() if type(found).__name__ == "Found"] == ["copies"]


def test_copies_are_read_and_printed():
    text = "max by compare with lies 1, copies 3"
    assert print_setting(claim_about(text).setting) == text
    assert print_setting(claim_about("max by compare with copies 1").setting) == "max by compare"
    for bad in ("copies", "copies 0", "copies 1/2", "copies n^2"):
        with pytest.raises(LanguageError):
            claim_about(f"max by compare with {bad}")


def test_the_price_of_a_call_counts_in_every_copy():
    priced = claim_about("max by compare at 1/2 with copies 2").setting
    assert max(b.at(5) for b in all_derived(priced)) == 4
    assert primitives_at(evolve(priced, copies=number(1)), 5)[0].price == Fraction(1, 2) == COMPARE.price / 2
