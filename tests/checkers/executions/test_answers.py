"""Right answers: each verb does what its prompt says, keeps to its limit, and is talkative without one."""

from random import Random

import pytest

from checkers.executions.answers import FILLED, SKILLS, TALKATIVE, correct
from checkers.executions.mock import Request

PROMPTS = {
    "Summarise": ("Text: w2 w9 w5", 2, "w9 w5"),
    "Combine": ("Text: w2 . w9", 3, "w9 w2 ."),
    "Refine": ("Summary: w4 . Text: w2 w9", 2, "w9 w4"),
    "Note": ("Notes: w8 Text: w2 w1", 2, "w2 w1"),
    "Compare": ("A: w2 B: w9", 1, "B"),
    "Rank": ("Items: w2 w9 w5", 3, "w9 w5 w2"),
    "Pick": ("Items: w2 w9 w5", 1, "w9"),
    "Extract": ("Question: k3 Text: w1 k3=w7 w2", 2, "k3=w7 ."),
    "Answer": ("Question: k3 Text: . . k3=w7 .", 1, "w7"),
    "Solve": ("Problem: w2 w9", 3, "so so w9"),
    "Draft": ("Problem: w2 w9", 2, "w9 ."),
    "Judge": ("Problem: w2 Candidate0: w1 Candidate1: w2", 1, "Candidate1"),
    "Decide": ("Question: w9 Debate: w2 w5", 1, "w5"),
    "Argue": ("Question: w9 Debate: w2 w5", 2, "w9 ."),
    "Propose": ("Option: 1 Path: t5", 1, None),
    "Value": ("Path: t5 t70", 1, "75"),
    "Think,": ("Goal: w2 History: lookup w2 found w7", 2, "lookup w7"),
    "Plan": ("Task: w2 w9", 2, "step1 step2"),
    "Execute": ("Step: step3 Results: . r2", 2, ". r3"),
    "Report": ("Results: . r2 . r3", 1, "r3"),
    "Give": ("Record: invoice no17", 1, "17"),
    "Move": ("State: 4", 1, "5"),
}
"""For each verb the data of a prompt, a limit and the answer; None where it is drawn."""


def test_every_verb_is_tried():
    assert sorted(PROMPTS) == sorted(SKILLS)


@pytest.mark.parametrize("verb", PROMPTS)
def test_an_answer_is_right_and_keeps_to_its_limit(verb):
    data, limit, right = PROMPTS[verb]
    answer = correct(Request(f"{verb} it now. {data}", limit), Random(0))
    assert right is None or answer == right
    assert len(answer.split()) == limit or verb not in FILLED


@pytest.mark.parametrize("verb", PROMPTS)
def test_an_answer_without_a_limit_is_long(verb):
    assert len(correct(Request(f"{verb} it now. {PROMPTS[verb][0]}"), Random(0)).split()) >= TALKATIVE


def test_a_question_without_an_answer_is_said_to_be_one():
    assert correct(Request("Answer it. Question: k3 Text: w1 w2", 1), Random(0)) == "unknown"


def test_an_unknown_prompt_is_refused_by_the_right_model():
    with pytest.raises(ValueError, match="need a prompt that begins with one of Summarise, "):
        correct(Request("Sing a song"), Random(0))


def test_an_empty_prompt_is_refused():
    with pytest.raises(ValueError, match="have ''"):
        correct(Request(""), Random(0))
