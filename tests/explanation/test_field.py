from __future__ import annotations

import pytest

from cnaps.explanation import explain_question
from cnaps.explanation.catalogue import built_in_catalogue
from cnaps.explanation.field import outside
from cnaps.explanation.languages import language_of
from tests.explanation.checks import check_answer, section

FOREIGN = [
    "What is the weather in Paris tomorrow?",
    "How do I bake bread?",
    "How do I cook rice without burning it?",
    "Who won the football world cup in 2018?",
    "How does a car engine work?",
    "오늘 날씨가 어때요?",
    "빵은 어떻게 굽나요?",
]


def is_outside(question: str) -> bool:
    return outside(question, language_of(question), built_in_catalogue().entries.values())


@pytest.mark.parametrize("question", FOREIGN)
def test_a_question_about_something_else_is_outside_the_field(question: str) -> None:
    assert is_outside(question)


@pytest.mark.parametrize(
    "question",
    [
        "How does it work?",
        "What can this program do?",
        "How long does it take?",
        "Do I need a GPU?",
        "What are the limits?",
        "Why do my holiday snaps look terrible?",
        "Everything looks weird, help!",
        "My grandfather's letters are hard to make out.",
        "What does a window attention do?",
        "Is a transformer better than a CNN?",
        "What is Wiener filtering?",
        "What is a GAN?",
        "???",
        "이 프로그램은 무엇을 할 수 있나요?",
        "어떻게 작동하나요?",
        "한계는 무엇인가요?",
        "사진을 어떻게 고치나요?",
        "눈이 빨갛게 나왔어요. 어떻게 고치나요?",
    ],
)
def test_what_points_to_a_picture_or_to_the_program_is_inside(question: str) -> None:
    assert not is_outside(question)


@pytest.mark.parametrize("question", FOREIGN)
def test_no_task_is_invented_for_a_question_about_something_else(question: str) -> None:
    explanation = explain_question(question)
    check_answer(explanation)
    opening = section(explanation.markdown, 1)
    assert "names no task" in opening or "과제를 말하지 않으며" in opening
    assert not any(source.source.id.startswith("P") for source in explanation.sources)


def test_a_question_put_to_a_model_stays_one_about_that_model() -> None:
    assert "SwinIR" in section(explain_question("Which optimiser?", backend="swinir-noise25").markdown, 1)
