"""What each rule about problems needs: a claim that is false without it is refused, its nearest true one is proved."""

import pytest

from bounds.encoding import claim_to_json
from bounds.language import parse_document
from checkers import kernel
from checkers.kernel.refusal import Rejected

RATIO, CAPACITY, FORMULA, ANSWERS = {"how": "ratio"}, {"how": "capacity"}, {"how": "formula", "calls": 0}, {
    "index": 0, "recurrence": False,
}  # fmt: skip
MAX = {"to": "max", "rule": "selection", "proof": {}}
WEIGHTS = {"u": ["1"], "w": ["1"], "l": ["0"], "b": ["0"], "scale": ["1"]}


def said(problem: str, claim: str, rule: str, proof: dict) -> str:
    """The kernel's answer to a claim that is to follow from one rule as it stands."""
    (stated,) = parse_document(f"problem {problem}\nclaim {claim}")
    about = claim_to_json(stated.claim)
    whole = {"rule": rule, "proof": proof, "follows": {"by": "same"}}
    certificate = {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": whole}
    return kernel.check(about, certificate)


def refusal(problem: str, claim: str, rule: str, proof: dict) -> tuple[str, str]:
    """The rule that refuses, and what it needs."""
    with pytest.raises(Rejected) as caught:
        said(problem, claim, rule, proof)
    return caught.value.rule, caught.value.need


FALSE = {
    "three lies' formula without lies": (
        "distinguish by split(2)", "calls >= log2(n) + log2((log2(n)^3 + 5*log2(n) + 6)/6) for n >= 1", "lies", FORMULA,
        ("lies", "1 lie, or up to 3 among 2 answers"),
    ),
    "the three largest of three items": (
        "top_set(3) by compare with noise 1/10, error 1/100", "calls >= log(99)/log(9) for n >= 3", "noise", RATIO,
        ("comparison", "a range that starts at 4 or later"),
    ),
    "answers that are wrong more often than not": (
        "max by best(4) with noise 37/50, error 1/100", "calls >= log(99)/log(39/37) for n >= 2", "noise", RATIO,
        ("noise", "a number between 0 and 1/2"),
    ),
    "the capacity for answers that are wrong more often than not": (
        "max by best(4) with noise 37/50, error 1/100", "calls >= n for n >= 2", "noise", CAPACITY,
        ("noise", "a number between 0 and 1/2"),
    ),
    "a capacity for two answers": (
        "OR by read(1) with noise 1/10, error 1/100", "calls >= n for n >= 2", "noise", CAPACITY,
        ("noise", "a problem with more than two answers"),
    ),
    "a sequence of no items": (
        "top_sequence(0) by compare", "calls >= n - 1", "refines", MAX,
        ("goals", "a number from 1 to 1000 as argument"),
    ),
    "a sequence of more items than there are": (
        "top_sequence(4) by compare", "calls >= n - 1", "refines", MAX,
        ("comparison", "a range that starts at 4 or later"),
    ),
    "a threshold above all": (
        "threshold(n + 1) by read(1)", "calls >= log2(2) for n >= 2", "answers", ANSWERS,
        ("goals", "a number from 1 to 1000 as argument"),
    ),
    "a threshold that the range exceeds": (
        "threshold(5) by read(1)", "calls >= log2(2) for n >= 2", "answers", ANSWERS,
        ("comparison", "a range that starts at 5 or later"),
    ),
    "a bound without a value at 5, inside a logarithm": (
        "max by compare", "calls >= log2(n*(n - 5)/(n - 5))", "answers", ANSWERS,
        ("comparison", "divisors that are not 0"),
    ),
    "a potential that starts at nothing": (
        "max by compare", "calls >= 0", "win-loss", {**WEIGHTS, "u": ["0"], "w": ["0"]},
        ("win-loss", "a weight > 0 of items that never met"),
    ),
}  # fmt: skip
TRUE = {
    "the formula with a lie": (
        "distinguish by split(2) with lies 1", "calls >= log2(n) + log2(1 + log2(n))", "lies", FORMULA,
    ),
    "the three largest of four items": (
        "top_set(3) by compare with noise 1/10, error 1/100", "calls >= log(99)/log(9) for n >= 4", "noise", RATIO,
    ),
    "a sequence of one item": ("top_sequence(1) by compare", "calls >= n - 1", "refines", MAX),
    "a threshold within the range": (
        "threshold(5) by read(1)", "calls >= log2(2) for n >= 5", "answers", ANSWERS,
    ),
    "a bound with a value everywhere": ("max by compare", "calls >= log2(n*5/5)", "answers", ANSWERS),
    "a potential": ("max by compare", "calls >= n - 1", "win-loss", WEIGHTS),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_what_a_rule_does_not_give_is_refused(name):
    *asked, expected = FALSE[name]
    assert refusal(*asked) == expected


@pytest.mark.parametrize("name", TRUE)
def test_what_a_rule_gives_is_proved(name):
    assert said(*TRUE[name]) == "proved"


def refusal_of(text: str, changes: dict, **settings: object) -> tuple[str, str]:
    """What is refused of a claim whose JSON was changed by hand."""
    (stated,) = parse_document(text)
    about = {**claim_to_json(stated.claim), **changes}
    about["setting"] = {**about["setting"], **settings}
    whole = {"rule": "answers", "proof": ANSWERS, "follows": {"by": "same"}}
    with pytest.raises(Rejected) as caught:
        kernel.check(about, {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": whole})
    return caught.value.rule, caught.value.need


@pytest.mark.parametrize("problem", ["merge(3) by compare", "read(3) by read(1)"])
def test_an_argument_that_is_no_whole_number_is_refused(problem):
    text = f"problem {problem}\nclaim calls >= 0"
    assert refusal_of(text, {}, argument="7/2") == ("setting", "a whole number")


def test_a_negative_power_inside_a_function_is_refused():
    n = ["var", "n"]
    bound = ["fn", "log2", ["mul", ["pow", n, "2"], ["pow", n, "-1"]]]
    assert refusal_of("problem max by compare\nclaim calls >= log2(n)", {"bound": bound}) == (
        "comparison",
        "powers with exponents 0, 1, ...",
    )
